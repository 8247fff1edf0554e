"""Decorators: what they give back is a variable, which calls go through.

    @traced                  pv_add = traced(<function object of add>)
    def add(a, b): ...       add(1, 2)  ->  call pv_add

A decorator that takes `Callable[P, R]` gets a function object that accepts any arguments (see `star`); one that takes
a known signature gets one of that signature.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.arguments import Arg, lower_arguments
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.classes import Member, class_inst
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.methods import call_inst, infer_variables
from pygress.compiler.frontend.lower.names import is_plain
from pygress.compiler.frontend.lower.star import star_call, star_value
from pygress.compiler.frontend.typemap import any_signature
from pygress.compiler.frontend.world import FunctionInst, World, class_env
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import OBJECT, Func, Inst, Rep, Ty, TypeOf

_CACHED = "functools.cached_property"
_LIBRARY_CLASS_DECORATORS = ("dataclasses.dataclass", "functools.total_ordering", "enum.unique", "typing.final",
                             "typing.runtime_checkable", "typing_extensions.final", "pygress.sdk.")  # fmt: skip


def is_plain_method(node: nodes.Decorator) -> bool:
    """Tell whether a decorated method is just the method."""
    return is_plain(node) or node.func.is_property


def _active(node: nodes.Decorator) -> list[nodes.Expression]:
    """List the decorators that do something, outermost first."""
    return [one for one in node.decorators if not is_plain(_only(node, one))]


def _only(node: nodes.Decorator, one: nodes.Expression) -> nodes.Decorator:
    return nodes.Decorator(node.func, [one], node.var)


def is_wraps(node: nodes.Expression) -> bool:
    """Tell whether a decorator is `functools.wraps(f)`."""
    return (
        isinstance(node, nodes.CallExpr)
        and isinstance(node.callee, nodes.RefExpr)
        and node.callee.fullname == "functools.wraps"
    )


def decorated_type(world: World, node: nodes.Decorator) -> Ty:
    """Tell the type of what the decorators give back; dynamic where they accept any signature."""
    outer = _active(node)[0]
    if is_wraps(outer):
        return OBJECT
    known = types.get_proper_type(world.checked.types.get(outer))
    if isinstance(known, types.CallableType) and not known.is_type_obj():
        ret = types.get_proper_type(known.ret_type)
        if isinstance(ret, types.CallableType) and (ret.param_spec() is not None or ret.is_ellipsis_args):
            return OBJECT
        if any_signature(ret):
            return OBJECT
    ty = world.map.convert(node.var.type, {})
    if isinstance(ty, Inst) and ty.name.endswith("_Wrapped"):
        return OBJECT
    return ty


def variable_of(world: World, node: nodes.Decorator) -> ir.Global:
    """Ask for the variable of a decorated function of a module or class."""
    return world.global_var(node.var, node.var.fullname or node.func.name, decorated_type(world, node))


# -- definition


def define_decorated(b: Builder, node: nodes.Decorator) -> None:
    """Lower a decorated `def`: make the function, apply the decorators, keep the result in a variable."""
    b.line = node.line
    if b.inst is not None and b.class_body is None:
        _define_nested(b, node)
        return
    inst = b.world.function(node.func, None, {}, b.tree)
    first = _Function(b, inst, None, lambda inner, ready: call_inst(inner, inst, ready))
    var = variable_of(b.world, node)
    result = _apply(b, node, first)
    b.emit(ops.SetGlobal(var, coerce(b, result, var.ty).op))


def _define_nested(b: Builder, node: nodes.Decorator) -> None:
    from pygress.compiler.frontend.lower.closures import make_closure

    closure, inst = make_closure(b, node.func, node.func.name)

    def invoke(inner: Builder, ready: list[Value]) -> Value:
        return inner.call_function(inst.ir, ready, inst.ret)

    result = _apply(b, node, _Function(b, inst, closure, invoke))
    ty = decorated_type(b.world, node)
    variable = b.variables.get(node.var)
    if variable is None:
        variable = b.declare(node.var, ty)
    b.write(variable, coerce(b, result, variable.ty))


def define_decorated_method(b: Builder, info: nodes.TypeInfo, node: nodes.Decorator) -> None:
    """Lower a decorated method in a class body."""
    if is_plain_method(node) or info.defn.type_vars:
        return
    owner = Inst(b.world.map.name(info))
    inst = b.world.function(node.func, owner, class_env(info, owner), b.tree)
    first = _Function(b, inst, None, lambda inner, ready: call_inst(inner, inst, ready))
    var = variable_of(b.world, node)
    result = _apply(b, node, first)
    b.emit(ops.SetGlobal(var, coerce(b, result, var.ty).op))


class _Function:
    """The function under its decorators, as a value of whatever type the innermost decorator wants."""

    def __init__(
        self,
        b: Builder,
        inst: FunctionInst,
        closure: Value | None,
        invoke: Callable[[Builder, list[Value]], Value],
    ) -> None:
        self.b, self.inst, self.closure, self.invoke = b, inst, closure, invoke

    @property
    def ty(self) -> Ty:
        """Its own type, as far as a function type can say."""
        from pygress.compiler.frontend.lower.closures import func_type

        return func_type(self.inst)

    def as_type(self, wanted: Ty) -> Value:
        """Give the function object of the wanted type."""
        from pygress.compiler.frontend.lower.arguments import bind_params
        from pygress.compiler.frontend.lower.closures import wrapper

        if not isinstance(wanted, Func):
            return star_value(self.b, self.inst, self.closure, self.invoke)
        if self.closure is not None:
            return coerce(self.b, self.closure, wanted)
        inst = self.inst

        def use(inner: Builder, carried: list[Value], args: list[Value]) -> Value:
            given = [Arg(nodes.ARG_POS, None, one) for one in args]
            ready = bind_params(inner, nodes.Block([]), inst, inst.params, given, inst.ir.name)
            return self.invoke(inner, ready)

        return wrapper(self.b, ("decorated", inst), inst.ir.name, wanted, [], use)


def _apply(b: Builder, node: nodes.Decorator, function: _Function) -> Value:
    """Apply the decorators, innermost first."""
    current: Value | None = None
    active = _active(node)
    for position, one in reversed(list(enumerate(active))):
        b.line = one.line if one.line > 0 else b.line

        def give(wanted: Ty, value: Value | None = current) -> Value:
            return function.as_type(wanted) if value is None else coerce(b, value, wanted)

        ty = function.ty if current is None else current.ty
        ret = decorated_type(b.world, node) if position == 0 else None
        current = _apply_one(b, one, give, ty, ret)
    assert current is not None
    return current


def _apply_one(
    b: Builder, node: nodes.Expression, give: Callable[[Ty], Value], ty: Ty, ret: Ty | None
) -> Value:
    from pygress.compiler.frontend.lower.call import resolve_function
    from pygress.compiler.frontend.lower.construct import new_instance
    from pygress.compiler.frontend.lower.expr import lower_expr

    if is_wraps(node):
        assert isinstance(node, nodes.CallExpr)
        original = lower_expr(b, node.args[0])
        return b.call("func_like", [give(OBJECT), coerce(b, original, OBJECT)])
    registered = _register(b, node, give, ty)
    if registered is not None:
        return registered
    if isinstance(node, nodes.RefExpr) and node.fullname == "functools.lru_cache":
        # Without parentheses it gets the function where it else gets the size.
        call = nodes.CallExpr(node, [], [], [])
        call.set_line(node)
        node = call
    target = node.node if isinstance(node, nodes.RefExpr) else None
    if isinstance(target, nodes.TypeInfo):
        made = (
            ret
            if isinstance(ret, Inst)
            else Inst(b.world.map.name(target), tuple(OBJECT for _ in target.defn.type_vars))
        )
        if not b.world.is_user_class(made):
            name = target.fullname.rpartition(".")[2]
            raise Unsupported(
                node, "unsupported-function", f"`{name}` cannot be compiled", "not available in a module"
            )
        wanted = _first_parameter(b, made)
        return new_instance(b, node, made, [Arg(nodes.ARG_POS, None, give(wanted))])
    local = target is not None and b.find_owner(target) is not None
    if isinstance(target, nodes.FuncDef | nodes.OverloadedFuncDef) and not local:
        found, tree = resolve_function(b, node, target)
        if isinstance(found, nodes.FuncDef):
            wanted = _declared_parameter(b, found, ty)
            env = infer_variables(b, found, None, [wanted], ret, {})
            inst = b.world.function(found, None, env, tree)
            return call_inst(b, inst, [coerce(b, give(inst.params[0].ty), inst.params[0].ty)])
    callee = b.keep(lower_expr(b, node))
    if isinstance(callee.ty, Func) and len(callee.ty.args) == 1:
        from pygress.compiler.frontend.lower.call import call_value

        call = nodes.CallExpr(node, [], [], [])
        call.set_line(node)
        return call_value(b, call, callee, [Arg(nodes.ARG_POS, None, give(callee.ty.args[0]))])
    if isinstance(callee.ty, Inst) and b.world.is_user_class(callee.ty):
        from pygress.compiler.frontend.lower.call import call_value

        call = nodes.CallExpr(node, [], [], [])
        call.set_line(node)
        return call_value(b, call, callee, [Arg(nodes.ARG_POS, None, give(OBJECT))])
    return star_call(b, callee, [Arg(nodes.ARG_POS, None, give(OBJECT))])


def _register(b: Builder, node: nodes.Expression, give: Callable[[Ty], Value], ty: Ty) -> Value | None:
    """Lower `@f.register` and `@f.register(C)` of a `functools.singledispatch` function; `None` for anything else."""
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.frontend.lower.methods import call_user_method
    from pygress.compiler.frontend.lower.names import class_object
    from pygress.compiler.ir.types import members

    member = node.callee if isinstance(node, nodes.CallExpr) else node
    if not isinstance(member, nodes.MemberExpr) or member.name != "register":
        return None
    held = b.world.checked.types.get(member.expr)
    owner = b.convert(held) if held is not None else OBJECT
    if not isinstance(owner, Inst) or not owner.name.endswith("functools._SingleDispatchCallable"):
        return None
    receiver = b.keep(lower_expr(b, member.expr))
    function = b.keep(give(OBJECT))
    classes: list[Value] = []
    if isinstance(node, nodes.CallExpr):
        classes.append(lower_expr(b, node.args[0]))
    elif isinstance(ty, Func) and ty.args:
        classes += [class_object(b, node, one) for one in members(ty.args[0])]
    for one in classes:
        call_user_method(b, node, receiver, "add", [coerce(b, one, OBJECT), function])
    return function


def _declared_parameter(b: Builder, function: nodes.FuncDef, ty: Ty) -> Ty:
    """Tell what a decorator function's parameter will be for an argument of type `ty`, to infer its type variables."""
    declared = function.type
    if not isinstance(declared, types.CallableType) or not declared.arg_types:
        return OBJECT
    first = types.get_proper_type(declared.arg_types[0])
    if any_signature(first):
        return OBJECT
    if isinstance(first, types.CallableType) and (first.param_spec() is not None or first.is_ellipsis_args):
        return OBJECT
    return ty


