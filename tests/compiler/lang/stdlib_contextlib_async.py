"""contextlib's asynchronous side: AsyncExitStack, aclosing, nullcontext."""
from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, contextmanager, nullcontext
from types import TracebackType
from typing import Any


class Pause:
    def __await__(self) -> Generator[str, None, None]:
        yield "pause"


class Session:
    def __init__(self, name: str, swallow: bool = False, fail: bool = False) -> None:
        self.name, self.swallow, self.fail = name, swallow, fail

    async def __aenter__(self) -> Session:
        await Pause()
        print("enter", self.name)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> bool:
        await Pause()
        print("exit", self.name, repr(value))
        if self.fail:
            raise RuntimeError(f"{self.name} failed")
        return self.swallow


@asynccontextmanager
async def opened(name: str) -> AsyncIterator[str]:
    print("open", name)
    try:
        yield name.upper()
    finally:
        print("close", name)


@contextmanager
def plain(name: str) -> Iterator[int]:
    print("plain", name)
    yield len(name)
    print("plain end", name)


async def farewell(word: str, *, times: int = 1) -> None:
    await Pause()
    print(word * times)


async def numbers(n: int) -> AsyncIterator[int]:
    try:
        for i in range(n):
            await Pause()
            yield i
    finally:
        print("numbers closed")


async def leaves(kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> bool:
    print("leaves", repr(value))
    return False


async def many() -> None:
    async with AsyncExitStack() as stack:
        a = await stack.enter_async_context(Session("a", swallow=True))
        b = await stack.enter_async_context(opened("b"))
        c = stack.enter_context(plain("c"))
        stack.callback(print, "callback", 1, sep="-")
        stack.push_async_callback(farewell, "bye", times=2)
        stack.push_async_exit(leaves)
        stack.push_async_exit(Session("pushed"))
        print(a.name, b, c)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(Session("outer", swallow=True))
        await stack.enter_async_context(Session("inner", fail=True))
        raise ValueError("lost")
    stack = AsyncExitStack()
    await stack.enter_async_context(opened("kept"))
    moved = stack.pop_all()
    await stack.aclose()
    print("nothing yet")
    await moved.aclose()
    try:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(opened("d"))
            raise KeyError("through")
    except KeyError as e:
        print("caught", e)
    async with aclosing(numbers(5)) as source:
        async for n in source:
            print(n)
            if n == 1:
                break
    async with nullcontext(7) as seven:
        print(seven)


def run(coro: Any) -> None:
    steps = 0
    try:
        while True:
            coro.send(None)
            steps += 1
    except StopIteration:
        print("steps", steps)


run(many())
