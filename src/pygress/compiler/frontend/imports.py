"""Find the library modules that a program reaches, before mypy runs: by the import statements of its files.

Input: the program's files. Output: which standard modules are replaced by ours, and the modules to load.
"""

from __future__ import annotations

import ast
from pathlib import Path

from pygress.compiler.frontend.typemap import STDLIB

_FOLDER = Path(__file__).parents[1] / "stdlib"


def implementation(module: str) -> str | None:
    """Give our module for a standard one; `None` if there is none."""
    stem = module.replace(".", "_")
    return f"{STDLIB}.{stem}" if (_FOLDER / f"{stem}.py").exists() else None


def imported_modules(text: str) -> set[str]:
    """List the modules that a file may import."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return set()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def reach(texts: list[str], search: list[Path]) -> tuple[dict[str, str], list[str]]:
    """Follow the imports: (standard module -> ours, modules of ours to load)."""
    implemented: dict[str, str] = {}
    queue = list(texts)
    seen: set[str] = set()
    while queue:
        for module in sorted(imported_modules(queue.pop())):
            if module in seen:
                continue
            seen.add(module)
            ours = implementation(module)
            if ours is not None:
                implemented[module] = ours
                queue.append((_FOLDER / f"{ours.rpartition('.')[2]}.py").read_text(encoding="utf-8"))
            elif module.startswith((STDLIB, "pygress.sdk")):
                path = _FOLDER.parents[2].joinpath(*module.split(".")).with_suffix(".py")
                if path.exists():
                    queue.append(path.read_text(encoding="utf-8"))
            else:
                for folder in search:
                    for path in (
                        folder.joinpath(*module.split(".")).with_suffix(".py"),
                        folder.joinpath(*module.split("."), "__init__.py"),
                    ):
                        if path.is_file():
                            queue.append(path.read_text(encoding="utf-8"))
    return implemented, sorted(set(implemented.values()))
