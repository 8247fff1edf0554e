/* bytes: making, searching, splitting. */
#include "pg_internal.h"

static pg_str *repr_hook(pg_obj *o) { return pg_bytes_repr((pg_bytes *)o); }
static int64_t hash_hook(pg_obj *o) { return pg_bytes_hash((pg_bytes *)o); }
bool pg_bytes_contents(pg_obj *o, pg_bytes *out) {
    if (pg_isinstance(o, &pg_type_bytes)) { *out = *(pg_bytes *)o; return true; }
    if (o->type->id == PG_ID_BYTEARRAY) {
        pg_bytearray *a = (pg_bytearray *)o;
        out->len = a->len;
        out->data = a->data;
        return true;
    }
    return false;
}
static int eq_hook(pg_obj *a, pg_obj *b) {
    pg_bytes y;
    return pg_bytes_contents(b, &y) ? pg_bytes_eq((pg_bytes *)a, &y) : PG_NOTIMPL;
}
static int64_t len_hook(pg_obj *o) { return ((pg_bytes *)o)->len; }
const pg_hooks pg_bytes_hooks = { .repr = repr_hook, .hash = hash_hook, .eq = eq_hook, .compare = pg_dyn_bytes_compare, .len = len_hook,
    .getitem = pg_dyn_bytes_getitem, .contains = pg_dyn_bytes_contains, .iter = pg_dyn_bytes_iter, .binary = pg_dyn_bytes_binary };
PG_DEF_TYPE(bytes, PG_ID_BYTES, pg_bytes, PG_L_BYTES, 0, &pg_bytes_hooks);

