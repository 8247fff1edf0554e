"""Methods of generators and coroutines that come as Any."""
from collections.abc import AsyncGenerator, Generator
from typing import Any


def echo() -> Generator[str, str, int]:
    got = "start"
    try:
        while got != "stop":
            try:
                got = yield got.upper()
            except KeyError as e:
                got = f"key {e}"
        return len(got)
    finally:
        print("finally")


class Pause:
    def __await__(self) -> Generator[str, None, None]:
        yield "pause"


async def work() -> int:
    await Pause()
    return 5


async def items() -> AsyncGenerator[int, int | None]:
    got: int | None = 0
    for i in range(3):
        got = yield i + (got or 0)


async def use(source: Any) -> list[int]:
    out = [await source.__anext__(), await source.asend(10)]
    await source.aclose()
    return out


g: Any = echo()
print(next(g), g.send("a"), g.throw(KeyError("k")))
try:
    g.send("stop")
except StopIteration as e:
    print(e.value)
g = echo()
next(g)
g.close()
try:
    g.send("x")
except StopIteration as e:
    print("stopped", e.value)
c: Any = work()
print(c.send(None))
try:
    c.send(None)
except StopIteration as e:
    print(e.value)
u: Any = use(items())
try:
    while True:
        u.send(None)
except StopIteration as e:
    print(e.value)
try:
    g.nothing()
except AttributeError as e:
    print(e)
