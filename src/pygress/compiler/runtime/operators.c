/* Arithmetic of dynamic values. Of the hooks of the builtin types a program gets those of the types that it has, and only if
 * it asks for such arithmetic (prune.py). */
#include "pg_internal.h"

static bool is_set(pg_obj *o) { return pg_isinstance(o, &pg_type_set) || pg_isinstance(o, &pg_type_frozenset); }
static int64_t value(pg_obj *o) { return ((pg_int *)o)->v; }
static bool number(pg_obj *o, double *d) {
    if (pg_isinstance(o, &pg_type_int)) { *d = (double)value(o); return true; }
    if (o->type->layout == PG_L_PLAIN && (o->type->id == PG_ID_FLOAT || pg_isinstance(o, &pg_type_float))) { *d = ((pg_float *)o)->v; return true; }
    return false;
}

/* The result by the hooks of both sides, in Python's order; NULL without pg_exc if neither has one. */
static pg_obj *apply(pg_obj *a, pg_obj *b, int op) {
    const pg_hooks *ha = a->type->hooks, *hb = b->type->hooks;
    pg_obj *r = NULL;
    bool sub = a->type != b->type && hb->binary && hb->binary != ha->binary && pg_issubclass(b->type, a->type);
    if (sub) { r = hb->binary(b, a, op, true); if (r || pg_exc) return r; }
    if (ha->binary) { r = ha->binary(a, b, op, false); if (r || pg_exc) return r; }
    return !sub && hb->binary ? hb->binary(b, a, op, true) : NULL;
}
static pg_obj *unsupported(pg_obj *a, pg_obj *b, const char *what) {
    return pg_raise(&pg_type_TypeError, "unsupported operand type(s) for %s: '%T' and '%T'", what, a, b);
}
pg_obj *pg_obj_binary(pg_obj *a, pg_obj *b, int op) {
    static const char *const sign[] = { "+", "-", "*", "/", "//", "%", "** or pow()", "<<", ">>", "&", "|", "^", "@" };
    pg_obj *r = apply(a, b, op);
    return r || pg_exc ? r : unsupported(a, b, sign[op]);
}
pg_obj *pg_obj_in_place(pg_obj *a, pg_obj *b, int op) {
    static const char *const sign[] = { "+=", "-=", "*=", "/=", "//=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^=", "@=" };
    pg_obj *r = a->type->hooks->binary ? a->type->hooks->binary(a, b, op | PG_IN_PLACE, false) : NULL;
    if (!r && !pg_exc) r = apply(a, b, op);
    return r || pg_exc ? r : unsupported(a, b, sign[op]);
}
pg_obj *pg_obj_divmod(pg_obj *a, pg_obj *b) {
    double x, y;
    if (!number(a, &x) || !number(b, &y)) return unsupported(a, b, "divmod()");
    if (y == 0 && !(pg_isinstance(a, &pg_type_int) && pg_isinstance(b, &pg_type_int))) return pg_raise(&pg_type_ZeroDivisionError, "float divmod()");
    pg_obj *q = apply(a, b, PG_FLOORDIV), *r = pg_exc ? NULL : apply(a, b, PG_MOD);
    if (pg_exc) return NULL;
    pg_tuple *t = pg_tuple_new(2, 0);
    if (!t) return NULL;
    t->items[0].i = PG_W_P(q);
    t->items[1].i = PG_W_P(r);
    return PG_OBJ(t);
}
pg_obj *pg_obj_round(pg_obj *o, pg_obj *digits) {
    double d;
    if (digits != pg_none && !pg_isinstance(digits, &pg_type_int)) return pg_raise(&pg_type_TypeError, "'%T' object cannot be interpreted as an integer", digits);
    if (pg_isinstance(o, &pg_type_int)) {
        int64_t v = digits == pg_none ? value(o) : pg_int_round(value(o), value(digits));
        return pg_exc ? NULL : pg_box_int(v);
    }
    if (!number(o, &d)) return pg_raise(&pg_type_TypeError, "type %T doesn't define __round__ method", o);
    if (digits == pg_none) {
        int64_t v = pg_float_round_int(d);
        return pg_exc ? NULL : pg_box_int(v);
    }
    d = pg_float_round(d, value(digits));
    return pg_exc ? NULL : pg_box_float(d);
}
pg_obj *pg_obj_unary(pg_obj *o, int op) {
    pg_obj *r = o->type->hooks->unary ? o->type->hooks->unary(o, op) : NULL;
    if (r || pg_exc) return r;
    static const char *const what[] = { "unary -", "unary +", "unary ~", "abs()" };
    if (op == PG_ABS) return pg_raise(&pg_type_TypeError, "bad operand type for abs(): '%T'", o);
    return pg_raise(&pg_type_TypeError, "bad operand type for %s: '%T'", what[op], o);
}

