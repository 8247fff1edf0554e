"""functools: wraps, total_ordering, cached_property and singledispatch."""

import functools
from functools import total_ordering, cached_property, singledispatch, wraps
from typing import ParamSpec, TypeVar, Callable

P = ParamSpec("P")
R = TypeVar("R")


def traced(f: Callable[P, R]) -> Callable[P, R]:
    @wraps(f)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        print("call", f.__name__)
        return f(*args, **kwargs)

    return inner


@traced
def add(a: int, b: int = 2) -> int:
    return a + b


print(add(1), add(1, b=5))


@total_ordering
class V:
    def __init__(self, n: int) -> None:
        self.n = n

    def __eq__(self, other: object) -> bool:
        return isinstance(other, V) and self.n == other.n

    def __lt__(self, other: "V") -> bool:
        return self.n < other.n


print(V(1) < V(2), V(1) <= V(1), V(3) > V(2), V(2) >= V(3), max(V(1), V(5)).n, sorted([V(3), V(1)])[0].n)


class C:
    @cached_property
    def x(self) -> int:
        print("computed")
        return 5


c = C()
print(c.x, c.x)


@singledispatch
def show(x: object) -> str:
    return "object"


@show.register
def _(x: int) -> str:
    return f"int {x}"


@show.register
def _(x: str) -> str:
    return f"str {x}"


print(show(1), show("a"), show(2.5))


class Shape:
    pass


class Circle(Shape):
    pass


@show.register
def _(x: Shape) -> str:
    return "shape"


@show.register(Circle)
def _circle(x: Circle) -> str:
    return "circle"


@show.register
def _(x: list) -> str:  # type: ignore[type-arg]
    return f"list {len(x)}"


print(show(Shape()), show(Circle()), show([1, 2]), show(None))


@functools.lru_cache
def plain_fib(n: int) -> int:
    return n if n < 2 else plain_fib(n - 1) + plain_fib(n - 2)


@functools.lru_cache
def plain_join(a: str, b: str = "-") -> str:
    return a + b


class PlainBox:
    @functools.lru_cache
    def twice(self, n: int) -> int:
        return 2 * n


print(plain_fib(50), plain_fib.cache_info())
print(plain_join("a"), plain_join("a"), plain_join("a", b="c"), plain_join.cache_info())
print(PlainBox().twice(4))