def _first_parameter(b: Builder, ty: Inst) -> Ty:
    """Tell the type of the first parameter of a class's `__init__`."""
    from pygress.compiler.frontend.lower.classes import find_method, method_params

    init = find_method(b.world, ty, "__init__")
    if init is None:
        return OBJECT
    params = method_params(b.world, init)
    return params[1].ty if len(params) > 1 else OBJECT


def apply_class_decorators(b: Builder, node: nodes.ClassDef) -> None:
    """Call the decorators of a class that are functions of the program; they give the same class back."""
    from pygress.compiler.frontend.lower.call import resolve_function
    from pygress.compiler.frontend.lower.classes import decorator_name

    for one in reversed(node.decorators):
        name = decorator_name(one)
        if not name or name.startswith(_LIBRARY_CLASS_DECORATORS):
            continue
        this = Value(
            ops.Symbol(f"{class_inst(b.world, Inst(b.world.map.name(node.info))).ir.c}_type"),
            TypeOf(Inst(b.world.map.name(node.info))),
        )
        if isinstance(one, nodes.RefExpr) and isinstance(one.node, nodes.FuncDef):
            found, tree = resolve_function(b, one, one.node)
            assert isinstance(found, nodes.FuncDef)
            env = infer_variables(b, found, None, [this.ty], None, {})
            inst = b.world.function(found, None, env, tree)
            call_inst(b, inst, [coerce(b, this, inst.params[0].ty)])
        elif isinstance(one, nodes.CallExpr):
            _apply_one(b, one, lambda wanted, this=this: coerce(b, this, wanted), this.ty, None)  # type: ignore[misc]
        else:
            raise Unsupported(one, "unsupported-syntax", "this class decorator cannot be compiled")


