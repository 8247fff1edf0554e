/* Exceptions: the tree, raising, chaining, tracebacks in CPython's text form. */
#include "pg_internal.h"

pg_exception *pg_exc, *pg_handled;
int32_t pg_depth;

static pg_str *repr_hook(pg_obj *o) { return pg_exc_repr((pg_exception *)o); }
static pg_str *base_str(pg_exception *e);
static pg_str *str_hook(pg_obj *o) { return base_str((pg_exception *)o); }
const pg_hooks pg_exception_hooks = { .repr = repr_hook, .str = str_hook };
PG_DEF_TYPE(BaseException, PG_ID_EXC, pg_exception, PG_L_EXC, PG_TF_EXCEPTION, &pg_exception_hooks);

/* Each mro is spelled out so that the linker keeps only the classes that are used. */
#define M(...) __VA_ARGS__, &pg_type_BaseException, &pg_type_object
#define EXC(name, mod, ...) \
    static const pg_type *const name##_mro[] = { &pg_type_##name, M(__VA_ARGS__) }; \
    const pg_type pg_type_##name = { PG_TYPE_HEAD, PG_ID_EXC, sizeof(pg_exception), PG_L_EXC, PG_TF_EXCEPTION, \
        sizeof name##_mro / sizeof *name##_mro, 0, #name, mod, name##_mro, 0, &pg_exception_hooks };
#define BASE(name) \
    static const pg_type *const name##_mro[] = { &pg_type_##name, &pg_type_BaseException, &pg_type_object }; \
    const pg_type pg_type_##name = { PG_TYPE_HEAD, PG_ID_EXC, sizeof(pg_exception), PG_L_EXC, PG_TF_EXCEPTION, 3, 0, #name, "builtins", name##_mro, 0, &pg_exception_hooks };
#define E &pg_type_Exception
#define B "builtins"
BASE(Exception) BASE(SystemExit) BASE(KeyboardInterrupt) BASE(GeneratorExit)
#define G &pg_type_BaseExceptionGroup
BASE(BaseExceptionGroup) EXC(ExceptionGroup, B, G, E)
EXC(StopIteration, B, E) EXC(StopAsyncIteration, B, E)
EXC(ArithmeticError, B, E) EXC(OverflowError, B, &pg_type_ArithmeticError, E) EXC(ZeroDivisionError, B, &pg_type_ArithmeticError, E)
EXC(FloatingPointError, B, &pg_type_ArithmeticError, E) EXC(AssertionError, B, E) EXC(AttributeError, B, E) EXC(FrozenInstanceError, B, &pg_type_AttributeError, E) EXC(BufferError, B, E)
EXC(EOFError, B, E) EXC(ImportError, B, E) EXC(ModuleNotFoundError, B, &pg_type_ImportError, E)
EXC(LookupError, B, E) EXC(IndexError, B, &pg_type_LookupError, E) EXC(KeyError, B, &pg_type_LookupError, E)
EXC(MemoryError, B, E) EXC(NameError, B, E) EXC(UnboundLocalError, B, &pg_type_NameError, E)
EXC(OSError, B, E) EXC(BlockingIOError, B, &pg_type_OSError, E) EXC(ChildProcessError, B, &pg_type_OSError, E)
EXC(ConnectionError, B, &pg_type_OSError, E) EXC(BrokenPipeError, B, &pg_type_ConnectionError, &pg_type_OSError, E)
EXC(ConnectionAbortedError, B, &pg_type_ConnectionError, &pg_type_OSError, E)
EXC(ConnectionRefusedError, B, &pg_type_ConnectionError, &pg_type_OSError, E)
EXC(ConnectionResetError, B, &pg_type_ConnectionError, &pg_type_OSError, E)
EXC(FileExistsError, B, &pg_type_OSError, E) EXC(FileNotFoundError, B, &pg_type_OSError, E) EXC(InterruptedError, B, &pg_type_OSError, E)
EXC(IsADirectoryError, B, &pg_type_OSError, E) EXC(NotADirectoryError, B, &pg_type_OSError, E) EXC(PermissionError, B, &pg_type_OSError, E)
EXC(ProcessLookupError, B, &pg_type_OSError, E) EXC(TimeoutError, B, &pg_type_OSError, E) EXC(ReferenceError, B, E)
EXC(RuntimeError, B, E) EXC(NotImplementedError, B, &pg_type_RuntimeError, E) EXC(RecursionError, B, &pg_type_RuntimeError, E)
EXC(SyntaxError, B, E) EXC(SystemError, B, E) EXC(TypeError, B, E) EXC(ValueError, B, E)
EXC(UnicodeError, B, &pg_type_ValueError, E) EXC(UnicodeDecodeError, B, &pg_type_UnicodeError, &pg_type_ValueError, E)
EXC(UnicodeEncodeError, B, &pg_type_UnicodeError, &pg_type_ValueError, E)
EXC(UnicodeTranslateError, B, &pg_type_UnicodeError, &pg_type_ValueError, E)
EXC(JSONDecodeError, "json.decoder", &pg_type_ValueError, E)
EXC(Warning, B, E) EXC(DeprecationWarning, B, &pg_type_Warning, E) EXC(FutureWarning, B, &pg_type_Warning, E)
EXC(PendingDeprecationWarning, B, &pg_type_Warning, E) EXC(ResourceWarning, B, &pg_type_Warning, E) EXC(RuntimeWarning, B, &pg_type_Warning, E)
EXC(SyntaxWarning, B, &pg_type_Warning, E) EXC(UnicodeWarning, B, &pg_type_Warning, E) EXC(UserWarning, B, &pg_type_Warning, E)


