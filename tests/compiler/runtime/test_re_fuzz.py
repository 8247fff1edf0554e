"""Random patterns and subjects against CPython's re, and random bytes: equal answers, no crash, no hang.

The runtime is built with the undefined-behaviour sanitizer; subjects end where a page without access begins, so that
reading one byte too far is a crash. `PYGRESS_FUZZ=N` runs N times as many cases, with other seeds.
"""

# ruff: noqa: E501 (tables of cases)

import ctypes as c
import mmap
import os
import random
import re
import time
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from .bridge import Raised, runtime
from .test_re import INT, compiled, positions

call = runtime()
ROUNDS = int(os.environ.get("PYGRESS_FUZZ") or 1)
PAGE = mmap.PAGESIZE

PIECES = [
    *["a", "b", "c", "A", "B", "1", " ", "_", "\n", "é", "ß", "ẞ", "ſ", "K", "İ", "\u2003", "٣", "😀", "ab", "abc"],
    *[".", "^", "$", "|", "|", "*", "+", "?", "*?", "+?", "??", "*+", "++", "?+", "{2}", "{1,2}", "{,2}", "{2,}?", "{0}", "{1,3}+"],
    *["(", "(", ")", ")", "(?:", "(?:", "(?P<x>", "(?P<y>", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?s-i:", "(?m:", "(?a:", "(?x: "],
    *["(?i)", "(?x)", "(?#c)", "[", "]", "[^", "[ab]", "[^a]", "[a-c]", "[^\\W_]", "[\\d ]", "[é-ü]", "-", "^a", "[]a]", "#", "\\", "{", "}", ","],
    *["\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\b", "\\B", "\\A", "\\Z", "\\n", "\\x41", "\\u00e9", "\\07", "\\.", "\\(", "\\q", "<", ">", "=", "!", ":"],
]  # fmt: skip
LETTERS = "aaabbbcAB1 _\néßẞſKİ\u2003٣😀"
FLAGS = [0, 0, 0, re.I, re.M, re.S, re.A, re.X, re.I | re.A, re.I | re.M | re.S]
NOT_LINEAR = re.compile(r"\\[1-9]|\(\?P=|\(\?\(")


class Edge:
    """Memory whose end is the end of what may be read."""

    def __init__(self, pages: int = 4) -> None:
        self.size = pages * PAGE
        self.map = mmap.mmap(-1, self.size + PAGE)
        self.begin = c.addressof(c.c_char.from_buffer(self.map))
        protect = c.CDLL(None, use_errno=True).mprotect
        assert protect(c.c_void_p(self.begin + self.size), c.c_size_t(PAGE), 0) == 0

    def subject(self, value: str | bytes) -> c.c_void_p:
        data = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
        at = self.begin + self.size - len(data)
        c.memmove(at, data, len(data))
        if isinstance(value, bytes):
            return c.c_void_p(call.raw("pg_bytes_share", c.c_void_p, c.c_void_p(at), c.c_size_t(len(data))))
        return c.c_void_p(
            call.raw("pg_str_make", c.c_void_p, c.c_void_p(at), c.c_size_t(len(data)), c.c_size_t(len(value)))
        )


@pytest.fixture(scope="module")
def edge() -> Edge:
    return Edge()


def pattern_of(source: random.Random) -> str:
    return "".join(source.choice(PIECES) for _ in range(source.randint(1, 9)))


def grown(source: random.Random, depth: int = 3) -> str:
    """Make a pattern that is right more often than not."""
    choice = source.random()
    if depth == 0 or choice < 0.3:
        return source.choice(["a", "b", "ab", ".", "[ab]", "[^a]", "\\w", "\\W", "\\d", "\\s", "é", "B", "^", "$", "\\b", "\\B", "", "aé"])  # fmt: skip
    inner = [grown(source, depth - 1) for _ in range(source.randint(1, 3))]
    if choice < 0.55:
        return "".join(inner)
    if choice < 0.7:
        return f"(?:{'|'.join(inner)})"
    if choice < 0.85:
        quantifier = source.choice(
            ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{,2}?", "{2,}", "*+", "++"]
        )
        return f"(?:{inner[0]}){quantifier}"
    return f"{source.choice(['(', '(', '(?=', '(?!', '(?>', '(?i:', '(?<=', '(?<!'])}{inner[0]})"


def compare(pattern: str | bytes, flags: int, subjects: list[str | bytes], edge: Edge) -> bool:
    """Tell whether the pattern could be compiled; everything else must agree."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs: re.Pattern[Any] = re.compile(pattern, flags)
    except (re.error, OverflowError) as error:
        if NOT_LINEAR.search(pattern if isinstance(pattern, str) else pattern.decode("latin-1")):
            return False
        with pytest.raises(Raised) as raised:
            compiled(pattern, flags)
        if isinstance(error, re.error):
            assert raised.value.text == str(error), (pattern, flags)
        return False
    try:
        ours = compiled(pattern, flags)
    except Raised as raised_error:
        assert "more than linear time" in raised_error.text, (pattern, flags, raised_error.text)
        return False
    assert call.raw("pg_native_re_flags", INT, ours) == theirs.flags
    shape = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    possessive = theirs.groups > 0 and re.search(r"[*+?}]\+", shape) is not None
    atomic = theirs.groups > 0 and "(?>" in shape
    for text in subjects:
        subject = edge.subject(text)
        for mode, function in enumerate((theirs.search, theirs.match, theirs.fullmatch)):
            for pos, end in ((0, len(text)), (1, len(text) - 1)):
                if pos > end:
                    continue
                try:
                    expected = function(text, pos, end)
                except (
                    SystemError
                ):  # "The span of capturing group is wrong, please report a bug for the re module."
                    continue
                got = call.back(
                    call.raw("pg_native_re_find", c.c_void_p, ours, subject, INT(pos), INT(end), INT(mode))
                )
                shown = (pattern, flags, text, mode, pos, end)
                assert (expected is None) == (got is None), shown
                if expected is not None:
                    spans = [one for group in range(theirs.groups + 1) for one in expected.span(group)]
                    if (
                        possessive
                    ):  # re 3.11 moves the beginning of a group at an iteration that it then drops
                        got[2:], spans[2:] = [0], []
                        assert positions(subject, got)[:2] == spans, shown
                    else:
                        assert positions(subject, got) == [*spans, expected.lastindex or 0], shown
        if possessive or atomic:
            continue
        found = call.raw("pg_native_re_findall", c.c_void_p, ours, subject, INT(0), INT(2**62))
        assert call.back(found) == theirs.findall(text), (pattern, flags, text)
        assert call.back(call.raw("pg_native_re_split", c.c_void_p, ours, subject, INT(2))) == theirs.split(
            text, 2
        )
    return True


@pytest.mark.parametrize("make", [pattern_of, grown])
def test_as_re(make: Callable[[random.Random], str], edge: Edge) -> None:
    source = random.Random(f"{make.__name__} {ROUNDS}")
    good = 0
    for case in range(2500 * ROUNDS):
        pattern = make(source)
        flags = source.choice(FLAGS)
        texts: list[str | bytes] = [
            "".join(source.choice(LETTERS) for _ in range(source.randint(0, 9))) for _ in range(3)
        ]
        texts.append("".join(source.choice("ab1 ") for _ in range(source.randint(0, 9))))
        if case % 4 == 0:
            narrow = [one.encode("latin-1", "ignore") for one in (pattern, *map(str, texts))]
            good += compare(narrow[0], flags, list(narrow[1:]), edge)
        else:
            good += compare(pattern, flags, texts, edge)
        if case % 100 == 0:
            call.collect()
    assert good > 300 * ROUNDS


def test_random_bytes(edge: Edge) -> None:
    """Any bytes as pattern and as subject, as text and as bytes: an answer, or an exception of ours."""
    source = random.Random(ROUNDS)
    seeds = [pattern_of(source).encode() for _ in range(200)]
    for case in range(4000 * ROUNDS):
        data = bytearray(source.choice(seeds) + source.choice(seeds))
        for _ in range(source.randint(0, 6)):
            data[source.randrange(len(data))] = source.randrange(256)
        subject = edge.subject(bytes(source.randrange(256) for _ in range(source.randint(0, 40))))
        text = edge.subject(data.decode("utf-8", "replace") * source.choice([1, 1, 3]))
        for pattern in (bytes(data), data.decode("utf-8", "replace")):
            try:
                program = compiled(pattern, source.choice([*FLAGS, 0xFFFF, source.getrandbits(9)]))
            except Raised as raised:
                assert raised.kind in ("error", "ValueError", "OverflowError")
                continue
            used = subject if isinstance(pattern, bytes) else text
            for mode in range(3):
                call.raw("pg_native_re_find", c.c_void_p, program, used, INT(0), INT(2**62), INT(mode))
            call.raw("pg_native_re_findall", c.c_void_p, program, used, INT(0), INT(2**62))
        if case % 100 == 0:
            call.collect()


def test_no_pattern_hangs(edge: Edge) -> None:
    """Patterns that nest loops, over a text that almost matches: time in proportion to the text."""
    source = random.Random(ROUNDS)
    for _ in range(25 * ROUNDS):
        pattern = "".join(
            source.choice(["(a*)*", "(?:a|aa)+", "(?:a+)+?", "(?=a*b)?", "a*?", "(?:a?){9}", "\\w+", "(a|b)*?", "(?>a*)*", ".*"])
            for _ in range(source.randint(1, 4))
        )  # fmt: skip
        program = compiled(pattern + "[cX]")
        subject = edge.subject("a" * 4000)
        began = time.process_time()
        call.raw("pg_native_re_find", c.c_void_p, program, subject, INT(0), INT(2**62), INT(0))
        assert time.process_time() - began < 2, pattern
        call.collect()
