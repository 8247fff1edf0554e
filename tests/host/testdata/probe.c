// A module that does on request what the header `x-do` says: shows that the wasm host marshals every call.
typedef unsigned int u32;
typedef unsigned long long u64;
#define IMPORT(name) __attribute__((import_module("env"), import_name(#name))) u32 name
#define EXPORT(name) __attribute__((export_name(#name)))
IMPORT(proxy_log)(u32, const void *, u32);
IMPORT(proxy_get_header_map_value)(u32, const void *, u32, char **, u32 *);
IMPORT(proxy_get_header_map_pairs)(u32, char **, u32 *);
IMPORT(proxy_set_header_map_pairs)(u32, const void *, u32);
IMPORT(proxy_add_header_map_value)(u32, const void *, u32, const void *, u32);
IMPORT(proxy_replace_header_map_value)(u32, const void *, u32, const void *, u32);
IMPORT(proxy_remove_header_map_value)(u32, const void *, u32);
IMPORT(proxy_get_buffer_bytes)(u32, u32, u32, char **, u32 *);
IMPORT(proxy_set_buffer_bytes)(u32, u32, u32, const void *, u32);
IMPORT(proxy_send_local_response)(u32, const void *, u32, const void *, u32, const void *, u32, u32);
IMPORT(proxy_http_call)(const void *, u32, const void *, u32, const void *, u32, const void *, u32, u32, u32 *);
IMPORT(proxy_continue_stream)(u32);
IMPORT(proxy_set_effective_context)(u32);
IMPORT(proxy_get_shared_data)(const void *, u32, char **, u32 *, u32 *);
IMPORT(proxy_set_shared_data)(const void *, u32, const void *, u32, u32);
IMPORT(proxy_define_metric)(u32, const void *, u32, u32 *);
IMPORT(proxy_increment_metric)(u32, long long);
IMPORT(proxy_get_property)(const void *, u32, char **, u32 *);
IMPORT(proxy_set_tick_period_milliseconds)(u32);

static char heap[1 << 20];
static u32 used;
static u32 length(const char *s) { u32 n = 0; while (s[n]) n++; return n; }
static int same(const char *a, u32 n, const char *b) {
  if (n != length(b)) return 0;
  for (u32 i = 0; i < n; i++) if (a[i] != b[i]) return 0;
  return 1;
}
#define S(text) text, length(text)

EXPORT(proxy_abi_version_0_2_1) void marker(void) {}
EXPORT(malloc) void *allocate(u32 size) { void *p = heap + used; used += (size + 7) & ~7u; return p; }

static char *operation; static u32 operation_size;
static u32 waiting;

EXPORT(proxy_on_context_create) void context_create(u32 id, u32 parent) { if (!parent) used = 0; }
EXPORT(proxy_on_configure) u32 configure(u32 id, u32 size) {
  char *text; u32 n;
  if (proxy_get_buffer_bytes(7, 0, size, &text, &n)) return 1;
  if (same(text, n, "\"no\"")) { proxy_log(4, S("told no")); return 0; }
  if (same(text, n, "\"tick\"")) proxy_set_tick_period_milliseconds(1000);
  return 1;
}
EXPORT(proxy_on_tick) void tick(u32 id) { proxy_log(2, S("tick")); }

