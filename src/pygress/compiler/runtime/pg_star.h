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
/* bound: 1 if the function has a `self` besides args, which least and most count. */
void pg_star_count(pg_tuple *args, int64_t bound, int64_t least, int64_t most, pg_str *function);
/* names: the required parameters from here on, each with a comma; those in named are not missing. */
/* Call a class as an object; written by the compiler where a program does so. NULL without pg_exc: it cannot be called. */
__attribute__((weak)) pg_obj *pg_class_make(const pg_type *type, pg_tuple *args, pg_dict *named);
pg_obj *pg_class_make_other(const pg_type *type, pg_tuple *args, pg_dict *named); /* a class of the runtime */
PG_COLD void pg_star_missing(pg_str *function, pg_str *names, pg_dict *named, bool only_named);
void pg_star_none(pg_tuple *args, pg_dict *named, pg_str *function); /* takes no arguments at all */
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
