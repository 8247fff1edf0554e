"""Change how a value is held, at every boundary between two static types.

Input: a value and the type that its user expects. Output: the same Python value in the representation of that type.
Boxing never loses anything; unboxing a dynamic value is checked (`TypeError`).
"""

from __future__ import annotations

from pygress.compiler.frontend.lower.builder import (
    NONE_VALUE,
    Builder,
    LazyFunction,
    LazyTuple,
    Value,
)
from pygress.compiler.frontend.lower.unsure import (
    check,
    is_other_class,
    is_plausible,
    is_unlike,
    is_vaguer,
    must_check,
)
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import (
    BOOL,
    FLOAT,
    INT,
    NEVER,
    NONE,
    OBJECT,
    Func,
    Inst,
    Rep,
    Tuple,
    Ty,
    TypeOf,
    Union,
    make_union,
    members,
    rep_of,
)

_BOX = {Rep.I64: "box_int", Rep.F64: "box_float", Rep.BOOL: "box_bool"}
_UNBOX = {Rep.I64: "unbox_int", Rep.F64: "unbox_float", Rep.BOOL: "unbox_bool"}
KIND = {Rep.REF: 0, Rep.I64: 1, Rep.F64: 2, Rep.BOOL: 3}


def coerce(b: Builder, value: Value, ty: Ty) -> Value:
    """Convert `value` to `ty`."""
    value = force(b, value, ty)
    if value.ty == ty:
        return value
    if value.is_any and not isinstance(ty, Union):
        value = Value(value.op, OBJECT)
    if ty == NEVER or b.block is None:
        return Value(value.op, ty) if rep_of(value.ty) == rep_of(ty) else _nothing(b, ty)
    if value.ty == NEVER:
        return _nothing(b, ty)
    source, target = rep_of(value.ty), rep_of(ty)
    if target != Rep.REF:
        if source == Rep.REF:
            if (
                target == Rep.F64
                and b.world.is_user_class(value.ty)
                and b.world.as_super(value.ty, "builtins.float")
            ):
                return b.call("float_value", [value])
            return b.call(_UNBOX[target], [value])
        return _number(b, value, ty)
    if source != Rep.REF:
        parts = members(ty)
        if (
            value.ty != FLOAT
            and value.ty not in parts
            and FLOAT in parts
            and not (value.ty == BOOL and INT in parts)
        ):
            value = _number(b, value, FLOAT)
        boxed = b.call(_BOX[rep_of(value.ty)], [value])
        return (
            Value(boxed.op, ty)
            if is_plausible(b.world, value.ty, ty)
            else coerce(b, Value(boxed.op, OBJECT), ty)
        )
    if not is_plausible(b.world, value.ty, ty):
        value = coerce(b, value, OBJECT)
    if (is_vaguer(value.ty, ty) or is_other_class(b.world, value.ty, ty)) and must_check(b.world, ty):
        return check(b, value, ty)
    return _reference(b, value, ty)


def force(b: Builder, value: Value, wanted: Ty = OBJECT) -> Value:
    """Build a tuple that has not been built."""
    if isinstance(value, LazyTuple):
        return make_tuple(b, [force(b, one) for one in value.parts])
    if isinstance(value, LazyFunction):
        assert value.make is not None
        function = next((one for one in members(wanted) if isinstance(one, Func)), None)
        return value.make(b, function or (OBJECT if OBJECT in members(wanted) else value.ty))
    return value


def _nothing(b: Builder, ty: Ty) -> Value:
    """Give any value of `ty`: control never gets here."""
    rep = rep_of(ty)
    if rep == Rep.REF:
        return Value(ops.Null(), ty)
    return Value(ops.Const({Rep.I64: 0, Rep.F64: 0.0, Rep.BOOL: False}[rep], rep), ty)


