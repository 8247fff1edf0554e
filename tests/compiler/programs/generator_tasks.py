"""Cooperative tasks on generators, a priority queue, retries with backoff, an event log and a report."""

from __future__ import annotations

import enum
import heapq
import itertools
import math
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from functools import partial, total_ordering
from typing import Any, ClassVar, Final, NamedTuple, Protocol, Union, runtime_checkable

EPSILON: Final = 1e-9


class State(enum.Enum):
    READY = "ready"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"

    @property
    def final(self) -> bool:
        return self in {State.DONE, State.FAILED}


class Sleep(NamedTuple):
    seconds: float


class Spawn(NamedTuple):
    name: str
    body: Generator[Any, Any, Any]
    priority: int = 0


class Join(NamedTuple):
    task: Task


class Receive(NamedTuple):
    channel: Channel
    timeout: float | None = None


Request = Union[Sleep, Spawn, Join, Receive, None]
Body = Generator[Request, Any, Any]


class Timeout(Exception): ...


class TaskFailed(Exception):
    def __init__(self, task: Task, cause: BaseException) -> None:
        super().__init__(f"{task.name} failed: {cause}")
        self.task = task
        self.__cause__ = cause


@runtime_checkable
class Listener(Protocol):
    def notify(self, at: float, task: Task, what: str) -> None: ...


@total_ordering
class Task:
    ids: ClassVar[Iterator[int]] = itertools.count(1)

    def __init__(self, name: str, body: Body, priority: int = 0) -> None:
        self.id = next(self.ids)
        self.name, self.body, self.priority = name, body, priority
        self.state = State.READY
        self.result: Any = None
        self.error: BaseException | None = None
        self.waiters: list[Task] = []
        self.steps = 0

    def __lt__(self, other: Task) -> bool:
        return (-self.priority, self.id) < (-other.priority, other.id)

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"<{self.name}#{self.id} {self.state.value}>"


class Channel:
    def __init__(self, name: str, size: int = 0) -> None:
        self.name = name
        self.items: deque[object] = deque(maxlen=size or None)
        self.readers: deque[Task] = deque()

    def __len__(self) -> int:
        return len(self.items)


@dataclass
class Log:
    lines: list[str] = field(default_factory=list)
    only: set[str] | None = None

    def notify(self, at: float, task: Task, what: str) -> None:
        if self.only is None or what.split()[0] in self.only:
            self.lines.append(f"{at:6.2f} {task.name:<8} {what}")


class Scheduler:
    def __init__(self, *listeners: Listener) -> None:
        assert all(isinstance(one, Listener) for one in listeners)
        self.listeners = listeners
        self.now = 0.0
        self.ready: list[tuple[Task, Any, BaseException | None]] = []
        self.timers: list[tuple[float, int, Callable[[], None]]] = []
        self._sequence = itertools.count()
        self.tasks: dict[int, Task] = {}

    def tell(self, task: Task, what: str) -> None:
        for one in self.listeners:
            one.notify(self.now, task, what)

    def spawn(self, name: str, body: Body, priority: int = 0) -> Task:
        task = Task(name, body, priority)
        self.tasks[task.id] = task
        self.wake(task)
        self.tell(task, "spawned")
        return task

    def wake(self, task: Task, value: Any = None, error: BaseException | None = None) -> None:
        if task.state.final:
            return
        task.state = State.READY
        heapq.heappush(self.ready, (task, value, error))

    def later(self, delay: float, action: Callable[[], None]) -> None:
        heapq.heappush(self.timers, (self.now + delay, next(self._sequence), action))

    def send(self, channel: Channel, item: object) -> None:
        if channel.readers:
            self.wake(channel.readers.popleft(), item)
        else:
            channel.items.append(item)

    def finish(self, task: Task, state: State) -> None:
        task.state = state
        self.tell(task, state.value + (f" {task.error}" if task.error else f" {task.result!r}"))
        for waiter in task.waiters:
            if task.error is not None:
                self.wake(waiter, error=TaskFailed(task, task.error))
            else:
                self.wake(waiter, task.result)

    def step(self, task: Task, value: Any, error: BaseException | None) -> None:
        task.steps += 1
        try:
            request = task.body.throw(error) if error is not None else task.body.send(value)
        except StopIteration as stop:
            task.result = stop.value
            self.finish(task, State.DONE)
            return
        except Exception as failure:
            task.error = failure
            self.finish(task, State.FAILED)
            return
        task.state = State.WAITING
        match request:
            case None:
                self.wake(task)
            case Sleep(seconds):
                self.later(seconds, partial(self.wake, task))
            case Spawn(name, body, priority):
                self.wake(task, self.spawn(name, body, priority))
            case Join(other) if other.state.final:
                if other.error is None:
                    self.wake(task, other.result)
                else:
                    self.wake(task, error=TaskFailed(other, other.error))
            case Join(other):
                other.waiters.append(task)
            case Receive(channel, timeout):
                if channel.items:
                    self.wake(task, channel.items.popleft())
                else:
                    channel.readers.append(task)
                    if timeout is not None:
                        self.later(timeout, partial(self.expire, task, channel))

    def expire(self, task: Task, channel: Channel) -> None:
        if task in channel.readers:
            channel.readers.remove(task)
            self.wake(task, error=Timeout(f"nothing on {channel.name}"))

    def run(self, limit: float = math.inf) -> float:
        while self.ready or self.timers:
            while self.ready:
                self.step(*heapq.heappop(self.ready))
            if self.timers:
                at, _, action = heapq.heappop(self.timers)
                if at > limit + EPSILON:
                    break
                self.now = max(self.now, at)
                action()
        return self.now


