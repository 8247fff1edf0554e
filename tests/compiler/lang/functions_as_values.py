"""Functions, lambdas and methods with defaults and star parameters as values."""

from typing import Any, Callable
def out(s: str) -> None: print("out", s)
def make(**kw: Any) -> dict[str, Any]: return kw
n = 10
d = make(p=lambda *a: out(" ".join(map(str, a))), k=lambda x, *, y=2: x * y + n, kw=lambda **k: sorted(k.items()), dflt=lambda x=5: x)
d["p"](1, "b", [3])
print(d["k"](4), d["k"](4, y=5), d["kw"](b=1, a=2), d["dflt"](), d["dflt"](1))
f: Callable[..., int] = lambda *args, **kw: len(args) + len(kw)
print(f(1, 2, z=3), f())
g: Callable[[int, int], int] = lambda *xs: sum(xs)
print(g(1, 2), sorted([(1, 2), (0, 5)], key=lambda t: -t[1]))
print(list(map(lambda *p: p, [1, 2], "ab")))
def f2(x: int, y: int = 1) -> int: return x * 10 + y
a: Any = f2
print(a(1), a(1, 2), a(1, y=3))
h = f2
print(h(1), h(1, 2), h(x=4, y=5))
c2: Callable[[int], int] = f2
print(c2(7), [k(2) for k in [lambda x, i=i: x + i for i in range(3)]])
tbl = {"a": f2, "b": lambda x, y=4: x - y}
print(tbl["a"](1), tbl["b"](1))
def nest(q: int) -> None:
    def inner(x: int, y: int = q) -> int: return x + y
    z: Any = inner
    print(z(1), z(1, 2), inner(1), inner(1, 2))
    w = inner
    print(w(1), w(1, 5))
nest(100)
class M:
    def m(self, x: int, y: int = 3) -> int: return x + y
mm = M().m
print(mm(1), mm(1, 2))
am: Any = M().m
print(am(1), am(1, 2), am(y=1, x=2))
def apply(fn: Callable[[int, int], int]) -> int: return fn(1, 2)
print(apply(f2))
class Q(M):
    def m(self, x: int, y: int = 30) -> int: return x * y
    def star(self, *a: int, k: int = 1, **kw: int) -> str: return f"{a} {k} {sorted(kw.items())}"
    @classmethod
    def cm(cls, x: int = 9) -> str: return f"{cls.__name__}{x}"
    @staticmethod
    def sm(x: int, y: int = 2) -> int: return x - y
ms: list[M] = [M(), Q()]
for one in ms:
    bm = one.m
    print(bm(1), bm(1, 2), bm(y=5, x=1))
st = Q().star
print(st(), st(1, 2, k=3, z=4))
cmv = Q.cm
smv = Q().sm
print(cmv(), cmv(1), smv(5), smv(5, 1), Q().cm(3))
tab: dict[str, Callable[..., Any]] = {"m": Q().m, "s": Q().star, "c": Q.cm, "f": f2}
print(tab["m"](2), tab["m"](2, y=3), tab["s"](1, k=2), tab["c"](x=4), tab["f"](1))
print([*map(Q().m, [1, 2])], sorted([3, 1], key=Q().m))
