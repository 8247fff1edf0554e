"""How to go through an iterable: loops without iterator objects where the type is known.

Input: an iterable value or expression. Output: a `Source`: code before the loop, and the step that gives the next
item or jumps away. `for`, comprehensions, `any`, `sum`, `list(...)` and the rest are all built on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder, LazyTuple, Value
from pygress.compiler.frontend.lower.coerce import coerce, force, tuple_item
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import (
    INT,
    NONE,
    OBJECT,
    STR,
    Inst,
    Rep,
    Tuple,
    Ty,
    TypeOf,
    Union,
    make_union,
    rep_of,
)


@dataclass(eq=False)
class Source:
    """One way to iterate. `start` runs once; `advance` gives the next item or goes to `done`."""

    item: Ty
    start: Callable[[Builder], None]
    advance: Callable[[Builder, ops.Block], Value]
    length: Callable[[Builder], Value] | None = None
    """Gives the number of items where it is known before (to allocate once)."""


def source_of_expr(b: Builder, node: nodes.Expression) -> Source:
    """Choose how to iterate over an expression; `range`, `enumerate`, `zip`, `reversed`, `.items()` need no object."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    if isinstance(node, nodes.CallExpr) and isinstance(node.callee, nodes.RefExpr):  # noqa: SIM102
        if all(kind == nodes.ARG_POS for kind in node.arg_kinds) or node.callee.fullname in (
            "builtins.enumerate",
            "builtins.zip",
        ):
            found = _by_function(b, node, node.callee.fullname)
            if found is not None:
                return found
    if isinstance(node, nodes.CallExpr) and isinstance(node.callee, nodes.MemberExpr) and not node.args:
        name = node.callee.name
        ty = b.world.checked.types.get(node.callee.expr)
        if name in ("items", "keys", "values") and ty is not None:
            found_dict = b.world.as_super(b.convert(ty), "builtins.dict")
            if found_dict is not None and (not b.world.is_user_class(b.convert(ty))):
                return dict_source(b, b.keep(lower_expr(b, node.callee.expr)), found_dict, name)
    if isinstance(node, nodes.RefExpr) and node.fullname == "sys.stdin":
        return stdin_source()
    if isinstance(node, nodes.GeneratorExpr) and not node.is_async:
        from pygress.compiler.frontend.lower.comprehension import inline_source

        inline = inline_source(b, node)
        if inline is not None:
            return inline
    return source_of(b, node, b.keep(lower_expr(b, node)))


def _by_function(b: Builder, node: nodes.CallExpr, name: str) -> Source | None:
    from pygress.compiler.frontend.lower.expr import lower_as, lower_expr

    match name:
        case "builtins.range":
            bounds = [b.keep(lower_as(b, one, INT)) for one in node.args]
            start = bounds[0] if len(bounds) > 1 else b.const_int(0)
            stop = bounds[1] if len(bounds) > 1 else bounds[0]
            return range_source(b, start, stop, bounds[2] if len(bounds) > 2 else b.const_int(1))
        case "builtins.enumerate":
            inner = source_of_expr(b, node.args[0])
            first = lower_as(b, node.args[1], INT) if len(node.args) > 1 else b.const_int(0)
            return enumerate_source(b, inner, first)
        case "builtins.zip":
            if not node.args:
                return range_source(b, b.const_int(0), b.const_int(0), b.const_int(1))
            if any(kind == nodes.ARG_STAR for kind in node.arg_kinds):
                positional = [one for one, key in zip(node.args, node.arg_names, strict=True) if key is None]
                return zip_star_source(b, node) if len(positional) == 1 else None
            strict = False
            parts = []
            for arg, key in zip(node.args, node.arg_names, strict=True):
                if key == "strict":
                    strict = isinstance(arg, nodes.NameExpr) and arg.name == "True"
                else:
                    parts.append(source_of_expr(b, arg))
            return zip_source(b, parts, strict)
        case "builtins.reversed":
            value = b.keep(lower_expr(b, node.args[0]))
            if isinstance(value.ty, Inst) and value.ty.name == "builtins.list":
                return list_source(b, value, value.ty.args[0], backwards=True)
            if isinstance(value.ty, Inst) and b.world.is_user_class(value.ty):
                from pygress.compiler.frontend.lower.classes import find_method
                from pygress.compiler.frontend.lower.methods import call_user_method

                if find_method(b.world, value.ty, "__reversed__") is not None:
                    return source_of(b, node, b.keep(call_user_method(b, node, value, "__reversed__", [])))
            return None
        case "builtins.map" if nodes.ARG_STAR in node.arg_kinds:
            from pygress.compiler.frontend.lower.special.iterators import map_star_source

            return map_star_source(b, node)
        case "builtins.map" if len(node.args) > 2:
            from pygress.compiler.frontend.lower.special.iterators import map_many_source

            return map_many_source(b, node)
        case "builtins.map" if len(node.args) == 2:
            from pygress.compiler.frontend.lower.special.iterators import map_source

            return map_source(b, node)
        case "builtins.filter" if len(node.args) == 2:
            from pygress.compiler.frontend.lower.special.iterators import filter_source

            return filter_source(b, node)
        case _:
            return None


