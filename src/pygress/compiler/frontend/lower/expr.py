"""Expressions: one function per kind of node, `lower_expr` chooses.

Input: a typed expression. Output: a `Value` of the type that mypy found for it (or one that holds it exactly).
"""

from __future__ import annotations

from dataclasses import replace

from mypy import nodes, types
from mypy.reachability import ALWAYS_FALSE, ALWAYS_TRUE, infer_condition_value

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower import (
    attributes,
    call,
    compare,
    comprehension,
    index,
    literals,
    names,
    operators,
)
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Unreachable, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.unsure import is_unfinished
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import (
    BOOL,
    FLOAT,
    INT,
    NEVER,
    NONE,
    OBJECT,
    Inst,
    Rep,
    Tuple,
    Ty,
    Union,
    rep_of,
)


def lower_expr(b: Builder, node: nodes.Expression) -> Value:
    """Lower one expression; the result is held as its own static type says."""
    if node.line > 0:
        b.line = node.line
    return _lower(b, node)


def _lower(b: Builder, node: nodes.Expression) -> Value:
    match node:
        case nodes.IntExpr(value=value):
            if not -(1 << 63) <= value < 1 << 63:
                raise Unsupported(
                    node, "integer-too-large", f"`{value}` does not fit into 64 bits", "too large for `int`"
                )
            return b.const_int(value)
        case nodes.StrExpr(value=value):
            return b.const_str(value)
        case nodes.BytesExpr(value=value):
            return b.const_bytes(literals.bytes_value(value))
        case nodes.FloatExpr(value=value):
            return b.const_float(value)
        case nodes.EllipsisExpr():
            return Value(ops.Symbol("pg_ellipsis_obj"), OBJECT)
        case nodes.NameExpr():
            return names.lower_name(b, node)
        case nodes.MemberExpr():
            return attributes.lower_member(b, node)
        case nodes.CallExpr():
            return as_any(b, node, call.lower_call(b, node))
        case nodes.OpExpr(op="and" | "or"):
            return lower_short_circuit(b, node)
        case nodes.OpExpr():
            return operators.lower_binary(b, node)
        case nodes.UnaryExpr():
            return operators.lower_unary(b, node)
        case nodes.ComparisonExpr():
            return compare.lower_comparison(b, node)
        case nodes.ConditionalExpr():
            return lower_conditional(b, node)
        case nodes.IndexExpr():
            return as_any(b, node, index.lower_index(b, node))
        case nodes.ListExpr():
            return literals.lower_list(b, node)
        case nodes.TupleExpr():
            return literals.lower_tuple(b, node)
        case nodes.DictExpr():
            return literals.lower_dict(b, node)
        case nodes.SetExpr():
            return literals.lower_set(b, node)
        case nodes.ListComprehension() | nodes.SetComprehension() | nodes.DictionaryComprehension():
            return comprehension.lower_comprehension(b, node)
        case nodes.GeneratorExpr():
            return comprehension.lower_generator_expression(b, node)
        case nodes.AssignmentExpr(target=target, value=value):
            return lower_walrus(b, target, value)
        case nodes.CastExpr(expr=inner, type=ty):
            return coerce(b, lower_expr(b, inner), b.convert(ty))
        case nodes.AssertTypeExpr(expr=inner) | nodes.RevealExpr(expr=nodes.Expression() as inner):
            return lower_expr(b, inner)
        case nodes.LambdaExpr():
            from pygress.compiler.frontend.lower.closures import lower_lambda

            return lower_lambda(b, node)
        case nodes.SuperExpr():
            return attributes.lower_super(b, node)
        case nodes.SliceExpr():
            return index.lower_slice_object(b, node)
        case nodes.YieldExpr():
            from pygress.compiler.frontend.lower.generators import lower_yield

            return lower_yield(b, node)
        case nodes.YieldFromExpr():
            from pygress.compiler.frontend.lower.generators import lower_yield_from

            return lower_yield_from(b, node)
        case nodes.AwaitExpr():
            from pygress.compiler.frontend.lower.generators import lower_await

            return lower_await(b, node)
        case nodes.TempNode() if node in b.ready:
            return b.ready[node]
        case nodes.TypeApplication(expr=inner):
            return lower_expr(b, inner)
        case nodes.ComplexExpr():
            raise Unsupported(node, "unsupported-type", "`complex` cannot be compiled", "no wasm representation",
                              "use `float`, or two `float` fields")  # fmt: skip
        case nodes.StarExpr():
            raise Unsupported(node, "unsupported-syntax", "a starred expression cannot be compiled here")
        case _:
            kind = type(node).__name__
            raise Unsupported(node, "unsupported-syntax", f"this expression cannot be compiled (`{kind}`)")


