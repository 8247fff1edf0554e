/* Enumerations and flags. */
#include "pg_internal.h"
#include "pg_enum.h"

static pg_obj **field(pg_obj *o, const char *name) {
    for (uint32_t i = 0; i < o->type->nfields; i++) {
        const pg_field *f = &o->type->fields[i];
        if (pg_cstrlen(f->name) == pg_cstrlen(name) && pg_memcmp(f->name, name, pg_cstrlen(name)) == 0)
            return (pg_obj **)((uint8_t *)o + f->offset);
    }
    return NULL;
}
static pg_obj *value_of(pg_obj *o) { return *field(o, "_value_"); }
static pg_obj *name_of(pg_obj *o) { return *field(o, "_name_"); }

void *pg_enum_new(const void *type, pg_obj *name, pg_obj *value) {
    const pg_type *t = type;
    pg_obj *o = pg_new(t, t->size);
    if (pg_issubclass(t, &pg_type_int) && pg_isinstance(value, &pg_type_int)) ((pg_int *)o)->v = ((pg_int *)value)->v;
    else if (pg_issubclass(t, &pg_type_str) && pg_isinstance(value, &pg_type_str)) {
        pg_str *s = (pg_str *)o, *v = (pg_str *)value;
        s->nbytes = v->nbytes;
        s->nchars = v->nchars;
        s->hash = v->hash;
        s->data = v->data;
    }
    *field(o, "_value_") = value;
    *field(o, "_name_") = name;
    return o;
}
pg_obj *pg_enum_alias(pg_list *all, pg_obj *value) {
    for (uint32_t i = 0; i < all->len; i++) {
        pg_obj *m = (pg_obj *)PG_P_W(pg_list_at(all, i));
        bool same = pg_obj_eq(value_of(m), value);
        if (pg_exc) { pg_exc = NULL; continue; }
        if (same) return m;
    }
    return NULL;
}
pg_obj *pg_enum_get(pg_list *all, pg_obj *value, const void *type) {
    return pg_isinstance(value, (const pg_type *)type) ? value : pg_enum_alias(all, value);
}
pg_obj *pg_enum_find(pg_list *all, pg_obj *value, const void *type) {
    const pg_type *t = type;
    pg_obj *m = pg_enum_get(all, value, type);
    if (m) return m;
    return pg_raise(&pg_type_ValueError, "%S is not a valid %s", pg_obj_repr(value), t->name);
}

static void put_name(pg_sb *b, pg_obj *o) {
    sb_c(b, pg_last_name(o->type));
    sb_putc(b, '.');
    sb_str(b, (pg_str *)name_of(o));
}
pg_str *pg_enum_repr(pg_obj *o) {
    pg_str *r = pg_obj_repr(value_of(o));
    if (PG_FAILED) return NULL;
    pg_sb b;
    sb_init(&b);
    sb_putc(&b, '<');
    if (name_of(o) == pg_none) sb_c(&b, pg_last_name(o->type));
    else put_name(&b, o);
    sb_c(&b, ": ");
    sb_str(&b, r);
    sb_putc(&b, '>');
    return sb_finish(&b);
}
pg_str *pg_enum_str(pg_obj *o) {
    pg_sb b;
    sb_init(&b);
    if (name_of(o) == pg_none) {
        sb_c(&b, pg_last_name(o->type));
        sb_putc(&b, '(');
        sb_str(&b, pg_obj_repr(value_of(o)));
        sb_putc(&b, ')');
    } else put_name(&b, o);
    return sb_finish(&b);
}
pg_str *pg_enum_value_str(pg_obj *o) { return pg_obj_str(value_of(o)); }
pg_str *pg_enum_format(pg_obj *o, pg_str *spec) { return pg_str_format(pg_obj_str(o), spec); }
pg_str *pg_enum_value_format(pg_obj *o, pg_str *spec) { return pg_obj_format(value_of(o), spec); }

static int64_t bits_of(pg_obj *o) {
    if (o->type == &pg_type_int || o->type == &pg_type_bool) return ((pg_int *)o)->v;
    pg_obj **v = field(o, "_value_");
    return v && pg_isinstance(*v, &pg_type_int) ? ((pg_int *)*v)->v : 0;
}
static int64_t mask(pg_list *members) {
    int64_t m = 0;
    for (uint32_t i = 0; i < members->len; i++) m |= bits_of((pg_obj *)PG_P_W(pg_list_at(members, i)));
    return m;
}
static pg_obj *flag(pg_list *members, pg_list *all, int64_t bits, const pg_type *t) {
    for (uint32_t i = 0; i < all->len; i++) {
        pg_obj *m = (pg_obj *)PG_P_W(pg_list_at(all, i));
        if (bits_of(m) == bits) return m;
    }
    int64_t known = mask(members);
    bool keep = pg_issubclass(t, &pg_type_int);
    if (bits < 0) {
        if (keep) return pg_box_int(bits);
        bits &= known;
        return flag(members, all, bits, t);
    }
    if (!keep && (bits & ~known)) return pg_raise(&pg_type_ValueError, "<flag '%s'> invalid value %l", t->name, bits);
    pg_sb b;
    sb_init(&b);
    bool first = true;
    for (uint32_t i = 0; i < members->len; i++) {
        pg_obj *m = (pg_obj *)PG_P_W(pg_list_at(members, i));
        if (!(bits_of(m) & bits)) continue;
        if (!first) sb_putc(&b, '|');
        first = false;
        sb_str(&b, (pg_str *)name_of(m));
    }
    if (keep && (bits & ~known)) {
        if (!first) sb_putc(&b, '|');
        first = false;
        sb_int(&b, bits & ~known);
    }
    pg_obj *name = first ? pg_none : PG_OBJ(sb_finish(&b));
    pg_obj *made = pg_enum_new(t, name, pg_box_int(bits));
    pg_list_append(all, PG_W_P(made));
    return made;
}
pg_obj *pg_flag_find(pg_list *members, pg_list *all, pg_obj *value, const void *type) {
    const pg_type *t = type;
    if (pg_isinstance(value, t)) return value;
    if (!pg_isinstance(value, &pg_type_int)) return pg_raise(&pg_type_ValueError, "%S is not a valid %s", pg_obj_repr(value), t->name);
    return flag(members, all, ((pg_int *)value)->v, t);
}
pg_obj *pg_flag_binary(pg_list *members, pg_list *all, pg_obj *a, pg_obj *b, int64_t op, const void *type) {
    int64_t x = bits_of(a), y = bits_of(b);
    return flag(members, all, op == PG_AND ? x & y : op == PG_OR ? x | y : x ^ y, type);
}
pg_obj *pg_flag_invert(pg_list *members, pg_list *all, pg_obj *a, const void *type) {
    return flag(members, all, mask(members) & ~bits_of(a), type);
}
bool pg_flag_contains(pg_obj *a, pg_obj *b) { return (bits_of(a) & bits_of(b)) == bits_of(b); }
bool pg_flag_truth(pg_obj *a) { return bits_of(a) != 0; }
pg_list *pg_flag_members(pg_list *members, pg_obj *a) {
    pg_list *out = pg_list_new((pg_kind)members->kind, 4);
    for (uint32_t i = 0; out && i < members->len; i++) {
        pg_obj *m = (pg_obj *)PG_P_W(pg_list_at(members, i));
        if (bits_of(m) & bits_of(a)) pg_list_append(out, PG_W_P(m));
    }
    return out;
}
