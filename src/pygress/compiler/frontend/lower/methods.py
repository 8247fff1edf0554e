"""Methods of classes of the program: direct where one definition is possible, else by run-time class."""

from __future__ import annotations

from collections.abc import Mapping

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.arguments import Arg, bind_arguments, bind_params
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.classes import (
    Member,
    find_method,
    is_overridden,
    method_env,
)
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.unsure import is_unlike
from pygress.compiler.frontend.typemap import Env, unify
from pygress.compiler.frontend.world import ClassInst, DispatchSite, FunctionInst, Param, World
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import NONE, OBJECT, Inst, Rep, Ty, rep_of


def call_user_method(
    b: Builder,
    node: nodes.Context | None,
    receiver: Value,
    name: str,
    values: list[Value],
    names: Mapping[str, Value] | None = None,
) -> Value:
    """Call a method with values that were evaluated already."""
    assert isinstance(receiver.ty, Inst)
    member = find_method(b.world, receiver.ty, name)
    assert member is not None, name
    args = [Arg(nodes.ARG_POS, None, one) for one in values]
    args += [Arg(nodes.ARG_NAMED, key, one) for key, one in (names or {}).items()]
    return call_member(b, node or nodes.Block([]), receiver, member, args)


def method_inst(world: World, member: Member, variables: Env | None = None) -> FunctionInst:
    """Ask for the code of a method."""
    function = member.function
    assert function is not None
    env = {**method_env(world, member), **(variables or {})}
    return world.function(function, member.owner, env, world.tree_of(member.info))


def infer_variables(
    b: Builder,
    function: nodes.FuncItem,
    callee: nodes.Expression | None,
    args: list[Ty],
    ret: Ty | None,
    env: Env,
) -> Env:
    """Find the type arguments of a call of a generic function: from mypy's type of the callee, then the arguments."""
    declared = function.type
    if not isinstance(declared, types.CallableType) or not declared.variables:
        return {}
    found: Env = {}
    stored = types.get_proper_type(b.world.checked.types.get(callee)) if callee is not None else None
    if isinstance(stored, types.CallableType):
        offset = len(declared.arg_types) - len(stored.arg_types)
        if offset >= 0:
            for pattern, actual in zip(declared.arg_types[offset:], stored.arg_types, strict=True):
                unify(pattern, b.convert(actual), b.world.map, found)
        unify(declared.ret_type, b.convert(stored.ret_type), b.world.map, found)
    else:
        for pattern, one in zip(declared.arg_types, args, strict=False):
            unify(pattern, one, b.world.map, found)
        if ret is not None:
            unify(declared.ret_type, ret, b.world.map, found)
    known = {one.id for one in declared.variables}
    out: Env = {key: value for key, value in found.items() if key in known}
    for variable in declared.variables:
        if variable.id not in out:
            bound = (
                b.world.map.convert(variable.upper_bound, env)
                if isinstance(variable, types.TypeVarType)
                else OBJECT
            )
            out[variable.id] = bound
    return out


def call_member(
    b: Builder,
    node: nodes.Context,
    receiver: Value,
    member: Member,
    args: list[Arg],
    callee: nodes.Expression | None = None,
    *,
    direct: bool = False,
) -> Value:
    """Call a method of the class of `receiver`; `direct` for `super()`, which looks no further."""
    world = b.world
    function = member.function
    assert function is not None
    env = method_env(world, member)
    variables = infer_variables(
        b, function, callee, [receiver.ty, *[one.value.ty for one in args]], None, env
    )
    inst = method_inst(world, member, variables)
    if function.is_static:
        ready = bind_arguments(b, node, inst, args, member.name)
        return call_inst(b, inst, ready)
    first = coerce(b, receiver, inst.params[0].ty)
    if direct or not isinstance(receiver.ty, Inst) or not is_overridden(world, member, receiver.ty):
        return call_inst(b, inst, [first, *bind_arguments(b, node, inst, args, member.name, skip=1)])
    # An omitted argument takes the default of the definition that is called in the end.
    omitted: set[str] = set()
    ready = [first, *bind_params(b, node, inst, inst.params[1:], args, member.name, None, omitted)]
    site = dispatch_site(world, receiver.ty, member, inst, variables, frozenset(omitted))
    dst = None if inst.ir.ret == Rep.VOID else b.fn.new_reg(inst.ir.ret)
    b.emit(ops.CallDispatch(dst, site.ir, tuple(one.op for one in ready)))
    return NONE_VALUE if dst is None else Value(dst, inst.ret)


def call_inst(b: Builder, inst: FunctionInst, ready: list[Value]) -> Value:
    """Call a compiled function with arguments that are ready."""
    out = b.call_function(inst.ir, ready, inst.ret)
    if str(inst.ret) == "Never":
        b.end(ops.Unreachable())
    return out


