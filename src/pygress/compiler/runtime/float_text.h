/* Decimal digits of doubles and back; exact, by integers of any length. */
#ifndef PG_FLOAT_TEXT_H
#define PG_FLOAT_TEXT_H
#include "pg_internal.h"

#define PG_MAX_DIGITS 1100
/* The digits of |d| (finite): value = 0.d1d2d3... * 10^point. Shortest that reads back; the count. */
int pg_digits_shortest(double d, uint8_t *digits, int *point);
/* ndigits significant digits, or (fixed) ndigits behind the decimal point, rounded half to even on the exact value. No
 * trailing zeros are added beyond PG_MAX_DIGITS; fewer digits may come back, the rest is zero. */
int pg_digits_rounded(double d, int ndigits, bool fixed, uint8_t *digits, int *point);
/* e+05 */
void pg_put_exponent(pg_sb *b, int e, char letter);
/* Correctly rounded; [p, end) matches [-+]?digits[.digits][e[-+]digits] or any part of that. */
double pg_strtod(const uint8_t *p, const uint8_t *end);
#endif
