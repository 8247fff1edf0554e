"""NamedTuple: a tuple with a type descriptor of its own. Its elements are read by their places.

Invariant: the element kinds of an instance are those of its fields' types, so that it can be used as a plain tuple.
"""

from __future__ import annotations

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.arguments import Arg, bind_params, lower_arguments
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.classes import class_assignment, class_inst, mark_instantiated
from pygress.compiler.frontend.lower.coerce import coerce, tuple_item, tuple_kinds
from pygress.compiler.frontend.world import FunctionInst, Param, World, class_env
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import OBJECT, STR, Inst, Tuple, Ty


def named_info(info: nodes.TypeInfo) -> nodes.TypeInfo | None:
    """Find the NamedTuple that a class is or extends."""
    return next((one for one in info.mro if one.is_named_tuple), None)


def named_fields(world: World, info: nodes.TypeInfo, ty: Ty) -> list[tuple[str, Ty]]:
    """List the fields with their types."""
    named = named_info(info)
    if named is None or named.tuple_type is None or not isinstance(ty, Inst):
        return []
    owner = ty if named is info else world.as_super(ty, world.map.name(named))
    env = class_env(named, owner) if isinstance(owner, Inst) else {}
    names: list[str] = named.metadata["namedtuple"]["fields"]
    return [
        (name, world.map.convert(one, env)) for name, one in zip(names, named.tuple_type.items, strict=True)
    ]


def as_tuple(b: Builder, value: Value) -> Value:
    """View an instance as a tuple of known length; any other value as it is."""
    if isinstance(value.ty, Inst) and b.world.is_user_class(value.ty):
        info = b.world.info(value.ty.name)
        if named_info(info) is not None:
            return Value(value.op, Tuple(tuple(one for _, one in named_fields(b.world, info, value.ty))))
        if info.tuple_type is not None:
            env = class_env(info, value.ty)
            return Value(
                value.op, Tuple(tuple(b.world.map.convert(one, env) for one in info.tuple_type.items))
            )
    return value


def field_value(b: Builder, value: Value, info: nodes.TypeInfo, name: str) -> Value | None:
    """Read a field by its name."""
    for index, (field, _) in enumerate(named_fields(b.world, info, value.ty)):
        if field == name:
            return tuple_item(b, as_tuple(b, value), index)
    return None


def make_named(b: Builder, node: nodes.Context, ty: Inst, info: nodes.TypeInfo, args: list[Arg]) -> Value:
    """Make an instance from arguments that were evaluated."""
    params, fake = _parameters(b, ty, info)
    return _make(b, ty, bind_params(b, node, fake, params, args, info.name))


def _parameters(b: Builder, ty: Inst, info: nodes.TypeInfo) -> tuple[list[Param], FunctionInst]:
    world = b.world
    named = named_info(info)
    assert named is not None
    params = []
    for name, one in named_fields(world, info, ty):
        statement = class_assignment(named, name)
        default = statement.rvalue if statement is not None else None
        params.append(Param(name, one, nodes.ARG_OPT if default is not None else nodes.ARG_POS, default))
    tree = world.trees[named]
    function = world.synthesize(
        ("named_tuple", ty),
        lambda: ir.Function(world.c_name(f"new_{info.name}"), "__new__", tree.path, named.line),
    )
    return params, FunctionInst(nodes.LambdaExpr(), ty, class_env(info, ty), params, OBJECT, function, tree)


def _make(b: Builder, ty: Inst, values: list[Value]) -> Value:
    cls = class_inst(b.world, ty)
    cls.ir.flags.add("named_tuple")
    cls.ir.named_fields = [name for name, _ in named_fields(b.world, cls.info, ty)]
    mark_instantiated(b, cls)
    kinds = tuple_kinds(tuple(one.ty for one in values))
    symbol = Value(ops.Symbol(f"{cls.ir.c}_type"), OBJECT)
    out = b.call("tuple_new_type", [symbol, b.const_int(len(values)), b.const_int(kinds)])
    for index, one in enumerate(values):
        b.call("tuple_set", [out, b.const_int(index), one if index < 15 else coerce(b, one, OBJECT)])
    return Value(out.op, ty)


def class_call(b: Builder, node: nodes.CallExpr, ty: Ty, info: nodes.TypeInfo, name: str) -> Value | None:
    """Lower `P._make(iterable)`; `None` for any other method."""
    if name != "_make" or not isinstance(ty, Inst) or named_info(info) is None:
        return None
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.frontend.lower.iteration import to_list

    fields = named_fields(b.world, info, ty)
    items = b.keep(to_list(b, node, lower_expr(b, node.args[0]), OBJECT))
    count = b.call("list_len", [items])
    good, bad = b.new_block(), b.new_block()
    b.branch(b.call("int_eq", [count, b.const_int(len(fields))]), good, bad)
    b.start(bad)
    b.call("raise_expected", [b.const_int(len(fields)), count])
    b.raised()
    b.start(good)
    values = [
        coerce(b, b.call("list_get_any", [items, b.const_int(i)]), one) for i, (_, one) in enumerate(fields)
    ]
    return _make(b, ty, values)


def method_call(b: Builder, node: nodes.CallExpr, value: Value, name: str) -> Value | None:
    """Lower `p._replace(x=1)` and `p._asdict()`; `None` for any other method."""
    if (
        name not in ("_replace", "_asdict")
        or not isinstance(value.ty, Inst)
        or not b.world.is_user_class(value.ty)
    ):
        return None
    info = b.world.info(value.ty.name)
    if named_info(info) is None:
        return None
    plain = as_tuple(b, value)
    fields = named_fields(b.world, info, value.ty)
    if name == "_asdict":
        from pygress.compiler.frontend.lower.literals import new_dict

        out = new_dict(b, STR, OBJECT)
        for i, (field, _) in enumerate(fields):
            b.call("dict_set", [out, b.const_str(field), coerce(b, tuple_item(b, plain, i), OBJECT)])
        return out
    given = {one.name: one.value for one in lower_arguments(b, node) if one.kind == nodes.ARG_NAMED}
    if len(given) != len(node.args):
        raise Unsupported(node, "unsupported-syntax", "`_replace` takes keyword arguments only")
    values = [
        coerce(b, given[field], one) if field in given else tuple_item(b, plain, i)
        for i, (field, one) in enumerate(fields)
    ]
    return _make(b, value.ty, values)


def field_names(info: nodes.TypeInfo) -> list[str] | None:
    """List the names of the fields for `P._fields`; `None` if the class is no NamedTuple."""
    named = named_info(info)
    return list(named.metadata["namedtuple"]["fields"]) if named is not None else None


__all__ = [
    "as_tuple",
    "class_call",
    "field_names",
    "field_value",
    "make_named",
    "method_call",
    "named_fields",
    "types",
]
