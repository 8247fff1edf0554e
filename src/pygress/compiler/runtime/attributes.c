/* Dynamic attributes, dataclasses, Ellipsis and NotImplemented. */
#include "pg_internal.h"

static const pg_field *field(const pg_type *t, pg_str *name) {
    for (uint32_t i = 0; i < t->nfields; i++)
        if (t->fields[i].name && pg_cstrlen(t->fields[i].name) == name->nbytes && memcmp(t->fields[i].name, name->data, name->nbytes) == 0)
            return &t->fields[i];
    return NULL;
}
static pg_word read_field(pg_obj *o, const pg_field *f) {
    const uint8_t *p = (const uint8_t *)o + f->offset;
    switch (PG_REP(f->kind)) {
    case PG_REF: return PG_W_P(*(pg_obj *const *)p);
    case PG_BOOL: return *(const bool *)p;
    default: return *(const int64_t *)p;
    }
}
static bool is(pg_str *name, const char *text) { return name->nbytes == pg_cstrlen(text) && memcmp(name->data, text, name->nbytes) == 0; }
/* The parts of a number, for `"{0.real}"` and Any. */
static pg_obj *of_number(pg_obj *o, pg_str *name) {
    if (o->type->id == PG_ID_FLOAT && is(name, "real")) return o;
    if (o->type->id == PG_ID_FLOAT && is(name, "imag")) { /* made from its class, as a mention of pg_box_float would link float.c */
        pg_float *zero = pg_new(o->type, sizeof(pg_float));
        zero->v = 0;
        return &zero->h;
    }
    if (o->type->id != PG_ID_INT && o->type->id != PG_ID_BOOL) return NULL;
    if (is(name, "real") || is(name, "numerator")) return pg_box_int(((pg_int *)o)->v);
    return is(name, "imag") ? pg_box_int(0) : is(name, "denominator") ? pg_box_int(1) : NULL;
}
pg_obj *pg_obj_getattr(pg_obj *o, pg_str *name) {
    if (o->type->hooks->getattr) {
        pg_obj *r = o->type->hooks->getattr(o, name);
        if (r || pg_exc) return r;
    }
    const pg_field *f = field(o->type, name);
    if (f) {
        pg_word w = read_field(o, f);
        if (PG_REP(f->kind) != PG_REF || w) return pg_box(w, f->kind);
    }
    pg_obj *r = of_number(o, name);
    return r ? r : pg_raise_attribute_str(o, name);
}
void pg_obj_setattr(pg_obj *o, pg_str *name, pg_obj *v) {
    if (o->type->hooks->setattr && (o->type->hooks->setattr(o, name, v) || pg_exc)) return;
    const pg_field *f = field(o->type, name);
    if (!f) { pg_raise_attribute_str(o, name); return; }
    pg_word w = pg_unbox(v, f->kind);
    if (PG_FAILED) return;
    uint8_t *p = (uint8_t *)o + f->offset;
    switch (PG_REP(f->kind)) {
    case PG_REF: *(pg_obj **)p = PG_P_W(w); break;
    case PG_BOOL: *(bool *)p = w != 0; break;
    default: *(int64_t *)p = w;
    }
}
pg_str *pg_dataclass_repr(pg_obj *o) {
    pg_sb b;
    sb_init(&b);
    sb_c(&b, o->type->name);
    if (!pg_repr_enter(o)) { sb_c(&b, "(...)"); return pg_exc ? NULL : sb_finish(&b); }
    sb_putc(&b, '(');
    bool first = true;
    for (uint32_t i = 0; i < o->type->nfields && !b.failed; i++) {
        const pg_field *f = &o->type->fields[i];
        if (f->hide & 1) continue;
        if (!first) sb_put(&b, ", ", 2);
        first = false;
        sb_c(&b, f->name);
        sb_putc(&b, '=');
        sb_str(&b, pg_word_repr(read_field(o, f), f->kind));
    }
    sb_putc(&b, ')');
    pg_repr_leave();
    return sb_finish(&b);
}
bool pg_dataclass_eq(pg_obj *a, pg_obj *b) {
    if (a == b) return true;
    if (a->type != b->type) return false;
    for (uint32_t i = 0; i < a->type->nfields; i++) {
        const pg_field *f = &a->type->fields[i];
        if (f->hide & 2) continue;
        if (!pg_word_eq_same(read_field(a, f), read_field(b, f), f->kind) || pg_exc) return false;
    }
    return true;
}
static pg_str *ellipsis_repr(pg_obj *o) { (void)o; return pg_str_lit("Ellipsis"); }
static pg_str *notimplemented_repr(pg_obj *o) { (void)o; return pg_str_lit("NotImplemented"); }
static const pg_hooks ellipsis_hooks = { .repr = ellipsis_repr };
static const pg_hooks notimplemented_hooks = { .repr = notimplemented_repr };
PG_DEF_TYPE(ellipsis, PG_ID_ELLIPSIS, pg_obj, PG_L_PLAIN, 0, &ellipsis_hooks);
PG_DEF_TYPE_(pg_type_notimplemented, "NotImplementedType", PG_ID_NOTIMPLEMENTED, pg_obj, PG_L_PLAIN, 0, &notimplemented_hooks);
pg_obj pg_ellipsis_obj = { &pg_type_ellipsis, PG_STATIC }, pg_notimplemented_obj = { &pg_type_notimplemented, PG_STATIC };
