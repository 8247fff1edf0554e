/* Methods of builtin types called on `Any` values, and attributes that are methods of classes of the program. */
#include "pg_internal.h"

typedef pg_obj *method(pg_obj *o, uint32_t n, pg_obj *const *a);
typedef struct { const char *name; uint8_t least, most; method *call; } entry;

static pg_str *text(pg_obj *o) {
    if (pg_isinstance(o, &pg_type_str)) return (pg_str *)o;
    return pg_raise(&pg_type_TypeError, "must be str, not %T", o);
}
static pg_str *text_or_none(pg_obj *o, bool *ok) {
    if (o == pg_none) return NULL;
    pg_str *s = text(o);
    if (!s) *ok = false;
    return s;
}
static int64_t number(uint32_t n, pg_obj *const *a, uint32_t i, int64_t def) {
    if (i >= n || a[i] == pg_none) return def;
    if (!pg_isinstance(a[i], &pg_type_int)) { pg_raise(&pg_type_TypeError, "'%T' object cannot be interpreted as an integer", a[i]); return 0; }
    return ((pg_int *)a[i])->v;
}
static pg_obj *nothing(void) { return pg_exc ? NULL : pg_none; }
static pg_obj *result(void *o) { return pg_exc ? NULL : o; }
#define M(name) static pg_obj *name(pg_obj *o, uint32_t n, pg_obj *const *a)
#define S ((pg_str *)o)
#define L ((pg_list *)o)
#define D ((pg_dict *)o)

