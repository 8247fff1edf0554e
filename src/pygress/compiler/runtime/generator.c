/* Suspended functions: send, throw, close, and delegation to them (`yield from`, `await`). */
#include "pg_internal.h"
#include "pg_generator.h"

static const pg_type *const generator_mro[] = { &pg_type_generator, &pg_type_object };
static const pg_type *const coroutine_mro[] = { &pg_type_coroutine, &pg_type_object };
static const pg_type *const async_generator_mro[] = { &pg_type_async_generator, &pg_type_object };

static pg_obj *same(pg_obj *o) { return o; }
static pg_obj *gen_next(pg_obj *o) { return pg_gen_send(o, pg_none); }

const pg_hooks pg_generator_hooks = { .iter = same, .next = gen_next };
const pg_hooks pg_coroutine_hooks = { .truth = NULL };
const pg_hooks pg_async_generator_hooks = { .truth = NULL };

#define GEN_TYPE(T, text) \
    const pg_type pg_type_##T = { PG_TYPE_HEAD, PG_ID_OTHER, sizeof(pg_gen), PG_L_PLAIN, 0, 2, 0, text, "builtins", T##_mro, 0, &pg_##T##_hooks };
GEN_TYPE(generator, "generator")
GEN_TYPE(coroutine, "coroutine")
GEN_TYPE(async_generator, "async_generator")

static bool is_gen(pg_obj *o) {
    const pg_hooks *h = o->type->hooks;
    return h == &pg_generator_hooks || h == &pg_coroutine_hooks || h == &pg_async_generator_hooks;
}
static const char *kind(pg_obj *o) {
    const pg_hooks *h = o->type->hooks;
    return h == &pg_generator_hooks ? "generator" : h == &pg_coroutine_hooks ? "coroutine" : "async generator";
}

/* StopIteration must not leave a generator: it would end the loop that uses it. */
static PG_COLD void convert_stop(pg_obj *o) {
    pg_exception *e = pg_exc;
    const pg_type *wrong = pg_isinstance(&e->h, &pg_type_StopIteration) ? &pg_type_StopIteration
        : o->type->hooks == &pg_async_generator_hooks && pg_isinstance(&e->h, &pg_type_StopAsyncIteration) ? &pg_type_StopAsyncIteration : NULL;
    if (!wrong) return;
    pg_exc = NULL;
    pg_raise(&pg_type_RuntimeError, "%s raised %s", kind(o), wrong->name);
    pg_exc->cause = pg_exc->context = e;
    pg_exc->suppress_context = true;
}

static pg_obj *run(pg_gen *g, pg_obj *value) {
    if (pg_enter()) return NULL;
    pg_exception *outer = pg_handled;
    if (g->handled) pg_handled = (pg_exception *)g->handled;
    g->running = true;
    g->item = false;
    pg_obj *r = g->resume(g, value);
    g->running = false;
    g->handled = pg_handled != outer ? &pg_handled->h : NULL;
    pg_handled = outer;
    pg_leave();
    if (PG_UNLIKELY(pg_exc != NULL)) {
        g->state = -1;
        convert_stop(&g->h);
        return NULL;
    }
    return r;
}

pg_obj *pg_gen_send(pg_obj *o, pg_obj *value) {
    pg_gen *g = (pg_gen *)o;
    if (PG_UNLIKELY(g->running)) return pg_raise(&pg_type_ValueError, "%s already executing", kind(o));
    if (g->state == -1) {
        if (o->type->hooks == &pg_coroutine_hooks) return pg_raise(&pg_type_RuntimeError, "cannot reuse already awaited coroutine");
        g->value = NULL;
        return NULL;
    }
    if (PG_UNLIKELY(g->state == 0 && value != pg_none))
        return pg_raise(&pg_type_TypeError, "can't send non-None value to a just-started %s", kind(o));
    return run(g, value);
}

