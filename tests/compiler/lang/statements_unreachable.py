"""Code that the type checker holds to be unreachable, and is not: swallowed exceptions, attributes that a call changes."""
import sys
from contextlib import contextmanager, suppress
from collections.abc import Iterator
from types import TracebackType
class Swallow:
    def __enter__(self) -> "Swallow":
        return self
    def __exit__(self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None) -> bool | None:
        return True
class Never:
    def __enter__(self) -> None: ...
    def __exit__(self, *args: object) -> bool | None:
        return True
def a() -> str:
    with Swallow():
        raise ValueError("x")
    return "after"
def bb() -> str:
    with Never():
        raise ValueError("x")
    return "after b"
@contextmanager
def sw() -> Iterator[int]:
    try:
        yield 1
    except ValueError:
        pass
def c() -> str:
    with sw():
        raise ValueError("x")
    return "after c"
def d(x: int) -> str:
    if isinstance(x, int):
        return "int"
    return "other " + str(x)
def e() -> str:
    if sys.version_info >= (3, 8):
        return "new"
    else:
        return "old"
def f(x: object) -> str:
    if isinstance(x, int) and not isinstance(x, bool):
        return f"int {x}"
    return f"other {x}"
def g(x: str | None) -> str:
    if x is None:
        return "none"
    elif x is not None:
        return x
    return "never"
def h(x: int) -> int:
    assert isinstance(x, int)
    if not isinstance(x, int):
        raise TypeError("no")
    return x
if sys.platform == "win32":
    print("windows")
else:
    print("unix")
def k(x: list[int]) -> str:
    if isinstance(x, str):
        return "str"
    if not x:
        return "empty"
    return "list"
def m(flag: bool) -> str:
    while True:
        if flag:
            break
        flag = True
    return "done"
def none_compare(x: int) -> str:
    if x is None:
        return "none"
    return "some"
print(a(), bb(), c(), d(3), e(), f(True), f(3), f("x"), g(None), g("a"), h(3), k([]), k([1]), m(False), none_compare(3))
try:
    h(True)
    print("ok")
finally:
    print("fin")