# -- use


def decorated_value(
    b: Builder, node: nodes.Context, target: nodes.Decorator, tree: nodes.MypyFile | None = None
) -> Value:
    """Read a decorated function as a value."""
    var = variable_of(b.world, target)
    out = b.temp(var.ty)
    assert isinstance(out.op, ops.Reg)
    b.emit(ops.GetGlobal(out.op, var))
    return out


def call_decorated(
    b: Builder,
    node: nodes.CallExpr,
    callee: nodes.Expression,
    target: nodes.Decorator,
    tree: nodes.MypyFile | None = None,
) -> Value:
    """Call a decorated function."""
    return _call(b, node, decorated_value(b, node, target, tree), lower_arguments(b, node))


def call_decorated_method(b: Builder, node: nodes.CallExpr, receiver: Value | None, member: Member) -> Value:
    """Call a decorated method; `receiver` is `None` for a static one."""
    target = member.node
    assert isinstance(target, nodes.Decorator)
    value = decorated_value(b, node, target)
    args = lower_arguments(b, node)
    if receiver is not None and not target.func.is_static:
        args = [Arg(nodes.ARG_POS, None, receiver), *args]
    return _call(b, node, value, args)


def bound_decorated(b: Builder, node: nodes.Context, receiver: Value, member: Member) -> Value:
    """Lower `obj.method` as a value where decorators have replaced the method: what they gave gets `obj` first."""
    from pygress.compiler.frontend.lower.literals import new_list

    target = member.node
    assert isinstance(target, nodes.Decorator)
    value = decorated_value(b, node, target)
    if target.func.is_static:
        return value
    world = b.world
    held = coerce(b, receiver, OBJECT)

    def make() -> ir.Function:
        function = ir.Function(world.c_name(f"pw_{member.name}"), member.name, b.tree.path, b.line)
        function.is_closure = function.is_star = True
        function.ret = Rep.REF
        args, named = function.new_reg(Rep.REF, "args"), function.new_reg(Rep.REF, "kwargs")
        function.params += [args, named]
        world.program.functions.append(function)
        inner = Builder(world, function, b.tree, {})
        inner.line = b.line
        inner.start(inner.new_block())
        this, callee = function.new_reg(Rep.REF), function.new_reg(Rep.REF)
        inner.emit(ops.GetCaptured(this, 0))
        inner.emit(ops.GetCaptured(callee, 1))
        items = new_list(inner, OBJECT)
        inner.call("list_append", [items, Value(this, OBJECT)])
        inner.call("list_extend_obj", [items, Value(args, OBJECT)])
        packed = inner.call("tuple_from_list", [items])
        out = inner.call("call_star", [Value(callee, OBJECT), packed, Value(named, OBJECT)])
        inner.end(ops.Return(out.op))
        return function

    world.needs_boxed_entries = True
    dst = b.fn.new_reg(Rep.REF)
    function = world.synthesize(("bound decorated", target), make)
    b.emit(ops.MakeFunction(dst, function, (held.op, coerce(b, value, OBJECT).op)))
    return Value(dst, OBJECT)


