"""A priority scheduler: heapq with tie breaking, dependencies, topological order, cron-like matching, deadlines."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count


@dataclass(order=True)
class Job:
    priority: int
    sequence: int
    name: str = field(compare=False)
    action: Callable[[], object] = field(compare=False, repr=False)
    retries: int = field(default=0, compare=False)


class Scheduler:
    def __init__(self) -> None:
        self._heap: list[Job] = []
        self._sequence = count(1)
        self._cancelled: set[str] = set()
        self.results: dict[str, object] = {}
        self.log: list[str] = []

    def submit(self, name: str, action: Callable[[], object], *, priority: int = 5, retries: int = 0) -> Job:
        job = Job(priority, next(self._sequence), name, action, retries)
        heapq.heappush(self._heap, job)
        return job

    def cancel(self, name: str) -> None:
        self._cancelled.add(name)

    def run(self) -> None:
        while self._heap:
            job = heapq.heappop(self._heap)
            if job.name in self._cancelled:
                self.log.append(f"skip {job.name}")
                continue
            try:
                self.results[job.name] = job.action()
            except Exception as error:
                if job.retries > 0:
                    self.log.append(f"retry {job.name}: {error}")
                    self.submit(job.name, job.action, priority=job.priority + 1, retries=job.retries - 1)
                else:
                    self.log.append(f"fail {job.name}: {type(error).__name__}: {error}")
            else:
                self.log.append(f"done {job.name}")


class CycleError(ValueError):
    def __init__(self, cycle: list[str]) -> None:
        super().__init__(" -> ".join(cycle))
        self.cycle = cycle


def topological(dependencies: dict[str, Iterable[str]]) -> list[str]:
    waiting: dict[str, set[str]] = {name: set(needs) for name, needs in dependencies.items()}
    dependents: defaultdict[str, list[str]] = defaultdict(list)
    for name, needs in dependencies.items():
        for need in needs:
            waiting.setdefault(need, set())
            dependents[need].append(name)
    ready = [name for name, needs in waiting.items() if not needs]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        name = heapq.heappop(ready)
        order.append(name)
        for dependent in dependents[name]:
            waiting[dependent].discard(name)
            if not waiting[dependent]:
                heapq.heappush(ready, dependent)
    if len(order) < len(waiting):
        raise CycleError(find_cycle({n: sorted(w) for n, w in waiting.items() if w}))
    return order


def find_cycle(graph: dict[str, list[str]]) -> list[str]:
    start = min(graph)
    path = [start]
    while (following := graph[path[-1]][0]) not in path:
        path.append(following)
    return [*path[path.index(following) :], following]


@dataclass(frozen=True)
class Cron:
    minutes: frozenset[int]
    hours: frozenset[int]
    weekdays: frozenset[int]

    @classmethod
    def parse(cls, text: str) -> Cron:
        fields = text.split()
        if len(fields) != 3:
            raise ValueError(f"expected 3 fields, got {len(fields)}")
        return cls(
            *(
                frozenset(cls._field(f, low, high))
                for f, (low, high) in zip(fields, ((0, 59), (0, 23), (0, 6)), strict=True)
            )
        )

    @staticmethod
    def _field(text: str, low: int, high: int) -> Iterable[int]:
        for part in text.split(","):
            span, _, step = part.partition("/")
            start, dash, end = span.partition("-")
            if span == "*":
                first, last = low, high
            else:
                first = int(start)
                last = int(end) if dash else (high if step else first)
            if not low <= first <= last <= high:
                raise ValueError(f"{part!r} is outside {low}-{high}")
            yield from range(first, last + 1, int(step or 1))

    def next_after(self, moment: datetime) -> datetime:
        moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        while not (
            moment.minute in self.minutes and moment.hour in self.hours and moment.weekday() in self.weekdays
        ):
            moment += timedelta(minutes=1)
        return moment


def merge_intervals(intervals: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def main() -> None:
    scheduler = Scheduler()
    attempts: list[int] = []

    def flaky() -> str:
        attempts.append(len(attempts))
        if len(attempts) < 3:
            raise ConnectionError(f"attempt {len(attempts)}")
        return "finally"

    scheduler.submit("low", lambda: 1, priority=9)
    scheduler.submit("flaky", flaky, priority=3, retries=2)
    scheduler.submit("first", lambda: scheduler.submit("nested", lambda: [1, 2], priority=4).name, priority=1)
    scheduler.submit("dropped", lambda: 0, priority=8)
    scheduler.submit("divide", lambda: 1 // 0)
    scheduler.submit("same", lambda: "x".upper())
    scheduler.cancel("dropped")
    scheduler.run()
    print(*scheduler.log, sep="\n")
    print(scheduler.results)
    print(topological({"app": ["db", "cache"], "db": ["disk"], "cache": ["disk", "net"], "web": ["app"]}))
    try:
        topological({"a": ["b"], "b": ["c"], "c": ["b"], "d": []})
    except CycleError as error:
        print("cycle:", error, error.cycle)
    now = datetime(2024, 2, 28, 23, 50, 30)
    for text in ("*/15 * *", "0 9-17/4 0-4", "30 6 6", "5 0 3", "61 * *", "x * *", "* *"):
        try:
            cron = Cron.parse(text)
            upcoming = cron.next_after(now)
            print(
                f"{text!r}: {upcoming.isoformat()} {upcoming:%a} then {cron.next_after(upcoming):%d %H:%M} in {upcoming - now}"
            )
        except ValueError as error:
            print(f"{text!r}: {error}")
    print(
        merge_intervals([(5, 8), (1, 3), (2, 4), (8, 9), (20, 21)]),
        heapq.nsmallest(2, [5, 1, 4]),
        heapq.nlargest(2, "hello"),
        list(heapq.merge([1, 4], [2, 3])),
    )


if __name__ == "__main__":
    main()
