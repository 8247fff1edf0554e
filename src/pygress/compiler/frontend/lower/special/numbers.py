"""Numbers of any type: `abs`, `divmod`, `round`, `pow`."""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.operators import binary, is_dynamic
from pygress.compiler.frontend.lower.special.call_form import keyword
from pygress.compiler.ir.types import FLOAT, OBJECT, Inst

_ABS = 3
"""`PG_ABS` of the runtime."""


def lower_divmod(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `divmod(a, b)`."""
    from pygress.compiler.frontend.lower.classes import find_method
    from pygress.compiler.frontend.lower.coerce import make_tuple
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.frontend.lower.methods import call_user_method

    left = b.keep(lower_expr(b, node.args[0]))
    right = b.keep(lower_expr(b, node.args[1]))
    for this, name, other in ((left, "__divmod__", right), (right, "__rdivmod__", left)):
        if (
            isinstance(this.ty, Inst)
            and b.world.is_user_class(this.ty)
            and find_method(b.world, this.ty, name)
        ):
            return call_user_method(b, node, this, name, [other])
    if is_dynamic(left.ty) or is_dynamic(right.ty):
        out = b.call("obj_divmod", [coerce(b, left, OBJECT), coerce(b, right, OBJECT)])
        return coerce(b, out, b.type_of(node))
    if FLOAT in (left.ty, right.ty):
        return b.call("float_divmod", [coerce(b, left, FLOAT), coerce(b, right, FLOAT)])
    return make_tuple(b, [binary(b, node, "//", left, right), binary(b, node, "%", left, right)])


def lower_abs(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `abs(x)` of a value whose type is not known; None for the others."""
    from pygress.compiler.frontend.lower.expr import lower_as

    if not is_dynamic(b.type_of(node.args[0])):
        return None
    out = b.call("obj_unary", [lower_as(b, node.args[0], OBJECT), b.const_int(_ABS)])
    return coerce(b, out, b.type_of(node))


def lower_round(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `round(x, digits)` of a value whose type is not known; None for the others."""
    from pygress.compiler.frontend.lower.expr import lower_as

    if not is_dynamic(b.type_of(node.args[0])):
        return None
    digits = keyword(node, "ndigits") or (node.args[1] if len(node.args) > 1 else None)
    value = b.keep(lower_as(b, node.args[0], OBJECT))
    places = coerce(b, NONE_VALUE, OBJECT) if digits is None else lower_as(b, digits, OBJECT)
    return coerce(b, b.call("obj_round", [value, places]), b.type_of(node))


def lower_pow(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `pow(a, b)` of values whose types are not known; None for the others."""
    from pygress.compiler.frontend.lower.expr import lower_as

    if len(node.args) != 2 or not any(is_dynamic(b.type_of(one)) for one in node.args):
        return None
    left = b.keep(lower_as(b, node.args[0], OBJECT))
    out = b.call("obj_power", [left, lower_as(b, node.args[1], OBJECT), b.const_bool(False)])
    return coerce(b, out, b.type_of(node))
