"""Instances that are called, also where only `object` is known of them."""

from typing import Any
class C:
    def __init__(self, k: int = 1) -> None: self.k = k
    def __call__(self, x: int, y: int = 2) -> int: return x * self.k + y
f: Any = C(3)
print(f(5), callable(f))
g: object = f
if callable(g):
    print(g(1))
print(list(map(C(2), [1, 2])))
for h in [C(), len]:
    print(callable(h))
from typing import Callable
fs: list[Callable[..., int]] = [C(5), C(6)]
print([k(1) for k in fs], [k(1, 3) for k in fs], f(1, y=7))
try:
    f()
except TypeError as e:
    print(type(e).__name__)
class Base:
    def __call__(self) -> str: return "base"
class Sub(Base):
    def __call__(self) -> str: return "sub"
objs: list[Any] = [Base(), Sub(), lambda: "l"]
print([o() for o in objs])
