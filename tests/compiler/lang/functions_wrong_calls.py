"""What Python says of calls that do not fit."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def three(a: int, b: int, c: int = 0, *, k: int, m: int = 1) -> int:
    return a + b + c + k + m


class K:
    def __init__(self, x: int, y: int) -> None:
        self.x, self.y = x, y

    def method(self, a: int, b: int = 2) -> int:
        return a + b

    def __repr__(self) -> str:
        return f"K({self.x}, {self.y})"


@dataclass
class Data:
    a: int
    b: int
    c: int = 3


class Plain:
    label = "plain"


class Failure(ValueError):
    pass


class Coded(Exception):
    def __init__(self, code: int, *, hint: str = "none") -> None:
        super().__init__(f"{code} ({hint})")
        self.code = code


class Many:
    def __init__(self, *items: int, **named: str) -> None:
        self.items, self.named = items, named

    def __repr__(self) -> str:
        return f"Many{self.items}{self.named}"


@dataclass
class Point(Data):
    d: int = 9


FACTORIES: dict[str, Callable[..., object]] = {"k": K, "data": Data, "many": Many, "error": Failure, "coded": Coded, "value": ValueError}


def attempt(f: Callable[..., object], *args: Any, **kwargs: Any) -> None:
    try:
        print(f(*args, **kwargs))
    except TypeError as e:
        print(e)


def main() -> None:
    attempt(three)
    attempt(three, 1)
    attempt(three, 1, 2)
    attempt(three, 1, 2, k=5)
    attempt(three, b=1)
    attempt(three, 1, 2, k=1, z=2)
    attempt(three, 1, a=2, b=1, k=1)
    k = K(1, 2)
    attempt(k.method)
    attempt(k.method, 1, 2, 3)
    attempt(k.method, 1, b=5)
    attempt(K)
    attempt(K, 1)
    attempt(K, 1, 2, 3)
    attempt(Data)
    attempt(Data, 1)
    attempt(Data, 1, 2, 3, 4)
    attempt(Data, 1, 2, d=4)
    for name, make in FACTORIES.items():
        print(name, repr(make(1, 2) if name in ("k", "data", "many") else make(3)))
    print(FACTORIES["data"](1, c=5, b=2), FACTORIES["many"](x="y"), FACTORIES["coded"](7, hint="h"), [repr(f(1, 2)) for f in (K, Data, Point)])
    attempt(Plain, 1)
    attempt(Coded, 1, 2)
    anything: Any = Point
    print(anything(1, 2, d=3), type(anything(0, 0)).__name__)
    values: dict[str, Any] = {"a": 1}
    try:
        print(Data(**values))
    except TypeError as e:
        print(e)
    try:
        print(three(**values))
    except TypeError as e:
        print(e)


main()
