#!/usr/bin/env python3
"""Matrices, polynomials and statistics without a library: operators, slices, numeric formatting."""

import math
import random
from itertools import accumulate, chain, combinations, groupby, product, zip_longest
from typing import Callable, Iterable, Iterator, Sequence, Union

Number = Union[int, float]


class Matrix:
    __slots__ = ("rows", "shape")

    def __init__(self, rows: Sequence[Sequence[Number]]):
        width = {len(row) for row in rows}
        if len(width) != 1:
            raise ValueError("rows differ in length: %s" % sorted(width))
        self.rows: list[list[float]] = [[float(x) for x in row] for row in rows]
        self.shape = (len(rows), width.pop())

    @staticmethod
    def identity(n: int) -> "Matrix":
        return Matrix([[1 if i == j else 0 for j in range(n)] for i in range(n)])

    def __matmul__(self, other: "Matrix") -> "Matrix":
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"{self.shape} @ {other.shape}")
        columns = list(zip(*other.rows))
        return Matrix([[sum(a * b for a, b in zip(row, column)) for column in columns] for row in self.rows])

    def __add__(self, other: "Matrix | Number") -> "Matrix":
        if isinstance(other, Matrix):
            return Matrix([[a + b for a, b in zip(x, y)] for x, y in zip(self.rows, other.rows)])
        return Matrix([[a + other for a in row] for row in self.rows])

    __radd__ = __add__

    def __neg__(self) -> "Matrix":
        return Matrix([[-a for a in row] for row in self.rows])

    def __sub__(self, other: "Matrix") -> "Matrix":
        return self + -other

    def __pow__(self, n: int) -> "Matrix":
        result, base = Matrix.identity(self.shape[0]), self
        while n:
            if n & 1:
                result = result @ base
            base, n = base @ base, n >> 1
        return result

    def __getitem__(self, key: "tuple[int, int] | int") -> "float | list[float]":
        if isinstance(key, tuple):
            i, j = key
            return self.rows[i][j]
        return self.rows[key]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Matrix) and self.rows == other.rows

    def __repr__(self) -> str:
        return "Matrix(" + "; ".join(" ".join(f"{x:g}" for x in row) for row in self.rows) + ")"

    @property
    def T(self) -> "Matrix":
        return Matrix([list(column) for column in zip(*self.rows)])

    def det(self) -> float:
        rows = [row[:] for row in self.rows]
        n, sign = len(rows), 1.0
        for i in range(n):
            pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
            if abs(rows[pivot][i]) < 1e-12:
                return 0.0
            if pivot != i:
                rows[i], rows[pivot] = rows[pivot], rows[i]
                sign = -sign
            for k in range(i + 1, n):
                factor = rows[k][i] / rows[i][i]
                for j in range(i, n):
                    rows[k][j] -= factor * rows[i][j]
        return sign * math.prod(rows[i][i] for i in range(n))


class Poly:
    def __init__(self, *coefficients: int) -> None:
        cs = list(coefficients)
        while cs and cs[-1] == 0:
            cs.pop()
        self.cs = cs

    def __call__(self, x: float) -> float:
        total = 0.0
        for c in reversed(self.cs):
            total = total * x + c
        return total

    def __add__(self, other: "Poly") -> "Poly":
        return Poly(*(a + b for a, b in zip_longest(self.cs, other.cs, fillvalue=0)))

    def __mul__(self, other: "Poly | int") -> "Poly":
        if isinstance(other, int):
            return Poly(*[c * other for c in self.cs])
        out = [0] * max(len(self.cs) + len(other.cs) - 1, 0)
        for (i, a), (j, b) in product(enumerate(self.cs), enumerate(other.cs)):
            out[i + j] += a * b
        return Poly(*out)

    __rmul__ = __mul__

    def derivative(self) -> "Poly":
        return Poly(*[i * c for i, c in enumerate(self.cs)][1:])

    def __bool__(self) -> bool:
        return bool(self.cs)

    def __str__(self) -> str:
        if not self:
            return "0"
        parts = []
        for power, c in reversed([*enumerate(self.cs)]):
            if c:
                body = {0: f"{abs(c)}", 1: f"{'' if abs(c) == 1 else abs(c)}x"}.get(
                    power, f"{'' if abs(c) == 1 else abs(c)}x^{power}"
                )
                parts.append(("- " if c < 0 else "+ ") + body)
        text = " ".join(parts)
        return text[2:] if text.startswith("+") else "-" + text[2:]


