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
