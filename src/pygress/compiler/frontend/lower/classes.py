"""Classes: layout, lookup of members, instances.

Input: a class of the program with its type arguments. Output: `ir.Class` with fields at fixed places.
A field that `__init__` does not always set is boxed and starts unset, so that reading it raises `AttributeError`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mypy import nodes, types

from pygress.compiler import runtime
from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.typemap import Env
from pygress.compiler.frontend.walk import walk
from pygress.compiler.frontend.world import ClassInst, Param, World, class_env
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import OBJECT, Inst, Rep, Tuple, Ty, TypeOf, Union, rep_of

# Runtime types that a class may extend -> C struct, type descriptor.
LAYOUTS = {
    "builtins.BaseException": ("pg_exception", ""),
    "builtins.str": ("pg_str", "pg_type_str"),
    "builtins.bytes": ("pg_bytes", "pg_type_bytes"),
    "builtins.int": ("pg_int", "pg_type_int"),
    "builtins.float": ("pg_float", "pg_type_float"),
    "builtins.list": ("pg_list", "pg_type_list"),
    "builtins.dict": ("pg_dict", "pg_type_dict"),
    "builtins.set": ("pg_set", "pg_type_set"),
    "builtins.tuple": ("pg_tuple", "pg_type_tuple"),
}
RUNTIME_TYPES = {
    "str", "bytes", "bytearray", "list", "dict", "set", "frozenset", "tuple", "range", "slice", "int", "float", "bool",
    "type", "object",
}  # fmt: skip
_IGNORED = {
    "__hash__",
    "__slots__",
    "__match_args__",
    "__dataclass_fields__",
    "__doc__",
    "__module__",
    "__annotations__",
}


@dataclass(frozen=True, eq=False)
class Member:
    """A member found in a class of the program: where, and as what."""

    info: nodes.TypeInfo
    owner: Inst
    node: nodes.SymbolNode
    name: str

    @property
    def function(self) -> nodes.FuncDef | None:
        """The method's definition, if it is a method."""
        return function_of(self.node)

    @property
    def is_property(self) -> bool:
        """Tell whether it is a property."""
        node = self.node
        if isinstance(node, nodes.OverloadedFuncDef):
            return (
                bool(node.items)
                and isinstance(node.items[0], nodes.Decorator)
                and node.items[0].func.is_property
            )
        return isinstance(node, nodes.Decorator) and node.func.is_property


def function_of(node: nodes.SymbolNode | None) -> nodes.FuncDef | None:
    """Find the definition behind a name: through decorators and overloads."""
    match node:
        case nodes.FuncDef():
            return node
        case nodes.Decorator(func=func):
            return func
        case nodes.OverloadedFuncDef():
            if node.impl is not None:
                return function_of(node.impl)
            return function_of(node.items[0]) if node.items else None
        case _:
            return None


def find_member(world: World, ty: Inst, name: str) -> Member | None:
    """Find a member along the bases, in classes of the program only."""
    info = world.info(ty.name)
    for base in info.mro:
        if base not in world.trees:
            continue
        entry = base.names.get(name)
        if entry is None or entry.node is None or entry.plugin_generated:
            continue
        owner = world.as_super(ty, world.map.name(base))
        assert owner is not None, (str(ty), base.fullname)
        return Member(base, owner, aliased(base, entry.node), name)
    return None


def aliased(info: nodes.TypeInfo, node: nodes.SymbolNode) -> nodes.SymbolNode:
    """Follow `__radd__ = __add__` in a class body to the method."""
    if isinstance(node, nodes.Var) and node.is_initialized_in_class:
        statement = class_assignment(info, node.name)
        if statement is not None and isinstance(statement.rvalue, nodes.NameExpr):
            target = statement.rvalue.node
            if isinstance(target, nodes.FuncDef) and target.info is info:
                return target
    return node


def find_method(world: World, ty: Inst, name: str) -> Member | None:
    """Find a method along the bases, in classes of the program only."""
    member = find_member(world, ty, name)
    return member if member is not None and member.function is not None else None


