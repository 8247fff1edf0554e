"""`collections`: deque, defaultdict, Counter, OrderedDict and ChainMap. The compiler itself makes `namedtuple`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from typing import Any, Generic, TypeVar

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


class deque(Generic[T]):
    """A list that grows and shrinks at both ends in constant time.

    The items are `_front` backwards, then `_back` from `_start` on.
    """

    def __init__(self, iterable: Iterable[T] | None = None, maxlen: int | None = None) -> None:
        if maxlen is not None and maxlen < 0:
            raise ValueError("maxlen must be non-negative")
        self._front: list[T] = []
        self._back: list[T] = []
        self._start = 0
        self._limit = -1 if maxlen is None else maxlen
        if iterable is not None:
            self.extend(iterable)

    @property
    def maxlen(self) -> int | None:
        """The most items that fit."""
        return None if self._limit < 0 else self._limit

    def __len__(self) -> int:
        return len(self._front) + len(self._back) - self._start

    def append(self, x: T) -> None:
        """Add at the right end."""
        self._back.append(x)
        if self._limit >= 0 and len(self) > self._limit:
            self.popleft()

    def appendleft(self, x: T) -> None:
        """Add at the left end."""
        self._front.append(x)
        if self._limit >= 0 and len(self) > self._limit:
            self.pop()

    def extend(self, iterable: Iterable[T]) -> None:
        """Add all at the right end."""
        if iterable is self:
            iterable = list(iterable)
        for x in iterable:
            self.append(x)

    def extendleft(self, iterable: Iterable[T]) -> None:
        """Add one after the other at the left end."""
        if iterable is self:
            iterable = list(iterable)
        for x in iterable:
            self.appendleft(x)

    def pop(self) -> T:
        """Remove and give the item at the right end."""
        if len(self._back) == self._start:
            if not self._front:
                raise IndexError("pop from an empty deque")
            self._back.clear()
            self._start = 0
            half = (len(self._front) + 1) // 2
            for i in range(half - 1, -1, -1):
                self._back.append(self._front[i])
            del self._front[:half]
        return self._back.pop()

    def popleft(self) -> T:
        """Remove and give the item at the left end."""
        if self._front:
            return self._front.pop()
        if len(self._back) == self._start:
            raise IndexError("pop from an empty deque")
        item = self._back[self._start]
        self._start += 1
        if self._start == len(self._back):
            self._back.clear()
            self._start = 0
        elif self._start >= 16 and self._start * 2 >= len(self._back):
            del self._back[: self._start]
            self._start = 0
        return item

    def clear(self) -> None:
        """Remove all items."""
        self._front.clear()
        self._back.clear()
        self._start = 0

    def copy(self) -> deque[T]:
        """Give a shallow copy."""
        return deque(self, self.maxlen)

    def __copy__(self) -> deque[T]:
        return self.copy()

    def __getitem__(self, key: int) -> T:
        i = self._place(key)
        head = len(self._front)
        if i < head:
            return self._front[head - 1 - i]
        return self._back[self._start + i - head]

    def __setitem__(self, key: int, value: T) -> None:
        i = self._place(key)
        head = len(self._front)
        if i < head:
            self._front[head - 1 - i] = value
        else:
            self._back[self._start + i - head] = value

    def __delitem__(self, key: int) -> None:
        self._remove_at(self._place(key))

    def _place(self, key: int) -> int:
        size = len(self)
        i = key + size if key < 0 else key
        if i < 0 or i >= size:
            raise IndexError("deque index out of range")
        return i

    def _remove_at(self, i: int) -> None:
        head = len(self._front)
        if i < head:
            del self._front[head - 1 - i]
        else:
            del self._back[self._start + i - head]

    def insert(self, i: int, x: T) -> None:
        """Insert before the place `i`."""
        size = len(self)
        if self._limit >= 0 and size >= self._limit:
            raise IndexError("deque already at its maximum size")
        if i < 0:
            i = max(0, i + size)
        i = min(i, size)
        head = len(self._front)
        if i < head:
            self._front.insert(head - i, x)
        else:
            self._back.insert(self._start + i - head, x)

    def index(self, x: T, start: int = 0, stop: int | None = None) -> int:
        """Find the first place of an item."""
        size = len(self)
        end = size if stop is None else stop
        if start < 0:
            start = max(0, start + size)
        if end < 0:
            end = max(0, end + size)
        for i in range(start, min(end, size)):
            if self[i] == x:
                return i
        raise ValueError(f"{x!r} is not in deque")

    def count(self, x: T) -> int:
        """Count an item."""
        out = 0
        for item in self:
            if item == x:
                out += 1
        return out

    def remove(self, value: T) -> None:
        """Remove the first such item."""
        for i in range(len(self)):
            if self[i] == value:
                self._remove_at(i)
                return
        raise ValueError(f"{value!r} is not in deque")

    def reverse(self) -> None:
        """Reverse in place."""
        items = list(self)
        items.reverse()
        self._set(items)

    def rotate(self, n: int = 1) -> None:
        """Move the items `n` places to the right."""
        size = len(self)
        if size > 1:
            cut = (size - n) % size
            items = list(self)
            self._set(items[cut:] + items[:cut])

    def _set(self, items: list[T]) -> None:
        self._front = []
        self._back = items
        self._start = 0

    def __contains__(self, x: object) -> bool:
        return any(item == x for item in self)

    def __iter__(self) -> Iterator[T]:
        size = len(self)
        i = 0
        while i < size:
            yield self[i]
            i += 1
            if len(self) != size:
                raise RuntimeError("deque mutated during iteration")

    def __reversed__(self) -> Iterator[T]:
        size = len(self)
        i = size - 1
        while i >= 0:
            yield self[i]
            i -= 1
            if len(self) != size:
                raise RuntimeError("deque mutated during iteration")

    def __add__(self, other: deque[T]) -> deque[T]:
        out = self.copy()
        out.extend(other)
        return out

    def __iadd__(self, other: Iterable[T]) -> deque[T]:
        self.extend(other)
        return self

    def __mul__(self, n: int) -> deque[T]:
        return deque(list(self) * n, self.maxlen)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, deque) and list(self) == list(other)

    def __lt__(self, other: deque[T]) -> bool:
        left: list[Any] = list(self)
        right: list[Any] = list(other)
        return left < right

    def __repr__(self) -> str:
        name = type(self).__name__
        if self._limit >= 0:
            return f"{name}({list(self)!r}, maxlen={self._limit})"
        return f"{name}({list(self)!r})"


class defaultdict(dict[K, V]):
    """A dict that makes what is missing."""

    def __init__(
        self,
        default_factory: Callable[[], V] | None = None,
        values: dict[K, V] | Iterable[tuple[K, V]] | None = None,
        /,
    ) -> None:
        super().__init__()
        self.default_factory = default_factory
        if values is not None:
            self.update(values)

    def __getitem__(self, key: K) -> V:
        if key in self:
            return super().__getitem__(key)
        return self.__missing__(key)

    def __missing__(self, key: K) -> V:
        factory = self.default_factory
        if factory is None:
            raise KeyError(key)
        value = factory()
        self[key] = value
        return value

    def copy(self) -> defaultdict[K, V]:
        """Give a shallow copy with the same factory."""
        return defaultdict(self.default_factory, self)

    def __copy__(self) -> defaultdict[K, V]:
        return self.copy()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.default_factory!r}, {dict(self)!r})"


class Counter(dict[T, int]):
    """A dict of counts; what is missing counts 0."""

    def __init__(self, iterable: dict[T, int] | Iterable[T] | None = None, /, **kwds: int) -> None:
        super().__init__()
        if iterable is not None:
            self._count(iterable, 1)
        if kwds:
            self._count(kwds, 1)

    def __getitem__(self, key: T) -> int:
        return self.get(key, 0)

    def __missing__(self, key: T) -> int:
        return 0

    def _count(self, iterable: Any, sign: int) -> None:
        if isinstance(iterable, dict):
            for key, count in iterable.items():
                self[key] = self.get(key, 0) + sign * count
        else:
            for key in iterable:
                self[key] = self.get(key, 0) + sign

    def update(  # type: ignore[override]
        self, iterable: dict[T, int] | Iterable[T] | None = None, /, **kwds: int
    ) -> None:
        """Add counts."""
        if iterable is not None:
            self._count(iterable, 1)
        if kwds:
            self._count(kwds, 1)

    def subtract(self, iterable: dict[T, int] | Iterable[T] | None = None, /, **kwds: int) -> None:
        """Take counts away; they may become negative."""
        if iterable is not None:
            self._count(iterable, -1)
        if kwds:
            self._count(kwds, -1)

    def most_common(self, n: int | None = None) -> list[tuple[T, int]]:
        """List the items with their counts, the most common first."""
        pairs = sorted(self.items(), key=lambda pair: pair[1], reverse=True)
        return pairs if n is None else pairs[: max(n, 0)]

    def elements(self) -> Iterator[T]:
        """Give every item as often as it counts."""
        for key, count in self.items():
            for _ in range(count):
                yield key

    def total(self) -> int:
        """Sum the counts."""
        return sum(self.values())

    def copy(self) -> Counter[T]:
        """Give a copy."""
        return Counter(self)

    def __delitem__(self, key: T) -> None:
        if key in self:
            super().__delitem__(key)

    def __add__(self, other: Counter[T]) -> Counter[T]:
        out: Counter[T] = Counter()
        for key, count in self.items():
            total = count + other[key]
            if total > 0:
                out[key] = total
        for key, count in other.items():
            if count > 0 and key not in self:
                out[key] = count
        return out

    def __sub__(self, other: Counter[T]) -> Counter[T]:
        out: Counter[T] = Counter()
        for key, count in self.items():
            rest = count - other[key]
            if rest > 0:
                out[key] = rest
        for key, count in other.items():
            if count < 0 and key not in self:
                out[key] = -count
        return out

    def __or__(self, other: Counter[T]) -> Counter[T]:  # type: ignore[override]
        out: Counter[T] = Counter()
        for key, count in self.items():
            most = max(count, other[key])
            if most > 0:
                out[key] = most
        for key, count in other.items():
            if count > 0 and key not in self:
                out[key] = count
        return out

    def __and__(self, other: Counter[T]) -> Counter[T]:
        out: Counter[T] = Counter()
        for key, count in self.items():
            least = min(count, other[key])
            if least > 0:
                out[key] = least
        return out

    def __pos__(self) -> Counter[T]:
        out: Counter[T] = Counter()
        for key, count in self.items():
            if count > 0:
                out[key] = count
        return out

    def __neg__(self) -> Counter[T]:
        out: Counter[T] = Counter()
        for key, count in self.items():
            if count < 0:
                out[key] = -count
        return out

    def __iadd__(self, other: Counter[T]) -> Counter[T]:
        self._count(other, 1)
        return self._keep_positive()

    def __isub__(self, other: Counter[T]) -> Counter[T]:
        self._count(other, -1)
        return self._keep_positive()

    def _keep_positive(self) -> Counter[T]:
        for key in [key for key, count in self.items() if count <= 0]:
            del self[key]
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, dict):
            return False
        return all(other.get(key, 0) == self.get(key, 0) for key in [*self, *other])

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __repr__(self) -> str:
        name = type(self).__name__
        if not self:
            return name + "()"
        parts: list[str] = []
        for key, count in self.most_common():
            parts.append(f"{key!r}: {count!r}")
        return name + "({" + ", ".join(parts) + "})"


class OrderedDict(dict[K, V]):
    """A dict whose order is part of its value."""

    def move_to_end(self, key: K, last: bool = True) -> None:
        """Move an entry to one of the ends."""
        value = self[key]
        del self[key]
        if last:
            self[key] = value
            return
        rest = list(self.items())
        self.clear()
        self[key] = value
        for other, item in rest:
            self[other] = item

    def popitem(self, last: bool = True) -> tuple[K, V]:
        """Remove and give the last or the first entry."""
        if not self:
            raise KeyError("dictionary is empty")
        if last:
            return super().popitem()
        key = next(iter(self))
        return (key, self.pop(key))

    def copy(self) -> OrderedDict[K, V]:
        """Give a shallow copy."""
        return OrderedDict(self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, OrderedDict):
            return list(self.items()) == list(other.items())
        if not isinstance(other, dict) or len(other) != len(self):
            return False
        return all(key in other and other[key] == value for key, value in self.items())

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __repr__(self) -> str:
        name = type(self).__name__
        return f"{name}({list(self.items())!r})" if self else f"{name}()"


class ChainMap(Generic[K, V]):
    """Several dicts looked up one after the other; changes go to the first."""

    def __init__(self, *maps: MutableMapping[K, V]) -> None:
        self.maps: list[MutableMapping[K, V]] = list(maps) if maps else [{}]

    def __getitem__(self, key: K) -> V:
        for one in self.maps:
            if key in one:
                return one[key]
        raise KeyError(key)

    def get(self, key: K, default: V | None = None) -> V | None:
        """Give the value of a key, or `default`."""
        for one in self.maps:
            if key in one:
                return one[key]
        return default

    def _merged(self) -> dict[K, V]:
        out: dict[K, V] = {}
        for i in range(len(self.maps) - 1, -1, -1):
            for key, value in self.maps[i].items():
                out[key] = value
        return out

    def __len__(self) -> int:
        return len(self._merged())

    def __iter__(self) -> Iterator[K]:
        return iter(list(self._merged()))

    def __contains__(self, key: object) -> bool:
        return any(key in one for one in self.maps)

    def __bool__(self) -> bool:
        return any(self.maps)

    def keys(self) -> list[K]:
        """List the keys."""
        return list(self._merged())

    def values(self) -> list[V]:
        """List the values."""
        return list(self._merged().values())

    def items(self) -> list[tuple[K, V]]:
        """List the entries."""
        return list(self._merged().items())

    def __setitem__(self, key: K, value: V) -> None:
        self.maps[0][key] = value

    def __delitem__(self, key: K) -> None:
        if key not in self.maps[0]:
            raise KeyError(f"Key not found in the first mapping: {key!r}")
        del self.maps[0][key]

    def pop(self, key: K) -> V:
        """Remove an entry of the first dict."""
        if key not in self.maps[0]:
            raise KeyError(f"Key not found in the first mapping: {key!r}")
        return self.maps[0].pop(key)

    def new_child(self, m: MutableMapping[K, V] | None = None) -> ChainMap[K, V]:
        """Put a dict in front."""
        first: MutableMapping[K, V] = {} if m is None else m
        return ChainMap(first, *self.maps)

    @property
    def parents(self) -> ChainMap[K, V]:
        """All but the first dict."""
        return ChainMap(*self.maps[1:])

    def __repr__(self) -> str:
        return "ChainMap(" + ", ".join([repr(one) for one in self.maps]) + ")"
