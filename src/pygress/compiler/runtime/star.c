/* Calls with unpacked arguments of functions that are only known when the program runs. */
#include "pg_internal.h"
#include "pg_star.h"

pg_obj *pg_star_boxed(pg_func *self, uint32_t n, pg_obj *const *args) {
    pg_tuple *t = pg_tuple_new(n, 0);
    if (!t) return NULL;
    for (uint32_t i = 0; i < n; i++) t->items[i].i = PG_W_P(args[i]);
    return ((pg_star_entry)self->entry)(self, t, NULL);
}
pg_obj *pg_class_make_other(const pg_type *type, pg_tuple *args, pg_dict *named) {
    if (named && named->len) return NULL;
    return pg_issubclass(type, &pg_type_BaseException) && !(type->flags & PG_TF_USER) ? (pg_obj *)pg_exc_make(type, args) : NULL;
}
pg_obj *pg_call_star(pg_obj *o, pg_tuple *args, pg_dict *named) {
    if (named && named->len == 0) named = NULL;
    if (pg_class_make && o->type == &pg_type_type) {
        pg_obj *made = pg_class_make((const pg_type *)o, args, named);
        if (made || pg_exc) return made;
    }
    if (PG_IS(o, func) && ((pg_func *)o)->boxed == pg_star_boxed) return ((pg_star_entry)((pg_func *)o)->entry)((pg_func *)o, args, named);
    if (named && o->type->flags & PG_TF_USER) {
        o = pg_obj_getattr(o, pg_str_lit("__call__"));
        return o ? pg_call_star(o, args, named) : NULL;
    }
    if (named) return pg_raise(&pg_type_TypeError, "%s() takes no keyword arguments", PG_IS(o, func) ? ((pg_func *)o)->name : o->type->name);
    pg_obj *boxed[16];
    pg_obj **a = args->len <= 16 ? boxed : pg_data_alloc(args->len * sizeof *a);
    if (!a) return NULL;
    for (uint32_t i = 0; i < args->len; i++) {
        a[i] = pg_tuple_get_boxed(args, i);
        if (PG_FAILED) return NULL;
    }
    return pg_obj_call(o, args->len, a);
}
pg_dict *pg_named_copy(pg_dict *named) { return named ? pg_dict_copy(named) : NULL; }
pg_obj *pg_named_take(pg_dict *named, pg_str *name) {
    if (!named) return NULL;
    pg_entry *e = pg_dict_find(named, PG_W_P(name));
    if (!e) return NULL;
    pg_obj *v = pg_box(e->val.i, named->vkind);
    pg_dict_delitem(named, PG_W_P(name));
    return v;
}
void pg_named_done(pg_dict *named, pg_str *function, pg_str *places) {
    if (!named || named->len == 0) return;
    uint32_t pos = 0;
    pg_entry *e = pg_dict_next(named, &pos, named->len);
    if (!e) return;
    pg_str *name = PG_P_W(e->key.i);
    for (uint32_t from = 0, i = 0; i < places->nbytes; i++) { /* each name ends with a comma */
        if (places->data[i] != ',') continue;
        if (i - from == name->nbytes && memcmp(places->data + from, name->data, name->nbytes) == 0) { pg_star_twice(function, name); return; }
        from = i + 1;
    }
    pg_raise(&pg_type_TypeError, "%S() got an unexpected keyword argument '%S'", function, name);
}
void pg_star_count(pg_tuple *args, int64_t bound, int64_t least, int64_t most, pg_str *function) {
    int given = (int)(args->len + bound);
    if (given <= most) return;
    if (least < most)
        pg_raise(&pg_type_TypeError, "%S() takes from %l to %l positional arguments but %d %s given", function, least, most,
                 given, given == 1 ? "was" : "were");
    else
        pg_raise(&pg_type_TypeError, "%S() takes %l positional argument%s but %d %s given", function, most, most == 1 ? "" : "s",
                 given, given == 1 ? "was" : "were");
}
void pg_star_missing(pg_str *function, pg_str *names, pg_dict *named, bool only_named) {
    pg_list *missing = pg_list_new(PG_REF, 4);
    for (uint32_t from = 0, i = 0; i < names->nbytes; i++) { /* each name ends with a comma */
        if (names->data[i] != ',') continue;
        pg_str *name = pg_str_new(names->data + from, i - from);
        if (!named || !pg_dict_find_str(named, name)) pg_list_append(missing, PG_W_P(name));
        from = i + 1;
    }
    pg_sb b;
    sb_init(&b);
    for (uint32_t i = 0; i < missing->len; i++) {
        if (i) sb_c(&b, i + 1 < missing->len ? ", " : missing->len == 2 ? " and " : ", and ");
        sb_putc(&b, '\'');
        sb_str(&b, missing->items[i].p);
        sb_putc(&b, '\'');
    }
    pg_raise(&pg_type_TypeError, "%S() missing %d required %s argument%s: %S", function, (int)missing->len,
             only_named ? "keyword-only" : "positional", missing->len == 1 ? "" : "s", sb_finish(&b));
}
void pg_star_none(pg_tuple *args, pg_dict *named, pg_str *function) {
    if (args->len || (named && named->len)) pg_raise(&pg_type_TypeError, "%S() takes no arguments", function);
}
void pg_star_twice(pg_str *function, pg_str *name) {
    pg_raise(&pg_type_TypeError, "%S() got multiple values for argument '%S'", function, name);
}
pg_func *pg_func_like(pg_obj *function, pg_obj *original) {
    if (!PG_IS(function, func) || !PG_IS(original, func)) return (pg_func *)function;
    pg_func *f = (pg_func *)function;
    return pg_func_new(f->entry, f->boxed, ((pg_func *)original)->name, f->env, f->signature);
}
pg_str *pg_callable_name(pg_obj *o) {
    if (PG_IS(o, func)) return pg_str_c(((pg_func *)o)->name);
    if (o->type == &pg_type_type) return pg_type_name((const pg_type *)o);
    return pg_raise(&pg_type_AttributeError, "'%T' object has no attribute '__name__'", o);
}
