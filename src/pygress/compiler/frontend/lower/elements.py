"""The element types of a program: what containers, fields and arguments may hold where dynamic code reaches them.

Input: a whole program, lowered. Output: `program.elements`: each static type of a reference that a container, a field,
a parameter or a declaration of something dynamic has, with what tells its values apart when the program runs.

    x: list[str] = json.loads(text)    1: class str; 5: list of 1
"""

from __future__ import annotations

from pygress.compiler.frontend.lower.classes import runtime_type_symbol
from pygress.compiler.frontend.lower.unsure import GENERATORS, can_view, canonical
from pygress.compiler.frontend.world import World
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import (
    BYTES,
    FLOAT,
    INT,
    NEVER,
    NONE,
    OBJECT,
    STR,
    Func,
    Inst,
    Rep,
    Tuple,
    Ty,
    TypeOf,
    Union,
    rep_of,
)

_CONTAINERS = {
    "builtins.list": "LIST",
    "builtins.dict": "DICT",
    "builtins.set": "SET",
    "builtins.frozenset": "FROZENSET",
    "builtins.tuple": "TUPLES",
}
# Numbers that the runtime knows (`pg_kind` in pg.h).
FIXED: tuple[Ty, ...] = (STR, BYTES, Inst("builtins.bytearray"), Tuple((STR, STR)))


def find_elements(world: World) -> None:
    """Number the element types that the program names, and the parts of each."""
    elements = world.program.elements
    calls = [
        op
        for one in world.program.functions
        for block in one.blocks
        for op in block.ops
        if isinstance(op, ops.Call)
    ]
    for ty in FIXED:
        _add(world, elements, ty)
    for op in calls:
        if op.prim.name == "as_plain_element":  # first, so that the table may end with them
            for ty in op.kinds.values():
                _add(world, elements, ty)
    for op in calls:
        for ty in op.kinds.values():
            _add(world, elements, ty)
    for function in world.program.functions:
        if world.needs_boxed_entries and function.signature is not None:
            for ty in function.signature.args:
                _add(world, elements, ty)
    for cls in world.program.classes:
        for field in cls.fields:
            _add(world, elements, field.ty)


def _add(world: World, elements: dict[Ty, ir.Element], ty: Ty) -> None:
    if rep_of(ty) != Rep.REF or ty in (OBJECT, NEVER) or ty in elements:
        return
    if str(ty).startswith("_typeshed."):
        return  # what `sorted` and its like ask for: no type that a program declares
    canon = canonical(world, ty)
    if canon != ty:
        _add(world, elements, canon)
        elements[ty] = elements[canon]
        return
    element = elements[ty] = ir.Element(
        len(set(map(id, elements.values()))) + 1, "ANY", str(ty).replace("builtins.", "")
    )
    match ty:
        case Union(items=items):
            # A bool is an int and an int a float: what is nearest counts.
            first = (NONE, INT, FLOAT)
            order = sorted(items, key=lambda one: (first.index(one) if one in first else -1, str(one)))
            element.how, element.parts = "UNION", tuple(order)
        case Tuple(items=items):
            element.how, element.parts = "TUPLE", items
        case Func():
            element.how = "FUNC"
        case TypeOf(item=item):
            symbol = _class_symbols(world, item)
            if item == OBJECT or len(symbol) == 1:
                element.how, element.classes = "TYPE", symbol if item != OBJECT else []
        case Inst(name=name, args=args) if name in _CONTAINERS:
            element.how, element.parts = _CONTAINERS[name], args or (OBJECT,)
        case Inst():
            found = [GENERATORS[ty.name]] if ty.name in GENERATORS else _class_symbols(world, ty)
            if found:
                element.how, element.classes = "CLASS", found
        case _ if ty == NONE:
            element.how = "NONE"
    for part in element.parts:
        _add(world, elements, part)


def _class_symbols(world: World, ty: Ty) -> list[str]:
    """Tell the descriptors of which an instance of a class has one; none if any object may be used as one."""
    if not isinstance(ty, Inst):
        names = {"int", "float", "bool"}
        return [f"pg_type_{ty}"] if str(ty) in names else []
    if not world.is_user_class(ty):
        symbol = runtime_type_symbol(world, ty.name)
        return [symbol.c] if symbol is not None else []
    info = world.info(ty.name)
    if info.is_protocol:
        return []
    if not ty.args:
        known = world.classes.get(ty)
        return [f"{known.ir.c}_type"] if known is not None else []
    return [
        f"{one.ir.c}_type"
        for other, one in list(world.classes.items())
        if (base := world.as_super(other, ty.name)) is not None and (base == ty or can_view(world, base, ty))
    ]


__all__ = ["find_elements"]
