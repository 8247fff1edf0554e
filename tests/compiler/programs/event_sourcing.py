"""An event-sourced order system: frozen events, visitors by match, projections, snapshots, typed dict payloads."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Generic, Literal, NotRequired, Self, TypedDict, TypeVar

S = TypeVar("S")
E = TypeVar("E", bound="Event")


class Status(StrEnum):
    NEW = "new"
    PAID = "paid"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        return self in {Status.SHIPPED, Status.CANCELLED}


@dataclass(frozen=True, kw_only=True)
class Event:
    order: str
    at: datetime
    kind: ClassVar[str] = ""
    registry: ClassVar[dict[str, type[Event]]] = {}

    def __init_subclass__(cls, **kw: Any) -> None:
        super().__init_subclass__(**kw)
        cls.kind = cls.__name__.removesuffix("Event").lower()
        Event.registry[cls.kind] = cls


@dataclass(frozen=True, kw_only=True)
class OpenedEvent(Event):
    customer: str


@dataclass(frozen=True, kw_only=True)
class AddedEvent(Event):
    sku: str
    price: int
    qty: int = 1


@dataclass(frozen=True, kw_only=True)
class PaidEvent(Event):
    amount: int


@dataclass(frozen=True, kw_only=True)
class ClosedEvent(Event):
    reason: Literal["shipped", "cancelled"]


class LineData(TypedDict):
    sku: str
    qty: int
    price: int
    note: NotRequired[str]


@dataclass(frozen=True)
class Order:
    id: str = ""
    customer: str = ""
    lines: tuple[LineData, ...] = ()
    status: Status = Status.NEW
    paid: int = 0
    last: datetime | None = None

    @property
    def total(self) -> int:
        return sum(line["qty"] * line["price"] for line in self.lines)


class DomainError(Exception):
    def __init__(self, message: str, *, order: Order) -> None:
        super().__init__(message)
        self.order = order


def apply(state: Order, event: Event) -> Order:
    if state.status.is_final:
        raise DomainError(f"{event.kind} after {state.status}", order=state)
    match event:
        case OpenedEvent(order=oid, customer=who):
            state = replace(state, id=oid, customer=who)
        case AddedEvent(sku=sku, price=price, qty=qty) if qty > 0:
            state = replace(state, lines=(*state.lines, LineData(sku=sku, qty=qty, price=price)))
        case AddedEvent(qty=qty):
            raise DomainError(f"bad quantity {qty}", order=state)
        case PaidEvent(amount=amount):
            paid = state.paid + amount
            state = replace(state, paid=paid, status=Status.PAID if paid >= state.total else state.status)
        case ClosedEvent(reason="cancelled"):
            state = replace(state, status=Status.CANCELLED)
        case ClosedEvent(reason=reason):
            if state.status is not Status.PAID:
                raise DomainError(f"cannot be {reason} while {state.status.name}", order=state)
            state = replace(state, status=Status(reason))
        case _:
            raise NotImplementedError(type(event).__name__)
    return replace(state, last=event.at)


class Projection(ABC, Generic[S]):
    def __init__(self, initial: S) -> None:
        self.state = initial

    @abstractmethod
    def on(self, event: Event) -> None: ...

    def replay(self, events: Iterable[Event]) -> Self:
        for event in events:
            self.on(event)
        return self


class Revenue(Projection[dict[date, int]]):
    def __init__(self) -> None:
        super().__init__({})

    def on(self, event: Event) -> None:
        if isinstance(event, PaidEvent):
            day = event.at.date()
            self.state[day] = self.state.get(day, 0) + event.amount


class Latest(Projection[list[str]]):
    def __init__(self, keep: int) -> None:
        super().__init__([])
        self.keep = keep

    def on(self, event: Event) -> None:
        self.state = [*self.state, f"{event.order}:{event.kind}"][-self.keep :]


def encode(event: Event) -> str:
    data = {f.name: getattr(event, f.name) for f in fields(event)}
    data["at"] = event.at.isoformat()
    return json.dumps({"kind": event.kind, **data}, sort_keys=True)


def decode(text: str) -> Event:
    raw: dict[str, Any] = json.loads(text)
    kind, at = raw.pop("kind"), datetime.fromisoformat(raw.pop("at"))
    match kind:
        case "opened":
            return OpenedEvent(at=at, **raw)
        case "added":
            return AddedEvent(at=at, **raw)
        case "paid":
            return PaidEvent(at=at, **raw)
        case "closed":
            return ClosedEvent(at=at, **raw)
        case other:
            raise ValueError(f"unknown kind {other!r}; known: {sorted(Event.registry)}")


def history() -> Iterator[Event]:
    now = datetime(2024, 2, 28, 22, 30)
    step = timedelta(minutes=45)
    yield OpenedEvent(order="o1", at=now, customer="ann")
    yield AddedEvent(order="o1", at=now + step, sku="pen", price=150, qty=2)
    yield AddedEvent(order="o1", at=now + 2 * step, sku="ink", price=700)
    yield PaidEvent(order="o1", at=now + 3 * step, amount=400)
    yield PaidEvent(order="o1", at=now + timedelta(days=1), amount=600)
    yield ClosedEvent(order="o1", at=now + timedelta(days=2, hours=1), reason="shipped")


def main() -> None:
    events = list(history())
    state = Order()
    for event in events:
        state = apply(state, event)
        print(f"{event.kind:<7} {state.status:<9} {state.paid:>4}/{state.total:<5} {state.last:%d %b %H:%M}")
    print(asdict(state)["lines"], state == replace(state), {k.name for k in fields(Order)} >= {"id", "paid"})
    texts = [encode(e) for e in events]
    print(texts[1])
    print([decode(t) for t in texts] == events, Event.registry.keys())
    print(Revenue().replay(events).state, Latest(2).replay(events).state)
    for bad in (
        AddedEvent(order="o", at=events[0].at, sku="x", price=1, qty=0),
        ClosedEvent(order="o", at=events[0].at, reason="shipped"),
        Event(order="o", at=events[0].at),
    ):
        try:
            apply(Order(id="o"), bad)
        except DomainError as e:
            print(e, e.order.status, e.args)
        except NotImplementedError as e:
            print("not implemented", e)
    for text in (
        '{"kind": "paid", "at": "2024-01-01T00:00:00", "order": "z"}',
        '{"kind": "nope", "at": "2024-01-01"}',
        '{"kind": "paid", "at": "soon"}',
        '{"kind": "paid", "at": "2024-01-01", "order": "z", "amount": 1, "extra": 2}',
    ):
        try:
            print(decode(text))
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)


main()
