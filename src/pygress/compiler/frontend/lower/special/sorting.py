"""`sorted` and `list.sort`."""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.iteration import source_of_expr, to_list
from pygress.compiler.frontend.lower.special.call_form import is_none, keyword, positional
from pygress.compiler.frontend.lower.special.functions import key_function
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import BOOL, OBJECT, Inst, Rep, list_of


def lower_sorted(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `sorted(iterable, key=, reverse=)`."""
    args = positional(node)
    source = source_of_expr(b, args[0])
    ty = b.type_of(node)
    if not isinstance(ty, Inst) or not ty.args:
        ty = list_of(source.item)  # the function as a value, of which only an object is wanted
    out = to_list(b, node, source, ty.args[0])
    sort_list(b, node, out)
    return Value(out.op, ty)


def sort_list(b: Builder, node: nodes.CallExpr, values: Value) -> None:
    """Sort a list in place by the `key=` and `reverse=` of a call."""
    from pygress.compiler.frontend.lower.expr import lower_as
    from pygress.compiler.frontend.lower.iteration import list_source, loop
    from pygress.compiler.frontend.lower.literals import new_list

    assert isinstance(values.ty, Inst)
    key = keyword(node, "key")
    flag = keyword(node, "reverse")
    function = key_function(b, key) if key is not None and not is_none(key) else None
    reverse = lower_as(b, flag, BOOL) if flag is not None else b.const_bool(False)
    reverse = b.keep(reverse)
    if function is None:
        b.call("list_sort", [values, reverse])
        return
    keys: list[Value] = []
    holder = b.fn.new_reg(Rep.REF)
    before = b.new_block()
    after = b.new_block()
    b.goto(before)
    start = after
    b.start(start)

    def step(item: Value) -> None:
        measure = function(item)
        measure = coerce(b, measure, measure.ty)
        keys.append(measure)
        b.call("list_append", [Value(holder, list_of(measure.ty)), measure])

    loop(b, list_source(b, values, values.ty.args[0]), step)
    item = keys[0].ty if keys else OBJECT
    b.call("list_sort_keys", [values, Value(holder, list_of(item)), reverse])
    saved = b.block
    b.block = None
    b.start(before)
    fresh = new_list(b, item)
    b.emit(ops.Assign(holder, fresh.op))
    b.goto(start)
    b.block = saved


def lower_sort_method(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value | None:
    """Lower `list.sort(...)`."""
    sort_list(b, node, receiver)
    return NONE_VALUE
