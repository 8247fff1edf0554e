"""`re` over the C engine, which takes linear time: everything of Python's syntax but backreferences.

Text patterns only; offsets are code points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pygress.compiler.stdlib import native

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

_CACHE_SIZE = 512
# The modes of `native.re_exec`.
_SEARCH = 0
_MATCH = 1
_FULLMATCH = 2
_NOT_EMPTY = 4


class error(Exception):
    """A wrong pattern or template."""

    msg: str
    pattern: str | None
    pos: int | None
    lineno: int
    colno: int

    def __init__(self, msg: str, pattern: str | None = None, pos: int | None = None) -> None:
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        self.lineno = 0
        self.colno = 0
        text = msg
        if pattern is not None and pos is not None:
            text = f"{msg} at position {pos}"
            self.lineno = pattern.count("\n", 0, pos) + 1
            self.colno = pos - pattern.rfind("\n", 0, pos)
            if "\n" in pattern:
                text = f"{text} (line {self.lineno}, column {self.colno})"
        super().__init__(text)


class Match:
    """One match; `spans` holds start and end of each group, then `lastindex`."""

    def __init__(self, pattern: Pattern, string: str, pos: int, endpos: int, spans: list[int]) -> None:
        self.re = pattern
        self.string = string
        self.pos = pos
        self.endpos = endpos
        self._spans = spans

    @property
    def lastindex(self) -> int | None:
        """The index of the last group that was closed."""
        last = self._spans[-1]
        return last if last > 0 else None

    @property
    def lastgroup(self) -> str | None:
        """The name of the last group that was closed."""
        last = self._spans[-1]
        if last > 0:
            name = self.re._names[last - 1]
            if name:
                return name
        return None

    @property
    def regs(self) -> tuple[tuple[int, int], ...]:
        """The spans of all groups."""
        return tuple([(self._spans[2 * i], self._spans[2 * i + 1]) for i in range(self.re.groups + 1)])

    def group(self, *groups: int | str) -> Any:
        """Give one group's text (the whole match by default), or a tuple of several."""
        if len(groups) == 0:
            return self._text(0)
        if len(groups) == 1:
            return self._text(self._index(groups[0]))
        out: list[str | None] = []
        for one in groups:
            out.append(self._text(self._index(one)))
        return tuple(out)

    def group_0(self) -> str:
        """Give the text of the whole match."""
        return self.string[self._spans[0] : self._spans[1]]

    def group_1(self, group: int | str, /) -> str | None:
        """Give one group's text."""
        return self._text(self._index(group))

    def __getitem__(self, key: int | str) -> str | None:
        """Give one group's text."""
        return self._text(self._index(key))

    def groups(self, default: Any = None) -> tuple[Any, ...]:
        """Give the texts of all groups; `default` for those that took no part."""
        out: list[Any] = []
        for i in range(1, self.re.groups + 1):
            out.append(default if self._spans[2 * i] < 0 else self._text(i))
        return tuple(out)

    def groupdict(self, default: Any = None) -> dict[str, Any]:
        """Give the texts of the named groups."""
        out: dict[str, Any] = {}
        for name, i in self.re.groupindex.items():
            out[name] = default if self._spans[2 * i] < 0 else self._text(i)
        return out

    def start(self, group: int | str = 0) -> int:
        """Give where a group begins, -1 if it took no part."""
        return self._spans[2 * self._index(group)]

    def end(self, group: int | str = 0) -> int:
        """Give where a group ends, -1 if it took no part."""
        return self._spans[2 * self._index(group) + 1]

    def span(self, group: int | str = 0) -> tuple[int, int]:
        """Give where a group begins and ends."""
        i = self._index(group)
        return (self._spans[2 * i], self._spans[2 * i + 1])

    def expand(self, template: str) -> str:
        """Fill a template as `sub` does."""
        return _fill(_parse_template(template, self.re), self)

    def __repr__(self) -> str:
        return f"<re.Match object; span={self.span()!r}, match={self._text(0)!r}>"

    def _text(self, index: int) -> str | None:
        start = self._spans[2 * index]
        if start < 0:
            return None
        return self.string[start : self._spans[2 * index + 1]]

    def _index(self, group: int | str) -> int:
        if isinstance(group, int):
            if 0 <= group <= self.re.groups:
                return group
        else:
            found = self.re.groupindex.get(group)
            if found is not None:
                return found
        raise IndexError("no such group")


