/* tuple, and the layout of NamedTuple classes. */
#include "pg_internal.h"

static pg_str *repr_hook(pg_obj *o) { return pg_tuple_repr((pg_tuple *)o); }
static int64_t hash_hook(pg_obj *o) { return pg_tuple_hash((pg_tuple *)o); }
static int eq_hook(pg_obj *a, pg_obj *b) { return pg_isinstance(b, &pg_type_tuple) ? pg_tuple_eq((pg_tuple *)a, (pg_tuple *)b) : PG_NOTIMPL; }
static int64_t len_hook(pg_obj *o) { return ((pg_tuple *)o)->len; }
extern bool pg_slice_bounds(pg_obj *o, int64_t *a, int64_t *b, int64_t *c);
const pg_hooks pg_tuple_hooks = { .repr = repr_hook, .hash = hash_hook, .eq = eq_hook, .compare = pg_dyn_tuple_compare, .len = len_hook,
    .getitem = pg_dyn_tuple_getitem, .contains = pg_dyn_tuple_contains, .iter = pg_dyn_tuple_iter, .binary = pg_dyn_tuple_binary };
PG_DEF_TYPE(tuple, PG_ID_TUPLE, pg_tuple, PG_L_TUPLE, 0, &pg_tuple_hooks);


pg_tuple pg_tuple_empty = { { &pg_type_tuple, PG_STATIC }, 0, 0 };

pg_tuple *pg_tuple_new_type(const pg_type *type, uint32_t n, uint32_t kinds) {
    pg_tuple *t = pg_alloc(sizeof(pg_tuple) + (size_t)n * sizeof(pg_slot));
    t->h.type = type;
    t->h.bits = 0;
    t->len = n;
    t->kinds = kinds;
    return t;
}
pg_tuple *pg_tuple_new(uint32_t n, uint32_t kinds) { return n ? pg_tuple_new_type(&pg_type_tuple, n, kinds) : &pg_tuple_empty; }

