"""Generic classes, of the program and of the library, that come as `Any`."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value
        self.all = [value]

    def get(self) -> T:
        return self.value


class Texts(Box[str]):
    pass


def outcome(name: str, call: Callable[[], object]) -> None:
    try:
        print(name, repr(call()))
    except (TypeError, AttributeError):
        print(name, "refused")


def given(value: Any) -> Any:
    return value


def box() -> str:
    made = Box("a")
    found: Box[str] = given(made)
    return found.get().upper() + found.all[0]


def box_below() -> str:
    found: Box[str] = given(Texts("a"))
    return found.value.upper()


def wrong_box() -> str:
    made = Box(5)
    found: Box[str] = given(made)
    return found.value.upper()


def wrong_contents() -> str:
    made = Box("a")
    vague: Box[Any] = made
    vague.value = 5
    return made.value.upper()


def wrong_inside() -> str:
    made = Box("a")
    vague: Box[Any] = made
    vague.all.append(5)
    return "".join(one.upper() for one in made.all)


def any_box() -> list[str]:
    def tell(one: Box[Any]) -> str:
        return f"{one.value} {one.get()} {one.all}"

    return [tell(Box("a")), tell(Box(["b"]))]


def narrowed(value: object) -> str:
    if isinstance(value, Box):
        return f"{value.value} {value.get()}"
    match value:
        case deque():
            return f"{len(value)} {value[0]}"
        case _:
            return "other"


def counter() -> list[str]:
    made = Counter("abca")
    found: Counter[str] = given(made)
    return [f"{key.upper()}{count + 1}" for key, count in found.most_common(1)]


def wrong_count() -> int:
    found: Counter[str] = Counter("a")
    dynamic: Any = found
    dynamic["b"] = "text"
    return sum(found.values())


def queue() -> str:
    found: deque[str] = deque(["a"])
    dynamic: Any = found
    dynamic.append("b")
    return found.pop().upper()


def wrong_queue() -> str:
    found: deque[str] = deque(["a"])
    dynamic: Any = found
    dynamic.append(5)
    return found.pop().upper()




def wrong_groups() -> str:
    found: defaultdict[str, list[str]] = defaultdict(list)
    dynamic: Any = found
    dynamic["a"].append(5)
    return found["a"][0].upper()


def wrong_ordered() -> str:
    found: OrderedDict[str, str] = OrderedDict()
    dynamic: Any = found
    dynamic["a"] = 5
    return found["a"].upper()


def inferred() -> list[tuple[str, list[int]]]:
    table = defaultdict(list)
    for word in ("a", "bb", "cc"):
        table[str(len(word))].append(len(word))
    return sorted(table.items())


for call in (
    box, box_below, wrong_box, wrong_contents, wrong_inside, any_box, counter, wrong_count, queue, wrong_queue,
    wrong_groups, wrong_ordered, inferred,
):  # fmt: skip
    outcome(call.__name__, call)
print(narrowed(Box(5)), narrowed(Box("a")), narrowed(deque([1])), narrowed(None))
