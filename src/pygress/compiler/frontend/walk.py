"""Walk mypy's trees. Their classes are compiled, so this is a plain function over the shapes we need.

Input: a node. Output: its direct children in evaluation order as written.
"""

from __future__ import annotations

from collections.abc import Iterator

from mypy import nodes, patterns


def children(node: nodes.Node) -> list[nodes.Node | None]:
    """List the direct children of a statement, expression or pattern."""
    n = nodes
    match node:
        case n.MypyFile():
            return list(node.defs)
        case n.Block():
            return list(node.body)
        case (
            n.ExpressionStmt()
            | n.ReturnStmt()
            | n.YieldExpr()
            | n.YieldFromExpr()
            | n.AwaitExpr()
            | n.DelStmt()
        ):
            return [node.expr]
        case n.StarExpr() | n.UnaryExpr() | n.CastExpr() | n.AssertTypeExpr():
            return [node.expr]
        case n.AssignmentStmt():
            return [node.rvalue, *node.lvalues]
        case n.OperatorAssignmentStmt():
            return [node.lvalue, node.rvalue]
        case n.WhileStmt():
            return [node.expr, node.body, node.else_body]
        case n.ForStmt():
            return [node.expr, node.index, node.body, node.else_body]
        case n.AssertStmt():
            return [node.expr, node.msg]
        case n.IfStmt():
            return [*node.expr, *node.body, node.else_body]
        case n.RaiseStmt():
            return [node.expr, node.from_expr]
        case n.TryStmt():
            return [node.body, *node.types, *node.vars, *node.handlers, node.else_body, node.finally_body]
        case n.WithStmt():
            return [*node.expr, *node.target, node.body]
        case n.MatchStmt():
            return [node.subject, *node.patterns, *node.guards, *node.bodies]
        case n.FuncDef() | n.LambdaExpr():
            return [*[one.initializer for one in node.arguments], node.body]
        case n.OverloadedFuncDef():
            return [*node.items, node.impl]
        case n.Decorator():
            return [*node.decorators, node.func]
        case n.ClassDef():
            return [*node.decorators, *node.base_type_exprs, node.defs]
        case n.MemberExpr():
            return [node.expr]
        case n.CallExpr():
            return [node.callee, *node.args]
        case n.IndexExpr():
            return [node.base, node.index]
        case n.AssignmentExpr():
            return [node.value, node.target]
        case n.OpExpr():
            return [node.left, node.right]
        case n.ComparisonExpr():
            return list(node.operands)
        case n.SliceExpr():
            return [node.begin_index, node.end_index, node.stride]
        case n.SuperExpr():
            return [node.call]
        case n.ListExpr() | n.TupleExpr() | n.SetExpr():
            return list(node.items)
        case n.DictExpr():
            return [part for pair in node.items for part in pair]
        case n.GeneratorExpr():
            conditions = [one for group in node.condlists for one in group]
            return [*node.sequences, *node.indices, *conditions, node.left_expr]
        case n.ListComprehension() | n.SetComprehension():
            return [node.generator]
        case n.DictionaryComprehension():
            conditions = [one for group in node.condlists for one in group]
            return [*node.sequences, *node.indices, *conditions, node.key, node.value]
        case n.ConditionalExpr():
            return [node.cond, node.if_expr, node.else_expr]
        case patterns.AsPattern():
            return [node.pattern, node.name]
        case patterns.OrPattern():
            return list(node.patterns)
        case patterns.ValuePattern():
            return [node.expr]
        case patterns.SequencePattern():
            return list(node.patterns)
        case patterns.StarredPattern():
            return [node.capture]
        case patterns.MappingPattern():
            return [*node.keys, *node.values, node.rest]
        case patterns.ClassPattern():
            return [node.class_ref, *node.positionals, *node.keyword_values]
        case _:
            return []


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
