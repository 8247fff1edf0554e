/* What an object has to be to count as an element type of the program: where Any meets a declared type, and where dynamic
 * code writes into a container whose elements compiled code reads without a look.
 *
 * A container that nothing but dynamic code has seen holds anything (kind 0). When it is declared (`names: list[str] = data`)
 * its elements are looked at once and it takes the kind, in place, so that whoever else holds it sees the same object. From then
 * on it keeps that kind: what does not fit is refused, as is another declaration. Kinds only ever get more precise. */
#include "pg_internal.h"

/* What only programs with sets have. Types are told by their layout, for a mention of a type brings its methods along. */
__attribute__((weak)) pg_set *pg_set_new(pg_kind kind);
__attribute__((weak)) void pg_set_add(pg_set *s, pg_word w);
__attribute__((weak)) void pg_set_take(pg_set *to, const pg_set *from);

static const pg_element_type *type_of(pg_kind k) { return &pg_element_types[k >> 2]; }
static const uint16_t *parts_of(const pg_element_type *t) { return t->of; }

/* Whether kind a is kind b, perhaps with something more precise in the place of an Any: then code that knows b may use a. */
static bool within(pg_kind a, pg_kind b) {
    if (a == b || b == PG_REF) return true;
    if (a == PG_REF || PG_REP(a) != PG_REF || PG_REP(b) != PG_REF) return false;
    const pg_element_type *x = type_of(a), *y = type_of(b);
    if (x->how != y->how) return false;
    switch (x->how) {
    case PG_E_LIST: case PG_E_SET: case PG_E_FROZENSET: case PG_E_TUPLES: return within(x->a, y->a);
    case PG_E_DICT: return within(x->a, y->a) && within(x->b, y->b);
    case PG_E_TUPLE: case PG_E_UNION:
        if (x->n != y->n) return false;
        for (uint32_t i = 0; i < x->n; i++) {
            pg_kind p = parts_of(x)[i], q = parts_of(y)[i];
            if (PG_REP(p) != PG_REP(q) || !within(p, q)) return false;
        }
        return true;
    default: return false;
    }
}
static bool fits(pg_obj *o, pg_kind k);
static bool all_fit(pg_kind from, pg_kind to, pg_slot *items, size_t n) {
    if (within(from, to)) return true;
    if (!within(to, from)) return false; /* in use as something else */
    for (size_t i = 0; i < n; i++)
        if (!fits(items[i].p, to)) return false;
    return true;
}
static bool entries_fit(pg_dict *d, pg_kind from, pg_kind to, bool keys) {
    if (within(from, to)) return true;
    if (!within(to, from)) return false;
    for (uint32_t i = 0; i < d->used; i++)
        if (d->entries[i].live && !fits(keys ? d->entries[i].key.p : d->entries[i].val.p, to)) return false;
    return true;
}
static bool set_fits(pg_set *s, pg_kind to) {
    if (within(s->kind, to)) return true;
    if (!within(to, s->kind)) return false;
    for (size_t i = 0; s->table && i <= s->mask; i++)
        if (s->table[i].hash != PG_SET_EMPTY && s->table[i].hash != PG_SET_DUMMY && !fits(s->table[i].key.p, to)) return false;
    return true;
}
static bool tuple_fits(pg_tuple *t, const pg_element_type *e) {
    if (e->how == PG_E_TUPLE && t->len != e->n) return false;
    for (uint32_t i = 0; i < t->len; i++)
        if (!fits(pg_tuple_get_boxed(t, i), e->how == PG_E_TUPLE ? parts_of(e)[i] : e->a)) return false;
    return true;
}
/* The member of a union that an object counts as; the first that fits, an int before a float. */
static pg_kind member(pg_obj *o, const pg_element_type *e) {
    for (uint32_t i = 0; i < e->n; i++)
        if (fits(o, parts_of(e)[i])) return parts_of(e)[i];
    return PG_KIND_END;
}
static bool fits(pg_obj *o, pg_kind k) {
    if (k == PG_REF || PG_REP(k) != PG_REF) return pg_element_is(o, k);
    const pg_element_type *e = type_of(k);
    switch (e->how) {
    case PG_E_LIST: return o->type->layout == PG_L_LIST && all_fit(((pg_list *)o)->kind, e->a, ((pg_list *)o)->items, ((pg_list *)o)->len);
    case PG_E_DICT:
        return o->type->layout == PG_L_DICT && entries_fit((pg_dict *)o, ((pg_dict *)o)->kkind, e->a, true)
            && entries_fit((pg_dict *)o, ((pg_dict *)o)->vkind, e->b, false);
    case PG_E_SET: return o->type->layout == PG_L_SET && o->type->id != PG_ID_FROZENSET && set_fits((pg_set *)o, e->a);
    case PG_E_FROZENSET: return o->type->id == PG_ID_FROZENSET && set_fits((pg_set *)o, e->a);
    case PG_E_TUPLE: case PG_E_TUPLES: return o->type->layout == PG_L_TUPLE && tuple_fits((pg_tuple *)o, e);
    case PG_E_UNION: return member(o, e) != PG_KIND_END;
    default: return pg_element_is(o, k);
    }
}

