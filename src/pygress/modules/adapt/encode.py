"""Write the binary format: numbers, names, lists, sections."""

from collections.abc import Iterable, Mapping

from pygress.modules.wasm import CUSTOM, KINDS, ORDER, Wasm

_CODES = {
    "i32": 0x7F,
    "i64": 0x7E,
    "f32": 0x7D,
    "f64": 0x7C,
    "v128": 0x7B,
    "funcref": 0x70,
    "externref": 0x6F,
}


def unsigned(value: int, width: int = 0) -> bytes:
    """Write an unsigned LEB128 number, padded to `width` bytes if that is more than it needs."""
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        if value or len(out) + 1 < width:
            out.append(byte | 0x80)
        else:
            out.append(byte)
            return bytes(out)


def signed(value: int) -> bytes:
    """Write a signed LEB128 number."""
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        if (value == 0 and not byte & 0x40) or (value == -1 and byte & 0x40):
            out.append(byte)
            return bytes(out)
        out.append(byte | 0x80)


def name(text: str) -> bytes:
    """Write a name."""
    raw = text.encode()
    return unsigned(len(raw)) + raw


def listed(items: Iterable[bytes]) -> bytes:
    """Write a list of written items."""
    parts = list(items)
    return unsigned(len(parts)) + b"".join(parts)


def section(kind: int, payload: bytes) -> bytes:
    """Write a section."""
    return bytes([kind]) + unsigned(len(payload)) + payload


def function_type(parameters: Iterable[str], results: Iterable[str]) -> bytes:
    """Write a function type of plain values."""
    return (
        b"\x60"
        + listed(bytes([_CODES[one]]) for one in parameters)
        + listed(bytes([_CODES[one]]) for one in results)
    )


def export(text: str, kind: str, index: int) -> bytes:
    """Write one export."""
    return name(text) + bytes([KINDS.index(kind)]) + unsigned(index)


def rebuilt(wasm: Wasm, payloads: Mapping[int, bytes]) -> bytes:
    """Give the module with the payloads of some sections replaced or added; all others stay as they are."""
    parts = [wasm.data[:8]]
    left = dict(payloads)
    for one in wasm.sections:
        if one.kind != CUSTOM:
            # The sections that this module lacks go before the first that must stand behind them.
            for kind in [kind for kind in ORDER if kind in left and ORDER[kind] < ORDER[one.kind]]:
                parts.append(section(kind, left.pop(kind)))
        payload = left.pop(one.kind, None)
        parts.append(wasm.data[one.start : one.end] if payload is None else section(one.kind, payload))
    last = [section(kind, left[kind]) for kind in ORDER if kind in left]
    return b"".join([*parts, *last])
