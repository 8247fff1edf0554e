"""A second walk: `__new__`, properties, diamonds with keywords, generators, class bodies, built-ins."""
from __future__ import annotations
from typing import Any, Callable, Iterator, TypeVar, Generic
T = TypeVar("T")
class Single:
    _one: Single | None = None
    def __new__(cls) -> Single:
        if cls._one is None:
            cls._one = super().__new__(cls)
            cls._one.n = 0
        return cls._one
    n: int
a, b = Single(), Single()
a.n += 5
print(a is b, b.n)
class Temp:
    def __init__(self, c: float) -> None:
        self._c = c
    @property
    def c(self) -> float:
        return self._c
    @c.setter
    def c(self, v: float) -> None:
        if v < -273.15:
            raise ValueError("cold")
        self._c = v
    def __format__(self, spec: str) -> str:
        return f"{self._c:{spec or '.1f'}}C"
    def __index__(self) -> int:
        return int(self._c)
    def __int__(self) -> int:
        return 42
    def __float__(self) -> float:
        return self._c
    def __round__(self, n: int = 0) -> float:
        return round(self._c, n)
    def __bool__(self) -> bool:
        return self._c > 0
    def __abs__(self) -> Temp:
        return Temp(abs(self._c))
class Sub(Temp):
    @property
    def c(self) -> float:
        return super().c * 2
    @c.setter
    def c(self, v: float) -> None:
        Temp.c.fset(self, v)  # type: ignore[attr-defined]
t = Temp(21.55)
t.c = 3.25
print(f"{t} {t:.3f}", int(t), float(t), round(t, 1), bool(Temp(-1.0)), abs(Temp(-2.0)).c, [10, 20, 30, 40][t], hex(t))
try:
    t.c = -300
except ValueError as e:
    print(e)
class Outer:
    class Inner:
        limit = 3
        def go(self) -> str:
            return f"inner {self.limit}"
    def make(self) -> Outer.Inner:
        return self.Inner()
print(Outer().make().go(), Outer.Inner.limit, Outer.Inner.__qualname__ if False else "q")
class A:
    def __init__(self, **kw: Any) -> None:
        self.left = kw
class B(A):
    def __init__(self, *, b: int = 0, **kw: Any) -> None:
        super().__init__(**kw)
        self.b = b
class C(A):
    def __init__(self, *, c: int = 0, **kw: Any) -> None:
        super().__init__(**kw)
        self.c = c
class D(B, C):
    def __init__(self, d: int, **kw: Any) -> None:
        super().__init__(**kw)
        self.d = d
d = D(1, b=2, c=3, z=4)
print(d.b, d.c, d.d, d.left)
def gen(n: int) -> Iterator[int]:
    try:
        for i in range(n):
            yield i
    finally:
        print("closed", n)
g = gen(5)
next(g)
g.close()  # type: ignore[attr-defined]
def outer() -> Iterator[Callable[[], int]]:
    total = 0
    for i in range(3):
        def add(k: int = i) -> int:
            nonlocal total
            total += k
            return total
        yield add
print([f() for f in outer()])
def deco(cls: type[T]) -> type[T]:
    setattr(cls, "extra", 1)
    return cls
def fact(n: int) -> int:
    def go(k: int, acc: int) -> int:
        return acc if k <= 1 else go(k - 1, acc * k)
    return go(n, 1)
print(fact(10))
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("second")
except KeyError as e:
    print(repr(e.__context__), e.__cause__)
x = 10
squares = [x * x for x in range(3)]
print(x, squares)
class Meta:
    values = [1, 2, 3]
    doubled = [v * 2 for v in values]
    total = sum(values)
    names = {str(v): v for v in values}
print(Meta.doubled, Meta.total, Meta.names)
def kw(a: int, *args: int, b: int = 2, **rest: int) -> tuple[int, tuple[int, ...], int, dict[str, int]]:
    return a, args, b, rest
opts: dict[str, int] = {"b": 5, "q": 6}
print(kw(1, 2, 3, **opts), kw(*[1, 2], b=3), kw(a=1, z=9))
print(sorted(["b", "A", "c"], key=str.lower), list(map(str.upper, "ab")), max("abc", key=ord), sorted([(1, "b"), (1, "a")], reverse=True))
s = slice(1, None, 2)
print([0, 1, 2, 3, 4][s], "abcdef"[s], s)
print({**{"a": 1}, **{"a": 2}}, [*{1: 2}], dict([("k", 1)], z=2), set("aab") == {"a", "b"}, frozenset([1]) | {2})
m = {"a": [1], "b": [2]}
for key, vals in m.items():
    vals.append(len(key))
print(m, m.setdefault("c", []), m.pop("zz", None), list(m.keys() - {"a"})[0] in "bc")
print(any(v > 1 for v in [1, 2]), all([]), sum([[1], [2]], []), "".join(reversed("abc")))
