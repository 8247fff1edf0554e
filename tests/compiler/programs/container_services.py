"""A small dependency injection container with decorators, Protocols and context-managed scopes."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast, overload

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")


class Clock(Protocol):
    def now(self) -> int: ...


@dataclass
class FakeClock:
    ticks: Iterator[int] = field(default_factory=lambda: itertools.count(100, 5))

    def now(self) -> int:
        return next(self.ticks)


class Container:
    def __init__(self) -> None:
        self._factories: dict[str, Callable[[Container], object]] = {}
        self._cache: dict[str, object] = {}
        self.log: list[str] = []

    def register(
        self, name: str, *, singleton: bool = True
    ) -> Callable[[Callable[[Container], T]], Callable[[Container], T]]:
        def decorate(factory: Callable[[Container], T]) -> Callable[[Container], T]:
            @functools.wraps(factory)
            def build(c: Container) -> T:
                self.log.append(f"build {name}")
                return factory(c)

            self._factories[name] = build
            if not singleton:
                self._cache[name] = NotImplemented
            return build

        return decorate

    @overload
    def get(self, name: str) -> object: ...
    @overload
    def get(self, name: str, kind: type[T]) -> T: ...
    def get(self, name: str, kind: type[Any] | None = None) -> Any:
        if name not in self._factories:
            raise LookupError(f"no {name!r}; known: {', '.join(sorted(self._factories)) or 'nothing'}")
        cached = self._cache.get(name)
        if cached is None:
            cached = self._cache[name] = self._factories[name](self)
        elif cached is NotImplemented:
            cached = self._factories[name](self)
        if kind is not None and not isinstance(cached, kind):
            raise TypeError(f"{name} is {type(cached).__name__}, not {kind.__name__}")
        return cached


class Service:
    def __init__(self, clock: Clock, prefix: str) -> None:
        self.clock, self.prefix = clock, prefix
        self.calls = 0

    def stamp(self, text: str) -> str:
        self.calls += 1
        return f"{self.prefix}{self.clock.now()}:{text}"


def retry(times: int, *errors: type[Exception]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(f: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(f)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            last: Exception | None = None
            for attempt in range(1, times + 1):
                try:
                    return f(*args, **kwargs)
                except errors as e:
                    last = e
                    print(f"  attempt {attempt} failed: {e}")
            assert last is not None
            raise RuntimeError(f"{f.__name__} gave up after {times}") from last

        return run

    return decorate


def with_service(f: Callable[Concatenate[Service, P], R]) -> Callable[Concatenate[Container, P], R]:
    @functools.wraps(f)
    def run(c: Container, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return f(c.get("service", Service), *args, **kwargs)

    return run


container = Container()


@container.register("clock")
def make_clock(c: Container) -> Clock:
    return FakeClock()


@container.register("service")
def make_service(c: Container) -> Service:
    return Service(cast(Clock, c.get("clock")), prefix="@")


@container.register("fresh", singleton=False)
def make_list(c: Container) -> list[int]:
    return [len(c.log)]


@with_service
def greet(service: Service, name: str, *, shout: bool = False) -> str:
    text = service.stamp(f"hello {name}")
    return text.upper() if shout else text


failures = iter([ValueError("one"), KeyError("two")])


@retry(3, ValueError, KeyError)
def flaky(x: int, *, scale: int = 1) -> int:
    error = next(failures, None)
    if error is not None:
        raise error
    return x * scale


@retry(2, ZeroDivisionError)
def hopeless(n: int) -> float:
    return n / 0


@contextmanager
def scope(c: Container, **overrides: object) -> Iterator[Container]:
    saved = {k: c._cache.get(k) for k in overrides}
    c._cache.update(overrides)
    try:
        yield c
    finally:
        for k, v in saved.items():
            if v is None:
                c._cache.pop(k, None)
            else:
                c._cache[k] = v


def main() -> None:
    print(greet(container, "ann"), greet(container, "bob", shout=True), greet.__name__, make_clock.__name__)
    print(
        container.get("service", Service).calls, container.get("fresh"), container.get("fresh"), container.log
    )
    for name, kind in (("nothing", object), ("clock", Service)):
        try:
            print(container.get(name, kind))
        except (LookupError, TypeError) as e:
            print(type(e).__name__, e)
    print(flaky(7, scale=6))
    try:
        hopeless(1)
    except RuntimeError as e:
        print(e, "<-", repr(e.__cause__))
    with ExitStack() as stack:
        c = stack.enter_context(scope(container, service=Service(FakeClock(iter([1, 2])), "#")))
        print(greet(c, "eve"), greet(c, "eve"))
    print(greet(container, "zoe"))


main()
