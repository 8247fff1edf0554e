"""Keys of every kind, in dicts of one kind and of several; KeyError shows the repr of each."""

import enum
from dataclasses import dataclass
from typing import Any


class Color(enum.StrEnum):
    RED = "red"
    BLUE = "blue"


class Name(str):
    def shout(self) -> str:
        return self.upper() + "!"


@dataclass(frozen=True)
class Point:
    x: int
    y: int


class Missing(KeyError):
    pass


def texts() -> None:
    d: dict[str, int] = {"red": 1, "name": 2}
    d[Color.BLUE] = 3
    d[Name("other")] = 4
    print(d[Color.RED], d["blue"], d[Name("name")], "other" in d, Color.RED in d, len(d))
    for key in ("none", Color.RED + "x", Name("no")):
        try:
            d[key]
        except KeyError as error:
            print(error, error.args, repr(error))
    try:
        d.pop("it's")
    except KeyError as error:
        print(str(error), f"{error}")


def numbers() -> None:
    d: dict[int, str] = {1: "a", -5: "b", 10**15: "c"}
    print(d[1], d.get(2, "?"), d.pop(-5), sorted(d))
    try:
        del d[7]
    except KeyError as error:
        print(error, error.args)
    flags: dict[bool, int] = {True: 1}
    try:
        flags[False]
    except KeyError as error:
        print(error)
    floats: dict[float, int] = {0.5: 1, 1.0: 2}
    print(floats[1], floats[0.5])
    try:
        floats[2.5]
    except KeyError as error:
        print(error)


def others() -> None:
    pairs: dict[tuple[int, str], int] = {(1, "a"): 1}
    print(pairs[(1, "a")], (2, "b") in pairs)
    try:
        pairs[(2, "b")]
    except KeyError as error:
        print(error)
    points = {Point(1, 2): "p"}
    print(points[Point(1, 2)])
    try:
        points[Point(2, 2)]
    except KeyError as error:
        print(error)
    mixed: dict[object, str] = {1: "one", "1": "text", None: "none", (1,): "tuple"}
    print(mixed[1], mixed[True], mixed[1.0], mixed["1"], mixed[None], mixed[(1,)])
    try:
        mixed[Point(0, 0)]
    except KeyError as error:
        print(error)


def dynamic() -> None:
    d: dict[str, int] = {"a": 1}
    anything: Any = d
    print(anything["a"], 5 in anything, anything.get("b"))
    for key in (5, None, "b", (1, 2)):
        try:
            anything[key]
        except KeyError as error:
            print(error)
    found: set[str] = {"a"}
    try:
        found.remove("b")
    except KeyError as error:
        print(error)
    print({"a": 1} == d, {"a": 2} == d, {1: 2} == anything)


def raised() -> None:
    for one in (KeyError("text"), KeyError(), Missing("mine"), KeyError(("a", 1)), ValueError("v")):
        try:
            raise one
        except Exception as error:
            print(type(error).__name__, str(error), repr(error))


texts()
numbers()
others()
dynamic()
raised()
{"a": 1}["it's \"b\"\n"]
