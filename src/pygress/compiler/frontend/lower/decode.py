"""`pygress.sdk.config.decode(T, text)`: code generated for the dataclass, messages as in `sdk/config.py`.

The JSON text becomes dynamic values once; from them one function per type builds the configuration and checks it.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable

from mypy import nodes, types

from pygress.compiler.frontend.config_types import ConfigField, Limit, Trees, argument, arguments, config_fields, split_limits
from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.fstring import concat, to_str
from pygress.compiler.frontend.lower.literals import new_dict, new_list
from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Function
from pygress.compiler.ir.types import BOOL, FLOAT, INT, OBJECT, STR, Inst, Rep, Ty, TypeOf, rep_of

_SDK = "pygress.sdk.config"
_NAMES = {"builtins.str": "a string", "builtins.int": "an integer", "builtins.float": "a number", "builtins.bool": "a boolean",
          "builtins.list": "a list", "builtins.dict": "an object"}  # fmt: skip


def lower_decode_call(b: Builder, node: nodes.CallExpr) -> Value:
    """Lower `decode(T, text)`."""
    from pygress.compiler.frontend.lower.exceptions import enter_handler
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr
    from pygress.compiler.frontend.lower.primitive_call import call_method

    kind = lower_expr(b, node.args[0])
    text = b.keep(lower_as(b, node.args[1], STR))
    if not isinstance(kind.ty, TypeOf) or not isinstance(kind.ty.item, Inst):
        raise Unsupported(node, "bad-config", "the configuration must be a dataclass")
    info = b.world.info(kind.ty.item.name)
    stripped = call_method(b, text, "strip", [])
    assert stripped is not None
    source = b.temp(STR)
    b.assign(source, text)
    empty, full = b.new_block(), b.new_block()
    b.branch(b.call("str_truth", [stripped]), full, empty)
    b.start(empty)
    b.assign(source, b.const_str("{}"))
    b.goto(full)
    b.start(full)
    outer, handler, done = b.err, b.new_block(), b.new_block()
    value = b.temp(OBJECT)
    b.err = handler
    b.assign(value, b.call("json_loads", [source]))
    b.err = outer
    b.goto(done)
    b.start(handler)

    def failed(caught: Value) -> None:
        broken, other = b.new_block(), b.new_block()
        b.branch(b.call("isinstance_", [caught, Value(ops.Symbol("pg_type_JSONDecodeError"), OBJECT)]), broken, other)
        b.start(broken)
        raise_value_error(b, concat(b, [b.const_str("not JSON: "), to_str(b, caught)]))
        b.start(other)
        raise_value_error(b, concat(b, [b.const_str("not JSON: "), to_str(b, caught)]))

    enter_handler(b, failed)
    b.start(done)
    return decode_value(b, node, value, types.Instance(info, []), None, b.const_str(""))


def raise_value_error(b: Builder, message: Value) -> None:
    """Raise `ValueError(message) from None`."""
    error = b.call("exc_new", [Value(ops.Symbol("pg_type_ValueError"), OBJECT),
                               Value(ops.Symbol("=sizeof(pg_exception)", Rep.I64), INT), b.const_int(1), message])  # fmt: skip
    b.call("raise_from", [error, NONE_VALUE])
    b.end(ops.Unreachable())


def sdk_call(b: Builder, name: str, args: list[Value], ret: Ty) -> Value:
    """Call a function of `sdk/config.py`, compiled like any other."""
    tree = b.world.checked.files[_SDK]
    function = tree.names[name].node
    assert isinstance(function, nodes.FuncDef)
    inst = b.world.function(function, None, {}, tree)
    ready = [coerce(b, one, param.ty) for one, param in zip(args, inst.params, strict=True)]
    return b.call_function(inst.ir, ready, ret)


def fail(b: Builder, path: Value, message: Value) -> None:
    """Raise the error for a place."""
    full = b.temp(STR)
    top, below, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("str_truth", [path]), below, top)
    b.start(top)
    b.assign(full, message)
    b.goto(done)
    b.start(below)
    b.assign(full, concat(b, [path, b.const_str(": "), message]))
    b.goto(done)
    b.start(done)
    raise_value_error(b, full)


def expected(b: Builder, path: Value, what: str, value: Value) -> None:
    """Raise `PATH: expected WHAT, got VALUE`."""
    shown = sdk_call(b, "_shown", [value], STR)
    fail(b, path, concat(b, [b.const_str(f"expected {what}, got "), shown]))


def is_type(b: Builder, value: Value, name: str) -> Value:
    """Test the exact type of a dynamic value."""
    return b.call("same_type", [value, Value(ops.Symbol(f"pg_type_{name}"), OBJECT)])


def decode_value(
    b: Builder, node: nodes.Context, value: Value, ty: types.Type, annotation: ast.expr | None, path: Value
) -> Value:
    """Decode a dynamic value to a type; raises with the path."""
    annotation, limits = split_limits(annotation)
    out = _decode(b, node, value, types.get_proper_type(ty), annotation, path)
    for limit in limits:
        check_limit(b, limit, out, value, path)
    return out


def _decode(
    b: Builder, node: nodes.Context, value: Value, ty: types.ProperType, annotation: ast.expr | None, path: Value
) -> Value:
    match ty:
        case types.AnyType():
            return value
        case types.UnionType():
            return decode_union(b, node, value, ty, annotation, path)
        case types.LiteralType():
            return decode_choice(b, value, [ty.value], b.convert(ty), path)
        case types.NoneType():
            _require(b, value, ty, path)
            return NONE_VALUE
        case types.Instance(type=info):
            name = info.fullname
            if name == "builtins.object":
                return value
            if info.is_enum:
                return decode_enum(b, node, value, info, path)
            _require(b, value, ty, path)
            if name in ("builtins.str", "builtins.int", "builtins.float", "builtins.bool"):
                return coerce(b, value, b.convert(ty))
            if name == "builtins.list":
                return decode_list(b, node, value, ty.args[0], argument(annotation, 0), path)
            if name == "builtins.dict":
                return decode_dict(b, node, value, ty, argument(annotation, 1), path)
            if "dataclass" in info.metadata and info in b.world.trees:
                return call_decoder(b, node, value, ty, path)
            raise Unsupported(node, "bad-config", f"a field of type `{info.name}` cannot be decoded from JSON")
        case _:
            raise Unsupported(node, "bad-config", "a field of this type cannot be decoded from JSON")


def _require(b: Builder, value: Value, ty: types.ProperType, path: Value) -> None:
    good, bad = b.new_block(), b.new_block()
    b.branch(matches(b, value, ty), good, bad)
    b.start(bad)
    expected(b, path, named(ty), value)
    b.start(good)


def matches(b: Builder, value: Value, ty: types.ProperType) -> Value:
    """Test whether the JSON type fits; what is inside is checked later."""
    match ty:
        case types.NoneType():
            return b.call("is_", [value, NONE_VALUE])
        case types.AnyType():
            return b.const_bool(True)
        case types.LiteralType(value=literal):
            name = {bool: "bool", int: "int", str: "str"}[type(literal)]  # type: ignore[index]
            return is_type(b, value, name)
        case types.Instance(type=info):
            name = info.fullname.removeprefix("builtins.")
            if name == "object":
                return b.const_bool(True)
            if name == "float":
                return either(b, is_type(b, value, "float"), lambda: is_type(b, value, "int"))
            if name in ("str", "int", "bool", "list", "dict"):
                return is_type(b, value, name)
            if info.is_enum:
                from pygress.compiler.frontend.schema import enum_values

                kinds = {type(one) for one in enum_values(info)}
                return is_type(b, value, "str" if str in kinds else "int")
            return is_type(b, value, "dict")
        case _:
            return b.const_bool(False)


def either(b: Builder, first: Value, second: Callable[[], Value]) -> Value:
    """Lower `first or second()` of bools."""
    result = b.temp(BOOL)
    b.assign(result, first)
    more, done = b.new_block(), b.new_block()
    b.branch(result, done, more)
    b.start(more)
    b.assign(result, second())
    b.goto(done)
    b.start(done)
    return result


def named(ty: types.ProperType) -> str:
    """Name a type in messages."""
    match ty:
        case types.LiteralType(value=value):
            return json.dumps(value, ensure_ascii=False)
        case types.NoneType():
            return "null"
        case types.Instance(type=info):
            if info.is_enum:
                from pygress.compiler.frontend.schema import enum_values

                return joined([json.dumps(one, ensure_ascii=False) for one in enum_values(info)])
            return _NAMES.get(info.fullname, "an object")
        case _:
            return "an object"


def joined(names: list[str]) -> str:
    """Join names as a sentence does."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]