def dispatch_site(
    world: World,
    receiver: Ty,
    member: Member,
    base: FunctionInst,
    variables: Env,
    omitted: frozenset[str] = frozenset(),
) -> DispatchSite:
    """Make the table of a call by run-time class; the base definition decides the representations."""
    named = tuple(str(one) for one in variables.values())
    key = ("method", receiver, member.name, named, omitted)
    found = world.sites.get(key)
    if found is not None:
        return found
    given = [param for param in base.params if param.name not in omitted]
    reps = tuple(rep_of(param.ty) for param in given)
    dispatch = ir.Dispatch(
        world.c_name(f"pd_{member.info.name}_{member.name}"), member.name, reps, base.ir.ret
    )
    ordered = list(variables.values())

    def adapt(cls: ClassInst) -> ir.Function | None:
        target = find_method(world, cls.ty, member.name)
        if target is None:
            return None
        function = target.function
        assert function is not None
        own: Env = {}
        if isinstance(function.type, types.CallableType):
            own = {one.id: ty for one, ty in zip(function.type.variables, ordered, strict=False)}
        inst = method_inst(world, target, own)
        same = tuple(reg.rep for reg in inst.ir.params) == reps and inst.ir.ret == base.ir.ret
        if same and _agree(world, given, base.ret, inst):
            return inst.ir
        try:
            return world.synthesize(
                ("adapt", key, cls.ir.c), lambda: adapt_function(world, base, inst, cls, omitted)
            )
        except Unsupported:
            # A method of the same name with other parameters: the type checker lets no such object get here.
            return None

    site = DispatchSite(dispatch, receiver, adapt)
    world.sites[key] = site
    world.program.dispatches.append(dispatch)
    return site


def super_site(
    world: World, receiver: Inst, after: nodes.TypeInfo, member: Member, base: FunctionInst
) -> DispatchSite:
    """Make the table of a cooperative `super()` call: the next definition after the class `after`."""
    key = ("super", receiver, after, member.name)
    found = world.sites.get(key)
    if found is not None:
        return found
    reps = tuple(reg.rep for reg in base.ir.params)
    dispatch = ir.Dispatch(
        world.c_name(f"pd_super_{after.name}_{member.name}"), member.name, reps, base.ir.ret
    )

    def adapt(cls: ClassInst) -> ir.Function | None:
        from pygress.compiler.frontend.lower.attributes import next_member

        b = Builder(world, base.ir, base.tree, {})
        target = next_member(b, cls.ty, after, member.name)
        if target is None or target.function is None:
            if member.name != "__init__":
                return None
            return world.synthesize(("nothing", key), lambda: _nothing(world, base))
        inst = method_inst(world, target)
        same = tuple(reg.rep for reg in inst.ir.params) == reps and inst.ir.ret == base.ir.ret
        if same and _agree(world, base.params, base.ret, inst):
            return inst.ir
        return world.synthesize(("adapt", key, cls.ir.c), lambda: adapt_function(world, base, inst, cls))

    site = DispatchSite(dispatch, receiver, adapt)
    world.sites[key] = site
    world.program.dispatches.append(dispatch)
    return site


def _agree(world: World, given: list[Param], ret: Ty, inst: FunctionInst) -> bool:
    """Tell whether a definition takes and gives what another one does without a look at the values."""
    return not is_unlike(world, inst.ret, ret) and not any(
        is_unlike(world, one.ty, own.ty) for one, own in zip(given[1:], inst.params[1:], strict=True)
    )


def _nothing(world: World, base: FunctionInst) -> ir.Function:
    """Stand for `object.__init__` at the end of a chain of cooperative calls."""
    function = ir.Function(world.c_name("pw_object_init"), base.ir.name, base.ir.path, base.ir.line)
    function.ret = base.ir.ret
    function.params = [function.new_reg(reg.rep, reg.name) for reg in base.ir.params]
    b = Builder(world, function, base.tree, {})
    b.start(b.new_block())
    b.end(ops.Return(None))
    world.program.functions.append(function)
    return function


def adapt_function(
    world: World,
    base: FunctionInst,
    target: FunctionInst,
    cls: ClassInst,
    omitted: frozenset[str] = frozenset(),
) -> ir.Function:
    """Wrap an override whose parameters or result are held differently from the base definition's."""
    function = ir.Function(world.c_name(f"{target.ir.c}_as"), target.ir.name, target.ir.path, target.ir.line)
    function.ret = base.ir.ret
    b = Builder(world, function, target.tree, target.env)
    b.line = 0  # an adapter has no place in a traceback
    args: list[Arg] = []
    left_out = False
    for index, param in enumerate(base.params):
        if param.name in omitted:
            left_out = True
            continue
        reg = function.new_reg(rep_of(param.ty), param.name)
        function.params.append(reg)
        if param.kind in (nodes.ARG_STAR, nodes.ARG_STAR2):
            args.append(Arg(param.kind, None, Value(reg, param.ty)))
        elif param.kind.is_named() or left_out:
            args.append(Arg(nodes.ARG_NAMED, param.name, Value(reg, param.ty)))
        else:
            args.append(Arg(nodes.ARG_POS, None, Value(reg, param.ty if index else cls.ty)))
    b.start(b.new_block())
    here = nodes.Block([])
    here.line, here.column = target.ir.line, 0
    first = coerce(b, args[0].value, target.params[0].ty)
    rest = bind_params(b, here, target, target.params[1:], args[1:], target.ir.name)
    out = call_inst(b, target, [first, *rest])
    if b.block is not None:
        b.end(ops.Return(None if base.ir.ret == Rep.VOID else coerce(b, out, base.ret).op))
    world.program.functions.append(function)
    return function


def missing(node: nodes.Context, ty: Ty, name: str) -> Unsupported:
    """Say that a method of a runtime type is not available."""
    return Unsupported(
        node,
        "unsupported-attribute",
        f"`{ty}` has no `{name}` that can be compiled",
        "not available in a module",
    )


__all__ = ["NONE", "call_inst", "call_member", "call_user_method", "dispatch_site", "method_inst"]