def _number(b: Builder, value: Value, ty: Ty) -> Value:
    if isinstance(value.op, ops.Const):
        old = value.op.value
        assert isinstance(old, int | float)
        if ty == FLOAT:
            return b.const_float(float(old))
        if ty == INT:
            return b.const_int(int(old))
    if value.ty == BOOL:
        return b.call("int_from_bool" if ty == INT else "float_from_bool", [value])
    if value.ty == INT and ty == FLOAT:
        return b.call("float_from_int", [value])
    if value.ty == INT and ty == BOOL:
        return b.call("int_truth", [value])
    boxed = coerce(b, value, OBJECT)
    return b.call(_UNBOX[rep_of(ty)], [boxed])


def _reference(b: Builder, value: Value, ty: Ty) -> Value:
    match value.ty, ty:
        case Tuple(), Tuple():
            return convert_tuple(b, value, ty)
        case Inst(), Tuple():
            from pygress.compiler.frontend.lower.tuples import as_tuple

            plain = as_tuple(b, value)
            return convert_tuple(b, plain, ty) if isinstance(plain.ty, Tuple) else Value(value.op, ty)
        case Tuple(), Union(items=items):
            if value.ty not in items:
                for one in items:
                    if isinstance(one, Tuple) and len(one.items) == len(value.ty.items):
                        return Value(convert_tuple(b, value, one).op, ty)
            return Value(value.op, ty)
        case Func(), Func():
            from pygress.compiler.frontend.lower.closures import adapt_function

            return adapt_function(b, value, ty)
        case TypeOf(), Func():
            from pygress.compiler.frontend.lower.closures import class_as_function

            return class_as_function(b, value, ty)
        case TypeOf(), Union(items=items) if not any(
            isinstance(one, TypeOf) or one == OBJECT for one in items
        ):
            for one in items:
                if isinstance(one, Func):
                    return Value(coerce(b, value, one).op, ty)
            return Value(value.op, ty)
        case Inst(), Func():
            from pygress.compiler.frontend.lower.closures import instance_as_function

            return instance_as_function(b, value, ty)
        case Prim_, Func() if Prim_ == OBJECT:
            from pygress.compiler.frontend.lower.closures import dynamic_as_function

            return dynamic_as_function(b, value, ty)
        case Union(items=items), Func():
            for one in items:
                if isinstance(one, Func):
                    return coerce(b, Value(value.op, one), ty)
            return Value(value.op, ty)
        case Func(), Union(items=items):
            if value.ty not in items:
                for one in items:
                    if isinstance(one, Func):
                        return Value(coerce(b, value, one).op, ty)
            return Value(value.op, ty)
        case TypeOf(item=Inst() as made), _ if OBJECT in members(ty) and isinstance(value.op, ops.Symbol):
            if b.tree.fullname in b.world.user_modules and b.world.is_user_class(made):
                b.world.class_objects.setdefault(made)
            return Value(value.op, ty)
        case Func(), _ if ty == OBJECT:
            b.world.needs_boxed_entries = True
            return Value(value.op, ty)
        case _, _ if value.ty == OBJECT:
            return _checked(b, value, ty)
        case _:
            return Value(value.op, ty)


def _checked(b: Builder, value: Value, ty: Ty) -> Value:
    """Cast a dynamic value to a class; the test is left to where the class is one."""
    from pygress.compiler.frontend.lower.classes import type_symbol

    match ty:
        case Union(items=items) if any(isinstance(one, Func) for one in items):
            return _maybe_function(b, value, ty)
        case Inst(name=name):
            short = name.removeprefix("builtins.")
            if "." in short and not b.world.is_user_class(ty):
                return Value(value.op, ty)
            symbol = type_symbol(b, ty)
            if symbol is None:
                return Value(value.op, ty)
            out = b.call("cast", [value, Value(symbol, OBJECT)])
            return Value(out.op, ty)
        case Tuple(items=items):
            out = b.call("tuple_as", [value, b.const_int(len(items)), b.const_int(tuple_kinds(items))])
            return Value(out.op, ty)
        case _:
            return Value(value.op, ty)


