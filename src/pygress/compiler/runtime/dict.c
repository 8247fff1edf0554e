/* dict: entries in insertion order, an index of positions beside them. Up to 8 entries are searched without an index. */
#include "pg_internal.h"

#define SMALL 8
#define NONE 0xFFFFFFFFu

static pg_str *repr_hook(pg_obj *o) { return pg_dict_repr((pg_dict *)o); }
static int eq_hook(pg_obj *a, pg_obj *b) { return pg_isinstance(b, &pg_type_dict) ? pg_dict_eq((pg_dict *)a, (pg_dict *)b) : PG_NOTIMPL; }
static int64_t len_hook(pg_obj *o) { return ((pg_dict *)o)->len; }
/* A key of another kind than the dict's: 1 == 1.0 == True must still be found. */
pg_entry *pg_dict_find_boxed(pg_dict *d, pg_obj *key) {
    pg_dict_any_keys();
    if (PG_REP(d->kkind) == PG_REF) return pg_dict_find(d, PG_W_P(key));
    int64_t h = pg_obj_hash(key);
    if (PG_FAILED) return NULL;
    if (PG_REP(d->kkind) == PG_I64 && pg_isinstance(key, &pg_type_int)) return pg_dict_find_int(d, ((pg_int *)key)->v);
    for (uint32_t i = 0; i < d->used; i++)
        if (d->entries[i].live && d->entries[i].hash == pg_fold_hash(h) && pg_obj_eq(pg_box(d->entries[i].key.i, d->kkind), key)) return &d->entries[i];
    return NULL;
}
void pg_dict_remove_entry(pg_dict *d, pg_entry *e) {
    e->live = 0;
    d->len--;
    if (d->len == 0) pg_dict_clear(d);
}
const pg_hooks pg_dict_hooks = { .repr = repr_hook, .eq = eq_hook, .len = len_hook, .getitem = pg_dyn_dict_getitem, .setitem = pg_dyn_dict_setitem,
    .delitem = pg_dyn_dict_delitem, .contains = pg_dyn_dict_contains, .iter = pg_dyn_dict_iter, .binary = pg_dyn_dict_binary };
PG_DEF_TYPE(dict, PG_ID_DICT, pg_dict, PG_L_DICT, PG_TF_UNHASHABLE, &pg_dict_hooks);

pg_obj *pg_dict_pair(pg_dict *d, pg_entry *e) {
    pg_tuple *t = pg_tuple_new(2, (uint32_t)PG_REP(d->kkind) | (uint32_t)PG_REP(d->vkind) << 2);
    t->items[0] = e->key;
    t->items[1] = e->val;
    return PG_OBJ(t);
}

/* ---- table */

