/* set and frozenset with CPython's table, probing and growth, so that iteration follows CPython's order. */
#include "pg_internal.h"

#define MIN_SIZE 8
#define LINEAR_PROBES 9
#define PERTURB_SHIFT 5

static int64_t hash_of(pg_word w, pg_kind k) {
    int64_t h = pg_word_hash(w, k);
    return h == PG_SET_EMPTY || h == PG_SET_DUMMY ? h + 3 : h;
}
static pg_set *make(const pg_type *type, pg_kind kind) {
    pg_set *s = pg_alloc(sizeof(pg_set));
    memset(s, 0, sizeof *s);
    s->h.type = type;
    s->mask = MIN_SIZE - 1;
    s->kind = (uint16_t)kind;
    s->hash = -1;
    return s;
}
pg_set *pg_set_new(pg_kind kind) { return make(&pg_type_set, kind); }
pg_set *pg_frozenset_new(pg_kind kind) { return make(&pg_type_frozenset, kind); }
static pg_set_entry *new_table(size_t n) {
    if (n > 0x7FFFFFFF / sizeof(pg_set_entry)) { pg_memory_error(); return NULL; }
    pg_set_entry *t = pg_data_alloc(n * sizeof(pg_set_entry));
    if (t) for (size_t i = 0; i < n; i++) { t[i].key.i = 0; t[i].hash = PG_SET_EMPTY; }
    return t;
}
static bool ready(pg_set *s) { return s->table || (s->table = new_table((size_t)s->mask + 1)) != NULL; }
PG_INLINE bool key_eq(const pg_set *s, const pg_set_entry *e, pg_word w) {
    return e->key.i == w || (PG_REP(s->kind) == PG_REF && pg_obj_same_or_eq(e->key.p, PG_P_W(w))) || (PG_REP(s->kind) == PG_F64 && e->key.f == PG_F_W(w));
}
/* The entry of w, or the empty one where the search ended; *deleted becomes the last deleted one on the way. */
static pg_set_entry *look_for(pg_set *s, pg_word w, int64_t hash, pg_set_entry **deleted) {
    size_t mask = s->mask, i = (size_t)hash & mask;
    uint64_t perturb = (uint64_t)hash;
    for (;;) {
        pg_set_entry *e = &s->table[i];
        int probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        do {
            if (e->hash == PG_SET_EMPTY) return e;
            if (e->hash == hash) {
                if (key_eq(s, e, w)) return e;
                if (PG_FAILED) return e;
            } else if (e->hash == PG_SET_DUMMY) *deleted = e;
            e++;
        } while (probes--);
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + (size_t)perturb) & mask;
    }
}
static pg_set_entry *look(pg_set *s, pg_word w, int64_t hash) {
    pg_set_entry *deleted = NULL;
    return look_for(s, w, hash, &deleted);
}
static void insert_clean(pg_set_entry *table, size_t mask, pg_slot key, int64_t hash) {
    size_t i = (size_t)hash & mask;
    uint64_t perturb = (uint64_t)hash;
    for (;;) {
        pg_set_entry *e = &table[i];
        int probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        do {
            if (e->hash == PG_SET_EMPTY) { e->key = key; e->hash = hash; return; }
            e++;
        } while (probes--);
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + (size_t)perturb) & mask;
    }
}
PG_INLINE bool live(const pg_set_entry *e) { return e->hash != PG_SET_EMPTY && e->hash != PG_SET_DUMMY; }
static bool resize(pg_set *s, size_t minused) {
    size_t n = MIN_SIZE;
    while (n <= minused) n <<= 1;
    pg_set_entry *t = new_table(n);
    if (!t) return false;
    if (s->table) {
        for (size_t i = 0; i <= s->mask; i++)
            if (live(&s->table[i])) insert_clean(t, n - 1, s->table[i].key, s->table[i].hash);
        pg_data_free(s->table, ((size_t)s->mask + 1) * sizeof(pg_set_entry));
    }
    s->table = t;
    s->mask = (uint32_t)(n - 1);
    s->fill = s->len;
    return true;
}
static void add_hashed(pg_set *s, pg_word w, int64_t hash) {
    if (!ready(s)) return;
    pg_set_entry *deleted = NULL, *e = look_for(s, w, hash, &deleted);
    if (PG_FAILED || e->hash != PG_SET_EMPTY) return;
    if (deleted) {
        deleted->key.i = w;
        deleted->hash = hash;
        s->len++;
        return;
    }
    e->key.i = w;
    e->hash = hash;
    s->fill++;
    s->len++;
    if ((size_t)s->fill * 5 < (size_t)s->mask * 3) return;
    resize(s, s->len > 50000 ? (size_t)s->len * 2 : (size_t)s->len * 4);
}
void pg_set_add(pg_set *s, pg_word w) {
    int64_t h = hash_of(w, s->kind);
    if (!pg_exc) add_hashed(s, w, h);
}
static pg_set_entry *find(pg_set *s, pg_word w) {
    int64_t h = hash_of(w, s->kind);
    if (PG_FAILED || s->len == 0) return NULL;
    pg_set_entry *e = look(s, w, h);
    return PG_FAILED || e->hash == PG_SET_EMPTY ? NULL : e;
}
bool pg_set_contains(pg_set *s, pg_word w) { return find(s, w) != NULL; }
static void drop(pg_set *s, pg_set_entry *e) {
    e->key.i = 0;
    e->hash = PG_SET_DUMMY;
    s->len--;
}
void pg_set_discard(pg_set *s, pg_word w) {
    pg_set_entry *e = find(s, w);
    if (e) drop(s, e);
}
void pg_set_remove(pg_set *s, pg_word w) {
    pg_set_entry *e = find(s, w);
    if (e) drop(s, e);
    else if (!pg_exc) { pg_exc_any_args(); pg_raise_key(w, s->kind); }
}
pg_word pg_set_pop(pg_set *s) {
    if (s->len == 0) { pg_raise_key(PG_W_P(pg_str_lit("pop from an empty set")), PG_REF); return 0; }
    uint32_t i = (uint32_t)(s->hash + 1) & s->mask; /* the finger: hash is free in a set */
    while (!live(&s->table[i])) i = (i + 1) & s->mask;
    pg_word w = s->table[i].key.i;
    drop(s, &s->table[i]);
    s->hash = i;
    return w;
}
void pg_set_clear(pg_set *s) {
    s->table = NULL;
    s->mask = MIN_SIZE - 1;
    s->len = s->fill = 0;
    s->hash = -1;
}
pg_set_entry *pg_set_next(pg_set *s, uint32_t *pos, uint32_t n) {
    if (PG_UNLIKELY(s->len != n)) return pg_raise(&pg_type_RuntimeError, "Set changed size during iteration");
    if (!s->table) return NULL;
    while (*pos <= s->mask) {
        pg_set_entry *e = &s->table[(*pos)++];
        if (live(e)) return e;
    }
    return NULL;
}
void pg_set_update(pg_set *s, pg_set *o) {
    if (s == o || o->len == 0) return;
    if (s->kind != o->kind) {
        for (uint32_t i = 0; i <= o->mask; i++) {
            if (!live(&o->table[i])) continue;
            pg_word w = pg_convert(o->table[i].key.i, o->kind, s->kind);
            if (!pg_exc) pg_set_add(s, w);
            if (PG_FAILED) return;
        }
        return;
    }
    if (((size_t)s->fill + o->len) * 5 >= (size_t)s->mask * 3 && !resize(s, ((size_t)s->len + o->len) * 2)) return;
    if (!ready(s)) return;
    if (s->fill == 0 && s->mask == o->mask && o->fill == o->len) {
        memcpy(s->table, o->table, ((size_t)o->mask + 1) * sizeof(pg_set_entry));
        s->fill = o->fill;
        s->len = o->len;
        return;
    }
    if (s->fill == 0) {
        s->fill = s->len = o->len;
        for (uint32_t i = 0; i <= o->mask; i++)
            if (live(&o->table[i])) insert_clean(s->table, s->mask, o->table[i].key, o->table[i].hash);
        return;
    }
    for (uint32_t i = 0; i <= o->mask; i++) {
        if (!live(&o->table[i])) continue;
        add_hashed(s, o->table[i].key.i, o->table[i].hash);
        if (PG_FAILED) return;
    }
}
void pg_set_update_obj(pg_set *s, pg_obj *o) {
    if (pg_isinstance(o, &pg_type_set) || pg_isinstance(o, &pg_type_frozenset)) { pg_set_update(s, (pg_set *)o); return; }
    if (PG_IS(o, dict)) {
        size_t n = ((pg_dict *)o)->len;
        if (((size_t)s->fill + n) * 5 >= (size_t)s->mask * 3 && !resize(s, ((size_t)s->len + n) * 2)) return;
    }
    pg_obj *it = pg_obj_iter(o), *x;
    if (PG_FAILED) return;
    while ((x = pg_obj_next(it)) != NULL) {
        pg_word w = pg_unbox(x, s->kind);
        if (!pg_exc) pg_set_add(s, w);
        if (PG_FAILED) return;
    }
}
pg_set *pg_set_from_obj(const pg_type *type, pg_obj *o, pg_kind kind) {
    pg_set *s = make(type, kind);
    pg_set_update_obj(s, o);
    return pg_exc ? NULL : s;
}
void pg_set_take(pg_set *to, const pg_set *from) {
    to->len = from->len; to->fill = from->fill; to->mask = from->mask; to->table = from->table; to->kind = from->kind;
}
pg_set *pg_set_copy(pg_set *s) {
    if (PG_IS(s, frozenset)) return s;
    pg_set *c = make(&pg_type_set, s->kind);
    pg_set_update(c, s);
    return c;
}
static pg_set *copy_as(pg_set *s) {
    pg_set *c = make(s->h.type == &pg_type_frozenset ? &pg_type_frozenset : &pg_type_set, s->kind);
    pg_set_update(c, s);
    return c;
}
static bool has(pg_set *s, pg_set_entry *e, pg_kind kind) {
    if (kind != s->kind) {
        pg_obj *o = pg_box(e->key.i, kind);
        if (PG_REP(s->kind) == PG_REF) return pg_set_contains(s, PG_W_P(o));
        return pg_obj_contains(PG_OBJ(s), o);
    }
    if (s->len == 0) return false;
    return look(s, e->key.i, e->hash)->hash != PG_SET_EMPTY && !pg_exc;
}
pg_set *pg_set_union(pg_set *a, pg_set *b) {
    pg_set *c = copy_as(a);
    pg_set_update(c, b);
    return c;
}
pg_set *pg_set_intersection(pg_set *a, pg_set *b) {
    pg_set *c = make(a->h.type == &pg_type_frozenset ? &pg_type_frozenset : &pg_type_set, a->kind);
    if (a == b) { pg_set_update(c, a); return c; }
    bool swap = b->len > a->len && a->kind == b->kind;
    pg_set *walk = swap ? a : b, *other = swap ? b : a;
    if (a->kind != b->kind) { walk = a; other = b; }
    if (!walk->table) return c;
    for (uint32_t i = 0; i <= walk->mask; i++) {
        pg_set_entry *e = &walk->table[i];
        if (live(e) && has(other, e, walk->kind)) add_hashed(c, e->key.i, e->hash);
        if (PG_FAILED) return c;
    }
    return c;
}
pg_set *pg_set_difference(pg_set *a, pg_set *b) {
    pg_set *c;
    if (a->kind == b->kind && a->len / 4 > b->len) {
        c = copy_as(a);
        pg_set_difference_update(c, b);
        return c;
    }
    c = make(a->h.type == &pg_type_frozenset ? &pg_type_frozenset : &pg_type_set, a->kind);
    if (!a->table || a == b) return c;
    for (uint32_t i = 0; i <= a->mask; i++) {
        pg_set_entry *e = &a->table[i];
        if (live(e) && !has(b, e, a->kind) && !pg_exc) add_hashed(c, e->key.i, e->hash);
        if (PG_FAILED) return c;
    }
    return c;
}
void pg_set_difference_update(pg_set *a, pg_set *b) {
    if (a == b) { pg_set_clear(a); return; }
    if (!b->table || !a->table) return;
    if (a->kind != b->kind) {
        for (uint32_t i = 0; i <= a->mask; i++)
            if (live(&a->table[i]) && has(b, &a->table[i], a->kind)) drop(a, &a->table[i]);
    } else for (uint32_t i = 0; i <= b->mask && !pg_exc; i++) {
        if (!live(&b->table[i])) continue;
        pg_set_entry *e = look(a, b->table[i].key.i, b->table[i].hash);
        if (e->hash != PG_SET_EMPTY && !pg_exc) drop(a, e);
    }
    if ((a->fill - a->len) > a->mask / 5) resize(a, a->len > 50000 ? (size_t)a->len * 2 : (size_t)a->len * 4);
}
void pg_set_intersection_update(pg_set *a, pg_set *b) {
    pg_set *c = pg_set_intersection(a, b);
    if (PG_FAILED) return;
    a->table = c->table;
    a->mask = c->mask;
    a->fill = c->fill;
    a->len = c->len;
    c->table = NULL;
}
void pg_set_symmetric_difference_update(pg_set *a, pg_set *b) {
    if (a == b) { pg_set_clear(a); return; }
    if (!b->table) return;
    for (uint32_t i = 0; i <= b->mask; i++) {
        if (!live(&b->table[i])) continue;
        pg_word w = pg_convert(b->table[i].key.i, b->kind, a->kind);
        if (PG_FAILED) return;
        pg_set_entry *e = find(a, w);
        if (PG_FAILED) return;
        if (e) drop(a, e);
        else pg_set_add(a, w);
    }
}
pg_set *pg_set_symmetric_difference(pg_set *a, pg_set *b) {
    pg_set *c = make(a->h.type == &pg_type_frozenset ? &pg_type_frozenset : &pg_type_set, a->kind);
    pg_set_update(c, b); /* CPython starts from the second */
    pg_set_symmetric_difference_update(c, a);
    return c;
}
bool pg_set_issubset(pg_set *a, pg_set *b) {
    if (a->len > b->len) return false;
    if (!a->table) return true;
    for (uint32_t i = 0; i <= a->mask; i++) {
        if (live(&a->table[i]) && !has(b, &a->table[i], a->kind)) return false;
        if (PG_FAILED) return false;
    }
    return true;
}
bool pg_set_issuperset(pg_set *a, pg_set *b) { return pg_set_issubset(b, a); }
bool pg_set_isdisjoint(pg_set *a, pg_set *b) {
    if (!a->table || !b->table) return true;
    for (uint32_t i = 0; i <= a->mask; i++) {
        if (live(&a->table[i]) && has(b, &a->table[i], a->kind)) return false;
        if (PG_FAILED) return false;
    }
    return true;
}
bool pg_set_eq(pg_set *a, pg_set *b) { return a->len == b->len && pg_set_issubset(a, b); }
int pg_set_cmp(pg_set *a, pg_set *b, int op) {
    switch (op) {
    case PG_LT: return a->len < b->len && pg_set_issubset(a, b);
    case PG_LE: return pg_set_issubset(a, b);
    case PG_GT: return a->len > b->len && pg_set_issubset(b, a);
    default: return pg_set_issubset(b, a);
    }
}
int64_t pg_set_hash(pg_set *s) {
    if (s->hash != -1) return s->hash;
    uint64_t h = 0;
    for (uint32_t i = 0; s->table && i <= s->mask; i++) {
        if (!live(&s->table[i])) continue;
        uint64_t e = (uint64_t)s->table[i].hash;
        h ^= ((e ^ 89869747u) ^ (e << 16)) * 3644798167u;
    }
    h ^= ((uint64_t)s->len + 1) * 1927868237u;
    h ^= (h >> 11) ^ (h >> 25);
    h = h * 69069u + 907133923u;
    if (h == (uint64_t)-1) h = 590923713u;
    return s->hash = (int64_t)h;
}
pg_list *pg_set_to_list(pg_set *s) {
    pg_list *l = pg_list_new(s->kind, s->len);
    if (PG_FAILED) return l;
    for (uint32_t i = 0; s->table && i <= s->mask; i++) if (live(&s->table[i])) l->items[l->len++] = s->table[i].key;
    return l;
}
pg_str *pg_set_repr(pg_set *s) {
    bool frozen = !PG_IS(s, set);
    pg_sb b;
    sb_init(&b);
    if (s->len == 0) { sb_c(&b, s->h.type->name); sb_c(&b, "()"); return sb_finish(&b); }
    if (!pg_repr_enter(&s->h)) { sb_c(&b, s->h.type->name); sb_c(&b, "(...)"); return pg_exc ? NULL : sb_finish(&b); }
    if (frozen) { sb_c(&b, s->h.type->name); sb_putc(&b, '('); }
    sb_putc(&b, '{');
    bool first = true;
    for (uint32_t i = 0; i <= s->mask && !b.failed; i++) {
        if (!live(&s->table[i])) continue;
        if (!first) sb_put(&b, ", ", 2);
        first = false;
        sb_str(&b, pg_word_repr(s->table[i].key.i, s->kind));
    }
    sb_putc(&b, '}');
    if (frozen) sb_putc(&b, ')');
    pg_repr_leave();
    return sb_finish(&b);
}

