"""Calls of classes: instances of the program's classes, conversions such as `int(x)`, exceptions, collections."""

from __future__ import annotations

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.arguments import Arg, bind_params, lower_arguments
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.classes import (
    Member,
    class_assignment,
    class_inst,
    dataclass_attributes,
    dataclass_options,
    find_method,
    mark_instantiated,
    runtime_exceptions,
    runtime_type_symbol,
    set_field,
    unsupported_class,
)
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.dynamic_names import mention_paths
from pygress.compiler.frontend.lower.exception_objects import (
    empty_exception,
    is_group,
    new_exception,
    set_exception_args,
)
from pygress.compiler.frontend.lower.primitive_call import call_chosen, choose
from pygress.compiler.frontend.world import ClassInst, FunctionInst, Param, class_env
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import BOOL, FLOAT, INT, OBJECT, STR, Inst, Rep, Ty, TypeOf, rep_of
from pygress.compiler.primitives.tables import FUNCTIONS


def constructed_type(b: Builder, node: nodes.CallExpr, callee: nodes.RefExpr, info: nodes.TypeInfo) -> Ty:
    """Tell the class that a call makes an instance of, with its type arguments."""
    simple: dict[str, Ty] = {"builtins.int": INT, "builtins.float": FLOAT, "builtins.bool": BOOL}
    known = simple.get(info.fullname)
    if known is not None:
        return known
    stored = b.world.checked.types.get(node)
    name = b.world.map.name(info)
    if stored is not None:
        ty = b.known.get(node) or b.convert(stored)
        if isinstance(ty, Inst) and ty.name == name:
            return ty
        proper = types.get_proper_type(stored)
        if isinstance(proper, types.TupleType | types.TypedDictType):
            return ty
    if info.is_newtype:
        return b.convert(info.bases[0])
    return Inst(name, tuple(OBJECT for _ in info.defn.type_vars))


def construct(b: Builder, node: nodes.CallExpr, ty: Ty) -> Value:
    """Make an instance of `ty` from the arguments of a call."""
    from pygress.compiler.frontend.lower import collections_, enums

    callee = node.callee
    info = (
        callee.node if isinstance(callee, nodes.RefExpr) and isinstance(callee.node, nodes.TypeInfo) else None
    )
    if info is not None and info.is_newtype:
        from pygress.compiler.frontend.lower.expr import lower_as

        return lower_as(b, node.args[0], ty)
    if info is not None and info.typeddict_type is not None:
        return _typed_dict(b, node)
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        user = b.world.info(ty.name)
        if user.is_enum:
            return enums.enum_by_value(b, node, user)
        mention_paths(b, node, ty)
        return new_instance(b, node, ty, lower_arguments(b, node))
    found = collections_.convert_call(b, node, ty)
    if found is not None:
        return found
    name = ty.name if isinstance(ty, Inst) else f"builtins.{ty}"
    prims = FUNCTIONS.get(name)
    args = lower_arguments(b, node)
    if ty in (INT, FLOAT) and len(args) == 1:
        converted = by_method(b, node, args[0].value, ty)
        if converted is not None:
            return converted
    if prims is not None:
        from pygress.compiler.frontend.lower.call import ask_class

        asked = ask_class(b, node, name, args)
        if asked is not None:
            return coerce(b, asked, ty)
        positional = [one.value for one in args if one.kind == nodes.ARG_POS]
        named = {one.name: one.value for one in args if one.kind == nodes.ARG_NAMED and one.name}
        chosen = choose(b, prims, positional, named)
        if chosen is not None:
            out = call_chosen(b, *chosen)
            return Value(out.op, ty) if isinstance(ty, Inst) and rep_of(out.ty) == Rep.REF else out
        shown = name.removeprefix("builtins.")
        kinds = ", ".join(str(one.value.ty) for one in args)
        raise Unsupported(
            node, "unsupported-function", f"`{shown}({kinds})` cannot be compiled", "no such conversion"
        )
    if isinstance(ty, Inst):
        if ty.name == "builtins.slice" and 1 <= len(args) <= 3:
            given = [coerce(b, one.value, OBJECT) for one in args]
            none = coerce(b, NONE_VALUE, OBJECT)
            bounds = [none, given[0], none] if len(given) == 1 else [*given, none][:3]
            return Value(b.call("slice_new", bounds).op, ty)
        symbol = runtime_type_symbol(b.world, ty.name)
        if symbol is not None and symbol.c.removeprefix("pg_type_") not in runtime_exceptions():
            symbol = None
        if symbol is not None and symbol.c not in ("pg_type_object", "pg_type_type"):
            return new_exception(b, Value(symbol, OBJECT), ty, args)
        if ty.name == "builtins.object":
            return b.call("object_new", [])
    raise unsupported_class(node, ty)


