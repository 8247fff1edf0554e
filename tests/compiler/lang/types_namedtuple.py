"""NamedTuple, class syntax and call syntax."""

from collections import namedtuple
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Point(NamedTuple):
    """A point."""

    x: int
    y: float = 0.5
    label: str = "p"

    def shifted(self, by: int) -> "Point":
        return self._replace(x=self.x + by)

    @property
    def total(self) -> float:
        return self.x + self.y


class Named(Point):
    def shout(self) -> str:
        return self.label.upper()


class Box(NamedTuple, Generic[T]):
    value: T
    number: int = 1


Pair = NamedTuple("Pair", [("left", str), ("right", int)])
Loose = namedtuple("Loose", ["a", "b"])

p = Point(1, 2.5)
print(p, p.x, p.y, p.label, p[0], p[-1], len(p), p.total, p.shifted(3))
x, y, label = p
print(x, y, label, list(p), tuple(p), p == (1, 2.5, "p"), p == Point(1, 2.5), p != Point(2), p < Point(2), hash(p) == hash((1, 2.5, "p")))
print(Point(y=1.0, x=5), Point._fields, p._asdict(), Point._make([7, 8.0, "m"]), p._replace(y=9.0, label="z"))
print(isinstance(p, tuple), isinstance(p, Point), 2.5 in p, p.index("p"), p.count(1), p + (4,), p[1:], {p: 1}[Point(1, 2.5, "p")])
print(Box("s"), Box(3, 4).value + 1, Box([1])[0], Pair("l", 2).right, Pair(left="a", right=1), Loose(1, "b"), Loose(a=3, b=4).b)
named = Named(3, label="low")
print(named.shout(), named.x, named.total, sorted([Point(3), Point(1, 9.0), Point(1, 2.0)])[0])


def area(a: int, b: float, label: str) -> str:
    return f"{label}:{a * b}"


print(area(*p), max(Point(1), Point(4)).x, [q.x for q in (Point(1), Point(2))], f"{p!r:>40}", str(p))
for i, part in enumerate(p):
    print(i, part)
match p:
    case Point(x=1, label=name):
        print("matched", name)
try:
    Point._make([1])
except TypeError as error:
    print(error)
anything: object = p
print(anything, anything == p)