def decode_choice(b: Builder, value: Value, choices: list[object], ty: Ty, path: Value) -> Value:
    """Decode one of several constants."""
    done = b.new_block()
    for one in choices:
        constant: Value
        if isinstance(one, bool):
            constant = b.const_bool(one)
        elif isinstance(one, int):
            constant = b.const_int(one)
        else:
            assert isinstance(one, str)
            constant = b.const_str(one)
        name = "bool" if isinstance(one, bool) else "int" if isinstance(one, int) else "str"
        same, more = b.new_block(), b.new_block()
        b.branch(is_type(b, value, name), same, more)
        b.start(same)
        b.branch(b.call("obj_eq", [value, coerce(b, constant, OBJECT)]), done, more)
        b.start(more)
    allowed = ", ".join(json.dumps(one, ensure_ascii=False) for one in choices)
    shown = sdk_call(b, "_shown", [value], STR)
    fail(b, path, concat(b, [b.const_str(f"expected one of {allowed}, got "), shown]))
    b.start(done)
    return coerce(b, value, ty)


def decode_enum(b: Builder, node: nodes.Context, value: Value, info: nodes.TypeInfo, path: Value) -> Value:
    """Decode an enum member by its value."""
    from pygress.compiler.frontend.lower.enums import member_by_value
    from pygress.compiler.frontend.schema import enum_values

    values = enum_values(info)
    chosen = decode_choice(b, value, values, OBJECT, path)
    return member_by_value(b, node, info, chosen)


