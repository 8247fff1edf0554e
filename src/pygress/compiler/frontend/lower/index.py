"""Subscripts and slices: read, write, delete."""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce, make_tuple, tuple_item
from pygress.compiler.frontend.lower.primitive_call import call_method
from pygress.compiler.ir.types import INT, OBJECT, Inst, Tuple, Ty, TypeOf, Union

NO_INDEX = -(1 << 63)
_SEQUENCES = ("builtins.list", "builtins.str", "builtins.bytes", "builtins.tuple")


def lower_index(b: Builder, node: nodes.IndexExpr) -> Value:
    """Lower `a[i]` or `a[i:j]`."""
    from pygress.compiler.frontend.lower.expr import lower_expr, narrowed

    if isinstance(node.base, nodes.RefExpr) and isinstance(node.base.node, nodes.TypeInfo | nodes.TypeAlias):
        from pygress.compiler.frontend.lower.names import lower_class_index

        return lower_class_index(b, node)
    base = b.keep(lower_expr(b, node.base))
    if not _has_method(b, base.ty, "__getitem__"):
        base = as_tuple(b, base)
    if isinstance(node.index, nodes.SliceExpr):
        return _slice(b, node, base, node.index)
    if isinstance(base.ty, Tuple):
        position = _constant_index(node.index)
        if position is not None:
            if position < 0:
                position += len(base.ty.items)
            return narrowed(b, node, tuple_item(b, base, position))
        key = lower_expr(b, node.index)
        if not _may_be_slice(key):
            out = b.call("tuple_boxed", [base, coerce(b, key, INT)])
            return coerce(b, out, b.type_of(node))
        # mypy knows nothing of the tuple that comes out of a slice.
        return b.call("obj_getitem", [coerce(b, base, OBJECT), coerce(b, key, OBJECT)])
    return narrowed(b, node, get_item(b, node, base, lower_expr(b, node.index)))


def _has_method(b: Builder, ty: Ty, name: str) -> bool:
    from pygress.compiler.frontend.lower.classes import find_method

    return isinstance(ty, Inst) and b.world.is_user_class(ty) and find_method(b.world, ty, name) is not None


def as_tuple(b: Builder, value: Value) -> Value:
    """View a NamedTuple as a tuple of known length."""
    from pygress.compiler.frontend.lower import tuples

    return tuples.as_tuple(b, value)


def _constant_index(node: nodes.Expression) -> int | None:
    match node:
        case nodes.IntExpr(value=value):
            return value
        case nodes.UnaryExpr(op="-", expr=nodes.IntExpr(value=value)):
            return -value
        case _:
            return None


def get_item(b: Builder, node: nodes.Context, base: Value, key: Value) -> Value:
    """Read `base[key]`."""
    ty = base.ty
    if isinstance(ty, TypeOf):
        from pygress.compiler.frontend.lower.enums import name_of_class

        member = name_of_class(b, base, key)
        if member is not None:
            return member
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        if find_method(b.world, ty, "__getitem__") is not None:
            return call_user_method(b, node, base, "__getitem__", [key])
        mapping = b.world.as_super(ty, "builtins.dict")
        if mapping is not None and find_method(b.world, ty, "__missing__") is not None:
            return _or_missing(b, node, base, key, mapping)
        found = b.world.as_super(ty, "builtins.tuple")
        if found is not None and not _may_be_slice(key):
            out = b.call("tuple_boxed", [base, coerce(b, key, INT)])
            return coerce(b, out, b.type_of(node)) if isinstance(node, nodes.Expression) else out
    if isinstance(key.ty, Inst) and b.world.is_user_class(key.ty):
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        sequence = isinstance(ty, Inst) and ty.name in _SEQUENCES
        if sequence and find_method(b.world, key.ty, "__index__") is not None:
            key = call_user_method(b, node, key, "__index__", [])
    if isinstance(ty, Inst) and ty.name == "builtins.list" and ty.args == (OBJECT,):
        return b.call("obj_getitem", [base, coerce(b, key, OBJECT)])
    if isinstance(ty, Inst) and ty.name in _SEQUENCES and _may_be_slice(key):
        out = b.call("obj_getitem", [coerce(b, base, OBJECT), coerce(b, key, OBJECT)])
        return coerce(b, out, b.type_of(node)) if isinstance(node, nodes.Expression) else out
    if isinstance(ty, Inst) and ty.name == "builtins.tuple" and not _may_be_slice(key):
        out = b.call("tuple_boxed", [base, coerce(b, key, INT)])
        return coerce(b, out, ty.args[0] if ty.args else OBJECT)
    found_value = call_method(b, base, "__getitem__", [key])
    if found_value is not None:
        return found_value
    if isinstance(ty, TypeOf):
        raise Unsupported(node, "unsupported-operator", f"`{ty}` cannot be subscripted here")
    out = b.call("obj_getitem", [coerce(b, base, OBJECT), coerce(b, key, OBJECT)])
    if isinstance(node, nodes.Expression):
        return coerce(b, out, b.type_of(node))
    return out


