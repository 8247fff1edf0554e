"""An inventory with orders, discounts and a report, in the style of a small business application."""

from __future__ import annotations

import itertools
import json
import logging
from abc import ABC, abstractmethod
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum, auto
from functools import cached_property, reduce
from operator import attrgetter, itemgetter
from typing import Any, ClassVar

logger = logging.getLogger(__name__)


class OutOfStock(Exception):
    """Raised when there are too few items."""

    def __init__(self, sku: str, wanted: int, available: int) -> None:
        super().__init__(f"{sku}: wanted {wanted}, only {available} left")
        self.sku = sku
        self.wanted = wanted
        self.available = available


class Category(Enum):
    BOOK = auto()
    TOY = auto()
    FOOD = auto()

    @property
    def vat(self) -> float:
        return {Category.BOOK: 0.07, Category.FOOD: 0.07}.get(self, 0.19)


@dataclass(frozen=True, slots=True)
class Money:
    cents: int
    currency: str = "EUR"

    @classmethod
    def parse(cls, text: str) -> Money:
        amount, _, currency = text.partition(" ")
        euros, _, cents = amount.partition(".")
        return cls(int(euros) * 100 + int((cents + "00")[:2]), currency or "EUR")

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        if self.currency != other.currency:
            raise ValueError(f"cannot add {self.currency} and {other.currency}")
        return Money(self.cents + other.cents, self.currency)

    def __mul__(self, factor: float) -> Money:
        return Money(round(self.cents * factor), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.cents < other.cents

    def __str__(self) -> str:
        return f"{self.cents // 100}.{self.cents % 100:02d} {self.currency}"


@dataclass
class Product:
    sku: str
    title: str
    price: Money
    category: Category
    tags: set[str] = field(default_factory=set)
    stock: int = 0

    created: ClassVar[int] = 0

    def __post_init__(self) -> None:
        type(self).created += 1
        if not self.sku.isalnum():
            raise ValueError(f"bad sku {self.sku!r}")

    @property
    def gross(self) -> Money:
        return self.price * (1 + self.category.vat)


class Discount(ABC):
    @abstractmethod
    def apply(self, lines: list[Line]) -> Money: ...

    def __repr__(self) -> str:
        return f"<{self.__class__.__name__}>"


@dataclass
class Line:
    product: Product
    count: int

    @property
    def total(self) -> Money:
        return self.product.gross * self.count


class Percent(Discount):
    def __init__(self, rate: float, *tags: str) -> None:
        self.rate = rate
        self.tags = frozenset(tags)

    def apply(self, lines: list[Line]) -> Money:
        hit = [line.total for line in lines if not self.tags or self.tags & line.product.tags]
        return sum(hit, Money(0)) * -self.rate


class ThirdFree(Discount):
    def apply(self, lines: list[Line]) -> Money:
        free = Money(0)
        for line in lines:
            free += line.product.gross * (line.count // 3)
        return free * -1.0


@dataclass
class Order:
    number: int
    placed: date
    lines: list[Line] = field(default_factory=list)
    discounts: list[Discount] = field(default_factory=list)

    @cached_property
    def total(self) -> Money:
        base = reduce(lambda acc, line: acc + line.total, self.lines, Money(0))
        return sum((one.apply(self.lines) for one in self.discounts), base)

    def due(self, days: int = 14) -> date:
        return self.placed + timedelta(days=days)


class Inventory:
    def __init__(self, products: Iterable[Product] = ()) -> None:
        self._products = {p.sku: p for p in products}
        self._numbers = itertools.count(1001)
        self.history: deque[str] = deque(maxlen=4)

    def __getitem__(self, sku: str) -> Product:
        try:
            return self._products[sku]
        except KeyError:
            raise KeyError(f"no product {sku}") from None

    def __iter__(self) -> Iterator[Product]:
        yield from sorted(self._products.values(), key=attrgetter("sku"))

    def __len__(self) -> int:
        return len(self._products)

    def __contains__(self, sku: object) -> bool:
        return sku in self._products

    def order(self, items: dict[str, int], when: date, *discounts: Discount) -> Order:
        for sku, count in items.items():
            product = self[sku]
            if product.stock < count:
                self.history.append(f"refused {sku}")
                raise OutOfStock(sku, count, product.stock)
        lines = []
        for sku, count in items.items():
            self[sku].stock -= count
            lines.append(Line(self[sku], count))
        order = Order(next(self._numbers), when, lines, list(discounts))
        self.history.append(f"order {order.number}")
        return order

    def by_category(self) -> dict[Category, list[Product]]:
        groups: defaultdict[Category, list[Product]] = defaultdict(list)
        for product in self:
            groups[product.category].append(product)
        return dict(groups)


CATALOGUE = """
[{"sku": "B1", "title": "Sphinx", "price": "12.50", "category": "BOOK", "tags": ["new", "paper"], "stock": 5},
 {"sku": "T1", "title": "Robot", "price": "39.9 EUR", "category": "TOY", "tags": ["metal"], "stock": 2},
 {"sku": "F1", "title": "Bread", "price": "3", "category": "FOOD", "stock": 40}]
"""


def load(text: str) -> list[Product]:
    rows: list[dict[str, Any]] = json.loads(text)
    return [
        Product(
            row["sku"],
            row["title"],
            Money.parse(row["price"]),
            Category[row["category"]],
            set(row.get("tags", [])),
            row["stock"],
        )
        for row in rows
    ]


def main() -> None:
    shop = Inventory(load(CATALOGUE))
    print(len(shop), "products,", Product.created, "created;", "B1" in shop, "X" in shop, 3 in shop)
    for product in shop:
        print(
            f"{product.sku:<4}{product.title:<10}{product.price!s:>12}{product.gross!s:>12} {sorted(product.tags)}"
        )
    start = date(2024, 2, 20)
    order = shop.order({"B1": 2, "F1": 7}, start, Percent(0.1, "paper"), ThirdFree())
    print(order.number, order.total, order.due(), order.discounts)
    try:
        shop.order({"T1": 1, "B1": 9}, start)
    except OutOfStock as error:
        print("refused:", error, error.available)
    try:
        shop["Z9"]
    except KeyError as error:
        print("missing:", error)
    second = shop.order({"T1": 2}, start + timedelta(days=10))
    print(second.total, second.due(30).isoformat(), list(shop.history))
    for category, products in shop.by_category().items():
        print(category.name.lower(), [(p.title, p.stock) for p in products])
    totals = Counter({o.number: o.total.cents for o in (order, second)})
    print(totals.most_common(1), max([order, second], key=lambda o: o.total.cents).number)
    print(sorted([("b", 2), ("a", 2), ("c", 1)], key=itemgetter(1, 0)))
    try:
        Money(1) + Money(2, "USD")
    except ValueError as error:
        print(error)
    try:
        Product("??", "bad", Money(1), Category.TOY)
    except ValueError as error:
        print(error)
    print(2 * Money(150), Money(5) < Money(6), {Money(1): "one"}[Money(1)], Money.parse("7.5 CHF"))


if __name__ == "__main__":
    main()
