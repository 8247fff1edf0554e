/* The object model and the core functions of the runtime; generated C includes this and nothing else.
 *
 * Conventions
 * - Python `int` is int64_t, `float` double, `bool` bool, everything else a pointer to a heap object whose first member
 *   is `pg_obj`. `None` is `pg_none`. NULL is "unbound" or, as a result, "raised" (see pg_exc).
 * - A function may raise (set `pg_exc`) unless its declaration begins with PG_NOTHROW. After a raise the result is
 *   meaningless. Every function that allocates in proportion to its input may raise MemoryError; fixed small
 *   allocations marked PG_NOTHROW never fail visibly: they take from a reserve and set `pg_exc` to MemoryError, which
 *   the next check finds. A loop that allocates only through PG_NOTHROW functions should check pg_exc on its back edge.
 * - Containers store `pg_slot`; functions pass one element as `pg_word` (int64_t bits; a union by value would travel
 *   through memory in the wasm ABI). Convert with PG_W_* (to word) and PG_*_W (from word).
 * - Nothing is freed or moved before pg_callback_end at depth 0 or pg_gc_poll, which only generated code calls and only
 *   when no C function of the runtime is active: C locals need no registration.
 */
#ifndef PG_H
#define PG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PG_NOTHROW /* never sets pg_exc (but for MemoryError out of the reserve) */
#define PG_LIKELY(x) __builtin_expect(!!(x), 1)
#define PG_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define PG_COLD __attribute__((cold, noinline))
#define PG_READER __attribute__((noinline)) /* calls hooks: prune.py looks for it in the linked module */
#define PG_INLINE static inline __attribute__((always_inline, unused))

/* ---------------------------------------------------------------- objects */

typedef struct pg_type pg_type;
typedef struct pg_obj { const pg_type *type; uint32_t bits; } pg_obj;

/* pg_obj.bits: low byte flags, high 24 bits the identity number (0: none yet). */
enum { PG_STATIC = 1, PG_LARGE = 2, PG_MARKED = 4, PG_FORWARDED = 8 };

typedef union pg_slot { int64_t i; double f; bool b; void *p; } pg_slot;
typedef int64_t pg_word;

/* How a slot is to be read (the low two bits), and what a reference in it may be: the number of an element type
 * (elements.c), 0 for any object. Compiled code reads the elements of a container by its static type without a look, so
 * whatever writes by another view has to keep to the kind. */
typedef enum pg_kind {
    PG_REF = 0, PG_I64 = 1, PG_F64 = 2, PG_BOOL = 3, PG_STRS = 1 << 2, PG_BYTESS = 2 << 2, PG_BYTEARRAYS = 3 << 2,
    PG_PAIRS = 4 << 2 /* tuple[str, str] */, PG_KIND_END = 1 << 13
} pg_kind;
#define PG_REP(k) ((pg_kind)((k) & 3))

PG_INLINE pg_word PG_W_I(int64_t v) { return v; }
PG_INLINE pg_word PG_W_F(double v) { pg_slot s; s.f = v; return s.i; }
PG_INLINE pg_word PG_W_B(bool v) { return v; }
PG_INLINE pg_word PG_W_P(const void *v) { return (int64_t)(uintptr_t)v; }
PG_INLINE int64_t PG_I_W(pg_word w) { return w; }
PG_INLINE double PG_F_W(pg_word w) { pg_slot s; s.i = w; return s.f; }
PG_INLINE bool PG_B_W(pg_word w) { return w != 0; }
PG_INLINE void *PG_P_W(pg_word w) { return (void *)(uintptr_t)w; }
PG_INLINE pg_word PG_W_SLOT(const pg_slot *s) { return s->i; }

/* One traced or printed field of a class instance. */
/* hide: 1 not in the repr of a dataclass, 2 not in its comparisons, 4 not in its hash. */
typedef struct pg_field { uint32_t offset : 16, kind : 13, hide : 3; const char *name; } pg_field;
#define PG_FIELD(offset, kind, name, hide) { offset, kind, hide, name }

/* How the collector reads an instance before it follows type->fields. */
typedef enum pg_layout {
    PG_L_PLAIN, PG_L_STR, PG_L_BYTES, PG_L_BYTEARRAY, PG_L_LIST, PG_L_DICT, PG_L_SET, PG_L_TUPLE, PG_L_EXC, PG_L_ITER,
    PG_L_DEQUE, PG_L_CUSTOM /* type->trace */
} pg_layout;

typedef struct pg_str pg_str;
typedef struct pg_bytes pg_bytes;
typedef struct pg_bytearray pg_bytearray;
typedef struct pg_list pg_list;
typedef struct pg_tuple pg_tuple;
typedef struct pg_dict pg_dict;
typedef struct pg_set pg_set;
typedef struct pg_exception pg_exception;

enum { PG_LT, PG_LE, PG_EQ, PG_NE, PG_GT, PG_GE };
enum { PG_ADD, PG_SUB, PG_MUL, PG_TRUEDIV, PG_FLOORDIV, PG_MOD, PG_POW, PG_LSHIFT, PG_RSHIFT, PG_AND, PG_OR, PG_XOR, PG_MATMUL,
       PG_IN_PLACE = 16 /* added to an operation: `+=`; a hook without an answer to it is asked for `+` */ };
enum { PG_NEG, PG_POS, PG_INVERT, PG_ABS };
#define PG_NOTIMPL (-1) /* result of an eq / compare hook that does not know the other operand */

/* What dynamic code may ask of a type. NULL entries raise the TypeError of CPython. All take and give boxed objects. */
typedef struct pg_hooks {
    pg_str *(*repr)(pg_obj *);
    pg_str *(*str)(pg_obj *);                    /* NULL: repr */
    pg_str *(*format)(pg_obj *, pg_str *spec);   /* NULL: str, empty spec only */
    int64_t (*hash)(pg_obj *);                   /* NULL: identity, unless PG_TF_UNHASHABLE */
    int (*eq)(pg_obj *, pg_obj *);               /* 0, 1, PG_NOTIMPL; NULL: identity */
    int (*compare)(pg_obj *, pg_obj *, int op);  /* LT LE GT GE: 0, 1, PG_NOTIMPL */
    int (*truth)(pg_obj *);                      /* NULL: len, else true */
    int64_t (*len)(pg_obj *);
    pg_obj *(*getitem)(pg_obj *, pg_obj *key);
    void (*setitem)(pg_obj *, pg_obj *key, pg_obj *value);
    void (*delitem)(pg_obj *, pg_obj *key);
    int (*contains)(pg_obj *, pg_obj *item);     /* NULL: by iteration */
    pg_obj *(*iter)(pg_obj *);
    pg_obj *(*next)(pg_obj *);                   /* NULL without pg_exc: exhausted */
    pg_obj *(*call)(pg_obj *, uint32_t nargs, pg_obj *const *args);
    pg_obj *(*binary)(pg_obj *, pg_obj *, int op, bool reflected); /* NULL without pg_exc: not implemented. first is always self */
    pg_obj *(*unary)(pg_obj *, int op);
    pg_obj *(*getattr)(pg_obj *, pg_str *name);  /* NULL without pg_exc: no such attribute */
    bool (*setattr)(pg_obj *, pg_str *name, pg_obj *value); /* false: no such attribute */
    void (*trace)(pg_obj *);                     /* PG_L_CUSTOM: calls pg_gc_visit on each member */
    pg_obj *(*missing)(pg_obj *, pg_obj *key);   /* classes below dict: __missing__ */
} pg_hooks;

/* Flags of a type. */
enum { PG_TF_UNHASHABLE = 1, PG_TF_EXCEPTION = 2, PG_TF_USER = 4, PG_TF_FUNC = 8, PG_TF_MAPPING = 16 /* a class of the program below Mapping */,
       PG_TF_ATOM = 32 /* members of an enumeration: never copied */ };

/* Types are objects (of type `type`). mro begins with the type itself and ends with pg_type_object. */
struct pg_type {
    pg_obj h;
    uint32_t id;          /* dense; classes of the program start at PG_FIRST_USER_ID */
    uint32_t size;        /* bytes of an instance without inline items */
    uint8_t layout;
    uint8_t flags;
    uint16_t nmro;
    uint16_t nfields;
    const char *name;     /* as repr shows it after the module: `Outer.Inner` */
    const char *module;   /* "builtins", "__main__", ... */
    const pg_type *const *mro;
    const pg_field *fields;
    const pg_hooks *hooks; /* never NULL: pg_object_hooks at least */
};
#define PG_TYPE_HEAD { &pg_type_type, PG_STATIC }

/* Ids of builtin types (switchable). Exceptions share one id: test them with pg_isinstance. */
enum {
    PG_ID_OBJECT, PG_ID_TYPE, PG_ID_NONE, PG_ID_BOOL, PG_ID_INT, PG_ID_FLOAT, PG_ID_STR, PG_ID_BYTES, PG_ID_BYTEARRAY,
    PG_ID_LIST, PG_ID_TUPLE, PG_ID_DICT, PG_ID_SET, PG_ID_FROZENSET, PG_ID_RANGE, PG_ID_SLICE, PG_ID_FUNC,
    PG_ID_ELLIPSIS, PG_ID_NOTIMPLEMENTED, PG_ID_ITER, PG_ID_DICTVIEW, PG_ID_EXC, PG_ID_DEQUE, PG_ID_OTHER,
    PG_FIRST_USER_ID = 64
};

