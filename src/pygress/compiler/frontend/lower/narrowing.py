"""`isinstance`, `issubclass` and the tests that unions need."""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.classes import type_symbol
from pygress.compiler.frontend.lower.coerce import coerce
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

_CONTAINERS = (
    "list", "tuple", "str", "bytes", "bytearray", "range", "dict", "set", "frozenset", "dict_keys", "dict_values",
    "dict_items",
)  # fmt: skip
_ITERATORS = (
    "generator", "list_iter", "tuple_iter", "str_iter", "bytes_iter", "range_iter", "dict_iter", "set_iter",
)  # fmt: skip
# Abstract classes of the library -> runtime types that are instances of them.
_ABSTRACT: dict[str, tuple[str, ...]] = {
    "Sequence": ("list", "tuple", "str", "bytes", "bytearray", "range"),
    "MutableSequence": ("list", "bytearray"),
    "Mapping": ("dict",),
    "MutableMapping": ("dict",),
    "AbstractSet": ("set", "frozenset"),
    "MutableSet": ("set",),
    "Iterable": (*_CONTAINERS, *_ITERATORS),
    "Collection": _CONTAINERS,
    "Container": _CONTAINERS,
    "Sized": _CONTAINERS,
    "Callable": ("func", "type"),
    "Generator": ("generator",),
    "Coroutine": ("coroutine",),
    "AsyncGenerator": ("async_generator",),
    "Iterator": _ITERATORS,
}


_MEMBERS: dict[str, tuple[str, ...]] = {
    "Iterable": ("__iter__",),
    "Iterator": ("__iter__", "__next__"),
    "Sized": ("__len__",),
    "Container": ("__contains__",),
    "Collection": ("__iter__", "__len__", "__contains__"),
    "Callable": ("__call__",),
}
"""What makes any class an instance of an abstract one."""


def is_instance_test(b: Builder, value: Value, ty: Ty) -> Value:
    """Lower `isinstance(value, ty)` to a bool."""
    if ty == OBJECT:
        return b.const_bool(True)
    if rep_of(value.ty) != rep_of(OBJECT):
        same = value.ty == ty or (value.ty == BOOL and ty == INT)
        return b.const_bool(same)
    if ty == NONE:
        return b.call("is_", [value, NONE_VALUE])
    if isinstance(ty, Union):
        return _any_type(b, value, list(ty.items))
    if isinstance(ty, Func):
        return b.call("isinstance_", [value, Value(ops.Symbol("pg_type_func"), OBJECT)])
    if isinstance(ty, TypeOf):
        return _class_test(b, value, ty)
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        info = b.world.info(ty.name)
        if info.is_protocol:
            return _protocol_test(b, value, ty)
    symbol = type_symbol(b, ty)
    if symbol is not None:
        return b.call("isinstance_", [value, Value(symbol, OBJECT)])
    if isinstance(ty, Inst):
        names = _ABSTRACT.get(ty.name.rpartition(".")[2])
        if names is not None:
            builtin = [Value(ops.Symbol(f"pg_type_{name}"), OBJECT) for name in names]
            return _any_of(b, value, builtin + _classes_below(b, ty.name))
        if ty.name.startswith("enum."):
            from pygress.compiler.frontend.lower.class_values import classes_below

            below = [type_symbol(b, one) for one in classes_below(b, ty)]
            return _any_of(b, value, [Value(one, OBJECT) for one in below if one is not None])
    raise Unsupported(nodes.Block([]), "unsupported-type", f"`isinstance` with `{ty}` cannot be compiled")


def _class_test(b: Builder, value: Value, ty: TypeOf) -> Value:
    """Test whether a value is a class object: that of `ty`, or one below it."""
    is_class = b.call("isinstance_", [value, Value(ops.Symbol("pg_type_type"), OBJECT)])
    symbol = type_symbol(b, ty.item) if isinstance(ty.item, Inst) else None
    if symbol is None:
        return is_class
    result = b.temp(BOOL)
    some, done = b.new_block(), b.new_block()
    b.assign(result, is_class)
    b.branch(result, some, done)
    b.start(some)
    b.assign(result, b.call("issubclass_", [value, Value(symbol, OBJECT)]))
    b.goto(done)
    b.start(done)
    return result


def _any_type(b: Builder, value: Value, types: list[Ty]) -> Value:
    result = b.temp(BOOL)
    done = b.new_block()
    for one in types:
        more = b.new_block()
        b.assign(result, is_instance_test(b, value, one))
        b.branch(result, done, more)
        b.start(more)
    b.start(done)
    return result


def can_test(b: Builder, ty: Ty) -> bool:
    """Tell whether `isinstance` with a type can be decided when the program runs."""
    if not isinstance(ty, Inst) or b.world.is_user_class(ty) or type_symbol(b, ty) is not None:
        return True
    return ty.name.rpartition(".")[2] in _ABSTRACT


