"""`re` over the C engine, which takes linear time: everything of Python's syntax but backreferences.

The engine answers in offsets (bytes of UTF-8), which become positions only where they are asked for. On CPython
both are the same. `Text` is `str` or `bytes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar, cast

from pygress.compiler.stdlib import native

Text = TypeVar("Text")

A = 256
ASCII = 256
DEBUG = 128
I = 2  # noqa: E741
IGNORECASE = 2
L = 4
LOCALE = 4
M = 8
MULTILINE = 8
S = 16
DOTALL = 16
X = 64
VERBOSE = 64
U = 32
UNICODE = 32
NOFLAG = 0

_CACHE_PLACES = 32
_CACHE_DEPTH = 16
_CHUNK = 64
# The modes of `native.re_find`.
_SEARCH = 0
_MATCH = 1
_FULLMATCH = 2


class error(Exception):
    """A wrong pattern or template."""

    msg: str
    pattern: Any
    pos: int | None
    lineno: int | None
    colno: int | None

    def __init__(self, msg: str, pattern: Any = None, pos: int | None = None) -> None:
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        self.lineno = None
        self.colno = None
        text = msg
        if pattern is not None and pos is not None:
            lines = native.re_text(pattern)
            text = f"{msg} at position {pos}"
            line = lines.count("\n", 0, pos) + 1
            column = pos - lines.rfind("\n", 0, pos)
            self.lineno = line
            self.colno = column
            if "\n" in lines:
                text = f"{text} (line {line}, column {column})"
        super().__init__(text)


class Match(Generic[Text]):
    """One match; from `at` on, `spans` holds the edges of each group, then `lastindex`."""

    def __init__(
        self, pattern: Pattern[Text], string: Any, pos: int, endpos: int, spans: list[int], at: int
    ) -> None:
        self.re = pattern
        self.string = string
        self._pos = pos
        self._endpos = endpos
        self._spans = spans
        self._at = at

    @property
    def pos(self) -> int:
        """Where the search began."""
        return min(max(self._pos, 0), len(self.string))

    @property
    def endpos(self) -> int:
        """Where the search had to end."""
        return min(max(self._endpos, 0), len(self.string))

    @property
    def lastindex(self) -> int | None:
        """The index of the last group that was closed."""
        last = self._spans[self._at + 2 * self.re.groups + 2]
        return last if last > 0 else None

    @property
    def lastgroup(self) -> str | None:
        """The name of the last group that was closed."""
        last = self._spans[self._at + 2 * self.re.groups + 2]
        if last > 0:
            name = native.re_group_names(self.re._program)[last - 1]
            if name:
                return name
        return None

    @property
    def regs(self) -> tuple[tuple[int, int], ...]:
        """The spans of all groups."""
        return tuple([self.span(i) for i in range(self.re.groups + 1)])

    def group(self, *groups: int | str) -> Any:
        """Give one group's text (the whole match by default), or a tuple of several."""
        if len(groups) == 0:
            return self._text(0)
        if len(groups) == 1:
            return self._text(self._index(groups[0]))
        out: list[Any] = []
        for one in groups:
            out.append(self._text(self._index(one)))
        return tuple(out)

    def group_0(self) -> Text:
        """Give the text of the whole match."""
        found: Text = native.re_slice(self.string, self._spans[self._at], self._spans[self._at + 1])
        return found

    def group_1(self, group: int | str, /) -> Text | None:
        """Give one group's text."""
        return self._text(self._index(group))

    def __getitem__(self, key: int | str) -> Text | None:
        """Give one group's text."""
        return self._text(self._index(key))

    def groups(self, default: Any = None) -> tuple[Any, ...]:
        """Give the texts of all groups; `default` for those that took no part."""
        out: list[Any] = []
        for i in range(1, self.re.groups + 1):
            out.append(default if self._spans[self._at + 2 * i] < 0 else self._text(i))
        return tuple(out)

    def groupdict(self, default: Any = None) -> dict[str, Any]:
        """Give the texts of the named groups."""
        out: dict[str, Any] = {}
        for name, i in self.re.groupindex.items():
            out[name] = default if self._spans[self._at + 2 * i] < 0 else self._text(i)
        return out

    def start(self, group: int | str = 0) -> int:
        """Give where a group begins, -1 if it took no part."""
        return native.re_position(self.string, self._spans[self._at + 2 * self._index(group)])

    def end(self, group: int | str = 0) -> int:
        """Give where a group ends, -1 if it took no part."""
        return native.re_position(self.string, self._spans[self._at + 2 * self._index(group) + 1])

    def span(self, group: int | str = 0) -> tuple[int, int]:
        """Give where a group begins and ends."""
        at = self._at + 2 * self._index(group)
        return (
            native.re_position(self.string, self._spans[at]),
            native.re_position(self.string, self._spans[at + 1]),
        )

    def expand(self, template: Text) -> Text:
        """Fill a template as `sub` does."""
        texts: list[Any] = []
        groups: list[int] = []
        _parse_template(template, self.re, texts, groups)
        for i, group in enumerate(groups):
            if group >= 0:
                edge = self._at + 2 * group
                texts[i] = native.re_slice(self.string, self._spans[edge], self._spans[edge + 1])
        filled: Text = native.re_join(self.string, texts)
        return filled

    def __repr__(self) -> str:
        return native.re_show_match(self.string, self._spans[self._at], self._spans[self._at + 1])

    def _text(self, index: int) -> Text | None:
        start = self._spans[self._at + 2 * index]
        if start < 0:
            return None
        found: Text = native.re_slice(self.string, start, self._spans[self._at + 2 * index + 1])
        return found

    def _index(self, group: int | str) -> int:
        if isinstance(group, int):
            if 0 <= group <= self.re.groups:
                return group
        else:
            index = native.re_group_index(self.re._program, group)
            if index > 0:
                return index
        raise IndexError("no such group")


