"""How the front end says that something cannot be compiled: raise `Unsupported`, the statement loop collects it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from mypy import nodes

from pygress.base.diagnostics import Diagnostic, Span


class Unsupported(Exception):
    """The construct at `node` cannot be compiled; one diagnostic for the user."""

    def __init__(self, node: nodes.Context, code: str, message: str, label: str = "", help: str = "") -> None:
        super().__init__(message)
        self.node = node
        self.code = code
        self.message = message
        self.label = label
        self.help = help

    def diagnostic(self, path: str) -> Diagnostic:
        """Place the mistake in the file `path`."""
        return Diagnostic(self.code, self.message, span_of(path, self.node), self.label, self.help)


class InternalError(Exception):
    """A bug of the compiler, at a line of the user's program."""

    def __init__(self, path: str, line: int, cause: BaseException) -> None:
        super().__init__(f"internal error at {path}:{line}: {type(cause).__name__}: {cause}")
        self.path = path
        self.line = line


_CRASH = re.compile(r"^(.+?):(\d+): error: INTERNAL ERROR", re.MULTILINE)


@contextmanager
def crash_named(path: str) -> Iterator[None]:
    """Turn a crash of the type checker, which prints its place and ends the process, into an `InternalError`."""
    noise = io.StringIO()
    try:
        with redirect_stderr(noise), redirect_stdout(noise):
            yield
    except SystemExit as stop:
        place = _CRASH.search(noise.getvalue())
        cause = RuntimeError("the type checker has failed")
        raise InternalError(place[1] if place else path, int(place[2]) if place else 1, cause) from stop


def span_of(path: str, node: nodes.Context) -> Span:
    """Turn mypy's position (columns from 0) into ours (from 1)."""
    end_line = node.end_line if node.end_line is not None else node.line
    end_column = node.end_column if node.end_column is not None else node.column + 1
    return Span(path, max(node.line, 1), max(node.column, 0) + 1, end_line, max(end_column, 0) + 1)
