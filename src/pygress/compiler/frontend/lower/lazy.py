"""`map`, `filter`, `zip` and `enumerate` as values: a generator function that goes through them in step.

evens = filter(f, numbers)      def lazy(a0, a1):
                                    for x in a1:
                                        if a0(x): yield x
"""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.lower.arguments import Arg
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.generators import Shape, suspend
from pygress.compiler.frontend.lower.iteration import Source, enumerate_source, loop, source_of, zip_source
from pygress.compiler.frontend.lower.operators import truth
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import INT, NONE, Inst, Rep, Ty, rep_of


def lazy_call(b: Builder, node: nodes.CallExpr, name: str, item: Ty) -> Value | None:
    """Lower a call as a value; `None` if its arguments are not plain."""
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    positional = [one for one, kind in zip(node.args, node.arg_kinds, strict=True) if kind == nodes.ARG_POS]
    if any(kind not in (nodes.ARG_POS, nodes.ARG_NAMED) for kind in node.arg_kinds) or not positional:
        return None
    strict = start = None
    for one, key in zip(node.args, node.arg_names, strict=True):
        if key == "strict":
            strict = isinstance(one, nodes.NameExpr) and one.name == "True"
        elif key == "start":
            start = one
    if name == "enumerate" and len(positional) == 2:
        start = positional.pop()
    values: list[Value] = []
    inside = name in ("map", "filter") and _needs_no_value(b, positional[0])
    for one in positional[1:] if inside else positional:
        value = lower_expr(b, one)
        values.append(b.keep(coerce(b, value, value.ty)))
    if name == "enumerate":
        values.append(b.const_int(0) if start is None else lower_as(b, start, INT))
    function, inner, params = _generator(b, node, name, values, item)
    source = _source(inner, node, name, params, positional[0] if inside else None, bool(strict), item)
    loop(inner, source, lambda one: suspend(inner, coerce(inner, one, item), inner.err))
    return _start(b, inner, function, values, item)


def iter_until(b: Builder, node: nodes.CallExpr, item: Ty) -> Value:
    """Lower `iter(function, sentinel)`: the function is called when the next item is wanted."""
    from pygress.compiler.frontend.lower.call import call_value
    from pygress.compiler.frontend.lower.compare import equal
    from pygress.compiler.frontend.lower.expr import lower_expr

    values: list[Value] = []
    for one in node.args:
        value = lower_expr(b, one)
        values.append(b.keep(coerce(b, value, value.ty)))
    function, inner, (callee, sentinel) = _generator(b, node, "iter", values, item)
    head, more, done = inner.new_block(), inner.new_block(), inner.new_block()
    inner.start(head)
    call = nodes.CallExpr(node.args[0], [], [], [])
    call.set_line(node)
    got = inner.keep(call_value(inner, call, callee, []))
    got = coerce(inner, got, got.ty)
    inner.branch(equal(inner, node, got, sentinel), done, more)
    inner.start(more)
    suspend(inner, coerce(inner, got, item), inner.err)
    inner.goto(head)
    inner.start(done)
    return _start(b, inner, function, values, item)


def _generator(
    b: Builder, node: nodes.CallExpr, name: str, values: list[Value], item: Ty
) -> tuple[ir.Function, Builder, list[Value]]:
    """Begin a generator function that gets `values` as its arguments."""
    function = ir.Function(b.world.c_name(f"py_{name}"), name, b.world.trace_path(b.tree), node.line)
    function.is_generator = True
    function.ret = Rep.REF
    params = []
    for index, held in enumerate(values):
        reg = function.new_reg(rep_of(held.ty), f"a{index}")
        function.params.append(reg)
        params.append(Value(reg, held.ty))
    b.world.program.functions.append(function)
    inner = Builder(b.world, function, b.tree, b.env)
    inner.line = 0  # as the C functions of CPython: no place in a traceback
    inner.__dict__["_shape"] = Shape(item, NONE, NONE, False)
    inner.start(inner.new_block())
    return function, inner, params


def _start(b: Builder, inner: Builder, function: ir.Function, values: list[Value], item: Ty) -> Value:
    """End the generator function and call it."""
    inner.end(ops.Return(None))
    out = b.fn.new_reg(Rep.REF)
    b.emit(ops.CallFunction(out, function, tuple(one.op for one in values)))
    return Value(out, Inst("typing.Iterator", (item,)))


def _needs_no_value(b: Builder, node: nodes.Expression) -> bool:
    """Tell whether a function is known by name alone: it need not be carried."""
    if isinstance(node, nodes.NameExpr) and node.fullname == "builtins.None":
        return True
    if isinstance(node, nodes.MemberExpr):
        return isinstance(node.expr, nodes.RefExpr) and isinstance(
            node.expr.node, nodes.TypeInfo | nodes.MypyFile
        )
    if not isinstance(node, nodes.RefExpr) or node.node is None or b.find_owner(node.node) is not None:
        return False
    return isinstance(node.node, nodes.TypeInfo | nodes.FuncDef | nodes.OverloadedFuncDef)


def _source(
    b: Builder,
    node: nodes.CallExpr,
    name: str,
    params: list[Value],
    known: nodes.Expression | None,
    strict: bool,
    item: Ty,
) -> Source:
    from pygress.compiler.frontend.lower.call import call_value
    from pygress.compiler.frontend.lower.special.functions import any_function

    if name == "enumerate":
        return enumerate_source(b, source_of(b, node, params[0]), params[1])
    if name == "zip":
        return zip_source(b, [source_of(b, node, one) for one in params], strict)
    iterables = params if known is not None else params[1:]
    parts = [source_of(b, node, one) for one in iterables]
    absent = isinstance(known, nodes.NameExpr) and known.fullname == "builtins.None"

    def call(items: list[Value]) -> Value:
        if known is not None and len(items) == 1:
            return any_function(b, known)(items[0])
        from pygress.compiler.frontend.lower.expr import lower_expr

        callee = params[0] if known is None else b.keep(lower_expr(b, known))
        made = nodes.CallExpr(node.args[0], [], [], [])
        made.set_line(node)
        return call_value(b, made, callee, [Arg(nodes.ARG_POS, None, one) for one in items])

    def start(b: Builder) -> None:
        for one in parts:
            one.start(b)

    def advance(b: Builder, done: ops.Block) -> Value:
        if name == "map":
            items = [b.keep(coerce(b, one.advance(b, done), one.item)) for one in parts]
            return coerce(b, call(items), item)
        head, go = b.new_block(), b.new_block()
        b.start(head)
        one = b.keep(coerce(b, parts[0].advance(b, done), parts[0].item))
        b.branch(truth(b, one if absent else call([one])), go, head)
        b.start(go)
        return one

    return Source(item, start, advance)