pg_dict *pg_dict_new(pg_kind kk, pg_kind vk, int64_t cap) {
    pg_dict *d = pg_alloc(sizeof(pg_dict));
    memset(d, 0, sizeof *d);
    d->h.type = &pg_type_dict;
    d->kkind = (uint16_t)kk;
    d->vkind = (uint16_t)vk;
    if (cap > 0 && cap <= SMALL) {
        d->entries = pg_data_alloc((size_t)cap * sizeof(pg_entry));
        if (d->entries) d->cap = (uint32_t)cap;
    }
    return d;
}
static void index_put(uint32_t *index, uint32_t mask, uint32_t hash, uint32_t at) {
    uint32_t i = hash >> 1 & mask;
    while (index[i] != NONE) i = (i + 1) & mask;
    index[i] = at;
}
/* Makes room for one more entry; entries may move. */
static bool grow(pg_dict *d) {
    pg_dict_memo = NULL;
    uint32_t cap = d->len < 4 ? (d->cap < 4 ? 4 : SMALL) : d->len < SMALL ? SMALL : d->len * 2;
    if (cap > 0x7FFFFFFF / sizeof(pg_entry)) { pg_memory_error(); return false; }
    pg_entry *old = d->entries, *e = old;
    uint32_t old_cap = d->cap;
    bool holes = d->len != d->used;
    if (cap > old_cap) {
        if (holes) e = pg_data_alloc((size_t)cap * sizeof(pg_entry));
        else e = pg_data_grow(old, (size_t)old_cap * sizeof(pg_entry), (size_t)cap * sizeof(pg_entry));
        if (!e) return false;
    } else cap = old_cap;
    if (holes) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < d->used; i++) if (old[i].live) e[n++] = old[i];
        d->used = n;
        if (e != old) pg_data_free(old, (size_t)old_cap * sizeof(pg_entry));
    }
    d->entries = e;
    d->cap = cap;
    if (cap > SMALL) {
        uint32_t size = 16;
        while (size < cap + cap / 2) size *= 2;
        if (!d->index || d->mask + 1 != size) {
            if (d->index) pg_data_free(d->index, ((size_t)d->mask + 1) * sizeof(uint32_t));
            d->index = pg_data_alloc((size_t)size * sizeof(uint32_t));
            if (!d->index) { d->mask = 0; d->len = d->used = d->cap = 0; d->entries = NULL; return false; }
            d->mask = size - 1;
        }
        memset(d->index, 0xFF, (size_t)size * sizeof(uint32_t));
        for (uint32_t i = 0; i < d->used; i++) index_put(d->index, d->mask, e[i].hash, i);
    }
    return true;
}
PG_INLINE bool key_eq(const pg_dict *d, const pg_entry *e, pg_word key) {
    if (e->key.i == key) return true;
    if (PG_REP(d->kkind) == PG_F64) return e->key.f == PG_F_W(key);
    if (PG_REP(d->kkind) != PG_REF) return false;
    pg_obj *a = PG_P_W(e->key.i), *b = PG_P_W(key);
    if (PG_LIKELY(PG_IS(a, str) && PG_IS(b, str))) return pg_same_text((pg_str *)a, (pg_str *)b);
    if (pg_key_eq) return pg_key_eq(a, b);
    if (a->type->layout != PG_L_STR || b->type->layout != PG_L_STR) pg_fatal("a key that is no str");
    return pg_str_eq((pg_str *)a, (pg_str *)b);
}
static pg_entry *find(pg_dict *d, pg_word key, uint32_t hash) {
    if (!d->index) {
        for (uint32_t i = 0; i < d->used; i++) {
            pg_entry *e = &d->entries[i];
            if (e->hash == hash && e->live) {
                if (key_eq(d, e, key)) return e;
                if (PG_FAILED) return NULL;
            }
        }
        return NULL;
    }
    for (uint32_t i = hash >> 1 & d->mask;; i = (i + 1) & d->mask) {
        uint32_t at = d->index[i];
        if (at == NONE) return NULL;
        pg_entry *e = &d->entries[at];
        if (e->hash == hash && e->live) {
            if (key_eq(d, e, key)) return e;
            if (PG_FAILED) return NULL;
        }
    }
}
/* As `find`, for a str: nothing is called while it looks, so that engines keep all in registers. */
static pg_entry *find_text(pg_dict *d, pg_str *key, uint32_t hash) {
    pg_entry *entries = d->entries;
    const uint32_t *index = d->index;
    uint32_t mask = d->mask, i = index ? hash >> 1 & mask : 0;
    for (;; i = index ? (i + 1) & mask : i + 1) {
        uint32_t at = i;
        if (index) {
            if ((at = index[i]) == NONE) return NULL;
        } else if (i >= d->used) return NULL;
        pg_entry *e = &entries[at];
        if (e->hash != hash || !e->live) continue;
        pg_str *own = PG_P_W(e->key.i);
        if (own == key) return e;
        if (PG_UNLIKELY(!PG_IS(own, str))) return find(d, PG_W_P(key), hash);
        if (pg_same_text(own, key)) return e;
    }
}
PG_INLINE uint32_t str_key_hash(pg_str *s) { return pg_fold_hash(PG_LIKELY(s->hash != 0) ? (int64_t)s->hash : pg_str_hash(s)); }
PG_INLINE uint32_t hash_key(pg_dict *d, pg_word key) {
    if (PG_REP(d->kkind) == PG_REF) {
        pg_obj *o = PG_P_W(key);
        if (PG_LIKELY(PG_IS(o, str))) return str_key_hash((pg_str *)o);
        if (!pg_key_hash) {
            if (o->type->layout != PG_L_STR) pg_fatal("a key that is no str");
            return str_key_hash((pg_str *)o);
        }
        return pg_fold_hash(pg_key_hash(o));
    }
    if (PG_REP(d->kkind) == PG_I64 && key >= 0 && key < INT32_MAX) return pg_fold_hash(key);
    if (PG_REP(d->kkind) == PG_F64) return pg_fold_hash(pg_float_hash ? pg_float_hash(PG_F_W(key)) : key);
    return pg_fold_hash(pg_int_hash(key));
}
/* What was looked up last: `d[k] = d.get(k, 0) + 1` finds its entry once. The key is a str, or a tuple of texts and
 * numbers: as an object it can neither change nor, before the next collection, be another one. */
