"""Classes with __iter__ that extend nothing, given to functions and methods of the language."""
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Bag(Generic[T]):
    def __init__(self, *items: T) -> None:
        self.items = items

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)


class Names(Bag[str]):
    def joined(self) -> str:
        return "/".join(self)


class Countdown:
    def __init__(self, n: int) -> None:
        self.n = n

    def __iter__(self) -> "Countdown":
        return self

    def __next__(self) -> int:
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(Names("a", "b").joined(), ",".join(Bag("x", "y")), b"-".join(Bag(b"p", b"q")))
items = [9]
items.extend(Countdown(3))
items += Bag(7, 8)
chosen = {1}
chosen.update(Countdown(2), Bag(5))
print(items, sorted(chosen), sorted(Bag(3, 1, 2)), sum(Countdown(4)), max(Bag(1, 5)), list(Countdown(2)), set(Bag(1, 1)), tuple(Bag("t")))
print(dict.fromkeys(Names("k", "l"), 0), list(zip(Countdown(2), Bag("a", "b"))), list(enumerate(Names("e"))), any(Bag(0, 1)), 5 in Bag(4, 5), [*Bag(1), *Countdown(1)])
print({1, 2} | set(Bag(3)), {1, 2}.union(Bag(4)), {1, 2}.issuperset(Bag(1)), frozenset(Bag(1)), bytes(Bag(65, 66)), list(map(str, Countdown(2))), list(filter(None, Bag(0, 3))))
first, *rest = Bag(1, 2, 3)
print(first, rest, "".join(reversed(list(Names("z", "y")))))