pg_obj *pg_gen_throw(pg_obj *o, pg_obj *error) {
    pg_gen *g = (pg_gen *)o;
    if (g->running) return pg_raise(&pg_type_ValueError, "%s already executing", kind(o));
    if (error->type == &pg_type_type) error = PG_OBJ(pg_exc_new((const pg_type *)error, sizeof(pg_exception), 0, 0));
    if (g->state <= 0) {
        g->state = -1;
        pg_exc_raise((pg_exception *)error);
        return NULL;
    }
    g->thrown = error;
    return run(g, pg_none);
}
void pg_gen_take_thrown(pg_gen *g) {
    pg_exception *e = (pg_exception *)g->thrown;
    g->thrown = NULL;
    pg_exc_raise(e);
}

void pg_gen_close(pg_obj *o) {
    pg_gen *g = (pg_gen *)o;
    if (g->state <= 0) { g->state = -1; return; }
    pg_exception *e = pg_exc_new(&pg_type_GeneratorExit, sizeof(pg_exception), 0, 0);
    pg_obj *r = pg_gen_throw(o, &e->h);
    if (r) { pg_raise(&pg_type_RuntimeError, "%s ignored GeneratorExit", kind(o)); return; }
    if (pg_exc && (pg_exc_matches(&pg_type_GeneratorExit) || pg_exc_matches(&pg_type_StopIteration))) pg_exc = NULL;
}

void pg_raise_stop_of(pg_obj *it) {
    pg_obj *v = is_gen(it) ? ((pg_gen *)it)->value : NULL;
    if (v == pg_none) v = NULL;
    pg_exception *e = pg_exc_new(&pg_type_StopIteration, sizeof(pg_exception), v != NULL, &v);
    e->value = v;
    if (is_gen(it)) ((pg_gen *)it)->value = NULL;
    pg_exc_raise(e);
}
static pg_obj *or_stop(pg_obj *o, pg_obj *r) {
    if (!r && !pg_exc) pg_raise_stop_of(o);
    return r;
}
pg_obj *pg_gen_method_send(pg_obj *o, pg_obj *value) {
    if (!is_gen(o)) return or_stop(o, pg_delegate_send(o, value));
    return or_stop(o, pg_gen_send(o, value));
}
pg_obj *pg_gen_method_throw(pg_obj *o, pg_obj *error) { return or_stop(o, pg_delegate_throw(o, error)); }

/* ---- one step of an asynchronous generator: what __anext__ gives to await */

typedef struct async_step { pg_obj h; pg_obj *gen, *sent, *result, *thrown; bool started, closing, done; } async_step;
static const pg_field step_fields[] = {
    PG_FIELD(offsetof(async_step, gen), PG_REF, "", 0), PG_FIELD(offsetof(async_step, sent), PG_REF, "", 0), PG_FIELD(offsetof(async_step, result), PG_REF, "", 0),
    PG_FIELD(offsetof(async_step, thrown), PG_REF, "", 0),
};
static pg_obj *step_next(pg_obj *o) { return pg_delegate_send(o, pg_none); }
static const pg_hooks step_hooks = { .iter = same, .next = step_next };
static const pg_type step_type;
static const pg_type *const step_mro[] = { &step_type, &pg_type_object };
static const pg_type step_type = { PG_TYPE_HEAD, PG_ID_OTHER, sizeof(async_step), PG_L_PLAIN, 0, 2, 4, "async_generator_asend", "builtins", step_mro, step_fields, &step_hooks };

