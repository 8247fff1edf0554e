"""A protocol is met by some classes only: others have a method of that name with other parameters."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Clock(Protocol):
    def __call__(self) -> float: ...


class Shape(Protocol):
    def area(self, scale: float) -> float: ...


class Square:
    def area(self, scale: float) -> float:
        return 4 * scale


class Field:
    def area(self, unit: str, owner: str, *, price: int) -> str:
        return f"{unit} {owner} {price}"


class Land:
    def area(self) -> int:
        return 7


@contextmanager
def timed(clock: Clock) -> Iterator[float]:
    yield clock()


def total(shapes: list[Shape]) -> float:
    return sum(one.area(2.0) for one in shapes)


with timed(lambda: 1.5) as start:
    print(start)
with timed(time.monotonic) as start:
    print(start >= 0)
print(total([Square(), Square()]), Field().area("ha", "bo", price=3), Land().area())
