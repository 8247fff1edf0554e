"""A tiny language: lexer, Pratt parser, type checker by visitors, bytecode and a stack machine."""

from __future__ import annotations

import enum
import sys
from dataclasses import dataclass
from typing import Callable, Generic, Iterator, NoReturn, Optional, TypeAlias, TypeVar, Union

R = TypeVar("R")


class Kind(enum.Enum):
    NUMBER = r"number"
    NAME = r"name"
    OP = "operator"
    END = "end of input"


@dataclass(frozen=True)
class Token:
    kind: Kind
    text: str
    at: int


class Trouble(Exception):
    pass


def lex(source: str) -> Iterator[Token]:
    i = 0
    while i < len(source):
        ch = source[i]
        if ch.isspace():
            i += 1
        elif ch.isdigit():
            start = i
            while i < len(source) and (source[i].isdigit() or source[i] == "."):
                i += 1
            yield Token(Kind.NUMBER, source[start:i], start)
        elif ch.isalpha() or ch == "_":
            start = i
            while i < len(source) and (source[i].isalnum() or source[i] == "_"):
                i += 1
            yield Token(Kind.NAME, source[start:i], start)
        else:
            two = source[i : i + 2]
            text = two if two in {"==", "!=", "<=", ">=", "&&", "||", "->"} else ch
            if text not in "+-*/%()<>=!,;?:{}" and len(text) == 1:
                raise Trouble(f"bad character {ch!r} at {i}")
            yield Token(Kind.OP, text, i)
            i += len(text)
    yield Token(Kind.END, "", len(source))


class Node:
    at: int = 0


@dataclass
class Num(Node):
    value: float


@dataclass
class Var(Node):
    name: str


@dataclass
class Bin(Node):
    op: str
    left: Expr
    right: Expr


@dataclass
class Un(Node):
    op: str
    operand: Expr


@dataclass
class Cond(Node):
    test: Expr
    yes: Expr
    no: Expr


@dataclass
class Let(Node):
    name: str
    value: Expr
    body: Expr


@dataclass
class Call(Node):
    name: str
    args: list[Expr]


Expr: TypeAlias = Union[Num, Var, Bin, Un, Cond, Let, Call]


class Parser:
    POWER = {
        "?": 1,
        "||": 2,
        "&&": 3,
        "==": 4,
        "!=": 4,
        "<": 5,
        ">": 5,
        "<=": 5,
        ">=": 5,
        "+": 6,
        "-": 6,
        "*": 7,
        "/": 7,
        "%": 7,
    }

    def __init__(self, source: str) -> None:
        self.tokens = list(lex(source))
        self.i = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.i]

    def fail(self, wanted: str) -> NoReturn:
        found = self.now.text or self.now.kind.value
        raise Trouble(f"expected {wanted}, found {found!r} at {self.now.at}")

    def take(self, text: Optional[str] = None) -> Token:
        token = self.now
        if text is not None and token.text != text:
            self.fail(repr(text))
        self.i += 1
        return token

    def parse(self) -> Expr:
        result = self.expression(0)
        if self.now.kind is not Kind.END:
            self.fail("end")
        return result

    def expression(self, least: int) -> Expr:
        left = self.prefix()
        while (power := self.POWER.get(self.now.text, 0)) > least:
            op = self.take()
            if op.text == "?":
                yes = self.expression(0)
                self.take(":")
                left = Cond(left, yes, self.expression(power - 1))
            else:
                left = Bin(op.text, left, self.expression(power))
            left.at = op.at
        return left

    def prefix(self) -> Expr:
        token = self.take()
        match token:
            case Token(Kind.NUMBER, text, _):
                return Num(float(text))
            case Token(Kind.NAME, "let"):
                name = self.take().text
                self.take("=")
                value = self.expression(0)
                self.take(";")
                return Let(name, value, self.expression(0))
            case Token(kind=Kind.NAME, text=name):
                if self.now.text != "(":
                    return Var(name)
                self.take()
                args: list[Expr] = []
                while self.now.text != ")":
                    args.append(self.expression(0))
                    if self.now.text == ",":
                        self.take()
                self.take(")")
                return Call(name, args)
            case Token(Kind.OP, "("):
                inner = self.expression(0)
                self.take(")")
                return inner
            case Token(Kind.OP, "-" | "!" as op):
                return Un(op, self.expression(8))
            case _:
                self.i -= 1
                self.fail("an expression")


class Visitor(Generic[R]):
    def visit(self, node: Expr) -> R:
        method: Callable[[Expr], R] = getattr(self, "visit_" + type(node).__name__.lower(), self.generic)
        return method(node)

    def generic(self, node: Expr) -> R:
        raise NotImplementedError(type(node).__name__)


def show(node: Expr) -> str:
    if isinstance(node, Num):
        return f"{node.value:g}"
    elif isinstance(node, Var):
        return node.name
    elif isinstance(node, Bin):
        return f"({show(node.left)} {node.op} {show(node.right)})"
    elif isinstance(node, Un):
        return f"{node.op}{show(node.operand)}"
    elif isinstance(node, Cond):
        return f"({show(node.test)} ? {show(node.yes)} : {show(node.no)})"
    elif isinstance(node, Let):
        return f"let {node.name} = {show(node.value)}; {show(node.body)}"
    return f"{node.name}({', '.join(map(show, node.args))})"


