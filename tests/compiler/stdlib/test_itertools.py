import bisect
import functools
import heapq
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.compiler.stdlib import bisect as our_bisect
from pygress.compiler.stdlib import functools as our_functools
from pygress.compiler.stdlib import heapq as our_heapq
from pygress.compiler.stdlib import itertools as ours

ITEMS = st.lists(st.integers(0, 5), max_size=5)


@given(ITEMS, ITEMS, st.integers(0, 4))
def test_iterators(a: list[int], b: list[int], n: int) -> None:
    def same(mine: Any, theirs: Any) -> None:
        assert list(mine) == list(theirs)

    same(ours.accumulate(a), itertools.accumulate(a))
    same(ours.accumulate(a, max), itertools.accumulate(a, max))
    same(
        ours.accumulate_from(a, lambda x, y: x * y, initial=2),
        itertools.accumulate(a, lambda x, y: x * y, initial=2),
    )
    same(ours.chain(a, b, a), itertools.chain(a, b, a))
    same(ours.chain_from_iterable([a, b]), itertools.chain.from_iterable([a, b]))
    same(ours.compress(a, b), itertools.compress(a, b))
    same(ours.dropwhile(lambda x: x < 3, a), itertools.dropwhile(lambda x: x < 3, a))
    same(ours.takewhile(lambda x: x < 3, a), itertools.takewhile(lambda x: x < 3, a))
    same(ours.filterfalse(lambda x: x < 3, a), itertools.filterfalse(lambda x: x < 3, a))
    same(ours.filterfalse(None, a), itertools.filterfalse(None, a))
    same(ours.pairwise(a), itertools.pairwise(a))
    same(ours.product(a, b), itertools.product(a, b))
    same(ours.product2(a, b), itertools.product(a, b))
    same(ours.product3(a, b, a), itertools.product(a, b, a))
    same(ours.product(a, repeat=n), itertools.product(a, repeat=n))
    same(ours.permutations(a), itertools.permutations(a))
    same(ours.permutations(a, n), itertools.permutations(a, n))
    same(ours.combinations(a, n), itertools.combinations(a, n))
    same(ours.combinations_with_replacement(a, n), itertools.combinations_with_replacement(a, n))
    same(ours.zip_longest(a, b, "xy", fillvalue=-1), itertools.zip_longest(a, b, "xy", fillvalue=-1))
    same(ours.starmap(pow, zip(a, b, strict=False)), itertools.starmap(pow, zip(a, b, strict=False)))
    same(ours.repeat(7, n), itertools.repeat(7, n))
    same(
        [(k, list(g)) for k, g in ours.groupby(a, lambda x: x // 2)],
        [(k, list(g)) for k, g in itertools.groupby(a, lambda x: x // 2)],
    )
    same([(k, list(g)) for k, g in ours.groupby_self(a)], [(k, list(g)) for k, g in itertools.groupby(a)])
    same(ours.islice(ours.cycle(a), 7), itertools.islice(itertools.cycle(a), 7))
    same(ours.islice(ours.count(3, 2), n), itertools.islice(itertools.count(3, 2), n))
    if n:
        same(ours.batched(a, n), [tuple(a[i : i + n]) for i in range(0, len(a), n)])
    mine, theirs = ours.tee(a, 3), itertools.tee(a, 3)
    for i in (1, 0, 2):
        same(mine[i], theirs[i])


@given(st.integers(0, 6), st.none() | st.integers(0, 8), st.integers(1, 3))
def test_islice_takes_no_more_than_cpython(start: int, stop: int | None, step: int) -> None:
    mine, theirs = iter(range(7)), iter(range(7))
    assert list(ours.islice_from(mine, start, stop, step)) == list(
        itertools.islice(theirs, start, stop, step)
    )
    assert list(mine) == list(theirs)


def test_wrong_arguments() -> None:
    for call in (
        lambda: ours.islice([1], -1),
        lambda: ours.islice_from([1], 0, 1, 0),
        lambda: ours.combinations([1], -1),
    ):
        with pytest.raises(ValueError, match=r"islice|negative"):
            call()


@given(ITEMS, st.integers(0, 5))
def test_bisect(items: list[int], x: int) -> None:
    items.sort()
    for name in ("bisect_left", "bisect_right", "bisect"):
        assert getattr(our_bisect, name)(items, x) == getattr(bisect, name)(items, x)
        if len(items) > 1:
            assert getattr(our_bisect, name)(items, x, 1, 2) == getattr(bisect, name)(items, x, 1, 2)
    assert our_bisect.bisect_left_by(items, -x, key=lambda v: -v) == bisect.bisect_left(
        items, -x, key=lambda v: -v
    )
    assert our_bisect.bisect_right_by(items, x, key=lambda v: v) == bisect.bisect_right(items, x)
    for name in ("insort_left", "insort_right", "insort"):
        mine, theirs = list(items), list(items)
        getattr(our_bisect, name)(mine, x)
        getattr(bisect, name)(theirs, x)
        assert mine == theirs


@given(ITEMS, ITEMS, st.integers(0, 4))
def test_heapq(items: list[int], more: list[int], n: int) -> None:
    mine, theirs = list(items), list(items)
    our_heapq.heapify(mine)
    heapq.heapify(theirs)
    assert mine == theirs
    for x in more:
        our_heapq.heappush(mine, x)
        heapq.heappush(theirs, x)
        assert our_heapq.heappushpop(mine, x) == heapq.heappushpop(theirs, x)
        assert our_heapq.heapreplace(mine, n) == heapq.heapreplace(theirs, n)
        assert mine == theirs
    assert [our_heapq.heappop(mine) for _ in range(len(mine))] == [
        heapq.heappop(theirs) for _ in range(len(theirs))
    ]
    with pytest.raises(IndexError):
        our_heapq.heappop(mine)
    assert our_heapq.nlargest(n, items) == heapq.nlargest(n, items)
    assert our_heapq.nsmallest(n, items) == heapq.nsmallest(n, items)
    assert our_heapq.nlargest_by(n, items, lambda x: x % 3) == heapq.nlargest(n, items, lambda x: x % 3)
    assert our_heapq.nsmallest_by(n, items, lambda x: x % 3) == heapq.nsmallest(n, items, lambda x: x % 3)
    sides = (sorted(items), sorted(more), [2])
    assert list(our_heapq.merge(*sides)) == list(heapq.merge(*sides))
    sides = (sorted(items, reverse=True), sorted(more, reverse=True), [2])
    assert list(our_heapq.merge(*sides, key=lambda x: x, reverse=True)) == list(
        heapq.merge(*sides, reverse=True)
    )


@given(ITEMS)
def test_reduce_and_keys(items: list[int]) -> None:
    if items:
        assert our_functools.reduce(lambda x, y: x - y, items) == functools.reduce(lambda x, y: x - y, items)
    assert our_functools.reduce_from(lambda x, y: x + str(y), items, "") == "".join(map(str, items))
    order = our_functools.cmp_to_key(lambda x, y: y - x)
    assert sorted(items, key=order) == sorted(items, reverse=True)
    with pytest.raises(TypeError, match=r"reduce\(\) of empty iterable with no initial value"):
        our_functools.reduce(max, [])


@given(st.lists(st.integers(0, 4), max_size=20), st.sampled_from([None, 0, 1, 3]))
def test_lru_cache(calls: list[int], limit: int | None) -> None:
    seen: tuple[list[int], list[int]] = ([], [])

    def remember(which: int) -> Any:
        def double(x: int) -> int:
            seen[which].append(x)
            return 2 * x

        return double

    mine, theirs = our_functools.lru_cache(limit)(remember(0)), functools.lru_cache(limit)(remember(1))
    for x in calls:
        assert mine(x) == theirs(x)
    assert seen[0] == seen[1]
    assert tuple(mine.cache_info()) == tuple(theirs.cache_info())
    mine.cache_clear()
    assert mine.cache_info() == (0, 0, limit, 0)


def test_cache_of_a_recursive_function() -> None:
    @our_functools.cache
    def fib(n: int) -> int:
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    assert fib(60) == 1548008755920


def test_tee_is_lazy() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise AssertionError("read too far")

    first, second = ours.tee(source())
    assert (next(first), next(second)) == (1, 1)


def test_partial() -> None:
    half = our_functools.partial(divmod, 7)
    assert half(2) == (3, 1)
    assert our_functools.partial(int, base=2)("101") == 5
    assert our_functools.partial(dict, a=1)(b=2) == {"a": 1, "b": 2}
