"""`math` over the C functions; here are the domain and range errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from pygress.compiler.stdlib import lanczos, native

pi = 3.141592653589793
e = 2.718281828459045
tau = 6.283185307179586
inf = native.float_from_bits(0x7FF0000000000000)
nan = native.float_from_bits(0x7FF8000000000000)


def isnan(x: float) -> bool:
    """Tell whether `x` is not a number."""
    return x != x


def isinf(x: float) -> bool:
    """Tell whether `x` is an infinity."""
    return x == inf or x == -inf


def isfinite(x: float) -> bool:
    """Tell whether `x` is neither an infinity nor NaN."""
    return x - x == 0.0


def _checked(result: float, argument: float) -> float:
    """A NaN out of a number is a domain error, an infinity out of a finite number a range error."""
    if result - result != 0.0:
        if result != result:
            if argument == argument:
                raise ValueError("math domain error")
        elif isfinite(argument):
            raise OverflowError("math range error")
    return result


def _checked_pole(result: float, argument: float) -> float:
    """Like `_checked`, for functions whose infinities are poles: a domain error."""
    if result - result != 0.0:
        if result != result:
            if argument == argument:
                raise ValueError("math domain error")
        elif isfinite(argument):
            raise ValueError("math domain error")
    return result


def sqrt(x: float) -> float:
    """Compute the square root."""
    if x < 0.0:
        raise ValueError("math domain error")
    return native.math_sqrt(x)


def exp(x: float) -> float:
    """Raise e to `x`."""
    return _checked(native.math_exp(x), x)


def expm1(x: float) -> float:
    """Compute exp(x) - 1 without losing precision near 0."""
    return _checked(native.math_expm1(x), x)


def exp2(x: float) -> float:
    """Raise 2 to `x`."""
    return _checked(native.math_exp2(x), x)


def log(x: float, base: float | None = None) -> float:
    """Compute the logarithm, natural by default."""
    if x <= 0.0:
        raise ValueError("math domain error")
    value = native.math_log(x)
    if base is None:
        return value
    if base <= 0.0:
        raise ValueError("math domain error")
    return value / native.math_log(base)


def log2(x: float) -> float:
    """Compute the logarithm of base 2."""
    if x <= 0.0:
        raise ValueError("math domain error")
    return native.math_log2(x)


def log10(x: float) -> float:
    """Compute the logarithm of base 10."""
    if x <= 0.0:
        raise ValueError("math domain error")
    return native.math_log10(x)


def log1p(x: float) -> float:
    """Compute log(1 + x) without losing precision near 0."""
    return _checked_pole(native.math_log1p(x), x)


def sin(x: float) -> float:
    """Compute the sine of `x` radians."""
    return _checked(native.math_sin(x), x)


def cos(x: float) -> float:
    """Compute the cosine of `x` radians."""
    return _checked(native.math_cos(x), x)


def tan(x: float) -> float:
    """Compute the tangent of `x` radians."""
    return _checked(native.math_tan(x), x)


def asin(x: float) -> float:
    """Compute the arc sine."""
    return _checked(native.math_asin(x), x)


def acos(x: float) -> float:
    """Compute the arc cosine."""
    return _checked(native.math_acos(x), x)


def atan(x: float) -> float:
    """Compute the arc tangent."""
    return native.math_atan(x)


def atan2(y: float, x: float) -> float:
    """Compute the angle of the point (x, y)."""
    return native.math_atan2(y, x)


def sinh(x: float) -> float:
    """Compute the hyperbolic sine."""
    return _checked(native.math_sinh(x), x)


def cosh(x: float) -> float:
    """Compute the hyperbolic cosine."""
    return _checked(native.math_cosh(x), x)


def tanh(x: float) -> float:
    """Compute the hyperbolic tangent."""
    return native.math_tanh(x)


def asinh(x: float) -> float:
    """Compute the inverse hyperbolic sine."""
    return native.math_asinh(x)


def acosh(x: float) -> float:
    """Compute the inverse hyperbolic cosine."""
    if x < 1.0:
        raise ValueError("math domain error")
    return _checked(native.math_acosh(x), x)


def atanh(x: float) -> float:
    """Compute the inverse hyperbolic tangent."""
    return _checked_pole(native.math_atanh(x), x)


def degrees(x: float) -> float:
    """Convert radians to degrees."""
    return x * (180.0 / pi)


def radians(x: float) -> float:
    """Convert degrees to radians."""
    return x * (pi / 180.0)


def pow(x: float, y: float) -> float:
    """Raise `x` to `y`."""
    result = native.math_pow(x, y)
    if not isfinite(result) and isfinite(x) and isfinite(y):
        if result != result or x == 0.0:
            raise ValueError("math domain error")
        raise OverflowError("math range error")
    return result


def fmod(x: float, y: float) -> float:
    """Compute the remainder with the sign of `x`."""
    if (isinf(x) and y == y) or (y == 0.0 and x == x):
        raise ValueError("math domain error")
    return native.math_fmod(x, y)


def remainder(x: float, y: float) -> float:
    """Compute the IEEE 754 remainder: nearest to zero."""
    if (isinf(x) and y == y) or (y == 0.0 and x == x):
        raise ValueError("math domain error")
    return native.math_remainder(x, y)


def floor(x: float) -> int:
    """Round down to an integer."""
    return int(native.math_floor(x))


def ceil(x: float) -> int:
    """Round up to an integer."""
    return int(native.math_ceil(x))


def trunc(x: float) -> int:
    """Round towards zero to an integer."""
    return int(x)


def modf(x: float) -> tuple[float, float]:
    """Split into the fractional and the whole part, both with the sign of `x`."""
    if isinf(x):
        return (copysign(0.0, x), x)
    whole = native.math_trunc(x)
    return (copysign(x - whole, x), whole)


def frexp(x: float) -> tuple[float, int]:
    """Split into a mantissa of 0.5 up to 1 and a power of 2."""
    if x == 0.0 or not isfinite(x):
        return (x, 0)
    bits = native.float_bits(x)
    exponent = bits >> 52 & 0x7FF
    if exponent == 0:
        bits = native.float_bits(x * 18014398509481984.0)
        exponent = (bits >> 52 & 0x7FF) - 54
    return (native.float_from_bits((bits & ~(0x7FF << 52)) | (1022 << 52)), exponent - 1022)


def ldexp(x: float, i: int) -> float:
    """Compute x * 2**i."""
    result = native.math_ldexp(x, min(max(i, -3000), 3000))
    if isinf(result) and isfinite(x):
        raise OverflowError("math range error")
    return result


def copysign(x: float, y: float) -> float:
    """Give `x` the sign of `y`."""
    negative = native.float_bits(y) < 0
    size = abs(x)
    return -size if negative else size


def fabs(x: float) -> float:
    """Give the absolute value."""
    return abs(x)


def cbrt(x: float) -> float:
    """Compute the cube root."""
    return native.math_cbrt(x)


def erf(x: float) -> float:
    """Compute the error function."""
    return native.math_erf(x)


def erfc(x: float) -> float:
    """Compute the complementary error function."""
    return native.math_erfc(x)


def gamma(x: float) -> float:
    """Compute the gamma function."""
    if x == -inf or (x <= 0.0 and x == native.math_floor(x)):
        raise ValueError("math domain error")
    if not isfinite(x):
        return x
    return _checked(lanczos.gamma(x), x)


def lgamma(x: float) -> float:
    """Compute the logarithm of the absolute value of the gamma function."""
    if isfinite(x) and x <= 0.0 and x == native.math_floor(x):
        raise ValueError("math domain error")
    if not isfinite(x):
        return abs(x)
    return _checked(lanczos.lgamma(x), x)


def nextafter(x: float, y: float) -> float:
    """Give the next value from `x` towards `y`."""
    return native.math_nextafter(x, y)


def ulp(x: float) -> float:
    """Give the value of the least significant bit."""
    if x != x:
        return x
    size = abs(x)
    if size == inf:
        return size
    up = native.math_nextafter(size, inf)
    if up == inf:
        return size - native.math_nextafter(size, 0.0)
    return up - size


def hypot(*coordinates: float) -> float:
    """Compute the Euclidean norm."""
    if len(coordinates) == 2:
        return native.math_hypot(coordinates[0], coordinates[1])
    return _norm([abs(one) for one in coordinates])


def dist(p: Sequence[float], q: Sequence[float]) -> float:
    """Compute the Euclidean distance of two points."""
    if len(p) != len(q):
        raise ValueError("both points must have the same number of dimensions")
    return _norm([abs(p[i] - q[i]) for i in range(len(p))])


def _norm(sizes: list[float]) -> float:
    biggest = 0.0
    for one in sizes:
        if one == inf:
            return inf
    for one in sizes:
        if one != one:
            return one
        biggest = max(biggest, one)
    if biggest == 0.0:
        return 0.0
    _, exponent = frexp(biggest)
    scale = native.math_ldexp(1.0, -exponent) if exponent > -1000 else native.math_ldexp(1.0, 1000)
    squares: list[float] = []
    for one in sizes:
        # The square in two parts, so that the sum is exact enough to round as CPython does.
        scaled = one * scale
        high = scaled * 134217729.0
        high = high - (high - scaled)
        low = scaled - high
        square = scaled * scaled
        squares.append(square)
        squares.append(((high * high - square) + 2.0 * high * low) + low * low)
    total = fsum(squares)
    root = native.math_sqrt(total)
    high = root * 134217729.0
    high = high - (high - root)
    low = root - high
    rest = fsum([*squares, -high * high, -2.0 * high * low, -low * low])
    return (root + rest / (2.0 * root)) / scale


def isclose(a: float, b: float, *, rel_tol: float = 1e-09, abs_tol: float = 0.0) -> bool:
    """Tell whether two values are close."""
    if rel_tol < 0.0 or abs_tol < 0.0:
        raise ValueError("tolerances must be non-negative")
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    difference = abs(b - a)
    return difference <= abs(rel_tol * b) or difference <= abs(rel_tol * a) or difference <= abs_tol


def fsum(seq: Iterable[float]) -> float:
    """Sum without losing precision."""
    partials: list[float] = []
    special = 0.0
    infinities = 0.0
    for value in seq:
        x = value
        count = 0
        for i in range(len(partials)):
            y = partials[i]
            if abs(x) < abs(y):
                x, y = y, x
            high = x + y
            low = y - (high - x)
            if low != 0.0:
                partials[count] = low
                count += 1
            x = high
        del partials[count:]
        if x != 0.0:
            if not isfinite(x):
                if isfinite(value):
                    raise OverflowError("intermediate overflow in fsum")
                if isinf(value):
                    infinities += value
                special += value
                partials.clear()
            else:
                partials.append(x)
    if special != 0.0:
        if infinities != infinities:
            raise ValueError("-inf + inf in fsum")
        return special
    n = len(partials)
    if n == 0:
        return 0.0
    n -= 1
    high = partials[n]
    low = 0.0
    while n > 0:
        x = high
        n -= 1
        y = partials[n]
        high = x + y
        low = y - (high - x)
        if low != 0.0:
            break
    if n > 0 and ((low < 0.0 and partials[n - 1] < 0.0) or (low > 0.0 and partials[n - 1] > 0.0)):
        y = low * 2.0
        x = high + y
        if y == x - high:
            high = x
    return high


class _Multiplies(Protocol):
    def __mul__(self: X, other: X, /) -> X: ...


X = TypeVar("X")
N = TypeVar("N", bound=_Multiplies)


def prod(iterable: Iterable[N], *, start: N = 1) -> N:  # type: ignore[assignment]
    """Multiply all values."""
    out = start
    for value in iterable:
        out = out * value
    return out


def gcd(*integers: int) -> int:
    """Give the greatest common divisor."""
    out = 0
    for one in integers:
        a = out
        b = abs(one)
        while b:
            a, b = b, a % b
        out = a
    return out


def lcm(*integers: int) -> int:
    """Give the least common multiple."""
    out = 1
    for one in integers:
        if one == 0:
            return 0
        out = out // gcd(out, one) * abs(one)
    return out


def factorial(x: int) -> int:
    """Multiply 1 to `x`."""
    if x < 0:
        raise ValueError("factorial() not defined for negative values")
    out = 1
    for i in range(2, x + 1):
        out *= i
    return out


def comb(n: int, k: int) -> int:
    """Count the ways to choose `k` of `n`."""
    if n < 0:
        raise ValueError("n must be a non-negative integer")
    if k < 0:
        raise ValueError("k must be a non-negative integer")
    if k > n:
        return 0
    k = min(k, n - k)
    out = 1
    for i in range(1, k + 1):
        # Divide first as far as possible: the product may pass 64 bits where the result does not.
        factor = n - k + i
        common = gcd(out, i)
        out = out // common * (factor // (i // common))
    return out


def perm(n: int, k: int | None = None) -> int:
    """Count the ways to arrange `k` of `n`."""
    if k is None:
        return factorial(n)
    if n < 0:
        raise ValueError("n must be a non-negative integer")
    if k < 0:
        raise ValueError("k must be a non-negative integer")
    if k > n:
        return 0
    out = 1
    for i in range(k):
        out *= n - i
    return out


def isqrt(n: int) -> int:
    """Give the square root rounded down."""
    if n < 0:
        raise ValueError("isqrt() argument must be nonnegative")
    root = int(native.math_sqrt(float(n)))
    while root > 3037000499 or root * root > n:
        root -= 1
    while root < 3037000499 and (root + 1) * (root + 1) <= n:
        root += 1
    return root