def decode_union(
    b: Builder, node: nodes.Context, value: Value, ty: types.UnionType, annotation: ast.expr | None, path: Value
) -> Value:
    """Decode the first member that fits."""
    items = [types.get_proper_type(one) for one in ty.items]
    literals = [one.value for one in items if isinstance(one, types.LiteralType)]
    result_ty = b.convert(ty)
    if len(literals) == len(items):
        return decode_choice(b, value, list(literals), result_ty, path)
    result = b.temp(result_ty)
    done = b.new_block()
    sides = [one for one in arguments(annotation) if one is not None]
    plain = [one for one in sides if not (isinstance(one, ast.Constant) and one.value is None)]
    for one in items:
        if isinstance(one, types.LiteralType):
            continue
        take, more = b.new_block(), b.new_block()
        b.branch(matches(b, value, one), take, more)
        b.start(take)
        inner = plain[0] if len(plain) == 1 and not isinstance(one, types.NoneType) else None
        b.assign(result, coerce(b, decode_value(b, node, value, one, inner, path), result_ty))
        b.goto(done)
        b.start(more)
    if literals:
        take, more = b.new_block(), b.new_block()
        first = next(one for one in items if isinstance(one, types.LiteralType))
        b.branch(matches(b, value, first), take, more)
        b.start(take)
        b.assign(result, coerce(b, decode_choice(b, value, list(literals), OBJECT, path), result_ty))
        b.goto(done)
        b.start(more)
    expected(b, path, joined([named(one) for one in items]), value)
    b.start(done)
    return result


