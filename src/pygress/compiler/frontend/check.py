"""Type-check a program with mypy and keep the typed trees.

Input: source files. Output: `Checked`, the trees of every module that the program reaches and the type of every
expression. Invariant: the program has no type error; mypy's messages are shown as they are (code `type-error`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mypy import build, nodes, types
from mypy.errors import CompileError
from mypy.modulefinder import BuildSource
from mypy.options import Options

import pygress
from pygress.base.diagnostics import Diagnostic, DiagnosticError, Span, one_each_line
from pygress.compiler.frontend.errors import crash_named
from pygress.compiler.frontend.missing_imports import CODE as UNSUPPORTED_IMPORT
from pygress.compiler.frontend.missing_imports import missing
from pygress.compiler.frontend.retype import Retyper
from pygress.compiler.frontend.source_file import Source
from pygress.compiler.frontend.stub_cache import stub_folder
from pygress.compiler.frontend.unpacked_members import split_members

_LINE = re.compile(
    r"^(?P<path>.*?):(?P<pos>\d+(?::\d+)*): (?P<level>error|note): (?P<text>.*?)(?:  \[(?P<code>[\w-]+)\])?$"
)
_QUOTED = re.compile(r'"([\w.]+)"')
_PACKAGE = Path(pygress.__file__).parent


@dataclass
class Checked:
    """The typed program: module name -> tree, expression -> type, path -> text."""

    files: dict[str, nodes.MypyFile]
    types: dict[nodes.Expression, types.Type]
    sources: dict[str, str]
    traces: dict[str, str]
    """Path -> path in tracebacks, of packages that are installed somewhere."""
    options: Options
    retyper: Retyper

    def info(self, full_name: str) -> nodes.TypeInfo | None:
        """Find a class by its full name, also one nested in classes."""
        parts = full_name.split(".")
        for cut in range(len(parts) - 1, 0, -1):
            tree = self.files.get(".".join(parts[:cut]))
            if tree is None:
                continue
            table: nodes.SymbolTable | None = tree.names
            node: nodes.SymbolNode | None = None
            for part in parts[cut:]:
                entry = table.get(part) if table is not None else None
                node = entry.node if entry is not None else None
                table = node.names if isinstance(node, nodes.TypeInfo) else None
            if isinstance(node, nodes.TypeInfo):
                return node
        return None


def check(sources: list[Source], library: list[Source], mistakes: Sequence[Diagnostic] = ()) -> Checked:
    """Type-check `sources`, the modules of the program, together with those of our `library`.

    Raises `DiagnosticError` with every mistake that mypy found, and those that are known already.
    """
    options = _options()
    # Trees that come back from mypy's cache have no function bodies: only stubs may be in it.
    options.per_module_options = {one.module: {"cache_dir": os.devnull} for one in [*sources, *library]}
    inputs = [BuildSource(one.path, one.module, one.text) for one in [*sources, *library]]
    lines: list[str] = []
    try:
        with crash_named(sources[0].path):
            result = build.build(
                inputs,
                options,
                alt_lib_path=str(_PACKAGE.parent),
                flush_errors=lambda _path, messages, _serious: lines.extend(messages),
            )
    except CompileError as error:
        lines.extend(one for one in error.messages if one not in lines)
        raise DiagnosticError(one_each_line(mistakes, _read_messages(lines, sources))) from None
    diagnostics = one_each_line(mistakes, _read_messages(lines, sources))
    if any(one.severity == "error" for one in diagnostics):
        raise DiagnosticError(diagnostics)
    split_members(result.files[one.module] for one in sources if one.module in result.files)
    texts = {one.path: one.text for one in sources}
    traces = {one.path: one.trace for one in sources if one.trace}
    retyper = Retyper(result.manager, result.types)
    return Checked(result.files, result.types, texts, traces, options, retyper)


def _options() -> Options:
    options = Options()
    options.python_version = (3, 11)
    options.platform = "linux"
    options.incremental = True
    options.sqlite_cache = False
    options.cache_dir = str(stub_folder())
    options.export_types = True
    options.preserve_asts = True
    options.include_docstrings = True
    options.show_column_numbers = True
    options.show_error_end = True
    options.hide_error_codes = False
    options.error_summary = False
    options.show_absolute_path = False
    options.local_partial_types = True
    options.check_untyped_defs = True
    options.warn_unreachable = False
    options.enable_error_code = []
    options.always_true = ["PYGRESS"]
    return options


def _read_messages(lines: list[str], sources: list[Source]) -> list[Diagnostic]:
    texts = {one.path: one.text.split("\n") for one in sources}
    out: list[Diagnostic] = []
    for line in lines:
        match = _LINE.match(line)
        if match is None:
            if line.strip():
                out.append(Diagnostic("type-error", line.strip()))
            continue
        numbers = [int(one) for one in match["pos"].split(":")]
        row, column = numbers[0], numbers[1] if len(numbers) > 1 else 1
        end_row, end_column = (numbers[2], numbers[3] + 1) if len(numbers) > 3 else (row, column + 1)
        span = Span(match["path"], row, column, end_row, end_column)
        text = match["text"]
        if match["level"] == "note":
            if out:
                last = out[-1]
                out[-1] = Diagnostic(
                    last.code,
                    last.message,
                    last.span,
                    last.label,
                    last.help,
                    (*last.notes, text),
                    last.severity,
                )
            continue
        out.append(_diagnostic(text, span, match["code"] or "", texts.get(span.path, [])))
    named = {one.span for one in out if one.label != "misc"}
    return [
        one if one.code != UNSUPPORTED_IMPORT else replace(one, notes=())
        for one in out
        # Of two messages about one place the general one says less (cyclic definitions).
        if one.label != "misc" or one.span not in named
    ]


def _diagnostic(text: str, span: Span, code: str, lines: list[str]) -> Diagnostic:
    """Give mypy's message, or our own where ours is of more help."""
    if code == "syntax":
        return Diagnostic("syntax-error", text[:1].lower() + text[1:], span)
    if code in ("import-not-found", "import-untyped", "import"):
        module = _QUOTED.search(text)
        if module is not None:
            # mypy points at the beginning of the line.
            at = lines[span.line - 1].find(module[1]) if 0 < span.line <= len(lines) else -1
            if at >= 0:
                span = Span(span.path, span.line, at + 1, span.line, at + 1 + len(module[1]))
            return missing(module[1], span)
    return Diagnostic("type-error", text, span, code)
