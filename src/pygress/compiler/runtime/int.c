/* int and bool: boxing, arithmetic that needs more than an inline, parsing. */
#include "pg_internal.h"

static int64_t value(pg_obj *o) { return ((pg_int *)o)->v; }
static pg_str *int_repr(pg_obj *o) { return pg_int_str(value(o)); }
static pg_str *bool_repr(pg_obj *o) { return pg_str_lit(value(o) ? "True" : "False"); }
static int64_t hash_hook(pg_obj *o) { return pg_int_hash(value(o)); }
static int truth_hook(pg_obj *o) { return value(o) != 0; }
static int eq_hook(pg_obj *a, pg_obj *b) { return pg_isinstance(b, &pg_type_int) ? value(a) == value(b) : PG_NOTIMPL; }
__attribute__((weak)) double pg_int_truediv(int64_t a, int64_t b);
pg_str *pg_int_format(int64_t a, pg_str *spec);
static pg_str *format_hook(pg_obj *o, pg_str *spec) {
    if (spec->nbytes == 0 || !pg_int_format) return pg_obj_str(o);
    return pg_int_format(value(o), spec);
}
pg_str *pg_bool_format(bool b, pg_str *spec);
static pg_str *bool_format_hook(pg_obj *o, pg_str *spec) { return pg_bool_format(value(o) != 0, spec); }
const pg_hooks pg_int_hooks = { .repr = int_repr, .format = format_hook, .hash = hash_hook, .eq = eq_hook, .compare = pg_dyn_int_compare,
    .truth = truth_hook, .binary = pg_dyn_int_binary, .unary = pg_dyn_int_unary };
static const pg_hooks bool_hooks = { .repr = bool_repr, .format = bool_format_hook, .hash = hash_hook, .eq = eq_hook, .compare = pg_dyn_int_compare,
    .truth = truth_hook, .binary = pg_dyn_int_binary, .unary = pg_dyn_int_unary };
PG_DEF_TYPE(int, PG_ID_INT, pg_int, PG_L_PLAIN, 0, &pg_int_hooks);
static const pg_type *const bool_mro[] = { &pg_type_bool, &pg_type_int, &pg_type_object };
const pg_type pg_type_bool = { PG_TYPE_HEAD, PG_ID_BOOL, sizeof(pg_int), PG_L_PLAIN, 0, 3, 0, "bool", "builtins", bool_mro, 0, &bool_hooks };
pg_int pg_true_obj = { { &pg_type_bool, PG_STATIC }, 1 }, pg_false_obj = { { &pg_type_bool, PG_STATIC }, 0 };

pg_int pg_small_ints[262];
pg_obj *pg_box_int_slow(int64_t v) {
    if (v >= -5 && v <= 256) {
        pg_int *s = &pg_small_ints[v + 5];
        s->v = v;
        s->h.bits |= PG_STATIC;
        s->h.type = &pg_type_int;
        return &s->h;
    }
    pg_int *o = pg_alloc(sizeof(pg_int));
    o->h.type = &pg_type_int;
    o->h.bits = 0;
    o->v = v;
    return &o->h;
}
int64_t pg_unbox_int(pg_obj *o) { return pg_unbox(o, PG_I64); }
bool pg_unbox_bool(pg_obj *o) { return pg_unbox(o, PG_BOOL) != 0; }