def _may_be_slice(key: Value) -> bool:
    return (
        key.ty == OBJECT
        or isinstance(key.ty, Union)
        or (isinstance(key.ty, Inst) and key.ty.name == "builtins.slice")
    )


def _or_missing(b: Builder, node: nodes.Context, base: Value, key: Value, mapping: Inst) -> Value:
    """Read from a dict whose class has `__missing__`."""
    from pygress.compiler.frontend.lower.methods import call_user_method

    key = b.keep(coerce(b, key, mapping.args[0]))
    plain = Value(base.op, mapping)
    result = b.temp(mapping.args[1])
    there, absent, done = b.new_block(), b.new_block(), b.new_block()
    known = call_method(b, plain, "__contains__", [key])
    assert known is not None
    b.branch(known, there, absent)
    b.start(there)
    value = call_method(b, plain, "__getitem__", [key])
    assert value is not None
    b.assign(result, coerce(b, value, result.ty))
    b.goto(done)
    b.start(absent)
    b.assign(result, coerce(b, call_user_method(b, node, base, "__missing__", [key]), result.ty))
    b.goto(done)
    b.start(done)
    return result


def set_item(b: Builder, node: nodes.Context, base: Value, key: Value, value: Value) -> None:
    """Write `base[key] = value`."""
    ty = base.ty
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        if find_method(b.world, ty, "__setitem__") is not None:
            call_user_method(b, node, base, "__setitem__", [key, value])
            return
    dynamic = (
        isinstance(ty, Inst) and ty.name == "builtins.list" and (ty.args == (OBJECT,) or _may_be_slice(key))
    )
    if not dynamic and call_method(b, base, "__setitem__", [key, value]) is not None:
        return
    b.call("obj_setitem", [coerce(b, base, OBJECT), coerce(b, key, OBJECT), coerce(b, value, OBJECT)])


def delete_item(b: Builder, node: nodes.IndexExpr) -> None:
    """Lower `del a[i]`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    base = b.keep(lower_expr(b, node.base))
    if isinstance(node.index, nodes.SliceExpr):
        bounds = slice_bounds(b, node.index)
        step = bounds[2] if node.index.stride is not None else b.const_int(1)
        if call_method(b, base, "__delslice__", [bounds[0], bounds[1], step]) is None:
            raise Unsupported(
                node, "unsupported-operator", f"`del` of a slice of `{base.ty}` cannot be compiled"
            )
        return
    key = lower_expr(b, node.index)
    ty = base.ty
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        if find_method(b.world, ty, "__delitem__") is not None:
            call_user_method(b, node, base, "__delitem__", [key])
            return
    if call_method(b, base, "__delitem__", [key]) is None:
        b.call("obj_delitem", [coerce(b, base, OBJECT), coerce(b, key, OBJECT)])


def slice_bounds(b: Builder, node: nodes.SliceExpr) -> list[Value]:
    """Lower start, stop, step; an omitted bound is the smallest integer."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    out: list[Value] = []
    for part in (node.begin_index, node.end_index, node.stride):
        if part is None:
            out.append(b.const_int(NO_INDEX))
            continue
        value = lower_expr(b, part)
        if value.ty != INT:
            value = optional_index(b, value)
        out.append(b.keep(value))
    return out


