/* Membership in dynamic values; linked like operators.c. */
#include "pg_internal.h"

bool pg_obj_contains(pg_obj *o, pg_obj *x) {
    const pg_hooks *h = o->type->hooks;
    if (h->contains) return h->contains(o, x) != 0;
    if (!h->iter) { pg_raise(&pg_type_TypeError, "argument of type '%T' is not iterable", o); return false; }
    pg_obj *it = h->iter(o), *y;
    if (PG_FAILED) return false;
    while ((y = pg_obj_next(it)) != NULL) {
        if (pg_obj_same_or_eq(y, x)) return true;
        if (PG_FAILED) return false;
    }
    return false;
}

static bool live(const pg_set_entry *e) { return e->hash != PG_SET_EMPTY && e->hash != PG_SET_DUMMY; }
int pg_dyn_str_contains(pg_obj *o, pg_obj *x) {
    if (!pg_isinstance(x, &pg_type_str)) { pg_raise(&pg_type_TypeError, "'in <string>' requires string as left operand, not %T", x); return 0; }
    return pg_str_contains((pg_str *)o, (pg_str *)x);
}
int pg_dyn_list_contains(pg_obj *o, pg_obj *x) {
    pg_list *l = (pg_list *)o;
    for (uint32_t i = 0; i < l->len; i++) {
        if (PG_REP(l->kind) == PG_REF ? pg_obj_same_or_eq(l->items[i].p, x) : pg_obj_eq(pg_box(l->items[i].i, l->kind), x)) return 1;
        if (pg_exc) return 0;
    }
    return 0;
}
int pg_dyn_tuple_contains(pg_obj *o, pg_obj *x) { return pg_tuple_contains((pg_tuple *)o, x); }
int pg_dyn_dict_contains(pg_obj *o, pg_obj *x) { return pg_dict_find_boxed((pg_dict *)o, x) != NULL; }
int pg_dyn_set_contains(pg_obj *o, pg_obj *x) {
    pg_set *s = (pg_set *)o;
    if (PG_REP(s->kind) == PG_REF) return pg_set_contains(s, PG_W_P(x));
    int64_t h = pg_obj_hash(x);
    if (PG_FAILED || !s->table) return 0;
    for (uint32_t i = 0; i <= s->mask; i++)
        if (live(&s->table[i]) && s->table[i].hash == h && pg_obj_eq(pg_box(s->table[i].key.i, s->kind), x)) return 1;
    return 0;
}
int pg_dyn_bytes_contains(pg_obj *o, pg_obj *x) {
    pg_bytes y;
    if (pg_isinstance(x, &pg_type_int)) return pg_bytes_contains_int((pg_bytes *)o, ((pg_int *)x)->v);
    if (pg_bytes_contents(x, &y)) return pg_bytes_contains((pg_bytes *)o, &y);
    pg_raise(&pg_type_TypeError, "a bytes-like object is required, not '%T'", x);
    return 0;
}
int pg_dyn_bytearray_contains(pg_obj *o, pg_obj *x) { return pg_obj_contains(PG_OBJ(pg_bytearray_view((pg_bytearray *)o)), x); }
int pg_dyn_range_contains(pg_obj *o, pg_obj *x) { return pg_isinstance(x, &pg_type_int) && pg_range_contains((pg_range *)o, ((pg_int *)x)->v); }
