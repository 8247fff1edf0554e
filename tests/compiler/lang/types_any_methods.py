"""Methods and properties of values of which only Any is known."""

from typing import Any
from datetime import date


class A:
    def m(self, n: int) -> int:
        return n + 1


x: Any = A()
print(x.m(3))
d: Any = date(2024, 1, 2)
print(d.year)
print(d.isoformat())
