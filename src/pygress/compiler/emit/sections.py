"""Custom sections of a wasm module."""

from __future__ import annotations


def leb128(value: int) -> bytes:
    """Encode an unsigned integer."""
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        out.append(byte | (0x80 if value else 0))
        if not value:
            return bytes(out)


def add_section(wasm: bytes, name: str, data: bytes) -> bytes:
    """Append a custom section."""
    encoded = name.encode()
    body = leb128(len(encoded)) + encoded + data
    return wasm + b"\0" + leb128(len(body)) + body