extern const pg_type pg_type_object, pg_type_type, pg_type_none, pg_type_bool, pg_type_int, pg_type_float, pg_type_str,
    pg_type_bytes, pg_type_bytearray, pg_type_list, pg_type_tuple, pg_type_dict, pg_type_set, pg_type_frozenset,
    pg_type_range, pg_type_slice, pg_type_func, pg_type_ellipsis, pg_type_notimplemented,
    pg_type_list_iter, pg_type_tuple_iter, pg_type_str_iter, pg_type_bytes_iter, pg_type_range_iter, pg_type_dict_iter,
    pg_type_set_iter, pg_type_dict_keys, pg_type_dict_values, pg_type_dict_items;
extern const pg_hooks pg_object_hooks, pg_exception_hooks, pg_str_hooks, pg_int_hooks, pg_float_hooks, pg_dict_hooks,
    pg_list_hooks, pg_tuple_hooks, pg_set_hooks, pg_frozenset_hooks, pg_bytes_hooks, pg_func_hooks;

extern pg_obj pg_none_obj, pg_ellipsis_obj, pg_notimplemented_obj;
#define pg_none (&pg_none_obj)
#define PG_OBJ(x) ((pg_obj *)(x))
#define PG_IS(o, T) (PG_OBJ(o)->type == &pg_type_##T) /* exact type */

/* A program that uses floats at all must say PG_USES_FLOAT once at file scope: dynamic repr, eq and format of float
 * elements are linked only then. */
#define PG_USES_FLOAT __attribute__((used, retain)) static const void *const pg_keep_float = &pg_type_float;

/* True if o is an instance of t (or of a class below it). o must not be NULL. */
PG_NOTHROW bool pg_isinstance_slow(const pg_obj *o, const pg_type *t);
PG_NOTHROW bool pg_issubclass(const pg_type *a, const pg_type *b);
PG_INLINE bool pg_isinstance(const pg_obj *o, const pg_type *t) { return o->type == t || pg_isinstance_slow(o, t); }

/* ---------------------------------------------------------------- memory */

extern uint8_t *pg_obj_top, *pg_obj_end; /* the bump region of objects */
void *pg_alloc_slow(size_t size);

/* size bytes for an object, 8-aligned, not cleared, header not set. Checks of pg_exc: see PG_NOTHROW above. */
PG_INLINE void *pg_alloc(size_t size) {
    size = (size + 7) & ~(size_t)7;
    uint8_t *p = pg_obj_top;
    if (PG_UNLIKELY((size_t)(pg_obj_end - p) < size)) return pg_alloc_slow(size);
    pg_obj_top = p + size;
    return p;
}
/* A new instance: header set, the rest zero. */
PG_NOTHROW PG_INLINE void *pg_new(const pg_type *type, size_t size) {
    void *p = pg_alloc(size);
    __builtin_memset(p, 0, size);
    ((pg_obj *)p)->type = type;
    return p;
}
/* n bytes of the data region (string bytes, item arrays), 8-aligned if n >= 8, not cleared. NULL + MemoryError. */
void *pg_data_alloc(size_t n);
/* Grow p from old to new bytes, in place if p ends at the bump pointer or is large and has room. NULL + MemoryError.
 * p must be owned by its one container (not string data). */
void *pg_data_grow(void *p, size_t old, size_t new_);
/* Gives back what only one container owned (at once if large, else at the next collection). */
PG_NOTHROW void pg_data_free(void *p, size_t n);

/* Globals that hold references; the table lives as long as the module. Called once by generated start code. */
PG_NOTHROW void pg_register_roots(pg_obj **const *roots, uint32_t n);
/* Every export brackets its work with these; end collects when the depth is 0 and enough was allocated. */
PG_NOTHROW void pg_callback_begin(void);
PG_NOTHROW void pg_callback_end(void);
/* Collect now. Only when no frame of the program is live. */
PG_NOTHROW void pg_gc_collect(void);
/* Collections in the middle of a call: generated code looks at pg_gc_due where all that is live is in globals or in the
 * slots that it told with pg_gc_keep, and calls pg_gc_poll. */
extern bool pg_gc_due;
PG_NOTHROW PG_COLD void pg_gc_poll(void);
PG_NOTHROW void pg_gc_keep(void **slots, uint32_t n);
/* For PG_L_CUSTOM trace hooks: update *ref, which may be NULL. And for owned arrays in the data region. */
PG_NOTHROW void pg_gc_visit(pg_obj **ref);
PG_NOTHROW void pg_gc_visit_data(void **data, size_t nbytes);
PG_NOTHROW void pg_gc_visit_slots(pg_slot *slots, size_t n, pg_kind kind);
/* Limits in bytes; default 512 MiB. Beyond: MemoryError. */
PG_NOTHROW void pg_set_memory_limit(size_t bytes);
PG_NOTHROW int64_t pg_id(pg_obj *o); /* id(): unique while the object lives */
PG_NOTHROW size_t pg_memory_used(void);

/* ---------------------------------------------------------------- recursion */

extern int32_t pg_depth;
#ifndef PG_MAX_DEPTH
#define PG_MAX_DEPTH 1000
#endif
PG_COLD void pg_raise_recursion(void);
/* In functions that can recurse: if (pg_enter()) goto fail; ... pg_leave(). A failed enter needs no leave. */
PG_INLINE bool pg_enter(void) {
    if (PG_UNLIKELY(pg_depth >= PG_MAX_DEPTH)) { pg_raise_recursion(); return true; }
    pg_depth++;
    return false;
}
PG_INLINE void pg_leave(void) { pg_depth--; }

/* ---------------------------------------------------------------- exceptions */

typedef struct pg_frame { const char *file; const char *func; int32_t line; } pg_frame;
/* User exception classes extend this prefix. */
struct pg_exception {
    pg_obj h;
    pg_tuple *args;                  /* never NULL once built */
    pg_exception *cause, *context;   /* may be NULL */
    pg_obj *value;                   /* StopIteration.value, or a tuple of what the class has besides `args`; may be NULL */
    pg_frame *frames;                /* innermost first */
    uint32_t nframes, cap;
    bool suppress_context, shown;    /* shown: `value` is a tuple that begins with the text of the exception */
    pg_list *notes;                  /* may be NULL */
};

extern pg_exception *pg_exc;      /* the exception in flight, NULL: none */
extern pg_exception *pg_handled;  /* the exception being handled: context of new ones, subject of a bare raise */
#define PG_FAILED PG_UNLIKELY(pg_exc != NULL)

/* Builtin exception types: PG_EXCEPTIONS(X) lists X(name, base). Each is `pg_type_<name>`. */
#define PG_EXCEPTIONS(X) \
    X(Exception, BaseException) X(SystemExit, BaseException) X(KeyboardInterrupt, BaseException) \
    X(GeneratorExit, BaseException) X(BaseExceptionGroup, BaseException) X(ExceptionGroup, BaseExceptionGroup) X(StopIteration, Exception) X(StopAsyncIteration, Exception) \
    X(ArithmeticError, Exception) X(OverflowError, ArithmeticError) X(ZeroDivisionError, ArithmeticError) \
    X(FloatingPointError, ArithmeticError) X(AssertionError, Exception) X(AttributeError, Exception) X(FrozenInstanceError, AttributeError) \
    X(BufferError, Exception) X(EOFError, Exception) X(ImportError, Exception) X(ModuleNotFoundError, ImportError) \
    X(LookupError, Exception) X(IndexError, LookupError) X(KeyError, LookupError) X(MemoryError, Exception) \
    X(NameError, Exception) X(UnboundLocalError, NameError) X(OSError, Exception) X(BlockingIOError, OSError) \
    X(ChildProcessError, OSError) X(ConnectionError, OSError) X(BrokenPipeError, ConnectionError) \
    X(ConnectionAbortedError, ConnectionError) X(ConnectionRefusedError, ConnectionError) \
    X(ConnectionResetError, ConnectionError) X(FileExistsError, OSError) X(FileNotFoundError, OSError) \
    X(InterruptedError, OSError) X(IsADirectoryError, OSError) X(NotADirectoryError, OSError) \
    X(PermissionError, OSError) X(ProcessLookupError, OSError) X(TimeoutError, OSError) X(ReferenceError, Exception) \
    X(RuntimeError, Exception) X(NotImplementedError, RuntimeError) X(RecursionError, RuntimeError) \
    X(SyntaxError, Exception) X(SystemError, Exception) X(TypeError, Exception) X(ValueError, Exception) \
    X(UnicodeError, ValueError) X(UnicodeDecodeError, UnicodeError) X(UnicodeEncodeError, UnicodeError) \
    X(UnicodeTranslateError, UnicodeError) X(JSONDecodeError, ValueError) X(Warning, Exception) \
    X(DeprecationWarning, Warning) X(FutureWarning, Warning) X(PendingDeprecationWarning, Warning) \
    X(ResourceWarning, Warning) X(RuntimeWarning, Warning) X(SyntaxWarning, Warning) X(UnicodeWarning, Warning) \
    X(UserWarning, Warning)
