"""Functions as values: nested functions, lambdas, bound methods, adapters between signatures.

A function object carries a tuple of captured values. Variables that closures share live in cells; what is captured
is the cell, so that later assignments are seen on both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import (
    NONE_VALUE,
    Builder,
    LazyFunction,
    Value,
    Variable,
)
from pygress.compiler.frontend.lower.classes import Member
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.unsure import is_other_class, is_vaguer
from pygress.compiler.frontend.walk import walk
from pygress.compiler.frontend.world import FunctionInst, Param
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import (
    BYTES,
    NEVER,
    NONE,
    OBJECT,
    STR,
    Func,
    Inst,
    Rep,
    Ty,
    TypeOf,
    Union,
    rep_of,
)


def captured_variable(b: Builder, owner: Builder, node: nodes.SymbolNode, at: nodes.Context) -> Variable:
    """Find a variable of an enclosing function through what this function object carries."""
    found = b.variables.get(node)
    if found is not None:
        return found
    assert b.inst is not None
    if node not in b.inst.captured:
        raise Unsupported(
            at, "unsupported-syntax", f"`{node.name}` of the enclosing function cannot be reached from here"
        )
    outer = owner.variable(node, at)
    reg = b.fn.new_reg(Rep.REF, f"{node.name}_cell")
    # The cell is read once, at the start of the function, so that every path has it.
    b.fn.blocks[0].ops.insert(0, ops.GetCaptured(reg, b.inst.captured.index(node)))
    variable = Variable(outer.ty, reg, True, node.name, outer.always_bound, True)
    b.variables[node] = variable
    return variable


def free_variables(b: Builder, defn: nodes.Node) -> list[nodes.SymbolNode]:
    """List the variables of enclosing functions that a nested function uses, in order of appearance.

    Its defaults are evaluated outside.
    """
    found: dict[nodes.SymbolNode, None] = {}
    for node in walk(defn.body if isinstance(defn, nodes.FuncItem) else defn):
        if isinstance(node, nodes.SuperExpr):
            self_node = _self_variable(b)
            if self_node is not None:
                found[self_node] = None
        if not isinstance(node, nodes.NameExpr) or node.node is None:
            continue
        target: nodes.SymbolNode = node.node
        if isinstance(target, nodes.Decorator):
            target = target.var
        if b.find_owner(target) is not None:
            found[target] = None
    return list(found)


def _self_variable(b: Builder) -> nodes.SymbolNode | None:
    builder: Builder | None = b
    while builder is not None:
        if builder.inst is not None and builder.inst.owner is not None and builder.inst.params:
            return builder.inst.params[0].var
        builder = builder.parent
    return None


def make_closure(b: Builder, defn: nodes.FuncItem, name: str) -> tuple[Value, FunctionInst]:
    """Make the function object of a nested function or lambda."""
    from pygress.compiler.frontend.lower.functions import lower_body

    world = b.world
    inst = world.new_function(defn, None, b.env, b.tree, name)
    inst.parent = b
    inst.ir.is_closure = True
    own_args = {one.variable for one in defn.arguments}
    inst.captured = [one for one in free_variables(b, defn) if one not in own_args]
    world.program.functions.append(inst.ir)
    values = []
    for node in inst.captured:
        owner = b.find_owner(node)
        assert owner is not None
        variable = owner.variable(node, defn) if owner is b else captured_variable(b, owner, node, defn)
        if not variable.is_cell:
            raise Unsupported(defn, "unsupported-syntax", f"`{node.name}` cannot be captured")
        values.append(variable.reg)
    for param in inst.params:
        if param.default is not None and not is_constant(param.default):
            inst.default_slots[param.name] = len(values)
            values.append(_kept_default(b, param))
    world.later(lambda: lower_body(world, inst))
    dst = b.fn.new_reg(Rep.REF)
    b.emit(ops.MakeFunction(dst, inst.ir, tuple(values)))
    return Value(dst, func_type(inst)), inst


def is_constant(node: nodes.Expression) -> bool:
    """Tell whether a default can be evaluated at each call instead of once."""
    match node:
        case nodes.IntExpr() | nodes.StrExpr() | nodes.FloatExpr() | nodes.BytesExpr():
            return True
        case nodes.UnaryExpr(op="-", expr=inner):
            return is_constant(inner)
        case nodes.NameExpr(fullname="builtins.None" | "builtins.True" | "builtins.False"):
            return True
        case _:
            return False


def _kept_default(b: Builder, param: Param) -> ops.Reg:
    """Evaluate a default when the function is made, boxed so that the function object can carry it."""
    from pygress.compiler.frontend.lower.expr import lower_as

    assert param.default is not None
    value = coerce(b, lower_as(b, param.default, param.ty), OBJECT)
    reg = b.fn.new_reg(Rep.REF)
    b.emit(ops.Assign(reg, value.op))
    return reg


def with_defaults(b: Builder, value: Value, inst: FunctionInst, wanted: Ty) -> Value:
    """View a function as one with fewer parameters: the defaults of the others are filled in."""
    if (
        not isinstance(wanted, Func)
        or not isinstance(value.ty, Func)
        or len(wanted.args) >= len(value.ty.args)
    ):
        return value
    ty = Func(value.ty.args[: len(wanted.args)], value.ty.ret)

    def use(inner: Builder, carried: list[Value], args: list[Value]) -> Value:
        from pygress.compiler.frontend.lower.arguments import Arg, bind_params

        node = nodes.Block([])
        ready = bind_params(
            inner,
            node,
            inst,
            inst.params,
            [Arg(nodes.ARG_POS, None, one) for one in args],
            inst.ir.name,
            carried[0],
        )
        dst = None if inst.ir.ret == Rep.VOID else inner.fn.new_reg(inst.ir.ret)
        inner.emit(ops.CallFunction(dst, inst.ir, (carried[0].op, *[one.op for one in ready])))
        return NONE_VALUE if dst is None else Value(dst, inst.ret)

    return wrapper(b, ("defaults", inst), inst.ir.name, ty, [value], use)


def func_type(inst: FunctionInst) -> Ty:
    """Tell the type of a function as a value."""
    args = [one for one in inst.params if one.kind in (nodes.ARG_POS, nodes.ARG_OPT)]
    return Func(tuple(one.ty for one in args), inst.ret)


def define_nested(b: Builder, node: nodes.FuncDef) -> None:
    """Lower a `def` inside a function: a variable that holds the function object."""
    value, inst = make_closure(b, node, node.name)
    local_functions(b)[node] = inst
    variable = b.variables.get(node)
    if variable is None:
        variable = b.declare(node, value.ty)
    b.write(variable, value)


def local_functions(b: Builder) -> dict[nodes.SymbolNode, FunctionInst]:
    """Hold the nested functions of one function, so that calls know their parameters."""
    table: dict[nodes.SymbolNode, FunctionInst] = b.__dict__.setdefault("_local_functions", {})
    return table


def local_function(b: Builder, node: nodes.SymbolNode) -> FunctionInst | None:
    """Find the definition behind the name of a nested function."""
    builder: Builder | None = b
    while builder is not None:
        found = local_functions(builder).get(node)
        if found is not None:
            return found
        builder = builder.parent
    return None


def lower_lambda(b: Builder, node: nodes.LambdaExpr) -> Value:
    """Lower a lambda."""
    from pygress.compiler.frontend.lower.star import needs_star

    value, inst = make_closure(b, node, "<lambda>")
    ty = b.type_of(node)
    if needs_star(inst) or _has_defaults(inst):
        return nested_value(b, value, inst, ty)
    if isinstance(ty, Func) and len(ty.args) == len(inst.params):
        for param, arg in zip(inst.params, ty.args, strict=True):
            reg = inst.ir.params[inst.params.index(param)]
            param.ty = arg
            reg.rep = rep_of(arg)
        inst.ret = ty.ret
        inst.ir.ret = Rep.VOID if ty.ret == NONE else rep_of(ty.ret)
        inst.ir.signature = ty
        return Value(value.op, ty)
    return with_defaults(b, value, inst, ty)


def nested_value(b: Builder, value: Value, inst: FunctionInst, ty: Ty) -> Value:
    """Use the function object of a nested function where `ty` is expected.

    One with defaults takes more than a function type says: how it is called is known where it is used.
    """
    from pygress.compiler.frontend.lower.star import needs_star, star_value

    def star(inner: Builder) -> Value:
        function, ret = inst.ir, inst.ret
        return star_value(inner, inst, kept, lambda within, ready: within.call_function(function, ready, ret))

    kept = b.keep(value)
    if needs_star(inst):
        return star(b)
    if not _has_defaults(inst):
        return value

    def make(inner: Builder, wanted: Ty) -> Value:
        if not isinstance(wanted, Func):
            return star(inner)
        return coerce(inner, with_defaults(inner, kept, inst, wanted), wanted)

    return LazyFunction(ops.Null(), ty, make)


# -- functions of the program as values


def wrapper(
    b: Builder,
    key: object,
    name: str,
    ty: Func,
    captured: list[Value],
    body: Callable[[Builder, list[Value], list[Value]], Value],
) -> Value:
    """Make a function object around generated code: `body` gets the carried values and the arguments."""
    world = b.world

    def make() -> ir.Function:
        function = ir.Function(world.c_name(f"pw_{name}"), name, b.tree.path, b.line)
        function.is_closure = True
        function.signature = ty
        function.ret = Rep.VOID if ty.ret == NONE else rep_of(ty.ret)
        inner = Builder(world, function, b.tree, b.env)
        inner.line = 0  # an adapter has no place in a traceback
        args = []
        for index, one in enumerate(ty.args):
            reg = function.new_reg(rep_of(one), f"a{index}")
            function.params.append(reg)
            args.append(Value(reg, one))
        inner.start(inner.new_block())
        carried = []
        for index, value in enumerate(captured):
            held = inner.fn.new_reg(Rep.REF)
            inner.emit(ops.GetCaptured(held, index))
            carried.append(Value(held, value.ty))
        out = body(inner, carried, args)
        if inner.block is not None:
            inner.end(ops.Return(None if ty.ret == NONE else coerce(inner, out, ty.ret).op))
        world.program.functions.append(function)
        return function

    function = world.synthesize(("wrapper", key, ty), make)
    dst = b.fn.new_reg(Rep.REF)
    b.emit(ops.MakeFunction(dst, function, tuple(one.op for one in captured)))
    return Value(dst, ty)


def function_value(
    b: Builder, node: nodes.Expression, target: nodes.SymbolNode, overload: Ty | None = None
) -> Value:
    """Lower the name of a function of the program as a value."""
    from pygress.compiler.frontend.lower.call import resolve_function
    from pygress.compiler.frontend.lower.methods import call_inst, infer_variables
    from pygress.compiler.primitives.tables import FUNCTIONS

    wanted = b.type_of(node)
    stored = types.get_proper_type(b.world.checked.types.get(node))
    if isinstance(stored, types.Overloaded) and isinstance(node, nodes.RefExpr) and overload is None:  # noqa: SIM102
        if node.fullname in FUNCTIONS or node.fullname in _special():
            return LazyFunction(ops.Null(), wanted, lambda inner, ty: function_value(inner, node, target, ty))
    wanted = overload if overload is not None else wanted
    if isinstance(node, nodes.RefExpr) and node.fullname in FUNCTIONS and isinstance(wanted, Func):
        from pygress.compiler.frontend.lower.primitive_call import call_chosen, choose

        prims = FUNCTIONS[node.fullname]

        def of_member(inner: Builder, part: Value) -> Value:
            found = choose(inner, prims, [part], {})
            if found is not None:
                return call_chosen(inner, *found)
            text = inner.const_str(f"{node.name}() cannot take {part.ty}")  # type: ignore[attr-defined]
            inner.call("raise_named", [Value(ops.Symbol("pg_type_TypeError"), OBJECT), text])
            inner.end(ops.Unreachable())
            return Value(ops.Null(), NEVER)

        def use_primitive(inner: Builder, carried: list[Value], args: list[Value]) -> Value:
            args = [supported(inner, one) for one in args]
            chosen = choose(inner, prims, args, {})
            if chosen is None and len(args) == 1 and isinstance(args[0].ty, Union):
                from pygress.compiler.frontend.lower.attributes import by_member

                return by_member(inner, args[0], wanted.ret, lambda part: of_member(inner, part))
            if chosen is None:
                raise Unsupported(
                    node, "unsupported-function", f"`{node.fullname}` cannot be used as a value here"
                )
            return call_chosen(inner, *chosen)

        return wrapper(b, node.fullname, node.name, wanted, [], use_primitive)  # type: ignore[attr-defined]
    if isinstance(node, nodes.RefExpr) and node.fullname in _special():
        return special_value(b, node, wanted)
    function, tree = resolve_function(b, node, target)
    if isinstance(function, nodes.Decorator):
        from pygress.compiler.frontend.lower.decorators import decorated_value

        return decorated_value(b, node, function, tree)
    env = infer_variables(b, function, node, [], None, {})
    inst = b.world.function(function, None, env, tree)
    from pygress.compiler.frontend.lower.star import needs_star, star_value

    if needs_star(inst) or (overload == OBJECT and _has_defaults(inst)):
        return star_value(b, inst, None, lambda inner, ready: call_inst(inner, inst, ready))
    if overload is None and _has_defaults(inst):
        return LazyFunction(ops.Null(), wanted, lambda inner, ty: function_value(inner, node, target, ty))
    ty = func_type(inst)
    assert isinstance(ty, Func)
    required = [one for one in inst.params if one.kind == nodes.ARG_POS]
    if isinstance(wanted, Func) and len(required) <= len(wanted.args) < len(ty.args):
        ty = Func(ty.args[: len(wanted.args)], ty.ret)

    def use(inner: Builder, carried: list[Value], args: list[Value]) -> Value:
        from pygress.compiler.frontend.lower.arguments import Arg, bind_params

        ready = bind_params(
            inner, node, inst, inst.params, [Arg(nodes.ARG_POS, None, one) for one in args], inst.ir.name
        )
        return call_inst(inner, inst, ready)

    return wrapper(b, inst, inst.ir.name, ty, [], use)


def _has_defaults(inst: FunctionInst) -> bool:
    return any(one.kind == nodes.ARG_OPT for one in inst.params)


def supported(b: Builder, value: Value) -> Value:
    """Use a number behind `SupportsAbs[int]` and the like as the number that it is."""
    ty = value.ty
    if isinstance(ty, Inst) and ty.name.startswith("typing.Supports"):
        return coerce(b, Value(value.op, OBJECT), ty.args[0] if ty.args else OBJECT)
    return value


def _special() -> dict[str, object]:
    from pygress.compiler.frontend.lower.special import SPECIAL

    return dict(SPECIAL)


def special_value(b: Builder, node: nodes.RefExpr, wanted: Ty) -> Value:
    """Lower `len`, `print`, `max` and their like as values: a function whose body is the call."""
    from pygress.compiler.frontend.lower.special import SPECIAL

    if node.fullname == "builtins.print" and not isinstance(wanted, Func):
        from pygress.compiler.frontend.lower.special.text import print_value

        return print_value(b)
    if node.fullname in ("builtins.max", "builtins.min") and not isinstance(wanted, Func):
        from pygress.compiler.frontend.lower.special.reductions import extreme_value

        return extreme_value(b, node)
    stored = types.get_proper_type(b.world.checked.types.get(node))
    if isinstance(stored, types.Overloaded):
        stored = stored.items[0]
    if not isinstance(stored, types.CallableType):
        raise Unsupported(node, "unsupported-function", f"`{node.fullname}` cannot be used as a value here")
    declared = [
        one for one, kind in zip(stored.arg_types, stored.arg_kinds, strict=True) if kind == nodes.ARG_POS
    ]
    ret = stored.ret_type
    if not isinstance(wanted, Func):
        wanted = Func(tuple(b.convert(one) for one in declared) or (OBJECT,), b.convert(ret))
    if len(declared) > len(wanted.args):
        declared = declared[: len(wanted.args)]
    if len(declared) < len(wanted.args):
        declared = [
            *declared,
            *[types.AnyType(types.TypeOfAny.special_form)] * (len(wanted.args) - len(declared)),
        ]

    def use(inner: Builder, carried: list[Value], args: list[Value]) -> Value:
        parts: list[nodes.Expression] = []
        for one, ty in zip(args, declared, strict=False):
            part = nodes.TempNode(ty)
            inner.ready[part] = one
            inner.known[part] = one.ty
            inner.world.checked.types[part] = ty
            parts.append(part)
        call = nodes.CallExpr(node, parts, [nodes.ARG_POS] * len(parts), [None] * len(parts))
        call.set_line(node)
        inner.known[call] = wanted.ret
        inner.world.checked.types[call] = ret
        out = SPECIAL[node.fullname](inner, call)
        if out is None:
            raise Unsupported(
                node, "unsupported-function", f"`{node.fullname}` cannot be used as a value here"
            )
        return out

    return wrapper(b, node.fullname, node.fullname.rpartition(".")[2], wanted, [], use)


def bound_method(b: Builder, node: nodes.Context, receiver: Value, member: Member) -> Value:
    """Lower `obj.method` as a value: a function object that carries the object."""
    from pygress.compiler.frontend.lower.arguments import Arg
    from pygress.compiler.frontend.lower.methods import call_member, method_inst

    inst = method_inst(b.world, member)
    function = member.function
    assert function is not None
    params = inst.params if function.is_static else inst.params[1:]
    args = tuple(one.ty for one in params if one.kind in (nodes.ARG_POS, nodes.ARG_OPT))
    held = Value(coerce(b, receiver, OBJECT).op, receiver.ty)

    def use(inner: Builder, carried: list[Value], values: list[Value]) -> Value:
        ready = [Arg(nodes.ARG_POS, None, one) for one in values]
        return call_member(inner, node, Value(carried[0].op, receiver.ty), member, ready, None)

    mark = Value(ops.Symbol("pg_notimplemented_obj"), OBJECT)  # what makes equal bound methods equal

    def make(inner: Builder, wanted: Ty) -> Value:
        if isinstance(wanted, Func):
            ty = Func(args[: len(wanted.args)], inst.ret)
            key = ("bound", receiver.ty, member.name, len(ty.args))
            return coerce(inner, wrapper(inner, key, member.name, ty, [held, mark], use), wanted)
        if function.is_static or function.is_class:
            return _bound_star(inner, node, held, member, inst, params)
        # The class of the object decides, its defaults too.
        inner.world.dynamic_names.add(member.name)
        return inner.call("obj_getattr", [coerce(inner, held, OBJECT), inner.const_str(member.name)])

    if all(one.kind == nodes.ARG_POS for one in params):
        ty = Func(args, inst.ret)
        return wrapper(b, ("bound", receiver.ty, member.name), member.name, ty, [held, mark], use)
    return LazyFunction(ops.Null(), OBJECT, make)


def _bound_star(
    b: Builder, node: nodes.Context, receiver: Value, member: Member, inst: FunctionInst, params: list[Param]
) -> Value:
    """Make the function object of a method that takes any arguments, defaults and keywords too."""
    from pygress.compiler.frontend.lower.arguments import Arg
    from pygress.compiler.frontend.lower.methods import call_member
    from pygress.compiler.frontend.lower.star import star_value

    rest = FunctionInst(inst.defn, inst.owner, inst.env, params, inst.ret, inst.ir, inst.tree)

    def invoke(inner: Builder, ready: list[Value]) -> Value:
        given = [
            Arg(nodes.ARG_NAMED, one.name, value) if one.kind.is_named()
            else Arg(one.kind if one.kind.is_star() else nodes.ARG_POS, None, value)
            for one, value in zip(params, ready[1:], strict=True)
        ]  # fmt: skip
        return call_member(inner, node, Value(ready[0].op, receiver.ty), member, given, None)

    return star_value(b, rest, receiver, invoke)


def unbound_method(b: Builder, node: nodes.Context, ty: Inst, member: Member) -> Value:
    """Lower `C.method` as a value."""
    from pygress.compiler.frontend.lower.arguments import Arg
    from pygress.compiler.frontend.lower.methods import call_member, method_inst
    from pygress.compiler.frontend.lower.names import class_object

    inst = method_inst(b.world, member)
    function = member.function
    assert function is not None
    params = inst.params[1:] if function.is_class else inst.params
    func = Func(tuple(one.ty for one in params if one.kind in (nodes.ARG_POS, nodes.ARG_OPT)), inst.ret)

    def use(inner: Builder, carried: list[Value], values: list[Value]) -> Value:
        if function.is_class:
            first: Value = class_object(inner, node, ty)
        elif function.is_static:
            first = NONE_VALUE
        else:
            first, values = values[0], values[1:]
        ready = [Arg(nodes.ARG_POS, None, one) for one in values]
        return call_member(
            inner, node, first, member, ready, None, direct=function.is_class or function.is_static
        )

    if all(one.kind == nodes.ARG_POS for one in params) or not (function.is_class or function.is_static):
        return wrapper(b, ("unbound", ty, member.name), member.name, func, [], use)

    def make(inner: Builder, wanted: Ty) -> Value:
        if isinstance(wanted, Func):
            ty_here = Func(func.args[: len(wanted.args)], inst.ret)
            key = ("unbound", ty, member.name, len(ty_here.args))
            return coerce(inner, wrapper(inner, key, member.name, ty_here, [], use), wanted)
        held = class_object(inner, node, ty)
        return _bound_star(inner, node, Value(held.op, TypeOf(ty)), member, inst, params)

    return LazyFunction(ops.Null(), OBJECT, make)


def primitive_method_value(b: Builder, node: nodes.Context, receiver: Value, name: str) -> Value | None:
    """Lower `text.upper` or `items.append` as a value."""
    from pygress.compiler.frontend.lower.primitive_call import call_method, method_table

    if (
        not isinstance(node, nodes.Expression)
        or not method_table(b, receiver.ty, name)
        or rep_of(receiver.ty) != Rep.REF
    ):
        return None
    ty = b.type_of(node)

    def use(inner: Builder, carried: list[Value], values: list[Value]) -> Value:
        out = call_method(inner, Value(carried[0].op, receiver.ty), name, values)
        if out is None:
            raise Unsupported(node, "unsupported-attribute", f"`{name}` cannot be used as a value here")
        return out

    if isinstance(ty, Func):
        return wrapper(b, ("method", receiver.ty, name), name, ty, [receiver], use)
    held = b.keep(receiver)

    def make(inner: Builder, wanted: Ty) -> Value:
        # One with defaults or several forms: how it is called is known where it is used.
        if isinstance(wanted, Func):
            return wrapper(inner, ("method", receiver.ty, name, wanted), name, wanted, [held], use)
        return _dynamic_method(inner, held, name)

    return LazyFunction(ops.Null(), OBJECT, make)


def _dynamic_method(b: Builder, receiver: Value, name: str) -> Value:
    """Make the function object of a method of a builtin type that takes whatever it is called with."""
    world = b.world

    def build() -> ir.Function:
        function = ir.Function(world.c_name(f"pw_{name}_star"), name, b.tree.path, b.line)
        function.is_closure = function.is_star = True
        function.ret = Rep.REF
        args, named = function.new_reg(Rep.REF, "args"), function.new_reg(Rep.REF, "kwargs")
        function.params += [args, named]
        inner = Builder(world, function, b.tree, b.env)
        inner.line = 0  # an adapter has no place in a traceback
        inner.start(inner.new_block())
        reg = function.new_reg(Rep.REF)
        inner.emit(ops.GetCaptured(reg, 0))
        given = [Value(reg, OBJECT), inner.const_str(name), Value(args, OBJECT), Value(named, OBJECT)]
        out = inner.call("obj_call_method_star", given)
        inner.end(ops.Return(out.op))
        world.program.functions.append(function)
        return function

    function = world.synthesize(("method star", name), build)
    world.needs_boxed_entries = True
    dst = b.fn.new_reg(Rep.REF)
    b.emit(ops.MakeFunction(dst, function, (coerce(b, receiver, OBJECT).op,)))
    return Value(dst, OBJECT)


def unbound_primitive(b: Builder, ty: Ty, name: str) -> Value | None:
    """Lower `str.upper` as a value: a function whose first argument is the text."""
    from pygress.compiler.frontend.lower.primitive_call import call_method, method_table

    prims = method_table(b, ty, name) if ty in (STR, BYTES) else []
    if not prims:
        return None

    def make(inner: Builder, wanted: Ty) -> Value:
        least = sum(one.required for one in prims[0].params)
        func = wanted if isinstance(wanted, Func) else Func((ty, *[OBJECT] * (least - 1)), OBJECT)

        def use(deep: Builder, carried: list[Value], values: list[Value]) -> Value:
            out = call_method(deep, coerce(deep, values[0], ty), name, values[1:])
            if out is None:
                here = nodes.Block([])
                here.line, here.column = b.line, 0
                raise Unsupported(here, "unsupported-attribute", f"`{ty}.{name}` cannot be used as `{func}`")
            return NONE_VALUE if func.ret == NONE else coerce(deep, out, func.ret)

        return coerce(inner, wrapper(inner, ("unbound", ty, name, func), name, func, [], use), wanted)

    return LazyFunction(ops.Null(), OBJECT, make)


# -- adapters


def adapt_function(b: Builder, value: Value, ty: Func) -> Value:
    """View a function object under another signature; a wrapper only if values are held differently."""
    assert isinstance(value.ty, Func)
    source = value.ty
    same = len(source.args) == len(ty.args) and rep_of(source.ret) == rep_of(ty.ret)
    same = (
        same
        and (source.ret == NONE) == (ty.ret == NONE)
        and not is_vaguer(source, ty)
        and not is_other_class(b.world, source, ty)
    )
    if same and all(rep_of(a) == rep_of(c) for a, c in zip(source.args, ty.args, strict=True)):
        return Value(value.op, ty)
    if len(source.args) != len(ty.args):
        if not ty.args and not source.args:
            return Value(value.op, ty)
        here = nodes.Block([])
        here.line, here.column = b.line, 0
        raise Unsupported(here, "unsupported-type", f"`{source}` cannot be used as `{ty}`")

    def use(inner: Builder, carried: list[Value], args: list[Value]) -> Value:
        ready = [coerce(inner, one, want) for one, want in zip(args, source.args, strict=True)]
        ret = Rep.VOID if source.ret == NONE else rep_of(source.ret)
        dst = None if ret == Rep.VOID else inner.fn.new_reg(ret)
        inner.emit(ops.CallValue(dst, carried[0].op, tuple(one.op for one in ready), ret))
        return NONE_VALUE if dst is None else Value(dst, source.ret)

    return _named(b, wrapper(b, ("adapt", source), "function", ty, [value], use), value)


def _named(b: Builder, adapter: Value, value: Value) -> Value:
    """Give an adapter the name of the function inside, where names are asked for."""
    if not b.world.asks_names:
        return adapter
    return Value(b.call("func_like", [Value(adapter.op, OBJECT), Value(value.op, OBJECT)]).op, adapter.ty)


def dynamic_as_function(b: Builder, value: Value, ty: Func) -> Value:
    """Use a dynamic value as a function of known signature."""
    b.world.needs_boxed_entries = True

    def use(inner: Builder, carried: list[Value], args: list[Value]) -> Value:
        boxed = [coerce(inner, one, OBJECT) for one in args]
        out = inner.call("obj_call", [carried[0], inner.const_int(len(boxed)), *boxed])
        return NONE_VALUE if ty.ret == NONE else coerce(inner, out, ty.ret)

    return _named(b, wrapper(b, "dynamic", "function", ty, [value], use), value)


def class_as_function(b: Builder, value: Value, ty: Func) -> Value:
    """Use a class as a function that makes instances."""
    from pygress.compiler.frontend.lower.arguments import Arg
    from pygress.compiler.frontend.lower.collections_ import container_of, convert_value, empty_of
    from pygress.compiler.frontend.lower.construct import new_instance
    from pygress.compiler.frontend.lower.exception_objects import new_exception
    from pygress.compiler.frontend.lower.fstring import to_str

    assert isinstance(value.ty, TypeOf)
    made = value.ty.item
    if isinstance(made, Inst) and isinstance(ty.ret, Inst) and made.name == ty.ret.name:
        # `list` where a function is expected that makes a `list[int]`.
        made = ty.ret

    def use(inner: Builder, carried: list[Value], args: list[Value]) -> Value:
        node = nodes.Block([])
        if isinstance(made, Inst) and inner.world.is_user_class(made):
            return new_instance(inner, node, made, [Arg(nodes.ARG_POS, None, one) for one in args])
        if not args:
            empty = empty_of(inner, made)
            if empty is not None:
                return empty
            if rep_of(made) != Rep.REF:
                return coerce(inner, inner.const_int(0), made)
        if str(made) == "str":
            return to_str(inner, args[0])
        if str(made) in ("int", "float", "bool"):
            return convert_value(inner, node, f"builtins.{made}", args[0])
        if (
            isinstance(value.op, ops.Symbol)
            and isinstance(made, Inst)
            and len(args) <= 1
            and "pg_type_" in value.op.c
        ):
            if made.name.removeprefix("builtins.") in ("list", "set", "tuple", "dict", "frozenset"):
                from pygress.compiler.frontend.lower.iteration import source_of, to_list

                if made.name == "builtins.list":
                    return to_list(inner, node, source_of(inner, node, args[0]), made.args[0])
                filled = container_of(inner, nodes.NameExpr(made.name), made.name, args[0])
                if filled is not None:
                    return coerce(inner, filled, ty.ret)
            else:
                given = [Arg(nodes.ARG_POS, None, one) for one in args]
                return new_exception(inner, Value(value.op, OBJECT), made, given)
        raise Unsupported(node, "unsupported-type", f"`{made}` cannot be used as a function")

    return wrapper(b, ("class", made), "class", ty, [], use)


def instance_as_function(b: Builder, value: Value, ty: Func) -> Value:
    """Use an instance with `__call__` as a function."""
    from pygress.compiler.frontend.lower.classes import find_method

    assert isinstance(value.ty, Inst)
    if not b.world.is_user_class(value.ty):
        return Value(value.op, ty)
    member = find_method(b.world, value.ty, "__call__")
    if member is None:
        return Value(value.op, ty)

    def use(inner: Builder, carried: list[Value], args: list[Value]) -> Value:
        from pygress.compiler.frontend.lower.arguments import Arg
        from pygress.compiler.frontend.lower.methods import call_member

        given = [Arg(nodes.ARG_POS, None, one) for one in args]
        return call_member(inner, nodes.Block([]), Value(carried[0].op, value.ty), member, given, None)

    return wrapper(b, ("instance", value.ty), "__call__", ty, [value], use)


def construct_site(
    b: Builder, node: nodes.CallExpr, callee: Value, ty: Inst, args: Sequence[object]
) -> Value:
    """Lower the call of a class held in a variable: a chain of tests over the classes that it can be."""
    from pygress.compiler.frontend.lower.arguments import Arg
    from pygress.compiler.frontend.lower.classes import class_inst
    from pygress.compiler.frontend.lower.construct import new_instance

    world = b.world
    base = world.info(ty.name)
    found = [ty] if not base.is_abstract else []
    for info in world.local_infos.values():
        if info is not base and base in info.mro and not info.is_abstract and not info.defn.type_vars:
            found.append(Inst(world.map.name(info)))
    result = b.temp(ty)
    done = b.new_block()
    for one in found:
        yes, more = b.new_block(), b.new_block()
        symbol = Value(ops.Symbol(f"{class_inst(world, one).ir.c}_type"), OBJECT)
        b.branch(b.call("is_", [callee, symbol]), yes, more)
        b.start(yes)
        typed: list[Arg] = [one_arg for one_arg in args if isinstance(one_arg, Arg)]
        try:
            b.assign(result, Value(new_instance(b, node, one, typed).op, ty))
        except Unsupported as error:
            if one == ty:
                raise
            # A class below whose `__init__` takes other arguments.
            b.call(
                "raise_named", [Value(ops.Symbol("pg_type_TypeError"), OBJECT), b.const_str(error.message)]
            )
            b.end(ops.Unreachable())
        b.goto(done)
        b.start(more)
    b.call(
        "raise_named",
        [
            Value(ops.Symbol("pg_type_TypeError"), OBJECT),
            b.const_str("cannot make an instance of this class"),
        ],
    )
    b.end(ops.Unreachable())
    b.start(done)
    return result
