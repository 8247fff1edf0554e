/* The Proxy-Wasm host calls, one function per function of sdk/abi.py.
 *
 * The host hands over what it writes by calling proxy_on_memory_allocate in the middle of our call. That memory comes from
 * the data region and nothing is ever moved while a callback runs, so headers and bodies are used where the host put them. */
#include "pg_internal.h"

#ifdef __wasm__
#define IMPORT(name) __attribute__((import_module("env"), import_name("proxy_" #name))) int32_t host_##name
#else
#define IMPORT(name) __attribute__((weak)) int32_t host_##name
#endif
typedef const void *P;
typedef uint32_t N;
IMPORT(log)(int32_t level, P p, N n);
IMPORT(get_log_level)(uint32_t *level);
IMPORT(get_current_time_nanoseconds)(uint64_t *ns);
IMPORT(set_tick_period_milliseconds)(uint32_t ms);
IMPORT(get_buffer_bytes)(int32_t kind, N start, N max, uint8_t **p, N *n);
IMPORT(get_buffer_status)(int32_t kind, N *n, uint32_t *flags);
IMPORT(set_buffer_bytes)(int32_t kind, N start, N size, P p, N n);
IMPORT(get_header_map_value)(int32_t map, P k, N nk, uint8_t **p, N *n);
IMPORT(get_header_map_pairs)(int32_t map, uint8_t **p, N *n);
IMPORT(set_header_map_pairs)(int32_t map, P p, N n);
IMPORT(replace_header_map_value)(int32_t map, P k, N nk, P v, N nv);
IMPORT(add_header_map_value)(int32_t map, P k, N nk, P v, N nv);
IMPORT(remove_header_map_value)(int32_t map, P k, N nk);
IMPORT(continue_stream)(int32_t kind);
IMPORT(close_stream)(int32_t kind);
IMPORT(send_local_response)(int32_t code, P d, N nd, P b, N nb, P h, N nh, int32_t grpc);
IMPORT(get_status)(int32_t *code, uint8_t **p, N *n);
IMPORT(http_call)(P u, N nu, P h, N nh, P b, N nb, P t, N nt, uint32_t ms, uint32_t *id);
IMPORT(grpc_call)(P u, N nu, P s, N ns, P m, N nm, P i, N ni, P g, N ng, uint32_t ms, uint32_t *id);
IMPORT(grpc_stream)(P u, N nu, P s, N ns, P m, N nm, P i, N ni, uint32_t *id);
IMPORT(grpc_send)(uint32_t id, P p, N n, int32_t end);
IMPORT(grpc_cancel)(uint32_t id);
IMPORT(grpc_close)(uint32_t id);
IMPORT(get_shared_data)(P k, N nk, uint8_t **p, N *n, uint32_t *cas);
IMPORT(set_shared_data)(P k, N nk, P v, N nv, uint32_t cas);
IMPORT(register_shared_queue)(P p, N n, uint32_t *id);
IMPORT(resolve_shared_queue)(P v, N nv, P p, N n, uint32_t *id);
IMPORT(enqueue_shared_queue)(uint32_t id, P p, N n);
IMPORT(dequeue_shared_queue)(uint32_t id, uint8_t **p, N *n);
IMPORT(define_metric)(int32_t kind, P p, N n, uint32_t *id);
IMPORT(record_metric)(uint32_t id, uint64_t v);
IMPORT(increment_metric)(uint32_t id, int64_t v);
IMPORT(get_metric)(uint32_t id, uint64_t *v);
IMPORT(get_property)(P p, N n, uint8_t **v, N *nv);
IMPORT(set_property)(P p, N n, P v, N nv);
IMPORT(call_foreign_function)(P f, N nf, P a, N na, uint8_t **p, N *n);
IMPORT(set_effective_context)(uint32_t id);
IMPORT(done)(void);

#ifdef __wasm__
__attribute__((import_module("wasi_snapshot_preview1"), import_name("clock_time_get")))
int32_t wasi_clock_time_get(int32_t id, int64_t precision, uint64_t *time);
/* Exported by every plugin (the linker is told): the host's only way to put bytes into our memory. */
void *proxy_on_memory_allocate(size_t n) {
    return pg_text_alloc(n ? n : 1);
}
#else
static int32_t wasi_clock_time_get(int32_t id, int64_t p, uint64_t *t) { (void)id; (void)p; *t = 0; return 0; }
#endif

