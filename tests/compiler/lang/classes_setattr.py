"""`__setattr__`: attributes are set through it, past it with `super()` and `object`."""
class Frozen:
    def __init__(self, x: int, y: str) -> None:
        super().__setattr__("x", x)
        object.__setattr__(self, "y", y)
    x: int
    y: str
    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name}={value!r}")
f = Frozen(1, "a")
print(f.x, f.y)
try:
    f.x = 5
except AttributeError as error:
    print(error)
try:
    setattr(f, "y", "b")
except AttributeError as error:
    print(error)
class Logged:
    def __init__(self) -> None:
        self.n = 0
        self.items: list[int] = []
    def __setattr__(self, name: str, value: object) -> None:
        print("set", name, value)
        super().__setattr__(name, value)
l = Logged()
l.n = 3
l.n += 4
l.items.append(1)
print(l.n, l.items)
