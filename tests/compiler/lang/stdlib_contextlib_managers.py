"""contextlib: managers as decorators, ExitStack, suppress."""
from contextlib import contextmanager, ContextDecorator, ExitStack, suppress, closing, nullcontext, redirect_stdout
from collections.abc import Iterator
from types import TracebackType
import io
class Timer(ContextDecorator):
    def __init__(self, name: str) -> None:
        self.name = name
    def __enter__(self) -> "Timer":
        print("enter", self.name)
        return self
    def __exit__(self, *exc: object) -> None:
        print("exit", self.name, exc[0] is not None)
@Timer("deco")
def work(x: int) -> int:
    print("work", x)
    return x * 2
print(work(3), work(4))
with Timer("with") as t:
    print(t.name)
@contextmanager
def tag(name: str) -> Iterator[str]:
    print(f"<{name}>")
    try:
        yield name.upper()
    finally:
        print(f"</{name}>")
with tag("a") as a, tag("b") as b:
    print(a, b)
with ExitStack() as stack:
    for n in ("x", "y"):
        print(stack.enter_context(tag(n)))
    stack.callback(print, "callback", 1)
    stack.push(lambda *exc: print("push", exc[0]) is not None)
with suppress(KeyError, ValueError):
    print({"b": 1}["a"])
    print("no")
with suppress(ZeroDivisionError):
    print(1 // 0)
try:
    with tag("err"):
        raise ValueError("boom")
except ValueError as e:
    print("caught", e)
class Res:
    def close(self) -> None:
        print("closed")
with closing(Res()) as r:
    print("using")
with nullcontext(5) as five:
    print(five)
@contextmanager
def transaction(log: list[str]) -> Iterator[list[str]]:
    log.append("begin")
    try:
        yield log
    except Exception as e:
        log.append(f"rollback {e}")
        raise
    else:
        log.append("commit")
log: list[str] = []
with transaction(log) as l:
    l.append("op")
try:
    with transaction(log):
        raise RuntimeError("x")
except RuntimeError:
    pass
print(log)
@contextmanager
def swallow() -> Iterator[None]:
    try:
        yield
    except ValueError as e:
        print("swallowed", e)
def run() -> str:
    with swallow():
        raise ValueError("v")
    return "after"
print(run())
@tag("dec")
def decorated() -> str:
    return "inside"
print(decorated())
def multi() -> int:
    with tag("p") as p, \
         tag("q"):
        return len(p)
print(multi())
with (tag("m") as m1, tag("n") as n1):
    print(m1 + n1)
class E:
    def __enter__(self) -> int:
        return 1
    def __exit__(self, t: type[BaseException] | None, v: BaseException | None, tb: TracebackType | None) -> bool:
        print(t.__name__ if t else None, v)
        return isinstance(v, KeyError)
with E() as one:
    raise KeyError("k")
print("still")
for i in range(3):
    with E():
        if i == 1:
            continue
        if i == 2:
            break
        print("i", i)
stack2 = ExitStack()
stack2.enter_context(tag("later"))
stack2.close()
