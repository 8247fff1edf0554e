"""Collect mistakes instead of stopping at the first."""

from collections.abc import Callable
from typing import TypeVar

from pygress.base.diagnostics import Diagnostic, DiagnosticError

T = TypeVar("T")


class Mistakes:
    """The mistakes and warnings that were found so far."""

    def __init__(self) -> None:
        self.errors: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []

    def collect(self, work: Callable[[], T]) -> T | None:
        """Run `work`; keep its mistakes and give None if it has any."""
        try:
            return work()
        except DiagnosticError as error:
            self.add(*error.diagnostics)
            return None

    def add(self, *found: Diagnostic) -> None:
        """Keep mistakes, the same one once."""
        for one in found:
            kept = self.errors if one.severity == "error" else self.warnings
            if one not in kept:
                kept.append(one)

    def stop_if_any(self) -> None:
        """Raise all errors."""
        if self.errors:
            raise DiagnosticError(in_order(self.errors))


def in_order(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Sort by place; what has no place comes first."""
    return sorted(
        diagnostics,
        key=lambda one: (one.span.path, one.span.line, one.span.column) if one.span else ("", 0, 0),
    )


def one_each_line(first: list[Diagnostic], then: list[Diagnostic]) -> list[Diagnostic]:
    """Join two lists in order: of `then` only what lies on lines about which `first` has said nothing."""
    lines = {(one.span.path, one.span.line) for one in first if one.span is not None}
    more = [one for one in then if one.span is None or (one.span.path, one.span.line) not in lines]
    return in_order([*first, *more])
