#include "float_text.h"

#define WORDS 176
typedef struct { int n; uint32_t w[WORDS]; } big; /* least significant first; n without leading zeros */

static void set(big *b, uint64_t v) {
    b->n = 0;
    while (v) { b->w[b->n++] = (uint32_t)v; v >>= 32; }
}
static void mul(big *b, uint32_t m, uint32_t add) {
    uint64_t c = add;
    for (int i = 0; i < b->n; i++) { c += (uint64_t)b->w[i] * m; b->w[i] = (uint32_t)c; c >>= 32; }
    if (c && b->n < WORDS) b->w[b->n++] = (uint32_t)c;
}
static void mul_pow10(big *b, int e) {
    for (; e >= 9; e -= 9) mul(b, 1000000000, 0);
    static const uint32_t p[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000 };
    if (e > 0) mul(b, p[e], 0);
}
static void shift(big *b, int s) {
    if (b->n == 0 || s <= 0) return;
    int words = s / 32, bits = s % 32;
    if (b->n + words + 1 > WORDS) return;
    b->w[b->n] = 0;
    for (int i = b->n; i >= 0; i--) {
        uint64_t v = (uint64_t)b->w[i] << bits;
        if (i + words + 1 < WORDS && i < b->n) b->w[i + words + 1] |= (uint32_t)(v >> 32);
        b->w[i + words] = (uint32_t)v;
    }
    for (int i = 0; i < words; i++) b->w[i] = 0;
    b->n += words + 1;
    while (b->n && b->w[b->n - 1] == 0) b->n--;
}
static int cmp(const big *a, const big *b) {
    if (a->n != b->n) return a->n < b->n ? -1 : 1;
    for (int i = a->n; i-- > 0;) if (a->w[i] != b->w[i]) return a->w[i] < b->w[i] ? -1 : 1;
    return 0;
}
static void sub(big *a, const big *b) { /* a >= b */
    int64_t c = 0;
    for (int i = 0; i < a->n; i++) {
        c += (int64_t)a->w[i] - (i < b->n ? b->w[i] : 0);
        a->w[i] = (uint32_t)c;
        c >>= 32;
    }
    while (a->n && a->w[a->n - 1] == 0) a->n--;
}
static void add(big *r, const big *a, const big *b) {
    uint64_t c = 0;
    int n = a->n > b->n ? a->n : b->n;
    for (int i = 0; i < n; i++) {
        c += (uint64_t)(i < a->n ? a->w[i] : 0) + (i < b->n ? b->w[i] : 0);
        r->w[i] = (uint32_t)c;
        c >>= 32;
    }
    if (c) r->w[n++] = (uint32_t)c;
    r->n = n;
}
/* floor(a / b) for a quotient below 10; a becomes the remainder. */
static unsigned digit(big *a, const big *b) {
    if (a->n < b->n) return 0;
    unsigned q = 0;
    if (a->n == b->n) { /* a guess from the top words, never too high */
        q = (unsigned)(a->w[a->n - 1] / ((uint64_t)b->w[b->n - 1] + 1));
        if (q) {
            uint64_t borrow = 0, carry = 0;
            for (int i = 0; i < b->n; i++) {
                carry += (uint64_t)b->w[i] * q;
                uint64_t d = (uint64_t)a->w[i] - (uint32_t)carry - borrow;
                a->w[i] = (uint32_t)d;
                borrow = d >> 63;
                carry >>= 32;
            }
            while (a->n && a->w[a->n - 1] == 0) a->n--;
        }
    }
    while (cmp(a, b) >= 0) { sub(a, b); q++; }
    return q;
}
static uint64_t parts(double d, int *e) { /* |d| = m * 2^e */
    uint64_t bits;
    memcpy(&bits, &d, 8);
    int x = (int)(bits >> 52 & 0x7FF);
    uint64_t m = bits & 0xFFFFFFFFFFFFFu;
    if (x) m |= (uint64_t)1 << 52;
    else x = 1;
    *e = x - 1075;
    return m;
}
/* Some k with 10^(k-1) <= m 2^e < 10^k, or one less. */
static int guess(uint64_t m, int e) {
    double log2 = (double)(63 - __builtin_clzll(m) + e);
    double k = log2 * 0.30102999566398114;
    int i = (int)k;
    if (i > k) i--;
    return i + 1;
}
static const double pow10_exact[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

static int put_integer(uint64_t v, uint8_t *digits, int *point, int exponent) {
    uint8_t t[20];
    int n = 0;
    while (v) { t[n++] = (uint8_t)('0' + v % 10); v /= 10; }
    for (int i = 0; i < n; i++) digits[i] = t[n - 1 - i];
    *point = n + exponent;
    while (n > 1 && digits[n - 1] == '0') n--;
    return n;
}
/* The decimal with k digits behind the point that is nearest to m 2^e, if it reads back; exact in 128 bits: m 10^k 2^e is
 * m 5^k without its last `drop` bits, and half the way to the next number 5^k / 2 of the units of those. 0: it does not; -1: not decided, two are as near. */
static int nearest(uint64_t m, int e, int k, uint8_t *digits, int *point) {
    int drop = -(e + k);
    if (drop < 1 || drop > 62 || k > 21) return -1;
    uint64_t five = 1;
    for (int i = 0; i < k; i++) five *= 5;
    uint64_t mh = m >> 32, ml = (uint32_t)m, fh = five >> 32, fl = (uint32_t)five;
    uint64_t low = ml * fl, middle = mh * fl + (low >> 32);
    __asm__("" : "+r"(middle)); /* else the C compiler sees a product of 128 bits, and calls a function that is not there */
    uint64_t other = ml * fh + (uint32_t)middle;
    uint64_t high = mh * fh + (middle >> 32) + (other >> 32);
    low = m * five;
    uint64_t unit = (uint64_t)1 << drop, below = low & (unit - 1), above = unit - below;
    uint64_t far = 2 * (below < above ? below : above);
    if (far > five || (far == five && (m & 1))) return 0;
    if (below == above) return -1;
    return put_integer((high << (64 - drop) | low >> drop) + (above < below), digits, point, -k);
}
int pg_digits_shortest(double d, uint8_t *digits, int *point) {
    if (d < 0) d = -d;
    if (d == 0) { digits[0] = '0'; *point = 1; return 1; }
    int e, n = 0;
    uint64_t m = parts(d, &e);
    bool even = (m & 1) == 0, edge = m == (uint64_t)1 << 52 && e > -1074;
    if (d >= 1e-5 && d < 1e15) {
        /* At most 15 digits: then the one decimal of so few digits that reads back is the shortest. With fewer digits
         * behind the point it reads back with more of them too, so that after a few the most decide. */
        int most = 0;
        while (d * pow10_exact[most + 1] < 1e15) most++;
        for (int k = 0; k <= most; k = k < 3 || k == most ? k + 1 : most) {
            uint64_t all = (uint64_t)(d * pow10_exact[k] + 0.5);
            if ((double)all / pow10_exact[k] == d) return put_integer(all, digits, point, -k);
        }
        for (int k = most + 1; k <= most + 2 && !edge && n == 0; k++)
            if ((n = nearest(m, e, k, digits, point)) > 0) return n;
        n = 0;
    }
    big r, s, up, down;
    /* r/s is the value, up/s and down/s half the distance to its neighbours. */
    set(&r, m);
    set(&s, 1);
    set(&up, 1);
    set(&down, 1);
    int extra = edge ? 2 : 1;
    if (e >= 0) { shift(&r, e + extra); shift(&s, extra); shift(&up, edge ? e + 1 : e); shift(&down, e); }
    else { shift(&r, extra); shift(&s, -e + extra); if (edge) shift(&up, 1); }
    int k = guess(m, e);
    if (k >= 0) mul_pow10(&s, k);
    else { mul_pow10(&r, -k); mul_pow10(&up, -k); mul_pow10(&down, -k); }
    big t;
    add(&t, &r, &up);
    int c = cmp(&t, &s);
    if (even ? c >= 0 : c > 0) k++;
    else { mul(&r, 10, 0); mul(&up, 10, 0); mul(&down, 10, 0); }
    *point = k;
    for (;;) {
        unsigned q = digit(&r, &s);
        c = cmp(&r, &down);
        bool low = even ? c <= 0 : c < 0;
        add(&t, &r, &up);
        c = cmp(&t, &s);
        bool high = even ? c >= 0 : c > 0;
        if (low || high) {
            if (low && high) { shift(&r, 1); c = cmp(&r, &s); high = c > 0 || (c == 0 && (q & 1)); }
            digits[n++] = (uint8_t)('0' + q + high);
            break;
        }
        digits[n++] = (uint8_t)('0' + q);
        mul(&r, 10, 0);
        mul(&up, 10, 0);
        mul(&down, 10, 0);
    }
    return n;
}
int pg_digits_rounded(double d, int want, bool fixed, uint8_t *digits, int *point) {
    if (d < 0) d = -d;
    if (d == 0) { digits[0] = '0'; *point = 1; return 1; }
    int e, n = 0;
    uint64_t m = parts(d, &e);
    big r, s;
    set(&r, m);
    set(&s, 1);
    if (e >= 0) shift(&r, e);
    else shift(&s, -e);
    int k = guess(m, e);
    if (k >= 0) mul_pow10(&s, k);
    else mul_pow10(&r, -k);
    if (cmp(&r, &s) >= 0) k++;
    else mul(&r, 10, 0);
    *point = k;
    int limit = fixed ? (want > 100000 ? 100000 : want) + k : want;
    if (limit > PG_MAX_DIGITS) limit = PG_MAX_DIGITS;
    if (limit < 0) { digits[0] = '0'; *point = 1 - want; return 1; } /* below half of the last place */
    if (limit == 0) { /* rounds to 0 or to one unit of the last place */
        shift(&s, 0);
        big half = s;
        mul(&half, 5, 0); /* r was scaled by 10 against s: 0.5 is 5 of 10 */
        if (cmp(&r, &half) > 0) { digits[0] = '1'; *point = k + 1; return 1; }
        digits[0] = '0';
        *point = 1 - want;
        return 1;
    }
    while (n < limit && r.n) {
        digits[n++] = (uint8_t)('0' + digit(&r, &s));
        mul(&r, 10, 0);
    }
    if (r.n) { /* r is ten times the remainder */
        big half = s;
        mul(&half, 5, 0);
        int c = cmp(&r, &half);
        if (c > 0 || (c == 0 && (digits[n - 1] & 1))) {
            int i = n - 1;
            while (i >= 0 && digits[i] == '9') digits[i--] = '0';
            if (i >= 0) digits[i]++;
            else { digits[0] = '1'; n = 1; ++*point; }
        }
    }
    while (n > 1 && digits[n - 1] == '0') n--;
    return n;
}

static double assemble(uint64_t m, int e, bool sticky) { /* m 2^e with bits below; m has its top bit set */
    int top = e + 63; /* 2^top <= value */
    int drop = top < -1022 ? 11 + (-1022 - top) : 11;
    if (top > 1023) return __builtin_inf();
    if (drop > 64) return 0;
    uint64_t keep = drop == 64 ? 0 : m >> drop, rest = drop == 64 ? m : m & (((uint64_t)1 << drop) - 1), half = (uint64_t)1 << (drop - 1);
    if (rest > half || (rest == half && (sticky || (keep & 1)))) keep++;
    uint64_t bits;
    if (top < -1022) bits = keep; /* a carry makes it the smallest normal by itself */
    else bits = ((uint64_t)(top + 1022) << 52) + keep; /* likewise */
    if (bits >= 0x7FF0000000000000u) return __builtin_inf();
    double d;
    memcpy(&d, &bits, 8);
    return d;
}
double pg_strtod(const uint8_t *p, const uint8_t *end) {
    bool neg = false, dot = false, sticky = false;
    if (p < end && (*p == '-' || *p == '+')) neg = *p++ == '-';
    uint64_t m = 0;
    int nd = 0;
    int64_t exp10 = 0;
    const uint8_t *first = NULL;
    const uint8_t *q = p;
    for (; q < end; q++) {
        if (*q == '.') { dot = true; continue; }
        if (*q < '0' || *q > '9') break;
        if (nd == 0 && *q == '0') { exp10 -= dot; continue; }
        if (nd == 0) first = q;
        if (nd < 19) m = m * 10 + (*q - '0');
        nd++;
        exp10 -= dot;
    }
    const uint8_t *last = q;
    if (q < end && (*q | 0x20) == 'e') {
        q++;
        bool eneg = false;
        if (q < end && (*q == '-' || *q == '+')) eneg = *q++ == '-';
        int64_t x = 0;
        for (; q < end && *q >= '0' && *q <= '9'; q++) if (x < 1000000) x = x * 10 + (*q - '0');
        exp10 += eneg ? -x : x;
    }
    double d;
    if (nd == 0) d = 0;
    else if (nd <= 15 && exp10 >= -22 && exp10 <= 22) d = exp10 < 0 ? (double)m / pow10_exact[-exp10] : (double)m * pow10_exact[exp10];
    else if (nd + exp10 > 310) d = __builtin_inf();
    else if (nd + exp10 < -326) d = 0;
    else {
        big a, b;
        set(&a, 0);
        int used = 0;
        for (q = first; q < last; q++) {
            if (*q == '.') continue;
            if (used < 800) { if (a.n == 0) set(&a, *q - '0'); else mul(&a, 10, *q - '0'); used++; }
            else { sticky |= *q != '0'; exp10++; }
        }
        set(&b, 1);
        if (exp10 >= 0) mul_pow10(&a, (int)exp10);
        else mul_pow10(&b, (int)-exp10);
        /* Scale by 2^s so that the quotient has 64 bits, then divide bit by bit. */
        int la = a.n * 32 - __builtin_clz(a.w[a.n - 1]), lb = b.n * 32 - __builtin_clz(b.w[b.n - 1]);
        int s = 63 - (la - lb); /* 2^63 <= a 2^s / b < 2^65 or half of that */
        if (s > 0) shift(&a, s);
        else shift(&b, -s);
        uint64_t quotient = 0;
        big t = b;
        shift(&t, 63);
        if (cmp(&a, &t) < 0) { shift(&a, 1); s++; }
        else { big u = t; shift(&u, 1); if (cmp(&a, &u) >= 0) { shift(&b, 1); s--; t = u; } }
        for (int i = 63; i >= 0; i--) {
            quotient <<= 1;
            if (cmp(&a, &t) >= 0) { sub(&a, &t); quotient |= 1; }
            shift(&a, 1);
        }
        d = assemble(quotient, -s, sticky || a.n);
    }
    return neg ? -d : d;
}