/* After fits: takes the kinds. Gives the object, another one for a tuple that holds its elements differently; NULL if a container
 * occurs twice, as two things. */
static pg_obj *turn(pg_obj *o, pg_kind k);
static bool turn_slot(pg_slot *s, pg_kind to) {
    pg_obj *o = turn(s->p, to);
    if (!o) return false;
    if (PG_REP(to) == PG_REF) s->i = PG_W_P(o);
    else s->i = pg_unbox(o, to);
    return true;
}
static bool turn_list(pg_list *l, pg_kind to) {
    pg_kind from = l->kind;
    if (within(from, to)) return true;
    if (!within(to, from)) return false;
    for (uint32_t i = 0; i < l->len; i++)
        if (!turn_slot(&l->items[i], to) || l->kind != from) return false;
    l->kind = (uint16_t)to;
    return true;
}
static bool turn_entries(pg_dict *d, uint16_t *kind, pg_kind to) {
    pg_kind from = *kind;
    if (within(from, to)) return true;
    if (!within(to, from)) return false;
    for (uint32_t i = 0; i < d->used; i++)
        if (d->entries[i].live && (!turn_slot(kind == &d->kkind ? &d->entries[i].key : &d->entries[i].val, to) || *kind != from)) return false;
    *kind = (uint16_t)to;
    return true;
}
static bool turn_set(pg_set *s, pg_kind to) {
    if (within(s->kind, to)) return true;
    if (!within(to, s->kind)) return false;
    pg_set *n = pg_set_new(to);
    for (size_t i = 0; s->table && i <= s->mask; i++) {
        if (s->table[i].hash == PG_SET_EMPTY || s->table[i].hash == PG_SET_DUMMY) continue;
        pg_slot w = s->table[i].key;
        if (!turn_slot(&w, to)) return false;
        pg_set_add(n, w.i);
        if (PG_FAILED) return false;
    }
    pg_set_take(s, n);
    return true;
}
static pg_obj *turn_tuple(pg_tuple *t, const pg_element_type *e) {
    uint32_t kinds = 0;
    bool same = true, plain = e->how == PG_E_TUPLES;
    for (uint32_t i = 0; !plain && i < e->n && i < 15; i++) kinds |= (uint32_t)PG_REP(parts_of(e)[i]) << 2 * i;
    pg_tuple *r = pg_tuple_new(t->len, kinds);
    for (uint32_t i = 0; r && i < t->len; i++) {
        pg_kind to = plain ? (pg_kind)e->a : (pg_kind)parts_of(e)[i];
        pg_obj *was = pg_tuple_get_boxed(t, i), *o = turn(was, to);
        if (!o) return NULL;
        same &= o == was;
        r->items[i].i = pg_unbox(o, pg_tuple_kind(r, i));
    }
    return same && (plain || t->kinds == kinds) ? &t->h : &r->h;
}
static pg_obj *turn(pg_obj *o, pg_kind k) {
    if (k == PG_F64) return o->type->id == PG_ID_FLOAT || !pg_box_float ? o : pg_box_float((double)((pg_int *)o)->v);
    if (PG_REP(k) != PG_REF || k == PG_REF) return o;
    const pg_element_type *e = type_of(k);
    bool done = true;
    switch (e->how) {
    case PG_E_LIST: done = turn_list((pg_list *)o, e->a); break;
    case PG_E_DICT: done = turn_entries((pg_dict *)o, &((pg_dict *)o)->kkind, e->a) && turn_entries((pg_dict *)o, &((pg_dict *)o)->vkind, e->b); break;
    case PG_E_SET: case PG_E_FROZENSET: done = turn_set((pg_set *)o, e->a); break;
    case PG_E_TUPLE: case PG_E_TUPLES: return turn_tuple((pg_tuple *)o, e);
    case PG_E_UNION: { pg_kind m = member(o, e); return m == PG_KIND_END ? NULL : turn(o, m); }
    default: break;
    }
    return done ? o : NULL;
}
pg_obj *pg_element(pg_obj *o, pg_kind k) {
    if (pg_enter()) return NULL;
    pg_obj *r = fits(o, k) ? turn(o, k) : NULL;
    pg_leave();
    if (!r && !pg_exc) pg_raise_type(type_of(k)->name, o);
    return pg_exc ? NULL : r;
}
