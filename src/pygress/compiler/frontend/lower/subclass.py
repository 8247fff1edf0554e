"""Instances of classes that extend `dict`, `list`, `set`, `str`, `bytes`, `int`, `float` or `tuple`.

The struct of such a class begins with the struct of the built-in type, so that every function of the runtime takes
it. A new instance takes over the contents of a fresh value of the built-in type.
"""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.arguments import Arg
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.classes import find_method, mark_instantiated
from pygress.compiler.frontend.lower.coerce import coerce, tuple_item, tuple_kinds
from pygress.compiler.frontend.world import ClassInst
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import BYTES, FLOAT, INT, OBJECT, Inst, Rep, Tuple, Ty

CONTAINERS = {"pg_dict": "builtins.dict", "pg_list": "builtins.list", "pg_set": "builtins.set"}


_SHOWN = (
    "__str__", "__repr__", "__format__", "__eq__", "__hash__", "__bool__", "__add__", "__sub__", "__mul__",
    "__truediv__", "__floordiv__", "__mod__", "__lt__", "__le__", "__gt__", "__ge__",
)  # fmt: skip


def check_keeps_class(b: Builder, node: nodes.Context, value: Value, ty: Ty) -> None:
    """Refuse to hold an instance of a class below `int` or `float` as the plain number if its methods would be lost."""
    if ty not in (INT, FLOAT) or not isinstance(value.ty, Inst) or not b.world.is_user_class(value.ty):
        return
    own = [name for name in _SHOWN if find_method(b.world, value.ty, name) is not None]
    if own:
        short = value.ty.name.rpartition(".")[2]
        raise Unsupported(
            node, "unsupported-type", f"`{short}` cannot be held as `{ty}`: its `{own[0]}` would be lost",
            f"an `{ty}` is the number alone", f"declare `{short}` here, or convert with `{ty}(...)`",
        )  # fmt: skip


def new_of_builtin(b: Builder, cls: ClassInst, args: list[Arg]) -> Value:
    """Allocate an instance; containers are filled by `__init__` if the class has one."""
    base = cls.ir.builtin_base
    if base == "pg_tuple":
        return _new_tuple(b, cls, args)
    if base in CONTAINERS and find_method(b.world, cls.ty, "__init__") is not None:
        args = []
    fresh = _contents(b, cls, base, args)
    reg = b.fn.new_reg(Rep.REF)
    b.emit(ops.New(reg, cls.ir))
    made = Value(reg, cls.ty)
    size = Value(ops.Symbol(f"=sizeof({base})", Rep.I64), INT)
    b.call("base_init", [made, coerce(b, fresh, OBJECT), size])
    return made


def fill(b: Builder, receiver: Value, cls: ClassInst, args: list[Arg]) -> None:
    """Lower `super().__init__(...)` of a container."""
    base = cls.ir.builtin_base
    full = b.world.as_super(cls.ty, CONTAINERS[base])
    assert full is not None
    if base == "pg_dict":
        key, value = full.args
        for one in args:
            if one.kind == nodes.ARG_NAMED and one.name is not None:
                b.call(
                    "dict_set", [receiver, coerce(b, b.const_str(one.name), key), coerce(b, one.value, value)]
                )
            else:
                b.call("dict_update", [receiver, coerce(b, one.value, OBJECT)])
    elif args:
        from pygress.compiler.frontend.lower.iteration import loop, source_of

        source = source_of(b, cls.info.defn, args[0].value)
        item = full.args[0]
        add = "list_append" if base == "pg_list" else "set_add"
        loop(b, source, lambda one: b.call(add, [receiver, coerce(b, one, item)]))


def _contents(b: Builder, cls: ClassInst, base: str, args: list[Arg]) -> Value:
    """Make the built-in value that the instance takes over."""
    from pygress.compiler.frontend.lower import fstring
    from pygress.compiler.frontend.lower.collections_ import empty_of
    from pygress.compiler.frontend.lower.primitive_call import call_chosen, choose
    from pygress.compiler.primitives.tables import FUNCTIONS

    if base in CONTAINERS:
        full = b.world.as_super(cls.ty, CONTAINERS[base])
        assert full is not None
        empty = empty_of(b, full)
        assert empty is not None
        if args:
            fill(b, empty, cls, args)
        return empty
    if base == "pg_str":
        return fstring.to_str(b, args[0].value) if args else b.const_str("")
    wanted = {"pg_int": INT, "pg_float": FLOAT, "pg_bytes": BYTES}[base]
    prims = FUNCTIONS[f"builtins.{base.removeprefix('pg_')}"]
    chosen = choose(b, prims, [one.value for one in args], {})
    if chosen is None:
        raise Unsupported(
            cls.info.defn, "unsupported-function", f"`{cls.info.name}` cannot be made of these arguments"
        )
    return coerce(b, call_chosen(b, *chosen), wanted)


def _new_tuple(b: Builder, cls: ClassInst, args: list[Arg]) -> Value:
    if cls.ir.all_fields():
        raise Unsupported(
            cls.info.defn, "unsupported-type", "a subclass of `tuple` cannot have attributes of its own"
        )
    from pygress.compiler.frontend.lower.tuples import as_tuple

    value = as_tuple(b, args[0].value) if args else Value(ops.Symbol("pg_tuple_empty"), Tuple(()))
    if not isinstance(value.ty, Tuple):
        raise Unsupported(
            cls.info.defn, "unsupported-type", "a subclass of `tuple` takes a tuple of known length"
        )
    mark_instantiated(b, cls)
    items = value.ty.items
    symbol = Value(ops.Symbol(f"{cls.ir.c}_type"), OBJECT)
    out = b.call("tuple_new_type", [symbol, b.const_int(len(items)), b.const_int(tuple_kinds(items))])
    for index in range(len(items)):
        one = tuple_item(b, value, index)
        b.call("tuple_set", [out, b.const_int(index), one if index < 15 else coerce(b, one, OBJECT)])
    return Value(out.op, cls.ty)


__all__ = ["CONTAINERS", "fill", "new_of_builtin"]
