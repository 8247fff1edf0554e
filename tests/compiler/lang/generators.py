"""Generators: laziness, send, throw, close, return value, yield from, expressions, infinite, recursion, finally."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import islice


def count(start: int, step: int = 1) -> Iterator[int]:
    while True:
        yield start
        start += step


def fib() -> Iterator[int]:
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def averager() -> Generator[float, float, str]:
    total, n, average = 0.0, 0, 0.0
    while True:
        value = yield average
        if value < 0:
            return f"done after {n}"
        total += value
        n += 1
        average = total / n


def noisy(tag: str) -> Iterator[int]:
    print("start", tag)
    try:
        yield 1
        print("between", tag)
        yield 2
    except ValueError as error:
        print("got", error)
        yield 99
    finally:
        print("cleanup", tag)


def delegate() -> Generator[int, None, str]:
    first = yield from sub(2)
    second = yield from sub(3)
    yield from [100, 200]
    return first + second


def sub(n: int) -> Generator[int, None, str]:
    for i in range(n):
        yield i
    return f"<{n}>"


def flatten(data: list[object]) -> Iterator[object]:
    for one in data:
        if isinstance(one, list):
            yield from flatten(one)
        else:
            yield one


class Tree:
    def __init__(self, value: int, left: Tree | None = None, right: Tree | None = None) -> None:
        self.value, self.left, self.right = value, left, right

    def __iter__(self) -> Iterator[int]:
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def permutations(items: list[int]) -> Iterator[list[int]]:
    if not items:
        yield []
        return
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1 :]):
            yield [item, *rest]


def windows(items: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    window: list[str] = []
    for item in items:
        window.append(item)
        if len(window) == size:
            yield tuple(window)
            window.pop(0)


def empty() -> Iterator[int]:
    return
    yield 1


def failing() -> Iterator[int]:
    yield 1
    raise KeyError("inside")


def stops() -> Iterator[int]:
    yield 1
    raise StopIteration("bad")


def main() -> None:
    print(list(islice(count(5, 3), 4)), list(islice(fib(), 10)), next(count(1)), list(empty()))
    g = averager()
    print(next(g), g.send(10), g.send(20), g.send(3))
    try:
        g.send(-1)
    except StopIteration as stop:
        print("value:", stop.value)
    n = noisy("a")
    print("created")
    print(next(n))
    print(n.throw(ValueError("thrown")) if isinstance(n, Generator) else 0)
    print(next(n, "exhausted"), next(n, "still"))
    b = noisy("b")
    for x in b:
        print("x", x)
        break
    if isinstance(b, Generator):
        b.close()
    m = noisy("c")
    next(m)
    if isinstance(m, Generator):
        m.close()
    print(list(m))
    d = delegate()
    out = []
    while True:
        try:
            out.append(next(d))
        except StopIteration as stop:
            print(out, stop.value)
            break
    print(list(flatten([1, [2, [3, []], 4], "x"])))
    tree = Tree(5, Tree(2, None, Tree(3)), Tree(8))
    print(list(tree), sum(tree), 3 in tree, max(tree), [*tree])
    print(list(permutations([1, 2, 3])), list(windows("abcd", 2)))
    squares = (x * x for x in range(5) if x % 2)
    print(next(squares), list(squares), list(squares), sum(x for x in range(5)), ",".join(str(x) for x in "ab"))
    f = failing()
    print(next(f))
    for _ in range(2):
        try:
            next(f)
        except (KeyError, StopIteration) as error:
            print(type(error).__name__, error)
    s = stops()
    next(s)
    try:
        next(s)
    except RuntimeError as error:
        print(type(error).__name__, error)
    pipeline = (line.strip() for line in ["a ", " b", ""] if line)
    numbered = enumerate((p.upper() for p in pipeline), 1)
    print(list(numbered), dict(zip("ab", count(1))), any(x > 3 for x in count(0)), list(zip(count(0), "xyz")))
    evens = filter(lambda v: v % 2 == 0, count(1))
    print([next(evens) for _ in range(3)])
    p, q, *c = (i for i in range(4))
    print(p, q, c)
    for i, j in ((i, j) for i in range(3) for j in range(i)):
        print(i, j, end=";")
    print()


main()
