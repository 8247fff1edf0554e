"""str and bytes against CPython on random text."""

# ruff: noqa: E501 (tables of cases)

import ctypes as c

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .bridge import END, NO_INDEX, runtime, same

call = runtime()
BOOL = c.c_bool
INT = c.c_int64

letters = st.sampled_from(list("aabbcAB \t\n\r\x1c\x85\u2028é漢ßΣσςİıŉ😀\ud800-_09٣²½\u0301ǅ'\"\\{}%"))
text = st.one_of(st.text(letters, max_size=12), st.text(letters, max_size=200), st.text(max_size=20))
piece = st.text(letters, max_size=3)
bound = st.one_of(st.integers(-15, 15), st.sampled_from([0, END, -END]))
many = settings(max_examples=50, deadline=None, derandomize=True)

PLAIN = ["lower", "upper", "title", "capitalize", "swapcase", "casefold"]
TESTS = [
    "isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "isupper", "islower", "istitle", "isidentifier", "isprintable",
]  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
@many
@given(s=text)
def test_case(name: str, s: str) -> None:
    same(lambda: call(f"pg_str_{name}", s), lambda: getattr(s, name)())


@pytest.mark.parametrize("name", TESTS)
@many
@given(s=text)
def test_class(name: str, s: str) -> None:
    same(lambda: call(f"pg_str_{name}", s, result=BOOL), lambda: getattr(s, name)())


@pytest.mark.parametrize("name", TESTS)
def test_class_of_every_character(name: str) -> None:
    function = call.lib[f"pg_str_{name}"]
    function.restype = BOOL
    char = call.lib["pg_str_char"]
    char.restype = c.c_void_p
    for code in [
        *range(0x3100),
        *range(0xA000, 0xABFF),
        *range(0xD7F0, 0xE010),
        *range(0xF900, 0x12000),
        *range(0x1D000, 0x1F000),
    ]:
        assert function(c.c_void_p(char(c.c_uint32(code)))) == getattr(chr(code), name)(), hex(code)
    call.collect()


@pytest.mark.parametrize("name", PLAIN)
def test_case_of_every_character(name: str) -> None:
    for start in range(0, 0x1F000, 256):
        s = "".join(chr(code) for code in range(start, start + 256) if not 0xD800 <= code < 0xE000)
        if s:
            assert call(f"pg_str_{name}", s) == getattr(s, name)()
    call.collect()


@many
@given(s=text, sub=piece, a=bound, b=bound)
def test_search(s: str, sub: str, a: int, b: int) -> None:
    for name in ("find", "rfind", "index", "rindex", "count"):
        same(
            lambda name=name: call(f"pg_str_{name}", s, sub, a, b, result=INT),
            lambda name=name: getattr(s, name)(sub, a, b),
        )
    for name in ("startswith", "endswith"):
        same(
            lambda name=name: call(f"pg_str_{name}", s, sub, a, b, result=BOOL),
            lambda name=name: getattr(s, name)(sub, a, b),
        )
        same(
            lambda name=name: call(f"pg_str_{name}_any", s, (sub, "x"), a, b, result=BOOL),
            lambda name=name: getattr(s, name)((sub, "x"), a, b),
        )
    same(lambda: call("pg_str_contains", s, sub, result=BOOL), lambda: sub in s)
    same(lambda: call("pg_str_removeprefix", s, sub), lambda: s.removeprefix(sub))
    same(lambda: call("pg_str_removesuffix", s, sub), lambda: s.removesuffix(sub))


@many
@given(
    needle=st.text(st.sampled_from("ab"), min_size=8, max_size=40),
    pad=st.integers(0, 30),
    hay=st.text(st.sampled_from("ab"), max_size=600),
)
def test_long_search(needle: str, pad: int, hay: str) -> None:
    s = "a" * (pad * 20) + hay + needle[pad:] + hay
    same(lambda: call("pg_str_find", s, needle, 0, END, result=INT), lambda: s.find(needle))
    same(lambda: call("pg_str_count", s, needle, 0, END, result=INT), lambda: s.count(needle))


