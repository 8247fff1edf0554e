"""`raise`, `assert`, `try`.

While a handler runs, the exception is in the runtime's `pg_handled` (context of new ones, subject of a bare
`raise`); it is put back on every way out. `finally` is lowered once for each way out.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Cleanup, Value
from pygress.compiler.frontend.lower.classes import type_symbol
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import BOOL, NEVER, NONE, OBJECT, Inst, Rep, Ty, TypeOf, make_union, members


def lower_raise(b: Builder, node: nodes.RaiseStmt) -> None:
    """Lower `raise`, `raise e`, `raise e from cause`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    if node.expr is None:
        if b.handled is not None:
            b.line = 0  # the traceback has the place in this function already
        b.call("raise_again", [])
        b.end(ops.Unreachable())
        return
    value = b.keep(_as_exception(b, exception_value(b, node.expr), [_BASE]))
    if node.from_expr is not None:
        cause = lower_expr(b, node.from_expr)
        if isinstance(cause.ty, TypeOf):
            cause = exception_value(b, node.from_expr)
        b.line = node.line
        b.call("raise_from", [value, coerce(b, _as_exception(b, cause, [_BASE, NONE]), OBJECT)])
    else:
        b.line = node.line
        b.call("raise_", [value])
    b.end(ops.Unreachable())


_BASE = Inst("builtins.BaseException")


def _as_exception(b: Builder, value: Value, wanted: list[Ty]) -> Value:
    """Look at what is raised if it is not known to be an exception."""
    if value.ty == NONE or all(b.world.as_super(one, _BASE.name) is not None for one in members(value.ty)):
        return value
    return coerce(b, coerce(b, value, OBJECT), make_union(wanted))


def exception_value(b: Builder, node: nodes.Expression) -> Value:
    """Lower what is raised: an exception, or a class that is called without arguments."""
    from pygress.compiler.frontend.lower.construct import new_instance
    from pygress.compiler.frontend.lower.exception_objects import new_exception
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = lower_expr(b, node)
    if isinstance(value.ty, TypeOf) and isinstance(value.ty.item, Inst):
        ty = value.ty.item
        if b.world.is_user_class(ty):
            return new_instance(b, node, ty, [])
        return new_exception(b, value, ty, [])
    return value


def lower_assert(b: Builder, node: nodes.AssertStmt) -> None:
    """Lower `assert`."""
    from pygress.compiler.frontend.lower.expr import lower_as, lower_condition

    good, bad = b.new_block(), b.new_block()
    lower_condition(b, node.expr, good, bad)
    b.start(bad)
    message = lower_as(b, node.msg, OBJECT) if node.msg is not None else Value(ops.Null(), OBJECT)
    b.line = node.line
    b.call("raise_assert", [message])
    b.end(ops.Unreachable())
    b.start(good)


def lower_try(b: Builder, node: nodes.TryStmt) -> None:
    """Lower `try` / `except` / `else` / `finally`."""
    from pygress.compiler.frontend.lower.statements import lower_block

    if node.finally_body is None:
        _lower_handlers(b, node)
        return
    body = node.finally_body

    def run() -> None:
        lower_block(b, body)

    with_finally(b, lambda: _lower_handlers(b, node) if node.handlers else lower_block(b, node.body), run)


def with_finally(b: Builder, body: Callable[[], None], cleanup: Callable[[], None]) -> None:
    """Run `body`, and `cleanup` on every way out of it."""
    outer = b.err
    handler, done = b.new_block(), b.new_block()
    b.exits.append(Cleanup(cleanup, outer))
    b.err = handler
    body()
    b.exits.pop()
    b.err = outer
    if b.block is not None:
        cleanup()
        b.goto(done)
    b.start(handler)
    enter_handler(b, lambda caught: _after_exception(b, cleanup, caught))
    b.start(done)


def _after_exception(b: Builder, cleanup: Callable[[], None], caught: Value) -> None:
    cleanup()
    reraise(b, caught)


def reraise(b: Builder, caught: Value) -> None:
    """Send a caught exception on; the handled one is put back first."""
    if b.block is None:
        return
    run_top_restore(b)
    b.emit(ops.Reraise(caught.op))
    b.end(ops.Raise(b.err_outside(), traceback=False))


def run_top_restore(b: Builder) -> None:
    """Put back the exception that was handled before the innermost handler."""
    assert b.handled is not None
    b.call("set_handled", [b.handled])