def _call(b: Builder, node: nodes.CallExpr, value: Value, args: list[Arg]) -> Value:
    from pygress.compiler.frontend.lower.call import call_value

    if value.ty != OBJECT:
        return call_value(b, node, value, args)
    out = star_call(b, value, args)
    found = b.world.checked.types.get(node)
    return coerce(b, out, b.convert(found)) if found is not None else out


# -- functools.cached_property


def is_cached(node: nodes.SymbolNode | None) -> bool:
    """Tell whether a member is a `functools.cached_property`."""
    return isinstance(node, nodes.Decorator) and any(
        isinstance(one, nodes.RefExpr) and one.fullname == _CACHED
        for one in [*node.decorators, *node.original_decorators]
    )


def cached_name(name: str) -> str:
    """Give the name of the hidden field that keeps the value."""
    return f"{name} (cached)"


def cached_property(b: Builder, node: nodes.Context, value: Value, member: Member) -> Value:
    """Read a cached property: computed at the first use, then kept in the instance."""
    from pygress.compiler.frontend.lower.classes import set_field
    from pygress.compiler.frontend.lower.methods import call_member

    assert isinstance(value.ty, Inst)
    function = member.function
    assert function is not None
    cls = class_inst(b.world, value.ty)
    name = cached_name(member.name)
    held = cls.ir.find_field(name)
    assert held is not None
    raw = b.fn.new_reg(held.rep)
    b.emit(ops.GetField(raw, value.op, cls.ir, name, False))
    result = b.temp(held.ty)
    absent, there, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("is_null", [Value(raw, OBJECT)]), absent, there)
    b.start(there)
    b.assign(result, coerce(b, Value(raw, OBJECT), held.ty))
    b.goto(done)
    b.start(absent)
    made = coerce(b, call_member(b, node, value, member, []), held.ty)
    set_field(b, value, name, made)
    b.assign(result, made)
    b.goto(done)
    b.start(done)
    return result
