"""Generators, coroutines, asynchronous generators, generator expressions.

A generator function is lowered like any other; a `yield` ends a block, and control comes back at the block after it.
`yield from` and `await` are loops that hand on values, what is sent, and exceptions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mypy import nodes

from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Loop, Value, shared_variables
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.exceptions import enter_handler, reraise
from pygress.compiler.frontend.lower.iteration import Source, iterator_source
from pygress.compiler.frontend.walk import walk
from pygress.compiler.frontend.world import FunctionInst, Param, World
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import NONE, OBJECT, Inst, Rep, Ty, rep_of


@dataclass(frozen=True)
class Shape:
    """What a generator function gives, gets and returns."""

    item: Ty
    sent: Ty
    result: Ty
    is_async: bool


def shape_of(world: World, defn: nodes.FuncItem, ret: Ty) -> Shape:
    """Read the shape from the declared result of a generator function or coroutine."""
    if defn.is_coroutine and not defn.is_async_generator:
        found = world.as_super(ret, "typing.Coroutine")
        result = found.args[2] if found is not None and len(found.args) == 3 else _last(ret)
        return Shape(OBJECT, OBJECT, result, False)
    if defn.is_async_generator:
        found = world.as_super(ret, "typing.AsyncGenerator")
        if found is not None and len(found.args) == 2:
            return Shape(found.args[0], found.args[1], NONE, True)
        return Shape(_last(ret), NONE, NONE, True)
    found = world.as_super(ret, "typing.Generator")
    if found is not None and len(found.args) == 3:
        return Shape(*found.args, False)
    return Shape(_last(ret), NONE, OBJECT, False)


def _last(ret: Ty) -> Ty:
    return ret.args[-1] if isinstance(ret, Inst) and ret.args else OBJECT


def lower_generator_body(b: Builder, inst: FunctionInst) -> None:
    """Lower the body of a generator function or `async def`; its parameters are variables already."""
    from pygress.compiler.frontend.lower.statements import lower_block

    defn = inst.defn
    shape = shape_of(b.world, defn, inst.ret)
    b.__dict__["_shape"] = shape
    b.ret = shape.result
    if defn.is_coroutine:
        inst.ir.generator_kind = "async_generator" if defn.is_async_generator else "coroutine"
    lower_block(b, defn.body)
    if b.block is not None:
        b.end(ops.Return(None))


def current_shape(b: Builder) -> Shape:
    """Tell the shape of the generator that is being lowered."""
    shape: Shape = b.__dict__["_shape"]
    return shape


def suspend(b: Builder, value: Value, err: ops.Block | None, *, item: bool = False) -> Value:
    """Suspend with a value; gives what is sent."""
    sent = b.fn.new_reg(Rep.REF)
    resume = b.new_block()
    b.end(ops.Yield(value.op, resume, sent, err, item))
    b.start(resume)
    return Value(sent, OBJECT)


def lower_yield(b: Builder, node: nodes.YieldExpr) -> Value:
    """Lower `yield x`; its value is what is sent."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    shape = current_shape(b)
    value = NONE_VALUE if node.expr is None else lower_expr(b, node.expr)
    value = coerce(b, value, shape.item if shape.item != NONE else value.ty)
    b.line = node.line
    sent = suspend(b, value, b.err, item=shape.is_async)
    if shape.sent == NONE:
        return NONE_VALUE
    return coerce(b, sent, shape.sent)


