"""`dataclasses.replace`, `asdict`, `astuple`: code for the fields of the class at hand.

`asdict` and `astuple` go into dataclasses, lists, tuples and dicts as far as the static types tell.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.arguments import Arg
from pygress.compiler.frontend.lower.attributes import get_attribute
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.classes import class_assignment, dataclass_attributes
from pygress.compiler.frontend.lower.coerce import coerce, make_tuple, tuple_item
from pygress.compiler.frontend.lower.construct import new_instance
from pygress.compiler.frontend.lower.iteration import loop, source_of
from pygress.compiler.frontend.lower.literals import new_dict, new_list
from pygress.compiler.frontend.typemap import STDLIB
from pygress.compiler.frontend.world import World, class_env
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import OBJECT, STR, Inst, Rep, Tuple, Ty, TypeOf, Union, make_union

_COPIED = ("builtins.list", "builtins.dict", "builtins.set", "builtins.bytearray")


def dataclass_info(b: Builder, ty: Ty) -> nodes.TypeInfo | None:
    """Give the class of a dataclass instance."""
    if not isinstance(ty, Inst) or not b.world.is_user_class(ty):
        return None
    info = b.world.info(ty.name)
    return info if "dataclass" in info.metadata else None


def field_names(info: nodes.TypeInfo) -> list[str]:
    """List the fields of a dataclass, without those that only its constructor takes."""
    return [one["name"] for one in dataclass_attributes(info) if not one.get("is_init_var")]


def lower_replace(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `replace(obj, name=value, ...)`: a new instance through the constructor."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = b.keep(lower_expr(b, node.args[0]))
    info = dataclass_info(b, value.ty)
    if info is None or any(kind == nodes.ARG_STAR2 for kind in node.arg_kinds):
        raise Unsupported(node, "unsupported-function", f"`replace` of `{value.ty}` cannot be compiled")
    changes = {
        name: b.keep(lower_expr(b, one))
        for name, one in zip(node.arg_names, node.args, strict=True)
        if name is not None
    }
    assert isinstance(value.ty, Inst)

    def make(ty: Inst) -> Value:
        this = Value(value.op, ty)
        args = []
        for one in dataclass_attributes(b.world.info(ty.name)):
            name = one["name"]
            if name in changes:
                args.append(Arg(nodes.ARG_NAMED, name, changes[name]))
            elif one["is_in_init"] and not one.get("is_init_var"):
                args.append(Arg(nodes.ARG_NAMED, name, b.keep(get_attribute(b, node, this, name))))
        return new_instance(b, node, ty, args)

    return _by_exact_class(b, value, value.ty, value.ty, make)


def _by_exact_class(b: Builder, value: Value, ty: Inst, ret: Ty, use: Callable[[Inst], Value]) -> Value:
    """Do something for the dataclass that an instance is of: the one it is declared as, or one below."""
    from pygress.compiler.frontend.lower.class_values import by_class

    below = dataclasses_below(b.world, ty)
    if not below:
        return use(ty)
    kind = b.call("type_of", [coerce(b, value, OBJECT)])
    return by_class(b, Value(kind.op, TypeOf(ty)), below, ret, use, ty)


def dataclasses_below(world: World, ty: Inst) -> list[Inst]:
    """List the classes of the program below a dataclass that have fields of their own, the lowest first."""
    base = world.info(ty.name)
    found = [
        info
        for info in world.local_infos.values()
        if info is not base and base in info.mro and "dataclass" in info.metadata and not info.defn.type_vars
    ]
    found.sort(key=lambda info: -len(info.mro))
    return [Inst(world.map.name(info)) for info in found]


def lower_asdict(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `asdict(obj)`."""
    return _lower(b, node, as_dict=True)