def source_of(b: Builder, node: nodes.Context, value: Value) -> Source:
    """Choose how to iterate over a value by its type."""
    from pygress.compiler.frontend.lower import tuples
    from pygress.compiler.frontend.lower.classes import find_method

    ty = value.ty
    if isinstance(ty, Inst) and b.world.is_user_class(ty) and find_method(b.world, ty, "__iter__") is None:
        value = tuples.as_tuple(b, value)
        ty = value.ty
    if isinstance(ty, Tuple):
        return tuple_source(b, value, ty)
    if isinstance(ty, TypeOf) and isinstance(ty.item, Inst):
        from pygress.compiler.frontend.lower.enums import member_list

        return source_of(b, node, member_list(b, node, ty.item, value))
    if not isinstance(ty, Inst):
        if ty == OBJECT or isinstance(ty, Union):
            return iterator_source(b, value, item_of_union(b, ty))
        raise Unsupported(node, "unsupported-type", f"`{ty}` cannot be iterated over")
    match ty.name:
        case "builtins.list" if ty.args[0] != OBJECT:
            return list_source(b, value, ty.args[0])
        case "builtins.str":
            return str_source(b, value)
        case "builtins.bytes":
            return bytes_source(b, value)
        case "builtins.dict":
            return dict_source(b, value, ty, "keys")
        case "builtins.set" | "builtins.frozenset":
            return set_source(b, value, ty.args[0])
        case "builtins.range":
            parts = [b.call(f"range_{part}", [value]) for part in ("start", "stop", "step")]
            return range_source(b, parts[0], parts[1], parts[2])
    if b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower import enums
        from pygress.compiler.frontend.lower.generators import user_source

        if enums.is_flag(b.world, ty):
            return source_of(b, node, enums.flag_members(b, value))
        found = user_source(b, node, value)
        if found is not None:
            return found
        from pygress.compiler.frontend.lower.classes import find_method

        if (
            b.world.as_super(ty, "typing.Iterable") is None  # a dict with its own `__getitem__` stays a dict
            and find_method(b.world, ty, "__iter__") is None
            and find_method(b.world, ty, "__getitem__") is not None
        ):
            return indexed_source(b, value)
    iterable = b.world.as_super(ty, "typing.Iterable")
    return iterator_source(b, value, iterable.args[0] if iterable is not None and iterable.args else OBJECT)


def item_of_union(b: Builder, ty: Ty) -> Ty:
    """Tell the type of the items of a union of iterables."""
    if not isinstance(ty, Union):
        return OBJECT
    items = [b.world.as_super(one, "typing.Iterable") for one in ty.items]
    return make_union([one.args[0] if one is not None and one.args else OBJECT for one in items])


def _counter(b: Builder, first: Value) -> Value:
    counter = b.temp(INT)
    b.assign(counter, first)
    return counter


def range_source(b: Builder, start: Value, stop: Value, step: Value) -> Source:
    """Count from `start` to `stop`."""
    state: dict[str, Value] = {}

    def begin(b: Builder) -> None:
        state["at"] = _counter(b, start)
        state["stop"] = stop if isinstance(stop.op, ops.Const) else _counter(b, stop)
        state["step"] = step if isinstance(step.op, ops.Const) else _counter(b, step)
        if not isinstance(step.op, ops.Const) or step.op.value == 0:
            b.call("range_check", [state["step"]])
            state["left"] = _counter(b, b.call("range_count", [start, state["stop"], state["step"]]))

    def advance(b: Builder, done: ops.Block) -> Value:
        go = b.new_block()
        at = state["at"]
        if "left" in state:
            b.branch(b.call("int_gt", [state["left"], b.const_int(0)]), go, done)
            b.start(go)
            b.assign(state["left"], b.call("int_dec", [state["left"]]))
        else:
            assert isinstance(step.op, ops.Const) and isinstance(step.op.value, int)
            test = "int_lt" if step.op.value > 0 else "int_gt"
            b.branch(b.call(test, [at, state["stop"]]), go, done)
            b.start(go)
        out = b.temp(INT)
        b.assign(out, at)
        b.assign(at, b.call("int_step", [at, state["step"]]))
        return out

    return Source(INT, begin, advance, lambda b: b.call("range_count", [start, stop, step]))


