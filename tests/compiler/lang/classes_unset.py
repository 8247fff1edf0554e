"""Attributes and variables that are read before they are set: AttributeError, NameError, UnboundLocalError."""
class A:
    x: int
    y: str
    def __init__(self, flag: bool) -> None:
        if flag:
            self.x = 1
            self.y = "a"
class B:
    n: int
    def set(self) -> None:
        self.n = 4
def local(flag: bool) -> int:
    if flag:
        v = 3
    return v
def show_module() -> None:
    print(module_int)
def fl(flag: bool) -> float:
    if flag:
        v = 3.0
    return v
for flag in (True, False):
    try:
        print(A(flag).x)
        print(A(flag).y)
    except AttributeError as error:
        print("AttributeError", error)
    try:
        print(local(flag))
    except UnboundLocalError as error:
        print("Unbound", error)
    try:
        print(fl(flag))
    except UnboundLocalError as error:
        print("Unbound", error)
b = B()
try:
    print(b.n)
except AttributeError as error:
    print(error)
b.set()
print(b.n)
try:
    show_module()
except NameError as error:
    print(error)
module_int = 7
module_int += 1
show_module()
def cell(flag: bool) -> int:
    def inner() -> int:
        return z
    if flag:
        z = 5
    return inner()
print(cell(True))
try:
    print(cell(False))
except NameError as error:
    print(type(error).__name__, error)
if len("ab") == 3:
    never_set = 3
try:
    print(never_set)
except NameError as error:
    print(error)
for i in range(0):
    pass
try:
    print(i)
except NameError as error:
    print(error)
class C:
    limit: int
try:
    print(C().limit)
except AttributeError as error:
    print(error)
try:
    print(1)
except AttributeError as error:
    print(error)
class D:
    a: int
    b: int
    def __init__(self) -> None:
        self.a = self.b + 1
        self.b = 2
try:
    D()
except AttributeError as error:
    print(error)
class E:
    def __init__(self) -> None:
        self.setup()
        self.v = 2
    def setup(self) -> None:
        print(self.v)
try:
    E()
except AttributeError as error:
    print(error)
class F:
    def __init__(self, n: int) -> None:
        if n < 0:
            raise ValueError("negative")
        self.n = n
        self.twice = self.double()
        self.label = "f"
    def double(self) -> int:
        try:
            print(self.label)
        except AttributeError as error:
            print(error)
        return self.n * 2
print(F(2).twice)
class G:
    count: int
    total: float
    def __init__(self) -> None:
        self.reset()
    def reset(self) -> None:
        self.count = 0
        self.total = 0.0
    def add(self, v: float) -> None:
        self.count += 1
        self.total += v
g = G()
g.add(2.5)
print(g.count, g.total)
del g.count
try:
    g.add(1.0)
except AttributeError as error:
    print(error)
def deleted() -> None:
    global gone
    gone = 3
    del gone
gone = 1
deleted()
try:
    print(gone)
except NameError as error:
    print(error)
def loopvar(items: list[int]) -> int:
    for item in items:
        pass
    return item
print(loopvar([1, 2]))
try:
    loopvar([])
except UnboundLocalError as error:
    print(error)
class Base:
    def __init__(self) -> None:
        self.base = 1
class Child(Base):
    def __init__(self) -> None:
        print("child")
        self.own = 2
try:
    print(Child().base)
except AttributeError as error:
    print(error)
