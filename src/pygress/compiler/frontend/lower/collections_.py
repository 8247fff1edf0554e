"""Calls of `list`, `dict`, `set`, `frozenset`, `tuple`, and conversions of one value."""

from __future__ import annotations

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce, make_tuple, tuple_item
from pygress.compiler.frontend.lower.iteration import Source, loop, source_of_expr, to_list
from pygress.compiler.frontend.lower.literals import new_dict, new_list, new_set
from pygress.compiler.frontend.lower.primitive_call import call_chosen, choose
from pygress.compiler.ir.types import BOOL, OBJECT, STR, Inst, Rep, Tuple, Ty, rep_of
from pygress.compiler.primitives.tables import FUNCTIONS


def empty_of(b: Builder, ty: Ty) -> Value | None:
    """Make an empty container of a type; `None` if it is not one."""
    if not isinstance(ty, Inst):
        return None
    match ty.name:
        case "builtins.list":
            return new_list(b, ty.args[0])
        case "builtins.dict":
            return new_dict(b, ty.args[0], ty.args[1])
        case "builtins.set" | "builtins.frozenset":
            return new_set(b, ty.args[0], frozen=ty.name == "builtins.frozenset")
        case "builtins.tuple":
            return Value(make_tuple(b, []).op, ty)
        case "builtins.str":
            return b.const_str("")
        case "builtins.bytes":
            return b.const_bytes(b"")
        case _:
            return None


def convert_call(b: Builder, node: nodes.CallExpr, ty: Ty) -> Value | None:
    """Lower `list(x)` and its like; `None` if the class is none of them."""
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    if isinstance(ty, Tuple):
        if not node.args:
            return make_tuple(b, [])
        value = lower_expr(b, node.args[0])
        if isinstance(value.ty, Tuple):
            return value
    if not isinstance(ty, Inst):
        return None
    if not node.args and ty.name != "builtins.bytes":
        return empty_of(b, ty)
    match ty.name:
        case "builtins.list":
            return to_list(b, node, source_of_expr(b, node.args[0]), ty.args[0])
        case "builtins.set" | "builtins.frozenset":
            out = new_set(b, ty.args[0], frozen=ty.name == "builtins.frozenset")
            loop(
                b,
                source_of_expr(b, node.args[0]),
                lambda one: b.call("set_add", [out, coerce(b, one, ty.args[0])]),
            )
            return out
        case "builtins.tuple":
            value_ty = b.type_of(node.args[0])
            if isinstance(value_ty, Tuple):
                value = lower_expr(b, node.args[0])
                parts = [tuple_item(b, value, i) for i in range(len(value_ty.items))]
                return make_tuple(b, parts)
            item = ty.args[0] if ty.args else OBJECT
            items = to_list(b, node, source_of_expr(b, node.args[0]), item)
            return Value(b.call("tuple_from_list", [items]).op, ty)
        case "builtins.dict":
            return _dict(b, node, ty)
        case "builtins.range":
            bounds = [b.keep(lower_as(b, one, _INT)) for one in node.args]
            first = bounds[0] if len(bounds) > 1 else b.const_int(0)
            last = bounds[1] if len(bounds) > 1 else bounds[0]
            return b.call("range_new", [first, last, bounds[2] if len(bounds) > 2 else b.const_int(1)], ty)
        case "builtins.enumerate" | "builtins.zip" | "builtins.map" | "builtins.filter" | "builtins.reversed":
            found = b.world.as_super(ty, "typing.Iterable")
            item = found.args[0] if found is not None and found.args else OBJECT
            if ty.name != "builtins.reversed":
                from pygress.compiler.frontend.lower.lazy import lazy_call

                made = lazy_call(b, node, ty.name.removeprefix("builtins."), item)
                if made is not None:
                    return made
            items = to_list(
                b,
                node,
                source_of_expr(b, node.args[0]) if ty.name == "builtins.reversed" else _lazy(b, node),
                item,
            )
            if ty.name == "builtins.reversed":
                b.call("list_reverse", [items])
            return Value(b.call("iter_new", [coerce(b, items, OBJECT)]).op, Inst("typing.Iterator", (item,)))
        case _:
            return None


