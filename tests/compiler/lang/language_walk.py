"""A walk through the language: closures, unpacking, `del`, `finally`, arguments, special methods, bound methods."""
from typing import Any, Iterator
def clos() -> list[int]:
    fs = []
    for i in range(3):
        fs.append(lambda: i)
    gs = [lambda j=j: j for j in range(3)]
    hs = [lambda: k for k in range(3)]
    return [f() for f in fs] + [g() for g in gs] + [h() for h in hs]
print(clos())
def counter() -> Any:
    n = 0
    def inc(by: int = 1) -> int:
        nonlocal n
        n += by
        return n
    def get() -> int:
        return n
    return inc, get
inc, get = counter()
inc(); inc(5)
print(get())
class Slotted:
    __slots__ = ("x", "y")
    def __init__(self, x: int) -> None:
        self.x = x
s = Slotted(1)
print(s.x)
print([y := 1, y + 1], y)
print([last := x for x in range(4)], last)
if (n := len("abc")) > 2:
    print(n)
while (chunk := s.x) < 3:
    s.x += 1
print(chunk)
a, *b, c = [1, 2, 3, 4]
print(a, b, c)
(d0, e0), *f0 = [(1, 2), (3, 4)]
print(d0, e0, f0)
print([*range(3), *"ab"], {**{"a": 1}, "b": 2}, (*[1], 2), {*[1, 2], 3})
def star(*args: int, **kw: str) -> str:
    return f"{args} {kw}"
print(star(*[1, 2], 3, **{"a": "x"}, b="y"))
def nth(i: int) -> int:
    print("nth", i)
    return i
print(nth(1) < nth(3) < nth(2) < nth(9), nth(1) < nth(2) == nth(2) != nth(5))
lst = [1, 2, 3, 4, 5]
del lst[0], lst[-1]
print(lst)
del lst[0:2]
print(lst)
dd = {"a": 1, "b": 2}
del dd["a"]
print(dd)
def tf(x: int) -> str:
    for i in range(3):
        try:
            if x == 0:
                return "ret"
            if x == 1:
                continue
            if x == 2:
                break
            raise ValueError("v")
        except ValueError:
            return "exc"
        finally:
            print("fin", i)
    else:
        return "else"
    return "end"
print(tf(0), tf(1), tf(2), tf(3))
def tf2() -> int:
    try:
        return 1
    finally:
        return 2
print(tf2())
w, p = 10, 3
val = 3.14159
print(f"{val!r:>{w}}|{val:{w}.{p}f}|{'x':*^{w}}|{f'{val:.1f}':>6}|{w=}|{val=:.2f}|{'a' 'b'!s:5}|")
def po(a: int, b: int = 2, /, c: int = 3, *, d: int, e: int = 5) -> tuple[int, ...]:
    return (a, b, c, d, e)
print(po(1, d=4), po(1, 9, c=8, d=7, e=6))
def mut(x: int, acc: list[int] = []) -> list[int]:
    acc.append(x)
    return acc
print(mut(1), mut(2), mut(3, []))
class Proxy:
    def __init__(self, d: dict[str, int]) -> None:
        self.d = d
    def __getattr__(self, name: str) -> int:
        if name in self.d:
            return self.d[name]
        raise AttributeError(name)
px = Proxy({"foo": 7})
print(px.foo, px.d)
try:
    px.bar
except AttributeError as e:
    print("no", e)
print(getattr(px, "foo"), getattr(px, "zzz", -1), hasattr(px, "foo"), hasattr(px, "q"))
class Seq:
    def __init__(self, n: int) -> None:
        self.n = n
    def __getitem__(self, i: int) -> int:
        if i >= self.n:
            raise IndexError(i)
        return i * i
    def __len__(self) -> int:
        return self.n
print(len(Seq(3)), Seq(3)[2], list(reversed(Seq(3))))
class It:
    def __init__(self) -> None:
        self.i = 0
    def __iter__(self) -> Iterator[int]:
        return self
    def __next__(self) -> int:
        self.i += 1
        if self.i > 3:
            raise StopIteration
        return self.i
print(list(It()), max(It()), 2 in It(), dict(zip(It(), "abc")), *It())
class A:
    def m(self) -> str:
        return "m"
    def __eq__(self, o: object) -> bool:
        return isinstance(o, A)
    def __hash__(self) -> int:
        return 1
x1, x2 = A(), A()
print(x1.m == x1.m, x1.m == x2.m, x1.m is x1.m, x1.m != x1.m)
class B(A):
    def m(self) -> str:
        return "B" + super().m()
class C(A):
    def m(self) -> str:
        return "C" + super().m()
class D(B, C):
    def m(self) -> str:
        return "D" + super().m()
print(D().m(), [k.__name__ for k in D.__mro__])
class Plugin:
    registry: list[str] = []
    def __init_subclass__(cls, *, tag: str = "none", **kw: Any) -> None:
        super().__init_subclass__(**kw)
        cls.registry.append(cls.__name__ + ":" + tag)
class P1(Plugin, tag="one"): pass
class P2(Plugin): pass
print(Plugin.registry)
G = 1
H = ""
def setg() -> None:
    global G, H
    G = 5
    H = "new"
setg()
print(G, H)
lookup = {1: "a", 2: "b"}
print([k for k, v in lookup.items() if (u := v) == "b"], u)
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4))
print("yes" if not [] and (1 or 0) else "no", None or "d", 0 and 1, "" or [] or "z")
i = 0
while True:
    i += 1
    if i == 2: continue
    if i > 4: break
else:
    print("never")
print(i)
assert i == 5, "bad"
for i, (a1, b1) in enumerate([(1, 2), (3, 4)], 1):
    print(i, a1, b1)
for k1, v1 in sorted({"b": 1, "a": 2}.items(), key=lambda kv: -kv[1]):
    print(k1, v1)
print(*(x for x in (1, 2)), sep="-", end="!\n")
print(1_000, 0xff, 0b11, 0o17, 1e3)
