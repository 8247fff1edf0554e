"""with: user context managers, several items, suppression, exceptions in exit, contextlib, nested returns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from types import TracebackType


class Resource:
    def __init__(self, name: str, swallow: bool = False) -> None:
        self.name = name
        self.swallow = swallow
        self.open = False

    def __enter__(self) -> Resource:
        print("enter", self.name)
        self.open = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        print("exit", self.name, kind.__name__ if kind else None, error)
        self.open = False
        return self.swallow


class Plain:
    def __enter__(self) -> int:
        return 42

    def __exit__(self, *details: object) -> None:
        print("plain exit", details[0] is None)

    def close(self) -> None:
        print("closed")


@contextmanager
def section(title: str) -> Iterator[list[str]]:
    lines: list[str] = []
    print("<", title)
    try:
        yield lines
    except ValueError as error:
        print("caught in manager:", error)
    finally:
        print(">", title, lines)


@contextmanager
def transparent() -> Iterator[None]:
    yield


def early() -> str:
    with Resource("r") as r:
        return f"open={r.open}"
    return "never"


def loop() -> None:
    for i in range(3):
        with Resource(f"loop{i}"):
            if i == 0:
                continue
            if i == 1:
                break


def report(*parts: str) -> None:
    print(*parts)


def swallowed() -> None:
    with section("two") as lines:
        lines.append("before")
        raise ValueError("inside")


def passed_on() -> None:
    with transparent():
        raise TypeError("not handled")


def main() -> None:
    with Resource("a") as a, Resource("b", swallow=True) as b:
        print(a.name, b.name, a.open)
        raise ValueError("swallowed by b")
    print(a.open, early())
    loop()
    try:
        with Resource("c"):
            raise KeyError("through")
    except KeyError as error:
        print("outside", error)
    with Plain() as number:
        print(number)
    with section("one") as lines:
        lines.append("line")
    swallowed()
    try:
        passed_on()
    except TypeError as error:
        print(error)
    with suppress(KeyError, IndexError):
        dict[str, int]()["x"]  # noqa: B018
    with suppress(ZeroDivisionError):
        print(1 // 1)
    with closing(Plain()), nullcontext(5) as five:
        print(five)
    with ExitStack() as stack:
        for name in "xy":
            stack.enter_context(Resource(name))
        stack.callback(report, "callback", "arg")
        print("in stack")
    with (
        Resource("p1") as p1,
        Resource("p2") as p2,
    ):
        print(p1.name + p2.name)


main()
