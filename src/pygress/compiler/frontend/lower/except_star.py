"""`except*`: each clause takes its part of what was caught, and what they raise leaves the statement together.

Input: the caught exception. Output: the clauses one after the other; the state between them (what nobody has taken yet,
what the clauses raised) is a list of the runtime, which decides at the end what goes on.

    try: f()                        state = clauses_new(caught)
    except* A as e: g(e)     ->     if clauses_take(state, A): e = pg_handled; g(e), what it raises goes into state
    except* B: h()                  if clauses_take(state, B): h(), ...
                                    if (rest := clauses_end(state)) is not None: raise it as it is
"""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce, make_tuple
from pygress.compiler.frontend.lower.exceptions import bind, caught_class, reraise, unbind
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import OBJECT


def lower_clauses(b: Builder, node: nodes.TryStmt, caught: Value) -> None:
    """Lower the clauses of a `try` statement with `except*`."""
    state = b.keep(b.call("clauses_new", [caught]))
    for classes, var, body in zip(node.types, node.vars, node.handlers, strict=True):
        assert classes is not None
        b.line = classes.line
        take, more = b.new_block(), b.new_block()
        b.branch(b.call("clauses_take", [state, _classes(b, classes)]), take, more)
        b.start(take)
        _lower_clause(b, var, body, state)
        b.start(more)
    b.line = 0  # the traceback has the place in this function already
    left = b.keep(b.call("clauses_end", [state]))
    again, finish = b.new_block(), b.new_block()
    b.branch(b.call("is_", [left, NONE_VALUE]), finish, again)
    b.start(again)
    reraise(b, left)
    b.start(finish)


def _lower_clause(b: Builder, var: nodes.NameExpr | None, body: nodes.Block, state: Value) -> None:
    """Lower one clause; `break`, `continue` and `return` cannot leave it, so an exception is the only other way out."""
    from pygress.compiler.frontend.lower.statements import lower_block

    outer, raised, after = b.err, b.new_block(), b.new_block()
    b.err = raised
    if var is not None:
        bind(b, var, b.call("get_handled", []))
    lower_block(b, body)
    b.err = outer
    if b.block is not None:
        if var is not None:
            unbind(b, var)
        b.goto(after)
    b.start(raised)
    error = b.temp(OBJECT)
    assert isinstance(error.op, ops.Reg)
    b.emit(ops.Catch(error.op))
    b.call("clauses_raised", [state, error])
    if var is not None:
        unbind(b, var)
    b.start(after)


def _classes(b: Builder, node: nodes.Expression) -> Value:
    """Give the class of a clause, or the tuple of them."""
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.frontend.lower.narrowing import class_list

    parts = class_list(b, node)
    if parts is None:
        return coerce(b, lower_expr(b, node), OBJECT)
    values = [caught_class(b, one, node) for one in parts]
    return coerce(b, values[0] if len(values) == 1 else make_tuple(b, values), OBJECT)