def decode_list(
    b: Builder, node: nodes.Context, value: Value, item: types.Type, annotation: ast.expr | None, path: Value
) -> Value:
    """Decode a list."""
    from pygress.compiler.frontend.lower.iteration import list_source, loop

    ty = b.convert(item)
    out = new_list(b, ty)
    index = b.temp(INT)
    b.assign(index, b.const_int(0))

    def step(one: Value) -> None:
        one = b.keep(one)
        place = concat(b, [path, b.const_str("["), b.call("str_of_int", [index]), b.const_str("]")])
        b.call("list_append", [out, coerce(b, decode_value(b, node, one, item, annotation, b.keep(place)), ty)])
        b.assign(index, b.call("int_inc", [index]))

    loop(b, list_source(b, Value(value.op, Inst("builtins.list", (OBJECT,))), OBJECT), step)
    return Value(out.op, Inst("builtins.list", (ty,)))


def decode_dict(
    b: Builder, node: nodes.Context, value: Value, ty: types.Instance, annotation: ast.expr | None, path: Value
) -> Value:
    """Decode an object with any keys."""
    from pygress.compiler.frontend.lower.iteration import dict_source, loop

    item = b.convert(ty.args[1])
    out = new_dict(b, STR, item)

    def step(pair: Value) -> None:
        key, one = (b.keep(part) for part in pair.parts)  # type: ignore[attr-defined]
        place = sdk_call(b, "_join", [path, key], STR)
        b.call("dict_set", [out, key, coerce(b, decode_value(b, node, one, ty.args[1], annotation, place), item)])

    source_ty = Inst("builtins.dict", (STR, OBJECT))
    loop(b, dict_source(b, Value(value.op, source_ty), source_ty, "items"), step)
    return out


def call_decoder(b: Builder, node: nodes.Context, value: Value, ty: types.Instance, path: Value) -> Value:
    """Call the decoder of a dataclass."""
    world = b.world
    converted = b.convert(ty)
    assert isinstance(converted, Inst)

    def make() -> Function:
        info = world.info(converted.name)
        tree = world.tree_of(info)
        function = Function(world.c_name(f"decode_{info.name}"), f"decode_{info.name}", world.path_of(tree), info.defn.line)
        function.ret = Rep.REF
        arg, place = function.new_reg(Rep.REF, "value"), function.new_reg(Rep.REF, "path")
        function.params += [arg, place]
        inner = Builder(world, function, tree, {})
        inner.line = info.defn.line
        inner.start(inner.new_block())
        world.program.functions.append(function)

        def work() -> None:
            out = decode_dataclass(inner, node, Value(arg, OBJECT), info, converted, Value(place, STR))
            inner.end(ops.Return(out.op))

        world.guarded(tree, lambda: inner.line, work)
        return function

    return b.call_function(world.synthesize(("decode", converted), make), [value, path], converted)


def decode_dataclass(
    b: Builder, node: nodes.Context, value: Value, info: nodes.TypeInfo, ty: Inst, path: Value
) -> Value:
    """Decode a dataclass: fields in the order of the document, then what is missing, then its constructor."""
    from pygress.compiler.frontend.lower.iteration import dict_source, loop

    fields = config_fields(info, Trees(b.world.trees, b.world.checked.sources))
    slots = [(b.temp(b.convert(one.type)), b.temp(BOOL)) for one in fields]
    for _, seen in slots:
        b.assign(seen, b.const_bool(False))

    def step(pair: Value) -> None:
        key, one = (b.keep(part) for part in pair.parts)  # type: ignore[attr-defined]
        place = sdk_call(b, "_join", [path, key], STR)
        done = b.new_block()
        for config, (slot, seen) in zip(fields, slots, strict=True):
            take, more = b.new_block(), b.new_block()
            b.branch(b.call("str_eq", [key, b.const_str(config.name)]), take, more)
            b.start(take)
            b.assign(slot, coerce(b, decode_value(b, node, one, config.type, config.annotation, place), slot.ty))
            b.assign(seen, b.const_bool(True))
            b.goto(done)
            b.start(more)
        allowed = ", ".join(f"`{config.name}`" for config in fields)
        text = f"unknown field, allowed are {allowed}" if fields else "unknown field, none is allowed"
        fail(b, place, b.const_str(text))
        b.start(done)

    source_ty = Inst("builtins.dict", (STR, OBJECT))
    loop(b, dict_source(b, Value(value.op, source_ty), source_ty, "items"), step)
    for config, (slot, seen) in zip(fields, slots, strict=True):
        _fill(b, config, slot, seen, path)
    return _construct(b, info, ty, [slot for slot, _ in slots], path)


