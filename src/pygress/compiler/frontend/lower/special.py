"""Functions whose call is not just a call: `print`, `len`, `isinstance`, `any`, `sorted`, `sum`, `min` ...

`SPECIAL` maps a full name to its lowering; a lowering may give `None` to leave the call to the tables.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower import container_methods, fstring, generators, narrowing
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.comprehension import consume
from pygress.compiler.frontend.lower.iteration import Source, source_of_expr, to_list
from pygress.compiler.frontend.lower.operators import truth
from pygress.compiler.frontend.lower.primitive_call import call_method
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    OBJECT,
    STR,
    Func,
    Inst,
    Rep,
    Tuple,
    Ty,
    TypeOf,
    list_of,
    rep_of,
)

Lowering = Callable[[Builder, nodes.CallExpr], Value | None]


def keyword(node: nodes.CallExpr, name: str) -> nodes.Expression | None:
    """Find a keyword argument."""
    for key, value in zip(node.arg_names, node.args, strict=True):
        if key == name:
            return value
    return None


def positional(node: nodes.CallExpr) -> list[nodes.Expression]:
    """List the positional arguments; a starred one is a mistake here."""
    if any(kind in (nodes.ARG_STAR, nodes.ARG_STAR2) for kind in node.arg_kinds):
        raise Unsupported(node, "unsupported-syntax", "`*` and `**` cannot be compiled in this call")
    return [one for one, kind in zip(node.args, node.arg_kinds, strict=True) if kind == nodes.ARG_POS]


def lower_print(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `print(...)`: one text, written at once."""
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    separator, end, file = keyword(node, "sep"), keyword(node, "end"), keyword(node, "file")
    to_error = isinstance(file, nodes.RefExpr) and file.fullname == "sys.stderr"
    sep: Value = b.const_str(" ")
    last: Value = b.const_str("\n")
    if any(kind == nodes.ARG_STAR for kind in node.arg_kinds):
        return _print_star(b, node, separator, end, to_error)
    values = [b.keep(lower_expr(b, one)) for one in positional(node)]
    if separator is not None and not _is_none(separator):
        sep = b.keep(lower_as(b, separator, STR))
    if end is not None and not _is_none(end):
        last = b.keep(lower_as(b, end, STR))
    parts: list[Value] = []
    for index, value in enumerate(values):
        if index:
            parts.append(sep)
        parts.append(fstring.to_str(b, value))
    text = fstring.concat(b, _merge([*parts, last]))
    b.call("print_text", [text, b.const_bool(to_error)])
    return NONE_VALUE


def _merge(parts: list[Value]) -> list[Value]:
    """Join neighbouring constants."""
    out: list[Value] = []
    for one in parts:
        if out and isinstance(one.op, ops.Const) and isinstance(out[-1].op, ops.Const):
            joined = str(out[-1].op.value) + str(one.op.value)
            out[-1] = Value(ops.Const(joined, Rep.REF), STR)
        else:
            out.append(one)
    return out


def _is_none(node: nodes.Expression) -> bool:
    return isinstance(node, nodes.NameExpr) and node.fullname == "builtins.None"


def _print_star(
    b: Builder,
    node: nodes.CallExpr,
    separator: nodes.Expression | None,
    end: nodes.Expression | None,
    to_error: bool,
) -> Value:
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr
    from pygress.compiler.frontend.lower.literals import new_list

    texts = new_list(b, STR)
    for arg, kind in zip(node.args, node.arg_kinds, strict=True):
        if kind == nodes.ARG_STAR:
            consume(
                b, arg, lambda one: b.call("list_append", [texts, fstring.to_str(b, coerce(b, one, one.ty))])
            )
        elif kind == nodes.ARG_POS:
            b.call("list_append", [texts, fstring.to_str(b, lower_expr(b, arg))])
    sep = lower_as(b, separator, STR) if separator is not None else b.const_str(" ")
    last = lower_as(b, end, STR) if end is not None else b.const_str("\n")
    joined = b.call("str_join", [sep, texts])
    b.call("print_text", [fstring.concat(b, [joined, last]), b.const_bool(to_error)])
    return NONE_VALUE