pg_bytes pg_bytes_empty = PG_BYTES_INIT(0, "");
pg_bytes *pg_bytes_share(const uint8_t *data, size_t n) {
    if (n == 0) return &pg_bytes_empty;
    if (n > 0x7FFFFFFF) { pg_memory_error(); return NULL; }
    pg_bytes *b = pg_alloc(sizeof(pg_bytes));
    b->h.type = &pg_type_bytes;
    b->h.bits = 0;
    b->len = (uint32_t)n;
    b->hash = 0;
    b->data = data;
    return b;
}
pg_bytes *pg_bytes_new(const void *data, size_t n) {
    if (n == 0) return &pg_bytes_empty;
    uint8_t *p = pg_text_alloc(n);
    if (!p) return NULL;
    if (data) memcpy(p, data, n);
    return pg_bytes_share(p, n);
}
pg_bytes *pg_bytes_zero(int64_t n) {
    if (n < 0) return pg_raise(&pg_type_ValueError, "negative count");
    if (n > 0x7FFFFFFF) { pg_memory_error(); return NULL; }
    pg_bytes *b = pg_bytes_new(NULL, (size_t)n);
    if (b && n) memset((uint8_t *)b->data, 0, (size_t)n);
    return b;
}
pg_bytes *pg_bytes_from_list(pg_list *l) {
    pg_bytes *b = pg_bytes_new(NULL, l->len);
    if (!b) return NULL;
    for (uint32_t i = 0; i < l->len; i++) {
        int64_t v = PG_REP(l->kind) == PG_REF ? pg_unbox_int(l->items[i].p) : l->items[i].i;
        if (PG_FAILED) return NULL;
        if ((uint64_t)v > 255) return pg_raise(&pg_type_ValueError, "bytes must be in range(0, 256)");
        ((uint8_t *)b->data)[i] = (uint8_t)v;
    }
    return b;
}
pg_bytes *pg_bytes_from_obj(pg_obj *o) {
    pg_bytes y;
    if (PG_IS(o, bytes)) return (pg_bytes *)o;
    if (pg_bytes_contents(o, &y)) return pg_bytes_new(y.data, y.len);
    if (pg_isinstance(o, &pg_type_int)) return pg_bytes_zero(((pg_int *)o)->v);
    if (pg_isinstance(o, &pg_type_str)) return pg_raise(&pg_type_TypeError, "string argument without an encoding");
    if (!o->type->hooks->iter) return pg_raise(&pg_type_TypeError, "cannot convert '%T' object to bytes", o);
    pg_list *l = pg_list_from_obj(o, PG_REF);
    return l ? pg_bytes_from_list(l) : NULL;
}
bool pg_bytes_eq(const pg_bytes *a, const pg_bytes *b) { return a->len == b->len && memcmp(a->data, b->data, a->len) == 0; }
int pg_bytes_cmp(const pg_bytes *a, const pg_bytes *b) {
    uint32_t n = a->len < b->len ? a->len : b->len;
    int c = memcmp(a->data, b->data, n);
    return c ? c : a->len < b->len ? -1 : a->len > b->len;
}
int64_t pg_bytes_hash(pg_bytes *b) {
    if (b->hash == 0) b->hash = pg_hash_bytes(b->data, b->len) | 1;
    return (int64_t)b->hash;
}
static pg_bytes *sub(pg_bytes *b, size_t from, size_t to) {
    if (from >= to) return &pg_bytes_empty;
    if (from == 0 && to == b->len && PG_IS(b, bytes)) return b;
    return pg_bytes_share(b->data + from, to - from);
}
pg_bytes *pg_bytes_slice(pg_bytes *b, int64_t start, int64_t stop) {
    int64_t n = b->len;
    if (start == PG_NO_INDEX) start = 0;
    else if (start < 0) { start += n; if (start < 0) start = 0; }
    if (stop == PG_NO_INDEX || stop > n) stop = n;
    else if (stop < 0) { stop += n; if (stop < 0) stop = 0; }
    return start < stop ? sub(b, (size_t)start, (size_t)stop) : &pg_bytes_empty;
}
pg_bytes *pg_bytes_slice_step(pg_bytes *b, int64_t start, int64_t stop, int64_t step) {
    if (step == 1) return pg_bytes_slice(b, start, stop);
    int64_t n = pg_slice_adjust(b->len, &start, &stop, step);
    if (PG_FAILED) return NULL;
    pg_bytes *r = pg_bytes_new(NULL, (size_t)n);
    if (r) for (int64_t i = 0; i < n; i++) ((uint8_t *)r->data)[i] = b->data[start + i * step];
    return r;
}
pg_bytes *pg_bytes_concat(pg_bytes *a, pg_bytes *b) {
    if (a->len == 0 && PG_IS(b, bytes)) return b;
    if (b->len == 0 && PG_IS(a, bytes)) return a;
    size_t n = (size_t)a->len + b->len;
    if (a->len && pg_data_extend(a->data + a->len, b->len)) {
        memcpy((uint8_t *)a->data + a->len, b->data, b->len);
        return pg_bytes_share(a->data, n);
    }
    uint8_t *p = a->len >= 48 && !(a->h.bits & PG_STATIC) ? pg_text_alloc_growing(n) : pg_text_alloc(n);
    if (!p) return NULL;
    memcpy(p, a->data, a->len);
    memcpy(p + a->len, b->data, b->len);
    return pg_bytes_share(p, n);
}
pg_bytes *pg_bytes_repeat(pg_bytes *b, int64_t n) {
    pg_sb s;
    sb_init(&s);
    sb_fill(&s, b->data, b->len, n);
    return sb_finish_bytes(&s);
}
bool pg_bytes_contains(pg_bytes *b, pg_bytes *x) { return pg_find_bytes(b->data, b->len, x->data, x->len) >= 0; }
bool pg_bytes_contains_int(pg_bytes *b, int64_t v) {
    if ((uint64_t)v > 255) { pg_raise(&pg_type_ValueError, "byte must be in range(0, 256)"); return false; }
    uint8_t c = (uint8_t)v;
    return pg_find_bytes(b->data, b->len, &c, 1) >= 0;
}
static bool clip(pg_bytes *b, int64_t *start, int64_t *end) {
    int64_t n = b->len;
    if (*end > n) *end = n;
    else if (*end < 0) { *end += n; if (*end < 0) *end = 0; }
    if (*start < 0) { *start += n; if (*start < 0) *start = 0; }
    return *start <= *end;
}
int64_t pg_bytes_find(pg_bytes *b, pg_bytes *x, int64_t start, int64_t end) {
    if (!clip(b, &start, &end)) return -1;
    int64_t r = pg_find_bytes(b->data + start, (size_t)(end - start), x->data, x->len);
    return r < 0 ? -1 : r + start;
}
int64_t pg_bytes_rfind(pg_bytes *b, pg_bytes *x, int64_t start, int64_t end) {
    if (!clip(b, &start, &end)) return -1;
    int64_t r = pg_rfind_bytes(b->data + start, (size_t)(end - start), x->data, x->len);
    return r < 0 ? -1 : r + start;
}
int64_t pg_bytes_index(pg_bytes *b, pg_bytes *x, int64_t start, int64_t end) {
    int64_t r = pg_bytes_find(b, x, start, end);
    if (r < 0) pg_raise(&pg_type_ValueError, "subsection not found");
    return r;
}
int64_t pg_bytes_rindex(pg_bytes *b, pg_bytes *x, int64_t start, int64_t end) {
    int64_t r = pg_bytes_rfind(b, x, start, end);
    if (r < 0) pg_raise(&pg_type_ValueError, "subsection not found");
    return r;
}
int64_t pg_bytes_count(pg_bytes *b, pg_bytes *x, int64_t start, int64_t end) {
    if (!clip(b, &start, &end)) return 0;
    if (x->len == 0) return end - start + 1;
    int64_t n = 0;
    for (;;) {
        int64_t r = pg_find_bytes(b->data + start, (size_t)(end - start), x->data, x->len);
        if (r < 0) return n;
        n++;
        start += r + x->len;
    }
}
bool pg_bytes_startswith(pg_bytes *b, pg_bytes *p, int64_t start, int64_t end) {
    return clip(b, &start, &end) && end - start >= p->len && memcmp(b->data + start, p->data, p->len) == 0;
}
bool pg_bytes_endswith(pg_bytes *b, pg_bytes *p, int64_t start, int64_t end) {
    return clip(b, &start, &end) && end - start >= p->len && memcmp(b->data + end - p->len, p->data, p->len) == 0;
}
static bool any_affix(pg_bytes *b, pg_tuple *t, int64_t start, int64_t end, bool (*test)(pg_bytes *, pg_bytes *, int64_t, int64_t)) {
    for (uint32_t i = 0; i < t->len; i++) {
        pg_obj *o = pg_tuple_get_boxed(t, i);
        pg_bytes y;
        if (!pg_bytes_contents(o, &y)) { pg_raise(&pg_type_TypeError, "a bytes-like object is required, not '%T'", o); return false; }
        if (test(b, &y, start, end)) return true;
    }
    return false;
}
bool pg_bytes_startswith_any(pg_bytes *b, pg_tuple *t, int64_t start, int64_t end) { return any_affix(b, t, start, end, pg_bytes_startswith); }
bool pg_bytes_endswith_any(pg_bytes *b, pg_tuple *t, int64_t start, int64_t end) { return any_affix(b, t, start, end, pg_bytes_endswith); }
pg_bytes *pg_bytes_removeprefix(pg_bytes *b, pg_bytes *p) { return sub(b, p->len && pg_bytes_startswith(b, p, 0, INT64_MAX) ? p->len : 0, b->len); }
pg_bytes *pg_bytes_removesuffix(pg_bytes *b, pg_bytes *p) { return sub(b, 0, p->len && pg_bytes_endswith(b, p, 0, INT64_MAX) ? b->len - p->len : b->len); }
PG_INLINE bool space(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }
static bool strips(uint8_t c, pg_bytes *chars) { return chars ? pg_find_bytes(chars->data, chars->len, &c, 1) >= 0 : space(c); }
static pg_bytes *strip(pg_bytes *b, pg_bytes *chars, bool left, bool right) {
    size_t i = 0, j = b->len;
    while (left && i < j && strips(b->data[i], chars)) i++;
    while (right && i < j && strips(b->data[j - 1], chars)) j--;
    return sub(b, i, j);
}
pg_bytes *pg_bytes_strip(pg_bytes *b, pg_bytes *c) { return strip(b, c, true, true); }
pg_bytes *pg_bytes_lstrip(pg_bytes *b, pg_bytes *c) { return strip(b, c, true, false); }
pg_bytes *pg_bytes_rstrip(pg_bytes *b, pg_bytes *c) { return strip(b, c, false, true); }
#define ADD(from, to) do { pg_list_append(l, PG_W_P(sub(b, from, to))); if (PG_FAILED) return l; } while (0)
pg_list *pg_bytes_split(pg_bytes *b, pg_bytes *sep, int64_t max) {
    pg_list *l = pg_list_new(PG_BYTESS, 0);
    if (max < 0) max = INT64_MAX;
    size_t i = 0, n = b->len;
    if (!sep) {
        for (;;) {
            while (i < n && space(b->data[i])) i++;
            if (i >= n) return l;
            if (max-- <= 0) {
                ADD(i, n);
                return l;
            }
            size_t j = i;
            while (j < n && !space(b->data[j])) j++;
            ADD(i, j);
            i = j;
        }
    }
    if (sep->len == 0) return pg_raise(&pg_type_ValueError, "empty separator");
    while (max-- > 0) {
        int64_t r = pg_find_bytes(b->data + i, n - i, sep->data, sep->len);
        if (r < 0) break;
        ADD(i, i + (size_t)r);
        i += (size_t)r + sep->len;
    }
    ADD(i, n);
    return l;
}
pg_list *pg_bytes_rsplit(pg_bytes *b, pg_bytes *sep, int64_t max) {
    pg_list *l = pg_list_new(PG_BYTESS, 0);
    if (max < 0) max = INT64_MAX;
    size_t n = b->len;
    if (!sep) {
        for (;;) {
            while (n && space(b->data[n - 1])) n--;
            if (n == 0) break;
            size_t j = n;
            if (max-- <= 0) {
                ADD(0, n);
                break;
            }
            while (j && !space(b->data[j - 1])) j--;
            ADD(j, n);
            n = j;
        }
    } else {
        if (sep->len == 0) return pg_raise(&pg_type_ValueError, "empty separator");
        while (max-- > 0) {
            int64_t r = pg_rfind_bytes(b->data, n, sep->data, sep->len);
            if (r < 0) break;
            ADD((size_t)r + sep->len, n);
            n = (size_t)r;
        }
        ADD(0, n);
    }
    pg_list_reverse(l);
    return l;
}
pg_list *pg_bytes_splitlines(pg_bytes *b, bool keepends) {
    pg_list *l = pg_list_new(PG_BYTESS, 0);
    size_t i = 0, n = b->len;
    while (i < n) {
        size_t j = i;
        while (j < n && b->data[j] != '\n' && b->data[j] != '\r') j++;
        size_t next = j < n ? j + (b->data[j] == '\r' && j + 1 < n && b->data[j + 1] == '\n' ? 2 : 1) : n;
        ADD(i, keepends ? next : j);
        i = next;
    }
    return l;
}
static pg_tuple *three(pg_bytes *a, pg_bytes *b, pg_bytes *c) {
    pg_tuple *t = pg_tuple_new(3, 0);
    t->items[0].i = PG_W_P(a);
    t->items[1].i = PG_W_P(b);
    t->items[2].i = PG_W_P(c);
    return t;
}
pg_tuple *pg_bytes_partition(pg_bytes *b, pg_bytes *sep) {
    if (sep->len == 0) return pg_raise(&pg_type_ValueError, "empty separator");
    int64_t r = pg_find_bytes(b->data, b->len, sep->data, sep->len);
    if (r < 0) return three(b, &pg_bytes_empty, &pg_bytes_empty);
    return three(sub(b, 0, (size_t)r), sep, sub(b, (size_t)r + sep->len, b->len));
}
pg_tuple *pg_bytes_rpartition(pg_bytes *b, pg_bytes *sep) {
    if (sep->len == 0) return pg_raise(&pg_type_ValueError, "empty separator");
    int64_t r = pg_rfind_bytes(b->data, b->len, sep->data, sep->len);
    if (r < 0) return three(&pg_bytes_empty, &pg_bytes_empty, b);
    return three(sub(b, 0, (size_t)r), sep, sub(b, (size_t)r + sep->len, b->len));
}
pg_bytes *pg_bytes_replace(pg_bytes *b, pg_bytes *old, pg_bytes *with, int64_t count) {
    if (count < 0) count = INT64_MAX;
    if (count == 0) return b;
    pg_sb s;
    sb_init(&s);
    size_t i = 0;
    if (old->len == 0) {
        sb_put(&s, with->data, with->len);
        while (--count > 0 && i < b->len) { sb_putc(&s, b->data[i++]); sb_put(&s, with->data, with->len); }
    } else while (count-- > 0) {
        int64_t r = pg_find_bytes(b->data + i, b->len - i, old->data, old->len);
        if (r < 0) break;
        sb_put(&s, b->data + i, (size_t)r);
        sb_put(&s, with->data, with->len);
        i += (size_t)r + old->len;
    }
    sb_put(&s, b->data + i, b->len - i);
    return sb_finish_bytes(&s);
}
pg_bytes *pg_bytes_join(pg_bytes *sep, pg_list *l) {
    pg_sb s;
    sb_init(&s);
    for (uint32_t i = 0; i < l->len; i++) {
        pg_obj *o = pg_box(l->items[i].i, l->kind);
        pg_bytes y;
        if (!pg_bytes_contents(o, &y)) return pg_raise(&pg_type_TypeError, "sequence item %d: expected a bytes-like object, %T found", (int)i, o);
        if (i) sb_put(&s, sep->data, sep->len);
        sb_put(&s, y.data, y.len);
    }
    return sb_finish_bytes(&s);
}
/* ---- one byte in place of a subsequence */

static bool one_byte(int64_t v, uint8_t *byte, pg_bytes *x) {
    if ((uint64_t)v > 255) { pg_raise(&pg_type_ValueError, "byte must be in range(0, 256)"); return false; }
    *byte = (uint8_t)v;
    *x = (pg_bytes)PG_BYTES_INIT(1, byte);
    return true;
}
#define ONE_BYTE(name) \
    int64_t pg_bytes_##name##_int(pg_bytes *b, int64_t v, int64_t start, int64_t end) { \
        uint8_t byte; \
        pg_bytes x; \
        return one_byte(v, &byte, &x) ? pg_bytes_##name(b, &x, start, end) : 0; \
    }
ONE_BYTE(find) ONE_BYTE(rfind) ONE_BYTE(index) ONE_BYTE(rindex) ONE_BYTE(count)
