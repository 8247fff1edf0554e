"""Regular expressions against CPython's re: results, groups, errors and running time."""

import ctypes as c
import re
import time
import warnings

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from .bridge import Raised, runtime

call = runtime()
INT = c.c_int64


def compiled(pattern: str | bytes, flags: int = 0) -> c.c_void_p:
    made = call.raw("pg_native_re_compile", c.c_void_p, call.box(pattern), INT(flags))
    program = call.back(made)
    if isinstance(program, str):  # the mistake: where, and what
        at, _, message = program.partition(" ")
        error = re.error(message, pattern, None if at == "-1" else int(at))
        raise Raised("error", str(error))
    return c.c_void_p(made)


def run(program: c.c_void_p, text: str | bytes, mode: int, pos: int = 0, end: int = 2**62) -> list[int]:
    subject = call.box(text)
    found = call.back(
        call.raw("pg_native_re_find", c.c_void_p, program, subject, INT(pos), INT(end), INT(mode))
    )
    return positions(subject, found) if found else []


def positions(subject: c.c_void_p, found: list[int]) -> list[int]:
    """Offsets to characters; the last number is no offset."""
    return [*(call.raw("pg_native_re_position", INT, subject, INT(edge)) for edge in found[:-1]), found[-1]]


def theirs(pattern: re.Pattern[str], text: str, mode: int, pos: int = 0, end: int = 2**62) -> list[int]:
    function = (pattern.search, pattern.match, pattern.fullmatch)[mode]
    found = function(text, pos, min(end, len(text)))
    if found is None:
        return []
    spans = [edge for group in range(pattern.groups + 1) for edge in found.span(group)]
    return [*spans, found.lastindex or 0]


def check(pattern: str, flags: int, texts: list[str]) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            expected = re.compile(pattern, flags)
    except re.error as error:
        if "(?(" in pattern:  # refused as such
            return
        with pytest.raises(Raised) as raised:
            compiled(pattern, flags)
        if not str(error).startswith("bad escape (end of pattern)"):  # re finds it one token ahead
            assert raised.value.text == str(error), pattern
        return
    except (OverflowError, RecursionError):
        return
    if re.search(r"\\[1-9]|\(\?P=|\(\?\(", pattern):
        return
    program = compiled(pattern, flags)
    assert call.raw("pg_native_re_flags", INT, program) == expected.flags
    for text in texts:
        for mode in range(3):
            assert run(program, text, mode) == theirs(expected, text, mode), (pattern, flags, text, mode)
        assert run(program, text, 0, 1, len(text) - 1 if text else 0) == theirs(
            expected, text, 0, 1, max(len(text) - 1, 0)
        ), (pattern, text)


atoms = st.sampled_from(
    [
        "a",
        "b",
        "c",
        "ab",
        ".",
        "[ab]",
        "[^a]",
        "[a-c]",
        r"\w",
        r"\W",
        r"\d",
        r"\s",
        "é",
        "[é-ü]",
        "A",
        "[A-B]",
        r"\.",
        " ",
        "\\n",
        "ſ",
        "K",
        "[^\\W\\d]",
    ]
)
edges = st.sampled_from(["^", "$", r"\b", r"\B", r"\A", r"\Z"])
quantifiers = st.sampled_from(
    ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "{2,}", "{0,3}?", "{2,3}?"]
)


def combine(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, quantifiers).map(lambda parts: f"(?:{parts[0]}){parts[1]}"),
        inner.map(lambda part: f"({part})"),
        st.tuples(st.sampled_from(["(?=", "(?!", "(?>", "(?i:", "(?s:"]), inner).map(
            lambda parts: f"{parts[0]}{parts[1]})"
        ),
        st.tuples(st.sampled_from(["(?<=", "(?<!"]), atoms).map(lambda parts: f"{parts[0]}{parts[1]})"),
    )


patterns = st.recursive(
    st.one_of(atoms, edges, st.tuples(atoms, quantifiers).map("".join)), combine, max_leaves=7
)
texts = st.lists(st.text(st.sampled_from(list("aabbcABé \n1_.ſKk")), max_size=12), min_size=2, max_size=5)
flags = st.sampled_from([0, 0, 0, re.I, re.M, re.S, re.A, re.I | re.A, re.M | re.S, re.I | re.M])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(pattern=patterns, flags=flags, texts=texts)
@example(pattern="(a*)*", flags=0, texts=["aab", "b"])
@example(pattern="(a|b*)*c", flags=0, texts=["abac", ""])
@example(pattern="(?:(a)|b)*", flags=0, texts=["ab", "ba"])
@example(pattern="(?=(a+))a*b", flags=0, texts=["aaab"])
@example(pattern=r"\B", flags=0, texts=["", "a"])
def test_matches(pattern: str, flags: int, texts: list[str]) -> None:
    check(pattern, flags, texts)


