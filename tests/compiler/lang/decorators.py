"""Decorators: plain, with arguments, stacked, class decorators, functools.wraps, methods, registries, callable objects."""

import functools
from collections.abc import Callable
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

routes: dict[str, Callable[[str], str]] = {}


def route(path: str) -> Callable[[Callable[[str], str]], Callable[[str], str]]:
    def register(function: Callable[[str], str]) -> Callable[[str], str]:
        routes[path] = function
        return function

    return register


def traced(function: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        print("->", function.__name__, args, kwargs)
        result = function(*args, **kwargs)
        print("<-", result)
        return result

    return wrapper


def retry(times: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            last: Exception | None = None
            for attempt in range(times):
                try:
                    return function(*args, **kwargs)
                except ValueError as error:
                    print("attempt", attempt, error)
                    last = error
            assert last is not None
            raise last

        return wrapper

    return decorate


def doubled(function: Callable[[int], int]) -> Callable[[int], int]:
    return lambda n: function(n) * 2


def plus_one(function: Callable[[int], int]) -> Callable[[int], int]:
    return lambda n: function(n) + 1


class Counted(Generic[R]):
    def __init__(self, function: Callable[[], R]) -> None:
        self.function = function
        self.calls = 0

    def __call__(self) -> R:
        self.calls += 1
        return self.function()


registry: list[str] = []


def registered(cls: type[T]) -> type[T]:
    registry.append(cls.__name__)
    return cls


@route("/hello")
def hello(name: str) -> str:
    return "hello " + name


@route("/bye")
def bye(name: str) -> str:
    return "bye " + name


@traced
def add(a: int, b: int = 1) -> int:
    return a + b


@doubled
@plus_one
def square(n: int) -> int:
    return n * n


@Counted
def tick() -> str:
    return "tick"


failures = [2]


@retry(times=3)
def flaky(label: str) -> str:
    if failures[0] > 0:
        failures[0] -= 1
        raise ValueError(f"flaky {label}")
    return "ok " + label


@retry(2)
def hopeless() -> None:
    raise ValueError("no hope")


@registered
class Service:
    @traced
    def call(self, n: int) -> int:
        return n * 3

    def __repr__(self) -> str:
        return "Service()"

    @staticmethod
    @traced
    def helper(x: str) -> str:
        return x.upper()


def main() -> None:
    for path in sorted(routes):
        print(path, routes[path]("x"))
    print(hello("direct"), add(2), add(2, b=5), add.__name__, square(3))
    print(tick(), tick(), tick.calls, flaky("z"))
    try:
        hopeless()
    except ValueError as error:
        print("gave up:", error)
    print(Service().call(4), Service.helper("s"), registry)
    table: dict[str, Any] = {"add": add}
    print(table["add"](1, 1))


main()