def enter_handler(b: Builder, body: Callable[[Value], None]) -> None:
    """Open a handler block: take the exception, run `body`, restore what was handled before on every way out."""
    outer_err, outer_handled = b.err, b.handled
    saved = b.temp(OBJECT)
    got = b.call("get_handled", [])
    b.assign(saved, got)
    caught = b.temp(OBJECT)
    assert isinstance(caught.op, ops.Reg)
    b.emit(ops.Catch(caught.op))
    b.handled = saved
    failed = b.new_block()
    restore = Cleanup(lambda: _restore(b, saved), outer_err)
    b.exits.append(restore)
    b.err = failed
    b.outer_errs.append(outer_err)
    body(caught)
    b.outer_errs.pop()
    b.exits.pop()
    b.err = outer_err
    b.handled = outer_handled
    if b.block is not None:
        _restore(b, saved)
    after = b.block
    b.block = None
    # An exception inside the handler: restore, then let it travel on.
    b.start(failed)
    _restore(b, saved)
    b.end(ops.Raise(outer_err, traceback=False))
    b.block = after


def _restore(b: Builder, saved: Value) -> None:
    b.call("set_handled", [saved])


def _lower_handlers(b: Builder, node: nodes.TryStmt) -> None:
    """Lower the body and the `except` clauses."""
    from pygress.compiler.frontend.lower.except_star import lower_clauses
    from pygress.compiler.frontend.lower.statements import lower_block

    outer = b.err
    handler, done = b.new_block(), b.new_block()
    b.err = handler
    lower_block(b, node.body)
    b.err = outer
    if b.block is not None and node.else_body is not None:
        lower_block(b, node.else_body)
    b.goto(done)
    b.start(handler)

    def dispatch(caught: Value) -> None:
        finish = b.new_block()
        for classes, var, body in zip(node.types, node.vars, node.handlers, strict=True):
            take, more = b.new_block(), b.new_block()
            if classes is None:
                b.goto(take)
            else:
                b.branch(_matches(b, caught, classes), take, more)
            b.start(take)
            if var is not None:
                bind(b, var, caught)
            lower_block(b, body)
            if var is not None and b.block is not None:
                unbind(b, var)
            b.goto(finish)
            b.start(more)
        reraise(b, caught)
        b.start(finish)

    enter_handler(b, (lambda caught: lower_clauses(b, node, caught)) if node.is_star else dispatch)
    b.goto(done)
    b.start(done)


def _matches(b: Builder, caught: Value, classes: nodes.Expression) -> Value:
    """Test the caught exception against the classes of an `except` clause."""
    from pygress.compiler.frontend.lower.narrowing import class_list

    parts = class_list(b, classes)
    if parts is None:
        from pygress.compiler.frontend.lower.expr import lower_expr

        value = lower_expr(b, classes)
        return b.call("exc_matches_any", [caught, coerce(b, value, OBJECT)])
    result = b.temp(BOOL)
    done = b.new_block()
    for one in parts:
        more = b.new_block()
        b.assign(result, _test(b, caught, one, classes))
        b.branch(result, done, more)
        b.start(more)
    b.start(done)
    return result


def _test(b: Builder, caught: Value, ty: Ty, node: nodes.Context) -> Value:
    return b.call("isinstance_", [caught, caught_class(b, ty, node)])


def caught_class(b: Builder, ty: Ty, node: nodes.Context) -> Value:
    """Give the class object that a clause names."""
    symbol = type_symbol(b, ty)
    if symbol is None:
        raise Unsupported(
            node, "unsupported-type", f"`{ty}` cannot be caught", "not an exception class of a module"
        )
    return Value(symbol, OBJECT)


def bind(b: Builder, var: nodes.NameExpr, caught: Value) -> None:
    """Assign what was caught to the variable of a clause."""
    from pygress.compiler.frontend.lower.assign import store

    if var in b.world.checked.types:
        ty = b.type_of(var)
    else:
        ty = (
            b.convert(var.node.type)
            if isinstance(var.node, nodes.Var) and var.node.type is not None
            else OBJECT
        )
    if ty in (NONE, NEVER):
        ty = OBJECT  # code that the type checker holds to be unreachable
    store(b, var, Value(caught.op, ty))
    if var.node is not None:
        b.caught.add(var.node)


def unbind(b: Builder, var: nodes.NameExpr) -> None:
    """Delete the variable of a clause at its end."""
    if isinstance(var.node, nodes.Var) and b.find_owner(var.node) is b and var.kind == nodes.LDEF:
        variable = b.variable(var.node, var)
        if not variable.is_cell:
            b.emit(ops.Unbind(variable.reg))


__all__ = ["NONE_VALUE", "Rep", "enter_handler", "lower_assert", "lower_raise", "lower_try", "with_finally"]
