"""An expression language: tokenizer, Pratt parser, typed tree, evaluator with functions and variables."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto


class TokenKind(Enum):
    NUMBER = auto()
    NAME = auto()
    OPERATOR = auto()
    END = auto()


@dataclass(frozen=True)
class Token:
    kind: TokenKind
    text: str
    at: int


class ParseError(Exception):
    def __init__(self, message: str, at: int) -> None:
        super().__init__(f"{message} at {at}")
        self.at = at


TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(?P<name>[A-Za-z_]\w*)|(?P<op>\*\*|[-+*/%^(),=<>!?:]=?))"
)


def tokenize(text: str) -> Iterator[Token]:
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise ParseError(f"unexpected {text[position]!r}", position)
        start = match.start(match.lastgroup or 0)
        if match["number"] is not None:
            yield Token(TokenKind.NUMBER, match["number"], start)
        elif match["name"] is not None:
            yield Token(TokenKind.NAME, match["name"], start)
        else:
            yield Token(TokenKind.OPERATOR, match["op"], start)
        position = match.end()
    yield Token(TokenKind.END, "", len(text))


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class Unary:
    operator: str
    operand: Node


@dataclass(frozen=True)
class Binary:
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Conditional:
    test: Node
    yes: Node
    no: Node


@dataclass(frozen=True)
class Assign:
    name: str
    value: Node


Node = Number | Name | Unary | Binary | Call | Conditional | Assign

POWERS: dict[str, tuple[int, int]] = {
    "=": (2, 1),
    "?": (4, 3),
    "==": (5, 6),
    "!=": (5, 6),
    "<": (7, 8),
    "<=": (7, 8),
    ">": (7, 8),
    ">=": (7, 8),
    "+": (9, 10),
    "-": (9, 10),
    "*": (11, 12),
    "/": (11, 12),
    "%": (11, 12),
    "**": (16, 15),
    "^": (16, 15),
}


class Parser:
    def __init__(self, text: str) -> None:
        self.tokens = list(tokenize(text))
        self.index = 0

    @property
    def current(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        token = self.current
        self.index += 1
        return token

    def expect(self, text: str) -> None:
        if self.current.text != text:
            raise ParseError(f"expected {text!r}, got {self.current.text or 'end'!r}", self.current.at)
        self.index += 1

    def parse(self) -> Node:
        node = self.expression(0)
        if self.current.kind is not TokenKind.END:
            raise ParseError(f"unexpected {self.current.text!r}", self.current.at)
        return node

    def expression(self, minimum: int) -> Node:
        left = self.prefix()
        while True:
            operator = self.current.text
            powers = POWERS.get(operator)
            if powers is None or powers[0] < minimum:
                return left
            at = self.take().at
            if operator == "?":
                yes = self.expression(0)
                self.expect(":")
                left = Conditional(left, yes, self.expression(powers[1]))
            elif operator == "=":
                if not isinstance(left, Name):
                    raise ParseError("cannot assign to an expression", at)
                left = Assign(left.name, self.expression(powers[1]))
            else:
                left = Binary(operator, left, self.expression(powers[1]))

    def prefix(self) -> Node:
        token = self.take()
        match token:
            case Token(TokenKind.NUMBER, text):
                return Number(float(text))
            case Token(TokenKind.NAME, name) if self.current.text == "(":
                self.take()
                return Call(name, tuple(self.arguments()))
            case Token(TokenKind.NAME, name):
                return Name(name)
            case Token(TokenKind.OPERATOR, "-" | "+" | "!" as operator):
                return Unary(operator, self.expression(13))
            case Token(TokenKind.OPERATOR, "("):
                inner = self.expression(0)
                self.expect(")")
                return inner
            case Token(TokenKind.END):
                raise ParseError("unexpected end", token.at)
        raise ParseError(f"unexpected {token.text!r}", token.at)

    def arguments(self) -> Iterator[Node]:
        if self.current.text == ")":
            self.take()
            return
        while True:
            yield self.expression(0)
            if self.current.text == ")":
                self.take()
                return
            self.expect(",")


BINARY: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": lambda a, b: a % b,
    "**": lambda a, b: math.pow(a, b),
    "^": lambda a, b: math.pow(a, b),
    "==": lambda a, b: float(a == b),
    "!=": lambda a, b: float(a != b),
    "<": lambda a, b: float(a < b),
    "<=": lambda a, b: float(a <= b),
    ">": lambda a, b: float(a > b),
    ">=": lambda a, b: float(a >= b),
}

FUNCTIONS: dict[str, tuple[int, Callable[..., float]]] = {
    "sqrt": (1, math.sqrt),
    "abs": (1, abs),
    "max": (2, max),
    "min": (2, min),
    "hypot": (2, math.hypot),
    "floor": (1, math.floor),
}


class Evaluator:
    def __init__(self) -> None:
        self.variables: dict[str, float] = {"pi": math.pi, "e": math.e}

    def evaluate(self, node: Node) -> float:
        match node:
            case Number(value):
                return value
            case Name(name):
                if name not in self.variables:
                    raise NameError(f"unknown variable {name!r}")
                return self.variables[name]
            case Unary("-", operand):
                return -self.evaluate(operand)
            case Unary("!", operand):
                return float(not self.evaluate(operand))
            case Unary(_, operand):
                return self.evaluate(operand)
            case Binary(operator, left, right):
                return BINARY[operator](self.evaluate(left), self.evaluate(right))
            case Conditional(test, yes, no):
                return self.evaluate(yes if self.evaluate(test) else no)
            case Assign(name, value):
                self.variables[name] = self.evaluate(value)
                return self.variables[name]
            case Call(function, arguments):
                if function not in FUNCTIONS:
                    raise NameError(f"unknown function {function!r}")
                arity, call = FUNCTIONS[function]
                if arity != len(arguments):
                    raise TypeError(f"{function} takes {arity} arguments, got {len(arguments)}")
                return call(*(self.evaluate(argument) for argument in arguments))


def to_lisp(node: Node) -> str:
    match node:
        case Number(value):
            return f"{value:g}"
        case Name(name):
            return name
        case Unary(operator, operand):
            return f"({operator} {to_lisp(operand)})"
        case Binary(operator, left, right):
            return f"({operator} {to_lisp(left)} {to_lisp(right)})"
        case Call(function, arguments):
            return f"({' '.join([function, *map(to_lisp, arguments)])})"
        case Conditional(test, yes, no):
            return f"(if {to_lisp(test)} {to_lisp(yes)} {to_lisp(no)})"
        case Assign(name, value):
            return f"(set {name} {to_lisp(value)})"


def main() -> int:
    evaluator = Evaluator()
    failures = 0
    for line in sys.stdin:
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            node = Parser(line).parse()
            print(f"{line} => {to_lisp(node)} => {evaluator.evaluate(node):.10g}")
        except (ParseError, NameError, TypeError, ArithmeticError, ValueError) as error:
            failures += 1
            print(f"{line} => {type(error).__name__}: {error}")
    print(failures, "failures;", {k: round(v, 3) for k, v in sorted(evaluator.variables.items())})
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