PG_INLINE pg_obj *boxed(pg_tuple *t, uint32_t i) { return pg_box(t->items[i].i, pg_tuple_kind(t, i)); }
pg_word pg_tuple_getitem(pg_tuple *t, int64_t i) {
    if (i < 0) i += t->len;
    if (PG_UNLIKELY((uint64_t)i >= t->len)) { pg_raise_index("tuple"); return 0; }
    return t->items[i].i;
}
pg_obj *pg_tuple_get_boxed(pg_tuple *t, int64_t i) {
    if (i < 0) i += t->len;
    if (PG_UNLIKELY((uint64_t)i >= t->len)) return pg_raise_index("tuple");
    return boxed(t, (uint32_t)i);
}
static bool one_kind(const pg_tuple *t, uint32_t *kinds) {
    if (t->kinds == 0 || t->kinds & PG_UNIFORM) { *kinds = t->kinds; return true; }
    return false;
}
/* A tuple of all references with the same elements. */
static pg_tuple *as_refs(pg_tuple *t) {
    if (t->kinds == 0) return t;
    pg_tuple *r = pg_tuple_new(t->len, 0);
    for (uint32_t i = 0; i < t->len; i++) r->items[i].i = PG_W_P(boxed(t, i));
    return r;
}
pg_tuple *pg_tuple_slice(pg_tuple *t, int64_t start, int64_t stop, int64_t step) {
    int64_t n = pg_slice_adjust(t->len, &start, &stop, step);
    if (PG_FAILED) return NULL;
    uint32_t kinds;
    if (!one_kind(t, &kinds)) { t = as_refs(t); kinds = 0; }
    pg_tuple *r = pg_tuple_new((uint32_t)n, kinds);
    for (int64_t i = 0; i < n; i++) r->items[i] = t->items[start + i * step];
    return r;
}
pg_tuple *pg_tuple_concat(pg_tuple *a, pg_tuple *b) {
    if (a->len == 0 && PG_IS(b, tuple)) return b;
    if (b->len == 0 && PG_IS(a, tuple)) return a;
    uint32_t ka, kb;
    if (!one_kind(a, &ka) || !one_kind(b, &kb) || ka != kb) { a = as_refs(a); b = as_refs(b); ka = 0; }
    pg_tuple *r = pg_tuple_new(a->len + b->len, ka);
    memcpy(r->items, a->items, (size_t)a->len * sizeof(pg_slot));
    memcpy(r->items + a->len, b->items, (size_t)b->len * sizeof(pg_slot));
    return r;
}
pg_tuple *pg_tuple_repeat(pg_tuple *t, int64_t n) {
    if (n <= 0 || t->len == 0) return &pg_tuple_empty;
    if (n > 0x7FFFFFFF / (int64_t)t->len / 8) { pg_memory_error(); return t; }
    uint32_t kinds;
    if (!one_kind(t, &kinds)) { t = as_refs(t); kinds = 0; }
    pg_tuple *r = pg_tuple_new((uint32_t)(t->len * n), kinds);
    for (int64_t i = 0; i < n; i++) memcpy(r->items + i * t->len, t->items, (size_t)t->len * sizeof(pg_slot));
    return r;
}
static bool same(pg_tuple *a, pg_tuple *b, uint32_t i) {
    pg_kind ka = pg_tuple_kind(a, i), kb = pg_tuple_kind(b, i);
    return ka == kb ? pg_word_eq_same(a->items[i].i, b->items[i].i, ka) : pg_word_eq(a->items[i].i, ka, b->items[i].i, kb);
}
bool pg_tuple_eq(pg_tuple *a, pg_tuple *b) {
    if (a == b) return true;
    if (a->len != b->len) return false;
    if (pg_enter()) return false;
    bool eq = true;
    for (uint32_t i = 0; eq && i < a->len; i++) eq = same(a, b, i) && !pg_exc;
    pg_leave();
    return eq;
}
int pg_tuple_cmp(pg_tuple *a, pg_tuple *b, int op) {
    uint32_t n = a->len < b->len ? a->len : b->len;
    for (uint32_t i = 0; i < n; i++) {
        bool eq = same(a, b, i);
        if (PG_FAILED) return 0;
        if (eq) continue;
        pg_kind k = pg_tuple_kind(a, i);
        if (k != pg_tuple_kind(b, i) || k == PG_F64) return pg_obj_compare(boxed(a, i), boxed(b, i), op);
        pg_obj *x = a->items[i].p, *y = b->items[i].p;
        bool less;
        if (k != PG_REF) less = a->items[i].i < b->items[i].i;
        else if (PG_IS(x, str) && PG_IS(y, str)) less = pg_str_cmp((pg_str *)x, (pg_str *)y) < 0;
        else return pg_obj_compare(x, y, op);
        return less == (op == PG_LT || op == PG_LE);
    }
    return op == PG_LT ? a->len < b->len : op == PG_LE ? a->len <= b->len : op == PG_GT ? a->len > b->len : a->len >= b->len;
}
int64_t pg_tuple_hash(pg_tuple *t) {
    int64_t some[16], *h = some;
    if (t->len > 16) { h = pg_data_alloc((size_t)t->len * sizeof(int64_t)); if (!h) return 0; }
    for (uint32_t i = 0; i < t->len; i++) {
        h[i] = pg_word_hash(t->items[i].i, pg_tuple_kind(t, i));
        if (PG_FAILED) return 0;
    }
    int64_t r = pg_hash_combine(t->len, h);
    if (h != some) pg_data_free(h, (size_t)t->len * sizeof(int64_t));
    return r;
}
bool pg_tuple_contains(pg_tuple *t, pg_obj *x) {
    for (uint32_t i = 0; i < t->len; i++) {
        if (pg_obj_same_or_eq(boxed(t, i), x)) return true;
        if (PG_FAILED) return false;
    }
    return false;
}
int64_t pg_tuple_index(pg_tuple *t, pg_obj *x, int64_t start, int64_t end) {
    int64_t n = t->len;
    if (start < 0) { start += n; if (start < 0) start = 0; }
    if (end < 0) { end += n; if (end < 0) end = 0; }
    for (int64_t i = start; i < n && i < end; i++) {
        if (pg_obj_same_or_eq(boxed(t, (uint32_t)i), x)) return i;
        if (PG_FAILED) return 0;
    }
    pg_raise(&pg_type_ValueError, "tuple.index(x): x not in tuple");
    return 0;
}
int64_t pg_tuple_count(pg_tuple *t, pg_obj *x) {
    int64_t n = 0;
    for (uint32_t i = 0; i < t->len; i++) {
        n += pg_obj_same_or_eq(boxed(t, i), x);
        if (PG_FAILED) return 0;
    }
    return n;
}
pg_tuple *pg_tuple_from_list(pg_list *l) {
    pg_tuple *t = pg_tuple_new(l->len, PG_REP(l->kind) ? PG_UNIFORM | PG_REP(l->kind) : 0);
    if (l->len) memcpy(t->items, l->items, (size_t)l->len * sizeof(pg_slot));
    return t;
}
pg_tuple *pg_tuple_from_obj(pg_obj *o, pg_kind kind) {
    if (PG_IS(o, tuple)) return (pg_tuple *)o;
    pg_list *l = PG_IS(o, list) && ((pg_list *)o)->kind == kind ? (pg_list *)o : pg_list_from_obj(o, kind);
    return l ? pg_tuple_from_list(l) : NULL;
}
pg_list *pg_tuple_to_list(pg_tuple *t, pg_kind kind) {
    pg_list *l = pg_list_new(kind, t->len);
    if (PG_FAILED) return l;
    for (uint32_t i = 0; i < t->len; i++) {
        l->items[i].i = pg_convert(t->items[i].i, pg_tuple_kind(t, i), kind);
        if (PG_FAILED) return l;
    }
    l->len = t->len;
    return l;
}
pg_str *pg_tuple_repr(pg_tuple *t) {
    if (!pg_repr_enter(&t->h)) return pg_exc ? NULL : pg_str_lit("(...)");
    pg_sb b;
    sb_init(&b);
    sb_putc(&b, '(');
    for (uint32_t i = 0; i < t->len && !b.failed; i++) {
        if (i) sb_put(&b, ", ", 2);
        sb_str(&b, pg_word_repr(t->items[i].i, pg_tuple_kind(t, i)));
    }
    if (t->len == 1) sb_putc(&b, ',');
    sb_putc(&b, ')');
    pg_repr_leave();
    return sb_finish(&b);
}
