/* format() of floats; linked like operators.c. */
#include "float_text.h"
#include "format_spec.h"

/* digits[0..n) at point as a fixed number with so many decimals: integer part into out, the rest into tail. */
static void fixed_parts(pg_sb *b, const uint8_t *t, int n, int point, int64_t decimals, size_t *nint, bool alternate) {
    if (point <= 0) sb_putc(b, '0');
    for (int i = 0; i < point; i++) sb_putc(b, i < n ? t[i] : '0');
    *nint = b->len;
    if (decimals > 0 || alternate) sb_putc(b, '.');
    int64_t i = 0;
    for (; i < decimals && i < (int64_t)n - point + 1; i++) {
        int64_t at = point + i;
        sb_putc(b, at >= 0 && at < n ? t[at] : '0');
    }
    sb_fill(b, (const uint8_t *)"0", 1, decimals - i);
}
pg_str *pg_float_format(double d, pg_str *spec) {
    if (spec->nbytes == 0) return pg_float_repr(d);
    pg_spec f;
    if (!pg_spec_parse(&f, spec, 0, "float")) return NULL;
    uint32_t type = f.type;
    switch (type) {
    case 0: case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case '%': case 'n': break;
    default: return pg_spec_bad_type(&f, "float");
    }
    if (f.precision > 0x7FFFFFFF - 200) return pg_raise(&pg_type_ValueError, "precision too big");
    bool upper = type == 'E' || type == 'F' || type == 'G', percent = type == '%';
    if (percent) d *= 100;
    uint64_t bits;
    memcpy(&bits, &d, 8);
    bool neg = bits >> 63 && d == d;
    char prefix[2];
    size_t np = 0;
    pg_sb b;
    sb_init(&b);
    size_t nint = 0;
    if (d - d != 0) {
        sb_c(&b, d != d ? (upper ? "NAN" : "nan") : upper ? "INF" : "inf");
        if (percent) sb_putc(&b, '%');
        nint = 0;
    } else {
        uint8_t t[PG_MAX_DIGITS + 8];
        int point, n;
        int64_t precision = f.precision;
        if (type == 'e' || type == 'E') {
            if (precision < 0) precision = 6;
            n = pg_digits_rounded(d, precision + 1 > PG_MAX_DIGITS ? PG_MAX_DIGITS : (int)precision + 1, false, t, &point);
            if (d == 0) point = 1;
            sb_putc(&b, t[0]);
            nint = 1;
            if (precision > 0 || f.alternate) sb_putc(&b, '.');
            sb_put(&b, t + 1, (size_t)n - 1);
            sb_fill(&b, (const uint8_t *)"0", 1, precision - (n - 1));
            pg_put_exponent(&b, point - 1, upper ? 'E' : 'e');
        } else if (type == 'f' || type == 'F' || percent) {
            if (precision < 0) precision = 6;
            n = pg_digits_rounded(d, (int)(precision > 1100 ? 1100 : precision), true, t, &point);
            if (t[0] == '0') { n = 0; point = 0; }
            fixed_parts(&b, t, n, point, precision, &nint, f.alternate);
            if (percent) sb_putc(&b, '%');
        } else { /* g, and none: like g but with ".0" and repr's switch to an exponent */
            bool shortest = type == 0 && precision < 0;
            if (shortest) n = pg_digits_shortest(d, t, &point);
            else {
                if (precision < 0) precision = 6;
                if (precision == 0) precision = 1;
                n = pg_digits_rounded(d, (int)(precision > PG_MAX_DIGITS ? PG_MAX_DIGITS : precision), false, t, &point);
            }
            if (d == 0) point = 1;
            int64_t limit = shortest ? 16 : precision;
            bool use_exp = point <= -4 || point > limit || (type == 0 && !shortest && point > limit - 1 && point - 1 >= precision);
            if (type == 0 && !shortest && point == limit) use_exp = true;
            int64_t shown = f.alternate && !shortest ? precision : n;
            if (use_exp) {
                sb_putc(&b, t[0]);
                nint = 1;
                if (shown > 1 || f.alternate) sb_putc(&b, '.');
                sb_put(&b, t + 1, (size_t)n - 1);
                if (shown > n) sb_fill(&b, (const uint8_t *)"0", 1, shown - n);
                pg_put_exponent(&b, point - 1, upper ? 'E' : 'e');
            } else {
                int64_t decimals = shown - point;
                if (decimals < 0) decimals = 0;
                bool dot_zero = type == 0 && decimals == 0;
                fixed_parts(&b, t, n, point, dot_zero ? 1 : decimals, &nint, f.alternate);
            }
        }
        if (neg && f.no_neg_zero) {
            bool zero = true;
            for (size_t i = 0; i < b.len; i++) {
                if (b.data[i] == 'e' || b.data[i] == 'E') break;
                if (b.data[i] >= '1' && b.data[i] <= '9') zero = false;
            }
            if (zero) neg = false;
        }
    }
    if (b.failed) return NULL;
    if (neg) prefix[np++] = '-';
    else if (f.sign != '-') prefix[np++] = f.sign;
    if (nint == 0) return pg_spec_pad(&f, (const uint8_t *)prefix, np, b.data, b.len, '>');
    return pg_spec_number(&f, prefix, np, b.data, nint, b.data + nint, b.len - nint, 3);
}
