"""Functions inside functions that call themselves through their decorators, or each other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache, wraps

calls: list[str] = []


def distance(a: str, b: str) -> int:
    @cache
    def go(i: int, j: int) -> int:
        if not i or not j:
            return i or j
        return min(go(i - 1, j) + 1, go(i, j - 1) + 1, go(i - 1, j - 1) + (a[i - 1] != b[j - 1]))

    out = go(len(a), len(b))
    print(go.cache_info().misses)
    return out


def trace(f: Callable[[int], int]) -> Callable[[int], int]:
    @wraps(f)
    def inner(n: int) -> int:
        calls.append(f.__name__)
        return f(n)

    return inner


def outer(k: int) -> int:
    @trace
    def fact(n: int) -> int:
        return k if n <= 1 else n * fact(n - 1)

    @lru_cache(maxsize=None)
    def fib(n: int) -> int:
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    @contextmanager
    def nested(n: int) -> Iterator[int]:
        print("in", n)
        if n:
            with nested(n - 1) as below:
                yield below + 1
        else:
            yield 0
        print("out", n)

    with nested(2) as depth:
        print(depth)
    return fact(4) + (lambda: fact(3) + fib(50))()


def later() -> int:
    def f() -> int:
        return g()

    @cache
    def g() -> int:
        return 7

    return f()


print(distance("kitten", "sitting"), distance("flaw", "lawn"))
print(outer(1), calls, later())
