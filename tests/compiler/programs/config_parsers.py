"""CSV, INI and a useful part of TOML: three parsers with line numbers in errors, and writers back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class ConfigError(ValueError):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


def read_csv(text: str, delimiter: str = ",") -> Iterator[list[str]]:
    row: list[str] = []
    cell: list[str] = []
    quoted = False
    line = 1
    index = 0
    while index < len(text):
        char = text[index]
        following = text[index + 1 : index + 2]
        if quoted:
            if char == '"' and following == '"':
                cell.append('"')
                index += 1
            elif char == '"':
                quoted = False
            else:
                cell.append(char)
                line += char == "\n"
        elif char == '"' and not cell:
            quoted = True
        elif char == delimiter:
            row.append("".join(cell))
            cell.clear()
        elif char == "\n":
            row.append("".join(cell))
            cell = []
            yield row
            row = []
            line += 1
        elif char != "\r":
            cell.append(char)
        index += 1
    if quoted:
        raise ConfigError(line, "quote is not closed")
    if cell or row:
        yield [*row, "".join(cell)]


def write_csv(rows: list[list[str]]) -> str:
    def quote(cell: str) -> str:
        needs = any(c in cell for c in ',"\n')
        return '"' + cell.replace('"', '""') + '"' if needs else cell

    return "".join(",".join(map(quote, row)) + "\n" for row in rows)


def read_ini(text: str) -> dict[str, dict[str, str]]:
    sections: dict[str, dict[str, str]] = {"DEFAULT": {}}
    current = sections["DEFAULT"]
    key: str | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.split(" ;", 1)[0].rstrip()
        if not line or line[0] in "#;":
            continue
        if line[0].isspace() and key is not None:
            current[key] += "\n" + line.strip()
        elif line.startswith("["):
            if not line.endswith("]"):
                raise ConfigError(number, f"bad section {line!r}")
            current = sections.setdefault(line[1:-1].strip(), {})
            key = None
        else:
            name, separator, value = line.partition("=" if "=" in line else ":")
            if not separator:
                raise ConfigError(number, f"no value for {line!r}")
            key = name.strip().lower()
            if key in current:
                raise ConfigError(number, f"duplicate key {key!r}")
            current[key] = value.strip()
    return {name: {**sections["DEFAULT"], **values} for name, values in sections.items() if name != "DEFAULT"}


class Toml:
    ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "r": "\r"}  # noqa: RUF012

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.root: dict[str, Any] = {}

    @property
    def line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1

    def error(self, message: str) -> ConfigError:
        return ConfigError(self.line, message)

    def char(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def skip(self, newlines: bool = False) -> None:
        while (char := self.char()) and (char in " \t" or (newlines and char in "\r\n") or char == "#"):
            if char == "#":
                while self.char() not in ("", "\n"):
                    self.at += 1
                if not newlines:
                    return
            else:
                self.at += 1

    def parse(self) -> dict[str, Any]:
        table = self.root
        while True:
            self.skip(newlines=True)
            if not self.char():
                return self.root
            if self.text.startswith("[[", self.at):
                self.at += 2
                *parents, last = self.keys()
                self.expect("]]")
                items = self.descend(self.root, parents).setdefault(last, [])
                table = {}
                items.append(table)
            elif self.char() == "[":
                self.at += 1
                table = self.descend(self.root, self.keys())
                self.expect("]")
            else:
                *parents, last = self.keys()
                self.expect("=")
                owner = self.descend(table, parents)
                if last in owner:
                    raise self.error(f"duplicate key {last!r}")
                owner[last] = self.value()
            self.skip()
            if self.char() not in ("", "\n", "\r"):
                raise self.error(f"unexpected {self.char()!r}")

    def expect(self, text: str) -> None:
        self.skip()
        if not self.text.startswith(text, self.at):
            raise self.error(f"expected {text!r}")
        self.at += len(text)
        self.skip()

    def descend(self, table: dict[str, Any], keys: list[str]) -> dict[str, Any]:
        for key in keys:
            found: Any = table.setdefault(key, {})
            if isinstance(found, list):
                found = found[-1]
            if not isinstance(found, dict):
                raise self.error(f"{key!r} is not a table")
            table = found
        return table

    def keys(self) -> list[str]:
        keys: list[str] = []
        while True:
            self.skip()
            if self.char() == '"':
                keys.append(self.string())
            else:
                start = self.at
                while self.char().isalnum() or self.char() in ("_", "-"):
                    self.at += 1
                if start == self.at:
                    raise self.error("expected a key")
                keys.append(self.text[start : self.at])
            self.skip()
            if self.char() != ".":
                return keys
            self.at += 1

    def string(self) -> str:
        self.at += 1
        out = ""
        while (char := self.char()) != '"':
            if char in ("", "\n"):
                raise self.error("string is not closed")
            if char == "\\":
                self.at += 1
                if self.char() == "u":
                    out += chr(int(self.text[self.at + 1 : self.at + 5], 16))
                    self.at += 4
                elif self.char() in self.ESCAPES:
                    out += self.ESCAPES[self.char()]
                else:
                    raise self.error(f"bad escape {self.char()!r}")
            else:
                out += char
            self.at += 1
        self.at += 1
        return out

    def value(self) -> Any:
        char = self.char()
        if char == '"':
            return self.string()
        if char == "'":
            end = self.text.find("'", self.at + 1)
            if end < 0:
                raise self.error("string is not closed")
            raw, self.at = self.text[self.at + 1 : end], end + 1
            return raw
        if char == "[":
            return self.array()
        if char == "{":
            return self.inline_table()
        start = self.at
        while self.char() and self.char() not in ",]}\n\r#":
            self.at += 1
        word = self.text[start : self.at].strip()
        return self.scalar(word)

    def scalar(self, word: str) -> int | float | bool:
        if word in ("true", "false"):
            return word == "true"
        try:
            if word.startswith(("0x", "0o", "0b")):
                return int(word, 0)
            return (
                float(word)
                if any(c in word for c in ".e") or word.lstrip("+-") in ("inf", "nan")
                else int(word)
            )
        except ValueError:
            raise self.error(f"bad value {word!r}") from None

    def array(self) -> list[Any]:
        self.at += 1
        items: list[Any] = []
        while True:
            self.skip(newlines=True)
            if self.char() == "]":
                self.at += 1
                return items
            items.append(self.value())
            self.skip(newlines=True)
            if self.char() == ",":
                self.at += 1
            elif self.char() != "]":
                raise self.error("expected ',' or ']'")

    def inline_table(self) -> dict[str, Any]:
        self.at += 1
        table: dict[str, Any] = {}
        self.skip()
        while self.char() != "}":
            *parents, last = self.keys()
            self.expect("=")
            self.descend(table, parents)[last] = self.value()
            self.skip()
            if self.char() == ",":
                self.at += 1
        self.at += 1
        return table


CSV = 'name,note,price\n"Smith, J","said ""hi""\nand left",1.5\n,,\nlast,é,"'
INI = """timeout = 5
[server]
host: example.com ; comment
port = 80
paths = /a
    /b
