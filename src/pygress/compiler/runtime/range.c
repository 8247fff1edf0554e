/* range, slice and function objects. */
#include "pg_internal.h"

int64_t pg_range_count(int64_t a, int64_t b, int64_t step) {
    if (step > 0) return a < b ? (int64_t)(((uint64_t)b - (uint64_t)a - 1) / (uint64_t)step) + 1 : 0;
    return a > b ? (int64_t)(((uint64_t)a - (uint64_t)b - 1) / (0 - (uint64_t)step)) + 1 : 0;
}
pg_range *pg_range_new(int64_t start, int64_t stop, int64_t step) {
    if (step == 0) return pg_raise(&pg_type_ValueError, "range() arg 3 must not be zero");
    pg_range *r = pg_new(&pg_type_range, sizeof(pg_range));
    r->start = start;
    r->stop = stop;
    r->step = step;
    return r;
}
int64_t pg_range_getitem(pg_range *r, int64_t i) {
    int64_t n = pg_range_len(r);
    if (i < 0) i += n;
    if ((uint64_t)i >= (uint64_t)n) { pg_raise_index("range object"); return 0; }
    return r->start + i * r->step;
}
bool pg_range_contains(pg_range *r, int64_t v) {
    bool inside = r->step > 0 ? v >= r->start && v < r->stop : v <= r->start && v > r->stop;
    return inside && (v - r->start) % r->step == 0;
}
pg_list *pg_range_to_list(pg_range *r) {
    int64_t n = pg_range_len(r);
    pg_list *l = pg_list_new(PG_I64, n);
    if (PG_FAILED) return l;
    for (int64_t i = 0; i < n; i++) l->items[i].i = r->start + i * r->step;
    l->len = (uint32_t)n;
    return l;
}
static pg_str *repr_hook(pg_obj *o) {
    pg_range *r = (pg_range *)o;
    pg_sb b;
    sb_init(&b);
    sb_c(&b, "range(");
    sb_int(&b, r->start);
    sb_c(&b, ", ");
    sb_int(&b, r->stop);
    if (r->step != 1) { sb_c(&b, ", "); sb_int(&b, r->step); }
    sb_putc(&b, ')');
    return sb_finish(&b);
}
static int64_t len_hook(pg_obj *o) { return pg_range_len((pg_range *)o); }
static int eq_hook(pg_obj *x, pg_obj *y) {
    if (!PG_IS(y, range)) return PG_NOTIMPL;
    pg_range *a = (pg_range *)x, *b = (pg_range *)y;
    int64_t n = pg_range_len(a);
    return n == pg_range_len(b) && (n == 0 || (a->start == b->start && (n == 1 || a->step == b->step)));
}
static int64_t hash_hook(pg_obj *o) {
    pg_range *r = (pg_range *)o;
    int64_t n = pg_range_len(r), none = pg_obj_hash(pg_none);
    int64_t h[3] = { pg_int_hash(n), n ? pg_int_hash(r->start) : none, n > 1 ? pg_int_hash(r->step) : none };
    return pg_hash_combine(3, h);
}
extern bool pg_slice_bounds(pg_obj *o, int64_t *a, int64_t *b, int64_t *c);
static const pg_hooks range_hooks = { .repr = repr_hook, .len = len_hook, .eq = eq_hook, .hash = hash_hook, .getitem = pg_dyn_range_getitem,
    .contains = pg_dyn_range_contains, .iter = pg_dyn_range_iter };
PG_DEF_TYPE(range, PG_ID_RANGE, pg_range, PG_L_PLAIN, 0, &range_hooks);

/* ---- slice */

static const pg_field slice_fields[] = { PG_FIELD(offsetof(pg_slice, start), PG_REF, "start", 0), PG_FIELD(offsetof(pg_slice, stop), PG_REF, "stop", 0),
                                         PG_FIELD(offsetof(pg_slice, step), PG_REF, "step", 0) };
