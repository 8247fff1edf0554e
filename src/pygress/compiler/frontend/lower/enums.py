"""Enumerations: members are made when the class body runs, and live in module variables.

    class Color(Enum):        pv_Color_RED = enum_new(Color, "RED", 1)
        RED = 1               members = [RED]; all = [RED]; names = {"RED": RED}

`members` is what iteration gives; `all` also holds what only has a value (combinations of flags).
"""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.classes import (
    Member,
    class_assignment,
    class_inst,
    find_method,
    get_field,
    mark_instantiated,
)
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.world import World
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import OBJECT, STR, Inst, Ty, TypeOf

_CODES = {"__and__": 9, "__or__": 10, "__xor__": 11, "__rand__": 9, "__ror__": 10, "__rxor__": 11}
"""Numbers of the operators in `pg.h`."""

Constant = int | str | float | bool | None | tuple[object, ...]


def enum_type(world: World, info: nodes.TypeInfo) -> Inst:
    """Tell the type of the members of an enumeration."""
    return Inst(world.map.name(info))


def is_member(info: nodes.TypeInfo, name: str) -> bool:
    """Tell whether a name of an enumeration's body is a member."""
    if name.startswith("_"):
        return False
    entry = info.names.get(name)
    return (
        entry is not None and isinstance(entry.node, nodes.Var) and class_assignment(info, name) is not None
    )


def is_flag(world: World, ty: Ty) -> bool:
    """Tell whether a type is a `Flag` or `IntFlag`."""
    if not isinstance(ty, Inst) or not world.is_user_class(ty):
        return False
    return any(base.fullname == "enum.Flag" for base in world.info(ty.name).mro)


def text_kind(info: nodes.TypeInfo) -> str:
    """Tell how a member is shown: `member` by its name, `value` by its value (`IntEnum`, `StrEnum`, `IntFlag`)."""
    return (
        "value"
        if any(
            base.fullname in ("enum.ReprEnum", "enum.IntEnum", "enum.StrEnum", "enum.IntFlag")
            for base in info.mro
        )
        else "member"
    )


# -- the variables of an enumeration


def _members(world: World, info: nodes.TypeInfo) -> ir.Global:
    ty = enum_type(world, info)
    return world.global_var(("enum", info), f"{info.name}.members", Inst("builtins.list", (ty,)))


def _all(world: World, info: nodes.TypeInfo) -> ir.Global:
    _members(world, info)
    ty = enum_type(world, info)
    return world.global_var(("enum all", info), f"{info.name}.all", Inst("builtins.list", (ty,)))


def _names(world: World, info: nodes.TypeInfo) -> ir.Global:
    _members(world, info)
    ty = enum_type(world, info)
    return world.global_var(("enum names", info), f"{info.name}.names", Inst("builtins.dict", (STR, ty)))


def _read(b: Builder, var: ir.Global) -> Value:
    out = b.temp(var.ty)
    assert isinstance(out.op, ops.Reg)
    b.emit(ops.GetGlobal(out.op, var))
    return out


def _descriptor(b: Builder, info: nodes.TypeInfo) -> Value:
    return Value(ops.Symbol(f"{class_inst(b.world, enum_type(b.world, info)).ir.c}_type"), OBJECT)


# -- definition


def define_members(b: Builder, node: nodes.ClassDef) -> None:
    """Make the members, in the order of the class body."""
    from pygress.compiler.frontend.lower.literals import new_dict, new_list

    world, info = b.world, node.info
    ty = enum_type(world, info)
    names = [name for name in _assigned(node) if is_member(info, name)]
    if not names:
        return
    cls = class_inst(world, ty)
    mark_instantiated(b, cls)
    members, known, table = new_list(b, ty), new_list(b, ty), new_dict(b, STR, ty)
    b.emit(ops.SetGlobal(_members(world, info), members.op))
    b.emit(ops.SetGlobal(_all(world, info), known.op))
    b.emit(ops.SetGlobal(_names(world, info), table.op))
    values: dict[str, Constant] = {}
    flag = is_flag(world, ty)
    for name in names:
        statement = class_assignment(info, name)
        assert statement is not None
        b.line = statement.line
        expr = statement.rvalue
        constant, is_constant = _constant(expr, values, name, info)
        var_node = info.names[name].node
        var = world.global_var(var_node, f"{info.name}.{name}", ty)
        alias = next((other for other, one in values.items() if is_constant and _same(one, constant)), None)
        if alias is not None:
            first = world.global_var(info.names[alias].node, f"{info.name}.{alias}", ty)
            made = Value(_read(b, first).op, ty)
        else:
            value, args = _value(b, expr, constant, is_constant)
            made = Value(b.call("enum_new", [_descriptor(b, info), b.const_str(name), value]).op, ty)
            init = find_method(world, ty, "__init__")
            if init is not None:
                from pygress.compiler.frontend.lower.arguments import Arg
                from pygress.compiler.frontend.lower.methods import call_member

                ready = [Arg(nodes.ARG_POS, None, one) for one in args]
                call_member(b, statement, made, init, ready, None, direct=True)
            b.call("list_append", [known, made])
            if not flag or (isinstance(constant, int) and constant > 0 and constant & (constant - 1) == 0):
                b.call("list_append", [members, made])
        if is_constant:
            values[name] = constant
        b.emit(ops.SetGlobal(var, made.op))
        b.call("dict_set", [table, b.const_str(name), made])


