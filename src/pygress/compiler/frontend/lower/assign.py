"""Assignment: to names, attributes, subscripts, and by unpacking."""

from __future__ import annotations

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower import attributes, index
from pygress.compiler.frontend.lower.builder import Builder, LazyTuple, Value
from pygress.compiler.frontend.lower.coerce import coerce, make_tuple, tuple_item
from pygress.compiler.frontend.lower.operators import DUNDER, apply, binary
from pygress.compiler.frontend.lower.primitive_call import call_method
from pygress.compiler.frontend.lower.unsure import is_plausible
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import INT, OBJECT, Inst, Tuple, Ty, make_union


def lower_assignment(b: Builder, node: nodes.AssignmentStmt) -> None:
    """Lower `a = b = value`; the value first, then the targets from left to right."""
    from pygress.compiler.frontend.lower.expr import finish_type, lower_expr

    check_annotation(node)
    if isinstance(node.rvalue, nodes.TempNode) or node.is_alias_def:
        return
    if isinstance(getattr(node.rvalue, "analyzed", None), nodes.EnumCallExpr):
        raise Unsupported(
            node.rvalue, "unsupported-syntax", "an enumeration that is made by a call cannot be compiled",
            "its members are not declared", "write a class: `class Color(Enum): RED = 1`",
        )  # fmt: skip
    if isinstance(node.rvalue, nodes.CallExpr) and isinstance(
        node.rvalue.analyzed,
        nodes.TypeVarExpr | nodes.NamedTupleExpr | nodes.NewTypeExpr | nodes.TypedDictExpr | nodes.EnumCallExpr
        | nodes.ParamSpecExpr | nodes.TypeVarTupleExpr | nodes.TypeAliasExpr,
    ):  # fmt: skip
        return
    only = node.lvalues[0]
    if (
        len(node.lvalues) == 1
        and isinstance(only, nodes.TupleExpr)
        and isinstance(node.rvalue, nodes.TupleExpr)
    ):
        plain = [*only.items, *node.rvalue.items]
        if len(only.items) == len(node.rvalue.items) and not any(
            isinstance(one, nodes.StarExpr) for one in plain
        ):
            values = []
            for one in node.rvalue.items:
                value = lower_expr(b, one)
                copy = b.temp(value.ty)
                b.assign(copy, coerce(b, value, value.ty))
                values.append(copy)
            for target, one_value in zip(only.items, values, strict=True):
                store(b, target, one_value)
            return
    if isinstance(only, nodes.RefExpr) and isinstance(only.node, nodes.Var) and only.node.type is not None:
        finish_type(b, node.rvalue, b.convert(only.node.type))
    value = _empty_display(b, node) or _declared_tuple(b, node) or lower_expr(b, node.rvalue)
    if len(node.lvalues) > 1:
        value = b.keep(coerce(b, value, value.ty))
    for target in node.lvalues:
        store(b, target, value)


def _empty_display(b: Builder, node: nodes.AssignmentStmt) -> Value | None:
    """Make the container of `x = []`, whose elements mypy infers from later uses of `x`, with the type of `x`."""
    from pygress.compiler.frontend.lower.collections_ import empty_of

    value, target = node.rvalue, node.lvalues[0]
    match value:
        case nodes.ListExpr(items=[]) | nodes.DictExpr(items=[]):
            pass
        case nodes.CallExpr(
            callee=nodes.RefExpr(fullname="builtins.set" | "builtins.list" | "builtins.dict"), args=[]
        ):
            pass
        case _:
            return None
    var = target.node if isinstance(target, nodes.RefExpr) else None
    if not isinstance(var, nodes.Var) or var.type is None:
        return None
    ty = b.convert(var.type)
    if not isinstance(ty, Inst) or ty.name not in ("builtins.list", "builtins.dict", "builtins.set"):
        return None
    return empty_of(b, ty)


def _declared_tuple(b: Builder, node: nodes.AssignmentStmt) -> Value | None:
    """Make the tuple of `pair: tuple[A, B] = a, b` with the declared types at once."""
    from pygress.compiler.frontend.lower.expr import lower_as

    target = node.lvalues[0]
    if not isinstance(node.rvalue, nodes.TupleExpr) or not isinstance(target, nodes.RefExpr):
        return None
    var = target.node
    if len(node.lvalues) > 1 or not isinstance(var, nodes.Var) or var.type is None or var.is_inferred:
        return None
    return lower_as(b, node.rvalue, b.convert(var.type))


_NO_REPRESENTATION = {
    "builtins.complex": "use `float`, or two `float` fields",
    "decimal.Decimal": "use `int` or `float`",
}


