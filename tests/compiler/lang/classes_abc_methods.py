"""Classes that extend those of `collections.abc` and get methods from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, MutableSequence, MutableSet, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class Folded(MutableMapping[str, T]):
    def __init__(self, initial: Mapping[str, T] | None = None, **more: T) -> None:
        self._d: dict[str, T] = {}
        self.update(initial or {}, **more)

    def __getitem__(self, key: str) -> T:
        return self._d[key.lower()]

    def __setitem__(self, key: str, value: T) -> None:
        self._d[key.lower()] = value

    def __delitem__(self, key: str) -> None:
        del self._d[key.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._d)

    def __len__(self) -> int:
        return len(self._d)


class Squares(Mapping[int, int]):
    def __init__(self, n: int) -> None:
        self.n = n

    def __getitem__(self, key: int) -> int:
        if 0 <= key < self.n:
            return key * key
        raise KeyError(key)

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.n))

    def __len__(self) -> int:
        return self.n


class Digits(Sequence[int]):
    def __init__(self, number: int) -> None:
        self.text = str(number)

    @overload
    def __getitem__(self, i: int) -> int: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[int]: ...
    def __getitem__(self, i: int | slice) -> Any:
        if isinstance(i, slice):
            return [int(one) for one in self.text[i]]
        return int(self.text[i])

    def __len__(self) -> int:
        return len(self.text)


class Stack(MutableSequence[str]):
    def __init__(self, items: Iterable[str] = ()) -> None:
        self.items = list(items)

    def __getitem__(self, i: Any) -> Any:
        return self.items[i]

    def __setitem__(self, i: Any, value: Any) -> None:
        self.items[i] = value

    def __delitem__(self, i: Any) -> None:
        del self.items[i]

    def __len__(self) -> int:
        return len(self.items)

    def insert(self, index: int, value: str) -> None:
        self.items.insert(index, value)


class Bits(MutableSet[int]):
    def __init__(self, values: Iterable[int] = ()) -> None:
        self.mask = 0
        for one in values:
            self.add(one)

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int) and bool(self.mask >> value & 1)

    def __iter__(self) -> Iterator[int]:
        return (i for i in range(62) if self.mask >> i & 1)

    def __len__(self) -> int:
        return self.mask.bit_count()

    def add(self, value: int) -> None:
        self.mask |= 1 << value

    def discard(self, value: int) -> None:
        self.mask &= ~(1 << value)


def mappings() -> None:
    folded: Folded[int] = Folded({"A": 1}, B=2)
    folded["c"] = 3
    print(folded["C"], "B" in folded, "z" in folded, folded.get("Z", -1), folded.get("z"), len(folded))
    print(folded.get("a", 0) + 1, folded.pop("B"), folded.pop("b", 7), dict(folded), list(folded))
    print(list(folded.items()), list(folded.keys()), list(folded.values()), folded.setdefault("d", 9))
    print(folded == {"a": 1, "c": 3, "d": 9}, folded != {"a": 1}, folded.popitem(), len(folded))
    folded.update([("x", 5)], y=6)
    for key, value in folded.items():
        print(key, value, end=" ")
    folded.clear()
    print(len(folded), bool(folded))
    for call in (folded.popitem, lambda: folded.pop("q")):
        try:
            call()
        except KeyError as error:
            print("KeyError", error)
    squares = Squares(4)
    print(
        {**squares},
        3 in squares,
        4 in squares,
        max(squares.values()),
        squares == Squares(4),
        isinstance(squares, Mapping),
    )
    print(sorted(squares, reverse=True), [k + v for k, v in squares.items()])


def sequences() -> None:
    digits = Digits(314159)
    print(
        list(digits),
        digits[0],
        digits[1:3],
        digits[-1],
        list(reversed(digits)),
        digits.index(1),
        digits.index(1, 2),
    )
    print(digits.count(1), 9 in digits, 7 in digits, len(digits), sum(digits), isinstance(digits, Sequence))
    try:
        digits.index(8)
    except ValueError as error:
        print("ValueError", error)
    stack = Stack("abc")
    stack.append("d")
    stack.extend(["e", "f"])
    stack += ["g"]
    print(stack.pop(), stack.pop(0), stack.items, "c" in stack)
    stack.reverse()
    stack.remove("c")
    print(list(stack), stack.index("b"))
    stack.clear()
    print(len(stack))


def sets() -> None:
    bits = Bits([1, 5, 9])
    print(
        list(bits),
        5 in bits,
        len(bits),
        bits == Bits([9, 1, 5]),
        bits <= {1, 5, 9, 11},
        bits < {1, 5, 9},
        bits.isdisjoint([2]),
    )
    bits.remove(5)
    print(sorted(bits), bits.pop(), isinstance(bits, AbstractSet))
    try:
        bits.remove(5)
    except KeyError as error:
        print("KeyError", error)
    bits |= {3, 9, 4}
    bits &= {9, 4, 3, 60}
    bits ^= {4, 7}
    bits -= {3}
    print(list(bits))
    bits.clear()
    print(len(bits))


class Sign(Generic[T]):
    def __init__(self, value: int) -> None:
        self.value = value

    def __neg__(self) -> int:
        return -self.value

    def __pos__(self) -> str:
        return "plus"

    def __invert__(self) -> str:
        return "invert"

    def __abs__(self) -> int:
        return abs(self.value) + 10


def signs(one: Sign[str] | int, other: Any) -> None:
    print(-one, +one, ~one, abs(one), -other, +other, ~other, abs(other))


mappings()
sequences()
sets()
signs(Sign(3), Sign(-4))
signs(5, -6)
