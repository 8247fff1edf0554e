/* copy.copy, copy.deepcopy and vars. No collection runs in here: addresses stand for objects. */
#include "pg_internal.h"

static bool is_atom(pg_obj *o) {
    switch (o->type->id) {
    case PG_ID_NONE: case PG_ID_BOOL: case PG_ID_INT: case PG_ID_FLOAT: case PG_ID_STR: case PG_ID_BYTES: case PG_ID_TYPE:
    case PG_ID_FUNC: case PG_ID_RANGE: case PG_ID_SLICE: case PG_ID_ELLIPSIS: case PG_ID_NOTIMPLEMENTED: return true;
    default: return o->type->flags & PG_TF_ATOM || o->type->layout == PG_L_STR || o->type->layout == PG_L_BYTES;
    }
}
/* The object itself without what it owns: containers share their storage until that is replaced. */
static pg_obj *shell(pg_obj *o) {
    size_t size = o->type->size;
    if (o->type->layout == PG_L_TUPLE) size += (size_t)((pg_tuple *)o)->len * sizeof(pg_slot);
    pg_obj *n = pg_new(o->type, size);
    __builtin_memcpy((uint8_t *)n + sizeof(pg_obj), (uint8_t *)o + sizeof(pg_obj), size - sizeof(pg_obj));
    return n;
}
static void take_list(pg_obj *n, pg_list *from) {
    pg_list *to = (pg_list *)n;
    to->items = from->items; to->len = from->len; to->cap = from->cap; to->kind = from->kind;
}
static void take_dict(pg_obj *n, pg_dict *from) {
    pg_dict *to = (pg_dict *)n;
    to->len = from->len; to->used = from->used; to->cap = from->cap; to->mask = from->mask;
    to->entries = from->entries; to->index = from->index; to->kkind = from->kkind; to->vkind = from->vkind;
}
static bool can_copy(pg_obj *o) {
    if (o->type->layout == PG_L_CUSTOM || o->type->layout == PG_L_ITER || o->type->layout == PG_L_DEQUE
        || (o->type->layout == PG_L_PLAIN && !(o->type->flags & PG_TF_USER) && o->type->id != PG_ID_OBJECT)) {
        pg_raise(&pg_type_TypeError, "cannot pickle '%T' object", o);
        return false;
    }
    return true;
}
pg_obj *pg_shallow_copy(pg_obj *o) {
    if (is_atom(o) || (o->type->layout == PG_L_TUPLE && !(o->type->flags & PG_TF_USER))) return o;
    if (!can_copy(o)) return NULL;
    pg_obj *n = shell(o);
    switch (o->type->layout) {
    case PG_L_LIST: { pg_list *l = pg_list_copy((pg_list *)o); if (l) take_list(n, l); break; }
    case PG_L_DICT: { pg_dict *d = pg_dict_copy((pg_dict *)o); if (d) take_dict(n, d); break; }
    case PG_L_SET: { pg_set *s = pg_set_copy((pg_set *)o); if (s) pg_set_take((pg_set *)n, s); break; }
    case PG_L_BYTEARRAY: {
        pg_bytearray *b = pg_bytearray_new(((pg_bytearray *)o)->data, ((pg_bytearray *)o)->len);
        if (b) { ((pg_bytearray *)n)->data = b->data; ((pg_bytearray *)n)->cap = b->cap; }
        break;
    }
    default: break;
    }
    if (!pg_exc && o->type->flags & PG_TF_USER && __builtin_strcmp(o->type->module, "pygress.compiler.stdlib.collections") == 0) {
        for (uint32_t i = 0; i < o->type->nfields && !pg_exc; i++) { /* the lists inside a deque are its own */
            const pg_field *f = &o->type->fields[i];
            pg_obj **at = (pg_obj **)((uint8_t *)n + f->offset);
            if (PG_REP(f->kind) == PG_REF && *at && (*at)->type->layout == PG_L_LIST) *at = PG_OBJ(pg_list_copy((pg_list *)*at));
        }
    }
    return pg_exc ? NULL : n;
}

