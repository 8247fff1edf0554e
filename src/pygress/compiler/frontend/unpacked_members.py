"""Members of an enumeration that are assigned together become assignments of one member each.

    RED, GREEN = 1, 2        RED = 1; GREEN = 2
    LOW, HIGH = range(2)     LOW = 0; HIGH = 1

Input: the typed trees of the program. What is no literal is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from mypy import nodes

from pygress.compiler.frontend.walk import walk


def split_members(trees: Iterable[nodes.MypyFile]) -> None:
    """Split the assignments in all enumerations of some modules."""
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, nodes.ClassDef) and node.info.is_enum:
                node.defs.body = [part for one in node.defs.body for part in _split(one)]


def _split(statement: nodes.Statement) -> list[nodes.Statement]:
    if not isinstance(statement, nodes.AssignmentStmt) or len(statement.lvalues) != 1:
        return [statement]
    names = statement.lvalues[0]
    if not isinstance(names, nodes.TupleExpr | nodes.ListExpr):
        return [statement]
    values = _values(statement.rvalue)
    if values is None or len(values) != len(names.items):
        return [statement]
    out: list[nodes.Statement] = []
    for name, value in zip(names.items, values, strict=True):
        one = nodes.AssignmentStmt([name], value)
        one.set_line(statement)
        out.append(one)
    return out


def _values(node: nodes.Expression) -> list[nodes.Expression] | None:
    match node:
        case nodes.TupleExpr(items=items) | nodes.ListExpr(items=items):
            return None if any(isinstance(one, nodes.StarExpr) for one in items) else items
        case nodes.CallExpr(callee=nodes.RefExpr(fullname="builtins.range"), args=args):
            bounds = [one.value for one in args if isinstance(one, nodes.IntExpr)]
            if len(bounds) != len(args) or bounds[2:] == [0]:
                return None
            made: list[nodes.Expression] = []
            for number in range(*bounds[:3]):
                one = nodes.IntExpr(number)
                one.set_line(node)
                made.append(one)
            return made
    return None