/* ---- making */

/* The text of exceptions whose arguments are not one string, which needs the repr of anything: there once one was made. */
static pg_str *args_str(pg_exception *e);
pg_str *(*pg_exc_args_str)(pg_exception *e); /* not static: the compiler would see through it */
void pg_exc_any_args(void) { pg_exc_args_str = args_str; }

/* Here, as tuple.c is compiled for speed. */
pg_tuple *pg_tuple_of(uint32_t n, pg_obj *const *items) {
    pg_tuple *t = pg_tuple_new(n, 0);
    for (uint32_t i = 0; i < n; i++) t->items[i].i = PG_W_P(items[i]);
    return t;
}
pg_exception *pg_exc_new(const pg_type *type, size_t size, uint32_t nargs, pg_obj *const *args) {
    pg_exception *e = pg_new(type, size);
    e->args = &pg_tuple_empty;
    if (nargs) {
        pg_exc_any_args();
        e->args = pg_tuple_of(nargs, args);
    }
    return e;
}
void pg_exc_set_text(pg_exception *e, pg_str *msg) {
    e->args = &pg_tuple_empty;
    if (!msg) return;
    e->args = pg_tuple_new(1, 0);
    e->args->items[0].i = PG_W_P(msg);
}
pg_exception *pg_exc_new_text(const pg_type *type, size_t size, pg_str *msg) {
    pg_exception *e = pg_new(type, size);
    pg_exc_set_text(e, msg);
    return e;
}
pg_exception *pg_exc_new_str(const pg_type *type, pg_str *msg) {
    return pg_exc_new_text(type, sizeof(pg_exception), msg);
}
static void set_context(pg_exception *e) {
    pg_exception *h = pg_handled;
    if (!h || h == e) return;
    for (pg_exception *c = h; c; c = c->context) if (c->context == e) { c->context = NULL; break; } /* no cycles */
    e->context = h;
}
void pg_exc_raise(pg_exception *e) { set_context(e); pg_exc = e; }
void pg_exc_raise_from(pg_exception *e, pg_obj *cause) {
    e->cause = cause == pg_none ? NULL : (pg_exception *)cause;
    e->suppress_context = true;
    pg_exc_raise(e);
}
void pg_exc_reraise(void) {
    if (pg_handled) pg_exc = pg_handled;
    else pg_raise(&pg_type_RuntimeError, "No active exception to reraise");
}
pg_tuple *pg_exc_args(pg_exception *e) { return e->args; }