class Pattern(Generic[Text]):
    """A compiled pattern."""

    def __init__(self, pattern: Text, program: bytes) -> None:
        self.pattern = pattern
        self._program = program
        self.groups = native.re_groups(program)

    @property
    def flags(self) -> int:
        """The flags, those in the pattern too."""
        return native.re_flags(self._program)

    @property
    def groupindex(self) -> dict[str, int]:
        """The numbers of the named groups."""
        out: dict[str, int] = {}
        for i, name in enumerate(native.re_group_names(self._program)):
            if name:
                out[name] = i + 1
        return out

    def search(self, string: Any, pos: int = 0, endpos: int = 9223372036854775807) -> Match[Text] | None:
        """Find the first match anywhere."""
        spans = native.re_find(self._program, string, pos, endpos, _SEARCH)
        return None if spans is None else Match(self, string, pos, endpos, spans, 0)

    def match(self, string: Any, pos: int = 0, endpos: int = 9223372036854775807) -> Match[Text] | None:
        """Match at the beginning."""
        spans = native.re_find(self._program, string, pos, endpos, _MATCH)
        return None if spans is None else Match(self, string, pos, endpos, spans, 0)

    def fullmatch(self, string: Any, pos: int = 0, endpos: int = 9223372036854775807) -> Match[Text] | None:
        """Match the whole."""
        spans = native.re_find(self._program, string, pos, endpos, _FULLMATCH)
        return None if spans is None else Match(self, string, pos, endpos, spans, 0)

    def finditer(self, string: Any, pos: int = 0, endpos: int = 9223372036854775807) -> Iterator[Match[Text]]:
        """Give all matches from left to right."""
        cursor = 2 * native.re_offset(string, pos)
        last = native.re_offset(string, endpos)
        step = 2 * self.groups + 3
        limit = 1
        while cursor >= 0:
            spans = native.re_scan(self._program, string, cursor, last, limit)
            size = len(spans) - 1
            for at in range(0, size, step):
                yield Match(self, string, pos, endpos, spans, at)
            cursor = spans[size]
            limit = min(2 * limit, _CHUNK)

    def findall(self, string: Any, pos: int = 0, endpos: int = 9223372036854775807) -> list[Any]:
        """List the texts of all matches: of the one group, or tuples of several groups, if there are groups."""
        return native.re_findall(self._program, string, pos, endpos)

    def split(self, string: Any, maxsplit: int = 0) -> list[Any]:
        """Split at the matches; the texts of groups are part of the result."""
        return native.re_split(self._program, string, maxsplit)

    def sub(self, repl: Text | Callable[[Match[Text]], Text], string: Any, count: int = 0) -> Text:
        """Replace the matches."""
        return self.subn(repl, string, count)[0]

    def subn(
        self, repl: Text | Callable[[Match[Text]], Text], string: Any, count: int = 0
    ) -> tuple[Text, int]:
        """Replace the matches and tell how many there were."""
        if isinstance(repl, (str, bytes)):
            texts: list[Any] = []
            groups: list[int] = []
            _parse_template(repl, self, texts, groups)
            filled = native.re_fill(self._program, string, texts, groups, count)
            made: Text = filled[0]
            return (made, filled[1])
        return self._replace(string, count, cast(Callable[[Match[Text]], Text], repl))

    def _replace(self, string: Any, count: int, function: Callable[[Match[Text]], Text]) -> tuple[Text, int]:
        out: list[Any] = []
        begin = 0
        done = 0
        cursor = 0 if count >= 0 else -1
        last = native.re_offset(string, 9223372036854775807)
        step = 2 * self.groups + 3
        while cursor >= 0 and (count == 0 or done < count):
            limit = _CHUNK if count == 0 else min(_CHUNK, count - done)
            spans = native.re_scan(self._program, string, cursor, last, limit)
            size = len(spans) - 1
            for at in range(0, size, step):
                if begin < spans[at]:
                    out.append(native.re_slice(string, begin, spans[at]))
                out.append(function(Match(self, string, 0, 9223372036854775807, spans, at)))
                begin = spans[at + 1]
                done += 1
            cursor = spans[size]
        if begin < last:
            out.append(native.re_slice(string, begin, last))
        joined: Text = native.re_join(string, out)
        return (joined, done)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and self.pattern == other.pattern and self.flags == other.flags

    def __hash__(self) -> int:
        return hash((self.pattern, self.flags))

    def __repr__(self) -> str:
        return native.re_show_pattern(self._program, repr(self.pattern))


