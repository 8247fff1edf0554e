/* Element types without parts that could be something else: classes, numbers, None and unions of them (elements.c has the rest). */
#include "pg_internal.h"

bool pg_element_is(pg_obj *o, pg_kind k) {
    if (k == PG_REF) return true;
    if (k == PG_I64) return pg_isinstance(o, &pg_type_int);
    if (k == PG_BOOL) return o->type->id == PG_ID_BOOL;
    if (k == PG_F64) return o->type->id == PG_ID_FLOAT || pg_isinstance(o, &pg_type_int);
    const pg_element_type *e = &pg_element_types[k >> 2];
    switch (e->how) {
    case PG_E_ANY: return true;
    case PG_E_NONE: return o == pg_none;
    case PG_E_CLASS:
        for (uint32_t i = 0; i < e->n; i++)
            if (pg_isinstance(o, ((const pg_type *const *)e->of)[i])) return true;
        return false;
    case PG_E_UNION:
        for (uint32_t i = 0; i < e->n; i++)
            if (pg_element_is(o, ((const uint16_t *)e->of)[i])) return true;
        return false;
    case PG_E_FUNC: return o->type->id == PG_ID_FUNC && ((pg_func *)o)->signature == (uint32_t)k;
    case PG_E_TYPE: return o->type->id == PG_ID_TYPE && (e->n == 0 || pg_issubclass((const pg_type *)o, ((const pg_type *const *)e->of)[0]));
    default: return false;
    }
}
pg_obj *pg_element_plain(pg_obj *o, pg_kind k) {
    if (pg_element_is(o, k)) return o;
    return pg_raise_type(pg_element_types[k >> 2].name, o);
}