def list_source(b: Builder, value: Value, item: Ty, *, backwards: bool = False) -> Source:
    """Go through a list by index; it may change on the way, as in Python."""
    state: dict[str, Value] = {}

    def begin(b: Builder) -> None:
        state["at"] = _counter(
            b, b.call("int_dec", [b.call("list_len", [value])]) if backwards else b.const_int(0)
        )

    def advance(b: Builder, done: ops.Block) -> Value:
        go = b.new_block()
        at = state["at"]
        if backwards:
            b.branch(b.call("int_ge", [at, b.const_int(0)]), go, done)
        else:
            b.branch(b.call("int_lt", [at, b.call("list_len", [value])]), go, done)
        b.start(go)
        if item == OBJECT:
            out = b.call("obj_getitem", [value, coerce(b, at, OBJECT)])
        else:
            out = b.call("list_at", [value, at], item)
        b.assign(at, b.call("int_dec" if backwards else "int_inc", [at]))
        return out

    return Source(item, begin, advance, lambda b: b.call("list_len", [value]))


def str_source(b: Builder, value: Value) -> Source:
    """Go through the characters of a string."""
    state: dict[str, Value] = {}

    def begin(b: Builder) -> None:
        state["at"] = _counter(b, b.const_int(0))

    def advance(b: Builder, done: ops.Block) -> Value:
        go = b.new_block()
        out = b.call("str_next", [value, state["at"]])
        b.branch(b.call("is_null", [out]), done, go)
        b.start(go)
        return out

    return Source(STR, begin, advance, lambda b: b.call("str_len", [value]))


def stdin_source() -> Source:
    """Go through the lines of standard input."""

    def advance(b: Builder, done: ops.Block) -> Value:
        go = b.new_block()
        out = b.call("stdin_readline", [])
        b.branch(b.call("str_truth", [out]), go, done)
        b.start(go)
        return out

    return Source(STR, lambda b: None, advance)


def bytes_source(b: Builder, value: Value) -> Source:
    """Go through the values of bytes."""
    state: dict[str, Value] = {}

    def begin(b: Builder) -> None:
        state["at"] = _counter(b, b.const_int(0))

    def advance(b: Builder, done: ops.Block) -> Value:
        go = b.new_block()
        at = state["at"]
        b.branch(b.call("int_lt", [at, b.call("bytes_len", [value])]), go, done)
        b.start(go)
        out = b.call("bytes_at", [value, at])
        b.assign(at, b.call("int_inc", [at]))
        return out

    return Source(INT, begin, advance, lambda b: b.call("bytes_len", [value]))


def dict_source(b: Builder, value: Value, ty: Inst, what: str) -> Source:
    """Go through a dict in insertion order; a change of its size raises `RuntimeError`."""
    key, val = ty.args
    item: Ty = {"keys": key, "values": val, "items": Tuple((key, val))}[what]
    state: dict[str, Value] = {}

    def begin(b: Builder) -> None:
        state["at"] = _counter(b, b.const_int(0))
        state["n"] = _counter(b, b.call("dict_cursor", [value]))

    def advance(b: Builder, done: ops.Block) -> Value:
        go = b.new_block()
        entry = b.call("dict_next", [value, state["at"], state["n"]])
        b.branch(b.call("is_null", [entry]), done, go)
        b.start(go)
        if what == "keys":
            return _entry(b, value, entry, "entry_key", key, ty)
        if what == "values":
            return _entry(b, value, entry, "entry_val", val, ty)
        parts = [_entry(b, value, entry, "entry_key", key, ty), _entry(b, value, entry, "entry_val", val, ty)]
        return lazy(parts)

    return Source(item, begin, advance, lambda b: b.call("dict_cursor", [value]))


def _entry(b: Builder, value: Value, entry: Value, prim: str, ty: Ty, dict_ty: Inst) -> Value:
    if ty == OBJECT:
        return b.call(f"{prim}_boxed", [value, entry])
    return b.call(prim, [entry], ty)


def lazy(parts: list[Value]) -> Value:
    """Give a tuple whose elements are known; it is built only if something uses it as a value."""
    return LazyTuple(ops.Null(), Tuple(tuple(one.ty for one in parts)), parts)