def by_method(b: Builder, node: nodes.Context, value: Value, ty: Ty) -> Value | None:
    """Convert an instance by its `__int__`, `__float__` or `__index__`."""
    from pygress.compiler.frontend.lower.methods import call_user_method

    if not isinstance(value.ty, Inst) or not b.world.is_user_class(value.ty):
        return None
    for name in ("__float__", "__index__") if ty == FLOAT else ("__int__", "__index__"):
        if find_method(b.world, value.ty, name) is not None:
            return coerce(b, call_user_method(b, node, value, name, []), ty)
    return None


def _typed_dict(b: Builder, node: nodes.CallExpr) -> Value:
    from pygress.compiler.frontend.lower.expr import lower_as
    from pygress.compiler.frontend.lower.literals import new_dict

    out = new_dict(b, STR, OBJECT)
    for value, name in zip(node.args, node.arg_names, strict=True):
        if name is None:
            b.call("dict_update", [out, lower_as(b, value, OBJECT)])
        else:
            b.call("dict_set", [out, b.const_str(name), lower_as(b, value, OBJECT)])
    return out


def new_instance(b: Builder, node: nodes.Context, ty: Inst, args: list[Arg]) -> Value:
    """Make an instance of a class of the program."""
    world = b.world
    cls = class_inst(world, ty)
    if cls.info.is_abstract and not cls.info.is_protocol and cls.info.abstract_attributes:
        raise Unsupported(node, "unsupported-type", f"`{ty}` is abstract")
    from pygress.compiler.frontend.lower import tuples

    if tuples.named_info(cls.info) is not None:
        return tuples.make_named(b, node, ty, cls.info, args)
    mark_instantiated(b, cls)
    new = find_method(world, ty, "__new__")
    if new is not None:
        from pygress.compiler.frontend.lower.methods import call_member

        this = Value(ops.Symbol(f"{cls.ir.c}_type"), TypeOf(ty))
        member = Member(new.info, ty, new.node, "__new__")
        made = call_member(b, node, this, member, [Arg(nodes.ARG_POS, None, this), *args], None, direct=True)
        made = coerce(b, made, ty)
        if "exception" in cls.ir.flags and find_method(world, ty, "__init__") is None:
            made = b.keep(made)
            set_exception_args(b, made, args)
    else:
        made = allocate(b, cls, args)
    init = find_method(world, ty, "__init__")
    if init is not None and _is_generated_closer(cls, init):
        init = None
    if init is not None:
        from pygress.compiler.frontend.lower.methods import call_member

        call_member(b, node, made, init, args, None, direct=True)
        return made
    generated = generated_init(b, cls)
    if generated is not None:
        params, function = generated
        ready = bind_params(b, node, function, params, args, cls.info.name)
        b.emit(ops.CallFunction(None, function.ir, (made.op, *[one.op for one in ready])))
    return made


def _is_generated_closer(cls: ClassInst, init: Member) -> bool:
    """Tell whether a dataclass below the class that defines `__init__` generates another one."""
    for info in cls.info.mro:
        if info is init.info:
            return False
        if "dataclass" in info.metadata:
            return True
    return False


