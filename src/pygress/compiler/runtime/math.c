/* math_* of stdlib/native.py and powers of floats. The functions come from zig's libraries (build.py, math_archive). */
#include "pg_internal.h"

#define D1(name) double name(double);
#define D2(name) double name(double, double);
D1(expm1) D1(log1p) D1(asin) D1(acos) D1(atan) D1(sinh) D1(cosh) D1(tanh) D1(asinh) D1(acosh) D1(atanh) D1(cbrt) D1(erf) D1(erfc)
D2(atan2) D2(pow) D2(remainder) D2(hypot) D2(nextafter)
#ifdef __wasm__
D1(pg_zig_sin) D1(pg_zig_cos) D1(pg_zig_tan) D1(pg_zig_exp2) D1(pg_zig_log) D1(pg_zig_log2) D1(pg_zig_log10)
#define BASIC(name, x) pg_zig_##name(x)
#else
D1(sin) D1(cos) D1(tan) D1(exp) D1(exp2) D1(log) D1(log2) D1(log10)
#define BASIC(name, x) name(x)
#endif

#ifdef __wasm__
/* exp within 0.51 units of the last place, as common C libraries have it: x = (128 k + i) ln 2 / 128 + r, by the table of
 * 2^(i/128) that pow uses too. zig's own exp is off by one in a tenth of its results. */
extern const struct { double invln2N, shift, negln2hiN, negln2loN, poly[4], exp2_shift, exp2_poly[5]; uint64_t tab[256]; } __exp_data;
static double pg_zig_exp(double x) {
    if (x != x) return x;
    if (x > 709.782712893384) return __builtin_inf();
    if (x < -745.1332191019412) return 0;
    double steps = __builtin_rint(__exp_data.invln2N * x);
    int64_t k = (int64_t)steps;
    double r = x + steps * __exp_data.negln2hiN + steps * __exp_data.negln2loN, r2 = r * r;
    uint32_t i = 2 * (uint32_t)(k & 127);
    const double *c = __exp_data.poly;
    double tail = PG_F_W((int64_t)__exp_data.tab[i]);
    double more = tail + r + r2 * (c[0] + r * c[1]) + r2 * r2 * (c[2] + r * c[3]);
    /* The table holds 2^(i/128) less i/128 in the exponent bits, which k brings. */
    uint64_t bits = __exp_data.tab[i + 1] + ((uint64_t)k << 45);
    if (x > 700) { double scale = PG_F_W((int64_t)(bits - ((uint64_t)1009 << 52))); return 0x1p1009 * (scale + scale * more); }
    if (x < -700) { double scale = PG_F_W((int64_t)(bits + ((uint64_t)1022 << 52))); return 0x1p-1022 * (scale + scale * more); }
    double scale = PG_F_W((int64_t)bits);
    return scale + scale * more;
}
/* The ranges are those of common C libraries, so that the last digit is the same. */
static double own_cosh(double x) {
    if (x < 0) x = -x;
    if (x < 0.34657359027997264) { double t = expm1(x), w = 1 + t; return x < 0x1p-55 ? w : 1 + t * t / (w + w); }
    if (x < 22) { double t = pg_zig_exp(x); return 0.5 * t + 0.5 / t; }
    if (x < 709) return 0.5 * pg_zig_exp(x);
    double t = pg_zig_exp(0.5 * x);
    return 0.5 * t * t;
}
static double own_tanh(double x) {
    double a = __builtin_fabs(x), t;
    if (x != x) return x;
    if (a < 0x1p-55) return x;
    if (a >= 22) t = 1;
    else if (a >= 1) t = 1 - 2 / (expm1(2 * a) + 2);
    else { t = expm1(-2 * a); t = -t / (t + 2); }
    return __builtin_copysign(t, x);
}
/* zig's take numbers below the normal ones for less than they are. */
static double own_log2(double x) { return x > 0 && x < 0x1p-1022 ? pg_zig_log2(x * 0x1p54) - 54 : pg_zig_log2(x); }
static double own_log10(double x) { return x > 0 && x < 0x1p-1022 ? pg_zig_log10(x * 0x1p54) - 16.255619765854985 : pg_zig_log10(x); }
#define pg_zig_log2 own_log2
#define pg_zig_log10 own_log10
#define cosh own_cosh
#define tanh own_tanh
#endif

#define BASIC1(name) double pg_native_math_##name(double x) { return BASIC(name, x); }
BASIC1(sin) BASIC1(cos) BASIC1(tan) BASIC1(exp) BASIC1(exp2) BASIC1(log) BASIC1(log2) BASIC1(log10)
#define C1(name) double pg_native_math_##name(double x) { return name(x); }
C1(expm1) C1(log1p) C1(asin) C1(acos) C1(atan) C1(sinh) C1(cosh) C1(tanh) C1(asinh) C1(acosh) C1(atanh) C1(cbrt) C1(erf) C1(erfc)
#define C2(name) double pg_native_math_##name(double x, double y) { return name(x, y); }
C2(atan2) C2(pow) C2(remainder) C2(hypot) C2(nextafter)

double pg_native_math_sqrt(double x) { return __builtin_sqrt(x); }
double pg_native_math_floor(double x) { return __builtin_floor(x); }
double pg_native_math_ceil(double x) { return __builtin_ceil(x); }
double pg_native_math_trunc(double x) { return __builtin_trunc(x); }
extern double pg_fmod(double x, double y);
double pg_native_math_fmod(double x, double y) { return pg_fmod(x, y); }
static double power_of_two(int n) { return PG_F_W((int64_t)(n + 1023) << 52); }
double pg_native_math_ldexp(double x, int64_t i) {
    int n = i > 5000 ? 5000 : i < -5000 ? -5000 : (int)i;
    while (n > 1023) { x *= power_of_two(1023); n -= 1023; if (x - x != 0) return x; }
    while (n < -969) { x *= power_of_two(-969); n += 969; if (x == 0) return x; } /* 53 bits above the least: rounds once */
    return x * power_of_two(n);
}

double pg_float_pow(double a, double b) {
    if (a == 0 && b < 0) { pg_raise_zerodiv("0.0 cannot be raised to a negative power"); return 0; }
    if (a < 0 && b - b == 0 && a - a == 0 && b != __builtin_floor(b)) {
        pg_raise(&pg_type_ValueError, "negative number cannot be raised to a fractional power: the result is complex");
        return 0;
    }
    double r = pow(a, b);
    if (r - r != 0 && a - a == 0 && b - b == 0) { pg_raise(&pg_type_OverflowError, "(34, 'Numerical result out of range')"); return 0; }
    return r;
}
double pg_int_pow_float(int64_t a, int64_t b) {
    if (a == 0 && b < 0) { pg_raise_zerodiv("0.0 cannot be raised to a negative power"); return 0; }
    return pg_float_pow((double)a, (double)b);
}

PG_USES_FLOAT /* a negative power of an int is a float */
pg_obj *pg_obj_power(pg_obj *a, pg_obj *b, bool in_place) {
    return in_place ? pg_obj_in_place(a, b, PG_POW) : pg_obj_binary(a, b, PG_POW);
}
