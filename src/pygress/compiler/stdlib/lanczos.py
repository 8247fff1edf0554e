"""The gamma function and its logarithm by Lanczos' approximation with g = 6.0246800407767296 and 13 terms.

Formula and constants are those that CPython documents for `math.gamma` and `math.lgamma` (after Boost), evaluated in
the same order, so that the last digit is the same wherever the C library's `pow`, `exp` and `log` are.
"""

from __future__ import annotations

from pygress.compiler.stdlib import native

_PI = 3.141592653589793
_LOG_PI = 1.1447298858494002
_G = 6.024680040776729583740234375
_G_LESS_HALF = 5.524680040776729583740234375
_ABOVE = [
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
]
_BELOW = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
]
"""Coefficients of x (x + 1) ... (x + 11)."""


def _sum(x: float) -> float:
    above = 0.0
    below = 0.0
    if x < 5.0:
        for i in range(12, -1, -1):
            above = above * x + _ABOVE[i]
            below = below * x + _BELOW[i]
    else:  # in 1/x, which neither overflows nor loses digits
        for i in range(13):
            above = above / x + _ABOVE[i]
            below = below / x + _BELOW[i]
    return above / below


def _sine_of_pi(x: float) -> float:
    """Compute sin(pi x) for x >= 0, exactly 0 at the integers."""
    y = native.math_fmod(x, 2.0)
    quarter = int(native.math_floor(2.0 * y + 0.5))
    if quarter == 0:
        return native.math_sin(_PI * y)
    if quarter == 1:
        return native.math_cos(_PI * (y - 0.5))
    if quarter == 2:
        return native.math_sin(_PI * (1.0 - y))
    if quarter == 3:
        return -native.math_cos(_PI * (y - 1.5))
    return native.math_sin(_PI * (y - 2.0))


def gamma(x: float) -> float:
    """Compute the gamma function of a finite `x` that is no integer below 1; infinite beyond the range."""
    size = abs(x)
    if x == native.math_floor(x) and x <= 23.0:
        product = 1.0
        for i in range(2, int(x)):
            product *= float(i)
        return product
    if size < 1e-20:
        return 1.0 / x if size > 5.6e-309 else (1e308 * 10.0 if x > 0.0 else -1e308 * 10.0)
    if size > 200.0:
        return 1e308 * 10.0 if x > 0.0 else 0.0 / -_sine_of_pi(size)
    y = size + _G_LESS_HALF
    # What the sum above lost by rounding.
    lost = (y - size) - _G_LESS_HALF if size > _G_LESS_HALF else (y - _G_LESS_HALF) - size
    lost = lost * _G / y
    power = native.math_pow(y, size - 0.5) if size < 140.0 else native.math_pow(y, size / 2.0 - 0.25)
    if x < 0.0:
        result = -_PI / _sine_of_pi(size) / size * native.math_exp(y) / _sum(size)
        result -= lost * result
        result /= power
        return result if size < 140.0 else result / power
    result = _sum(size) / native.math_exp(y)
    result += lost * result
    result *= power
    return result if size < 140.0 else result * power


def lgamma(x: float) -> float:
    """Compute log(abs(gamma(x))) of a finite `x` that is no integer below 1."""
    if x == 1.0 or x == 2.0:
        return 0.0
    size = abs(x)
    if size < 1e-20:
        return -native.math_log(size)
    result = native.math_log(_sum(size)) - _G
    result += (size - 0.5) * (native.math_log(size + _G - 0.5) - 1.0)
    if x < 0.0:
        return _LOG_PI - native.math_log(abs(_sine_of_pi(size))) - native.math_log(size) - result
    return result