int64_t pg_int_mul_slow(int64_t a, int64_t b) {
    /* No 128-bit product in wasm: bound the magnitudes. */
    uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a, y = b < 0 ? 0 - (uint64_t)b : (uint64_t)b;
    uint64_t xh = x >> 32, yh = y >> 32, xl = (uint32_t)x, yl = (uint32_t)y;
    bool neg = (a < 0) != (b < 0);
    if (xh && yh) { if (a && b) pg_raise_overflow(); return 0; }
    uint64_t mid = xh * yl + yh * xl;
    if (mid >> 32) { pg_raise_overflow(); return 0; }
    uint64_t low = xl * yl, r = (mid << 32) + low;
    if (r < low || r > (uint64_t)INT64_MAX + neg) { pg_raise_overflow(); return 0; }
    return neg ? (int64_t)(0 - r) : (int64_t)r;
}
int64_t pg_int_pow(int64_t a, int64_t b) {
    if (b < 0) { pg_raise(&pg_type_ValueError, "negative exponent of an `int` power: use float(x) ** y"); return 0; }
    if (a == 0 || a == 1) return b == 0 ? 1 : a;
    if (a == -1) return b & 1 ? -1 : 1;
    int64_t r = 1;
    for (;;) {
        if (b & 1) { r = pg_int_mul(r, a); if (PG_FAILED) return 0; }
        b >>= 1;
        if (b == 0) return r;
        a = pg_int_mul(a, a);
        if (PG_FAILED) return 0;
    }
}
static uint64_t mul_mod(uint64_t a, uint64_t b, uint64_t m) {
    if (a < 0x100000000u && b < 0x100000000u) return a * b % m;
    uint64_t r = 0;
    for (; b; b >>= 1) {
        if (b & 1) r = r >= m - a ? r - (m - a) : r + a;
        a = a >= m - a ? a - (m - a) : a + a;
    }
    return r;
}
int64_t pg_int_pow_mod(int64_t a, int64_t b, int64_t m) {
    if (m == 0) { pg_raise(&pg_type_ValueError, "pow() 3rd argument cannot be 0"); return 0; }
    uint64_t n = m < 0 ? 0 - (uint64_t)m : (uint64_t)m;
    uint64_t x = a < 0 ? (n - (0 - (uint64_t)a) % n) % n : (uint64_t)a % n;
    if (b < 0) { /* inverse by the extended Euclidean algorithm */
        int64_t r0 = (int64_t)n, r1 = (int64_t)x, t0 = 0, t1 = 1;
        while (r1) {
            int64_t q = r0 / r1, t = r0 - q * r1;
            r0 = r1; r1 = t;
            t = t0 - q * t1;
            t0 = t1; t1 = t;
        }
        if (r0 != 1) { pg_raise(&pg_type_ValueError, "base is not invertible for the given modulus"); return 0; }
        x = t0 < 0 ? (uint64_t)t0 + n : (uint64_t)t0;
        b = pg_int_neg(b);
        if (PG_FAILED) return 0;
    }
    uint64_t r = 1 % n;
    for (; b; b >>= 1) {
        if (b & 1) r = mul_mod(r, x, n);
        x = mul_mod(x, x, n);
    }
    return m < 0 && r ? (int64_t)(r - n) : (int64_t)r;
}
int64_t pg_int_lshift(int64_t a, int64_t n) {
    if (n < 0) { pg_raise(&pg_type_ValueError, "negative shift count"); return 0; }
    if (a == 0) return 0;
    if (n > 63) { pg_raise_overflow(); return 0; }
    int64_t r = (int64_t)((uint64_t)a << n);
    if (r >> n != a) { pg_raise_overflow(); return 0; }
    return r;
}
int64_t pg_int_rshift(int64_t a, int64_t n) {
    if (n < 0) { pg_raise(&pg_type_ValueError, "negative shift count"); return 0; }
    return n > 63 ? (a < 0 ? -1 : 0) : a >> n;
}
int64_t pg_int_bit_length(int64_t a) {
    uint64_t u = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    return u ? 64 - __builtin_clzll(u) : 0;
}
int64_t pg_int_bit_count(int64_t a) { return __builtin_popcountll(a < 0 ? 0 - (uint64_t)a : (uint64_t)a); }
int64_t pg_int_round(int64_t a, int64_t nd) {
    if (nd >= 0) return a;
    if (nd < -19) return 0;
    uint64_t u = a < 0 ? 0 - (uint64_t)a : (uint64_t)a, p = 1;
    for (; nd < 0; nd++) p *= 10;
    uint64_t rest = u % p, base = u - rest;
    bool up = rest > p / 2 || (rest == p / 2 && p > 1 && (base / p & 1));
    if (up && base > UINT64_MAX - p) { pg_raise_overflow(); return 0; }
    if (up) base += p;
    if (base > (uint64_t)INT64_MAX + (a < 0)) { pg_raise_overflow(); return 0; }
    return a < 0 ? (int64_t)(0 - base) : (int64_t)base;
}

/* ---- text */

