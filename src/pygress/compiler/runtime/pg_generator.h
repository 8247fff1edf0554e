/* Generators, coroutines and asynchronous generators: a heap frame, and a function that runs it on to the next yield. */
#ifndef PG_GENERATOR_H
#define PG_GENERATOR_H

typedef struct pg_gen {
    pg_obj h;
    pg_obj *(*resume)(struct pg_gen *, pg_obj *sent); /* the next value; NULL: it ended, or raised (pg_exc) */
    pg_obj *self;         /* the function object of a closure */
    pg_obj *value;        /* what it returned */
    pg_obj *thrown;       /* raised at the yield where it goes on */
    pg_obj *handled;      /* what it was handling when it was suspended */
    const char *name;
    int32_t state;        /* 0: not started, -1: ended, else the number of the yield it stands at */
    bool running;
    bool item;            /* the value is an item of an asynchronous generator, not a wish of an await in it */
} pg_gen;

extern const pg_type pg_type_generator, pg_type_coroutine, pg_type_async_generator;
extern const pg_hooks pg_generator_hooks, pg_coroutine_hooks, pg_async_generator_hooks;
/* The fields of every frame that the collector follows; types of frames begin their table with them. */
#define PG_GEN_FIELDS PG_FIELD(offsetof(pg_gen, self), PG_REF, "", 0), PG_FIELD(offsetof(pg_gen, value), PG_REF, "", 0), \
    PG_FIELD(offsetof(pg_gen, thrown), PG_REF, "", 0), PG_FIELD(offsetof(pg_gen, handled), PG_REF, "", 0)
#define PG_GEN_NFIELDS 4

pg_obj *pg_gen_send(pg_obj *gen, pg_obj *value);      /* NULL without pg_exc: it ended; its result is in value */
pg_obj *pg_gen_throw(pg_obj *gen, pg_obj *error);     /* likewise */
void pg_gen_close(pg_obj *gen);
pg_obj *pg_gen_method_send(pg_obj *gen, pg_obj *value);   /* StopIteration at the end */
pg_obj *pg_gen_method_throw(pg_obj *gen, pg_obj *error);
PG_NOTHROW void pg_gen_take_thrown(pg_gen *g);
PG_COLD void pg_raise_stop_of(pg_obj *it);            /* StopIteration with the result of a generator */

/* yield from, await */
pg_obj *pg_delegate_iter(pg_obj *o);                  /* iterators as they are, others by iter() */
pg_obj *pg_delegate_send(pg_obj *it, pg_obj *value);
pg_obj *pg_delegate_throw(pg_obj *it, pg_obj *error);
PG_NOTHROW pg_obj *pg_delegate_result(pg_obj *it);
PG_NOTHROW bool pg_is_async_generator(pg_obj *o);
PG_NOTHROW bool pg_is_awaitable(pg_obj *o);
PG_NOTHROW pg_obj *pg_async_next(pg_obj *gen, pg_obj *value, bool closing); /* the awaitable of __anext__, asend, aclose */
PG_NOTHROW pg_obj *pg_async_throw(pg_obj *gen, pg_obj *error); /* of athrow */
#endif
