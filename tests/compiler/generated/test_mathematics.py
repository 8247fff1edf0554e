"""Functions of `math`: equal where CPython has its own algorithm or the result is exact, else within a unit or two."""

import math
import struct
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from .batches import KERNELS, batches, lines

exact = "sqrt degrees radians ulp fabs fmod remainder nextafter copysign hypot hypot3 dist fsum parts kinds whole".split()
near = (
    "exp expm1 exp2 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh cbrt erf erfc gamma "
    "lgamma atan2 pow power logarithm"
).split()
numbers = st.one_of(
    st.floats(-1, 1),
    st.floats(-30, 30),
    st.floats(-800, 800),
    st.floats(),
    st.integers(-60, 60).map(lambda n: n / 2),
    st.sampled_from(
        [0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, 1e-308, 1e308, math.pi, 170.5, 171.7, 1e22]
    ),
).map(repr)
whole = st.one_of(st.integers(-3, 30), st.integers(0, 10**6), st.integers(-(2**40), 2**62)).map(str)
few = st.integers(-2, 70).map(str)


@batches
@given(
    stdin=st.one_of(
        lines(st.sampled_from([*exact, *near, *near]), numbers, numbers, separator=" "),
        lines(st.sampled_from(["gcd", "lcm", "isqrt", "prod"]), whole, whole, separator=" "),
        lines(st.sampled_from(["comb", "perm", "perm1", "factorial"]), few, few, separator=" "),
    )
)
def test_mathematics(
    agree: Callable[[Path, bytes, Callable[[str, str, str], bool]], None], stdin: bytes
) -> None:
    agree(KERNELS / "mathematics.py", stdin, _near_enough)


def _near_enough(line: str, theirs: str, ours: str) -> bool:
    name = line.split()[0]
    if ours.startswith("OverflowError integer overflow"):  # 64 bits are a documented difference
        return any(
            abs(int(part)) >= 2**63
            for part in theirs.strip("()").split(",")
            if part.strip().lstrip("-").isdigit()
        )
    if name in exact or "Error" in theirs or "Error" in ours:
        return False
    x, y = float(theirs), float(ours)
    if name in (
        "gamma",
        "lgamma",
        "logarithm",
    ):  # a last digit of `sin` or `log` counts more in the difference of two
        return math.isclose(x, y, rel_tol=1e-14, abs_tol=1e-13)
    return _units_apart(x, y) <= (2 if name == "cbrt" else 1)


def _units_apart(x: float, y: float) -> float:
    if math.isnan(x) or math.isnan(y):
        return math.inf
    a, b = (struct.unpack("<q", struct.pack("<d", one))[0] for one in (x, y))
    return abs((a if a >= 0 else -(2**63) - a) - (b if b >= 0 else -(2**63) - b))
