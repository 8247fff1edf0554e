/* str: making, comparing, indexing, slicing. */
#include "pg_internal.h"

static pg_str *repr_hook(pg_obj *o) { return pg_str_repr((pg_str *)o); }
static pg_str *str_hook(pg_obj *o) {
    if (PG_IS(o, str)) return (pg_str *)o;
    pg_str *s = (pg_str *)o;
    return pg_str_make(s->data, s->nbytes, s->nchars);
}
static int64_t hash_hook(pg_obj *o) { return pg_str_hash((pg_str *)o); }
static int eq_hook(pg_obj *a, pg_obj *b) {
    return pg_isinstance(b, &pg_type_str) ? pg_str_eq((pg_str *)a, (pg_str *)b) : PG_NOTIMPL;
}
static int64_t len_hook(pg_obj *o) { return ((pg_str *)o)->nchars; }
pg_str *pg_str_format(pg_str *s, pg_str *spec);
static pg_str *format_hook(pg_obj *o, pg_str *spec) { return pg_str_format ? pg_str_format((pg_str *)o, spec) : (pg_str *)o; }
const pg_hooks pg_str_hooks = { .repr = repr_hook, .str = str_hook, .format = format_hook, .hash = hash_hook, .eq = eq_hook,
    .compare = pg_dyn_str_compare, .len = len_hook, .getitem = pg_dyn_str_getitem, .contains = pg_dyn_str_contains, .iter = pg_dyn_str_iter,
    .binary = pg_dyn_str_binary };
PG_DEF_TYPE(str, PG_ID_STR, pg_str, PG_L_STR, 0, &pg_str_hooks);


pg_str pg_str_empty = PG_STR_INIT(0, 0, "");

pg_str *pg_str_make(const uint8_t *data, size_t nbytes, size_t nchars) {
    if (nbytes == 0) return &pg_str_empty;
    pg_str *s = pg_alloc(sizeof(pg_str));
    s->h.type = &pg_type_str;
    s->h.bits = 0;
    s->nbytes = (uint32_t)nbytes;
    s->nchars = (uint32_t)nchars;
    s->hash = 0;
    s->data = data;
    s->index = NULL;
    return s;
}
pg_str *pg_str_share(const uint8_t *data, size_t n) { return pg_str_make(data, n, utf8_count(data, n)); }
pg_str *pg_str_lit(const char *t) { size_t n = pg_cstrlen(t); return pg_str_make((const uint8_t *)t, n, n); }
pg_str *pg_str_new(const void *utf8, size_t n) {
    if (n == 0) return &pg_str_empty;
    uint8_t *p = pg_text_alloc(n);
    if (!p) return NULL;
    memcpy(p, utf8, n);
    return pg_str_make(p, n, utf8_count(p, n));
}
pg_str *pg_str_c(const char *text) { return pg_str_new(text, pg_cstrlen(text)); }
pg_str *pg_str_decode(const uint8_t *data, size_t n, bool share) {
    size_t good = utf8_check(data, n);
    if (good == n) return share ? pg_str_share(data, n) : pg_str_new(data, n);
    pg_sb b;
    sb_init(&b);
    const uint8_t *p = data, *end = data + n;
    while (p < end) {
        unsigned k = utf8_valid(p, end);
        if (k) { sb_put(&b, p, k); p += k; }
        else sb_code(&b, 0xDC00u + *p++);
    }
    return sb_finish(&b);
}

/* ---- one character */

static pg_str ascii_chars[128];
static uint8_t ascii_bytes[128];
pg_str *pg_str_char(uint32_t c) {
    if (c < 128) {
        pg_str *s = &ascii_chars[c];
        if (!s->h.type) {
            ascii_bytes[c] = (uint8_t)c;
            s->h.bits = PG_STATIC;
            s->nbytes = s->nchars = 1;
            s->data = &ascii_bytes[c];
            s->h.type = &pg_type_str;
        }
        return s;
    }
    uint8_t u[4];
    unsigned n = utf8_encode(u, c);
    uint8_t *p = pg_text_alloc(n);
    if (!p) return &pg_str_empty;
    memcpy(p, u, n);
    return pg_str_make(p, n, 1);
}
pg_str *pg_str_chr(int64_t c) {
    if (c < 0 || c > 0x10FFFF) return pg_raise(&pg_type_ValueError, "chr() arg not in range(0x110000)");
    return pg_str_char((uint32_t)c);
}
int64_t pg_str_ord(pg_str *s) {
    if (s->nchars != 1) { pg_raise(&pg_type_TypeError, "ord() expected a character, but string of length %l found", (int64_t)s->nchars); return 0; }
    const uint8_t *p = s->data;
    return utf8_decode(&p);
}

/* ---- positions */

