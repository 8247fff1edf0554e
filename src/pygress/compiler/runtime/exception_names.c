/* `name` and `obj` of what the runtime raises. Only where something reads them: exception.c refers to it weakly. */
#include "pg_internal.h"

void pg_exc_named(const pg_str *name, const pg_obj *o) {
    pg_obj *parts[] = { PG_OBJ(name), PG_OBJ(o) };
    if (pg_exc && name) pg_exc->value = &pg_tuple_of(2, parts)->h;
}
pg_obj *pg_exc_name(pg_exception *e) { return pg_exc_part(e, 0); }
