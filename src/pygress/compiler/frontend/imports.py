"""Find the modules that a program reaches, before mypy runs: by the import statements of its files.

Input: the program's own modules. Output: those, the modules of theirs that they import (beside them, or typed
packages that are installed), and our library reduced to what they can name.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from pygress.base.diagnostics import Diagnostic
from pygress.compiler.frontend.library_text import LibraryTexts, absolute, words_in
from pygress.compiler.frontend.missing_imports import hidden_modules, not_in_library
from pygress.compiler.frontend.source_file import Source, read_source


@dataclass
class Reached:
    """All modules of a program: `sources` are the user's and those of typed packages, `library` ours."""

    sources: list[Source] = field(default_factory=list)
    library: list[Source] = field(default_factory=list)
    implemented: dict[str, str] = field(default_factory=dict)
    """Standard module -> ours."""
    mistakes: list[Diagnostic] = field(default_factory=list)
    """Imports that cannot be compiled."""


def reach(mains: list[Source], folder: Path) -> Reached:
    """Follow the imports of a program whose modules lie in `folder`."""
    library = LibraryTexts()
    found = {one.module: one for one in mains}
    shown = Path(mains[0].path).parent
    queue = list(mains)
    trees: list[tuple[Source, ast.Module]] = []
    mistakes: list[Diagnostic] = []
    while queue:
        source = queue.pop(0)
        try:
            tree = ast.parse(source.text)
        except (SyntaxError, ValueError):
            continue  # mypy tells
        trees.append((source, tree))
        library.mention(words_in(tree))
        package = source.module if source.is_package else source.module.rpartition(".")[0]
        for module in sorted(imported(tree, package)):
            one = found.get(module)
            if one is None and module.partition(".")[0] not in sys.stdlib_module_names:
                one = _beside(module, folder, shown)
            if one is None and not library.load(module):
                one = _installed(module)
            if one is not None and module not in found:
                found[module] = one
                queue.append(one)
    ours = [Source(name, str(path), text) for name, path, text in library.texts()]
    asked = library.asked | library.implemented.keys()
    mistakes += hidden_modules(dict.fromkeys((folder, Path.cwd())), asked, trees)
    known = {*found, *library.implemented, *(one.module for one in ours)}
    for source, tree in trees:
        mistakes += not_in_library(tree, source, known)
    return Reached(list(found.values()), ours, library.implemented, mistakes)


def imported(tree: ast.Module, package: str) -> set[str]:
    """List the modules that a file may import, and the packages that they are in."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            source = absolute(node, package)
            if source:
                found.add(source)
            found |= {f"{source}.{alias.name}" if source else alias.name for alias in node.names}
    return {
        ".".join(parts[: count + 1])
        for name in found
        for parts in [name.split(".")]
        for count in range(len(parts))
    }


def _beside(module: str, folder: Path, shown: Path) -> Source | None:
    return _read(module, folder, shown)


def _installed(module: str) -> Source | None:
    """Find a module of an installed package that has types (`py.typed`)."""
    top = module.partition(".")[0]
    for place in _site_folders():
        if (place / top / "py.typed").is_file():
            found = _read(module, place, place)
            return (
                None
                if found is None
                else replace(found, trace=Path(found.path).relative_to(place).as_posix())
            )
    return None


def _read(module: str, folder: Path, shown: Path) -> Source | None:
    parts = module.split(".")
    for tail in (Path(*parts, "__init__.py"), Path(*parts).with_suffix(".py")):
        if (folder / tail).is_file():
            return Source(module, str(shown / tail), read_source(folder / tail, str(shown / tail)))
    return None


@cache
def _site_folders() -> tuple[Path, ...]:
    """Give the folders of installed packages, not those of Python itself."""
    return tuple(
        path
        for path in map(Path, sys.path)
        if path.name in ("site-packages", "dist-packages") and path.is_dir()
    )
