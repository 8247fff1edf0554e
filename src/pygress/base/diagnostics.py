"""Diagnostics: what is wrong, where, and what to do about it.

Input: spans and messages from any stage. Output: text for people (`render`) or plain data (`to_json`).
Every message is lower case, names identifiers in backticks, and has no final stop; a fix goes into `help`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Span:
    """A piece of a text file; lines and columns count from 1, `end_column` is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Diagnostic:
    """One mistake: `code` is the stable key of `pygress explain`, `label` stands under the marked text."""

    code: str
    message: str
    span: Span | None = None
    label: str = ""
    help: str = ""
    notes: tuple[str, ...] = ()
    severity: Severity = "error"

    def to_json(self) -> dict[str, object]:
        """Give the plain data that `-o json` prints; empty fields are left out."""
        data: dict[str, object] = {"severity": self.severity, "code": self.code, "message": self.message}
        if self.span is not None:
            data["path"] = self.span.path
            data["line"] = self.span.line
            data["column"] = self.span.column
            data["endLine"] = self.span.end_line
            data["endColumn"] = self.span.end_column
        if self.label:
            data["label"] = self.label
        if self.help:
            data["help"] = self.help
        if self.notes:
            data["notes"] = list(self.notes)
        return data


class DiagnosticError(Exception):
    """The user's input is wrong; holds every mistake that was found, in source order."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(one.message for one in self.diagnostics))


def in_order(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Sort by place; what has no place comes first."""
    return sorted(
        diagnostics,
        key=lambda one: (one.span.path, one.span.line, one.span.column) if one.span else ("", 0, 0),
    )


def one_each_line(first: Sequence[Diagnostic], then: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Join two lists in order: of `then` only what lies on lines about which `first` has said nothing."""
    lines = {(one.span.path, one.span.line) for one in first if one.span is not None}
    more = [one for one in then if one.span is None or (one.span.path, one.span.line) not in lines]
    return in_order([*first, *more])


def render(diagnostic: Diagnostic, sources: Mapping[str, str]) -> str:
    """Render one diagnostic for a terminal without colours; `sources` maps a path to its text."""
    head = f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"
    lines = [head]
    span = diagnostic.span
    if span is not None:
        lines.append(f"  {span.path}:{span.line}:{span.column}")
        source = sources[span.path].split("\n") if span.path in sources else []
        if 0 < span.line <= len(source):
            text = source[span.line - 1]
            end = span.end_column if span.end_line == span.line else len(text) + 1
            lines += _excerpt(text, span.column - 1, end - 1, diagnostic.label)
    lines.extend(f"  note: {note}" for note in diagnostic.notes)
    if diagnostic.help:
        lines.append(f"  help: {diagnostic.help}")
    return "\n".join(lines)


_WIDEST = 160
"""Characters of a source line that are shown; of a longer one the part around the mark."""


def _excerpt(text: str, begin: int, end: int, label: str) -> list[str]:
    """Give a source line and the marker below it."""
    shown = "".join(one if one == "\t" or one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
    if len(shown) > _WIDEST:
        first = max(0, min(begin - _WIDEST // 2, len(shown) - _WIDEST))
        shown = shown[first : first + _WIDEST]
        begin, end = begin - first, min(end - first, _WIDEST)
    width = max(1, end - begin)
    margin = "".join("\t" if char == "\t" else " " for char in shown[:begin])
    return [f"   | {shown}", f"   | {margin}{'^' * width} {label}".rstrip()]


def render_all(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str]) -> str:
    """Render every diagnostic, a blank line apart, with a closing count of the errors."""
    blocks = [render(one, sources) for one in diagnostics]
    errors = sum(one.severity == "error" for one in diagnostics)
    if errors:
        blocks.append(f"{errors} error{'s' if errors != 1 else ''}")
    return "\n\n".join(blocks)