extern const pg_type pg_type_BaseException;
#define PG_X(name, base) extern const pg_type pg_type_##name;
PG_EXCEPTIONS(PG_X)
#undef PG_X

/* Set pg_exc to a new exception whose message is fmt: %s const char *, %S pg_str *, %T type name of
 * pg_obj *, %d int, %l int64_t, %c a byte, %% . Takes the context from pg_handled. The result is always NULL. */
PG_COLD void *pg_raise(const pg_type *type, const char *fmt, ...);
PG_COLD void *pg_raise_key(pg_word key, pg_kind kind); /* KeyError(key) */
PG_COLD void *pg_raise_overflow(void);    /* OverflowError: integer overflow */
PG_COLD void *pg_raise_zerodiv(const char *msg);
PG_COLD void *pg_raise_index(const char *what); /* IndexError: <what> index out of range */
PG_COLD void *pg_raise_unbound_local(const char *name); /* UnboundLocalError in CPython's words */
PG_COLD void *pg_raise_unbound_global(const char *name);
PG_COLD void *pg_raise_attribute(const pg_obj *o, const char *name);
PG_COLD void *pg_raise_attribute_str(const pg_obj *o, const pg_str *name);
PG_COLD void *pg_raise_assert(pg_obj *msg_or_null);
PG_COLD void pg_raise_expected_type(pg_str *expected, pg_obj *got);
PG_COLD void *pg_raise_type(const char *expected, const pg_obj *got); /* TypeError: expected a str, got int (checked casts) */

/* New exception object from args (boxed); size and type allow user classes. Does not raise it. */
pg_exception *pg_exc_new(const pg_type *type, size_t size, uint32_t nargs, pg_obj *const *args);
/* To be said before the arguments of an exception are set to anything but one str. */
PG_NOTHROW void pg_exc_any_args(void);
/* With one str, which needs no repr of anything, or with none (NULL). */
void pg_exc_set_text(pg_exception *e, pg_str *msg);
pg_exception *pg_exc_new_text(const pg_type *type, size_t size, pg_str *msg);
/* A KeyError, or a class below it, of a key that is a str or an int unless pg_dict_any_keys was said. */
pg_exception *pg_exc_new_key(const pg_type *type, size_t size, pg_obj *key);
pg_exception *pg_exc_new_str(const pg_type *type, pg_str *msg);
/* `raise e` and `raise e from cause` (cause: exception or None). Sets context. */
PG_NOTHROW PG_COLD void pg_exc_raise(pg_exception *e);
PG_NOTHROW PG_COLD void pg_exc_raise_from(pg_exception *e, pg_obj *cause);
/* Bare `raise`. RuntimeError if nothing is being handled. */
PG_COLD void pg_exc_reraise(void);
/* Handler entry: takes pg_exc, makes it pg_handled. Save pg_handled before and restore it on every way out. */
PG_NOTHROW PG_INLINE pg_exception *pg_exc_catch(void) { pg_exception *e = pg_exc; pg_exc = NULL; pg_handled = e; return e; }
PG_NOTHROW PG_INLINE bool pg_exc_matches(const pg_type *t) { return pg_isinstance(&pg_exc->h, t); }
/* Push a frame on the traceback of pg_exc (cold path after a failed check). Strings must be static. */
PG_NOTHROW PG_COLD void pg_exc_push(const char *file, int32_t line, const char *func);
pg_str *pg_exc_str(pg_exception *e);
pg_str *pg_exc_repr(pg_exception *e);
/* CPython's text incl. chains, "Traceback (most recent call last):\n  File ...". No final newline. */
pg_str *pg_exc_format(pg_exception *e);
/* One last line: "ValueError: x". */
pg_str *pg_exc_format_only(pg_exception *e);
PG_NOTHROW pg_obj *pg_exc_value(pg_exception *e);    /* StopIteration.value, SystemExit.code: args[0] or None */
PG_NOTHROW pg_obj *pg_exc_code(pg_exception *e);     /* SystemExit.code: all arguments if there are several */
PG_NOTHROW pg_tuple *pg_exc_args(pg_exception *e);
void pg_exc_add_note(pg_exception *e, pg_str *note);
pg_list *pg_exc_notes(pg_exception *e);              /* __notes__: AttributeError if there is none */
void pg_exc_set_tuple(pg_exception *e, pg_tuple *args); /* its items are objects */
/* What the class has besides `args`: item i of the tuple `value`, None where there is no such tuple. */
PG_NOTHROW pg_obj *pg_exc_part(pg_exception *e, int64_t i);

pg_obj *pg_exc_name(pg_exception *e);                /* NameError.name, AttributeError.name: has the runtime set them */
PG_NOTHROW pg_obj *pg_exc_first(pg_exception *e);    /* the first argument, or None */
PG_NOTHROW pg_obj *pg_exc_message(pg_exception *e);  /* the only argument, or None */
/* An exception of a class that is not known before the program runs. */
pg_exception *pg_exc_make(const pg_type *type, pg_tuple *args);

/* Exception groups. args, exceptions, classes: what Python code gave. */
pg_exception *pg_group_new(const pg_type *type, size_t size, pg_tuple *args);
PG_READER pg_exception *pg_group_derive(pg_exception *e, pg_obj *exceptions);
pg_tuple *pg_group_split(pg_exception *e, pg_obj *what);
pg_obj *pg_group_subgroup(pg_exception *e, pg_obj *what);
/* The state of one `try` with `except*`: take what a clause is for (it becomes pg_handled), note what a clause raised (append), end. */
pg_list *pg_clauses_new(pg_exception *caught);
bool pg_clauses_take(pg_list *state, pg_obj *classes);
pg_obj *pg_clauses_end(pg_list *state);              /* the exception that leaves the statement, or None */

/* OSError and UnicodeError: their arguments have a meaning. */
PG_NOTHROW const pg_type *pg_os_error_type(const pg_type *type, pg_tuple *args); /* OSError(2, "x") is a FileNotFoundError */
void pg_os_error_init(pg_exception *e, pg_tuple *args);
void pg_unicode_error_init(pg_exception *e, pg_tuple *args);
void pg_syntax_error_init(pg_exception *e, pg_tuple *args);
pg_obj *pg_unicode_part(pg_exception *e, int64_t i); /* counted from the end: 1 is the reason */
PG_COLD void *pg_raise_unicode(const char *encoding, pg_obj *o, int64_t start, int64_t end, const char *why); /* o: bytes or str */

/* ---------------------------------------------------------------- int */

typedef struct pg_int { pg_obj h; int64_t v; } pg_int;
typedef struct pg_float { pg_obj h; double v; } pg_float;
extern pg_int pg_true_obj, pg_false_obj;

PG_NOTHROW pg_obj *pg_box_int_slow(int64_t v);
extern pg_int pg_small_ints[]; /* -5 .. 256, filled on demand */
PG_NOTHROW PG_INLINE pg_obj *pg_box_int(int64_t v) { return pg_box_int_slow(v); }
PG_NOTHROW pg_obj *pg_box_float(double v);
PG_NOTHROW PG_INLINE pg_obj *pg_box_bool(bool v) { return v ? &pg_true_obj.h : &pg_false_obj.h; }
/* Unboxing of Any: TypeError when the object is of another type. int accepts bool; float accepts int and bool. */
int64_t pg_unbox_int(pg_obj *o);
double pg_unbox_float(pg_obj *o);
bool pg_unbox_bool(pg_obj *o);
PG_NOTHROW pg_obj *pg_box(pg_word w, pg_kind k);
pg_word pg_unbox(pg_obj *o, pg_kind k);