# note
[client]
TIMEOUT = 10
"""
TOML = """
title = "Tom\\u00e9 \\"q\\"" # comment
'bad' = 1
"""
GOOD_TOML = """
title = "Tom\\u00e9 \\"q\\"" # comment
raw = 'C:\\n'
[owner.info]
age = 1_000
ratio = -1.5e3
flags = [true, false,
  # inside
  [1, 2], "x", ]
point = { x = 0x1F, y.z = 2 }
[[servers]]
name = "alpha"
[[servers]]
name = "beta"
[servers.limits]
cpu = inf
"""


def main() -> None:
    rows = list(read_csv(CSV[: CSV.rindex(",")]))
    print(rows)
    print(write_csv(rows), list(read_csv(write_csv(rows))) == rows, list(read_csv("a;b\r\n;", ";")))
    for name, values in read_ini(INI).items():
        print(name, values)
    print(Toml(GOOD_TOML).parse())
    for label, text in (
        ("csv", CSV),
        ("ini", "[a\n"),
        ("ini", "[a]\nx = 1\nX = 2"),
        ("ini", "\n\nnothing"),
        ("toml", TOML),
        ("toml", "a = 1\na = 2"),
        ("toml", "a = \n"),
        ("toml", 'a = "x\n'),
        ("toml", "a = [1 2]"),
        ("toml", "a = 1\n[a.b]"),
        ("toml", "x = 1 y"),
        ("toml", '\n\nk = "\\q"'),
    ):
        try:
            if label == "csv":
                print(list(read_csv(text)))
            elif label == "ini":
                print(read_ini(text))
            else:
                print(Toml(text).parse())
        except ConfigError as error:
            print(label, error.line, error)


if __name__ == "__main__":
    main()
