"""The plugin's own modules as syntax trees, and what a name in them stands for.

Names lead through imports between the plugin's modules; what lies outside is a full name (`typing.Literal`).
"""

import ast
import builtins
from dataclasses import dataclass, field
from pathlib import Path

from pygress.base.diagnostics import Diagnostic, DiagnosticError, Span
from pygress.compiler.frontend.imports import imported
from pygress.compiler.frontend.source_file import module_name, parse_source, read_source


@dataclass(eq=False)
class Module:
    """One file: its import name, its tree, and what its top level defines."""

    name: str
    path: Path
    tree: ast.Module
    lines: list[str]
    names: dict[str, ast.stmt | tuple[str, str]] = field(default_factory=dict)
    """Name -> its definition, or (module, name in it or empty) for an import."""

    def span(self, node: ast.AST) -> Span:
        """Give the place of a node."""
        line = getattr(node, "lineno", 1)
        end_line = getattr(node, "end_lineno", line) or line
        column = getattr(node, "col_offset", 0) + 1
        end = (getattr(node, "end_col_offset", 0) or 0) + 1
        return Span(
            str(self.path), line, self._characters(line, column), end_line, self._characters(end_line, end)
        )

    def _characters(self, line: int, column: int) -> int:
        """Turn a column in UTF-8 bytes, as `ast` counts, into one in characters; both from 1."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        if text.isascii():
            return column
        return len(text.encode()[: column - 1].decode("utf-8", "replace")) + 1

    def error(
        self, node: ast.AST, code: str, message: str, label: str = "", help_text: str = ""
    ) -> DiagnosticError:
        """Give an error at a node, to raise."""
        return DiagnosticError([Diagnostic(code, message, self.span(node), label, help_text)])


@dataclass(frozen=True)
class ClassRef:
    """A class of the plugin's own modules."""

    module: Module
    node: ast.ClassDef

    @property
    def name(self) -> str:
        """Its name."""
        return self.node.name

    def head(self) -> ast.expr:
        """Give its name in its head, to point at."""
        node = self.node
        line = self.module.lines[node.lineno - 1] if node.lineno <= len(self.module.lines) else ""
        at = max(line.encode().find(node.name.encode(), node.col_offset + len("class")), node.col_offset)
        end = at + len(node.name.encode())
        return ast.Name(
            node.name, lineno=node.lineno, end_lineno=node.lineno, col_offset=at, end_col_offset=end
        )


@dataclass(frozen=True)
class AliasRef:
    """A name that stands for an expression (`Names = list[str]`)."""

    module: Module
    value: ast.expr


Target = ClassRef | AliasRef | str
"""What a name stands for; a string is a full name outside of the plugin."""


class Modules:
    """Reads modules of one folder as they are asked for."""

    def __init__(self, main: Path) -> None:
        self._folder = main.parent
        self._modules: dict[str, Module | None] = {}
        name = module_name(main)
        self.main = self._read(name, main)
        self._modules[name] = self.main

    def module(self, name: str) -> Module | None:
        """Give a module of the plugin, or None if it lies outside."""
        if name not in self._modules:
            base = self._folder.joinpath(*name.split("."))
            found = next(
                (path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None
            )
            self._modules[name] = None if found is None else self._read(name, found)
        return self._modules[name]

    def read(self) -> list[Module]:
        """List the modules that were asked for so far."""
        return [one for one in self._modules.values() if one is not None]

    def reached(self) -> tuple[list[ast.Module], set[str]]:
        """Read every module of the plugin that one of its files imports; gives trees and names from outside."""
        outside: set[str] = set()
        seen: set[str] = set()
        queue = self.read()
        trees = []
        while queue:
            module = queue.pop()
            if module.name in seen:
                continue
            seen.add(module.name)
            trees.append(module.tree)
            is_package = module.path.name == "__init__.py"
            package = module.name if is_package else module.name.rpartition(".")[0]
            for name in sorted(imported(module.tree, package)):
                own = self.module(name)
                if own is None:
                    outside.add(name)
                else:
                    queue.append(own)
        return trees, outside

    def imports(self, name: str) -> bool:
        """Say whether a module read so far imports a module from outside."""
        return any(
            isinstance(found, tuple) and (found[0] == name or f"{found[0]}.{found[1]}" == name)
            for module in self._modules.values()
            if module is not None
            for found in module.names.values()
        )

    def resolve(self, module: Module, node: ast.expr) -> Target | None:
        """Say what a name or dotted name stands for."""
        if isinstance(node, ast.Name):
            return self._named(module, node.id)
        if isinstance(node, ast.Attribute):
            base = self.resolve(module, node.value)
            if isinstance(base, str):
                inner = self.module(base)
                return f"{base}.{node.attr}" if inner is None else self._named(inner, node.attr)
        return None

    def _named(self, module: Module, name: str) -> Target | None:
        found = module.names.get(name)
        if isinstance(found, ast.ClassDef):
            return ClassRef(module, found)
        if isinstance(found, ast.Assign | ast.AnnAssign) and found.value is not None:
            return AliasRef(module, found.value)
        if isinstance(found, tuple):
            source, inside = found
            target = self.module(source)
            if target is not None and inside:
                return self._named(target, inside) or f"{source}.{inside}"
            return f"{source}.{inside}" if inside else source
        if found is None and hasattr(builtins, name):
            return f"builtins.{name}"
        return None

    def _read(self, name: str, path: Path) -> Module:
        text = read_source(path)
        tree = parse_source(text, str(path))
        module = Module(name, path, tree, text.split("\n"))
        for statement in tree.body:
            self._define(module, statement)
        return module

    def _define(self, module: Module, statement: ast.stmt) -> None:
        match statement:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                module.names[statement.name] = statement
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                module.names[name] = statement
            case ast.Import():
                for one in statement.names:
                    first = one.name.split(".")[0]
                    module.names[one.asname or first] = (one.name if one.asname else first, "")
            case ast.ImportFrom():
                source = statement.module or ""
                if statement.level:
                    package = module.path.name == "__init__.py"
                    parts = module.name.split(".")
                    parts = parts[: len(parts) + int(package) - statement.level]
                    source = ".".join([*parts, source] if source else parts)
                for one in statement.names:
                    module.names[one.asname or one.name] = (source, one.name)
            case ast.If() | ast.Try():
                for inner in statement.body:
                    self._define(module, inner)