#define MAX_STATIC_INDEX 16
static pg_str *static_indexed[MAX_STATIC_INDEX];
static uint32_t n_static_indexed;
void pg_forget_static_indexes(void) {
    for (uint32_t i = 0; i < n_static_indexed; i++) static_indexed[i]->index = NULL;
    n_static_indexed = 0;
}
uint32_t pg_str_offset(pg_str *s, uint32_t i) {
    if (s->nbytes == s->nchars) return i;
    if (i >= s->nchars) return s->nbytes;
    const uint8_t *p = s->data;
    uint32_t k = 0;
    if (i >= 64) {
        if (!s->index && (!(s->h.bits & PG_STATIC) || n_static_indexed < MAX_STATIC_INDEX)) {
            uint32_t *index = pg_data_alloc(((size_t)s->nchars / 64 + 1) * sizeof(uint32_t));
            if (index) {
                const uint8_t *q = s->data;
                for (uint32_t c = 0; c < s->nchars; c++) {
                    if (c % 64 == 0) index[c / 64] = (uint32_t)(q - s->data);
                    q += *q < 0x80 ? 1 : *q < 0xE0 ? 2 : *q < 0xF0 ? 3 : 4;
                }
                s->index = index;
                if (s->h.bits & PG_STATIC) static_indexed[n_static_indexed++] = s;
            }
        }
        if (s->index) { p += s->index[i / 64]; k = i & ~63u; }
    }
    for (; k < i; k++) p += *p < 0x80 ? 1 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : 4;
    return (uint32_t)(p - s->data);
}
pg_str *pg_str_sub(pg_str *s, size_t from, size_t to) {
    if (from >= to) return &pg_str_empty;
    if (from == 0 && to == s->nbytes && PG_IS(s, str)) return s;
    const uint8_t *p = s->data + from;
    size_t n = to - from;
    if (n == 1 && *p < 0x80) return pg_str_char(*p);
    return pg_str_make(p, n, s->nbytes == s->nchars ? n : utf8_count(p, n));
}
pg_str *pg_str_getitem(pg_str *s, int64_t i) {
    if (i < 0) i += s->nchars;
    if (PG_UNLIKELY((uint64_t)i >= s->nchars)) return pg_raise_index("string");
    if (PG_LIKELY(s->nbytes == s->nchars)) return pg_str_char(s->data[i]);
    uint32_t off = pg_str_offset(s, (uint32_t)i);
    const uint8_t *p = s->data + off;
    utf8_decode(&p);
    return pg_str_sub(s, off, (size_t)(p - s->data));
}
int32_t pg_str_code_at(pg_str *s, int64_t i) {
    if (i < 0) i += s->nchars;
    if (PG_UNLIKELY((uint64_t)i >= s->nchars)) { pg_raise_index("string"); return 0; }
    const uint8_t *p = s->data + pg_str_offset(s, (uint32_t)i);
    return (int32_t)utf8_decode(&p);
}
pg_str *pg_str_next(pg_str *s, uint32_t *pos) {
    if (*pos >= s->nbytes) return NULL;
    const uint8_t *p = s->data + *pos;
    if (*p < 0x80) { ++*pos; return pg_str_char(*p); }
    const uint8_t *q = p;
    utf8_decode(&q);
    *pos = (uint32_t)(q - s->data);
    return pg_str_make(p, (size_t)(q - p), 1);
}
int32_t pg_str_next_code(const pg_str *s, uint32_t *pos) {
    if (*pos >= s->nbytes) return -1;
    const uint8_t *p = s->data + *pos;
    uint32_t c = utf8_decode(&p);
    *pos = (uint32_t)(p - s->data);
    return (int32_t)c;
}
pg_str *pg_str_slice(pg_str *s, int64_t start, int64_t stop) {
    int64_t n = s->nchars;
    if (start == PG_NO_INDEX) start = 0;
    else if (start < 0) { start += n; if (start < 0) start = 0; }
    if (stop == PG_NO_INDEX) stop = n;
    else if (stop < 0) stop += n;
    if (stop > n) stop = n;
    if (start >= stop) return &pg_str_empty;
    uint32_t a = pg_str_offset(s, (uint32_t)start);
    return pg_str_sub(s, a, stop == n ? s->nbytes : pg_str_offset(s, (uint32_t)stop));
}
pg_str *pg_str_slice_step(pg_str *s, int64_t start, int64_t stop, int64_t step) {
    if (step == 1) return pg_str_slice(s, start, stop);
    int64_t n = pg_slice_adjust(s->nchars, &start, &stop, step);
    if (n <= 0) return &pg_str_empty;
    pg_sb b;
    sb_init(&b);
    sb_room(&b, (size_t)n);
    for (int64_t i = start; n > 0; n--, i += step) {
        if (s->nbytes == s->nchars) { sb_putc(&b, s->data[i]); continue; }
        const uint8_t *p = s->data + pg_str_offset(s, (uint32_t)i), *q = p;
        utf8_decode(&q);
        sb_put(&b, p, (size_t)(q - p));
    }
    return sb_finish(&b);
}
int64_t pg_slice_adjust(int64_t len, int64_t *start, int64_t *stop, int64_t step) {
    if (step == 0) { pg_raise(&pg_type_ValueError, "slice step cannot be zero"); return 0; }
    int64_t a = *start, b = *stop;
    if (a == PG_NO_INDEX) a = step < 0 ? len - 1 : 0;
    else if (a < 0) { a += len; if (a < 0) a = step < 0 ? -1 : 0; }
    else if (a >= len) a = step < 0 ? len - 1 : len;
    if (b == PG_NO_INDEX) b = step < 0 ? -1 : len;
    else if (b < 0) { b += len; if (b < 0) b = step < 0 ? -1 : 0; }
    else if (b >= len) b = step < 0 ? len - 1 : len;
    *start = a;
    *stop = b;
    if (step < 0) return b < a ? (int64_t)(((uint64_t)a - (uint64_t)b - 1) / (0 - (uint64_t)step)) + 1 : 0;
    return a < b ? (b - a - 1) / step + 1 : 0;
}

/* ---- comparing */

int64_t pg_str_hash(pg_str *s) {
    if (s->hash == 0) s->hash = pg_hash_bytes(s->data, s->nbytes) | 1;
    return (int64_t)s->hash;
}