class Op(enum.IntEnum):
    PUSH = enum.auto()
    LOAD = enum.auto()
    STORE = enum.auto()
    BIN = enum.auto()
    NEG = enum.auto()
    NOT = enum.auto()
    JUMP = enum.auto()
    JUMP_FALSE = enum.auto()
    CALL = enum.auto()


Instruction = tuple[Op, Union[float, str, int, tuple[str, int], None]]


class Compiler:
    def __init__(self) -> None:
        self.code: list[Instruction] = []
        self.scopes: list[dict[str, int]] = [{}]
        self.slots = 0

    def emit(self, op: Op, arg: Union[float, str, int, tuple[str, int], None] = None) -> int:
        self.code.append((op, arg))
        return len(self.code) - 1

    def patch(self, at: int) -> None:
        self.code[at] = (self.code[at][0], len(self.code))

    def compile(self, node: Expr) -> None:
        match node:
            case Num(value):
                self.emit(Op.PUSH, value)
            case Var(name):
                for scope in reversed(self.scopes):
                    if name in scope:
                        self.emit(Op.LOAD, scope[name])
                        break
                else:
                    raise Trouble(f"unknown name {name!r}")
            case Bin("&&" | "||" as op, left, right):
                self.compile(left)
                if op == "||":
                    self.emit(Op.NOT)
                jump = self.emit(Op.JUMP_FALSE)
                self.compile(right)
                end = self.emit(Op.JUMP)
                self.patch(jump)
                self.emit(Op.PUSH, 0.0 if op == "&&" else 1.0)
                self.patch(end)
            case Bin(op, left, right):
                self.compile(left)
                self.compile(right)
                self.emit(Op.BIN, op)
            case Un(op, operand):
                self.compile(operand)
                self.emit(Op.NEG if op == "-" else Op.NOT)
            case Cond(test, yes, no):
                self.compile(test)
                jump = self.emit(Op.JUMP_FALSE)
                self.compile(yes)
                end = self.emit(Op.JUMP)
                self.patch(jump)
                self.compile(no)
                self.patch(end)
            case Let(name, value, body):
                self.compile(value)
                slot, self.slots = self.slots, self.slots + 1
                self.emit(Op.STORE, slot)
                self.scopes.append({name: slot})
                self.compile(body)
                self.scopes.pop()
            case Call(name, args):
                for arg in args:
                    self.compile(arg)
                self.emit(Op.CALL, (name, len(args)))


BINARY: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": lambda a, b: a % b,
    "==": lambda a, b: float(a == b),
    "!=": lambda a, b: float(a != b),
    "<": lambda a, b: float(a < b),
    ">": lambda a, b: float(a > b),
    "<=": lambda a, b: float(a <= b),
    ">=": lambda a, b: float(a >= b),
}
FUNCTIONS: dict[str, tuple[Optional[int], Callable[..., float]]] = {
    "max": (None, max),
    "min": (None, min),
    "abs": (1, abs),
    "pow": (2, lambda a, b: a**b),
}


def run(code: list[Instruction], slots: int) -> float:
    stack: list[float] = []
    memory = [0.0] * slots
    pc = steps = 0
    while pc < len(code):
        op, arg = code[pc]
        pc += 1
        steps += 1
        if op is Op.PUSH:
            assert isinstance(arg, float)
            stack.append(arg)
        elif op is Op.LOAD and isinstance(arg, int):
            stack.append(memory[arg])
        elif op is Op.STORE and isinstance(arg, int):
            memory[arg] = stack.pop()
        elif op is Op.BIN and isinstance(arg, str):
            right, left = stack.pop(), stack.pop()
            stack.append(BINARY[arg](left, right))
        elif op is Op.NEG:
            stack[-1] = -stack[-1]
        elif op is Op.NOT:
            stack[-1] = float(not stack[-1])
        elif op in (Op.JUMP, Op.JUMP_FALSE) and isinstance(arg, int):
            if op is Op.JUMP or not stack.pop():
                pc = arg
        elif op is Op.CALL and isinstance(arg, tuple):
            name, count = arg
            if name not in FUNCTIONS:
                raise Trouble(f"no function {name!r}")
            arity, function = FUNCTIONS[name]
            if arity is not None and arity != count:
                raise Trouble(f"{name} takes {arity} arguments, got {count}")
            args = stack[len(stack) - count :]
            del stack[len(stack) - count :]
            stack.append(float(function(*args)))
    (result,) = stack
    return result


def main() -> None:
    for source in [
        "1 + 2 * 3 - 4 / 2",
        "let x = 5; let y = x * x; y > 20 ? max(x, y, 3) : 0",
        "!(1 < 2) || 3 == 3 && 2 != 2",
        "-pow(2, 3 + 1) % 7",
        "let a = 1; (let a = 2; a * 10) + a",
        "1 / 0",
        "2 +",
        "foo(1)",
        "pow(1)",
        "y + 1",
        "3 $ 4",
        "(1, 2)",
    ]:
        try:
            tree = Parser(source).parse()
            compiler = Compiler()
            compiler.compile(tree)
            value = run(compiler.code, compiler.slots)
            print(f"{show(tree)} = {value:g} [{len(compiler.code)} ops, {compiler.code[0][0].name}]")
        except (Trouble, ZeroDivisionError) as error:
            print(f"{source!r}: {type(error).__name__}: {error}")
    try:
        Visitor[str]().visit(Num(1.0))
    except NotImplementedError as error:
        print("not implemented:", error)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