def _fill(b: Builder, config: ConfigField, slot: Value, seen: Value, path: Value) -> None:
    from pygress.compiler.frontend.lower.construct import make_default
    from pygress.compiler.frontend.lower.expr import lower_as

    absent, done = b.new_block(), b.new_block()
    b.branch(seen, done, absent)
    b.start(absent)
    if config.default is not None:
        b.assign(slot, lower_as(b, config.default, slot.ty))
        b.goto(done)
    elif config.factory is not None:
        b.assign(slot, coerce(b, make_default(b, config.factory, slot.ty), slot.ty))
        b.goto(done)
    else:
        fail(b, sdk_call(b, "_join", [path, b.const_str(config.name)], STR), b.const_str("missing"))
    b.start(done)


def _construct(b: Builder, info: nodes.TypeInfo, ty: Inst, values: list[Value], path: Value) -> Value:
    """Call the constructor; a `ValueError` of `__post_init__` gets the path."""
    from pygress.compiler.frontend.lower.arguments import Arg
    from pygress.compiler.frontend.lower.construct import new_instance
    from pygress.compiler.frontend.lower.exceptions import enter_handler, reraise

    names = [one["name"] for one in info.metadata["dataclass"]["attributes"] if one["is_in_init"]]
    args = [Arg(nodes.ARG_NAMED, name, value) for name, value in zip(names, values, strict=True)]
    outer, handler, done = b.err, b.new_block(), b.new_block()
    result = b.temp(ty)
    b.err = handler
    b.assign(result, new_instance(b, info.defn, ty, args))
    b.err = outer
    b.goto(done)
    b.start(handler)

    def failed(caught: Value) -> None:
        bad, other = b.new_block(), b.new_block()
        b.branch(b.call("isinstance_", [caught, Value(ops.Symbol("pg_type_ValueError"), OBJECT)]), bad, other)
        b.start(bad)
        fail(b, path, to_str(b, caught))
        b.start(other)
        reraise(b, caught)

    enter_handler(b, failed)
    b.start(done)
    return result


def check_limit(b: Builder, limit: Limit, decoded: Value, value: Value, path: Value) -> None:
    """Check one `Range` or `Length`."""
    from pygress.compiler.frontend.lower.compare import order

    bounds = _bounds(limit)
    if limit.kind == "Range":
        if decoded.ty not in (INT, FLOAT):
            return
        measured = decoded
    else:
        measured = b.call("obj_len", [coerce(b, decoded, OBJECT)])
    for op, bound in ((">=", limit.minimum), ("<=", limit.maximum)):
        if bound is None:
            continue
        constant = b.const_float(bound) if isinstance(bound, float) else b.const_int(bound)
        good, bad = b.new_block(), b.new_block()
        b.branch(order(b, nodes.Block([]), op, measured, constant), good, bad)
        b.start(bad)
        if limit.kind == "Range":
            shown = sdk_call(b, "_shown", [value], STR)
            fail(b, path, concat(b, [b.const_str(f"must be {bounds}, got "), shown]))
        else:
            size = b.call("str_of_int", [measured])
            fail(b, path, concat(b, [b.const_str(f"must be {bounds} long, is "), size, b.const_str(" long")]))
        b.start(good)


def _bounds(limit: Limit) -> str:
    if limit.maximum is None:
        return f"at least {limit.minimum}"
    if limit.minimum is None:
        return f"at most {limit.maximum}"
    return f"{limit.minimum} to {limit.maximum}"


__all__ = ["lower_decode_call", "rep_of"]
