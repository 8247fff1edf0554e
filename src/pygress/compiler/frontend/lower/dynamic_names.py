"""Methods and properties of the program's classes on values of which only `object` is known: `x: Any = A(); x.m()`.

Input: the names that dynamic code asks for, the classes that have instances. Output: for each pair a function that
gives the attribute; the class's `getattr` hook chooses among them by name.
"""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder, Unreachable, Value
from pygress.compiler.frontend.lower.classes import Member, find_member
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.methods import call_inst, method_inst
from pygress.compiler.frontend.lower.star import star_value
from pygress.compiler.frontend.world import ClassInst, FunctionInst, World
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import OBJECT, Rep

_BY_NAME = frozenset(
    {"__enter__", "__exit__", "__aenter__", "__aexit__", "__await__", "__aiter__", "__anext__"}
)
"""Special methods that dynamic code calls like any other; the rest are hooks of the runtime."""
PREFIX = "get "
"""Hooks of `ir.Class` with this prefix are attributes by name."""


def grow_dynamic(world: World) -> bool:
    """Make the accessors that are missing; tell whether there were any."""
    grown = False
    for cls in list(world.classes.values()):
        if not cls.instantiated:
            continue
        for name in sorted(world.dynamic_names):
            key = ("dynamic", cls.ty, name)
            if key in world.dynamic_done:
                continue
            if name.startswith("__") and name.endswith("__") and name not in _BY_NAME:
                continue
            world.dynamic_done.add(key)
            if cls.info.is_enum and name in ("value", "name"):
                cls.ir.hooks[PREFIX + name] = _enum_part(world, cls, name).c
                grown = True
                continue
            member = find_member(world, cls.ty, name)
            if member is None and cls.ir.find_field(name) is None:
                # An attribute that `__getattr__` knows.
                member = find_member(world, cls.ty, "__getattr__")
            if member is None or cls.ir.find_field(name) is not None or member.function is None:
                continue
            function = accessor(world, cls, member, name)
            if function is not None:
                cls.ir.hooks[PREFIX + name] = function.c
                grown = True
    return grown


def _enum_part(world: World, cls: ClassInst, name: str) -> ir.Function:
    """Make the function that gives `.value` or `.name` of a member."""
    from pygress.compiler.frontend.lower.enums import enum_attribute

    tree = world.tree_of(cls.info)
    function = ir.Function(
        world.c_name(f"{cls.ir.c}_get_{name}"), name, world.trace_path(tree), cls.info.line
    )
    function.ret = Rep.REF
    this = function.new_reg(Rep.REF, "self")
    function.params.append(this)
    b = Builder(world, function, tree, cls.env)
    b.start(b.new_block())
    out = enum_attribute(b, nodes.Block([]), Value(this, cls.ty), name)
    b.end(ops.Return(coerce(b, out, OBJECT).op))
    world.program.functions.append(function)
    return function


def accessor(world: World, cls: ClassInst, member: Member, name: str) -> ir.Function | None:
    """Make the function that gives one attribute; `None` if it cannot be a value."""
    from pygress.compiler.frontend.lower.attributes import get_attribute

    tree = world.tree_of(cls.info)
    function = ir.Function(
        world.c_name(f"{cls.ir.c}_get_{name}"), name, world.trace_path(tree), cls.info.line
    )
    function.ret = Rep.REF
    this = function.new_reg(Rep.REF, "self")
    function.params.append(this)
    b = Builder(world, function, tree, cls.env)
    b.line = 0  # an adapter has no place in a traceback
    b.start(b.new_block())
    try:
        value = _bound(b, cls, member, Value(this, cls.ty)) if member.name == name else None
        if value is None:
            value = get_attribute(b, nodes.Block([]), Value(this, cls.ty), name)
        b.end(ops.Return(coerce(b, value, OBJECT).op))
    except (Unsupported, Unreachable):
        return None
    world.program.functions.append(function)
    return function


def _bound(b: Builder, cls: ClassInst, member: Member, this: Value) -> Value | None:
    """Make a method that takes any arguments, defaults and keywords too; `None` for what is no plain method."""
    function = member.function
    if member.is_property or not isinstance(member.node, nodes.FuncDef) or function is None:
        return None
    if function.is_static or function.is_class or function.type is None:
        return None
    inst = method_inst(b.world, member)
    rest = FunctionInst(inst.defn, inst.owner, inst.env, inst.params[1:], inst.ret, inst.ir, inst.tree)

    def invoke(inner: Builder, ready: list[Value]) -> Value:
        return call_inst(inner, inst, [Value(ready[0].op, inst.params[0].ty), *ready[1:]])

    return star_value(b, rest, this, invoke, bound=True)
