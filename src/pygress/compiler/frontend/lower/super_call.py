"""Calls of `super().method(...)`: the next definition is known, or depends on the class of the instance."""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower import attributes, construct
from pygress.compiler.frontend.lower.arguments import Arg, lower_arguments
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.call import flags, split
from pygress.compiler.frontend.lower.classes import EXCEPTION_ALIASES, Member
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.exception_objects import set_exception_args, set_exception_tuple
from pygress.compiler.frontend.lower.methods import call_inst, call_member, method_inst
from pygress.compiler.frontend.lower.primitive_call import call_chosen, choose, method_table
from pygress.compiler.frontend.world import ClassInst, DispatchSite, FunctionInst
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import NONE, OBJECT, STR, Inst, Rep


def lower_super_call(b: Builder, node: nodes.CallExpr, callee: nodes.SuperExpr) -> Value:
    """Lower `super().method(...)`."""
    member, receiver = attributes.super_member(b, callee)
    args = lower_arguments(b, node)
    if any(one.kind in (nodes.ARG_STAR, nodes.ARG_STAR2) for one in args):
        found = _starred(b, callee, receiver, args)
        if found is not None:
            return found
    if callee.name == "__setattr__" and member is None and len(args) == 2:
        boxed = [coerce(b, receiver, OBJECT), coerce(b, args[0].value, STR), coerce(b, args[1].value, OBJECT)]
        b.call("obj_setattr", boxed)
        return NONE_VALUE
    cooperative = attributes.cooperative_super(b, callee, receiver, member)
    if cooperative is not None:
        return call_super_site(b, node, callee, receiver, cooperative, args)
    if member is not None and member.function is not None:
        return call_member(b, node, receiver, member, args, callee, direct=True)
    if callee.name == "__new__":
        from pygress.compiler.frontend.lower.classes import class_inst

        made = b.inst.owner if b.inst is not None else None
        if made is None:
            raise Unsupported(
                callee, "unsupported-syntax", "`super().__new__` can only be called in `__new__`"
            )
        return construct.allocate(b, class_inst(b.world, made), args[1:])
    if callee.name == "__init__":
        if isinstance(receiver.ty, Inst):
            from pygress.compiler.frontend.lower import subclass
            from pygress.compiler.frontend.lower.classes import class_inst

            owner = class_inst(b.world, receiver.ty)
            if owner.ir.builtin_base in subclass.CONTAINERS:
                subclass.fill(b, receiver, owner, args)
                return NONE_VALUE
        if isinstance(receiver.ty, Inst) and "exception" in flags(b, receiver.ty):
            set_exception_args(b, receiver, args)
            return NONE_VALUE
        generated = construct.generated_super_init(b, node, receiver, args)
        return generated if generated is not None else NONE_VALUE
    if callee.name in ("__init_subclass__", "__post_init__", "__enter__", "__exit__"):
        return NONE_VALUE
    shown = _shown(b, callee.name, receiver)
    if shown is not None:
        return shown
    prims = method_table(b, receiver.ty, callee.name)
    if prims:
        positional, named = split(b, node, args)
        chosen = choose(b, prims, [receiver, *positional], named)
        if chosen is not None:
            return call_chosen(b, *chosen)
    if callee.name == "__repr__":
        return b.call("obj_repr_default", [coerce(b, receiver, OBJECT)])
    raise Unsupported(callee, "unsupported-attribute", f"`super().{callee.name}` cannot be compiled")


def _shown(b: Builder, name: str, receiver: Value) -> Value | None:
    """Lower `super().__str__()` and `super().__repr__()` by the builtin class that the instance's class extends."""
    if name not in ("__str__", "__repr__") or not isinstance(receiver.ty, Inst):
        return None
    for info in b.world.info(receiver.ty.name).mro:
        if info.module_name == "builtins":
            symbol = Value(ops.Symbol(f"pg_type_{EXCEPTION_ALIASES.get(info.name, info.name)}"), OBJECT)
            boxed = coerce(b, receiver, OBJECT)
            return b.call("base_str" if name == "__str__" else "base_repr", [boxed, symbol])
    return None


def call_super_site(
    b: Builder,
    node: nodes.CallExpr,
    callee: nodes.SuperExpr,
    receiver: Value,
    member: Member,
    args: list[Arg],
) -> Value:
    """Lower `super().method(...)` of a mixin: the next class depends on the class of the instance."""
    from pygress.compiler.frontend.lower.arguments import bind_arguments
    from pygress.compiler.frontend.lower.methods import super_site

    inst = method_inst(b.world, member)
    assert isinstance(receiver.ty, Inst) and callee.info is not None
    ready = [Value(receiver.op, inst.params[0].ty), *bind_arguments(b, node, inst, args, member.name, skip=1)]
    site = super_site(b.world, receiver.ty, callee.info, member, inst)
    dst = None if inst.ir.ret == Rep.VOID else b.fn.new_reg(inst.ir.ret)
    b.emit(ops.CallDispatch(dst, site.ir, tuple(one.op for one in ready)))
    return NONE_VALUE if dst is None else Value(dst, inst.ret)


