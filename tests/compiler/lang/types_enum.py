"""Enum, IntEnum, StrEnum, Flag, auto, lookups, iteration, methods, aliases."""

from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto, unique


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1

    @property
    def hex(self) -> str:
        return {"RED": "#f00", "GREEN": "#0f0"}.get(self.name, "#00f")

    @classmethod
    def default(cls) -> "Color":
        return cls.GREEN

    def __str__(self) -> str:
        return self.name.lower()


class Priority(IntEnum):
    LOW = 1
    HIGH = 10


class Method(StrEnum):
    GET = auto()
    POST = "post-it"


class Permission(Flag):
    READ = auto()
    WRITE = auto()
    EXECUTE = auto()
    ALL = READ | WRITE | EXECUTE


class Bits(IntFlag):
    A = 1
    B = 2


@unique
class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)

    def __init__(self, mass: float, radius: float) -> None:
        self.mass = mass
        self.radius = radius

    def gravity(self) -> float:
        return round(self.mass / self.radius**2, 4)


class Auto(Enum):
    X = auto()
    Y = auto()


def describe(color: Color) -> str:
    if color is Color.RED:
        return "hot"
    if color in (Color.GREEN, Color.BLUE):
        return "cool"
    return "unknown"


def main() -> None:
    print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color.RED.hex, Color.default(), f"{Color.BLUE}", f"{Color.BLUE!r}")
    print(list(Color), [c.name for c in Color], len(Color), Color(2), Color["BLUE"], Color(1) is Color.RED)
    for bad in range(2):
        try:
            print(Color(9) if bad else Color["NOPE"])
        except (ValueError, KeyError) as error:
            print(type(error).__name__, error)
    print(describe(Color.RED), describe(Color.GREEN), Color(1) == Color.CRIMSON, Color(1) != Color.BLUE, isinstance(Color.RED, Color))
    names = {Color.RED: "r", Color.BLUE: "b"}
    print(names[Color.RED], Color.GREEN in names, names)
    print(Priority.HIGH > Priority.LOW, Priority.HIGH + 1, Priority(1) == 1, Priority(10), repr(Priority.LOW), sorted([Priority.HIGH, Priority.LOW]), f"{Priority.HIGH}", Priority.HIGH * 2.5)
    print(Method.GET, repr(Method.POST), Method("get") == "get", Method("post-it"), Method.GET.upper(), f"{Method.GET:>6}", "-".join(list(Method)), Method.POST + "!", {"get": 1}[Method.GET])
    rw = Permission.READ | Permission.WRITE
    print(Permission.READ in rw, Permission.EXECUTE in rw, rw & Permission.READ, bool(rw & Permission.EXECUTE), ~rw == Permission.EXECUTE, rw ^ Permission.READ, Permission.ALL.value, rw.value)
    print(rw, repr(rw), Permission(0), Permission(5), [p.name for p in Permission.ALL])
    print(Bits.A | Bits.B, Bits.A + 4, Bits(3) == 3, Bits.B in Bits(3))
    print(Planet.EARTH.gravity(), Planet.MARS.mass, Planet["MARS"].name, Auto.X.value, Auto.Y.value, Auto.Y)
    print([m.value for m in Planet], Color.__members__["RED"].value, "GREEN" in Color.__members__, type(Color.RED).__name__)


main()