const char *pg_last_name(const pg_type *t) {
    const char *last = t->name;
    for (const char *p = last; *p; p++) if (*p == '.') last = p + 1;
    return last;
}
static void vformat(pg_sb *b, const char *fmt, va_list ap) {
    for (const char *p = fmt; *p; p++) {
        const char *q = p;
        while (*q && *q != '%') q++;
        sb_put(b, p, (size_t)(q - p));
        if (!*q) return;
        p = q + 1;
        switch (*p) {
        case 's': sb_c(b, va_arg(ap, const char *)); break;
        case 'S': sb_str(b, va_arg(ap, pg_str *)); break;
        case 'T': sb_c(b, pg_last_name(va_arg(ap, pg_obj *)->type)); break;
        case 'd': sb_int(b, va_arg(ap, int)); break;
        case 'l': sb_int(b, va_arg(ap, int64_t)); break;
        case 'c': sb_putc(b, va_arg(ap, int)); break;
        default: sb_putc(b, *p);
        }
    }
}
pg_str *pg_vformat(const char *fmt, va_list ap) {
    pg_sb b;
    sb_init(&b);
    vformat(&b, fmt, ap);
    return sb_finish(&b);
}
void *pg_raise(const pg_type *type, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    pg_str *msg = pg_vformat(fmt, ap);
    va_end(ap);
    if (!msg) return NULL; /* raised while formatting */
    pg_exc_raise(pg_exc_new_str(type, msg));
    return NULL;
}
/* The text of a KeyError where all keys are str or int. */
static pg_str *plain_key_str(pg_exception *e) {
    pg_obj *only = e->args->items[0].p;
    if (PG_IS(only, int)) return pg_int_str(((pg_int *)only)->v);
    return pg_isinstance(&e->h, &pg_type_KeyError) ? pg_str_repr((pg_str *)only) : (pg_str *)only;
}
pg_exception *pg_exc_new_key(const pg_type *type, size_t size, pg_obj *key) {
    if (pg_key_shown) pg_key_shown();
    else if (!pg_exc_args_str) pg_exc_args_str = plain_key_str;
    return pg_exc_new_text(type, size, (pg_str *)key);
}
void *pg_raise_key(pg_word key, pg_kind kind) {
    pg_exc_raise(pg_exc_new_key(&pg_type_KeyError, sizeof(pg_exception), pg_box(key, kind)));
    return NULL;
}
void *pg_raise_overflow(void) { return pg_raise(&pg_type_OverflowError, "integer overflow: the result needs more than 64 bits"); }
void *pg_raise_zerodiv(const char *msg) { return pg_raise(&pg_type_ZeroDivisionError, "%s", msg); }
void *pg_raise_index(const char *what) { return pg_raise(&pg_type_IndexError, "%s index out of range", what); }
void *pg_raise_unbound_local(const char *name) {
    return pg_raise(&pg_type_UnboundLocalError, "cannot access local variable '%s' where it is not associated with a value", name);
}
void *pg_raise_unbound_global(const char *name) {
    pg_raise(&pg_type_NameError, "name '%s' is not defined", name);
    if (pg_exc_named) pg_exc_named(pg_str_c(name), pg_none);
    return NULL;
}
void *pg_raise_attribute(const pg_obj *o, const char *name) {
    pg_raise(&pg_type_AttributeError, "'%T' object has no attribute '%s'", o, name);
    if (pg_exc_named) pg_exc_named(pg_str_c(name), o);
    return NULL;
}
void *pg_raise_attribute_str(const pg_obj *o, const pg_str *name) {
    pg_raise(&pg_type_AttributeError, "'%T' object has no attribute '%S'", o, name);
    if (pg_exc_named) pg_exc_named(name, o);
    return NULL;
}
pg_obj *pg_exc_value(pg_exception *e) {
    return e->value ? e->value : e->args->len ? pg_tuple_get_boxed(e->args, 0) : pg_none;
}
pg_obj *pg_exc_code(pg_exception *e) { return e->args->len > 1 ? &e->args->h : pg_exc_value(e); }
pg_obj *pg_exc_first(pg_exception *e) { return e->args->len ? pg_tuple_get_boxed(e->args, 0) : pg_none; }
pg_obj *pg_exc_message(pg_exception *e) { return e->args->len == 1 ? pg_tuple_get_boxed(e->args, 0) : pg_none; }
pg_obj *pg_exc_part(pg_exception *e, int64_t i) { return e->value ? ((pg_tuple *)e->value)->items[i].p : pg_none; }
void *pg_raise_assert(pg_obj *msg) {
    pg_exc_raise(pg_exc_new(&pg_type_AssertionError, sizeof(pg_exception), msg != NULL, &msg));
    return NULL;
}
void *pg_raise_type(const char *expected, const pg_obj *got) { return pg_raise(&pg_type_TypeError, "expected %s, got %T", expected, got); }
void pg_raise_expected_type(pg_str *expected, pg_obj *got) { pg_raise(&pg_type_TypeError, "expected %S, got %T", expected, got); }
void pg_raise_recursion(void) {
    int32_t depth = pg_depth;
    pg_depth -= 50; /* room for handlers and for this message */
    pg_raise(&pg_type_RecursionError, "maximum recursion depth exceeded");
    pg_depth = depth;
}

