"""Make everything that names one function name another: calls, references, tables, exports, the start function."""

from collections.abc import Callable, Iterator, Mapping

from pygress.modules.adapt import encode
from pygress.modules.adapt.instructions import REF_FUNC, constant_expression, function_references
from pygress.modules.wasm import CODE, ELEMENT, EXPORT, GLOBAL, START, Reader, Wasm

Edit = tuple[int, int, bytes]
_LONGEST_INDEX = 5


def retargeted(wasm: Wasm, targets: Mapping[int, int]) -> dict[int, bytes]:
    """Give the new payloads of the sections that name a function of `targets` (old index to new)."""
    payloads: dict[int, bytes] = {}
    for kind, edit in (
        (CODE, _code),
        (ELEMENT, _elements),
        (GLOBAL, _globals),
        (EXPORT, _exports),
        (START, _start),
    ):
        section = wasm.section(kind)
        if section is None:
            continue
        reader = Reader(wasm.data, section.body, section.end)
        changed: bytes | None = edit(wasm, reader, targets)
        if changed is not None:
            payloads[kind] = changed
    return payloads


def _code(wasm: Wasm, reader: Reader, targets: Mapping[int, int]) -> bytes | None:
    data = wasm.data
    patterns = _patterns(targets)
    parts = []
    changed = False
    count = reader.count()
    for _ in range(count):
        start = reader.at
        size = reader.number()
        body = reader.at
        reader.take(size)
        # Most functions hold no byte sequence that could be such a call: those aren't decoded.
        edits: list[Edit] = []
        if any(data.find(pattern, body, reader.at) >= 0 for pattern in patterns):
            edits = _body_edits(data, body, reader.at, targets)
        if edits:
            content = _edited(data, body, reader.at, edits)
            parts.append(encode.unsigned(len(content)) + content)
            changed = True
        else:
            parts.append(data[start : reader.at])
    return encode.unsigned(count) + b"".join(parts) if changed else None


def _body_edits(data: bytes, start: int, end: int, targets: Mapping[int, int]) -> list[Edit]:
    reader = Reader(data, start, end)
    for _ in range(reader.count()):
        reader.number()
        reader.value_type()
    return list(_edits(function_references(reader), targets))


def _elements(wasm: Wasm, reader: Reader, targets: Mapping[int, int]) -> bytes | None:
    start = reader.at
    edits: list[Edit] = []
    for _ in range(reader.count()):
        flags = reader.number()
        if not flags & 1:
            if flags & 2:
                reader.number()
            edits += _edits(constant_expression(reader), targets)
        if flags & 3:
            reader.byte() if not flags & 4 else reader.value_type()
        for _ in range(reader.count()):
            if flags & 4:
                edits += _edits(constant_expression(reader), targets)
            else:
                at = reader.at
                index = reader.number()
                edits += _edits(iter([(REF_FUNC, index, at, reader.at)]), targets)
    return _edited(wasm.data, start, reader.end, edits) if edits else None


def _globals(wasm: Wasm, reader: Reader, targets: Mapping[int, int]) -> bytes | None:
    start = reader.at
    edits: list[Edit] = []
    for _ in range(reader.count()):
        reader.value_type()
        reader.byte()
        edits += _edits(constant_expression(reader), targets)
    return _edited(wasm.data, start, reader.end, edits) if edits else None


def _exports(wasm: Wasm, reader: Reader, targets: Mapping[int, int]) -> bytes | None:
    if not any(one.kind == "function" and one.index in targets for one in wasm.exports):
        return None
    return encode.listed(
        encode.export(
            one.name, one.kind, targets.get(one.index, one.index) if one.kind == "function" else one.index
        )
        for one in wasm.exports
    )


def _start(wasm: Wasm, reader: Reader, targets: Mapping[int, int]) -> bytes | None:
    index = reader.number()
    return encode.unsigned(targets[index]) if index in targets else None


def _edits(found: Iterator[tuple[int, int, int, int]], targets: Mapping[int, int]) -> Iterator[Edit]:
    for _, index, start, end in found:
        if index in targets:
            yield start, end, encode.unsigned(targets[index], end - start)


def _edited(data: bytes, start: int, end: int, edits: list[Edit]) -> bytes:
    parts = []
    at = start
    for first, last, replacement in edits:
        parts += [data[at:first], replacement]
        at = last
    parts.append(data[at:end])
    return b"".join(parts)


def _patterns(targets: Mapping[int, int]) -> list[bytes]:
    """Give every byte sequence that could name one of the functions: linkers pad indices to five bytes."""
    encoded: Callable[[int, int], bytes] = encode.unsigned
    indices = {encoded(index, width) for index in targets for width in range(1, _LONGEST_INDEX + 1)}
    return [bytes([opcode]) + index for opcode in (0x10, 0x12, 0xD2) for index in indices]
