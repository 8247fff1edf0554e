"""`copy.copy`, `copy.deepcopy`, and `vars`."""

from __future__ import annotations

import copy
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple


class Color(Enum):
    RED = 1


class Point(NamedTuple):
    x: int
    tags: list[str]


@dataclass
class Item:
    name: str
    price: float = 1.5
    tags: list[str] = field(default_factory=list)
    parent: Item | None = None
    color: Color = Color.RED
    ready: bool = True


class Names(dict[str, list[int]]):
    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = [label]


class Base:
    def __init__(self) -> None:
        self.a = 1
        self.b = [2.5]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in sorted(vars(self).items()))})"


class Sub(Base):
    def __init__(self) -> None:
        super().__init__()
        self.c: Base | None = None


def check(value: Any) -> None:
    shallow, deep = copy.copy(value), copy.deepcopy(value)
    print(shallow == value, deep == value, type(shallow) is type(deep), repr(deep))


for one in (1, 2.5, "x", None, True, b"y", (1, "a"), Color.RED, range(3)):
    check(one)
for other in ([1, 2], ["a"], {"k": 1}, {1: "v"}, {1, 2}, frozenset("a"), bytearray(b"z"), [[1], [2]], (1, [2]), {"a": {"b": [1]}}):
    check(other)
check(Item("n", tags=["t"], parent=Item("p")))
check(Point(1, ["q"]))
check(OrderedDict(a=[1]))
check(Counter("aab"))
check(deque([1, 2]))

inner = [1]
outer = [inner, inner]
shallow = copy.copy(outer)
deep = copy.deepcopy(outer)
inner.append(2)
print(shallow, deep, deep[0] is deep[1], shallow[0] is inner, copy.copy(inner) is inner)
item = Item("a", tags=["x"])
item.parent = item
twin = copy.deepcopy(item)
assert twin.parent is not None
twin.tags.append("y")
print(item.tags, twin.tags, twin.parent is twin, twin.color is Color.RED, copy.copy(item).tags is item.tags)
loop: list[Any] = [1]
loop.append(loop)
again = copy.deepcopy(loop)
print(again[1] is again, again is loop)
names = Names("l")
names["k"] = [1]
same, new = copy.copy(names), copy.deepcopy(names)
names["k"].append(2)
names.label.append("m")
print(same, same.label, new, new.label, type(new).__name__)
groups: defaultdict[str, list[int]] = defaultdict(list)
groups["a"].append(1)
third = copy.deepcopy(groups)
third["b"].append(2)
print(dict(groups), dict(third))
pair = (1, "a")
holder = (1, [2])
print(copy.deepcopy(pair) is pair, copy.deepcopy(holder) is holder, copy.copy(holder) is holder)
sub = Sub()
sub.c = Base()
clone = copy.deepcopy(sub)
clone.b.append(1.0)
print(sub, clone, vars(sub)["a"], list(vars(Item("z"))))
queue = deque([1, 2])
twin_queue = copy.copy(queue)
twin_queue.append(3)
print(queue, twin_queue)
counts: Any = Counter("aab")
print(counts["a"], counts["zz"], counts == counts, counts)
try:
    copy.deepcopy(i for i in range(2))
except TypeError as error:
    print(error)
try:
    vars(5)
except TypeError as error:
    print(error)
