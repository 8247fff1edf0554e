"""Inventory with events, undo, and reports."""

from __future__ import annotations

import abc
import copy
import datetime as dt
import functools
import itertools
import operator
import sys
from collections import Counter, defaultdict, deque, namedtuple
from collections.abc import Callable, Iterable
from dataclasses import asdict, astuple, dataclass, field, replace
from typing import ClassVar

Point = namedtuple("Point", ["x", "y"])
Amount = int | float


@dataclass(order=True)
class Item:
    sku: str
    qty: int = 0
    price: float = 0.0
    tags: list[str] = field(default_factory=list, compare=False)
    created: ClassVar[int] = 0

    def __post_init__(self) -> None:
        type(self).created += 1
        if self.qty < 0:
            raise ValueError(f"{self.sku}: negative {self.qty=}")

    @property
    def value(self) -> float:
        return self.qty * self.price

    def __add__(self, other: Item) -> Item:
        if not isinstance(other, Item):
            return NotImplemented
        return replace(self, qty=self.qty + other.qty)


class Event(abc.ABC):
    registry: dict[str, type[Event]] = {}

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        Event.registry[cls.__name__.lower()] = cls

    @abc.abstractmethod
    def apply(self, stock: Stock) -> None: ...

    @abc.abstractmethod
    def undo(self, stock: Stock) -> None: ...

    def __repr__(self) -> str:
        args = ", ".join(f"{k}={v!r}" for k, v in sorted(vars(self).items()))
        return f"{self.__class__.__name__}({args})"


class Receive(Event):
    def __init__(self, sku: str, qty: int) -> None:
        self.sku = sku
        self.qty = qty

    def apply(self, stock: Stock) -> None:
        stock.change(self.sku, self.qty)

    def undo(self, stock: Stock) -> None:
        stock.change(self.sku, -self.qty)


class Ship(Receive):
    def apply(self, stock: Stock) -> None:
        stock.change(self.sku, -self.qty)

    def undo(self, stock: Stock) -> None:
        stock.change(self.sku, self.qty)


class Stock:
    def __init__(self, items: Iterable[Item] = ()) -> None:
        self.items: dict[str, Item] = {i.sku: i for i in items}
        self.log: deque[Event] = deque(maxlen=4)
        self.watchers: list[Callable[[str, int], None]] = []

    def change(self, sku: str, by: int) -> None:
        item = self.items.setdefault(sku, Item(sku))
        if item.qty + by < 0:
            raise ValueError(f"not enough {sku}: {item.qty} < {-by}")
        item.qty += by
        for w in self.watchers:
            w(sku, by)

    def run(self, event: Event) -> None:
        event.apply(self)
        self.log.append(event)

    def undo(self) -> Event | None:
        try:
            event = self.log.pop()
        except IndexError:
            return None
        event.undo(self)
        return event

    def __contains__(self, sku: object) -> bool:
        return sku in self.items

    def __getitem__(self, sku: str) -> Item:
        return self.items[sku]

    def __len__(self) -> int:
        return sum(i.qty for i in self.items.values())

    def __bool__(self) -> bool:
        return any(i.qty for i in self.items.values())


def report(stock: Stock) -> list[tuple[str, float]]:
    by_tag: defaultdict[str, float] = defaultdict(float)
    for item in stock.items.values():
        for tag in item.tags or ["-"]:
            by_tag[tag] += item.value
    return sorted(by_tag.items(), key=operator.itemgetter(1), reverse=True)


def parse(line: str) -> Event:
    kind, sku, qty, *rest = line.split()
    if rest:
        raise ValueError(f"extra: {rest}")
    if kind == "receive":
        return Receive(sku, int(qty))
    elif kind == "ship":
        return Ship(sku, int(qty))
    raise KeyError(kind)


def main(argv: list[str]) -> int:
    stock = Stock([Item("a", 10, 2.5, ["x", "y"]), Item("b", 3, 10.0, ["y"])])
    seen: Counter[str] = Counter()
    stock.watchers.append(lambda sku, by: seen.update({sku: abs(by)}))
    errors = []
    for n, line in enumerate(
        "receive a 5|ship b 2|ship b 9|bogus c 1|receive c x|ship a 1 2|receive c 7".split("|"), 1
    ):
        try:
            stock.run(parse(line))
        except (ValueError, KeyError) as e:
            errors.append((n, type(e).__name__, e.args[0] if isinstance(e, KeyError) else str(e)))
    print(*errors, sep="\n")
    print(seen.most_common(), len(stock), bool(stock), "a" in stock, 5 in stock)
    print(report(stock))
    print(list(stock.log), stock.undo(), stock.items["c"])
    print(max(stock.items.values()), min(stock.items.values(), key=lambda i: i.price))
    print(asdict(stock["a"]), astuple(stock["b"]))
    c = copy.deepcopy(stock["a"])
    c.tags.append("z")
    print(stock["a"] == c, stock["a"].tags, c.tags, Item.created)
    print(stock["a"] + Item("a", 1), sorted(Event.registry))
    print([list(g) for k, g in itertools.groupby(sorted([3, 1, 4, 1, 5, 9, 2, 6]), key=lambda v: v % 3 == 0)])
    print(functools.reduce(lambda a, b: a * b, range(1, 11)))
    p = Point(1, y=2)
    print(p, p.x + p.y, p._replace(x=5))
    day = dt.date(2024, 2, 28)
    print([(day + dt.timedelta(days=i)).strftime("%a %d %b") for i in range(3)])
    print(f"{1234567.891:,.2f} {0.1 + 0.2!r} {'x':>5}|{'y':^5}|{42:#06x} {3:+d} {1e-7}")
    try:
        stock["zz"]
    except KeyError as e:
        print(repr(e), e)
    return 3 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
