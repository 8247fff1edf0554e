"""Every kind of pattern."""
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Literal
class Color(Enum):
    RED = 1
    GREEN = 2
class Pt(NamedTuple):
    x: int
    y: int
@dataclass
class Circle:
    center: Pt
    radius: float
@dataclass
class Rect:
    a: Pt
    b: Pt
Shape = Circle | Rect
def desc(v: object) -> str:
    match v:
        case None:
            return "none"
        case True | False:
            return f"bool {v}"
        case 0:
            return "zero"
        case int(n) if n < 0:
            return f"neg {n}"
        case int() | float():
            return f"num {v}"
        case "":
            return "empty"
        case str(s) if s.startswith("x"):
            return "x-str"
        case "a" | "b" as letter:
            return f"letter {letter}"
        case str():
            return f"str {len(v)}"
        case Color.RED:
            return "red"
        case Color():
            return "color"
        case []:
            return "empty list"
        case [x]:
            return f"one {x}"
        case [1, 2, *rest]:
            return f"12 {rest}"
        case [first, *_, last]:
            return f"{first}..{last}"
        case {"type": "user", "name": str(name), **more}:
            return f"user {name} {more}"
        case {"k": [a, {"d": d}]}:
            return f"nested {a} {d}"
        case {}:
            return f"dict {len(v)}"
        case Pt(x=0):
            return "never: a tuple is a sequence"
        case Circle(center=Pt(0, 0), radius=r):
            return f"origin {r}"
        case Circle(Pt(x, y), r):
            return f"circle {x} {y} {r}"
        case Rect(a=Pt(x=ax), b=Pt(x=bx)) if ax == bx:
            return "thin"
        case Rect():
            return "rect"
        case (bytes() | bytearray()) as raw:
            return f"raw {len(raw)}"
        case _:
            return f"other {type(v).__name__}"
for t in [None, True, 0, -5, 7, 2.5, "", "xyz", "a", "long", Color.RED, Color.GREEN, [], [9], [1, 2, 3, 4], [5, 6, 7], (1, 2), {"type": "user", "name": "joe", "age": 3}, {"k": [1, {"d": 2}]}, {}, {"z": 1}, Circle(Pt(0, 0), 1.5), Circle(Pt(1, 2), 2.0), Rect(Pt(1, 1), Pt(1, 5)), Rect(Pt(1, 1), Pt(2, 2)), b"abc", {1, 2}, Pt(0, 5)]:
    print(desc(t))
def cmd(line: str) -> str:
    match line.split():
        case ["go", ("north" | "south") as d]:
            return "go " + d
        case ["go", other]:
            return "cannot go " + other
        case ["take", item, *things]:
            return f"take {item} and {len(things)} more"
        case ["quit" | "exit"]:
            return "bye"
        case []:
            return "nothing"
        case [single]:
            return f"single {single}"
        case _:
            return "unknown"
for l in ["go north", "go up", "take a b c", "quit", "", "hm", "a b c"]:
    print(cmd(l))
def area(s: Shape) -> float:
    match s:
        case Circle(radius=r):
            return 3 * r * r
        case Rect(Pt(x1, y1), Pt(x2, y2)):
            return float(abs((x2 - x1) * (y2 - y1)))
print(area(Circle(Pt(0, 0), 2.0)), area(Rect(Pt(0, 0), Pt(2, 3))))
def lit(m: Literal["r", "w"]) -> int:
    match m:
        case "r":
            return 1
        case "w":
            return 2
print(lit("r"), lit("w"))
class Dyn:
    __match_args__ = ("left", "right")
    def __init__(self, left: int, right: str) -> None:
        self.left = left
        self.right = right
match Dyn(1, "z"):
    case Dyn(1, r):
        print("dyn", r)
MAX = 5
class K:
    LIMIT = 10
match 10:
    case K.LIMIT:
        print("limit")
match (1, "a", [2, 3]):
    case (int(i), str(s), [x, y]):
        print(i, s, x, y)
match {"a": 1, "b": None}:
    case {"a": 1, "b": None}:
        print("mapping with none")
match -3, 1.5:
    case -3, 1.5:
        print("negatives")
