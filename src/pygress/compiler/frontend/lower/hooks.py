"""What the runtime calls by itself on instances of a class: `repr`, `==`, `hash`, order, `len`, iteration ...

Input: a class that has instances. Output: for each dunder method that it has, a C function of the hook's signature.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.lower.arguments import Arg
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.classes import find_method, is_generated
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.operators import DUNDER
from pygress.compiler.frontend.world import ClassInst, World
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import BOOL, INT, NONE, OBJECT, STR, Rep, Ty, rep_of

# hook of pg_hooks -> (method, number of arguments after self, result); names with `:` go through an adapter in C.
HOOKS: dict[str, tuple[str, int, Ty]] = {
    "repr": ("__repr__", 0, STR),
    "str": ("__str__", 0, STR),
    "format": ("__format__", 1, STR),
    "hash": ("__hash__", 0, INT),
    "eq": ("__eq__", 1, OBJECT),
    "truth": ("__bool__", 0, BOOL),
    "len": ("__len__", 0, INT),
    "getitem": ("__getitem__", 1, OBJECT),
    "setitem": ("__setitem__", 2, NONE),
    "delitem": ("__delitem__", 1, NONE),
    "missing": ("__missing__", 1, OBJECT),
    "contains": ("__contains__", 1, BOOL),
    "iter": ("__iter__", 0, OBJECT),
    "next": ("__next__", 0, OBJECT),
    "lt": ("__lt__", 1, OBJECT),
    "le": ("__le__", 1, OBJECT),
    "gt": ("__gt__", 1, OBJECT),
    "ge": ("__ge__", 1, OBJECT),
}


_UNARY = ("neg", "pos", "invert", "abs")
_COMPARISONS = ("__eq__", "__lt__", "__le__", "__gt__", "__ge__")


def request_hooks(world: World, cls: ClassInst) -> None:
    """Compile the dunder methods that the runtime may call on instances of a class."""
    from pygress.compiler.frontend.lower.enums import is_flag

    if is_flag(world, cls.ty):
        for operation in ("and", "or", "xor"):
            cls.ir.hooks.setdefault(f"op_{operation}", _flag_hook(world, cls, operation).c)
    for hook, (name, count, ret) in HOOKS.items():
        member = find_method(world, cls.ty, name)
        if member is None or is_generated(cls.info, hook, member.info):
            continue
        cls.ir.hooks[hook] = make_hook(world, cls, name, count, ret).c
    for operation in DUNDER.values():
        for prefix in ("", "r", "i"):
            name = f"__{prefix}{operation}__"
            if find_method(world, cls.ty, name) is not None:
                cls.ir.hooks[f"op_{operation} {prefix}".rstrip()] = make_hook(world, cls, name, 1, OBJECT).c
    for operation in _UNARY:
        name = f"__{operation}__"
        if find_method(world, cls.ty, name) is not None:
            cls.ir.hooks[f"unary {operation}"] = make_hook(world, cls, name, 0, OBJECT).c
    called = find_method(world, cls.ty, "__call__")
    if called is not None and called.function is not None:
        from pygress.compiler.frontend.lower.dynamic_names import accessor

        function = accessor(world, cls, called, "__call__")
        if function is not None:
            cls.ir.hooks["get __call__"] = function.c
    derive = find_method(world, cls.ty, "derive")
    if derive is not None and world.as_super(cls.ty, "builtins.BaseExceptionGroup") is not None:
        from pygress.compiler.frontend.lower.dynamic_names import accessor

        function = accessor(world, cls, derive, "derive")
        if function is not None:
            cls.ir.hooks["get derive"] = function.c
    for one in world.on_new_class:
        one(cls)


def make_hook(world: World, cls: ClassInst, name: str, count: int, ret: Ty) -> ir.Function:
    """Wrap a dunder method: boxed arguments, a result of fixed type."""

    def make() -> ir.Function:
        member = find_method(world, cls.ty, name)
        assert member is not None
        tree = world.tree_of(member.info)
        assert member.function is not None
        function = ir.Function(
            world.c_name(f"{cls.ir.c}_{name.strip('_')}_hook"),
            name,
            world.trace_path(tree),
            member.function.line,
        )
        function.ret = Rep.VOID if ret == NONE else rep_of(ret)
        b = Builder(world, function, tree, cls.env)
        b.line = 0  # an adapter has no place in a traceback
        this = function.new_reg(Rep.REF, "self")
        function.params.append(this)
        args = []
        for index in range(count):
            reg = function.new_reg(Rep.REF, f"a{index}")
            function.params.append(reg)
            args.append(Value(reg, STR if name == "__format__" else OBJECT))
        b.start(b.new_block())
        work: Callable[[], None] = lambda: _call(b, cls, name, Value(this, cls.ty), args, ret)  # noqa: E731
        world.guarded(tree, lambda: b.line, work)
        world.program.functions.append(function)
        return function

    return world.synthesize(("hook", cls.ty, name), make)


def _call(b: Builder, cls: ClassInst, name: str, this: Value, args: list[Value], ret: Ty) -> None:
    from pygress.compiler.frontend.lower.classes import method_params
    from pygress.compiler.frontend.lower.methods import call_member

    member = find_method(b.world, cls.ty, name)
    assert member is not None
    params = method_params(b.world, member)[1:]
    if (
        (name in _COMPARISONS or name.strip("_").removeprefix("r") in DUNDER.values())
        and params
        and params[0].ty != OBJECT
    ):
        # CPython passes any object; the method was written for its own class.
        from pygress.compiler.frontend.lower.narrowing import is_instance_test

        good, bad = b.new_block(), b.new_block()
        b.branch(is_instance_test(b, args[0], params[0].ty), good, bad)
        b.start(bad)
        b.end(ops.Return(ops.Symbol("pg_notimplemented_obj")))
        b.start(good)
        args = [Value(coerce(b, args[0], params[0].ty).op, params[0].ty)]
    out = call_member(
        b, nodes.Block([]), this, member, [Arg(nodes.ARG_POS, None, one) for one in args], None, direct=True
    )
    if b.block is None:
        return
    if ret == NONE:
        b.end(ops.Return(None))
        return
    if ret == BOOL:
        from pygress.compiler.frontend.lower.operators import truth

        out = truth(b, out)
    b.end(ops.Return(coerce(b, out if out.ty != NONE else NONE_VALUE, ret).op))


def _flag_hook(world: World, cls: ClassInst, operation: str) -> ir.Function:
    """Make the operator of a flag for values of which only `object` is known."""
    from pygress.compiler.frontend.lower.enums import flag_operator

    def make() -> ir.Function:
        tree = world.tree_of(cls.info)
        name = f"__{operation}__"
        function = ir.Function(
            world.c_name(f"{cls.ir.c}_{operation}_hook"), name, world.trace_path(tree), cls.info.line
        )
        function.ret = Rep.REF
        this, other = function.new_reg(Rep.REF, "self"), function.new_reg(Rep.REF, "other")
        function.params += [this, other]
        b = Builder(world, function, tree, cls.env)
        b.line = 0
        b.start(b.new_block())
        out = flag_operator(b, Value(this, cls.ty), name, Value(other, OBJECT))
        assert out is not None
        b.end(ops.Return(out.op))
        world.program.functions.append(function)
        return function

    return world.synthesize(("hook", cls.ty, operation), make)
