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
/* keys and items compare as sets. */
static int eq_hook(pg_obj *a, pg_obj *b) {
    if (!PG_IS(b, set) && !PG_IS(b, frozenset) && b->type->id != PG_ID_DICTVIEW) return PG_NOTIMPL;
    if (pg_obj_len(a) != pg_obj_len(b)) return 0;
    pg_obj *it = pg_obj_iter(a), *x;
    while (!pg_exc && (x = pg_obj_next(it)) != NULL)
        if (!pg_obj_contains(b, x)) return 0;
    return !pg_exc;
}
static const pg_field fields[] = { PG_FIELD(offsetof(pg_dictview, dict), PG_REF, "mapping", 0) };
static const pg_hooks keys_hooks = { .repr = repr_keys, .len = len_hook, .iter = iter_keys, .contains = contains_key, .eq = eq_hook, .binary = pg_dyn_dictview_binary };
static const pg_hooks values_hooks = { .repr = repr_values, .len = len_hook, .iter = iter_values };
static const pg_hooks items_hooks = { .repr = repr_items, .len = len_hook, .iter = iter_items, .eq = eq_hook, .binary = pg_dyn_dictview_binary };
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
