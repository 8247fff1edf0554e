"""fields, asdict, astuple and replace go by the class of the instance, and through trees."""
from __future__ import annotations

from dataclasses import asdict, astuple, dataclass, field, fields, replace


@dataclass
class Shape:
    name: str


@dataclass
class Circle(Shape):
    radius: float = 1.0


@dataclass
class Square(Shape):
    side: int = 2
    tags: list[str] = field(default_factory=list)


@dataclass
class Tiny(Square):
    pass


@dataclass
class Node:
    value: int
    left: Node | None = None
    right: Node | None = None
    shapes: list[Shape] = field(default_factory=list)
    by_name: dict[str, Shape] = field(default_factory=dict)
    pair: tuple[Shape, int] | None = None


@dataclass(frozen=True)
class Chain:
    items: tuple[Chain, ...] = ()
    label: str = ""


def main() -> None:
    shapes: list[Shape] = [Shape("s"), Circle("c", 2.5), Square("q", 3, ["t"]), Tiny("t", 1)]
    for one in shapes:
        print([f.name for f in fields(one)], asdict(one), astuple(one), replace(one, name="new"))
    tree = Node(1, Node(2, None, Node(3)), shapes=shapes, by_name={"x": Circle("in")}, pair=(Tiny("p"), 5))
    print(asdict(tree))
    print(astuple(tree))
    print(asdict(Chain((Chain(label="a"), Chain((Chain(),), "b")))))
    copied = asdict(shapes[2])
    copied["tags"].append("u")
    print(shapes[2], copied)
    print([f.name for f in fields(Circle)], type(replace(shapes[3], name="z")).__name__, astuple(Circle("e"))[1] + 1)


main()