/* Backwards from end; gives the beginning. */
static uint8_t *put_digits(uint8_t *end, int64_t a) {
    uint8_t *p = end;
    uint64_t u = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    while (u >> 32) { *--p = (uint8_t)('0' + u % 10); u /= 10; }
    uint32_t low = (uint32_t)u;
    do *--p = (uint8_t)('0' + low % 10); while ((low /= 10) != 0);
    if (a < 0) *--p = '-';
    return p;
}
pg_str *pg_int_part(pg_part *part, int64_t a) {
    pg_str *s = (pg_str *)part;
    s->data = put_digits(part->digits + sizeof part->digits, a);
    s->nbytes = s->nchars = (uint32_t)(part->digits + sizeof part->digits - s->data);
    s->h.type = &pg_type_str;
    s->h.bits = PG_STATIC;
    return s;
}
/* Small numbers are shared: status codes, ports, counters. */
static pg_str small_texts[256];
static uint8_t small_digits[256][3];
pg_str *pg_int_str(int64_t a) {
    uint8_t digits[20], *end = digits + 20, *p;
    uint64_t u = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    if (u == (uint64_t)a && u < 256) {
        if (u < 10) return pg_str_char((uint32_t)('0' + u));
        pg_str *s = &small_texts[u];
        if (!s->h.type) {
            uint32_t n = u < 100 ? 2 : 3;
            for (uint32_t i = n, left = (uint32_t)u; i-- > 0; left /= 10) small_digits[u][i] = (uint8_t)('0' + left % 10);
            s->h.bits = PG_STATIC;
            s->nbytes = s->nchars = n;
            s->data = small_digits[u];
            s->h.type = &pg_type_str;
        }
        return s;
    }
    p = put_digits(end, a);
    uint8_t *data = pg_text_alloc((size_t)(end - p));
    if (!data) return &pg_str_empty;
    memcpy(data, p, (size_t)(end - p));
    return pg_str_make(data, (size_t)(end - p), (size_t)(end - p));
}
static pg_str *prefixed(int64_t a, char letter, unsigned shift) {
    uint64_t u = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    uint8_t t[70], *p = t + 70;
    do { *--p = (uint8_t)"0123456789abcdef"[u & ((1u << shift) - 1)]; u >>= shift; } while (u);
    *--p = (uint8_t)letter;
    *--p = '0';
    if (a < 0) *--p = '-';
    pg_str *s = pg_str_new(p, (size_t)(t + 70 - p));
    return s ? s : &pg_str_empty;
}
pg_str *pg_int_bin(int64_t a) { return prefixed(a, 'b', 1); }
pg_str *pg_int_oct(int64_t a) { return prefixed(a, 'o', 3); }
pg_str *pg_int_hex(int64_t a) { return prefixed(a, 'x', 4); }

