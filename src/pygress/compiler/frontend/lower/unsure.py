"""Values of type `Any` where a container or a union is declared: `names: list[str] = json.loads(text)`.

The type checker believes what is declared, and compiled code reads elements by their declared types. So what comes as
`Any` is looked through once, at this place; a `TypeError` names what is wrong. CPython notices only where an element
is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mypy import nodes

from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import KIND, coerce
from pygress.compiler.frontend.lower.iteration import loop, source_of
from pygress.compiler.frontend.lower.narrowing import can_test, is_instance_test
from pygress.compiler.frontend.lower.primitive_call import call_method
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    OBJECT,
    Func,
    Inst,
    Rep,
    Tuple,
    Ty,
    TypeOf,
    Union,
    rep_of,
)

_SEQUENCES = ("builtins.list", "builtins.set", "builtins.frozenset", "builtins.tuple")


def must_check(b: Builder, ty: Ty) -> bool:
    """Tell whether a value of unknown type has parts that have to be looked at before it counts as `ty`."""
    match ty:
        case Union(items=items):
            return not any(isinstance(one, Func | TypeOf) or one == OBJECT for one in items) and all(
                one in (NONE, INT, FLOAT, BOOL) or isinstance(one, Tuple) or can_test(b, one) for one in items
            )
        case Tuple(items=items):
            return any(_is_told_apart(one) for one in items)
        case Inst(name=name, args=args) if name in _SEQUENCES or name == "builtins.dict":
            return any(one != OBJECT for one in args)
        case _:
            return False


def _is_told_apart(ty: Ty) -> bool:
    return rep_of(ty) == Rep.REF and ty != OBJECT


def check(b: Builder, value: Value, ty: Ty) -> Value:
    """Use a value that came as `Any` as `ty`, after a look at its parts."""
    world = b.world

    def make() -> ir.Function:
        function = ir.Function(world.c_name(f"as_{ty}"), "as", b.tree.path, 0)
        function.ret = Rep.REF
        reg = function.new_reg(Rep.REF, "value")
        function.params.append(reg)
        inner = Builder(world, function, b.tree, b.env)
        inner.line = 0
        inner.start(inner.new_block())
        given = Value(reg, OBJECT)
        if isinstance(ty, Union):
            _check_union(inner, given, ty)
        else:
            _check_parts(inner, given, ty)
            if inner.block is not None:
                inner.end(ops.Return(coerce(inner, given, ty).op))
        world.program.functions.append(function)
        return function

    return b.call_function(world.synthesize(("unsure", ty), make), [Value(value.op, OBJECT)], ty)


def _check_union(b: Builder, value: Value, ty: Union) -> None:
    parts = sorted(ty.items, key=lambda one: (one == NONE, one != BOOL, str(one)))
    for part in parts:
        yes, more = b.new_block(), b.new_block()
        b.branch(_is_shallow(b, value, part, ty), yes, more)
        b.start(yes)
        if part in (NONE, INT, BOOL) or (part == FLOAT and INT in ty.items):
            b.end(ops.Return(value.op))  # held as the object that it is, a bool among the ints too
        else:
            found = coerce(b, replace(value, unsure=True), part)
            b.end(ops.Return(coerce(b, found, ty).op))
        b.start(more)
    b.call(
        "raise_expected_type",
        [b.const_str(" | ".join(str(one) for one in parts).replace("builtins.", "")), value],
    )
    b.end(ops.Unreachable())


def _is_shallow(b: Builder, value: Value, part: Ty, whole: Union) -> Value:
    if isinstance(part, Tuple):
        return is_instance_test(b, value, Inst("builtins.tuple", (OBJECT,)))
    if part == FLOAT and INT not in whole.items:
        number = is_instance_test(b, value, INT)
        return b.call("bool_or", [number, is_instance_test(b, value, FLOAT)])
    return is_instance_test(b, value, part)


def _check_parts(b: Builder, value: Value, ty: Ty) -> None:
    """Look at each part of a container; what is wrong raises."""
    here = nodes.Block([])
    whole = coerce(b, value, ty)
    match ty:
        case Tuple(items=items):
            for index, one in enumerate(items):
                if _is_told_apart(one):
                    part = b.call("tuple_boxed", [Value(whole.op, OBJECT), b.const_int(index)])
                    coerce(b, Value(part.op, OBJECT, unsure=True), one)
        case Inst(name="builtins.dict", args=(key, item)):
            kinds = [b.const_int(KIND[rep_of(one)]) for one in (key, item)]
            b.call("dict_retype", [Value(whole.op, OBJECT), *kinds])
            view = Value(whole.op, Inst("builtins.dict", (OBJECT, OBJECT)))
            if _is_told_apart(key):
                loop(b, source_of(b, here, view), _look(b, key))
            if _is_told_apart(item):
                values = call_method(b, view, "values", [])
                assert values is not None
                loop(b, source_of(b, here, values), _look(b, item))
        case Inst(name=name, args=args):
            kind = b.const_int(KIND[rep_of(args[0])])
            if name == "builtins.list":
                b.call("list_retype", [Value(whole.op, OBJECT), kind])
            elif name != "builtins.tuple":
                b.call("set_retype", [Value(whole.op, OBJECT), kind])
            if not _is_told_apart(args[0]) and name != "builtins.tuple":
                return
            view = Value(whole.op, Inst(name, (OBJECT,)))
            loop(b, source_of(b, here, view), _look(b, args[0]))
        case _:
            raise AssertionError(ty)


def _look(b: Builder, ty: Ty) -> Callable[[Value], None]:
    def step(part: Value) -> None:
        boxed = coerce(b, part, OBJECT)
        coerce(b, Value(boxed.op, OBJECT, unsure=True), ty)

    return step
