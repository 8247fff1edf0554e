"""Match the arguments of a call to the parameters of a known function, as Python does."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder, LazyFunction, Value
from pygress.compiler.frontend.lower.coerce import coerce, tuple_item
from pygress.compiler.frontend.world import FunctionInst, Param
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import OBJECT, STR, Func, Inst, Tuple, Ty, TypeOf, members, rep_of


@dataclass
class Arg:
    """One argument that has been evaluated."""

    kind: nodes.ArgKind
    name: str | None
    value: Value


def lower_arguments(b: Builder, call: nodes.CallExpr) -> list[Arg]:
    """Evaluate the arguments of a call in order; `*t` of a tuple of known length becomes its elements."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    out: list[Arg] = []
    for node, kind, name in zip(call.args, call.arg_kinds, call.arg_names, strict=True):
        value = _with_names(b, node, b.keep(lower_expr(b, node)))
        if kind == nodes.ARG_STAR:
            from pygress.compiler.frontend.lower.tuples import as_tuple

            value = as_tuple(b, value)
        if kind == nodes.ARG_STAR and isinstance(value.ty, Tuple):
            out += [Arg(nodes.ARG_POS, None, tuple_item(b, value, i)) for i in range(len(value.ty.items))]
        else:
            out.append(Arg(kind, name, value))
    return out


def _with_names(b: Builder, node: nodes.Expression, value: Value) -> Value:
    """Let a function that is handed on as any object be called with keywords, as by `functools.partial`."""
    from pygress.compiler.frontend.lower.call import resolve_function
    from pygress.compiler.frontend.lower.closures import local_function
    from pygress.compiler.frontend.lower.methods import call_inst
    from pygress.compiler.frontend.lower.star import star_value

    target = node.node if isinstance(node, nodes.RefExpr) else None
    if (
        not isinstance(target, nodes.FuncDef)
        or not isinstance(value.ty, Func)
        or isinstance(value, LazyFunction)
    ):
        return value
    local = local_function(b, target)
    if b.tree.fullname not in b.world.user_modules or target.info:
        return value
    if local is None:
        if target.fullname.rpartition(".")[0] not in b.world.user_modules or not target.arguments:
            return value
        function, tree = resolve_function(b, node, target)
        if not isinstance(function, nodes.FuncDef) or tree.fullname not in b.world.user_modules:
            return value
        if isinstance(function.type, types.CallableType) and function.type.variables:
            return value
        inst = b.world.function(function, None, {}, tree)
    else:
        inst = local

    def make(inner: Builder, wanted: Ty) -> Value:
        if isinstance(wanted, Func):
            return coerce(inner, Value(value.op, value.ty), wanted)
        if local is None:
            return star_value(inner, inst, None, lambda deep, ready: call_inst(deep, inst, ready))
        return star_value(
            inner, inst, value, lambda deep, ready: deep.call_function(inst.ir, ready, inst.ret)
        )

    return LazyFunction(value.op, value.ty, make)


def bind_arguments(
    b: Builder, node: nodes.Context, inst: FunctionInst, args: list[Arg], name: str, skip: int = 0
) -> list[Value]:
    """Give one value for each parameter after the first `skip`, defaults filled in."""
    return bind_params(b, node, inst, inst.params[skip:], args, name)


