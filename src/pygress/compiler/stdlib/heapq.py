"""`heapq`: priority queues in lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


T = TypeVar("T", bound=_Ordered)
S = TypeVar("S")


def heappush(heap: list[T], item: T, /) -> None:
    """Add an item."""
    heap.append(item)
    _down(heap, 0, len(heap) - 1)


def heappop(heap: list[T], /) -> T:
    """Remove and give the smallest item."""
    last = heap.pop()
    if heap:
        smallest = heap[0]
        heap[0] = last
        _up(heap, 0)
        return smallest
    return last


def heapreplace(heap: list[T], item: T, /) -> T:
    """Remove and give the smallest item, then add one."""
    smallest = heap[0]
    heap[0] = item
    _up(heap, 0)
    return smallest


def heappushpop(heap: list[T], item: T, /) -> T:
    """Add an item, then remove and give the smallest."""
    if heap and heap[0] < item:
        smallest = heap[0]
        heap[0] = item
        _up(heap, 0)
        return smallest
    return item


def heapify(heap: list[T], /) -> None:
    """Make a list a heap."""
    for i in range(len(heap) // 2 - 1, -1, -1):
        _up(heap, i)


def _down(heap: list[T], start: int, pos: int) -> None:
    item = heap[pos]
    while pos > start:
        above = (pos - 1) >> 1
        parent = heap[above]
        if item < parent:
            heap[pos] = parent
            pos = above
            continue
        break
    heap[pos] = item


def _up(heap: list[T], pos: int) -> None:
    end = len(heap)
    start = pos
    item = heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _down(heap, start, pos)


def nlargest(n: int, iterable: Iterable[T]) -> list[T]:
    """Give the `n` largest, the largest first."""
    return sorted(iterable, reverse=True)[: max(n, 0)]


def nlargest_by(n: int, iterable: Iterable[S], key: Callable[[S], T] | None = None) -> list[S]:
    """Give the `n` items of largest key, the largest first."""
    assert key is not None
    return sorted(iterable, key=key, reverse=True)[: max(n, 0)]


def nsmallest(n: int, iterable: Iterable[T]) -> list[T]:
    """Give the `n` smallest, the smallest first."""
    return sorted(iterable)[: max(n, 0)]


def nsmallest_by(n: int, iterable: Iterable[S], key: Callable[[S], T] | None = None) -> list[S]:
    """Give the `n` items of smallest key, the smallest first."""
    assert key is not None
    return sorted(iterable, key=key)[: max(n, 0)]


def merge(
    *iterables: Iterable[S], key: Callable[[S], Any] | None = None, reverse: bool = False
) -> Iterator[S]:
    """Merge sorted iterables."""
    sources: list[Iterator[S]] = []
    heads: list[S] = []
    keys: list[Any] = []
    for one in iterables:
        source = iter(one)
        try:
            item = next(source)
        except StopIteration:
            continue
        sources.append(source)
        heads.append(item)
        keys.append(item if key is None else key(item))
    while sources:
        best = 0
        for i in range(1, len(sources)):
            if (keys[best] < keys[i]) if reverse else (keys[i] < keys[best]):
                best = i
        yield heads[best]
        try:
            item = next(sources[best])
        except StopIteration:
            del sources[best]
            del heads[best]
            del keys[best]
            continue
        heads[best] = item
        keys[best] = item if key is None else key(item)
