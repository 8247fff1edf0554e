"""Functions given to other functions, such as `key=`: put in place where that can be done."""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.lower import fstring
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.primitive_call import call_method
from pygress.compiler.ir.types import OBJECT, Tuple, rep_of


def key_function(b: Builder, node: nodes.Expression) -> Callable[[Value], Value]:
    """Make a function of one argument from a `key=`: a lambda is put in place."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    if isinstance(node, nodes.LambdaExpr) and len(node.arguments) == 1 and not has_scopes(node):
        return lambda item: inline_lambda(b, node, [item])
    if isinstance(node, nodes.RefExpr) and node.fullname in (
        "builtins.len",
        "builtins.str",
        "builtins.abs",
        "builtins.repr",
    ):
        names = {"builtins.len": "__len__", "builtins.abs": "__abs__"}

        def apply_builtin(item: Value) -> Value:
            if node.fullname == "builtins.str":
                return fstring.to_str(b, item)
            if node.fullname == "builtins.repr":
                return fstring.to_repr(b, item)
            found = call_method(b, item, names[node.fullname], [])
            if found is None and isinstance(item.ty, Tuple):
                return b.const_int(len(item.ty.items))
            return found if found is not None else b.call("obj_len", [coerce(b, item, OBJECT)])

        return apply_builtin
    if (
        isinstance(node, nodes.MemberExpr)
        and isinstance(node.expr, nodes.RefExpr)
        and node.expr.fullname == "builtins.str"
    ):
        name = node.name

        def apply_method(item: Value) -> Value:
            found = call_method(b, item, name, [])
            assert found is not None
            return found

        return apply_method
    value = b.keep(lower_expr(b, node))

    def apply_value(item: Value) -> Value:
        from pygress.compiler.frontend.lower.arguments import Arg
        from pygress.compiler.frontend.lower.call import call_value

        call = nodes.CallExpr(node, [], [], [])
        call.set_line(node)
        return call_value(b, call, value, [Arg(nodes.ARG_POS, None, item)])

    return apply_value


def any_function(b: Builder, node: nodes.Expression) -> Callable[[Value], Value]:
    """Make a function of one argument from any callable expression; classes such as `int` are called in place."""
    if isinstance(node, nodes.RefExpr) and isinstance(node.node, nodes.TypeInfo):
        info = node.node

        def convert(item: Value) -> Value:
            from pygress.compiler.frontend.lower.collections_ import convert_value

            return convert_value(b, node, info.fullname, item)

        if info.fullname in ("builtins.int", "builtins.float", "builtins.str", "builtins.bool"):
            return convert
    return key_function(b, node)


def has_scopes(node: nodes.LambdaExpr) -> bool:
    """Tell whether a lambda must be a function of its own: it has other than plain
    parameters, what is inside it captures, or it uses its `_`.
    """
    from pygress.compiler.frontend.lower.builder import inner_scopes
    from pygress.compiler.frontend.walk import walk

    if any(one.kind != nodes.ARG_POS for one in node.arguments):
        return True
    return bool(inner_scopes(node)) or any(
        isinstance(one, nodes.NameExpr)
        and isinstance(one.node, nodes.Var)
        and one.node in _args(node)
        and one.node.name == "_"
        for one in walk(node.body)
    )


def _args(node: nodes.LambdaExpr) -> list[nodes.Var]:
    return [one.variable for one in node.arguments]


def inline_lambda(b: Builder, node: nodes.LambdaExpr, args: list[Value]) -> Value:
    """Evaluate the body of a lambda in place, its parameters bound to `args`."""
    from pygress.compiler.frontend.lower.builder import Variable
    from pygress.compiler.frontend.lower.expr import lower_expr

    for argument, value in zip(node.arguments, args, strict=True):
        ready = coerce(b, value, value.ty)
        variable = b.variables.get(argument.variable)
        if variable is None:
            reg = b.fn.new_reg(rep_of(value.ty), argument.variable.name)
            variable = Variable(value.ty, reg, False, argument.variable.name, True)
            b.variables[argument.variable] = variable
        b.write(variable, coerce(b, ready, variable.ty))
    return b.keep(lower_expr(b, node.expr()))
