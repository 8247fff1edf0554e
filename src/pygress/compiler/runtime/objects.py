"""Read wasm object files: what each function and each piece of data refers to, and take references out again.

Input: the bytes of a relocatable object, as the C compiler writes it with one section for each function and datum.
The format: https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

WEAK, LOCAL, UNDEFINED, EXPLICIT_NAME, RETAIN = 1, 2, 0x10, 0x40, 0x80
FUNCTION, DATA = 0, 1
_WITH_ADDEND = frozenset({3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 18, 21, 22, 23, 25})
"""Kinds of relocations that carry a number to add."""
_NOT_SYMBOLS = frozenset({6})
"""Kinds of relocations whose index is that of a type."""


@dataclass
class Symbol:
    """A name of an object file; `node` is where it is defined, -1 elsewhere."""

    name: str
    kind: int
    flags: int
    node: int = -1
    offset: int = 0
    size: int = 0


@dataclass
class Node:
    """One function or one data segment: the least that the linker keeps or drops.

    `uses` are pairs of a place (in data: from the segment's begin) and an index of a symbol.
    """

    uses: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Object:
    """The references of one object file: functions first, then data segments."""

    symbols: list[Symbol]
    nodes: list[Node]
    functions: int


def read_number(data: bytes, at: int) -> tuple[int, int]:
    """Read an unsigned number; give it and the place behind it."""
    byte = data[at]
    if byte < 128:
        return byte, at + 1
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def write_number(number: int) -> bytes:
    """Write an unsigned number."""
    out = bytearray()
    while True:
        out.append(number & 0x7F | (0x80 if number > 0x7F else 0))
        number >>= 7
        if not number:
            return bytes(out)


def _skip_number(data: bytes, at: int) -> int:
    while data[at] > 127:
        at += 1
    return at + 1


def read_sections(module: bytes) -> list[tuple[int, str, int, int]]:
    """List number, name (of custom sections), begin and end of the contents of each section."""
    out, at = [], 8
    while at < len(module):
        number = module[at]
        size, begin = read_number(module, at + 1)
        at = begin + size
        name = ""
        if number == 0:
            length, begin = read_number(module, begin)
            name = module[begin : begin + length].decode()
            begin += length
        out.append((number, name, begin, at))
    return out


def read_object(data: bytes) -> Object:
    """Read the symbols of an object file and what refers to them."""
    sections = read_sections(data)
    imported: list[str] = []
    starts: dict[
        int, tuple[int, list[int]]
    ] = {}  # section -> first node, begins of its functions or segments
    functions = 0
    symbols: list[Symbol] = []
    nodes: list[Node] = []
    for number, _, begin, _ in sections:
        if number == 2:
            imported = _imported_functions(data, begin)
        elif number == 10:
            places = _functions(data, begin)
            functions = len(places)
            starts[10] = 0, places
            nodes += [Node() for _ in places]
        elif number == 11:
            places = _segments(data, begin)
            starts[11] = functions, places
            nodes += [Node() for _ in places]
    for _, name, begin, end in sections:
        if name == "linking":
            symbols = _symbols(data, begin, end, imported, functions)
        elif name.startswith("reloc."):
            index, at = read_number(data, begin)
            if sections[index][0] not in starts:
                continue
            first, places = starts[sections[index][0]]
            base = sections[index][2]
            in_code = sections[index][0] == 10
            count, at = read_number(data, at)
            for _ in range(count):
                kind = data[at]
                offset, at = read_number(data, at + 1)
                symbol, at = read_number(data, at)
                if kind in _WITH_ADDEND:
                    at = _skip_number(data, at)
                if kind in _NOT_SYMBOLS:
                    continue
                place = base + offset
                node = bisect_right(places, place) - 1
                nodes[first + node].uses.append((0 if in_code else place - places[node], symbol))
    return Object(symbols, nodes, functions)


def code_relocations(module: bytes, sections: list[tuple[int, str, int, int]]) -> list[tuple[int, int]]:
    """List place and kind of what the linker filled into the code, in order."""
    begin = next((one[2] for one in sections if one[1] == "reloc.CODE"), None)
    if begin is None:
        return []
    index, at = read_number(module, begin)
    base = sections[index][2]
    count, at = read_number(module, at)
    out = []
    for _ in range(count):
        kind = module[at]
        offset, at = read_number(module, at + 1)
        at = _skip_number(module, at)
        at = _skip_number(module, at) if kind in _WITH_ADDEND else at
        out.append((base + offset, kind))
    return sorted(out)


def _imported_functions(data: bytes, at: int) -> list[str]:
    count, at = read_number(data, at)
    functions = []
    for _ in range(count):
        _, at = _name(data, at)
        name, at = _name(data, at)
        kind = data[at]
        at += 1
        if kind == 0:
            functions.append(name)
            at = _skip_number(data, at)
        elif kind == 3:  # a global: its type and whether it changes
            at += 2
        else:  # a table (with the type of its elements) or a memory: limits
            at += kind == 1
            bounded = data[at] & 1
            at = _skip_number(data, at + 1)
            at = _skip_number(data, at) if bounded else at
    return functions


def _functions(data: bytes, at: int) -> list[int]:
    count, at = read_number(data, at)
    places = []
    for _ in range(count):
        places.append(at)
        size, at = read_number(data, at)
        at += size
    return places


def _segments(data: bytes, at: int) -> list[int]:
    count, at = read_number(data, at)
    places = []
    for _ in range(count):
        at = _skip_number(data, at)  # active, of memory 0; then the constant place: opcode, number, end
        at = _skip_number(data, at + 1) + 1
        size, at = read_number(data, at)
        places.append(at)
        at += size
    return places


def _symbols(data: bytes, at: int, end: int, imported: list[str], functions: int) -> list[Symbol]:
    out: list[Symbol] = []
    _, at = read_number(data, at)
    while at < end:
        kind = data[at]
        size, at = read_number(data, at + 1)
        here, at = at, at + size
        if kind != 8:  # not the table of symbols
            continue
        count, here = read_number(data, here)
        for _ in range(count):
            kind = data[here]
            flags, here = read_number(data, here + 1)
            one = Symbol("", kind, flags)
            if kind == DATA:
                one.name, here = _name(data, here)
                if not flags & UNDEFINED:
                    segment, here = read_number(data, here)
                    one.offset, here = read_number(data, here)
                    one.size, here = read_number(data, here)
                    one.node = functions + segment
            else:
                index, here = read_number(data, here)
                if kind != 3 and (not flags & UNDEFINED or flags & EXPLICIT_NAME):
                    one.name, here = _name(data, here)
                if kind == FUNCTION and flags & UNDEFINED:
                    one.name = one.name or imported[index]
                elif kind == FUNCTION:
                    one.node = index - len(imported)
            out.append(one)
    return out


def _name(data: bytes, at: int) -> tuple[str, int]:
    length, at = read_number(data, at)
    return data[at : at + length].decode(), at + length


def drop_uses(data: bytes, dropped: set[tuple[int, int]]) -> bytes:
    """Give an object file without some references of its data.

    `dropped`: pairs of a segment's number and the place in it; there will be a null pointer.
    """
    sections = read_sections(data)
    data_index = next(index for index, one in enumerate(sections) if one[0] == 11)
    base = sections[data_index][2]
    places = _segments(data, base)
    gone = {places[segment] + offset - base for segment, offset in dropped}
    out = bytearray(data)
    for place in gone:
        out[base + place : base + place + 4] = bytes(4)
    for _, name, begin, end in sections:
        if not name.startswith("reloc."):
            continue
        index, at = read_number(data, begin)
        if index != data_index:
            continue
        count, at = read_number(data, at)
        kept = []
        for _ in range(count):
            here = at
            kind = data[at]
            offset, at = read_number(data, at + 1)
            at = _skip_number(data, at)
            at = _skip_number(data, at) if kind in _WITH_ADDEND else at
            if offset not in gone:
                kept.append(data[here:at])
        table = write_number(index) + write_number(len(kept)) + b"".join(kept)
        label = write_number(len(name)) + name.encode()
        section = b"\0" + write_number(len(label) + len(table)) + label + table
        start = _section_start(data, begin)
        return bytes(out[:start]) + section + bytes(out[end:])
    return bytes(out)


def _section_start(data: bytes, begin: int) -> int:
    at = 8
    while True:
        size, contents = read_number(data, at + 1)
        if contents <= begin <= contents + size:
            return at
        at = contents + size
