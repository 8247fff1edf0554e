/* Order of dynamic values; linked like operators.c. */
#include "pg_internal.h"

bool pg_obj_compare(pg_obj *a, pg_obj *b, int op) {
    if (op == PG_EQ) return pg_obj_eq(a, b);
    if (op == PG_NE) return !pg_obj_eq(a, b) && !pg_exc;
    static const uint8_t swapped[] = { PG_GT, PG_GE, PG_EQ, PG_NE, PG_LT, PG_LE };
    static const char *const sign[] = { "<", "<=", "==", "!=", ">", ">=" };
    const pg_hooks *ha = a->type->hooks, *hb = b->type->hooks;
    int r = ha->compare ? ha->compare(a, b, op) : PG_NOTIMPL;
    if (PG_FAILED) return false;
    if (r == PG_NOTIMPL && hb->compare) { r = hb->compare(b, a, swapped[op]); if (PG_FAILED) return false; }
    if (r == PG_NOTIMPL) {
        pg_raise(&pg_type_TypeError, "'%s' not supported between instances of '%T' and '%T'", sign[op], a, b);
        return false;
    }
    return r != 0;
}

static bool is_set(pg_obj *o) { return pg_isinstance(o, &pg_type_set) || pg_isinstance(o, &pg_type_frozenset); }
static int64_t value(pg_obj *o) { return ((pg_int *)o)->v; }
static int compare(int64_t x, int64_t y, int op) {
    switch (op) {
    case PG_LT: return x < y;
    case PG_LE: return x <= y;
    case PG_EQ: return x == y;
    case PG_NE: return x != y;
    case PG_GT: return x > y;
    default: return x >= y;
    }
}
int pg_dyn_str_compare(pg_obj *a, pg_obj *b, int op) {
    if (!pg_isinstance(b, &pg_type_str)) return PG_NOTIMPL;
    int c = pg_str_cmp((pg_str *)a, (pg_str *)b);
    return op == PG_LT ? c < 0 : op == PG_LE ? c <= 0 : op == PG_GT ? c > 0 : c >= 0;
}
int pg_dyn_list_compare(pg_obj *a, pg_obj *b, int op) {
    return pg_isinstance(b, &pg_type_list) ? pg_list_cmp((pg_list *)a, (pg_list *)b, op) : PG_NOTIMPL;
}
int pg_dyn_tuple_compare(pg_obj *a, pg_obj *b, int op) {
    return pg_isinstance(b, &pg_type_tuple) ? pg_tuple_cmp((pg_tuple *)a, (pg_tuple *)b, op) : PG_NOTIMPL;
}
int pg_dyn_set_compare(pg_obj *a, pg_obj *b, int op) { return is_set(b) ? pg_set_cmp((pg_set *)a, (pg_set *)b, op) : PG_NOTIMPL; }
int pg_dyn_bytes_compare(pg_obj *a, pg_obj *b, int op) {
    pg_bytes y;
    if (!pg_bytes_contents(b, &y)) return PG_NOTIMPL;
    int c = pg_bytes_cmp((pg_bytes *)a, &y);
    return op == PG_LT ? c < 0 : op == PG_LE ? c <= 0 : op == PG_GT ? c > 0 : c >= 0;
}
int pg_dyn_int_compare(pg_obj *a, pg_obj *b, int op) { return pg_isinstance(b, &pg_type_int) ? compare(value(a), value(b), op) : PG_NOTIMPL; }
