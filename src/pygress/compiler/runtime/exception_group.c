/* Exception groups: making, splitting, `except*`. Only in programs that make a group or have `except*`.
 *
 * A group's `value` is the tuple (text, message, exceptions); see pg_exc_set_shown. */
#include "pg_internal.h"

#define PART(e, i) (((pg_tuple *)(e)->value)->items[i].p)
static bool is_group(const pg_exception *e) { return pg_isinstance(&e->h, &pg_type_BaseExceptionGroup); }
static pg_str *message(pg_exception *e) { return PART(e, 1); }
static pg_tuple *members(pg_exception *e) { return PART(e, 2); }
static pg_exception *member(pg_exception *e, uint32_t i) { return members(e)->items[i].p; }
static pg_obj *or_none(pg_exception *e) { return e ? &e->h : pg_none; }
static uint32_t count(pg_obj *classes) { return PG_IS(classes, tuple) ? ((pg_tuple *)classes)->len : 1; }
static pg_obj *nth(pg_obj *classes, uint32_t i) { return PG_IS(classes, tuple) ? pg_tuple_get_boxed((pg_tuple *)classes, i) : classes; }
static bool is_below(pg_obj *o, const pg_type *base) { return o->type == &pg_type_type && pg_issubclass((pg_type *)o, base); }

/* ---- making */

