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
from pygress.compiler.frontend.typemap import STDLIB
from pygress.compiler.frontend.world import ClassInst, FunctionInst, World
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import OBJECT, Inst, Rep, Ty

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
            if member is None or cls.ir.find_field(name) is not None:
                continue
            if member.function is None and not isinstance(member.node, nodes.Var):
                continue
            function = accessor(world, cls, member, name)
            if function is not None:
                cls.ir.hooks[PREFIX + name] = function.c
                grown = True
    return grown


def mention_names(b: Builder, node: nodes.Expression) -> None:
    """Let the attributes that an expression may name be found: one for a literal, else all whose ends fit it.

    `getattr(self, "visit_" + kind)` finds every method of the program whose name begins with `visit_`.
    """
    if isinstance(node, nodes.StrExpr):
        # Private names are others at run time: `__secret` of a class `Game` is `_Game__secret`.
        if not node.value.startswith("__") or node.value.endswith("__"):
            b.world.dynamic_names.add(node.value)
        return
    if b.tree.fullname not in b.world.user_modules:
        return  # the library names what its callers have named
    start, end = _fixed_ends(node)
    for info, tree in b.world.trees.items():
        if tree.fullname in b.world.user_modules:
            b.world.dynamic_names.update(
                name
                for name in info.names
                if name.startswith(start) and name.endswith(end) and not name.startswith("__")
            )


def mention_paths(b: Builder, node: nodes.CallExpr, ty: Ty) -> None:
    """Let the attributes be found that `operator.attrgetter` and `methodcaller` are to take."""
    if not isinstance(ty, Inst) or ty.name not in _GETTERS:
        return
    for one in node.args[: 1 if ty.name.endswith("methodcaller") else None]:
        if isinstance(one, nodes.StrExpr):
            b.world.dynamic_names.update(one.value.split("."))
        else:
            mention_names(b, one)


_GETTERS = {f"{STDLIB}.operator.attrgetter", f"{STDLIB}.operator.methodcaller"}


def _fixed_ends(node: nodes.Expression) -> tuple[str, str]:
    """Tell what a text begins and ends with, as far as it is literal."""
    match node:
        case nodes.StrExpr(value=text):
            return text, text
        case nodes.OpExpr(op="+", left=left, right=right):
            return _fixed_ends(left)[0], _fixed_ends(right)[1]
        case nodes.CallExpr(callee=nodes.MemberExpr(name="join"), args=[nodes.ListExpr(items=[*parts])]) if (
            parts
        ):
            return _fixed_ends(parts[0])[0], _fixed_ends(parts[-1])[1]  # an f-string
    return "", ""


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