pg_obj *pg_async_next(pg_obj *gen, pg_obj *value, bool closing) {
    async_step *s = pg_new(&step_type, sizeof *s);
    s->gen = gen;
    s->sent = value;
    s->closing = closing;
    return &s->h;
}
pg_obj *pg_async_throw(pg_obj *gen, pg_obj *error) {
    async_step *s = (async_step *)pg_async_next(gen, pg_none, false);
    s->thrown = error;
    return &s->h;
}
static pg_obj *step_done(async_step *s, pg_obj *r) {
    pg_gen *g = (pg_gen *)s->gen;
    if (r && !g->item) return r; /* an await inside the generator wants something */
    s->done = true;
    if (s->closing) {
        if (r) return pg_raise(&pg_type_RuntimeError, "async generator ignored GeneratorExit");
        if (pg_exc && (pg_exc_matches(&pg_type_GeneratorExit) || pg_exc_matches(&pg_type_StopAsyncIteration))) pg_exc = NULL;
        return NULL;
    }
    if (r) { g->item = false; s->result = r; return NULL; }
    if (!pg_exc) pg_exc_raise(pg_exc_new(&pg_type_StopAsyncIteration, sizeof(pg_exception), 0, 0));
    return NULL;
}
static pg_obj *step_send(async_step *s, pg_obj *value) {
    pg_obj *v = s->started ? value : s->sent;
    pg_gen *g = (pg_gen *)s->gen;
    if (s->closing && !s->started) {
        s->started = true;
        if (g->state <= 0) { g->state = -1; return NULL; }
        return step_done(s, pg_gen_throw(s->gen, PG_OBJ(pg_exc_new(&pg_type_GeneratorExit, sizeof(pg_exception), 0, 0))));
    }
    bool first = !s->started;
    s->started = true;
    return step_done(s, first && s->thrown ? pg_gen_throw(s->gen, s->thrown) : pg_gen_send(s->gen, v));
}

/* ---- delegation */

pg_obj *pg_delegate_iter(pg_obj *o) { return is_gen(o) ? o : pg_obj_iter(o); }
pg_obj *pg_delegate_send(pg_obj *it, pg_obj *value) {
    if (is_gen(it)) return pg_gen_send(it, value);
    if (it->type == &step_type) return step_send((async_step *)it, value);
    if (value == pg_none) return pg_obj_next(it);
    return pg_raise(&pg_type_AttributeError, "'%T' object has no attribute 'send'", it);
}
pg_obj *pg_delegate_throw(pg_obj *it, pg_obj *error) {
    if (it->type == &step_type) {
        async_step *s = (async_step *)it;
        return step_done(s, pg_gen_throw(s->gen, error));
    }
    if (!is_gen(it)) { pg_exc_raise((pg_exception *)error); return NULL; }
    if (pg_isinstance(error, &pg_type_GeneratorExit)) {
        pg_gen_close(it);
        if (!pg_exc) pg_exc_raise((pg_exception *)error);
        return NULL;
    }
    return pg_gen_throw(it, error);
}
pg_obj *pg_delegate_result(pg_obj *it) {
    pg_obj *v = is_gen(it) ? ((pg_gen *)it)->value : it->type == &step_type ? ((async_step *)it)->result : NULL;
    return v ? v : pg_none;
}
bool pg_is_async_generator(pg_obj *o) { return o->type->hooks == &pg_async_generator_hooks; }
bool pg_is_awaitable(pg_obj *o) { return is_gen(o) || o->type == &step_type; }

/* ---- methods on a value of which nothing is known; NULL without pg_exc: no such method */

static bool named(pg_str *name, const char *text) { return name->nbytes == pg_cstrlen(text) && memcmp(name->data, text, name->nbytes) == 0; }
pg_obj *pg_gen_call_method(pg_obj *o, pg_str *name, uint32_t n, pg_obj *const *a) {
    if (pg_is_async_generator(o)) {
        if (named(name, "asend") && n == 1) return pg_async_next(o, a[0], false);
        if (named(name, "athrow") && n == 1) return pg_async_throw(o, a[0]);
        if (named(name, "__anext__") && n == 0) return pg_async_next(o, pg_none, false);
        return named(name, "aclose") && n == 0 ? pg_async_next(o, pg_none, true) : NULL;
    }
    if (!pg_is_awaitable(o)) return NULL;
    if (named(name, "send") && n == 1) return pg_gen_method_send(o, a[0]);
    if (named(name, "throw") && n == 1) return pg_gen_method_throw(o, a[0]);
    if (named(name, "close") && n == 0 && is_gen(o)) { pg_gen_close(o); return pg_exc ? NULL : pg_none; }
    return NULL;
}
