"""Nested class patterns over an expression tree, with guards, captures, or-patterns, sequences and mappings."""
from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, Union


class Op(Enum):
    ADD = "+"
    SUB = "-"
    MUL = "*"
    DIV = "/"


@dataclass(frozen=True)
class Num:
    value: float


@dataclass(frozen=True)
class Var:
    name: str


@dataclass(frozen=True)
class Bin:
    op: Op
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Call:
    name: str
    args: tuple[Expr, ...] = ()
    options: dict[str, int] = field(default_factory=dict, compare=False)


Expr = Union[Num, Var, Bin, Call]


class Point(NamedTuple):
    x: int
    y: int


class Slotted:
    __match_args__ = ("first", "second")

    def __init__(self, first: object, second: object) -> None:
        self.first = first
        self.second = second


def simplify(e: Expr) -> Expr:
    match e:
        case Bin(op, left, right):
            left, right = simplify(left), simplify(right)
            match op, left, right:
                case Op.ADD, Num(0), x:
                    return x
                case Op.ADD, x, Num(value=0):
                    return x
                case Op.MUL, Num(0), _:
                    return Num(0)
                case (Op.MUL, _, Num(0)):
                    return Num(0)
                case (Op.MUL, Num(1), x) | (Op.MUL, x, Num(1)):
                    return x
                case Op.SUB, Var(a), Var(b) if a == b:
                    return Num(0)
                case _, Num(a1), Num(b1):
                    return Num(calc(op, a1, b1))
                case _:
                    return Bin(op, left, right)
        case Call("double", (arg,)):
            return simplify(Bin(Op.MUL, Num(2), arg))
        case Call(name, (first, *rest)) if rest:
            return Call(name, (simplify(first), *map(simplify, rest)))
        case _:
            return e


def calc(op: Op, a: float, b: float) -> float:
    match op:
        case Op.ADD:
            return a + b
        case Op.SUB:
            return a - b
        case Op.MUL:
            return a * b
        case Op.DIV:
            return a / b


def show(e: Expr) -> str:
    match e:
        case Num(v) if v == int(v):
            return str(int(v))
        case Num(v):
            return f"{v:.3f}"
        case Var(n):
            return n
        case Bin(Op.ADD | Op.SUB as op, l, r):
            return f"({show(l)} {op.value} {show(r)})"
        case Bin(op, l, r):
            return f"{show(l)}{op.value}{show(r)}"
        case Call(name=n, args=()):
            return f"{n}()"
        case Call(n, args):
            return f"{n}({', '.join(show(a) for a in args)})"


def classify(x: object) -> str:
    match x:
        case None:
            return "none"
        case True | False:
            return f"bool {x}"
        case int(n) if n < 0:
            return f"negative {n}"
        case int():
            return "int"
        case str() as s if s.startswith("#"):
            return f"comment {s[1:]}"
        case "a" | "b":
            return "a or b"
        case str(s):
            return f"str {len(s)}"
        case Point(x=0, y=0):
            return "origin"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point(0, y):
            return f"on y {y}"
        case []:
            return "empty"
        case [int(a), int(b)]:
            return f"pair {a + b}"
        case [first, *_, last]:
            return f"from {first!r} to {last!r}"
        case [only]:
            return f"one {only!r}"
        case {"type": "circle", "r": float(r) | int(r)}:
            return f"circle {r}"
        case {"type": str(t), **rest}:
            return f"{t} with {sorted(map(str, rest))}"
        case {}:
            return "mapping"
        case Slotted(Slotted(a, b), [c, {"k": d}]):
            return f"deep {a} {b} {c} {d}"
        case Slotted(first=int() | str() as f):
            return f"slotted {f}"
        case _:
            return f"other {type(x).__name__}"


TREE = Bin(Op.ADD, Bin(Op.MUL, Num(1), Var("x")), Bin(Op.SUB, Var("y"), Var("y")))
print(show(TREE), "=>", show(simplify(TREE)))
for e in (Bin(Op.DIV, Num(1), Num(3)), Call("double", (Num(4),)), Call("f"), Call("g", (TREE, Num(2.5))), Bin(Op.MUL, Var("z"), Num(0))):
    print(show(e), "=>", show(simplify(e)), simplify(e) == e)
for x in (None, True, -5, 7, "#c", "a", "hello", Point(0, 0), Point(3, 3), Point(0, 4), Point(1, 2), [], [1, 2], [1, "b", 3.5], ["x"], (4, 5), {"type": "circle", "r": 2}, {"type": "circle", "r": 2.5}, {"type": "sq", "a": 1, "b": 2}, {"z": 1}, Slotted(Slotted(1, 2), ["c", {"k": "d"}]), Slotted("s", None), Slotted(2.5, 1), 2.5, b"x", {1, 2}):
    print(classify(x))
