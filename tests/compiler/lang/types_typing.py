"""Type variables with values, ParamSpec, Self, NewType, protocols with type arguments, overloads, Annotated."""
from typing import TypeVar, AnyStr, Generic, NewType, Self, TypeAlias, ParamSpec, Protocol, Final, Annotated, overload, get_args, get_origin, Literal, Callable, Iterable, Iterator, Any, cast, ClassVar, TYPE_CHECKING, NamedTuple
from collections.abc import Mapping, Sequence
StrOrBytes = TypeVar("StrOrBytes", str, bytes)
def double(x: StrOrBytes) -> StrOrBytes:
    return x + x
print(double("ab"), double(b"cd"))
def concat(a: AnyStr, b: AnyStr) -> AnyStr:
    return a + b
print(concat("a", "b"), concat(b"a", b"b"))
Num = TypeVar("Num", int, float)
def scale(xs: list[Num], k: Num) -> list[Num]:
    return [x * k for x in xs]
print(scale([1, 2], 3), scale([1.5], 2.0))
class Box(Generic[Num]):
    def __init__(self, v: Num) -> None:
        self.v: Num = v
    def add(self, o: Num) -> "Box[Num]":
        return Box(self.v + o)
print(Box(3).add(4).v, Box(1.5).add(2.0).v)
UserId = NewType("UserId", int)
u = UserId(5)
print(u, u + 1, type(u).__name__)
class Chain:
    def __init__(self) -> None:
        self.items: list[str] = []
    def add(self, s: str) -> Self:
        self.items.append(s)
        return self
class Sub(Chain):
    def shout(self) -> Self:
        self.items = [i.upper() for i in self.items]
        return self
print(Sub().add("a").add("b").shout().items)
json_any: Any = 5
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | None"
j: Json = {"a": [1, "x", None]}
print(j)
P = ParamSpec("P")
R = TypeVar("R")
def logged(f: Callable[P, R]) -> Callable[P, R]:
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        print("call", f.__name__, args, kwargs)
        return f(*args, **kwargs)
    return inner
@logged
def greet(name: str, *, punct: str = "!") -> str:
    return "hi " + name + punct
print(greet("x"), greet("y", punct="?"))
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
class Source(Protocol[T_co]):
    def get(self) -> T_co: ...
class IntSource:
    def get(self) -> int:
        return 7
class StrSource:
    def get(self) -> str:
        return "seven"
def pull(s: Source[T]) -> list[T]:
    return [s.get(), s.get()]
print(pull(IntSource()), pull(StrSource()))
MAX: Final = 10
LIMIT: Final[int] = 3
Name = Annotated[str, "doc"]
def named(n: Name) -> Name:
    return n.title()
print(MAX, LIMIT, named("joe"))
@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x: int | str) -> int | str:
    if isinstance(x, int):
        return x + 1
    return x + "1"
print(f(1), f("a"))
Mode = Literal["r", "w"]
print(get_args(Mode))
class Pair(NamedTuple, Generic[T]):
    left: T
    right: T
p = Pair(1, 2)
print(p, p.left + p.right, p._replace(left=9))
v = cast("int", json_any)
print(v)
def first(xs: Sequence[T], default: T | None = None) -> T | None:
    return xs[0] if xs else default
print(first([1]), first([], 3), first("abc"), first(()))
def total(m: Mapping[str, float]) -> float:
    return sum(m.values())
print(total({"a": 1.5, "b": 2}))
class Stack(Generic[T]):
    def __init__(self, items: Iterable[T] = ()) -> None:
        self._items = list(items)
    def __class_getitem__(cls, item: Any) -> Any:
        return cls
    def push(self, x: T) -> None:
        self._items.append(x)
    def __iter__(self) -> Iterator[T]:
        return iter(self._items)
    def __len__(self) -> int:
        return len(self._items)
s: Stack[int] = Stack([1, 2])
s.push(3)
print(list(s), len(s))
