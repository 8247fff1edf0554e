"""Dataclasses: fields, replace, asdict, InitVar, keyword-only, slots, frozen, match."""
from dataclasses import dataclass, field, replace, asdict, astuple, fields, InitVar, KW_ONLY, is_dataclass
from typing import ClassVar, Any
@dataclass(order=True)
class P:
    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list, compare=False)
print(P(1) < P(2), P(1, 2) == P(1, 2), P(1), sorted([P(3), P(1, 5), P(1, 2)]))
p = P(1, 2, ["a"])
q = replace(p, y=9)
print(q, q.tags is p.tags, asdict(q), astuple(q))
@dataclass(frozen=True)
class F:
    a: int
    b: str = "z"
    def with_a(self, a: int) -> "F":
        return replace(self, a=a)
f = F(1)
try:
    f.a = 3  # type: ignore[misc]
except Exception as e:
    print(type(e).__name__, e)
print(hash(f) == hash(F(1)), {f: 1}[F(1)], f.with_a(7))
@dataclass
class W:
    base: int
    scale: InitVar[int]
    area: int = field(init=False)
    secret: str = field(default="s", repr=False)
    count: ClassVar[int] = 0
    def __post_init__(self, scale: int) -> None:
        self.area = self.base * scale
        W.count += 1
w = W(3, 4)
print(w, w.area, W.count, w.secret)
@dataclass(kw_only=True)
class K:
    a: int
    b: int = 2
print(K(a=1), K(b=5, a=3))
@dataclass
class Mixed:
    a: int
    _: KW_ONLY
    b: int = 3
    c: str = "c"
print(Mixed(1, c="q"), [x.name for x in fields(Mixed(1))], [x.name for x in fields(P)])
for fd in fields(P):
    print(fd.name, fd.compare, fd.repr, fd.init)
@dataclass(slots=True)
class S:
    a: int
    b: float = 1.5
print(S(1), is_dataclass(S), is_dataclass(3), is_dataclass(S(2)))
@dataclass
class Base:
    id: int
    name: str = "n"
@dataclass
class Child(Base):
    extra: list[int] = field(default_factory=lambda: [1, 2])
    name: str = "child"
c = Child(5)
print(c, asdict(c), c == Child(5), c != Child(6), c == Base(5))
match c:
    case Child(i, nn, [a, *rest]):
        print("m", i, nn, a, rest)
match p:
    case P(x=1, y=yy, tags=[t]):
        print(yy, t)
@dataclass
class Nested:
    items: list[P]
    by: dict[str, P]
    opt: P | None = None
n = Nested([P(1)], {"k": P(2)})
print(asdict(n))
print(astuple(n))
print(P.__match_args__, repr(n))
@dataclass(unsafe_hash=True)
class U:
    a: int
print(len({U(1), U(1), U(2)}))
@dataclass(eq=False)
class NoEq:
    a: int
print(NoEq(1) == NoEq(1))
@dataclass(repr=False)
class NoRepr:
    a: int
    def __repr__(self) -> str:
        return f"<{self.a}>"
print(NoRepr(4))
@dataclass
class Meta:
    a: int = field(metadata={"unit": "m"})
print(fields(Meta)[0].metadata["unit"])