def set_source(b: Builder, value: Value, item: Ty) -> Source:
    """Go through a set in CPython's order."""
    state: dict[str, Value] = {}

    def begin(b: Builder) -> None:
        state["at"] = _counter(b, b.const_int(0))
        state["n"] = _counter(b, b.call("set_len", [value]))

    def advance(b: Builder, done: ops.Block) -> Value:
        go = b.new_block()
        entry = b.call("set_next", [value, state["at"], state["n"]])
        b.branch(b.call("is_null", [entry]), done, go)
        b.start(go)
        if item == OBJECT:
            return b.call("set_entry_boxed", [value, entry])
        return b.call("set_entry_key", [entry], item)

    return Source(item, begin, advance, lambda b: b.call("set_len", [value]))


def tuple_source(b: Builder, value: Value, ty: Tuple) -> Source:
    """Go through a tuple of known length."""
    item = make_union(list(ty.items)) if ty.items else OBJECT
    same = len(set(ty.items)) == 1
    state: dict[str, Value] = {}

    def begin(b: Builder) -> None:
        state["at"] = _counter(b, b.const_int(0))

    def advance(b: Builder, done: ops.Block) -> Value:
        go = b.new_block()
        at = state["at"]
        b.branch(b.call("int_lt", [at, b.const_int(len(ty.items))]), go, done)
        b.start(go)
        if same and len(ty.items) <= 15:
            out = b.call("tuple_at", [value, at], item)
        else:
            out = coerce(b, b.call("tuple_boxed", [value, at]), item)
        b.assign(at, b.call("int_inc", [at]))
        return out

    return Source(item, begin, advance, lambda b: b.const_int(len(ty.items)))


def enumerate_source(b: Builder, inner: Source, first: Value) -> Source:
    """Count along."""
    state: dict[str, Value] = {}

    def begin(b: Builder) -> None:
        inner.start(b)
        state["n"] = _counter(b, first)

    def advance(b: Builder, done: ops.Block) -> Value:
        item = inner.advance(b, done)
        index = b.temp(INT)
        b.assign(index, state["n"])
        b.assign(state["n"], b.call("int_inc", [state["n"]]))
        return lazy([index, item])

    return Source(Tuple((INT, inner.item)), begin, advance, inner.length)


def zip_source(b: Builder, parts: list[Source], strict: bool) -> Source:
    """Go through several iterables side by side."""

    def begin(b: Builder) -> None:
        for one in parts:
            one.start(b)

    def advance(b: Builder, done: ops.Block) -> Value:
        if not strict:
            return lazy([b.keep(one.advance(b, done)) for one in parts])
        short = b.new_block()
        values = [b.keep(parts[0].advance(b, short))]
        more = b.new_block()
        for index, one in enumerate(parts[1:], 2):
            uneven, on = b.new_block(), b.new_block()
            values.append(one.advance(b, uneven))
            b.goto(on)
            b.start(uneven)
            _raise_zip(b, index, "shorter")
            b.start(on)
        b.goto(more)
        b.start(short)
        for index, one in enumerate(parts[1:], 2):
            end = b.new_block()
            one.advance(b, end)
            _raise_zip(b, index, "longer")
            b.start(end)
        b.goto(done)
        b.start(more)
        return lazy(values)

    return Source(Tuple(tuple(one.item for one in parts)), begin, advance)


def zip_star_source(b: Builder, node: nodes.CallExpr) -> Source:
    """Go through `zip(*rows)`: a list of iterators, a tuple of their items at each step."""
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.frontend.lower.literals import new_list

    starred = next(one for one, kind in zip(node.args, node.arg_kinds, strict=True) if kind == nodes.ARG_STAR)
    rows = b.keep(lower_expr(b, starred))
    outer = source_of(b, node, rows)
    inner = b.world.as_super(outer.item, "typing.Iterable")
    item = inner.args[0] if inner is not None and inner.args else OBJECT
    state: dict[str, Value] = {}

    def begin(b: Builder) -> None:
        state["its"] = new_list(b, OBJECT)
        loop(
            b,
            outer,
            lambda one: b.call("list_append", [state["its"], b.call("iter_new", [coerce(b, one, OBJECT)])]),
        )

    def advance(b: Builder, done: ops.Block) -> Value:
        some = b.new_block()
        b.branch(b.call("list_truth", [state["its"]]), some, done)
        b.start(some)
        items = new_list(b, item)
        at = _counter(b, b.const_int(0))
        head, more, full = b.new_block(), b.new_block(), b.new_block()
        b.start(head)
        b.branch(b.call("int_lt", [at, b.call("list_len", [state["its"]])]), more, full)
        b.start(more)
        one = b.call("iter_next", [b.call("list_at", [state["its"], at], OBJECT)])
        got, end = b.new_block(), b.new_block()
        b.branch(b.call("is_null", [one]), end, got)
        b.start(end)
        if any(key == "strict" for key in node.arg_names):
            b.call("zip_strict", [state["its"], at])
        b.goto(done)
        b.start(got)
        b.call("list_append", [items, coerce(b, one, item)])
        b.assign(at, b.call("int_inc", [at]))
        b.goto(head)
        b.start(full)
        return Value(b.call("tuple_from_list", [items]).op, Inst("builtins.tuple", (item,)))

    return Source(Inst("builtins.tuple", (item,)), begin, advance)


