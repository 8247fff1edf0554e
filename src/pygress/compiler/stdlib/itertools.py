"""`itertools` as generic generator functions.

In typeshed most of these are classes; their type here is `Iterator[<the type argument>]` (see `ITERATORS`). Those with
a digit at the end are the forms for that many iterables of different types (see `BY_COUNT`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
S = TypeVar("S")
K = TypeVar("K")

_END = 9223372036854775807


def count(start: int = 0, step: int = 1) -> Iterator[int]:
    """Count for ever."""
    value = start
    while True:
        yield value
        value += step


def cycle(iterable: Iterable[T], /) -> Iterator[T]:
    """Repeat the items for ever."""
    saved: list[T] = []
    for item in iterable:
        saved.append(item)
        yield item
    while saved:
        for i in range(len(saved)):
            yield saved[i]


def repeat(object: T, times: int = -1) -> Iterator[T]:
    """Give one item again and again."""
    if times == -1:
        while True:
            yield object
    for _ in range(times):
        yield object


def accumulate(iterable: Iterable[T], func: Callable[[T, T], T] | None = None) -> Iterator[T]:
    """Give the running totals."""
    first = True
    total: Any = None
    for item in iterable:
        if first:
            total = item
            first = False
        elif func is None:
            total = total + item
        else:
            total = func(total, item)
        yield total


def accumulate_from(
    iterable: Iterable[S], func: Callable[[T, S], T] | None = None, *, initial: T
) -> Iterator[T]:
    """Give the running totals from a first one on."""
    total: Any = initial
    yield total
    for item in iterable:
        total = total + item if func is None else func(total, item)
        yield total


def batched(iterable: Iterable[T], n: int) -> Iterator[tuple[T, ...]]:
    """Give tuples of `n` items."""
    if n < 1:
        raise ValueError("n must be at least one")
    part: list[T] = []
    for item in iterable:
        part.append(item)
        if len(part) == n:
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)


def chain(*iterables: Iterable[T]) -> Iterator[T]:
    """Give the items of one after the other."""
    for one in iterables:
        yield from one


def chain_from_iterable(iterable: Iterable[Iterable[T]], /) -> Iterator[T]:
    """Give the items of one after the other."""
    for one in iterable:
        yield from one


def compress(data: Iterable[T], selectors: Iterable[Any]) -> Iterator[T]:
    """Give the items whose selector is true."""
    for item, chosen in zip(data, selectors):  # noqa: B905
        if chosen:
            yield item


def dropwhile(predicate: Callable[[T], Any], iterable: Iterable[T], /) -> Iterator[T]:
    """Skip the first items as long as `predicate` holds."""
    dropping = True
    for item in iterable:
        if dropping and predicate(item):
            continue
        dropping = False
        yield item


def takewhile(predicate: Callable[[T], Any], iterable: Iterable[T], /) -> Iterator[T]:
    """Give the first items as long as `predicate` holds."""
    for item in iterable:
        if not predicate(item):
            return
        yield item


def filterfalse(predicate: Callable[[T], Any] | None, iterable: Iterable[T], /) -> Iterator[T]:
    """Give the items for which `predicate` does not hold."""
    for item in iterable:
        if predicate is None:
            if not item:
                yield item
        elif not predicate(item):
            yield item


def groupby(iterable: Iterable[T], key: Callable[[T], K]) -> Iterator[tuple[K, Iterator[T]]]:
    """Group neighbours of equal key; a group is read before the next one is asked for, or kept."""
    items: list[T] = []
    keys: list[K] = []
    for item in iterable:
        this = key(item)
        if keys and this != keys[0]:
            yield (keys[0], iter(items))
            items = []
            keys = []
        if not keys:
            keys.append(this)
        items.append(item)
    if keys:
        yield (keys[0], iter(items))


def groupby_self(iterable: Iterable[T]) -> Iterator[tuple[T, Iterator[T]]]:
    """Group neighbours that are equal."""
    items: list[T] = []
    for item in iterable:
        if items and item != items[0]:
            yield (items[0], iter(items))
            items = []
        items.append(item)
    if items:
        yield (items[0], iter(items))


def islice(iterable: Iterable[T], stop: int | None, /) -> Iterator[T]:
    """Give the first items."""
    return _slice(iterable, 0, stop, 1)


def islice_from(
    iterable: Iterable[T], start: int | None, stop: int | None, step: int | None = 1, /
) -> Iterator[T]:
    """Give the items of a slice."""
    return _slice(iterable, 0 if start is None else start, stop, 1 if step is None else step)


def _slice(iterable: Iterable[T], start: int, stop: int | None, step: int) -> Iterator[T]:
    end = _END if stop is None else stop
    if end < 0:
        raise ValueError("Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    if start < 0:
        raise ValueError("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    if step < 1:
        raise ValueError("Step for islice() must be a positive integer or None.")
    return _sliced(iter(iterable), start, end, step)


def _sliced(items: Iterator[T], start: int, end: int, step: int) -> Iterator[T]:
    # The source gives no item more than with CPython.
    at = 0
    wanted = start
    while True:
        while at < wanted:
            try:
                next(items)
            except StopIteration:
                return
            at += 1
        if at >= end:
            return
        try:
            item = next(items)
        except StopIteration:
            return
        at += 1
        wanted = min(wanted + step, end)
        yield item


def pairwise(iterable: Iterable[T], /) -> Iterator[tuple[T, T]]:
    """Give neighbours as pairs."""
    last: list[T] = []
    for item in iterable:
        if last:
            yield (last[0], item)
            last[0] = item
        else:
            last.append(item)


def starmap(function: Callable[..., S], iterable: Iterable[Iterable[Any]], /) -> Iterator[S]:
    """Call with each tuple as arguments."""
    for args in iterable:
        yield function(*args)


def tee(iterable: Iterable[T], n: int = 2, /) -> tuple[Iterator[T], ...]:
    """Give several iterators over the same items."""
    if n < 0:
        raise ValueError("n must be >= 0")
    source = iter(iterable)
    queues: list[list[T]] = [[] for _ in range(n)]
    return tuple([_teed(source, queues, i) for i in range(n)])


def _teed(source: Iterator[T], queues: list[list[T]], me: int) -> Iterator[T]:
    at = 0
    while True:
        mine = queues[me]
        if at == len(mine):
            mine.clear()
            at = 0
            try:
                item = next(source)
            except StopIteration:
                return
            for queue in queues:
                queue.append(item)
        item = mine[at]
        at += 1
        yield item


def product(*iterables: Iterable[T], repeat: int = 1) -> Iterator[tuple[T, ...]]:
    """Give all choices of one item from each."""
    pools: list[list[T]] = []
    for one in iterables:
        pools.append(list(one))
    pools = pools * repeat
    for pool in pools:
        if not pool:
            return
    places = [0] * len(pools)
    while True:
        yield tuple([pools[i][places[i]] for i in range(len(pools))])
        i = len(pools) - 1
        while i >= 0:
            places[i] += 1
            if places[i] < len(pools[i]):
                break
            places[i] = 0
            i -= 1
        if i < 0:
            return


def product2(a: Iterable[A], b: Iterable[B]) -> Iterator[tuple[A, B]]:
    """Give all choices of one item from each."""
    first = list(a)
    second = list(b)
    for x in first:
        for y in second:
            yield (x, y)


def product3(a: Iterable[A], b: Iterable[B], c: Iterable[C]) -> Iterator[tuple[A, B, C]]:
    """Give all choices of one item from each."""
    first = list(a)
    second = list(b)
    third = list(c)
    for x in first:
        for y in second:
            for z in third:
                yield (x, y, z)


def permutations(iterable: Iterable[T], r: int | None = None) -> Iterator[tuple[T, ...]]:
    """Give all orders of `r` items."""
    pool = list(iterable)
    n = len(pool)
    size = n if r is None else r
    if size < 0:
        raise ValueError("r must be non-negative")
    return _permutations(pool, n, size)


def _permutations(pool: list[T], n: int, size: int) -> Iterator[tuple[T, ...]]:
    if size > n:
        return
    indices = list(range(n))
    cycles = list(range(n, n - size, -1))
    yield tuple([pool[i] for i in indices[:size]])
    while n:
        i = size - 1
        while i >= 0:
            cycles[i] -= 1
            if cycles[i] == 0:
                moved = indices[i]
                del indices[i]
                indices.append(moved)
                cycles[i] = n - i
                i -= 1
            else:
                j = n - cycles[i]
                moved = indices[i]
                indices[i] = indices[j]
                indices[j] = moved
                yield tuple([pool[k] for k in indices[:size]])
                break
        if i < 0:
            return


def combinations(iterable: Iterable[T], r: int) -> Iterator[tuple[T, ...]]:
    """Give all choices of `r` items at different places, in order."""
    pool = list(iterable)
    if r < 0:
        raise ValueError("r must be non-negative")
    return _combinations(pool, len(pool), r)


def _combinations(pool: list[T], n: int, r: int) -> Iterator[tuple[T, ...]]:
    if r > n:
        return
    indices = list(range(r))
    while True:
        yield tuple([pool[i] for i in indices])
        i = r - 1
        while i >= 0 and indices[i] == i + n - r:
            i -= 1
        if i < 0:
            return
        indices[i] += 1
        for j in range(i + 1, r):
            indices[j] = indices[j - 1] + 1


def combinations_with_replacement(iterable: Iterable[T], r: int) -> Iterator[tuple[T, ...]]:
    """Give all choices of `r` items, in order, where places may repeat."""
    pool = list(iterable)
    if r < 0:
        raise ValueError("r must be non-negative")
    return _replaced(pool, len(pool), r)


def _replaced(pool: list[T], n: int, r: int) -> Iterator[tuple[T, ...]]:
    if n == 0 and r > 0:
        return
    indices = [0] * r
    while True:
        yield tuple([pool[i] for i in indices])
        i = r - 1
        while i >= 0 and indices[i] == n - 1:
            i -= 1
        if i < 0:
            return
        value = indices[i] + 1
        for j in range(i, r):
            indices[j] = value


def zip_longest(*iterables: Iterable[Any], fillvalue: Any = None) -> Iterator[tuple[Any, ...]]:
    """Zip to the longest; what is missing is `fillvalue`."""
    sources: list[Iterator[Any]] = [iter(one) for one in iterables]
    done: list[bool] = [False] * len(sources)
    left = len(sources)
    while left > 0:
        row: list[Any] = []
        for i in range(len(sources)):
            if done[i]:
                row.append(fillvalue)
                continue
            try:
                row.append(next(sources[i]))
            except StopIteration:
                done[i] = True
                left -= 1
                if left == 0:
                    return
                row.append(fillvalue)
        yield tuple(row)
