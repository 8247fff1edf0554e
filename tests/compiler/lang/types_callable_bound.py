"""Bound methods of one object are equal: handlers that are added and removed."""
from typing import Any, Callable
class Button:
    def __init__(self) -> None:
        self.handlers: list[Callable[..., None]] = []
    def on(self, h: Callable[..., None]) -> None:
        self.handlers.append(h)
    def off(self, h: Callable[..., None]) -> None:
        self.handlers.remove(h)
    def click(self) -> None:
        for h in self.handlers:
            h("click")
class App:
    def __init__(self, name: str) -> None:
        self.name = name
    def plain(self, what: str) -> None:
        print(self.name, "plain", what)
    def with_default(self, what: str, times: int = 1) -> None:
        print(self.name, "default", what * times)
b, one, two = Button(), App("one"), App("two")
for app in (one, two):
    b.on(app.plain)
    b.on(app.with_default)
b.click()
b.off(one.with_default)
b.off(two.plain)
b.click()
try:
    b.off(two.plain)
except ValueError:
    print("not there")
seen: dict[Any, int] = {one.plain: 1}
print(seen[one.plain], one.plain in seen, two.plain in seen)


def builtin_methods() -> None:
    """Methods of builtin types that have defaults or several forms."""
    text = "abc"
    print(list(map(text.find, ["a", "c"])), list(map(text.count, "ab")), list(map("a b".split, ["a", " "])))
    print(list(map(text.startswith, ["a", "c"])), any(map(text.endswith, ("c", "x"))))
    begins = text.startswith
    print(begins("ab"), begins("bc"), begins(("x", "a")))
    split = "a b c".split
    print(split(), split(" ", 1), split(maxsplit=1))
    table = {"a": 3, "b": 1}
    print(max(table, key=table.get), sorted(table, key=table.get), list(map(table.get, ["a", "z"])))  # type: ignore[arg-type]
    out: list[int] = []
    push, pop = out.append, out.pop
    push(1)
    push(2)
    print(pop(), out, pop(0), out)


builtin_methods()
