"""itertools, functools, operator, bisect and heapq."""

import bisect
import functools
import heapq
import itertools
import operator

print(list(itertools.chain([1, 2], (3,), range(4, 6))), list(itertools.chain.from_iterable([[1], [2, 3]])))
print(
    list(itertools.islice(itertools.count(5), 3)),
    list(itertools.islice(itertools.cycle("ab"), 5)),
    list(itertools.islice(range(10), 2, 9, 3)),
)
print(
    list(itertools.accumulate([1, 2, 3, 4])),
    list(itertools.accumulate([3, 1, 2], max)),
    list(itertools.accumulate([1, 2], initial=10)),
)
print(
    list(itertools.takewhile(lambda x: x < 3, [1, 2, 3, 1])),
    list(itertools.dropwhile(lambda x: x < 3, [1, 2, 3, 1])),
)
print(list(itertools.filterfalse(lambda x: x % 2, range(6))), list(itertools.compress("abcd", [1, 0, 1, 0])))
print(list(itertools.product([1, 2], "ab")), list(itertools.product([0, 1], repeat=2)))
print(
    list(itertools.permutations([1, 2, 3])),
    list(itertools.combinations("abc", 2)),
    list(itertools.combinations_with_replacement([1, 2], 2)),
)
print(
    list(itertools.pairwise([1, 2, 3])),
    list(itertools.repeat("x", 3)),
    list(itertools.starmap(lambda a, b: a * b, [(2, 3), (3, 2)])),
)
print(list(itertools.zip_longest([1, 2, 3], "ab", fillvalue="-")))
for key, group in itertools.groupby("aabbbc"):
    print(key, list(group))
for length, words in itertools.groupby(["a", "b", "cc", "dd", "e"], key=len):
    print(length, list(words))
first, second = itertools.tee([1, 2, 3])
print(list(first), list(second))

print(
    functools.reduce(lambda a, b: a * b, [1, 2, 3, 4]), functools.reduce(lambda a, b: a + str(b), [1, 2], ">")
)


def backwards(a: int, b: int) -> int:
    return b - a


print(sorted([3, 1, 2], key=functools.cmp_to_key(backwards)))


@functools.lru_cache(maxsize=None)
def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@functools.cache
def greet(name: str, mark: str = "!") -> str:
    print("called", name)
    return "hello " + name + mark


print(fib(80), greet("x"), greet("x"), greet("y", "?"), fib.cache_info().hits)
double = functools.partial(lambda factor, x: factor * x, 2)
print(double(21))

print(
    operator.add(2, 3),
    operator.itemgetter(1)([4, 5]),
    sorted([(2, "b"), (1, "c")], key=operator.itemgetter(0)),
)
print(functools.reduce(operator.mul, [1, 2, 3]), operator.itemgetter("a", "b")({"a": 1, "b": 2}))

items = [1, 3, 3, 5]
print(bisect.bisect_left(items, 3), bisect.bisect(items, 3), bisect.bisect_right(items, 9))
bisect.insort(items, 4)
print(
    items,
    bisect.bisect_left(["a", "c"], "b"),
    bisect.bisect_left([(1, "x"), (2, "y")], 2, key=lambda p: p[0]),
)

heap = [5, 2, 8, 1]
heapq.heapify(heap)
heapq.heappush(heap, 0)
print(
    [heapq.heappop(heap) for _ in range(5)], heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, ["b", "a", "c"])
)
tasks: list[tuple[int, str]] = []
for priority, name in ((2, "b"), (1, "a"), (3, "c")):
    heapq.heappush(tasks, (priority, name))
print(heapq.heappop(tasks), list(heapq.merge([1, 4], [2, 3])), heapq.nlargest(1, ["aa", "b"], key=len))
print(heapq.heappushpop([1, 2], 0), heapq.heapreplace([1, 2], 5))