# -- super().__init__(*args, **kwargs)


def _starred(b: Builder, callee: nodes.SuperExpr, receiver: Value, args: list[Arg]) -> Value | None:
    """Lower a call whose arguments are counted when it runs: the next definition binds them itself."""
    from pygress.compiler.frontend.lower.literals import new_dict, new_list

    if not isinstance(receiver.ty, Inst) or callee.info is None or callee.name == "__new__":
        return None
    items, named = new_list(b, OBJECT), new_dict(b, STR, OBJECT)
    for one in args:
        value = coerce(b, one.value, OBJECT)
        match one.kind:
            case nodes.ARG_STAR:
                b.call("list_extend_obj", [items, value])
            case nodes.ARG_STAR2:
                b.call("dict_update", [named, value])
            case nodes.ARG_NAMED:
                b.call("dict_set", [named, b.const_str(one.name or ""), value])
            case _:
                b.call("list_append", [items, value])
    packed = b.call("tuple_from_list", [items])
    site = _star_site(b, receiver.ty, callee.info, callee.name)
    out = b.fn.new_reg(Rep.REF)
    b.emit(ops.CallDispatch(out, site.ir, (receiver.op, packed.op, named.op)))
    member, _ = attributes.super_member(b, callee)
    if member is None or member.function is None:
        return NONE_VALUE
    ret = method_inst(b.world, member).ret
    return coerce(b, Value(out, OBJECT), ret) if ret != NONE else NONE_VALUE


def _star_site(b: Builder, receiver: Inst, after: nodes.TypeInfo, name: str) -> DispatchSite:
    """Make the table of such a call: for each class the definition that follows `after`."""
    world = b.world
    key = ("super star", receiver, after, name)
    found = world.sites.get(key)
    if found is not None:
        return found
    reps = (Rep.REF, Rep.REF, Rep.REF)
    dispatch = ir.Dispatch(world.c_name(f"pd_super_{after.name}_{name}_star"), name, reps, Rep.REF)
    tree = b.tree

    def adapt(cls: ClassInst) -> ir.Function:
        def make() -> ir.Function:
            function = ir.Function(
                world.c_name(f"{cls.ir.c}_super_{name}"), name, world.trace_path(tree), after.line
            )
            function.ret = Rep.REF
            this, packed, named = (function.new_reg(Rep.REF, part) for part in ("self", "args", "kwargs"))
            function.params += [this, packed, named]
            world.program.functions.append(function)
            inner = Builder(world, function, tree, cls.env)
            inner.line = 0  # an adapter has no place in a traceback
            inner.start(inner.new_block())

            def work() -> None:
                given = Value(packed, Inst("builtins.tuple", (OBJECT,)))
                out = _bind_next(inner, cls, after, name, Value(this, cls.ty), given, Value(named, OBJECT))
                if inner.block is not None:
                    inner.end(ops.Return(coerce(inner, out, OBJECT).op))

            world.guarded(tree, lambda: inner.line, work)
            return function

        return world.synthesize((*key, cls.ir.c), make)

    site = DispatchSite(dispatch, receiver, adapt)
    world.sites[key] = site
    world.program.dispatches.append(dispatch)
    return site


def _bind_next(
    b: Builder, cls: ClassInst, after: nodes.TypeInfo, name: str, this: Value, packed: Value, named: Value
) -> Value:
    from pygress.compiler.frontend.lower.attributes import next_member
    from pygress.compiler.frontend.lower.star import bind_packed

    target = next_member(b, cls.ty, after, name)
    if target is not None and target.function is not None:
        inst = method_inst(b.world, target)
        rest = FunctionInst(inst.defn, inst.owner, inst.env, inst.params[1:], inst.ret, inst.ir, inst.tree)
        ready = bind_packed(b, rest, packed, named)
        return call_inst(b, inst, [coerce(b, this, inst.params[0].ty), *ready])
    if name == "__init__":
        if "exception" in cls.ir.flags:
            set_exception_tuple(b, this, packed)
            return NONE_VALUE
        mro = cls.info.mro
        later = mro[mro.index(after) + 1 :] if after in mro else []
        generated = next((one for one in later if "dataclass" in one.metadata and one in b.world.trees), None)
        if generated is not None:
            _, function = construct.dataclass_init(b, cls, generated)
            ready = bind_packed(b, function, packed, named)
            b.emit(ops.CallFunction(None, function.ir, (this.op, *[one.op for one in ready])))
    return NONE_VALUE