class Pattern:
    """A compiled pattern."""

    def __init__(self, pattern: str, program: bytes) -> None:
        self.pattern = pattern
        self._program = program
        self._names = native.re_group_names(program)
        self.groups = len(self._names)
        self.flags = native.re_flags(program)
        index: dict[str, int] = {}
        for i, name in enumerate(self._names):
            if name:
                index[name] = i + 1
        self.groupindex = index

    def search(self, string: str, pos: int = 0, endpos: int = 9223372036854775807) -> Match | None:
        """Find the first match anywhere."""
        return self._match(string, pos, endpos, _SEARCH)

    def match(self, string: str, pos: int = 0, endpos: int = 9223372036854775807) -> Match | None:
        """Match at the beginning."""
        return self._match(string, pos, endpos, _MATCH)

    def fullmatch(self, string: str, pos: int = 0, endpos: int = 9223372036854775807) -> Match | None:
        """Match the whole."""
        return self._match(string, pos, endpos, _FULLMATCH)

    def finditer(self, string: str, pos: int = 0, endpos: int = 9223372036854775807) -> Iterator[Match]:
        """Give all matches from left to right."""
        first, last = _clamp(string, pos, endpos)
        at = first
        mode = _SEARCH
        while at <= last:
            spans = native.re_exec(self._program, string, at, last, mode)
            if not spans:
                return
            yield Match(self, string, first, last, spans)
            at = spans[1]
            mode = _NOT_EMPTY if spans[0] == at else _SEARCH

    def findall(self, string: str, pos: int = 0, endpos: int = 9223372036854775807) -> list[Any]:
        """List the texts of all matches: of the one group, or tuples of several groups, if there are groups."""
        out: list[Any] = []
        at, last = _clamp(string, pos, endpos)
        mode = _SEARCH
        while at <= last:
            spans = native.re_exec(self._program, string, at, last, mode)
            if not spans:
                break
            if self.groups == 0:
                out.append(string[spans[0] : spans[1]])
            elif self.groups == 1:
                out.append(_part(string, spans, 1))
            else:
                parts: list[str] = []
                for i in range(1, self.groups + 1):
                    parts.append(_part(string, spans, i))
                out.append(tuple(parts))
            at = spans[1]
            mode = _NOT_EMPTY if spans[0] == at else _SEARCH
        return out

    def split(self, string: str, maxsplit: int = 0) -> list[Any]:
        """Split at the matches; the texts of groups are part of the result."""
        out: list[Any] = []
        begin = 0
        at = 0
        last = len(string)
        mode = _SEARCH
        count = 0
        while at <= last and (maxsplit == 0 or count < maxsplit):
            spans = native.re_exec(self._program, string, at, last, mode)
            if not spans:
                break
            out.append(string[begin : spans[0]])
            for i in range(1, self.groups + 1):
                out.append(None if spans[2 * i] < 0 else string[spans[2 * i] : spans[2 * i + 1]])
            begin = spans[1]
            at = begin
            mode = _NOT_EMPTY if spans[0] == at else _SEARCH
            count += 1
        out.append(string[begin:])
        return out

    def sub(self, repl: str | Callable[[Match], str], string: str, count: int = 0) -> str:
        """Replace the matches."""
        return self.subn(repl, string, count)[0]

    def subn(self, repl: str | Callable[[Match], str], string: str, count: int = 0) -> tuple[str, int]:
        """Replace the matches and tell how many there were."""
        if isinstance(repl, str):
            if "\\" in repl:
                return self._replace(string, count, _parse_template(repl, self), None)
            return self._replace(string, count, [_Piece(repl, -1)], None)
        return self._replace(string, count, [], repl)

    def _replace(
        self, string: str, count: int, template: list[_Piece], function: Callable[[Match], str] | None
    ) -> tuple[str, int]:
        out: list[str] = []
        begin = 0
        at = 0
        last = len(string)
        mode = _SEARCH
        done = 0
        while at <= last and (count == 0 or done < count):
            spans = native.re_exec(self._program, string, at, last, mode)
            if not spans:
                break
            out.append(string[begin : spans[0]])
            if function is not None:
                out.append(function(Match(self, string, 0, last, spans)))
            else:
                for piece in template:
                    if piece.group < 0:
                        out.append(piece.text)
                    else:
                        out.append(_part(string, spans, piece.group))
            begin = spans[1]
            at = begin
            mode = _NOT_EMPTY if spans[0] == at else _SEARCH
            done += 1
        if done == 0:
            return (string, 0)
        out.append(string[begin:])
        return ("".join(out), done)

    def _match(self, string: str, pos: int, endpos: int, mode: int) -> Match | None:
        first, last = _clamp(string, pos, endpos)
        if first > last:
            return None
        spans = native.re_exec(self._program, string, first, last, mode)
        if not spans:
            return None
        return Match(self, string, first, last, spans)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and self.pattern == other.pattern and self.flags == other.flags

    def __hash__(self) -> int:
        return hash((self.pattern, self.flags))

    def __repr__(self) -> str:
        names: list[str] = []
        for bit, name in _FLAG_NAMES:
            if self.flags & bit and bit != U:
                names.append("re." + name)
        flags = f", {'|'.join(names)}" if names else ""
        return f"re.compile({repr(self.pattern)[:200]}{flags})"


_FLAG_NAMES: list[tuple[int, str]] = [
    (2, "IGNORECASE"),
    (4, "LOCALE"),
    (8, "MULTILINE"),
    (16, "DOTALL"),
    (32, "UNICODE"),
    (64, "VERBOSE"),
    (128, "DEBUG"),
    (256, "ASCII"),
]

_cache: dict[int, dict[str, Pattern]] = {}