def worker(jobs: Channel, results: list[tuple[str, int]]) -> Body:
    done = 0
    while True:
        try:
            job = yield Receive(jobs, timeout=5)
        except Timeout:
            return done
        name, cost = job
        yield Sleep(cost / 2)
        if cost == 13:
            raise ValueError(f"unlucky {name}")
        results.append((name, cost * cost))
        done += 1


def retry(tries: int, make: Callable[[int], Body]) -> Body:
    delays = [0.5 * 2**n for n in range(tries)]
    for attempt, delay in enumerate(delays, start=1):
        task = yield Spawn(f"try{attempt}", make(attempt))
        try:
            return (yield Join(task))
        except TaskFailed as failed:
            print("  attempt", attempt, "->", failed, "|", repr(failed.__cause__))
            yield Sleep(delay)
    raise RuntimeError("gave up")


def flaky(attempt: int) -> Body:
    yield None
    if attempt < 3:
        raise ConnectionError(f"no answer {attempt}")
    return "connected"


def numbers(n: int) -> Generator[int, int | None, None]:
    received: list[int] = []
    for i in range(n):
        extra = yield i
        if extra:
            received.append(extra)
    print("  received", received)


def main() -> None:
    log = Log(only={"spawned", "done", "failed"})
    loop = Scheduler(log)
    jobs = Channel("jobs")
    results: list[tuple[str, int]] = []
    workers = [loop.spawn(f"worker{n}", worker(jobs, results), priority=n) for n in (1, 2)]
    for job in zip("abcdef", [4, 2, 13, 1, 3, 5]):
        loop.send(jobs, job)

    def boss() -> Body:
        total = 0
        for one in workers:
            try:
                total += yield Join(one)
            except TaskFailed as error:
                print("  boss saw:", error)
        answer = yield Join((yield Spawn("retry", retry(4, flaky))))
        return f"{total} jobs, {answer}"

    chief = loop.spawn("boss", boss(), -1)
    print("ended at", loop.run())
    print(chief.result, chief, results, sorted([*workers, chief])[0].name)
    print(*log.lines, sep="\n")
    print({state.value: sum(t.state is state for t in loop.tasks.values()) for state in State})
    print(
        max(loop.tasks.values(), key=lambda t: (t.steps, -t.id)),
        len(jobs),
        workers[0] < chief,
        workers[1] >= workers[0],
    )
    gen = numbers(3)
    print(next(gen), gen.send(10), gen.send(20))
    try:
        gen.send(30)
    except StopIteration as stop:
        print("stopped", stop.value)
    stuck = Scheduler()
    stuck.spawn("sleeper", (Sleep(9) for _ in range(3)))
    print(stuck.run(limit=10), [t.state.name for t in stuck.tasks.values()])


main()
