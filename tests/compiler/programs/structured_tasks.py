"""A scheduler of coroutines with channels, timeouts, cancellation and structured groups of tasks (without asyncio)."""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Generic, TypeVar, Union

T = TypeVar("T")


class Cancelled(BaseException):
    pass


@dataclass(frozen=True)
class Sleep:
    ticks: int


@dataclass(frozen=True)
class Park:
    queue: deque[Task[Any]]


Trap = Union[Sleep, Park]


@dataclass
class Suspend(Awaitable[Any]):
    trap: Trap

    def __await__(self) -> Generator[Trap, Any, Any]:
        return (yield self.trap)


@dataclass(eq=False)
class Task(Generic[T]):
    coro: Coroutine[Trap, Any, T]
    name: str
    done: bool = False
    value: T | None = None
    error: BaseException | None = None
    waiters: deque[Task[Any]] = field(default_factory=deque)
    pending: BaseException | None = None

    async def join(self) -> T:
        while not self.done:
            await Suspend(Park(self.waiters))
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]

    def cancel(self) -> None:
        if not self.done:
            self.pending = Cancelled(self.name)
            loop.ready.append((self, None))


class Loop:
    def __init__(self) -> None:
        self.now = 0
        self.ready: deque[tuple[Task[Any], Any]] = deque()
        self.timers: list[tuple[int, int, Task[Any]]] = []
        self.ids = itertools.count()

    def spawn(self, coro: Coroutine[Trap, Any, T], name: str) -> Task[T]:
        task = Task(coro, name)
        self.ready.append((task, None))
        return task

    def step(self, task: Task[Any], value: Any) -> None:
        if task.done:
            return
        try:
            if task.pending is not None:
                error, task.pending = task.pending, None
                trap = task.coro.throw(error)
            else:
                trap = task.coro.send(value)
        except StopIteration as stop:
            task.done, task.value = True, stop.value
        except BaseException as error:
            task.done, task.error = True, error
        else:
            match trap:
                case Sleep(ticks=n):
                    heapq.heappush(self.timers, (self.now + n, next(self.ids), task))
                case Park(queue):
                    queue.append(task)
            return
        while task.waiters:
            self.ready.append((task.waiters.popleft(), None))

    def run(self, main: Coroutine[Trap, Any, T]) -> T:
        root = self.spawn(main, "main")
        while self.ready or self.timers:
            while self.ready:
                self.step(*self.ready.popleft())
            if self.timers:
                self.now, _, task = heapq.heappop(self.timers)
                self.ready.append((task, None))
        if root.error is not None:
            raise root.error
        if not root.done:
            raise RuntimeError("deadlock")
        return root.value  # type: ignore[return-value]


loop = Loop()


async def sleep(n: int) -> None:
    await Suspend(Sleep(n))


class Channel(Generic[T]):
    def __init__(self, size: int) -> None:
        self.items: deque[T] = deque()
        self.size, self.closed = size, False
        self.readers: deque[Task[Any]] = deque()
        self.writers: deque[Task[Any]] = deque()

    def _wake(self, queue: deque[Task[Any]]) -> None:
        if queue:
            loop.ready.append((queue.popleft(), None))

    async def put(self, item: T) -> None:
        while len(self.items) >= self.size:
            await Suspend(Park(self.writers))
        self.items.append(item)
        self._wake(self.readers)

    def close(self) -> None:
        self.closed = True
        while self.readers:
            self._wake(self.readers)

    def __aiter__(self) -> Channel[T]:
        return self

    async def __anext__(self) -> T:
        while not self.items:
            if self.closed:
                raise StopAsyncIteration
            await Suspend(Park(self.readers))
        item = self.items.popleft()
        self._wake(self.writers)
        return item


class Group:
    def __init__(self) -> None:
        self.tasks: list[Task[Any]] = []

    async def __aenter__(self) -> Group:
        return self

    def start(self, coro: Coroutine[Trap, Any, T], name: str) -> Task[T]:
        task = loop.spawn(coro, name)
        self.tasks.append(task)
        return task

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        errors: list[Exception] = [value] if isinstance(value, Exception) else []
        for task in self.tasks:
            try:
                if errors:
                    task.cancel()
                await task.join()
            except Cancelled:
                pass
            except Exception as error:
                errors.append(error)
        if errors:
            raise ExceptionGroup(f"{len(errors)} failed", errors)


@asynccontextmanager
async def timed(label: str) -> AsyncIterator[Callable[[], int]]:
    start = loop.now
    try:
        yield lambda: loop.now - start
    finally:
        print(f"{label} took {loop.now - start}")


async def produce(channel: Channel[int], n: int, pace: int) -> int:
    for i in range(n):
        await sleep(pace)
        await channel.put(i)
    channel.close()
    return n


async def consume(channel: Channel[int], pace: int) -> list[int]:
    seen = []
    async for item in channel:
        await sleep(pace)
        seen.append(item * item)
    return seen


async def fails(after: int, error: Exception) -> None:
    await sleep(after)
    raise error


async def stubborn() -> str:
    try:
        await sleep(1000)
    except Cancelled as e:
        print("cancelled", e)
        await sleep(1)
        raise
    finally:
        print("stubborn ends at", loop.now)
    return "never"


async def main() -> str:
    channel: Channel[int] = Channel(2)
    async with timed("pipeline") as elapsed, Group() as group:
        producer = group.start(produce(channel, 5, 1), "producer")
        consumer = group.start(consume(channel, 3), "consumer")
        print(await producer.join(), elapsed())
    print(consumer.value, loop.now)
    try:
        async with Group() as group:
            group.start(fails(2, ValueError("early")), "a")
            group.start(fails(4, KeyError("late")), "b")
            group.start(stubborn(), "c")
    except* ValueError as eg:
        print("values", eg.exceptions)
    except* LookupError as eg2:
        print("lookups", eg2.exceptions)
    print([await t.join() for t in [loop.spawn(produce(Channel(9), k, 1), f"p{k}") for k in (1, 2)]])
    return f"at {loop.now}"


print(loop.run(main()))