static pg_obj *deep(pg_dict *memo, pg_obj *o);
static void deep_slot(pg_dict *memo, pg_slot *s) {
    if (!pg_exc && s->p) {
        pg_obj *n = deep(memo, s->p);
        if (n) s->i = PG_W_P(n);
    }
}
static void remember(pg_dict *memo, pg_obj *o, pg_obj *n) {
    pg_dict_setitem(memo, (int64_t)(uintptr_t)o, PG_W_P(n));
}
static pg_obj *deep_tuple(pg_dict *memo, pg_tuple *t) {
    pg_tuple *n = (pg_tuple *)shell(&t->h);
    bool same = true;
    for (uint32_t i = 0; i < n->len && !pg_exc; i++) {
        if (pg_tuple_kind(n, i) != PG_REF) continue;
        deep_slot(memo, &n->items[i]);
        same &= n->items[i].p == t->items[i].p;
    }
    if (pg_exc) return NULL;
    pg_entry *meanwhile = pg_dict_find_int(memo, (int64_t)(uintptr_t)t); /* a cycle through the tuple made it */
    if (meanwhile) return meanwhile->val.p;
    pg_obj *out = same ? &t->h : &n->h;
    remember(memo, &t->h, out);
    return out;
}
static void deep_content(pg_dict *memo, pg_obj *o, pg_obj *n) {
    switch (o->type->layout) {
    case PG_L_LIST: {
        pg_list *l = (pg_list *)n;
        for (uint32_t i = 0; PG_REP(l->kind) == PG_REF && i < l->len; i++) deep_slot(memo, &l->items[i]);
        break;
    }
    case PG_L_DICT: {
        pg_dict *from = (pg_dict *)o, *to = pg_dict_new(from->kkind, from->vkind, from->len);
        for (uint32_t i = 0; i < from->used && !pg_exc; i++) {
            pg_entry *e = &from->entries[i];
            if (!e->live) continue;
            pg_slot key = e->key, value = e->val;
            if (PG_REP(from->kkind) == PG_REF) deep_slot(memo, &key);
            if (PG_REP(from->vkind) == PG_REF) deep_slot(memo, &value);
            if (!pg_exc) pg_dict_setitem(to, key.i, value.i);
        }
        if (!pg_exc) take_dict(n, to);
        break;
    }
    case PG_L_SET: {
        pg_set *from = (pg_set *)o, *to = pg_set_new((pg_kind)from->kind);
        pg_list *items = pg_list_from_obj(o, (pg_kind)from->kind);
        for (uint32_t i = 0; items && i < items->len && !pg_exc; i++) {
            if (PG_REP(from->kind) == PG_REF) deep_slot(memo, &items->items[i]);
            if (!pg_exc) pg_set_add(to, items->items[i].i);
        }
        if (!pg_exc) pg_set_take((pg_set *)n, to);
        break;
    }
    default: break;
    }
    for (uint32_t i = 0; i < o->type->nfields && o->type->flags & PG_TF_USER; i++) {
        const pg_field *f = &o->type->fields[i];
        if (PG_REP(f->kind) == PG_REF) {
            pg_obj **at = (pg_obj **)((uint8_t *)n + f->offset);
            pg_slot s = { .i = PG_W_P(*at) };
            deep_slot(memo, &s);
            *at = s.p;
        }
    }
}
static pg_obj *deep(pg_dict *memo, pg_obj *o) {
    if (is_atom(o)) return o;
    pg_entry *e = pg_dict_find_int(memo, (int64_t)(uintptr_t)o);
    if (e) return e->val.p;
    if (pg_enter()) return NULL;
    pg_obj *n;
    if (o->type->layout == PG_L_TUPLE) n = deep_tuple(memo, (pg_tuple *)o);
    else if ((n = pg_shallow_copy(o)) != NULL) {
        remember(memo, o, n);
        deep_content(memo, o, n);
    }
    pg_leave();
    return pg_exc ? NULL : n;
}
pg_obj *pg_deep_copy(pg_obj *o) {
    pg_dict *memo = pg_dict_new(PG_I64, PG_REF, 0);
    return memo ? deep(memo, o) : NULL;
}

/* A fresh dict of the attributes that are set; changes of it do not reach the object. */
pg_dict *pg_vars(pg_obj *o) {
    if (!(o->type->flags & PG_TF_USER)) return pg_raise(&pg_type_TypeError, "vars() argument must have __dict__ attribute");
    pg_dict *out = pg_dict_new(PG_REF, PG_REF, o->type->nfields);
    for (uint32_t i = 0; out && i < o->type->nfields; i++) {
        const pg_field *f = &o->type->fields[i];
        uint8_t *at = (uint8_t *)o + f->offset;
        pg_obj *v;
        switch (PG_REP(f->kind)) {
        case PG_I64: v = pg_box_int(*(int64_t *)at); break;
        case PG_F64: v = pg_box_float ? pg_box_float(*(double *)at) : NULL; break;
        case PG_BOOL: v = pg_box_bool(*(bool *)at); break;
        default: v = *(pg_obj **)at; break;
        }
        if (v) pg_dict_setitem(out, PG_W_P(pg_str_lit(f->name)), PG_W_P(v));
    }
    return out;
}