def method_env(world: World, member: Member) -> Env:
    """Bind the type variables of the class that defines a method."""
    return class_env(member.info, member.owner)


def method_params(world: World, member: Member) -> list[Param]:
    """List the parameters of a method, `self` included."""
    function = member.function
    assert function is not None
    return world.signature(function, member.owner, method_env(world, member))[0]


def hook_may_exist(world: World, ty: Inst, names: tuple[str, ...]) -> bool:
    """Tell whether a class below `ty` defines one of the methods."""
    info = world.info(ty.name)
    return any(
        info in one.mro and any(name in one.names for name in names) for one in world.local_infos.values()
    )


def is_overridden(world: World, member: Member, ty: Inst) -> bool:
    """Tell whether a class below `ty` has another definition of the member."""
    info = world.info(ty.name)
    if info.is_protocol:
        return True
    for one in world.local_infos.values():
        if one is info or info not in one.mro:
            continue
        for base in one.mro:
            if base is member.info:
                break
            if member.name in base.names and base in world.trees:
                return True
    return False


def primary_base(world: World, info: nodes.TypeInfo) -> nodes.TypeInfo | None:
    """Find the class whose layout `info` extends: its first base with instances of our own."""
    for base in info.bases:
        one = base.type
        if one in world.trees and not one.is_protocol:
            return one
    return None


def has_fixed_layout(world: World, info: nodes.TypeInfo) -> bool:
    """Tell whether the fields of `info` are at the same place in every class below it."""
    if info.is_protocol:
        return False
    for one in world.local_infos.values():
        if one is info or info not in one.mro:
            continue
        cursor: nodes.TypeInfo | None = one
        while cursor is not None and cursor is not info:
            cursor = primary_base(world, cursor)
        if cursor is None:
            return False
    return True


# -- layout


def class_inst(world: World, ty: Inst) -> ClassInst:
    """Make the layout of a class once."""
    found = world.classes.get(ty)
    if found is not None:
        return found
    info = world.info(ty.name)
    env = class_env(info, ty)
    primary = primary_base(world, info)
    base: ClassInst | None = None
    if primary is not None:
        base_ty = world.as_super(ty, world.map.name(primary))
        assert base_ty is not None
        base = class_inst(world, base_ty)
    short = info.fullname.removeprefix(info.module_name + ".").split("@")[0]
    cls = ir.Class(world.c_name(f"pc_{short}"), short, ty, base.ir if base else None)
    inst = ClassInst(info, ty, env, cls, base)
    world.classes[ty] = inst
    world.program.classes.append(cls)
    cls.full_name = "__main__" if info.module_name == world.main_module else info.module_name
    inst.decorators = {name for one in info.defn.decorators if (name := decorator_name(one))}
    for one in info.mro:
        layout = LAYOUTS.get(one.fullname)
        if layout is not None and not cls.builtin_base:
            cls.builtin_base = layout[0]
    if base is not None and base.ir.builtin_base:
        cls.builtin_base = base.ir.builtin_base
    _add_flags(inst)
    taken = {one.name for one in cls.all_fields()}
    for one in [info, *[x for x in info.mro[1:] if base is None or x not in base.info.mro]]:
        if one in world.trees and not one.is_protocol:
            owner = world.as_super(ty, world.map.name(one))
            assert owner is not None
            for name, var in field_vars(world, one):
                if name not in taken:
                    taken.add(name)
                    cls.fields.append(make_field(world, one, owner, name, var))
    cls.mro = [mro_symbol(world, ty, one) for one in info.mro if mro_symbol(world, ty, one)]
    return inst


def _add_flags(inst: ClassInst) -> None:
    info = inst.info
    if any(one.fullname == "builtins.BaseException" for one in info.mro):
        inst.ir.flags.add("exception")
    names = {one.fullname for one in info.mro}
    if "typing.Mapping" in names and "builtins.dict" not in names:
        inst.ir.flags.add("mapping")
    # A class below a dataclass has its generated methods, decorated or not.
    data = next((one for one in info.mro if "dataclass" in one.metadata), None)
    if data is not None:
        inst.ir.flags.add("dataclass")
        inst.ir.flags |= {name for name, on in dataclass_options(data).items() if on}
    hash_kind = _assigned_hash(info)
    if hash_kind:
        inst.ir.flags.add(hash_kind)
    if info.is_enum:
        from pygress.compiler.frontend.lower.enums import text_kind

        inst.ir.flags.add("enum")
        if text_kind(info) == "value":
            inst.ir.flags.add("enum value")