/* ---- dynamic use */

static bool is_set(pg_obj *o) { return pg_isinstance(o, &pg_type_set) || pg_isinstance(o, &pg_type_frozenset); }
static pg_str *repr_hook(pg_obj *o) { return pg_set_repr((pg_set *)o); }
static int64_t hash_hook(pg_obj *o) { return pg_set_hash((pg_set *)o); }
static int64_t len_hook(pg_obj *o) { return ((pg_set *)o)->len; }
static int eq_hook(pg_obj *a, pg_obj *b) { return is_set(b) ? pg_set_eq((pg_set *)a, (pg_set *)b) : PG_NOTIMPL; }
const pg_hooks pg_set_hooks = { .repr = repr_hook, .len = len_hook, .eq = eq_hook, .compare = pg_dyn_set_compare, .contains = pg_dyn_set_contains,
    .iter = pg_dyn_set_iter, .binary = pg_dyn_set_binary };
const pg_hooks pg_frozenset_hooks = { .repr = repr_hook, .hash = hash_hook, .len = len_hook, .eq = eq_hook, .compare = pg_dyn_set_compare,
    .contains = pg_dyn_set_contains, .iter = pg_dyn_set_iter, .binary = pg_dyn_set_binary };
PG_DEF_TYPE(set, PG_ID_SET, pg_set, PG_L_SET, PG_TF_UNHASHABLE, &pg_set_hooks);
PG_DEF_TYPE(frozenset, PG_ID_FROZENSET, pg_set, PG_L_SET, 0, &pg_frozenset_hooks);

/* For the collector. */
void pg_trace_set(pg_obj *o) {
    pg_set *s = (pg_set *)o;
    pg_gc_visit_data((void **)&s->table, ((size_t)s->mask + 1) * sizeof(pg_set_entry));
    if (s->table && PG_REP(s->kind) == PG_REF)
        for (uint32_t i = 0; i <= s->mask; i++)
            if (s->table[i].hash != PG_SET_EMPTY && s->table[i].hash != PG_SET_DUMMY) pg_gc_visit_slots(&s->table[i].key, 1, PG_REF);
}
