"""Waiting: futures, and the tasks that run a plugin's coroutines between the host's callbacks.

There is no event loop. A coroutine runs inside a callback until it waits for a future; the callback in which
the host delivers the answer resolves the future, and that runs the coroutine on, at once.
"""

from collections.abc import Callable, Coroutine, Generator
from typing import Any, Generic, TypeVar

from pygress.sdk import abi

T = TypeVar("T")


class Future(Generic[T]):
    """A result that comes later; `await` gives it, or raises the error that came in its place."""

    def __init__(self) -> None:
        self.done = False
        self._results: list[T] = []
        self._error: Exception | None = None
        self._waiting: list[Task] = []

    def __await__(self) -> Generator[None, None, T]:
        while not self.done:
            self._waiting.append(current())
            yield
        return self.result()

    def result(self) -> T:
        """Give the result of a future that is done."""
        if self._error is not None:
            raise self._error
        return self._results[0]

    def resolve(self, result: T) -> None:
        """Set the result and run on whoever waits for it."""
        self._results.append(result)
        self._finish()

    def reject(self, error: Exception) -> None:
        """Set the error and run on whoever waits."""
        self._error = error
        self._finish()

    def _finish(self) -> None:
        self.done = True
        waiting = self._waiting
        self._waiting = []
        for task in waiting:
            task.step()


class Task:
    """A coroutine that runs on its own; its host calls act on `context`, a stream of the configuration `root`.

    What it logs belongs to the request with this id, if the plugin keeps ids.
    """

    def __init__(
        self, root: int, context: int, coroutine: Coroutine[Any, None, None], request_id: str = ""
    ) -> None:
        self.root = root
        self.context = context
        self.request_id = request_id
        self.finished = False
        self.children: list[Task] = []
        self._coroutine = coroutine

    def step(self) -> None:
        """Run on, in a callback of another context."""
        if not self.finished:
            abi.set_effective_context(self.context)
            self.start()

    def start(self) -> None:
        """Run until the coroutine waits or ends, in a callback of its own context."""
        _stack.append(self)
        abi.set_log_request(self.request_id)
        try:
            self._coroutine.send(None)
        except StopIteration:
            self.finished = True
        finally:
            _stack.pop()
            if _stack:
                abi.set_effective_context(_stack[-1].context)
                abi.set_log_request(_stack[-1].request_id)

    def cancel(self) -> None:
        """End it and what it spawned, because nobody can use the result any more; `finally` blocks run."""
        for child in self.children:
            child.cancel()
        if not self.finished:
            self.finished = True
            abi.set_log_request(self.request_id)
            self._coroutine.close()


_stack: list[Task] = []


def current() -> Task:
    """Give the task that runs now; raises `RuntimeError` outside of coroutines."""
    if not _stack:
        raise RuntimeError("`await` needs a phase that is `async def`")
    return _stack[-1]


async def _into(future: Future[T], coroutine: Coroutine[Any, None, T]) -> None:
    try:
        result = await coroutine
    except Exception as error:
        future.reject(error)
    else:
        future.resolve(result)


def spawn(coroutine: Coroutine[Any, None, T]) -> Future[T]:
    """Run a coroutine beside this one, on the same stream; its future gives the result."""
    future: Future[T] = Future()
    parent = current()
    child = Task(parent.root, parent.context, _into(future, coroutine), parent.request_id)
    parent.children.append(child)
    child.start()
    return future


async def gather(*parts: Future[T] | Coroutine[Any, None, T]) -> list[T]:
    """Run several calls or coroutines side by side and give all results in order; raises the first error."""
    futures: list[Future[T]] = []
    for part in parts:
        if isinstance(part, Future):
            futures.append(part)
        else:
            futures.append(spawn(part))
    return [await future for future in futures]


def background(root: int, coroutine: Coroutine[Any, None, None]) -> None:
    """Run a coroutine that belongs to no stream; its error is logged."""
    Task(root, root, _logged(coroutine)).start()


async def _logged(coroutine: Coroutine[Any, None, None]) -> None:
    try:
        await coroutine
    except Exception as error:
        abi.log(abi.ERROR, abi.format_exception(error))


def guarded(action: Callable[[], None]) -> None:
    """Run an action that belongs to no stream; its error is logged."""
    try:
        action()
    except Exception as error:
        abi.log(abi.ERROR, abi.format_exception(error))
