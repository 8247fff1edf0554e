"""A spreadsheet: a tokenizer, a Pratt parser, dependency order, cycles, errors as values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import ClassVar, Final, Literal, NamedTuple, TypeAlias, Union, assert_never

Number: TypeAlias = Union[int, float]


class Kind(Enum):
    NUM = auto()
    REF = auto()
    OP = auto()
    NAME = auto()
    END = auto()


class Token(NamedTuple):
    kind: Kind
    text: str
    at: int


class CellError(Exception):
    code: ClassVar[str] = "#ERR"

    def __init__(self, detail: str, *, cell: str | None = None) -> None:
        super().__init__(detail)
        self.cell = cell

    def __str__(self) -> str:
        where = f" in {self.cell}" if self.cell else ""
        return f"{self.code}{where}: {super().__str__()}"


class CycleError(CellError):
    code = "#CYCLE"


class DivError(CellError):
    code = "#DIV/0"


class ParseError(CellError):
    code = "#PARSE"


TOKEN: Final = re.compile(
    r"\s*(?:(?P<NUM>\d+(?:\.\d+)?)|(?P<REF>[A-Z]\d+)|(?P<NAME>[a-z]+)|(?P<OP>[-+*/^(),:<>=]))"
)


def tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text.rstrip()):
        m = TOKEN.match(text, at)
        if not m:
            raise ParseError(f"bad character {text[at]!r} at {at}")
        assert m.lastgroup is not None
        yield Token(Kind[m.lastgroup], m[m.lastgroup], m.start(m.lastgroup))
        at = m.end()
    yield Token(Kind.END, "", at)


@dataclass(frozen=True)
class Num:
    value: Number


@dataclass(frozen=True)
class Ref:
    cell: str


@dataclass(frozen=True)
class Range:
    first: str
    last: str

    def cells(self) -> Iterator[str]:
        for col in range(ord(self.first[0]), ord(self.last[0]) + 1):
            for row in range(int(self.first[1:]), int(self.last[1:]) + 1):
                yield f"{chr(col)}{row}"


@dataclass(frozen=True)
class Binary:
    op: Literal["+", "-", "*", "/", "^"]
    left: Node
    right: Node


@dataclass(frozen=True)
class Neg:
    of: Node


@dataclass(frozen=True)
class Call:
    name: str
    args: tuple[Node, ...]


Node: TypeAlias = Union[Num, Ref, Range, Binary, Neg, Call]
POWER: dict[str, tuple[int, int]] = {"+": (1, 2), "-": (1, 2), "*": (3, 4), "/": (3, 4), "^": (6, 5)}


class Parser:
    def __init__(self, text: str) -> None:
        self.toks = [*tokens(text)]
        self.i = 0

    @property
    def peek(self) -> Token:
        return self.toks[self.i]

    def take(self, text: str | None = None) -> Token:
        t = self.peek
        if text is not None and t.text != text:
            raise ParseError(f"expected {text!r}, got {t.text or 'the end'!r} at {t.at}")
        self.i += 1
        return t

    def expr(self, least: int = 0) -> Node:
        left = self.prefix()
        while (power := POWER.get(self.peek.text)) and power[0] >= least:
            op = self.take().text
            right = self.expr(power[1])
            left = Binary(op, left, right)  # type: ignore[arg-type]
        return left

    def prefix(self) -> Node:
        match self.take():
            case Token(Kind.NUM, text):
                return Num(float(text) if "." in text else int(text))
            case Token(Kind.REF, first):
                if self.peek.text == ":":
                    self.take()
                    return Range(first, self.take().text)
                return Ref(first)
            case Token(Kind.NAME, name):
                self.take("(")
                args: list[Node] = []
                while self.peek.text != ")":
                    args.append(self.expr())
                    if self.peek.text == ",":
                        self.take()
                self.take(")")
                return Call(name, tuple(args))
            case Token(Kind.OP, "-"):
                return Neg(self.expr(4))
            case Token(text="("):
                inner = self.expr()
                self.take(")")
                return inner
            case Token(_, text, at):
                raise ParseError(f"unexpected {text or 'end'} at {at}")


def product(xs: list[Number]) -> Number:
    out: Number = 1
    for x in xs:
        out = out * x
    return out


FUNCTIONS: Mapping[str, Callable[[list[Number]], Number]] = {
    "sum": sum,
    "max": max,
    "avg": lambda xs: sum(xs) / len(xs),
    "prod": product,
    "count": len,
}


class Sheet:
    def __init__(self, cells: Mapping[str, str]) -> None:
        self.source = dict(cells)
        self.values: dict[str, Number | CellError] = {}
        self.active: list[str] = []
        self.uses: defaultdict[str, set[str]] = defaultdict(set)

    @cached_property
    def parsed(self) -> dict[str, Node | CellError]:
        out: dict[str, Node | CellError] = {}
        for name, text in self.source.items():
            try:
                p = Parser(text)
                out[name] = p.expr()
                if p.peek.kind is not Kind.END:
                    raise ParseError(f"left over {p.peek.text!r}")
            except CellError as e:
                e.cell = name
                out[name] = e
        return out

    def value(self, name: str) -> Number:
        if name in self.active:
            raise CycleError(" -> ".join([*self.active[self.active.index(name) :], name]), cell=name)
        found = self.values.get(name)
        if found is None:
            self.active.append(name)
            try:
                node = self.parsed.get(name, Num(0))
                if isinstance(node, CellError):
                    raise node
                found = self.eval(node)
            except CellError as e:
                found = e
                e.cell = e.cell or name
            finally:
                self.active.pop()
            self.values[name] = found
        if isinstance(found, CellError):
            raise found
        return found

    def eval(self, node: Node) -> Number:
        match node:
            case Num(v):
                return v
            case Ref(cell):
                if self.active:
                    self.uses[cell].add(self.active[-1])
                return self.value(cell)
            case Neg(of):
                return -self.eval(of)
            case Binary(op, left, right):
                a, b = self.eval(left), self.eval(right)
                match op:
                    case "+":
                        return a + b
                    case "-":
                        return a - b
                    case "*":
                        return a * b
                    case "^":
                        return float(a) ** float(b)
                    case "/":
                        try:
                            return a / b
                        except ZeroDivisionError as e:
                            raise DivError(str(e)) from None
                    case _:
                        assert_never(op)
            case Call(name, args):
                flat: list[Number] = []
                for arg in args:
                    flat += (
                        [self.eval(Ref(c)) for c in arg.cells()]
                        if isinstance(arg, Range)
                        else [self.eval(arg)]
                    )
                if name not in FUNCTIONS:
                    raise CellError(f"no function {name}")
                return FUNCTIONS[name](flat)
            case Range():
                raise CellError("a range is no value")

    def show(self) -> None:
        for name in sorted(self.source):
            try:
                v = self.value(name)
                print(f"{name:>3} = {v:<10.6g} {self.source[name]}")
            except CellError as e:
                print(f"{name:>3} ! {e}")


sheet = Sheet(
    {
        "A1": "1",
        "A2": "2.5",
        "A3": "A1 + A2 * 4 ^ 2",
        "B1": "sum(A1:A3, 10)",
        "B2": "avg(A1:A2)",
        "B3": "-A1 - -A2",
        "C1": "C2 + 1",
        "C2": "C3 * 2",
        "C3": "C1",
        "D1": "A1 / (A2 - 2.5)",
        "D2": "D1 + 1",
        "E1": "1 +",
        "E2": "foo(1)",
        "E3": "2 $ 3",
        "E4": "A1:A2",
        "F1": "2 ^ 3 ^ 2",
        "F2": "prod(A1:A2, count(A1:C1))",
        "F3": "(1 + 2) * 3 4",
    }
)
sheet.show()
print({k: sorted(v) for k, v in sorted(sheet.uses.items())})