class _Known:
    """A pattern that was compiled before."""

    def __init__(self, key: str, kind: int, pattern: Any) -> None:
        self.key = key
        self.kind = kind
        self.pattern = pattern


_cache: list[list[_Known]] = []
"""By the length of the pattern: a program that has no other dictionary should not get one for this."""


def compile(pattern: Text | Pattern[Text], flags: int = 0) -> Pattern[Text]:
    """Compile a pattern; the latest are remembered."""
    if isinstance(pattern, Pattern):
        if flags != 0:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    key = native.re_text(pattern)
    kind = 2 * flags + (1 if isinstance(pattern, bytes) else 0)
    while len(_cache) < _CACHE_PLACES:
        _cache.append([])
    place = _cache[len(key) % _CACHE_PLACES]
    for known in place:
        if known.kind == kind and known.key == key:
            found: Pattern[Text] = known.pattern
            return found
    program = native.re_compile(pattern, flags)
    if isinstance(program, str):
        at, _, message = program.partition(" ")
        raise error(message, pattern, None if at == "-1" else int(at))
    made = Pattern(pattern, program)
    if len(place) >= _CACHE_DEPTH:
        place.clear()
    place.append(_Known(key, kind, made))
    return made


def search(pattern: Text | Pattern[Text], string: Any, flags: int = 0) -> Match[Text] | None:
    """Find the first match anywhere."""
    return compile(pattern, flags).search(string)


def match(pattern: Text | Pattern[Text], string: Any, flags: int = 0) -> Match[Text] | None:
    """Match at the beginning."""
    return compile(pattern, flags).match(string)


def fullmatch(pattern: Text | Pattern[Text], string: Any, flags: int = 0) -> Match[Text] | None:
    """Match the whole."""
    return compile(pattern, flags).fullmatch(string)


def findall(pattern: Text | Pattern[Text], string: Any, flags: int = 0) -> list[Any]:
    """List the texts of all matches."""
    return compile(pattern, flags).findall(string)


def finditer(pattern: Text | Pattern[Text], string: Any, flags: int = 0) -> Iterator[Match[Text]]:
    """Give all matches from left to right."""
    return compile(pattern, flags).finditer(string)


