"""A container that several names of different types hold: what one writes the others read, or the write is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast


def outcome(name: str, call: Callable[[], object]) -> None:
    try:
        print(name, repr(call()))
    except (TypeError, AttributeError):
        print(name, "refused")


def numbers_by_any() -> list[int]:
    raw: Any = json.loads("[1, 2]")
    vague: list[Any] = raw
    exact: list[int] = raw
    vague.append(3)
    vague[0] = 7
    vague += [4]
    raw.insert(0, 9)
    return [one + 1 for one in exact]


def wrong_number() -> list[int]:
    raw: Any = json.loads("[1, 2]")
    vague: list[Any] = raw
    exact: list[int] = raw
    vague.append("text")
    return [one + 1 for one in exact]


def wrong_text() -> list[str]:
    words = "a b".split()
    dynamic: Any = words
    dynamic.append(5)
    return [one.upper() for one in words]


def two_types() -> str:
    raw: Any = json.loads('["a"]')
    texts: list[str] = raw
    numbers: list[int] = raw
    return texts[0] + str(numbers[0] + 1)


def inner() -> list[int]:
    raw: Any = json.loads("[[1], [2, 3]]")
    vague: list[list[Any]] = raw
    exact: list[list[int]] = raw
    vague[0].append(5)
    vague.append([6])
    return [one + 1 for row in exact for one in row]


def wrong_inner() -> list[int]:
    raw: Any = json.loads("[[1], [2, 3]]")
    vague: list[list[Any]] = raw
    exact: list[list[int]] = raw
    vague.append(["text"])
    return [one + 1 for row in exact for one in row]


def wrong_value() -> str:
    raw: Any = json.loads('{"a": "x"}')
    texts: dict[str, str] = raw
    vague: dict[str, Any] = raw
    vague["b"] = 5
    return "".join(one.upper() for one in texts.values())


def wrong_key() -> str:
    raw: Any = json.loads('{"a": 1}')
    counts: dict[str, int] = raw
    vague: dict[Any, Any] = raw
    vague[5] = 2
    return "".join(one.upper() for one in counts)


def any_list_as_exact() -> str:
    vague: list[Any] = ["a", "b"]
    exact: list[str] = vague
    vague.append("c")
    return "".join(one.upper() for one in exact)


def wrong_list_as_exact() -> str:
    vague: list[Any] = [1]
    exact: list[str] = vague
    return exact[0].upper()


def in_a_loop() -> list[int]:
    raw: Any = json.loads("[1, 2, 3]")
    out: list[int] = []
    for one in raw:
        exact: list[int] = raw
        out.append(exact[0] + one)
    return out


class Holder:
    def __init__(self, names: list[str]) -> None:
        self.names = names


def by_attribute() -> str:
    holder = Holder(["a"])
    dynamic: Any = holder
    dynamic.names = json.loads('["b"]')
    return holder.names[0].upper()


def wrong_attribute() -> str:
    holder = Holder(["a"])
    dynamic: Any = holder
    dynamic.names = json.loads("[5]")
    return holder.names[0].upper()


def dynamic_call() -> str:
    dynamic: Any = Holder
    function: Any = shout
    return cast(str, function(json.loads('["a"]'))) + str(dynamic is Holder)


def wrong_dynamic_call() -> str:
    function: Any = shout
    return cast(str, function(json.loads("[5]")))


def shout(names: list[str]) -> str:
    return names[0].upper()


def wrong_result() -> str:
    def give() -> Any:
        return json.loads("[5]")

    take: Callable[[], list[str]] = give
    return take()[0].upper()


def wrong_argument() -> str:
    take: Callable[[Any], str] = shout
    return take(json.loads("[5]"))


def wrong_yield() -> str:
    def go() -> Iterator[list[str]]:
        yield json.loads("[5]")

    return next(go())[0].upper()


def wrong_item() -> str:
    vague: list[Any] = [[5]]
    rows: Sequence[list[str]] = vague
    return rows[0][0].upper()


class Base:
    def names(self) -> list[str]:
        return ["base"]


class Below(Base):
    def names(self) -> Any:
        return json.loads("[5]")


def wrong_override() -> str:
    base: Base = Below()
    return base.names()[0].upper()


class Pair:
    def __init__(self, name: str, tag: int) -> None:
        self.name = name
        self.tag = tag


def captured(value: Pair) -> str:
    match value:
        case Pair(tag=1):
            name = value
            return str(name.tag + 1)
        case Pair(name=name):
            return name.upper()
    return ""


for call in (
    numbers_by_any, wrong_number, wrong_text, two_types, inner, wrong_inner, wrong_value, wrong_key, any_list_as_exact,
    wrong_list_as_exact, in_a_loop, by_attribute, wrong_attribute, dynamic_call, wrong_dynamic_call, wrong_result,
    wrong_argument, wrong_yield, wrong_item, wrong_override,
):  # fmt: skip
    outcome(call.__name__, call)
print(captured(Pair("x", 1)), captured(Pair("y", 2)))


def raised(value: Any) -> None:
    raise value


def caught_by(value: Any) -> str:
    try:
        raise ValueError("x")
    except value:
        return "caught"


def error_of(value: Any) -> str:
    error: ValueError = value
    return str(error) + repr(error.args)


for given in (json.loads("[1]"), "text", 5, None, {"a": 1}):
    outcome("raise", lambda given=given: raised(given))  # type: ignore[misc]
    outcome("except", lambda given=given: caught_by(given))  # type: ignore[misc]
    outcome("isinstance", lambda given=given: isinstance(5, given))  # type: ignore[misc]
    outcome("error", lambda given=given: error_of(given))  # type: ignore[misc]
print(error_of(ValueError("y", 1)), caught_by(ValueError), caught_by((KeyError, ValueError)))