def _not_reached(b: Builder) -> None:
    from pygress.compiler.frontend.lower.statements import not_reached

    not_reached(b)


def as_any(b: Builder, node: nodes.Expression, value: Value) -> Value:
    """Mark what is one of several types here and Any to mypy, as `match[1]`, which may be None."""
    vague = isinstance(value.ty, Union) and b.type_of(node) == OBJECT
    return replace(value, is_any=True) if vague else value


def lower_as(b: Builder, node: nodes.Expression, ty: Ty) -> Value:
    """Lower an expression and convert it to `ty`."""
    if isinstance(node, nodes.TupleExpr) and isinstance(ty, Tuple) and len(node.items) == len(ty.items):
        built = literals.lower_tuple_as(b, node, ty)
        if built is not None:
            return built
    if isinstance(node, nodes.TupleExpr) and ty == OBJECT:
        # A function inside may be called with keywords later.
        wanted = Tuple(tuple(OBJECT if _is_function(one) else b.type_of(one) for one in node.items))
        built = literals.lower_tuple_as(b, node, wanted) if OBJECT in wanted.items else None
        if built is not None:
            return coerce(b, built, ty)
    finish_type(b, node, ty)
    return coerce(b, lower_expr(b, node), ty)


def finish_type(b: Builder, node: nodes.Expression, ty: Ty) -> None:
    """Make `table = defaultdict(list)` of the type of `table`, which is known from what is done with it later."""
    if not isinstance(ty, Inst) or not isinstance(node, nodes.CallExpr) or node in b.known:
        return
    found = b.world.checked.types.get(node)
    made = b.convert(found) if found is not None else None
    if isinstance(made, Inst) and made.name == ty.name and made != ty and is_unfinished(made):
        b.known[node] = ty


def narrowed(b: Builder, node: nodes.Expression, value: Value) -> Value:
    """View a variable's value as the narrower type that mypy has proved at this place."""
    found = b.world.checked.types.get(node)
    if found is None:
        return value
    proper = types.get_proper_type(found)
    if isinstance(proper, types.AnyType | types.PartialType | types.DeletedType):
        return value
    ty = b.convert(found)
    if ty == value.ty or ty == OBJECT:
        return value
    if value.ty == OBJECT and isinstance(ty, Inst) and ty.args and b.world.is_user_class(ty):
        # `isinstance` does not tell the arguments of the class, and each has its own layout.
        return value
    if (
        isinstance(node, nodes.NameExpr)
        and node.node in b.caught
        and value.ty == OBJECT
        and ty not in (NEVER, NONE)
    ):
        return Value(value.op, ty)
    if ty == NEVER:
        # mypy holds that nothing can be here; if it is wrong, nothing is known of the value.
        return coerce(b, value, OBJECT)
    if ty == NONE:
        # A call may have set the attribute since; it is still what it was declared as.
        return value
    if (value.ty, ty) in ((FLOAT, INT), (FLOAT, BOOL), (INT, BOOL)):
        # Assigned to what is declared as the wider kind: it is held as that, and a property may give anything.
        return value
    if isinstance(value.ty, Union) and rep_of(ty) == Rep.REF and _may_change(b, node):
        return _still(b, value, ty)
    return coerce(b, value, ty)


def _still(b: Builder, value: Value, ty: Ty) -> Value:
    """Check that a value is what it was narrowed to: `AttributeError` where an attribute is wanted of it, as ever."""
    from pygress.compiler.frontend.lower.classes import type_symbol

    symbol = type_symbol(b, ty) if isinstance(ty, Inst) and not isinstance(value.ty, Inst) else None
    if b.attribute and symbol is not None and symbol.c != "pg_type_object":
        out = b.call("cast_for", [value, Value(symbol, OBJECT), b.const_str(b.attribute)])
        return Value(out.op, ty)
    return coerce(b, Value(value.op, OBJECT), ty) if isinstance(ty, Inst) else coerce(b, value, ty)


def lower_owner(b: Builder, node: nodes.Expression, attribute: str) -> Value:
    """Lower the expression whose attribute is wanted."""
    saved, b.attribute = b.attribute, attribute if isinstance(node, nodes.RefExpr) else ""
    try:
        return lower_expr(b, node)
    finally:
        b.attribute = saved