_GENERATED = {"repr": "repr", "eq": "eq", "lt": "order", "le": "order", "gt": "order", "ge": "order"}


def is_generated(info: nodes.TypeInfo, hook: str, definer: nodes.TypeInfo) -> bool:
    """Tell whether `@dataclass` writes a method nearer to a class than the one that `definer` defines."""
    option = _GENERATED.get(hook)
    for one in info.mro:
        if one is definer or option is None:
            return False
        if "dataclass" in one.metadata and dataclass_options(one)[option]:
            return True
    return False


def _assigned_hash(info: nodes.TypeInfo) -> str:
    """Read `__hash__ = object.__hash__` or `= None` of the nearest class that says how to hash."""
    for one in info.mro:
        statement = class_assignment(one, "__hash__")
        if statement is not None:
            by_place = isinstance(statement.rvalue, nodes.MemberExpr)
            return "identity hash" if by_place else "unhashable"
        if "__hash__" in one.names or "__eq__" in one.names:
            return ""
    return ""


def dataclass_options(info: nodes.TypeInfo) -> dict[str, bool]:
    """Read the arguments of `@dataclass(...)`."""
    options = {
        "eq": True,
        "repr": True,
        "frozen": False,
        "order": False,
        "unsafe_hash": False,
        "kw_only": False,
    }
    for one in info.defn.decorators:
        if isinstance(one, nodes.CallExpr) and decorator_name(one).endswith("dataclass"):
            for name, value in zip(one.arg_names, one.args, strict=True):
                if name in options and isinstance(value, nodes.NameExpr):
                    options[name] = value.name == "True"
    return options


def decorator_name(node: nodes.Expression) -> str:
    """Tell the full name of a decorator, called or not."""
    if isinstance(node, nodes.CallExpr):
        node = node.callee
    return node.fullname if isinstance(node, nodes.RefExpr) else ""


def mro_symbol(world: World, ty: Inst, info: nodes.TypeInfo) -> str:
    """Tell the type descriptor of a class in the linearisation, empty if it has none."""
    if info in world.trees:
        owner = world.as_super(ty, world.map.name(info))
        assert owner is not None
        if owner.args:
            return f"&{erased_class(world, info).c}_type"
        return f"&{class_inst(world, owner).ir.c}_type" if owner != ty else ""
    if info.module_name == "builtins" and info.fullname != "builtins.object":
        short = info.name
        if short in RUNTIME_TYPES or any(one.fullname == "builtins.BaseException" for one in info.mro):
            return f"&pg_type_{short}"
    return ""


def erased_class(world: World, info: nodes.TypeInfo) -> ir.Class:
    """Make the descriptor that stands for a generic class with any arguments, for `isinstance`."""
    key = ("erased", info)
    found = world.erased.get(key)
    if found is None:
        name = world.map.name(info)
        found = ir.Class(world.c_name(f"pc_{info.name}_any"), info.name, Inst(name), None)
        found.flags.add("erased")
        world.erased[key] = found
        world.program.classes.append(found)
    return found


def type_symbol(b: Builder, ty: Ty) -> ops.Symbol | None:
    """Tell the type descriptor of a class, for `isinstance` and casts; `None` if it has none."""
    world = b.world
    if isinstance(ty, Tuple):
        return ops.Symbol("pg_type_tuple")
    if not isinstance(ty, Inst):
        names = {"int", "float", "bool", "object"}
        return (
            ops.Symbol(f"pg_type_{ty}")
            if str(ty) in names
            else ops.Symbol("pg_type_none")
            if str(ty) == "None"
            else None
        )
    if world.is_user_class(ty):
        info = world.info(ty.name)
        if info.is_protocol:
            return None
        if info.defn.type_vars:
            return ops.Symbol(f"{erased_class(world, info).c}_type")
        return ops.Symbol(f"{class_inst(world, ty).ir.c}_type")
    return runtime_type_symbol(world, ty.name)