def lower_yield_from(b: Builder, node: nodes.YieldFromExpr) -> Value:
    """Lower `yield from x`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = lower_expr(b, node.expr)
    it = b.call("delegate_iter", [coerce(b, _iterable(b, node, value), OBJECT)])
    out = delegate(b, it)
    return _result(b, out, b.type_of(node))


def _iterable(b: Builder, node: nodes.Context, value: Value) -> Value:
    """Call `__iter__` of a class of the program directly."""
    from pygress.compiler.frontend.lower.classes import find_method
    from pygress.compiler.frontend.lower.methods import call_user_method

    if isinstance(value.ty, Inst) and b.world.is_user_class(value.ty):  # noqa: SIM102
        if find_method(b.world, value.ty, "__iter__") is not None:
            return call_user_method(b, node, value, "__iter__", [])
    return coerce(b, value, value.ty)


def _result(b: Builder, out: Value, ty: Ty) -> Value:
    """View the result of a generator, which is boxed, as its static type."""
    if ty == NONE:
        return NONE_VALUE
    return Value(out.op, ty) if rep_of(ty) == Rep.REF else coerce(b, out, ty)


def delegate(b: Builder, it: Value) -> Value:
    """Run another generator to its end: its values are ours, what is sent or thrown is passed on."""
    sent, given = b.temp(OBJECT), b.temp(OBJECT)
    head, waiting, thrown, done = b.new_block(), b.new_block(), b.new_block(), b.new_block()
    b.assign(sent, Value(NONE_VALUE.op, OBJECT))
    b.start(head)
    b.assign(given, b.call("delegate_send", [it, sent]))
    b.branch(b.call("is_null", [given]), done, waiting)
    b.start(waiting)
    b.assign(sent, suspend(b, given, thrown))
    b.goto(head)
    b.start(thrown)
    outer = b.temp(OBJECT)
    b.assign(outer, b.call("get_handled", []))
    caught = b.temp(OBJECT)
    assert isinstance(caught.op, ops.Reg)
    b.emit(ops.Catch(caught.op))
    b.call("set_handled", [outer])
    b.assign(given, b.call("delegate_throw", [it, caught]))
    b.branch(b.call("is_null", [given]), done, waiting)
    b.start(done)
    return b.call("delegate_result", [it])


def lower_await(b: Builder, node: nodes.AwaitExpr) -> Value:
    """Lower `await x`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = lower_expr(b, node.expr)
    b.line = node.line
    try:
        ty = b.type_of(node)
    except Exception:  # mypy keeps no type where the result is not used
        ty = OBJECT
    return _result(b, await_value(b, node, value), ty)


def await_value(b: Builder, node: nodes.Context, value: Value) -> Value:
    """Wait for an awaitable; the result is boxed."""
    from pygress.compiler.frontend.lower.classes import find_method
    from pygress.compiler.frontend.lower.methods import call_user_method

    ty = value.ty
    if (
        isinstance(ty, Inst)
        and b.world.is_user_class(ty)
        and find_method(b.world, ty, "__await__") is not None
    ):
        inner = call_user_method(b, node, value, "__await__", [])
        return delegate(b, b.call("delegate_iter", [coerce(b, inner, OBJECT)]))
    held = coerce(b, value, OBJECT)
    if isinstance(ty, Inst) and b.world.as_super(ty, "typing.Coroutine") is not None:
        return delegate(b, held)
    it = b.temp(OBJECT)
    b.assign(it, held)
    direct, done = b.new_block(), b.new_block()
    dynamic = b.new_block()
    b.branch(b.call("is_awaitable", [held]), direct, dynamic)
    b.start(dynamic)
    b.world.dynamic_names.add("__await__")
    made = b.call("obj_call_method", [held, b.const_str("__await__"), b.const_int(0)])
    b.assign(it, b.call("delegate_iter", [made]))
    b.goto(done)
    b.start(direct)
    b.goto(done)
    b.start(done)
    return delegate(b, it)


# -- async for


def lower_async_for(b: Builder, node: nodes.ForStmt) -> None:
    """Lower `async for` / `else`."""
    from pygress.compiler.frontend.lower import assign
    from pygress.compiler.frontend.lower.statements import lower_block

    def body(item: Value, head: ops.Block, done: ops.Block) -> None:
        assign.store(b, node.index, item)
        b.exits.append(Loop(done, head))
        lower_block(b, node.body)
        b.exits.pop()

    def otherwise() -> None:
        if node.else_body is not None:
            lower_block(b, node.else_body)

    async_loop(b, node, node.expr, body, otherwise)


