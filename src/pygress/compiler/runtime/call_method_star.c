/* Methods of `Any` values called with keywords or unpacked arguments. A file of its own: few programs need it. */
#include "pg_internal.h"
#include "pg_lib.h"
#include "pg_star.h"

/* The methods of builtin types that take keywords; None in a place that is not given means the default. */
static const struct { uint8_t layout; const char *name; const char *parameters[2]; } known[] = {
    { PG_L_STR, "split", { "sep", "maxsplit" } }, { PG_L_STR, "rsplit", { "sep", "maxsplit" } },
    { PG_L_STR, "splitlines", { "keepends", 0 } }, { PG_L_STR, "encode", { "encoding", "errors" } },
    { PG_L_BYTES, "decode", { "encoding", "errors" } },
};

static bool same(const char *a, pg_str *b) { return pg_cstrlen(a) == b->nbytes && memcmp(a, b->data, b->nbytes) == 0; }

static pg_obj *sort(pg_list *l, pg_str *name, pg_tuple *args, pg_dict *named) {
    pg_obj *key = pg_named_take(named, pg_str_lit("key")), *reverse = pg_named_take(named, pg_str_lit("reverse"));
    if (args->len) return pg_raise(&pg_type_TypeError, "sort() takes no positional arguments");
    if (!pg_exc) pg_named_done(named, name, pg_str_lit(""));
    bool back = !pg_exc && reverse && pg_obj_truth(reverse);
    if (PG_FAILED) return NULL;
    if (!key || key == pg_none) { pg_list_sort(l, back); return pg_exc ? NULL : pg_none; }
    pg_list *keys = pg_list_new(PG_REF, l->len);
    if (!keys) return NULL;
    for (uint32_t i = 0; i < l->len; i++) {
        pg_obj *item = pg_box(pg_list_getitem(l, i), l->kind), *k = pg_exc ? NULL : pg_obj_call(key, 1, &item);
        if (PG_FAILED) return NULL;
        pg_list_append(keys, PG_W_P(k));
    }
    pg_list_sort_keys(l, keys, back);
    return pg_exc ? NULL : pg_none;
}

pg_obj *pg_obj_call_method_star(pg_obj *o, pg_str *name, pg_tuple *args, pg_dict *named) {
    if (o->type->hooks->getattr) {
        pg_obj *f = o->type->hooks->getattr(o, name);
        if (PG_FAILED) return NULL;
        if (f) return pg_call_star(f, args, named);
    }
    if (named && named->len == 0) named = NULL;
    pg_obj *a[16];
    uint32_t n = args->len;
    if (n > 14) return pg_raise(&pg_type_TypeError, "%S() takes too many arguments (%d given)", name, (int)n);
    for (uint32_t i = 0; i < n; i++) {
        a[i] = pg_tuple_get_boxed(args, i);
        if (PG_FAILED) return NULL;
    }
    uint8_t layout = o->type->layout;
    if (layout == PG_L_LIST && same("sort", name)) return sort((pg_list *)o, name, args, named ? pg_dict_copy(named) : NULL);
    if (!named) return pg_obj_call_method(o, name, n, a);
    if (layout == PG_L_STR && same("format", name)) return (pg_obj *)pg_str_format_method((pg_str *)o, n, a, (pg_obj *)named);
    if (layout == PG_L_DICT && same("update", name)) {
        if (n && !pg_obj_call_method(o, name, n, a)) return NULL;
        pg_dict_update_obj((pg_dict *)o, (pg_obj *)named);
        return pg_exc ? NULL : pg_none;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].layout != layout || !same(known[i].name, name)) continue;
        pg_dict *rest = pg_dict_copy(named);
        for (uint32_t k = 0; rest && k < 2 && known[i].parameters[k]; k++) {
            pg_obj *given = pg_named_take(rest, pg_str_c(known[i].parameters[k]));
            if (PG_FAILED) return NULL;
            if (!given) continue;
            if (k < args->len)
                return pg_raise(&pg_type_TypeError, "argument for %S() given by name ('%s') and position (%d)", name, known[i].parameters[k], (int)k + 1);
            while (n < k) a[n++] = pg_none;
            a[k] = given;
            if (n <= k) n = k + 1;
        }
        if (!pg_exc) pg_named_done(rest, name, pg_str_lit(""));
        return pg_exc ? NULL : pg_obj_call_method(o, name, n, a);
    }
    pg_obj *f = pg_obj_getattr(o, name);
    if (PG_FAILED && layout != PG_L_PLAIN) { pg_exc = NULL; return pg_raise(&pg_type_TypeError, "%T.%S() takes no keyword arguments", o, name); }
    return f ? pg_call_star(f, args, named) : NULL;
}

pg_obj *pg_native_call_method(pg_obj *o, pg_str *name, pg_obj *args, pg_obj *named) {
    return pg_obj_call_method_star(o, name, (pg_tuple *)args, (pg_dict *)named);
}
