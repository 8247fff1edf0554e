"""`with`: enter, the body, and the exit on every way out; an exit that answers true ends the exception.

with open_(x) as f:        m = open_(x); f = m.__enter__()
    body                   body           -> m.__exit__(None, None, None)
                           on exception e -> if not m.__exit__(type(e), e, None): raise
"""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Cleanup, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.exceptions import enter_handler, reraise
from pygress.compiler.ir.types import NONE, OBJECT, Inst, TypeOf

_BASE = Inst("builtins.BaseException")


def lower_with(b: Builder, node: nodes.WithStmt) -> None:
    """Lower a `with` or `async with` statement; several managers nest."""
    from pygress.compiler.frontend.lower.statements import lower_block

    _lower_items(b, node, 0, lambda: lower_block(b, node.body))


def _lower_items(b: Builder, node: nodes.WithStmt, position: int, body: Callable[[], None]) -> None:
    if position == len(node.expr):
        body()
        return
    _lower_item(b, node, position, lambda: _lower_items(b, node, position + 1, body))


def _lower_item(b: Builder, node: nodes.WithStmt, position: int, body: Callable[[], None]) -> None:
    from pygress.compiler.frontend.lower.assign import store
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = lower_expr(b, node.expr[position])
    manager = b.temp(value.ty)
    b.assign(manager, coerce(b, value, value.ty))
    entered = _call(b, node, manager, "__enter__", [])
    outer = b.err
    handler, done = b.new_block(), b.new_block()

    def leave() -> None:
        line, b.line = b.line, node.line
        _call(b, node, manager, "__exit__", [NONE_VALUE, NONE_VALUE, NONE_VALUE])
        b.line = line

    def failed(caught: Value) -> None:
        b.line = node.line
        error = Value(caught.op, _BASE)
        kind = Value(b.call("type_of", [error]).op, TypeOf(_BASE))
        answer = _call(b, node, manager, "__exit__", [kind, error, NONE_VALUE])
        if answer.ty == NONE:
            reraise(b, caught)
            return
        from pygress.compiler.frontend.lower.operators import truth

        ended, more = b.new_block(), b.new_block()
        b.branch(truth(b, answer), ended, more)
        b.start(more)
        reraise(b, caught)
        b.start(ended)

    b.exits.append(Cleanup(leave, outer))
    b.err = handler
    target = node.target[position]
    if target is not None:
        store(b, target, entered)
    body()
    b.exits.pop()
    b.err = outer
    if b.block is not None:
        leave()
        b.goto(done)
    b.start(handler)
    enter_handler(b, failed)
    b.start(done)


def _call(b: Builder, node: nodes.WithStmt, manager: Value, name: str, args: list[Value]) -> Value:
    """Call a method of a context manager; awaited in `async with`."""
    if node.is_async:
        from pygress.compiler.frontend.lower.generators import await_value

        waiting = _call_method(b, node, manager, f"__a{name.removeprefix('__')}", args)
        return await_value(b, node, waiting)
    return _call_method(b, node, manager, name, args)


def _call_method(b: Builder, node: nodes.Context, manager: Value, name: str, args: list[Value]) -> Value:
    from pygress.compiler.frontend.lower.classes import find_method
    from pygress.compiler.frontend.lower.methods import call_user_method

    if isinstance(manager.ty, Inst) and b.world.is_user_class(manager.ty):  # noqa: SIM102
        if find_method(b.world, manager.ty, name) is not None:
            return call_user_method(b, node, manager, name, args)
    b.world.dynamic_names.add(name)
    boxed = [coerce(b, one, OBJECT) for one in args]
    receiver = coerce(b, manager, OBJECT)
    return b.call("obj_call_method", [receiver, b.const_str(name), b.const_int(len(boxed)), *boxed])