PG_INLINE int64_t pg_int_add(int64_t a, int64_t b) { int64_t r; if (PG_UNLIKELY(__builtin_add_overflow(a, b, &r))) pg_raise_overflow(); return r; }
PG_INLINE int64_t pg_int_sub(int64_t a, int64_t b) { int64_t r; if (PG_UNLIKELY(__builtin_sub_overflow(a, b, &r))) pg_raise_overflow(); return r; }
/* A wasm host has no 128-bit multiply: the common case is decided on the operands' width. */
PG_COLD int64_t pg_int_mul_slow(int64_t a, int64_t b);
PG_INLINE int64_t pg_int_mul(int64_t a, int64_t b) {
    if (PG_LIKELY((int64_t)(int32_t)a == a && (int64_t)(int32_t)b == b)) return a * b;
    return pg_int_mul_slow(a, b);
}
PG_INLINE int64_t pg_int_neg(int64_t a) { if (PG_UNLIKELY(a == INT64_MIN)) pg_raise_overflow(); return (int64_t)(0 - (uint64_t)a); }
PG_INLINE int64_t pg_int_abs(int64_t a) { return a < 0 ? pg_int_neg(a) : a; }
PG_INLINE int64_t pg_int_floordiv(int64_t a, int64_t b) {
    if (PG_UNLIKELY(b == 0)) { pg_raise_zerodiv("integer division or modulo by zero"); return 0; }
    if (PG_UNLIKELY(b == -1)) return pg_int_neg(a);
    int64_t q = a / b;
    return (a % b != 0 && ((a < 0) != (b < 0))) ? q - 1 : q;
}
PG_INLINE int64_t pg_int_mod(int64_t a, int64_t b) {
    if (PG_UNLIKELY(b == 0)) { pg_raise_zerodiv("integer modulo by zero"); return 0; }
    if (PG_UNLIKELY(b == -1)) return 0;
    int64_t r = a % b;
    return (r != 0 && ((r < 0) != (b < 0))) ? r + b : r;
}
double pg_int_truediv(int64_t a, int64_t b);         /* correctly rounded; ZeroDivisionError: division by zero */
int64_t pg_int_pow(int64_t a, int64_t b);            /* b >= 0; ValueError (documented) for a negative b: use pg_int_pow_float */
double pg_int_pow_float(int64_t a, int64_t b);       /* 2 ** -1 */
int64_t pg_int_pow_mod(int64_t a, int64_t b, int64_t m);
PG_INLINE int64_t pg_int_lshift_inl(int64_t a, int64_t n) { return (int64_t)((uint64_t)a << n); }
int64_t pg_int_lshift(int64_t a, int64_t n);         /* ValueError: negative shift count; OverflowError */
int64_t pg_int_rshift(int64_t a, int64_t n);
PG_NOTHROW int64_t pg_int_hash(int64_t a);           /* as CPython */
PG_NOTHROW int64_t pg_int_bit_length(int64_t a);
PG_NOTHROW int64_t pg_int_bit_count(int64_t a);
PG_NOTHROW pg_str *pg_int_str(int64_t a);
/* str(a) on the C stack, for functions that copy it at once. */
typedef struct pg_part { struct { pg_obj h; uint32_t nbytes, nchars, hash; const uint8_t *data; uint32_t *index; } s; uint8_t digits[20]; } pg_part;
PG_NOTHROW pg_str *pg_int_part(pg_part *part, int64_t a);
pg_str *pg_int_format(int64_t a, pg_str *spec);
pg_str *pg_int_format_plain(int64_t a, pg_str *spec); /* where the type of the spec is known to be none of e, f, g and % */
PG_NOTHROW pg_str *pg_int_bin(int64_t a);            /* 0b101 */
PG_NOTHROW pg_str *pg_int_oct(int64_t a);
PG_NOTHROW pg_str *pg_int_hex(int64_t a);
int64_t pg_int_parse_bytes(pg_bytes *b, int64_t base);
int64_t pg_int_parse(pg_str *s, int64_t base);       /* int("  12_3 "); ValueError as CPython; OverflowError beyond 64 bits */
int64_t pg_int_from_float(double d);                 /* int(2.9); ValueError nan, OverflowError inf / range */
int64_t pg_int_from_obj(pg_obj *o);                  /* int(x) for Any */
pg_bytes *pg_int_to_bytes(int64_t a, int64_t length, bool little, bool is_signed);
int64_t pg_int_from_bytes(pg_bytes *b, bool little, bool is_signed);

/* ---------------------------------------------------------------- float */

PG_INLINE double pg_float_div(double a, double b) { if (PG_UNLIKELY(b == 0)) { pg_raise_zerodiv("float division by zero"); return 0; } return a / b; }
double pg_float_floordiv(double a, double b);
double pg_float_mod(double a, double b);
double pg_float_pow(double a, double b);             /* ValueError for complex results, ZeroDivisionError, OverflowError */
PG_NOTHROW pg_str *pg_float_repr(double d);          /* shortest that reads back */
pg_str *pg_float_format(double d, pg_str *spec);
double pg_float_parse_bytes(pg_bytes *b);           /* float(b"1e3") */
double pg_float_parse(pg_str *s);                    /* float("1e3"); ValueError: could not convert string to float: 'x' */
double pg_float_from_obj(pg_obj *o);
int64_t pg_float_round_int(double d);                /* round(x): half to even */
double pg_float_round(double d, int64_t ndigits);    /* round(x, n), correctly rounded as CPython */
int64_t pg_int_round(int64_t a, int64_t ndigits);
int64_t pg_float_floor(double d);                    /* math.floor, ceil, trunc as int */
int64_t pg_float_ceil(double d);
PG_NOTHROW int64_t pg_float_hash(double d);
PG_NOTHROW bool pg_float_is_integer(double d);
PG_NOTHROW pg_str *pg_float_hex(double d);
pg_tuple *pg_float_divmod(double a, double b);
double pg_float_fromhex(pg_str *s);
pg_tuple *pg_float_ratio(double d);
pg_tuple *pg_int_ratio(int64_t a);
/* Exact comparison of int and float; op is PG_LT..PG_GE. */
PG_NOTHROW bool pg_int_float_cmp(int64_t a, double b, int op);

/* ---------------------------------------------------------------- str */

/* UTF-8, lone surrogates as three bytes. nbytes == nchars: ASCII. index: byte offset of every 64th code point. */
struct pg_str { pg_obj h; uint32_t nbytes, nchars, hash; const uint8_t *data; uint32_t *index; };
/* static pg_str s1 = PG_STR_INIT(bytes, chars, "text"); */
#define PG_STR_INIT(nb, nc, text) { { &pg_type_str, PG_STATIC }, (nb), (nc), 0, (const uint8_t *)(text), 0 }
#define PG_NO_INDEX INT64_MIN /* an omitted start, stop of a slice */

