"""Function bodies: parameters become variables, shared ones cells; the end of the body returns `None`."""

from __future__ import annotations

from mypy import nodes, types

from pygress.compiler.frontend.lower.builder import (
    Builder,
    Unreachable,
    Value,
    Variable,
    own_variables,
    shared_variables,
)
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.world import FunctionInst, World
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import NONE, Rep


def lower_function(world: World, inst: FunctionInst) -> None:
    """Lower a function or method."""
    lower_body(world, inst)


def lower_body(world: World, inst: FunctionInst) -> None:
    """Lower the body of a function into its IR."""
    parent = inst.parent
    assert parent is None or isinstance(parent, Builder)
    b = Builder(world, inst.ir, inst.tree, inst.env, inst, parent)
    b.line = inst.defn.line
    world.guarded(inst.tree, lambda: b.line, lambda: _lower(b, inst))
    if b.block is not None:
        b.end(ops.Unreachable())


def _lower(b: Builder, inst: FunctionInst) -> None:
    from pygress.compiler.frontend.lower.statements import lower_block

    defn = inst.defn
    args = [one.variable for one in defn.arguments]
    own = own_variables(defn, args)
    if b.parent is not None:
        own = {one for one in own if one in args or b.parent.find_owner(one) is None or _rebinds(defn, one)}
    b.own = own
    b.cells = shared_variables(defn, own)
    b.ret = inst.ret
    b.start(b.new_block())
    for param, reg in zip(inst.params, inst.ir.params, strict=True):
        if param.var is None:
            continue
        value = Value(reg, param.ty)
        if param.var in b.cells:
            variable = b.declare(param.var, param.ty)
            variable.always_bound = True
            b.write(variable, value)
        else:
            b.variables[param.var] = Variable(param.ty, reg, False, param.name, True)
    for node in sorted(
        (one for one in b.cells if one not in args), key=lambda one: (one.line, one.column, one.name)
    ):
        if isinstance(node, nodes.Var) and node.type is not None:
            b.declare(node, b.convert(node.type))
        elif isinstance(node, nodes.FuncDef):
            from pygress.compiler.frontend.lower.closures import func_type

            fake = b.world.new_function(node, None, b.env, b.tree)
            b.declare(node, func_type(fake))
    if inst.ir.is_generator:
        from pygress.compiler.frontend.lower.generators import lower_generator_body

        lower_generator_body(b, inst)
        return
    if isinstance(defn, nodes.LambdaExpr):
        from pygress.compiler.frontend.lower.expr import lower_expr

        b.line = defn.line
        try:
            value = coerce(b, lower_expr(b, defn.expr()), b.ret)
            b.end(ops.Return(None if b.ret == NONE else value.op))
        except Unreachable:
            from pygress.compiler.frontend.lower.statements import not_reached

            not_reached(b)
        return
    if is_stub_body(defn):
        b.call(
            "raise_named",
            [Value(ops.Symbol("pg_type_NotImplementedError"), NONE), b.const_str(defn.name or "")],
        )
        b.end(ops.Unreachable())
        return
    lower_block(b, defn.body)
    if b.block is not None:
        if inst.ir.ret == Rep.VOID:
            b.end(ops.Return(None))
        else:
            from pygress.compiler.frontend.lower.builder import NONE_VALUE

            b.end(ops.Return(coerce(b, NONE_VALUE, b.ret).op))


def is_stub_body(defn: nodes.FuncItem) -> bool:
    """Tell whether the body is `...` of an abstract or protocol method that returns something."""
    if isinstance(defn.type, types.CallableType) and isinstance(
        types.get_proper_type(defn.type.ret_type), types.NoneType | types.AnyType
    ):
        return False
    body = [
        one
        for one in defn.body.body
        if not (isinstance(one, nodes.ExpressionStmt) and isinstance(one.expr, nodes.StrExpr))
    ]
    return (
        len(body) == 1
        and isinstance(body[0], nodes.ExpressionStmt)
        and isinstance(body[0].expr, nodes.EllipsisExpr)
    )


def _rebinds(defn: nodes.FuncItem, node: nodes.SymbolNode) -> bool:
    """Tell whether a name of an enclosing function is also one of this function's own arguments."""
    return any(one.variable is node for one in defn.arguments)
