/* Subscripts of dynamic values; linked like operators.c. */
#include "pg_internal.h"

pg_obj *pg_obj_getitem(pg_obj *o, pg_obj *key) {
    if (o->type->hooks->getitem) return o->type->hooks->getitem(o, key);
    return pg_raise(&pg_type_TypeError, "'%T' object is not subscriptable", o);
}
void pg_obj_setitem(pg_obj *o, pg_obj *key, pg_obj *v) {
    if (o->type->hooks->setitem) o->type->hooks->setitem(o, key, v);
    else pg_raise(&pg_type_TypeError, "'%T' object does not support item assignment", o);
}
void pg_obj_delitem(pg_obj *o, pg_obj *key) {
    if (o->type->hooks->delitem) o->type->hooks->delitem(o, key);
    else pg_raise(&pg_type_TypeError, "'%T' object does not support item deletion", o);
}

static bool index_of(pg_obj *key, int64_t *i) {
    if (!pg_isinstance(key, &pg_type_int)) { pg_raise(&pg_type_TypeError, "list indices must be integers or slices, not %T", key); return false; }
    *i = ((pg_int *)key)->v;
    return true;
}
pg_obj *pg_dyn_str_getitem(pg_obj *o, pg_obj *key) {
    if (PG_IS(key, slice)) {
        int64_t a, b, c;
        if (!pg_slice_bounds(key, &a, &b, &c)) return NULL;
        return PG_OBJ(pg_str_slice_step((pg_str *)o, a, b, c));
    }
    if (!pg_isinstance(key, &pg_type_int)) return pg_raise(&pg_type_TypeError, "string indices must be integers, not '%T'", key);
    return PG_OBJ(pg_str_getitem((pg_str *)o, ((pg_int *)key)->v));
}
pg_obj *pg_dyn_list_getitem(pg_obj *o, pg_obj *key) {
    pg_list *l = (pg_list *)o;
    int64_t i, b, c;
    if (PG_IS(key, slice)) return pg_slice_bounds(key, &i, &b, &c) ? PG_OBJ(pg_list_slice_step(l, i, b, c)) : NULL;
    if (!index_of(key, &i)) return NULL;
    pg_word w = pg_list_getitem(l, i);
    return pg_exc ? NULL : pg_box(w, l->kind);
}
void pg_dyn_list_setitem(pg_obj *o, pg_obj *key, pg_obj *v) {
    pg_list *l = (pg_list *)o;
    int64_t i, b, c;
    if (PG_IS(key, slice)) {
        if (!pg_slice_bounds(key, &i, &b, &c)) return;
        pg_list *with = pg_list_from_obj(v, l->kind);
        if (!with) return;
        if (c == 1) pg_list_set_slice(l, i, b, with);
        else pg_list_set_slice_step(l, i, b, c, with);
        return;
    }
    if (!index_of(key, &i)) return;
    pg_word w = pg_unbox(v, l->kind);
    if (!pg_exc) pg_list_setitem(l, i, w);
}
void pg_dyn_list_delitem(pg_obj *o, pg_obj *key) {
    int64_t i, b, c;
    if (PG_IS(key, slice)) { if (pg_slice_bounds(key, &i, &b, &c)) pg_list_del_slice((pg_list *)o, i, b, c); return; }
    if (index_of(key, &i)) pg_list_delitem((pg_list *)o, i);
}
pg_obj *pg_dyn_tuple_getitem(pg_obj *o, pg_obj *key) {
    if (PG_IS(key, slice)) {
        int64_t a, b, c;
        return pg_slice_bounds(key, &a, &b, &c) ? PG_OBJ(pg_tuple_slice((pg_tuple *)o, a, b, c)) : NULL;
    }
    if (!pg_isinstance(key, &pg_type_int)) return pg_raise(&pg_type_TypeError, "tuple indices must be integers or slices, not %T", key);
    return pg_tuple_get_boxed((pg_tuple *)o, ((pg_int *)key)->v);
}
pg_obj *pg_dyn_dict_getitem(pg_obj *o, pg_obj *key) {
    pg_dict_any_keys();
    pg_dict *d = (pg_dict *)o;
    pg_entry *e = PG_REP(d->kkind) == PG_REF ? pg_dict_find(d, PG_W_P(key)) : pg_dict_find_boxed(d, key);
    if (PG_FAILED) return NULL;
    return e ? pg_box(e->val.i, d->vkind) : pg_raise_key(PG_W_P(key), PG_REF);
}
void pg_dyn_dict_setitem(pg_obj *o, pg_obj *key, pg_obj *v) {
    pg_dict_any_keys();
    pg_dict *d = (pg_dict *)o;
    pg_word k = pg_unbox(key, d->kkind), w = pg_unbox(v, d->vkind);
    if (!pg_exc) pg_dict_setitem(d, k, w);
}
void pg_dyn_dict_delitem(pg_obj *o, pg_obj *key) {
    pg_entry *e = pg_dict_find_boxed((pg_dict *)o, key);
    if (PG_FAILED) return;
    if (e) pg_dict_remove_entry((pg_dict *)o, e);
    else pg_raise_key(PG_W_P(key), PG_REF);
}
pg_obj *pg_dyn_bytes_getitem(pg_obj *o, pg_obj *key) {
    if (PG_IS(key, slice)) {
        int64_t a, b, c;
        return pg_slice_bounds(key, &a, &b, &c) ? PG_OBJ(pg_bytes_slice_step((pg_bytes *)o, a, b, c)) : NULL;
    }
    if (!pg_isinstance(key, &pg_type_int)) return pg_raise(&pg_type_TypeError, "byte indices must be integers or slices, not %T", key);
    int64_t v = pg_bytes_getitem((pg_bytes *)o, ((pg_int *)key)->v);
    return pg_exc ? NULL : pg_box_int(v);
}
pg_obj *pg_dyn_bytearray_getitem(pg_obj *o, pg_obj *key) {
    if (PG_IS(key, slice)) {
        pg_obj *r = pg_obj_getitem(PG_OBJ(pg_bytearray_view((pg_bytearray *)o)), key);
        return r ? PG_OBJ(pg_bytearray_new(((pg_bytes *)r)->data, ((pg_bytes *)r)->len)) : NULL;
    }
    if (!pg_isinstance(key, &pg_type_int)) return pg_raise(&pg_type_TypeError, "bytearray indices must be integers or slices, not %T", key);
    int64_t v = pg_bytearray_getitem((pg_bytearray *)o, ((pg_int *)key)->v);
    return pg_exc ? NULL : pg_box_int(v);
}
pg_obj *pg_dyn_range_getitem(pg_obj *o, pg_obj *key) {
    pg_range *r = (pg_range *)o;
    if (PG_IS(key, slice)) {
        int64_t a, b, c;
        if (!pg_slice_bounds(key, &a, &b, &c)) return NULL;
        pg_slice_adjust(pg_range_len(r), &a, &b, c);
        if (PG_FAILED) return NULL;
        return PG_OBJ(pg_range_new(r->start + a * r->step, r->start + b * r->step, r->step * c));
    }
    if (!pg_isinstance(key, &pg_type_int)) return pg_raise(&pg_type_TypeError, "range indices must be integers or slices, not %T", key);
    int64_t v = pg_range_getitem(r, ((pg_int *)key)->v);
    return pg_exc ? NULL : pg_box_int(v);
}
