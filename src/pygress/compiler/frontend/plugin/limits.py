"""Limits (`Annotated[int, Range(1, 9)]`) and defaults of configuration fields, checked when the plugin is built."""

import ast
import operator
from collections.abc import Callable
from typing import Any

from pygress.compiler.frontend.plugin.kinds import DictOf, Kind, Limited, ListOf, Plain, Union
from pygress.compiler.frontend.plugin.modules import Module

Limit = tuple[str, float | None, float | None]
_KEYS = ("minimum", "maximum")


def check_limit(module: Module, node: ast.Call, name: str) -> Limit:
    """Read `Range(...)` or `Length(...)`: name, minimum, maximum."""
    given: dict[str, Any] = {}
    pairs = [*zip(_KEYS, node.args, strict=False), *((one.arg or "**", one.value) for one in node.keywords)]
    if len(node.args) > len(_KEYS):
        raise module.error(node, "bad-config", f"`{name}` takes a minimum and a maximum")
    for key, value in pairs:
        if key not in _KEYS:
            help_text = "allowed are `minimum` and `maximum`"
            raise module.error(value, "bad-config", f"`{name}` has no argument `{key}`", "", help_text)
        try:
            given[key] = literal(value)
        except (ValueError, TypeError):
            message = f"the limits of `{name}` must be literal numbers"
            raise module.error(value, "bad-config", message) from None
        number = given[key]
        if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
            raise module.error(value, "bad-config", f"the limits of `{name}` must be literal numbers")
        if name == "Length" and number is not None and (not isinstance(number, int) or number < 0):
            message = f"a limit of `Length` must be a whole number from 0 on, got `{ast.unparse(value)}`"
            raise module.error(value, "bad-config", message)
    low, high = given.get("minimum"), given.get("maximum")
    if low is None and high is None:
        raise module.error(node, "bad-config", f"`{name}` without limits says nothing")
    if low is not None and high is not None and low > high:
        message = f"no value fits: the minimum {low} is above the maximum {high}"
        raise module.error(node, "bad-config", message)
    return name, low, high


_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.LShift: operator.lshift,
}


def literal(node: ast.expr) -> Any:
    """Give the value of a literal, also of one that is calculated (`64 * 1024`); raises `ValueError`."""
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = literal(node.left), literal(node.right)
        if all(type(one) in (int, float) and abs(one) < 1 << 64 for one in (left, right)):
            if isinstance(node.op, ast.LShift) and right not in range(64):
                raise ValueError
            try:
                return _OPERATORS[type(node.op)](left, right)
            except (TypeError, ZeroDivisionError):
                raise ValueError from None
    return ast.literal_eval(node)


def check_limited(module: Module, node: ast.expr, name: str, kind: Kind) -> None:
    """Check that a limit belongs to a type that has what it limits."""
    if name == "Range" and not _only(kind, ("int", "float"), ()):
        help_text = (
            "`Length` limits strings, lists and objects" if _only(kind, ("str",), (ListOf, DictOf)) else ""
        )
        raise module.error(node, "bad-config", "`Range` limits numbers", "", help_text)
    if name == "Length" and not _only(kind, ("str",), (ListOf, DictOf)):
        help_text = "`Range` limits numbers" if _only(kind, ("int", "float"), ()) else ""
        raise module.error(node, "bad-config", "`Length` limits strings, lists and objects", "", help_text)


def check_default(module: Module, node: ast.expr, kind: Kind, *, called: bool) -> None:
    """Check a default as far as it is a literal; its type is mypy's business."""
    if called:
        return
    mutable = isinstance(node, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp) or (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("list", "dict", "set", "bytearray")
    )
    if mutable:
        text = ast.unparse(node)
        factory = {"[]": "list", "{}": "dict", "list()": "list", "dict()": "dict"}.get(
            text, f"lambda: {text}"
        )
        message = f"`{text}` as a default would be shared: dataclasses refuse it"
        help_text = f"write `field(default_factory={factory})`"
        raise module.error(node, "bad-config", message, "", help_text)
    try:
        value = literal(node)
    except (ValueError, TypeError):
        return
    problem = _problem(kind, value)
    if problem:
        raise module.error(node, "bad-config", f"the default {problem}")


def _problem(kind: Kind, value: Any) -> str:
    if not isinstance(kind, Limited):
        return ""
    for name, low, high in kind.limits:
        if name == "Length" and isinstance(value, str):
            measured, what = float(len(value)), f"has length {len(value)}"
        elif name == "Range" and isinstance(value, int | float) and not isinstance(value, bool):
            measured, what = float(value), f"is {value}"
        else:
            continue
        if low is not None and measured < low:
            return f"{what}, the limit is at least {low}"
        if high is not None and measured > high:
            return f"{what}, the limit is at most {high}"
    return _problem(kind.inner, value)


def _only(kind: Kind, names: tuple[str, ...], classes: tuple[type, ...]) -> bool:
    """Tell whether a value of the kind can be measured, `None` aside."""
    match kind:
        case Plain():
            return kind.name in names
        case Limited():
            return _only(kind.inner, names, classes)
        case Union():
            members = [one for one in kind.members if one != Plain("None")]
            return bool(members) and all(_only(one, names, classes) for one in members)
    return isinstance(kind, classes)
