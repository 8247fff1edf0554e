"""Methods of `dict` and `set` that take any number of arguments, and sets out of the views of dicts."""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.iteration import loop, source_of, source_of_expr
from pygress.compiler.frontend.lower.literals import new_dict, new_set
from pygress.compiler.frontend.lower.primitive_call import call_method
from pygress.compiler.ir.types import OBJECT, Inst, Ty

_VIEWS = ("dict_keys", "dict_items", "KeysView", "ItemsView")


def lower_update(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value | None:
    """Lower `d.update(other, key=value)`; `None` without keywords."""
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    if all(name is None for name in node.arg_names) and nodes.ARG_STAR2 not in node.arg_kinds:
        return None
    assert isinstance(receiver.ty, Inst)
    key, value = receiver.ty.args
    for arg, name in zip(node.args, node.arg_names, strict=True):
        if name is None:
            b.call("dict_update", [receiver, coerce(b, lower_expr(b, arg), OBJECT)])
        else:
            call_method(
                b, receiver, "__setitem__", [coerce(b, b.const_str(name), key), lower_as(b, arg, value)]
            )
    return NONE_VALUE


def lower_from_keys(b: Builder, node: nodes.CallExpr) -> Value:
    """Lower `dict.fromkeys(keys, value)`."""
    from pygress.compiler.frontend.lower.expr import lower_as

    ty = b.type_of(node)
    if not isinstance(ty, Inst) or len(ty.args) != 2:
        raise Unsupported(
            node, "unsupported-function", "this `dict.fromkeys` cannot be compiled", "its type is not known"
        )
    key, value = ty.args
    shared = b.keep(lower_as(b, node.args[1], value) if len(node.args) > 1 else coerce(b, NONE_VALUE, value))
    out = new_dict(b, key, value)
    loop(
        b, source_of_expr(b, node.args[0]), lambda one: b.call("dict_set", [out, coerce(b, one, key), shared])
    )
    return Value(out.op, ty)


def _many(name: str, step: str) -> Callable[[Builder, nodes.CallExpr, Value], Value | None]:
    """Lower a method of a set with no or several arguments: one after the other, on a copy if `step` says so."""

    def lower(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value | None:
        from pygress.compiler.frontend.lower.expr import lower_expr

        if len(node.args) == 1 or nodes.ARG_STAR in node.arg_kinds:
            return None
        in_place = name.endswith("update")
        out = receiver
        if not in_place and not (node.args and step == name):
            copied = call_method(b, receiver, "copy", [])
            assert copied is not None
            out = copied
        for arg in node.args:
            found = call_method(b, out, step, [b.keep(lower_expr(b, arg))])
            if found is None:
                raise Unsupported(
                    arg, "unsupported-function", f"`set.{name}` cannot be compiled with this argument"
                )
            if step == name and not in_place:
                out = found
        return NONE_VALUE if in_place else out

    return lower


def lower_view_isdisjoint(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value | None:
    """Lower `d.keys().isdisjoint(other)`: through a set of the view."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    return call_method(b, as_set(b, node, receiver), "isdisjoint", [lower_expr(b, node.args[0])])


METHODS: dict[tuple[str, str], Callable[[Builder, nodes.CallExpr, Value], Value | None]] = {
    ("builtins.dict", "update"): lower_update,
    ("builtins.set", "union"): _many("union", "update"),
    ("builtins.set", "update"): _many("update", "update"),
    ("builtins.set", "intersection"): _many("intersection", "intersection"),
    ("builtins.set", "difference"): _many("difference", "difference"),
    ("builtins.set", "intersection_update"): _many("intersection_update", "intersection_update"),
    ("builtins.set", "difference_update"): _many("difference_update", "difference_update"),
    ("builtins.frozenset", "union"): _many("union", "union"),
    ("builtins.frozenset", "intersection"): _many("intersection", "intersection"),
    ("builtins.frozenset", "difference"): _many("difference", "difference"),
    ("_collections_abc.dict_keys", "isdisjoint"): lower_view_isdisjoint,
    ("_collections_abc.dict_items", "isdisjoint"): lower_view_isdisjoint,
    ("typing.KeysView", "isdisjoint"): lower_view_isdisjoint,
    ("typing.ItemsView", "isdisjoint"): lower_view_isdisjoint,
}


def as_set(b: Builder, node: nodes.Context, value: Value) -> Value:
    """Make a set of the keys or items of a dict; any other value stays as it is."""
    ty: Ty = value.ty
    if not isinstance(ty, Inst) or ty.name.rpartition(".")[2] not in _VIEWS:
        return value
    source = source_of(b, node, value)
    out = new_set(b, source.item)
    loop(b, source, lambda one: b.call("set_add", [out, coerce(b, one, source.item)]))
    return out
