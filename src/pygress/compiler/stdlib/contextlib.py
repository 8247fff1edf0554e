"""`contextlib`: context managers from generators, and the ready-made ones."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from types import TracebackType
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

T = TypeVar("T")
E = TypeVar("E", covariant=True)
P = ParamSpec("P")


class _Closes(Protocol):
    def close(self) -> object: ...


C = TypeVar("C", bound=_Closes)


class _Manages(Protocol[E]):
    def __enter__(self) -> E: ...

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None, /
    ) -> bool | None: ...


class _ManagesAsync(Protocol[E]):
    async def __aenter__(self) -> E: ...

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None, /
    ) -> bool | None: ...


class _ClosesAsync(Protocol):
    def aclose(self) -> Awaitable[object]: ...


A = TypeVar("A", bound=_ClosesAsync)


class _GeneratorContextManager(Generic[T]):
    """What a function under `contextmanager` gives: the generator runs to its `yield`, then to its end."""

    def __init__(self, make: Callable[[], Generator[T, None, None]]) -> None:
        self.make = make
        self.gen = make()

    def __call__(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Run a function inside, each time with a generator of its own."""

        def inner(*args: Any, **kwds: Any) -> Any:
            with _GeneratorContextManager(self.make):
                return func(*args, **kwds)

        return inner

    def __enter__(self) -> T:
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(
        self, typ: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> bool | None:
        if value is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        try:
            self.gen.throw(value)
        except StopIteration as stop:
            return stop is not value
        except RuntimeError as error:
            # What a generator makes of a StopIteration inside it.
            if error is value or (isinstance(value, StopIteration) and error.__cause__ is value):
                return False
            raise
        except BaseException as error:
            if error is value:
                return False
            raise
        raise RuntimeError("generator didn't stop after throw()")


def contextmanager(func: Callable[P, Generator[T, None, None]]) -> Callable[P, _GeneratorContextManager[T]]:
    """Make a function that gives context managers out of a generator function."""

    def helper(*args: P.args, **kwds: P.kwargs) -> _GeneratorContextManager[T]:
        return _GeneratorContextManager(lambda: func(*args, **kwds))

    return helper


class _AsyncGeneratorContextManager(Generic[T]):
    """What a function under `asynccontextmanager` gives: the generator runs to its `yield`, then to its end."""

    def __init__(self, gen: AsyncGenerator[T, None]) -> None:
        self.gen = gen

    async def __aenter__(self) -> T:
        try:
            return await self.gen.__anext__()
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(
        self, typ: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> bool | None:
        if value is None:
            try:
                await self.gen.__anext__()
            except StopAsyncIteration:
                return False
            raise RuntimeError("generator didn't stop")
        try:
            await self.gen.athrow(value)
        except StopAsyncIteration as stop:
            return stop is not value
        except RuntimeError as error:
            if error is value or (
                isinstance(value, (StopIteration, StopAsyncIteration)) and error.__cause__ is value
            ):
                return False
            raise
        except BaseException as error:
            if error is value:
                return False
            raise
        raise RuntimeError("generator didn't stop after athrow()")


def asynccontextmanager(
    func: Callable[P, AsyncGenerator[T, None]],
) -> Callable[P, _AsyncGeneratorContextManager[T]]:
    """Make a function that gives asynchronous context managers out of an asynchronous generator function."""

    def helper(*args: P.args, **kwds: P.kwargs) -> _AsyncGeneratorContextManager[T]:
        return _AsyncGeneratorContextManager(func(*args, **kwds))

    return helper


class ContextDecorator:
    """A context manager that decorates functions: their calls run inside."""

    def _recreate_cm(self) -> Any:
        return self

    def __call__(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Run a function inside."""

        def inner(*args: Any, **kwds: Any) -> Any:
            with self._recreate_cm():
                return func(*args, **kwds)

        return inner


class closing(Generic[C]):
    """Closes at the end."""

    def __init__(self, thing: C) -> None:
        self.thing = thing

    def __enter__(self) -> C:
        return self.thing

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.thing.close()


class aclosing(Generic[A]):
    """Closes an asynchronous generator or the like at the end."""

    def __init__(self, thing: A) -> None:
        self.thing = thing

    async def __aenter__(self) -> A:
        return self.thing

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.thing.aclose()


class nullcontext(Generic[T]):
    """Does nothing."""

    def __init__(self, enter_result: T = None) -> None:  # type: ignore[assignment]
        self.enter_result = enter_result

    def __enter__(self) -> T:
        return self.enter_result

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        pass

    async def __aenter__(self) -> T:
        return self.enter_result

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        pass


class suppress:
    """Ends quietly at one of these exceptions."""

    def __init__(self, *exceptions: type[BaseException]) -> None:
        self._exceptions = exceptions

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> bool:
        if exc is None:
            return False
        return any(isinstance(exc, one) for one in self._exceptions)


class ExitStack:
    """Leaves many context managers at its end, the last first."""

    def __init__(self) -> None:
        self._exits: list[
            Callable[[type[BaseException] | None, BaseException | None, TracebackType | None], bool | None]
        ] = []

    def __enter__(self) -> ExitStack:
        return self

    def enter_context(self, cm: _Manages[T]) -> T:
        """Enter a context manager, to leave it at the end."""
        result = cm.__enter__()
        self._exits.append(lambda typ, value, tb: cm.__exit__(typ, value, tb))
        return result

    def callback(self, callback: Callable[..., Any], /, *args: Any, **kwds: Any) -> Callable[..., Any]:
        """Call a function at the end."""

        def leave(
            typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
        ) -> bool | None:
            callback(*args, **kwds)
            return False

        self._exits.append(leave)
        return callback

    def push(self, exit: Any) -> Any:
        """Leave a context manager that was entered already, or call a function of its `__exit__`'s form."""

        def leave(
            typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
        ) -> bool | None:
            if callable(exit):
                return bool(exit(typ, value, tb))
            return bool(exit.__exit__(typ, value, tb))

        self._exits.append(leave)
        return exit

    def pop_all(self) -> ExitStack:
        """Move everything to a new stack."""
        other = ExitStack()
        other._exits = self._exits
        self._exits = []
        return other

    def close(self) -> None:
        """Leave everything now."""
        self.__exit__(None, None, None)

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> bool:
        pending = exc
        while self._exits:
            leave = self._exits.pop()
            try:
                if pending is None:
                    leave(None, None, None)
                elif leave(type(pending), pending, None):
                    pending = None
            except BaseException as error:
                pending = error
        if pending is not None and pending is not exc:
            raise pending
        return exc is not None and pending is None


class AsyncExitStack:
    """Leaves many context managers at its end, the last first; asynchronous ones too."""

    def __init__(self) -> None:
        self._exits: list[
            Callable[
                [type[BaseException] | None, BaseException | None, TracebackType | None], Awaitable[bool]
            ]
        ] = []

    async def __aenter__(self) -> AsyncExitStack:
        return self

    def enter_context(self, cm: _Manages[T]) -> T:
        """Enter a context manager, to leave it at the end."""
        result = cm.__enter__()

        async def leave(
            typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
        ) -> bool:
            return bool(cm.__exit__(typ, value, tb))

        self._exits.append(leave)
        return result

    async def enter_async_context(self, cm: _ManagesAsync[T]) -> T:
        """Enter an asynchronous context manager, to leave it at the end."""
        result = await cm.__aenter__()

        async def leave(
            typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
        ) -> bool:
            return bool(await cm.__aexit__(typ, value, tb))

        self._exits.append(leave)
        return result

    def callback(self, callback: Callable[..., Any], /, *args: Any, **kwds: Any) -> Callable[..., Any]:
        """Call a function at the end."""

        async def leave(
            typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
        ) -> bool:
            callback(*args, **kwds)
            return False

        self._exits.append(leave)
        return callback

    def push_async_callback(
        self, callback: Callable[..., Any], /, *args: Any, **kwds: Any
    ) -> Callable[..., Any]:
        """Call a coroutine function at the end and wait for it."""

        async def leave(
            typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
        ) -> bool:
            await callback(*args, **kwds)
            return False

        self._exits.append(leave)
        return callback

    def push(self, exit: Any) -> Any:
        """Leave a context manager that was entered already, or call a function of its `__exit__`'s form."""

        async def leave(
            typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
        ) -> bool:
            if callable(exit):
                return bool(exit(typ, value, tb))
            return bool(exit.__exit__(typ, value, tb))

        self._exits.append(leave)
        return exit

    def push_async_exit(self, exit: Any) -> Any:
        """Leave an asynchronous context manager that was entered already, or call a function of its form."""

        async def leave(
            typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
        ) -> bool:
            if callable(exit):
                return bool(await exit(typ, value, tb))
            return bool(await exit.__aexit__(typ, value, tb))

        self._exits.append(leave)
        return exit

    def pop_all(self) -> AsyncExitStack:
        """Move everything to a new stack."""
        other = AsyncExitStack()
        other._exits = self._exits
        self._exits = []
        return other

    async def aclose(self) -> None:
        """Leave everything now."""
        await self.__aexit__(None, None, None)

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> bool:
        pending = exc
        while self._exits:
            leave = self._exits.pop()
            try:
                if pending is None:
                    await leave(None, None, None)
                elif await leave(type(pending), pending, None):
                    pending = None
            except BaseException as error:
                pending = error
        if pending is not None and pending is not exc:
            raise pending
        return exc is not None and pending is None
