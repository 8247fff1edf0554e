"""Names of classes inside classes."""
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, Flag, IntEnum, auto


class Outer:
    class State(Enum):
        ON = 1

    class Bits(Flag):
        A = auto()
        B = auto()

    class Level(IntEnum):
        LOW = 1

    class Plain:
        pass

    @dataclass
    class Data:
        x: int

    class Error(ValueError):
        pass


print(Outer.State.ON, repr(Outer.State.ON), f"{Outer.State.ON}", Outer.Bits.A | Outer.Bits.B, repr(Outer.Bits(0)), repr(Outer.Level.LOW), Outer.Data(1))
print(Outer.State.__name__, Outer.State.__qualname__, type(Outer.Plain()).__name__, repr(Outer.Error("x")), [Outer.State, Outer.Plain][0] is Outer.State)
for bad in (lambda: Outer.State(5), lambda: Outer.State["X"], lambda: Outer.Plain() + 1, lambda: len(Outer.Plain()), lambda: Outer.Level(9)):  # type: ignore
    try:
        bad()
    except (TypeError, ValueError, KeyError, AttributeError) as e:
        print(type(e).__name__, e)
kinds: list[type] = [Outer.State, Outer.Error]
print([k.__name__ for k in kinds], issubclass(Outer.Error, ValueError), isinstance(Outer.Error("e"), Outer.Error))
try:
    raise Outer.Error("raised")
except Outer.Error as e:
    print(e)
raise Outer.Error("uncaught")