def runtime_type_symbol(world: World, name: str) -> ops.Symbol | None:
    """Tell the descriptor of a class of the runtime."""
    short = name.removeprefix("builtins.")
    if short in RUNTIME_TYPES:
        return ops.Symbol(f"pg_type_{short}")
    try:
        info = world.info(name)
    except KeyError:
        return None
    if any(one.fullname == "builtins.BaseException" for one in info.mro):
        name = EXCEPTION_ALIASES.get(info.name, info.name)
        return ops.Symbol(f"pg_type_{name}") if name in runtime_exceptions() else None
    return None


@cache
def runtime_exceptions() -> frozenset[str]:
    """List the exception classes that the runtime has, from the table in its header."""
    text = (Path(runtime.__file__).parent / "pg.h").read_text(encoding="utf-8")
    return frozenset(["BaseException", *re.findall(r"\bX\((\w+), \w+\)", text)])


EXCEPTION_ALIASES = {"IOError": "OSError", "EnvironmentError": "OSError"}


def field_vars(world: World, info: nodes.TypeInfo) -> list[tuple[str, nodes.Var]]:
    """List the attributes of `info` that each instance holds."""
    from pygress.compiler.frontend.lower.decorators import cached_name, is_cached

    out: list[tuple[str, nodes.Var]] = []
    dataclass_fields = {one["name"] for one in info.metadata.get("dataclass", {}).get("attributes", [])}
    if info.is_enum and primary_base(world, info) is None:
        out += [("_value_", enum_value_var(info)), ("_name_", enum_value_var(info))]
    if info.is_named_tuple:
        return []
    for name, entry in info.names.items():
        var = entry.node
        if is_cached(var):
            out.append((cached_name(name), cached_var(var)))
        if not isinstance(var, nodes.Var) or name in _IGNORED or var.is_classvar or var in world.late_values:
            continue
        if (var.is_property and name not in dataclass_fields) or is_mark(info, name):
            continue
        if entry.plugin_generated and name not in dataclass_fields:
            continue
        if info.is_enum and (has_class_value(info, name) or name in ("_value_", "_name_")):
            continue
        if name in dataclass_fields:
            out.append((name, var))
            continue
        if has_class_value(info, name) and name not in world.assigned_attributes:
            continue
        out.append((name, var))
    return out


def dataclass_attributes(info: nodes.TypeInfo) -> list[dict[str, Any]]:
    """List what the plugin of mypy knows of the fields, without the mark `_: KW_ONLY`.

    In the order of their first definition, bases first; mypy puts those that are only keywords last.
    """
    found: list[dict[str, Any]] = info.metadata["dataclass"]["attributes"]
    places: dict[str, int] = {}
    for base in reversed(info.mro):
        for statement in base.defn.defs.body if "dataclass" in base.metadata else ():
            for target in statement.lvalues if isinstance(statement, nodes.AssignmentStmt) else ():
                if isinstance(target, nodes.NameExpr):
                    places.setdefault(target.name, len(places))
    ordered = sorted(found, key=lambda one: places[one["name"]])
    return [one for one in ordered if not is_mark(info, one["name"])]


def is_mark(info: nodes.TypeInfo, name: str) -> bool:
    """Tell whether a name is `_: KW_ONLY`, which is no field."""
    for one in info.mro:
        entry = one.names.get(name)
        if entry is not None and isinstance(entry.node, nodes.Var):
            declared = types.get_proper_type(entry.node.type)
            return isinstance(declared, types.Instance) and declared.type.fullname == "dataclasses.KW_ONLY"
    return False


def enum_value_var(info: nodes.TypeInfo) -> nodes.Var:
    """Make the variable of an enum's hidden field."""
    return nodes.Var("_value_", types.AnyType(types.TypeOfAny.special_form))