pg_obj *pg_dyn_str_binary(pg_obj *a, pg_obj *b, int op, bool reflected) {
    if (op == PG_ADD && !reflected && pg_isinstance(b, &pg_type_str)) return PG_OBJ(pg_str_concat((pg_str *)a, (pg_str *)b));
    if (op == PG_ADD && !reflected) return pg_raise(&pg_type_TypeError, "can only concatenate str (not \"%T\") to str", b);
    if (op == PG_MUL && pg_isinstance(b, &pg_type_int)) return PG_OBJ(pg_str_repeat((pg_str *)a, ((pg_int *)b)->v));
    return NULL;
}
pg_obj *pg_dyn_list_binary(pg_obj *a, pg_obj *b, int op, bool reflected) {
    if (op == PG_ADD && !reflected) {
        if (!pg_isinstance(b, &pg_type_list)) return pg_raise(&pg_type_TypeError, "can only concatenate list (not \"%T\") to list", b);
        pg_list *x = (pg_list *)a, *y = (pg_list *)b;
        if (x->kind != y->kind) x = pg_list_convert(x, PG_REF);
        return x ? PG_OBJ(pg_list_concat(x, y)) : NULL;
    }
    if (op == PG_MUL && pg_isinstance(b, &pg_type_int)) return PG_OBJ(pg_list_repeat((pg_list *)a, ((pg_int *)b)->v));
    if (op == (PG_ADD | PG_IN_PLACE)) { pg_list_extend_obj((pg_list *)a, b); return pg_exc ? NULL : a; }
    if (op == (PG_MUL | PG_IN_PLACE) && pg_isinstance(b, &pg_type_int)) {
        pg_list *once = value(b) > 1 ? pg_list_copy((pg_list *)a) : NULL;
        if (value(b) <= 0) pg_list_clear((pg_list *)a);
        for (int64_t i = 1; i < value(b) && !pg_exc; i++) pg_list_extend((pg_list *)a, once);
        return pg_exc ? NULL : a;
    }
    return NULL;
}
pg_obj *pg_dyn_tuple_binary(pg_obj *a, pg_obj *b, int op, bool reflected) {
    if (op == PG_ADD && !reflected) {
        if (!pg_isinstance(b, &pg_type_tuple)) return pg_raise(&pg_type_TypeError, "can only concatenate tuple (not \"%T\") to tuple", b);
        return PG_OBJ(pg_tuple_concat((pg_tuple *)a, (pg_tuple *)b));
    }
    if (op == PG_MUL && pg_isinstance(b, &pg_type_int)) return PG_OBJ(pg_tuple_repeat((pg_tuple *)a, ((pg_int *)b)->v));
    return NULL;
}
pg_obj *pg_dyn_dict_binary(pg_obj *a, pg_obj *b, int op, bool reflected) {
    if (op == (PG_OR | PG_IN_PLACE)) { pg_dict_update_obj((pg_dict *)a, b); return pg_exc ? NULL : a; }
    if (op != PG_OR || reflected || !pg_isinstance(b, &pg_type_dict)) return NULL;
    pg_dict_any_keys();
    pg_dict *x = pg_dict_new(PG_REF, PG_REF, 0);
    pg_dict_update(x, (pg_dict *)a);
    pg_dict_update(x, (pg_dict *)b);
    return PG_OBJ(x);
}
pg_obj *pg_dyn_set_binary(pg_obj *a, pg_obj *b, int op, bool reflected) {
    if (reflected || !is_set(b)) return NULL;
    pg_set *x = (pg_set *)a, *y = (pg_set *)b;
    if (op & PG_IN_PLACE && !pg_isinstance(a, &pg_type_set)) return NULL;
    switch (op) {
    case PG_AND | PG_IN_PLACE: pg_set_intersection_update(x, y); return pg_exc ? NULL : a;
    case PG_OR | PG_IN_PLACE: pg_set_update(x, y); return pg_exc ? NULL : a;
    case PG_SUB | PG_IN_PLACE: pg_set_difference_update(x, y); return pg_exc ? NULL : a;
    case PG_XOR | PG_IN_PLACE: pg_set_symmetric_difference_update(x, y); return pg_exc ? NULL : a;
    case PG_AND: return PG_OBJ(pg_set_intersection(x, y));
    case PG_OR: return PG_OBJ(pg_set_union(x, y));
    case PG_SUB: return PG_OBJ(pg_set_difference(x, y));
    case PG_XOR: return PG_OBJ(pg_set_symmetric_difference(x, y));
    default: return NULL;
    }
}
pg_obj *pg_dyn_bytes_binary(pg_obj *a, pg_obj *b, int op, bool reflected) {
    pg_bytes y;
    if (op == PG_ADD && !reflected) {
        if (!pg_bytes_contents(b, &y)) return pg_raise(&pg_type_TypeError, "can't concat %T to bytes", b);
        return PG_OBJ(pg_bytes_concat((pg_bytes *)a, &y));
    }
    if (op == PG_MUL && pg_isinstance(b, &pg_type_int)) return PG_OBJ(pg_bytes_repeat((pg_bytes *)a, ((pg_int *)b)->v));
    return NULL;
}
pg_obj *pg_dyn_int_binary(pg_obj *a, pg_obj *b, int op, bool reflected) {
    if (!pg_isinstance(b, &pg_type_int)) return NULL;
    int64_t x = value(reflected ? b : a), y = value(reflected ? a : b), r;
    bool bools = PG_IS(a, bool) && PG_IS(b, bool);
    switch (op) {
    case PG_ADD: r = pg_int_add(x, y); break;
    case PG_SUB: r = pg_int_sub(x, y); break;
    case PG_MUL: r = pg_int_mul(x, y); break;
    case PG_FLOORDIV: r = pg_int_floordiv(x, y); break;
    case PG_MOD: r = pg_int_mod(x, y); break;
    case PG_LSHIFT: r = pg_int_lshift(x, y); break;
    case PG_RSHIFT: r = pg_int_rshift(x, y); break;
    case PG_AND: r = x & y; if (bools) return pg_box_bool(r != 0); break;
    case PG_OR: r = x | y; if (bools) return pg_box_bool(r != 0); break;
    case PG_XOR: r = x ^ y; if (bools) return pg_box_bool(r != 0); break;
    case PG_POW: {
        extern double pg_int_pow_float(int64_t, int64_t) __attribute__((weak));
        if (y >= 0) { r = pg_int_pow(x, y); break; }
        double d = pg_int_pow_float ? pg_int_pow_float(x, y) : 0;
        return pg_exc || !pg_box_float ? NULL : pg_box_float(d);
    }
    case PG_TRUEDIV: { if (!pg_int_truediv) return NULL; double d = pg_int_truediv(x, y); return pg_exc || !pg_box_float ? NULL : pg_box_float(d); }
    default: return NULL;
    }
    return pg_exc ? NULL : pg_box_int(r);
}
pg_obj *pg_dyn_int_unary(pg_obj *o, int op) {
    int64_t v = value(o);
    switch (op) {
    case PG_NEG: v = pg_int_neg(v); break;
    case PG_INVERT: v = ~v; break;
    case PG_ABS: v = pg_int_abs(v); break;
    default: break;
    }
    return pg_exc ? NULL : pg_box_int(v);
}
pg_obj *pg_dyn_float_binary(pg_obj *a, pg_obj *b, int op, bool reflected) {
    double x, y, r;
    if (!number(reflected ? b : a, &x) || !number(reflected ? a : b, &y)) return NULL;
    switch (op) {
    case PG_ADD: r = x + y; break;
    case PG_SUB: r = x - y; break;
    case PG_MUL: r = x * y; break;
    case PG_TRUEDIV: r = pg_float_div(x, y); break;
    case PG_FLOORDIV: r = pg_float_floordiv(x, y); break;
    case PG_MOD: r = pg_float_mod(x, y); break;
    case PG_POW: { extern double pg_float_pow(double, double) __attribute__((weak)); if (!pg_float_pow) return NULL; r = pg_float_pow(x, y); break; }
    default: return NULL;
    }
    return pg_exc ? NULL : pg_box_float(r);
}
pg_obj *pg_dyn_float_unary(pg_obj *o, int op) {
    double v = ((pg_float *)o)->v;
    if (op == PG_INVERT) return NULL;
    return pg_box_float(op == PG_NEG ? -v : op == PG_ABS ? __builtin_fabs(v) : v);
}
pg_obj *pg_dyn_dictview_binary(pg_obj *a, pg_obj *b, int op, bool reflected) {
    if (reflected) return NULL;
    pg_set *x = pg_set_from_obj(&pg_type_set, a, PG_REF), *y = x ? pg_set_from_obj(&pg_type_set, b, PG_REF) : NULL;
    if (!y) return NULL;
    switch (op) {
    case PG_AND: return PG_OBJ(pg_set_intersection(x, y));
    case PG_OR: return PG_OBJ(pg_set_union(x, y));
    case PG_SUB: return PG_OBJ(pg_set_difference(x, y));
    case PG_XOR: return PG_OBJ(pg_set_symmetric_difference(x, y));
    default: return NULL;
    }
}