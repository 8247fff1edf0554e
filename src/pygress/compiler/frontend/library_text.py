"""Our library as the type checker gets to see it: only what a program can name.

mypy checks every body that it is given, and most of a warm build would go into parts of the SDK and of the standard
library that the program never mentions. Input: the names that occur in the program. Output: for each library module
that is reached its text, in which whole top-level statements are blanked out (lines keep their numbers):

    def used() -> int:      ->   def used() -> int:
        return 1            ->       return 1
    def unused() -> int:    ->
        return 2            ->

Invariant: whatever the program can refer to by a name, directly or through what is kept, is kept. A name counts
wherever it occurs (as a name, attribute, keyword or in a string), so only what cannot be meant is left out.
What a file mentions depends on its text alone and is cached by it.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import marshal
import os
import re
import sys
import tempfile
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from pygress.compiler.runtime.cache import cache_dir
from pygress.compiler.stdlib import ALIASES, FORMS

PACKAGE = Path(__file__).parents[2]
STDLIB = "pygress.compiler.stdlib"
PRIMITIVES = frozenset({f"{STDLIB}.native", "pygress.sdk.abi", "pygress.sdk.document"})
"""Modules whose functions are C functions: only their signatures count."""
MIXIN = "Methods"
"""End of the names of the classes in `stdlib/collections_abc.py`."""
_WORD = re.compile(r"[^\W\d]\w*")
_FORMAT = b"2"
"""Part of the key of cached facts; to change with their layout."""

# (first line, last line, names it defines or nothing if it always counts, names it mentions, imports, body)
# An import is (module, name in it or "", name it binds); a body is (first line, column, last line) or nothing.
_Import = tuple[str, str, str]
_Statement = tuple[int, int, tuple[str, ...], tuple[str, ...], tuple[_Import, ...], tuple[int, ...]]


@dataclass
class _Module:
    name: str
    path: Path
    text: str
    live: list[_Statement] = field(default_factory=list)
    names: dict[int, list[_Import]] = field(default_factory=dict)
    """Imports that are wanted, by the line of their statement."""


class LibraryTexts:
    """The modules of ours that a program reaches; they grow as names are mentioned."""

    def __init__(self) -> None:
        self.implemented: dict[str, str] = {}
        """Standard module that something imports -> ours."""
        self.asked: set[str] = set()
        """Modules that something imports and that are not of the library."""
        self._modules: dict[str, _Module | None] = {}
        self._words: set[str] = set()
        self._waiting: dict[str, list[tuple[_Module, _Statement, _Import | None]]] = {}
        self._queue: deque[str] = deque()

    def mention(self, words: set[str]) -> None:
        """Let names count, and what they lead to."""
        for word in words:
            self._add_word(word)
        self._settle()

    def load(self, module: str) -> bool:
        """Load a module that something imports; tells whether it is one of the library (ours, or replaced by ours)."""
        found = self._import(module)
        self._settle()
        return found

    def _settle(self) -> None:
        while self._queue:
            for module, statement, one in self._waiting.pop(self._queue.popleft(), ()):
                self._keep(module, statement, one)

    def _import(self, module: str) -> bool:
        if module == "typing":
            self._import("collections.abc")
        ours = implementation(module)
        if ours is not None:
            self.implemented[module] = ours
            module = ours
        if module.partition(".")[0] != "pygress":
            self.asked.add(module)
            return False
        parts = module.split(".")
        return all(self._load(".".join(parts[: count + 1])) for count in range(len(parts)))

    def texts(self) -> list[tuple[str, Path, str]]:
        """Give name, path and reduced text of every module that was reached."""
        return [
            (one.name, one.path, _reduced(one)) for _, one in sorted(self._modules.items()) if one is not None
        ]

    def _add_word(self, word: str) -> None:
        if word in self._words:
            return
        self._words.add(word)
        self._queue.append(word)
        for also in _also(word):
            self._add_word(also)

    def _load(self, name: str) -> bool:
        if name in self._modules:
            return self._modules[name] is not None
        base = PACKAGE.parent.joinpath(*name.split("."))
        path = next((one for one in (base.with_suffix(".py"), base / "__init__.py") if one.is_file()), None)
        if path is None:
            self._modules[name] = None
            return False
        module = self._modules[name] = _Module(name, path, path.read_text(encoding="utf-8"))
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        for statement in facts(module.text, package, signatures=name in PRIMITIVES):
            imports = statement[4]
            if imports:
                for one in imports:
                    self._wait(module, statement, one, (one[2],))
            elif statement[2]:
                self._wait(module, statement, None, statement[2])
            else:
                self._keep(module, statement, None)
        return True

    def _wait(
        self, module: _Module, statement: _Statement, one: _Import | None, names: tuple[str, ...]
    ) -> None:
        if any(name in self._words for name in names):
            self._keep(module, statement, one)
        else:
            for name in names:
                self._waiting.setdefault(name, []).append((module, statement, one))

    def _keep(self, module: _Module, statement: _Statement, one: _Import | None) -> None:
        if one is not None:
            wanted = module.names.setdefault(statement[0], [])
            if one not in wanted:
                wanted.append(one)
                self._import(one[0])
                if one[1]:
                    self._import(f"{one[0]}.{one[1]}")
                    self._add_word(one[1])
            if len(wanted) > 1:
                return
        elif statement in module.live:
            return
        module.live.append(statement)
        for word in statement[3]:
            self._add_word(word)


def implementation(module: str) -> str | None:
    """Give our module for a standard one; `None` if there is none."""
    stem = module.replace(".", "_")
    return f"{STDLIB}.{stem}" if (PACKAGE / "compiler" / "stdlib" / f"{stem}.py").exists() else None


def words_in(tree: ast.AST) -> set[str]:
    """List every name that occurs in a tree, also inside strings (annotations, `getattr`)."""
    words: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                words.add(name)
            case ast.ClassDef(name=name, bases=bases):
                words.add(name)
                words.update(mixin for base in bases for mixin in _mixin(base))
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                words.add(name)
            case ast.alias(name=name):
                words.update(name.split("."))
            case ast.keyword(arg=str(name)):
                words.add(name)
            case ast.MatchClass(kwd_attrs=names):
                words.update(names)
            case ast.Constant(value=str(text)) if len(text) < 200:
                words.update(_WORD.findall(text))
    return words


def _mixin(base: ast.expr) -> list[str]:
    """Give the name of the class whose methods a class gets with a base such as `Mapping[str, int]`."""
    if isinstance(base, ast.Subscript):
        base = base.value
    match base:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return [name + MIXIN]
    return []


def facts(text: str, package: str, *, signatures: bool) -> list[_Statement]:
    """Give what each top-level statement of a library module defines and mentions."""
    key = hashlib.sha256(
        b"\0".join((_FORMAT, sys.version.encode(), package.encode(), bytes([signatures]), text.encode()))
    ).hexdigest()[:32]
    path = cache_dir() / "facts" / key
    with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
        found: list[_Statement] = marshal.loads(path.read_bytes())
        return found
    found = [
        one
        for node in ast.parse(text).body
        for one in [_statement(node, package, signatures=signatures)]
        if one is not None
    ]
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(marshal.dumps(found))
        Path(part).replace(path)
    return found


def _statement(node: ast.stmt, package: str, *, signatures: bool) -> _Statement | None:
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    last = node.end_lineno or node.lineno
    if isinstance(node, ast.Import | ast.ImportFrom):
        return first, last, (), (), tuple(_imports(node, package)), ()
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return None
    if signatures and isinstance(node, ast.FunctionDef):
        head = ast.FunctionDef(node.name, node.args, [], node.decorator_list, node.returns)
        body = (node.body[0].lineno, node.body[0].col_offset, last)
        return first, last, (node.name,), tuple(sorted(words_in(head) - {node.name})), (), body
    names: tuple[str, ...] = ()
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            names = (name,)
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return None
        case ast.Assign(targets=targets) if all(isinstance(one, ast.Name) for one in targets):
            names = tuple(one.id for one in targets if isinstance(one, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            names = (name,)
    return first, last, names, tuple(sorted(words_in(node) - set(names))), (), ()


def _imports(node: ast.Import | ast.ImportFrom, package: str) -> list[_Import]:
    if isinstance(node, ast.Import):
        return [(one.name, "", one.asname or one.name.partition(".")[0]) for one in node.names]
    source = absolute(node, package)
    return [(source, one.name, one.asname or one.name) for one in node.names]


def absolute(node: ast.ImportFrom, package: str) -> str:
    """Give the module that a `from` import names, seen from a module of `package`."""
    source = node.module or ""
    if not node.level:
        return source
    parts = package.split(".") if package else []
    parts = parts[: len(parts) + 1 - node.level]
    return ".".join([*parts, source] if source else parts)


def _also(word: str) -> list[str]:
    """Give the names that a name may lead to without a mention: forms of a function, aliases."""
    return _ALSO.get(word, [])


def _also_table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for full, forms in FORMS.items():
        table.setdefault(full.rpartition(".")[2], []).extend(sorted(set(forms.values())))
    for full, target in ALIASES.items():
        table.setdefault(full.rpartition(".")[2], []).append(target.rpartition(".")[2])
    table[f"Set{MIXIN}"] = [f"AbstractSet{MIXIN}"]
    return table


_ALSO = _also_table()


def _reduced(module: _Module) -> str:
    lines = module.text.splitlines()
    out = [""] * len(lines)
    for first, last, _names, _words, imports, body in sorted(module.live):
        if imports:
            out[first - 1] = _import_line(module.names[first])
        elif body:
            out[first - 1 : body[0] - 1] = lines[first - 1 : body[0] - 1]
            inside = " " * body[1] if body[0] > first else ""
            out[body[0] - 1] = f"{inside}raise NotImplementedError"
        else:
            out[first - 1 : last] = lines[first - 1 : last]
    return "\n".join(out) + "\n"


def _import_line(wanted: list[_Import]) -> str:
    parts = []
    for source, name, bound in sorted(wanted):
        if name:
            parts.append(f"from {source} import {name}" + (f" as {bound}" if bound != name else ""))
        else:
            parts.append(f"import {source}" + (f" as {bound}" if bound != source.partition(".")[0] else ""))
    return "; ".join(parts)
