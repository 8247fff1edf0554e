"""Containers: slices, deletion, views, sorting with keys, sets, nested updates, comparisons."""
from __future__ import annotations

import bisect
import heapq
import itertools
import operator
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cmp_to_key, partial
from typing import Any, NamedTuple


@dataclass(order=True)
class Task:
    priority: int
    name: str = field(compare=False)
    deps: tuple[str, ...] = field(default=(), compare=False)


class Interval(NamedTuple):
    lo: int
    hi: int

    def __contains__(self, x: object) -> bool:
        return isinstance(x, int) and self.lo <= x < self.hi

    def __and__(self, other: Interval) -> Interval | None:
        lo, hi = max(self.lo, other.lo), min(self.hi, other.hi)
        return Interval(lo, hi) if lo < hi else None


def slices() -> None:
    xs = list(range(10))
    xs[2:5] = [20, 30]
    print(xs, xs[::-2], xs[-3:], xs[:-8:-1])
    xs[::3] = [0] * len(xs[::3])
    print(xs)
    del xs[1:3], xs[-1]
    print(xs)
    xs[1:1] = [7, 8]
    xs.insert(-1, 99)
    xs *= 2
    print(xs, xs.index(7, 2), xs.count(0), xs.pop(3), xs)
    a, b = [1, 2], [1, 2, 3]
    print(a < b, [3] > b, a == b[:2], a + b, [a, b] < [b, a], (1, "b") < (1, "c"), [] < [0], not [], a is not b)
    try:
        xs[::2] = [1]
    except ValueError as e:
        print(e)
    for bad in (lambda: xs[100], lambda: xs.remove(12345), lambda: [].pop(), lambda: xs.index(-5)):
        try:
            bad()
        except (IndexError, ValueError) as e:
            print(type(e).__name__, e)
    t = (1, 2, 3)
    print(t[1:], t * 2, t + (4,), t.index(2), len(t), t[-1], 2 in t, tuple(sorted(t, reverse=True)))
    s = "hello world"
    print(s[::2], s[-5:], s[4::-1], "".join(sorted(set(s))), s.find("o", 5), max(s), min(s))


def dicts() -> None:
    d: dict[str, int] = dict(zip("abc", range(3)))
    d |= {"d": 4}
    d["b"] += 10
    keys = d.keys()
    d["e"] = 5
    print(keys, list(d.items())[-1], d.keys() & {"a", "z"}, d.keys() - {"a"} == {"b", "c", "d", "e"}, ("a", 0) in d.items(), list(reversed(d)))
    del d["a"]
    print(d.pop("zz", -1), d.setdefault("q", 9), d.get("b"), {**d, "b": 0}, d | {"n": 1}, sorted(d, key=d.__getitem__), sorted(d.items(), key=lambda kv: (-kv[1], kv[0])))
    try:
        d["missing"]
    except KeyError as e:
        print("KeyError", e, e.args)
    try:
        for k in d:
            d[k + "x"] = 1
    except RuntimeError as e:
        print(e)
    nested: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i, word in enumerate("the quick the lazy the end".split()):
        nested[word[0]][word].append(i)
    print({k: dict(v) for k, v in nested.items()}, len(nested["zzz"]), "zzz" in nested)
    inverse: dict[int, list[str]] = {}
    for k, v in d.items():
        inverse.setdefault(v % 3, []).append(k)
    print(inverse, {v: k for k, v in d.items()}, dict.fromkeys([3, 1, 3]))
    od = OrderedDict([("x", 1), ("y", 2), ("z", 3)])
    od.move_to_end("x")
    od.move_to_end("z", last=False)
    print(list(od), od.popitem(last=False), od)
    c = Counter(a=3, b=1)
    c.update("abbb", z=2)
    c.subtract({"z": 2})
    del c["z"]
    c.subtract({"a": 5})
    print(c, c.total(), +c, c["nope"], sorted(c.elements()), c.most_common(1), c == Counter(b=4, a=-1), c | Counter(z=1))


