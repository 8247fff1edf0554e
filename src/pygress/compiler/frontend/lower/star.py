"""Functions that are called with arguments known only at run time: `f(*args, **kwargs)` on a dynamic value.

Such a function object takes a tuple and a dict. `star_value` makes one of any function of the program: its generated
entry binds the arguments as Python does.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.lower.arguments import Arg, default_value
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.world import FunctionInst, Param
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import OBJECT, STR, Inst, Rep, rep_of

Invoke = Callable[[Builder, list[Value]], Value]


def star_value(
    b: Builder, inst: FunctionInst, carried: Value | None, invoke: Invoke, *, bound: bool = False
) -> Value:
    """Make the function object of `inst`; `carried` is the closure it needs, `invoke` calls it with ready arguments.

    `bound`: `carried` is the object of a bound method; two of the same object are equal.
    """
    world = b.world
    function = world.synthesize(("star", inst), lambda: _make(b, inst, carried is not None, invoke))
    dst = b.fn.new_reg(Rep.REF)
    held = (carried.op,) if carried is not None else ()
    mark = (ops.Symbol("pg_notimplemented_obj"),) if bound else ()
    b.emit(ops.MakeFunction(dst, function, (*held, *mark)))
    return Value(dst, OBJECT)


def _make(b: Builder, inst: FunctionInst, is_closure: bool, invoke: Invoke) -> ir.Function:
    world = b.world
    function = ir.Function(world.c_name(f"{inst.ir.c}_star"), inst.ir.name, inst.ir.path, inst.ir.line)
    function.is_closure = function.is_star = True
    function.ret = Rep.REF
    args, named = function.new_reg(Rep.REF, "args"), function.new_reg(Rep.REF, "kwargs")
    function.params += [args, named]
    world.program.functions.append(function)
    inner = Builder(world, function, inst.tree, inst.env)
    inner.line = 0  # an adapter has no place in a traceback
    inner.start(inner.new_block())

    def work() -> None:
        held = []
        if is_closure:
            reg = function.new_reg(Rep.REF)
            inner.emit(ops.GetCaptured(reg, 0))
            held.append(Value(reg, OBJECT))
        packed = Value(args, Inst("builtins.tuple", (OBJECT,)))
        ready = bind_packed(inner, inst, packed, Value(named, OBJECT), held[0] if held else None)
        out = invoke(inner, [*held, *ready])
        if inner.block is not None:
            inner.end(ops.Return(coerce(inner, out, OBJECT).op))

    world.guarded(inst.tree, lambda: inner.line, work)
    return function


def qualified_name(inst: FunctionInst) -> str:
    """Tell the name that Python's messages have for a function: `Class.method`, `outer.<locals>.inner`."""
    name = inst.ir.name
    parent = getattr(inst.parent, "inst", None)
    if isinstance(parent, FunctionInst):
        return f"{qualified_name(parent)}.<locals>.{name}"
    if inst.owner is None:
        return name
    return f"{inst.owner.name.rpartition('.')[2].partition('@')[0]}.{name}"


def _has_self(inst: FunctionInst) -> bool:
    """Tell whether the function has a first parameter that the caller's arguments do not fill."""
    if inst.owner is None:
        return False
    return not isinstance(inst.defn, nodes.FuncDef) or len(inst.defn.arguments) > len(inst.params)


def bind_packed(
    b: Builder, inst: FunctionInst, args: Value, named: Value, closure: Value | None = None
) -> list[Value]:
    """Give one value for each parameter from a tuple and a dict, with Python's errors.

    `closure` is the function object itself, which carries the defaults of a nested function.
    """
    name = b.const_str(qualified_name(inst))
    rest = b.call("named_copy", [named])
    count = b.call("tuple_len", [args])
    out: list[Value] = []
    position = 0
    star = any(one.kind == nodes.ARG_STAR for one in inst.params)
    positional = [one for one in inst.params if one.kind in (nodes.ARG_POS, nodes.ARG_OPT)]
    if not star:
        least = sum(one.kind == nodes.ARG_POS for one in positional)
        own = _has_self(inst)
        counts = [b.const_int(one) for one in (own, least + own, len(positional) + own)]
        b.call("star_count", [args, *counts, name])
    for param in inst.params:
        if param.kind == nodes.ARG_STAR:
            out.append(_rest(b, args, position, param))
        elif param.kind == nodes.ARG_STAR2:
            out.append(_named_rest(b, rest, param))
        else:
            at = position if param.kind in (nodes.ARG_POS, nodes.ARG_OPT) else None
            out.append(_one(b, inst, param, args, count, rest, at, name, closure))
            position += at is not None
    if not any(one.kind == nodes.ARG_STAR2 for one in inst.params):
        places = "".join(f"{one.name}," for one in positional)
        b.call("named_done", [rest, name, b.const_str(places)])
    return out


