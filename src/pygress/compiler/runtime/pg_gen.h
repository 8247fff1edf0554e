/* Small pieces that only generated code uses; included after pg.h. */
#ifndef PG_GEN_H
#define PG_GEN_H
#include "pg_generator.h"
#include "pg_try.h"
#include "pg_enum.h"
#include "pg_star.h"

#define PG_RARE __attribute__((minsize)) /* runs when a plugin starts */

/* What every export of a plugin begins and ends with; `start` runs the modules once. false: that has failed. */
__attribute__((unused, noinline)) static bool pg_gen_enter(void (*start)(void));
__attribute__((unused, noinline)) static void pg_gen_leave(void);

/* A variable that closures share: a tuple of the value and, for unboxed kinds, whether it is set. */
PG_INLINE void *pg_cell_new(pg_kind kind) {
    pg_tuple *t = pg_tuple_new(2, (uint32_t)kind | PG_BOOL << 2);
    if (t) { t->items[0].i = 0; t->items[1].i = 0; }
    return t;
}
#define PG_CELL(c) (((pg_tuple *)(c))->items[0])
#define PG_CELL_SET(c) (((pg_tuple *)(c))->items[1].b)

/* Optional arguments: None or NULL is "omitted" for C. */
PG_INLINE void *pg_or_null(void *o) { return o == (void *)pg_none ? NULL : o; }
PG_INLINE void *pg_or_none(void *o) { return o ? o : (void *)pg_none; }
/* == of two that may be None. */
PG_INLINE bool pg_str_eq_optional(const void *a, const void *b) {
    return a == b || (a != (const void *)pg_none && b != (const void *)pg_none && pg_str_eq(a, b));
}
PG_INLINE bool pg_is_little(pg_str *s) { return s->nbytes == 6; }

/* Small methods of bytes and bytearray. */
PG_INLINE bool pg_bytes_isascii(const pg_bytes *b) {
    for (uint32_t i = 0; i < b->len; i++)
        if (b->data[i] > 127) return false;
    return true;
}
PG_INLINE pg_bytearray *pg_bytearray_of(const pg_bytes *b) { return b ? pg_bytearray_new(b->data, b->len) : NULL; }
/* bytes, or what a bytearray holds now; NULL for None and what is omitted. */
PG_INLINE pg_bytes *pg_bytes_like(void *o) {
    if (!o || o == (void *)pg_none) return NULL;
    return PG_OBJ(o)->type->id == PG_ID_BYTEARRAY ? pg_bytearray_view((pg_bytearray *)o) : (pg_bytes *)o;
}
PG_INLINE void pg_bytearray_remove(pg_bytearray *b, int64_t v) {
    for (uint32_t i = 0; i < b->len; i++)
        if (b->data[i] == v) { pg_bytearray_delitem(b, i); return; }
    pg_raise(&pg_type_ValueError, "value not found in bytearray");
}
/* del b[start:stop:step]: what is deleted goes backwards, so that the places of the rest stay. */
PG_INLINE void pg_bytearray_del_slice(pg_bytearray *b, int64_t start, int64_t stop, int64_t step) {
    int64_t n = b->len;
    if (step == 1) { pg_bytearray_set_slice(b, start, stop, &pg_bytes_empty); return; }
    if (step == 0) { pg_raise(&pg_type_ValueError, "slice step cannot be zero"); return; }
    bool to_end = stop == INT64_MIN;
    if (start == INT64_MIN) start = step < 0 ? n - 1 : 0;
    int64_t low = step < 0 ? -1 : 0, high = step < 0 ? n - 1 : n;
    start = start < 0 ? (start + n < low ? low : start + n) : (start > high ? high : start);
    if (to_end) stop = step < 0 ? -1 : n;
    else stop = stop < 0 ? (stop + n < low ? low : stop + n) : (stop > high ? high : stop);
    int64_t count = pg_range_count(start, stop, step);
    for (int64_t i = 0; i < count; i++) pg_bytearray_delitem(b, step < 0 ? start + i * step : start + (count - 1 - i) * step);
}
PG_INLINE int64_t pg_range_index(pg_range *r, int64_t v) {
    if (!pg_range_contains(r, v)) { pg_raise(&pg_type_ValueError, "%l is not in range", v); return 0; }
    return (v - r->start) / r->step;
}

PG_INLINE pg_obj *pg_obj_getitem_int(pg_obj *o, int64_t i) { return pg_obj_getitem(o, pg_box_int(i)); }