def cached_var(node: nodes.SymbolNode | None) -> nodes.Var:
    """Make the variable of the hidden field of a `cached_property`."""
    assert isinstance(node, nodes.Decorator)
    declared = node.func.type
    return nodes.Var(node.func.name, declared.ret_type if isinstance(declared, types.CallableType) else None)


def has_class_value(info: nodes.TypeInfo, name: str) -> bool:
    """Tell whether the class body assigns a value to the name."""
    return class_assignment(info, name) is not None


def class_assignment(info: nodes.TypeInfo, name: str) -> nodes.AssignmentStmt | None:
    """Find the assignment of a name in a class body."""
    for statement in info.defn.defs.body:
        if isinstance(statement, nodes.AssignmentStmt) and not isinstance(statement.rvalue, nodes.TempNode):
            for one in statement.lvalues:
                if isinstance(one, nodes.NameExpr) and one.name == name:
                    return statement
    return None


def make_field(world: World, info: nodes.TypeInfo, owner: Inst, name: str, var: nodes.Var) -> ir.Field:
    """Decide how a field is held."""
    ty = world.map.convert(var.type, class_env(info, owner))
    dataclass_fields = {one["name"]: one for one in info.metadata.get("dataclass", {}).get("attributes", [])}
    always = (
        (name in dataclass_fields and _dataclass_sets(world, info, dataclass_fields[name]))
        or has_class_value(info, name)
        or info.is_enum
        or _always_set(world, info, name)
    )
    both = has_class_value(info, name) and name not in dataclass_fields and not info.is_enum
    both = both and name in world.class_assigned_attributes
    always = always and not both and name not in world.deleted_attributes
    if any(one in world.trees and "__setattr__" in one.names for one in info.mro):
        always = False  # the method may refuse
    if not has_class_value(info, name) and any(info in made.mro for made in world.raw_made):
        always = False
    rep = rep_of(ty) if always else Rep.REF
    field = ir.Field(name, ty, rep, always, falls_back=both)
    statement = None
    for one in info.defn.defs.body:
        if (
            isinstance(one, nodes.AssignmentStmt)
            and isinstance(one.lvalues[0], nodes.NameExpr)
            and one.lvalues[0].name == name
        ):
            statement = one
    if name not in dataclass_fields:
        field.show = field.compare = field.hashed = False
    elif statement is not None and isinstance(statement.rvalue, nodes.CallExpr):
        options = {
            key: value.name == "True"
            for key, value in zip(statement.rvalue.arg_names, statement.rvalue.args, strict=True)
            if isinstance(value, nodes.NameExpr) and value.name in ("True", "False")
        }
        field.show = options.get("repr", True)
        field.compare = options.get("compare", True)
        field.hashed = options.get("hash", field.compare)
    return field


def _dataclass_sets(world: World, info: nodes.TypeInfo, attribute: dict[str, Any]) -> bool:
    """Tell whether the generated `__init__` sets a field, or `__post_init__` does."""
    if attribute["is_in_init"] or attribute["has_default"]:
        return True
    entry = info.names.get("__post_init__")
    post = function_of(entry.node) if entry is not None else None
    if post is None or not _sets(post.body, attribute["name"], post.arguments[0].variable):
        return False
    return attribute["name"] not in world.early.late_attributes(info, post)


def _always_set(world: World, info: nodes.TypeInfo, name: str) -> bool:
    """Tell whether `__init__` sets the attribute on every path, in all classes below too."""
    entry = info.names.get("__init__")
    init = function_of(entry.node) if entry is not None else None
    if init is None or not _sets(init.body, name, init.arguments[0].variable if init.arguments else None):
        return False
    if world.trees[info].fullname in world.user_modules and name in world.early.late_attributes(info, init):
        return False
    for one in world.subclasses_skipping_init:
        if info in one.mro and one is not info:
            own = function_of(one.names["__init__"].node)
            if own is None or not _sets(own.body, name, own.arguments[0].variable):
                return False
    return True


