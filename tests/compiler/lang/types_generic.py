"""Generic functions and classes, bounds, constraints, ParamSpec, Self, variance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, ParamSpec, Protocol, Self, TypeVar

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
P = ParamSpec("P")
Number = TypeVar("Number", int, float)
T_co = TypeVar("T_co", covariant=True)


class Comparable(Protocol):
    def __lt__(self, other: object, /) -> bool: ...


C = TypeVar("C", bound="Shape")


class Stack(Generic[T]):
    def __init__(self, items: Iterable[T] = ()) -> None:
        self._items: list[T] = list(items)

    def push(self, item: T) -> Self:
        self._items.append(item)
        return self

    def pop(self) -> T:
        if not self._items:
            raise IndexError("pop from empty stack")
        return self._items.pop()

    def peek(self, default: T | None = None) -> T | None:
        return self._items[-1] if self._items else default

    def map(self, function: Callable[[T], V]) -> Stack[V]:
        return Stack(function(item) for item in self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return reversed(self._items)


class Pair(Generic[K, V]):
    def __init__(self, key: K, value: V) -> None:
        self.key = key
        self.value = value

    def swap(self) -> Pair[V, K]:
        return Pair(self.value, self.key)

    def __repr__(self) -> str:
        return f"Pair({self.key!r}, {self.value!r})"


class Shape:
    def __init__(self, name: str) -> None:
        self.name = name

    def renamed(self, name: str) -> Self:
        self.name = name
        return self


class Box(Shape):
    size = 4


class Reader(Protocol[T_co]):
    def read(self) -> T_co: ...


class Const(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    def read(self) -> T:
        return self.value


class Node(Generic[T]):
    def __init__(self, value: T, next: Node[T] | None = None) -> None:
        self.value = value
        self.next = next

    def __iter__(self) -> Iterator[T]:
        node: Node[T] | None = self
        while node is not None:
            yield node.value
            node = node.next


class IntStack(Stack[int]):
    def total(self) -> int:
        return sum(self._items)


def first(items: Sequence[T], default: T) -> T:
    return items[0] if items else default


def add(a: Number, b: Number) -> Number:
    return a + b


def invert(mapping: Mapping[K, V]) -> dict[V, K]:
    return {value: key for key, value in mapping.items()}


def group(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    out: dict[K, list[T]] = {}
    for item in items:
        out.setdefault(key(item), []).append(item)
    return out


def biggest(shapes: Sequence[C], key: Callable[[C], int]) -> C:
    return max(shapes, key=key)


def logged(function: Callable[P, T]) -> Callable[P, T]:
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        print("call", function.__name__)
        return function(*args, **kwargs)

    return wrapper


@logged
def join(left: str, right: str, sep: str = "-") -> str:
    return left + sep + right


def read_all(readers: Sequence[Reader[object]]) -> list[object]:
    return [reader.read() for reader in readers]


def main() -> None:
    ints = Stack([1, 2]).push(3)
    texts = ints.map(lambda n: "x" * n)
    print(len(ints), ints.pop(), ints.peek(), list(texts), Stack[str]().peek("none"), Stack[int]().peek())
    try:
        Stack[float]().pop()
    except IndexError as error:
        print(error)
    print(Pair("a", 1), Pair("a", 1).swap(), Pair(1.5, [1]).swap().key)
    print(first([1, 2], 0), first([], "empty"), first((1.5,), 2.0), add(1, 2), add(1.5, 2.5))
    print(invert({"a": 1, "b": 2}), group(range(7), lambda n: n % 3), group(["aa", "b", "cc"], len))
    print(biggest([Box("a"), Box("bbb").renamed("zz")], key=lambda b: b.size * len(b.name)).name)
    print(join("a", "b"), join("a", "b", sep="+"))
    print(read_all([Const(1), Const("x"), Const(None)]), sum(Node(1, Node(2, Node(3)))), list(Node("only")))
    stack = IntStack([4, 5])
    stack.push(6)
    print(stack.total(), list(stack))
    nested: Stack[Stack[int]] = Stack([Stack([1])])
    nested.pop().push(2)
    print(len(nested), [Pair(k, v) for k, v in {"q": 1.0}.items()])


main()
