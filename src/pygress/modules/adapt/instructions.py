"""Walk over the instructions of a function body, as far as is needed to find where functions are named.

The tables hold the immediates of each opcode of the core specification 3.0 with its proposals in use (bulk memory,
reference types, SIMD, threads, tail calls, both kinds of exceptions).
"""

from collections.abc import Iterator

from pygress.modules.wasm import Reader, WasmError

CALL, RETURN_CALL, REF_FUNC = 0x10, 0x12, 0xD2
NAMES_FUNCTION = (CALL, RETURN_CALL, REF_FUNC)

_END = 0x0B
_OPENERS = {0x02, 0x03, 0x04, 0x06, 0x1F}
_INDEX = {0x08, 0x09, 0x0C, 0x0D, 0x10, 0x12, 0x14, 0x15, 0x18, 0xD2, 0xD5, 0xD6, 0x07, 0x3F, 0x40} | set(
    range(0x20, 0x27)
)
_TWO_INDICES = {0x11, 0x13}
_MISC = {8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1, 14: 2, 15: 1, 16: 1, 17: 1}
_PLAIN = {0x00, 0x01, 0x05, 0x0A, 0x0B, 0x0F, 0x19, 0x1A, 0x1B, 0xD1, 0xD3, 0xD4} | set(range(0x45, 0xC5))


def function_references(reader: Reader) -> Iterator[tuple[int, int, int, int]]:
    """Give (opcode, function, start, end) of each place that names a function; start and end span the index.

    Reads instructions until the reader's end. Raises `WasmError` for an opcode that is not known.
    """
    while reader.at < reader.end:
        yield from _instruction(reader, reader.byte())


def constant_expression(reader: Reader) -> Iterator[tuple[int, int, int, int]]:
    """Like `function_references` for one constant expression, up to and including its `end`."""
    while (opcode := reader.byte()) != _END:
        yield from _instruction(reader, opcode)


def _instruction(reader: Reader, opcode: int) -> Iterator[tuple[int, int, int, int]]:
    if opcode in _PLAIN:
        return
    if opcode in _INDEX:
        start = reader.at
        index = reader.number()
        if opcode in NAMES_FUNCTION:
            yield opcode, index, start, reader.at
    elif 0x28 <= opcode <= 0x3E:
        _memory(reader)
    elif opcode == 0x41:
        reader.signed(32)
    elif opcode == 0x42:
        reader.signed(64)
    elif opcode in _OPENERS:
        reader.signed(33)
        if opcode == 0x1F:
            for _ in range(reader.count()):
                if reader.byte() < 2:
                    reader.number()
                reader.number()
    elif opcode in _TWO_INDICES:
        reader.number()
        reader.number()
    elif opcode == 0x0E:
        for _ in range(reader.count() + 1):
            reader.number()
    elif opcode == 0x1C:
        for _ in range(reader.count()):
            reader.value_type()
    elif opcode == 0x43:
        reader.take(4)
    elif opcode == 0x44:
        reader.take(8)
    elif opcode == 0xD0:
        reader.signed(33)
    elif opcode == 0xFC:
        for _ in range(_MISC.get(reader.number(), 0)):
            reader.number()
    elif opcode == 0xFD:
        _vector(reader, reader.number())
    elif opcode == 0xFE:
        if reader.number() == 3:
            reader.byte()
        else:
            _memory(reader)
    else:
        raise WasmError(
            "InvalidModule", f"the module is invalid: unknown instruction 0x{opcode:02x} at {reader.at - 1}"
        )


def _memory(reader: Reader) -> None:
    if reader.number() & 0x40:
        reader.number()
    reader.number(64)


def _vector(reader: Reader, sub: int) -> None:
    if sub in (12, 13):
        reader.take(16)
    elif sub <= 11 or sub in (92, 93):
        _memory(reader)
    elif 21 <= sub <= 34:
        reader.byte()
    elif 84 <= sub <= 91:
        _memory(reader)
        reader.byte()
