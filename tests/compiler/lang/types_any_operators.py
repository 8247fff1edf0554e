"""Operators and numeric functions on values of unknown type."""

from __future__ import annotations

from typing import Any


def numbers(a: Any, b: Any) -> None:
    print("-", repr(a), repr(b))
    try:
        print(a**b, pow(a, b))
    except Exception as error:
        print("**", type(error).__name__, error)
    try:
        print(a // b, a % b, divmod(a, b))
    except Exception as error:
        print("//", type(error).__name__, error)
    try:
        print(divmod(a, b))
    except Exception as error:
        print("divmod", type(error).__name__, error)
    try:
        print(a << b, a | b, a ^ b, ~a)
    except Exception as error:
        print("<<", type(error).__name__, error)
    try:
        print(round(a), round(a, 1), abs(a), -a, +a)
    except Exception as error:
        print("round", type(error).__name__, error)
    try:
        a += b
        a -= b
        print(a)
        a *= b
        print(a)
        a /= b
        print(a)
        a **= b
        print(a)
    except Exception as error:
        print("+=", type(error).__name__, error)


def extend(left: Any, right: Any) -> None:
    same = left
    try:
        same += right
    except Exception as error:
        print(type(error).__name__, error)
    print(left, same, left is same)


def merge(left: Any, right: Any) -> None:
    same = left
    try:
        same |= right
        print(left, same, left is same)
        same &= right
        same ^= {1}
        same -= {2}
    except Exception as error:
        print(type(error).__name__, error)
    print(left, same, left is same)


class Tally:
    def __init__(self) -> None:
        self.seen: list[object] = []

    def __iadd__(self, other: object) -> Tally:
        self.seen.append(other)
        return self

    def __add__(self, other: object) -> str:
        return f"added {other}"

    def __isub__(self, other: object) -> Any:
        return NotImplemented

    def __repr__(self) -> str:
        return f"Tally({self.seen})"


def build(source: Any) -> None:
    for make in (lambda: dict(source), lambda: ",".join(source), lambda: list(source)):
        try:
            print(make())
        except Exception as error:
            print(type(error).__name__, error)


values: list[Any] = [2.5, 2.0, 3, 0, -1, True, 0.0, "ab", [1], None]
for left in values:
    for right in values:
        if not (isinstance(left, (int, float)) and left < 0 and isinstance(right, float)):
            numbers(left, right)

extend([1], [2])
extend([1], (2, "x"))
extend([1.5], {3: 4})
extend([1], 2)
extend("a", "b")
extend("a", 1)
extend((1,), (2,))
extend(1, "a")
extend(Tally(), 5)
merge({1, 2}, {3, 2})
merge(frozenset({1, 2}), frozenset({3}))
merge({"a": 1}, {"b": 2})
merge({"a": 1}, [("c", 3)])
merge(5, 3)
tally: Any = Tally()
try:
    tally -= 1
except TypeError as error:
    print(error)
doubled: Any = [1, 2]
alias = doubled
doubled *= 2
print(alias, alias is doubled)
build({"a": 1})
build([("a", 1), ["b", 2]])
build(["ab", "cd"])
build("ab")
build([1])
build(5)
