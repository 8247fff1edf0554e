"""Discrete event simulation with generator processes: customers, servers, a resource with a queue, timeouts."""

from __future__ import annotations

import heapq
import random
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field


class Event:
    def __init__(self) -> None:
        self.callbacks: list[Callable[[], None]] = []
        self.fired = False

    def fire(self) -> None:
        if not self.fired:
            self.fired = True
            for callback in self.callbacks:
                callback()


Process = Generator["float | Event", None, None]


class Simulation:
    def __init__(self) -> None:
        self.now = 0.0
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._sequence = 0

    def at(self, delay: float, action: Callable[[], None]) -> None:
        self._sequence += 1
        heapq.heappush(self._queue, (self.now + delay, self._sequence, action))

    def start(self, process: Process) -> None:
        self.at(0.0, lambda: self._step(process))

    def _step(self, process: Process) -> None:
        try:
            wanted = next(process)
        except StopIteration:
            return
        if isinstance(wanted, Event):
            if wanted.fired:
                self.start(process)
            else:
                wanted.callbacks.append(lambda: self.start(process))
        else:
            self.at(wanted, lambda: self._step(process))

    def run(self, until: float) -> int:
        steps = 0
        while self._queue and self._queue[0][0] <= until:
            self.now, _, action = heapq.heappop(self._queue)
            action()
            steps += 1
        self.now = until
        return steps


@dataclass
class Resource:
    simulation: Simulation
    capacity: int
    busy: int = 0
    waiting: deque[Event] = field(default_factory=deque)
    longest: int = 0

    def request(self) -> Event:
        event = Event()
        if self.busy < self.capacity:
            self.busy += 1
            event.fire()
        else:
            self.waiting.append(event)
            self.longest = max(self.longest, len(self.waiting))
        return event

    def release(self) -> None:
        if self.waiting:
            self.waiting.popleft().fire()
        else:
            self.busy -= 1


@dataclass
class Stats:
    waits: list[float] = field(default_factory=list)
    served: list[str] = field(default_factory=list)


def customer(name: str, simulation: Simulation, desk: Resource, work: float, stats: Stats) -> Process:
    arrived = simulation.now
    yield desk.request()
    stats.waits.append(simulation.now - arrived)
    try:
        yield work
    finally:
        desk.release()
    stats.served.append(name)


def arrivals(simulation: Simulation, desk: Resource, stats: Stats, rng: random.Random, n: int) -> Process:
    for i in range(n):
        work = rng.choice([1.0, 2.0, 3.5])
        simulation.start(customer(f"c{i}", simulation, desk, work, stats))
        yield float(rng.randint(0, 2))


def clock(simulation: Simulation, ticks: list[float], every: float) -> Process:
    while True:
        ticks.append(simulation.now)
        yield every


def main() -> None:
    for capacity in (1, 2, 3):
        simulation, stats, ticks = Simulation(), Stats(), list[float]()
        desk = Resource(simulation, capacity)
        simulation.start(arrivals(simulation, desk, stats, random.Random(7), 20))
        simulation.start(clock(simulation, ticks, 10.0))
        steps = simulation.run(until=60.0)
        print(
            f"capacity {capacity}: served {len(stats.served)}, mean wait {sum(stats.waits) / len(stats.waits):.3f}, longest queue {desk.longest}"
        )
        print("  ", steps, simulation.now, ticks[-1], stats.served[:5], f"{max(stats.waits):.1f}", desk.busy)


if __name__ == "__main__":
    main()
