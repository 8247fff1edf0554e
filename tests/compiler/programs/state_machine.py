"""A circuit breaker and a vending machine: enums, match, transition tables, hooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, assert_never

COOL_DOWN: Final = 5


class State(Enum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class CircuitOpen(Exception):
    pass


@dataclass
class Breaker:
    threshold: int = 3
    state: State = State.CLOSED
    failures: int = 0
    opened_at: int = 0
    log: list[tuple[int, str]] = field(default_factory=list)
    on_change: Callable[[State, State], None] | None = None

    def move(self, state: State, now: int) -> None:
        if state is self.state:
            return
        old, self.state = self.state, state
        self.log.append((now, f"{old.value}->{state.value}"))
        if self.on_change:
            self.on_change(old, state)

    def call(self, now: int, work: Callable[[], str]) -> str:
        match self.state:
            case State.OPEN if now - self.opened_at < COOL_DOWN:
                raise CircuitOpen(f"open for {now - self.opened_at} more" if now < self.opened_at else "open")
            case State.OPEN:
                self.move(State.HALF_OPEN, now)
            case State.CLOSED | State.HALF_OPEN:
                pass
            case _:
                assert_never(self.state)
        try:
            result = work()
        except ValueError:
            self.failures += 1
            if self.state is State.HALF_OPEN or self.failures >= self.threshold:
                self.opened_at = now
                self.move(State.OPEN, now)
            raise
        self.failures = 0
        self.move(State.CLOSED, now)
        return result


class Vending(Enum):
    IDLE = auto()
    PAID = auto()
    OUT = auto()


@dataclass(frozen=True)
class Coin:
    cents: int


@dataclass(frozen=True)
class Press:
    item: str


@dataclass(frozen=True)
class Refund:
    pass


Input = Coin | Press | Refund
PRICES = {"tea": 120, "cake": 250}


class Machine:
    def __init__(self, stock: dict[str, int]) -> None:
        self.stock = stock
        self.credit = 0
        self.state = Vending.IDLE

    def feed(self, one: Input) -> str:
        match self.state, one:
            case Vending.OUT, Coin(cents):
                return f"returned {cents}"
            case ((Vending.IDLE | Vending.PAID), Coin(cents=cents)) if cents in (10, 50, 100, 200):
                self.credit += cents
                self.state = Vending.PAID
                return f"credit {self.credit}"
            case _, Coin():
                return "bad coin"
            case Vending.PAID, Press(item) if item in PRICES:
                price = PRICES[item]
                if self.stock.get(item, 0) == 0:
                    return f"no {item}"
                if self.credit < price:
                    return f"need {price - self.credit} more"
                self.stock[item] -= 1
                change, self.credit = self.credit - price, 0
                self.state = Vending.IDLE if any(self.stock.values()) else Vending.OUT
                return f"{item}, change {change}"
            case Vending.PAID, Refund():
                returned, self.credit, self.state = self.credit, 0, Vending.IDLE
                return f"refund {returned}"
            case state, Press(item):
                return f"ignored {item} in {state.name}"
            case _:
                return "nothing"


TABLE: dict[tuple[str, str], str] = {
    ("start", "digit"): "int",
    ("start", "sign"): "sign",
    ("sign", "digit"): "int",
    ("int", "digit"): "int",
    ("int", "dot"): "frac0",
    ("start", "dot"): "frac0",
    ("frac0", "digit"): "frac",
    ("frac", "digit"): "frac",
    ("int", "e"): "exp0",
    ("frac", "e"): "exp0",
    ("exp0", "sign"): "exp1",
    ("exp0", "digit"): "exp",
    ("exp1", "digit"): "exp",
    ("exp", "digit"): "exp",
}


def classify(char: str) -> str:
    if char.isdigit():
        return "digit"
    return {"+": "sign", "-": "sign", ".": "dot", "e": "e", "E": "e"}.get(char, "other")


def is_number(text: str) -> bool:
    state: str | None = "start"
    for char in text:
        state = TABLE.get((state or "", classify(char)))
        if state is None:
            return False
    return state in {"int", "frac", "exp"}


def main() -> None:
    changes: list[str] = []
    breaker = Breaker(on_change=lambda old, new: changes.append(f"{old.name}:{new.name}"))

    def good() -> str:
        return "ok"

    def bad() -> str:
        raise ValueError("upstream")

    for now, work in enumerate(
        [good, bad, bad, bad, good, good, good, good, bad, good, good, good, good, good, good]
    ):
        try:
            print(now, breaker.state.value, breaker.call(now, work))
        except (ValueError, CircuitOpen) as error:
            print(now, breaker.state.value, type(error).__name__, error)
    print(breaker.log, changes)
    machine = Machine({"tea": 1, "cake": 1})
    inputs: list[Input] = [
        Press("tea"),
        Coin(100),
        Press("tea"),
        Coin(7),
        Coin(50),
        Press("tea"),
        Coin(200),
        Press("tea"),
        Refund(),
        Refund(),
    ]
    inputs += [Coin(200), Coin(100), Press("cake"), Coin(100)]
    for one in inputs:
        print(one, "->", machine.feed(one), machine.state)
    print(
        [(text, is_number(text)) for text in ("12", "-1.5", ".5", "1.", "1e5", "1e", "", "+", "2.5E-3", "x")]
    )


if __name__ == "__main__":
    main()
