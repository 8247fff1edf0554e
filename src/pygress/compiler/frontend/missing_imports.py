"""Imports that cannot be compiled: what is missing, why, and what to use instead.

Input: the import statements of the user's files. Output: diagnostics `unsupported-import` at each name.
"""

from __future__ import annotations

import ast
import difflib
import os
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import PathFinder
from pathlib import Path

from pygress.base.diagnostics import Diagnostic, Span
from pygress.compiler.frontend.source_file import Source

CODE = "unsupported-import"
HELP = "`pygress explain unsupported-import` lists the modules that can be used"
_CALLS = "call other services with `pygress.sdk.http`"
_TASKS = "a module has no threads and no processes; `pygress.sdk.spawn` starts a task"
INSTEAD = {
    "email.utils": 'the dates of HTTP are read by `datetime.strptime(text, "%a, %d %b %Y %H:%M:%S GMT")`',
    "http.cookies": "`pygress.sdk.cookies` reads and writes cookies",
    "statistics": "a mean is `math.fsum(x) / len(x)`, a median `sorted(x)[len(x) // 2]`",
    "csv": '`line.split(",")` reads lines without quotes',
    "argparse": "`sys.argv` holds the arguments",
    "decimal": "count in the smallest unit, as `int`",
    "fractions": "keep two `int`, and shorten them by `math.gcd`",
    "zoneinfo": "`datetime.timezone(timedelta(hours=1))` is a zone of fixed distance",
    "aiohttp": _CALLS,
    "concurrent": _TASKS,
    "http.client": _CALLS,
    "httpx": _CALLS,
    "multiprocessing": _TASKS,
    "pathlib": "a module has no files; put what it needs into its configuration",
    "pickle": "use `json`",
    "regex": "use `re`",
    "requests": _CALLS,
    "shutil": "a module has no files; put what it needs into its configuration",
    "simplejson": "use `json`",
    "socket": _CALLS,
    "subprocess": _TASKS,
    "tempfile": "a module has no files; put what it needs into its configuration",
    "threading": _TASKS,
    "ujson": "use `json`",
    "urllib.request": _CALLS,
    "urllib3": _CALLS,
    "jwt": "`pygress.sdk.jwt` verifies tokens",
    "orjson": "use `json`",
    "pydantic": "the configuration is a dataclass; `Annotated[int, Range(1, 9)]` limits a field",
}


_STUBS = {"_typeshed", "mypy_extensions", "pygress"}
"""Where mypy looks by itself."""
_OF_NO_USE = {"asyncio", "builtins", "urllib", "decimal", "inspect", "locale", "numbers", "platform"}
"""Modules that may be imported (stubs name them), but have nothing that can be compiled."""


def library_modules() -> list[str]:
    """List the standard modules that can be imported."""
    from pygress.compiler.frontend.lower.modules import KNOWN_MODULES

    folder = Path(__file__).parents[1] / "stdlib"
    stems = {one.stem for one in folder.glob("*.py")}
    names = {one if one in sys.stdlib_module_names else one.replace("_", ".") for one in stems}
    ours = {one for one in names if one.partition(".")[0] in sys.stdlib_module_names}
    return sorted((ours | KNOWN_MODULES) - _OF_NO_USE)


def hidden_modules(
    folders: Iterable[Path], asked: Iterable[str], trees: Sequence[tuple[Source, ast.Module]]
) -> list[Diagnostic]:
    """Give the files that have the name of a standard module which the program or our library imports.

    `folders` are those that mypy searches first: the program's, and the working directory.
    """
    out = []
    for name in sorted({one.partition(".")[0] for one in asked} & sys.stdlib_module_names | _CORE):
        for folder in folders:
            for path in (folder / f"{name}.py", folder / name / "__init__.py"):
                if path.is_file() and path.resolve() not in {Path(one.path).resolve() for one, _ in trees}:
                    shown = os.path.relpath(path)
                    out.append(
                        Diagnostic(
                            "name-clash",
                            f"`{shown}` hides the module `{name}` of Python's library",
                            _place_of(name, trees) or Span(shown, 1, 1, 1, 2),
                            "",
                            f"rename `{shown}`, also where it is imported",
                        )
                    )
    return out


_CORE = {
    *(
        "abc",
        "builtins",
        "collections",
        "contextlib",
        "dataclasses",
        "enum",
        "io",
        "os",
        "re",
        "sys",
        "types",
    ),
    "typing",
}
"""Modules that the stubs of the builtins import."""


def _place_of(name: str, trees: Sequence[tuple[Source, ast.Module]]) -> Span | None:
    for source, tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for one in node.names:
                    if one.name.partition(".")[0] == name:
                        return _span(source.path, one)
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:  # noqa: SIM102
                if node.module.partition(".")[0] == name:
                    return _span(source.path, node)
    return None


def not_in_library(tree: ast.Module, source: Source, known: set[str]) -> list[Diagnostic]:
    """Give the imports at the top level of a file that name a module which we do not have.

    `known` are the modules that were found: the user's, those of packages, and ours.
    """
    from pygress.compiler.frontend.lower.modules import KNOWN_MODULES

    out = []
    for node in tree.body:
        names: list[tuple[str, ast.AST]] = []
        if isinstance(node, ast.Import):
            names = [(one.name, one) for one in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = [(node.module, node)]
        for name, place in names:
            elsewhere = name in KNOWN_MODULES or name.partition(".")[0] in _STUBS
            if name not in known and not elsewhere and not _package_of(name, known):
                out.append(missing(name, _span(source.path, place)))
    return out


def missing(module: str, span: Span) -> Diagnostic:
    """Give the diagnostic for a module that is not there, or not as typed Python."""
    top = module.partition(".")[0]
    help_text = INSTEAD.get(module) or INSTEAD.get(top) or HELP
    if top in sys.stdlib_module_names:
        return Diagnostic(
            CODE, f"the module `{module}` cannot be compiled", span, "not part of the library", help_text
        )
    spec = PathFinder.find_spec(top)
    if spec is None:
        close = difflib.get_close_matches(top, library_modules(), 1, 0.75)
        if close and help_text is HELP:
            help_text = f"did you mean `{close[0]}`?"
        return Diagnostic(CODE, f"no module `{module}` was found", span, "not found", help_text)
    folders = [Path(one) for one in spec.submodule_search_locations or []]
    origin = Path(spec.origin) if spec.origin else None
    if _is_native(origin, folders):
        reason, label = (
            f"`{module}` is not pure Python: parts of it are compiled for this machine",
            "native code",
        )
    elif not any((one / "py.typed").is_file() for one in folders):
        reason, label = f"`{module}` is installed without types: it has no `py.typed`", "no types"
    else:
        reason, label = f"no module `{module}` was found in the installed package `{top}`", "not found"
    return Diagnostic(CODE, reason, span, label, help_text)


def _is_native(origin: Path | None, folders: list[Path]) -> bool:
    if origin is not None and origin.suffix in (".so", ".pyd"):
        return True
    return any(next(one.rglob("*.so"), None) is not None for one in folders)


def _package_of(name: str, known: set[str]) -> bool:
    """Tell whether a module is the package of one that is known (`import urllib` beside `urllib.parse`)."""
    return any(one.startswith(name + ".") for one in known)


def _span(shown: str, node: ast.AST) -> Span:
    line = getattr(node, "lineno", 1)
    end_line = getattr(node, "end_lineno", line) or line
    column = getattr(node, "col_offset", 0) + 1
    return Span(shown, line, column, end_line, (getattr(node, "end_col_offset", 0) or 0) + 1)