broken = st.text(st.sampled_from(list("ab()[]{}*+?|^$\\.,-0123:=!<>P#ixsd \n")), max_size=9)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(pattern=broken, flags=st.sampled_from([0, re.X]))
@example(pattern="(?i)a(?m)", flags=0)
@example(pattern="a**", flags=0)
@example(pattern="(?P<x>a)(?P<x>b)", flags=0)
@example(pattern="(?P<1>a)", flags=0)
@example(pattern="(?P<x", flags=0)
@example(pattern="[z-a]", flags=0)
@example(pattern="(?<=a+)b", flags=0)
@example(pattern="a{3,2}", flags=0)
@example(pattern="\\", flags=0)
@example(pattern="\\q", flags=0)
@example(pattern="(?z)", flags=0)
@example(pattern="(\n(", flags=0)
def test_syntax(pattern: str, flags: int) -> None:
    check(pattern, flags, ["ab", "a(b", "", "a1\n"])


def test_backreferences_are_refused() -> None:
    for pattern in (r"(a)\1", "(?P<x>a)(?P=x)"):
        with pytest.raises(Raised, match="backreferences are not supported"):
            compiled(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a*)*b", "a" * 50_000),
        ("(a|a)*b", "a" * 50_000),
        ("(?:a?){40}a{40}", "a" * 40),
        ("a*a*a*a*a*b", "a" * 20_000),
        ("(x+x+)+y", "x" * 20_000),
        (r"(?:\w+\s?)*$", "word " * 5000 + "!"),
        ("(?=.*b)a", "a" * 20_000),
        ("(?:(?=a*c)a)*b", "a" * 20_000),
        ("(?<!b)(?:aa|a)*c", "a" * 20_000),
        ("(?:a|ab|b)*?c", "ab" * 10_000),
        ("(.*?,){11}P", "1,2,3,4,5,6,7,8,9,10,11,12,13" * 200),
        ("(?i)(?:k|K)*z", "k" * 20_000),
    ],
)
def test_time_is_linear(pattern: str, text: str) -> None:
    program = compiled(pattern)
    begin = time.perf_counter()
    run(program, text, 0)
    assert time.perf_counter() - begin < 2.0
    call.collect()


def test_characters_of_other_cases() -> None:
    """Every character of the first planes folds as in re."""
    lower = re._compiler._sre.unicode_tolower  # type: ignore[attr-defined]
    extra = re._casefix._EXTRA_CASES  # type: ignore[attr-defined]
    fold = call.lib.re_fold
    fold.restype = c.c_uint32
    ours: dict[int, set[int]] = {}
    lowered: dict[int, set[int]] = {}
    characters = [code for code in range(0x11000) if not 0xD800 <= code < 0xE000]
    for code in characters:
        ours.setdefault(fold(c.c_uint32(code), c.c_bool(False)), set()).add(code)
        lowered.setdefault(lower(code), set()).add(code)
    for same in ours.values():
        for code in same:
            low = lower(code)
            others = (lowered[one] for one in extra.get(low, ()) if one in lowered)
            assert same == lowered[low].union(*others), hex(code)
        if len(same) > 1:
            for code in same:
                program = compiled(chr(code), re.I)
                assert all(run(program, chr(other), 2) for other in same), hex(code)
    call.collect()


def test_names_and_bytes() -> None:
    program = compiled("(?P<year>[0-9]+)-([0-9]+)(?P<rest>.*)")
    assert call.back(call.raw("pg_native_re_group_names", c.c_void_p, program)) == ["year", "", "rest"]
    found = run(compiled(b"(\xff) (?:\\d+)-(..\xe9)"), b"\xff 2024-05\xe9", 0)
    assert found[:6] == [0, 10, 0, 1, 7, 10]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(pattern=patterns, text=st.text(st.sampled_from(list("ab é")), max_size=20), limit=st.integers(1, 5))
def test_all_matches(pattern: str, text: str, limit: int) -> None:
    """Walk as `finditer` does: a match that follows an empty one may not be empty at the same place."""
    program = compiled(pattern)
    subject = call.box(text)
    step = 2 * (re.compile(pattern).groups + 1) + 1
    spans, cursor = [], 0
    while cursor >= 0:
        *found, cursor = call.back(
            call.raw("pg_native_re_scan", c.c_void_p, program, subject, INT(cursor), INT(2**62), INT(limit))
        )
        assert len(found) <= limit * step
        for at in range(0, len(found), step):
            spans.append(positions(subject, found[at : at + step])[:-1])
    assert spans == [
        [edge for group in range(m.re.groups + 1) for edge in m.span(group)]
        for m in re.finditer(pattern, text)
    ]
