"""Displays: lists, tuples, dicts, sets, bytes."""

from __future__ import annotations

import codecs

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce, make_tuple
from pygress.compiler.ir.types import FLOAT, INT, OBJECT, STR, Inst, Tuple, Ty, rep_of


def bytes_value(text: str) -> bytes:
    """Read the value of a bytes literal as mypy keeps it: escaped, without quotes."""
    value, _ = codecs.escape_decode(text.encode("latin-1"))
    assert isinstance(value, bytes)
    return value


def container_type(b: Builder, node: nodes.Expression, name: str, arity: int) -> Inst:
    """Tell the type of a display; `Any` elements if mypy found none."""
    if node not in b.world.checked.types:
        return Inst(name, (OBJECT,) * arity)  # mypy keeps no type of the mapping in `"%(a)s" % {...}`
    ty = b.type_of(node)
    found = b.world.as_super(ty, name)
    return found if found is not None and len(found.args) == arity else Inst(name, (OBJECT,) * arity)


def new_list(b: Builder, item: Ty, capacity: Value | None = None) -> Value:
    """Make an empty list."""
    ty = Inst("builtins.list", (item,))
    return b.call("list_new", [capacity or b.const_int(0)], ty, T=item)


def new_dict(b: Builder, key: Ty, value: Ty, capacity: int = 0) -> Value:
    """Make an empty dict."""
    ty = Inst("builtins.dict", (key, value))
    if key not in (STR, INT):
        b.call("dict_any_keys", [])
    return b.call("dict_new", [b.const_int(capacity)], ty, K=key, V=value)


def new_set(b: Builder, item: Ty, *, frozen: bool = False) -> Value:
    """Make an empty set."""
    ty = Inst("builtins.frozenset" if frozen else "builtins.set", (item,))
    return b.call("frozenset_new" if frozen else "set_new", [], ty, T=item)


def lower_list(b: Builder, node: nodes.ListExpr) -> Value:
    """Lower `[a, *b]`."""
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    ty = container_type(b, node, "builtins.list", 1)
    item = ty.args[0]
    values: list[Value | nodes.StarExpr] = []
    if not any(isinstance(one, nodes.StarExpr) for one in node.items):
        values = [b.keep(_element(b, one, item)) for one in node.items]
        out = new_list(b, item, b.const_int(len(values)))
        for one in values:
            b.call("list_append", [out, one])  # type: ignore[list-item]
        return Value(out.op, ty)
    out = new_list(b, item, b.const_int(len(node.items)))
    for part in node.items:
        if isinstance(part, nodes.StarExpr):
            b.call("list_extend_obj", [out, coerce(b, lower_expr(b, part.expr), OBJECT)])
        else:
            b.call("list_append", [out, lower_as(b, part, item)])
    return Value(out.op, ty)


def lower_filled(b: Builder, node: nodes.OpExpr) -> Value | None:
    """Lower `[item] * n` at once; `None` for other products."""
    from pygress.compiler.frontend.lower.expr import lower_as

    match node:
        case nodes.OpExpr(op="*", left=nodes.ListExpr(items=[item]) as left):
            count = b.world.checked.types.get(node.right)
            if isinstance(item, nodes.StarExpr) or count is None or b.convert(count) != INT:
                return None
            ty = container_type(b, left, "builtins.list", 1)
            value = b.keep(lower_as(b, item, ty.args[0]))
            size = lower_as(b, node.right, INT)
            return b.call("list_filled", [size, value], ty, T=ty.args[0])
    return None


def _element(b: Builder, node: nodes.Expression, item: Ty) -> Value:
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr
    from pygress.compiler.frontend.lower.subclass import check_keeps_class

    if item not in (INT, FLOAT):
        return lower_as(b, node, item)
    value = lower_expr(b, node)
    check_keeps_class(b, node, value, item)
    return coerce(b, value, item)


def lower_tuple(b: Builder, node: nodes.TupleExpr) -> Value:
    """Lower `a, b`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    # mypy keeps no type for a tuple that is unpacked at once.
    stored = b.world.checked.types.get(node)
    ty = b.convert(stored) if stored is not None else OBJECT
    if any(isinstance(one, nodes.StarExpr) for one in node.items):
        return _starred_tuple(b, node, ty)
    values: list[Value] = []
    for index, one in enumerate(node.items):
        value = lower_expr(b, one)
        if isinstance(ty, Tuple) and len(ty.items) == len(node.items):
            value = coerce(b, value, ty.items[index])
        values.append(b.keep(value))
    return make_tuple(b, values)


def lower_tuple_as(b: Builder, node: nodes.TupleExpr, ty: Tuple) -> Value | None:
    """Lower `a, b` where the types of the elements are known; `None` if one is starred."""
    from pygress.compiler.frontend.lower.expr import lower_as

    if any(isinstance(one, nodes.StarExpr) for one in node.items):
        return None
    parts = [b.keep(lower_as(b, one, item)) for one, item in zip(node.items, ty.items, strict=True)]
    return Value(make_tuple(b, parts).op, ty)


def _starred_tuple(b: Builder, node: nodes.TupleExpr, ty: Ty) -> Value:
    from pygress.compiler.frontend.lower.coerce import tuple_item
    from pygress.compiler.frontend.lower.expr import lower_expr

    values: list[Value] = []
    known = True
    for one in node.items:
        if isinstance(one, nodes.StarExpr):
            part = b.type_of(one.expr)
            known = known and isinstance(part, Tuple)
    if known:
        for one in node.items:
            if isinstance(one, nodes.StarExpr):
                value = lower_expr(b, one.expr)
                assert isinstance(value.ty, Tuple)
                values += [tuple_item(b, value, i) for i in range(len(value.ty.items))]
            else:
                values.append(b.keep(lower_expr(b, one)))
        return make_tuple(b, values)
    found = b.world.as_super(ty, "builtins.tuple")
    item = found.args[0] if found is not None and found.args else OBJECT
    items = new_list(b, item)
    for one in node.items:
        if isinstance(one, nodes.StarExpr):
            b.call("list_extend_obj", [items, coerce(b, lower_expr(b, one.expr), OBJECT)])
        else:
            b.call("list_append", [items, coerce(b, lower_expr(b, one), item)])
    out = b.call("tuple_from_list", [items])
    return Value(out.op, Inst("builtins.tuple", (item,)))


def lower_dict(b: Builder, node: nodes.DictExpr) -> Value:
    """Lower `{k: v, **d}`; keys and values are evaluated in turn."""
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    ty = container_type(b, node, "builtins.dict", 2)
    key, value = ty.args
    out = new_dict(b, key, value, len(node.items))
    for k, v in node.items:
        if k is None:
            b.call("dict_update", [out, coerce(b, lower_expr(b, v), OBJECT)])
            continue
        left = b.keep(lower_as(b, k, key))
        b.call("dict_set", [out, left, lower_as(b, v, value)])
    return Value(out.op, ty)


def lower_set(b: Builder, node: nodes.SetExpr) -> Value:
    """Lower `{a, b}`."""
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    ty = container_type(b, node, "builtins.set", 1)
    item = ty.args[0]
    if rep_of(item) is None:
        raise Unsupported(node, "unsupported-type", "the type of the elements is not known")
    out = new_set(b, item)
    for one in node.items:
        if isinstance(one, nodes.StarExpr):
            b.call("set_update", [out, coerce(b, lower_expr(b, one.expr), OBJECT)])
        else:
            b.call("set_add", [out, lower_as(b, one, item)])
    return Value(out.op, ty)
