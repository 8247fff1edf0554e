"""Mixes of try, finally, return, break, continue and with."""
from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from types import TracebackType


class Tracker:
    def __init__(self, name: str, swallow: type[BaseException] | None = None) -> None:
        self.name = name
        self.swallow = swallow

    def __enter__(self) -> Tracker:
        print("enter", self.name)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> bool:
        print("exit", self.name, kind.__name__ if kind else None, value)
        return kind is not None and self.swallow is not None and issubclass(kind, self.swallow)


def returns(n: int) -> str:
    try:
        if n == 0:
            return "try"
        if n == 1:
            raise ValueError("one")
        if n == 2:
            raise KeyError("two")
    except ValueError as e:
        return f"except {e}"
    except KeyError:
        try:
            return "inner"
        finally:
            print("inner finally")
    else:
        return "else"
    finally:
        print("finally", n)
        if n == 4:
            return "overridden"
    return "end"


def loops() -> list[str]:
    out: list[str] = []
    for i in range(6):
        try:
            if i == 1:
                continue
            if i == 4:
                break
            out.append(f"body {i}")
        finally:
            out.append(f"finally {i}")
            for j in range(3):
                try:
                    if j == 1:
                        continue
                finally:
                    out.append(f"j{j}")
    else:
        out.append("no break")
    return out


def nested_finally() -> str:
    try:
        try:
            raise ValueError("a")
        finally:
            raise TypeError("b")
    except TypeError as e:
        return f"{e} from {e.__context__!r}"


def withs() -> str:
    with Tracker("a", ValueError) as a, Tracker("b", KeyError):
        print("body", a.name)
        raise ValueError("x")
    with Tracker("c"):
        return "returned"
    return "swallowed"


def with_loop() -> int:
    total = 0
    for i in range(5):
        with Tracker(str(i), ZeroDivisionError):
            if i == 3:
                break
            total += 10 // (i - 1)
    return total


@contextmanager
def managed(name: str) -> Iterator[str]:
    print("open", name)
    try:
        yield name.upper()
    except LookupError as e:
        print("handled", repr(e))
    finally:
        print("close", name)


class Res:
    def close(self) -> None:
        print("closed")


def stacks() -> None:
    with ExitStack() as stack:
        for name in ("p", "q"):
            print(stack.enter_context(managed(name)))
        stack.callback(print, "callback", sep="|")
        stack.push(lambda *exc: print("pushed", exc[0] is None) is None)
        raise KeyError("lost")
    with suppress(ZeroDivisionError, KeyError):
        print(1 // 0)
    with closing(Res()) as r, nullcontext(5) as n:
        print(type(r).__name__, n)
    with ExitStack() as outer:
        outer.enter_context(managed("kept"))
        kept = outer.pop_all()
    print("still open")
    kept.close()


def gen() -> Generator[int, str, str]:
    got = "none"
    try:
        while True:
            try:
                got = yield len(got)
                if got == "stop":
                    return "done"
            except ValueError as e:
                print("caught", e)
                got = "value-error"
    finally:
        print("gen finally", got)


def drive() -> None:
    g = gen()
    print(next(g), g.send("abc"), g.throw(ValueError("v")), g.send("xy"))
    try:
        g.send("stop")
    except StopIteration as e:
        print("stop", e.value)
    g = gen()
    next(g)
    g.close()
    g = gen()
    next(g)
    try:
        g.throw(KeyError("k"))
    except KeyError as e:
        print("out", e)


for i in range(5):
    print(returns(i))
print(loops())
print(nested_finally())
print(withs())
print(with_loop())
stacks()
drive()
