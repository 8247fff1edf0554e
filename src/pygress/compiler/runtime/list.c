/* list: growth, slices, searching. Sorting is in sort.c. */
#include "pg_internal.h"

bool pg_slice_bounds(pg_obj *o, int64_t *a, int64_t *b, int64_t *c) {
    pg_slice *s = (pg_slice *)o;
    pg_obj *part[3] = { s->start, s->stop, s->step };
    int64_t v[3] = { PG_NO_INDEX, PG_NO_INDEX, 1 };
    for (int i = 0; i < 3; i++) {
        if (part[i] == pg_none) continue;
        if (!pg_isinstance(part[i], &pg_type_int)) {
            pg_raise(&pg_type_TypeError, "slice indices must be integers or None or have an __index__ method");
            return false;
        }
        v[i] = ((pg_int *)part[i])->v;
    }
    *a = v[0]; *b = v[1]; *c = v[2];
    return true;
}

static pg_str *repr_hook(pg_obj *o) { return pg_list_repr((pg_list *)o); }
static int eq_hook(pg_obj *a, pg_obj *b) { return pg_isinstance(b, &pg_type_list) ? pg_list_eq((pg_list *)a, (pg_list *)b) : PG_NOTIMPL; }
static int64_t len_hook(pg_obj *o) { return ((pg_list *)o)->len; }
const pg_hooks pg_list_hooks = { .repr = repr_hook, .eq = eq_hook, .compare = pg_dyn_list_compare, .len = len_hook, .getitem = pg_dyn_list_getitem,
    .setitem = pg_dyn_list_setitem, .delitem = pg_dyn_list_delitem, .contains = pg_dyn_list_contains, .iter = pg_dyn_list_iter, .binary = pg_dyn_list_binary };
PG_DEF_TYPE(list, PG_ID_LIST, pg_list, PG_L_LIST, PG_TF_UNHASHABLE, &pg_list_hooks);


