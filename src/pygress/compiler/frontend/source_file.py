"""Read a Python source file; whatever is wrong with the file itself is a mistake like any other.

Input: a path. Output: its text with `\\n` as line end, without a byte order mark.
"""

from __future__ import annotations

import ast
import keyword
import sys
from dataclasses import dataclass
from pathlib import Path

from pygress.base.diagnostics import Diagnostic, DiagnosticError, Span

LARGEST = 1 << 20
"""Bytes of the largest source file, some 25,000 lines: mypy needs about 500 times as much memory."""


@dataclass(frozen=True)
class Source:
    """One module of the program: its import name, the path shown to people, and its text."""

    module: str
    path: str
    text: str
    trace: str = ""
    """The path in tracebacks, where that is not to be `path`: the same on every machine."""

    @property
    def is_package(self) -> bool:
        """Whether it is the `__init__.py` of a package."""
        return Path(self.path).name == "__init__.py"


def read_source(path: Path, shown: str = "") -> str:
    """Read a file; raises `DiagnosticError` with the code `bad-file` if it is no text that can be compiled."""
    shown = shown or str(path)
    try:
        if path.is_dir():
            raise _bad(shown, "is a folder", "name a file")
        if (size := path.stat().st_size) > LARGEST:
            raise _bad(shown, f"is too large: {size:,} bytes, at most {LARGEST:,}", "split it into modules")
        data = path.read_bytes()
    except OSError as error:
        raise _bad(shown, f"cannot be read: {(error.strerror or str(error)).lower()}") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        message = f"`{shown}` is not UTF-8: byte 0x{data[error.start]:02x}"
        span = Span(shown, line, column, line, column + 1)
        raise DiagnosticError([Diagnostic("bad-file", message, span, "", "save the file as UTF-8")]) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        message = f"`{shown}` contains a null character: is it a text file?"
        raise DiagnosticError([Diagnostic("bad-file", message, Span(shown, line, 1, line, 2))])
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_source(text: str, shown: str) -> ast.Module:
    """Parse a file; raises `DiagnosticError` with the code `syntax-error`."""
    try:
        return ast.parse(text, shown)
    except SyntaxError as error:
        line, column = max(error.lineno or 1, 1), max(error.offset or 1, 1)
        same_line = error.end_lineno == line and error.end_offset is not None
        end = error.end_offset if same_line and error.end_offset is not None else 0
        span = Span(shown, line, column, line, max(end, column + 1))
        raise DiagnosticError([Diagnostic("syntax-error", error.msg, span)]) from None
    except (RecursionError, MemoryError):
        message = f"`{shown}` is nested too deeply to be read"
        raise DiagnosticError([Diagnostic("syntax-error", message, Span(shown, 1, 1, 1, 2))]) from None


def module_name(path: Path) -> str:
    """Give a module name for a file that hides no standard module; dashes and the like become underscores."""
    stem = "".join(one if one.isalnum() or one == "_" else "_" for one in path.stem)
    if stem in sys.stdlib_module_names:
        return f"{stem}_"
    return stem if stem.isidentifier() and not keyword.iskeyword(stem) else f"_{stem}"


def _bad(shown: str, what: str, help_text: str = "") -> DiagnosticError:
    return DiagnosticError([Diagnostic("bad-file", f"`{shown}` {what}", None, "", help_text)])