def _classes_below(b: Builder, name: str) -> list[Value]:
    """List the highest classes of the program that extend an abstract class, or have what it asks for."""
    from pygress.compiler.frontend.lower.classes import class_inst, erased_class

    world = b.world
    members = _MEMBERS.get(name.rpartition(".")[2], ())

    def is_below(info: nodes.TypeInfo) -> bool:
        return any(one.fullname == name for one in info.mro) or (
            bool(members) and all(info.get(one) is not None for one in members)
        )

    found: list[Value] = []
    for info in world.local_infos.values():
        if info.is_protocol or info.fullname == name or not is_below(info):
            continue
        if any(one in world.trees and not one.is_protocol and is_below(one) for one in info.mro[1:]):
            continue
        generic = bool(info.defn.type_vars)
        cls = erased_class(world, info) if generic else class_inst(world, Inst(world.map.name(info))).ir
        found.append(Value(ops.Symbol(f"{cls.c}_type"), OBJECT))
    return found


def _any_of(b: Builder, value: Value, symbols: list[Value]) -> Value:
    result = b.temp(BOOL)
    b.assign(result, b.const_bool(False))
    done = b.new_block()
    for one in symbols:
        more = b.new_block()
        b.assign(result, b.call("isinstance_", [value, one]))
        b.branch(result, done, more)
        b.start(more)
    b.start(done)
    return result


def _protocol_test(b: Builder, value: Value, ty: Inst) -> Value:
    """Test a `@runtime_checkable` protocol: any class of the program that has its members."""
    from pygress.compiler.frontend.lower.classes import class_inst

    world = b.world
    protocol = world.info(ty.name)
    found: list[Value] = []
    for info in world.local_infos.values():
        if (
            not info.is_protocol
            and not info.defn.type_vars
            and all(info.get(x) for x in protocol.protocol_members)
        ):
            found.append(
                Value(ops.Symbol(f"{class_inst(world, Inst(world.map.name(info))).ir.c}_type"), OBJECT)
            )
    return _any_of(b, value, found) if found else b.const_bool(False)


def lower_isinstance(b: Builder, node: nodes.CallExpr) -> Value:
    """Lower `isinstance(x, T)` where `T` is a class, a union or a tuple of classes."""
    value = b.keep(lower_wide(b, node.args[0]))
    return test_classes(b, node, value, node.args[1])


def lower_wide(b: Builder, node: nodes.Expression) -> Value:
    """Lower an expression without narrowing: an `int` seen before may still be a `bool`."""
    from pygress.compiler.frontend.lower import attributes, names
    from pygress.compiler.frontend.lower.expr import lower_expr

    match node:
        case nodes.NameExpr(node=nodes.Var() as var) if not node.fullname.startswith("builtins."):
            owner = b.find_owner(var)
            return (
                names.read_local(b, owner, var, node)
                if owner is not None
                else names.read_global(b, var, node)
            )
        case nodes.MemberExpr(expr=expr, name=name) if not attributes.is_module(expr) and not (
            isinstance(expr, nodes.RefExpr) and isinstance(expr.node, nodes.TypeInfo)
        ):
            return attributes.get_attribute(b, node, lower_expr(b, expr), name)
        case _:
            return lower_expr(b, node)


def test_classes(b: Builder, node: nodes.Context, value: Value, classes: nodes.Expression) -> Value:
    """Test a value against the classes that an expression names."""
    parts = class_list(b, classes)
    if parts is None:
        from pygress.compiler.frontend.lower.expr import lower_expr

        dynamic = lower_expr(b, classes)
        return b.call("isinstance_any", [coerce(b, value, OBJECT), coerce(b, dynamic, OBJECT)])
    for one in parts:
        _check_number(b, node, value, one)
    if len(parts) == 1:
        return is_instance_test(b, value, parts[0])
    return _any_type(b, value, parts)


def _check_number(b: Builder, node: nodes.Context, value: Value, ty: Ty) -> None:
    """Refuse to ask a plain number whether it is of a class below: it has lost that."""
    if value.ty not in (INT, FLOAT) or not b.world.is_user_class(ty):
        return
    if b.world.as_super(ty, f"builtins.{value.ty}") is not None:
        short = str(ty).rpartition(".")[2]
        raise Unsupported(
            node, "unsupported-type", f"an `{value.ty}` is never a `{short}`: this test cannot be compiled",
            "the variable holds the number alone", f"declare it as `{value.ty} | {short}`",
        )  # fmt: skip


def class_list(b: Builder, node: nodes.Expression) -> list[Ty] | None:
    """List the classes that an expression names; `None` if it is not known before the program runs."""
    match node:
        case nodes.TupleExpr(items=items):
            out: list[Ty] = []
            for one in items:
                part = class_list(b, one)
                if part is None:
                    return None
                out += part
            return out
        case nodes.OpExpr(op="|", left=left, right=right):
            parts = [class_list(b, left), class_list(b, right)]
            return None if None in parts else [one for part in parts if part for one in part]
        case nodes.NameExpr(fullname="builtins.None"):
            return [NONE]
        case nodes.RefExpr(node=nodes.TypeInfo() as info):
            simple: dict[str, Ty] = {
                "builtins.int": INT,
                "builtins.float": FLOAT,
                "builtins.bool": BOOL,
                "builtins.object": OBJECT,
            }
            known = simple.get(info.fullname)
            if known is not None:
                return [known]
            return [Inst(b.world.map.name(info), tuple(OBJECT for _ in info.defn.type_vars))]
        case nodes.RefExpr(node=nodes.TypeAlias() as alias):
            ty = b.convert(alias.target)
            return (
                list(getattr(ty, "items", ())) if hasattr(ty, "items") and not isinstance(ty, Tuple) else [ty]
            )
        case _:
            return None
