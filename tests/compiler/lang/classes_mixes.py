"""Properties through super(), __init_subclass__, __class_getitem__, ABCs, descriptors of the library, total_ordering, singledispatch."""
from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial, reduce, singledispatch, total_ordering, wraps
from typing import Any, ClassVar, Generic, ParamSpec, Protocol, TypeVar, overload, runtime_checkable

T = TypeVar("T")
P = ParamSpec("P")
K = TypeVar("K")


class Plugin:
    registry: ClassVar[dict[str, type[Plugin]]] = {}
    key: ClassVar[str] = ""

    def __init_subclass__(cls, /, key: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.key = key or cls.__name__.lower()
        Plugin.registry[cls.key] = cls

    def run(self) -> str:
        return f"{type(self).__name__} as {self.key}"


class Alpha(Plugin):
    pass


class Beta(Plugin, key="b"):
    def run(self) -> str:
        return "beta " + super().run()


class Temp:
    def __init__(self, celsius: float) -> None:
        self._c = celsius

    @property
    def celsius(self) -> float:
        """The degrees."""
        return self._c

    @celsius.setter
    def celsius(self, value: float) -> None:
        if value < -273.15:
            raise ValueError(f"too cold: {value}")
        self._c = value

    @celsius.deleter
    def celsius(self) -> None:
        print("deleted")
        self._c = 0.0

    @property
    def fahrenheit(self) -> float:
        return self._c * 9 / 5 + 32

    @fahrenheit.setter
    def fahrenheit(self, value: float) -> None:
        self.celsius = (value - 32) * 5 / 9


class Logged(Temp):
    def __init__(self, celsius: float) -> None:
        super().__init__(celsius)
        self.log: list[float] = []

    @property
    def celsius(self) -> float:
        return super().celsius

    @celsius.setter
    def celsius(self, value: float) -> None:
        self.log.append(value)
        self._c = value


@total_ordering
class Word:
    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Word) and len(self.text) == len(other.text)

    def __lt__(self, other: Word) -> bool:
        return len(self.text) < len(other.text)

    def __hash__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"Word({self.text!r})"


class Shape(ABC):
    @property
    @abstractmethod
    def area(self) -> float: ...

    @abstractmethod
    def scale(self, by: float) -> Shape:
        raise NotImplementedError

    def describe(self) -> str:
        return f"{type(self).__name__} of {self.area:.2f}"


class Rect(Shape):
    def __init__(self, w: float, h: float) -> None:
        self.w, self.h = w, h

    @property
    def area(self) -> float:
        return self.w * self.h

    def scale(self, by: float) -> Rect:
        return Rect(self.w * by, self.h * by)

    @cached_property
    def diagonal(self) -> float:
        print("computing")
        return (self.w ** 2 + self.h ** 2) ** 0.5


@runtime_checkable
class HasArea(Protocol):
    @property
    def area(self) -> float: ...


class Box(Generic[T]):
    def __init__(self, *items: T) -> None:
        self.items = list(items)

    def map(self, f: Callable[[T], K]) -> Box[K]:
        return Box(*[f(x) for x in self.items])

    @overload
    def __getitem__(self, i: int) -> T: ...
    @overload
    def __getitem__(self, i: slice) -> Box[T]: ...
    def __getitem__(self, i: int | slice) -> T | Box[T]:
        if isinstance(i, slice):
            return Box(*self.items[i])
        return self.items[i]

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __repr__(self) -> str:
        return f"Box{self.items!r}"


@singledispatch
def render(x: object) -> str:
    return f"object {x!r}"


@render.register
def _(x: int) -> str:
    return f"int {x:,}"


@render.register
def _(x: list) -> str:  # type: ignore[type-arg]
    return "[" + "; ".join(render(i) for i in x) + "]"


@render.register(str)
def _render_str(x: str) -> str:
    return f"str {x.upper()}"


def traced(prefix: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    def outer(f: Callable[P, T]) -> Callable[P, T]:
        @wraps(f)
        def inner(*args: P.args, **kwargs: P.kwargs) -> T:
            print(prefix, f.__name__, args, kwargs)
            return f(*args, **kwargs)
        return inner
    return outer


@traced("->")
def area(w: int, h: int = 2, *, unit: str = "m") -> str:
    return f"{w * h}{unit}²"


@lru_cache(maxsize=None)
def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def main() -> None:
    print(sorted(Plugin.registry), [Plugin.registry[k]().run() for k in sorted(Plugin.registry)])
    t = Temp(20)
    t.fahrenheit = 212
    print(t.celsius, t.fahrenheit)
    del t.celsius
    print(t.celsius)
    try:
        t.celsius = -300.0
    except ValueError as e:
        print(e)
    ws = [Word("ccc"), Word("a"), Word("bb")]
    print(sorted(ws), max(ws), ws[0] >= ws[1], ws[0] <= Word("xyz"), Word("q") > ws[1], len({*ws, Word("z")}))
    r = Rect(3, 4)
    print(r.describe(), r.scale(2).describe(), r.diagonal, r.diagonal, isinstance(r, HasArea), isinstance(5, HasArea))
    b = Box(1, 2, 3)
    print(b, b.map(str), b[0] + b[-1], b[1:], [x * 2 for x in b], b.map(lambda x: x / 2)[:2])
    print(render(1234567), render([1, "a", [2.5]]), render("q"), render(None))
    print(area(3), area(w=4, h=5), area(1, unit="cm"), area.__name__)
    print(fib(50), fib.cache_info().hits > 0, partial(area, 7, unit="k")(h=1))
    print(reduce(lambda a, c: a * 10 + c, [1, 2, 3], 0))


main()
