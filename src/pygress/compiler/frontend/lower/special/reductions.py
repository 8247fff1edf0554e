"""One value from many: `any`, `all`, `sum`, `min`, `max`."""

from __future__ import annotations

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.comprehension import consume
from pygress.compiler.frontend.lower.operators import truth
from pygress.compiler.frontend.lower.special.call_form import Lowering, is_none, keyword, positional
from pygress.compiler.frontend.lower.special.functions import key_function
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import BOOL, FLOAT, INT, OBJECT, Inst, Rep, Ty, rep_of


def extreme_value(b: Builder, node: nodes.RefExpr) -> Value:
    """Make a function object of `max` or `min` that takes any number of arguments, or one iterable."""
    world = b.world
    short = node.fullname.rpartition(".")[2]

    def make() -> ir.Function:
        function = ir.Function(world.c_name(f"py_{short}"), short, b.tree.path, 0)
        function.is_closure = function.is_star = True
        function.ret = Rep.REF
        args, named = function.new_reg(Rep.REF, "args"), function.new_reg(Rep.REF, "kwargs")
        function.params += [args, named]
        world.program.functions.append(function)
        inner = Builder(world, function, b.tree, {})
        inner.start(inner.new_block())
        items = inner.temp(OBJECT)
        one, many, ready = inner.new_block(), inner.new_block(), inner.new_block()
        given = Value(args, Inst("builtins.tuple", (OBJECT,)))
        inner.branch(inner.call("int_eq", [inner.call("tuple_len", [given]), inner.const_int(1)]), one, many)
        inner.start(one)
        inner.assign(items, inner.call("tuple_boxed", [given, inner.const_int(0)]))
        inner.goto(ready)
        inner.start(many)
        inner.assign(items, Value(args, OBJECT))
        inner.goto(ready)
        inner.start(ready)
        part = nodes.TempNode(types.AnyType(types.TypeOfAny.special_form))
        call = nodes.CallExpr(node, [part], [nodes.ARG_POS], [None])
        call.set_line(node)
        inner.ready[part] = items
        inner.known[part] = inner.known[call] = OBJECT
        out = extreme(">" if short == "max" else "<")(inner, call)
        assert out is not None
        inner.end(ops.Return(coerce(inner, out, OBJECT).op))
        return function

    dst = b.fn.new_reg(Rep.REF)
    b.emit(ops.MakeFunction(dst, world.synthesize(("value", short), make), ()))
    return Value(dst, OBJECT)


def quantifier(stop_on: bool) -> Lowering:
    """Make the lowering of `any` (stops on a true item) or `all`."""

    def lower(b: Builder, node: nodes.CallExpr) -> Value:
        result = b.temp(BOOL)
        b.assign(result, b.const_bool(not stop_on))
        done = b.new_block()
        found = b.new_block()

        def step(item: Value) -> None:
            more = b.new_block()
            test = truth(b, coerce(b, item, item.ty))
            if stop_on:
                b.branch(test, found, more)
            else:
                b.branch(test, more, found)
            b.start(more)

        consume(b, node.args[0], step)
        b.goto(done)
        b.start(found)
        b.assign(result, b.const_bool(stop_on))
        b.goto(done)
        b.start(done)
        return result

    return lower