/* str holds escaped raw bytes as surrogates: undo that before text leaves. */
typedef struct text { P p; N n; } text;
static text raw(pg_str *s) {
    if (PG_LIKELY(s->nbytes == s->nchars)) return (text){ s->data, s->nbytes };
    bool escaped = false;
    for (uint32_t i = 0; i + 1 < s->nbytes && !escaped; i++) escaped = s->data[i] == 0xED && s->data[i + 1] >= 0xA0;
    if (!escaped) return (text){ s->data, s->nbytes };
    pg_sb b;
    sb_init(&b);
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        const uint8_t *q = p;
        uint32_t c = utf8_decode(&p);
        if (c >= 0xDC80 && c <= 0xDCFF) sb_putc(&b, (int)(c - 0xDC00));
        else if (c >= 0xD800 && c <= 0xDFFF) sb_putc(&b, '?');
        else sb_put(&b, q, (size_t)(p - q));
    }
    return (text){ b.data, (N)b.len };
}
static pg_str *from_host(const uint8_t *p, N n) { return pg_str_decode(p, n, true); }

/* The id of the request that is being served, as base/request_id.py accepts it. A plugin that may log after the headers of
 * the request went on has kept it; else the host is asked, which has forgotten it by then, until the log phase. */
static struct { uint8_t data[64]; N n; } log_request;
static bool is_id(const uint8_t *p, N n) {
    if (n > sizeof log_request.data) return false;
    for (N i = 0; i < n; i++) {
        uint8_t c = p[i];
        bool word = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' || c == '.' || c == '_';
        if (!word) return false;
    }
    return true;
}
void pg_abi_set_log_request(pg_str *request) {
    log_request.n = is_id(request->data, request->nbytes) ? request->nbytes : 0;
    memcpy(log_request.data, request->data, log_request.n);
}
static text request_id(void) {
    if (log_request.n) return (text){ log_request.data, log_request.n };
    uint8_t *p = NULL;
    N n = 0;
    if (host_get_property("request\0id", 10, &p, &n) != 0 || !is_id(p, n)) return (text){ NULL, 0 };
    return (text){ p, n };
}
void pg_abi_log(int64_t level, pg_str *message) {
    text t = raw(message), id = request_id();
    if (id.n) {
        pg_sb b;
        sb_init(&b);
        sb_put(&b, "[request-id ", 12);
        sb_put(&b, id.p, id.n);
        sb_put(&b, "] ", 2);
        sb_put(&b, t.p, t.n);
        t = (text){ b.data, (N)b.len };
    }
    host_log((int32_t)level, t.p, t.n);
}
int64_t pg_abi_get_log_level(void) { uint32_t v = 0; return host_get_log_level(&v) == 0 ? (int64_t)v : 2; }
int64_t pg_abi_now_ns(void) { uint64_t t = 0; host_get_current_time_nanoseconds(&t); return (int64_t)t; }
int64_t pg_abi_monotonic_ns(void) { uint64_t t = 0; wasi_clock_time_get(1, 1, &t); return (int64_t)t; }
pg_obj *pg_abi_get_env(pg_str *name) { return pg_environ_get(name); }
void pg_abi_set_tick_period(int64_t ms) { host_set_tick_period_milliseconds((uint32_t)ms); }