def _one(
    b: Builder,
    inst: FunctionInst,
    param: Param,
    args: Value,
    count: Value,
    rest: Value,
    at: int | None,
    name: Value,
    closure: Value | None,
) -> Value:
    """Bind one parameter: by place, by name, or by its default."""
    result = b.temp(param.ty)
    done, by_name = b.new_block(), b.new_block()
    if at is not None:
        given = b.new_block()
        b.branch(b.call("int_gt", [count, b.const_int(at)]), given, by_name)
        b.start(given)
        b.assign(result, coerce(b, b.call("tuple_boxed", [args, b.const_int(at)]), param.ty))
        b.goto(done)
    b.start(by_name)
    found = b.call("named_take", [rest, b.const_str(param.name)])
    absent, there = b.new_block(), b.new_block()
    b.branch(b.call("is_null", [found]), absent, there)
    b.start(there)
    b.assign(result, coerce(b, found, param.ty))
    b.goto(done)
    b.start(absent)
    if param.default is None:
        required = (nodes.ARG_POS, nodes.ARG_OPT) if at is not None else (nodes.ARG_NAMED,)
        later = inst.params[inst.params.index(param) :]
        names = "".join(f"{one.name}," for one in later if one.kind in required and one.default is None)
        b.call("star_missing", [name, b.const_str(names), rest, b.const_bool(at is None)])
        b.end(ops.Unreachable())
    else:
        b.assign(result, default_value(b, inst, param, nodes.Block([]), closure))
        b.goto(done)
    b.start(done)
    return result


def _rest(b: Builder, args: Value, position: int, param: Param) -> Value:
    from pygress.compiler.frontend.lower.iteration import iterator_source, to_list
    from pygress.compiler.frontend.lower.primitive_call import call_method

    rest = args
    if position:
        bounds = [b.const_int(position), b.const_int((1 << 63) - 1), b.const_int(1)]
        sliced = call_method(b, args, "__slice__", bounds)
        assert sliced is not None
        rest = sliced
    assert isinstance(param.ty, Inst)
    item = param.ty.args[0] if param.ty.args else OBJECT
    if rep_of(item) == Rep.REF:
        return Value(rest.op, param.ty)
    items = to_list(b, nodes.Block([]), iterator_source(b, rest, item), item)
    return Value(b.call("tuple_from_list", [items]).op, param.ty)


def _named_rest(b: Builder, rest: Value, param: Param) -> Value:
    from pygress.compiler.frontend.lower.literals import new_dict

    assert isinstance(param.ty, Inst)
    out = new_dict(b, param.ty.args[0], param.ty.args[1])
    some, done = b.new_block(), b.new_block()
    b.branch(b.call("is_null", [rest]), done, some)
    b.start(some)
    b.call("dict_update", [out, rest])
    b.goto(done)
    b.start(done)
    return out


def star_call(b: Builder, callee: Value, args: list[Arg]) -> Value:
    """Call a dynamic value with any arguments."""
    packed, named = pack(b, args)
    b.world.needs_boxed_entries = True
    return b.call("call_star", [coerce(b, callee, OBJECT), packed, named])


def star_method_call(b: Builder, receiver: Value, name: str, args: list[Arg]) -> Value:
    """Call a method of a dynamic value with any arguments."""
    packed, named = pack(b, args)
    b.world.dynamic_names.add(name)
    b.world.needs_boxed_entries = True
    return b.call("obj_call_method_star", [coerce(b, receiver, OBJECT), b.const_str(name), packed, named])


def pack(b: Builder, args: list[Arg]) -> tuple[Value, Value]:
    """Put arguments into a tuple, and a dict or nothing."""
    from pygress.compiler.frontend.lower.literals import new_dict, new_list

    items = new_list(b, OBJECT)
    named: Value = Value(ops.Null(), OBJECT)
    if any(one.kind in (nodes.ARG_NAMED, nodes.ARG_STAR2) for one in args):
        named = new_dict(b, STR, OBJECT)
    for one in args:
        value = coerce(b, one.value, OBJECT)
        match one.kind:
            case nodes.ARG_STAR:
                b.call("list_extend_obj", [items, value])
            case nodes.ARG_NAMED:
                assert one.name is not None
                b.call("dict_set", [named, b.const_str(one.name), value])
            case nodes.ARG_STAR2:
                b.call("dict_update", [named, value])
            case _:
                b.call("list_append", [items, value])
    return b.call("tuple_from_list", [items]), Value(named.op, OBJECT)


def needs_star(inst: FunctionInst) -> bool:
    """Tell whether a function has parameters that a plain function type cannot say."""
    return any(one.kind not in (nodes.ARG_POS, nodes.ARG_OPT) for one in inst.params)
