"""Kernel: `NAME A B` a line: functions of `math`, of integers where the name is one of those."""

import math
import sys
from collections.abc import Callable

ONE: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "expm1": math.expm1,
    "exp2": math.exp2,
    "log": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "log1p": math.log1p,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "asinh": math.asinh,
    "acosh": math.acosh,
    "atanh": math.atanh,
    "cbrt": math.cbrt,
    "erf": math.erf,
    "erfc": math.erfc,
    "gamma": math.gamma,
    "lgamma": math.lgamma,
    "degrees": math.degrees,
    "radians": math.radians,
    "ulp": math.ulp,
    "fabs": math.fabs,
}
TWO: dict[str, Callable[[float, float], float]] = {
    "atan2": math.atan2,
    "pow": math.pow,
    "fmod": math.fmod,
    "remainder": math.remainder,
    "nextafter": math.nextafter,
    "copysign": math.copysign,
}


def real(name: str, x: float, y: float) -> object:
    if name in ONE:
        return ONE[name](x)
    if name in TWO:
        return TWO[name](x, y)
    if name == "hypot":
        return math.hypot(x, y)
    if name == "hypot3":
        return math.hypot(x, y, x / 3)
    if name == "dist":
        return math.dist((x, y), (y / 2, x / 7))
    if name == "power":
        return abs(x) ** y
    if name == "logarithm":
        return math.log(x, y)
    if name == "fsum":
        return math.fsum([x, y, -x, 1.0, x / 3, 1e-9])
    if name == "parts":
        return (
            math.modf(x),
            math.frexp(x),
            math.ldexp(x, int(math.fmod(y, 50.0)) if math.isfinite(y) else 3),
            math.isclose(x, y),
            math.isclose(x, y, rel_tol=0.5),
        )
    if name == "kinds":
        return (math.isnan(x), math.isinf(x), math.isfinite(x), math.prod([x, y, 2.0]), x.is_integer())
    if name == "whole":
        return (math.floor(x), math.ceil(x), math.trunc(x))
    raise SystemExit(f"unknown {name}")


def whole(name: str, a: int, b: int) -> object:
    if name == "comb":
        return math.comb(a, b)
    if name == "perm":
        return math.perm(a, b)
    if name == "perm1":
        return math.perm(a)
    if name == "gcd":
        return (math.gcd(a, b), math.gcd(a, b, 12), math.gcd())
    if name == "lcm":
        return (math.lcm(a, b), math.lcm(a))
    if name == "factorial":
        return math.factorial(a)
    if name == "isqrt":
        return math.isqrt(a)
    if name == "prod":
        return (math.prod([a, b]), math.prod([], start=b))
    raise SystemExit(f"unknown {name}")


def main() -> None:
    for line in sys.stdin:
        name, a, b = line.split()
        try:
            if name in ("comb", "perm", "perm1", "gcd", "lcm", "factorial", "isqrt", "prod"):
                print(whole(name, int(a), int(b)))
            else:
                print(real(name, float(a), float(b)))
        except (ValueError, ArithmeticError) as error:
            print(type(error).__name__, error)


main()
