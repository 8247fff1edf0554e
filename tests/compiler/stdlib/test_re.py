import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.compiler.stdlib import re as ours

PATTERNS = [
    r"a*",
    r"(a)(b)?",
    r"\b",
    r"(?P<word>\w+)(?P<rest>[^\w]*)",
    r"x?",
    r"(a|ab)(c|bcd)(d*)",
    r"^",
    r"$",
    r"(?m)^.",
    r"[éa]+",
    r"(?=a)",
    r"(?<=b).",
    r"(a*)+",
    r"",
    r"(?i)B",
    r",\s*",
    r"(\s)|(,)",
]
TEXT = st.text(alphabet="aabbcd ,\néX", max_size=12)


def shown(match: Any) -> Any:
    if match is None:
        return None
    return (
        match.group(),
        match.groups(),
        match.groups("-"),
        match.groupdict(),
        match.span(),
        match.lastindex,
        match.lastgroup,
        match.regs,
        match.pos,
        match.endpos,
        match.string,
        match[0],
    )


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=TEXT, pos=st.integers(-1, 6), endpos=st.integers(-1, 13))
def test_matching(pattern: str, text: str, pos: int, endpos: int) -> None:
    endpos = max(pos, endpos)  # below it nothing is found, CPython documents (but `match` there may)
    mine, theirs = ours.compile(pattern), re.compile(pattern)
    for name in ("search", "match", "fullmatch"):
        assert shown(getattr(mine, name)(text)) == shown(getattr(theirs, name)(text))
        assert shown(getattr(mine, name)(text, pos, endpos)) == shown(
            getattr(theirs, name)(text, pos, endpos)
        )
    assert mine.findall(text) == theirs.findall(text)
    assert mine.findall(text, pos, endpos) == theirs.findall(text, pos, endpos)
    assert [shown(m) for m in mine.finditer(text, pos)] == [shown(m) for m in theirs.finditer(text, pos)]
    for count in (0, 1, 2):
        assert mine.split(text, count) == theirs.split(text, count)
        assert mine.subn("<>", text, count) == theirs.subn("<>", text, count)
        assert mine.sub(lambda m: f"[{m.group()}]", text, count) == theirs.sub(
            lambda m: f"[{m.group()}]", text, count
        )
    assert (mine.groups, mine.flags, mine.groupindex) == (
        theirs.groups,
        theirs.flags,
        dict(theirs.groupindex),
    )
    assert repr(mine) == repr(theirs)


TEMPLATES = [
    r"\1",
    r"\2-\1",
    r"\g<0>",
    r"\g<one>!",
    r"\g<2>",
    r"\n\t\\",
    r"\07",
    r"\0",
    r"\101",
    r"\10",
    r"\q",
    "\\",
    r"\g",
    r"\g<",
    r"\g<>",
    r"\g<nope>",
    r"\g<9>",
    r"\g<1x>",
    r"\g<one",
    r"\3",
    r"\777",
    r"\-",
    r"\é",
    "plain",
    r"\\1",
]


def outcome(call: Any) -> Any:
    try:
        return call()
    except (re.error, ours.error) as error:
        return "error", str(error), error.msg, error.pos, error.pattern, error.lineno, error.colno
    except IndexError as error:
        return "IndexError", str(error)


@pytest.mark.parametrize("template", TEMPLATES)
def test_templates(template: str) -> None:
    pattern, text = r"(?P<one>a)(b)?", "ab a"
    assert outcome(lambda: ours.sub(pattern, template, text)) == outcome(
        lambda: re.sub(pattern, template, text)
    )
    mine, theirs = ours.search(pattern, text), re.search(pattern, text)
    assert mine is not None
    assert theirs is not None
    assert outcome(lambda: mine.expand(template)) == outcome(lambda: theirs.expand(template))


@pytest.mark.parametrize(
    "pattern", ["(", "a\n[", "*a", "(?P<1>a)", "(?P<a>x)(?P<a>y)", "[z-a]", "a{3,1}", "(?z)", "\\"]
)
def test_wrong_patterns(pattern: str) -> None:
    assert outcome(lambda: ours.compile(pattern)) == outcome(lambda: re.compile(pattern))


def test_groups_by_number_and_name() -> None:
    found = ours.match(r"(?P<key>\w+)=(\w+)?", "a=")
    assert found is not None
    assert found.group("key", 2, 0) == ("a", None, "a=")
    assert (found["key"], found[2], found.start("key"), found.end(2)) == ("a", None, 0, -1)
    with pytest.raises(IndexError, match="no such group"):
        found.group(3)
    with pytest.raises(IndexError, match="no such group"):
        found["nope"]
    assert repr(found) == "<re.Match object; span=(0, 2), match='a='>"


def test_module_functions_and_cache() -> None:
    assert ours.compile("abc", ours.I) is ours.compile("abc", ours.I)
    assert ours.compile("abc") != ours.compile("abc", ours.I)
    assert ours.compile(ours.compile("x")).pattern == "x"
    assert ours.findall("A", "aA", ours.I) == ["a", "A"]
    assert ours.split(r"\d", "a1b2c", 1) == ["a", "b2c"]
    assert ours.subn("a", "b", "aa", 1) == ("ba", 1)
    assert ours.fullmatch("a", "aa") is None
    with pytest.raises(ValueError, match="cannot process flags argument with a compiled pattern"):
        ours.compile(ours.compile("x"), ours.I)


@given(st.text(max_size=12))
def test_escape(text: str) -> None:
    assert ours.escape(text) == re.escape(text)