pg_list *pg_list_new(pg_kind kind, int64_t cap) {
    pg_list *l = pg_alloc(sizeof(pg_list));
    l->h.type = &pg_type_list;
    l->h.bits = 0;
    l->len = l->cap = 0;
    l->items = NULL;
    l->kind = (uint16_t)kind;
    if (cap > 0) {
        if (cap > 0x7FFFFFFF / 8) { pg_memory_error(); return l; }
        l->items = pg_data_alloc((size_t)cap * sizeof(pg_slot));
        if (l->items) l->cap = (uint32_t)cap;
    }
    return l;
}
static bool reserve(pg_list *l, size_t n) {
    if (n <= l->cap) return true;
    size_t cap = n + n / 8 + 4;
    if (cap > 0x7FFFFFFF / 8) { pg_memory_error(); return false; }
    void *p = pg_data_grow(l->items, (size_t)l->cap * sizeof(pg_slot), cap * sizeof(pg_slot));
    if (!p) return false;
    l->items = p;
    l->cap = (uint32_t)cap;
    return true;
}
void pg_list_grow(pg_list *l) {
    size_t n = (size_t)l->len + 1;
    reserve(l, l->len > 16 ? n + l->len / 2 : n);
}
bool pg_list_append_grown(pg_list *l, pg_word w) {
    pg_list_grow(l);
    if (PG_FAILED) return false;
    l->items[l->len++].i = w;
    return true;
}
pg_list *pg_list_filled(pg_kind kind, int64_t n, pg_word w) {
    pg_list *l = pg_list_new(kind, n);
    if (PG_FAILED || n <= 0) return l;
    for (int64_t i = 0; i < n; i++) l->items[i].i = w;
    l->len = (uint32_t)n;
    return l;
}
pg_list *pg_list_copy(pg_list *l) {
    pg_list *c = pg_list_new(l->kind, l->len);
    if (PG_FAILED) return c;
    if (l->len) memcpy(c->items, l->items, (size_t)l->len * sizeof(pg_slot));
    c->len = l->len;
    return c;
}
pg_list *pg_list_convert(pg_list *l, pg_kind kind) {
    if (l->kind == kind) return pg_list_copy(l);
    pg_list *c = pg_list_new(kind, l->len);
    if (PG_FAILED) return c;
    for (uint32_t i = 0; i < l->len; i++) c->items[i].i = pg_convert(l->items[i].i, l->kind, kind);
    c->len = l->len;
    return c;
}
PG_INLINE void clip(pg_list *l, int64_t *start, int64_t *stop) {
    int64_t n = l->len;
    if (*start == PG_NO_INDEX) *start = 0;
    else if (*start < 0) { *start += n; if (*start < 0) *start = 0; }
    if (*start > n) *start = n;
    if (*stop == PG_NO_INDEX || *stop > n) *stop = n;
    else if (*stop < 0) { *stop += n; if (*stop < 0) *stop = 0; }
    if (*stop < *start) *stop = *start;
}
pg_list *pg_list_slice(pg_list *l, int64_t start, int64_t stop) {
    clip(l, &start, &stop);
    pg_list *c = pg_list_new(l->kind, stop - start);
    if (PG_FAILED) return c;
    c->len = (uint32_t)(stop - start);
    if (c->len) memcpy(c->items, l->items + start, (size_t)c->len * sizeof(pg_slot));
    return c;
}
pg_list *pg_list_slice_step(pg_list *l, int64_t start, int64_t stop, int64_t step) {
    int64_t n = pg_slice_adjust(l->len, &start, &stop, step);
    if (PG_FAILED) return NULL;
    pg_list *c = pg_list_new(l->kind, n);
    if (PG_FAILED) return c;
    for (int64_t i = 0; i < n; i++) c->items[i] = l->items[start + i * step];
    c->len = (uint32_t)n;
    return c;
}
void pg_list_set_slice(pg_list *l, int64_t start, int64_t stop, pg_list *with) {
    clip(l, &start, &stop);
    if (with == l || with->kind != l->kind) { with = pg_list_convert(with, l->kind); if (PG_FAILED) return; }
    size_t tail = (size_t)(l->len - stop), n = with->len;
    if (!reserve(l, (size_t)start + n + tail)) return;
    if (tail) memmove(l->items + start + n, l->items + stop, tail * sizeof(pg_slot));
    if (n) memcpy(l->items + start, with->items, n * sizeof(pg_slot));
    l->len = (uint32_t)((size_t)start + n + tail);
}
void pg_list_set_slice_step(pg_list *l, int64_t start, int64_t stop, int64_t step, pg_list *with) {
    if (step == 1) { pg_list_set_slice(l, start, stop, with); return; }
    int64_t n = pg_slice_adjust(l->len, &start, &stop, step);
    if (PG_FAILED) return;
    if (with == l || with->kind != l->kind) { with = pg_list_convert(with, l->kind); if (PG_FAILED) return; }
    if (with->len != n) {
        pg_raise(&pg_type_ValueError, "attempt to assign sequence of size %l to extended slice of size %l", (int64_t)with->len, n);
        return;
    }
    for (int64_t i = 0; i < n; i++) l->items[start + i * step] = with->items[i];
}
void pg_list_del_slice(pg_list *l, int64_t start, int64_t stop, int64_t step) {
    int64_t n = pg_slice_adjust(l->len, &start, &stop, step);
    if (PG_FAILED || n <= 0) return;
    if (step < 0) { start += (n - 1) * step; step = -step; }
    int64_t to = start, next = start, left = n;
    for (int64_t i = start; i < l->len; i++) {
        if (left && i == next) { next += step; left--; continue; }
        l->items[to++] = l->items[i];
    }
    l->len -= (uint32_t)n;
}
void pg_list_delitem(pg_list *l, int64_t i) {
    if (i < 0) i += l->len;
    if ((uint64_t)i >= l->len) { pg_raise_index("list assignment"); return; }
    memmove(l->items + i, l->items + i + 1, (size_t)(l->len - i - 1) * sizeof(pg_slot));
    l->len--;
}
void pg_list_extend(pg_list *l, pg_list *o) {
    size_t n = o->len;
    if ((size_t)l->len + n > l->cap && !reserve(l, l->len > 16 && n < l->len / 2 ? (size_t)l->len + l->len / 2 : (size_t)l->len + n)) return;
    if (o->kind == l->kind) { if (n) memcpy(l->items + l->len, o->items, n * sizeof(pg_slot)); }
    else for (size_t i = 0; i < n; i++) {
        l->items[l->len + i].i = pg_convert(o->items[i].i, o->kind, l->kind);
        if (PG_FAILED) return;
    }
    l->len += (uint32_t)n;
}
void pg_list_extend_obj(pg_list *l, pg_obj *o) {
    if (PG_IS(o, list)) { pg_list_extend(l, (pg_list *)o); return; }
    pg_obj *it = pg_obj_iter(o), *x;
    if (PG_FAILED) return;
    while ((x = pg_obj_next(it)) != NULL) {
        pg_word w = pg_unbox(x, l->kind);
        if (PG_FAILED) return;
        pg_list_append(l, w);
        if (PG_FAILED) return;
    }
}
pg_list *pg_list_from_obj(pg_obj *o, pg_kind kind) {
    pg_list *l = pg_list_new(kind, 0);
    pg_list_extend_obj(l, o);
    return pg_exc ? NULL : l;
}
pg_list *pg_list_concat(pg_list *a, pg_list *b) {
    pg_list *c = pg_list_new(a->kind, (int64_t)a->len + b->len);
    if (PG_FAILED) return c;
    pg_list_extend(c, a);
    pg_list_extend(c, b);
    return c;
}
pg_list *pg_list_repeat(pg_list *l, int64_t n) {
    if (n < 0) n = 0;
    if (l->len && n > 0x7FFFFFFF / (int64_t)l->len) { pg_memory_error(); return l; }
    pg_list *c = pg_list_new(l->kind, n * l->len);
    if (PG_FAILED) return c;
    for (; n > 0; n--) {
        if (l->len) memcpy(c->items + c->len, l->items, (size_t)l->len * sizeof(pg_slot));
        c->len += l->len;
    }
    return c;
}
void pg_list_insert(pg_list *l, int64_t i, pg_word w) {
    if (i < 0) { i += l->len; if (i < 0) i = 0; }
    if (i > l->len) i = l->len;
    if (l->len == l->cap) { pg_list_grow(l); if (PG_FAILED) return; }
    memmove(l->items + i + 1, l->items + i, (size_t)(l->len - i) * sizeof(pg_slot));
    l->items[i].i = w;
    l->len++;
}
pg_word pg_list_pop(pg_list *l, int64_t i) {
    if (l->len == 0) { pg_raise(&pg_type_IndexError, "pop from empty list"); return 0; }
    if (i < 0) i += l->len;
    if ((uint64_t)i >= l->len) { pg_raise_index("pop"); return 0; }
    pg_word w = l->items[i].i;
    l->len--;
    if (i < l->len) memmove(l->items + i, l->items + i + 1, (size_t)(l->len - i) * sizeof(pg_slot));
    return w;
}
void pg_list_clear(pg_list *l) { l->len = 0; }
void pg_list_reverse(pg_list *l) {
    for (uint32_t i = 0, j = l->len; i + 1 < j; i++) {
        j--;
        pg_slot t = l->items[i];
        l->items[i] = l->items[j];
        l->items[j] = t;
    }
}
static int64_t find(pg_list *l, pg_word w, int64_t start, int64_t end) {
    for (int64_t i = start; i < end && i < l->len; i++) {
        if (pg_word_eq_same(l->items[i].i, w, l->kind)) return i;
        if (PG_FAILED) return -1;
    }
    return -1;
}
bool pg_list_contains_str(const pg_list *l, const pg_str *s) {
    for (uint32_t i = 0; i < l->len; i++)
        if (pg_str_eq(l->items[i].p, s)) return true;
    return false;
}
bool pg_list_contains(pg_list *l, pg_word w) { return find(l, w, 0, INT64_MAX) >= 0; }
int64_t pg_list_index(pg_list *l, pg_word w, int64_t start, int64_t end) {
    int64_t n = l->len;
    if (start < 0) { start += n; if (start < 0) start = 0; }
    if (end < 0) { end += n; if (end < 0) end = 0; }
    int64_t i = find(l, w, start, end);
    if (i < 0 && !pg_exc) pg_raise(&pg_type_ValueError, "%S is not in list", pg_word_repr(w, l->kind));
    return i;
}
void pg_list_remove(pg_list *l, pg_word w) {
    int64_t i = find(l, w, 0, INT64_MAX);
    if (PG_FAILED) return;
    if (i < 0) pg_raise(&pg_type_ValueError, "list.remove(x): x not in list");
    else pg_list_delitem(l, i);
}
int64_t pg_list_count(pg_list *l, pg_word w) {
    int64_t n = 0;
    for (uint32_t i = 0; i < l->len; i++) {
        n += pg_word_eq_same(l->items[i].i, w, l->kind);
        if (PG_FAILED) return 0;
    }
    return n;
}
static bool same(pg_word a, pg_kind ka, pg_word b, pg_kind kb) { return ka == kb ? pg_word_eq_same(a, b, ka) : pg_word_eq(a, ka, b, kb); }
bool pg_list_eq(pg_list *a, pg_list *b) {
    if (a->len != b->len) return false;
    if (pg_enter()) return false;
    bool eq = true;
    for (uint32_t i = 0; eq && i < a->len && i < b->len; i++) eq = same(a->items[i].i, a->kind, b->items[i].i, b->kind) && !pg_exc;
    pg_leave();
    return eq;
}
int pg_list_cmp(pg_list *a, pg_list *b, int op) {
    uint32_t n = a->len < b->len ? a->len : b->len;
    for (uint32_t i = 0; i < n; i++) {
        bool eq = same(a->items[i].i, a->kind, b->items[i].i, b->kind);
        if (PG_FAILED) return 0;
        if (!eq) return pg_obj_compare(pg_box(a->items[i].i, a->kind), pg_box(b->items[i].i, b->kind), op);
    }
    return op == PG_LT ? a->len < b->len : op == PG_LE ? a->len <= b->len : op == PG_GT ? a->len > b->len : a->len >= b->len;
}
pg_str *pg_list_repr(pg_list *l) {
    if (!pg_repr_enter(&l->h)) return pg_exc ? NULL : pg_str_lit("[...]");
    pg_sb b;
    sb_init(&b);
    sb_putc(&b, '[');
    for (uint32_t i = 0; i < l->len && !b.failed; i++) {
        if (i) sb_put(&b, ", ", 2);
        sb_str(&b, pg_word_repr(l->items[i].i, l->kind));
    }
    sb_putc(&b, ']');
    pg_repr_leave();
    return sb_finish(&b);
}
int64_t pg_list_sum_int(pg_list *l, int64_t start) {
    for (uint32_t i = 0; i < l->len; i++) {
        start = pg_int_add(start, l->items[i].i);
        if (PG_FAILED) return 0;
    }
    return start;
}
double pg_list_sum_float(pg_list *l, double start) {
    for (uint32_t i = 0; i < l->len; i++) start += l->items[i].f;
    return start;
}
