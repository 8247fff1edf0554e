"""Walk mypy's trees. Their classes are compiled, so this is a table over the shapes we need.

Input: a node. Output: its direct children in evaluation order as written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from mypy import nodes, patterns

_Children = list[nodes.Node | None]


def _none(node: Any) -> _Children:
    return []


def _expr(node: Any) -> _Children:
    return [node.expr]


def _items(node: Any) -> _Children:
    return list(node.items)


def _patterns(node: Any) -> _Children:
    return list(node.patterns)


def _function(node: Any) -> _Children:
    return [*[one.initializer for one in node.arguments], node.body]


def _generator(node: nodes.GeneratorExpr) -> _Children:
    return [*node.sequences, *node.indices, *chain.from_iterable(node.condlists), node.left_expr]


def _dict_comprehension(node: nodes.DictionaryComprehension) -> _Children:
    return [*node.sequences, *node.indices, *chain.from_iterable(node.condlists), node.key, node.value]


def _try(node: nodes.TryStmt) -> _Children:
    return [node.body, *node.types, *node.vars, *node.handlers, node.else_body, node.finally_body]


# By the exact class: looking through a `match` costs more than everything else about a walk.
_CHILDREN: dict[type, Callable[[Any], _Children]] = {
    nodes.MypyFile: lambda node: list(node.defs),
    nodes.Block: lambda node: list(node.body),
    **dict.fromkeys(
        (
            *(nodes.ExpressionStmt, nodes.ReturnStmt, nodes.YieldExpr, nodes.YieldFromExpr, nodes.AwaitExpr),
            *(nodes.DelStmt, nodes.StarExpr, nodes.UnaryExpr, nodes.CastExpr, nodes.AssertTypeExpr),
            nodes.MemberExpr,
        ),
        _expr,
    ),
    nodes.AssignmentStmt: lambda node: [node.rvalue, *node.lvalues],
    nodes.OperatorAssignmentStmt: lambda node: [node.lvalue, node.rvalue],
    nodes.WhileStmt: lambda node: [node.expr, node.body, node.else_body],
    nodes.ForStmt: lambda node: [node.expr, node.index, node.body, node.else_body],
    nodes.AssertStmt: lambda node: [node.expr, node.msg],
    nodes.IfStmt: lambda node: [*node.expr, *node.body, node.else_body],
    nodes.RaiseStmt: lambda node: [node.expr, node.from_expr],
    nodes.TryStmt: _try,
    nodes.WithStmt: lambda node: [*node.expr, *node.target, node.body],
    nodes.MatchStmt: lambda node: [node.subject, *node.patterns, *node.guards, *node.bodies],
    nodes.FuncDef: _function,
    nodes.LambdaExpr: _function,
    nodes.OverloadedFuncDef: lambda node: [*node.items, node.impl],
    nodes.Decorator: lambda node: [*node.decorators, node.func],
    nodes.ClassDef: lambda node: [*node.decorators, *node.base_type_exprs, node.defs],
    nodes.CallExpr: lambda node: [node.callee, *node.args],
    nodes.IndexExpr: lambda node: [node.base, node.index],
    nodes.AssignmentExpr: lambda node: [node.value, node.target],
    nodes.OpExpr: lambda node: [node.left, node.right],
    nodes.ComparisonExpr: lambda node: list(node.operands),
    nodes.SliceExpr: lambda node: [node.begin_index, node.end_index, node.stride],
    nodes.SuperExpr: lambda node: [node.call],
    **dict.fromkeys((nodes.ListExpr, nodes.TupleExpr, nodes.SetExpr), _items),
    nodes.DictExpr: lambda node: list(chain.from_iterable(node.items)),
    nodes.GeneratorExpr: _generator,
    **dict.fromkeys((nodes.ListComprehension, nodes.SetComprehension), lambda node: [node.generator]),
    nodes.DictionaryComprehension: _dict_comprehension,
    nodes.ConditionalExpr: lambda node: [node.cond, node.if_expr, node.else_expr],
    patterns.AsPattern: lambda node: [node.pattern, node.name],
    patterns.OrPattern: _patterns,
    patterns.ValuePattern: _expr,
    patterns.SequencePattern: _patterns,
    patterns.StarredPattern: lambda node: [node.capture],
    patterns.MappingPattern: lambda node: [*node.keys, *node.values, node.rest],
    patterns.ClassPattern: lambda node: [node.class_ref, *node.positionals, *node.keyword_values],
}


def children(node: nodes.Node) -> _Children:
    """List the direct children of a statement, expression or pattern."""
    return _CHILDREN.get(type(node), _none)(node)


def walk(node: nodes.Node, *, into_functions: bool = True) -> Iterator[nodes.Node]:
    """Visit `node` and everything below it; without `into_functions` nested functions themselves are the leaves."""
    stack: list[nodes.Node | None] = [node]
    first = True
    while stack:
        one = stack.pop()
        if one is None:
            continue
        yield one
        if (
            not first
            and not into_functions
            and isinstance(one, nodes.FuncDef | nodes.LambdaExpr | nodes.ClassDef)
        ):
            continue
        first = False
        stack.extend(reversed(children(one)))


def nested_functions(node: nodes.Node) -> list[nodes.FuncItem]:
    """List the functions and lambdas directly inside `node`, not those inside them."""
    out: list[nodes.FuncItem] = []
    for one in walk(node, into_functions=False):
        if one is not node and isinstance(one, nodes.FuncDef | nodes.LambdaExpr):
            out.append(one)
    return out