def _maybe_function(b: Builder, value: Value, ty: Union) -> Value:
    """Use a dynamic value as a union with a callable: a function is called through its boxed entry from now on."""
    from pygress.compiler.frontend.lower.closures import dynamic_as_function

    function = next(one for one in ty.items if isinstance(one, Func))
    result = b.temp(ty)
    callable_, other, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("isinstance_", [value, Value(ops.Symbol("pg_type_func"), OBJECT)]), callable_, other)
    b.start(callable_)
    b.assign(result, Value(dynamic_as_function(b, value, function).op, ty))
    b.goto(done)
    b.start(other)
    rest = make_union([one for one in ty.items if not isinstance(one, Func)])
    b.assign(result, Value(coerce(b, Value(value.op, OBJECT), rest).op, ty) if rest != NEVER else value)
    b.goto(done)
    b.start(done)
    return result


def tuple_kinds(items: tuple[Ty, ...]) -> int:
    """Encode the element kinds of a tuple: two bits each for the first 15; later elements are boxed."""
    bits = 0
    for index, one in enumerate(items[:15]):
        bits |= KIND[rep_of(one)] << (2 * index)
    return bits


def item_type(items: tuple[Ty, ...], index: int) -> Ty:
    """Tell how element `index` of a tuple is held: elements from the 16th on are boxed."""
    return items[index] if index < 15 else OBJECT


def make_tuple(b: Builder, values: list[Value]) -> Value:
    """Build a tuple of known length."""
    items = tuple(one.ty for one in values)
    if not values:
        return Value(ops.Symbol("pg_tuple_empty"), Tuple(()))
    out = b.call("tuple_new", [b.const_int(len(values)), b.const_int(tuple_kinds(items))])
    for index, one in enumerate(values):
        held = one if index < 15 else coerce(b, one, OBJECT)
        b.call("tuple_set", [out, b.const_int(index), held])
    return Value(out.op, Tuple(items))


def tuple_item(b: Builder, value: Value, index: int) -> Value:
    """Read element `index` (not negative) of a tuple of known length."""
    assert isinstance(value.ty, Tuple)
    wanted = value.ty.items[index]
    held = item_type(value.ty.items, index)
    if rep_of(wanted) == Rep.REF:
        held = wanted
    out = b.call("tuple_at", [value, b.const_int(index)], held)
    return coerce(b, out, wanted) if held != wanted else out


def convert_tuple(b: Builder, value: Value, ty: Tuple) -> Value:
    """Convert between tuples; a new one only if elements are held differently."""
    assert isinstance(value.ty, Tuple)
    if len(value.ty.items) != len(ty.items):
        return Value(value.op, ty)
    if all(same_representation(b, a, c) for a, c in zip(value.ty.items, ty.items, strict=True)):
        return Value(value.op, ty)
    parts = [coerce(b, tuple_item(b, value, i), one) for i, one in enumerate(ty.items)]
    return Value(make_tuple(b, parts).op, ty)


def same_representation(b: Builder, a: Ty, c: Ty) -> bool:
    """Tell whether a value of type `a` can be used as `c` as it is."""
    if rep_of(a) != rep_of(c):
        return False
    if isinstance(a, Tuple) and isinstance(c, Tuple):
        return len(a.items) == len(c.items) and all(
            same_representation(b, x, y) for x, y in zip(a.items, c.items, strict=True)
        )
    if is_unlike(b.world, a, c):
        return False
    # A function object is called by its signature: as another one, or as a dynamic value, it needs an adapter.
    return a == c if isinstance(a, Func) or isinstance(c, Func) else True


__all__ = ["KIND", "NONE", "NONE_VALUE", "coerce", "convert_tuple", "make_tuple", "tuple_item", "tuple_kinds"]