def _assigned(node: nodes.ClassDef) -> list[str]:
    out: list[str] = []
    for statement in node.defs.body:
        if isinstance(statement, nodes.AssignmentStmt):
            out += [one.name for one in statement.lvalues if isinstance(one, nodes.NameExpr)]
    return list(dict.fromkeys(out))


def _value(
    b: Builder, expr: nodes.Expression, constant: Constant, is_constant: bool
) -> tuple[Value, list[Value]]:
    """Lower the value of a member; also as the arguments of `__init__`."""
    from pygress.compiler.frontend.lower.coerce import make_tuple
    from pygress.compiler.frontend.lower.expr import lower_expr

    if isinstance(expr, nodes.TupleExpr):
        parts = [b.keep(lower_expr(b, one)) for one in expr.items]
        return coerce(b, make_tuple(b, parts), OBJECT), parts
    if is_constant:
        value = _lower_constant(b, constant)
    else:
        value = b.keep(lower_expr(b, expr))
    return coerce(b, value, OBJECT), [value]


def _lower_constant(b: Builder, constant: Constant) -> Value:
    match constant:
        case bool():
            return b.const_bool(constant)
        case int():
            return b.const_int(constant)
        case str():
            return b.const_str(constant)
        case float():
            return b.const_float(constant)
        case _:
            return NONE_VALUE


def _same(a: Constant, c: Constant) -> bool:
    return a == c and not (isinstance(a, str) ^ isinstance(c, str))


def _constant(
    node: nodes.Expression, values: dict[str, Constant], name: str, info: nodes.TypeInfo
) -> tuple[Constant, bool]:
    """Compute a member's value before the program runs, if that is possible."""
    match node:
        case nodes.IntExpr(value=number):
            return number, True
        case nodes.StrExpr(value=text):
            return text, True
        case nodes.FloatExpr(value=real):
            return real, True
        case nodes.NameExpr(fullname="builtins.True" | "builtins.False"):
            return node.fullname == "builtins.True", True
        case nodes.NameExpr(fullname="builtins.None"):
            return None, True
        case nodes.NameExpr(name=other) if other in values:
            return values[other], True
        case nodes.TupleExpr(items=items):
            parts = [_constant(one, values, name, info) for one in items]
            return tuple(part for part, _ in parts), all(known for _, known in parts)
        case nodes.UnaryExpr(op="-" | "~", expr=inner):
            value, known = _constant(inner, values, name, info)
            if known and isinstance(value, int):
                return (-value if node.op == "-" else ~value), True
        case nodes.OpExpr(op="|" | "&" | "^" | "+" | "-" | "*" | "<<", left=left, right=right):
            a, known_a = _constant(left, values, name, info)
            c, known_c = _constant(right, values, name, info)
            if known_a and known_c and isinstance(a, int) and isinstance(c, int):
                return _compute(node.op, a, c), True
        case nodes.CallExpr(callee=nodes.RefExpr(fullname="enum.auto")):
            return _auto(values, name, info), True
        case _:
            pass
    return None, False


def _compute(op: str, a: int, c: int) -> int:
    return {"|": a | c, "&": a & c, "^": a ^ c, "+": a + c, "-": a - c, "*": a * c, "<<": a << max(c, 0)}[op]