/* false: not a number; what is wrong otherwise is raised. */
static bool parse(const uint8_t *p, const uint8_t *end, int64_t base, int64_t *out) {
    if (base != 0 && (base < 2 || base > 36)) { pg_raise(&pg_type_ValueError, "int() base must be >= 2 and <= 36, or 0"); return true; }
    bool neg = false, any = false, sep = true, over = false, zeros = true;
    if (p < end && (*p == '+' || *p == '-')) neg = *p++ == '-';
    int64_t prefix = 0;
    if (end - p >= 2 && *p == '0') {
        uint8_t c = p[1] | 0x20;
        prefix = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
    }
    bool octal_zero = base == 0 && !prefix && p < end && *p == '0';
    if (base == 0) base = prefix ? prefix : 10;
    if (prefix && prefix == base) { p += 2; if (p < end && *p == '_') p++; }
    uint64_t v = 0, limit = (uint64_t)INT64_MAX + neg;
    while (p < end) {
        if (*p == '_') { if (sep) return false; sep = true; p++; continue; }
        uint32_t c = utf8_decode(&p);
        int64_t d = c < 0x80 ? (c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? (int64_t)(c | 0x20) - 'a' + 10 : 99) : uc_decimal(c);
        if (d < 0 || d >= base) return false;
        if (d) zeros = false;
        if (v > limit / (uint64_t)base || v * (uint64_t)base > limit - (uint64_t)d) over = true;
        else v = v * (uint64_t)base + (uint64_t)d;
        any = true;
        sep = false;
    }
    if (!any || sep || (octal_zero && !zeros)) return false;
    if (over) pg_raise_overflow();
    else *out = neg ? (int64_t)(0 - v) : (int64_t)v;
    return true;
}
int64_t pg_int_parse(pg_str *s, int64_t base) {
    int64_t v = 0;
    if (base == 10 && s->nbytes - 1 < 18) { /* most are a few plain digits */
        const uint8_t *p = s->data, *end = p + s->nbytes;
        while (p < end && (uint8_t)(*p - '0') < 10) v = v * 10 + (*p++ - '0');
        if (p == end) return v;
        v = 0;
    }
    pg_str *t = pg_str_strip(s, NULL);
    if (!parse(t->data, t->data + t->nbytes, base, &v)) pg_raise(&pg_type_ValueError, "invalid literal for int() with base %l: %S", base, pg_str_repr(s));
    return v;
}
int64_t pg_int_parse_bytes(pg_bytes *b, int64_t base) {
    const uint8_t *p = b->data, *end = p + b->len;
    int64_t v = 0;
    while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r'))) p++;
    while (end > p && (end[-1] == ' ' || (end[-1] >= '\t' && end[-1] <= '\r'))) end--;
    for (const uint8_t *q = p; q < end; q++)
        if (*q > 127) { p = end; break; } /* no digits of other scripts: nothing is left to read */
    if (!parse(p, end, base, &v)) pg_raise(&pg_type_ValueError, "invalid literal for int() with base %l: %S", base, pg_bytes_repr(b));
    return v;
}
pg_bytes *pg_int_to_bytes(int64_t a, int64_t n, bool little, bool sgn) {
    if (n < 0) return pg_raise(&pg_type_ValueError, "length argument must be non-negative");
    if (!sgn && a < 0) return pg_raise(&pg_type_OverflowError, "can't convert negative int to unsigned");
    if (n < 8) {
        bool fits = sgn ? (n > 0 ? a >> (8 * n - 1) == (a < 0 ? -1 : 0) : a == 0) : (uint64_t)a >> (8 * n) == 0;
        if (n == 0) fits = a == 0 || (sgn && a == -1 && false);
        if (!fits) return pg_raise(&pg_type_OverflowError, "int too big to convert");
    }
    pg_bytes *b = pg_bytes_new(NULL, (size_t)n);
    if (!b) return NULL;
    uint8_t *p = (uint8_t *)b->data;
    for (int64_t i = 0; i < n; i++) {
        uint8_t v = i < 8 ? (uint8_t)(a >> (8 * i)) : a < 0 ? 0xFF : 0;
        p[little ? i : n - 1 - i] = v;
    }
    return b;
}
int64_t pg_int_from_bytes(pg_bytes *b, bool little, bool sgn) {
    uint64_t v = 0;
    bool neg = b->len && sgn && (b->data[little ? b->len - 1 : 0] & 0x80), bad = false;
    for (uint32_t i = 0; i < b->len; i++) { /* least significant first */
        uint8_t c = b->data[little ? i : b->len - 1 - i];
        if (i < 8) v |= (uint64_t)c << (8 * i);
        else if (c != (neg ? 0xFF : 0)) bad = true;
    }
    if (neg && b->len < 8) v |= ~(uint64_t)0 << (8 * b->len);
    if (bad || (b->len >= 8 && (int64_t)v < 0 && !neg) || (neg && (int64_t)v >= 0)) { pg_raise_overflow(); return 0; }
    return (int64_t)v;
}
int64_t pg_int_from_obj(pg_obj *o) {
    if (pg_isinstance(o, &pg_type_int)) return value(o);
    if (pg_isinstance(o, &pg_type_str)) return pg_int_parse((pg_str *)o, 10);
    if (o->type->id == PG_ID_FLOAT) {
        extern int64_t pg_int_from_float(double) __attribute__((weak));
        return pg_int_from_float ? pg_int_from_float(((pg_float *)o)->v) : 0;
    }
    if (pg_isinstance(o, &pg_type_bytes)) return pg_int_parse_bytes((pg_bytes *)o, 10);
    pg_raise(&pg_type_TypeError, "int() argument must be a string, a bytes-like object or a real number, not '%T'", o);
    return 0;
}
