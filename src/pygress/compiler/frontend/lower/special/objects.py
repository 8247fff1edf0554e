"""What an object is: `len`, `bool`, `hash`, `id`, `type`, `callable`, `getattr`."""

from __future__ import annotations

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce, make_tuple
from pygress.compiler.frontend.lower.narrowing import is_instance_test
from pygress.compiler.frontend.lower.operators import truth
from pygress.compiler.frontend.lower.primitive_call import call_method
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import BOOL, FLOAT, INT, OBJECT, STR, Func, Inst, Tuple, TypeOf


def lower_len(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `len(x)`."""
    from pygress.compiler.frontend.lower.enums import flag_members, is_flag
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = lower_expr(b, node.args[0])
    ty = value.ty
    if isinstance(ty, Tuple):
        return b.const_int(len(ty.items))
    if is_flag(b.world, ty):
        return b.call("list_len", [flag_members(b, value)])
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        if find_method(b.world, ty, "__len__") is not None:
            return call_user_method(b, node, value, "__len__", [])
    found = call_method(b, value, "__len__", [])
    if found is not None:
        return found
    from pygress.compiler.ir.types import TypeOf

    if isinstance(ty, TypeOf) and isinstance(ty.item, Inst):
        from pygress.compiler.frontend.lower.enums import member_list

        return b.call("list_len", [member_list(b, node, ty.item, value)])
    return b.call("obj_len", [coerce(b, value, OBJECT)])


def lower_bool(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `bool(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    return truth(b, lower_expr(b, node.args[0])) if node.args else b.const_bool(False)


def lower_hash(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `hash(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = lower_expr(b, node.args[0])
    names = {INT: "hash_int", FLOAT: "hash_float", STR: "hash_str"}
    if value.ty in names:
        return b.call(names[value.ty], [value])
    if value.ty == BOOL:
        return coerce(b, value, INT)
    return b.call("hash_obj", [coerce(b, value, OBJECT)])


def lower_id(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `id(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_as

    return b.call("id_", [lower_as(b, node.args[0], OBJECT)])


def lower_type(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `type(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.ir.types import TypeOf

    if len(node.args) != 1:
        return None
    value = lower_expr(b, node.args[0])
    return Value(b.call("type_of", [coerce(b, value, OBJECT)]).op, TypeOf(value.ty))


def lower_get_args(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `typing.get_args(Literal[...])`: its values; other types have no form at run time."""
    arg = node.args[0]
    if isinstance(arg, nodes.IndexExpr) and isinstance(arg.analyzed, nodes.TypeAliasExpr):
        alias: nodes.TypeAlias | None = arg.analyzed.node
    else:
        alias = arg.node if isinstance(arg, nodes.RefExpr) and isinstance(arg.node, nodes.TypeAlias) else None
    target = types.get_proper_type(alias.target) if alias is not None else None
    parts = target.items if isinstance(target, types.UnionType) else [target] if target is not None else []
    values: list[Value] = []
    for one in map(types.get_proper_type, parts):
        held = one.value if isinstance(one, types.LiteralType) else None
        match held:
            case bool():
                values.append(b.const_bool(held))
            case int():
                values.append(b.const_int(held))
            case str() if isinstance(one, types.LiteralType) and one.fallback.type.fullname == "builtins.str":
                values.append(b.const_str(held))
            case _:
                values.clear()
                break
    if not values:
        raise Unsupported(
            node, "unsupported-function", "`get_args` can only be compiled for `Literal` of texts and numbers",
            "types have no form at run time",
        )  # fmt: skip
    return make_tuple(b, [coerce(b, one, OBJECT) for one in values])


def lower_callable(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `callable(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = lower_expr(b, node.args[0])
    if isinstance(value.ty, Func | TypeOf):
        return b.const_bool(True)
    if isinstance(value.ty, Inst) and b.world.is_user_class(value.ty):
        from pygress.compiler.frontend.lower.classes import find_method

        return b.const_bool(find_method(b.world, value.ty, "__call__") is not None)
    return is_instance_test(b, b.keep(coerce(b, value, OBJECT)), Inst("typing.Callable"))


def lower_issubclass(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `issubclass(a, b)`."""
    from pygress.compiler.frontend.lower.classes import type_symbol
    from pygress.compiler.frontend.lower.expr import lower_as
    from pygress.compiler.frontend.lower.narrowing import class_list

    cls = b.keep(lower_as(b, node.args[0], OBJECT))
    found = class_list(b, node.args[1])
    symbols = [type_symbol(b, one) for one in found] if found is not None else [None]
    if None in symbols:
        return b.call("issubclass_", [cls, lower_as(b, node.args[1], OBJECT)])
    result = b.temp(BOOL)
    b.assign(result, b.const_bool(False))
    done = b.new_block()
    for symbol in symbols:
        assert symbol is not None
        more = b.new_block()
        b.assign(result, b.call("issubclass_", [cls, Value(symbol, OBJECT)]))
        b.branch(result, done, more)
        b.start(more)
    b.start(done)
    return result


def lower_attribute_function(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `getattr`, `setattr`, `hasattr`."""
    from pygress.compiler.frontend.lower import attributes
    from pygress.compiler.frontend.lower.dynamic_names import mention_names
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    assert isinstance(node.callee, nodes.RefExpr)
    name = node.callee.fullname.removeprefix("builtins.")
    value = b.keep(lower_expr(b, node.args[0]))
    attribute = node.args[1]
    if name != "setattr" or isinstance(attribute, nodes.StrExpr):
        mention_names(b, attribute)
    if name == "setattr" and isinstance(attribute, nodes.StrExpr):
        attributes.set_on(b, node, value, attribute.value, lower_expr(b, node.args[2]))
        return NONE_VALUE
    key = lower_as(b, attribute, STR)
    boxed = coerce(b, value, OBJECT)
    if name == "getattr" and len(node.args) == 2:
        return b.call("obj_getattr", [boxed, key])
    if name == "getattr":
        return b.call("obj_getattr_default", [boxed, key, lower_as(b, node.args[2], OBJECT)])
    if name == "hasattr":
        return b.call("obj_hasattr", [boxed, key])
    b.call("obj_setattr", [boxed, key, lower_as(b, node.args[2], OBJECT)])
    return NONE_VALUE


def lower_assert_never(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `assert_never(x)`: what the type checker proved is checked again."""
    text = b.const_str("Expected code to be unreachable")
    b.call("raise_named", [Value(ops.Symbol("pg_type_AssertionError"), OBJECT), text])
    b.end(ops.Unreachable())
    return NONE_VALUE