def _auto(values: dict[str, Constant], name: str, info: nodes.TypeInfo) -> Constant:
    bases = {base.fullname for base in info.mro}
    if "enum.StrEnum" in bases:
        return name.lower()
    numbers = [one for one in values.values() if isinstance(one, int)]
    if "enum.Flag" in bases:
        return 1 << (max(numbers).bit_length() if numbers else 0)
    return max(numbers) + 1 if numbers else 1


# -- use


def enum_member(b: Builder, info: nodes.TypeInfo, name: str) -> Value:
    """Read a member: `Color.RED`."""
    ty = enum_type(b.world, info)
    var = b.world.global_var(info.names[name].node, f"{info.name}.{name}", ty)
    return Value(_read(b, var).op, ty)


def enum_attribute(b: Builder, node: nodes.Context, value: Value, name: str) -> Value:
    """Read `.value` or `.name` of a member."""
    out = get_field(b, value, "_value_" if "value" in name else "_name_")
    out = Value(out.op, OBJECT)
    if not isinstance(node, nodes.Expression) or node not in b.world.checked.types:
        return coerce(b, out, STR) if "name" in name else out
    return coerce(b, out, b.type_of(node))


def enum_by_value(b: Builder, node: nodes.CallExpr, info: nodes.TypeInfo) -> Value:
    """Lower `Color(1)`."""
    from pygress.compiler.frontend.lower.expr import lower_as

    if len(node.args) != 1:
        raise Unsupported(
            node, "unsupported-syntax", "enumerations cannot be made at run time", "only a look-up by value"
        )
    return find_by_value(b, info, lower_as(b, node.args[0], OBJECT))


def find_by_value(b: Builder, info: nodes.TypeInfo, value: Value) -> Value:
    """Look a member up by its value; raises `ValueError`."""
    ty = enum_type(b.world, info)
    known = _read(b, _all(b.world, info))
    if is_flag(b.world, ty):
        members = _read(b, _members(b.world, info))
        return Value(b.call("flag_find", [members, known, value, _descriptor(b, info)]).op, ty)
    missing = find_method(b.world, ty, "_missing_")
    if missing is not None:
        return _find_or_missing(b, info, value, missing)
    return Value(b.call("enum_find", [known, value, _descriptor(b, info)]).op, ty)


def _find_or_missing(b: Builder, info: nodes.TypeInfo, value: Value, missing: Member) -> Value:
    """Look a member up by its value, then ask `_missing_` of the class."""
    from pygress.compiler.frontend.lower.arguments import Arg
    from pygress.compiler.frontend.lower.methods import call_member

    ty = enum_type(b.world, info)
    known, value = _read(b, _all(b.world, info)), b.keep(value)
    result = b.temp(ty)
    absent, none, done = b.new_block(), b.new_block(), b.new_block()
    b.assign(result, b.call("enum_get", [known, value, _descriptor(b, info)]))
    b.branch(b.call("is_null", [result]), absent, done)
    b.start(absent)
    this = Value(_descriptor(b, info).op, TypeOf(ty))
    asked = call_member(
        b, info.defn, this, Member(missing.info, ty, missing.node, missing.name),
        [Arg(nodes.ARG_POS, None, value)], None, direct=True,
    )  # fmt: skip
    found = b.new_block()
    b.branch(b.call("is_", [coerce(b, asked, OBJECT), coerce(b, NONE_VALUE, OBJECT)]), none, found)
    b.start(found)
    b.assign(result, Value(coerce(b, asked, OBJECT).op, ty))
    b.goto(done)
    b.start(none)
    b.call("enum_find", [known, value, _descriptor(b, info)])
    b.goto(done)
    b.start(done)
    return result


def enum_by_name(b: Builder, node: nodes.IndexExpr, info: nodes.TypeInfo) -> Value:
    """Lower `Color["RED"]`."""
    from pygress.compiler.frontend.lower.expr import lower_as

    return find_by_name(b, info, lower_as(b, node.index, STR))


def find_by_name(b: Builder, info: nodes.TypeInfo, key: Value) -> Value:
    """Look a member up by its name; raises `KeyError`."""
    from pygress.compiler.frontend.lower.primitive_call import call_method

    found = call_method(b, _read(b, _names(b.world, info)), "__getitem__", [key])
    assert found is not None
    return Value(found.op, enum_type(b.world, info))


def name_of_class(b: Builder, cls: Value, key: Value) -> Value | None:
    """Lower `cls["RED"]` where `cls` is a class object; `None` if it is no enumeration."""
    return _by_enum(b, cls, lambda info: find_by_name(b, info, coerce(b, key, STR)))