/* The one MemoryError: no allocation when there is no memory. */
static pg_exception memory_error;
void pg_memory_error_reset(void) {
    memory_error.context = memory_error.cause = NULL;
    memory_error.frames = NULL;
    memory_error.nframes = memory_error.cap = 0;
    memory_error.notes = NULL;
    memory_error.value = NULL;
}
void pg_memory_error(void) {
    extern void pg_memory_reserve(void);
    pg_memory_reserve();
    if (pg_exc == &memory_error) return;
    pg_memory_error_reset();
    memory_error.h.type = &pg_type_MemoryError;
    memory_error.h.bits = PG_STATIC;
    memory_error.args = &pg_tuple_empty;
    pg_exc = &memory_error;
}

void pg_exc_push(const char *file, int32_t line, const char *func) {
    pg_exception *e = pg_exc;
    if (!e) return;
    if (e->nframes == e->cap) {
        uint32_t cap = e->cap ? e->cap * 2 : 8;
        if (cap > 4096) return;
        pg_frame *f = pg_data_grow(e->frames, (size_t)e->cap * sizeof(pg_frame), (size_t)cap * sizeof(pg_frame));
        if (!f) { pg_exc = e; return; }
        pg_exc = e;
        e->frames = f;
        e->cap = cap;
    }
    e->frames[e->nframes++] = (pg_frame){ file, func, line };
}
void pg_exc_add_note(pg_exception *e, pg_str *note) {
    if (!e->notes) e->notes = pg_list_new(PG_STRS, 1);
    if (!pg_exc) pg_list_append(e->notes, PG_W_P(note));
}
pg_list *pg_exc_notes(pg_exception *e) { return e->notes ? e->notes : pg_raise_attribute(&e->h, "__notes__"); }
void pg_exc_set_tuple(pg_exception *e, pg_tuple *args) {
    e->args = args;
    if (args->len) pg_exc_any_args();
}

/* ---- text */

