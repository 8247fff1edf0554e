"""Collect mistakes instead of stopping at the first."""

from collections.abc import Callable
from typing import TypeVar

from pygress.base.diagnostics import Diagnostic, DiagnosticError, in_order

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
