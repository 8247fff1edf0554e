/* bytearray. Everything that only reads goes through pg_bytearray_view and the functions of bytes. */
#include "pg_internal.h"

extern pg_str *pg_bytearray_repr(pg_bytearray *s);
static pg_str *repr_hook(pg_obj *o) { return pg_bytearray_repr((pg_bytearray *)o); }
pg_bytes *pg_bytearray_view(pg_bytearray *b) { return pg_bytes_share(b->data, b->len); }
static int eq_hook(pg_obj *a, pg_obj *b) {
    pg_bytes *x = pg_bytearray_view((pg_bytearray *)a);
    if (b->type->id == PG_ID_BYTEARRAY) return pg_bytes_eq(x, pg_bytearray_view((pg_bytearray *)b));
    return pg_isinstance(b, &pg_type_bytes) ? pg_bytes_eq(x, (pg_bytes *)b) : PG_NOTIMPL;
}
static int compare_hook(pg_obj *a, pg_obj *b, int op) {
    pg_bytes y;
    if (!pg_bytes_contents(b, &y)) return PG_NOTIMPL;
    int c = pg_bytes_cmp(pg_bytearray_view((pg_bytearray *)a), &y);
    return op == PG_LT ? c < 0 : op == PG_LE ? c <= 0 : op == PG_GT ? c > 0 : c >= 0;
}
static int64_t len_hook(pg_obj *o) { return ((pg_bytearray *)o)->len; }
static const pg_hooks hooks = { .repr = repr_hook, .eq = eq_hook, .compare = compare_hook, .len = len_hook, .getitem = pg_dyn_bytearray_getitem, .contains = pg_dyn_bytearray_contains, .iter = pg_dyn_bytearray_iter };
PG_DEF_TYPE(bytearray, PG_ID_BYTEARRAY, pg_bytearray, PG_L_BYTEARRAY, PG_TF_UNHASHABLE, &hooks);