static struct { pg_entry *entry; pg_word key, own; } last;
PG_INLINE pg_entry *find_again(const pg_dict *d, pg_word key) {
    pg_entry *e = last.entry;
    if (key == last.key && pg_dict_memo == d && e < d->entries + d->used && e->live && e->key.i == last.own) return e;
    return NULL;
}
static bool is_lasting(const pg_obj *o) {
    if (!PG_IS(o, tuple)) return false;
    const pg_tuple *t = (const pg_tuple *)o;
    for (uint32_t i = 0; i < t->len; i++)
        if (pg_tuple_kind(t, i) == PG_REF && !PG_IS(t->items[i].p, str)) return false;
    return true;
}
pg_entry *pg_dict_find(pg_dict *d, pg_word key) {
    pg_entry *e = find_again(d, key);
    if (e) return e;
    if (PG_REP(d->kkind) == PG_REF && PG_IS(PG_P_W(key), str)) {
        e = find_text(d, PG_P_W(key), str_key_hash(PG_P_W(key)));
        if (!e) return NULL;
    } else {
        uint32_t h = hash_key(d, key);
        if (PG_FAILED || d->len == 0) return NULL;
        e = find(d, key, h);
        if (!e || PG_REP(d->kkind) != PG_REF || !is_lasting(PG_P_W(key))) return e;
    }
    pg_dict_memo = d;
    last.entry = e;
    last.key = key;
    last.own = e->key.i;
    return e;
}
pg_entry *pg_dict_find_str(pg_dict *d, pg_str *key) { return find_text(d, key, str_key_hash(key)); }
pg_entry *pg_dict_find_int(pg_dict *d, int64_t key) {
    return d->len == 0 ? NULL : find(d, key, hash_key(d, key));
}
/* The entry of key, new ones with value def. */
static pg_entry *insert(pg_dict *d, pg_word key, uint32_t hash, pg_word val, bool overwrite) {
    pg_entry *e = d->len ? find(d, key, hash) : NULL;
    if (PG_FAILED) return NULL;
    if (e) { if (overwrite) e->val.i = val; return e; }
    if (d->used == d->cap && !grow(d)) return NULL;
    e = &d->entries[d->used];
    e->key.i = key;
    e->val.i = val;
    e->hash = hash;
    e->live = 1;
    if (d->index) index_put(d->index, d->mask, hash, d->used);
    d->used++;
    d->len++;
    return e;
}
void pg_dict_setitem(pg_dict *d, pg_word key, pg_word val) {
    pg_entry *again = find_again(d, key);
    if (again) { again->val.i = val; return; }
    uint32_t h = hash_key(d, key);
    if (!pg_exc) insert(d, key, h, val, true);
}
pg_word pg_dict_setdefault(pg_dict *d, pg_word key, pg_word def) {
    uint32_t h = hash_key(d, key);
    if (PG_FAILED) return 0;
    pg_entry *e = insert(d, key, h, def, false);
    return e ? e->val.i : 0;
}
static PG_COLD pg_word missing(pg_dict *d, pg_word key) {
    if (pg_exc) return 0;
    const pg_hooks *hooks = d->h.type->hooks;
    if (!hooks->missing) { pg_raise_key(key, d->kkind); return 0; }
    pg_obj *made = hooks->missing((pg_obj *)d, pg_box(key, d->kkind));
    return PG_FAILED ? 0 : pg_unbox(made, d->vkind);
}
pg_word pg_dict_getitem(pg_dict *d, pg_word key) {
    pg_entry *e = pg_dict_find(d, key);
    return PG_LIKELY(e != NULL) ? e->val.i : missing(d, key);
}
bool pg_dict_contains(pg_dict *d, pg_word key) { return pg_dict_find(d, key) != NULL; }
pg_word pg_dict_get(pg_dict *d, pg_word key, pg_word def) {
    pg_entry *e = pg_dict_find(d, key);
    return e ? e->val.i : def;
}
void pg_dict_delitem(pg_dict *d, pg_word key) { pg_dict_pop(d, key); }
pg_word pg_dict_pop(pg_dict *d, pg_word key) {
    pg_entry *e = pg_dict_find(d, key);
    if (!e) { if (!pg_exc) pg_raise_key(key, d->kkind); return 0; }
    pg_word w = e->val.i;
    pg_dict_remove_entry(d, e);
    return w;
}
pg_word pg_dict_pop_default(pg_dict *d, pg_word key, pg_word def) {
    pg_entry *e = pg_dict_find(d, key);
    if (!e) return def;
    pg_word w = e->val.i;
    pg_dict_remove_entry(d, e);
    return w;
}
pg_tuple *pg_dict_popitem(pg_dict *d) {
    if (d->len == 0) return pg_raise_key(PG_W_P(pg_str_lit("popitem(): dictionary is empty")), PG_REF);
    uint32_t i = d->used;
    do i--; while (!d->entries[i].live);
    pg_tuple *t = (pg_tuple *)pg_dict_pair(d, &d->entries[i]);
    pg_dict_remove_entry(d, &d->entries[i]);
    if (!d->index && d->len) d->used = i;
    return t;
}
void pg_dict_clear(pg_dict *d) {
    d->len = d->used = 0;
    if (d->index) memset(d->index, 0xFF, ((size_t)d->mask + 1) * sizeof(uint32_t));
}
pg_dict *pg_dict_copy(pg_dict *d) {
    pg_dict *c = pg_dict_new(d->kkind, d->vkind, 0);
    pg_dict_update(c, d);
    return c;
}
void pg_dict_update(pg_dict *d, pg_dict *o) {
    if (d == o) return;
    uint32_t n = o->len;
    for (uint32_t i = 0; i < o->used; i++) {
        pg_entry *e = &o->entries[i];
        if (!e->live) continue;
        pg_word k = pg_convert(e->key.i, o->kkind, d->kkind), v = pg_convert(e->val.i, o->vkind, d->vkind);
        if (PG_FAILED) return;
        if (o->kkind == d->kkind) insert(d, k, e->hash, v, true);
        else pg_dict_setitem(d, k, v);
        if (PG_FAILED) return;
        if (o->len != n) { pg_raise(&pg_type_RuntimeError, "dict mutated during update"); return; }
    }
}
void pg_dict_update_obj(pg_dict *d, pg_obj *o) {
    pg_dict_any_keys();
    if (pg_isinstance(o, &pg_type_dict)) { pg_dict_update(d, (pg_dict *)o); return; }
    bool mapping = o->type->flags & PG_TF_MAPPING;
    /* All keys first: reading a value may change the mapping. */
    pg_obj *keys = mapping ? (pg_obj *)pg_list_from_obj(o, PG_REF) : o, *it = PG_FAILED ? NULL : pg_obj_iter(keys), *x;
    if (PG_FAILED) return;
    for (int64_t i = 0; (x = pg_obj_next(it)) != NULL; i++) {
        if (mapping) {
            pg_obj *value = pg_obj_getitem(o, x);
            pg_word k = pg_exc ? 0 : pg_unbox(x, d->kkind), v = pg_exc ? 0 : pg_unbox(value, d->vkind);
            if (!pg_exc) pg_dict_setitem(d, k, v);
            if (PG_FAILED) return;
            continue;
        }
        if (!x->type->hooks->iter) {
            pg_raise(&pg_type_TypeError, "cannot convert dictionary update sequence element #%l to a sequence", i);
            return;
        }
        pg_list *p = pg_list_from_obj(x, PG_REF);
        if (PG_FAILED) return;
        if (p->len != 2) {
            pg_raise(&pg_type_ValueError, "dictionary update sequence element #%l has length %l; 2 is required", i, (int64_t)p->len);
            return;
        }
        pg_word k = pg_unbox(p->items[0].p, d->kkind), v = pg_unbox(p->items[1].p, d->vkind);
        if (!pg_exc) pg_dict_setitem(d, k, v);
        if (PG_FAILED) return;
    }
}
pg_dict *pg_dict_merge(pg_dict *a, pg_dict *b) {
    pg_dict *c = pg_dict_copy(a);
    pg_dict_update(c, b);
    return c;
}
bool pg_dict_eq(pg_dict *a, pg_dict *b) {
    if (a->len != b->len) return false;
    if (pg_enter()) return false;
    bool eq = true;
    for (uint32_t i = 0; eq && i < a->used; i++) {
        pg_entry *e = &a->entries[i];
        if (!e->live) continue;
        pg_entry *f = a->kkind == b->kkind ? find(b, e->key.i, e->hash) : pg_dict_find_boxed(b, pg_box(e->key.i, a->kkind));
        eq = f && !pg_exc;
        if (eq) eq = a->vkind == b->vkind ? pg_word_eq_same(e->val.i, f->val.i, a->vkind) : pg_word_eq(e->val.i, a->vkind, f->val.i, b->vkind);
        if (PG_FAILED) eq = false;
    }
    pg_leave();
    return eq;
}
pg_entry *pg_dict_next(pg_dict *d, uint32_t *pos, uint32_t n) {
    if (PG_UNLIKELY(d->len != n)) return pg_raise(&pg_type_RuntimeError, "dictionary changed size during iteration");
    while (*pos < d->used) {
        pg_entry *e = &d->entries[(*pos)++];
        if (e->live) return e;
    }
    return NULL;
}
pg_entry *pg_dict_prev(pg_dict *d, uint32_t *pos) {
    while (*pos > 0) {
        pg_entry *e = &d->entries[--*pos];
        if (e->live) return e;
    }
    return NULL;
}
pg_list *pg_dict_key_list(pg_dict *d) {
    pg_list *l = pg_list_new(d->kkind, d->len);
    if (PG_FAILED) return l;
    for (uint32_t i = 0; i < d->used; i++) if (d->entries[i].live) l->items[l->len++] = d->entries[i].key;
    return l;
}
pg_list *pg_dict_value_list(pg_dict *d) {
    pg_list *l = pg_list_new(d->vkind, d->len);
    if (PG_FAILED) return l;
    for (uint32_t i = 0; i < d->used; i++) if (d->entries[i].live) l->items[l->len++] = d->entries[i].val;
    return l;
}
pg_list *pg_dict_item_list(pg_dict *d) {
    pg_list *l = pg_list_new(PG_REF, d->len);
    if (PG_FAILED) return l;
    for (uint32_t i = 0; i < d->used; i++) if (d->entries[i].live) l->items[l->len++].i = PG_W_P(pg_dict_pair(d, &d->entries[i]));
    return l;
}
pg_str *pg_dict_repr(pg_dict *d) {
    if (!pg_repr_enter(&d->h)) return pg_exc ? NULL : pg_str_lit("{...}");
    pg_sb b;
    sb_init(&b);
    sb_putc(&b, '{');
    bool first = true;
    for (uint32_t i = 0; i < d->used && !b.failed; i++) {
        if (!d->entries[i].live) continue;
        if (!first) sb_put(&b, ", ", 2);
        first = false;
        sb_str(&b, pg_word_repr(d->entries[i].key.i, d->kkind));
        sb_put(&b, ": ", 2);
        sb_str(&b, b.failed ? NULL : pg_word_repr(d->entries[i].val.i, d->vkind));
    }
    sb_putc(&b, '}');
    pg_repr_leave();
    return sb_finish(&b);
}

/* For the collector. */
void pg_trace_dict(pg_obj *o) {
    pg_dict *d = (pg_dict *)o;
    pg_gc_visit_data((void **)&d->entries, (size_t)d->cap * sizeof(pg_entry));
    if (d->index) pg_gc_visit_data((void **)&d->index, ((size_t)d->mask + 1) * sizeof(uint32_t));
    for (uint32_t i = 0; i < d->used; i++) {
        if (!d->entries[i].live) continue;
        pg_gc_visit_slots(&d->entries[i].key, 1, d->kkind);
        pg_gc_visit_slots(&d->entries[i].val, 1, d->vkind);
    }
}
