"""Arithmetic, conversions and methods of `int`, `float` and `bool`."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from .batches import KERNELS, batches, coded, floats, ints, lines, only

digits = st.one_of(
    st.from_regex(r"\A[ +-]{0,2}(0[xXoObB])?_?[0-9a-zA-Z_]{0,6}\s?\Z"),
    st.from_regex(r"\A[+-]?([0-9_]{0,4}\.?[0-9_]{0,4}([eE][+-]?[0-9_]{0,2})?|inf|nan|Infinity) ?\Z"),
    st.text(st.sampled_from("0123456789_ \t+-xXabzé٣७\x00e."), max_size=6),
)
hexadecimal = st.one_of(
    st.floats().map(float.hex),
    st.from_regex(r"\A\s?[+-]?(0[xX])?[0-9a-fA-F]{0,15}\.?[0-9a-fA-F]{0,15}([pP][+-]?[0-9]{1,4})?\s?\Z"),
    st.sampled_from(
        ["inf", "-nan", "Infinity", "infin", "0x1p1024", "0x1p-1075", "0x1.8p-1074", "1", "0x", ".", "p1"]
    ),
)
wide = st.one_of(ints, st.integers(-(2**63), 2**63 - 1))


@batches
@given(
    stdin=st.one_of(
        lines(
            st.just("i"),
            st.sampled_from("+ - // % / divmod & | ^ cmp misc text pow3 mixed bool".split()),
            ints.map(str),
            ints.map(str),
            separator=" ",
        ),
        lines(
            st.just("i"),
            st.sampled_from("/ cmp misc text ratio bytes round mixed // %".split()),
            wide.map(str),
            wide.map(str),
            separator=" ",
        ),
        lines(
            st.just("i"),
            st.sampled_from(["<<", ">>", "pow", "*", "pow3"]),
            st.integers(-99, 99).map(str),
            st.integers(-2, 9).map(str),
            separator=" ",
        ),
        lines(
            st.just("f"),
            st.sampled_from("+ - * / // % divmod cmp mixed misc round digits pow ratio".split()),
            floats,
            floats,
            separator=" ",
        ),
        lines(st.just("f"), st.just("int"), st.floats(-(2.0**62), 2.0**62).map(repr), floats, separator=" "),
        lines(st.just("f"), st.just("//int"), floats, ints.map(str), separator=" "),
        lines(
            st.just("t"),
            st.sampled_from(["int", "base", "float", "bytes"]),
            coded(digits).map(lambda text: text or "-"),
            st.sampled_from(["0", "2", "8", "10", "16", "36", "37", "1", "-1"]),
            separator=" ",
        ),
        lines(
            st.just("t"),
            st.just("fromhex"),
            coded(hexadecimal).map(lambda text: text or "-"),
            st.just("0"),
            separator=" ",
        ),
    )
)
def test_numbers(agree: Callable[[Path, bytes], None], stdin: bytes) -> None:
    agree(KERNELS / "numbers.py", only(stdin, _in_64_bits))


def _in_64_bits(line: str) -> bool:
    """Results beyond 64 bits are a documented difference."""
    kind, op, first, second = line.split()
    if kind == "t":
        text = bytes.fromhex(first).decode() if first != "-" else ""
        return len(text) < 12 or op == "fromhex"
    if kind == "f":
        value = float(first)
        if op == "round":
            return not 2.0**63 <= abs(value) < float("inf")
        if op == "ratio" and value == value and abs(value) != float("inf"):
            return max(map(abs, value.as_integer_ratio())) < 2**63
        return True
    a, b = int(first), int(second)
    match op:
        case "misc":
            results = [-a, abs(a)]
        case "//" | "divmod":
            results = [a // b if b else 0]
        case "round":
            results = [round(a, -1), round(a, -3), round(a, -18)]
        case "mixed":
            results = [2 * a]
        case "pow":
            results = [a**b if b >= 0 else 2**64]
        case "pow3":
            results = [abs(b)]
        case _:
            results = []
    return all(-(2**63) <= result < 2**63 for result in results)