def _sets(body: nodes.Block, name: str, self_var: nodes.Var | None) -> bool:
    """Tell whether a block assigns `self.name` in its straight line, before anything can leave it."""
    for statement in body.body:
        match statement:
            case nodes.AssignmentStmt(lvalues=lvalues):
                for one in lvalues:
                    parts = one.items if isinstance(one, nodes.TupleExpr) else [one]
                    for part in parts:
                        if (
                            isinstance(part, nodes.MemberExpr)
                            and part.name == name
                            and _is_self(part.expr, self_var)
                        ):
                            return True
            case nodes.IfStmt(body=branches, else_body=nodes.Block() as rest):
                if all(_sets(one, name, self_var) for one in [*branches, rest]):
                    return True
            case nodes.WithStmt(body=inner):
                if _sets(inner, name, self_var):
                    return True
            case nodes.ReturnStmt():
                return False
            case _:
                pass
        if any(isinstance(one, nodes.ReturnStmt) for one in walk(statement, into_functions=False)):
            return False
    return False


def _is_self(node: nodes.Expression, self_var: nodes.Var | None) -> bool:
    return isinstance(node, nodes.NameExpr) and node.node is self_var


# -- instances


def field_owner(world: World, ty: Inst, name: str) -> ClassInst | None:
    """Find the layout through which a field is reached from `ty`."""
    inst = class_inst(world, ty)
    return inst if inst.ir.find_field(name) is not None else None


def get_field(b: Builder, value: Value, name: str, wanted: Ty | None = None) -> Value:
    """Read a field of an instance whose layout is known."""
    assert isinstance(value.ty, Inst)
    cls = class_inst(b.world, value.ty)
    found = cls.ir.find_field(name)
    assert found is not None
    out = b.fn.new_reg(found.rep)
    b.emit(ops.GetField(out, value.op, cls.ir, name, not found.always_set and not found.falls_back))
    ty = found.ty
    if found.falls_back:
        return _or_class_value(b, Value(out, OBJECT), value, name, ty)
    if found.rep != rep_of(ty):
        return coerce(b, Value(out, OBJECT), ty)
    return Value(out, ty)


def _or_class_value(b: Builder, held: Value, value: Value, name: str, ty: Ty) -> Value:
    """Read the class attribute where the instance has none of its own."""
    from pygress.compiler.frontend.lower.attributes import class_value

    assert isinstance(value.ty, Inst)
    member = find_member(b.world, value.ty, name)
    assert member is not None
    result = b.temp(ty)
    own, shared, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("is_null", [held]), shared, own)
    b.start(own)
    b.assign(result, coerce(b, held, ty))
    b.goto(done)
    b.start(shared)
    b.assign(result, coerce(b, class_value(b, value, member), ty))
    b.goto(done)
    b.start(done)
    return result


def set_field(b: Builder, value: Value, name: str, new: Value) -> None:
    """Write a field of an instance whose layout is known."""
    assert isinstance(value.ty, Inst)
    cls = class_inst(b.world, value.ty)
    found = cls.ir.find_field(name)
    assert found is not None
    ready = coerce(b, new, found.ty)
    if found.rep != rep_of(found.ty) or found.falls_back:
        ready = coerce(b, ready, OBJECT)
    b.emit(ops.SetField(value.op, cls.ir, name, ready.op))


def mark_instantiated(b: Builder, cls: ClassInst) -> None:
    """Note that instances of the class exist: dispatches get arms for it, its hooks are compiled."""
    if cls.instantiated:
        return
    cls.instantiated = True
    from pygress.compiler.frontend.lower.hooks import request_hooks

    world = b.world
    world.later(lambda: request_hooks(world, cls))


def unsupported_class(node: nodes.Context, ty: Ty) -> Unsupported:
    """Say that instances of a class cannot be made."""
    return Unsupported(node, "unsupported-type", f"`{ty}` cannot be compiled", "not available in a module")


__all__ = [
    "Member",
    "TypeOf",
    "Union",
    "class_inst",
    "find_member",
    "find_method",
    "mark_instantiated",
    "type_symbol",
]
