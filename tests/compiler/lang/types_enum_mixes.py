"""Enum, IntEnum, StrEnum, Flag, IntFlag: members, aliases, auto, arithmetic, iteration, lookup."""
from __future__ import annotations

from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto, unique


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1

    @property
    def pretty(self) -> str:
        return self.name.title()

    @classmethod
    def parse(cls, text: str) -> Color:
        try:
            return cls[text.upper()]
        except KeyError:
            raise ValueError(f"no color {text!r}") from None

    def mix(self, other: Color) -> tuple[Color, Color]:
        return (self, other) if self.value <= other.value else (other, self)


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
    ALL = RW | X


class Mask(IntFlag):
    A = 1
    B = 2
    C = 4


class Level(IntEnum):
    LOW = 10
    MID = 20
    HIGH = 30


class Kind(StrEnum):
    JSON = auto()
    XML = "text/xml"
    PLAIN = auto()


@unique
class Planet(Enum):
    EARTH = (5.97e24, 6.378e6)
    MARS = (6.42e23, 3.397e6)

    def __init__(self, mass: float, radius: float) -> None:
        self.mass = mass
        self.radius = radius

    @property
    def gravity(self) -> float:
        return 6.67430e-11 * self.mass / (self.radius * self.radius)


class Shape(Enum):
    SQUARE = auto()
    CIRCLE = auto()

    def __str__(self) -> str:
        return f"<{self.name.lower()}>"

    @classmethod
    def _missing_(cls, value: object) -> Shape | None:
        if isinstance(value, str):
            for one in cls:
                if one.name == value.upper():
                    return one
        return None


def main() -> None:
    print(list(Color), len(Color), Color.CRIMSON is Color.RED, Color.CRIMSON.name, Color(2), Color["BLUE"])
    print(Color.RED.pretty, repr(Color.GREEN), str(Color.GREEN), f"{Color.GREEN}", Color.BLUE.mix(Color.RED))
    print(Color.__members__.keys() if False else sorted(Color.__members__), Color.RED in Color, Color.parse("blue"))
    for bad in (lambda: Color(9), lambda: Color["X"], lambda: Color.parse("x")):
        try:
            print(bad())
        except (ValueError, KeyError) as e:
            print(type(e).__name__, e)
    p = Perm.R | Perm.X
    print(p, repr(p), Perm.R in p, Perm.W in p, p & Perm.RW, p ^ Perm.ALL, ~p, bool(p & Perm.W), Perm(0), repr(Perm(0)))
    print(list(p), len(p), len(Perm.ALL), Perm.ALL, Perm(5), p.value, p.name, Perm.RW.name, [x.name for x in Perm])
    p |= Perm.W
    print(p == Perm.ALL, p is Perm.ALL, hash(p) == hash(Perm.ALL))
    m = Mask.A | Mask.C
    print(m, m + 1, m & 4, repr(m), Mask(3), int(m), m | 8, Mask.A < Mask.B, sorted([Mask.C, Mask.A]))
    print(Level.LOW + 5, Level.HIGH > Level.MID, max(Level), f"{Level.MID}", f"{Level.MID:>5}", str(Level.LOW), repr(Level.LOW), Level(20).name, sum(Level))
    print([Level.LOW, 10].index(10), Level.LOW == 10, {10: "ten"}[Level.LOW], "abcdefghijkl"[Level.LOW])
    print(Kind.JSON, Kind.XML.value, Kind.PLAIN == "plain", f"{Kind.XML!r} {Kind.XML}", "x-" + Kind.JSON, Kind("json"), Kind.JSON.upper(), {"json": 1}[Kind.JSON])
    for planet in Planet:
        print(planet.name, f"{planet.gravity:.2f}", planet.value)
    print(Shape.SQUARE, f"{Shape.CIRCLE}", f"{Shape.CIRCLE!r}", Shape("circle"), Shape(1))
    try:
        Shape("hex")
    except ValueError as e:
        print(e)
    counts: dict[Color, int] = {}
    for c in (Color.RED, Color.BLUE, Color.CRIMSON):
        counts[c] = counts.get(c, 0) + 1
    print({c.name: n for c, n in counts.items()})


main()