/* An instance of a class below a built-in type takes over the contents of a fresh value of that type. */
PG_INLINE void pg_base_init(pg_obj *o, const pg_obj *fresh, int64_t size) {
    if (o && fresh) __builtin_memcpy((char *)o + sizeof(pg_obj), (const char *)fresh + sizeof(pg_obj), (size_t)size - sizeof(pg_obj));
}

/* NamedTuple. */
PG_INLINE void pg_raise_expected(int64_t n, int64_t got) {
    pg_raise(&pg_type_TypeError, "Expected %l arguments, got %l", n, got);
}
static inline pg_str *pg_named_repr(pg_obj *o, const char *const *names) {
    pg_tuple *t = (pg_tuple *)o;
    pg_str *out = pg_str_concat(pg_type_name(o->type), pg_str_new("(", 1));
    for (uint32_t i = 0; i < t->len && !PG_FAILED; i++) {
        pg_obj *item = pg_tuple_get_boxed(t, i);
        pg_str *parts[4] = { out, pg_str_new(i ? ", " : "", i ? 2 : 0), pg_str_new(names[i], __builtin_strlen(names[i])), pg_str_new("=", 1) };
        out = pg_str_concat_n(4, parts);
        if (!PG_FAILED) out = pg_str_concat(out, pg_obj_repr(item));
    }
    return PG_FAILED ? NULL : pg_str_concat(out, pg_str_new(")", 1));
}
static inline pg_obj *pg_named_getattr(pg_obj *o, pg_str *name, const char *const *names) {
    pg_tuple *t = (pg_tuple *)o;
    for (uint32_t i = 0; i < t->len; i++)
        if (__builtin_strlen(names[i]) == name->nbytes && __builtin_memcmp(names[i], name->data, name->nbytes) == 0)
            return pg_tuple_get_boxed(t, i);
    return NULL;
}

/* Loop steps: the cursor is an int64_t local of the caller. */
PG_INLINE void *pg_iter_str(pg_str *s, int64_t *at) {
    uint32_t pos = (uint32_t)*at;
    pg_str *c = pg_str_next(s, &pos);
    *at = pos;
    return c;
}
PG_INLINE void *pg_iter_dict(pg_dict *d, int64_t *at, int64_t n) {
    uint32_t pos = (uint32_t)*at;
    pg_entry *e = pg_dict_next(d, &pos, (uint32_t)n);
    *at = pos;
    return e;
}
PG_INLINE void *pg_iter_set(pg_set *s, int64_t *at, int64_t n) {
    uint32_t pos = (uint32_t)*at;
    pg_set_entry *e = pg_set_next(s, &pos, (uint32_t)n);
    *at = pos;
    return e;
}
PG_INLINE void pg_range_check(int64_t step) {
    if (PG_UNLIKELY(step == 0)) pg_raise(&pg_type_ValueError, "range() arg 3 must not be zero");
}

static pg_str pg_gen_true = PG_STR_INIT(4, 4, "True"), pg_gen_false = PG_STR_INIT(5, 5, "False");
PG_INLINE pg_str *pg_bool_str(bool b) { return b ? &pg_gen_true : &pg_gen_false; }

