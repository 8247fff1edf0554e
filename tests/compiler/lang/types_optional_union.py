"""Optional and Union with narrowing by is None, isinstance, truth, equality, early return."""

from dataclasses import dataclass


@dataclass
class Circle:
    radius: float


@dataclass
class Square:
    side: float
    label: str | None = None


@dataclass
class Empty:
    pass


Shape = Circle | Square | Empty


def area(shape: Shape) -> float:
    if isinstance(shape, Circle):
        return 3.0 * shape.radius**2
    elif isinstance(shape, Square):
        return shape.side * shape.side
    return 0.0


def describe(value: int | str | float | list[int] | None) -> str:
    if value is None:
        return "none"
    if isinstance(value, str):
        return "str " + value.upper()
    if isinstance(value, (int, float)):
        return f"number {value + 1}"
    return f"list of {len(value)}"


def length(value: str | bytes | list[int]) -> int:
    return len(value)


def head(items: list[str]) -> str | None:
    return items[0] if items else None


def label(shape: Shape | None) -> str:
    if shape is None or not isinstance(shape, Square):
        return "-"
    return shape.label or "unlabelled"


def to_int(value: int | str) -> int:
    return value if isinstance(value, int) else int(value)


def main() -> None:
    shapes: list[Shape] = [Circle(2.0), Square(3.0, "sq"), Empty(), Square(1.0)]
    for shape in shapes:
        print(shape, area(shape), label(shape))
    print(label(None))
    for v in (1, "abc", 2.5, [1, 2], None, True):
        print(describe(v))
    print(length("é"), length(b"ab"), length([1]))
    h = head(["x"])
    if h:
        print(h.upper())
    print(head([]), (head([]) or "fallback").title())
    print(to_int("12") + to_int(3))
    maybe: dict[str, int | None] = {"a": None, "b": 2}
    for key in ("a", "b", "c"):
        got = maybe.get(key)
        print(key, got, got is None, key in maybe)
    number: int | None = None
    for _ in range(2):
        if number is not None:
            print(number + 1)
        else:
            number = 5
    result: int | str = 1
    result = "now str" if result == 1 else 2
    print(result)
    pair: tuple[int | None, str | None] = (None, "x")
    a, b = pair
    if a is None and b is not None:
        print(b * 2)
    total = 0
    for item in [1, None, 3, None]:
        if item is None:
            continue
        total += item
    print(total)
    assert h is not None
    print(h, [x for x in [1, None, 0] if x is not None], [x for x in ["", None, "y"] if x])
    value: object = "text"
    if isinstance(value, str) and len(value) > 3:
        print(value[:3])
    u: int | float = 3
    print(u / 2, u, isinstance(u, float))
    u = 2.5
    print(u)


main()
