"""Classes as values: `type[T]`, class methods by the class at run time, `cls[name]` of an enumeration."""
from __future__ import annotations

from typing import TypeVar, ClassVar
from enum import Enum, IntEnum
class Base:
    kind = "base"
    registry: ClassVar[dict[str, type[Base]]] = {}
    def __init__(self, n: int = 0) -> None:
        self.n = n
    @classmethod
    def create(cls, n: int) -> Base:
        return cls(n)
    @classmethod
    def label(cls) -> str:
        return f"{cls.__name__}:{cls.kind}"
    @staticmethod
    def help() -> str:
        return "base help"
    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.n})"
    def __init_subclass__(cls) -> None:
        Base.registry[cls.__name__.lower()] = cls
class Sub(Base):
    kind = "sub"
    @classmethod
    def create(cls, n: int) -> Base:
        return cls(n * 2)
    @staticmethod
    def help() -> str:
        return "sub help"
class Leaf(Sub):
    @classmethod
    def label(cls) -> str:
        return "leaf " + super().label()
for k in (Base, Sub, Leaf):
    print(k.create(3), k.label(), k.help(), k.kind, k.__name__)
for name, c in Base.registry.items():
    print(name, c, c(5), c.create(1), c.label(), c.help(), issubclass(c, Sub))
T = TypeVar("T", bound=Base)
def make(cls: type[T], n: int) -> T:
    return cls(n)
print(make(Sub, 3).n, make(Leaf, 4), make(Base, 1).create(9))
def pick(flag: bool) -> type[Base]:
    return Sub if flag else Base
print(pick(True)(7), pick(False)(7), pick(True).help())
class Color(Enum):
    RED = 1
    BLUE = 2
class Size(Enum):
    S = "s"
    L = "l"
E = TypeVar("E", bound=Enum)
def parse(cls: type[E], name: str) -> E:
    try:
        return cls[name.upper()]
    except KeyError:
        raise ValueError(f"no {name} in {cls.__name__}: {[m.name for m in cls]}") from None
print(parse(Color, "red"), parse(Size, "l"))
try:
    parse(Color, "x")
except ValueError as e:
    print(e)
def by_value(cls: type[E], value: object) -> E:
    return cls(value)
print(by_value(Color, 2), by_value(Size, "s"))
classes: list[type[Enum]] = [Color, Size]
for cl in classes:
    print(cl.__name__, len(cl), list(cl), [m.value for m in cl])
t = type(Sub(1))
print(t is Sub, t(3), t.kind, type(Leaf()).label())
ctor = {"sub": Sub, "base": Base}
print(ctor["sub"](4), ctor["base"](2).kind)
x: Base = Leaf(1)
print(x.label(), x.create(2), x.kind, type(x)(8), x.__class__.__name__, isinstance(x, tuple(ctor.values())))