def lower_sum(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `sum(iterable, start)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.frontend.lower.operators import binary

    total: list[Value] = []

    def begin() -> None:
        first = lower_expr(b, node.args[1]) if len(node.args) > 1 else b.const_int(0)
        ty = b.type_of(node)
        if len(node.args) == 1 and ty not in (INT, FLOAT, BOOL):
            item = _item(b, node.args[0])
            if item in (INT, BOOL, FLOAT):
                ty = INT if item == BOOL else item
        if ty == BOOL:
            ty = INT
        if ty in (INT, FLOAT) and OBJECT in (_item(b, node.args[0]), first.ty):
            ty = OBJECT  # the overload that the type checker chose for `Any` says nothing
        if isinstance(ty, Inst) and rep_of(first.ty) != Rep.REF:
            first = coerce(b, first, OBJECT)
            total.append(b.temp(OBJECT))
        else:
            total.append(b.temp(ty))
        b.assign(total[0], coerce(b, first, total[0].ty))
        total.append(Value(total[0].op, ty))

    def add(one: Value) -> None:
        b.assign(total[0], coerce(b, binary(b, node, "+", total[0], one), total[0].ty))

    consume(b, node.args[0], add, begin)
    return coerce(b, total[0], total[1].ty)


def _item(b: Builder, node: nodes.Expression) -> Ty:
    found = b.world.as_super(b.type_of(node), "typing.Iterable")
    return found.args[0] if found is not None and found.args else OBJECT


def _spread(b: Builder, node: nodes.CallExpr, ty: Ty) -> nodes.Expression:
    """Put the arguments of `max(a, *more)` into a list; one alone would have to be an iterable."""
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr
    from pygress.compiler.frontend.lower.iteration import loop, source_of
    from pygress.compiler.frontend.lower.literals import new_list

    if b.world.as_super(ty, "typing.Iterable") is not None:
        raise Unsupported(node, "unsupported-syntax", f"`*` before arguments of type `{ty}` cannot be compiled here",
                          "one of them alone would be iterated", "pass a list")  # fmt: skip
    items = b.keep(new_list(b, ty))
    for one, kind in zip(node.args, node.arg_kinds, strict=True):
        if kind == nodes.ARG_STAR:
            source = source_of(b, one, lower_expr(b, one))
            loop(b, source, lambda item: b.call("list_append", [items, coerce(b, item, ty)]))
        elif kind == nodes.ARG_POS:
            b.call("list_append", [items, lower_as(b, one, ty)])
    alone, more = b.new_block(), b.new_block()
    b.branch(b.call("int_eq", [b.call("list_len", [items]), b.const_int(1)]), alone, more)
    b.start(alone)
    text = b.const_str(f"'{ty}' object is not iterable")
    b.call("raise_named", [Value(ops.Symbol("pg_type_TypeError"), OBJECT), text])
    b.end(ops.Unreachable())
    b.start(more)
    part = nodes.TempNode(types.AnyType(types.TypeOfAny.special_form))
    b.ready[part] = items
    b.known[part] = items.ty
    return part


def extreme(op: str) -> Lowering:
    """Make the lowering of `min` or `max`."""

    def lower(b: Builder, node: nodes.CallExpr) -> Value:
        from pygress.compiler.frontend.lower.compare import order
        from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

        ty = b.type_of(node)
        key = keyword(node, "key")
        function = key_function(b, key) if key is not None and not is_none(key) else None
        default = keyword(node, "default")
        args = [_spread(b, node, ty)] if nodes.ARG_STAR in node.arg_kinds else positional(node)
        best = b.temp(ty)
        best_key: list[Value] = []
        any_seen = b.temp(BOOL)
        b.assign(any_seen, b.const_bool(False))
        item_ty = ty if len(args) > 1 else _item(b, args[0])

        def step(item: Value) -> None:
            item = b.keep(coerce(b, item, item_ty if len(args) == 1 else ty))
            measure = b.keep(function(item)) if function is not None else item
            if not best_key:
                best_key.append(b.temp(measure.ty))
            take, test, skip = b.new_block(), b.new_block(), b.new_block()
            b.branch(any_seen, test, take)
            b.start(test)
            b.branch(order(b, node, op, measure, best_key[0]), take, skip)
            b.start(take)
            b.assign(any_seen, b.const_bool(True))
            b.assign(best, coerce(b, item, ty))
            b.assign(best_key[0], measure)
            b.goto(skip)
            b.start(skip)

        if len(args) > 1:
            for one in [b.keep(lower_expr(b, part)) for part in args]:
                step(one)
        else:
            otherwise: list[Value] = []
            before = None
            if default is not None:
                before = lambda: otherwise.append(b.keep(lower_as(b, default, ty)))  # noqa: E731
            consume(b, args[0], step, before)
            empty, done = b.new_block(), b.new_block()
            b.branch(any_seen, done, empty)
            b.start(empty)
            if otherwise:
                b.assign(best, otherwise[0])
                b.goto(done)
            else:
                name = "max" if op == ">" else "min"
                text = b.const_str(f"{name}() arg is an empty sequence")
                b.call("raise_named", [Value(ops.Symbol("pg_type_ValueError"), OBJECT), text])
                b.end(ops.Unreachable())
            b.start(done)
        return best

    return lower
