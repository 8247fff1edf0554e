"""Exceptions as objects: an instance of a built-in class or of one below it, and `super().__init__(...)`.

Input: the class and the arguments. Output: the object with its `args`, and with what the class makes of them: an error
number, the place of a decoding error, the members of a group. Plain classes have their arguments only.
"""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.arguments import Arg
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce, make_tuple
from pygress.compiler.frontend.lower.literals import new_list
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import INT, OBJECT, STR, Inst, Rep, Ty
from pygress.compiler.primitives.functions import NAMED_EXCEPTION_PARTS
from pygress.compiler.primitives.tables import ATTRIBUTES

_FORMS = {
    "builtins.BaseExceptionGroup": "group",
    "builtins.OSError": "os",
    "builtins.SyntaxError": "syntax",
    "builtins.UnicodeDecodeError": "unicode",
    "builtins.UnicodeEncodeError": "unicode",
    "builtins.UnicodeTranslateError": "unicode",
}
"""Classes whose arguments have a meaning."""
_OWNERS = ("builtins.BaseException", "builtins.BaseExceptionGroup", "builtins.StopIteration", "builtins.SystemExit",
           "builtins.OSError")  # fmt: skip
"""Classes whose attributes a value may have of which nothing is known."""


def _form(b: Builder, ty: Ty) -> str:
    return next((form for name, form in _FORMS.items() if b.world.as_super(ty, name) is not None), "")


def dynamic_attribute(b: Builder, value: Value, name: str) -> Value | None:
    """Read an attribute that classes of exceptions have of a value of which nothing is known.

    `None`: there is no such attribute.
    """
    owners = [one for one in _OWNERS if name in ATTRIBUTES[one]]
    if not owners:
        return None
    result = b.temp(OBJECT)
    value = b.keep(value)
    done = b.new_block()
    for one in owners:
        known, other = b.new_block(), b.new_block()
        symbol = Value(ops.Symbol(f"pg_type_{one.rpartition('.')[2]}"), OBJECT)
        b.branch(b.call("isinstance_", [value, symbol]), known, other)
        b.start(known)
        b.assign(result, coerce(b, b.call(ATTRIBUTES[one][name][0], [value]), OBJECT))
        b.goto(done)
        b.start(other)
    b.assign(result, b.call("obj_getattr", [value, b.const_str(name)]))
    b.goto(done)
    b.start(done)
    return result


def is_group(b: Builder, ty: Ty) -> bool:
    """Tell whether a class is one of exception groups."""
    return _form(b, ty) == "group"


def new_exception(
    b: Builder, symbol: Value, ty: Ty, args: list[Arg], size: str = "sizeof(pg_exception)"
) -> Value:
    """Make an exception object of the class `symbol`."""
    bytes_ = Value(ops.Symbol(f"={size}", Rep.I64), INT)
    given = [one for one in args if one.kind != nodes.ARG_NAMED]
    form = _form(b, ty)
    if form == "group":
        return Value(b.call("group_new", [symbol, bytes_, _packed(b, given)]).op, ty)
    if not isinstance(symbol.op, ops.Symbol):
        # A class below this one may be meant.
        made = b.call("exc_make", [symbol, _packed(b, given)])
        _set_named(b, made, ty, args)
        return Value(made.op, ty)
    if _has_own_init(form, given):
        packed = b.keep(_packed(b, given))
        if form == "os":
            symbol = b.call("os_error_type", [symbol, packed])
        made = empty_exception(b, symbol, ty, size)
        b.call(f"{form}_error_init", [made, packed])
        return Value(made.op, ty)
    if _starred(given):
        made = empty_exception(b, symbol, ty, size)
        b.call("exc_set_tuple", [made, _packed(b, given)])
    elif _is_text(b, ty, given):
        text = given[0].value if given else Value(ops.Null(), STR)
        made = b.call("exc_new_text", [symbol, bytes_, text])
    elif len(given) == 1 and given[0].value.ty == STR:
        made = b.call("exc_new_key", [symbol, bytes_, given[0].value])
    else:
        boxed = [coerce(b, one.value, OBJECT) for one in given]
        made = b.call("exc_new", [symbol, bytes_, b.const_int(len(boxed)), *boxed])
    _set_named(b, made, ty, args)
    return Value(made.op, ty)


