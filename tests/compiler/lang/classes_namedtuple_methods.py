"""NamedTuple classes with methods that make instances."""

from typing import NamedTuple, Self
class V(NamedTuple):
    major: int
    minor: int = 0
    pre: tuple[str, ...] = ()
    @classmethod
    def parse(cls, text: str) -> "V":
        a, b = text.split(".")
        return cls(int(a), int(b), tuple("xy"))
    @classmethod
    def one(cls) -> Self:
        return cls(minor=1, major=0)
    @staticmethod
    def zero() -> "V":
        return V(0)
    def up(self) -> Self:
        return self._replace(major=self.major + 1)
class W(V):
    def __repr__(self) -> str:
        return f"W{self.major}"
print(V.parse("1.2"), V.one(), V.zero().up(), W.parse("3.4"), W.one(), W(1).up(), V._make([1, 2, ()]), V.one() < V(1), V(1)._asdict(), V.parse("1.2") == (1, 2, ("x", "y")))
def make(kind: type[V]) -> V:
    return kind(7)
print(make(V), make(W))
m, *rest = V(1, 2)
print(m, rest, V.__name__, isinstance(W(1), V), V._fields)
match V(1, 5):
    case V(major=1, minor=n):
        print(n)
