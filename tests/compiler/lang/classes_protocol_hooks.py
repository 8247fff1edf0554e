"""Object protocols: attribute hooks, call, context, comparison, hashing, copying, class-level behaviour."""
from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import partialmethod, singledispatch, wraps
from typing import Any, ClassVar, Final, Generic, TypeVar, final, runtime_checkable, Protocol, Self

T = TypeVar("T")


class Lazy:
    def __init__(self, **values: Callable[[], object]) -> None:
        self._thunks = values
        self.hits = 0

    def __getattr__(self, name: str) -> object:
        try:
            thunk = self._thunks[name]
        except KeyError:
            raise AttributeError(f"no lazy {name!r}") from None
        self.hits += 1
        return thunk()

    def __dir__(self) -> list[str]:
        return sorted(self._thunks)


class Strict:
    allowed: ClassVar[tuple[str, ...]] = ("a", "b")

    def __setattr__(self, name: str, value: object) -> None:
        if name not in self.allowed:
            raise AttributeError(f"{type(self).__name__} has no {name!r}")
        object.__setattr__(self, name, value)

    a: int
    b: int


class Path:
    __slots__ = ("_parts",)

    def __init__(self, *parts: str) -> None:
        self._parts = parts

    def __truediv__(self, other: str | Path) -> Path:
        return Path(*self._parts, *(other._parts if isinstance(other, Path) else [other]))

    def __rtruediv__(self, other: str) -> Path:
        return Path(other, *self._parts)

    def __str__(self) -> str:
        return "/".join(self._parts)

    def __repr__(self) -> str:
        return f"Path({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Path) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts)

    def __lt__(self, other: Path) -> bool:
        return self._parts < other._parts

    def __len__(self) -> int:
        return len(self._parts)

    def __getitem__(self, i: int) -> str:
        return self._parts[i]

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def __iter__(self) -> Iterator[str]:
        yield from self._parts

    def __bool__(self) -> bool:
        return bool(self._parts)

    def __format__(self, spec: str) -> str:
        return f"{str(self):{spec}}" if not spec.endswith("w") else "\\".join(self._parts)


class Counter:
    instances: ClassVar[int] = 0
    limit: Final = 3

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        cls.instances += 1
        return super().__new__(cls)

    def __init__(self, start: int = 0) -> None:
        self.n = start

    def __call__(self, by: int = 1) -> Self:
        self.n += by
        return self

    def __int__(self) -> int:
        return self.n

    def __index__(self) -> int:
        return self.n

    def __enter__(self) -> Self:
        self.saved = self.n
        return self

    def __exit__(self, *exc: object) -> None:
        self.n = self.saved

    def __invert__(self) -> Counter:
        return Counter(-self.n)

    def __pow__(self, e: int) -> int:
        return self.n ** e

    def __divmod__(self, d: int) -> tuple[int, int]:
        return divmod(self.n, d)

    def _add(self, by: int, twice: bool = False) -> int:
        self.n += by * (2 if twice else 1)
        return self.n



class Base(ABC):
    def template(self) -> str:
        return f"<{self.head()}|{self.body()}|{self.tail()}>"

    @abstractmethod
    def body(self) -> str: ...

    def head(self) -> str:
        return "H"

    def tail(self) -> str:
        return "T"

    @classmethod
    def create(cls, *args: Any) -> Self:
        return cls(*args)

    @staticmethod
    def helper(x: int) -> int:
        return x + 1


class Loud:
    def head(self) -> str:
        return super().head().upper() + "!"  # type: ignore[misc]

    def body(self) -> str:
        return "loud"


class Impl(Base):
    def __init__(self, text: str = "impl") -> None:
        self.text = text

    def body(self) -> str:
        return self.text


class Child(Impl):
    def body(self) -> str:
        return f"[{super().body()}]"

    def tail(self) -> str:
        return "t" + Base.tail(self)

    @classmethod
    def create(cls, *args: Any) -> Self:
        made = super().create(*args)
        made.text += "?"
        return made


class Tree(Generic[T]):
    def __init__(self, value: T, *kids: Tree[T]) -> None:
        self.value, self.kids = value, list(kids)

    def __iter__(self) -> Iterator[T]:
        yield self.value
        for kid in self.kids:
            yield from kid

    def map(self, f: Callable[[T], T]) -> Tree[T]:
        return Tree(f(self.value), *(k.map(f) for k in self.kids))

    def depth(self) -> int:
        return 1 + max((k.depth() for k in self.kids), default=0)


@runtime_checkable
class Sized2(Protocol):
    def __len__(self) -> int: ...


def main() -> None:
    z = Lazy(x=lambda: 42, y=lambda: "why")
    print(z.x, z.y, z.x, z.hits, getattr(z, "q", "default"), hasattr(z, "y"))
    try:
        print(z.nope)
    except AttributeError as e:
        print(e)
    s = Strict()
    s.a = 1
    try:
        s.c = 2  # type: ignore[attr-defined]
    except AttributeError as e:
        print(s.a, e)
    p = Path("usr") / "lib" / Path("py", "x")
    print(p, repr(p), "root" / p, len(p), p[-1], "lib" in p, sorted([Path("b"), Path("a", "z"), Path("a")]), {p: 1}[Path("usr", "lib", "py", "x")], list(p), bool(Path()), f"{p:>15}|{p:w}", isinstance(p, Sized2), isinstance(3, Sized2))
    c = Counter(2)
    with c as inner:
        inner(5)(3)
        print(c.n, int(c), [0] * 12 == [0] * (c.n + 2), "abcdefghijklm"[c], hex(c), c ** 2, divmod(c, 3), (~c).n)
    print(c.n, Counter.instances, c._add(10), c._add(10, twice=True), Counter.limit, callable(c))
    print(Impl().template(), Child("kid").template(), Child.create("made").template(), Base.helper(1), Impl.helper(2), Child.__mro__[1].__name__, Child("x").create("y").body())
    t = Tree(1, Tree(2, Tree(3)), Tree(4))
    u = copy.deepcopy(t)
    u.kids[0].value = 20
    print(list(t), list(u), list(t.map(lambda v: v * v)), t.depth(), sum(t), max(u))
    shallow = copy.copy(t)
    print(shallow.kids is t.kids, shallow is t, isinstance(t, Tree), type(t).__name__, issubclass(Child, Base))


main()
