"""match: literals, captures, guards, sequences, mappings, classes, or-patterns, as, wildcards, enums, nested."""

from dataclasses import dataclass
from enum import Enum


class Op(Enum):
    ADD = "+"
    SUB = "-"


@dataclass
class Num:
    value: float


@dataclass
class Bin:
    op: Op
    left: "Expr"
    right: "Expr"


@dataclass
class Neg:
    inner: "Expr"


Expr = Num | Bin | Neg


class Custom:
    __match_args__ = ("a", "b")

    def __init__(self, a: int, b: str) -> None:
        self.a = a
        self.b = b


def evaluate(expr: Expr) -> float:
    match expr:
        case Num(value):
            return value
        case Bin(Op.ADD, left, right):
            return evaluate(left) + evaluate(right)
        case Bin(op=Op.SUB, left=left, right=right):
            return evaluate(left) - evaluate(right)
        case Neg(Neg(inner)):
            return evaluate(inner)
        case Neg(inner):
            return -evaluate(inner)
    raise AssertionError("unreachable")


def http(status: int) -> str:
    match status:
        case 200 | 201 | 204:
            return "ok"
        case 301:
            return "moved"
        case n if 400 <= n < 500:
            return f"client {n}"
        case -1:
            return "minus"
        case _:
            return "other"


def command(line: str) -> str:
    match line.split():
        case []:
            return "empty"
        case ["quit" | "exit"]:
            return "bye"
        case ["go", ("north" | "south") as direction]:
            return "going " + direction
        case ["add", *numbers] if all(n.isdigit() for n in numbers):
            return str(sum(map(int, numbers)))
        case [single]:
            return "single " + single
        case [first, *_, last]:
            return f"{first}..{last}"
    return "?"


def shape(data: object) -> str:
    match data:
        case None:
            return "none"
        case True | False:
            return "bool"
        case int(n) if n > 100:
            return "big int"
        case int() | float():
            return f"number {data}"
        case str("magic"):
            return "magic word"
        case str() as text:
            return "text " + text
        case []:
            return "empty list"
        case [int(a), int(b)]:
            return f"pair {a + b}"
        case [[x], *rest]:
            return f"nested {x} {rest}"
        case (a, b, c):
            return f"three {a} {b} {c}"
        case {"type": "user", "name": str(name), **extra}:
            return f"user {name} {sorted(map(str, extra))}"
        case {"items": [first, *_]}:
            return f"items start {first}"
        case {}:
            return "some dict"
        case Custom(1, text):
            return "custom one " + text
        case Custom(a=a, b=b):
            return f"custom {a} {b}"
        case Exception(args=(message,)):
            return f"error {message}"
    return "unknown " + type(data).__name__


def point(p: tuple[int, int]) -> str:
    match p:
        case (0, 0):
            return "origin"
        case (0, y):
            return f"y={y}"
        case (x, 0):
            return f"x={x}"
        case (x, y) if x == y:
            return "diagonal"
        case _:
            return "elsewhere"


def main() -> None:
    tree: Expr = Bin(Op.ADD, Num(1.0), Bin(Op.SUB, Num(5.0), Neg(Neg(Num(2.5)))))
    print(evaluate(tree), evaluate(Neg(Num(3.0))))
    print([http(n) for n in (200, 204, 301, 404, 500, -1)])
    for line in ("", "quit", "go north", "go west", "add 1 2 3", "add x", "hello", "a b c d"):
        print(repr(line), command(line))
    data: list[object] = [None, True, 5, 500, 2.5, "magic", "x", [], [1, 2], [[9], 8, 7], (1, 2, 3), [1, "a"], {"type": "user", "name": "Ann", "age": 3}, {"items": [1]}, {"items": []}, {}, Custom(1, "z"), Custom(2, "y"), ValueError("bad"), {5}]
    for one in data:
        print(shape(one))
    print([point(p) for p in ((0, 0), (0, 5), (5, 0), (3, 3), (1, 2))])
    match "text":
        case str(bound):
            pass
    print(bound)
    value = 3
    match value:
        case 1:
            print("one")
        case other:
            print("bound", other)
    match (1, "a"):
        case (int(n), str(s)) if n > 5:
            print("no", s)
        case (n, s):
            print("yes", n, s)


main()