def async_loop(
    b: Builder,
    node: nodes.Context,
    iterable: nodes.Expression,
    body: Callable[[Value, ops.Block, ops.Block], None],
    otherwise: Callable[[], None] = lambda: None,
) -> None:
    """Go through an asynchronous iterable; `body` gets the item and the targets of `continue` and `break`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    _async_loop(b, node, lower_expr(b, iterable), body, otherwise)


def _async_loop(
    b: Builder,
    node: nodes.Context,
    value: Value,
    body: Callable[[Value, ops.Block, ops.Block], None],
    otherwise: Callable[[], None] = lambda: None,
) -> None:
    item = async_item(b, value.ty)
    iterator = _async_method(b, node, value, "__aiter__")
    held = b.temp(iterator.ty)
    b.assign(held, iterator)
    outer = b.err
    head, ended, rest, done = b.new_block(), b.new_block(), b.new_block(), b.new_block()
    b.start(head)
    b.err = ended
    step = _async_method(b, node, held, "__anext__")
    got = _result(b, await_value(b, node, step), item)
    b.err = outer
    body(got, head, done)
    b.goto(head)
    b.start(ended)

    def stop(caught: Value) -> None:
        more, end = b.new_block(), b.new_block()
        symbol = Value(ops.Symbol("pg_type_StopAsyncIteration"), OBJECT)
        b.branch(b.call("isinstance_", [caught, symbol]), end, more)
        b.start(more)
        reraise(b, caught)
        b.start(end)

    enter_handler(b, stop)
    b.goto(rest)
    b.start(rest)
    otherwise()
    b.goto(done)
    b.start(done)


def async_item(b: Builder, ty: Ty) -> Ty:
    """Tell the type of the items of an asynchronous iterable."""
    from pygress.compiler.frontend.lower.classes import find_method, method_env

    found = b.world.as_super(ty, "typing.AsyncIterable")
    if found is not None and found.args:
        return found.args[0]
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        member = find_method(b.world, ty, "__anext__")
        if member is not None and member.function is not None:
            ret = b.world.signature(member.function, member.owner, method_env(b.world, member))[1]
            return _last(ret)
        member = find_method(b.world, ty, "__aiter__")
        if member is not None and member.function is not None:
            ret = b.world.signature(member.function, member.owner, method_env(b.world, member))[1]
            return async_item(b, ret) if ret != ty else OBJECT
    return OBJECT


def _async_method(b: Builder, node: nodes.Context, value: Value, name: str) -> Value:
    from pygress.compiler.frontend.lower.classes import find_method
    from pygress.compiler.frontend.lower.methods import call_user_method

    if isinstance(value.ty, Inst) and b.world.is_user_class(value.ty):  # noqa: SIM102
        if find_method(b.world, value.ty, name) is not None:
            return call_user_method(b, node, value, name, [])
    held = coerce(b, value, OBJECT)
    out = b.temp(OBJECT)
    ours, other, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("is_async_generator", [held]), ours, other)
    b.start(ours)
    if name == "__aiter__":
        b.assign(out, held)
    else:
        b.assign(out, b.call("async_next", [held, Value(NONE_VALUE.op, OBJECT), b.const_bool(False)]))
    b.goto(done)
    b.start(other)
    b.world.dynamic_names.add(name)
    b.assign(out, b.call("obj_call_method", [held, b.const_str(name), b.const_int(0)]))
    b.goto(done)
    b.start(done)
    return out


# -- generator expressions


def generator_expression(b: Builder, node: nodes.GeneratorExpr) -> Value:
    """Lower a generator expression as a value; the first iterable is evaluated at once, as in Python."""
    from pygress.compiler.frontend.lower.closures import captured_variable, free_variables
    from pygress.compiler.frontend.lower.expr import lower_expr

    world = b.world
    first = lower_expr(b, node.sequences[0])
    first = coerce(b, _iterable(b, node, first), OBJECT) if not node.is_async[0] else coerce(b, first, OBJECT)
    iterator = first if node.is_async[0] else b.call("iter_new", [first])
    function = ir.Function(world.c_name("py_genexpr"), "<genexpr>", world.trace_path(b.tree), node.line)
    function.is_generator = function.is_closure = True
    function.generator_kind = "async_generator" if any(node.is_async) else "generator"
    function.ret = Rep.REF
    param = function.new_reg(Rep.REF, "iterable")
    function.params.append(param)
    own = index_variables(node)
    fake = FunctionInst(
        nodes.LambdaExpr(), None, b.env, [Param(".0", OBJECT, nodes.ARG_POS)], OBJECT, function, b.tree
    )
    fake.parent = b
    fake.captured = [one for one in free_variables(b, node) if one not in own]
    world.program.functions.append(function)
    cells = []
    for one in fake.captured:
        owner = b.find_owner(one)
        assert owner is not None
        variable = owner.variable(one, node) if owner is b else captured_variable(b, owner, one, node)
        cells.append(variable.reg)
    made = b.fn.new_reg(Rep.REF)
    b.emit(ops.MakeFunction(made, function, tuple(cells)))
    out = b.fn.new_reg(Rep.REF)
    b.emit(ops.CallFunction(out, function, (made, iterator.op)))
    ty = b.type_of(node)
    world.later(lambda: _lower_expression_body(b, node, fake, own, ty))
    return Value(out, ty)


def index_variables(node: nodes.GeneratorExpr) -> set[nodes.SymbolNode]:
    """List the variables that a generator expression binds itself."""
    found: set[nodes.SymbolNode] = set()
    for index in node.indices:
        for one in walk(index):
            if isinstance(one, nodes.NameExpr) and one.node is not None:
                found.add(one.node)
    return found


def _lower_expression_body(
    outer: Builder, node: nodes.GeneratorExpr, fake: FunctionInst, own: set[nodes.SymbolNode], ty: Ty
) -> None:
    from pygress.compiler.frontend.lower.assign import store
    from pygress.compiler.frontend.lower.comprehension import conditions, nest
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.frontend.lower.iteration import loop

    world = outer.world
    b = Builder(world, fake.ir, outer.tree, outer.env, fake, outer)
    b.line = node.line
    b.own = own
    b.cells = shared_variables(node, own)
    is_async = any(node.is_async)
    item = _last(ty) if is_async and isinstance(ty, Inst) and len(ty.args) == 1 else _first(ty)
    b.__dict__["_shape"] = Shape(item, NONE, NONE, is_async)
    b.start(b.new_block())

    def give() -> None:
        value = coerce(b, lower_expr(b, node.left_expr), item)
        suspend(b, value, b.err, item=is_async)

    def step(one: Value) -> None:
        skip = b.new_block()
        store(b, node.indices[0], one)
        conditions(b, node.condlists[0], skip)
        nest(b, node, give, 1)
        b.start(skip)

    def work() -> None:
        for cell in sorted(b.cells, key=lambda one: one.name):
            if isinstance(cell, nodes.Var) and cell.type is not None:
                b.declare(cell, b.convert(cell.type))
        if node.is_async[0]:
            given = Value(fake.ir.params[0], outer.type_of(node.sequences[0]))
            _async_loop(b, node, given, lambda one, head, done: step(one))
            return
        first = Value(fake.ir.params[0], OBJECT)
        loop(b, iterator_source(b, first, _item_of(outer, node.sequences[0])), step)

    world.guarded(outer.tree, lambda: b.line, work)
    if b.block is not None:
        b.end(ops.Return(None))


def _first(ty: Ty) -> Ty:
    return ty.args[0] if isinstance(ty, Inst) and ty.args else OBJECT


def _item_of(b: Builder, node: nodes.Expression) -> Ty:
    """Tell the type of the items of an iterable expression."""
    ty = b.type_of(node)
    found = b.world.as_super(ty, "typing.Iterable")
    if found is not None and found.args:
        return found.args[0]
    return _user_item(b, ty) or OBJECT


# -- classes of the program as iterables


def user_source(b: Builder, node: nodes.Context, value: Value) -> Source | None:
    """Iterate over an instance of a class of the program: its `__iter__` is called directly."""
    item = _user_item(b, value.ty)
    if item is None:
        return None
    state: dict[str, Source] = {}

    def start(b: Builder) -> None:
        state["inner"] = iterator_source(b, coerce(b, _iterable(b, node, value), OBJECT), item)
        state["inner"].start(b)

    return Source(item, start, lambda b, done: state["inner"].advance(b, done))


def _user_item(b: Builder, ty: Ty) -> Ty | None:
    """Tell the type of the items of a class of the program, from its `__iter__` and `__next__`."""
    from pygress.compiler.frontend.lower.classes import find_method, method_env

    if not isinstance(ty, Inst) or not b.world.is_user_class(ty):
        return None
    for name in ("__iter__", "__next__"):
        member = find_method(b.world, ty, name)
        if member is None or member.function is None:
            continue
        ret = b.world.signature(member.function, member.owner, method_env(b.world, member))[1]
        if name == "__next__":
            return ret
        found = b.world.as_super(ret, "typing.Iterator")
        if found is not None and found.args:
            return found.args[0]
        if ret != ty and isinstance(ret, Inst) and b.world.is_user_class(ret):
            return _user_item(b, ret)
    return None


# -- methods of generator objects

_CLASSES = frozenset(
    {"typing.Generator", "typing.Coroutine", "typing.AsyncGenerator", "typing.Iterator", "typing.AsyncIterator",
     "types.CoroutineType", "types.GeneratorType"}
)  # fmt: skip


def method(
    b: Builder, receiver: Value, name: str
) -> Callable[[Builder, nodes.CallExpr, Value], Value | None] | None:
    """Find the lowering of a method of a generator object."""
    if not isinstance(receiver.ty, Inst) or receiver.ty.name not in _CLASSES:
        return None
    return {
        "send": _send, "throw": _throw, "close": _close, "__next__": _send, "asend": _async_send,
        "aclose": _async_close, "athrow": _async_throw, "__anext__": _async_send,
    }.get(name)  # fmt: skip


def _send(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value:
    from pygress.compiler.frontend.lower.expr import lower_as

    value = lower_as(b, node.args[0], OBJECT) if node.args else Value(NONE_VALUE.op, OBJECT)
    out = b.call("gen_send", [coerce(b, receiver, OBJECT), value])
    return coerce(b, out, _first(receiver.ty))


def _throw(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value:
    from pygress.compiler.frontend.lower.exceptions import exception_value

    error = exception_value(b, node.args[0])
    out = b.call("gen_throw", [coerce(b, receiver, OBJECT), Value(error.op, OBJECT)])
    return coerce(b, out, _first(receiver.ty))


def _close(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value:
    b.call("gen_close", [coerce(b, receiver, OBJECT)])
    return NONE_VALUE


def _async_send(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value:
    from pygress.compiler.frontend.lower.expr import lower_as

    value = lower_as(b, node.args[0], OBJECT) if node.args else Value(NONE_VALUE.op, OBJECT)
    out = b.call("async_next", [coerce(b, receiver, OBJECT), value, b.const_bool(False)])
    return Value(out.op, Inst("typing.Awaitable", (_first(receiver.ty),)))


def _async_throw(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value:
    from pygress.compiler.frontend.lower.exceptions import exception_value

    error = exception_value(b, node.args[0])
    out = b.call("async_throw", [coerce(b, receiver, OBJECT), Value(error.op, OBJECT)])
    return Value(out.op, Inst("typing.Awaitable", (_first(receiver.ty),)))


def _async_close(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value:
    none = Value(NONE_VALUE.op, OBJECT)
    out = b.call("async_next", [coerce(b, receiver, OBJECT), none, b.const_bool(True)])
    return Value(out.op, Inst("typing.Awaitable", (NONE,)))
