import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.compiler.stdlib import math as ours

FLOATS = st.floats() | st.sampled_from(
    [0.0, -0.0, 1.0, -1.0, 0.5, 710.0, -710.0, 1e-320, math.inf, -math.inf, math.nan]
)
ONE = [
    "sqrt",
    "exp",
    "expm1",
    "exp2",
    "log",
    "log2",
    "log10",
    "log1p",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
    "degrees",
    "radians",
    "floor",
    "ceil",
    "trunc",
    "modf",
    "frexp",
    "fabs",
    "cbrt",
    "erf",
    "erfc",
    "gamma",
    "lgamma",
    "ulp",
    "isnan",
    "isinf",
    "isfinite",
]
TWO = ["atan2", "pow", "fmod", "remainder", "copysign", "hypot", "nextafter", "isclose"]
INT = ["comb", "perm", "gcd", "lcm"]


def outcome(call: Any, *args: Any) -> Any:
    try:
        result = call(*args)
    except (ValueError, OverflowError) as error:
        return type(error).__name__, str(error)
    return repr(result)


@pytest.mark.parametrize("name", ONE)
@given(x=FLOATS)
def test_of_one(name: str, x: float) -> None:
    assert outcome(getattr(ours, name), x) == outcome(getattr(math, name), x)


@pytest.mark.parametrize("name", TWO)
@given(x=FLOATS, y=FLOATS)
def test_of_two(name: str, x: float, y: float) -> None:
    assert outcome(getattr(ours, name), x, y) == outcome(getattr(math, name), x, y)


@pytest.mark.parametrize("name", INT)
@given(n=st.integers(-3, 25), k=st.integers(-3, 25))
def test_of_integers(name: str, n: int, k: int) -> None:
    if name == "perm" and n - k > 15:
        return
    assert outcome(getattr(ours, name), n, k) == outcome(getattr(math, name), n, k)


def test_comb_stays_within_64_bits() -> None:
    assert ours.comb(66, 33) == math.comb(66, 33)
    assert ours.comb(1000000, 3) == math.comb(1000000, 3)


@given(st.integers(-2, 2**62))
def test_isqrt(n: int) -> None:
    assert outcome(ours.isqrt, n) == outcome(math.isqrt, n)


@pytest.mark.parametrize("n", [2**63 - 1, 3037000499**2, 3037000499**2 - 1])
def test_isqrt_at_the_edge(n: int) -> None:
    assert ours.isqrt(n) == math.isqrt(n)


@given(st.lists(st.floats(-1e300, 1e300) | st.floats(-1, 1), max_size=8))
def test_sums(values: list[float]) -> None:
    assert outcome(ours.fsum, values) == outcome(math.fsum, values)
    assert outcome(ours.hypot, *values) == outcome(math.hypot, *values)
    assert outcome(ours.dist, values, [0.5] * len(values)) == outcome(math.dist, values, [0.5] * len(values))


def test_sums_of_special_values() -> None:
    for values in ([math.inf, 1.0], [math.inf, -math.inf], [math.nan], [1e308, 1e308, -1e308], []):
        assert outcome(ours.fsum, values) == outcome(math.fsum, values)


@given(st.integers(-1, 20), st.lists(st.integers(-9, 9), max_size=6), st.floats(), st.integers(-2000, 2000))
def test_the_rest(n: int, values: list[int], x: float, i: int) -> None:
    assert outcome(ours.factorial, n) == outcome(math.factorial, n)
    assert ours.prod(values) == math.prod(values)
    assert ours.prod([0.5, 3.0], start=2) == 3.0
    assert outcome(ours.ldexp, x, i) == outcome(math.ldexp, x, i)
    assert outcome(ours.log, x, 3.0) == outcome(math.log, x, 3.0)
