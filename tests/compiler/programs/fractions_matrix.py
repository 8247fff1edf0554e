"""A Fraction with all operators, and a generic Matrix over anything that adds and multiplies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce, total_ordering
from math import gcd
from typing import Any, Generic, Protocol, Self, TypeVar


@total_ordering
class Fraction:
    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: int = 0, denominator: int = 1) -> None:
        if denominator == 0:
            raise ZeroDivisionError(f"Fraction({numerator}, 0)")
        sign = -1 if denominator < 0 else 1
        divisor = gcd(numerator, denominator)
        self.numerator = sign * numerator // divisor
        self.denominator = sign * denominator // divisor

    @classmethod
    def parse(cls, text: str) -> Self:
        top, slash, bottom = text.partition("/")
        return cls(int(top), int(bottom) if slash else 1)

    def __add__(self, other: Fraction | int) -> Fraction:
        other = as_fraction(other)
        return Fraction(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )

    __radd__ = __add__

    def __neg__(self) -> Fraction:
        return Fraction(-self.numerator, self.denominator)

    def __sub__(self, other: Fraction | int) -> Fraction:
        return self + -as_fraction(other)

    def __rsub__(self, other: int) -> Fraction:
        return as_fraction(other) - self

    def __mul__(self, other: Fraction | int) -> Fraction:
        other = as_fraction(other)
        return Fraction(self.numerator * other.numerator, self.denominator * other.denominator)

    __rmul__ = __mul__

    def __truediv__(self, other: Fraction | int) -> Fraction:
        other = as_fraction(other)
        return Fraction(self.numerator * other.denominator, self.denominator * other.numerator)

    def __rtruediv__(self, other: int) -> Fraction:
        return as_fraction(other) / self

    def __pow__(self, exponent: int) -> Fraction:
        if exponent < 0:
            return Fraction(self.denominator, self.numerator) ** -exponent
        return Fraction(self.numerator**exponent, self.denominator**exponent)

    def __abs__(self) -> Fraction:
        return Fraction(abs(self.numerator), self.denominator)

    def __float__(self) -> float:
        return self.numerator / self.denominator

    def __int__(self) -> int:
        return int(self.numerator / self.denominator)

    def __bool__(self) -> bool:
        return self.numerator != 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int):
            other = Fraction(other)
        if not isinstance(other, Fraction):
            return NotImplemented
        return (self.numerator, self.denominator) == (other.numerator, other.denominator)

    def __lt__(self, other: Fraction | int) -> bool:
        other = as_fraction(other)
        return self.numerator * other.denominator < other.numerator * self.denominator

    def __hash__(self) -> int:
        return hash((self.numerator, self.denominator))

    def __str__(self) -> str:
        return f"{self.numerator}" if self.denominator == 1 else f"{self.numerator}/{self.denominator}"

    def __repr__(self) -> str:
        return f"Fraction({self.numerator}, {self.denominator})"

    def __format__(self, spec: str) -> str:
        return format(float(self), spec) if spec.endswith("f") else format(str(self), spec)


def as_fraction(value: Fraction | int) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(value)


class Ring(Protocol):
    def __add__(self, other: Any, /) -> Any: ...
    def __mul__(self, other: Any, /) -> Any: ...


T = TypeVar("T", bound=Ring)
U = TypeVar("U", bound=Ring)


class Matrix(Generic[T]):
    def __init__(self, rows: Iterable[Iterable[T]]) -> None:
        self.rows = [list(row) for row in rows]
        if len({len(row) for row in self.rows}) > 1:
            raise ValueError("rows differ in length")

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0]) if self.rows else 0

    def __getitem__(self, at: tuple[int, int]) -> T:
        row, column = at
        return self.rows[row][column]

    def __setitem__(self, at: tuple[int, int], value: T) -> None:
        row, column = at
        self.rows[row][column] = value

    def __iter__(self) -> Iterator[list[T]]:
        return iter(self.rows)

    def __matmul__(self, other: Matrix[T]) -> Matrix[T]:
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"cannot multiply {self.shape} by {other.shape}")
        columns = list(zip(*other.rows, strict=True))
        return Matrix([dot(row, column) for column in columns] for row in self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Matrix) and self.rows == other.rows

    def __mul__(self, factor: T) -> Matrix[T]:
        return self.map(lambda value: value * factor)

    def __pow__(self, exponent: int) -> Matrix[T]:
        return self if exponent == 1 else reduce(lambda a, b: a @ b, [self] * exponent)

    def map(self, function: Callable[[T], U]) -> Matrix[U]:
        return Matrix([function(value) for value in row] for row in self.rows)

    @property
    def transposed(self) -> Matrix[T]:
        return Matrix(zip(*self.rows, strict=True))

    def __str__(self) -> str:
        texts = [[str(value) for value in row] for row in self.rows]
        widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
        return "\n".join(
            "[" + " ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)) + "]"
            for row in texts
        )


def dot(left: Iterable[T], right: Iterable[T]) -> T:
    products = [a * b for a, b in zip(left, right, strict=True)]
    total = products[0]
    for product in products[1:]:
        total = total + product
    result: T = total
    return result


def inverse(matrix: Matrix[Fraction]) -> Matrix[Fraction]:
    size = matrix.shape[0]
    rows = [row + [Fraction(int(i == j)) for j in range(size)] for i, row in enumerate(matrix)]
    for i in range(size):
        pivot = next((r for r in range(i, size) if rows[r][i]), None)
        if pivot is None:
            raise ArithmeticError("matrix is singular")
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(size):
            if r != i and (factor := rows[r][i]):
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    return Matrix(row[size:] for row in rows)


def main() -> None:
    half, third = Fraction(1, 2), Fraction.parse("1/3")
    print(
        half + third,
        half - third,
        half * third,
        half / third,
        1 + half,
        2 - half,
        3 * third,
        1 / third,
        -half,
        abs(-half),
        half**3,
        half**-2,
    )
    print(
        half < third,
        half >= third,
        half == Fraction(2, 4),
        half == 0.5,
        Fraction(4, 2) == 2,
        max(half, third),
        sorted([half, third, Fraction(-1)]),
        hash(half) == hash(Fraction(3, 6)),
    )
    print(
        f"{half:>6}|{third:.3f}",
        repr(third),
        float(half),
        int(Fraction(-7, 2)),
        bool(Fraction()),
        sum([half, third], Fraction()),
        {half: "h"}[Fraction(1, 2)],
    )
    for top, bottom in (("1", "0"), ("x", "1")):
        try:
            print(Fraction(int(top), int(bottom)))
        except (ZeroDivisionError, ValueError) as error:
            print(type(error).__name__, error)
    fib = Matrix([[1, 1], [1, 0]])
    print(fib**10, (fib**30)[0, 1], fib.transposed == fib, fib * 3, sep="\n")
    m = Matrix([[Fraction(n) for n in row] for row in ((2, 1, 1), (1, 3, 2), (1, 0, 0))])
    print(inverse(m), m @ inverse(m), sep="\n")
    m[0, 0] = Fraction(5, 7)
    print(m.map(float).map(lambda value: round(value, 2)), m.shape)
    for action in (
        lambda: Matrix([[1], [1, 2]]),
        lambda: fib @ Matrix([[1, 2, 3]]),
        lambda: inverse(Matrix([[Fraction(0)]])),
    ):
        try:
            print(action())
        except (ValueError, ArithmeticError) as error:
            print(type(error).__name__, error)


if __name__ == "__main__":
    main()