PG_INLINE N size_of(int64_t v) { return v < 0 ? 0 : v > 0x7FFFFFFF ? 0x7FFFFFFF : (N)v; }
pg_bytes *pg_abi_get_buffer(int64_t kind, int64_t start, int64_t size) {
    uint8_t *p = NULL;
    N n = 0;
    if (host_get_buffer_bytes((int32_t)kind, size_of(start), size_of(size), &p, &n) != 0) return &pg_bytes_empty;
    return pg_bytes_share(p, n);
}
int64_t pg_abi_get_buffer_size(int64_t kind) {
    N n = 0;
    uint32_t flags = 0;
    return host_get_buffer_status((int32_t)kind, &n, &flags) == 0 ? (int64_t)n : 0;
}
int64_t pg_abi_set_buffer(int64_t kind, int64_t start, int64_t size, pg_bytes *data) {
    return host_set_buffer_bytes((int32_t)kind, size_of(start), size_of(size), data->data, data->len);
}
pg_obj *pg_abi_get_header(int64_t kind, pg_str *name) {
    text k = raw(name);
    uint8_t *p = NULL;
    N n = 0;
    if (host_get_header_map_value((int32_t)kind, k.p, k.n, &p, &n) != 0) return pg_none;
    return PG_OBJ(from_host(p, n));
}
pg_list *pg_abi_get_headers(int64_t kind) {
    uint8_t *p = NULL;
    N n = 0;
    pg_list *l = pg_list_new(PG_PAIRS, 0);
    if (host_get_header_map_pairs((int32_t)kind, &p, &n) != 0 || n < 4) return l;
    uint32_t count;
    memcpy(&count, p, 4);
    if ((uint64_t)count * 8 + 4 > n) return l;
    const uint8_t *at = p + 4 + (size_t)count * 8, *end = p + n;
    l = pg_list_new(PG_PAIRS, count);
    if (PG_FAILED) return l;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t len[2];
        memcpy(len, p + 4 + (size_t)i * 8, 8);
        if ((uint64_t)len[0] + len[1] + 2 > (uint64_t)(end - at)) break;
        pg_tuple *t = pg_tuple_new(2, 0);
        t->items[0].i = PG_W_P(from_host(at, len[0]));
        at += len[0] + 1;
        t->items[1].i = PG_W_P(from_host(at, len[1]));
        at += len[1] + 1;
        l->items[l->len++].i = PG_W_P(t);
    }
    return l;
}
/* Header pairs in the wire form. */
static text pack(pg_list *pairs) {
    if (pairs->len == 0) return (text){ NULL, 0 };
    pg_sb b;
    sb_init(&b);
    uint32_t n = pairs->len;
    sb_put(&b, &n, 4);
    sb_room(&b, (size_t)n * 8);
    if (b.failed) return (text){ NULL, 0 };
    b.len += (size_t)n * 8;
    for (uint32_t i = 0; i < n && !b.failed; i++) {
        pg_tuple *t = pairs->items[i].p;
        text k = raw(t->items[0].p), v = raw(t->items[1].p);
        memcpy(b.data + 4 + (size_t)i * 8, &k.n, 4);
        memcpy(b.data + 8 + (size_t)i * 8, &v.n, 4);
        sb_put(&b, k.p, k.n);
        sb_putc(&b, 0);
        sb_put(&b, v.p, v.n);
        sb_putc(&b, 0);
    }
    return b.failed ? (text){ NULL, 0 } : (text){ b.data, (N)b.len };
}
int64_t pg_abi_set_headers(int64_t kind, pg_list *pairs) { text t = pack(pairs); return host_set_header_map_pairs((int32_t)kind, t.p, t.n); }
int64_t pg_abi_set_header(int64_t kind, pg_str *name, pg_str *value) {
    text k = raw(name), v = raw(value);
    return host_replace_header_map_value((int32_t)kind, k.p, k.n, v.p, v.n);
}
int64_t pg_abi_add_header(int64_t kind, pg_str *name, pg_str *value) {
    text k = raw(name), v = raw(value);
    return host_add_header_map_value((int32_t)kind, k.p, k.n, v.p, v.n);
}
int64_t pg_abi_remove_header(int64_t kind, pg_str *name) { text k = raw(name); return host_remove_header_map_value((int32_t)kind, k.p, k.n); }
int64_t pg_abi_continue_stream(int64_t kind) { return host_continue_stream((int32_t)kind); }
int64_t pg_abi_close_stream(int64_t kind) { return host_close_stream((int32_t)kind); }
int64_t pg_abi_send_local_response(int64_t code, pg_str *details, pg_bytes *body, pg_list *headers, int64_t grpc) {
    text d = raw(details), h = pack(headers);
    return host_send_local_response((int32_t)code, d.p, d.n, body->data, body->len, h.p, h.n, (int32_t)grpc);
}
static pg_tuple *int_and(int64_t i, void *o) {
    pg_tuple *t = pg_tuple_new(2, PG_I64);
    t->items[0].i = i;
    t->items[1].i = PG_W_P(o);
    return t;
}
pg_tuple *pg_abi_get_status(void) {
    int32_t code = 0;
    uint8_t *p = NULL;
    N n = 0;
    host_get_status(&code, &p, &n);
    return int_and(code, from_host(p, n));
}
PG_INLINE int64_t id_or_status(int32_t status, uint32_t id) { return status == 0 ? (int64_t)id : -(int64_t)status; }
int64_t pg_abi_http_call(pg_str *upstream, pg_list *headers, pg_bytes *body, pg_list *trailers, int64_t ms) {
    text u = raw(upstream), h = pack(headers), t = pack(trailers);
    uint32_t id = 0;
    int32_t s = host_http_call(u.p, u.n, h.p, h.n, body->data, body->len, t.p, t.n, size_of(ms), &id);
    return id_or_status(s, id);
}
int64_t pg_abi_grpc_call(pg_bytes *upstream, pg_str *service, pg_str *method, pg_list *metadata, pg_bytes *message, int64_t ms) {
    text s = raw(service), m = raw(method), i = pack(metadata);
    uint32_t id = 0;
    int32_t r = host_grpc_call(upstream->data, upstream->len, s.p, s.n, m.p, m.n, i.p, i.n, message->data, message->len, size_of(ms), &id);
    return id_or_status(r, id);
}
int64_t pg_abi_grpc_stream(pg_bytes *upstream, pg_str *service, pg_str *method, pg_list *metadata) {
    text s = raw(service), m = raw(method), i = pack(metadata);
    uint32_t id = 0;
    int32_t r = host_grpc_stream(upstream->data, upstream->len, s.p, s.n, m.p, m.n, i.p, i.n, &id);
    return id_or_status(r, id);
}
int64_t pg_abi_grpc_send(int64_t call, pg_bytes *message, bool end) { return host_grpc_send((uint32_t)call, message->data, message->len, end); }
int64_t pg_abi_grpc_cancel(int64_t call) { return host_grpc_cancel((uint32_t)call); }
int64_t pg_abi_grpc_close(int64_t call) { return host_grpc_close((uint32_t)call); }
pg_obj *pg_abi_get_shared_data(pg_str *key) {
    text k = raw(key);
    uint8_t *p = NULL;
    N n = 0;
    uint32_t cas = 0;
    if (host_get_shared_data(k.p, k.n, &p, &n, &cas) != 0) return pg_none;
    pg_tuple *t = pg_tuple_new(2, PG_I64 << 2);
    t->items[0].i = PG_W_P(pg_bytes_share(p, n));
    t->items[1].i = cas;
    return PG_OBJ(t);
}
int64_t pg_abi_set_shared_data(pg_str *key, pg_bytes *value, int64_t cas) {
    text k = raw(key);
    return host_set_shared_data(k.p, k.n, value->data, value->len, (uint32_t)cas);
}
int64_t pg_abi_register_shared_queue(pg_str *name) {
    text t = raw(name);
    uint32_t id = 0;
    int32_t s = host_register_shared_queue(t.p, t.n, &id);
    return id_or_status(s, id);
}
int64_t pg_abi_resolve_shared_queue(pg_str *vm, pg_str *name) {
    text v = raw(vm), t = raw(name);
    uint32_t id = 0;
    int32_t s = host_resolve_shared_queue(v.p, v.n, t.p, t.n, &id);
    return id_or_status(s, id);
}
int64_t pg_abi_enqueue_shared_queue(int64_t queue, pg_bytes *v) { return host_enqueue_shared_queue((uint32_t)queue, v->data, v->len); }
pg_obj *pg_abi_dequeue_shared_queue(int64_t queue) {
    uint8_t *p = NULL;
    N n = 0;
    return host_dequeue_shared_queue((uint32_t)queue, &p, &n) == 0 ? PG_OBJ(pg_bytes_share(p, n)) : pg_none;
}
int64_t pg_abi_define_metric(int64_t kind, pg_str *name) {
    text t = raw(name);
    uint32_t id = 0;
    int32_t s = host_define_metric((int32_t)kind, t.p, t.n, &id);
    return id_or_status(s, id);
}
int64_t pg_abi_record_metric(int64_t metric, int64_t v) { return host_record_metric((uint32_t)metric, (uint64_t)v); }
int64_t pg_abi_increment_metric(int64_t metric, int64_t v) { return host_increment_metric((uint32_t)metric, v); }
int64_t pg_abi_get_metric(int64_t metric) { uint64_t v = 0; return host_get_metric((uint32_t)metric, &v) == 0 ? (int64_t)v : 0; }
pg_obj *pg_abi_get_property(pg_str *path) {
    text t = raw(path);
    uint8_t *p = NULL;
    N n = 0;
    return host_get_property(t.p, t.n, &p, &n) == 0 ? PG_OBJ(pg_bytes_share(p, n)) : pg_none;
}
int64_t pg_abi_set_property(pg_str *path, pg_bytes *v) { text t = raw(path); return host_set_property(t.p, t.n, v->data, v->len); }
pg_tuple *pg_abi_call_foreign_function(pg_str *name, pg_bytes *argument) {
    text t = raw(name);
    uint8_t *p = NULL;
    N n = 0;
    int32_t s = host_call_foreign_function(t.p, t.n, argument->data, argument->len, &p, &n);
    return int_and(s, pg_bytes_share(p, n));
}
int64_t pg_abi_set_effective_context(int64_t context) { return host_set_effective_context((uint32_t)context); }
int64_t pg_abi_done(void) { return host_done(); }

/* Plugins have no frames of the SDK itself (emit/functions.py), as the host for CPython leaves them out. */
pg_str *pg_abi_format_exception(pg_exception *e) { return pg_exc_format(e); }
