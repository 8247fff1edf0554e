"""Each way to fail, by the name that is given as argument."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps

from shop.prices import total

EMPTY: dict[str, int] = {}


class AppError(Exception):
    pass


def parse(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise AppError(f"bad {text}") from error


def implicit(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return EMPTY["missing"]


def hidden(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise AppError("clean") from None


def numbers(n: int) -> Iterator[int]:
    for i in range(n):
        if i == 2:
            raise ValueError("two")
        yield i


def use_generator() -> int:
    total = 0
    for i in numbers(5):
        total += i
    return total


def delegates() -> Iterator[int]:
    yield 1
    yield from numbers(3)


def use_delegate() -> list[int]:
    return list(delegates())


def comprehension() -> list[int]:
    return [10 // i for i in (2, 1, 0)]


def nested_function() -> int:
    def inner(x: int) -> int:
        return [1, 2][x]

    return inner(7)


def in_lambda() -> int:
    f: Callable[[int], int] = lambda x: 1 // x  # noqa: E731
    return f(0)


@dataclass
class Limits:
    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("low above high")


class Box:
    def __init__(self) -> None:
        self._n = 0

    @property
    def ratio(self) -> float:
        return 1 / self._n

    def __getitem__(self, key: str) -> int:
        raise KeyError(key)

    def __add__(self, other: "Box") -> "Box":
        raise TypeError("no sum")

    @staticmethod
    def make(n: int) -> int:
        return n // 0

    @classmethod
    def build(cls) -> int:
        return cls.make(1)


def logged(f: Callable[[int], int]) -> Callable[[int], int]:
    @wraps(f)
    def inner(x: int) -> int:
        return f(x)

    return inner


@logged
def decorated(x: int) -> int:
    return 1 // x


async def deep() -> int:
    raise ValueError("deep")


async def middle() -> int:
    return await deep() + 1


def with_statement() -> None:
    class Manager:
        def __enter__(self) -> int:
            return 1

        def __exit__(self, *args: object) -> None:
            raise RuntimeError("while closing")

    with Manager():
        raise ValueError("inside")


def recursion(n: int) -> int:
    return recursion(n - 1) if n else 1 // 0


def finally_() -> None:
    try:
        raise ValueError("first")
    finally:
        EMPTY["second"]


def reraised() -> None:
    try:
        parse("x")
    except AppError:
        raise


def kept() -> None:
    saved: Exception | None = None
    try:
        parse("y")
    except AppError as error:
        saved = error
    assert saved is not None
    raise saved


def asserted() -> None:
    x = 3
    assert x == 4, f"x is {x}"


def multi_line() -> int:
    return sum(
        [
            1,
            2 // 0,
        ]
    )


def sorts() -> list[int]:
    return sorted([3, 1], key=lambda x: x // 0)


def noted() -> None:
    error = ValueError("a")
    error.add_note("and a note")
    raise error


def multiline_message() -> None:
    raise ValueError("one\ntwo")


def empty_message() -> None:
    raise AppError


class OwnText(Exception):
    def __str__(self) -> str:
        return "own text"


def own_text() -> None:
    raise OwnText(1, 2)


def bad_limits() -> Limits:
    return Limits(2, 1)


def item() -> int:
    return Box()["k"]


def summed() -> Box:
    return Box() + Box()


def ratio() -> float:
    return Box().ratio


def chained() -> int:
    return parse("x")


def awaited() -> int:
    middle().send(None)
    return 0


def other_module() -> int:
    return total([1, 0])


def replaced() -> int:
    return implicit("x")


def cleaned() -> int:
    return hidden("x")


def failures() -> list[Exception]:
    out: list[Exception] = []
    for call in (lambda: parse("x"), lambda: implicit("y"), lambda: int("z")):
        try:
            call()
        except Exception as error:
            out.append(error)
    return out


def group() -> None:
    raise ExceptionGroup("several", failures())


def nested_group() -> None:
    inner = ExceptionGroup("inner", [ValueError("one line"), ExceptionGroup("leaf", [KeyError("k")])])
    inner.add_note("a note")
    try:
        raise inner
    except ExceptionGroup as error:
        raise ExceptionGroup("outer", [TypeError("t"), error]) from failures()[0]


def wide_group() -> None:
    raise ExceptionGroup("wide", [ValueError(n) for n in range(17)])


def deep_group() -> None:
    error: Exception = ValueError("bottom")
    for n in range(13):
        error = ExceptionGroup(f"level {n}", [error])
    raise error


def clause_raises() -> None:
    try:
        raise ExceptionGroup("eg", [ValueError(1), TypeError(2), OSError(3)])
    except* ValueError:
        raise KeyError("new")  # noqa: B904
    except* TypeError:
        raise


def clause_leaves_rest() -> None:
    try:
        group()
    except* ValueError:
        pass


def naked_in_clause() -> None:
    try:
        parse("x")
    except* AppError as error:
        raise RuntimeError("wrapped") from error


def context_of_group() -> None:
    try:
        group()
    except ExceptionGroup:
        raise LookupError("after a group")  # noqa: B904


CASES: dict[str, Callable[[], object]] = {
    "chained": chained,
    "replaced": replaced,
    "cleaned": cleaned,
    "use_generator": use_generator,
    "use_delegate": use_delegate,
    "comprehension": comprehension,
    "nested_function": nested_function,
    "in_lambda": in_lambda,
    "bad_limits": bad_limits,
    "ratio": ratio,
    "item": item,
    "summed": summed,
    "classmethod": Box.build,
    "decorated": lambda: decorated(0),
    "awaited": awaited,
    "with_statement": with_statement,
    "recursion": lambda: recursion(5),
    "long_recursion": lambda: recursion(50),
    "finally": finally_,
    "reraised": reraised,
    "kept": kept,
    "asserted": asserted,
    "multi_line": multi_line,
    "sorts": sorts,
    "noted": noted,
    "multiline_message": multiline_message,
    "empty_message": empty_message,
    "own_text": own_text,
    "other_module": other_module,
    "group": group,
    "nested_group": nested_group,
    "wide_group": wide_group,
    "deep_group": deep_group,
    "clause_raises": clause_raises,
    "clause_leaves_rest": clause_leaves_rest,
    "naked_in_clause": naked_in_clause,
    "context_of_group": context_of_group,
}
CASES[sys.argv[1]]()
