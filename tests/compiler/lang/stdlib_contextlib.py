"""contextlib and logging."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress


@contextmanager
def tag(name: str) -> Iterator[str]:
    print("<" + name + ">")
    try:
        yield name.upper()
    except ValueError as error:
        print("caught", error)
    finally:
        print("</" + name + ">")


with tag("a") as upper:
    print(upper)
with tag("b") as upper:
    if upper == "B":
        raise ValueError("inside")
try:
    with tag("c") as upper:
        if upper == "C":
            raise KeyError("out")
except KeyError as error:
    print("KeyError", error)


class Door:
    def close(self) -> None:
        print("closed")


with closing(Door()) as door:
    print("open", type(door).__name__)
with suppress(ZeroDivisionError, KeyError):
    print(1 // 0)
with nullcontext(5) as five:
    print(five)
with ExitStack() as stack:
    for name in ("x", "y"):
        print(stack.enter_context(tag(name)))
    stack.callback(print, "called back")
logger = logging.getLogger("demo")
logger.info("hidden")
print(logger.isEnabledFor(logging.WARNING), logging.getLevelName(20), logger.name)
