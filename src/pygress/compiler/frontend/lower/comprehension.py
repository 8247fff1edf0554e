"""Comprehensions and generator expressions.

A comprehension is a loop in place. A generator expression that is consumed at once (`any(...)`, `for`) is one too;
otherwise it becomes a generator function.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.iteration import Source, loop, source_of_expr
from pygress.compiler.frontend.lower.literals import container_type, new_dict, new_list, new_set
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import Inst


def lower_comprehension(
    b: Builder, node: nodes.ListComprehension | nodes.SetComprehension | nodes.DictionaryComprehension
) -> Value:
    """Lower a comprehension to a loop."""
    from pygress.compiler.frontend.lower.expr import lower_as

    match node:
        case nodes.ListComprehension(generator=generator):
            ty = container_type(b, node, "builtins.list", 1)
            out = new_list(b, ty.args[0])
            nest(
                b,
                generator,
                lambda: b.call("list_append", [out, lower_as(b, generator.left_expr, ty.args[0])]),
            )
        case nodes.SetComprehension(generator=generator):
            ty = container_type(b, node, "builtins.set", 1)
            out = new_set(b, ty.args[0])
            nest(b, generator, lambda: b.call("set_add", [out, lower_as(b, generator.left_expr, ty.args[0])]))
        case nodes.DictionaryComprehension():
            mapped = node.key
            assert mapped is not None
            ty = container_type(b, node, "builtins.dict", 2)
            out = new_dict(b, ty.args[0], ty.args[1])

            def put() -> None:
                key = b.keep(lower_as(b, mapped, ty.args[0]))
                b.call("dict_set", [out, key, lower_as(b, node.value, ty.args[1])])

            nest(b, node, put)
    return Value(out.op, ty)


def nest(
    b: Builder,
    node: nodes.GeneratorExpr | nodes.DictionaryComprehension,
    body: Callable[[], object],
    depth: int = 0,
    before: Callable[[], object] | None = None,
) -> None:
    """Run `body` for each combination of items that passes the conditions.

    `before` comes between the outermost iterable and the first item: the arguments that follow a generator expression.
    """
    from pygress.compiler.frontend.lower.assign import store

    if depth == len(node.sequences):
        body()
        return

    def step(item: Value) -> None:
        skip = b.new_block()
        store(b, node.indices[depth], item)
        conditions(b, node.condlists[depth], skip)
        nest(b, node, body, depth + 1)
        b.start(skip)

    if node.is_async[depth]:
        from pygress.compiler.frontend.lower.generators import async_loop

        async_loop(b, node, node.sequences[depth], lambda item, head, done: step(item))
        return
    source = source_of_expr(b, node.sequences[depth])
    if before is not None:
        before()
    loop(b, source, step)


def conditions(b: Builder, tests: list[nodes.Expression], skip: ops.Block) -> None:
    """Go to `skip` unless all tests hold."""
    from pygress.compiler.frontend.lower.expr import lower_condition

    for one in tests:
        go = b.new_block()
        lower_condition(b, one, go, skip)
        b.start(go)


def inline_source(b: Builder, node: nodes.GeneratorExpr) -> Source | None:
    """Iterate over a generator expression in place, if it has one `for`."""
    from pygress.compiler.frontend.lower.assign import store
    from pygress.compiler.frontend.lower.expr import lower_expr

    if len(node.sequences) != 1:
        return None
    inner = source_of_expr(b, node.sequences[0])
    generator = b.world.as_super(b.type_of(node), "typing.Iterable")
    assert generator is not None
    item = generator.args[0]

    def advance(b: Builder, done: ops.Block) -> Value:
        head = b.new_block()
        b.start(head)
        store(b, node.indices[0], inner.advance(b, done))
        conditions(b, node.condlists[0], head)
        value = lower_expr(b, node.left_expr)
        return b.keep(coerce(b, value, item))

    return Source(item, inner.start, advance, inner.length if not node.condlists[0] else None)


def consume(
    b: Builder,
    node: nodes.Expression,
    body: Callable[[Value], object],
    before: Callable[[], object] | None = None,
) -> None:
    """Run `body` for each item of an iterable expression; a generator expression is a loop in place.

    `before` comes when the expression has been evaluated.
    """
    from pygress.compiler.frontend.lower.expr import lower_expr

    if isinstance(node, nodes.GeneratorExpr) and not any(node.is_async):
        nest(b, node, lambda: body(b.keep(lower_expr(b, node.left_expr))), before=before)
        return
    source = source_of_expr(b, node)
    if before is not None:
        before()
    loop(b, source, body)


def item_type(b: Builder, node: nodes.Expression) -> object:
    """Tell the type of the items of an iterable expression."""
    found = b.world.as_super(b.type_of(node), "typing.Iterable")
    return found.args[0] if isinstance(found, Inst) and found.args else None


def lower_generator_expression(b: Builder, node: nodes.GeneratorExpr) -> Value:
    """Lower a generator expression as a value: a generator object."""
    from pygress.compiler.frontend.lower.generators import generator_expression

    return generator_expression(b, node)
