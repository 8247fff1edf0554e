"""dataclass: defaults, factories, frozen, eq, order, post_init, inheritance, replace, asdict, kw_only, slots, InitVar."""

from dataclasses import FrozenInstanceError, InitVar, asdict, astuple, dataclass, field, replace
from typing import ClassVar


@dataclass
class Item:
    name: str
    price: float = 1.0
    tags: list[str] = field(default_factory=list)
    unit: ClassVar[str] = "kg"
    secret: str = field(default="x", repr=False, compare=False)

    @property
    def label(self) -> str:
        return f"{self.name}:{self.price}"


@dataclass(frozen=True)
class Point:
    x: int
    y: int = 0

    def moved(self, dx: int) -> "Point":
        return replace(self, x=self.x + dx)


@dataclass(order=True)
class Task:
    priority: int
    name: str = field(compare=False)
    done: bool = field(default=False, compare=False)


@dataclass
class Account:
    owner: str
    balance: int = 0
    limit: InitVar[int] = 100
    history: list[int] = field(init=False, default_factory=list)

    def __post_init__(self, limit: int) -> None:
        if self.balance > limit:
            raise ValueError(f"balance {self.balance} > {limit}")
        self.owner = self.owner.title()
        self.history.append(self.balance)


@dataclass
class Savings(Account):
    rate: float = 0.5


@dataclass(kw_only=True, slots=True)
class Options:
    host: str
    port: int = 80


@dataclass
class Nested:
    point: Point
    options: dict[str, Point] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    maybe: Point | None = None


@dataclass(eq=False)
class Identity:
    value: int


@dataclass(unsafe_hash=True)
class Hashed:
    a: int
    b: str


def main() -> None:
    a, b = Item("apple"), Item("apple", tags=["red"])
    a.tags.append("red")
    print(a, a == b, a != Item("pear"), a.label, Item.unit, a.tags is b.tags, a.secret)
    b.secret = "other"
    b.price += 0.5
    print(a == b, b, repr(Item("q'uote", 2.0)))
    p = Point(1, 2)
    print(p, p.moved(5), p, hash(p) == hash(Point(1, 2)), {Point(1, 2): "x"}[p], len({p, Point(1, 2), Point(2)}))
    anything: object = (1, 2)
    print(p == anything)
    try:
        p.x = 5  # type: ignore[misc]
    except FrozenInstanceError as error:
        print(type(error).__name__, error)
    except AttributeError as error:
        print("attr", error)
    tasks = [Task(3, "c"), Task(1, "z"), Task(2, "a")]
    print(sorted(tasks), min(tasks).name, Task(1, "a") <= Task(1, "b"), Task(1, "a") == Task(1, "b"), Task(2, "") > Task(1, ""))
    print(Account("ann bee", 50), Account("x", limit=5))
    try:
        Account("poor", 500)
    except ValueError as error:
        print(error)
    print(Savings("sam", 5, rate=0.75), Savings("s", 1) == Account("S", 1))
    print(Options(host="h"), Options(port=1, host="z"))
    n = Nested(p, {"k": Point(9)}, [a])
    print(n)
    print(asdict(n))
    print(astuple(p), asdict(tasks[0]))
    print(replace(a, name="new", tags=[]), Identity(1) == Identity(1), Hashed(1, "a") in {Hashed(1, "a")})
    match p:
        case Point(x, y):
            print("matched", x, y)


@dataclass(order=True)
class Box:
    size: int
    name: str = "box"


class Big(Box):
    def __init__(self, size: int) -> None:
        super().__init__(size, "big")
        self.extra = 1


class Shown(Box):
    def __repr__(self) -> str:
        return "shown"


class Plain:
    def __repr__(self) -> str:
        return "plain"

    def __eq__(self, other: object) -> bool:
        return True


@dataclass
class Overwritten(Plain):
    n: int


def below() -> None:
    big: Box = Big(3)
    print(big, repr(big), [big], Shown(1), [Overwritten(2)])
    print(big == Big(3), big == Box(3, "big"), Big(2) < Big(3), sorted([Big(5), Big(4)]), max(Big(1), Big(2)))
    anything: object = Overwritten(2)
    print(anything == Overwritten(2), anything == Overwritten(3))
    try:
        print(big < Box(9))
    except TypeError as error:
        print(error)
    try:
        print(hash(big))
    except TypeError as error:
        print(error)


below()
main()
