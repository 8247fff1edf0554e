"""Callable values: functions, lambdas, methods, classes, builtins in variables and containers."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
Handler = Callable[[int, str], str]


def apply(function: Callable[[T], R], value: T) -> R:
    return function(value)


def compose(*functions: Callable[[int], int]) -> Callable[[int], int]:
    def run(value: int) -> int:
        for function in functions:
            value = function(value)
        return value

    return run


def repeat(n: int, s: str) -> str:
    return s * n


def shout(n: int, s: str) -> str:
    return s.upper() + "!" * n


class Scaler:
    def __init__(self, factor: int) -> None:
        self.factor = factor

    def scale(self, value: int) -> int:
        return value * self.factor

    def __call__(self, value: int) -> int:
        return value + self.factor

    @staticmethod
    def twice(value: int) -> int:
        return value * 2

    @classmethod
    def make(cls, factor: int) -> "Scaler":
        return cls(factor)


def each(values: Iterable[T], action: Callable[[T], None]) -> None:
    for value in values:
        action(value)


def optional(callback: Callable[[], str] | None = None) -> str:
    return callback() if callback is not None else "no callback"


def main() -> None:
    handlers: dict[str, Handler] = {"repeat": repeat, "shout": shout, "lambda": lambda n, s: f"{n}:{s}"}
    for name, handler in handlers.items():
        print(name, handler(2, "ab"))
    print(apply(len, "four"), apply(str, 5), apply(lambda x: x + 0.5, 1.0), apply(int, "12"), apply(Scaler, 3).factor)
    scaler = Scaler(10)
    bound = scaler.scale
    scaler.factor = 100
    print(bound(2), scaler(1), Scaler.twice(4), Scaler.make(2).scale(3), Scaler.scale(scaler, 1))
    print(compose(scaler.scale, scaler, Scaler.twice, lambda v: -v, abs)(1))
    out: list[str] = []
    each(["a", "b"], out.append)
    each([1, 2], lambda v: out.append(str(v)))
    each({"k": 1}, print)
    print(out, optional(), optional(lambda: "called"))
    print(list(map(str.upper, ["x", "y"])), sorted(["bb", "a"], key=len), list(filter(None, [0, 1, 2])))
    operations: list[tuple[str, Callable[[int, int], int]]] = [
        ("+", lambda a, b: a + b),
        ("-", lambda a, b: a - b),
    ]
    for name, operation in operations:
        print(name, operation(2, 5))
    factory: Callable[[int], Scaler] = Scaler
    classes: list[type[Scaler]] = [Scaler]
    print(factory(4).factor, classes[0](5).factor, repeat is repeat)
    print(repeat.__name__, Scaler.__name__, scaler.scale.__name__)
    counter: list[Callable[[], int]] = []
    for i in range(3):
        counter.append(lambda i=i: i * i)  # type: ignore[misc]
    print([f() for f in counter])
    late: list[Callable[[], int]] = [lambda: i for i in range(3)]
    print([f() for f in late])


main()
