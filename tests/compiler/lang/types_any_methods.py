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


class Keywords:
    def f(self, a: int, b: int = 2, *, c: int = 3) -> tuple[int, int, int]:
        return (a, b, c)


k: Any = Keywords()
print(k.f(1, c=9), k.f(b=5, a=6), k.f(*(7,), **{"c": 1}))
s: Any = "a b c d"
print(s.split(maxsplit=1), s.split(" ", maxsplit=2), s.split(sep="b"), s.rsplit(None, maxsplit=1), s.splitlines(keepends=True))
print(s.encode(encoding="utf-8"), s.encode(errors="replace"), "{x}{0}".format(s, x=1))
numbers: Any = [3, 1, 2]
numbers.sort(reverse=True)
print(numbers)
numbers.sort(key=lambda one: (one % 3, one))
print(numbers)
numbers.sort()
print(numbers)
table: Any = {"a": 1}
table.update(b=2)
print(table, table.get("z", 3))
for wrong in (lambda: k.f(1, d=2), lambda: numbers.sort(other=1)):
    try:
        print(wrong())
    except TypeError:
        print("refused")
