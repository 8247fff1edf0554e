"""Iterators: `iter`, `next`; `map` and `filter` as sources of a loop."""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.comprehension import consume
from pygress.compiler.frontend.lower.iteration import Source, source_of_expr
from pygress.compiler.frontend.lower.operators import truth
from pygress.compiler.frontend.lower.special.call_form import is_none
from pygress.compiler.frontend.lower.special.functions import any_function, has_scopes, inline_lambda
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import OBJECT, Inst


def lower_iter(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `iter(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    if len(node.args) == 2:
        from pygress.compiler.frontend.lower.lazy import iter_until

        found = b.world.as_super(b.type_of(node), "typing.Iterable")
        return iter_until(b, node, found.args[0] if found is not None else OBJECT)
    value = lower_expr(b, node.args[0])
    if isinstance(value.ty, Inst) and b.world.is_user_class(value.ty):
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        if find_method(b.world, value.ty, "__iter__") is not None:
            return call_user_method(b, node, value, "__iter__", [])
    return Value(b.call("iter_new", [coerce(b, value, OBJECT)]).op, b.type_of(node))


def lower_next(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `next(it)` and `next(it, default)`."""
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    ty = b.type_of(node)
    if (
        len(node.args) == 2
        and isinstance(node.args[0], nodes.GeneratorExpr)
        and not any(node.args[0].is_async)
    ):
        result = b.temp(ty)
        generator = node.args[0]
        found, done = b.new_block(), b.new_block()

        def take(item: Value) -> None:
            b.assign(result, coerce(b, item, ty))
            b.goto(found)

        consume(b, generator, take, lambda: b.assign(result, lower_as(b, node.args[1], ty)))
        b.goto(done)
        b.start(found)
        b.goto(done)
        b.start(done)
        return result
    value = b.keep(lower_expr(b, node.args[0]))
    if isinstance(value.ty, Inst) and b.world.is_user_class(value.ty) and len(node.args) == 1:
        from pygress.compiler.frontend.lower.methods import call_user_method

        return call_user_method(b, node, value, "__next__", [])
    default = b.keep(lower_as(b, node.args[1], ty)) if len(node.args) == 2 else None
    out = b.call("iter_next", [coerce(b, value, OBJECT)])
    result = b.temp(ty)
    end, some, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("is_null", [out]), end, some)
    b.start(some)
    b.assign(result, coerce(b, out, ty))
    b.goto(done)
    b.start(end)
    if default is not None:
        b.assign(result, default)
        b.goto(done)
    else:
        b.call("raise_stop", [coerce(b, value, OBJECT)])
        b.end(ops.Unreachable())
    b.start(done)
    return result


def map_source(b: Builder, node: nodes.CallExpr) -> Source:
    """Iterate over `map(f, xs)` in place."""
    inner = source_of_expr(b, node.args[1])
    function = any_function(b, node.args[0])
    ty = b.world.as_super(b.type_of(node), "typing.Iterable")
    item = ty.args[0] if ty is not None else OBJECT
    return Source(
        item,
        inner.start,
        lambda b, done: coerce(b, function(b.keep(coerce(b, inner.advance(b, done), inner.item))), item),
        inner.length,
    )


def map_many_source(b: Builder, node: nodes.CallExpr) -> Source:
    """Iterate over `map(f, xs, ys)` in place."""
    from pygress.compiler.frontend.lower.arguments import Arg
    from pygress.compiler.frontend.lower.call import call_value
    from pygress.compiler.frontend.lower.expr import lower_expr

    function = node.args[0]
    inline = isinstance(function, nodes.LambdaExpr) and not has_scopes(function)
    value = None if inline else b.keep(lower_expr(b, function))
    parts = [source_of_expr(b, one) for one in node.args[1:]]
    ty = b.world.as_super(b.type_of(node), "typing.Iterable")
    item = ty.args[0] if ty is not None else OBJECT

    def start(b: Builder) -> None:
        for one in parts:
            one.start(b)

    def advance(b: Builder, done: ops.Block) -> Value:
        items = [b.keep(coerce(b, one.advance(b, done), one.item)) for one in parts]
        if value is None:
            assert isinstance(function, nodes.LambdaExpr)
            return coerce(b, inline_lambda(b, function, items), item)
        call = nodes.CallExpr(function, [], [], [])
        call.set_line(node)
        return coerce(b, call_value(b, call, value, [Arg(nodes.ARG_POS, None, one) for one in items]), item)

    return Source(item, start, advance)


def map_star_source(b: Builder, node: nodes.CallExpr) -> Source:
    """Iterate over `map(f, *rows)`: a call with one item of each row at each step."""
    from pygress.compiler.frontend.lower.arguments import Arg
    from pygress.compiler.frontend.lower.expr import lower_as
    from pygress.compiler.frontend.lower.iteration import zip_star_source
    from pygress.compiler.frontend.lower.star import star_call

    if len(node.args) != 2:
        raise Unsupported(
            node, "unsupported-syntax", "`*` beside other arguments cannot be compiled in this call"
        )
    function = b.keep(lower_as(b, node.args[0], OBJECT))
    rows = zip_star_source(b, node)
    ty = b.world.as_super(b.type_of(node), "typing.Iterable")
    item = ty.args[0] if ty is not None else OBJECT

    def advance(b: Builder, done: ops.Block) -> Value:
        given = Arg(nodes.ARG_STAR, None, rows.advance(b, done))
        return coerce(b, star_call(b, function, [given]), item)

    return Source(item, rows.start, advance)


def filter_source(b: Builder, node: nodes.CallExpr) -> Source:
    """Iterate over `filter(f, xs)` in place."""
    inner = source_of_expr(b, node.args[1])
    function = None if is_none(node.args[0]) else any_function(b, node.args[0])

    def advance(b: Builder, done: ops.Block) -> Value:
        head, go = b.new_block(), b.new_block()
        b.start(head)
        item = b.keep(coerce(b, inner.advance(b, done), inner.item))
        b.branch(truth(b, function(item) if function is not None else item), go, head)
        b.start(go)
        return item

    return Source(inner.item, inner.start, advance)