def lower_astuple(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `astuple(obj)`."""
    return _lower(b, node, as_dict=False)


def lower_is_dataclass(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `is_dataclass(x)` of an instance or a class."""
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.frontend.lower.narrowing import is_instance_test

    value = b.keep(lower_expr(b, node.args[0]))
    ty = value.ty.item if isinstance(value.ty, TypeOf) else value.ty
    if ty != OBJECT and not isinstance(ty, Union):
        is_class = isinstance(ty, Inst) and b.world.is_user_class(ty)
        return b.const_bool(
            is_class and any("dataclass" in one.metadata for one in b.world.info(ty.name).mro)  # type: ignore[attr-defined]
        )
    known = [
        Inst(b.world.map.name(info))
        for info in b.world.local_infos.values()
        if "dataclass" in info.metadata and not info.defn.type_vars
    ]
    return is_instance_test(b, value, make_union(list(known))) if known else b.const_bool(False)


def lower_fields(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `fields(C)` and `fields(obj)`: a tuple of descriptions."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = lower_expr(b, node.args[0])
    ty = value.ty.item if isinstance(value.ty, TypeOf) else value.ty
    info = dataclass_info(b, ty)
    if info is None:
        raise Unsupported(
            node, "unsupported-function", f"`fields` of `{ty}` cannot be compiled", "not a known dataclass"
        )
    described = Inst(f"{STDLIB}.dataclasses.Field")
    assert isinstance(ty, Inst)
    if isinstance(value.ty, TypeOf):
        return _fields_of(b, node, ty)
    ret = Inst("builtins.tuple", (described,))
    return _by_exact_class(b, b.keep(value), ty, ret, lambda one: _fields_of(b, node, one))


def _fields_of(b: Builder, node: nodes.CallExpr, ty: Inst) -> Value:
    """Make the tuple of descriptions of the fields of one class."""
    from pygress.compiler.frontend.lower.construct import field_default
    from pygress.compiler.frontend.lower.expr import lower_as
    from pygress.compiler.frontend.lower.names import global_of

    info = b.world.info(ty.name)
    described = Inst(f"{STDLIB}.dataclasses.Field")
    missing = b.world.library.definitions["dataclasses.MISSING"]
    out = new_list(b, described)
    for one in dataclass_attributes(info):
        if one.get("is_init_var"):
            continue
        name = one["name"]
        base = next(base for base in info.mro if name in base.names and not base.names[name].plugin_generated)
        default, factory = field_default(base, name)
        options = field_options(base, name)
        metadata = options.get("metadata")
        if default is not None:
            held = lower_as(b, default, OBJECT)
        else:
            assert isinstance(missing, nodes.Var)
            absent = b.temp(OBJECT)
            assert isinstance(absent.op, ops.Reg)
            b.emit(ops.GetGlobal(absent.op, global_of(b, missing, node)))
            held = absent
        parts = {
            "name": b.const_str(name),
            "default": held,
            "has_factory": b.const_bool(factory is not None),
            "init": b.const_bool(bool(one["is_in_init"])),
            "repr": b.const_bool(not _is_false(options.get("repr"))),
            "compare": b.const_bool(not _is_false(options.get("compare"))),
            "metadata": lower_as(b, metadata, OBJECT) if metadata is not None else new_dict(b, STR, OBJECT),
            "kw_only": b.const_bool(bool(one.get("kw_only"))),
        }
        args = [Arg(nodes.ARG_NAMED, key, b.keep(part)) for key, part in parts.items()]
        b.call("list_append", [out, new_instance(b, node, described, args)])
    packed = b.call("tuple_from_list", [out])
    return Value(packed.op, Inst("builtins.tuple", (described,)))


def field_options(info: nodes.TypeInfo, name: str) -> dict[str, nodes.Expression]:
    """Read the keywords of `field(...)`."""
    statement = class_assignment(info, name)
    value = statement.rvalue if statement is not None else None
    if not isinstance(value, nodes.CallExpr) or not isinstance(value.callee, nodes.RefExpr):
        return {}
    if value.callee.fullname != "dataclasses.field":
        return {}
    return {key: one for key, one in zip(value.arg_names, value.args, strict=True) if key is not None}


def _is_false(node: nodes.Expression | None) -> bool:
    return isinstance(node, nodes.NameExpr) and node.name == "False"


def _lower(b: Builder, node: nodes.CallExpr, *, as_dict: bool) -> Value:
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = b.keep(lower_expr(b, node.args[0]))
    if dataclass_info(b, value.ty) is None and len(node.args) == 1 and _may_be_any(value.ty):
        return _of_unknown(b, node, value, as_dict)
    if dataclass_info(b, value.ty) is None or len(node.args) != 1:
        raise Unsupported(node, "unsupported-function", f"this call cannot be compiled for `{value.ty}`")
    copied = _plain(b, node, value, as_dict)
    return Value(
        copied.op, Inst("builtins.dict", (STR, OBJECT)) if as_dict else Inst("builtins.tuple", (OBJECT,))
    )


def _may_be_any(ty: Ty) -> bool:
    return (
        ty == OBJECT or isinstance(ty, Union) or (isinstance(ty, Inst) and ty.name.startswith("_typeshed."))
    )


def _of_unknown(b: Builder, node: nodes.CallExpr, value: Value, as_dict: bool) -> Value:
    """Copy a value of which only `object` is known: any dataclass of the program, those below others first."""
    from pygress.compiler.frontend.lower.narrowing import is_instance_test

    world = b.world
    known = [
        info
        for info in world.local_infos.values()
        if "dataclass" in info.metadata and not info.defn.type_vars
    ]
    known.sort(key=lambda info: -len(info.mro))
    held = b.keep(Value(coerce(b, value, OBJECT).op, OBJECT))
    result = b.temp(OBJECT)
    done = b.new_block()
    for info in known:
        ty = Inst(world.map.name(info))
        take, more = b.new_block(), b.new_block()
        b.branch(is_instance_test(b, held, ty), take, more)
        b.start(take)
        b.assign(result, coerce(b, _plain(b, node, Value(held.op, ty), as_dict), OBJECT))
        b.goto(done)
        b.start(more)
    name = "asdict" if as_dict else "astuple"
    text = b.const_str(f"{name}() should be called on dataclass instances")
    b.call("raise_named", [Value(ops.Symbol("pg_type_TypeError"), OBJECT), text])
    b.end(ops.Unreachable())
    b.start(done)
    return coerce(b, result, Inst("builtins.dict", (STR, OBJECT))) if as_dict else result


def _copier(b: Builder, ty: Inst, as_dict: bool) -> ir.Function:
    """Make the function that copies an instance of a dataclass, or of one below it: its fields may hold others."""
    world = b.world

    def make() -> ir.Function:
        info = world.info(ty.name)
        tree, name = world.tree_of(info), "asdict" if as_dict else "astuple"
        function = ir.Function(world.c_name(f"{name}_{info.name}"), name, world.trace_path(tree), info.line)
        function.ret = Rep.REF
        this = function.new_reg(Rep.REF, "obj")
        function.params.append(this)
        world.program.functions.append(function)

        def fill() -> None:
            inner = Builder(world, function, tree, class_env(info, ty))
            inner.line = 0  # nobody wrote it: no place in a traceback
            inner.start(inner.new_block())
            value = Value(this, ty)
            out = _by_exact_class(
                inner, value, ty, OBJECT, lambda one: _copy(inner, Value(this, one), as_dict)
            )
            inner.end(ops.Return(out.op))

        world.later(lambda: world.guarded(tree, lambda: info.line, fill))
        return function

    return world.synthesize(("copier", ty, as_dict), make)


def _copy(b: Builder, value: Value, as_dict: bool) -> Value:
    """Copy the fields of an instance of exactly this class."""
    assert isinstance(value.ty, Inst)
    info = b.world.info(value.ty.name)
    node = nodes.Block([])
    node.set_line(info)
    parts = [
        (name, b.keep(_plain(b, node, b.keep(get_attribute(b, node, value, name)), as_dict)))
        for name in field_names(info)
    ]
    if not as_dict:
        return coerce(b, make_tuple(b, [one for _, one in parts]), OBJECT)
    out = new_dict(b, STR, OBJECT, len(parts))
    for name, one in parts:
        b.call("dict_set", [out, b.const_str(name), coerce(b, one, OBJECT)])
    return coerce(b, out, OBJECT)


def _plain(b: Builder, node: nodes.Context, value: Value, as_dict: bool) -> Value:
    """Copy a value without dataclasses in it."""
    ty = value.ty
    if dataclass_info(b, ty) is not None:
        assert isinstance(ty, Inst)
        return b.call_function(_copier(b, ty, as_dict), [value], OBJECT)
    if not _has_dataclass(b, ty):
        if not isinstance(ty, Inst) or ty.name not in _COPIED:
            return value
        return Value(b.call("deepcopy", [coerce(b, value, OBJECT)]).op, ty)
    match ty:
        case Inst(name="builtins.list"):
            items = new_list(b, OBJECT)
            loop(b, source_of(b, node, value), lambda one: _append(b, node, items, one, as_dict))
            return items
        case Inst(name="builtins.dict", args=args):
            out = new_dict(b, args[0], OBJECT)
            keys = source_of(b, node, value)

            def put(key: Value) -> None:
                from pygress.compiler.frontend.lower.index import get_item

                kept = b.keep(key)
                inner = b.keep(coerce(b, get_item(b, nodes.Block([]), value, kept), args[1]))
                b.call("dict_set", [out, kept, coerce(b, _plain(b, node, inner, as_dict), OBJECT)])

            loop(b, keys, put)
            return out
        case Inst(name="builtins.tuple"):
            items = new_list(b, OBJECT)
            loop(b, source_of(b, node, value), lambda one: _append(b, node, items, one, as_dict))
            return Value(b.call("tuple_from_list", [items]).op, Inst("builtins.tuple", (OBJECT,)))
        case Tuple(items=members):
            return make_tuple(
                b, [_plain(b, node, tuple_item(b, value, i), as_dict) for i in range(len(members))]
            )
        case Union():
            from pygress.compiler.frontend.lower.attributes import by_member

            return by_member(b, value, OBJECT, lambda part: _plain(b, node, b.keep(part), as_dict))
        case _:
            return value


def _append(b: Builder, node: nodes.Context, out: Value, one: Value, as_dict: bool) -> None:
    kept = b.keep(coerce(b, one, one.ty))
    b.call("list_append", [out, coerce(b, _plain(b, node, kept, as_dict), OBJECT)])


def _has_dataclass(b: Builder, ty: Ty, depth: int = 0) -> bool:
    if dataclass_info(b, ty) is not None:
        return True
    parts: tuple[Ty, ...] = ()
    if isinstance(ty, Inst):
        parts = ty.args
    elif isinstance(ty, Tuple | Union):
        parts = ty.items
    return depth < 8 and any(_has_dataclass(b, one, depth + 1) for one in parts)
