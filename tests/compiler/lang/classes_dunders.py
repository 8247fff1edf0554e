"""Operator methods: arithmetic, reflected, in-place, comparison, container, call, bool, format, hash."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import total_ordering


class Vector:
    def __init__(self, x: float, y: float) -> None:
        self.x = x
        self.y = y

    def __repr__(self) -> str:
        return f"Vector({self.x}, {self.y})"

    def __add__(self, other: Vector) -> Vector:
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other: Vector) -> Vector:
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, k: float) -> Vector:
        return Vector(self.x * k, self.y * k)

    def __rmul__(self, k: float) -> Vector:
        return self * k

    def __truediv__(self, k: float) -> Vector:
        return Vector(self.x / k, self.y / k)

    def __matmul__(self, other: Vector) -> float:
        return self.x * other.x + self.y * other.y

    def __neg__(self) -> Vector:
        return Vector(-self.x, -self.y)

    def __pos__(self) -> Vector:
        return self

    def __abs__(self) -> float:
        return math.sqrt(self.x**2 + self.y**2)

    def __iadd__(self, other: Vector) -> Vector:
        self.x += other.x
        self.y += other.y
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Vector):
            return NotImplemented
        return self.x == other.x and self.y == other.y

    def __hash__(self) -> int:
        return hash((self.x, self.y))

    def __bool__(self) -> bool:
        return self.x != 0 or self.y != 0

    def __iter__(self) -> Iterator[float]:
        yield self.x
        yield self.y

    def __getitem__(self, index: int) -> float:
        return (self.x, self.y)[index]

    def __len__(self) -> int:
        return 2

    def __format__(self, spec: str) -> str:
        return f"<{self.x:{spec}}|{self.y:{spec}}>"

    def __round__(self, digits: int = 0) -> Vector:
        return Vector(round(self.x, digits), round(self.y, digits))


@total_ordering
class Version:
    def __init__(self, text: str) -> None:
        self.parts = tuple(int(part) for part in text.split("."))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self.parts == other.parts

    def __lt__(self, other: Version) -> bool:
        return self.parts < other.parts

    def __str__(self) -> str:
        return ".".join(map(str, self.parts))


class Grid:
    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], str] = {}

    def __getitem__(self, key: tuple[int, int]) -> str:
        return self.cells.get(key, ".")

    def __setitem__(self, key: tuple[int, int], value: str) -> None:
        self.cells[key] = value

    def __delitem__(self, key: tuple[int, int]) -> None:
        del self.cells[key]

    def __contains__(self, key: object) -> bool:
        return key in self.cells

    def __len__(self) -> int:
        return len(self.cells)

    def __call__(self, row: int, *columns: int) -> str:
        return "".join(self[row, column] for column in columns)


class Bits:
    def __init__(self, value: int) -> None:
        self.value = value

    def __and__(self, other: Bits) -> Bits:
        return Bits(self.value & other.value)

    def __or__(self, other: Bits) -> Bits:
        return Bits(self.value | other.value)

    def __xor__(self, other: Bits) -> Bits:
        return Bits(self.value ^ other.value)

    def __lshift__(self, n: int) -> Bits:
        return Bits(self.value << n)

    def __rshift__(self, n: int) -> Bits:
        return Bits(self.value >> n)

    def __invert__(self) -> Bits:
        return Bits(~self.value)

    def __int__(self) -> int:
        return self.value

    def __index__(self) -> int:
        return self.value

    def __float__(self) -> float:
        return self.value + 0.5

    def __mod__(self, n: int) -> int:
        return self.value % n

    def __floordiv__(self, n: int) -> int:
        return self.value // n

    def __pow__(self, n: int) -> int:
        return int(self.value**n)

    def __divmod__(self, n: int) -> tuple[int, int]:
        return divmod(self.value, n)


class Countdown:
    def __init__(self, start: int) -> None:
        self.current = start

    def __iter__(self) -> Countdown:
        return self

    def __next__(self) -> int:
        if self.current <= 0:
            raise StopIteration
        self.current -= 1
        return self.current + 1


class OldStyle:
    """Iterable by __getitem__ and reversed by __reversed__."""

    def __len__(self) -> int:
        return 3

    def __reversed__(self) -> Iterator[str]:
        return iter("cba")


class Meters(float):
    def __str__(self) -> str:
        return f"{float(self):.1f}m"


def main() -> None:
    a, b = Vector(1.0, 2.0), Vector(3.0, 4.5)
    print(a + b, b - a, a * 2.0, 3.0 * a, b / 2.0, a @ b, -a, +a, abs(Vector(3.0, 4.0)))
    c = a
    c += b
    print(a, c is a, a == Vector(4.0, 6.5), a != b, a == 5, len({Vector(1.0, 1.0), Vector(1.0, 1.0)}))
    print(bool(Vector(0.0, 0.0)), bool(a), list(b), a[0], a[-1], len(a), sum(b), f"{b:.2f}", f"{b:>6}", round(Vector(1.26, 2.74), 1))
    x, y = b
    print(x, y, tuple(b), max(b), 4.5 in b)
    try:
        print(a[5])
    except IndexError as error:
        print(type(error).__name__, error)
    versions = [Version("1.10"), Version("1.2"), Version("1.2.1")]
    print(*sorted(versions), max(versions), versions[0] > versions[1], versions[1] >= versions[2], versions[1] <= Version("1.2"), Version("1") != Version("1.0"))
    g = Grid()
    g[0, 1] = "x"
    g[0, 2] = "y"
    g[0, 1] += "!"
    del g[0, 2]
    print(g[0, 1], g[5, 5], (0, 1) in g, (0, 2) in g, len(g), bool(g), bool(Grid()), g(0, 0, 1, 2))
    bits = Bits(12)
    print(int(bits & Bits(10)), int(bits | Bits(3)), int(bits ^ Bits(5)), int(bits << 2), int(bits >> 2), int(~bits), float(bits), bits % 5, bits // 5, bits**2, divmod(bits, 5), hex(bits), [0] * 2)
    print(list(Countdown(3)), sum(Countdown(4)), 2 in Countdown(3), max(Countdown(2)), [*Countdown(2)])
    print(list(reversed(OldStyle())), Meters(3.25), Meters(2) + 1, f"{Meters(1.5)}")
    try:
        print(a < b)  # type: ignore[operator]
    except TypeError as error:
        print(type(error).__name__, error)


main()