def bind_params(
    b: Builder, node: nodes.Context, inst: FunctionInst | None, params: list[Param], args: list[Arg], name: str,
    closure: Value | None = None, omitted: set[str] | None = None,
) -> list[Value]:  # fmt: skip
    """Give one value for each of `params`; with `omitted` defaults are left out and their names collected."""
    from pygress.compiler.frontend.lower.subclass import check_keeps_class

    if inst is not None and omitted is None and _is_counted_late(params, args):
        return _bind_late(b, inst, params, args, closure)
    positional = [one for one in args if one.kind in (nodes.ARG_POS, nodes.ARG_STAR)]
    named = {one.name: one.value for one in args if one.kind == nodes.ARG_NAMED}
    star2 = [one.value for one in args if one.kind == nodes.ARG_STAR2]
    from_mapping: list[str] = []
    out: list[Value] = []
    position = 0
    for param in params:
        if param.kind == nodes.ARG_STAR:
            out.append(collect_star(b, positional[position:], param))
            position = len(positional)
        elif param.kind == nodes.ARG_STAR2:
            ordered = [one for one in args if one.kind == nodes.ARG_STAR2 or one.name in named]
            collected = _star2(b, ordered, param)
            for taken in from_mapping:
                b.call("named_take", [Value(collected.op, OBJECT), b.const_str(taken)])
            out.append(collected)
            named = {}
        elif param.kind.is_positional() and position < len(positional):
            one = positional[position]
            if one.kind == nodes.ARG_STAR:
                if position + 1 != len(positional):
                    raise Unsupported(
                        node, "unsupported-syntax",
                        f"arguments after `*` with a sequence of unknown length cannot fill `{param.name}` of `{name}`",
                        "length not known", "pass the elements one by one, or a tuple of known length",
                    )  # fmt: skip
                rest = params[params.index(param) :]
                out += spread(b, node, inst, one.value, rest, named, name, star2)
                return out
            position += 1
            _check_text(b, node, one.value, param, name)
            check_keeps_class(b, node, one.value, param.ty)
            out.append(coerce(b, one.value, param.ty))
        elif param.name in named:
            _check_text(b, node, named[param.name], param, name)
            out.append(coerce(b, named.pop(param.name), param.ty))
        elif star2:
            from_mapping.append(param.name)
            out.append(_from_mapping(b, star2[0], param, inst, node))
        elif omitted is not None and param.default is not None:
            omitted.add(param.name)
        else:
            out.append(default_value(b, inst, param, node, closure))
    if position < len(positional) or named:
        raise Unsupported(
            node, "unsupported-syntax", f"this call of `{name}` cannot be compiled", "arguments do not match"
        )
    return out


def _is_counted_late(params: list[Param], args: list[Arg]) -> bool:
    """Tell whether only the running program knows which parameters `**mapping` or several `*sequence` fill."""
    if any(one.kind == nodes.ARG_STAR2 for one in args):
        return not (len(params) == 1 and params[0].kind == nodes.ARG_STAR2)
    positional = [one for one in args if one.kind in (nodes.ARG_POS, nodes.ARG_STAR)]
    first = next((at for at, one in enumerate(positional) if one.kind == nodes.ARG_STAR), None)
    if first is None or first + 1 == len(positional):
        return False
    return first < len(params) and params[first].kind.is_positional()


def _bind_late(
    b: Builder, inst: FunctionInst, params: list[Param], args: list[Arg], closure: Value | None
) -> list[Value]:
    """Bind a tuple and a dict of the arguments, as a call of an unknown function does."""
    from pygress.compiler.frontend.lower.literals import new_dict
    from pygress.compiler.frontend.lower.star import bind_packed

    starred = Param("", Inst("builtins.tuple", (OBJECT,)), nodes.ARG_STAR)
    named = Param("", Inst("builtins.dict", (STR, OBJECT)), nodes.ARG_STAR2)
    packed = collect_star(b, [one for one in args if one.kind in (nodes.ARG_POS, nodes.ARG_STAR)], starred)
    rest = [one for one in args if one.kind in (nodes.ARG_NAMED, nodes.ARG_STAR2)]
    mapping = _star2(b, rest, named) if rest else new_dict(b, STR, OBJECT)
    whole = replace(inst, params=params)
    return bind_packed(b, whole, packed, Value(mapping.op, OBJECT), closure)


