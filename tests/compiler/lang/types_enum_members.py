"""Enumerations: aliases, `_missing_`, flags, values with `__init__`, look-ups."""
from enum import Enum, IntEnum, Flag, IntFlag, StrEnum, auto, unique
class Color(Enum):
    RED = auto()
    GREEN = auto()
    CRIMSON = RED
    @property
    def nice(self) -> str:
        return self.name.title()
    @classmethod
    def parse(cls, s: str) -> "Color":
        return cls[s.upper()]
    @classmethod
    def _missing_(cls, value: object) -> "Color | None":
        if isinstance(value, str):
            for m in cls:
                if m.name.lower() == value.lower():
                    return m
        return None
    def __str__(self) -> str:
        return f"color {self.name}"
print(list(Color), Color.CRIMSON is Color.RED, Color("green"), Color.parse("red"), Color.GREEN.nice, len(Color))
try:
    Color("nope")
except ValueError as e:
    print(e)
print(Color.__members__.keys(), [n for n in Color.__members__], Color.RED in Color, repr(Color.RED), f"{Color.RED}", Color.RED == Color.CRIMSON, Color.RED != Color.GREEN)
class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
print(Perm.R | Perm.X, Perm.RW, Perm.RW & Perm.W, ~Perm.R, Perm.R in Perm.RW, list(Perm.RW), bool(Perm.R & Perm.W), Perm(3), Perm(0))
class Bits(IntFlag):
    A = 1
    B = 2
    C = 4
print(Bits.A | Bits.B, Bits(5), int(Bits.A | Bits.C), Bits.A + 1, repr(Bits.A | Bits.C))
class Status(IntEnum):
    OK = 200
    NOT_FOUND = 404
    @property
    def is_error(self) -> bool:
        return self >= 400
print(Status.OK, Status.OK == 200, Status(404), repr(Status(404)), Status.NOT_FOUND.is_error, Status.OK + 1, f"{Status.OK:5d}|", sorted([Status.NOT_FOUND, Status.OK]), Status.OK < Status.NOT_FOUND, max(Status))
class Method(StrEnum):
    GET = auto()
    POST = "post!"
print(Method.GET, Method.POST.upper(), Method("get") is Method.GET, Method.GET == "get", f"{Method.GET:>6}", "x-" + Method.GET, repr(Method.GET))
class Planet(Enum):
    EARTH = (5.97e24, 6.37e6)
    MARS = (6.42e23, 3.39e6)
    def __init__(self, mass: float, radius: float) -> None:
        self.mass = mass
        self.radius = radius
    @property
    def gravity(self) -> float:
        return round(6.67e-11 * self.mass / self.radius ** 2, 2)
for p in Planet:
    print(p.name, p.value, p.gravity, p.mass)
@unique
class Op(Enum):
    ADD = "+"
    SUB = "-"
    def apply(self, a: int, b: int) -> int:
        match self:
            case Op.ADD:
                return a + b
            case Op.SUB:
                return a - b
print([op.apply(5, 3) for op in Op], Op("+").name)
d = {Color.RED: "r", Color.GREEN: "g"}
print(d[Color.RED], d, hash(Color.RED) == hash(Color.CRIMSON))
class Weekday(Enum):
    MON = 1
    TUE = 2
    @staticmethod
    def first() -> "Weekday":
        return Weekday.MON
    @classmethod
    def from_index(cls, i: int) -> "Weekday":
        return list(cls)[i]
print(Weekday.first(), Weekday.from_index(1), Weekday.MON.__class__.__name__, isinstance(Weekday.MON, Enum), type(Weekday.MON) is Weekday)
print(Color.RED.value, Color["GREEN"].value, [c.value for c in reversed(Color)])


print({c.name: c.value for c in Status}, Status["OK"].name, Status.OK.value + 1, isinstance(Status.OK, int))


class State(IntEnum):
    CLOSED, HALF_OPEN, OPEN = range(3)


class Odd(Enum):
    A, B = "x", 2
    [E, F] = (3.5, None)


class Tag(str, Enum):
    ADD = "+"
    DROP = "-"


print(list(State), State.OPEN + 1, State(1).name, list(Odd), Odd("x"), [*Odd.__members__])
match State.OPEN:
    case State.CLOSED:
        print("no")
    case State.OPEN:
        print("yes")
tag = Tag("+")
print(tag, Tag.ADD, str(tag), f"{tag}", f"{tag!s:>8}", "%s" % tag, format(tag), tag + "x", tag == "+", tag.upper(), [tag], tag.value)
