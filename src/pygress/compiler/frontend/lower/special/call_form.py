"""What the lowerings of special functions share: their type, and the arguments of a call by name and place."""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder, Value

Lowering = Callable[[Builder, nodes.CallExpr], Value | None]


def keyword(node: nodes.CallExpr, name: str) -> nodes.Expression | None:
    """Find a keyword argument."""
    for key, value in zip(node.arg_names, node.args, strict=True):
        if key == name:
            return value
    return None


def positional(node: nodes.CallExpr) -> list[nodes.Expression]:
    """List the positional arguments; a starred one is a mistake here."""
    if any(kind in (nodes.ARG_STAR, nodes.ARG_STAR2) for kind in node.arg_kinds):
        raise Unsupported(node, "unsupported-syntax", "`*` and `**` cannot be compiled in this call")
    return [one for one, kind in zip(node.args, node.arg_kinds, strict=True) if kind == nodes.ARG_POS]


def is_none(node: nodes.Expression) -> bool:
    """Tell whether an argument is written as `None`."""
    return isinstance(node, nodes.NameExpr) and node.fullname == "builtins.None"
