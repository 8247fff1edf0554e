"""f-strings, `str.format`, `%`: text from values.

mypy gives an f-string as `"".join(["text", "{!r:{}}".format(value, spec)])`; this file takes that apart again.
"""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import BOOL, FLOAT, INT, NONE, OBJECT, STR, Inst, Ty

_PART = {"{:{}}", "{!r:{}}", "{!s:{}}", "{!a:{}}"}


def is_part(callee: nodes.MemberExpr) -> bool:
    """Tell whether a call is one `{value}` of an f-string."""
    return callee.name == "format" and isinstance(callee.expr, nodes.StrExpr) and callee.expr.value in _PART


def is_whole(node: nodes.CallExpr) -> bool:
    """Tell whether a call is an f-string of several parts."""
    callee = node.callee
    return (
        isinstance(callee, nodes.MemberExpr)
        and callee.name == "join"
        and isinstance(callee.expr, nodes.StrExpr)
        and callee.expr.value == ""
        and len(node.args) == 1
        and isinstance(node.args[0], nodes.ListExpr)
        and all(_is_piece(one) for one in node.args[0].items)
    )


def _is_piece(node: nodes.Expression) -> bool:
    if isinstance(node, nodes.StrExpr):
        return True
    return (
        isinstance(node, nodes.CallExpr)
        and isinstance(node.callee, nodes.MemberExpr)
        and is_part(node.callee)
    )


def lower_whole(b: Builder, node: nodes.CallExpr) -> Value:
    """Lower an f-string of several parts: one concatenation."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    items = node.args[0]
    assert isinstance(items, nodes.ListExpr)
    parts = [b.keep(lower_expr(b, one)) for one in items.items]
    return concat(b, parts)


def concat(b: Builder, parts: list[Value]) -> Value:
    """Join strings."""
    parts = [one for one in parts if not (isinstance(one.op, ops.Const) and one.op.value == "")]
    if not parts:
        return b.const_str("")
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        return b.call("str_concat", parts)
    return b.call("str_concat_n", [b.const_int(len(parts)), *parts])


def lower_part(b: Builder, node: nodes.CallExpr) -> Value:
    """Lower one `{value!r:spec}`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    callee = node.callee
    assert isinstance(callee, nodes.MemberExpr) and isinstance(callee.expr, nodes.StrExpr)
    conversion = callee.expr.value[2] if callee.expr.value[1] == "!" else ""
    value = b.keep(lower_expr(b, node.args[0]))
    if conversion == "r":
        value = to_repr(b, value)
    elif conversion == "a":
        value = b.call("ascii_of_obj", [coerce(b, value, OBJECT)])
    elif conversion == "s":
        value = to_str(b, value)
    spec = node.args[1]
    if isinstance(spec, nodes.StrExpr) and spec.value == "":
        return to_format(b, value, None)
    return to_format(b, value, coerce(b, lower_expr(b, spec), STR))


def to_format(b: Builder, value: Value, spec: Value | None) -> Value:
    """Lower `format(value, spec)`."""
    if spec is None and not (isinstance(value.ty, Inst) and b.world.is_user_class(value.ty)):
        return to_str(b, value)
    text = spec if spec is not None else b.const_str("")
    ty = value.ty
    if ty == INT:
        known = text.op.value if isinstance(text.op, ops.Const) else None
        is_plain = isinstance(known, str) and known != "" and known[-1] not in "eEfFgG%"
        return b.call("format_int_plain" if is_plain else "format_int", [value, text])
    if ty == FLOAT:
        return b.call("format_float", [value, text])
    if ty == STR:
        return b.call("format_str", [value, text])
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        if find_method(b.world, ty, "__format__") is not None:
            return call_user_method(b, None, value, "__format__", [text])
        if spec is None:
            return to_str(b, value)
    return b.call("format_obj", [coerce(b, value, OBJECT), text])


def to_str(b: Builder, value: Value) -> Value:
    """Lower `str(value)`."""
    ty = value.ty
    if ty == STR:
        return value
    if ty == INT:
        return b.call("str_of_int", [value])
    if ty == FLOAT:
        return b.call("str_of_float", [value])
    if ty == BOOL:
        return b.call("str_of_bool", [value])
    if ty == NONE:
        return b.const_str("None")
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        plain_text = b.world.as_super(ty, "builtins.str") is not None and not _shows_member(b, ty)
        for name in ("__str__",) if plain_text else ("__str__", "__repr__"):
            if find_method(b.world, ty, name) is not None:
                if name == "__repr__" and b.world.as_super(ty, "builtins.BaseException") is not None:
                    break
                return call_user_method(b, None, value, name, [])
        if plain_text:
            return Value(value.op, STR)
    if isinstance(ty, Inst) and b.world.as_super(ty, "builtins.BaseException") is not None:
        return b.call("str_of_exc", [value])
    return b.call("str_of_obj", [coerce(b, value, OBJECT)])


def _shows_member(b: Builder, ty: Inst) -> bool:
    """Tell whether a text is a member of an enumeration that shows its name: `class Tag(str, Enum)`."""
    from pygress.compiler.frontend.lower.enums import text_kind

    info = b.world.info(ty.name)
    return info.is_enum and text_kind(info) == "member"


def to_repr(b: Builder, value: Value) -> Value:
    """Lower `repr(value)`."""
    ty = value.ty
    if ty in (INT, FLOAT, BOOL, NONE):
        return to_str(b, value)
    if ty == STR:
        return b.call("repr_of_str", [value])
    return b.call("repr_of_obj", [coerce(b, value, OBJECT)])


def percent(b: Builder, left: Value, right: Value) -> Value:
    """Lower `"..." % value`."""
    return b.call("str_percent", [left, coerce(b, right, OBJECT)])


def is_text(ty: Ty) -> bool:
    """Tell whether a type is `str`."""
    return ty == STR
