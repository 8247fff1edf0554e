"""What comes as `Any` and is declared as a container or a union: right values pass, wrong ones never get through."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

DATA: Any = json.loads(
    '{"n": 5, "numbers": [1, 2], "names": ["a", "b"], "map": {"a": 1}, "texts": {"k": "v"}, "text": "x", "null": null,'
    ' "nested": [["p"], ["q", "r"]], "rows": [{"id": 1, "tags": ["t"]}, {"id": 2, "tags": []}], "f": 1.5, "bad": [["p"], 3],'
    ' "mixed": [1, "a", null], "yes": true}'
)


@dataclass
class Row:
    id: int
    tags: list[str]


def names() -> str:
    found: list[str] = DATA["names"]
    return ",".join(one.upper() for one in found)


def nested() -> list[int]:
    found: list[list[str]] = DATA["nested"]
    return [len(part) for row in found for part in row]


def texts() -> str:
    found: dict[str, str] = DATA["texts"]
    return found["k"].upper() + "".join(f"{key}={value}" for key, value in found.items())


def rows() -> list[Row]:
    found: list[dict[str, Any]] = DATA["rows"]
    return [Row(one["id"], one["tags"]) for one in found]


def optional(key: str) -> str:
    found: str | None = DATA.get(key)
    return "none" if found is None else found.upper()


def union(key: str) -> str:
    found: int | str | list[str] | None = DATA[key]
    match found:
        case None:
            return "none"
        case int():
            return str(found + 1)
        case str():
            return found.upper()
        case _:
            return "+".join(found)


def number(key: str) -> float | None:
    found: float | None = DATA[key]
    return None if found is None else found / 2


def mixed() -> list[str]:
    found: list[int | str | None] = DATA["mixed"]
    return [str(one) for one in found]


def pair() -> str:
    made: Any = ("a", ["b"])
    found: tuple[str, list[str]] = made
    return found[0] + found[1][0].upper()


def many() -> str:
    made: Any = ("a", "b")
    found: tuple[str, ...] = made
    kept: Any = {"c"}
    chosen: set[str] = kept
    return found[1].upper() + "".join(one.upper() for one in chosen)


def given(found: list[str], *rest: str) -> str:
    return found[0].upper() + "".join(rest)


def wrong_names() -> str:
    found: list[str] = DATA["numbers"]
    return found[0].upper()


def wrong_nested() -> int:
    found: list[list[str]] = DATA["bad"]
    return sum(len(row) for row in found)


def wrong_texts() -> str:
    found: dict[str, str] = DATA["map"]
    return found["a"].upper()


def wrong_argument() -> str:
    return given(DATA["numbers"])


def wrong_return() -> str:
    def give() -> list[str]:
        found: list[str] = DATA["numbers"]
        return found

    return give()[1].upper()


def wrong_cast() -> str:
    return cast(list[str], DATA["numbers"])[0].upper()


def wrong_field() -> str:
    return Row(1, DATA["numbers"]).tags[0].upper()


def outcome(call: Callable[[], object]) -> str:
    try:
        return repr(call())
    except (TypeError, AttributeError):
        return "refused"


print(names(), nested(), texts(), rows())
print(optional("text"), optional("null"), optional("absent"), given(DATA["names"], DATA["text"]))
print(union("n"), union("text"), union("names"), union("null"), number("f"), number("null"), number("n"))
print(mixed(), pair(), many())
print(outcome(lambda: optional("n")), outcome(lambda: number("text")))
for one in (wrong_names, wrong_nested, wrong_texts, wrong_argument, wrong_return, wrong_cast, wrong_field):
    print(one.__name__, outcome(one))