EXPORT(proxy_on_request_headers) u32 request_headers(u32 id, u32 count, u32 end) {
  if (proxy_get_header_map_value(0, S("x-do"), &operation, &operation_size)) { operation_size = 0; return 0; }
#define DO(name) if (same(operation, operation_size, name))
  DO("reply") {
    static const char pairs[] = "\1\0\0\0\3\0\0\0\5\0\0\0x-a\0b \xff" "cd\0";
    proxy_send_local_response(418, S("why"), S("teapot"), pairs, sizeof pairs - 1, (u32)-1);
  }
  DO("pairs") {
    char *pairs; u32 n;
    proxy_get_header_map_pairs(0, &pairs, &n);
    proxy_add_header_map_value(0, S("x-added"), S("1"));
    proxy_add_header_map_value(0, S("X-Added"), S("2"));
    proxy_replace_header_map_value(0, S(":path"), S("/new"));
    proxy_remove_header_map_value(0, S("x-do"));
    char digit = '0' + *(u32 *)pairs;
    proxy_replace_header_map_value(0, S("x-count"), &digit, 1);
  }
  DO("body") return 1;
  DO("tail") return 1;
  DO("pass") return 0;
  DO("stopall") { waiting = id; return 4; }
  DO("call") {
    static const char pairs[] = "\3\0\0\0\5\0\0\0\1\0\0\0\7\0\0\0\3\0\0\0\12\0\0\0\1\0\0\0:path\0/\0:method\0GET\0:authority\0a\0";
    u32 token;
    if (proxy_http_call(S("auth"), pairs, sizeof pairs - 1, "", 0, "", 0, 500, &token)) {
      proxy_send_local_response(502, "", 0, S("no such cluster"), "", 0, (u32)-1);
      return 1;
    }
    waiting = id;
    return 4;
  }
  DO("shared") {
    char *value; u32 n, cas = 0; char next = '1';
    if (!proxy_get_shared_data(S("k"), &value, &n, &cas)) next = value[0] + 1;
    if (proxy_set_shared_data(S("k"), &next, 1, cas)) proxy_log(4, S("set failed"));
    if (proxy_set_shared_data(S("k"), &next, 1, cas + 77) != 8) proxy_log(4, S("cas not checked"));
    proxy_replace_header_map_value(0, S("x-shared"), &next, 1);
  }
  DO("metric") {
    u32 metric;
    proxy_define_metric(0, S("hits"), &metric);
    proxy_increment_metric(metric, 2);
    if (proxy_increment_metric(metric, -1) != 2) proxy_log(4, S("counter went down"));
  }
  DO("property") {
    char *value; u32 n;
    if (proxy_get_property("source\0address", 14, &value, &n)) return 0;
    proxy_replace_header_map_value(0, S("x-source"), value, n);
    if (proxy_get_property("no\0such", 7, &value, &n) != 1) proxy_log(4, S("found what is not there"));
  }
  DO("pointer") {
    char digit = '0' + proxy_log(2, (void *)0xfffffff0u, 64);
    proxy_replace_header_map_value(0, S("x-status"), &digit, 1);
  }
  DO("trap") __builtin_trap();
  return 0;
}
EXPORT(proxy_on_request_body) u32 request_body(u32 id, u32 size, u32 end) {
  char *body; u32 n;
  DO("body") {
    if (!end) return 1;
    proxy_get_buffer_bytes(0, 0, size, &body, &n);
    char digits[2] = {'0' + n / 10, '0' + n % 10};
    proxy_replace_header_map_value(0, S("x-size"), digits, 2);
    proxy_set_buffer_bytes(0, 0, size, S("changed"));
  }
  DO("tail") {
    if (proxy_set_buffer_bytes(0, 1, 1, S("!")) != 2 && size > 1) proxy_log(4, S("middle changed"));
    if (end) proxy_set_buffer_bytes(0, size, 0, S("."));
    proxy_set_buffer_bytes(0, 0, 0, S("<"));
  }
  return 0;
}
EXPORT(proxy_on_request_trailers) u32 request_trailers(u32 id, u32 count) {
  proxy_add_header_map_value(1, S("x-seen"), S("yes"));
  return 0;
}
EXPORT(proxy_on_http_call_response) void called(u32 id, u32 token, u32 headers, u32 size, u32 trailers) {
  char *value = ""; u32 n = 0;
  if (headers) proxy_get_header_map_value(6, S(":status"), &value, &n);
  char *body; u32 body_size = 0;
  proxy_get_buffer_bytes(4, 0, size, &body, &body_size);
  proxy_set_effective_context(waiting);
  proxy_replace_header_map_value(0, S("x-call-status"), value, n);
  proxy_replace_header_map_value(0, S("x-call-body"), body, body_size);
  proxy_continue_stream(0);
}
EXPORT(proxy_on_response_headers) u32 response_headers(u32 id, u32 count, u32 end) {
  if (operation_size) proxy_replace_header_map_value(2, S("x-done"), operation, operation_size);
  return 0;
}
EXPORT(proxy_on_log) void on_log(u32 id) {
  char *value; u32 n;
  if (!proxy_get_header_map_value(0, S(":path"), &value, &n)) proxy_log(0, value, n);
}
EXPORT(proxy_on_delete) void on_delete(u32 id) { used = 0; }
