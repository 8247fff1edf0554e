/* Functions that are called with any arguments: a tuple and a dict of keyword arguments (NULL: none). */
#ifndef PG_STAR_H
#define PG_STAR_H
/* The boxed entry of such a function; its entry has the signature below. It also tells them apart from others. */
typedef pg_obj *(*pg_star_entry)(pg_func *self, pg_tuple *args, pg_dict *named);
pg_obj *pg_star_boxed(pg_func *self, uint32_t n, pg_obj *const *args);
pg_obj *pg_call_star(pg_obj *f, pg_tuple *args, pg_dict *named);
/* Binding: a copy to take names out of, one name (NULL: absent), and the checks at the end, with CPython's messages. */
pg_dict *pg_named_copy(pg_dict *named);
pg_obj *pg_named_take(pg_dict *named, pg_str *name);
/* What is left of the keywords is a mistake; places: the parameters that may have been filled by place, each with a comma. */
void pg_named_done(pg_dict *named, pg_str *function, pg_str *places);
void pg_star_count(pg_tuple *args, int64_t least, int64_t most, pg_str *function);
PG_COLD void pg_star_missing(pg_str *function, pg_str *name);
PG_COLD void pg_star_twice(pg_str *function, pg_str *name);
pg_func *pg_func_like(pg_obj *function, pg_obj *original);   /* functools.wraps: the same with the name of `original` */
pg_str *pg_callable_name(pg_obj *o);
PG_INLINE void *pg_type_mro(const void *type) {
    const pg_type *t = type;
    pg_tuple *r = pg_tuple_new(t->nmro, 0);
    for (uint32_t i = 0; r && i < t->nmro; i++) r->items[i].i = PG_W_P(t->mro[i]);
    return r;
}
PG_INLINE void pg_raise_property(pg_obj *o, pg_str *name, pg_str *what) {
    pg_raise(&pg_type_AttributeError, "property '%S' of '%T' object has no %S", name, o, what);
}
PG_INLINE void pg_raise_unbound_free(const char *name) {
    pg_raise(&pg_type_NameError, "cannot access free variable '%s' where it is not associated with a value in enclosing scope", name);
}
#endif