def value_of_class(b: Builder, cls: Value, value: Value) -> Value | None:
    """Lower `cls(1)` where `cls` is a class object; `None` if it is no enumeration."""
    return _by_enum(b, cls, lambda info: find_by_value(b, info, coerce(b, value, OBJECT)))


def _by_enum(b: Builder, cls: Value, find: Callable[[nodes.TypeInfo], Value]) -> Value | None:
    from pygress.compiler.frontend.lower.class_values import by_class

    assert isinstance(cls.ty, TypeOf)
    ty = cls.ty.item
    if not isinstance(ty, Inst):
        return None
    below = enums_below(b, ty)
    if below is not None:
        return by_class(b, cls, below, ty, lambda one: Value(find(b.world.info(one.name)).op, ty), None)
    if b.world.is_user_class(ty) and b.world.info(ty.name).is_enum:
        return find(b.world.info(ty.name))
    return None


def enums_below(b: Builder, ty: Inst) -> list[Inst] | None:
    """List the enumerations with members that a class object of type `type[ty]` can be; `None` for `ty` alone."""
    from pygress.compiler.frontend.lower.class_values import classes_below

    try:
        info = b.world.info(ty.name)
    except KeyError:
        return None
    if not info.is_enum and info.fullname != "enum.Enum":
        return None
    if info in b.world.trees and any(is_member(info, name) for name in info.names):
        return None
    return [one for one in classes_below(b, ty) if any(
        is_member(b.world.info(one.name), name) for name in b.world.info(one.name).names
    )]  # fmt: skip


def member_list(b: Builder, node: nodes.Context, ty: Inst, value: Value | None = None) -> Value:
    """Give the members of the class `ty`, for iteration and `len`."""
    below = enums_below(b, ty)
    if below is not None and value is not None:
        from pygress.compiler.frontend.lower.class_values import by_class

        wanted = Inst("builtins.list", (ty,))
        return by_class(
            b, value, below, wanted, lambda one: Value(member_list(b, node, one).op, wanted), None
        )
    if not b.world.is_user_class(ty) or not b.world.info(ty.name).is_enum:
        raise Unsupported(node, "unsupported-type", f"the class `{ty}` cannot be iterated over")
    return _read(b, _members(b.world, b.world.info(ty.name)))


def class_attribute(b: Builder, info: nodes.TypeInfo, name: str) -> Value | None:
    """Read an attribute of the class itself: `Color.__members__`."""
    return _read(b, _names(b.world, info)) if name == "__members__" else None


def class_call(b: Builder, node: nodes.CallExpr, info: nodes.TypeInfo, name: str) -> Value | None:
    """Lower `Color.method(...)` where the method is one of the library's own; there is none."""
    return None


# -- flags


def flag_operator(b: Builder, left: Value, name: str, right: Value) -> Value | None:
    """Lower `a | b`, `a & b`, `a ^ b` of flags; `None` for other operators."""
    code = _CODES.get(name)
    if code is None or not isinstance(left.ty, Inst):
        return None
    info = b.world.info(left.ty.name)
    operands = [
        _read(b, _members(b.world, info)),
        _read(b, _all(b.world, info)),
        left,
        coerce(b, right, OBJECT),
    ]
    out = b.call("flag_binary", [*operands, b.const_int(code), _descriptor(b, info)])
    return Value(out.op, left.ty)


def flag_invert(b: Builder, value: Value) -> Value:
    """Lower `~a` of a flag."""
    assert isinstance(value.ty, Inst)
    info = b.world.info(value.ty.name)
    operands = [_read(b, _members(b.world, info)), _read(b, _all(b.world, info)), value]
    return Value(b.call("flag_invert", [*operands, _descriptor(b, info)]).op, value.ty)


def flag_contains(b: Builder, container: Value, item: Value) -> Value:
    """Lower `a in b` of flags."""
    return b.call("flag_contains", [container, coerce(b, item, OBJECT)])


def flag_members(b: Builder, value: Value) -> Value:
    """Give the members of one bit that a flag holds, for iteration."""
    assert isinstance(value.ty, Inst)
    members = _read(b, _members(b.world, b.world.info(value.ty.name)))
    return Value(b.call("flag_members", [members, value]).op, Inst("builtins.list", (value.ty,)))
