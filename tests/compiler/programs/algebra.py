"""Matrix, polynomials, rational numbers, generic algebra with operator overloading."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import singledispatch, total_ordering, wraps
from typing import Any, Generic, ParamSpec, Protocol, Self, TypeVar, overload, runtime_checkable

T = TypeVar("T")
P = ParamSpec("P")
N = TypeVar("N", bound="Numeric")


@runtime_checkable
class Numeric(Protocol):
    def __add__(self: N, other: N) -> N: ...
    def __mul__(self: N, other: N) -> N: ...


@total_ordering
class Ratio:
    __slots__ = ("num", "den")

    def __init__(self, num: int, den: int = 1) -> None:
        if not den:
            raise ZeroDivisionError(f"Ratio({num}, 0)")
        g = math.gcd(num, den) * (-1 if den < 0 else 1)
        self.num, self.den = num // g, den // g

    @classmethod
    def parse(cls, text: str) -> Self:
        num, _, den = text.partition("/")
        return cls(int(num), int(den or 1))

    def _pair(self, other: Ratio | int) -> tuple[int, int]:
        return (other.num, other.den) if isinstance(other, Ratio) else (other, 1)

    def __add__(self, other: Ratio | int) -> Ratio:
        n, d = self._pair(other)
        return Ratio(self.num * d + n * self.den, self.den * d)

    __radd__ = __add__

    def __mul__(self, other: Ratio | int) -> Ratio:
        n, d = self._pair(other)
        return Ratio(self.num * n, self.den * d)

    __rmul__ = __mul__

    def __neg__(self) -> Ratio:
        return Ratio(-self.num, self.den)

    def __sub__(self, other: Ratio | int) -> Ratio:
        return self + (-other)

    def __rsub__(self, other: int) -> Ratio:
        return -self + other

    def __truediv__(self, other: Ratio | int) -> Ratio:
        n, d = self._pair(other)
        return self * Ratio(d, n)

    def __pow__(self, n: int) -> Ratio:
        return Ratio(self.num**n, self.den**n) if n >= 0 else Ratio(self.den**-n, self.num**-n)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int):
            return self.den == 1 and self.num == other
        return isinstance(other, Ratio) and (self.num, self.den) == (other.num, other.den)

    def __lt__(self, other: Ratio | int) -> bool:
        n, d = self._pair(other)
        return self.num * d < n * self.den

    def __hash__(self) -> int:
        return hash((self.num, self.den))

    def __bool__(self) -> bool:
        return self.num != 0

    def __float__(self) -> float:
        return self.num / self.den

    def __int__(self) -> int:
        return self.num // self.den

    def __abs__(self) -> Ratio:
        return Ratio(abs(self.num), self.den)

    def __repr__(self) -> str:
        return f"{self.num}" if self.den == 1 else f"{self.num}/{self.den}"

    def __format__(self, spec: str) -> str:
        return format(float(self), spec) if spec else repr(self)


class Poly(Generic[T]):
    def __init__(self, *coefficients: T) -> None:
        self.c = list(coefficients)

    def __call__(self, x: T, zero: T) -> T:
        acc = zero
        for a in reversed(self.c):
            acc = acc * x + a  # type: ignore[operator]
        return acc

    def __iter__(self) -> Iterator[T]:
        return iter(self.c)

    def __len__(self) -> int:
        return len(self.c)

    @overload
    def __getitem__(self, i: int) -> T: ...
    @overload
    def __getitem__(self, i: slice) -> list[T]: ...
    def __getitem__(self, i: int | slice) -> T | list[T]:
        return self.c[i]


class Matrix(Sequence[tuple[Ratio, ...]]):
    def __init__(self, rows: Iterable[Iterable[Ratio | int]]) -> None:
        self.rows = tuple(tuple(x if isinstance(x, Ratio) else Ratio(x) for x in row) for row in rows)
        if len({len(r) for r in self.rows}) > 1:
            raise ValueError("ragged")

    @overload
    def __getitem__(self, i: int) -> tuple[Ratio, ...]: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[tuple[Ratio, ...]]: ...
    def __getitem__(self, i: int | slice) -> Any:
        return self.rows[i]

    def __len__(self) -> int:
        return len(self.rows)

    def __matmul__(self, other: Matrix) -> Matrix:
        cols = list(zip(*other.rows, strict=False))
        return Matrix(
            [sum((a * b for a, b in zip(r, c, strict=False)), Ratio(0)) for c in cols] for r in self.rows
        )

    def inverse(self) -> Matrix:
        n = len(self)
        m = [list(r) + [Ratio(int(i == j)) for j in range(n)] for i, r in enumerate(self.rows)]
        for i in range(n):
            pivot = next((k for k in range(i, n) if m[k][i]), None)
            if pivot is None:
                raise ArithmeticError("singular")
            m[i], m[pivot] = m[pivot], m[i]
            f = m[i][i]
            m[i] = [x / f for x in m[i]]
            for k in range(n):
                if k != i and m[k][i]:
                    g = m[k][i]
                    m[k] = [x - g * y for x, y in zip(m[k], m[i], strict=False)]
        return Matrix(r[n:] for r in m)

    def __str__(self) -> str:
        w = max(len(repr(x)) for r in self.rows for x in r)
        return "\n".join(" ".join(f"{x!r:>{w}}" for x in r) for r in self.rows)


class Registry(MutableMapping[str, T]):
    def __init__(self, initial: Mapping[str, T] | None = None, **more: T) -> None:
        self._d: dict[str, T] = {}
        self.update(initial or {}, **more)

    def __getitem__(self, k: str) -> T:
        return self._d[k.lower()]

    def __setitem__(self, k: str, v: T) -> None:
        self._d[k.lower()] = v

    def __delitem__(self, k: str) -> None:
        del self._d[k.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._d)

    def __len__(self) -> int:
        return len(self._d)


def counted(limit: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    def deco(f: Callable[P, T]) -> Callable[P, T]:
        calls = 0

        @wraps(f)
        def inner(*args: P.args, **kwargs: P.kwargs) -> T:
            nonlocal calls
            calls += 1
            if calls > limit:
                raise RuntimeError(f"{f.__name__} called {calls} times")
            return f(*args, **kwargs)

        return inner

    return deco


@counted(2)
def area(w: int, h: int = 2, *, scale: float = 1.0) -> float:
    """Area."""
    return w * h * scale


@singledispatch
def describe(x: object) -> str:
    return f"object {x!r}"


@describe.register
def _(x: int) -> str:
    return f"int {x:+}"


@describe.register(list)
def _list(x: list[Any]) -> str:
    return "list of " + ", ".join(describe(i) for i in x)


def main() -> None:
    a, b = Ratio(1, 2), Ratio.parse("-3/4")
    print(a + b, a - 1, 1 - a, a * 3, 3 * b, a / b, b**-2, -a, abs(b), float(a), int(b), f"{a:.3f} {b}")
    print(
        sorted([a, b, Ratio(3)]),
        max(a, b),
        a >= b,
        a == Ratio(2, 4),
        {a: 1}[Ratio(5, 10)],
        a == 0.5,
        bool(Ratio(0)),
    )
    print(sum([a, b, a], Ratio(0)), isinstance(a, Numeric), isinstance(5, Ratio))
    p = Poly(1, 2, 3)
    print(p(2, 0), list(p), p[0], p[1:], len(p), [*map(str, p)])
    print(Poly(a, b)(Ratio(2), Ratio(0)))
    m = Matrix([[2, 1], [5, 3]])
    print(
        m.inverse(),
        m @ m.inverse(),
        m[0],
        m[-1:],
        len(m),
        Ratio(5) in m[1],
        list(reversed(m)),
        m.index((Ratio(2), Ratio(1))),
        sep="\n",
    )
    for bad in (
        lambda: Matrix([[1, 2], [2, 4]]).inverse(),
        lambda: Matrix([[1], [1, 2]]),
        lambda: Ratio(1, 0),
        lambda: Ratio.parse("x"),
    ):
        try:
            print(bad())
        except (ArithmeticError, ValueError) as e:
            print(type(e).__name__, e)
    r: Registry[int] = Registry({"A": 1}, B=2)
    r["c"] = 3
    print(
        r["a"],
        "B" in r,
        r.get("zz", -1),
        r.pop("B"),
        dict(r),
        list(r.items()),
        r.setdefault("d", 9),
        r == {"a": 1, "c": 3, "d": 9},
        r.popitem(),
        len(r),
    )
    print(area(3), area(1, scale=2.5), area.__name__)
    try:
        area(1)
    except RuntimeError as e:
        print(e)
    print(describe(5), describe("x"), describe([1, "y", [2]]), describe(True))
    print([f(2) for f in [lambda x, i=i: x + i for i in range(3)]])


if __name__ == "__main__":
    main()