pg_str *pg_exc_str(pg_exception *e) {
    if (pg_enter()) return NULL;
    pg_str *s = e->h.type->hooks->str(&e->h);
    pg_leave();
    return PG_FAILED ? NULL : s;
}
static pg_str *base_str(pg_exception *e) {
    if (e->shown) return ((pg_tuple *)e->value)->items[0].p;
    if (e->args->len == 0) return &pg_str_empty;
    if (pg_exc_args_str) return pg_exc_args_str(e);
    return e->args->items[0].p;
}
static pg_str *args_str(pg_exception *e) {
    if (e->args->len == 1) {
        pg_obj *only = pg_tuple_get_boxed(e->args, 0);
        return pg_isinstance(&e->h, &pg_type_KeyError) ? pg_obj_repr(only) : pg_obj_str(only); /* CPython shows keys so */
    }
    return pg_tuple_repr(e->args);
}
pg_str *pg_exc_repr(pg_exception *e) {
    pg_sb b;
    sb_init(&b);
    sb_str(&b, pg_type_name(e->h.type));
    if (e->args->len == 1) {
        sb_putc(&b, '(');
        sb_str(&b, pg_obj_repr(pg_tuple_get_boxed(e->args, 0)));
        sb_putc(&b, ')');
    } else sb_str(&b, pg_tuple_repr(e->args));
    return sb_finish(&b);
}
static void last_line(pg_sb *b, pg_exception *e) {
    const pg_type *t = e->h.type;
    if (t->module && __builtin_strcmp(t->module, "builtins") != 0 && __builtin_strcmp(t->module, "__main__") != 0) {
        sb_c(b, t->module);
        sb_putc(b, '.');
    }
    sb_c(b, t->name);
    pg_exception *outer = pg_exc;
    pg_exc = NULL;
    pg_str *s = pg_exc_str(e);
    pg_exc = NULL;
    if (!s) { sb_c(b, ": <exception str() failed>"); }
    else if (s->nbytes) { sb_c(b, ": "); sb_str(b, s); }
    for (uint32_t i = 0; e->notes && i < e->notes->len; i++) {
        sb_putc(b, '\n');
        sb_str(b, e->notes->items[i].p);
    }
    pg_exc = outer;
}
void pg_exc_own_text(pg_sb *b, pg_exception *e) {
    uint32_t same = 0;
    if (e->nframes) sb_c(b, "Traceback (most recent call last):\n");
    for (uint32_t i = e->nframes; i-- > 0;) {
        pg_frame *f = &e->frames[i];
        bool again = i + 1 < e->nframes && f->line == f[1].line && f->func == f[1].func && f->file == f[1].file;
        same = again ? same + 1 : 0;
        if (same < 3) {
            sb_c(b, "  File \"");
            sb_c(b, f->file);
            sb_c(b, "\", line ");
            sb_int(b, f->line);
            sb_c(b, ", in ");
            sb_c(b, f->func);
            sb_putc(b, '\n');
        }
        bool next = i > 0 && f->line == f[-1].line && f->func == f[-1].func && f->file == f[-1].file;
        if (same >= 3 && !next) {
            sb_c(b, "  [Previous line repeated ");
            sb_int(b, same - 2);
            sb_c(b, same == 3 ? " more time]\n" : " more times]\n");
        }
    }
    last_line(b, e);
}
static void trace(pg_sb *b, pg_exception *e, int depth) {
    if (depth > 20) return;
    if (e->cause) {
        trace(b, e->cause, depth + 1);
        sb_c(b, "\n\nThe above exception was the direct cause of the following exception:\n\n");
    } else if (e->context && !e->suppress_context) {
        trace(b, e->context, depth + 1);
        sb_c(b, "\n\nDuring handling of the above exception, another exception occurred:\n\n");
    }
    pg_exc_own_text(b, e);
}
pg_str *pg_exc_format(pg_exception *e) {
    int32_t depth = pg_depth;
    if (pg_depth > 100) pg_depth = 100; /* the text must come out even after a RecursionError */
    pg_sb b;
    sb_init(&b);
    if (pg_group_format) pg_group_format(&b, e);
    else trace(&b, e, 0);
    pg_depth = depth;
    return sb_finish(&b);
}
pg_str *pg_exc_format_only(pg_exception *e) {
    pg_sb b;
    sb_init(&b);
    last_line(&b, e);
    return sb_finish(&b);
}
