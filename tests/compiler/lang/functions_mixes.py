"""Closures in loops, nonlocal, defaults, star calls, nested comprehensions with walrus, recursion, generators as pipelines."""
from __future__ import annotations

import itertools
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, NamedTuple, NotRequired, Protocol, TypedDict, TypeVar, Unpack

T = TypeVar("T")
U = TypeVar("U")


def loops() -> None:
    fs: list[Callable[[], int]] = []
    for i in range(3):
        fs.append(lambda: i)
    print([f() for f in fs])
    gs = [lambda i=i: i * 10 for i in range(3)]
    print([g() for g in gs], [f() for f in [lambda: j for j in range(3)]])

    def make(n: int) -> tuple[Callable[[], int], Callable[[int], None]]:
        count = n

        def get() -> int:
            return count

        def add(k: int) -> None:
            nonlocal count
            count += k

        return get, add

    pairs = [make(n) for n in (1, 10)]
    for get, add in pairs:
        add(5)
    print([get() for get, _ in pairs])


def mutable(x: int, acc: list[int] = []) -> list[int]:  # noqa: B006
    acc.append(x)
    return acc


def star(a: int, /, b: int = 2, *args: int, c: int = 4, **kw: int) -> str:
    return f"{a} {b} {args} {c} {sorted(kw.items())}"


class Opts(TypedDict, total=False):
    width: int
    name: str


class Movie(TypedDict):
    title: str
    year: NotRequired[int]


def build(**opts: Unpack[Opts]) -> str:
    return ", ".join(f"{k}={v}" for k, v in sorted(opts.items(), key=lambda kv: kv[0]))


class Row(NamedTuple):
    name: str
    score: float = 0.0
    tags: tuple[str, ...] = ()

    @property
    def grade(self) -> str:
        return "A" if self.score > 90 else "B"

    def boosted(self, by: float) -> Row:
        return self._replace(score=self.score + by)

    def __str__(self) -> str:
        return f"{self.name}:{self.score}"


def comprehension() -> None:
    print([y for x in range(6) if (y := x * x) % 2 == 0], y if False else "")
    print([[i * j for j in range(1, i + 1) if j != 2] for i in range(1, 4)], {k: [v for v in vs if v] for k, vs in {"a": [0, 1], "b": []}.items()})
    print({(a, b) for a in "xy" for b in "pq"} == {("x", "p"), ("x", "q"), ("y", "p"), ("y", "q")}, sum(len(w) for line in ["a bb", "ccc"] for w in line.split()))
    total = 0
    print([total := total + n for n in range(5)], total)
    if (n := len("hello")) > 3 and (m := n * 2):
        print(n, m)
    while (chunk := next(CHUNKS, None)) is not None:
        print("chunk", chunk)
    print(any((found := w).startswith("b") for w in ["a", "bc", "d"]), found)
    data = {"x": {"y": [1, 2, {"z": 3}]}}
    print([*range(3), *"ab", *(c for c in "cd")], {**{"a": 1}, "b": 2, **dict(c=3)}, (*[1], 2), {*"aab"} == {"a", "b"}, data)


CHUNKS = iter(["one", "two"])


def batched(it: Iterable[T], n: int) -> Iterator[list[T]]:
    src = iter(it)
    while batch := list(itertools.islice(src, n)):
        yield batch


def pipeline(*stages: Callable[[Iterable[Any]], Iterable[Any]]) -> Callable[[Iterable[Any]], list[Any]]:
    def run(data: Iterable[Any]) -> list[Any]:
        for stage in stages:
            data = stage(data)
        return list(data)
    return run


def flatten(x: object) -> Generator[int, None, int]:
    n = 0
    if isinstance(x, (list, tuple)):
        for y in x:
            n += yield from flatten(y)
    elif isinstance(x, int):
        yield x
        n += 1
    return n


def unpack() -> None:
    a, (b, *c), d = 1, (2, 3, 4), 5
    first, *mid, last = list("hello")
    (x, y), z = [10, 20], 30
    x, y = y, x
    print(a, b, c, d, first, mid, last, x, y, z)
    *head, tail = range(4)
    for i, (k, v) in enumerate({"p": 1, "q": 2}.items(), start=1):
        print(i, k, v, end="; ")
    print(head, tail)
    matrix = [[1, 2, 3], [4, 5, 6]]
    print([*zip(*matrix)], list(map(list, zip(*matrix))), max(*matrix[0]), [*map(lambda p, q: p * q, *matrix)])


def main() -> None:
    loops()
    print(mutable(1), mutable(2), mutable(3, []))
    print(star(1), star(1, 3, 5, 6, c=7, d=8), star(*[1, 2, 3], **{"c": 9, "z": 0}), build(width=3, name="n"), build())
    m: Movie = {"title": "T"}
    m["year"] = 1999
    print(m, m.get("year"), "year" in m, Movie(title="x"), Opts(width=1))
    r = Row("ann", 91.5)
    name, score, *_ = r
    print(r, repr(r), r.grade, r.boosted(-10).grade, r._asdict(), Row._fields, name, score, r == ("ann", 91.5, ()), Row._make(["z", 1.0, ("t",)]), sorted([r, Row("abe")]))
    comprehension()
    print(list(batched(range(7), 3)))
    run = pipeline(lambda d: (x for x in d if x % 2), lambda d: map(lambda x: x ** 2, d), sorted)
    print(run([5, 2, 3, 8, 1]))
    g = flatten([1, [2, (3, [4, []]), 5]])
    print(list(g))
    unpack()
    c = Counter("abracadabra")
    dd: defaultdict[str, list[int]] = defaultdict(list)
    for i, ch in enumerate("abca"):
        dd[ch].append(i)
    print(c.most_common(2), c - Counter("aab"), dict(dd), deque([1, 2, 3], maxlen=2), ChainMap({"a": 1}, {"a": 2, "b": 3})["b"], list(OrderedDict(x=1, y=2)))


main()
