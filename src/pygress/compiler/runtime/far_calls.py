"""Keep V8 from compiling functions into their callers: calls of all but the smallest go through the table.

Input: a module linked with its relocations. Output: the same program without them, numbers in their shortest form.

    call $pg_raise_index    ->    i32.const 17; call_indirect (type 4)

Envoy's V8 compiles a whole module with its optimizing compiler before a plugin serves, twice (preflight, then live),
and without a profile it inlines whatever is below twice the size of the caller. That was a third of its time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter

from pygress.compiler.runtime.linked import function_imports
from pygress.compiler.runtime.objects import code_relocations, read_number, read_sections, write_number

NEAR_BYTES = 50
"""Calls of functions up to this size stay as they are: what they do is less than a call through the table."""
SMALL_CODE = 24_000
"""V8 compiles a module with less code than this in some 10 ms; there the bytes of far calls count more."""
_CALL, _CONST, _CALL_INDIRECT = 0x10, b"\x41", b"\x11"
_FUNCTION_INDEX = 0
_SIGNED = frozenset({1, 4})
"""Kinds of relocations of signed numbers: places in the table, addresses as constants."""
_PADDED = 5
_TABLE, _ELEMENTS, _CODE, _DATA = 4, 9, 10, 11


def use_far_calls(module: bytes) -> bytes:
    """Rewrite the code, the table and its elements; the data loses the zeros that stand for empty memory."""
    sections = read_sections(module)
    table = _Table(module, sections)
    code = _write_code(module, sections, table)
    contents = {_CODE: code, _TABLE: table.limits(), _ELEMENTS: table.elements()}
    out = module[:8]
    at = 8
    for number, name, begin, end in sections:
        if number == _DATA:
            contents[_DATA] = _without_zeros(module, begin)
        if number in contents:
            content = contents[number]
            out += bytes([number]) + write_number(len(content)) + content
        elif number != 0 or name == "name":
            out += module[at:end]
        at = end
    return out


class _Table:
    """The table of functions: what stands in it already, and what comes to it."""

    def __init__(self, module: bytes, sections: list[tuple[int, str, int, int]]) -> None:
        self.places: dict[int, int] = {}
        self.first = 1
        self.bounds = b""
        for number, _, begin, _ in sections:
            if number == _ELEMENTS:  # one segment: flags, constant, end, functions
                self.first, at = read_number(module, begin + 3)
                count, at = read_number(module, at + 1)
                for place in range(count):
                    function, at = read_number(module, at)
                    self.places[function] = self.first + place
        # A linker that had no use for elements leaves their section out, and there is no place to put it.
        self.open = any(one[0] == _ELEMENTS for one in sections)

    def add(self, function: int) -> None:
        """Put a function at the end, unless it has a place."""
        self.places.setdefault(function, self.first + len(self.places))

    def limits(self) -> bytes:
        """Write the table: fixed in size."""
        size = write_number(self.first + len(self.places))
        return b"\1\x70\1" + size + size

    def elements(self) -> bytes:
        """Write what stands in the table."""
        functions = b"".join(map(write_number, self.places))
        return (
            b"\1\0" + _CONST + write_signed(self.first) + b"\x0b" + write_number(len(self.places)) + functions
        )


def _write_code(module: bytes, sections: list[tuple[int, str, int, int]], table: _Table) -> bytes:
    begin, end_of_code = next(one[2:] for one in sections if one[0] == _CODE)
    is_small = end_of_code - begin < SMALL_CODE
    types = _function_types(module, sections)
    imported = len(function_imports(module))
    bodies = _bodies(module, begin)
    places = code_relocations(module, sections)
    offsets = [offset for offset, _ in places]
    far: dict[int, int] = {}
    for offset, kind in places:
        if table.open and not is_small and kind == _FUNCTION_INDEX and module[offset - 1] == _CALL:
            value, _ = read_number(module, offset)
            if value >= imported and _size(bodies[value - imported]) > NEAR_BYTES:
                far[offset] = value
    # What is called most often gets the shortest numbers.
    counts = Counter(far.values())
    for function in sorted(counts, key=lambda one: (-counts[one], one)):
        table.add(function)
    out = [write_number(len(bodies))]
    for start, end in bodies:
        parts = []
        at = start
        for offset, kind in places[bisect_right(offsets, start) : bisect_right(offsets, end)]:
            value, _ = read_number(module, offset)
            if offset in far:
                parts.append(module[at : offset - 1])
                parts.append(_CONST + write_signed(table.places[value]) + _CALL_INDIRECT)
                parts.append(write_number(types[value - imported]) + b"\0")
            else:
                parts.append(module[at:offset])
                parts.append(write_signed(_signed(value)) if kind in _SIGNED else write_number(value))
            at = offset + _PADDED
        parts.append(module[at:end])
        body = b"".join(parts)
        out += [write_number(len(body)), body]
    return b"".join(out)


def _size(body: tuple[int, int]) -> int:
    return body[1] - body[0]


def _function_types(module: bytes, sections: list[tuple[int, str, int, int]]) -> list[int]:
    count, at = read_number(module, next(one[2] for one in sections if one[0] == 3))
    types = []
    for _ in range(count):
        number, at = read_number(module, at)
        types.append(number)
    return types


def _bodies(module: bytes, at: int) -> list[tuple[int, int]]:
    count, at = read_number(module, at)
    bodies = []
    for _ in range(count):
        size, at = read_number(module, at)
        bodies.append((at, at + size))
        at += size
    return bodies


def _without_zeros(module: bytes, at: int) -> bytes:
    """Leave out segments that hold nothing but zeros, as the memory does at the start."""
    count, at = read_number(module, at)
    kept = []
    for _ in range(count):
        begin = at
        _, at = read_number(module, at)
        while module[at] != 0x0B:  # the constant place: opcode, number, end
            at += 1
            while module[at] > 127:
                at += 1
            at += 1
        size, at = read_number(module, at + 1)
        if module[at : at + size].strip(b"\0"):
            kept.append(module[begin : at + size])
        at += size
    return write_number(len(kept)) + b"".join(kept)


def _signed(value: int) -> int:
    """Read what a padded number holds in 32 bits as a signed number."""
    value &= 0xFFFFFFFF
    return value - (1 << 32) if value >> 31 else value


def write_signed(number: int) -> bytes:
    """Write a signed number."""
    out = bytearray()
    while True:
        byte = number & 0x7F
        number >>= 7
        if (number == 0 and not byte & 0x40) or (number == -1 and byte & 0x40):
            out.append(byte)
            return bytes(out)
        out.append(byte | 0x80)