@many
@given(s=text, sep=st.one_of(st.none(), piece), n=st.integers(-1, 4))
def test_split(s: str, sep: str | None, n: int) -> None:
    same(lambda: call("pg_str_split", s, sep, n), lambda: s.split(sep, n))
    same(lambda: call("pg_str_rsplit", s, sep, n), lambda: s.rsplit(sep, n))
    same(lambda: call("pg_str_strip", s, sep), lambda: s.strip(sep))
    same(lambda: call("pg_str_lstrip", s, sep), lambda: s.lstrip(sep))
    same(lambda: call("pg_str_rstrip", s, sep), lambda: s.rstrip(sep))
    same(lambda: call("pg_str_splitlines", s, n > 1), lambda: s.splitlines(n > 1))
    if sep is not None:
        same(lambda: call("pg_str_partition", s, sep), lambda: s.partition(sep))
        same(lambda: call("pg_str_rpartition", s, sep), lambda: s.rpartition(sep))
        same(lambda: call("pg_str_replace", s, sep, "<>", n), lambda: s.replace(sep, "<>", n))
        same(lambda: call("pg_str_join", sep, s.split()), lambda: sep.join(s.split()))


index = st.one_of(st.none(), st.integers(-14, 14))


@many
@given(s=text, a=index, b=index, step=st.one_of(st.none(), st.integers(-4, 4)), i=st.integers(-20, 20))
def test_subscript(s: str, a: int | None, b: int | None, step: int | None, i: int) -> None:
    x, y = (NO_INDEX if v is None else v for v in (a, b))
    same(lambda: call("pg_str_slice", s, x, y), lambda: s[a:b])
    same(lambda: call("pg_str_slice_step", s, x, y, 1 if step is None else step), lambda: s[a:b:step])
    same(lambda: call("pg_str_getitem", s, i), lambda: s[i])
    data = s.encode("utf-8", "surrogatepass")
    same(lambda: call("pg_bytes_slice_step", data, x, y, 1 if step is None else step), lambda: data[a:b:step])
    values = list(data)
    same(
        lambda: call("pg_list_slice_step", values, x, y, 1 if step is None else step),
        lambda: values[a:b:step],
    )
    same(
        lambda: call("pg_tuple_slice", tuple(values), x, y, 1 if step is None else step),
        lambda: tuple(values)[a:b:step],
    )


@many
@given(s=text, width=st.integers(-3, 30), fill=st.sampled_from([" ", "é", "ab"]))
def test_pad(s: str, width: int, fill: str) -> None:
    for name in ("center", "ljust", "rjust"):
        same(
            lambda name=name: call(f"pg_str_{name}", s, width, fill),
            lambda name=name: getattr(s, name)(width, fill),
        )
    same(lambda: call("pg_str_zfill", s, width), lambda: s.zfill(width))
    same(lambda: call("pg_str_expandtabs", s, width), lambda: s.expandtabs(width))


@many
@given(s=text, t=text)
def test_compare_and_repr(s: str, t: str) -> None:
    same(lambda: call("pg_str_repr", s), lambda: repr(s))
    same(lambda: call("pg_str_ascii", s), lambda: ascii(s))
    order = call("pg_str_cmp", s, t, result=c.c_int)
    assert (order > 0) - (order < 0) == (s > t) - (s < t)
    same(lambda: call("pg_str_concat", s, t), lambda: s + t)
    same(lambda: call("pg_str_repeat", s, len(t) % 5), lambda: s * (len(t) % 5))
    table = {ord(a): b for a, b in zip(s, t, strict=False)}
    same(lambda: call("pg_str_translate", s, table), lambda: s.translate(table))