def spread(
    b: Builder, node: nodes.Context, inst: FunctionInst | None, value: Value, params: list[Param],
    named: dict[str | None, Value], name: str, star2: list[Value],
) -> list[Value]:  # fmt: skip
    """Fill parameters from `*sequence` of unknown length: the count is checked when the program runs."""
    from pygress.compiler.frontend.lower.iteration import source_of, to_list
    from pygress.compiler.frontend.lower.primitive_call import call_method

    source = source_of(b, node, value)
    items = to_list(b, node, source, source.item)
    count = b.call("list_len", [items])
    positional = [one for one in params if one.kind.is_positional() and one.name not in named]
    required = [one for one in positional if one.kind == nodes.ARG_POS]
    star = any(one.kind == nodes.ARG_STAR for one in params)
    most = b.const_int(-1 if star else len(positional))
    b.call("spread_check", [count, b.const_int(len(required)), most, b.const_str(name)])
    out: list[Value] = []
    for param in params:
        if param.kind == nodes.ARG_STAR:
            rest = call_method(
                b, items, "__slice__", [b.const_int(len(positional)), b.const_int((1 << 63) - 1)]
            )
            assert rest is not None
            out.append(collect_star(b, [Arg(nodes.ARG_STAR, None, rest)], param))
        elif param.kind == nodes.ARG_STAR2:
            out.append(_star2(b, [Arg(nodes.ARG_NAMED, key, one) for key, one in named.items()], param))
        elif param.name in named:
            out.append(coerce(b, named.pop(param.name), param.ty))
        elif param.kind == nodes.ARG_POS:
            at = b.const_int(positional.index(param))
            out.append(coerce(b, b.call("list_at", [items, at], source.item), param.ty))
        elif param in positional:
            at = b.const_int(positional.index(param))
            result = b.temp(param.ty)
            there, absent, done = b.new_block(), b.new_block(), b.new_block()
            b.branch(b.call("int_gt", [count, at]), there, absent)
            b.start(there)
            b.assign(result, coerce(b, b.call("list_at", [items, at], source.item), param.ty))
            b.goto(done)
            b.start(absent)
            fallback = (
                _from_mapping(b, star2[0], param, inst, node)
                if star2
                else default_value(b, inst, param, node)
            )
            b.assign(result, fallback)
            b.goto(done)
            b.start(done)
            out.append(result)
        elif star2:
            out.append(_from_mapping(b, star2[0], param, inst, node))
        else:
            out.append(default_value(b, inst, param, node))
    return out


_TEXT = ("builtins.str", "builtins.bytes", "builtins.bytearray")


def _check_text(b: Builder, node: nodes.Context, value: Value, param: Param, name: str) -> None:
    """Refuse text for bytes and the like: typeshed lets functions of the library take more than ours do."""
    wanted = members(param.ty)
    for actual in members(value.ty):
        if not isinstance(actual, Inst) or actual.name not in _TEXT:
            continue
        if not any(_may_take(b, one, actual) for one in wanted):
            raise Unsupported(
                node,
                "unsupported-function",
                f"`{name}` cannot be compiled with `{actual}` as `{param.name}`",
                f"takes `{param.ty}`",
            )


def _may_take(b: Builder, wanted: Ty, actual: Inst) -> bool:
    if not isinstance(wanted, Inst):
        return wanted == OBJECT
    if b.world.as_super(actual, wanted.name) is not None:
        return True
    try:
        return b.world.info(wanted.name).is_protocol
    except KeyError:
        return True


def _from_mapping(
    b: Builder, mapping: Value, param: Param, inst: FunctionInst | None, node: nodes.Context
) -> Value:
    """Take a keyword argument out of `**mapping`."""
    key = coerce(b, b.const_str(param.name), OBJECT)
    if param.default is None:
        return coerce(b, b.call("obj_getitem", [coerce(b, mapping, OBJECT), key]), param.ty)
    result = b.temp(param.ty)
    there, absent, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("obj_contains", [coerce(b, mapping, OBJECT), key]), there, absent)
    b.start(there)
    b.assign(result, coerce(b, b.call("obj_getitem", [coerce(b, mapping, OBJECT), key]), param.ty))
    b.goto(done)
    b.start(absent)
    b.assign(result, default_value(b, inst, param, node))
    b.goto(done)
    b.start(done)
    return result


