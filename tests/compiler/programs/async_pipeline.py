"""An async pipeline on a hand-written scheduler: tasks, sleep, channels, gather, timeouts, cancellation, retries."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Iterable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Cancelled(Exception):
    pass


class Timeout(Exception):
    pass


class Suspend(Generic[T]):
    """Await it to stop until somebody calls `wake(value)` or `fail(error)`."""

    def __init__(self) -> None:
        self.task: Task[Any] | None = None
        self.value: T | None = None
        self.done = False

    def wake(self, value: T) -> None:
        self.value, self.done = value, True
        if self.task is not None:
            self.task.loop.ready.append((self.task, None))

    def __await__(self) -> Generator[Suspend[T], None, T]:
        if not self.done:
            yield self
        result: T = self.value  # type: ignore[assignment]
        return result


class Task(Generic[T]):
    def __init__(self, loop: Loop, coroutine: Coroutine[Any, None, T], name: str) -> None:
        self.loop, self.coroutine, self.name = loop, coroutine, name
        self.finished = False
        self.result: T | None = None
        self.error: Exception | None = None
        self.waiters: list[Suspend[None]] = []
        loop.ready.append((self, None))

    def step(self, error: Exception | None) -> None:
        if self.finished:
            return
        try:
            suspended = self.coroutine.send(None) if error is None else self.coroutine.throw(error)
        except StopIteration as stop:
            self.result = stop.value
            self.finish()
        except Exception as failure:
            self.error = failure
            self.finish()
        else:
            assert isinstance(suspended, Suspend)
            suspended.task = self

    def finish(self) -> None:
        self.finished = True
        for waiter in self.waiters:
            waiter.wake(None)

    def cancel(self) -> None:
        if not self.finished:
            self.loop.ready.append((self, Cancelled(self.name)))

    async def join(self) -> T:
        if not self.finished:
            waiter: Suspend[None] = Suspend()
            self.waiters.append(waiter)
            await waiter
        if self.error is not None:
            raise self.error
        result: T = self.result  # type: ignore[assignment]
        return result


class Loop:
    def __init__(self) -> None:
        self.now = 0.0
        self.ready: deque[tuple[Task[Any], Exception | None]] = deque()
        self.timers: list[tuple[float, int, Suspend[None]]] = []
        self.sequence = 0

    def spawn(self, coroutine: Coroutine[Any, None, T], name: str = "task") -> Task[T]:
        return Task(self, coroutine, name)

    async def sleep(self, seconds: float) -> None:
        self.sequence += 1
        suspend: Suspend[None] = Suspend()
        heapq.heappush(self.timers, (self.now + seconds, self.sequence, suspend))
        await suspend

    def run(self, main: Coroutine[Any, None, T]) -> T:
        task = self.spawn(main, "main")
        while not task.finished:
            if self.ready:
                one, error = self.ready.popleft()
                one.step(error)
            elif self.timers:
                self.now, _, suspend = heapq.heappop(self.timers)
                suspend.wake(None)
            else:
                raise RuntimeError("deadlock")
        if task.error is not None:
            raise task.error
        result: T = task.result  # type: ignore[assignment]
        return result


class Channel(Generic[T]):
    def __init__(self) -> None:
        self.items: deque[T] = deque()
        self.readers: deque[Suspend[None]] = deque()
        self.closed = False

    def put(self, item: T) -> None:
        self.items.append(item)
        if self.readers:
            self.readers.popleft().wake(None)

    def close(self) -> None:
        self.closed = True
        while self.readers:
            self.readers.popleft().wake(None)

    def __aiter__(self) -> Channel[T]:
        return self

    async def __anext__(self) -> T:
        while not self.items:
            if self.closed:
                raise StopAsyncIteration
            suspend: Suspend[None] = Suspend()
            self.readers.append(suspend)
            await suspend
        return self.items.popleft()


async def gather(loop: Loop, *jobs: Coroutine[Any, None, T]) -> list[T]:
    tasks = [loop.spawn(job, f"gather{i}") for i, job in enumerate(jobs)]
    return [await task.join() for task in tasks]


async def with_timeout(loop: Loop, job: Coroutine[Any, None, T], seconds: float) -> T:
    task = loop.spawn(job, "timed")

    async def watchdog() -> None:
        await loop.sleep(seconds)
        task.cancel()

    loop.spawn(watchdog(), "watchdog")
    try:
        return await task.join()
    except Cancelled as error:
        raise Timeout(f"after {seconds}s") from error


async def retry(loop: Loop, attempt: Callable[[int], Awaitable[T]], times: int) -> T:
    delay = 0.5
    for n in range(times):
        try:
            return await attempt(n)
        except ValueError as error:
            print(f"  [{loop.now:.2f}] attempt {n}: {error}")
            await loop.sleep(delay)
            delay *= 2
    raise RuntimeError(f"gave up after {times}")


async def produce(loop: Loop, channel: Channel[int], values: Iterable[int]) -> int:
    sent = 0
    for value in values:
        await loop.sleep(0.25)
        channel.put(value)
        sent += 1
    channel.close()
    return sent


async def batches(channel: Channel[int], size: int) -> AsyncIterator[list[int]]:
    batch: list[int] = []
    async for value in channel:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


async def fetch(loop: Loop, name: str, seconds: float) -> str:
    print(f"  [{loop.now:.2f}] start {name}")
    try:
        await loop.sleep(seconds)
    except Cancelled:
        print(f"  [{loop.now:.2f}] cancelled {name}")
        raise
    finally:
        print(f"  [{loop.now:.2f}] end {name}")
    return name.upper()


class Lease:
    def __init__(self, loop: Loop, name: str) -> None:
        self.loop, self.name = loop, name

    async def __aenter__(self) -> str:
        await self.loop.sleep(1)
        return f"{self.name}@{self.loop.now}"

    async def __aexit__(self, *details: object) -> None:
        await self.loop.sleep(1)
        print(f"  [{self.loop.now:.2f}] released {self.name} {details[1]!r}")


async def main(loop: Loop) -> str:
    print(await gather(loop, fetch(loop, "a", 2), fetch(loop, "b", 1), fetch(loop, "c", 1.5)), loop.now)
    channel: Channel[int] = Channel()
    producer = loop.spawn(produce(loop, channel, range(7)))
    print([sum(batch) async for batch in batches(channel, 3)], await producer.join())
    try:
        await with_timeout(loop, fetch(loop, "slow", 100), 3.0)
    except Timeout as error:
        print("timeout", error, repr(error.__cause__))
    print(await with_timeout(loop, fetch(loop, "quick", 1), 3.0))

    async def attempt(n: int) -> int:
        await loop.sleep(0.1)
        if n < 2:
            raise ValueError(f"bad {n}")
        return n * 100

    print(await retry(loop, attempt, 5))
    try:
        async with Lease(loop, "lock") as lease:
            print(lease)
            raise KeyError("inside")
    except KeyError as error:
        print("caught", error)
    try:
        await gather(loop, fetch(loop, "ok", 1), retry(loop, attempt, 1))
    except RuntimeError as error:
        print(error)
    return f"done at {loop.now:.2f}"


if __name__ == "__main__":
    loop = Loop()
    print(loop.run(main(loop)))

    async def stuck() -> None:
        await Suspend[None]()

    try:
        Loop().run(stuck())
    except RuntimeError as error:
        print(error)