def check_annotation(node: nodes.AssignmentStmt) -> None:
    """Refuse variables of a type that no value can have in a module."""
    ty = types.get_proper_type(node.type)
    if isinstance(ty, types.Instance) and ty.type.fullname in _NO_REPRESENTATION:
        written = node.unanalyzed_type
        if written is not None and (written.end_column is None or written.end_column <= written.column):
            written.end_line, written.end_column = written.line, written.column + len(ty.type.name)
        raise Unsupported(
            written or node, "unsupported-type", f"`{ty.type.name}` cannot be compiled", "no wasm representation",
            _NO_REPRESENTATION[ty.type.fullname],
        )  # fmt: skip


def store(b: Builder, target: nodes.Expression, value: Value) -> None:
    """Assign a value to one target."""
    match target:
        case nodes.NameExpr():
            store_name(b, target, value)
        case nodes.MemberExpr():
            attributes.set_attribute(b, target, b.keep(value))
        case nodes.IndexExpr():
            value = b.keep(coerce(b, value, value.ty))
            _store_item(b, target, value)
        case nodes.TupleExpr(items=items) | nodes.ListExpr(items=items):
            unpack(b, target, items, value)
        case nodes.StarExpr(expr=expr):
            store(b, expr, value)
        case _:
            raise Unsupported(target, "unsupported-syntax", "this cannot be assigned to")


def store_name(b: Builder, target: nodes.NameExpr, value: Value) -> None:
    """Assign to a local, captured or module variable, or to an attribute of a class body."""
    from pygress.compiler.frontend.lower.subclass import check_keeps_class

    node = target.node
    if target.name == "_" and node is None:
        return
    b.caught.discard(node)
    if not isinstance(node, nodes.Var):
        raise Unsupported(target, "unsupported-syntax", f"`{target.name}` cannot be assigned to")
    if (
        target.kind == nodes.GDEF
        or (target.kind == nodes.MDEF and b.class_body is not None)
        or is_global(b, node)
    ):
        from pygress.compiler.frontend.lower.names import global_of

        if target.kind == nodes.MDEF:
            ty = b.convert(node.type)
            var = b.world.global_var(node, f"{node.info.name}.{node.name}", ty)
        else:
            var = global_of(b, node, target)
        check_keeps_class(b, target, value, var.ty)
        b.emit(ops.SetGlobal(var, coerce(b, value, var.ty).op))
        return
    owner = b.find_owner(node)
    if owner is None or owner is b:
        variable = b.variable(node, target)
    else:
        from pygress.compiler.frontend.lower.closures import captured_variable

        variable = captured_variable(b, owner, node, target)
    check_keeps_class(b, target, value, variable.ty)
    if not variable.is_cell and not is_plausible(b.world, value.ty, variable.ty):
        # `case Name(name):` where `name` was something else before: from here on it is any object.
        variable = b.declare(node, OBJECT)
    b.write(variable, coerce(b, value, variable.ty))


def is_global(b: Builder, node: nodes.Var) -> bool:
    """Tell whether a variable belongs to a module."""
    return (
        "." in node.fullname
        and node.fullname.rpartition(".")[0] in b.world.checked.files
        and node not in b.own
    )


def _store_item(b: Builder, target: nodes.IndexExpr, value: Value) -> None:
    from pygress.compiler.frontend.lower.expr import lower_expr

    base = b.keep(lower_expr(b, target.base))
    if isinstance(target.index, nodes.SliceExpr):
        index.set_slice(b, target, base, value)
        return
    key = lower_expr(b, target.index)
    index.set_item(b, target, base, key, value)


def unpack(b: Builder, node: nodes.Context, items: list[nodes.Expression], value: Value) -> None:
    """Assign the elements of an iterable to several targets."""
    star = next((i for i, one in enumerate(items) if isinstance(one, nodes.StarExpr)), None)
    if isinstance(value, LazyTuple) and star is None and len(items) == len(value.parts):
        for target, part in zip(items, [b.keep(one) for one in value.parts], strict=True):
            store(b, target, part)
        return
    value = b.keep(coerce(b, value, value.ty))
    if isinstance(value.ty, Inst):
        named = _named_tuple_parts(b, value)
        if named is not None and star is None and len(named) == len(items):
            for target, part in zip(items, named, strict=True):
                store(b, target, part)
            return
    if isinstance(value.ty, Tuple):
        count = len(value.ty.items)
        if star is None:
            for i, target in enumerate(items):
                store(b, target, tuple_item(b, value, i))
            return
        after = len(items) - star - 1
        for i in range(star):
            store(b, items[i], tuple_item(b, value, i))
        middle = [tuple_item(b, value, i) for i in range(star, count - after)]
        _store_star(b, items[star], middle, value.ty)
        for i in range(after):
            store(b, items[star + 1 + i], tuple_item(b, value, count - after + i))
        return
    _unpack_iterable(b, node, items, value, star)


def _named_tuple_parts(b: Builder, value: Value) -> list[Value] | None:
    assert isinstance(value.ty, Inst)
    if not b.world.is_user_class(value.ty) or b.world.info(value.ty.name).tuple_type is None:
        return None
    from pygress.compiler.frontend.lower.attributes import named_tuple_item
    from pygress.compiler.frontend.lower.tuples import named_fields

    info = b.world.info(value.ty.name)
    out = []
    for name, _ in named_fields(b.world, info, value.ty):
        part = named_tuple_item(b, nodes.Block([]), value, info, name)
        assert part is not None
        out.append(part)
    return out


