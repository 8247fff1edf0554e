/* float: arithmetic with Python's rules, rounding, hashing, comparing with int. */
#include "float_text.h"

static double value(pg_obj *o) { return ((pg_float *)o)->v; }
static bool number(pg_obj *o, double *d) {
    if (o->type->id == PG_ID_FLOAT || pg_isinstance(o, &pg_type_float)) { *d = value(o); return true; }
    if (pg_isinstance(o, &pg_type_int)) { *d = (double)((pg_int *)o)->v; return true; }
    return false;
}
static pg_str *repr_hook(pg_obj *o) { return pg_float_repr(value(o)); }
pg_str *pg_float_format(double d, pg_str *spec);
static pg_str *format_hook(pg_obj *o, pg_str *spec) { return pg_float_format ? pg_float_format(value(o), spec) : repr_hook(o); }
static int64_t hash_hook(pg_obj *o) { return value(o) != value(o) ? pg_hash_pointer(o) : pg_float_hash(value(o)); }
static int truth_hook(pg_obj *o) { return value(o) != 0; }
static int compare(double x, double y, int op) {
    switch (op) {
    case PG_LT: return x < y;
    case PG_LE: return x <= y;
    case PG_EQ: return x == y;
    case PG_NE: return x != y;
    case PG_GT: return x > y;
    default: return x >= y;
    }
}
static int compare_hook(pg_obj *a, pg_obj *b, int op) {
    static const uint8_t swapped[] = { PG_GT, PG_GE, PG_EQ, PG_NE, PG_LT, PG_LE };
    if (pg_isinstance(b, &pg_type_int)) return pg_int_float_cmp(((pg_int *)b)->v, value(a), swapped[op]);
    if (!pg_isinstance(b, &pg_type_float)) return PG_NOTIMPL;
    return compare(value(a), value(b), op);
}
static int eq_hook(pg_obj *a, pg_obj *b) { return compare_hook(a, b, PG_EQ); }
const pg_hooks pg_float_hooks = { .repr = repr_hook, .format = format_hook, .hash = hash_hook, .eq = eq_hook, .compare = compare_hook,
    .truth = truth_hook, .binary = pg_dyn_float_binary, .unary = pg_dyn_float_unary };
PG_DEF_TYPE(float, PG_ID_FLOAT, pg_float, PG_L_PLAIN, 0, &pg_float_hooks);

pg_obj *pg_box_float(double v) {
    pg_float *f = pg_alloc(sizeof(pg_float));
    f->h.type = &pg_type_float;
    f->h.bits = 0;
    f->v = v;
    return &f->h;
}
double pg_unbox_float(pg_obj *o) { return PG_F_W(pg_unbox(o, PG_F64)); }