#define STR0(name) M(str_##name) { (void)n; (void)a; return result(pg_str_##name(S)); }
STR0(lower) STR0(upper) STR0(title) STR0(capitalize) STR0(swapcase) STR0(casefold)
#define STRB(name) M(str_##name) { (void)n; (void)a; return pg_box_bool(pg_str_##name(S)); }
STRB(isalpha) STRB(isdigit) STRB(isdecimal) STRB(isnumeric) STRB(isalnum) STRB(isspace) STRB(isupper) STRB(islower)
#define STRSTRIP(name) M(str_##name) { bool ok = true; pg_str *c = n ? text_or_none(a[0], &ok) : NULL; return ok ? result(pg_str_##name(S, c)) : NULL; }
STRSTRIP(strip) STRSTRIP(lstrip) STRSTRIP(rstrip)
#define STRSPLIT(name) M(str_##name) { bool ok = true; pg_str *c = n ? text_or_none(a[0], &ok) : NULL; int64_t k = number(n, a, 1, -1); return ok && !pg_exc ? result(pg_str_##name(S, c, k)) : NULL; }
STRSPLIT(split) STRSPLIT(rsplit)
#define STRFIND(name) M(str_##name) { pg_str *x = text(a[0]); int64_t i = number(n, a, 1, 0), j = number(n, a, 2, INT64_MAX); if (PG_FAILED) return NULL; int64_t r = pg_str_##name(S, x, i, j); return pg_exc ? NULL : pg_box_int(r); }
STRFIND(find) STRFIND(rfind) STRFIND(index) STRFIND(rindex) STRFIND(count)
#define STRAFFIX(name) M(str_##name) { \
    int64_t i = number(n, a, 1, 0), j = number(n, a, 2, INT64_MAX); \
    if (pg_isinstance(a[0], &pg_type_tuple)) { bool r = pg_str_##name##_any(S, (pg_tuple *)a[0], i, j); return pg_exc ? NULL : pg_box_bool(r); } \
    pg_str *x = text(a[0]); return pg_exc ? NULL : pg_box_bool(pg_str_##name(S, x, i, j)); }
STRAFFIX(startswith) STRAFFIX(endswith)
M(str_replace) { pg_str *x = text(a[0]), *y = x ? text(a[1]) : NULL; int64_t k = number(n, a, 2, -1); return pg_exc ? NULL : result(pg_str_replace(S, x, y, k)); }
M(str_join) { (void)n; return result(pg_str_join_obj(S, a[0])); }
M(str_splitlines) { return result(pg_str_splitlines(S, n && pg_obj_truth(a[0]))); }
M(str_partition) { (void)n; pg_str *x = text(a[0]); return x ? result(pg_str_partition(S, x)) : NULL; }
M(str_rpartition) { (void)n; pg_str *x = text(a[0]); return x ? result(pg_str_rpartition(S, x)) : NULL; }
M(str_encode) { bool ok = true; pg_str *x = n ? text_or_none(a[0], &ok) : NULL, *y = n > 1 ? text_or_none(a[1], &ok) : NULL; return ok ? result(pg_str_encode(S, x, y)) : NULL; }
M(str_removeprefix) { (void)n; pg_str *x = text(a[0]); return x ? result(pg_str_removeprefix(S, x)) : NULL; }
M(str_removesuffix) { (void)n; pg_str *x = text(a[0]); return x ? result(pg_str_removesuffix(S, x)) : NULL; }
M(str_zfill) { int64_t w = number(n, a, 0, 0); return result(pg_str_zfill(S, w)); }
M(str_ljust) { int64_t w = number(n, a, 0, 0); return result(pg_str_ljust(S, w, n > 1 ? text(a[1]) : NULL)); }
M(str_rjust) { int64_t w = number(n, a, 0, 0); return result(pg_str_rjust(S, w, n > 1 ? text(a[1]) : NULL)); }
M(str_center) { int64_t w = number(n, a, 0, 0); return result(pg_str_center(S, w, n > 1 ? text(a[1]) : NULL)); }
M(str_format) { return result(pg_str_format_method(S, n, a, NULL)); }
#define E(type, name, least, most) { #name, least, most, type##_##name },
static const entry str_methods[] = {
    E(str, lower, 0, 0) E(str, upper, 0, 0) E(str, title, 0, 0) E(str, capitalize, 0, 0) E(str, swapcase, 0, 0) E(str, casefold, 0, 0)
    E(str, isalpha, 0, 0) E(str, isdigit, 0, 0) E(str, isdecimal, 0, 0) E(str, isnumeric, 0, 0) E(str, isalnum, 0, 0) E(str, isspace, 0, 0)
    E(str, isupper, 0, 0) E(str, islower, 0, 0) E(str, strip, 0, 1) E(str, lstrip, 0, 1) E(str, rstrip, 0, 1) E(str, split, 0, 2)
    E(str, rsplit, 0, 2) E(str, find, 1, 3) E(str, rfind, 1, 3) E(str, index, 1, 3) E(str, rindex, 1, 3) E(str, count, 1, 3)
    E(str, startswith, 1, 3) E(str, endswith, 1, 3) E(str, replace, 2, 3) E(str, join, 1, 1) E(str, splitlines, 0, 1) E(str, partition, 1, 1)
    E(str, rpartition, 1, 1) E(str, encode, 0, 2) E(str, removeprefix, 1, 1) E(str, removesuffix, 1, 1) E(str, zfill, 1, 1) E(str, ljust, 1, 2)
    E(str, rjust, 1, 2) E(str, center, 1, 2) E(str, format, 0, 255) { 0, 0, 0, 0 } };

static pg_word in_list(pg_list *l, pg_obj *o) { return pg_unbox(o, l->kind); }
M(list_append) { (void)n; pg_word w = in_list(L, a[0]); if (!pg_exc) pg_list_append(L, w); return nothing(); }
M(list_extend) { (void)n; pg_list_extend_obj(L, a[0]); return nothing(); }
M(list_insert) { int64_t i = number(n, a, 0, 0); pg_word w = pg_exc ? 0 : in_list(L, a[1]); if (!pg_exc) pg_list_insert(L, i, w); return nothing(); }
M(list_pop) { int64_t i = number(n, a, 0, -1); pg_word w = pg_exc ? 0 : pg_list_pop(L, i); return pg_exc ? NULL : pg_box(w, L->kind); }
M(list_remove) { (void)n; pg_word w = in_list(L, a[0]); if (!pg_exc) pg_list_remove(L, w); return nothing(); }
M(list_clear) { (void)n; (void)a; pg_list_clear(L); return pg_none; }
M(list_copy) { (void)n; (void)a; return result(pg_list_copy(L)); }
M(list_reverse) { (void)n; (void)a; pg_list_reverse(L); return pg_none; }
M(list_sort) { (void)n; (void)a; pg_list_sort(L, false); return nothing(); }
M(list_index) { pg_word w = in_list(L, a[0]); int64_t i = number(n, a, 1, 0), j = number(n, a, 2, INT64_MAX), r = pg_exc ? 0 : pg_list_index(L, w, i, j); return pg_exc ? NULL : pg_box_int(r); }
M(list_count) { (void)n; pg_word w = in_list(L, a[0]); int64_t r = pg_exc ? 0 : pg_list_count(L, w); return pg_exc ? NULL : pg_box_int(r); }
static const entry list_methods[] = { E(list, append, 1, 1) E(list, extend, 1, 1) E(list, insert, 2, 2) E(list, pop, 0, 1) E(list, remove, 1, 1)
    E(list, clear, 0, 0) E(list, copy, 0, 0) E(list, reverse, 0, 0) E(list, sort, 0, 0) E(list, index, 1, 3) E(list, count, 1, 1) { 0, 0, 0, 0 } };

M(dict_keys) { (void)n; (void)a; return pg_dict_keys(D); }
M(dict_values) { (void)n; (void)a; return pg_dict_values(D); }
M(dict_items) { (void)n; (void)a; return pg_dict_items(D); }
/* The methods of dict itself: they do not ask what a class below it overrides. */
M(dict_get) {
    pg_entry *e = pg_dict_find_boxed(D, a[0]);
    if (PG_FAILED) return NULL;
    return e ? pg_box(e->val.i, D->vkind) : n > 1 ? a[1] : pg_none;
}
M(dict_pop) {
    pg_entry *e = pg_dict_find_boxed(D, a[0]);
    if (PG_FAILED) return NULL;
    if (!e) return n > 1 ? a[1] : pg_raise_key(PG_W_P(a[0]), PG_REF);
    pg_obj *v = pg_box(e->val.i, D->vkind);
    pg_dict_remove_entry(D, e);
    return v;
}
M(dict_setdefault) {
    pg_entry *e = pg_dict_find_boxed(D, a[0]);
    if (PG_FAILED) return NULL;
    if (e) return pg_box(e->val.i, D->vkind);
    pg_obj *v = n > 1 ? a[1] : pg_none;
    pg_word k = pg_unbox(a[0], D->kkind), w = pg_exc ? 0 : pg_unbox(v, D->vkind);
    if (!pg_exc) pg_dict_setitem(D, k, w);
    return pg_exc ? NULL : v;
}
M(dict_update) { (void)n; pg_dict_update_obj(D, a[0]); return nothing(); }
M(dict_clear) { (void)n; (void)a; pg_dict_clear(D); return pg_none; }
M(dict_copy) { (void)n; (void)a; return result(pg_dict_copy(D)); }
M(dict_popitem) { (void)n; (void)a; return result(pg_dict_popitem(D)); }
static const entry dict_methods[] = { E(dict, keys, 0, 0) E(dict, values, 0, 0) E(dict, items, 0, 0) E(dict, get, 1, 2) E(dict, pop, 1, 2)
    E(dict, setdefault, 1, 2) E(dict, update, 1, 1) E(dict, clear, 0, 0) E(dict, copy, 0, 0) E(dict, popitem, 0, 0) { 0, 0, 0, 0 } };

M(bytes_decode) { bool ok = true; pg_str *x = n ? text_or_none(a[0], &ok) : NULL, *y = n > 1 ? text_or_none(a[1], &ok) : NULL; return ok ? result(pg_bytes_decode((pg_bytes *)o, x, y)) : NULL; }
M(bytes_hex) { (void)n; (void)a; return result(pg_bytes_hex((pg_bytes *)o)); }
static const entry bytes_methods[] = { E(bytes, decode, 0, 2) E(bytes, hex, 0, 0) { 0, 0, 0, 0 } };

#define SET ((pg_set *)o)
M(set_add) { (void)n; pg_word w = pg_unbox(a[0], SET->kind); if (!pg_exc) pg_set_add(SET, w); return nothing(); }
M(set_discard) { (void)n; pg_word w = pg_unbox(a[0], SET->kind); if (!pg_exc) pg_set_discard(SET, w); return nothing(); }
M(set_remove) { (void)n; pg_word w = pg_unbox(a[0], SET->kind); if (!pg_exc) pg_set_remove(SET, w); return nothing(); }
M(set_update) { (void)n; pg_set_update_obj(SET, a[0]); return nothing(); }
M(set_clear) { (void)n; (void)a; pg_set_clear(SET); return pg_none; }
M(set_copy) { (void)n; (void)a; return result(pg_set_copy(SET)); }
static const entry set_methods[] = { E(set, add, 1, 1) E(set, discard, 1, 1) E(set, remove, 1, 1) E(set, update, 1, 1) E(set, clear, 0, 0)
    E(set, copy, 0, 0) { 0, 0, 0, 0 } };

M(tuple_index) { int64_t i = number(n, a, 1, 0), j = number(n, a, 2, INT64_MAX), r = pg_exc ? 0 : pg_tuple_index((pg_tuple *)o, a[0], i, j); return pg_exc ? NULL : pg_box_int(r); }
M(tuple_count) { (void)n; int64_t r = pg_tuple_count((pg_tuple *)o, a[0]); return pg_exc ? NULL : pg_box_int(r); }
static const entry tuple_methods[] = { E(tuple, index, 1, 3) E(tuple, count, 1, 1) { 0, 0, 0, 0 } };

M(int_bit_length) { (void)n; (void)a; return pg_box_int(pg_int_bit_length(((pg_int *)o)->v)); }
static const entry int_methods[] = { E(int, bit_length, 0, 0) { 0, 0, 0, 0 } };

static const entry *methods_of(pg_obj *o) {
    switch (o->type->layout) {
    case PG_L_STR: return str_methods;
    case PG_L_LIST: return list_methods;
    case PG_L_DICT: return dict_methods;
    case PG_L_SET: return set_methods;
    case PG_L_BYTES: return bytes_methods;
    case PG_L_TUPLE: return tuple_methods;
    default: return pg_isinstance(o, &pg_type_int) ? int_methods : NULL;
    }
}
pg_obj *pg_obj_call_method(pg_obj *o, pg_str *name, uint32_t n, pg_obj *const *a) {
    if (o->type->hooks->getattr) {
        pg_obj *f = o->type->hooks->getattr(o, name);
        if (PG_FAILED) return NULL;
        if (f) return pg_obj_call(f, n, a);
    }
    for (const entry *e = methods_of(o); e && e->name; e++) {
        if (pg_cstrlen(e->name) != name->nbytes || memcmp(e->name, name->data, name->nbytes) != 0) continue;
        if (n < e->least) return pg_raise(&pg_type_TypeError, "%s() takes at least %d argument (%d given)", e->name, (int)e->least, (int)n);
        if (n > e->most) return pg_raise(&pg_type_TypeError, "%s() takes at most %d arguments (%d given)", e->name, (int)e->most, (int)n);
        return e->call(o, n, a);
    }
    extern pg_obj *pg_gen_call_method(pg_obj *, pg_str *, uint32_t, pg_obj *const *) __attribute__((weak));
    if (pg_gen_call_method) {
        pg_obj *r = pg_gen_call_method(o, name, n, a);
        if (r || pg_exc) return r;
    }
    pg_obj *f = pg_obj_getattr(o, name);
    return f ? pg_obj_call(f, n, a) : NULL;
}
