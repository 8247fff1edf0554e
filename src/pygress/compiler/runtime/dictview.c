/* keys(), values(), items() as objects: live views. */
#include "pg_internal.h"

static pg_dict *of(pg_obj *o) { return ((pg_dictview *)o)->dict; }
static int64_t len_hook(pg_obj *o) { return of(o)->len; }
static pg_obj *iter_keys(pg_obj *o) { return pg_dict_iterator(of(o), 0); }
static pg_obj *iter_values(pg_obj *o) { return pg_dict_iterator(of(o), 1); }
static pg_obj *iter_items(pg_obj *o) { return pg_dict_iterator(of(o), 2); }
static int contains_key(pg_obj *o, pg_obj *x) { return pg_obj_contains(PG_OBJ(of(o)), x); }
static pg_str *wrap(const char *head, pg_list *l) {
    pg_sb b;
    sb_init(&b);
    sb_c(&b, head);
    sb_str(&b, pg_list_repr(l));
    sb_putc(&b, ')');
    return sb_finish(&b);
}
static pg_str *repr_keys(pg_obj *o) { return wrap("dict_keys(", pg_dict_key_list(of(o))); }
static pg_str *repr_values(pg_obj *o) { return wrap("dict_values(", pg_dict_value_list(of(o))); }
static pg_str *repr_items(pg_obj *o) { return wrap("dict_items(", pg_dict_item_list(of(o))); }
/* keys and items compare as sets, with each other and with sets. */
static bool is_set(pg_obj *o) {
    return pg_isinstance(o, &pg_type_set) || pg_isinstance(o, &pg_type_frozenset) || PG_IS(o, dict_keys) || PG_IS(o, dict_items);
}
static bool within(pg_obj *a, pg_obj *b) {
    pg_obj *it = pg_obj_iter(a), *x;
    while (!pg_exc && (x = pg_obj_next(it)) != NULL)
        if (!pg_obj_contains(b, x)) return false;
    return !pg_exc;
}
static int compare_hook(pg_obj *a, pg_obj *b, int op) {
    if (!is_set(b)) return PG_NOTIMPL;
    int64_t na = pg_obj_len(a), nb = pg_obj_len(b);
    switch (op) {
    case PG_LT: return na < nb && within(a, b);
    case PG_LE: return na <= nb && within(a, b);
    case PG_GT: return na > nb && within(b, a);
    case PG_GE: return na >= nb && within(b, a);
    default: return (na == nb && within(a, b)) == (op == PG_EQ);
    }
}
static int eq_hook(pg_obj *a, pg_obj *b) { return compare_hook(a, b, PG_EQ); }
static const pg_field fields[] = { PG_FIELD(offsetof(pg_dictview, dict), PG_REF, "mapping", 0) };
static const pg_hooks keys_hooks = { .repr = repr_keys, .len = len_hook, .iter = iter_keys, .contains = contains_key, .eq = eq_hook, .compare = compare_hook, .binary = pg_dyn_dictview_binary };
static const pg_hooks values_hooks = { .repr = repr_values, .len = len_hook, .iter = iter_values };
static const pg_hooks items_hooks = { .repr = repr_items, .len = len_hook, .iter = iter_items, .eq = eq_hook, .compare = compare_hook, .binary = pg_dyn_dictview_binary };
#define VIEW(name, hooks) \
    static const pg_type *const name##_mro[] = { &pg_type_##name, &pg_type_object }; \
    const pg_type pg_type_##name = { PG_TYPE_HEAD, PG_ID_DICTVIEW, sizeof(pg_dictview), PG_L_PLAIN, 0, 2, 1, #name, "builtins", name##_mro, fields, &hooks };
VIEW(dict_keys, keys_hooks)
VIEW(dict_values, values_hooks)
VIEW(dict_items, items_hooks)

static pg_obj *view(const pg_type *t, pg_dict *d) {
    pg_dictview *v = pg_new(t, sizeof(pg_dictview));
    v->dict = d;
    return &v->h;
}
pg_obj *pg_dict_keys(pg_dict *d) { return view(&pg_type_dict_keys, d); }
pg_obj *pg_dict_values(pg_dict *d) { return view(&pg_type_dict_values, d); }
pg_obj *pg_dict_items(pg_dict *d) { return view(&pg_type_dict_items, d); }
