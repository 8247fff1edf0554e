"""Exceptions in all places: custom trees, chaining, cleanup order, retries, context managers that translate, generators that fail."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, NoReturn, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


class AppError(Exception):
    code = 500

    def __init__(self, message: str, /, **details: object) -> None:
        super().__init__(message)
        self.details = details

    def __str__(self) -> str:
        extra = ", ".join(f"{k}={v!r}" for k, v in self.details.items())
        return f"[{self.code}] {self.args[0]}" + (f" ({extra})" if extra else "")


class NotFound(AppError, LookupError):
    code = 404


class Invalid(AppError, ValueError):
    code = 422

    @classmethod
    def wrap(cls, error: Exception, **details: object) -> Invalid:
        made = cls(str(error), **details)
        made.__cause__ = error
        return made


@dataclass
class DataError(Exception):
    field: str
    value: object
    line: int = 0

    def __post_init__(self) -> None:
        super().__init__(self.field, self.value)


@dataclass(frozen=True)
class Result(Generic[T]):
    value: T | None = None
    error: Exception | None = None

    @classmethod
    def of(cls, f: Callable[[], T]) -> Result[T]:
        try:
            return cls(f())
        except Exception as e:
            return cls(error=e)

    def unwrap(self) -> T:
        if self.error is not None:
            raise self.error
        assert self.value is not None, "no value"
        return self.value


@contextmanager
def translated(*kinds: type[Exception], to: type[AppError]) -> Iterator[None]:
    try:
        yield
    except kinds as e:
        raise to(f"{type(e).__name__}: {e}") from e


def never() -> NoReturn:
    raise SystemExit(3)


log: list[str] = []


def order() -> list[str]:
    class Step:
        def __init__(self, name: str, *, bad_exit: bool = False) -> None:
            self.name, self.bad_exit = name, bad_exit

        def __enter__(self) -> str:
            log.append(f"+{self.name}")
            return self.name

        def __exit__(
            self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None
        ) -> bool | None:
            log.append(f"-{self.name}:{kind.__name__ if kind else None}")
            if self.bad_exit:
                raise KeyError(self.name) from e
            return None

    try:
        with Step("a"), Step("b", bad_exit=True), Step("c"):
            try:
                1 / 0
            finally:
                log.append("finally")
    except KeyError as e:
        log.append(f"{e!r} from {e.__cause__!r} during {e.__context__!r}")
    for i in range(3):
        try:
            if i == 1:
                raise ValueError(i)
            log.append(f"ok{i}")
        except ValueError:
            log.append(f"bad{i}")
            continue
        else:
            log.append(f"else{i}")
        finally:
            log.append(f"fin{i}")
    return log


def deep(n: int) -> int:
    try:
        if n == 0:
            raise RecursionError("bottom")
        return deep(n - 1)
    except RecursionError as e:
        if n % 2:
            raise
        raise RuntimeError(f"level {n}") from (e if n else None)


def gen() -> Generator[int, None, str]:
    try:
        yield 1
        raise Invalid("inside", at=2)
    except LookupError as e:
        yield -1
        return f"lookup {e}"
    finally:
        print("gen cleanup")


def chain(e: BaseException | None) -> str:
    parts = []
    while e is not None:
        parts.append(f"{type(e).__name__}({e})")
        e = e.__cause__ or (None if e.__suppress_context__ else e.__context__)
    return " <- ".join(parts)


EMPTY: dict[str, int] = {}


def main() -> None:
    for f in (lambda: {}["k"], lambda: int("x"), lambda: [][1], lambda: "fine"):  # type: ignore
        r = Result.of(f)
        print(repr(r.error) if r.error else r.value, isinstance(r.error, LookupError))
    try:
        with translated(KeyError, ZeroDivisionError, to=NotFound):
            EMPTY["gone"]
    except LookupError as e:
        print(e, chain(e), isinstance(e, AppError), NotFound.__mro__[1:3])
    try:
        raise Invalid.wrap(ValueError("raw"), line=3)
    except AppError as e:
        print(e, e.details, repr(e), chain(e))
    try:
        raise DataError("age", -1)
    except DataError as e:
        print(e, repr(e), e.args, e.field, e == DataError("age", -1))
    print(order())
    try:
        deep(3)
    except (RuntimeError, RecursionError) as e:
        print(chain(e))
    g = gen()
    print(next(g))
    print(g.throw(NotFound("thrown")))
    try:
        next(g)
    except StopIteration as stop:
        print(stop.value)
    g2 = gen()
    next(g2)
    try:
        next(g2)
    except Invalid as e:
        print(e, e.details["at"])
    with suppress(AssertionError):
        assert not "text", f"text is {'text'!r}"
        print("never")
    try:
        try:
            raise ValueError("first")
        except ValueError:
            try:
                raise TypeError("second")
            except TypeError as inner:
                inner.__context__ = None
                raise KeyError("third")
    except KeyError as e:
        print(chain(e))
    error: Exception | None = None
    try:
        raise AppError("kept")
    except AppError:
        pass
    try:
        print(error)  # type: ignore
    except UnboundLocalError as e:
        print(type(e).__name__, "error" in str(e))
    with ExitStack() as stack:
        for name in "xyz":
            stack.callback(print, "leave", name, end=" ")
        stack.push(lambda kind, e, tb: print("swallow", e) or True)
        raise AppError("in stack", n=1)
    try:
        never()
    except SystemExit as e:
        print("exit", e.code)


main()
raise Invalid("at the end", why="test") from NotFound("cause")