/* x - y * trunc(x / y), exactly, by shifting the mantissa of x. */
double pg_fmod(double x, double y) {
    uint64_t a, b;
    memcpy(&a, &x, 8);
    memcpy(&b, &y, 8);
    uint64_t sign = a & ((uint64_t)1 << 63);
    a &= ~((uint64_t)1 << 63);
    b &= ~((uint64_t)1 << 63);
    if (b == 0 || a >= 0x7FF0000000000000u || b > 0x7FF0000000000000u) return (x * y) / (x * y);
    if (a < b) return x;
    if (a == b) return sign ? -0.0 : 0.0;
    int ea = (int)(a >> 52), eb = (int)(b >> 52);
    uint64_t ma = a & 0xFFFFFFFFFFFFFu, mb = b & 0xFFFFFFFFFFFFFu;
    if (ea) ma |= (uint64_t)1 << 52;
    else for (ea = 1; ma < (uint64_t)1 << 52; ea--) ma <<= 1;
    if (eb) mb |= (uint64_t)1 << 52;
    else for (eb = 1; mb < (uint64_t)1 << 52; eb--) mb <<= 1;
    for (; ea > eb; ea--) {
        if (ma >= mb) ma -= mb;
        ma <<= 1;
    }
    if (ma >= mb) ma -= mb;
    if (ma == 0) return sign ? -0.0 : 0.0;
    while (ma < (uint64_t)1 << 52) { ma <<= 1; eb--; }
    uint64_t bits = eb < 1 ? ma >> (1 - eb) : ((uint64_t)eb << 52) | (ma & 0xFFFFFFFFFFFFFu);
    bits |= sign;
    double r;
    memcpy(&r, &bits, 8);
    return r;
}
double pg_float_mod(double a, double b) {
    if (b == 0) { pg_raise_zerodiv("float modulo"); return 0; }
    double m = pg_fmod(a, b);
    if (m != 0) { if ((b < 0) != (m < 0)) m += b; }
    else m = __builtin_copysign(0.0, b);
    return m;
}
double pg_float_floordiv(double a, double b) {
    if (b == 0) { pg_raise_zerodiv("float floor division by zero"); return 0; }
    double m = pg_fmod(a, b), d = (a - m) / b;
    if (m != 0) { if ((b < 0) != (m < 0)) d -= 1.0; }
    if (d != 0) {
        double f = __builtin_floor(d);
        if (d - f > 0.5) f += 1.0;
        return f;
    }
    return __builtin_copysign(0.0, a / b);
}
double pg_int_truediv(int64_t a, int64_t b) {
    if (b == 0) { pg_raise_zerodiv("division by zero"); return 0; }
    uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a, y = b < 0 ? 0 - (uint64_t)b : (uint64_t)b;
    bool neg = (a < 0) != (b < 0);
    if (x == 0) return neg ? -0.0 : 0.0;
    if (x <= (uint64_t)1 << 53 && y <= (uint64_t)1 << 53) { double d = (double)x / (double)y; return neg ? -d : d; }
    /* A quotient of at least 55 bits with a sticky bit rounds once. */
    int shift = __builtin_clzll(x);
    uint64_t top = x << shift, q = top / y, r = top % y;
    int e = -shift;
    while (q < (uint64_t)1 << 62) {
        bool carry = r >> 63;
        r <<= 1;
        q <<= 1;
        if (carry || r >= y) { r -= y; q |= 1; }
        e--;
    }
    double d = (double)((q & ~(uint64_t)0xFF) | ((q & 0xFF) != 0 || r ? ((q & 0xFF) | 1) : 0));
    for (; e < 0; e++) d *= 0.5;
    for (; e > 0; e--) d *= 2;
    return neg ? -d : d;
}
bool pg_int_float_cmp(int64_t a, double b, int op) {
    if (b != b) return op == PG_NE;
    int c;
    if (b >= 9223372036854775808.0) c = -1;
    else if (b < -9223372036854775808.0) c = 1;
    else {
        int64_t t = (int64_t)b;
        double rest = b - (double)t;
        c = a < t ? -1 : a > t ? 1 : rest > 0 ? -1 : rest < 0 ? 1 : 0;
    }
    return compare(c, 0, op);
}
int64_t pg_float_hash(double d) {
    if (d != d) return 0;
    if (d == __builtin_inf()) return 314159;
    if (d == -__builtin_inf()) return -314159;
    if (d == __builtin_floor(d) && d > -9.2e18 && d < 9.2e18) return pg_int_hash((int64_t)d);
    bool neg = d < 0;
    if (neg) d = -d;
    uint64_t bits;
    memcpy(&bits, &d, 8);
    int e = (int)(bits >> 52);
    uint64_t m = bits & 0xFFFFFFFFFFFFFu;
    if (e) m |= (uint64_t)1 << 52;
    else e = 1;
    e -= 1075; /* m * 2^e modulo 2^61 - 1: a rotation */
    e = e >= 0 ? e % 61 : 60 - (-1 - e) % 61;
    const uint64_t p = ((uint64_t)1 << 61) - 1;
    m = m % p;
    m = ((m << e) & p) | m >> (61 - e);
    if (m == p) m = 0;
    int64_t h = neg ? -(int64_t)m : (int64_t)m;
    return h == -1 ? -2 : h;
}
bool pg_float_is_integer(double d) { return d == __builtin_floor(d) && d - d == 0; }
static PG_COLD int64_t no_int(double d, const char *what) {
    if (d != d) pg_raise(&pg_type_ValueError, "cannot convert float NaN to integer");
    else if (d - d != 0) pg_raise(&pg_type_OverflowError, "cannot convert float infinity to integer");
    else pg_raise_overflow();
    (void)what;
    return 0;
}
int64_t pg_int_from_float(double d) {
    if (d >= -9223372036854775808.0 && d < 9223372036854775808.0) return (int64_t)d;
    return no_int(d, "int");
}
int64_t pg_float_floor(double d) { return pg_int_from_float(__builtin_floor(d)); }
int64_t pg_float_ceil(double d) { return pg_int_from_float(__builtin_ceil(d)); }
int64_t pg_float_round_int(double d) { return pg_int_from_float(__builtin_rint(d)); }
double pg_float_round(double d, int64_t nd) {
    if (d - d != 0 || d == 0) return d;
    if (nd > 323) return d;
    if (nd < -308) return d < 0 ? -0.0 : 0.0;
    uint8_t t[PG_MAX_DIGITS + 16];
    int point, n = pg_digits_rounded(d, (int)nd, true, t + 1, &point);
    t[0] = '.';
    pg_sb b;
    uint8_t text[PG_MAX_DIGITS + 32];
    memcpy(text, t, (size_t)n + 1);
    b.data = text;
    size_t k = (size_t)n + 1;
    text[k++] = 'e';
    if (point < 0) text[k++] = '-';
    unsigned x = (unsigned)(point < 0 ? -point : point);
    text[k++] = (uint8_t)('0' + x / 100);
    text[k++] = (uint8_t)('0' + x / 10 % 10);
    text[k++] = (uint8_t)('0' + x % 10);
    double r = pg_strtod(text, text + k);
    if (r - r != 0) { pg_raise(&pg_type_OverflowError, "rounded value too large to represent"); return 0; }
    (void)b;
    return d < 0 ? -r : r;
}
/* Reads the text of `s`; an error shows `shown`. */
static double parse_float(pg_str *s, pg_obj *shown) {
    pg_str *t = pg_str_strip(s, NULL);
    uint8_t some[64], *u = some;
    size_t n = 0;
    if (t->nbytes > sizeof some) { u = pg_data_alloc(t->nbytes); if (!u) return 0; }
    bool digit = false, bad = t->nbytes == 0;
    for (const uint8_t *p = t->data, *end = p + t->nbytes; p < end;) {
        uint32_t c = utf8_decode(&p);
        if (c >= 0x80) { int v = uc_decimal(c); if (v < 0) { bad = true; break; } c = (uint32_t)('0' + v); }
        if (c == '_') { /* only between digits */
            if (!digit || p >= end || *p < '0' || *p > '9') { bad = true; break; }
            continue;
        }
        digit = c >= '0' && c <= '9';
        u[n++] = (uint8_t)c;
    }
    if (!bad) {
        const uint8_t *p = u, *end = u + n;
        bool neg = false;
        if (p < end && (*p == '-' || *p == '+')) neg = *p++ == '-';
        const uint8_t *word = p;
        size_t k = (size_t)(end - p);
        char low[9] = { 0 };
        for (size_t i = 0; i < k && i < 8; i++) low[i] = (char)(p[i] | 0x20);
        if ((k == 3 && memcmp(low, "inf", 3) == 0) || (k == 8 && memcmp(low, "infinity", 8) == 0)) return neg ? -__builtin_inf() : __builtin_inf();
        if (k == 3 && memcmp(low, "nan", 3) == 0) return __builtin_nan("");
        bool any = false;
        while (p < end && *p >= '0' && *p <= '9') { p++; any = true; }
        if (p < end && *p == '.') { p++; while (p < end && *p >= '0' && *p <= '9') { p++; any = true; } }
        if (any && p < end && (*p | 0x20) == 'e') {
            p++;
            if (p < end && (*p == '-' || *p == '+')) p++;
            any = p < end && *p >= '0' && *p <= '9';
            while (p < end && *p >= '0' && *p <= '9') p++;
        }
        if (any && p == end) { double d = pg_strtod(word, end); return neg ? -d : d; }
    }
    pg_raise(&pg_type_ValueError, "could not convert string to float: %S", shown == (pg_obj *)s ? pg_str_repr(s) : pg_bytes_repr((pg_bytes *)shown));
    return 0;
}
double pg_float_parse(pg_str *s) { return parse_float(s, (pg_obj *)s); }
double pg_float_parse_bytes(pg_bytes *b) {
    uint8_t *u = pg_data_alloc(b->len + 1);
    if (!u) return 0;
    for (uint32_t i = 0; i < b->len; i++) u[i] = b->data[i] < 0x80 ? b->data[i] : '?'; /* no digits of other scripts, and no half of one */
    pg_str *s = pg_str_new(u, b->len);
    return s ? parse_float(s, (pg_obj *)b) : 0;
}
double pg_float_from_obj(pg_obj *o) {
    double d;
    if (number(o, &d)) return d;
    if (pg_isinstance(o, &pg_type_str)) return pg_float_parse((pg_str *)o);
    if (pg_isinstance(o, &pg_type_bytes)) return pg_float_parse_bytes((pg_bytes *)o);
    pg_raise(&pg_type_TypeError, "float() argument must be a string or a real number, not '%T'", o);
    return 0;
}

