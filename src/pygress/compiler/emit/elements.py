"""The table of element types -> C, only in programs whose code asks for it, with the classes that it may ask for."""

from __future__ import annotations

from pygress.compiler.emit.literals import Constants, c_text
from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Element, Program
from pygress.compiler.ir.types import Ty

_WRITERS = (
    "pg_unbox(",
    "pg_obj_setitem(",
    "pg_obj_setattr(",
    "pg_obj_call_method(",
    "pg_obj_in_place(",
    "pg_list_extend_obj(",
    "pg_dict_update_obj(",
    "pg_set_update_obj(",
    "pg_set_from_obj(",
)
"""Calls by which dynamic code may write what compiled code reads by its static type."""


def asked_elements(program: Program, bodies: list[str], *, boxed_entries: bool) -> set[Element]:
    """Tell the element types of which values may be asked whether they are of it."""
    elements = program.elements
    if program.needs_elements or any(user in line for line in bodies for user in _WRITERS):
        return set(elements.values())
    wanted: list[Ty] = []
    for function in program.functions:
        if boxed_entries and function.signature is not None:
            wanted += function.signature.args
        for block in function.blocks:
            for op in block.ops:
                if isinstance(op, ops.Call) and op.prim.name in ("as_element", "as_plain_element"):
                    wanted += op.kinds.values()
    found: set[Element] = set()
    while wanted:
        element = elements.get(wanted.pop())
        if element is not None and element not in found:
            found.add(element)
            wanted += element.parts
    return found


def emit_elements(constants: Constants, asked: set[Element]) -> list[str]:
    """Write the table; without containers only as far as something is asked for."""
    lines: list[str] = []
    plain = all(one.how in ("ANY", "NONE", "CLASS", "UNION", "TYPE") for one in asked)
    last = max(one.number for one in asked)
    rows = ['    { PG_E_ANY, 0, 0, 0, 0, "" },']
    for element in dict.fromkeys(constants.elements.values()):
        if plain and element.number > last:
            break
        kinds = [constants.kind(one) for one in element.parts]
        how, of, count = element.how, "0", 0
        held: list[str] = []
        if how in ("TUPLE", "UNION"):
            count = len(kinds)
            if kinds:
                of = f"pg_element_parts{element.number}"
                lines.append(f"static const uint16_t {of}[] = {{ {', '.join(kinds)} }};")
        else:
            held = kinds
        if element.classes:
            # A class that is named here stays in the module with all its methods.
            if element in asked:
                count = len(element.classes)
                of = f"pg_element_classes{element.number}"
                names = ", ".join(f"&{one}" for one in element.classes)
                lines.append(f"static const pg_type *const {of}[] = {{ {names} }};")
            else:
                how = "ANY"
        first, second = [*held, "0", "0"][:2]
        name = c_text(element.name if element in asked else "")
        rows.append(f"    {{ PG_E_{how}, {count}, {first}, {second}, {of}, {name} }},")
    return [
        *lines,
        "const pg_element_type pg_element_types[] = {",
        *rows,
        "};",
        *([] if plain else ["PG_USES_ELEMENTS"]),
    ]