def allocate(b: Builder, cls: ClassInst, args: list[Arg]) -> Value:
    """Allocate an instance; class-level values of fields are copied in."""
    if "exception" in cls.ir.flags:
        given = [one for one in args if one.kind in (nodes.ARG_POS, nodes.ARG_STAR)]
        symbol, size = Value(ops.Symbol(f"{cls.ir.c}_type"), OBJECT), f"sizeof({cls.ir.c})"
        if _sets_args(b, cls) and not is_group(b, cls.ty):
            made = empty_exception(b, symbol, cls.ty, size)
        else:
            made = new_exception(b, symbol, cls.ty, given, size)
    elif cls.ir.builtin_base:
        from pygress.compiler.frontend.lower.subclass import new_of_builtin

        made = new_of_builtin(b, cls, args)
    else:
        reg = b.fn.new_reg(Rep.REF)
        b.emit(ops.New(reg, cls.ir))
        made = Value(reg, cls.ty)
    set_class_values(b, cls, made)
    return made


def _sets_args(b: Builder, cls: ClassInst) -> bool:
    """Tell whether an exception's own `__init__` always sets its `args`: it calls `super().__init__` at top level."""
    own = False
    for info in cls.info.mro:
        if info not in b.world.trees:
            break
        entry = info.names.get("__init__")
        if entry is None:
            continue
        if not isinstance(entry.node, nodes.FuncDef) or not any(map(_calls_super_init, entry.node.body.body)):
            return False
        own = True
    return own


def _calls_super_init(statement: nodes.Statement) -> bool:
    return (
        isinstance(statement, nodes.ExpressionStmt)
        and isinstance(statement.expr, nodes.CallExpr)
        and isinstance(statement.expr.callee, nodes.SuperExpr)
        and statement.expr.callee.name == "__init__"
    )


def set_class_values(b: Builder, cls: ClassInst, made: Value) -> None:
    """Copy class-level values into the fields that have one."""
    from pygress.compiler.frontend.lower.attributes import read_class_global

    for field in cls.ir.all_fields():
        if field.falls_back:
            continue
        for info in cls.info.mro:
            if info not in b.world.trees or info.is_enum:
                continue
            statement = class_assignment(info, field.name)
            if statement is None:
                continue
            if any(
                one["name"] == field.name for one in info.metadata.get("dataclass", {}).get("attributes", [])
            ):
                break
            entry = info.names[field.name]
            assert entry.node is not None
            owner = b.world.as_super(cls.ty, b.world.map.name(info))
            assert owner is not None
            set_field(b, made, field.name, read_class_global(b, Member(info, owner, entry.node, field.name)))
            break


def generated_init(b: Builder, cls: ClassInst) -> tuple[list[Param], FunctionInst] | None:
    """Make the `__init__` of a dataclass; `None` for other classes."""
    info = next((one for one in cls.info.mro if "dataclass" in one.metadata), None)
    if info is None or info not in b.world.trees:
        return None
    return dataclass_init(b, cls, info)