def compile(pattern: str | Pattern, flags: int = 0) -> Pattern:
    """Compile a pattern; the latest are remembered."""
    if isinstance(pattern, Pattern):
        if flags != 0:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    known = _cache.get(flags)
    if known is None:
        known = {}
        _cache[flags] = known
    found = known.get(pattern)
    if found is None:
        try:
            program = native.re_compile(pattern, flags)
        except ValueError as wrong:
            raise _located(str(wrong), pattern) from None
        found = Pattern(pattern, program)
        if len(known) >= _CACHE_SIZE:
            known.clear()
        known[pattern] = found
    return found


def search(pattern: str | Pattern, string: str, flags: int = 0) -> Match | None:
    """Find the first match anywhere."""
    return compile(pattern, flags).search(string)


def match(pattern: str | Pattern, string: str, flags: int = 0) -> Match | None:
    """Match at the beginning."""
    return compile(pattern, flags).match(string)


def fullmatch(pattern: str | Pattern, string: str, flags: int = 0) -> Match | None:
    """Match the whole."""
    return compile(pattern, flags).fullmatch(string)


def findall(pattern: str | Pattern, string: str, flags: int = 0) -> list[Any]:
    """List the texts of all matches."""
    return compile(pattern, flags).findall(string)


def finditer(pattern: str | Pattern, string: str, flags: int = 0) -> Iterator[Match]:
    """Give all matches from left to right."""
    return compile(pattern, flags).finditer(string)


def split(pattern: str | Pattern, string: str, maxsplit: int = 0, flags: int = 0) -> list[Any]:
    """Split at the matches."""
    return compile(pattern, flags).split(string, maxsplit)


def sub(
    pattern: str | Pattern, repl: str | Callable[[Match], str], string: str, count: int = 0, flags: int = 0
) -> str:
    """Replace the matches."""
    return compile(pattern, flags).subn(repl, string, count)[0]


def subn(
    pattern: str | Pattern, repl: str | Callable[[Match], str], string: str, count: int = 0, flags: int = 0
) -> tuple[str, int]:
    """Replace the matches and tell how many there were."""
    return compile(pattern, flags).subn(repl, string, count)


def escape(pattern: str) -> str:
    """Put a backslash before every character that has a meaning in patterns."""
    out: list[str] = []
    for char in pattern:
        if char in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f":
            out.append("\\")
        out.append(char)
    return "".join(out)


def purge() -> None:
    """Forget the compiled patterns."""
    _cache.clear()


def _clamp(string: str, pos: int, endpos: int) -> tuple[int, int]:
    size = len(string)
    return (min(max(pos, 0), size), min(max(endpos, 0), size))


def _part(string: str, spans: list[int], group: int) -> str:
    start = spans[2 * group]
    return "" if start < 0 else string[start : spans[2 * group + 1]]


def _located(message: str, pattern: str) -> error:
    """Read the native message `msg at position 3 (line 1, column 4)` back into its parts."""
    at = message.rfind(" at position ")
    if at < 0:
        return error(message, pattern, None)
    number = message[at + 13 :]
    end = number.find(" ")
    return error(message[:at], pattern, int(number if end < 0 else number[:end]))


class _Piece:
    """A piece of a template: a text, or a group."""

    def __init__(self, text: str, group: int) -> None:
        self.text = text
        self.group = group


def _fill(template: list[_Piece], found: Match) -> str:
    out: list[str] = []
    for piece in template:
        if piece.group < 0:
            out.append(piece.text)
        else:
            out.append(_part(found.string, found._spans, piece.group))
    return "".join(out)


_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}


def _parse_template(text: str, pattern: Pattern) -> list[_Piece]:
    out: list[_Piece] = []
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
            raise error("bad escape (end of pattern)", text, start)
        char = text[i + 1]
        i += 2
        group = -1
        if char == "g":
            if i >= size or text[i] != "<":
                raise error("missing <", text, i)
            close = text.find(">", i + 1)
            name = text[i + 1 : close] if close >= 0 else text[i + 1 :]
            if not name:
                raise error("missing group name", text, i + 1)
            if close < 0:
                raise error("missing >, unterminated name", text, i + 1)
            if name.isascii() and name.isdigit():
                group = int(name)
                if group > pattern.groups:
                    raise error(f"invalid group reference {group}", text, i + 1)
            elif name.isidentifier():
                found = pattern.groupindex.get(name)
                if found is None:
                    raise IndexError(f"unknown group name {name!r}")
                group = found
            else:
                raise error(f"bad character in group name {name!r}", text, i + 1)
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
                            f"octal escape value {text[start : i + 2]} outside of range 0-0o377", text, start
                        )
                    literal.append(chr(value))
                    i += 2
                    continue
                group = group * 10 + ord(text[i]) - 48
                i += 1
            if group > pattern.groups:
                raise error(f"invalid group reference {group}", text, start + 1)
        else:
            known = _ESCAPES.get(char)
            if known is not None:
                literal.append(known)
            elif char.isascii() and char.isalpha():
                raise error(f"bad escape \\{char}", text, start)
            else:
                literal.append("\\" + char)
            continue
        if literal:
            out.append(_Piece("".join(literal), -1))
            literal = []
        out.append(_Piece("", group))
    if literal:
        out.append(_Piece("".join(literal), -1))
    return out