def split(pattern: Text | Pattern[Text], string: Any, maxsplit: int = 0, flags: int = 0) -> list[Any]:
    """Split at the matches."""
    return compile(pattern, flags).split(string, maxsplit)


def sub(
    pattern: Text | Pattern[Text],
    repl: Text | Callable[[Match[Text]], Text],
    string: Any,
    count: int = 0,
    flags: int = 0,
) -> Text:
    """Replace the matches."""
    return compile(pattern, flags).subn(repl, string, count)[0]


def subn(
    pattern: Text | Pattern[Text],
    repl: Text | Callable[[Match[Text]], Text],
    string: Any,
    count: int = 0,
    flags: int = 0,
) -> tuple[Text, int]:
    """Replace the matches and tell how many there were."""
    return compile(pattern, flags).subn(repl, string, count)


def escape(pattern: Text) -> Text:
    """Put a backslash before every character that has a meaning in patterns."""
    out: list[str] = []
    for char in native.re_text(pattern):
        if char in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f":
            out.append("\\")
        out.append(char)
    escaped: Text = native.re_like(pattern, "".join(out))
    return escaped


def purge() -> None:
    """Forget the compiled patterns."""
    _cache.clear()


_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}


def _parse_template(template: Any, pattern: Pattern[Text], texts: list[Any], groups: list[int]) -> None:
    """Take a template apart into texts and groups; the number of a text is -1."""
    text = native.re_text(template)
    if "\\" not in text:
        if text:
            texts.append(template)
            groups.append(-1)
        return
    literal: list[str] = []
    size = len(text)
    i = 0
    while i < size:
        char = text[i]
        if char != "\\":
            literal.append(char)
            i += 1
            continue
        start = i
        if i + 1 >= size:
            raise error("bad escape (end of pattern)", template, start)
        char = text[i + 1]
        i += 2
        group = -1
        if char == "g":
            if i >= size or text[i] != "<":
                raise error("missing <", template, i)
            close = text.find(">", i + 1)
            name = text[i + 1 : close] if close >= 0 else text[i + 1 :]
            if not name:
                raise error("missing group name", template, i + 1)
            if close < 0:
                raise error("missing >, unterminated name", template, i + 1)
            if name.isascii() and name.isdigit():
                group = int(name)
                if group > pattern.groups:
                    raise error(f"invalid group reference {group}", template, i + 1)
            elif name.isidentifier():
                group = native.re_group_index(pattern._program, name)
                if group < 0:
                    raise IndexError(f"unknown group name {name!r}")
            else:
                raise error(f"bad character in group name {name!r}", template, i + 1)
            i = close + 1
        elif char == "0":
            value = 0
            count = 0
            while count < 2 and i < size and text[i] in "01234567":
                value = value * 8 + ord(text[i]) - 48
                i += 1
                count += 1
            literal.append(chr(value))
            continue
        elif "1" <= char <= "9":
            group = ord(char) - 48
            if i < size and "0" <= text[i] <= "9":
                if char <= "7" and text[i] <= "7" and i + 1 < size and "0" <= text[i + 1] <= "7":
                    value = (group * 8 + ord(text[i]) - 48) * 8 + ord(text[i + 1]) - 48
                    if value > 0o377:
                        raise error(
                            f"octal escape value {text[start : i + 2]} outside of range 0-0o377",
                            template,
                            start,
                        )
                    literal.append(chr(value))
                    i += 2
                    continue
                group = group * 10 + ord(text[i]) - 48
                i += 1
            if group > pattern.groups:
                raise error(f"invalid group reference {group}", template, start + 1)
        else:
            known = _ESCAPES.get(char)
            if known is not None:
                literal.append(known)
            elif char.isascii() and char.isalpha():
                raise error(f"bad escape \\{char}", template, start)
            else:
                literal.append("\\" + char)
            continue
        if literal:
            texts.append(native.re_like(template, "".join(literal)))
            groups.append(-1)
            literal = []
        texts.append(template)
        groups.append(group)
    if literal:
        texts.append(native.re_like(template, "".join(literal)))
        groups.append(-1)
