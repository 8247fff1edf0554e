"""Functions under decorators of the library and of the program: caches, partial, wraps, singledispatch."""
from functools import cached_property, singledispatch, total_ordering, lru_cache, partial, wraps, reduce, cache, singledispatchmethod, cmp_to_key
from typing import Any, Callable, TypeVar
class C:
    def __init__(self) -> None:
        self.n = 0
    @cached_property
    def big(self) -> int:
        self.n += 1
        return 42
    @cached_property
    def text(self) -> str:
        print("computing")
        return "t"
c = C()
print(c.big, c.big, c.n, c.text, c.text)
del c.text
print(c.text)
@singledispatch
def show(x: object) -> str:
    return f"obj {x}"
@show.register
def _(x: int) -> str:
    return f"int {x}"
@show.register(list)
def _show_list(x: list[Any]) -> str:
    return "list " + ",".join(show(i) for i in x)
@show.register
def _(x: str) -> str:
    return f"str {x}"
print(show(1), show("a"), show([1, "b", 2.5]), show(None))
@total_ordering
class V:
    def __init__(self, n: int) -> None:
        self.n = n
    def __eq__(self, o: object) -> bool:
        return isinstance(o, V) and self.n == o.n
    def __lt__(self, o: "V") -> bool:
        return self.n < o.n
    def __repr__(self) -> str:
        return f"V{self.n}"
print(V(1) <= V(1), V(2) > V(1), V(1) >= V(2), max(V(3), V(9), V(4)), sorted([V(3), V(1)]))
@lru_cache(maxsize=None)
def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(60), fib.cache_info())
@cache
def sq(n: int) -> int:
    print("sq", n)
    return n * n
print(sq(3), sq(3), sq(4))
def power(base: int, exp: int, mod: int = 0) -> int:
    r = base ** exp
    return r % mod if mod else r
square = partial(power, exp=2)
two = partial(power, 2)
print(square(5), two(10), two(10, mod=7), partial(power, 2, 3)())
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, ["a", "b"], ">"), reduce(max, [3, 9, 2]))
F = TypeVar("F", bound=Callable[..., Any])
def trace(fn: F) -> F:
    @wraps(fn)
    def inner(*args: Any, **kwargs: Any) -> Any:
        print("->", fn.__name__)
        return fn(*args, **kwargs)
    return inner  # type: ignore[return-value]
@trace
def add(a: int, b: int = 2) -> int:
    "adds"
    return a + b
print(add(1), add(1, b=5), add.__name__, add.__doc__)
def retry(times: int) -> Callable[[Callable[..., int]], Callable[..., int]]:
    def deco(fn: Callable[..., int]) -> Callable[..., int]:
        @wraps(fn)
        def wrapper(*args: Any, **kwargs: Any) -> int:
            for i in range(times):
                try:
                    return fn(*args, **kwargs)
                except ValueError as e:
                    print("retry", i, e)
            raise RuntimeError("gave up")
        return wrapper
    return deco
calls = 0
@retry(3)
def flaky(x: int) -> int:
    global calls
    calls += 1
    if calls < 3:
        raise ValueError(f"bad {calls}")
    return x * 2
print(flaky(21))
class Counter2:
    def __init__(self, fn: Callable[[int], int]) -> None:
        self.fn = fn
        self.count = 0
    def __call__(self, x: int) -> int:
        self.count += 1
        return self.fn(x)
@Counter2
def triple(x: int) -> int:
    return x * 3
print(triple(2), triple(3), triple.count)
def compare(x: str, y: str) -> int:
    return (x.lower() > y.lower()) - (x.lower() < y.lower())
words = ["b", "C", "a"]
print(sorted(words, key=cmp_to_key(compare)))
class M:
    @lru_cache(maxsize=16)
    def calc(self, n: int) -> int:
        print("calc", n)
        return n + 1
m = M()
print(m.calc(1), m.calc(1))
