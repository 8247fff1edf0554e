"""Loops that make far more garbage than memory holds (a gigabyte), and keep little: the collector runs between turns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

BIG = 3_000_000


@dataclass
class Node:
    name: str
    after: Node | None = None


class Shape:
    def __init__(self, size: int) -> None:
        self.size = size

    def draw(self, seen: list[str]) -> str:
        return "?"


class Square(Shape):
    def draw(self, seen: list[str]) -> str:
        text = ""
        for number in range(3):
            text = waste(number) + "s" * self.size
            seen.append(f"square {number} {len(text)}")
        return text[-self.size :]


class Circle(Shape):
    def draw(self, seen: list[str]) -> str:
        seen.append("circle")
        return waste(1)[:1] + "c" * self.size


def waste(seed: int) -> str:
    """Make garbage in a loop of its own, so that it collects while the callers are in the middle of theirs."""
    kept = ""
    for round_ in range(4):
        block = chr(97 + (seed + round_) % 26) * BIG
        kept = block[:1] + kept
    return kept


def chain(length: int) -> Node:
    first: Node | None = None
    for number in range(length):
        first = Node(f"node {number} {waste(number)}", first)
    assert first is not None
    return first


def names(node: Node | None) -> Iterator[str]:
    while node is not None:
        yield node.name
        node = node.after


def in_dict() -> None:
    table: dict[str, list[int]] = {}
    for number in range(40):
        table.setdefault(waste(number), []).append(number)
    for key, numbers in table.items():
        numbers.append(len(waste(len(key))))
    total = 0
    for key in sorted(table):
        total += sum(table[key]) * len(key)
    print(len(table), total, {key: one for key, one in table.items() if key.startswith("d")})


def in_set() -> None:
    seen: set[str] = set()
    for number in range(30):
        for letter in waste(number):
            seen.add(letter + waste(number)[:1])
    print(sorted(seen))


def in_try() -> None:
    caught: list[str] = []
    for number in range(12):
        before = [number, str(number)]
        try:
            text = waste(number)
            if number % 3 == 0:
                raise ValueError(text, before)
            caught.append(text)
        except ValueError as error:
            more = waste(number + 1)
            caught.append(f"{error} {more}")
        finally:
            caught.append(str(before) + waste(2))
    print(caught)


def in_any() -> None:
    data: Any = {"rows": [{"id": n, "tags": ["a", "b"]} for n in range(5)]}
    for number in range(10):
        data = json.loads(json.dumps(data))
        data["rows"].append({"id": number, "tags": [waste(number)], "note": None, "part": number / 4})
    print(json.dumps(data))


def nested(left: str, right: str) -> str:
    return waste(1) + left + right + waste(2)


def main() -> None:
    print(list(names(chain(8))))
    in_dict()
    in_set()
    in_try()
    in_any()
    shapes: list[Shape] = [Square(2), Circle(3), Square(1)]
    seen: list[str] = []
    print([shape.draw(seen) + str(index) for index, shape in enumerate(shapes)], seen)
    print(nested(waste(1) + "l", "r" + nested(waste(3), str(len(seen)))))
    pair = (waste(5), [waste(6)], {waste(7): waste(8)})
    first, *rest = [part for _ in range(2) for part in (waste(9), pair[0], *pair[1])]
    print(first, rest, pair)
    text = ""
    for number in range(100_000):
        text += str(number % 10)
        if len(text) > 50_000:
            text = text[40_000:]
    print(len(text), text[-5:])
    mask = 0
    for _ in range(60):
        block = bytes(BIG)
        mask += len(block) + block[-1]
    print(mask)


main()