def optional_index(b: Builder, value: Value) -> Value:
    """Turn `int | None` into an index; `None` is an omitted bound."""
    if value.ty == NONE_VALUE.ty:
        return b.const_int(NO_INDEX)
    if value.ty != OBJECT and not hasattr(value.ty, "items"):
        return coerce(b, value, INT)
    result = b.temp(INT)
    none, some, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("is_", [value, NONE_VALUE]), none, some)
    b.start(none)
    b.assign(result, b.const_int(NO_INDEX))
    b.goto(done)
    b.start(some)
    b.assign(result, b.call("unbox_int", [value]))
    b.goto(done)
    b.start(done)
    return result


def _slice(b: Builder, node: nodes.IndexExpr, base: Value, index: nodes.SliceExpr) -> Value:
    if isinstance(base.ty, Tuple):
        return _slice_tuple(b, node, base, index)
    ty = base.ty
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        if find_method(b.world, ty, "__getitem__") is not None:
            return call_user_method(b, node, base, "__getitem__", [lower_slice_object(b, index)])
    bounds = slice_bounds(b, index)
    args = bounds if index.stride is not None else bounds[:2]
    if isinstance(ty, Inst) and ty.name == "builtins.tuple":
        step = bounds[2] if index.stride is not None else b.const_int(1)
        out = call_method(b, base, "__slice__", [*bounds[:2], step])
    else:
        out = call_method(b, base, "__slice__", args)
    if out is not None:
        return out
    key = _slice_value(b, bounds, index)
    out = b.call("obj_getitem", [coerce(b, base, OBJECT), key])
    return coerce(b, out, b.type_of(node))


def _slice_tuple(b: Builder, node: nodes.IndexExpr, base: Value, index: nodes.SliceExpr) -> Value:
    assert isinstance(base.ty, Tuple)
    bounds: list[int | None] = []
    for part in (index.begin_index, index.end_index, index.stride):
        known = _constant_index(part) if part is not None else None
        if part is not None and known is None:
            parts = slice_bounds(b, index)
            step = parts[2] if index.stride is not None else b.const_int(1)
            whole = Value(base.op, Inst("builtins.tuple", (OBJECT,)))
            out = call_method(b, whole, "__slice__", [*parts[:2], step])
            assert out is not None
            return Value(out.op, b.type_of(node))
        bounds.append(known)
    chosen = list(range(len(base.ty.items)))[slice(*bounds)]
    return make_tuple(b, [tuple_item(b, base, one) for one in chosen])


def lower_slice_object(b: Builder, node: nodes.SliceExpr) -> Value:
    """Lower a slice as a value, for `__getitem__` of user classes and dynamic values."""
    return _slice_value(b, slice_bounds(b, node), node)


def _slice_value(b: Builder, bounds: list[Value], node: nodes.SliceExpr) -> Value:
    parts = [node.begin_index, node.end_index, node.stride]
    boxed = [
        coerce(b, one, OBJECT) if part is not None else NONE_VALUE
        for one, part in zip(bounds, parts, strict=True)
    ]
    out = b.call("slice_new", boxed)
    return Value(out.op, _SLICE)


def set_slice(b: Builder, node: nodes.IndexExpr, base: Value, value: Value) -> None:
    """Lower `a[i:j] = value`."""
    assert isinstance(node.index, nodes.SliceExpr)
    bounds = slice_bounds(b, node.index)
    args = bounds if node.index.stride is not None else bounds[:2]
    if isinstance(base.ty, Inst) and base.ty.name == "builtins.list" and value.ty != base.ty:
        from pygress.compiler.frontend.lower.iteration import to_list

        value = to_list(b, node, value, base.ty.args[0])
    if base.ty == OBJECT:
        key = _slice_value(b, bounds, node.index)
        b.call("obj_setitem", [base, coerce(b, key, OBJECT), coerce(b, value, OBJECT)])
        return
    if call_method(b, base, "__setslice__", [*args, value]) is None:
        raise Unsupported(
            node, "unsupported-operator", f"assignment to a slice of `{base.ty}` cannot be compiled"
        )


_SLICE: Ty = Inst("builtins.slice", (OBJECT, OBJECT, OBJECT))