def _store_star(b: Builder, target: nodes.Expression, parts: list[Value], ty: Tuple) -> None:
    from pygress.compiler.frontend.lower.literals import new_list

    assert isinstance(target, nodes.StarExpr)
    item: Ty = make_union([one.ty for one in parts]) if parts else OBJECT
    wanted = b.world.checked.types.get(target.expr)
    if wanted is not None:
        found = b.world.as_super(b.convert(wanted), "builtins.list")
        if found is not None:
            item = found.args[0]
    out = new_list(b, item, b.const_int(len(parts)))
    for one in parts:
        b.call("list_append", [out, coerce(b, one, item)])
    store(b, target.expr, out)


def _unpack_iterable(
    b: Builder, node: nodes.Context, items: list[nodes.Expression], value: Value, star: int | None
) -> None:
    """Unpack an iterable of unknown length: collect it, check the count, assign."""
    from pygress.compiler.frontend.lower.iteration import source_of, to_list

    source = source_of(b, node, value)
    values = to_list(b, node, source, source.item)
    count = b.call("list_len", [values])
    b.call(
        "unpack_check", [count, b.const_int(len(items) - (star is not None)), b.const_bool(star is not None)]
    )
    before = len(items) if star is None else star
    for i in range(before):
        store(b, items[i], b.call("list_at", [values, b.const_int(i)], source.item))
    if star is None:
        return
    after = len(items) - star - 1
    target = items[star]
    assert isinstance(target, nodes.StarExpr)
    end = b.call("int_sub_wrap", [count, b.const_int(after)])
    rest = call_method(b, values, "__slice__", [b.const_int(star), end])
    assert rest is not None
    wanted = b.world.checked.types.get(target.expr)
    found = b.world.as_super(b.convert(wanted), "builtins.list") if wanted is not None else None
    if found is not None and found != rest.ty:
        # `for room, *things in rows`: the rest may be of fewer types than all items.
        rest = to_list(b, node, b.keep(rest), found.args[0])
    store(b, target.expr, rest)
    for i in range(after):
        at = b.call("int_step", [end, b.const_int(i)])
        store(b, items[star + 1 + i], b.call("list_at", [values, at], source.item))


def lower_augmented(b: Builder, node: nodes.OperatorAssignmentStmt) -> None:
    """Lower `a += b`: the target's parts are evaluated once."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    target = node.lvalue
    match target:
        case nodes.NameExpr():
            current = b.keep(lower_expr(b, target))
            store(b, target, in_place(b, node, current, lower_expr(b, node.rvalue)))
        case nodes.MemberExpr() if attributes.is_module(target.expr) or _is_class(target.expr):
            current = b.keep(lower_expr(b, target))
            store(b, target, in_place(b, node, current, lower_expr(b, node.rvalue)))
        case nodes.MemberExpr():
            base = b.keep(lower_expr(b, target.expr))
            current = b.keep(attributes.get_attribute(b, target, base, target.name))
            result = in_place(b, node, current, lower_expr(b, node.rvalue))
            attributes.set_on(b, target, base, target.name, result)
        case nodes.IndexExpr() if not isinstance(target.index, nodes.SliceExpr):
            base = b.keep(lower_expr(b, target.base))
            key = b.keep(lower_expr(b, target.index))
            current = b.keep(index.get_item(b, target, base, key))
            result = in_place(b, node, current, lower_expr(b, node.rvalue))
            index.set_item(b, target, base, key, result)
        case nodes.IndexExpr():
            current = b.keep(lower_expr(b, target))
            store(b, target, in_place(b, node, current, lower_expr(b, node.rvalue)))
        case _:
            raise Unsupported(node, "unsupported-syntax", "this cannot be assigned to")


def _is_class(node: nodes.Expression) -> bool:
    return isinstance(node, nodes.RefExpr) and isinstance(node.node, nodes.TypeInfo)


def in_place(b: Builder, node: nodes.OperatorAssignmentStmt, current: Value, value: Value) -> Value:
    """Apply `op=`: the in-place method if there is one, else the operator."""
    name = DUNDER[node.op]
    if current.ty not in (INT,):
        found = apply(b, node, current, f"__i{name}__", value)
        if found is not None:
            return found if found.ty != _NONE else current
    if current.ty == Inst("builtins.str") and node.op == "%":
        from pygress.compiler.frontend.lower.fstring import percent

        return percent(b, current, value)
    return binary(b, node, node.op, current, value, in_place=True)


from pygress.compiler.ir.types import NONE as _NONE  # noqa: E402

__all__ = ["lower_assignment", "lower_augmented", "make_tuple", "store", "unpack"]
