"""Class objects that are known only at run time: `type[Shape]` values, `cls`.

    kind.create(3)        if kind is Square: r = Square.create(3)
                          elif kind is Circle: r = Circle.create(3)
                          else: r = Shape.create(3)

Only classes with a definition of their own get a test; all others share the last branch.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import NONE, OBJECT, Inst, Ty


def classes_below(b: Builder, ty: Inst) -> list[Inst]:
    """List the classes of the program that extend `ty`, without generic ones."""
    world = b.world
    try:
        base = world.info(ty.name)
    except KeyError:
        return []
    return [
        Inst(world.map.name(info))
        for info in world.local_infos.values()
        if info is not base and base in info.mro and not info.defn.type_vars
    ]


def by_definition(
    b: Builder, value: Value | None, ty: Inst, name: str, ret: Ty, use: Callable[[Inst], Value]
) -> Value | None:
    """Use the member `name` of the class that `value` is at run time; `None` if there is but one definition."""
    from pygress.compiler.frontend.lower.classes import find_member

    if value is None or isinstance(value.op, ops.Symbol):
        return None
    member = find_member(b.world, ty, name)
    below = [(one, find_member(b.world, one, name)) for one in classes_below(b, ty)]
    others = [
        one for one, found in below if found is not None and (member is None or found.node is not member.node)
    ]
    if not others:
        return None
    return by_class(b, value, others, ret, use, ty if member is not None else None)


def by_class(
    b: Builder, value: Value, classes: list[Inst], ret: Ty, use: Callable[[Inst], Value], default: Inst | None
) -> Value:
    """Test a class object against `classes`; `use` gives the value for each, and for `default`."""
    from pygress.compiler.frontend.lower.names import class_object

    value = b.keep(value)
    result = b.temp(OBJECT if ret == NONE else ret)
    done = b.new_block()
    for one in classes:
        take, more = b.new_block(), b.new_block()
        same = b.call(
            "is_", [coerce(b, value, OBJECT), coerce(b, class_object(b, nodes.Block([]), one), OBJECT)]
        )
        b.branch(same, take, more)
        b.start(take)
        b.assign(result, coerce(b, use(one), result.ty))
        b.goto(done)
        b.start(more)
    if default is not None:
        b.assign(result, coerce(b, use(default), result.ty))
        b.goto(done)
    else:
        text = b.const_str("this class cannot be used here")
        b.call("raise_named", [Value(ops.Symbol("pg_type_TypeError"), OBJECT), text])
        b.end(ops.Unreachable())
    b.start(done)
    return NONE_VALUE if ret == NONE else result
