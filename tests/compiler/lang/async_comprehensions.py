"""Asynchronous comprehensions, generators, `async for`, `async with`."""
from collections.abc import Coroutine
from typing import Any
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from types import TracebackType
class Tick:
    def __await__(self) -> Generator[None, None, None]:
        yield
def run(coro: Coroutine[Any, Any, None]) -> None:
    steps = 0
    try:
        while True:
            coro.send(None)
            steps += 1
    except StopIteration:
        print("steps", steps)
class Countdown:
    def __init__(self, n: int) -> None:
        self.n = n
    def __aiter__(self) -> "Countdown":
        return self
    async def __anext__(self) -> int:
        if self.n <= 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n
async def agen(n: int) -> AsyncIterator[int]:
    try:
        for i in range(n):
            yield i
            await Tick()
    finally:
        print("agen done")
class Conn:
    async def __aenter__(self) -> "Conn":
        print("open")
        return self
    async def __aexit__(self, t: type[BaseException] | None, v: BaseException | None, tb: TracebackType | None) -> bool:
        print("close", v)
        return isinstance(v, KeyError)
    async def query(self, q: str) -> list[str]:
        await Tick()
        return q.split()
@asynccontextmanager
async def session(name: str) -> AsyncIterator[str]:
    print("begin", name)
    try:
        yield name.upper()
    finally:
        print("end", name)
async def double(x: int) -> int:
    await Tick()
    return x * 2
async def main() -> None:
    print([x async for x in Countdown(3)])
    print({x: x * x async for x in agen(3) if x})
    print({x % 2 async for x in agen(4)})
    print([await double(x) for x in range(3)])
    gen = (x * 10 async for x in agen(2))
    async for g in gen:
        print("g", g)
    print(sum([x async for x in agen(5)]))
    async with Conn() as c:
        print(await c.query("a b c"))
        raise KeyError("swallowed")
    async with session("s") as s, Conn() as c2:
        print(s, await c2.query("x"))
    async for i in agen(3):
        if i == 1:
            continue
        print("i", i)
    else:
        print("else")
    print([y for x in [1, 2] for y in [await double(x)]])
    print([[j async for j in agen(i)] for i in range(3)])
run(main())
