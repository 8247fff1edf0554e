/* One element of any kind: boxing, converting, comparing, hashing. Floats only through weak references. */
#include "pg_internal.h"

pg_obj *pg_box(pg_word w, pg_kind k) {
    switch (PG_REP(k)) {
    case PG_REF: return PG_P_W(w);
    case PG_I64: return pg_box_int(w);
    case PG_BOOL: return pg_box_bool(w != 0);
    default: return pg_box_float ? pg_box_float(PG_F_W(w)) : pg_none;
    }
}
/* The words of CPython's own functions, for a dynamic value may be on its way into one of them. */
static PG_COLD pg_word wrong(pg_obj *o, pg_kind wanted) {
    if (wanted == PG_I64) pg_raise(&pg_type_TypeError, "'%T' object cannot be interpreted as an integer", o);
    else if (wanted == PG_F64) pg_raise(&pg_type_TypeError, "must be real number, not %T", o);
    else pg_raise_type("bool", o);
    return 0;
}
pg_word pg_unbox(pg_obj *o, pg_kind k) {
    switch (PG_REP(k)) {
    case PG_REF: return PG_W_P(k == PG_REF || !pg_element ? o : pg_element(o, k));
    case PG_I64: return pg_isinstance(o, &pg_type_int) ? ((pg_int *)o)->v : wrong(o, k);
    case PG_BOOL: return PG_IS(o, bool) ? ((pg_int *)o)->v : wrong(o, k);
    default:
        if (o->type->id == PG_ID_FLOAT) return PG_W_F(((pg_float *)o)->v);
        if (pg_isinstance(o, &pg_type_int)) return PG_W_F((double)((pg_int *)o)->v);
        return wrong(o, k);
    }
}
pg_word pg_convert(pg_word w, pg_kind from, pg_kind to) {
    if (from == to) return w;
    if (PG_REP(to) == PG_REF || PG_REP(from) == PG_REF) return pg_unbox(pg_box(w, from), to);
    if (to == PG_F64) return PG_W_F((double)w);
    if (from == PG_F64) return wrong(pg_box(w, from), to);
    return w;
}
bool pg_word_eq_same(pg_word a, pg_word b, pg_kind k) {
    if (k == PG_F64) return a == b || PG_F_W(a) == PG_F_W(b); /* one object per value is not kept: equal bits count as identical */
    if (a == b) return true;
    return PG_REP(k) == PG_REF && pg_obj_eq(PG_P_W(a), PG_P_W(b));
}
bool pg_word_eq(pg_word a, pg_kind ka, pg_word b, pg_kind kb) {
    pg_kind x = PG_REP(ka), y = PG_REP(kb);
    if (x == y) {
        if (x == PG_F64) return PG_F_W(a) == PG_F_W(b);
        return x == PG_REF ? pg_obj_eq(PG_P_W(a), PG_P_W(b)) : a == b;
    }
    if (x != PG_REF && y != PG_REF && x != PG_F64 && y != PG_F64) return a == b;
    return pg_obj_eq(pg_box(a, ka), pg_box(b, kb));
}
int64_t pg_word_hash(pg_word w, pg_kind k) {
    switch (PG_REP(k)) {
    case PG_REF: return pg_obj_hash(PG_P_W(w));
    case PG_F64: return pg_float_hash ? pg_float_hash(PG_F_W(w)) : w;
    default: return pg_int_hash(w);
    }
}
pg_str *pg_word_repr(pg_word w, pg_kind k) {
    switch (PG_REP(k)) {
    case PG_REF: return pg_obj_repr(PG_P_W(w));
    case PG_I64: return pg_int_str(w);
    case PG_BOOL: return pg_str_lit(w ? "True" : "False");
    default: return pg_float_repr ? pg_float_repr(PG_F_W(w)) : &pg_str_empty;
    }
}
bool pg_obj_same_or_eq(pg_obj *a, pg_obj *b) {
    return a == b || pg_obj_eq(a, b);
}