def lower_len(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `len(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = lower_expr(b, node.args[0])
    ty = value.ty
    if isinstance(ty, Tuple):
        return b.const_int(len(ty.items))
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        if find_method(b.world, ty, "__len__") is not None:
            return call_user_method(b, node, value, "__len__", [])
    found = call_method(b, value, "__len__", [])
    if found is not None:
        return found
    from pygress.compiler.ir.types import TypeOf

    if isinstance(ty, TypeOf) and isinstance(ty.item, Inst):
        from pygress.compiler.frontend.lower.enums import member_list

        return b.call("list_len", [member_list(b, node, ty.item)])
    return b.call("obj_len", [coerce(b, value, OBJECT)])


def _quantifier(stop_on: bool) -> Lowering:
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

    ty = b.type_of(node)
    first = lower_expr(b, node.args[1]) if len(node.args) > 1 else b.const_int(0)
    if len(node.args) == 1 and ty not in (INT, FLOAT, BOOL):
        item = _item(b, node.args[0])
        if item in (INT, BOOL, FLOAT):
            ty = INT if item == BOOL else item
    if ty == BOOL:
        ty = INT
    total = b.temp(ty)
    if isinstance(ty, Inst) and rep_of(first.ty) != Rep.REF:
        first = coerce(b, first, OBJECT)
        total = b.temp(OBJECT)
    b.assign(total, coerce(b, first, total.ty))
    consume(
        b,
        node.args[0],
        lambda one: b.assign(total, coerce(b, binary(b, node, "+", total, coerce(b, one, one.ty)), total.ty)),
    )
    return coerce(b, total, ty)


def _item(b: Builder, node: nodes.Expression) -> Ty:
    found = b.world.as_super(b.type_of(node), "typing.Iterable")
    return found.args[0] if found is not None and found.args else OBJECT


def _extreme(op: str) -> Lowering:
    def lower(b: Builder, node: nodes.CallExpr) -> Value:
        from pygress.compiler.frontend.lower.compare import order
        from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

        ty = b.type_of(node)
        key = keyword(node, "key")
        function = key_function(b, key) if key is not None and not _is_none(key) else None
        default = keyword(node, "default")
        args = positional(node)
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
            consume(b, args[0], step)
            empty, done = b.new_block(), b.new_block()
            b.branch(any_seen, done, empty)
            b.start(empty)
            if default is not None:
                b.assign(best, lower_as(b, default, ty))
                b.goto(done)
            else:
                name = "max" if op == ">" else "min"
                # The wording of CPython 3.12 and later; 3.11 says "arg is an empty sequence".
                text = b.const_str(f"{name}() arg is an empty sequence")
                b.call("raise_named", [Value(ops.Symbol("pg_type_ValueError"), OBJECT), text])
                b.end(ops.Unreachable())
            b.start(done)
        return best

    return lower


def key_function(b: Builder, node: nodes.Expression) -> Callable[[Value], Value]:
    """Make a function of one argument from a `key=`: a lambda is put in place."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    if isinstance(node, nodes.LambdaExpr) and len(node.arguments) == 1 and not _has_scopes(node):
        return lambda item: inline_lambda(b, node, [item])
    if isinstance(node, nodes.RefExpr) and node.fullname in (
        "builtins.len",
        "builtins.str",
        "builtins.abs",
        "builtins.repr",
    ):
        names = {"builtins.len": "__len__", "builtins.abs": "__abs__"}

        def apply_builtin(item: Value) -> Value:
            if node.fullname == "builtins.str":
                return fstring.to_str(b, item)
            if node.fullname == "builtins.repr":
                return fstring.to_repr(b, item)
            found = call_method(b, item, names[node.fullname], [])
            if found is None and isinstance(item.ty, Tuple):
                return b.const_int(len(item.ty.items))
            return found if found is not None else b.call("obj_len", [coerce(b, item, OBJECT)])

        return apply_builtin
    if (
        isinstance(node, nodes.MemberExpr)
        and isinstance(node.expr, nodes.RefExpr)
        and node.expr.fullname == "builtins.str"
    ):
        name = node.name

        def apply_method(item: Value) -> Value:
            found = call_method(b, item, name, [])
            assert found is not None
            return found

        return apply_method
    value = b.keep(lower_expr(b, node))

    def apply_value(item: Value) -> Value:
        from pygress.compiler.frontend.lower.arguments import Arg
        from pygress.compiler.frontend.lower.call import call_value

        call = nodes.CallExpr(node, [], [], [])
        call.set_line(node)
        return call_value(b, call, value, [Arg(nodes.ARG_POS, None, item)])

    return apply_value


def _has_scopes(node: nodes.LambdaExpr) -> bool:
    from pygress.compiler.frontend.lower.builder import inner_scopes
    from pygress.compiler.frontend.walk import walk

    return bool(inner_scopes(node)) or any(
        isinstance(one, nodes.NameExpr)
        and isinstance(one.node, nodes.Var)
        and one.node in _args(node)
        and one.node.name == "_"
        for one in walk(node.body)
    )


def _args(node: nodes.LambdaExpr) -> list[nodes.Var]:
    return [one.variable for one in node.arguments]


def inline_lambda(b: Builder, node: nodes.LambdaExpr, args: list[Value]) -> Value:
    """Evaluate the body of a lambda in place, its parameters bound to `args`."""
    from pygress.compiler.frontend.lower.builder import Variable
    from pygress.compiler.frontend.lower.expr import lower_expr

    for argument, value in zip(node.arguments, args, strict=True):
        ready = coerce(b, value, value.ty)
        variable = b.variables.get(argument.variable)
        if variable is None:
            reg = b.fn.new_reg(rep_of(value.ty), argument.variable.name)
            variable = Variable(value.ty, reg, False, argument.variable.name, True)
            b.variables[argument.variable] = variable
        b.write(variable, coerce(b, ready, variable.ty))
    return b.keep(lower_expr(b, node.expr()))


def lower_sorted(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `sorted(iterable, key=, reverse=)`."""
    args = positional(node)
    ty = b.type_of(node)
    assert isinstance(ty, Inst)
    source = source_of_expr(b, args[0])
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
    function = key_function(b, key) if key is not None and not _is_none(key) else None
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


def lower_join(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value | None:
    """Lower `sep.join(iterable)`; a generator expression is collected by a loop in place."""
    arg = node.args[0]
    if isinstance(arg, nodes.GeneratorExpr) and not any(arg.is_async):
        from pygress.compiler.frontend.lower.literals import new_list

        item = STR if receiver.ty == STR else BYTES
        texts = new_list(b, item)
        consume(b, arg, lambda one: b.call("list_append", [texts, coerce(b, one, item)]))
        return b.call("str_join" if receiver.ty == STR else "bytes_join", [receiver, texts])
    if receiver.ty == BYTES and b.type_of(arg) != list_of(BYTES):
        # mypy sees the elements as `Buffer`, what the parameter asks for.
        from pygress.compiler.frontend.lower.iteration import loop
        from pygress.compiler.frontend.lower.literals import new_list

        parts = new_list(b, BYTES)
        source = source_of_expr(b, arg)
        loop(b, source, lambda one: b.call("list_append", [parts, coerce(b, Value(one.op, OBJECT), BYTES)]))
        return b.call("bytes_join", [receiver, parts])
    return None


_METHODS: dict[tuple[str, str], Callable[[Builder, nodes.CallExpr, Value], Value | None]] = {
    ("builtins.list", "sort"): lower_sort_method,
    ("builtins.str", "join"): lower_join,
    ("builtins.bytes", "join"): lower_join,
    **container_methods.METHODS,
}


def method(
    b: Builder, receiver: Value, name: str
) -> Callable[[Builder, nodes.CallExpr, Value], Value | None] | None:
    """Find the lowering of a method that is not just a call."""
    if isinstance(receiver.ty, Inst):
        if receiver.ty.name == "builtins.str" and name == "format":
            return lower_format_method
        found = generators.method(b, receiver, name)
        if found is not None:
            return found
        return _METHODS.get((receiver.ty.name, name))
    return None


def lower_format_method(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value | None:
    """Lower `"...".format(...)`."""
    from pygress.compiler.frontend.lower.expr import lower_as
    from pygress.compiler.frontend.lower.literals import new_dict

    args = [b.keep(lower_as(b, one, OBJECT)) for one in positional(node)]
    names = [(key, value) for key, value in zip(node.arg_names, node.args, strict=True) if key is not None]
    mapping = Value(ops.Null(), OBJECT)
    if names:
        mapping = new_dict(b, STR, OBJECT)
        for key, value in names:
            b.call("dict_set", [mapping, b.const_str(key), lower_as(b, value, OBJECT)])
    return b.call("str_format_method", [receiver, mapping, b.const_int(len(args)), *args])


def lower_str(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `str(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    if not node.args:
        return b.const_str("")
    if len(node.args) > 1:
        return None
    return fstring.to_str(b, lower_expr(b, node.args[0]))


def lower_repr(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `repr(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    return fstring.to_repr(b, lower_expr(b, node.args[0]))


def lower_ascii(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `ascii(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_as

    return b.call("ascii_of_obj", [lower_as(b, node.args[0], OBJECT)])


def lower_format(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `format(x, spec)`."""
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    value = b.keep(lower_expr(b, node.args[0]))
    spec = lower_as(b, node.args[1], STR) if len(node.args) > 1 else None
    return fstring.to_format(b, value, spec)


def lower_bool(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `bool(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    return truth(b, lower_expr(b, node.args[0])) if node.args else b.const_bool(False)


def lower_hash(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `hash(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = lower_expr(b, node.args[0])
    names = {INT: "hash_int", FLOAT: "hash_float", STR: "hash_str"}
    if value.ty in names:
        return b.call(names[value.ty], [value])
    if value.ty == BOOL:
        return coerce(b, value, INT)
    return b.call("hash_obj", [coerce(b, value, OBJECT)])


def lower_id(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `id(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_as

    return b.call("id_", [lower_as(b, node.args[0], OBJECT)])


def lower_type(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `type(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.ir.types import TypeOf

    if len(node.args) != 1:
        return None
    value = lower_expr(b, node.args[0])
    return Value(b.call("type_of", [coerce(b, value, OBJECT)]).op, TypeOf(value.ty))


def lower_iter(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `iter(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    if len(node.args) == 2:
        return _iter_until(b, node)
    value = lower_expr(b, node.args[0])
    if isinstance(value.ty, Inst) and b.world.is_user_class(value.ty):
        from pygress.compiler.frontend.lower.classes import find_method
        from pygress.compiler.frontend.lower.methods import call_user_method

        if find_method(b.world, value.ty, "__iter__") is not None:
            return call_user_method(b, node, value, "__iter__", [])
    return Value(b.call("iter_new", [coerce(b, value, OBJECT)]).op, b.type_of(node))


def _iter_until(b: Builder, node: nodes.CallExpr) -> Value:
    """Lower `iter(function, sentinel)`: the results up to the sentinel, collected at once."""
    from pygress.compiler.frontend.lower.call import call_value
    from pygress.compiler.frontend.lower.compare import equal
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.frontend.lower.literals import new_list

    function = b.keep(lower_expr(b, node.args[0]))
    sentinel = b.keep(lower_expr(b, node.args[1]))
    ty = b.world.as_super(b.type_of(node), "typing.Iterable")
    item = ty.args[0] if ty is not None else OBJECT
    out = new_list(b, item)
    head, more, done = b.new_block(), b.new_block(), b.new_block()
    b.start(head)
    call = nodes.CallExpr(node.args[0], [], [], [])
    call.set_line(node)
    one = b.keep(call_value(b, call, function, []))
    b.branch(equal(b, node, one, sentinel), done, more)
    b.start(more)
    b.call("list_append", [out, coerce(b, one, item)])
    b.goto(head)
    b.start(done)
    return Value(b.call("iter_new", [coerce(b, out, OBJECT)]).op, b.type_of(node))


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

        consume(b, generator, take)
        b.assign(result, lower_as(b, node.args[1], ty))
        b.goto(done)
        b.start(found)
        b.goto(done)
        b.start(done)
        return result
    value = b.keep(lower_expr(b, node.args[0]))
    if isinstance(value.ty, Inst) and b.world.is_user_class(value.ty) and len(node.args) == 1:
        from pygress.compiler.frontend.lower.methods import call_user_method

        return call_user_method(b, node, value, "__next__", [])
    out = b.call("iter_next", [coerce(b, value, OBJECT)])
    result = b.temp(ty)
    end, some, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("is_null", [out]), end, some)
    b.start(some)
    b.assign(result, coerce(b, out, ty))
    b.goto(done)
    b.start(end)
    if len(node.args) == 2:
        b.assign(result, lower_as(b, node.args[1], ty))
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
    inline = isinstance(function, nodes.LambdaExpr) and not _has_scopes(function)
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


def any_function(b: Builder, node: nodes.Expression) -> Callable[[Value], Value]:
    """Make a function of one argument from any callable expression; classes such as `int` are called in place."""
    if isinstance(node, nodes.RefExpr) and isinstance(node.node, nodes.TypeInfo):
        info = node.node

        def convert(item: Value) -> Value:
            from pygress.compiler.frontend.lower.collections_ import convert_value

            return convert_value(b, node, info.fullname, item)

        if info.fullname in ("builtins.int", "builtins.float", "builtins.str", "builtins.bool"):
            return convert
    return key_function(b, node)


def filter_source(b: Builder, node: nodes.CallExpr) -> Source:
    """Iterate over `filter(f, xs)` in place."""
    inner = source_of_expr(b, node.args[1])
    function = None if _is_none(node.args[0]) else any_function(b, node.args[0])

    def advance(b: Builder, done: ops.Block) -> Value:
        head, go = b.new_block(), b.new_block()
        b.start(head)
        item = b.keep(coerce(b, inner.advance(b, done), inner.item))
        b.branch(truth(b, function(item) if function is not None else item), go, head)
        b.start(go)
        return item

    return Source(inner.item, inner.start, advance)


def lower_attribute_function(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `getattr`, `setattr`, `hasattr`."""
    from pygress.compiler.frontend.lower import attributes
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    assert isinstance(node.callee, nodes.RefExpr)
    name = node.callee.fullname.removeprefix("builtins.")
    value = b.keep(lower_expr(b, node.args[0]))
    attribute = node.args[1]
    if isinstance(attribute, nodes.StrExpr):
        b.world.dynamic_names.add(attribute.value)
        if name == "setattr":
            attributes.set_on(b, node, value, attribute.value, lower_expr(b, node.args[2]))
            return NONE_VALUE
    key = lower_as(b, attribute, STR)
    boxed = coerce(b, value, OBJECT)
    if name == "getattr" and len(node.args) == 2:
        return b.call("obj_getattr", [boxed, key])
    if name == "getattr":
        return b.call("obj_getattr_default", [boxed, key, lower_as(b, node.args[2], OBJECT)])
    if name == "hasattr":
        return b.call("obj_hasattr", [boxed, key])
    b.call("obj_setattr", [boxed, key, lower_as(b, node.args[2], OBJECT)])
    return NONE_VALUE


def lower_assert_never(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `assert_never(x)`: what the type checker proved is checked again."""
    text = b.const_str("Expected code to be unreachable")
    b.call("raise_named", [Value(ops.Symbol("pg_type_AssertionError"), OBJECT), text])
    b.end(ops.Unreachable())
    return NONE_VALUE


def lower_callable(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `callable(x)`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = lower_expr(b, node.args[0])
    if isinstance(value.ty, Func | TypeOf):
        return b.const_bool(True)
    if isinstance(value.ty, Inst) and b.world.is_user_class(value.ty):
        from pygress.compiler.frontend.lower.classes import find_method

        return b.const_bool(find_method(b.world, value.ty, "__call__") is not None)
    return b.call("isinstance_", [coerce(b, value, OBJECT), Value(ops.Symbol("pg_type_func"), OBJECT)])


def lower_divmod(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `divmod(a, b)`."""
    from pygress.compiler.frontend.lower.coerce import make_tuple
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.frontend.lower.operators import binary

    left = b.keep(lower_expr(b, node.args[0]))
    right = b.keep(lower_expr(b, node.args[1]))
    return make_tuple(b, [binary(b, node, "//", left, right), binary(b, node, "%", left, right)])


def lower_issubclass(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `issubclass(a, b)`."""
    from pygress.compiler.frontend.lower.expr import lower_as

    return b.call("issubclass_", [lower_as(b, node.args[0], OBJECT), lower_as(b, node.args[1], OBJECT)])


def _dataclass_function(name: str) -> Lowering:
    def lower(b: Builder, node: nodes.CallExpr) -> Value | None:
        from pygress.compiler.frontend.lower import dataclass_functions

        found: Lowering = getattr(dataclass_functions, f"lower_{name}")
        return found(b, node)

    return lower


SPECIAL: dict[str, Lowering] = {
    "dataclasses.replace": _dataclass_function("replace"),
    "dataclasses.asdict": _dataclass_function("asdict"),
    "dataclasses.astuple": _dataclass_function("astuple"),
    "builtins.print": lower_print,
    "builtins.len": lower_len,
    "builtins.isinstance": narrowing.lower_isinstance,
    "builtins.issubclass": lower_issubclass,
    "builtins.any": _quantifier(True),
    "builtins.all": _quantifier(False),
    "builtins.sum": lower_sum,
    "builtins.min": _extreme("<"),
    "typing.assert_never": lower_assert_never,
    "typing_extensions.assert_never": lower_assert_never,
    "builtins.max": _extreme(">"),
    "builtins.sorted": lower_sorted,
    "builtins.str": lower_str,
    "builtins.repr": lower_repr,
    "builtins.ascii": lower_ascii,
    "builtins.format": lower_format,
    "builtins.bool": lower_bool,
    "builtins.hash": lower_hash,
    "builtins.id": lower_id,
    "builtins.type": lower_type,
    "builtins.iter": lower_iter,
    "builtins.next": lower_next,
    "builtins.divmod": lower_divmod,
    "builtins.getattr": lower_attribute_function,
    "builtins.setattr": lower_attribute_function,
    "builtins.hasattr": lower_attribute_function,
    "builtins.callable": lower_callable,
}