def newton(f: Callable[[float], float], df: Callable[[float], float], x: float, *, tries: int = 50) -> float:
    for _ in range(tries):
        step = f(x) / df(x)
        x -= step
        if abs(step) < 1e-12:
            return x
    raise ArithmeticError("no convergence")


def quantiles(data: Iterable[float], n: int = 4) -> list[float]:
    values = sorted(data)
    out = []
    for i in range(1, n):
        at = i * (len(values) - 1) / n
        low = math.floor(at)
        high = min(low + 1, len(values) - 1)
        out.append(values[low] + (values[high] - values[low]) * (at - low))
    return out


def primes() -> Iterator[int]:
    found: list[int] = []
    n = 2
    while True:
        if all(n % p for p in found if p * p <= n):
            found.append(n)
            yield n
        n += 1


def main() -> None:
    a = Matrix([[1, 2], [3, 4]])
    print(a @ a.T, a**5, a + 1, 1 + a, a - a, a[0, 1], a[-1], a == Matrix([[1, 2.0], [3, 4]]))
    print(
        f"{a.det():.3f} {Matrix([[2, 0, 1], [1, 3, 2], [1, 1, 1]]).det():.3f} {Matrix([[1, 2], [2, 4]]).det()}"
    )
    for bad in ([[1, 2], [3]], [[1]]):
        try:
            print(Matrix(bad) @ a)
        except ValueError as error:
            print("error:", error)
    p, q = Poly(-1, 0, 1), Poly(1, 1)
    print(
        p,
        "|",
        q,
        "|",
        p + q,
        "|",
        p * q,
        "|",
        3 * q,
        "|",
        p.derivative(),
        "|",
        Poly(),
        "|",
        Poly(0, -1, 0, 2),
    )
    root = newton(Poly(-2, 0, 1), Poly(-2, 0, 1).derivative(), 1.0)
    print(f"{root:.9f}", math.isclose(root * root, 2), p(3), bool(Poly()))
    rng = random.Random(7)
    data = [round(rng.gauss(10, 3), 3) for _ in range(200)]
    print([f"{x:.2f}" for x in quantiles(data)], len(data), f"{min(data):+.1f} {max(data):e}"[:12])
    bins = {k: len(list(g)) for k, g in groupby(sorted(data), key=lambda x: int(x // 5))}
    for k, count in bins.items():
        print(f"{k * 5:>4}..{k * 5 + 5:<4}{'#' * (count // 4):.<30}{count:>5}{count / len(data):>8.1%}")
    gen = primes()
    print([next(gen) for _ in range(12)], list(accumulate([1, 2, 3, 4], lambda x, y: x * y)))
    print(
        sum(1 for x, y, z in combinations(range(1, 30), 3) if x * x + y * y == z * z),
        list(chain("ab", [1]))[::-1],
    )
    print(
        7 // -2,
        -7 % 3,
        divmod(-7, 2),
        2**10,
        2**-1,
        round(2.5),
        round(-0.5),
        round(1234.567, -2),
        1e16,
        1e-7,
        0.1 + 0.2,
        10 / 5,
        int(-3.9),
        5 // 2.0,
    )
    print(
        math.hypot(3, 4),
        math.gcd(48, 36),
        math.comb(10, 3),
        math.isqrt(99),
        f"{math.pi:.10g}",
        math.inf > 1,
        -math.inf,
    )


main()
