"""async/await without an event loop: coroutines driven by hand, async generators, async for, async with, gather."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator
from types import TracebackType
from typing import Any, TypeVar

T = TypeVar("T")


class Sleep:
    """An awaitable which hands a number to the scheduler and gets a reply."""

    def __init__(self, ticks: int) -> None:
        self.ticks = ticks

    def __await__(self) -> Generator[int, str, str]:
        reply = yield self.ticks
        return reply


def drive(coroutine: Coroutine[int, str, T]) -> T:
    reply: str | None = None
    step = 0
    while True:
        try:
            asked = coroutine.send(reply)  # type: ignore[arg-type]
        except StopIteration as stop:
            result: T = stop.value
            return result
        step += 1
        print("  asked", asked)
        reply = f"reply{step}"


async def leaf(n: int) -> str:
    got = await Sleep(n)
    return f"{got}/{n}"


async def middle() -> list[str]:
    out = []
    for n in range(3):
        out.append(await leaf(n))
    return out


async def failing() -> None:
    await Sleep(1)
    raise ValueError("after sleeping")


async def handles() -> str:
    try:
        await failing()
    except ValueError as error:
        return f"handled {error} {await leaf(7)}"
    finally:
        await Sleep(50)
        print("  finally ran")
    return "not reached"


class Connection:
    def __init__(self, name: str) -> None:
        self.name = name

    async def __aenter__(self) -> Connection:
        await Sleep(10)
        print("  open", self.name)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        await Sleep(11)
        print("  close", self.name, error)
        return isinstance(error, KeyError)


async def managed() -> str:
    async with Connection("a") as a, Connection("b"):
        print("  using", a.name)
        raise KeyError("swallowed")
    return "after"


async def ticker(n: int) -> AsyncIterator[int]:
    for i in range(n):
        await Sleep(100 + i)
        yield i * i


class Pages:
    def __init__(self, pages: list[str]) -> None:
        self.pages = pages

    def __aiter__(self) -> Pages:
        return self

    async def __anext__(self) -> str:
        if not self.pages:
            raise StopAsyncIteration
        await Sleep(len(self.pages))
        return self.pages.pop(0)


async def consume() -> list[object]:
    out: list[object] = []
    async for value in ticker(3):
        if value == 1:
            continue
        out.append(value)
    else:
        out.append("done")
    async for page in Pages(["p1", "p2"]):
        out.append(page)
    out.append([v async for v in ticker(2)])
    out.append({v: str(v) async for v in ticker(2) if v})
    out.append([await leaf(n) for n in (1, 2)])
    return out


async def gather(*coroutines: Coroutine[int, str | None, T]) -> list[T]:
    results: dict[int, T] = {}
    waiting = [(index, coroutine, False) for index, coroutine in enumerate(coroutines)]
    while waiting:
        index, coroutine, started = waiting.pop(0)
        try:
            ticks = coroutine.send("tick" if started else None)
        except StopIteration as stop:
            results[index] = stop.value
            continue
        print("  task", index, "wants", ticks)
        waiting.append((index, coroutine, True))
    return [results[i] for i in sorted(results)]


async def quick(n: int) -> int:
    return n * n


async def compute() -> int:
    callbacks: list[Callable[[], Awaitable[int]]] = [lambda: quick(2), lambda: quick(3)]
    total = 0
    for callback in callbacks:
        total += await callback()
    return total + (await quick(4) if total > 5 else await quick(100))


async def countdown(n: int) -> int:
    if n == 0:
        return 0
    await Sleep(n)
    return 1 + await countdown(n - 1)


class Service:
    def __init__(self) -> None:
        self.calls = 0

    async def fetch(self, key: str, *, default: str = "d") -> str:
        self.calls += 1
        return f"{key}={await leaf(self.calls)}{default}"


async def uses_service() -> str:
    service = Service()
    first = await service.fetch("a")
    second = await service.fetch("b", default="!")
    return first + " " + second + f" {service.calls}"


def main() -> None:
    print(drive(middle()))
    print(drive(handles()))
    print(drive(managed()))
    print(drive(consume()))
    print(drive(compute()))
    print(drive(countdown(3)))
    print(drive(uses_service()))
    try:
        drive(failing())
    except ValueError as error:
        print("outside", error)

    async def two(name: str) -> str:
        await Sleep(1)
        await Sleep(2)
        return name

    print(drive(gather(two("x"), two("y"))))
    coroutine: Coroutine[Any, Any, int] = quick(9)
    try:
        coroutine.send(None)
    except StopIteration as stop:
        print("stopped with", stop.value)
    pending = leaf(5)
    print(pending.send(None))
    try:
        pending.throw(KeyError("cancelled"))
    except KeyError as error:
        print("thrown", error)
    closing = handles()
    closing.close()


main()
