import contextlib
import fnmatch
import operator
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.compiler.stdlib import contextlib as ours
from pygress.compiler.stdlib import fnmatch as our_fnmatch
from pygress.compiler.stdlib import operator as our_operator


def play(module: Any, raised: BaseException | None, swallow: bool, again: bool) -> list[str]:
    seen: list[str] = []

    @module.contextmanager
    def managed(name: str) -> Generator[int, None, None]:
        seen.append("in " + name)
        try:
            yield 1
        except ValueError as error:
            seen.append(f"caught {error}")
            if not swallow:
                raise
        finally:
            seen.append("out")
        if again:
            yield 2

    try:
        with managed("x") as value:
            seen.append(str(value))
            if raised is not None:
                raise raised
    except BaseException as error:
        seen.append(repr(error))
    return seen


@pytest.mark.parametrize("raised", [None, ValueError("v"), KeyError("k"), StopIteration("s")])
@pytest.mark.parametrize("swallow", [False, True])
@pytest.mark.parametrize("again", [False, True])
def test_contextmanager(raised: BaseException | None, swallow: bool, again: bool) -> None:
    mine = play(ours, raised, swallow, again)
    assert mine == play(contextlib, raised, swallow, again)


def stack(module: Any, fail: bool) -> list[str]:
    seen: list[str] = []

    class One:
        def __init__(self, name: str, swallow: bool) -> None:
            self.name, self.swallow = name, swallow

        def __enter__(self) -> str:
            return self.name

        def __exit__(self, typ: Any, value: Any, tb: Any) -> bool:
            seen.append(f"{self.name} {typ.__name__ if typ else None} {value}")
            if self.name == "b":
                raise KeyError("from b")
            return self.swallow

        def close(self) -> None:
            seen.append("closed")

    try:
        with module.ExitStack() as exits:
            seen.append(exits.enter_context(One("a", True)))
            exits.enter_context(One("b", False))
            exits.callback(seen.append, "called")
            with module.closing(One("c", False)) as c:
                seen.append(c.name)
            if fail:
                raise ValueError("v")
    except Exception as error:
        seen.append(repr(error))
    return seen


@pytest.mark.parametrize("fail", [False, True])
def test_exit_stack(fail: bool) -> None:
    assert stack(ours, fail) == stack(contextlib, fail)


def test_small_ones() -> None:
    with ours.suppress(KeyError, ValueError):
        raise ValueError
    with pytest.raises(TypeError), ours.suppress(KeyError):
        raise TypeError
    with ours.nullcontext(3) as value:
        assert value == 3
    outer = ours.ExitStack()
    done: list[int] = []
    with outer as exits:
        exits.callback(done.append, 1)
        kept = exits.pop_all()
    assert done == []
    kept.close()
    assert done == [1]


@given(st.text(alphabet="ab*?[]!-c.", max_size=8), st.text(alphabet="ab[]!-c.", max_size=6))
def test_fnmatch(pattern: str, name: str) -> None:
    assert our_fnmatch.fnmatch(name, pattern) == fnmatch.fnmatch(name, pattern)
    assert our_fnmatch.filter([name, "a"], pattern) == fnmatch.filter([name, "a"], pattern)


@given(st.integers(-9, 9), st.integers(1, 5))
def test_operators(a: int, b: int) -> None:
    for name in [
        "add",
        "sub",
        "mul",
        "truediv",
        "floordiv",
        "mod",
        "pow",
        "lshift",
        "and_",
        "or_",
        "xor",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "is_",
        "is_not",
        "rshift",
    ]:
        if name == "lshift" and a < 0:
            continue
        assert getattr(our_operator, name)(a, b) == getattr(operator, name)(a, b)
    for name in ("neg", "pos", "invert", "abs", "not_", "truth", "index"):
        assert getattr(our_operator, name)(a) == getattr(operator, name)(a)
    items = [a, b, a]
    assert our_operator.itemgetter(1)(items) == b
    assert our_operator.itemgetter(0, 1)(items) == (a, b)
    assert our_operator.attrgetter("real", "imag.real")(a) == (a, 0)
    assert our_operator.countOf(items, a) == operator.countOf(items, a)
    assert our_operator.indexOf(items, b) == operator.indexOf(items, b)
    our_operator.setitem(items, 0, 9)
    our_operator.delitem(items, 1)
    assert our_operator.getitem(items, 0) == 9
    assert our_operator.contains(items, 9)
    assert our_operator.concat("a", "b") == "ab"
