"""The class decorated with `@plugin(...)` and what its arguments say."""

import ast
import difflib
import re
from typing import Any

from pygress.base.diagnostics import Diagnostic, DiagnosticError, Span
from pygress.compiler.frontend.plugin.mistakes import Mistakes
from pygress.compiler.frontend.plugin.modules import ClassRef, Module, Modules

MARKS = ("pygress.sdk.plugin", "pygress.sdk.metadata.plugin")
_PHASES = ("AUTHN", "AUTHZ", "STATS", "UNSPECIFIED_PHASE")
_ARGUMENTS = {"name": str, "version": str, "phase": str, "priority": int, "title": str, "description": str}
_NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_VERSION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*")
_LONGEST = 63
_NAMED = 'write `@plugin(name="...")`'


def plugin_class(modules: Modules) -> tuple[ClassRef, ast.Call]:
    """Find the plugin and its decorator; raises `no-plugin` if there is not exactly one."""
    main = modules.main
    found: list[tuple[ClassRef, ast.Call]] = []
    errors: list[DiagnosticError] = []
    for node in ast.walk(main.tree):
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for one in node.decorator_list:
            head = one.func if isinstance(one, ast.Call) else one
            if modules.resolve(main, head) not in MARKS:
                continue
            if not isinstance(node, ast.ClassDef):
                message = f"`@plugin` marks a class, `{node.name}` is a function"
                errors.append(main.error(one, "no-plugin", message, "", "derive a class from `HttpFilter`"))
            elif node not in main.tree.body:
                message = f"`{node.name}` must stand at the top level of the file to be the plugin"
                errors.append(main.error(one, "no-plugin", message))
            elif not isinstance(one, ast.Call):
                errors.append(main.error(one, "bad-plugin", "`@plugin` needs arguments", "", _NAMED))
            else:
                found.append((ClassRef(main, node), one))
    if len(found) > 1:
        first = found[0][0].name
        errors += [
            main.error(
                mark,
                "no-plugin",
                f"a file has one plugin: `{ref.name}` is a second one beside `{first}`",
                "",
                "put it into a folder of its own",
            )
            for ref, mark in found[1:]
        ]
    if errors:
        raise DiagnosticError([one for error in errors for one in error.diagnostics])
    if not found:
        span = Span(str(main.path), 1, 1, 1, 2)
        message = "the file has no class decorated with `@plugin(...)`"
        help_text = "mark the filter class with `@plugin(name=...)`"
        if not main.tree.body:
            message = "the file is empty"
            help_text = "`pygress plugin init NAME` begins a plugin"
        raise DiagnosticError([Diagnostic("no-plugin", message, span, "", help_text)])
    return found[0]


def metadata(mistakes: Mistakes, main: Module, cls: ClassRef, mark: ast.Call) -> dict[str, Any]:
    """Read the arguments; every mistake is collected."""
    values: dict[str, Any] = {
        "name": "",
        "version": "0.1.0",
        "phase": "UNSPECIFIED_PHASE",
        "priority": 0,
        "title": "",
        "description": "",
    }
    for argument in mark.args:
        message = "the arguments of `@plugin` are given by name"
        mistakes.add(*main.error(argument, "bad-plugin", message, "", _NAMED).diagnostics)
    for keyword in mark.keywords:
        value = mistakes.collect(lambda keyword=keyword: _value(main, keyword))  # type: ignore[misc]
        if value is not None:
            values[keyword.arg or ""] = value
    named = bool(mark.args) or any(one.arg == "name" for one in mark.keywords)
    if not named:
        mistakes.add(*main.error(mark, "bad-plugin", "`@plugin` needs a `name`", "", _NAMED).diagnostics)
    values["title"] = values["title"] or values["name"]
    doc = ast.get_docstring(main.tree) or ast.get_docstring(cls.node) or ""
    values["description"] = values["description"] or (doc.splitlines()[0] if doc else "")
    return values


def _value(main: Module, keyword: ast.keyword) -> str | int:
    name, node = keyword.arg, keyword.value
    if name is None:
        raise main.error(node, "bad-plugin", "the arguments of `@plugin` are written out, without `**`")
    if name not in _ARGUMENTS:
        raise main.error(
            keyword,
            "bad-plugin",
            f"`@plugin` has no argument `{name}`",
            "",
            did_you_mean(name, tuple(_ARGUMENTS)),
        )
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError):
        message = f"`{name}` of `@plugin` must be a literal"
        raise main.error(node, "bad-plugin", message, "not a literal", "write the value itself") from None
    if type(value) is not _ARGUMENTS[name]:
        wanted = "a string" if _ARGUMENTS[name] is str else "an integer"
        raise main.error(
            node, "bad-plugin", f"`{name}` of `@plugin` must be {wanted}, got `{ast.unparse(node)}`"
        )
    problem, help_text = _problem(name, value)
    if problem:
        raise main.error(node, "bad-plugin", problem, "", help_text)
    assert isinstance(value, str | int)
    return value


def _problem(name: str, value: Any) -> tuple[str, str]:
    """Say what is wrong with the value of an argument, and a way out."""
    if name == "name" and (not _NAME.fullmatch(value) or len(value) > _LONGEST):
        allowed = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")[:_LONGEST].strip("-")
        message = (
            f"`name` must be lower case letters, digits and dashes, at most {_LONGEST}, got `{value}`"
            if value
            else "`name` must not be empty"
        )
        return message, f'write `name="{allowed}"`' if allowed else ""
    if name == "version" and not _VERSION.fullmatch(value):
        return f"`version` must be letters, digits and `.`, `_`, `+`, `-`, got `{value}`", 'such as `"1.0.0"`'
    if name == "phase" and value not in _PHASES:
        allowed = ", ".join(f"`{one}`" for one in _PHASES)
        return f"`phase` must be one of {allowed}, got `{value}`", did_you_mean(value, _PHASES, alone=True)
    if name == "priority" and not -1000 <= value <= 1000:
        return f"`priority` must be -1000 to 1000, got {value}", ""
    return "", ""


def did_you_mean(name: str, allowed: tuple[str, ...], *, alone: bool = False) -> str:
    """Give a help text that names the likely one, or all that are allowed (not if `alone`)."""
    close = difflib.get_close_matches(name, allowed, 1, 0.6)
    if close:
        return f"did you mean `{close[0]}`?"
    return "" if alone else f"allowed are {', '.join(f'`{one}`' for one in allowed)}"