def sets() -> None:
    a, b = {1, 2, 3}, {3, 4}
    print(a & b, a | b, a - b, a ^ b, a <= a, a < a, a.isdisjoint({9}), a.issuperset({1}), {frozenset({1, 2})} == {frozenset([2, 1])})
    a ^= {1, 9}
    a.discard(77)
    print(sorted(a), a.pop() in {2, 3, 9}, len(a), sorted({x % 3 for x in range(10)}), set("aab") == set("ba"))
    seen: set[tuple[int, int]] = set()
    for p in itertools.product(range(2), repeat=2):
        seen.add((p[1], p[0]))
    print(sorted(seen), (0, 1) in seen)


def by_length(x: str, y: str) -> int:
    return (len(x) > len(y)) - (len(x) < len(y)) or (x > y) - (x < y)


def ordering() -> None:
    people = [("bob", 30), ("ann", 25), ("cid", 30), ("dan", 25)]
    print(sorted(people, key=operator.itemgetter(1, 0)), sorted(people, key=lambda p: (-p[1], p[0])), sorted(people, key=operator.itemgetter(1), reverse=True))
    print(sorted(["b10", "b9", "a2"], key=cmp_to_key(by_length)))
    heap = [Task(5, "e"), Task(1, "a", ("x",)), Task(3, "c")]
    heapq.heapify(heap)
    heapq.heappush(heap, Task(2, "b"))
    print([heapq.heappop(heap).name for _ in range(len(heap))], heapq.nsmallest(2, [5, 1, 4]), heapq.nlargest(2, people, key=lambda p: p[1]), list(heapq.merge([1, 4], [2, 3])))
    marks = [50, 60, 70]
    print([bisect.bisect(marks, m) for m in (49, 60, 99)], bisect.bisect_left(marks, 60))
    bisect.insort(marks, 65)
    print(marks, min(people, key=lambda p: len(p[0]) * p[1]), max([[1, 2], [1, 3], [0, 9]]), min("b", "a", key=str.upper))
    i, j = Interval(1, 5), Interval(3, 8)
    print(i & j, i & Interval(9, 10), 4 in i, 5 in i, sorted([j, i]), i == (1, 5), i._replace(hi=6), [*i], i + j)


def iters() -> None:
    print(list(itertools.accumulate([1, 2, 3], operator.mul)), list(itertools.chain([1], (2,), "3")), list(itertools.islice(itertools.count(5, 3), 3)), list(itertools.takewhile(lambda x: x < 3, [1, 2, 3, 1])))
    print([(k, len(list(g))) for k, g in itertools.groupby("aaabbc")], list(itertools.zip_longest([1, 2], "a", fillvalue=None)), list(itertools.combinations("abc", 2)), len(list(itertools.permutations(range(4)))), list(itertools.pairwise([1, 2, 3])))
    print(list(itertools.starmap(operator.pow, [(2, 3), (3, 2)])), list(itertools.compress("abcd", [1, 0, 1])), list(itertools.dropwhile(str.isdigit, "12a3")), list(itertools.repeat("x", 2)), list(itertools.filterfalse(None, [0, 1, ""])))
    a, b = itertools.tee(iter([1, 2, 3]))
    print(next(a), list(b), list(a), list(zip(*[iter([1, 2, 3, 4])] * 2)), next(iter([]), "none"))
    d = deque([1, 2, 3], maxlen=3)
    d.append(4)
    d.rotate(1)
    d.appendleft(0)
    print(d, list(d)[0], d.count(2), d.index(2) if 2 in d else None, deque("ab") + deque("c"))
    it = iter(range(3))
    print([x for x in it if x] + list(it), sum(map(partial(operator.mul, 3), [1, 2])), list(map(operator.attrgetter("name"), [Task(1, "n")])))
    while True:
        try:
            print(next(it))
        except StopIteration:
            print("done")
            break
    else:
        print("never")


slices()
dicts()
sets()
ordering()
iters()
