"""Narrowing that a call has made wrong: what was narrowed is checked where it is used."""
from enum import Enum
class State(Enum):
    A = 1
    B = 2
class W:
    def __init__(self) -> None:
        self.result: str | None = None
        self.n: int | str = 3
        self.state = State.A
        self.items: list[int] | None = None
    def fill(self) -> None:
        self.result = "filled"
        self.n = "text"
        self.state = State.B
        self.items = [1, 2]
    def run(self) -> str:
        self.result = None
        self.items = None
        self.fill()
        print(self.result, self.items)
        if self.result is not None:
            r = self.result.upper()
            for i in self.items or []:
                print(i)
            return r
        return "nothing"
    def two(self) -> None:
        self.state = State.A
        if self.state is not State.A:
            print("?")
            return
        self.fill()
        if self.state is State.B:
            print("changed", self.state)
        else:
            print("same")
    def three(self) -> None:
        self.n = 5
        self.fill()
        if isinstance(self.n, str):
            print("str", len(self.n))
        else:
            print("int", self.n + 1)
    def four(self) -> None:
        self.result = "abc"
        self.clear()
        try:
            print(self.result.upper())
        except AttributeError as e:
            print("AttributeError", e)
    def five(self) -> None:
        self.n = "x"
        self.number()
        try:
            print(self.n.upper())
        except AttributeError as e:
            print("AttributeError", e)
    def clear(self) -> None:
        self.result = None
    def number(self) -> None:
        self.n = 7
w = W()
print(w.run())
w.two(); w.three(); w.four(); w.five()
done = False
def finish() -> None:
    global done
    done = True
def loop() -> None:
    global done
    done = False
    while not done:
        finish()
    print("finished", done)
loop()
current: str | None = None
def set_current() -> None:
    global current
    current = "now"
current = None
set_current()
print(current)
if current is not None:
    print("is", current.upper())
def nested() -> str:
    found: str | None = None
    def look() -> None:
        nonlocal found
        found = "here"
    look()
    if found is not None:
        return found.upper()
    return f"no {found}"
print(nested())
def check(x: str) -> int:
    if x == "a":
        return 1
    elif x == "b":
        return 2
    else:
        raise ValueError(x)
    print("never")
    return 3
print(check("a"))
import json
def validate(text: str) -> list[str]:
    data: list[object] = json.loads(text)
    out: list[str] = []
    for one in data:
        if not isinstance(one, str):
            raise TypeError(f"expected a string, got {one!r}")
        out.append(one)
    return out
print(validate('["a"]'))
try:
    validate('["a", 5]')
except TypeError as e:
    print(e)
def conf(data: dict[str, int]) -> int:
    v = data.get("x")
    if v is None:
        return -1
    if not isinstance(v, int):
        return -2
    return v
print(conf({}), conf({"x": 3}))