extern pg_str pg_str_empty;
pg_str *pg_str_new(const void *utf8, size_t nbytes);    /* copies; must be valid UTF-8 */
pg_str *pg_str_c(const char *text);                     /* copies */
pg_str *pg_str_share(const uint8_t *data, size_t nbytes); /* no copy: data lives in the data region or is static; must be valid */
pg_str *pg_str_decode(const uint8_t *data, size_t nbytes, bool share); /* UTF-8 with surrogateescape; never raises but MemoryError */
PG_NOTHROW PG_INLINE int64_t pg_str_len(const pg_str *s) { return s->nchars; }
PG_NOTHROW PG_INLINE bool pg_str_truth(const pg_str *s) { return s->nbytes != 0; }
PG_NOTHROW bool pg_str_eq_slow(const pg_str *a, const pg_str *b);
PG_NOTHROW PG_INLINE bool pg_str_eq(const pg_str *a, const pg_str *b) {
    return a == b || (a->nbytes == b->nbytes && pg_str_eq_slow(a, b));
}
PG_NOTHROW int pg_str_cmp(const pg_str *a, const pg_str *b); /* <0, 0, >0 by code points */
PG_NOTHROW int64_t pg_str_hash(pg_str *s);
pg_str *pg_str_concat(pg_str *a, pg_str *b);             /* extends a in place when it ends at the bump pointer */
pg_str *pg_str_concat_n(uint32_t n, pg_str *const *parts); /* f-strings */
pg_str *pg_str_repeat(pg_str *s, int64_t n);
pg_str *pg_str_getitem(pg_str *s, int64_t i);            /* IndexError: string index out of range */
pg_str *pg_str_slice(pg_str *s, int64_t start, int64_t stop);  /* PG_NO_INDEX: omitted */
pg_str *pg_str_slice_step(pg_str *s, int64_t start, int64_t stop, int64_t step); /* ValueError: slice step cannot be zero */
PG_NOTHROW bool pg_str_contains(pg_str *s, pg_str *sub); /* sub in s */
PG_NOTHROW int64_t pg_str_find(pg_str *s, pg_str *sub, int64_t start, int64_t end);   /* defaults 0, INT64_MAX */
PG_NOTHROW int64_t pg_str_rfind(pg_str *s, pg_str *sub, int64_t start, int64_t end);
int64_t pg_str_index(pg_str *s, pg_str *sub, int64_t start, int64_t end);             /* ValueError: substring not found */
int64_t pg_str_rindex(pg_str *s, pg_str *sub, int64_t start, int64_t end);
PG_NOTHROW int64_t pg_str_count(pg_str *s, pg_str *sub, int64_t start, int64_t end);
PG_NOTHROW bool pg_str_startswith(pg_str *s, pg_str *prefix, int64_t start, int64_t end);
PG_NOTHROW bool pg_str_endswith(pg_str *s, pg_str *suffix, int64_t start, int64_t end);
bool pg_str_startswith_any(pg_str *s, pg_tuple *prefixes, int64_t start, int64_t end);
bool pg_str_endswith_any(pg_str *s, pg_tuple *suffixes, int64_t start, int64_t end);
pg_str *pg_str_removeprefix(pg_str *s, pg_str *prefix);
pg_str *pg_str_removesuffix(pg_str *s, pg_str *suffix);
/* chars / sep NULL: white space. maxsplit -1: no limit. Lists of str are PG_REF. */
pg_str *pg_str_strip(pg_str *s, pg_str *chars);
pg_str *pg_str_lstrip(pg_str *s, pg_str *chars);
pg_str *pg_str_rstrip(pg_str *s, pg_str *chars);
pg_list *pg_str_split(pg_str *s, pg_str *sep, int64_t maxsplit);   /* ValueError: empty separator */
pg_list *pg_str_rsplit(pg_str *s, pg_str *sep, int64_t maxsplit);
pg_list *pg_str_splitlines(pg_str *s, bool keepends);
pg_tuple *pg_str_partition(pg_str *s, pg_str *sep);
pg_tuple *pg_str_rpartition(pg_str *s, pg_str *sep);
pg_str *pg_str_replace(pg_str *s, pg_str *old, pg_str *new_, int64_t count); /* -1: all */
pg_str *pg_str_join(pg_str *sep, pg_list *items);        /* items: list of str; TypeError: sequence item 1: expected str instance, int found */
pg_str *pg_str_join_obj(pg_str *sep, pg_obj *iterable);  /* any iterable, boxed */
pg_str *pg_str_lower(pg_str *s);
pg_str *pg_str_upper(pg_str *s);
pg_str *pg_str_title(pg_str *s);
pg_str *pg_str_capitalize(pg_str *s);
pg_str *pg_str_swapcase(pg_str *s);
pg_str *pg_str_casefold(pg_str *s);
PG_NOTHROW bool pg_str_isalpha(pg_str *s);
PG_NOTHROW bool pg_str_isdigit(pg_str *s);
PG_NOTHROW bool pg_str_isdecimal(pg_str *s);
PG_NOTHROW bool pg_str_isnumeric(pg_str *s);
PG_NOTHROW bool pg_str_isalnum(pg_str *s);
PG_NOTHROW bool pg_str_isspace(pg_str *s);
PG_NOTHROW bool pg_str_isupper(pg_str *s);
PG_NOTHROW bool pg_str_islower(pg_str *s);
PG_NOTHROW bool pg_str_istitle(pg_str *s);
PG_NOTHROW bool pg_str_isidentifier(pg_str *s);
PG_NOTHROW bool pg_str_isprintable(pg_str *s);
PG_NOTHROW PG_INLINE bool pg_str_isascii(pg_str *s) { return s->nbytes == s->nchars; }
pg_str *pg_str_center(pg_str *s, int64_t width, pg_str *fill);  /* fill NULL: space; TypeError unless one character */
pg_str *pg_str_ljust(pg_str *s, int64_t width, pg_str *fill);
pg_str *pg_str_rjust(pg_str *s, int64_t width, pg_str *fill);
pg_str *pg_str_zfill(pg_str *s, int64_t width);
pg_str *pg_str_expandtabs(pg_str *s, int64_t tabsize);
pg_str *pg_str_translate(pg_str *s, pg_dict *table);     /* dict[int, int | str | None] in any representation */
pg_dict *pg_str_maketrans(pg_str *a, pg_str *b, pg_str *del_or_null);
pg_bytes *pg_str_encode(pg_str *s, pg_str *encoding, pg_str *errors);  /* NULLs: utf-8, strict */
pg_str *pg_str_repr(pg_str *s);
pg_str *pg_str_ascii(pg_str *s);
pg_str *pg_str_format(pg_str *s, pg_str *spec);          /* format(s, ">10") */
pg_str *pg_str_format_method(pg_str *s, uint32_t nargs, pg_obj *const *args, pg_obj *kwargs_or_null); /* "{0!r:>{w}}".format() */
pg_str *pg_str_percent(pg_str *s, pg_obj *args);         /* "%s %d" % args (a tuple or one value) */
int64_t pg_str_ord(pg_str *s);                           /* TypeError: ord() expected a character, but string of length 2 found */
pg_str *pg_str_chr(int64_t c);                           /* ValueError: chr() arg not in range(0x110000) */
/* Iteration without an iterator: *pos starts at 0 and is a byte offset; NULL at the end. */
PG_NOTHROW pg_str *pg_str_next(pg_str *s, uint32_t *pos);
/* The same as a code point; -1 at the end. And s[i] as a code point: IndexError. */
PG_NOTHROW int32_t pg_str_next_code(const pg_str *s, uint32_t *pos);
int32_t pg_str_code_at(pg_str *s, int64_t i);
PG_NOTHROW pg_str *pg_str_char(uint32_t code);           /* the one-character string; ASCII ones are shared */

/* ---------------------------------------------------------------- bytes, bytearray */

struct pg_bytes { pg_obj h; uint32_t len, hash; const uint8_t *data; };
struct pg_bytearray { pg_obj h; uint32_t len, cap; uint8_t *data; };
#define PG_BYTES_INIT(n, text) { { &pg_type_bytes, PG_STATIC }, (n), 0, (const uint8_t *)(text) }
extern pg_bytes pg_bytes_empty;
pg_bytes *pg_bytes_new(const void *data, size_t n);      /* copies; data NULL: not initialised (write through the cast) */
pg_bytes *pg_bytes_share(const uint8_t *data, size_t n); /* no copy */
pg_bytes *pg_bytes_zero(int64_t n);                      /* bytes(n) */
pg_bytes *pg_bytes_from_list(pg_list *ints);             /* ValueError: bytes must be in range(0, 256) */
pg_bytes *pg_bytes_from_obj(pg_obj *o);                  /* bytes(x) for any x but str */
PG_NOTHROW PG_INLINE int64_t pg_bytes_len(const pg_bytes *b) { return b->len; }
PG_NOTHROW bool pg_bytes_eq(const pg_bytes *a, const pg_bytes *b);
PG_NOTHROW int pg_bytes_cmp(const pg_bytes *a, const pg_bytes *b);
PG_NOTHROW int64_t pg_bytes_hash(pg_bytes *b);
PG_INLINE int64_t pg_bytes_getitem(const pg_bytes *b, int64_t i) {
    if (i < 0) i += b->len;
    if (PG_UNLIKELY((uint64_t)i >= b->len)) { pg_raise(&pg_type_IndexError, "index out of range"); return 0; }
    return b->data[i];
}
pg_bytes *pg_bytes_slice(pg_bytes *b, int64_t start, int64_t stop);
pg_bytes *pg_bytes_slice_step(pg_bytes *b, int64_t start, int64_t stop, int64_t step);
pg_bytes *pg_bytes_concat(pg_bytes *a, pg_bytes *b);
pg_bytes *pg_bytes_repeat(pg_bytes *b, int64_t n);
PG_NOTHROW bool pg_bytes_contains(pg_bytes *b, pg_bytes *sub);
bool pg_bytes_contains_int(pg_bytes *b, int64_t byte);   /* ValueError: byte must be in range(0, 256) */
PG_NOTHROW int64_t pg_bytes_find(pg_bytes *b, pg_bytes *sub, int64_t start, int64_t end);
PG_NOTHROW int64_t pg_bytes_rfind(pg_bytes *b, pg_bytes *sub, int64_t start, int64_t end);
int64_t pg_bytes_index(pg_bytes *b, pg_bytes *sub, int64_t start, int64_t end);
int64_t pg_bytes_rindex(pg_bytes *b, pg_bytes *sub, int64_t start, int64_t end);
int64_t pg_bytes_find_int(pg_bytes *b, int64_t byte, int64_t start, int64_t end); /* ValueError: byte must be in range(0, 256) */
int64_t pg_bytes_rfind_int(pg_bytes *b, int64_t byte, int64_t start, int64_t end);
int64_t pg_bytes_index_int(pg_bytes *b, int64_t byte, int64_t start, int64_t end);
int64_t pg_bytes_rindex_int(pg_bytes *b, int64_t byte, int64_t start, int64_t end);
int64_t pg_bytes_count_int(pg_bytes *b, int64_t byte, int64_t start, int64_t end);
PG_NOTHROW int64_t pg_bytes_count(pg_bytes *b, pg_bytes *sub, int64_t start, int64_t end);
PG_NOTHROW bool pg_bytes_startswith(pg_bytes *b, pg_bytes *p, int64_t start, int64_t end);
PG_NOTHROW bool pg_bytes_endswith(pg_bytes *b, pg_bytes *p, int64_t start, int64_t end);
bool pg_bytes_startswith_any(pg_bytes *b, pg_tuple *p, int64_t start, int64_t end);
bool pg_bytes_endswith_any(pg_bytes *b, pg_tuple *p, int64_t start, int64_t end);
pg_bytes *pg_bytes_removeprefix(pg_bytes *b, pg_bytes *p);
pg_bytes *pg_bytes_removesuffix(pg_bytes *b, pg_bytes *p);
pg_bytes *pg_bytes_strip(pg_bytes *b, pg_bytes *chars);
pg_bytes *pg_bytes_lstrip(pg_bytes *b, pg_bytes *chars);
pg_bytes *pg_bytes_rstrip(pg_bytes *b, pg_bytes *chars);
pg_list *pg_bytes_split(pg_bytes *b, pg_bytes *sep, int64_t maxsplit);
pg_list *pg_bytes_rsplit(pg_bytes *b, pg_bytes *sep, int64_t maxsplit);
pg_list *pg_bytes_splitlines(pg_bytes *b, bool keepends);
pg_tuple *pg_bytes_partition(pg_bytes *b, pg_bytes *sep);
pg_tuple *pg_bytes_rpartition(pg_bytes *b, pg_bytes *sep);
pg_bytes *pg_bytes_replace(pg_bytes *b, pg_bytes *old, pg_bytes *new_, int64_t count);
pg_bytes *pg_bytes_join(pg_bytes *sep, pg_list *items);
pg_bytes *pg_bytes_lower(pg_bytes *b);
pg_bytes *pg_bytes_upper(pg_bytes *b);
PG_NOTHROW bool pg_bytes_isdigit(pg_bytes *b);
PG_NOTHROW bool pg_bytes_isalpha(pg_bytes *b);
PG_NOTHROW bool pg_bytes_isalnum(pg_bytes *b);
PG_NOTHROW bool pg_bytes_isspace(pg_bytes *b);
PG_NOTHROW bool pg_bytes_isupper(pg_bytes *b);
PG_NOTHROW bool pg_bytes_islower(pg_bytes *b);
PG_NOTHROW PG_INLINE bool pg_bytes_truth(const pg_bytes *b) { return b->len != 0; }
pg_bytes *pg_bytes_ljust(pg_bytes *b, int64_t width, pg_bytes *fill);
pg_bytes *pg_bytes_rjust(pg_bytes *b, int64_t width, pg_bytes *fill);
pg_bytes *pg_bytes_center(pg_bytes *b, int64_t width, pg_bytes *fill);
pg_bytes *pg_bytes_zfill(pg_bytes *b, int64_t width);
pg_bytes *pg_bytes_translate(pg_bytes *b, pg_bytes *table_or_null, pg_bytes *delete_or_null);
pg_str *pg_bytes_decode(pg_bytes *b, pg_str *encoding, pg_str *errors); /* NULLs: utf-8, strict; UnicodeDecodeError */
pg_bytes *pg_bytes_title(pg_bytes *b);
pg_bytes *pg_bytes_capitalize(pg_bytes *b);
pg_bytes *pg_bytes_swapcase(pg_bytes *b);
PG_NOTHROW bool pg_bytes_istitle(pg_bytes *b);
pg_bytes *pg_bytes_expandtabs(pg_bytes *b, int64_t size);
pg_bytes *pg_bytes_maketrans(pg_bytes *from, pg_bytes *to);
pg_bytes *pg_bytes_percent(pg_bytes *b, pg_obj *args);
pg_str *pg_bytes_hex_sep(pg_bytes *b, pg_str *sep, int64_t group);
pg_str *pg_bytes_hex(pg_bytes *b);
pg_bytes *pg_bytes_fromhex(pg_str *s);
pg_str *pg_bytes_repr(pg_bytes *b);