@many
@given(s=text, codec=st.sampled_from(["utf-8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "nope"]),
       errors=st.sampled_from(["strict", "ignore", "replace", "surrogateescape", "surrogatepass", "backslashreplace"]))  # fmt: skip
def test_encode(s: str, codec: str, errors: str) -> None:
    if codec.startswith("utf-16") and errors in ("replace", "backslashreplace", "surrogateescape"):
        return
    try:
        expected = s.encode(codec, errors)
    except UnicodeEncodeError as error:
        # CPython names a run of characters; we name the first.
        with pytest.raises(Exception, match=f"^\\('UnicodeEncodeError', \"'{error.encoding}'"):
            call("pg_str_encode", s, codec, errors)
        return
    except LookupError:
        same(lambda: call("pg_str_encode", s, codec, errors), lambda: s.encode(codec, errors))
        return
    if errors == "surrogatepass" and codec in ("ascii", "latin-1"):
        return
    assert call("pg_str_encode", s, codec, errors) == expected


pieces = st.sampled_from(
    [
        b"a",
        b"\xc3\xa9",
        b"\xe6\xbc\xa2",
        b"\xf0\x9f\x98\x80",
        b"\xed\xa0\x80",
        b"\xff",
        b"\xc3",
        b"\xe6\xbc",
        b"\xf0\x9f",
        b"\x80",
        b"\xf5",
        b"\xc0\x80",
    ]
)
raw = st.one_of(st.lists(pieces, max_size=8).map(b"".join), st.binary(max_size=20))


@many
@given(
    data=raw,
    errors=st.sampled_from(
        ["strict", "ignore", "replace", "surrogateescape", "surrogatepass", "backslashreplace"]
    ),
)
def test_decode(data: bytes, errors: str) -> None:
    for codec in ("utf-8", "ascii", "latin-1"):
        if errors == "surrogatepass" and codec == "ascii":
            continue
        same(
            lambda codec=codec: call("pg_bytes_decode", data, codec, errors),
            lambda codec=codec: data.decode(codec, errors),
        )


@many
@given(b=raw, sep=st.one_of(st.none(), st.binary(max_size=2)), n=st.integers(-1, 3))
def test_bytes(b: bytes, sep: bytes | None, n: int) -> None:
    b = b.replace(b"\xff", b" ") + b"x\ty"
    for name in ("split", "rsplit"):
        same(
            lambda name=name: call(f"pg_bytes_{name}", b, sep, n), lambda name=name: getattr(b, name)(sep, n)
        )
    for name in ("strip", "lstrip", "rstrip"):
        same(lambda name=name: call(f"pg_bytes_{name}", b, sep), lambda name=name: getattr(b, name)(sep))
    if sep is not None:
        same(lambda: call("pg_bytes_replace", b, sep, b"<>", n), lambda: b.replace(sep, b"<>", n))
        same(lambda: call("pg_bytes_partition", b, sep), lambda: b.partition(sep))
        same(lambda: call("pg_bytes_find", b, sep, n, END, result=INT), lambda: b.find(sep, n))
        same(lambda: call("pg_bytes_rfind", b, sep, 0, n, result=INT), lambda: b.rfind(sep, 0, n))
        same(lambda: call("pg_bytes_count", b, sep, 0, END, result=INT), lambda: b.count(sep))
    for name in ("lower", "upper", "hex"):
        same(lambda name=name: call(f"pg_bytes_{name}", b), lambda name=name: getattr(b, name)())
    same(lambda: call("pg_bytes_repr", b), lambda: repr(b))
    same(lambda: call("pg_bytes_splitlines", b, n > 0), lambda: b.splitlines(n > 0))
    same(lambda: call("pg_bytes_fromhex", b.hex(" ")), lambda: bytes.fromhex(b.hex(" ")))


@many
@given(
    s=st.text(st.sampled_from("0123456789abcxXo_ -+٣"), max_size=8),
    base=st.sampled_from([10, 16, 8, 2, 0, 36, 1]),
)
def test_int_of_text(s: str, base: int) -> None:
    same(lambda: call("pg_int_parse", s, base, result=INT), lambda: int(s, base))


@many
@given(s=st.text(letters, max_size=8))
def test_encoded_lengths(s: str) -> None:
    assert call("pg_str_repr", s) == repr(s)
    assert [call("pg_str_code_at", s, i, result=c.c_int32) for i in range(len(s))] == [ord(x) for x in s]