/* ---- text. Here, because the weak references to pg_float_repr would not bring a file of its own. */


void pg_put_exponent(pg_sb *b, int e, char letter) {
    sb_putc(b, letter);
    sb_putc(b, e < 0 ? '-' : '+');
    if (e < 0) e = -e;
    if (e < 10) sb_putc(b, '0');
    sb_int(b, e);
}
pg_str *pg_float_repr(double d) {
    pg_sb b;
    sb_init(&b);
    if (d != d) return pg_str_lit("nan");
    uint64_t bits;
    memcpy(&bits, &d, 8);
    if (bits >> 63) sb_putc(&b, '-');
    if (d - d != 0) { sb_c(&b, "inf"); pg_str *s = sb_finish(&b); return s ? s : &pg_str_empty; }
    uint8_t t[32];
    int point, n = pg_digits_shortest(d, t, &point);
    if (point > -4 && point <= 16) {
        if (point <= 0) {
            sb_put(&b, "0.", 2);
            sb_fill(&b, (const uint8_t *)"0", 1, -point);
            sb_put(&b, t, (size_t)n);
        } else if (point >= n) {
            sb_put(&b, t, (size_t)n);
            sb_fill(&b, (const uint8_t *)"0", 1, point - n);
            sb_put(&b, ".0", 2);
        } else {
            sb_put(&b, t, (size_t)point);
            sb_putc(&b, '.');
            sb_put(&b, t + point, (size_t)(n - point));
        }
    } else {
        sb_putc(&b, t[0]);
        if (n > 1) { sb_putc(&b, '.'); sb_put(&b, t + 1, (size_t)n - 1); }
        pg_put_exponent(&b, point - 1, 'e');
    }
    pg_str *s = sb_finish(&b);
    return s ? s : &pg_str_empty;
}
pg_str *pg_float_hex(double d) {
    if (d - d != 0) return pg_float_repr(d);
    uint64_t bits;
    memcpy(&bits, &d, 8);
    pg_sb b;
    sb_init(&b);
    if (bits >> 63) sb_putc(&b, '-');
    uint64_t m = bits & 0xFFFFFFFFFFFFFu;
    int e = (int)(bits >> 52 & 0x7FF);
    if (e == 0 && m == 0) sb_c(&b, "0x0.0p+0");
    else {
        sb_c(&b, e ? "0x1." : "0x0.");
        for (int i = 48; i >= 0; i -= 4) sb_putc(&b, "0123456789abcdef"[m >> i & 15]);
        sb_putc(&b, 'p');
        e = e ? e - 1023 : -1022;
        if (e >= 0) sb_putc(&b, '+');
        sb_int(&b, e);
    }
    pg_str *s = sb_finish(&b);
    return s ? s : &pg_str_empty;
}
