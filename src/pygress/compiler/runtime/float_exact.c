/* float.fromhex and as_integer_ratio: text and fractions that are exactly a float; divmod. */
#include "pg_internal.h"

/* q * 2^e, where the result is a float: in two steps, so that neither leaves the range. */
static double scaled(uint64_t q, int64_t e) {
    int64_t first = e / 2, second = e - first;
    return (double)q * PG_F_W((first + 1023) << 52) * PG_F_W((second + 1023) << 52);
}
static unsigned bits_of(uint64_t m) { return m ? 64 - (unsigned)__builtin_clzll(m) : 0; }

/* m * 2^e rounded half to even; `rest`: there are bits below. */
static double rounded(uint64_t m, int64_t e, bool rest) {
    if (m == 0 || e + (int64_t)bits_of(m) < -1074) return 0;
    int64_t top = e + (int64_t)bits_of(m) - 1, least = top - 52 < -1074 ? -1074 : top - 52, drop = least - e;
    if (top > 1023) goto large;
    if (drop > 0) {
        uint64_t low = drop >= 64 ? m : m & (((uint64_t)1 << drop) - 1), half = (uint64_t)1 << (drop - 1);
        m = drop >= 64 ? 0 : m >> drop;
        if (low > half || (low == half && (rest || (m & 1)))) m++;
        if (least + (int64_t)bits_of(m) - 1 > 1023) goto large;
    } else m <<= -drop;
    return scaled(m, least);
large:
    pg_raise(&pg_type_OverflowError, "hexadecimal value too large to represent as a float");
    return 0;
}
static bool is_space(uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static int digit_of(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}
/* "inf", "infinity" and "nan" in any case: how many bytes, or 0. */
static size_t special(const uint8_t *p, const uint8_t *end, double *d) {
    static const char *const words[] = { "infinity", "inf", "nan" };
    for (int i = 0; i < 3; i++) {
        size_t n = pg_cstrlen(words[i]), k = 0;
        while (k < n && p + k < end && (p[k] | 0x20) == (uint8_t)words[i][k]) k++;
        if (k < n) continue;
        *d = i < 2 ? __builtin_inf() : __builtin_nan("");
        return n;
    }
    return 0;
}
double pg_float_fromhex(pg_str *s) {
    const uint8_t *p = s->data, *end = p + s->nbytes;
    while (p < end && is_space(*p)) p++;
    while (end > p && is_space(end[-1])) end--;
    bool neg = false, point = false, any = false, rest = false;
    if (p < end && (*p == '-' || *p == '+')) neg = *p++ == '-';
    double d = 0;
    size_t word = special(p, end, &d);
    p += word;
    if (!word) {
        uint64_t m = 0;
        int64_t e = 0, given = 0;
        if (end - p >= 2 && *p == '0' && (p[1] | 0x20) == 'x') p += 2;
        for (; p < end; p++) {
            if (*p == '.' && !point) { point = true; continue; }
            int v = digit_of(*p);
            if (v < 0) break;
            any = true;
            if (m >> 58) { rest |= v != 0; e += point ? 0 : 4; }
            else { m = m << 4 | (unsigned)v; e -= point ? 4 : 0; }
        }
        if (!any) goto bad;
        if (p < end && (*p | 0x20) == 'p') {
            bool minus = false;
            p++;
            if (p < end && (*p == '-' || *p == '+')) minus = *p++ == '-';
            if (p >= end || *p < '0' || *p > '9') goto bad;
            for (; p < end && *p >= '0' && *p <= '9'; p++)
                if (given < (int64_t)1 << 40) given = given * 10 + (*p - '0');
            if (minus) given = -given;
        }
        d = rounded(m, e + given, rest);
        if (PG_FAILED) return 0;
    }
    if (p < end) goto bad;
    return neg ? -d : d;
bad:
    pg_raise(&pg_type_ValueError, "invalid hexadecimal floating-point string");
    return 0;
}
static pg_tuple *pair(int64_t a, int64_t b) {
    pg_tuple *t = pg_tuple_new(2, PG_UNIFORM | PG_I64);
    if (!t) return NULL;
    t->items[0].i = a;
    t->items[1].i = b;
    return t;
}
pg_tuple *pg_int_ratio(int64_t a) { return pair(a, 1); }
pg_tuple *pg_float_ratio(double d) {
    if (d != d) return pg_raise(&pg_type_ValueError, "cannot convert NaN to integer ratio");
    if (d - d != 0) return pg_raise(&pg_type_OverflowError, "cannot convert Infinity to integer ratio");
    if (d == 0) return pair(0, 1);
    uint64_t bits = (uint64_t)PG_W_F(d), m = bits & 0xFFFFFFFFFFFFFu;
    int e = (int)(bits >> 52 & 0x7FF);
    if (e) m |= (uint64_t)1 << 52;
    e = (e ? e : 1) - 1075;
    for (; !(m & 1); e++) m >>= 1;
    if (e > 0 ? (int)bits_of(m) + e > 63 : e < -62) { pg_raise_overflow(); return NULL; }
    if (e > 0) m <<= e;
    return pair(d < 0 ? -(int64_t)m : (int64_t)m, e < 0 ? (int64_t)1 << -e : 1);
}
pg_tuple *pg_float_divmod(double a, double b) {
    if (b == 0) { pg_raise_zerodiv("float divmod()"); return NULL; }
    pg_tuple *t = pg_tuple_new(2, PG_UNIFORM | PG_F64);
    if (!t) return NULL;
    t->items[0].f = pg_float_floordiv(a, b);
    t->items[1].f = pg_float_mod(a, b);
    return t;
}
