"""Token bucket, leaky bucket and sliding window limiters behind one protocol, on a simulated clock."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict, deque
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Decision:
    allowed: bool
    remaining: int
    retry_after: float = 0.0

    def headers(self) -> dict[str, str]:
        out = {"x-ratelimit-remaining": str(self.remaining)}
        if not self.allowed:
            out["retry-after"] = f"{self.retry_after:.2f}"
        return out


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def advance(self, seconds: float) -> None:
        self.now += seconds


class Limiter(ABC):
    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    @abstractmethod
    def take(self, key: str, cost: int = 1) -> Decision: ...

    def __repr__(self) -> str:
        return type(self).__name__


@dataclass
class Bucket:
    tokens: float
    updated: float


class TokenBucket(Limiter):
    def __init__(self, clock: Clock, rate: float, burst: int) -> None:
        super().__init__(clock)
        self.rate, self.burst = rate, burst
        self.buckets: dict[str, Bucket] = {}

    def take(self, key: str, cost: int = 1) -> Decision:
        if cost > self.burst:
            raise ValueError(f"cost {cost} is more than the burst {self.burst}")
        bucket = self.buckets.setdefault(key, Bucket(self.burst, self.clock.now))
        elapsed = self.clock.now - bucket.updated
        bucket.tokens = min(self.burst, bucket.tokens + elapsed * self.rate)
        bucket.updated = self.clock.now
        if bucket.tokens >= cost:
            bucket.tokens -= cost
            return Decision(True, int(bucket.tokens))
        return Decision(False, int(bucket.tokens), (cost - bucket.tokens) / self.rate)


class SlidingWindow(Limiter):
    def __init__(self, clock: Clock, limit: int, window: float) -> None:
        super().__init__(clock)
        self.limit, self.window = limit, window
        self.events: defaultdict[str, deque[float]] = defaultdict(deque)

    def take(self, key: str, cost: int = 1) -> Decision:
        events = self.events[key]
        while events and events[0] <= self.clock.now - self.window:
            events.popleft()
        if len(events) + cost > self.limit:
            return Decision(False, self.limit - len(events), events[0] + self.window - self.clock.now)
        events.extend([self.clock.now] * cost)
        return Decision(True, self.limit - len(events))


class LeakyBucket(Limiter):
    def __init__(self, clock: Clock, interval: float, depth: int) -> None:
        super().__init__(clock)
        self.interval, self.depth = interval, depth
        self.next_free: dict[str, float] = defaultdict(float)

    def take(self, key: str, cost: int = 1) -> Decision:
        start = max(self.next_free[key], self.clock.now)
        waiting = round((start - self.clock.now) / self.interval)
        if waiting + cost > self.depth:
            return Decision(False, max(self.depth - waiting, 0), start - self.clock.now)
        self.next_free[key] = start + self.interval * cost
        return Decision(True, self.depth - waiting - cost)


@dataclass
class Stats:
    allowed: int = 0
    refused: int = 0
    by_key: dict[str, list[bool]] = field(default_factory=dict)

    def record(self, key: str, decision: Decision) -> None:
        self.by_key.setdefault(key, []).append(decision.allowed)
        if decision.allowed:
            self.allowed += 1
        else:
            self.refused += 1

    def picture(self) -> str:
        return " ".join(
            f"{key}:{''.join('+' if ok else '-' for ok in oks)}" for key, oks in sorted(self.by_key.items())
        )


def simulate(limiter: Limiter, clock: Clock) -> Stats:
    stats = Stats()
    clock.now = 0.0
    for step in range(24):
        for key, every in (("alice", 1), ("bob", 3)):
            if step % every == 0:
                stats.record(key, limiter.take(key))
        clock.advance(0.25 if step % 8 else 1.5)
    return stats


def main() -> None:
    clock = Clock()
    limiters: list[Limiter] = [
        TokenBucket(clock, 1.0, 4),
        SlidingWindow(clock, 5, 2.0),
        LeakyBucket(clock, 0.5, 3),
    ]
    for limiter in limiters:
        stats = simulate(limiter, clock)
        print(limiter, stats.allowed, stats.refused, stats.picture())
    clock.now = 0.0
    bucket = TokenBucket(clock, 0.5, 2)
    for wait in (0, 0, 0, 1, 1, 10):
        clock.advance(wait)
        decision = bucket.take("k")
        print(clock.now, decision, decision.headers())
    print(bucket.take("k", 2).allowed, bucket.take("other", 2))
    try:
        bucket.take("k", 3)
    except ValueError as error:
        print("error:", error)


if __name__ == "__main__":
    main()