/* Raise with a text that is already made. */
PG_INLINE void pg_raise_str(const void *type, pg_str *text) { pg_exc_raise(pg_exc_new_str((const pg_type *)type, text)); }
PG_INLINE void pg_raise_stop(pg_obj *it) { pg_raise_stop_of(it); }
PG_INLINE void pg_exc_set_args(pg_exception *e, int64_t n, pg_obj *const *args) {
    pg_exc_set_tuple(e, pg_tuple_of((uint32_t)n, args));
}
__attribute__((unused)) static bool pg_isinstance_any(pg_obj *o, pg_obj *classes, const char *wrong) {
    if (PG_IS(classes, tuple)) {
        pg_tuple *t = (pg_tuple *)classes;
        for (uint32_t i = 0; i < t->len && !PG_FAILED; i++)
            if (pg_isinstance_any(o, pg_tuple_get_boxed(t, i), wrong)) return true;
        return false;
    }
    if (!PG_IS(classes, type)) { pg_raise(&pg_type_TypeError, wrong); return false; }
    return pg_isinstance(o, (const pg_type *)classes);
}
PG_INLINE bool pg_isinstance_of(pg_obj *o, pg_obj *classes) {
    return pg_isinstance_any(o, classes, "isinstance() arg 2 must be a type, a tuple of types, or a union");
}
PG_INLINE bool pg_exc_matches_any(pg_obj *e, pg_obj *classes) {
    return pg_isinstance_any(e, classes, "catching classes that do not inherit from BaseException is not allowed");
}
PG_INLINE void pg_unpack_check(int64_t n, int64_t want, bool star) {
    if (PG_LIKELY(star ? n >= want : n == want)) return;
    if (n < want && star) pg_raise(&pg_type_ValueError, "not enough values to unpack (expected at least %l, got %l)", want, n);
    else if (n < want) pg_raise(&pg_type_ValueError, "not enough values to unpack (expected %l, got %l)", want, n);
    else pg_raise(&pg_type_ValueError, "too many values to unpack (expected %l)", want);
}
PG_INLINE void pg_spread_check(int64_t n, int64_t least, int64_t most, pg_str *name) {
    if (PG_UNLIKELY(n < least))
        pg_raise(&pg_type_TypeError, "%S() missing %l required positional argument%s", name, least - n, least - n == 1 ? "" : "s");
    else if (PG_UNLIKELY(most >= 0 && n > most))
        pg_raise(&pg_type_TypeError, "%S() takes %l positional argument%s but %l were given", name, most, most == 1 ? "" : "s", n);
}
/* Operators that neither operand implements. */
PG_INLINE void pg_raise_no_order(pg_obj *a, pg_obj *b, pg_str *op) {
    pg_raise(&pg_type_TypeError, "'%S' not supported between instances of '%T' and '%T'", op, a, b);
}
PG_INLINE void pg_raise_no_operator(pg_obj *a, pg_obj *b, pg_str *op) {
    pg_raise(&pg_type_TypeError, "unsupported operand type(s) for %S: '%T' and '%T'", op, a, b);
}
/* zip(*rows, strict=True): iterator number `at` has ended; so must the others. */
__attribute__((unused)) static void pg_zip_strict(pg_list *its, int64_t at) {
    if (at > 0) {
        pg_raise(&pg_type_ValueError, "zip() argument %l is shorter than argument%s%l", at + 1, at == 1 ? " " : "s 1-", at);
        return;
    }
    for (int64_t i = 1; i < its->len; i++) {
        pg_obj *more = pg_obj_next((pg_obj *)its->items[i].p);
        if (pg_exc) return;
        if (more) {
            pg_raise(&pg_type_ValueError, "zip() argument %l is longer than argument%s%l", i + 1, i == 1 ? " " : "s 1-", i);
            return;
        }
    }
}
/* A dynamic value as a tuple of known length and kinds. */
PG_INLINE void *pg_tuple_as(pg_obj *o, int64_t n, int64_t kinds) {
    if (!pg_isinstance(o, &pg_type_tuple)) return pg_raise_type("a tuple", o);
    pg_tuple *t = (pg_tuple *)o;
    if (t->len != (uint32_t)n) return pg_raise(&pg_type_TypeError, "expected a tuple of length %l, got %l", n, (int64_t)t->len);
    if (t->kinds == (uint32_t)kinds) return t;
    pg_tuple *r = pg_tuple_new((uint32_t)n, (uint32_t)kinds);
    for (uint32_t i = 0; r && i < t->len; i++) {
        r->items[i].i = pg_unbox(pg_tuple_get_boxed(t, i), pg_tuple_kind(r, i));
        if (PG_FAILED) return NULL;
    }
    return r;
}

PG_INLINE void *pg_dict_get_boxed(pg_dict *d, pg_word key, void *def) {
    pg_entry *e = pg_dict_find(d, key);
    return e ? pg_box(e->val.i, d->vkind) : def;
}
PG_INLINE void *pg_dict_pop_boxed(pg_dict *d, pg_word key, void *def) {
    pg_entry *e = pg_dict_find(d, key);
    if (!e) return def;
    void *out = pg_box(e->val.i, d->vkind);
    pg_dict_delitem(d, key);
    return out;
}
PG_INLINE void pg_list_imul(pg_list *l, int64_t n) {
    if (n <= 0) { pg_list_clear(l); return; }
    pg_list *once = pg_list_copy(l);
    for (int64_t i = 1; once && i < n && !pg_exc; i++) pg_list_extend(l, once);
}
PG_INLINE void *pg_bytearray_concat(pg_bytearray *a, pg_bytes *b) {
    pg_bytearray *r = pg_bytearray_new(a->data, a->len);
    if (r) pg_bytearray_extend(r, b);
    return r;
}
PG_INLINE int64_t pg_bytes_ord(pg_bytes *b) {
    if (b->len == 1) return b->data[0];
    pg_raise(&pg_type_TypeError, "ord() expected a character, but string of length %d found", (int)b->len);
    return 0;
}
PG_INLINE void pg_sys_exit(void *code) {
    pg_obj *arg = code ? code : pg_none;
    pg_exc_raise(pg_exc_new(&pg_type_SystemExit, sizeof(pg_exception), arg != pg_none, &arg));
    pg_exc->value = arg;
}
PG_INLINE void *pg_obj_getattr_default(pg_obj *o, pg_str *name, void *def) {
    pg_obj *out = pg_obj_getattr(o, name);
    if (!pg_exc || !pg_exc_matches(&pg_type_AttributeError)) return out;
    pg_exc = NULL;
    return def;
}
PG_INLINE bool pg_obj_hasattr(pg_obj *o, pg_str *name) { return pg_obj_getattr_default(o, name, NULL) != NULL; }