def dataclass_init(b: Builder, cls: ClassInst, info: nodes.TypeInfo) -> tuple[list[Param], FunctionInst]:
    """Make the `__init__` that `@dataclass` generates for the fields of `info`."""
    world = b.world
    params: list[Param] = []
    fields: list[tuple[str, Ty, nodes.Expression | None, bool, bool]] = []
    keyword_only = dataclass_options(info)["kw_only"]
    for attribute in dataclass_attributes(info):
        name = attribute["name"]
        base = next((one for one in info.mro if _declares(one, name)), None)
        if base is None:
            base = next(one for one in info.mro if one in world.trees and _written(one, name) is not None)
        owner = world.as_super(cls.ty, world.map.name(base))
        assert owner is not None
        var = base.names[name].node if name in base.names else None
        declared = getattr(var, "type", None) or _written(base, name)
        ty = world.map.convert(declared, class_env(base, owner))
        default, factory = field_default(base, name)
        in_init = bool(attribute["is_in_init"])
        is_init_var = bool(attribute.get("is_init_var"))
        fields.append((name, ty, factory, in_init, is_init_var))
        if in_init:
            optional = default is not None or factory is not None
            only = keyword_only or bool(attribute.get("kw_only"))
            kind = (nodes.ARG_NAMED_OPT if optional else nodes.ARG_NAMED) if only else (
                nodes.ARG_OPT if optional else nodes.ARG_POS)  # fmt: skip
            params.append(Param(name, ty, kind, default or factory))
        elif default is not None:
            fields[-1] = (name, ty, default, False, is_init_var)

    params.sort(key=lambda one: one.kind.is_named())

    def make() -> ir.Function:
        tree = world.tree_of(info)
        function = ir.Function(world.c_name(f"{cls.ir.c}_init"), "__init__", tree.path, info.defn.line)
        world.program.functions.append(function)
        inner = Builder(world, function, tree, class_env(info, cls.ty))
        inner.line = 0  # nobody wrote it: no place in a traceback
        this = function.new_reg(Rep.REF, "self")
        function.params.append(this)
        values: dict[str, Value] = {}
        for param in params:
            reg = function.new_reg(rep_of(param.ty), param.name)
            function.params.append(reg)
            values[param.name] = Value(reg, param.ty)
        inner.start(inner.new_block())

        def work() -> None:
            from pygress.compiler.frontend.lower.expr import lower_as

            self_value = Value(this, cls.ty)
            for name, ty, default, in_init, is_init_var in fields:
                if is_init_var:
                    continue
                if in_init:
                    set_field(inner, self_value, name, values[name])
                elif default is not None:
                    made = (
                        make_default(inner, default, ty)
                        if is_factory(default)
                        else lower_as(inner, default, ty)
                    )
                    set_field(inner, self_value, name, made)
            post = find_method(world, cls.ty, "__post_init__")
            if post is not None:
                from pygress.compiler.frontend.lower.methods import call_member

                extra = [
                    Arg(nodes.ARG_POS, None, values[name])
                    for name, _, _, _, is_init_var in fields
                    if is_init_var
                ]
                call_member(inner, info.defn, self_value, post, extra, None, direct=True)
            inner.end(ops.Return(None))

        world.guarded(tree, lambda: inner.line, work)
        return function

    function = world.synthesize(("dataclass_init", cls.ty), make)
    fake = FunctionInst(
        nodes.LambdaExpr(), cls.ty, class_env(info, cls.ty), params, OBJECT, function, world.tree_of(info)
    )
    return params, fake


def _written(info: nodes.TypeInfo, name: str) -> types.Type | None:
    """Give the annotation of a field; the type inside of `InitVar[...]`."""
    for one in info.defn.defs.body:
        if (
            isinstance(one, nodes.AssignmentStmt)
            and isinstance(one.lvalues[0], nodes.NameExpr)
            and one.lvalues[0].name == name
        ):
            proper = types.get_proper_type(one.type)
            if isinstance(proper, types.Instance) and proper.type.fullname == "dataclasses.InitVar":
                return proper.args[0]
            return one.type
    return None


def _declares(info: nodes.TypeInfo, name: str) -> bool:
    entry = info.names.get(name)
    return entry is not None and isinstance(entry.node, nodes.Var) and not entry.plugin_generated


def field_default(info: nodes.TypeInfo, name: str) -> tuple[nodes.Expression | None, nodes.Expression | None]:
    """Find the default of a dataclass field: an expression, or a `field(default_factory=...)` call."""
    statement = class_assignment(info, name)
    if statement is None:
        return None, None
    value = statement.rvalue
    if (
        isinstance(value, nodes.CallExpr)
        and isinstance(value.callee, nodes.RefExpr)
        and value.callee.fullname == "dataclasses.field"
    ):
        for key, arg in zip(value.arg_names, value.args, strict=True):
            if key == "default":
                return arg, None
            if key == "default_factory":
                return None, value
        return None, None
    return value, None