def _is_function(node: nodes.Expression) -> bool:
    return isinstance(node, nodes.RefExpr) and isinstance(node.node, nodes.FuncDef)


def _may_change(b: Builder, node: nodes.Expression) -> bool:
    """Tell whether other code can assign what was narrowed: then the narrower type is checked where it is used."""
    if b.tree.fullname not in b.world.user_modules:
        return False
    match node:
        case nodes.MemberExpr(node=nodes.Var(is_final=True)) | nodes.NameExpr(node=nodes.Var(is_final=True)):
            return False
        case nodes.MemberExpr():
            return True
        case nodes.NameExpr(node=nodes.Var() as var):
            return var in b.cells or b.find_owner(var) is not b
        case _:
            return False


def lower_conditional(b: Builder, node: nodes.ConditionalExpr) -> Value:
    """Lower `a if c else b`."""
    yes, no, done = b.new_block(), b.new_block(), b.new_block()
    ty = b.type_of(node)
    result = b.temp(ty)
    lower_condition(b, node.cond, yes, no)
    for block, part in ((yes, node.if_expr), (no, node.else_expr)):
        b.start(block)
        try:
            b.assign(result, lower_as(b, part, ty))
        except Unreachable:
            _not_reached(b)
        b.goto(done)
    b.start(done)
    return result


def lower_short_circuit(b: Builder, node: nodes.OpExpr) -> Value:
    """Lower `and` / `or` as a value."""
    ty = b.type_of(node)
    if ty == BOOL:
        yes, no, done = b.new_block(), b.new_block(), b.new_block()
        result = b.temp(BOOL)
        lower_condition(b, node, yes, no)
        for block, constant in ((yes, True), (no, False)):
            b.start(block)
            b.assign(result, b.const_bool(constant))
            b.goto(done)
        b.start(done)
        return result
    result = b.temp(ty)
    left = lower_expr(b, node.left)
    right, done, keep = b.new_block(), b.new_block(), b.new_block()
    test = truth(b, left)
    if node.op == "and":
        b.branch(test, right, keep)
    else:
        b.branch(test, keep, right)
    b.start(keep)
    b.assign(result, _truncate(b, left, ty))
    b.goto(done)
    b.start(right)
    try:
        b.assign(result, lower_as(b, node.right, ty))
    except Unreachable:
        _not_reached(b)
    b.goto(done)
    b.start(done)
    return result


def _truncate(b: Builder, value: Value, ty: Ty) -> Value:
    """Coerce the operand that `and` / `or` keeps: it may have lost members, such as `None`, on the way."""
    return coerce(b, value, ty)


def lower_condition(b: Builder, node: nodes.Expression, yes: ops.Block, no: ops.Block) -> None:
    """Lower an expression as a test: control goes to `yes` or `no`."""
    decided = infer_condition_value(node, b.world.options)
    if decided in (ALWAYS_TRUE, ALWAYS_FALSE):
        # `sys.version_info >= (3, 9)`: the type checker has skipped the other branch, and leaves it without names.
        b.goto(yes if decided == ALWAYS_TRUE else no)
        return
    match node:
        case nodes.OpExpr(op="and", left=left, right=right):
            middle = b.new_block()
            lower_condition(b, left, middle, no)
            b.start(middle)
            _lower_right(b, right, yes, no)
        case nodes.OpExpr(op="or", left=left, right=right):
            middle = b.new_block()
            lower_condition(b, left, yes, middle)
            b.start(middle)
            _lower_right(b, right, yes, no)
        case nodes.UnaryExpr(op="not", expr=inner):
            lower_condition(b, inner, no, yes)
        case _:
            b.branch(truth(b, lower_expr(b, node)), yes, no)


def _lower_right(b: Builder, node: nodes.Expression, yes: ops.Block, no: ops.Block) -> None:
    try:
        lower_condition(b, node, yes, no)
    except Unreachable:
        _not_reached(b)


def truth(b: Builder, value: Value) -> Value:
    """Lower `bool(value)`."""
    return operators.truth(b, value)


def lower_walrus(b: Builder, target: nodes.NameExpr, value: nodes.Expression) -> Value:
    """Lower `name := value`."""
    from pygress.compiler.frontend.lower.assign import store

    result = b.keep(lower_expr(b, value))
    store(b, target, result)
    return result


def discard(b: Builder, node: nodes.Expression) -> None:
    """Lower an expression for its effects."""
    lower_expr(b, node)


__all__ = ["NONE", "NONE_VALUE", "lower_as", "lower_condition", "lower_expr", "narrowed", "rep_of", "truth"]
