"""An LRU cache on a doubly linked list, one on OrderedDict, and a TTL cache on an injected clock."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Entry(Generic[K, V]):
    __slots__ = ("key", "newer", "older", "value")

    def __init__(self, key: K, value: V) -> None:
        self.key = key
        self.value = value
        self.newer: Entry[K, V] | None = None
        self.older: Entry[K, V] | None = None


class LinkedLru(Generic[K, V]):
    def __init__(self, capacity: int) -> None:
        if capacity < 1:
            raise ValueError(f"capacity must be positive, got {capacity}")
        self.capacity = capacity
        self.hits = self.misses = 0
        self._entries: dict[K, Entry[K, V]] = {}
        self._newest: Entry[K, V] | None = None
        self._oldest: Entry[K, V] | None = None

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __getitem__(self, key: K) -> V:
        entry = self._entries.get(key)
        if entry is None:
            self.misses += 1
            raise KeyError(key)
        self.hits += 1
        self._unlink(entry)
        self._push(entry)
        return entry.value

    def get(self, key: K, default: V | None = None) -> V | None:
        try:
            return self[key]
        except KeyError:
            return default

    def __setitem__(self, key: K, value: V) -> None:
        if (entry := self._entries.get(key)) is not None:
            entry.value = value
            self._unlink(entry)
        else:
            if len(self._entries) >= self.capacity and (oldest := self._oldest) is not None:
                self._unlink(oldest)
                del self._entries[oldest.key]
            entry = self._entries[key] = Entry(key, value)
        self._push(entry)

    def __iter__(self) -> Iterator[K]:
        entry = self._newest
        while entry is not None:
            yield entry.key
            entry = entry.older

    def _push(self, entry: Entry[K, V]) -> None:
        entry.older, entry.newer = self._newest, None
        if self._newest is not None:
            self._newest.newer = entry
        self._newest = entry
        if self._oldest is None:
            self._oldest = entry

    def _unlink(self, entry: Entry[K, V]) -> None:
        if entry.newer is not None:
            entry.newer.older = entry.older
        else:
            self._newest = entry.older
        if entry.older is not None:
            entry.older.newer = entry.newer
        else:
            self._oldest = entry.newer


class OrderedLru(OrderedDict[K, V]):
    def __init__(self, capacity: int) -> None:
        super().__init__()
        self.capacity = capacity

    def __getitem__(self, key: K) -> V:
        self.move_to_end(key)
        return super().__getitem__(key)

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        while len(self) > self.capacity:
            self.popitem(last=False)


class TtlCache(Generic[K, V]):
    def __init__(self, seconds: float, clock: Callable[[], float], load: Callable[[K], V]) -> None:
        self.seconds, self.clock, self.load = seconds, clock, load
        self._values: dict[K, tuple[float, V]] = {}

    def __call__(self, key: K) -> V:
        now = self.clock()
        found = self._values.get(key)
        if found is not None and found[0] > now:
            return found[1]
        value = self.load(key)
        self._values[key] = (now + self.seconds, value)
        self._values = {k: v for k, v in self._values.items() if v[0] > now}
        return value


@lru_cache(maxsize=None)
def ways(amount: int, coins: tuple[int, ...]) -> int:
    if amount == 0:
        return 1
    if amount < 0 or not coins:
        return 0
    return ways(amount - coins[0], coins) + ways(amount, coins[1:])


def main() -> None:
    cache: LinkedLru[str, int] = LinkedLru(2)
    cache["a"] = 1
    cache["b"] = 2
    print(cache["a"], list(cache))
    cache["c"] = 3
    print(cache.get("b"), cache.get("b", -1), "a" in cache, list(cache), len(cache))
    cache["a"] = 10
    cache["d"] = 4
    print(list(cache), cache.hits, cache.misses, cache.get("a"))
    try:
        cache["zz"]
    except KeyError as error:
        print("KeyError", error)
    try:
        LinkedLru[int, int](0)
    except ValueError as error:
        print(error)
    tuples: LinkedLru[tuple[int, int], str] = LinkedLru(100)
    for i in range(1000):
        tuples[i % 150, i % 7] = str(i)
    print(len(tuples), next(iter(tuples)), sum(1 for key in tuples if key[1] == 0))
    ordered: OrderedLru[str, int] = OrderedLru(2)
    ordered["x"] = 1
    ordered["y"] = 2
    print(ordered["x"])
    ordered["z"] = 3
    print(list(ordered), dict(ordered))
    now = [0.0]
    loads: list[str] = []

    def load(key: str) -> str:
        loads.append(key)
        return key.upper()

    ttl = TtlCache(10.0, lambda: now[0], load)
    print(ttl("a"), ttl("a"), ttl("b"), loads)
    now[0] = 10.5
    print(ttl("a"), loads)
    print(ways(100, (50, 25, 10, 5, 1)), ways.cache_info().hits > 0)


if __name__ == "__main__":
    main()