def empty_exception(b: Builder, symbol: Value, ty: Ty, size: str) -> Value:
    """Make an exception object that `super().__init__(...)` will give its arguments."""
    bytes_ = Value(ops.Symbol(f"={size}", Rep.I64), INT)
    return Value(b.call("exc_new_text", [symbol, bytes_, Value(ops.Null(), STR)]).op, ty)


def set_exception_args(b: Builder, receiver: Value, args: list[Arg]) -> None:
    """Lower `super().__init__(...)` of an exception class."""
    given = [one for one in args if one.kind != nodes.ARG_NAMED]
    form = _form(b, receiver.ty)
    if _has_own_init(form, given):
        b.call(f"{form}_error_init", [receiver, _packed(b, given)])
    elif _starred(given):
        b.call("exc_set_tuple", [receiver, _packed(b, given)])
    elif _is_text(b, receiver.ty, given):
        b.call("exc_set_text", [receiver, given[0].value if given else Value(ops.Null(), STR)])
    else:
        boxed = [coerce(b, one.value, OBJECT) for one in given]
        b.call("exc_set_args", [receiver, b.const_int(len(boxed)), *boxed])
    _set_named(b, receiver, receiver.ty, args)


def set_exception_tuple(b: Builder, receiver: Value, packed: Value) -> None:
    """Lower `super().__init__(*args)` where only the whole is known."""
    form = _form(b, receiver.ty)
    b.call(f"{form}_error_init" if form not in ("", "group") else "exc_set_tuple", [receiver, packed])


def _has_own_init(form: str, args: list[Arg]) -> bool:
    """Tell whether the class makes something of these arguments: one alone is the text."""
    return form == "unicode" or (form in ("os", "syntax") and (len(args) > 1 or _starred(args)))


def _starred(args: list[Arg]) -> bool:
    return any(one.kind == nodes.ARG_STAR for one in args)


def _packed(b: Builder, args: list[Arg]) -> Value:
    """Make the tuple of the arguments, each an object."""
    if not _starred(args):
        return make_tuple(b, [coerce(b, one.value, OBJECT) for one in args])
    items = new_list(b, OBJECT)
    for one in args:
        name = "list_extend_obj" if one.kind == nodes.ARG_STAR else "list_append"
        b.call(name, [items, coerce(b, one.value, OBJECT)])
    return b.call("tuple_from_list", [items])


def _is_text(b: Builder, ty: Ty, args: list[Arg]) -> bool:
    """Tell whether the text of an exception is its one argument as it is, or nothing: `KeyError` shows a repr."""
    is_key = isinstance(ty, Inst) and b.world.as_super(ty, "builtins.KeyError") is not None
    return not args or (len(args) == 1 and args[0].value.ty == STR and not is_key)


def _set_named(b: Builder, made: Value, ty: Ty, args: list[Arg]) -> None:
    """Keep `name=`, `path=`, `obj=`."""
    named = {one.name: one for one in args if one.kind == nodes.ARG_NAMED}
    if not named:
        return
    parts = next(
        (names for cls, names in NAMED_EXCEPTION_PARTS.items() if b.world.as_super(ty, cls) is not None), ()
    )
    if not set(named) <= set(parts):
        raise Unsupported(nodes.Block([]), "unsupported-function", f"`{ty}` takes no keyword arguments")
    values = [coerce(b, named[one].value if one in named else NONE_VALUE, OBJECT) for one in parts]
    b.call("exc_set_parts", [made, make_tuple(b, values)])
