"""math."""

import math


def show(*values: float) -> None:
    """Print without the last digits, in which C libraries differ."""
    print(" ".join([f"{value:.13g}" for value in values]))


for x in (0.0, 0.5, 1.0, -1.5, 2.0, 10.0, 1e-5):
    show(
        math.exp(x),
        math.sin(x),
        math.cos(x),
        math.tan(x),
        math.atan(x),
        math.floor(x),
        math.ceil(x),
        math.trunc(x),
    )
    show(
        math.sinh(x),
        math.cosh(x),
        math.tanh(x),
        math.asinh(x),
        math.expm1(x),
        math.degrees(x),
        math.radians(x),
        math.erf(x),
    )
    if x > 0:
        show(
            math.log(x),
            math.log2(x),
            math.log10(x),
            math.sqrt(x),
            math.log1p(x),
            math.gamma(x),
            math.lgamma(x),
            math.log(x, 3),
        )
print(
    math.pi,
    math.e,
    math.tau,
    math.inf,
    -math.inf,
    math.nan,
    math.isnan(math.nan),
    math.isinf(-math.inf),
    math.isfinite(1.0),
)
show(
    math.pow(2, 0.5),
    math.fmod(-7, 3),
    math.remainder(7, 4),
    math.hypot(3, 4),
    math.atan2(-1, -1),
    math.copysign(3, -0.0),
)
print(
    math.modf(-3.25),
    math.frexp(10.0),
    math.ldexp(0.5, 4),
    math.fabs(-2),
    round(math.cbrt(27), 9),
    math.ulp(1.0),
    math.nextafter(1, 2),
)
print(
    math.gcd(12, 18, 24),
    math.lcm(4, 6),
    math.factorial(10),
    math.comb(10, 3),
    math.perm(5, 2),
    math.isqrt(99),
    math.prod([1, 2, 3]),
)
print(
    math.fsum([0.1] * 10),
    math.dist([1, 2], [4, 6]),
    math.isclose(0.1 + 0.2, 0.3),
    math.hypot(1, 2, 3),
    math.prod([0.5, 4.0]),
)
show(
    math.asin(1),
    math.acos(0),
    math.acosh(2),
    math.atanh(0.5),
    math.erfc(0.5),
    math.floor(-0.5),
    math.ceil(2.1),
    math.exp2(3),
)
for call in (
    lambda: math.sqrt(-1),
    lambda: math.log(0),
    lambda: math.exp(1000),
    lambda: math.acos(2),
    lambda: math.fmod(1, 0),
    lambda: math.pow(0, -1),
    lambda: math.gamma(-1),
):
    try:
        print(call())
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)


def own() -> None:
    print([math.gamma(x) for x in (0.5, 1.0, 4.5, 10.0, 23.0, 24.0, 30.25, 140.5, 171.5, 1e-25, -0.5, -1.5, -60.5)])
    print([math.lgamma(x) for x in (0.5, 1.0, 2.0, 3.7, 100.0, 1e10, 1e-30, -0.5, -1.5, -60.5)])
    print(math.log2(1e-308), math.log10(1e-308), math.log2(5e-324), math.log10(5e-324))
    print(math.perm(3, 5), math.perm(5), math.comb(60, 30), math.comb(3, 5), math.gamma(math.inf), math.lgamma(-math.inf))
    for at in range(8):
        try:
            if at == 0:
                print(math.acosh(-5.0))
            elif at == 1:
                print(math.gamma(-2.0))
            elif at == 2:
                print(math.gamma(172.0))
            elif at == 3:
                print(math.gamma(-0.0))
            elif at == 4:
                print(math.lgamma(-3.0))
            elif at == 5:
                print(math.perm(-1))
            elif at == 6:
                print(math.perm(-1, 2))
            else:
                print(math.gamma(-math.inf))
        except (ValueError, OverflowError) as error:
            print(type(error).__name__, error)


own()
