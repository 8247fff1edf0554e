/* Fast paths of generated code: false, with pg_exc set, is the failure. After inlining nothing is left of the test but the
 * branch that fails, while a test of pg_exc would be a load after each operation. emit/inline.py names them.
 * Slots are read and written as int64_t, never as the union: generated code is compiled with scalar alias rules, so that
 * a store of an element leaves `items` and `len` of lists in registers. */
#ifndef PG_TRY_H
#define PG_TRY_H

PG_INLINE bool pg_try_int_add(int64_t a, int64_t b, int64_t *r) {
    if (PG_LIKELY(!__builtin_add_overflow(a, b, r))) return true;
    pg_raise_overflow();
    return false;
}
PG_INLINE bool pg_try_int_sub(int64_t a, int64_t b, int64_t *r) {
    if (PG_LIKELY(!__builtin_sub_overflow(a, b, r))) return true;
    pg_raise_overflow();
    return false;
}
PG_INLINE bool pg_try_int_neg(int64_t a, int64_t *r) { return pg_try_int_sub(0, a, r); }
/* A wasm host has no 128-bit product: a constant factor leaves a range, else the width of both decides. */
PG_INLINE bool pg_try_int_mul(int64_t a, int64_t b, int64_t *r) {
    if (__builtin_constant_p(a) && !__builtin_constant_p(b)) { int64_t t = a; a = b; b = t; }
    *r = (int64_t)((uint64_t)a * (uint64_t)b);
    if (__builtin_constant_p(b) && b > 0) {
        uint64_t most = (uint64_t)(INT64_MAX / b);
        if (PG_LIKELY((uint64_t)a + most <= 2 * most)) return true;
    } else if (PG_LIKELY((uint64_t)a + 0x80000000u < 0x100000000u && (uint64_t)b + 0x80000000u < 0x100000000u)) return true;
    *r = pg_int_mul_slow(a, b);
    return !PG_FAILED;
}
PG_INLINE bool pg_try_int_floordiv(int64_t a, int64_t b, int64_t *r) {
    if (__builtin_constant_p(b) && b > 0 && (b & (b - 1)) == 0) { *r = a >> __builtin_ctzll((uint64_t)b); return true; }
    if (PG_UNLIKELY(b == 0)) { pg_raise_zerodiv("integer division or modulo by zero"); return false; }
    if (PG_UNLIKELY(b == -1)) return pg_try_int_neg(a, r);
    int64_t q = a / b, left = a - q * b;
    *r = q - (left != 0 && (left ^ b) < 0);
    return true;
}
PG_INLINE bool pg_try_int_mod(int64_t a, int64_t b, int64_t *r) {
    if (__builtin_constant_p(b) && b > 0 && (b & (b - 1)) == 0) { *r = a & (b - 1); return true; }
    if (PG_UNLIKELY(b == 0)) { pg_raise_zerodiv("integer modulo by zero"); return false; }
    if (PG_UNLIKELY(b == -1)) { *r = 0; return true; }
    int64_t left = a % b;
    *r = left != 0 && (left ^ b) < 0 ? left + b : left;
    return true;
}
PG_INLINE bool pg_try_int_lshift(int64_t a, int64_t n, int64_t *r) {
    if (PG_LIKELY((uint64_t)n < 64)) {
        *r = (int64_t)((uint64_t)a << n);
        if (PG_LIKELY(*r >> n == a)) return true;
    }
    *r = pg_int_lshift(a, n);
    return !PG_FAILED;
}
PG_INLINE bool pg_try_int_rshift(int64_t a, int64_t n, int64_t *r) {
    if (PG_LIKELY((uint64_t)n < 64)) { *r = a >> n; return true; }
    *r = pg_int_rshift(a, n);
    return !PG_FAILED;
}
PG_INLINE bool pg_try_float_div(double a, double b, double *r) {
    *r = a / b;
    if (PG_LIKELY(b != 0)) return true;
    pg_raise_zerodiv("float division by zero");
    return false;
}

/* An index within its length, counted from the end if negative; the rare ways are out of line of the loop. */
PG_INLINE bool pg_try_index(int64_t *i, uint32_t len, const char *what) {
    if (PG_LIKELY((uint64_t)*i < len)) return true;
    *i += len;
    if (PG_LIKELY((uint64_t)*i < len)) return true;
    pg_raise_index(what);
    return false;
}
PG_INLINE int64_t *pg_list_words(const pg_list *l) { return (int64_t *)(void *)l->items; }
PG_INLINE bool pg_try_list_getitem(const pg_list *l, int64_t i, pg_word *r) {
    if (PG_UNLIKELY(!pg_try_index(&i, l->len, "list"))) return false;
    *r = pg_list_words(l)[i];
    return true;
}
PG_INLINE bool pg_try_list_setitem(pg_list *l, int64_t i, pg_word w) {
    if (PG_UNLIKELY(!pg_try_index(&i, l->len, "list assignment"))) return false;
    pg_list_words(l)[i] = w;
    return true;
}
/* passes/ranges.py has seen that the index is not negative. */
PG_INLINE bool pg_try_list_getitem_forward(const pg_list *l, int64_t i, pg_word *r) {
    if (PG_UNLIKELY((uint64_t)i >= l->len)) { pg_raise_index("list"); return false; }
    *r = pg_list_words(l)[i];
    return true;
}
PG_INLINE bool pg_try_list_setitem_forward(pg_list *l, int64_t i, pg_word w) {
    if (PG_UNLIKELY((uint64_t)i >= l->len)) { pg_raise_index("list assignment"); return false; }
    pg_list_words(l)[i] = w;
    return true;
}
PG_INLINE bool pg_try_list_append(pg_list *l, pg_word w) {
    uint32_t n = l->len;
    if (PG_UNLIKELY(n == l->cap)) return pg_list_append_grown(l, w); /* nothing lives across the call: engines would spill it */
    pg_list_words(l)[n] = w;
    l->len = n + 1;
    return true;
}
PG_INLINE bool pg_try_bytes_getitem(const pg_bytes *b, int64_t i, int64_t *r) {
    if (PG_LIKELY((uint64_t)i < b->len)) { *r = b->data[i]; return true; }
    *r = pg_bytes_getitem(b, i);
    return !PG_FAILED;
}

/* The C compiler turns the conversion of what it knows to be positive into the unsigned one, which no processor has. */
PG_INLINE double pg_float_of(int64_t a) {
    if (!__builtin_constant_p(a)) __asm__("" : "+r"(a));
    return (double)a;
}

/* One instruction each. */
#define pg_native_math_sqrt(x) __builtin_sqrt(x)
#define pg_native_math_floor(x) __builtin_floor(x)
#define pg_native_math_ceil(x) __builtin_ceil(x)
#define pg_native_math_trunc(x) __builtin_trunc(x)

#endif
