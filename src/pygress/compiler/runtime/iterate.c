/* Iteration over dynamic values, and the iterators of the builtin containers; linked like operators.c. */
#include "pg_internal.h"

pg_obj *pg_obj_iter(pg_obj *o) {
    if (o->type->hooks->iter) return o->type->hooks->iter(o);
    return pg_raise(&pg_type_TypeError, "'%T' object is not iterable", o);
}
pg_obj *pg_obj_next(pg_obj *it) {
    if (!it->type->hooks->next) return pg_raise(&pg_type_TypeError, "'%T' object is not an iterator", it);
    pg_obj *r = it->type->hooks->next(it);
    return PG_FAILED ? NULL : r;
}

pg_obj *pg_dict_iterator(pg_dict *d, uint8_t what) {
    pg_iter *it = pg_new(&pg_type_dict_iter, sizeof(pg_iter));
    it->of = &d->h;
    it->n = d->len;
    it->what = what;
    return &it->h;
}
pg_obj *pg_dyn_str_iter(pg_obj *o) {
    pg_iter *it = pg_new(&pg_type_str_iter, sizeof(pg_iter));
    it->of = o;
    return &it->h;
}
pg_obj *pg_dyn_list_iter(pg_obj *o) {
    pg_iter *it = pg_new(&pg_type_list_iter, sizeof(pg_iter));
    it->of = o;
    return &it->h;
}
pg_obj *pg_dyn_tuple_iter(pg_obj *o) {
    pg_iter *it = pg_new(&pg_type_tuple_iter, sizeof(pg_iter));
    it->of = o;
    return &it->h;
}
pg_obj *pg_dyn_dict_iter(pg_obj *o) { return pg_dict_iterator((pg_dict *)o, 0); }
pg_obj *pg_dyn_set_iter(pg_obj *o) {
    pg_iter *it = pg_new(&pg_type_set_iter, sizeof(pg_iter));
    it->of = o;
    it->n = ((pg_set *)o)->len;
    return &it->h;
}
pg_obj *pg_dyn_bytes_iter(pg_obj *o) {
    pg_iter *it = pg_new(&pg_type_bytes_iter, sizeof(pg_iter));
    it->of = o;
    return &it->h;
}
pg_obj *pg_dyn_bytearray_iter(pg_obj *o) {
    pg_iter *it = pg_new(&pg_type_bytes_iter, sizeof(pg_iter));
    it->of = o;
    return &it->h;
}
pg_obj *pg_dyn_range_iter(pg_obj *o) {
    pg_range *r = (pg_range *)o;
    pg_iter *it = pg_new(&pg_type_range_iter, sizeof(pg_iter));
    it->pos = r->start;
    it->step = r->step;
    it->n = pg_range_len(r);
    return &it->h;
}
static pg_obj *iter_self(pg_obj *o) { return o; }
static pg_obj *str_next(pg_obj *o) {
    pg_iter *it = (pg_iter *)o;
    uint32_t pos = (uint32_t)it->pos;
    pg_str *c = pg_str_next((pg_str *)it->of, &pos);
    it->pos = pos;
    return PG_OBJ(c);
}
static const pg_hooks str_iter_hooks = { .iter = iter_self, .next = str_next };
PG_DEF_TYPE_(pg_type_str_iter, "str_iterator", PG_ID_ITER, pg_iter, PG_L_ITER, 0, &str_iter_hooks);

static pg_obj *list_next(pg_obj *o) {
    pg_iter *it = (pg_iter *)o;
    pg_list *l = (pg_list *)it->of;
    if (it->pos < 0 || it->pos >= l->len) { it->pos = -1; return NULL; }
    return pg_box(l->items[it->pos++].i, l->kind);
}
static const pg_hooks list_iter_hooks = { .iter = iter_self, .next = list_next };
PG_DEF_TYPE_(pg_type_list_iter, "list_iterator", PG_ID_ITER, pg_iter, PG_L_ITER, 0, &list_iter_hooks);

static pg_obj *tuple_next(pg_obj *o) {
    pg_iter *it = (pg_iter *)o;
    pg_tuple *t = (pg_tuple *)it->of;
    return it->pos < t->len ? pg_tuple_get_boxed(t, it->pos++) : NULL;
}
static const pg_hooks tuple_iter_hooks = { .iter = iter_self, .next = tuple_next };
PG_DEF_TYPE_(pg_type_tuple_iter, "tuple_iterator", PG_ID_ITER, pg_iter, PG_L_ITER, 0, &tuple_iter_hooks);

static pg_obj *dict_next(pg_obj *o) {
    pg_iter *it = (pg_iter *)o;
    pg_dict *d = (pg_dict *)it->of;
    uint32_t pos = (uint32_t)it->pos;
    pg_entry *e = pg_dict_next(d, &pos, (uint32_t)it->n);
    it->pos = pos;
    if (!e) return NULL;
    return it->what == 0 ? pg_box(e->key.i, d->kkind) : it->what == 1 ? pg_box(e->val.i, d->vkind) : pg_dict_pair(d, e);
}
static const pg_hooks dict_iter_hooks = { .iter = iter_self, .next = dict_next };
PG_DEF_TYPE_(pg_type_dict_iter, "dict_keyiterator", PG_ID_ITER, pg_iter, PG_L_ITER, 0, &dict_iter_hooks);

static pg_obj *set_next(pg_obj *o) {
    pg_iter *it = (pg_iter *)o;
    pg_set *s = (pg_set *)it->of;
    uint32_t pos = (uint32_t)it->pos;
    pg_set_entry *e = pg_set_next(s, &pos, (uint32_t)it->n);
    it->pos = pos;
    return e ? pg_box(e->key.i, s->kind) : NULL;
}
static const pg_hooks set_iter_hooks = { .iter = iter_self, .next = set_next };
PG_DEF_TYPE_(pg_type_set_iter, "set_iterator", PG_ID_ITER, pg_iter, PG_L_ITER, 0, &set_iter_hooks);

static pg_obj *bytes_next(pg_obj *o) {
    pg_iter *it = (pg_iter *)o;
    pg_bytes b;
    if (!pg_bytes_contents(it->of, &b) || it->pos >= b.len) return NULL;
    return pg_box_int(b.data[it->pos++]);
}
static const pg_hooks bytes_iter_hooks = { .iter = iter_self, .next = bytes_next };
PG_DEF_TYPE_(pg_type_bytes_iter, "bytes_iterator", PG_ID_ITER, pg_iter, PG_L_ITER, 0, &bytes_iter_hooks);

static pg_obj *range_next(pg_obj *o) {
    pg_iter *it = (pg_iter *)o;
    if (it->n <= 0) return NULL;
    int64_t v = it->pos;
    if (--it->n) it->pos += it->step;
    return pg_box_int(v);
}
static const pg_hooks range_iter_hooks = { .iter = iter_self, .next = range_next };
PG_DEF_TYPE_(pg_type_range_iter, "range_iterator", PG_ID_ITER, pg_iter, PG_L_ITER, 0, &range_iter_hooks);

