"""dataclasses: order, frozen, slots, replace, post_init, InitVar, kw_only, inheritance, class variables."""
from __future__ import annotations

import dataclasses
from dataclasses import KW_ONLY, InitVar, asdict, astuple, dataclass, field, fields, replace
from typing import ClassVar


@dataclass(order=True)
class Version:
    major: int
    minor: int = 0
    patch: int = 0
    label: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: str) -> Version:
        head, _, label = text.partition("-")
        return cls(*map(int, head.split(".")), label=label)  # type: ignore

    def __str__(self) -> str:
        return ".".join(map(str, (self.major, self.minor, self.patch))) + (f"-{self.label}" if self.label else "")


@dataclass(frozen=True, slots=True)
class Money:
    amount: int
    currency: str = "EUR"

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency}")
        return replace(self, amount=self.amount + other.amount)

    def __post_init__(self) -> None:
        if self.amount < 0:
            object.__setattr__(self, "amount", 0)


@dataclass
class Account:
    owner: str
    balance: Money = field(default_factory=lambda: Money(0))
    history: list[str] = field(default_factory=list, repr=False)
    rate: InitVar[float | None] = None
    interest: float = field(init=False, default=0.5)
    count: ClassVar[int] = 0

    def __post_init__(self, rate: float | None) -> None:
        if rate is not None:
            self.interest = rate
        Account.count += 1
        self.history.append(f"opened by {self.owner}")


@dataclass(kw_only=True)
class Base:
    id: int
    tags: set[str] = field(default_factory=set)


@dataclass
class Child(Base):
    name: str
    _: KW_ONLY
    size: int = 3

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Child) and self.name == other.name


@dataclass(unsafe_hash=True)
class Key:
    a: int
    b: str = field(hash=False, default="b")


@dataclass(eq=False)
class Identity:
    n: int


@dataclass
class Node:
    value: int
    children: list[Node] = field(default_factory=list)
    parent: Node | None = field(default=None, repr=False, compare=False)

    def add(self, child: Node) -> Node:
        child.parent = self
        self.children.append(child)
        return self


def main() -> None:
    vs = [Version.parse(t) for t in ("1.2.3", "1.2", "0.9.10-beta", "1.10", "1.2.3-rc")]
    print([str(v) for v in sorted(vs)], max(vs), vs[0] == vs[4], vs[0] <= vs[4], Version(1) < Version(1, 0, 1))
    m = Money(5)
    print(m, m + Money(7), Money(-3), hash(m) == hash(Money(5)), len({m, Money(5), Money(6)}))
    try:
        m.amount = 9  # type: ignore[misc]
    except dataclasses.FrozenInstanceError as e:
        print(type(e).__name__, e)
    try:
        print(m + Money(1, "USD"))
    except ValueError as e:
        print(e)
    a, b = Account("ann"), Account("bob", Money(10), rate=0.25)
    print(a, b, Account.count, a.history, a == b, replace(b, owner="eve", rate=1.5).interest)
    c = Child(name="n", id=4)
    print(c, c == Child("n", id=5, size=9), c != Base(id=4), [f.name for f in fields(c)])
    print(asdict(c), astuple(Version(1, 2)), dataclasses.is_dataclass(c), dataclasses.is_dataclass(5))
    print(len({Key(1), Key(1, "c")}), Key(1) == Key(1, "c"), hash(Key(1)) == hash(Key(1, "z")))
    i, j = Identity(1), Identity(1)
    print(i == j, i == i, len({i, j}))
    tree = Node(1).add(Node(2).add(Node(3))).add(Node(4))
    print(tree, tree == replace(tree, parent=Node(9)))
    for f in fields(Account):
        print(f.name, f.init, f.repr, f.compare, f.default is dataclasses.MISSING)
    print(replace(Version(1, 2, 3), minor=9), Version(major=7))
    try:
        Version(1) < 3  # type: ignore[operator]
    except TypeError as e:
        print(e)


main()