/* What reached the edge of a plugin although the SDK catches what plugins raise: log it and go on. */
__attribute__((unused)) static PG_COLD void pg_gen_uncaught(void) {
    pg_exception *e = pg_exc;
    pg_exc = NULL;
    pg_str *text = pg_exc_format(e);
    if (text) pg_abi_log(4, text);
    pg_exc = NULL;
}

static bool pg_gen_enter(void (*start)(void)) {
    static bool started;
    pg_callback_begin();
    if (!started) { started = true; start(); }
    return !pg_exc;
}
static void pg_gen_leave(void) {
    if (PG_FAILED) pg_gen_uncaught();
    pg_callback_end();
}

/* Hooks around what a class defines. */
#define PG_HOOK_EQ(name, fn) \
    static int name(pg_obj *a, pg_obj *b) { \
        void *r = fn(a, b); \
        if (PG_FAILED) return 0; \
        return r == (void *)&pg_notimplemented_obj ? PG_NOTIMPL : pg_obj_truth(r); \
    }
#define PG_HOOK_NEXT(name, fn) \
    static pg_obj *name(pg_obj *a) { \
        void *r = fn(a); \
        if (PG_LIKELY(!pg_exc)) return r; \
        if (pg_exc_matches(&pg_type_StopIteration)) pg_exc = NULL; \
        return NULL; \
    }
#define PG_HOOK_TRUTH(name, fn) static int name(pg_obj *a) { return fn(a); }
#define PG_HOOK_CONTAINS(name, fn) static int name(pg_obj *a, pg_obj *b) { return fn(a, b); }

/* str.maketrans(dict): keys of one character become code points. */
__attribute__((unused)) static void *pg_maketrans_dict(pg_dict *d) {
    pg_dict *r = pg_dict_new(PG_I64, PG_REF, d->len);
    uint32_t pos = 0;
    pg_entry *e;
    while (r && (e = pg_dict_next(d, &pos, d->len)) != NULL) {
        pg_obj *key = pg_box(e->key.i, d->kkind);
        int64_t code = pg_isinstance(key, &pg_type_str) ? pg_str_ord((pg_str *)key) : pg_unbox_int(key);
        if (PG_FAILED) return NULL;
        pg_dict_setitem(r, PG_W_I(code), PG_W_P(pg_box(e->val.i, d->vkind)));
    }
    return r;
}

/* Dataclasses: the fields of the type that take part. */
PG_INLINE int pg_gen_dataclass_eq(pg_obj *a, pg_obj *b) {
    if (a->type != b->type) return PG_NOTIMPL;
    return pg_dataclass_eq(a, b);
}
PG_INLINE pg_word pg_gen_field(pg_obj *o, const pg_field *f) {
    const char *p = (const char *)o + f->offset;
    return PG_REP(f->kind) == PG_BOOL ? *(const bool *)p : PG_REP(f->kind) == PG_REF ? PG_W_P(*(void *const *)p) : *(const int64_t *)p;
}
PG_INLINE int64_t pg_gen_dataclass_hash(pg_obj *o) {
    int64_t hashes[64];
    int64_t n = 0;
    for (uint32_t i = 0; i < o->type->nfields && n < 64; i++) {
        const pg_field *f = &o->type->fields[i];
        if (f->hide & 4) continue;
        hashes[n++] = pg_word_hash(pg_gen_field(o, f), f->kind);
        if (PG_FAILED) return 0;
    }
    return pg_hash_combine(n, hashes);
}
PG_INLINE int pg_gen_dataclass_compare(pg_obj *a, pg_obj *b, int op) {
    if (a->type != b->type) return PG_NOTIMPL;
    for (uint32_t i = 0; i < a->type->nfields; i++) {
        const pg_field *f = &a->type->fields[i];
        if (f->hide & 2) continue;
        pg_word x = pg_gen_field(a, f), y = pg_gen_field(b, f);
        bool same = pg_word_eq(x, f->kind, y, f->kind);
        if (PG_FAILED) return 0;
        if (!same) return pg_obj_compare(pg_box(x, f->kind), pg_box(y, f->kind), op);
    }
    return op == PG_LE || op == PG_GE;
}
#endif