static pg_str *text_of(pg_str *message, uint32_t n) {
    pg_sb b;
    sb_init(&b);
    sb_str(&b, message);
    sb_c(&b, " (");
    sb_int(&b, n);
    sb_c(&b, n == 1 ? " sub-exception)" : " sub-exceptions)");
    return sb_finish(&b);
}
static pg_exception *make(const pg_type *type, size_t size, pg_obj *message, pg_obj *exceptions) {
    if (!pg_isinstance(message, &pg_type_str))
        return pg_raise(&pg_type_TypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not %T", message);
    pg_tuple *all = pg_tuple_from_obj(exceptions, PG_REF);
    if (PG_FAILED) return NULL;
    if (all->len == 0) return pg_raise(&pg_type_ValueError, "second argument (exceptions) must be a non-empty sequence");
    bool plain = true;
    for (uint32_t i = 0; i < all->len; i++) {
        pg_obj *one = all->items[i].p;
        if (!pg_isinstance(one, &pg_type_BaseException))
            return pg_raise(&pg_type_ValueError, "Item %d of second argument (exceptions) is not an exception", (int)i);
        plain = plain && pg_isinstance(one, &pg_type_Exception);
    }
    if (type == &pg_type_BaseExceptionGroup && plain) type = &pg_type_ExceptionGroup;
    else if (!plain && type == &pg_type_ExceptionGroup) return pg_raise(&pg_type_TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
    else if (!plain && pg_issubclass(type, &pg_type_Exception))
        return pg_raise(&pg_type_TypeError, "Cannot nest BaseExceptions in '%s'", type->name);
    pg_exception *e = pg_exc_new_text(type, size, NULL);
    pg_obj *args[] = { message, exceptions }, *parts[] = { &text_of((pg_str *)message, all->len)->h, message, &all->h };
    e->args = pg_tuple_of(2, args);
    pg_exc_set_shown(e, pg_tuple_of(3, parts));
    return e;
}
pg_exception *pg_group_new(const pg_type *type, size_t size, pg_tuple *args) {
    if (args->len != 2) return pg_raise(&pg_type_TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%d given)", (int)args->len);
    return make(type, size, args->items[0].p, args->items[1].p);
}
static pg_exception *group_of(pg_str *message, pg_obj *exceptions) {
    return make(&pg_type_BaseExceptionGroup, sizeof(pg_exception), &message->h, exceptions);
}
PG_READER pg_exception *pg_group_derive(pg_exception *e, pg_obj *exceptions) {
    pg_str name = PG_STR_INIT(6, 6, "derive");
    pg_obj *own = e->h.type->hooks->getattr ? e->h.type->hooks->getattr(&e->h, &name) : NULL;
    if (PG_FAILED) return NULL;
    if (!own) return group_of(message(e), exceptions);
    pg_exception *made = (pg_exception *)pg_obj_call(own, 1, &exceptions);
    if (PG_FAILED) return NULL;
    return is_group(made) ? made : pg_raise(&pg_type_TypeError, "derive must return an instance of BaseExceptionGroup");
}

/* ---- splitting */

typedef enum { BY_TYPE, BY_CALL, BY_LEAVES } how;
typedef struct { pg_exception *match, *rest; } halves;

/* A group of the same place and origin with some of the exceptions; NULL for none. */
static pg_exception *subset(pg_exception *e, pg_list *some) {
    if (some->len == 0) return NULL;
    pg_exception *made = pg_group_derive(e, &some->h);
    if (PG_FAILED) return NULL;
    if (e->nframes) {
        size_t bytes = (size_t)e->nframes * sizeof(pg_frame);
        made->frames = pg_data_alloc(bytes);
        if (!made->frames) return NULL;
        memcpy(made->frames, e->frames, bytes);
        made->nframes = made->cap = e->nframes;
    }
    made->context = e->context;
    made->cause = e->cause;
    made->suppress_context = true; /* as setting a cause does, in CPython too */
    if (e->notes) made->notes = pg_list_copy(e->notes);
    return made;
}
static bool matches(pg_exception *e, how by, pg_obj *what) {
    switch (by) {
    case BY_TYPE:
        for (uint32_t i = 0; i < count(what); i++)
            if (pg_isinstance(&e->h, (pg_type *)nth(what, i))) return true;
        return false;
    case BY_CALL: {
        pg_obj *arg = &e->h, *answer = pg_obj_call(what, 1, &arg);
        return answer && pg_obj_truth(answer);
    }
    default:
        if (is_group(e)) return false;
        for (uint32_t i = 0; i < ((pg_list *)what)->len; i++)
            if (((pg_list *)what)->items[i].p == (void *)e) return true;
        return false;
    }
}
static halves divide(pg_exception *e, how by, pg_obj *what) {
    halves out = { NULL, NULL };
    bool whole = matches(e, by, what);
    if (PG_FAILED) return out;
    if (whole) { out.match = e; return out; }
    if (!is_group(e)) { out.rest = e; return out; }
    if (pg_enter()) return out;
    pg_list *match = pg_list_new(PG_REF, 0), *rest = pg_list_new(PG_REF, 0);
    for (uint32_t i = 0; i < members(e)->len && !pg_exc; i++) {
        halves one = divide(member(e, i), by, what);
        if (one.match) pg_list_append(match, PG_W_P(one.match));
        if (one.rest) pg_list_append(rest, PG_W_P(one.rest));
    }
    pg_leave();
    if (!pg_exc) out.match = subset(e, match);
    if (!pg_exc && by != BY_LEAVES) out.rest = subset(e, rest);
    return out;
}
static how kind_of(pg_obj *what) {
    if (pg_isinstance(what, &pg_type_func)) return BY_CALL;
    for (uint32_t i = 0; i < count(what); i++)
        if (!is_below(nth(what, i), &pg_type_BaseException)) {
            pg_raise(&pg_type_TypeError, "expected a function, exception type or tuple of exception types");
            break;
        }
    return BY_TYPE;
}
pg_obj *pg_group_subgroup(pg_exception *e, pg_obj *what) {
    how by = kind_of(what);
    return PG_FAILED ? NULL : or_none(divide(e, by, what).match);
}
pg_tuple *pg_group_split(pg_exception *e, pg_obj *what) {
    how by = kind_of(what);
    if (PG_FAILED) return NULL;
    halves out = divide(e, by, what);
    pg_obj *parts[] = { or_none(out.match), or_none(out.rest) };
    return pg_tuple_of(2, parts);
}

/* ---- except*: a list of what was caught, what no clause has taken yet (or None), and what the clauses raised */

enum { CAUGHT, REST, RAISED };

pg_list *pg_clauses_new(pg_exception *caught) {
    pg_list *state = pg_list_new(PG_REF, 3);
    pg_list_append(state, PG_W_P(caught));
    pg_list_append(state, PG_W_P(caught));
    return state;
}
/* Take what a clause is for, and make it the exception that is being handled; false if there is nothing. */
bool pg_clauses_take(pg_list *state, pg_obj *classes) {
    for (uint32_t i = 0; i < count(classes); i++) {
        if (!is_below(nth(classes, i), &pg_type_BaseException))
            return pg_raise(&pg_type_TypeError, "catching classes that do not inherit from BaseException is not allowed");
        if (is_below(nth(classes, i), &pg_type_BaseExceptionGroup))
            return pg_raise(&pg_type_TypeError, "catching ExceptionGroup with except* is not allowed. Use except instead.");
    }
    if (state->items[REST].p == pg_none) return false;
    pg_exception *rest = state->items[REST].p;
    halves out = divide(rest, BY_TYPE, classes);
    if (PG_FAILED) return false;
    if (!out.match) return false;
    if (!is_group(out.match)) { /* a naked exception is caught as a group of one */
        pg_obj *alone = &out.match->h;
        out.match = group_of(&pg_str_empty, &pg_tuple_of(1, &alone)->h);
        if (PG_FAILED) return false;
    }
    state->items[REST].p = or_none(out.rest);
    pg_handled = out.match;
    return true;
}
/* Whether a clause sends on what it got (a bare `raise`), and not something new. */
static bool is_sent_on(pg_exception *e, pg_exception *caught) {
    return e->nframes == caught->nframes && e->cause == caught->cause && e->context == caught->context && e->notes == caught->notes;
}
static void add_leaves(pg_list *leaves, pg_exception *e) {
    if (!is_group(e)) { pg_list_append(leaves, PG_W_P(e)); return; }
    for (uint32_t i = 0; i < members(e)->len; i++) add_leaves(leaves, member(e, i));
}
/* What leaves the statement: None, or what was raised in it and what no clause has taken. */
pg_obj *pg_clauses_end(pg_list *state) {
    pg_exception *caught = state->items[CAUGHT].p;
    if (state->items[REST].p != pg_none) pg_list_append(state, PG_W_P(state->items[REST].p));
    if (state->len == RAISED) return pg_none;
    if (!is_group(caught)) return state->items[RAISED].p;
    pg_list *raised = pg_list_new(PG_REF, 0), *leaves = pg_list_new(PG_REF, 0);
    for (uint32_t i = RAISED; i < state->len; i++) {
        pg_exception *one = state->items[i].p;
        if (is_sent_on(one, caught)) add_leaves(leaves, one);
        else pg_list_append(raised, PG_W_P(one));
    }
    if (leaves->len) { /* in the shape that they had */
        pg_exception *again = divide(caught, BY_LEAVES, &leaves->h).match;
        if (PG_FAILED) return NULL;
        if (again) pg_list_append(raised, PG_W_P(again));
    }
    if (raised->len == 1) return raised->items[0].p;
    pg_exception *all = group_of(&pg_str_empty, &raised->h);
    return all ? &all->h : NULL;
}

/* ---- text, as CPython prints it */

typedef struct { pg_sb *b; uint32_t depth; bool open; } page;
enum { MOST_WIDTH = 15, MOST_DEPTH = 10, MOST_CHAIN = 20 };

static void indent(page *p) {
    if (p->b->len) sb_putc(p->b, '\n');
    for (uint32_t i = 0; i < 2 * p->depth; i++) sb_putc(p->b, ' ');
}
static void lines(page *p, const uint8_t *text, size_t n, int margin) {
    for (const uint8_t *end = text + n;; margin = '|') {
        const uint8_t *q = text;
        while (q < end && *q != '\n') q++;
        indent(p);
        if (p->depth) { sb_putc(p->b, margin); sb_putc(p->b, ' '); }
        sb_put(p->b, text, (size_t)(q - text));
        if (q >= end) return;
        text = q + 1;
    }
}
static void line(page *p, const char *text) { lines(p, (const uint8_t *)text, pg_cstrlen(text), '|'); }

static void show(page *p, pg_exception *e, int chain);
static void show_members(page *p, pg_exception *e) {
    uint32_t n = members(e)->len, shown = n <= MOST_WIDTH ? n : MOST_WIDTH + 1;
    p->open = false;
    for (uint32_t i = 0; i < shown; i++) {
        bool last = i + 1 == shown;
        if (last) p->open = true; /* a group within may close the frame */
        indent(p);
        sb_c(p->b, i ? "  +---------------- " : "+-+---------------- ");
        if (i < MOST_WIDTH) sb_int(p->b, i + 1);
        else sb_c(p->b, "...");
        sb_c(p->b, " ----------------");
        p->depth++;
        if (i < MOST_WIDTH) show(p, member(e, i), 0);
        else {
            line(p, "and ");
            sb_int(p->b, n - MOST_WIDTH);
            sb_c(p->b, n - MOST_WIDTH > 1 ? " more exceptions" : " more exception");
        }
        if (last && p->open) {
            indent(p);
            sb_c(p->b, "+------------------------------------");
            p->open = false;
        }
        p->depth--;
    }
}
static void show(page *p, pg_exception *e, int chain) {
    if (chain > MOST_CHAIN) return;
    pg_exception *before = e->cause ? e->cause : e->suppress_context ? NULL : e->context;
    if (before) {
        bool open = p->open;
        show(p, before, chain + 1);
        p->open = open;
        line(p, "");
        line(p, e->cause ? "The above exception was the direct cause of the following exception:"
                         : "During handling of the above exception, another exception occurred:");
        line(p, "");
    }
    bool group = is_group(e), top = group && p->depth == 0;
    if (group && p->depth > MOST_DEPTH) { line(p, "... (max_group_depth is 10)"); return; }
    if (top) p->depth = 1;
    pg_sb own;
    sb_init(&own);
    if (group && e->nframes) sb_c(&own, "Exception Group ");
    pg_exc_own_text(&own, e);
    lines(p, own.data, own.len, top && e->nframes ? '+' : '|');
    if (group) show_members(p, e);
    if (top) p->depth = 0;
}
void pg_group_format(pg_sb *b, pg_exception *e) {
    page p = { .b = b };
    show(&p, e, 0);
}
