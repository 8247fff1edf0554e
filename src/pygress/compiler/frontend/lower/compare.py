"""Comparisons, chained ones too: `a < b <= c`, `in`, `is`."""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.operators import apply
from pygress.compiler.frontend.lower.primitive_call import call_method
from pygress.compiler.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    NONE,
    OBJECT,
    STR,
    Inst,
    Rep,
    Tuple,
    Ty,
    TypeOf,
    Union,
    rep_of,
    without_none,
)

_NAMES = {"<": "lt", "<=": "le", "==": "eq", "!=": "ne", ">": "gt", ">=": "ge"}
_CODES = {"<": 0, "<=": 1, "==": 2, "!=": 3, ">": 4, ">=": 5}
_SWAPPED = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">": "<", ">=": "<="}
_EQUAL = {"list": "list_eq", "dict": "dict_eq", "set": "set_eq", "frozenset": "set_eq", "tuple": "tuple_eq"}
_ORDER = {"list": "list_cmp", "tuple": "tuple_cmp", "set": "set_cmp", "frozenset": "set_cmp"}


def lower_comparison(b: Builder, node: nodes.ComparisonExpr) -> Value:
    """Lower a comparison; each operand is evaluated once, and only if needed."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    left = b.keep(lower_expr(b, node.operands[0]))
    if len(node.operators) == 1:
        op, items = node.operators[0], node.operands[1]
        if (
            op in ("in", "not in")
            and isinstance(items, nodes.TupleExpr)
            and not any(isinstance(one, nodes.StarExpr) for one in items.items)
        ):
            # The tuple itself is not made.
            found = _is_one_of(b, node, left, [b.keep(lower_expr(b, one)) for one in items.items])
            return found if op == "in" else negate(b, found)
        right = lower_expr(b, node.operands[1])
        return compare(b, node, node.operators[0], left, right)
    result = b.temp(BOOL)
    done = b.new_block()
    for index, op in enumerate(node.operators):
        right = b.keep(lower_expr(b, node.operands[index + 1]))
        b.assign(result, compare(b, node, op, left, right))
        if index + 1 < len(node.operators):
            more = b.new_block()
            b.branch(result, more, done)
            b.start(more)
        left = right
    b.start(done)
    return result


def negate(b: Builder, value: Value) -> Value:
    """Lower `not value` of a bool."""
    return b.call("not_", [value])


def compare(b: Builder, node: nodes.Context, op: str, left: Value, right: Value) -> Value:
    """Compare two values."""
    match op:
        case "is" | "is not":
            return identical(b, left, right, "is_" if op == "is" else "is_not")
        case "in":
            return contains(b, node, right, left)
        case "not in":
            return negate(b, contains(b, node, right, left))
        case "==":
            return equal(b, node, left, right)
        case "!=":
            if b.world.is_user_class(left.ty):
                from pygress.compiler.frontend.lower.classes import find_method

                assert isinstance(left.ty, Inst)
                if find_method(b.world, left.ty, "__ne__") is not None:
                    found = apply(b, node, left, "__ne__", right)
                    if found is not None:
                        return coerce(b, found, BOOL)
            return _inequal(b, node, left, right)
        case _:
            return order(b, node, op, left, right)


def identical(b: Builder, left: Value, right: Value, prim: str) -> Value:
    """Lower `is`: by address for objects, by value for numbers."""
    if rep_of(left.ty) != Rep.REF and rep_of(left.ty) == rep_of(right.ty):
        name = {Rep.I64: "int", Rep.F64: "float", Rep.BOOL: "bool"}[rep_of(left.ty)]
        return b.call(f"{name}_{'eq' if prim == 'is_' else 'ne'}", [left, right])
    return b.call(prim, [coerce(b, left, OBJECT), coerce(b, right, OBJECT)])


def _inequal(b: Builder, node: nodes.Context, left: Value, right: Value) -> Value:
    numbers = _as_numbers(b, left, right)
    if numbers is not None and numbers[0].ty == numbers[1].ty:
        return b.call(f"{'int' if numbers[0].ty == INT else 'float'}_ne", list(numbers))
    return negate(b, equal(b, node, left, right))


def _as_numbers(b: Builder, left: Value, right: Value) -> tuple[Value, Value] | None:
    numbers = (INT, FLOAT, BOOL)
    if left.ty in numbers and right.ty in numbers:
        out = [coerce(b, one, INT) if one.ty == BOOL else one for one in (left, right)]
        return out[0], out[1]
    return None


def equal(b: Builder, node: nodes.Context | None, left: Value, right: Value) -> Value:
    """Lower `left == right` to a bool."""
    numbers = _as_numbers(b, left, right)
    if numbers is not None:
        return _numbers(b, "==", *numbers)
    if left.ty == right.ty == STR:
        return b.call("str_eq", [left, right])
    if left.ty == right.ty == BYTES:
        return b.call("bytes_eq", [left, right])
    if {without_none(left.ty), without_none(right.ty)} == {STR}:
        return b.call("str_eq_optional", [left, right])
    if NONE in (left.ty, right.ty) and not (
        b.world.is_user_class(left.ty) or b.world.is_user_class(right.ty)
    ):
        return b.call("is_", [coerce(b, left, OBJECT), coerce(b, right, OBJECT)])
    if isinstance(left.ty, Inst) and b.world.is_user_class(left.ty):
        from pygress.compiler.frontend.lower.classes import find_method

        if find_method(b.world, left.ty, "__eq__") is not None and _answers_bool(b, left.ty, "__eq__"):
            found = apply(b, node or nodes.Block([]), left, "__eq__", right)
            if found is not None and found.ty == BOOL:
                return found
        return b.call("obj_eq", [left, coerce(b, right, OBJECT)])
    name = _builtin_name(left.ty)
    if name in _EQUAL and name == _builtin_name(right.ty):
        return b.call(_EQUAL[name], [left, right])
    return b.call("obj_eq", [coerce(b, left, OBJECT), coerce(b, right, OBJECT)])


def _builtin_name(ty: Ty) -> str:
    if isinstance(ty, Tuple):
        return "tuple"
    if isinstance(ty, Inst) and ty.name.startswith("builtins."):
        return ty.name.removeprefix("builtins.")
    return ""


def _numbers(b: Builder, op: str, left: Value, right: Value) -> Value:
    if left.ty == right.ty:
        return b.call(f"{'int' if left.ty == INT else 'float'}_{_NAMES[op]}", [left, right])
    if left.ty == INT:
        return b.call("int_float_cmp", [left, right, b.const_int(_CODES[op])])
    return b.call("int_float_cmp", [right, left, b.const_int(_CODES[_SWAPPED[op]])])


def _answers_bool(b: Builder, ty: Ty, name: str) -> bool:
    """Tell whether a comparison method never answers `NotImplemented`."""
    from pygress.compiler.frontend.lower.classes import find_method
    from pygress.compiler.frontend.world import gives_not_implemented

    assert isinstance(ty, Inst)
    member = find_method(b.world, ty, name)
    return member is None or member.function is None or not gives_not_implemented(member.function)


def order(b: Builder, node: nodes.Context, op: str, left: Value, right: Value) -> Value:
    """Lower `<`, `<=`, `>`, `>=` to a bool."""
    numbers = _as_numbers(b, left, right)
    if numbers is not None:
        return _numbers(b, op, *numbers)
    if left.ty == right.ty == STR:
        return b.call(f"str_{_NAMES[op]}", [left, right])
    if left.ty == right.ty == BYTES:
        return b.call(f"bytes_{_NAMES[op]}", [left, right])
    found = None
    if b.world.is_user_class(left.ty) and not _answers_bool(b, left.ty, f"__{_NAMES[op]}__"):
        return b.call("obj_cmp", [coerce(b, left, OBJECT), coerce(b, right, OBJECT), b.const_int(_CODES[op])])
    if b.world.is_user_class(left.ty):
        found = apply(b, node, left, f"__{_NAMES[op]}__", right)
    if found is None and b.world.is_user_class(left.ty):
        found = _total_order(b, node, op, left, right)
    if found is None and b.world.is_user_class(right.ty):
        found = apply(b, node, right, f"__{_NAMES[_SWAPPED[op]]}__", left)
    if found is not None:
        return coerce(b, found, BOOL)
    name = _builtin_name(left.ty)
    if name in _ORDER and _builtin_name(right.ty) == name:
        return b.call(_ORDER[name], [left, right, b.const_int(_CODES[op])])
    return b.call("obj_cmp", [coerce(b, left, OBJECT), coerce(b, right, OBJECT), b.const_int(_CODES[op])])


def _total_order(b: Builder, node: nodes.Context, op: str, left: Value, right: Value) -> Value | None:
    """Derive an order from the one that a class with `@total_ordering` defines."""
    from pygress.compiler.frontend.lower.classes import class_inst

    assert isinstance(left.ty, Inst)
    info = b.world.info(left.ty.name)
    marked = any(
        "functools.total_ordering" in class_inst(b.world, found).decorators
        for one in info.mro
        if one in b.world.trees and (found := b.world.as_super(left.ty, b.world.map.name(one))) is not None
    )
    if not marked:
        return None
    left, right = b.keep(left), b.keep(right)
    for root in ("<", "<=", ">", ">="):
        first = apply(b, node, left, f"__{_NAMES[root]}__", right)
        if first is None:
            continue
        held = b.keep(coerce(b, first, BOOL))
        if op[0] != root[0]:
            # a > b is not (a <= b); a >= b is not (a < b).
            if len(op) != len(root):
                return negate(b, held)
            same = equal(b, node, left, right)
            return (
                b.call("bool_ne", [negate(b, held), same])
                if len(op) == 1
                else b.call("bool_or", [negate(b, held), same])
            )
        same = equal(b, node, left, right)
        return b.call("bool_or", [held, same]) if len(op) == 2 else b.call("bool_and_not", [held, same])
    return None


def contains(b: Builder, node: nodes.Context, container: Value, item: Value) -> Value:
    """Lower `item in container` to a bool."""
    ty = container.ty
    if isinstance(ty, TypeOf) and isinstance(ty.item, Inst):
        from pygress.compiler.frontend.lower.enums import member_list

        members = member_list(b, node, ty.item, container)
        return b.call("obj_contains", [coerce(b, members, OBJECT), coerce(b, item, OBJECT)])
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower import enums
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        if enums.is_flag(b.world, ty):
            return enums.flag_contains(b, container, item)
        if find_method(b.world, ty, "__contains__") is not None:
            from pygress.compiler.frontend.lower.operators import truth

            return truth(b, call_user_method(b, node, container, "__contains__", [item]))
        if find_method(b.world, ty, "__iter__") is not None:
            return _contains_by_iteration(b, node, container, item)
    if isinstance(ty, Tuple):
        from pygress.compiler.frontend.lower.coerce import tuple_item

        return _is_one_of(b, node, item, [tuple_item(b, container, index) for index in range(len(ty.items))])
    if ty == Inst("builtins.list", (STR,)) and item.ty == STR:
        return b.call("list_contains_str", [container, item])
    unknown = item.ty == OBJECT and isinstance(ty, Inst) and not (ty.args and ty.args[0] == OBJECT)
    if unknown or (isinstance(ty, Inst) and ty.args and _hashed(ty) and not _same_kind(item.ty, ty.args[0])):
        # An item of unknown type may be of another one, and is not there.
        return b.call("obj_contains", [coerce(b, container, OBJECT), coerce(b, item, OBJECT)])
    found = call_method(b, container, "__contains__", [item])
    if found is not None:
        return found
    if isinstance(ty, Inst) or ty == OBJECT or b.world.as_super(ty, "typing.Iterable") is not None:
        return b.call("obj_contains", [coerce(b, container, OBJECT), coerce(b, item, OBJECT)])
    if hasattr(ty, "items"):
        return b.call("obj_contains", [coerce(b, container, OBJECT), coerce(b, item, OBJECT)])
    raise Unsupported(node, "unsupported-operator", f"`in` on `{ty}` cannot be compiled")


def _is_one_of(b: Builder, node: nodes.Context, item: Value, values: list[Value]) -> Value:
    result = b.temp(BOOL)
    b.assign(result, b.const_bool(False))
    done = b.new_block()
    for value in values:
        more = b.new_block()
        b.assign(result, equal(b, node, value, item))
        b.branch(result, done, more)
        b.start(more)
    b.start(done)
    return result


def _hashed(ty: Inst) -> bool:
    return ty.name in (
        "builtins.list",
        "builtins.dict",
        "builtins.set",
        "builtins.frozenset",
        "builtins.tuple",
    )


def _same_kind(item: Ty, element: Ty) -> bool:
    """Tell whether an item can be looked up as an element; what may be of another class is looked up as any object."""
    if element != OBJECT and (item == OBJECT or isinstance(item, Union)):
        return item == element
    return rep_of(item) == rep_of(element)


def _contains_by_iteration(b: Builder, node: nodes.Context, container: Value, item: Value) -> Value:
    from pygress.compiler.frontend.lower.iteration import source_of

    result = b.temp(BOOL)
    b.assign(result, b.const_bool(False))
    source = source_of(b, node, container)
    source.start(b)
    head, done = b.new_block(), b.new_block()
    b.start(head)
    element = source.advance(b, done)
    found = equal(b, node, element, item)
    b.assign(result, found)
    b.branch(result, done, head)
    b.start(done)
    return result


__all__ = ["NONE_VALUE", "compare", "contains", "equal", "identical", "lower_comparison", "order"]