def container_of(b: Builder, node: nodes.Expression, name: str, value: Value) -> Value | None:
    """Apply `list`, `tuple`, `set`, `frozenset` or `dict` to a value; `None` if `name` is none of them."""
    found = b.world.as_super(value.ty, "typing.Iterable")
    item = found.args[0] if found is not None and found.args else OBJECT
    if name == "builtins.dict":
        mapping = b.world.as_super(value.ty, "typing.Mapping")
        pair = item.items if isinstance(item, Tuple) and len(item.items) == 2 else (OBJECT, OBJECT)
        made = Inst(name, mapping.args if mapping is not None else pair)
    elif name in ("builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset"):
        made = Inst(name, (item,))
    else:
        return None
    part = nodes.TempNode(types.AnyType(types.TypeOfAny.special_form))
    b.ready[part] = value
    b.known[part] = value.ty
    return convert_call(b, nodes.CallExpr(node, [part], [nodes.ARG_POS], [None]), made)


def _lazy(b: Builder, node: nodes.CallExpr) -> Source:
    """Go through `zip(...)` and its like at once; as a value they are collected first."""
    from pygress.compiler.frontend.lower.iteration import _by_function

    assert isinstance(node.callee, nodes.RefExpr)
    found = _by_function(b, node, node.callee.fullname)
    if found is None:
        name = node.callee.fullname.rpartition(".")[2]
        raise Unsupported(node, "unsupported-function", f"this call of `{name}` cannot be compiled")
    return found


def _dict(b: Builder, node: nodes.CallExpr, ty: Inst) -> Value:
    from pygress.compiler.frontend.lower.assign import make_tuple as build
    from pygress.compiler.frontend.lower.builder import LazyTuple
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    del build
    out = new_dict(b, ty.args[0], ty.args[1])
    key, value = ty.args
    for arg, name, kind in zip(node.args, node.arg_names, node.arg_kinds, strict=True):
        if name is not None:
            b.call("dict_set", [out, coerce(b, b.const_str(name), key), lower_as(b, arg, value)])
            continue
        if kind == nodes.ARG_STAR2:
            b.call("dict_update", [out, lower_as(b, arg, OBJECT)])
            continue
        arg_ty = b.type_of(arg)
        if arg_ty == OBJECT or b.world.as_super(arg_ty, "typing.Mapping") is not None:
            b.call("dict_update", [out, coerce(b, lower_expr(b, arg), OBJECT)])
            continue

        def put(item: Value) -> None:
            if isinstance(item, LazyTuple) and len(item.parts) == 2:
                pair = list(item.parts)
            elif isinstance(item.ty, Tuple) and len(item.ty.items) == 2:
                kept = b.keep(item)
                pair = [tuple_item(b, kept, 0), tuple_item(b, kept, 1)]
            else:
                boxed = b.keep(coerce(b, item, OBJECT))
                pair = [b.call("obj_getitem", [boxed, coerce(b, b.const_int(i), OBJECT)]) for i in (0, 1)]
            b.call("dict_set", [out, coerce(b, pair[0], key), coerce(b, pair[1], value)])

        loop(b, source_of_expr(b, arg), put)
    return out


def convert_value(b: Builder, node: nodes.Context, name: str, value: Value) -> Value:
    """Apply `int`, `float`, `str` or `bool` to a value."""
    from pygress.compiler.frontend.lower.fstring import to_str
    from pygress.compiler.frontend.lower.operators import truth

    if name == "builtins.str":
        return to_str(b, value)
    if name == "builtins.bool":
        return coerce(b, truth(b, value), BOOL)
    from pygress.compiler.frontend.lower.construct import by_method
    from pygress.compiler.ir.types import FLOAT

    converted = by_method(b, node, value, FLOAT if name == "builtins.float" else _INT)
    if converted is not None:
        return converted
    chosen = choose(b, FUNCTIONS[name], [value], {})
    if chosen is None:
        raise Unsupported(
            node, "unsupported-function", f"`{name.removeprefix('builtins.')}({value.ty})` cannot be compiled"
        )
    return call_chosen(b, *chosen)


from pygress.compiler.ir.types import INT as _INT  # noqa: E402

__all__ = ["STR", "Rep", "convert_call", "convert_value", "empty_of", "rep_of"]