pg_bytearray *pg_bytearray_new(const void *data, size_t n) {
    pg_bytearray *b = pg_new(&pg_type_bytearray, sizeof(pg_bytearray));
    if (n) {
        if (n > 0x7FFFFFFF) { pg_memory_error(); return b; }
        b->data = pg_data_alloc(n);
        if (!b->data) return b;
        if (data) memcpy(b->data, data, n);
        else memset(b->data, 0, n);
        b->len = b->cap = (uint32_t)n;
    }
    return b;
}
pg_bytearray *pg_bytearray_from_obj(pg_obj *o) {
    if (o->type->id == PG_ID_BYTEARRAY) return pg_bytearray_new(((pg_bytearray *)o)->data, ((pg_bytearray *)o)->len);
    pg_bytes *b = pg_bytes_from_obj(o);
    return b ? pg_bytearray_new(b->data, b->len) : NULL;
}
pg_bytes *pg_bytearray_bytes(pg_bytearray *b) { return pg_bytes_new(b->data, b->len); }
static bool reserve(pg_bytearray *b, size_t n) {
    if (n <= b->cap) return true;
    size_t cap = n + n / 4 + 16;
    if (n > 0x7FFFFFFF) { pg_memory_error(); return false; }
    uint8_t *p = pg_data_grow(b->data, b->cap, cap);
    if (!p) return false;
    b->data = p;
    b->cap = (uint32_t)cap;
    return true;
}
static bool byte(int64_t v) {
    if ((uint64_t)v <= 255) return true;
    pg_raise(&pg_type_ValueError, "byte must be in range(0, 256)");
    return false;
}
void pg_bytearray_append(pg_bytearray *b, int64_t v) {
    if (!byte(v) || !reserve(b, (size_t)b->len + 1)) return;
    b->data[b->len++] = (uint8_t)v;
}
void pg_bytearray_extend(pg_bytearray *b, pg_bytes *x) {
    size_t n = x->len;
    bool self = x->data == b->data;
    if (!reserve(b, b->len + n)) return;
    if (n) memmove(b->data + b->len, self ? b->data : x->data, n);
    b->len += (uint32_t)n;
}
static bool index_in(pg_bytearray *b, int64_t *i) {
    if (*i < 0) *i += b->len;
    if ((uint64_t)*i < b->len) return true;
    pg_raise_index("bytearray");
    return false;
}
int64_t pg_bytearray_getitem(pg_bytearray *b, int64_t i) { return index_in(b, &i) ? b->data[i] : 0; }
void pg_bytearray_setitem(pg_bytearray *b, int64_t i, int64_t v) { if (byte(v) && index_in(b, &i)) b->data[i] = (uint8_t)v; }
void pg_bytearray_delitem(pg_bytearray *b, int64_t i) {
    if (!index_in(b, &i)) return;
    memmove(b->data + i, b->data + i + 1, (size_t)(b->len - i - 1));
    b->len--;
}
static void clip(pg_bytearray *b, int64_t *start, int64_t *stop) {
    int64_t n = b->len;
    if (*start == PG_NO_INDEX) *start = 0;
    else if (*start < 0) { *start += n; if (*start < 0) *start = 0; }
    if (*start > n) *start = n;
    if (*stop == PG_NO_INDEX || *stop > n) *stop = n;
    else if (*stop < 0) { *stop += n; if (*stop < 0) *stop = 0; }
    if (*stop < *start) *stop = *start;
}
pg_bytearray *pg_bytearray_slice(pg_bytearray *b, int64_t start, int64_t stop) {
    clip(b, &start, &stop);
    return pg_bytearray_new(b->data + start, (size_t)(stop - start));
}
void pg_bytearray_set_slice(pg_bytearray *b, int64_t start, int64_t stop, pg_bytes *x) {
    clip(b, &start, &stop);
    if (x->data == b->data) { x = pg_bytes_new(x->data, x->len); if (!x) return; }
    size_t tail = (size_t)(b->len - stop);
    if (!reserve(b, (size_t)start + x->len + tail)) return;
    if (tail) memmove(b->data + start + x->len, b->data + stop, tail);
    if (x->len) memcpy(b->data + start, x->data, x->len);
    b->len = (uint32_t)((size_t)start + x->len + tail);
}
int64_t pg_bytearray_pop(pg_bytearray *b, int64_t i) {
    if (b->len == 0) { pg_raise(&pg_type_IndexError, "pop from empty bytearray"); return 0; }
    if (i < 0) i += b->len;
    if ((uint64_t)i >= b->len) { pg_raise_index("pop"); return 0; }
    int64_t v = b->data[i];
    pg_bytearray_delitem(b, i);
    return v;
}
void pg_bytearray_insert(pg_bytearray *b, int64_t i, int64_t v) {
    if (!byte(v) || !reserve(b, (size_t)b->len + 1)) return;
    if (i < 0) { i += b->len; if (i < 0) i = 0; }
    if (i > b->len) i = b->len;
    memmove(b->data + i + 1, b->data + i, (size_t)(b->len - i));
    b->data[i] = (uint8_t)v;
    b->len++;
}
void pg_bytearray_clear(pg_bytearray *b) { b->len = 0; }
void pg_bytearray_reverse(pg_bytearray *b) {
    for (uint32_t i = 0, j = b->len; i + 1 < j; i++) { uint8_t t = b->data[i]; b->data[i] = b->data[--j]; b->data[j] = t; }
}
void pg_bytearray_set_slice_step(pg_bytearray *b, int64_t start, int64_t stop, int64_t step, pg_bytes *x) {
    if (step == 1) { pg_bytearray_set_slice(b, start, stop, x); return; }
    int64_t n = pg_slice_adjust(b->len, &start, &stop, step);
    if (PG_FAILED) return;
    if (n != x->len) {
        if (x->len == 0) { /* deletes, from the end on */
            for (int64_t i = 0; i < n; i++) pg_bytearray_delitem(b, step < 0 ? start + i * step : start + (n - 1 - i) * step);
            return;
        }
        pg_raise(&pg_type_ValueError, "attempt to assign bytes of size %l to extended slice of size %l", (int64_t)x->len, n);
        return;
    }
    if (x->data == b->data) { x = pg_bytes_new(x->data, x->len); if (!x) return; }
    for (int64_t i = 0; i < n; i++) b->data[start + i * step] = x->data[i];
}
pg_list *pg_bytearrays_of(pg_list *l) {
    for (uint32_t i = 0; l && i < l->len; i++) {
        pg_bytes *part = (pg_bytes *)l->items[i].p;
        l->items[i].p = PG_OBJ(pg_bytearray_new(part->data, part->len));
    }
    if (l) l->kind = PG_BYTEARRAYS;
    return l;
}
pg_tuple *pg_bytearray_parts(pg_tuple *t) {
    for (uint32_t i = 0; t && i < t->len; i++) {
        pg_bytes *part = (pg_bytes *)t->items[i].p;
        t->items[i].p = PG_OBJ(pg_bytearray_new(part->data, part->len));
    }
    return t;
}
