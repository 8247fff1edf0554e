"""A small TOML-like reader and writer with typed access, as a library author would write it."""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar, overload

Value = str | int | float | bool | list["Value"] | dict[str, "Value"]
T = TypeVar("T")


class ParseError(ValueError):
    def __init__(self, message: str, line: int, column: int = 0) -> None:
        super().__init__(message, line, column)
        self.message, self.line, self.column = message, line, column

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{where}: {self.message}"


class Scanner:
    TOKEN = re.compile(
        r"""
        (?P<string>"(?:[^"\\]|\\.)*")
      | (?P<number>[-+]?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?)
      | (?P<word>[A-Za-z_][\w.-]*)
      | (?P<punct>[\[\]{},=])
      | (?P<space>\s+)
      | (?P<comment>\#.*)
        """,
        re.VERBOSE,
    )

    def __init__(self, text: str, line: int) -> None:
        self.text, self.line = text, line
        self.tokens = list(self._scan())
        self.position = 0

    def _scan(self) -> Iterator[tuple[str, str, int]]:
        position = 0
        while position < len(self.text):
            match = self.TOKEN.match(self.text, position)
            if match is None:
                raise ParseError(f"unexpected {self.text[position]!r}", self.line, position + 1)
            kind = match.lastgroup
            assert kind is not None
            if kind not in ("space", "comment"):
                yield kind, match.group(), position + 1
            position = match.end()

    @property
    def done(self) -> bool:
        return self.position >= len(self.tokens)

    def peek(self) -> str:
        return "" if self.done else self.tokens[self.position][1]

    def next(self) -> tuple[str, str, int]:
        if self.done:
            raise ParseError("unexpected end", self.line)
        token = self.tokens[self.position]
        self.position += 1
        return token

    def expect(self, text: str) -> None:
        kind, found, column = self.next()
        if found != text:
            raise ParseError(f"expected {text!r}, got {found!r}", self.line, column)

    def value(self) -> Value:
        kind, text, column = self.next()
        match kind, text:
            case "string", _:
                unquoted: str = json.loads(text)
                return unquoted
            case "number", _ if set(text) & set(".eE"):
                return float(text)
            case "number", _:
                return int(text.replace("_", ""))
            case "word", "true" | "false":
                return text == "true"
            case "punct", "[":
                items: list[Value] = []
                while self.peek() != "]":
                    items.append(self.value())
                    if self.peek() == ",":
                        self.next()
                self.expect("]")
                return items
            case "punct", "{":
                table: dict[str, Value] = {}
                while self.peek() != "}":
                    _, key, _ = self.next()
                    self.expect("=")
                    table[key] = self.value()
                    if self.peek() == ",":
                        self.next()
                self.expect("}")
                return table
            case _:
                raise ParseError(f"no value: {text!r}", self.line, column)


def parse(text: str) -> dict[str, Value]:
    root: dict[str, Value] = {}
    current = root
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if header := re.fullmatch(r"\[([\w.]+)\]", line):
            current = root
            for part in header[1].split("."):
                inner = current.setdefault(part, {})
                if not isinstance(inner, dict):
                    raise ParseError(f"{part!r} is not a table", number)
                current = inner
            continue
        scanner = Scanner(line, number)
        kind, key, column = scanner.next()
        if kind not in ("word", "string"):
            raise ParseError(f"bad key {key!r}", number, column)
        scanner.expect("=")
        if key in current:
            raise ParseError(f"{key!r} is set twice", number)
        current[key] = scanner.value()
        if not scanner.done:
            raise ParseError("more after the value", number, scanner.next()[2])
    return root


class Option(Generic[T]):
    """A typed view of one setting."""

    def __init__(self, path: str, convert: Callable[[Any], T], default: T) -> None:
        self.path = path.split(".")
        self.convert = convert
        self.default = default

    def read(self, data: Mapping[str, Value]) -> T:
        node: Any = data
        for part in self.path:
            if not isinstance(node, Mapping) or part not in node:
                return self.default
            node = node[part]
        try:
            return self.convert(node)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{'.'.join(self.path)}: {error}") from error


@overload
def dump(value: str) -> str: ...
@overload
def dump(value: Value, indent: int = ...) -> str: ...
def dump(value: Value, indent: int = 0) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + ", ".join(dump(one) for one in value) + "]"
    return "{" + ", ".join(f"{key} = {dump(one)}" for key, one in value.items()) + "}"


def render(data: dict[str, Value], prefix: str = "") -> Iterator[str]:
    tables = {key: value for key, value in data.items() if isinstance(value, dict)}
    for key, value in data.items():
        if key not in tables:
            yield f"{key} = {dump(value)}"
    for key, table in tables.items():
        yield f"[{prefix}{key}]"
        yield from render(table, f"{prefix}{key}.")


SAMPLE = """
title = "demo \\u00e9"   # trailing
debug = true
[server]
port = 8_080
hosts = ["a", "b", ["nested", 1.5e2]]
[server.limits]
rate = 2.5
burst = {low = 1, high = 10}
"""


def main() -> int:
    data = parse(SAMPLE)
    print(data)
    print("\n".join(render(data)))
    print(parse("\n".join(render(data))) == data)
    options: list[Option[Any]] = [
        Option("server.port", int, 80),
        Option("server.limits.rate", float, 1.0),
        Option("server.name", str, "none"),
        Option("debug", bool, False),
    ]
    print([one.read(data) for one in options])
    print(Option("server.hosts", list[Any], []).read(data))
    try:
        Option("title", int, 0).read(data)
    except ValueError as error:
        print(error, "<-", type(error.__cause__).__name__)
    failures = 0
    for bad in (
        "a = ",
        "a == 1",
        "[a\nb = 1",
        "x = 1\nx = 2",
        "k = [1, 2",
        "a = 1 2",
        "a = $",
        "= 3",
        "t = 1\n[t]\nx = 1",
    ):
        try:
            parse(bad)
        except ParseError as error:
            failures += 1
            print(f"{bad!r:<22} {error}")
    print(failures, file=sys.stderr)
    return failures


if __name__ == "__main__":
    sys.exit(main())