/* The usual case, decided at compile time, comes without the other encodings. */
pg_str *pg_bytes_decode_utf8(pg_bytes *b);
pg_str *pg_bytes_decode_replace(pg_bytes *b); /* "utf-8", "replace" */
pg_bytes *pg_str_encode_utf8(pg_str *s);
PG_INLINE pg_str *pg_bytes_decode_any(pg_bytes *b, pg_str *encoding, pg_str *errors) {
    if (__builtin_constant_p(!encoding && !errors) && !encoding && !errors) return pg_bytes_decode_utf8(b);
    return pg_bytes_decode(b, encoding, errors);
}
PG_INLINE pg_bytes *pg_str_encode_any(pg_str *s, pg_str *encoding, pg_str *errors) {
    if (__builtin_constant_p(!encoding && !errors) && !encoding && !errors) return pg_str_encode_utf8(s);
    return pg_str_encode(s, encoding, errors);
}
#define pg_bytes_decode pg_bytes_decode_any
#define pg_str_encode pg_str_encode_any

pg_bytearray *pg_bytearray_new(const void *data, size_t n);
pg_bytearray *pg_bytearray_from_obj(pg_obj *o);
PG_NOTHROW pg_bytes *pg_bytearray_view(pg_bytearray *b); /* a bytes that shares the present contents: for the bytes functions above */
pg_bytes *pg_bytearray_bytes(pg_bytearray *b);           /* bytes(b): a copy */
pg_list *pg_bytearrays_of(pg_list *parts);               /* bytes become bytearrays, in place */
pg_tuple *pg_bytearray_parts(pg_tuple *parts);
void pg_bytearray_set_slice_step(pg_bytearray *b, int64_t start, int64_t stop, int64_t step, pg_bytes *data);
void pg_bytearray_append(pg_bytearray *b, int64_t byte);
void pg_bytearray_extend(pg_bytearray *b, pg_bytes *data);
int64_t pg_bytearray_getitem(pg_bytearray *b, int64_t i);
void pg_bytearray_setitem(pg_bytearray *b, int64_t i, int64_t byte);
void pg_bytearray_delitem(pg_bytearray *b, int64_t i);
pg_bytearray *pg_bytearray_slice(pg_bytearray *b, int64_t start, int64_t stop);
void pg_bytearray_set_slice(pg_bytearray *b, int64_t start, int64_t stop, pg_bytes *data);
int64_t pg_bytearray_pop(pg_bytearray *b, int64_t i);
void pg_bytearray_insert(pg_bytearray *b, int64_t i, int64_t byte);
PG_NOTHROW void pg_bytearray_clear(pg_bytearray *b);
PG_NOTHROW void pg_bytearray_reverse(pg_bytearray *b);

/* ---------------------------------------------------------------- list */

struct pg_list { pg_obj h; uint32_t len, cap; pg_slot *items; uint16_t kind; };
pg_list *pg_list_new(pg_kind kind, int64_t cap);         /* empty, room for cap */
pg_list *pg_list_filled(pg_kind kind, int64_t n, pg_word w);  /* [w] * n; n < 0: empty */
void pg_list_grow(pg_list *l);                           /* room for one more */
bool pg_list_append_grown(pg_list *l, pg_word w);        /* append to a full list; false if it raised */
PG_NOTHROW PG_INLINE int64_t pg_list_len(const pg_list *l) { return l->len; }
PG_INLINE void pg_list_append(pg_list *l, pg_word w) {
    if (PG_UNLIKELY(l->len == l->cap)) { pg_list_grow(l); if (PG_FAILED) return; }
    l->items[l->len++].i = w;
}
/* Elements as words of the list's own kind. IndexError: list index out of range. */
PG_INLINE pg_word pg_list_getitem(const pg_list *l, int64_t i) {
    if (i < 0) i += l->len;
    if (PG_UNLIKELY((uint64_t)i >= l->len)) { pg_raise_index("list"); return 0; }
    return l->items[i].i;
}
PG_INLINE void pg_list_setitem(pg_list *l, int64_t i, pg_word w) {
    if (i < 0) i += l->len;
    if (PG_UNLIKELY((uint64_t)i >= l->len)) { pg_raise_index("list assignment"); return; }
    l->items[i].i = w;
}
PG_NOTHROW PG_INLINE pg_word pg_list_at(const pg_list *l, int64_t i) { return ((const int64_t *)(const void *)l->items)[i]; } /* unchecked */
void pg_list_delitem(pg_list *l, int64_t i);             /* list assignment index out of range */
pg_list *pg_list_slice(pg_list *l, int64_t start, int64_t stop);
pg_list *pg_list_slice_step(pg_list *l, int64_t start, int64_t stop, int64_t step);
void pg_list_set_slice(pg_list *l, int64_t start, int64_t stop, pg_list *with);
void pg_list_set_slice_step(pg_list *l, int64_t start, int64_t stop, int64_t step, pg_list *with);
void pg_list_del_slice(pg_list *l, int64_t start, int64_t stop, int64_t step);
void pg_list_extend(pg_list *l, pg_list *other);         /* kinds may differ: boxed or unboxed as needed */
void pg_list_extend_obj(pg_list *l, pg_obj *iterable);   /* any iterable */
pg_list *pg_list_concat(pg_list *a, pg_list *b);         /* kind of a */
pg_list *pg_list_repeat(pg_list *l, int64_t n);
void pg_list_insert(pg_list *l, int64_t i, pg_word w);
pg_word pg_list_pop(pg_list *l, int64_t i);              /* default i -1; pop from empty list / pop index out of range */
void pg_list_remove(pg_list *l, pg_word w);              /* list.remove(x): x not in list */
PG_NOTHROW void pg_list_clear(pg_list *l);
PG_NOTHROW void pg_list_reverse(pg_list *l);
pg_list *pg_list_copy(pg_list *l);
pg_list *pg_list_convert(pg_list *l, pg_kind kind);      /* a copy with another element kind */
int64_t pg_list_index(pg_list *l, pg_word w, int64_t start, int64_t end); /* ValueError: 3 is not in list */
int64_t pg_list_count(pg_list *l, pg_word w);
bool pg_list_contains(pg_list *l, pg_word w);            /* w of the list's kind */
PG_NOTHROW bool pg_list_contains_str(const pg_list *l, const pg_str *s); /* of a list of str */
bool pg_list_eq(pg_list *a, pg_list *b);
int pg_list_cmp(pg_list *a, pg_list *b, int op);         /* 0 / 1 */
void pg_list_sort(pg_list *l, bool reverse);             /* stable */
void pg_list_sort_keys(pg_list *l, pg_list *keys, bool reverse); /* keys[i] belongs to l[i]; keys are consumed */
pg_list *pg_list_from_obj(pg_obj *iterable, pg_kind kind);
pg_str *pg_list_repr(pg_list *l);
int64_t pg_list_sum_int(pg_list *l, int64_t start);
PG_NOTHROW double pg_list_sum_float(pg_list *l, double start); /* compensated when the CPython version compensates (3.12+): plain */

