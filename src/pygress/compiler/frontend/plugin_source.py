"""Read what a plugin's files say before the type checker runs: its class, phases, configuration, metadata.

Input: the text of `plugin.py` (and of modules beside it, for inherited phases). Output: the `Shape` from which the
SDK writes the entry module, and the arguments of `@plugin(...)`. Nothing is run.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pygress.base.diagnostics import Diagnostic, DiagnosticError, Span
from pygress.sdk.entry import PHASES, Method, Shape, State, Timer, check_shape


@dataclass(frozen=True)
class PluginSource:
    """The plugin class as its file defines it."""

    shape: Shape
    metadata: dict[str, Any]
    line: int
    docstring: str


@dataclass(frozen=True)
class _Class:
    node: ast.ClassDef
    module: str


def read_plugin(path: Path, shown: str, module: str) -> PluginSource:
    """Read the plugin of a file; raises `DiagnosticError` if there is not exactly one."""
    text = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        span = Span(shown, error.lineno or 1, error.offset or 1, error.end_lineno or error.lineno or 1, error.end_offset or 2)
        raise DiagnosticError([Diagnostic("type-error", error.msg, span, "syntax")]) from None
    classes = _classes(tree, module, path.parent, set())
    found = [(one, call) for one in tree.body if isinstance(one, ast.ClassDef) and (call := _plugin_call(one)) is not None]
    if len(found) != 1:
        names = ", ".join(f"`{one.name}`" for one, _ in found)
        message = f"more than one class is marked with `@plugin`: {names}" if found else "no class is marked with `@plugin(...)`"
        span = _span(shown, found[1][0]) if found else Span(shown, 1, 1, 1, 2)
        help_text = "write `@plugin(name=\"...\", version=\"...\")` above the filter class" if not found else "keep one"
        raise DiagnosticError([Diagnostic("no-plugin", message, span, "", help_text)])
    node, call = found[0]
    metadata = _metadata(call, shown)
    bases = _linearise(node.name, classes)
    config = _config(node.name, classes)
    if config is None:
        message = f"`{node.name}` must derive from `HttpFilter[Config]`"
        raise DiagnosticError([Diagnostic("no-plugin", message, _span(shown, node))])
    methods = []
    for phase in PHASES:
        function = _method(bases, phase)
        if function is not None:
            none = function.returns is not None and isinstance(function.returns, ast.Constant) and function.returns.value is None
            methods.append(Method(phase, isinstance(function, ast.AsyncFunctionDef), none))
    config_module, config_class = config
    shape = Shape(
        filter_module=module,
        filter_class=node.name,
        config_module=config_module,
        config_class=config_class,
        methods=tuple(methods),
        reads_later=True,
        state=_state(bases, classes),
    )
    problems = check_shape(shape)
    if problems:
        raise DiagnosticError([Diagnostic("bad-plugin", one, _span(shown, node)) for one in problems])
    docstring = ast.get_docstring(tree) or ""
    metadata.setdefault("version", "0.1.0")
    metadata.setdefault("phase", "UNSPECIFIED_PHASE")
    metadata.setdefault("priority", 0)
    metadata["title"] = metadata.get("title") or metadata["name"]
    metadata["description"] = metadata.get("description") or docstring.partition("\n")[0]
    return PluginSource(shape, metadata, node.lineno, docstring)


def _span(shown: str, node: ast.expr | ast.stmt) -> Span:
    end = (node.end_lineno or node.lineno, (node.end_col_offset or node.col_offset) + 1)
    if isinstance(node, ast.ClassDef):
        start = node.col_offset + 7
        return Span(shown, node.lineno, start, node.lineno, start + len(node.name))
    return Span(shown, node.lineno, node.col_offset + 1, *end)


def _plugin_call(node: ast.ClassDef) -> ast.Call | None:
    for one in node.decorator_list:
        if isinstance(one, ast.Call) and ast.unparse(one.func).rpartition(".")[2] == "plugin":
            return one
    return None


def _metadata(call: ast.Call, shown: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for one in call.keywords:
        try:
            out[str(one.arg)] = ast.literal_eval(one.value)
        except ValueError:
            message = f"`{one.arg}` of `@plugin` must be a literal"
            span = _span(shown, one.value)
            raise DiagnosticError([Diagnostic("bad-plugin", message, span, "not a literal")]) from None
    if "name" not in out:
        raise DiagnosticError([Diagnostic("bad-plugin", "`@plugin` needs a `name`", _span(shown, call))])
    return out


def _classes(tree: ast.Module, module: str, folder: Path, seen: set[str]) -> dict[str, _Class]:
    """Collect the classes that a file defines or imports from files beside it."""
    out: dict[str, _Class] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            out[node.name] = _Class(node, module)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            path = folder.joinpath(*node.module.split(".")).with_suffix(".py")
            if not path.is_file() or node.module in seen:
                continue
            seen.add(node.module)
            try:
                inner = _classes(ast.parse(path.read_text(encoding="utf-8")), node.module, folder, seen)
            except SyntaxError:
                continue
            for alias in node.names:
                if alias.name in inner:
                    out[alias.asname or alias.name] = inner[alias.name]
    return out


def _base_names(node: ast.ClassDef) -> list[tuple[str, ast.expr]]:
    return [(ast.unparse(one.value if isinstance(one, ast.Subscript) else one).rpartition(".")[2], one) for one in node.bases]


def _linearise(name: str, classes: dict[str, _Class]) -> list[_Class]:
    """List a class and its bases that the user wrote, nearest first."""
    if name not in classes:
        return []
    out = [classes[name]]
    for base, _ in _base_names(classes[name].node):
        out += [one for one in _linearise(base, classes) if one not in out]
    return out


def _config(name: str, classes: dict[str, _Class]) -> tuple[str, str] | None:
    """Find the argument of `HttpFilter[...]`: (module, class), or `("", "None")` for no configuration."""
    if name not in classes:
        return None
    for base, node in _base_names(classes[name].node):
        if base == "HttpFilter":
            if not isinstance(node, ast.Subscript):
                return "", "None"
            text = ast.unparse(node.slice)
            if text == "None":
                return "", "None"
            return (classes[text].module, classes[text].node.name) if text in classes else (classes[name].module, text)
        found = _config(base, classes)
        if found is not None:
            if isinstance(node, ast.Subscript) and found[1] not in classes and found != ("", "None"):
                text = ast.unparse(node.slice)
                if text in classes:
                    return classes[text].module, classes[text].node.name
            return found
    return None


def _method(bases: list[_Class], name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    for one in bases:
        for node in one.node.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
                return node
    return None


def _state(bases: list[_Class], classes: dict[str, _Class]) -> State | None:
    """Find the attribute that is annotated with a subclass of `Plugin`."""
    for one in bases:
        for node in one.node.body:
            if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
                continue
            name = ast.unparse(node.annotation)
            owners = _linearise(name, classes)
            if not any(base == "Plugin" for owner in owners for base, _ in _base_names(owner.node)):
                continue
            start = _method(owners, "on_start")
            timers = []
            for owner in owners:
                for method in owner.node.body:
                    if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
                        seconds = _every(method)
                        if seconds is not None:
                            timers.append(Timer(method.name, seconds, isinstance(method, ast.AsyncFunctionDef)))
            return State(
                attribute=node.target.id,
                module=classes[name].module,
                cls=classes[name].node.name,
                on_start=None if start is None else Method("on_start", isinstance(start, ast.AsyncFunctionDef)),
                on_queue_ready=_method(owners, "on_queue_ready") is not None,
                timers=tuple(sorted(timers, key=lambda timer: timer.method)),
            )
    return None


def _every(node: ast.FunctionDef | ast.AsyncFunctionDef) -> float | None:
    for one in node.decorator_list:
        if isinstance(one, ast.Call) and ast.unparse(one.func).rpartition(".")[2] == "every":
            for value in [*one.args, *[key.value for key in one.keywords if key.arg == "seconds"]]:
                try:
                    return float(ast.literal_eval(value))
                except ValueError:
                    return None
    return None
