"""Text: `print`, `str`, `repr`, `ascii`, `format`, `str.join`, `str.format`."""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.lower import fstring
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.comprehension import consume
from pygress.compiler.frontend.lower.iteration import source_of_expr
from pygress.compiler.frontend.lower.special.call_form import is_none, keyword, positional
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import BYTES, OBJECT, STR, Inst, Rep, list_of


def lower_print(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `print(...)`: one text, written at once."""
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    separator, end, file = keyword(node, "sep"), keyword(node, "end"), keyword(node, "file")
    to_error = isinstance(file, nodes.RefExpr) and file.fullname == "sys.stderr"
    if isinstance(file, nodes.RefExpr) and file.fullname in ("sys.stderr", "sys.stdout", "builtins.None"):
        file = None
    sep: Value = b.const_str(" ")
    last: Value = b.const_str("\n")
    if any(kind == nodes.ARG_STAR for kind in node.arg_kinds):
        return _print_star(b, node, separator, end, file, to_error)
    values = [b.keep(lower_expr(b, one)) for one in positional(node)]
    if separator is not None and not is_none(separator):
        sep = b.keep(lower_as(b, separator, STR))
    if end is not None and not is_none(end):
        last = b.keep(lower_as(b, end, STR))
    parts: list[Value] = []
    for index, value in enumerate(values):
        if index:
            parts.append(sep)
        parts.append(fstring.to_str(b, value))
    # A stream of one's own is handed each part by itself, as CPython does.
    for part in [fstring.concat(b, _merge([*parts, last]))] if file is None else [*parts, last]:
        _write(b, node, part, file, to_error)
    return NONE_VALUE


def _write(
    b: Builder, node: nodes.CallExpr, text: Value, file: nodes.Expression | None, to_error: bool
) -> None:
    """Write to a standard stream, or to any object that has a method `write`."""
    if file is None:
        b.call("print_text", [text, b.const_bool(to_error)])
        return
    from pygress.compiler.frontend.lower.arguments import Arg
    from pygress.compiler.frontend.lower.call import call_on
    from pygress.compiler.frontend.lower.expr import lower_expr

    target = b.keep(lower_expr(b, file))
    call_on(b, node, target, "write", lambda: [Arg(nodes.ARG_POS, None, text)])


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


def _print_star(
    b: Builder,
    node: nodes.CallExpr,
    separator: nodes.Expression | None,
    end: nodes.Expression | None,
    file: nodes.Expression | None,
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
    _write(b, node, fstring.concat(b, [joined, last]), file, to_error)
    return NONE_VALUE


def print_value(b: Builder) -> Value:
    """Make a function object of `print` that takes any arguments, `sep` and `end`."""
    from pygress.compiler.frontend.lower.iteration import loop, source_of
    from pygress.compiler.frontend.lower.literals import new_list

    world = b.world

    def make() -> ir.Function:
        function = ir.Function(world.c_name("py_print"), "print", b.tree.path, 0)
        function.is_closure = function.is_star = True
        function.ret = Rep.REF
        args, named = function.new_reg(Rep.REF, "args"), function.new_reg(Rep.REF, "kwargs")
        function.params += [args, named]
        world.program.functions.append(function)
        inner = Builder(world, function, b.tree, {})
        inner.start(inner.new_block())
        texts = new_list(inner, STR)
        given = Value(args, Inst("builtins.tuple", (OBJECT,)))
        loop(
            inner,
            source_of(inner, nodes.Block([]), given),
            lambda one: inner.call("list_append", [texts, fstring.to_str(inner, inner.keep(one))]),
        )
        rest = inner.call("named_copy", [Value(named, OBJECT)])
        sep, end = (_named_text(inner, rest, *one) for one in (("sep", " "), ("end", "\n")))
        joined = inner.call("str_join", [sep, texts])
        inner.call("print_text", [fstring.concat(inner, [joined, end]), inner.const_bool(False)])
        inner.end(ops.Return(NONE_VALUE.op))
        return function

    dst = b.fn.new_reg(Rep.REF)
    b.emit(ops.MakeFunction(dst, world.synthesize("print value", make), ()))
    return Value(dst, OBJECT)


def _named_text(b: Builder, rest: Value, name: str, default: str) -> Value:
    result = b.temp(STR)
    found = b.call("named_take", [rest, b.const_str(name)])
    absent, there, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("is_null", [found]), absent, there)
    b.start(there)
    b.assign(result, coerce(b, found, STR))
    b.goto(done)
    b.start(absent)
    b.assign(result, b.const_str(default))
    b.goto(done)
    b.start(done)
    return result


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


def lower_join(b: Builder, node: nodes.CallExpr, receiver: Value) -> Value | None:
    """Lower `sep.join(iterable)`; a generator expression is collected by a loop in place."""
    arg = node.args[0]
    if isinstance(arg, nodes.GeneratorExpr) and not any(arg.is_async):
        from pygress.compiler.frontend.lower.literals import new_list

        item = STR if receiver.ty == STR else OBJECT
        texts = new_list(b, item)
        consume(b, arg, lambda one: b.call("list_append", [texts, coerce(b, one, item)]))
        return b.call("str_join" if receiver.ty == STR else "bytes_join", [receiver, texts])
    if receiver.ty == BYTES and b.type_of(arg) != list_of(BYTES):
        # mypy sees the elements as `Buffer`, what the parameter asks for.
        from pygress.compiler.frontend.lower.iteration import loop
        from pygress.compiler.frontend.lower.literals import new_list

        parts = new_list(b, OBJECT)
        source = source_of_expr(b, arg)
        loop(b, source, lambda one: b.call("list_append", [parts, Value(one.op, OBJECT)]))
        return b.call("bytes_join", [receiver, parts])
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