/* Normalise slice bounds for a length; returns the number of elements. step 0: ValueError. */
int64_t pg_slice_adjust(int64_t len, int64_t *start, int64_t *stop, int64_t step);

/* ---------------------------------------------------------------- tuple */

/* kinds: two bits per element, element 0 lowest, for the first 15; later elements are PG_REF. With PG_UNIFORM set the low two
 * bits are the kind of all. All references: 0. NamedTuple classes are other types with this layout. */
#define PG_UNIFORM 0x80000000u
struct pg_tuple { pg_obj h; uint32_t len, kinds; pg_slot items[]; };
extern pg_tuple pg_tuple_empty;
PG_NOTHROW PG_INLINE pg_kind pg_tuple_kind(const pg_tuple *t, uint32_t i) {
    return (pg_kind)(t->kinds & PG_UNIFORM ? t->kinds & 3 : i < 15 ? t->kinds >> (2 * i) & 3 : PG_REF);
}
pg_tuple *pg_tuple_new(uint32_t n, uint32_t kinds);      /* items not set */
pg_tuple *pg_tuple_new_type(const pg_type *type, uint32_t n, uint32_t kinds);
pg_word pg_tuple_getitem(pg_tuple *t, int64_t i);        /* word of that element's kind: for uniform tuples */
pg_obj *pg_tuple_get_boxed(pg_tuple *t, int64_t i);      /* tuple index out of range */
pg_tuple *pg_tuple_slice(pg_tuple *t, int64_t start, int64_t stop, int64_t step);
pg_tuple *pg_tuple_concat(pg_tuple *a, pg_tuple *b);
pg_tuple *pg_tuple_repeat(pg_tuple *t, int64_t n);
bool pg_tuple_eq(pg_tuple *a, pg_tuple *b);
int pg_tuple_cmp(pg_tuple *a, pg_tuple *b, int op);
int64_t pg_tuple_hash(pg_tuple *t);
bool pg_tuple_contains(pg_tuple *t, pg_obj *x);
int64_t pg_tuple_index(pg_tuple *t, pg_obj *x, int64_t start, int64_t end);
int64_t pg_tuple_count(pg_tuple *t, pg_obj *x);
pg_tuple *pg_tuple_from_list(pg_list *l);
pg_tuple *pg_tuple_of(uint32_t n, pg_obj *const *items);
pg_tuple *pg_tuple_from_obj(pg_obj *iterable, pg_kind kind);
pg_list *pg_tuple_to_list(pg_tuple *t, pg_kind kind);
pg_str *pg_tuple_repr(pg_tuple *t);

/* ---------------------------------------------------------------- dict */

/* Insertion ordered. entries: array of used entries; live == 0: deleted. index: NULL for up to 8 entries. */
typedef struct pg_entry { pg_slot key; pg_slot val; uint32_t hash; uint32_t live; } pg_entry;
struct pg_dict { pg_obj h; uint32_t len, used, cap, mask; pg_entry *entries; uint32_t *index; uint16_t kkind, vkind; };
/* Said by all that use keys which may be neither str nor int (dict_keys.c). */
PG_NOTHROW void pg_dict_any_keys(void);
pg_dict *pg_dict_new(pg_kind key, pg_kind value, int64_t cap);
PG_NOTHROW PG_INLINE int64_t pg_dict_len(const pg_dict *d) { return d->len; }
/* NULL: not there. Raises only when hashing or comparing raises (TypeError: unhashable type: 'list', user code). */
pg_entry *pg_dict_find(pg_dict *d, pg_word key);
PG_NOTHROW pg_entry *pg_dict_find_str(pg_dict *d, pg_str *key);   /* for dicts whose keys are all str: PG_REF */
PG_NOTHROW pg_entry *pg_dict_find_int(pg_dict *d, int64_t key);   /* PG_I64 keys */
pg_word pg_dict_getitem(pg_dict *d, pg_word key);                 /* KeyError(key) */
void pg_dict_setitem(pg_dict *d, pg_word key, pg_word val);
void pg_dict_delitem(pg_dict *d, pg_word key);
bool pg_dict_contains(pg_dict *d, pg_word key);
pg_word pg_dict_get(pg_dict *d, pg_word key, pg_word def);
pg_word pg_dict_setdefault(pg_dict *d, pg_word key, pg_word def);
pg_word pg_dict_pop(pg_dict *d, pg_word key);                     /* KeyError */
pg_word pg_dict_pop_default(pg_dict *d, pg_word key, pg_word def);
pg_tuple *pg_dict_popitem(pg_dict *d);                            /* KeyError: 'popitem(): dictionary is empty' */
PG_NOTHROW void pg_dict_clear(pg_dict *d);
pg_dict *pg_dict_copy(pg_dict *d);
void pg_dict_update(pg_dict *d, pg_dict *other);                  /* kinds may differ */
void pg_dict_update_obj(pg_dict *d, pg_obj *mapping_or_pairs);
pg_dict *pg_dict_merge(pg_dict *a, pg_dict *b);                   /* a | b */
bool pg_dict_eq(pg_dict *a, pg_dict *b);
pg_list *pg_dict_key_list(pg_dict *d);
pg_list *pg_dict_value_list(pg_dict *d);
pg_list *pg_dict_item_list(pg_dict *d);                           /* list of 2-tuples */
pg_str *pg_dict_repr(pg_dict *d);
/* for k, v in d: uint32_t pos = 0; uint32_t n = d->len; while ((e = pg_dict_next(d, &pos, n))) ...; n guards against a change
 * of size: RuntimeError: dictionary changed size during iteration. */
pg_entry *pg_dict_next(pg_dict *d, uint32_t *pos, uint32_t n);
pg_entry *pg_dict_prev(pg_dict *d, uint32_t *pos);                /* reversed(d): *pos starts at d->used */
/* View objects for keys(), values(), items() used as values (views are live). */
typedef struct pg_dictview { pg_obj h; pg_dict *dict; } pg_dictview;
PG_NOTHROW pg_obj *pg_dict_keys(pg_dict *d);
PG_NOTHROW pg_obj *pg_dict_values(pg_dict *d);
PG_NOTHROW pg_obj *pg_dict_items(pg_dict *d);

/* ---------------------------------------------------------------- set, frozenset */

/* CPython's table, so that iteration order is CPython's too. */
typedef struct pg_set_entry { pg_slot key; int64_t hash; } pg_set_entry;
#define PG_SET_EMPTY INT64_MIN
#define PG_SET_DUMMY (-1)
struct pg_set { pg_obj h; uint32_t len, fill, mask; pg_set_entry *table; uint16_t kind; int64_t hash; };
pg_set *pg_set_new(pg_kind kind);
pg_set *pg_frozenset_new(pg_kind kind);
PG_NOTHROW PG_INLINE int64_t pg_set_len(const pg_set *s) { return s->len; }
void pg_set_add(pg_set *s, pg_word w);
bool pg_set_contains(pg_set *s, pg_word w);
void pg_set_discard(pg_set *s, pg_word w);
void pg_set_remove(pg_set *s, pg_word w);                         /* KeyError */
pg_word pg_set_pop(pg_set *s);                                    /* KeyError: 'pop from an empty set' */
void pg_set_clear(pg_set *s);
pg_set *pg_set_copy(pg_set *s);
pg_set *pg_set_from_obj(const pg_type *type, pg_obj *iterable, pg_kind kind);
void pg_set_update(pg_set *s, pg_set *o);
void pg_set_update_obj(pg_set *s, pg_obj *iterable);
pg_set *pg_set_union(pg_set *a, pg_set *b);
pg_set *pg_set_intersection(pg_set *a, pg_set *b);
pg_set *pg_set_difference(pg_set *a, pg_set *b);
pg_set *pg_set_symmetric_difference(pg_set *a, pg_set *b);
void pg_set_intersection_update(pg_set *a, pg_set *b);
void pg_set_difference_update(pg_set *a, pg_set *b);
void pg_set_symmetric_difference_update(pg_set *a, pg_set *b);
bool pg_set_issubset(pg_set *a, pg_set *b);
bool pg_set_issuperset(pg_set *a, pg_set *b);
bool pg_set_isdisjoint(pg_set *a, pg_set *b);
bool pg_set_eq(pg_set *a, pg_set *b);
int pg_set_cmp(pg_set *a, pg_set *b, int op);
int64_t pg_set_hash(pg_set *s);                                   /* frozenset */
pg_list *pg_set_to_list(pg_set *s);
pg_str *pg_set_repr(pg_set *s);
/* uint32_t pos = 0; while ((e = pg_set_next(s, &pos, n))) ...; RuntimeError: Set changed size during iteration */
pg_set_entry *pg_set_next(pg_set *s, uint32_t *pos, uint32_t n);

/* ---------------------------------------------------------------- range, slice, func, iterators */

