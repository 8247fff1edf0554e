"""Operators: arithmetic, unary, truth, in-place."""

from __future__ import annotations

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.primitive_call import call_method
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    OBJECT,
    Func,
    Inst,
    Tuple,
    Ty,
    TypeOf,
    Union,
    rep_of,
)

DUNDER = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "truediv",
    "//": "floordiv",
    "%": "mod",
    "**": "pow",
    "<<": "lshift",
    ">>": "rshift",
    "&": "and",
    "|": "or",
    "^": "xor",
    "@": "matmul",
}
_CODES = {
    op: index
    for index, op in enumerate(["+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "@"])
}
_TRUTH = {
    "builtins.str": "str_truth",
    "builtins.bytes": "bytes_truth",
    "builtins.list": "list_truth",
    "builtins.dict": "dict_truth",
    "builtins.set": "set_truth",
    "builtins.frozenset": "set_truth",
    "builtins.tuple": "tuple_truth",
}


def lower_binary(b: Builder, node: nodes.OpExpr) -> Value:
    """Lower `a + b`."""
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.frontend.lower.literals import lower_filled

    filled = lower_filled(b, node)
    if filled is not None:
        return filled
    left = b.keep(lower_expr(b, node.left))
    right = lower_expr(b, node.right)
    if node.op == "%" and left.ty == Inst("builtins.str"):
        from pygress.compiler.frontend.lower.fstring import percent

        return percent(b, left, right)
    wanted = b.world.checked.types.get(node)
    result = binary(b, node, node.op, left, right)
    if wanted is not None and (result.ty == OBJECT or isinstance(result.ty, Union)):
        ty = b.convert(wanted)
        return coerce(b, result, ty)
    return result


def binary(
    b: Builder, node: nodes.Context, op: str, left: Value, right: Value, *, in_place: bool = False
) -> Value:
    """Apply an operator to two values; `in_place` for `op=`, where the class of the left one is not known."""
    if left.ty == BOOL and right.ty == BOOL and op in "&|^":
        found = call_method(b, left, f"__{DUNDER[op]}__", [right])
        if found is not None:
            return found
    left, right = _number(b, left), _number(b, right)
    if left.ty == INT and right.ty == FLOAT:
        left = coerce(b, left, FLOAT)
    if left.ty == INT and right.ty == INT and op == "**":
        return _power(b, node, left, right)
    name = DUNDER[op]
    found = apply(b, node, left, f"__{name}__", right)
    if found is not None:
        return found
    found = apply(b, node, right, f"__r{name}__", left)
    if found is not None:
        return found
    if isinstance(left.ty, Tuple) and isinstance(right.ty, Tuple) and op == "+":
        from pygress.compiler.frontend.lower.coerce import make_tuple, tuple_item

        parts = [tuple_item(b, one, i) for one in (left, right) for i in range(len(one.ty.items))]  # type: ignore[attr-defined]
        return make_tuple(b, parts)
    from pygress.compiler.frontend.lower.container_methods import as_set
    from pygress.compiler.frontend.lower.tuples import as_tuple

    if op in "&|-^":
        sets = as_set(b, node, left), as_set(b, node, right)
        if sets[0] is not left or sets[1] is not right:
            return binary(b, node, op, *sets)
    if as_tuple(b, left).ty != left.ty or as_tuple(b, right).ty != right.ty:
        return binary(b, node, op, as_tuple(b, left), as_tuple(b, right))
    if (
        is_dynamic(left.ty)
        or is_dynamic(right.ty)
        or b.world.is_user_class(left.ty)
        or b.world.is_user_class(right.ty)
    ):
        boxed = [coerce(b, left, OBJECT), coerce(b, right, OBJECT)]
        if op == "**":
            return b.call("obj_power", [*boxed, b.const_bool(in_place)])
        return b.call("obj_in_place" if in_place else "obj_binary", [*boxed, b.const_int(_CODES[op])])
    raise Unsupported(
        node,
        "unsupported-operator",
        f"`{op}` between `{left.ty}` and `{right.ty}` cannot be compiled",
        "not available",
    )


def is_dynamic(ty: Ty) -> bool:
    """Tell whether the operation depends on the class that a value has when the program runs."""
    return ty == OBJECT or isinstance(ty, Union)


def _number(b: Builder, value: Value) -> Value:
    """Use a bool as the int that it is; an instance of a class below `int` as its value."""
    if value.ty == BOOL:
        return coerce(b, value, INT)
    return value


def apply(b: Builder, node: nodes.Context, left: Value, name: str, right: Value) -> Value | None:
    """Call the dunder method of the left operand if it has one that takes the right one."""
    if b.world.is_user_class(left.ty):
        from pygress.compiler.frontend.lower import enums
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        assert isinstance(left.ty, Inst)
        if enums.is_flag(b.world, left.ty):
            found = enums.flag_operator(b, left, name, right)
            if found is not None:
                return found
        if find_method(b.world, left.ty, name) is not None:
            if not _takes(b, left.ty, name, right):
                return None
            out = call_user_method(b, node, left, name, [right])
            return _implemented(b, node, left, name, right, out)
        for base in ("builtins.int", "builtins.float"):
            if b.world.as_super(left.ty, base) is not None:
                return apply(b, node, coerce(b, left, INT if base.endswith("int") else FLOAT), name, right)
    return call_method(b, left, name, [right])


def _implemented(b: Builder, node: nodes.Context, left: Value, name: str, right: Value, out: Value) -> Value:
    """Look at a result that may be `NotImplemented`: the reflected method is next, then `TypeError`."""
    from pygress.compiler.frontend.lower.classes import find_method, method_env
    from pygress.compiler.frontend.lower.methods import call_user_method
    from pygress.compiler.frontend.world import gives_not_implemented

    assert isinstance(left.ty, Inst)
    member = find_method(b.world, left.ty, name)
    function = member.function if member is not None else None
    if member is None or function is None or not gives_not_implemented(function):
        return out
    declared: Ty = OBJECT
    if isinstance(function.type, types.CallableType):
        declared = b.world.map.convert(function.type.ret_type, method_env(b.world, member))
    result = b.temp(declared)
    missing, there, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("is_", [out, Value(ops.Symbol("pg_notimplemented_obj"), OBJECT)]), missing, there)
    b.start(there)
    b.assign(result, coerce(b, out, declared))
    b.goto(done)
    b.start(missing)
    short = name.strip("_")
    reflected = _REFLECTED.get(short, f"__r{short}__")
    back = (
        find_method(b.world, right.ty, reflected)
        if isinstance(right.ty, Inst) and b.world.is_user_class(right.ty)
        else None
    )
    straight = short in _REFLECTED or short in DUNDER.values()
    if (
        back is not None
        and straight
        and left.ty != right.ty
        and isinstance(right.ty, Inst)
        and _takes(b, right.ty, reflected, left)
    ):
        other = call_user_method(b, node, right, reflected, [left])
        unsure = back.function is not None and gives_not_implemented(back.function)
        if unsure:
            absent, present = b.new_block(), b.new_block()
            b.branch(
                b.call("is_", [other, Value(ops.Symbol("pg_notimplemented_obj"), OBJECT)]), absent, present
            )
            b.start(absent)
            _no_operator(b, left, short, right, result, done)
            b.start(present)
        b.assign(result, coerce(b, other, declared))
        b.goto(done)
    else:
        _no_operator(b, left, short, right, result, done)
    b.start(done)
    return result


_REFLECTED = {"lt": "__gt__", "gt": "__lt__", "le": "__ge__", "ge": "__le__", "eq": "__eq__", "ne": "__ne__"}
_ORDERS = {"lt": "<", "gt": ">", "le": "<=", "ge": ">="}


def _no_operator(b: Builder, left: Value, short: str, right: Value, result: Value, done: ops.Block) -> None:
    """End an operation that neither side implements: identity for `==`, else `TypeError`."""
    boxed = [coerce(b, left, OBJECT), coerce(b, right, OBJECT)]
    if short in ("eq", "ne"):
        b.assign(result, coerce(b, b.call("is_" if short == "eq" else "is_not", boxed), result.ty))
        b.goto(done)
        return
    if short in _ORDERS:
        b.call("raise_no_order", [*boxed, b.const_str(_ORDERS[short])])
    else:
        symbols = {method: op for op, method in DUNDER.items()}
        bare = short[1:] if short.startswith("r") and short not in symbols else short
        if bare != short:
            boxed.reverse()
        b.call("raise_no_operator", [*boxed, b.const_str(symbols.get(bare, bare))])
    b.end(ops.Unreachable())


def _takes(b: Builder, ty: Inst, name: str, right: Value) -> bool:
    from pygress.compiler.frontend.lower.classes import find_method, method_params
    from pygress.compiler.frontend.lower.primitive_call import assignable

    found = find_method(b.world, ty, name)
    assert found is not None
    params = method_params(b.world, found)
    return len(params) < 2 or assignable(b, right.ty, params[1].ty)


def _power(b: Builder, node: nodes.Context, left: Value, right: Value) -> Value:
    """Lower `int ** int`: an int for a constant exponent >= 0, as mypy types it; otherwise by the sign at run time."""
    if isinstance(right.op, ops.Const) and isinstance(right.op.value, int) and right.op.value < 0:
        return b.call("int_pow_float", [left, right])
    return b.call("int_pow", [left, right])


def lower_unary(b: Builder, node: nodes.UnaryExpr) -> Value:
    """Lower `not a`, `-a`, `+a`, `~a`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    if node.op == "-" and isinstance(node.expr, nodes.IntExpr) and node.expr.value == 1 << 63:
        return b.const_int(-(1 << 63))
    value = lower_expr(b, node.expr)
    if node.op == "not":
        test = truth(b, value)
        if isinstance(test.op, ops.Const):
            return b.const_bool(not test.op.value)
        return b.call("not_", [test])
    if (
        isinstance(value.op, ops.Const)
        and node.op == "-"
        and not isinstance(value.op.value, str | bytes | None)
    ):
        if value.ty == FLOAT:
            return b.const_float(-value.op.value)
        if value.op.value != -(1 << 63):
            return b.const_int(-int(value.op.value))
    value = _number(b, value)
    name = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}[node.op]
    if b.world.is_user_class(value.ty):
        from pygress.compiler.frontend.lower import enums
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        assert isinstance(value.ty, Inst)
        if find_method(b.world, value.ty, name) is not None:
            return call_user_method(b, node, value, name, [])
        if name == "__invert__" and enums.is_flag(b.world, value.ty):
            return enums.flag_invert(b, value)
        if b.world.as_super(value.ty, "builtins.int") is not None:
            value = coerce(b, value, INT)
    found = call_method(b, value, name, [])
    if found is not None:
        return found
    if is_dynamic(value.ty):
        code = {"-": 0, "+": 1, "~": 2}[node.op]
        out = b.call("obj_unary", [coerce(b, value, OBJECT), b.const_int(code)])
        return coerce(b, out, b.type_of(node))
    raise Unsupported(node, "unsupported-operator", f"unary `{node.op}` on `{value.ty}` cannot be compiled")


def truth(b: Builder, value: Value) -> Value:
    """Lower `bool(value)`."""
    ty = value.ty
    if ty == BOOL:
        return value
    if isinstance(value.op, ops.Const) and ty != NONE:
        return b.const_bool(bool(value.op.value))
    if ty == INT:
        return b.call("int_truth", [value])
    if ty == FLOAT:
        return b.call("float_truth", [value])
    if ty == NONE:
        return b.const_bool(False)
    if isinstance(ty, Func | TypeOf):
        return b.const_bool(True)
    if isinstance(ty, Tuple):
        return b.const_bool(bool(ty.items))
    if isinstance(ty, Inst):
        return _truth_of_instance(b, value, ty)
    if isinstance(ty, Union):
        return _truth_of_union(b, value, ty)
    return b.call("obj_truth", [coerce(b, value, OBJECT)])


def _truth_of_instance(b: Builder, value: Value, ty: Inst) -> Value:
    known = _TRUTH.get(ty.name)
    if known is not None:
        return b.call(known, [value])
    if b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower import enums
        from pygress.compiler.frontend.lower.classes import find_method, hook_may_exist
        from pygress.compiler.frontend.lower.methods import call_user_method

        if enums.is_flag(b.world, ty):
            return b.call("flag_truth", [value])
        if find_method(b.world, ty, "__bool__") is not None:
            return call_user_method(b, None, value, "__bool__", [])
        if find_method(b.world, ty, "__len__") is not None:
            return b.call("int_truth", [call_user_method(b, None, value, "__len__", [])])
        for base in ("builtins.int", "builtins.float", "builtins.str", "builtins.list", "builtins.dict",
                     "builtins.tuple",
                     "builtins.set"):  # fmt: skip
            if b.world.as_super(ty, base) is not None:
                return b.call("obj_truth", [value])
        if not hook_may_exist(b.world, ty, ("__bool__", "__len__")):
            return b.const_bool(True)
    return b.call("obj_truth", [value])


def _truth_of_union(b: Builder, value: Value, ty: Union) -> Value:
    rest = [one for one in ty.items if one != NONE]
    if len(rest) == 1 and len(ty.items) == 2 and rep_of(rest[0]) == rep_of(OBJECT):
        result = b.temp(BOOL)
        inner, none, done = b.new_block(), b.new_block(), b.new_block()
        test = b.call("is_", [value, Value(ops.Const(None, rep_of(OBJECT)), NONE)])
        b.branch(test, none, inner)
        b.start(none)
        b.assign(result, b.const_bool(False))
        b.goto(done)
        b.start(inner)
        b.assign(result, truth(b, Value(value.op, rest[0])))
        b.goto(done)
        b.start(done)
        return result
    return b.call("obj_truth", [coerce(b, value, OBJECT)])
