"""`collections.abc`: the methods that its classes give to those that extend them.

`class Registry(MutableMapping[str, int])` writes five methods and gets the others from `MutableMappingMethods`,
which the front end puts before `MutableMapping` among its bases (`frontend/library.py`).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    MutableSequence,
    MutableSet,
    Sequence,
    Set,
)
from typing import Any, Self, TypeVar

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")


class MappingMethods(Mapping[K, V]):
    """What `__getitem__`, `__iter__` and `__len__` make possible."""

    def get(self, key: K, default: object = None) -> Any:
        """Give the value of a key, or the default."""
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key: object) -> bool:
        try:
            self[key]  # type: ignore[index]
        except KeyError:
            return False
        return True

    def keys(self) -> list[K]:  # type: ignore[override]
        """List the keys."""
        return list(self)

    def values(self) -> list[V]:  # type: ignore[override]
        """List the values."""
        return [self[key] for key in self]

    def items(self) -> list[tuple[K, V]]:  # type: ignore[override]
        """List the entries."""
        return [(key, self[key]) for key in self]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        mine: dict[object, object] = {key: self[key] for key in self}
        theirs: dict[object, object] = {key: other[key] for key in other}
        return mine == theirs


class MutableMappingMethods(MappingMethods[K, V], MutableMapping[K, V]):
    """What `__setitem__` and `__delitem__` add to it."""

    def pop(self, key: K, *default: Any) -> Any:
        """Remove an entry and give its value; the default, or `KeyError`, if it is not there."""
        try:
            value = self[key]
        except KeyError:
            if default:
                return default[0]
            raise
        del self[key]
        return value

    def popitem(self) -> tuple[K, V]:
        """Remove and give the first entry; `KeyError` if there is none."""
        for key in self:
            value = self[key]
            del self[key]
            return key, value
        raise KeyError

    def clear(self) -> None:
        """Remove every entry."""
        for key in list(self):
            del self[key]

    def update(self, other: Any = (), /, **more: V) -> None:
        """Set what a mapping, pairs and keywords say."""
        if isinstance(other, Mapping):
            for key in other:
                self[key] = other[key]
        else:
            for key, value in other:
                self[key] = value
        for name, one in more.items():
            self[name] = one  # type: ignore[index]

    def setdefault(self, key: K, default: V = None) -> V:  # type: ignore[assignment]
        """Give the value of a key; one that is not there is set."""
        try:
            return self[key]
        except KeyError:
            self[key] = default
        return default


class SequenceMethods(Sequence[T]):
    """What `__getitem__` and `__len__` make possible."""

    def __iter__(self) -> Iterator[T]:
        i = 0
        while True:
            try:
                value = self[i]
            except IndexError:
                return
            yield value
            i += 1

    def __contains__(self, value: object) -> bool:
        return any(one is value or one == value for one in self)

    def __reversed__(self) -> Iterator[T]:
        for i in range(len(self) - 1, -1, -1):
            yield self[i]

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """Find a value; `ValueError` if it is not there."""
        size = len(self)
        i = max(size + start, 0) if start < 0 else start
        end = size if stop is None else stop + size if stop < 0 else min(stop, size)
        while i < end:
            one = self[i]
            if one is value or one == value:
                return i
            i += 1
        raise ValueError

    def count(self, value: Any) -> int:
        """Count how often a value is there."""
        return sum(1 for one in self if one is value or one == value)


class MutableSequenceMethods(SequenceMethods[T], MutableSequence[T]):
    """What `__setitem__`, `__delitem__` and `insert` add to it."""

    @abstractmethod
    def insert(self, index: int, value: T) -> None:
        """Put a value before that place."""

    def append(self, value: T) -> None:
        """Put a value at the end."""
        self.insert(len(self), value)

    def clear(self) -> None:
        """Remove every value."""
        while len(self):
            del self[len(self) - 1]

    def reverse(self) -> None:
        """Turn the order round."""
        n = len(self)
        for i in range(n // 2):
            one = self[i]
            self[i] = self[n - i - 1]
            self[n - i - 1] = one

    def extend(self, values: Iterable[T]) -> None:
        """Put values at the end."""
        for value in list(values):
            self.append(value)

    def pop(self, index: int = -1) -> T:
        """Remove and give a value."""
        value = self[index]
        del self[index]
        return value

    def remove(self, value: T) -> None:
        """Remove the first such value; `ValueError` if it is not there."""
        del self[self.index(value)]

    def __iadd__(self, values: Iterable[T]) -> Self:
        self.extend(values)
        return self


class AbstractSetMethods(Set[T]):
    """What `__contains__`, `__iter__` and `__len__` make possible; results are plain sets."""

    def __le__(self, other: Set[Any]) -> bool:
        return len(self) <= len(other) and all(one in other for one in self)

    def __lt__(self, other: Set[Any]) -> bool:
        return len(self) < len(other) and all(one in other for one in self)

    def __ge__(self, other: Set[Any]) -> bool:
        return len(self) >= len(other) and all(one in self for one in other)

    def __gt__(self, other: Set[Any]) -> bool:
        return len(self) > len(other) and all(one in self for one in other)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) == len(other) and all(one in other for one in self)

    def isdisjoint(self, other: Iterable[Any]) -> bool:
        """Tell whether no value is in both."""
        return not any(one in self for one in other)


class MutableSetMethods(AbstractSetMethods[T], MutableSet[T]):
    """What `add` and `discard` add to it."""

    @abstractmethod
    def add(self, value: T) -> None:
        """Put a value in."""

    @abstractmethod
    def discard(self, value: T) -> None:
        """Remove a value that may be there."""

    def remove(self, value: T) -> None:
        """Remove a value; `KeyError` if it is not there."""
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self) -> T:
        """Remove and give a value; `KeyError` if there is none."""
        for one in self:
            self.discard(one)
            return one
        raise KeyError

    def clear(self) -> None:
        """Remove every value."""
        for one in list(self):
            self.discard(one)

    def __ior__(self, other: Set[T]) -> Self:  # type: ignore[override,misc]
        for one in other:
            self.add(one)
        return self

    def __iand__(self, other: Set[Any]) -> Self:
        for one in [mine for mine in self if mine not in other]:
            self.discard(one)
        return self

    def __isub__(self, other: Set[Any]) -> Self:
        for one in list(other):
            self.discard(one)
        return self

    def __ixor__(self, other: Set[T]) -> Self:  # type: ignore[override,misc]
        for one in list(other):
            if one in self:
                self.discard(one)
            else:
                self.add(one)
        return self