typedef struct pg_range { pg_obj h; int64_t start, stop, step; } pg_range;
pg_range *pg_range_new(int64_t start, int64_t stop, int64_t step);   /* ValueError: range() arg 3 must not be zero */
PG_NOTHROW int64_t pg_range_count(int64_t start, int64_t stop, int64_t step);
PG_NOTHROW PG_INLINE int64_t pg_range_len(const pg_range *r) { return pg_range_count(r->start, r->stop, r->step); }
int64_t pg_range_getitem(pg_range *r, int64_t i);                    /* range object index out of range */
PG_NOTHROW bool pg_range_contains(pg_range *r, int64_t v);
pg_list *pg_range_to_list(pg_range *r);

typedef struct pg_slice { pg_obj h; pg_obj *start, *stop, *step; } pg_slice;
PG_NOTHROW pg_obj *pg_slice_new(pg_obj *start, pg_obj *stop, pg_obj *step);

/* A callable value. entry has the C signature of the callable's static type with the pg_func itself as first parameter. */
typedef struct pg_func {
    pg_obj h;
    void *entry;
    pg_obj *(*boxed)(struct pg_func *self, uint32_t nargs, pg_obj *const *args); /* NULL: cannot be called from dynamic code */
    const char *name;
    pg_obj *env;         /* captured variables or the bound self; may be NULL */
    uint32_t signature;  /* the kind of its static type, if that is an element type */
} pg_func;
#define PG_FUNC_INIT(entry, boxed, name, signature) { { &pg_type_func, PG_STATIC }, (void *)(entry), (boxed), (name), 0, (signature) }
PG_NOTHROW pg_func *pg_func_new(void *entry, pg_obj *(*boxed)(pg_func *, uint32_t, pg_obj *const *), const char *name, pg_obj *env, uint32_t signature);

/* The iterator of every builtin container. */
typedef struct pg_iter { pg_obj h; pg_obj *of; int64_t pos, n, step; uint8_t what; } pg_iter;

/* ---------------------------------------------------------------- dynamic operations (Any, object, elements) */

PG_READER pg_str *pg_obj_repr(pg_obj *o);
PG_READER pg_str *pg_obj_str(pg_obj *o);
PG_READER pg_str *pg_base_str(pg_obj *o, const pg_type *base);  /* super().__str__() of a class below a builtin one */
PG_READER pg_str *pg_base_repr(pg_obj *o, const pg_type *base);
pg_str *pg_obj_ascii(pg_obj *o);
PG_READER pg_str *pg_obj_format(pg_obj *o, pg_str *spec);
PG_READER bool pg_obj_eq(pg_obj *a, pg_obj *b);
PG_READER bool pg_obj_compare(pg_obj *a, pg_obj *b, int op);   /* TypeError: '<' not supported between instances of 'int' and 'str' */
PG_READER int64_t pg_obj_hash(pg_obj *o);                      /* TypeError: unhashable type: 'list' */
PG_READER bool pg_obj_truth(pg_obj *o);
PG_READER int64_t pg_obj_len(pg_obj *o);                       /* TypeError: object of type 'int' has no len() */
PG_READER pg_obj *pg_obj_getitem(pg_obj *o, pg_obj *key);      /* 'int' object is not subscriptable */
PG_READER void pg_obj_setitem(pg_obj *o, pg_obj *key, pg_obj *v);
PG_READER void pg_obj_delitem(pg_obj *o, pg_obj *key);
PG_READER bool pg_obj_contains(pg_obj *o, pg_obj *x);
PG_READER pg_obj *pg_obj_iter(pg_obj *o);                      /* 'int' object is not iterable */
PG_READER pg_obj *pg_obj_next(pg_obj *it);                     /* NULL without pg_exc: exhausted */
PG_READER pg_obj *pg_obj_call(pg_obj *o, uint32_t nargs, pg_obj *const *args);
PG_READER pg_obj *pg_obj_binary(pg_obj *a, pg_obj *b, int op); /* unsupported operand type(s) for +: 'int' and 'str' */
PG_READER pg_obj *pg_obj_in_place(pg_obj *a, pg_obj *b, int op);
PG_READER pg_obj *pg_obj_power(pg_obj *a, pg_obj *b, bool in_place); /* `**`: brings powers of floats along */
PG_READER pg_obj *pg_obj_divmod(pg_obj *a, pg_obj *b);

/* The element types of the program, by number; the table is there if the program has code that asks for them (elements.c). */
enum { PG_E_ANY, PG_E_NONE, PG_E_CLASS, PG_E_LIST, PG_E_DICT, PG_E_SET, PG_E_FROZENSET, PG_E_TUPLE, PG_E_TUPLES, PG_E_UNION, PG_E_FUNC, PG_E_TYPE };
typedef struct pg_element_type {
    uint8_t how, n;
    uint16_t a, b;       /* the kinds of a container's parts */
    const void *of;      /* n: classes, or kinds of the parts of a tuple or a union */
    const char *name;
} pg_element_type;
#ifndef __wasm__ /* the runtime alone, on the host, belongs to no program */
__attribute__((weak))
#endif
extern const pg_element_type pg_element_types[];
/* o as an element of a kind of references: TypeError if it cannot be one. The same object, but for a tuple held differently. */
pg_obj *pg_element(pg_obj *o, pg_kind k);
pg_obj *pg_element_plain(pg_obj *o, pg_kind k); /* the same for a type without containers and tuples in it */
bool pg_element_is(pg_obj *o, pg_kind k);
#define PG_USES_ELEMENTS __attribute__((used, retain)) static pg_obj *(*const pg_keep_elements)(pg_obj *, pg_kind) = pg_element;
pg_obj *pg_shallow_copy(pg_obj *o);
pg_obj *pg_deep_copy(pg_obj *o);
pg_dict *pg_vars(pg_obj *o);
PG_READER pg_obj *pg_obj_round(pg_obj *o, pg_obj *digits); /* digits: an int or None */
PG_READER pg_obj *pg_obj_unary(pg_obj *o, int op);
PG_READER pg_obj *pg_obj_getattr(pg_obj *o, pg_str *name);     /* AttributeError; fields of user classes by their table */
PG_READER void pg_obj_setattr(pg_obj *o, pg_str *name, pg_obj *v);
PG_READER pg_obj *pg_obj_call_method(pg_obj *o, pg_str *name, uint32_t nargs, pg_obj *const *args); /* builtin methods of Any values too */
PG_READER pg_obj *pg_obj_call_method_star(pg_obj *o, pg_str *name, pg_tuple *args, pg_dict *named_or_null);
pg_str *pg_object_repr(pg_obj *o);                   /* <__main__.C object at 0x...> */
pg_str *pg_type_repr(const pg_type *t);              /* <class 'int'> */
pg_str *pg_dataclass_repr(pg_obj *o);                /* C(a=1, b='x') over type->fields */
bool pg_dataclass_eq(pg_obj *a, pg_obj *b);          /* over type->fields; same type */
PG_NOTHROW pg_str *pg_type_name(const pg_type *t);   /* __name__ */
PG_NOTHROW const char *pg_last_name(const pg_type *t); /* the same as C text */
/* Elements of unknown kind. */
bool pg_word_eq(pg_word a, pg_kind ka, pg_word b, pg_kind kb);
int64_t pg_word_hash(pg_word w, pg_kind k);
pg_str *pg_word_repr(pg_word w, pg_kind k);
PG_NOTHROW int64_t pg_hash_combine(int64_t n, const int64_t *hashes); /* hash of a tuple of these hashes, as CPython */

/* Checked casts from Any / object / Union to a builtin class: TypeError when wrong. */
pg_obj *pg_cast(pg_obj *o, const pg_type *t);
pg_obj *pg_cast_for(pg_obj *o, const pg_type *t, const pg_str *attribute); /* AttributeError: an attribute of it is wanted */

/* ---------------------------------------------------------------- output and program */

/* print(): to stdout in programs, to the log (level info) in plugins. Buffered until newline or flush. */
void pg_print(pg_str *text, bool to_stderr);         /* text with its end already joined */
void pg_print_objs(uint32_t n, pg_obj *const *args, pg_str *sep, pg_str *end, bool to_stderr); /* NULL sep / end: defaults */
void pg_stdout_write(pg_str *text);                  /* sys.stdout.write */
void pg_stdout_flush(void);
pg_str *pg_stdin_readline(void);                     /* with its newline; "" at the end. input(): see pg_input */
pg_str *pg_stdin_read(void);
pg_str *pg_input(pg_str *prompt_or_null);            /* EOFError: EOF when reading a line */
pg_list *pg_argv(void);                              /* program arguments, [0] the file */
pg_obj *pg_environ_get(pg_str *name);                /* str or None */
/* End of a program: flushes; an exception in flight is printed as CPython does; the exit status. SystemExit is honoured. */
PG_NOTHROW int32_t pg_program_end(void);
_Noreturn void pg_exit(int32_t code);
_Noreturn PG_COLD void pg_fatal(const char *msg);    /* log and trap: a bug of ours */

#include "pg_abi.h"
#include "pg_json.h"
#include "pg_lib.h"

#endif