def collect_star(b: Builder, rest: list[Arg], param: Param) -> Value:
    """Collect the rest of the positional arguments for `*args`."""
    from pygress.compiler.frontend.lower.literals import new_list

    assert isinstance(param.ty, Inst)
    item = param.ty.args[0] if param.ty.args else OBJECT
    if len(rest) == 1 and rest[0].kind == nodes.ARG_STAR:
        found = b.world.as_super(rest[0].value.ty, "builtins.tuple")
        if found == param.ty and isinstance(rest[0].value.ty, Inst):
            return rest[0].value
    items = new_list(b, item)
    for one in rest:
        if one.kind == nodes.ARG_STAR:
            b.call("list_extend_obj", [items, coerce(b, one.value, OBJECT)])
        else:
            b.call("list_append", [items, coerce(b, one.value, item)])
    return Value(b.call("tuple_from_list", [items]).op, param.ty)


def _star2(b: Builder, rest: list[Arg], param: Param) -> Value:
    """Collect the rest of the keyword arguments for `**kwargs`, in the order of the call."""
    from pygress.compiler.frontend.lower.literals import new_dict

    assert isinstance(param.ty, Inst)
    key, item = param.ty.args
    out = new_dict(b, key, item)
    for one in rest:
        if one.kind == nodes.ARG_STAR2:
            b.call("dict_update", [out, coerce(b, one.value, OBJECT)])
        elif one.kind == nodes.ARG_NAMED:
            assert one.name is not None
            b.call("dict_set", [out, b.const_str(one.name), coerce(b, one.value, item)])
    return out


def default_value(
    b: Builder, inst: FunctionInst | None, param: Param, node: nodes.Context, closure: Value | None = None
) -> Value:
    """Give the default of an omitted argument: a constant in place, anything else evaluated once."""
    from pygress.compiler.frontend.lower.names import global_default

    if closure is not None and inst is not None and param.name in inst.default_slots:
        held = b.call("func_carried", [closure, b.const_int(inst.default_slots[param.name])])
        return coerce(b, held, param.ty)

    default = param.default
    match default:
        case None:
            raise Unsupported(node, "unsupported-syntax", f"the argument `{param.name}` is missing")
        case nodes.IntExpr() | nodes.StrExpr() | nodes.FloatExpr() | nodes.BytesExpr():
            from pygress.compiler.frontend.lower.expr import lower_expr

            line = b.line
            value = coerce(b, lower_expr(b, default), param.ty)
            b.line = line
            return value
        case nodes.NameExpr(fullname="builtins.None"):
            return coerce(b, Value(ops.Const(None, rep_of(OBJECT)), _NONE), param.ty)
        case nodes.NameExpr(fullname="builtins.True" | "builtins.False"):
            return coerce(b, b.const_bool(default.fullname == "builtins.True"), param.ty)
        case nodes.UnaryExpr(op="-", expr=nodes.IntExpr(value=number)):
            return coerce(b, b.const_int(-number), param.ty)
        case nodes.UnaryExpr(op="-", expr=nodes.FloatExpr(value=number)):
            return coerce(b, b.const_float(-number), param.ty)
        case nodes.CallExpr() if is_factory(default):
            return make_default_in(b, inst, param)
        case _:
            assert inst is not None
            return global_default(b, inst, param)


def is_factory(node: nodes.Expression) -> bool:
    """Tell whether a default is `field(default_factory=...)`."""
    from pygress.compiler.frontend.lower import construct

    return construct.is_factory(node)


def make_default_in(b: Builder, inst: FunctionInst | None, param: Param) -> Value:
    """Call the factory of a dataclass field, with the type arguments of the class."""
    from pygress.compiler.frontend.lower import construct

    assert param.default is not None
    saved, b.env = b.env, inst.env if inst is not None else b.env
    try:
        return construct.make_default(b, param.default, param.ty)
    finally:
        b.env = saved


from pygress.compiler.ir.types import NONE as _NONE  # noqa: E402

__all__ = ["Arg", "TypeOf", "bind_arguments", "bind_params", "default_value", "lower_arguments"]