def is_factory(node: nodes.Expression) -> bool:
    """Tell whether an expression is `field(default_factory=...)`."""
    return (
        isinstance(node, nodes.CallExpr)
        and isinstance(node.callee, nodes.RefExpr)
        and node.callee.fullname == "dataclasses.field"
    )


def make_default(b: Builder, node: nodes.Expression, ty: Ty) -> Value:
    """Call the factory of a `field(default_factory=...)`."""
    from pygress.compiler.frontend.lower.collections_ import empty_of
    from pygress.compiler.frontend.lower.expr import lower_expr

    assert isinstance(node, nodes.CallExpr)
    factory = next(
        arg for key, arg in zip(node.arg_names, node.args, strict=True) if key == "default_factory"
    )
    if isinstance(factory, nodes.RefExpr) and isinstance(factory.node, nodes.TypeInfo):
        empty = empty_of(b, ty)
        if empty is not None:
            return empty
        return coerce(b, new_instance(b, node, ty, []), ty) if isinstance(ty, Inst) else NONE_VALUE
    if isinstance(factory, nodes.LambdaExpr):
        return coerce(b, lower_expr(b, factory.expr()), ty)
    from pygress.compiler.frontend.lower.call import call_value

    call = nodes.CallExpr(factory, [], [], [])
    call.set_line(node)
    return coerce(b, call_value(b, call, lower_expr(b, factory), []), ty)


def generated_super_init(b: Builder, node: nodes.Context, receiver: Value, args: list[Arg]) -> Value | None:
    """Lower `super().__init__(...)` where the base is a dataclass."""
    assert isinstance(receiver.ty, Inst)
    info = b.world.info(receiver.ty.name)
    base = next((one for one in info.mro[1:] if "dataclass" in one.metadata and one in b.world.trees), None)
    if base is None:
        return None
    base_ty = b.world.as_super(receiver.ty, b.world.map.name(base))
    assert base_ty is not None
    params, function = dataclass_init(b, class_inst(b.world, base_ty), base)
    ready = bind_params(b, node, function, params, args, base.name)
    b.emit(ops.CallFunction(None, function.ir, (receiver.op, *[one.op for one in ready])))
    return NONE_VALUE


def construct_dynamic(b: Builder, node: nodes.CallExpr, callee: Value, args: list[Arg]) -> Value:
    """Lower the call of a class held in a variable: the class that the type names, or one below it."""
    from pygress.compiler.frontend.lower.closures import construct_site

    assert isinstance(callee.ty, TypeOf)
    ty = callee.ty.item
    if len(args) == 1:
        from pygress.compiler.frontend.lower.enums import value_of_class

        member = value_of_class(b, callee, args[0].value)
        if member is not None:
            return member
    if isinstance(callee.op, ops.Symbol) and isinstance(ty, Inst) and b.world.is_user_class(ty):
        return new_instance(b, node, ty, args)
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        return construct_site(b, node, callee, ty, args)
    if b.world.as_super(ty, "builtins.BaseException") is not None:
        return new_exception(b, callee, ty, args)
    if isinstance(callee.op, ops.Symbol) and len(args) == 1 and args[0].kind == nodes.ARG_POS:
        from pygress.compiler.frontend.lower.collections_ import container_of, convert_value

        if ty in (INT, FLOAT, BOOL, STR):
            return convert_value(b, node, f"builtins.{ty}", args[0].value)
        made = container_of(b, node, ty.name, args[0].value) if isinstance(ty, Inst) else None
        if made is not None:
            return made
    raise Unsupported(
        node, "unsupported-function", f"`{callee.ty}` cannot be called here", "the class is not known"
    )


def default_global(b: Builder, inst: FunctionInst | None, param: Param, node: nodes.Context) -> Value:
    """Give the default of a dataclass field: a fresh object for a factory."""
    del inst, node
    assert param.default is not None
    return make_default(b, param.default, param.ty)
