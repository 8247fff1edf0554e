"""property with setter and deleter, computed attributes, cached_property, descriptors of the standard library, slots."""

from functools import cached_property


class Celsius:
    __slots__ = ("_degrees", "reads")

    def __init__(self, degrees: float = 0.0) -> None:
        self.reads = 0
        self.degrees = degrees

    @property
    def degrees(self) -> float:
        """The temperature."""
        self.reads += 1
        return self._degrees

    @degrees.setter
    def degrees(self, value: float) -> None:
        if value < -273.15:
            raise ValueError(f"{value} is below absolute zero")
        self._degrees = float(value)

    @property
    def fahrenheit(self) -> float:
        return self.degrees * 9 / 5 + 32

    @fahrenheit.setter
    def fahrenheit(self, value: float) -> None:
        self.degrees = (value - 32) * 5 / 9


class Base:
    @property
    def kind(self) -> str:
        return "base"

    @property
    def title(self) -> str:
        return f"<{self.kind}>"


class Child(Base):
    @property
    def kind(self) -> str:
        return "child of " + super().kind


class Table:
    def __init__(self, rows: list[int]) -> None:
        self.rows = rows
        self.computed = 0

    @cached_property
    def total(self) -> int:
        self.computed += 1
        return sum(self.rows)


class Deleting:
    def __init__(self) -> None:
        self._x: int | None = 1

    @property
    def x(self) -> int | None:
        return self._x

    @x.deleter
    def x(self) -> None:
        print("deleting")
        self._x = None


def main() -> None:
    t = Celsius(100)
    print(t.degrees, t.fahrenheit)
    t.fahrenheit = 212
    t.degrees += 0.5
    print(t.degrees, t.reads)
    for bad in (-300.0,):
        try:
            t.degrees = bad
        except ValueError as error:
            print(type(error).__name__, error)
    try:
        Child().title = "x"  # type: ignore[misc]
    except AttributeError as error:
        print(type(error).__name__, error)
    items: list[Base] = [Base(), Child()]
    print([i.title for i in items], [i.kind for i in items])
    table = Table([1, 2, 3])
    print(table.total, table.total, table.computed)
    table.rows.append(4)
    print(table.total)
    del table.total
    print(table.total, table.computed)
    d = Deleting()
    del d.x
    print(d.x)


main()
