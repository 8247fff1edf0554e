/* Dynamic operations: what `Any`, `object` and elements of containers answer, by the hooks of their types. */
#include "pg_internal.h"

static pg_str *none_repr(pg_obj *o) { (void)o; return pg_str_lit("None"); }
static int none_truth(pg_obj *o) { (void)o; return 0; }
static int64_t none_hash(pg_obj *o) { (void)o; return 0xFCA86420; }
static const pg_hooks none_hooks = { .repr = none_repr, .truth = none_truth, .hash = none_hash };
PG_DEF_TYPE_(pg_type_none, "NoneType", PG_ID_NONE, pg_obj, PG_L_PLAIN, 0, &none_hooks);
pg_obj pg_none_obj = { &pg_type_none, PG_STATIC };

static const pg_type *const object_mro[] = { &pg_type_object };
const pg_hooks pg_object_hooks = { 0 };
const pg_type pg_type_object = { PG_TYPE_HEAD, PG_ID_OBJECT, sizeof(pg_obj), PG_L_PLAIN, 0, 1, 0, "object", "builtins", object_mro, 0, &pg_object_hooks };

static pg_str *type_repr(pg_obj *o) { return pg_type_repr((const pg_type *)o); }
static const pg_hooks type_hooks = { .repr = type_repr };
PG_DEF_TYPE(type, PG_ID_TYPE, pg_type, PG_L_PLAIN, 0, &type_hooks);

bool pg_issubclass(const pg_type *a, const pg_type *b) {
    for (uint32_t i = 0; i < a->nmro; i++) if (a->mro[i] == b) return true;
    return false;
}
bool pg_isinstance_slow(const pg_obj *o, const pg_type *t) { return pg_issubclass(o->type, t); }

/* ---- text */

static const pg_obj *printing[64];
static uint32_t n_printing;
bool pg_repr_enter(const pg_obj *o) {
    for (uint32_t i = 0; i < n_printing; i++) if (printing[i] == o) return false;
    if (n_printing == 64) { pg_raise(&pg_type_RecursionError, "maximum recursion depth exceeded while getting the repr of an object"); return false; }
    printing[n_printing++] = o;
    return true;
}
void pg_repr_leave(void) { if (n_printing) n_printing--; }

pg_str *pg_type_name(const pg_type *t) {
    const char *last = pg_last_name(t);
    return pg_str_share((const uint8_t *)last, pg_cstrlen(last));
}
static void qualified(pg_sb *b, const pg_type *t) {
    if (t->module && __builtin_strcmp(t->module, "builtins") != 0) { sb_c(b, t->module); sb_putc(b, '.'); }
    sb_c(b, t->name);
}
pg_str *pg_type_repr(const pg_type *t) {
    pg_sb b;
    sb_init(&b);
    sb_c(&b, "<class '");
    qualified(&b, t);
    sb_c(&b, "'>");
    return sb_finish(&b);
}
pg_str *pg_object_repr(pg_obj *o) {
    pg_sb b;
    sb_init(&b);
    sb_putc(&b, '<');
    qualified(&b, o->type);
    sb_c(&b, " object at 0x");
    uint64_t id = (uint64_t)pg_id(o);
    for (int i = 44; i >= 0; i -= 4) sb_putc(&b, "0123456789abcdef"[id >> i & 15]);
    sb_putc(&b, '>');
    return sb_finish(&b);
}
pg_str *pg_obj_repr(pg_obj *o) {
    if (!o->type->hooks->repr) return pg_object_repr(o);
    if (pg_enter()) return NULL;
    pg_str *s = o->type->hooks->repr(o);
    pg_leave();
    return PG_FAILED ? NULL : s;
}
pg_str *pg_obj_str(pg_obj *o) {
    if (PG_IS(o, str)) return (pg_str *)o;
    if (!o->type->hooks->str) return pg_obj_repr(o);
    if (pg_enter()) return NULL;
    pg_str *s = o->type->hooks->str(o);
    pg_leave();
    return PG_FAILED ? NULL : s;
}
pg_str *pg_base_repr(pg_obj *o, const pg_type *base) {
    return base->hooks->repr ? base->hooks->repr(o) : pg_object_repr(o);
}
pg_str *pg_base_str(pg_obj *o, const pg_type *base) {
    return base->hooks->str ? base->hooks->str(o) : pg_obj_repr(o);
}
/* ---- comparing */

bool pg_obj_eq(pg_obj *a, pg_obj *b) {
    if (PG_IS(a, str) && PG_IS(b, str)) return pg_str_eq((pg_str *)a, (pg_str *)b);
    if (a == b && a->type->id != PG_ID_FLOAT) { if (!(a->type->flags & PG_TF_USER)) return true; }
    const pg_hooks *ha = a->type->hooks, *hb = b->type->hooks;
    int r = PG_NOTIMPL;
    bool sub = a->type != b->type && hb->eq && hb->eq != ha->eq && pg_issubclass(b->type, a->type);
    if (sub) { r = hb->eq(b, a); if (PG_FAILED) return false; }
    if (r == PG_NOTIMPL && ha->eq) { r = ha->eq(a, b); if (PG_FAILED) return false; }
    if (r == PG_NOTIMPL && !sub && hb->eq) { r = hb->eq(b, a); if (PG_FAILED) return false; }
    return r == PG_NOTIMPL ? a == b : r != 0;
}
int64_t pg_obj_hash(pg_obj *o) {
    if (PG_IS(o, str)) return pg_str_hash((pg_str *)o);
    if (o->type->flags & PG_TF_UNHASHABLE) { pg_raise(&pg_type_TypeError, "unhashable type: '%T'", o); return 0; }
    if (o->type->hooks->hash) return o->type->hooks->hash(o);
    return pg_hash_pointer(o);
}
bool pg_obj_truth(pg_obj *o) {
    const pg_hooks *h = o->type->hooks;
    if (h->truth) return h->truth(o) != 0;
    if (h->len) return h->len(o) != 0;
    return true;
}
int64_t pg_obj_len(pg_obj *o) {
    if (o->type->hooks->len) return o->type->hooks->len(o);
    pg_raise(&pg_type_TypeError, "object of type '%T' has no len()", o);
    return 0;
}

/* ---- containers */

pg_obj *pg_obj_call(pg_obj *o, uint32_t nargs, pg_obj *const *args) {
    if (o->type->hooks->call) return o->type->hooks->call(o, nargs, args);
    extern pg_obj *pg_class_make(const pg_type *, pg_tuple *, pg_dict *) __attribute__((weak));
    if (pg_class_make && o->type == &pg_type_type) {
        pg_obj *made = pg_class_make((const pg_type *)o, pg_tuple_of(nargs, args), NULL);
        if (made || pg_exc) return made;
    }
    return pg_raise(&pg_type_TypeError, "'%T' object is not callable", o);
}
pg_obj *pg_cast_for(pg_obj *o, const pg_type *t, const pg_str *attribute) {
    return pg_isinstance(o, t) ? o : pg_raise_attribute_str(o, attribute);
}
pg_obj *pg_cast(pg_obj *o, const pg_type *t) {
    if (pg_isinstance(o, t)) return o;
    return pg_raise(&pg_type_TypeError, "expected %s, got %T", t->name, o);
}
