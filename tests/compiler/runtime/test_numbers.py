"""int, float and the format mini language against CPython."""

# ruff: noqa: E501 (tables of cases)

import ctypes as c
import math
import struct

from hypothesis import example, given, settings
from hypothesis import strategies as st

from .bridge import Raised, runtime, same

call = runtime()
INT, DOUBLE, BOOL = c.c_int64, c.c_double, c.c_bool
many = settings(max_examples=100, deadline=None, derandomize=True)

bits = st.integers(0, 2**64 - 1).map(lambda n: struct.unpack("<d", struct.pack("<Q", n))[0])
floats = st.one_of(
    st.floats(),
    bits.filter(lambda x: not math.isnan(x)),
    st.integers(-(10**6), 10**6).map(lambda n: n / 1000),
    st.integers(-400, 400).map(lambda n: n * 0.5),
    st.sampled_from(
        [
            5e-324,
            2.2250738585072014e-308,
            1.7976931348623157e308,
            1e16,
            1e22,
            1e23,
            9007199254740993.0,
            -0.0,
            0.1,
            1e-5,
            123456789012345680.0,
        ]
    ),
)
ints = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-300, 300),
    st.sampled_from([2**62, -(2**63), 2**32, 3037000500]),
)


def fits(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise OverflowError("integer overflow: the result needs more than 64 bits")
    return value


@many
@given(x=floats)
@example(x=0.00052547454833984375)
def test_float_repr(x: float) -> None:
    assert call("pg_float_repr", x) == repr(x)
    if math.isfinite(x):
        assert call("pg_float_hex", x) == x.hex()
    assert call("pg_float_hash", x, result=INT) == (hash(x) if x == x else 0)


@many
@given(x=floats, digits=st.integers(0, 40))
@example(x=8.988465674311580e307, digits=30)
def test_float_parse(x: float, digits: int) -> None:
    for text in (repr(x), f"{x:.{digits}e}", f"{x:.{digits}f}"):
        same(lambda text=text: call("pg_float_parse", text, result=DOUBLE), lambda text=text: float(text))


decimal = st.from_regex(r"\A[ +-]?[0-9_]{0,25}\.?[0-9]{0,25}(e[+-]?[0-9]{1,4})?[ x]?\Z")


@many
@given(s=st.one_of(decimal, st.sampled_from(["nan", "-inf", "Infinity", "infinit", "1_0.0_1", "1__0", "_1", "1_", "", ".", "e1", "٣.5", "0" * 900 + "1", "1" * 900, "0." + "0" * 340 + "1", "1e400", "1e-400"])))  # fmt: skip
def test_float_of_text(s: str) -> None:
    same(lambda: call("pg_float_parse", s, result=DOUBLE), lambda: float(s))


spec = st.tuples(
    st.sampled_from(["", "<", ">", "^", "=", "*<", "é^", "x="]), st.sampled_from(["", "+", "-", " "]), st.sampled_from(["", "z"]),
    st.sampled_from(["", "#"]), st.sampled_from(["", "0"]), st.sampled_from(["", "1", "12", "25"]), st.sampled_from(["", ",", "_"]),
    st.sampled_from(["", ".0", ".1", ".3", ".10", ".30"]), st.sampled_from(list("eEfFgG%dbxoXcs") + [""] * 4),
).map("".join)  # fmt: skip


def ours_or_theirs(name: str, value: object, text: str) -> None:
    """Messages of refused specs vary between versions of CPython: the class must agree."""
    try:
        expected = format(value, text)
    except (ValueError, OverflowError) as error:
        try:
            got = call(name, value, text)
        except Raised as raised:
            assert raised.kind == type(error).__name__
            return
        raise AssertionError(f"{got!r} for {value!r}:{text!r}, expected {error}") from None
    assert call(name, value, text) == expected, (value, text)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(x=floats, text=spec)
@example(x=0.5, text=".0f")
@example(x=1234567.0, text=".3")
@example(x=99.99, text=".3")
@example(x=100.0, text=".3")
@example(x=-0.0001, text="z.2f")
def test_float_format(x: float, text: str) -> None:
    if "c" in text[-1:] and text[-1:] == "c":
        return
    ours_or_theirs("pg_float_format", x, text)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(n=ints, text=spec)
def test_int_format(n: int, text: str) -> None:
    ours_or_theirs("pg_int_format", n, text)


@many
@given(s=st.text(max_size=8), text=spec)
def test_str_format(s: str, text: str) -> None:
    ours_or_theirs("pg_str_format", s, text)


@many
@given(x=floats, n=st.integers(-30, 30))
@example(x=2.675, n=2)
@example(x=0.5, n=0)
@example(x=1.5, n=0)
@example(x=15.0, n=-1)
@example(x=50.0, n=-2)
@example(x=1.7976931348623157e308, n=-308)
def test_round(x: float, n: int) -> None:
    same(lambda: call("pg_float_round", x, n, result=DOUBLE), lambda: round(x, n))
    if abs(x) < 1e18:
        same(lambda: call("pg_float_round_int", x, result=INT), lambda: round(x))


@many
@given(a=ints, b=ints, m=ints)
def test_int(a: int, b: int, m: int) -> None:
    same(lambda: call("pg_int_mul_slow", a, b, result=INT), lambda: fits(a * b))
    same(lambda: call("pg_int_truediv", a, b, result=DOUBLE), lambda: a / b)
    same(lambda: call("pg_int_lshift", a, b % 70, result=INT), lambda: fits(a << (b % 70)))
    same(lambda: call("pg_int_rshift", a, b % 70, result=INT), lambda: a >> (b % 70))
    same(lambda: call("pg_int_hash", a, result=INT), lambda: hash(a))
    same(lambda: call("pg_int_str", a), lambda: str(a))
    same(lambda: call("pg_int_hex", a), lambda: hex(a))
    same(lambda: call("pg_int_bin", a), lambda: bin(a))
    same(lambda: call("pg_int_oct", a), lambda: oct(a))
    same(lambda: call("pg_int_bit_length", a, result=INT), lambda: a.bit_length())
    same(lambda: call("pg_int_pow", a % 50 - 25, b % 20, result=INT), lambda: fits((a % 50 - 25) ** (b % 20)))
    same(lambda: call("pg_int_round", a, -(b % 21), result=INT), lambda: fits(round(a, -(b % 21))))
    if m > -(2**62) and m < 2**62:
        same(lambda: call("pg_int_pow_mod", a, abs(b) // 2, m, result=INT), lambda: pow(a, abs(b) // 2, m))
    for little in (True, False):
        order = "little" if little else "big"
        for signed in (True, False):
            n = b % 12
            same(
                lambda n=n, little=little, signed=signed: call("pg_int_to_bytes", a, n, little, signed),
                lambda n=n, order=order, signed=signed: a.to_bytes(n, order, signed=signed),
            )
            data = struct.pack("<q", a)[: n % 9]
            same(
                lambda data=data, little=little, signed=signed: call(
                    "pg_int_from_bytes", data, little, signed, result=INT
                ),
                lambda data=data, order=order, signed=signed: fits(
                    int.from_bytes(data, order, signed=signed)
                ),
            )


@many
@given(a=ints, x=floats)
def test_int_and_float(a: int, x: float) -> None:
    results = [call("pg_int_float_cmp", a, x, c.c_int(op), result=BOOL) for op in range(6)]
    assert results == [a < x, a <= x, a == x, a != x, a > x, a >= x]


@many
@given(x=floats, y=floats)
def test_float_arithmetic(x: float, y: float) -> None:
    same(lambda: call("pg_float_mod", x, y, result=DOUBLE), lambda: x % y)
    same(lambda: call("pg_float_floordiv", x, y, result=DOUBLE), lambda: x // y)


values = st.one_of(
    ints, floats, st.text(max_size=5), st.booleans(), st.none(), st.lists(st.integers(0, 5), max_size=2)
)
percent = st.tuples(
    st.sampled_from(["", "-", "+", " ", "#", "0", "-0", "+0"]), st.sampled_from(["", "1", "8"]), st.sampled_from(["", ".0", ".3"]),
    st.sampled_from("sradixXoeEfgGc%"),
).map(lambda parts: "<%" + "".join(parts) + ">")  # fmt: skip


@settings(max_examples=80, deadline=None, derandomize=True)
@given(fmt=percent, value=values)
def test_percent(fmt: str, value: object) -> None:
    try:
        expected = fmt % (value,)
    except (TypeError, ValueError, OverflowError) as error:
        try:
            got = call("pg_str_percent", fmt, (value,))
        except Raised as raised:
            assert raised.kind in (type(error).__name__, "OverflowError")
            return
        raise AssertionError(f"{got!r}: {fmt!r} {value!r} {error}") from None
    if isinstance(value, float) and fmt[-2] in "di" and abs(value) >= 2**63:
        return
    assert call("pg_str_percent", fmt, (value,)) == expected


TEMPLATES = [
    "{}",
    "{0}-{1}",
    "{{}}",
    "{!r:>8}",
    "{:>{}}",
    "{0[1]}",
    "{x}",
    "{",
    "}",
    "{0!z}",
    "{:",
    "{1}{}",
    "{}{1}",
    "{5}",
    "{0:d}",
    "{0.real}",
]


@many
@given(template=st.sampled_from(TEMPLATES), value=values)
def test_format_method(template: str, value: object) -> None:
    arguments = (c.c_void_p * 2)(call.to(value), call.to(12))

    def ours() -> object:
        return call.back(
            call.raw(
                "pg_str_format_method",
                c.c_void_p,
                c.c_void_p(call.to(template)),
                c.c_uint32(2),
                arguments,
                c.c_void_p(None),
            )
        )

    if template == "{0.real}" or (template == "{0[1]}" and isinstance(value, str)):
        return
    try:
        expected = template.format(value, 12)
    except Exception as error:
        try:
            ours()
        except Raised as raised:
            assert raised.kind == type(error).__name__
            return
        raise
    assert ours() == expected
