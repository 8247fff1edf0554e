"""Instances that `__init__` has not seen, `__hash__` by assignment, causes that are assigned."""
class Point:
    def __init__(self, x: int) -> None:
        self.x = x
        self.label = "p"
    @classmethod
    def bare(cls) -> "Point":
        made = Point.__new__(Point)
        made.x = 5
        return made
p = Point.bare()
print(p.x, Point(2).x)
try:
    print(p.label)
except AttributeError as error:
    print(error)
class Same:
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same)
    __hash__ = object.__hash__
class Never:
    __hash__ = None  # type: ignore[assignment]
s, t = Same(), Same()
print(s == t, len({s, t}), hash(s) == hash(s))
try:
    hash(Never())
except TypeError as error:
    print(error)
class Wrapped(Exception):
    def __init__(self, cause: BaseException | None) -> None:
        super().__init__("wrapped")
        self.__cause__ = cause
print(repr(Wrapped(ValueError("v")).__cause__), Wrapped(None).__cause__)