def _raise_zip(b: Builder, index: int, how: str) -> None:
    before = "argument 1" if index == 2 else f"arguments 1-{index - 1}"
    text = b.const_str(f"zip() argument {index} is {how} than {before}")
    b.call("raise_named", [Value(ops.Symbol("pg_type_ValueError"), OBJECT), text])
    b.end(ops.Unreachable())


def indexed_source(b: Builder, value: Value) -> Source:
    """Go through an object that has `__getitem__` alone: 0, 1, 2 ... until `IndexError`."""
    from pygress.compiler.frontend.lower.classes import find_method
    from pygress.compiler.frontend.lower.methods import call_user_method, method_inst

    assert isinstance(value.ty, Inst)
    member = find_method(b.world, value.ty, "__getitem__")
    assert member is not None
    item = method_inst(b.world, member).ret
    state: dict[str, Value] = {}

    def begin(b: Builder) -> None:
        state["at"] = _counter(b, b.const_int(0))

    def advance(b: Builder, done: ops.Block) -> Value:
        from pygress.compiler.frontend.lower.exceptions import enter_handler, reraise

        result = b.temp(item)
        outer, handler, go, ended = b.err, b.new_block(), b.new_block(), b.new_block()
        b.err = handler
        b.assign(result, call_user_method(b, None, value, "__getitem__", [state["at"]]))
        b.err = outer
        b.assign(state["at"], b.call("int_inc", [state["at"]]))
        b.goto(go)
        b.start(handler)

        def caught(error: Value) -> None:
            end, other = b.new_block(), b.new_block()
            b.branch(
                b.call("isinstance_", [error, Value(ops.Symbol("pg_type_IndexError"), OBJECT)]), end, other
            )
            b.start(other)
            reraise(b, error)
            b.start(end)

        enter_handler(b, caught)
        b.goto(ended)
        b.start(ended)
        b.goto(done)
        b.start(go)
        return result

    return Source(item, begin, advance)


def iterator_source(b: Builder, value: Value, item: Ty) -> Source:
    """Go through anything by its iterator object."""
    state: dict[str, Value] = {}

    def begin(b: Builder) -> None:
        state["it"] = b.call("iter_new", [coerce(b, value, OBJECT)])

    def advance(b: Builder, done: ops.Block) -> Value:
        go = b.new_block()
        out = b.call("iter_next", [state["it"]])
        b.branch(b.call("is_null", [out]), done, go)
        b.start(go)
        return coerce(b, out, item)

    return Source(item, begin, advance)


def loop(b: Builder, source: Source, body: Callable[[Value], object]) -> None:
    """Run `body` for each item."""
    source.start(b)
    head, done = b.new_block(), b.new_block()
    b.start(head)
    body(source.advance(b, done))
    b.goto(head)
    b.start(done)


def to_list(b: Builder, node: nodes.Context, value: Value | Source, item: Ty) -> Value:
    """Collect an iterable in a new list of `item`."""
    from pygress.compiler.frontend.lower.literals import new_list

    source = value if isinstance(value, Source) else source_of(b, node, value)
    capacity = source.length(b) if source.length is not None else None
    out = new_list(b, item, capacity)
    loop(b, source, lambda one: _append(b, out, one, item))
    return out


def _append(b: Builder, out: Value, one: Value, item: Ty) -> None:
    b.call("list_append", [out, coerce(b, force(b, one), item)])


__all__ = [
    "NONE",
    "Rep",
    "Source",
    "force",
    "loop",
    "rep_of",
    "source_of",
    "source_of_expr",
    "to_list",
    "tuple_item",
]