static pg_str *slice_repr(pg_obj *o) {
    pg_slice *s = (pg_slice *)o;
    pg_sb b;
    sb_init(&b);
    sb_c(&b, "slice(");
    sb_str(&b, pg_obj_repr(s->start));
    sb_c(&b, ", ");
    sb_str(&b, pg_obj_repr(s->stop));
    sb_c(&b, ", ");
    sb_str(&b, pg_obj_repr(s->step));
    sb_putc(&b, ')');
    return sb_finish(&b);
}
static int slice_eq(pg_obj *a, pg_obj *b) {
    if (!PG_IS(b, slice)) return PG_NOTIMPL;
    pg_slice *x = (pg_slice *)a, *y = (pg_slice *)b;
    return pg_obj_eq(x->start, y->start) && pg_obj_eq(x->stop, y->stop) && pg_obj_eq(x->step, y->step);
}
static const pg_hooks slice_hooks = { .repr = slice_repr, .eq = slice_eq };
static const pg_type *const slice_mro[] = { &pg_type_slice, &pg_type_object };
const pg_type pg_type_slice = { PG_TYPE_HEAD, PG_ID_SLICE, sizeof(pg_slice), PG_L_PLAIN, PG_TF_UNHASHABLE, 2, 3, "slice", "builtins", slice_mro, slice_fields, &slice_hooks };
pg_obj *pg_slice_new(pg_obj *start, pg_obj *stop, pg_obj *step) {
    pg_slice *s = pg_new(&pg_type_slice, sizeof(pg_slice));
    s->start = start ? start : pg_none;
    s->stop = stop ? stop : pg_none;
    s->step = step ? step : pg_none;
    return &s->h;
}

/* ---- functions */

static pg_str *func_repr(pg_obj *o) {
    pg_sb b;
    sb_init(&b);
    sb_c(&b, "<function ");
    sb_c(&b, ((pg_func *)o)->name);
    sb_c(&b, " at 0x");
    for (int i = 28; i >= 0; i -= 4) sb_putc(&b, "0123456789abcdef"[(uint64_t)pg_id(o) >> i & 15]);
    sb_putc(&b, '>');
    return sb_finish(&b);
}
static pg_obj *func_call(pg_obj *o, uint32_t nargs, pg_obj *const *args) {
    pg_func *f = (pg_func *)o;
    if (!f->boxed) return pg_raise(&pg_type_TypeError, "function '%s' cannot be called through `Any`", f->name);
    return f->boxed(f, nargs, args);
}
/* The object of a bound method, NULL for any other function: the compiler marks bound methods by a second value. */
static pg_obj *bound_self(pg_obj *o) {
    const pg_tuple *env = (const pg_tuple *)((pg_func *)o)->env;
    return env && env->len == 2 && env->items[1].p == PG_OBJ(&pg_notimplemented_obj) ? env->items[0].p : NULL;
}
static int func_eq(pg_obj *a, pg_obj *b) {
    if (a == b) return 1;
    if (b->type != &pg_type_func || !bound_self(a)) return PG_NOTIMPL;
    return ((pg_func *)a)->entry == ((pg_func *)b)->entry && bound_self(a) == bound_self(b);
}
static int64_t func_hash(pg_obj *o) {
    pg_obj *self = bound_self(o);
    return self ? pg_id(self) ^ (int64_t)(uintptr_t)((pg_func *)o)->entry : pg_id(o);
}
const pg_hooks pg_func_hooks = { .repr = func_repr, .call = func_call, .eq = func_eq, .hash = func_hash };
static const pg_field func_fields[] = { PG_FIELD(offsetof(pg_func, env), PG_REF, NULL, 0) };
static const pg_type *const func_mro[] = { &pg_type_func, &pg_type_object };
const pg_type pg_type_func = { PG_TYPE_HEAD, PG_ID_FUNC, sizeof(pg_func), PG_L_PLAIN, PG_TF_FUNC, 2, 1, "function", "builtins", func_mro, func_fields, &pg_func_hooks };
pg_func *pg_func_new(void *entry, pg_obj *(*boxed)(pg_func *, uint32_t, pg_obj *const *), const char *name, pg_obj *env, uint32_t signature) {
    pg_func *f = pg_new(&pg_type_func, sizeof(pg_func));
    f->entry = entry;
    f->boxed = boxed;
    f->name = name;
    f->env = env;
    f->signature = signature;
    return f;
}
