"""`binascii`: bytes as text."""

from __future__ import annotations

from pygress.compiler.stdlib import native

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class Error(ValueError):
    """Text that is no encoding of bytes."""


def _reverse(alphabet: bytes) -> list[int]:
    out = [-1] * 256
    for i in range(len(alphabet)):
        out[alphabet[i]] = i
    return out


_VALUES = _reverse(_ALPHABET)


def hexlify(data: bytes | bytearray, sep: str | bytes = "", bytes_per_sep: int = 1) -> bytes:
    """Write bytes as hexadecimal digits."""
    text = bytes(data).hex()
    mark = sep if isinstance(sep, str) else sep.decode("latin-1")
    if not mark or bytes_per_sep == 0:
        return text.encode("ascii")
    if len(mark) != 1:
        raise ValueError("sep must be length 1.")
    width = 2 * abs(bytes_per_sep)
    parts: list[str] = []
    if bytes_per_sep > 0:
        head = len(text) % width
        if head:
            parts.append(text[:head])
        for i in range(head, len(text), width):
            parts.append(text[i : i + width])
    else:
        for i in range(0, len(text), width):
            parts.append(text[i : i + width])
    return mark.join(parts).encode("ascii")


b2a_hex = hexlify


def _digit(code: int) -> int:
    if 48 <= code <= 57:
        return code - 48
    if 97 <= code <= 102:
        return code - 87
    if 65 <= code <= 70:
        return code - 55
    return -1


def unhexlify(hexstr: str | bytes | bytearray) -> bytes:
    """Read hexadecimal digits."""
    data = _ascii(hexstr)
    if len(data) % 2:
        raise Error("Odd-length string")
    out = bytearray()
    for i in range(0, len(data), 2):
        high = _digit(data[i])
        low = _digit(data[i + 1])
        if high < 0 or low < 0:
            raise Error("Non-hexadecimal digit found")
        out.append(high * 16 + low)
    return bytes(out)


a2b_hex = unhexlify


def b2a_base64(data: bytes | bytearray, *, newline: bool = True) -> bytes:
    """Write one line of base64."""
    out = bytearray()
    size = len(data)
    whole = size - size % 3
    i = 0
    while i < whole:
        bits = data[i] << 16 | data[i + 1] << 8 | data[i + 2]
        out.append(_ALPHABET[bits >> 18])
        out.append(_ALPHABET[bits >> 12 & 63])
        out.append(_ALPHABET[bits >> 6 & 63])
        out.append(_ALPHABET[bits & 63])
        i += 3
    if size - whole == 1:
        bits = data[i] << 16
        out.append(_ALPHABET[bits >> 18])
        out.append(_ALPHABET[bits >> 12 & 63])
        out += b"=="
    elif size - whole == 2:
        bits = data[i] << 16 | data[i + 1] << 8
        out.append(_ALPHABET[bits >> 18])
        out.append(_ALPHABET[bits >> 12 & 63])
        out.append(_ALPHABET[bits >> 6 & 63])
        out += b"="
    if newline:
        out.append(10)
    return bytes(out)


def a2b_base64(data: str | bytes | bytearray, *, strict_mode: bool = False) -> bytes:
    """Read base64; characters outside its alphabet are skipped unless `strict_mode`."""
    text = _ascii(data)
    out = bytearray()
    size = len(text)
    if strict_mode and size > 0 and text[0] == 61:
        raise Error("Leading padding not allowed")
    place = 0
    left = 0
    pads = 0
    padded = False
    for i in range(size):
        code = text[i]
        if code == 61:
            padded = True
            if place >= 2:
                pads += 1
                if place + pads >= 4:
                    if strict_mode and i + 1 < size:
                        raise Error("Excess data after padding")
                    return bytes(out)
            continue
        value = _VALUES[code]
        if value < 0:
            if strict_mode:
                raise Error("Only base64 data is allowed")
            continue
        if strict_mode and padded:
            raise Error("Discontinuous padding not allowed")
        pads = 0
        if place == 0:
            left = value
        elif place == 1:
            out.append(left << 2 | value >> 4)
            left = value & 15
        elif place == 2:
            out.append(left << 4 | value >> 2)
            left = value & 3
        else:
            out.append(left << 6 | value)
            left = 0
        place = (place + 1) & 3
    if place != 0:
        if place == 1:
            count = len(out) // 3 * 4 + 1
            raise Error(
                f"Invalid base64-encoded string: number of data characters ({count}) "
                "cannot be 1 more than a multiple of 4"
            )
        raise Error("Incorrect padding")
    return bytes(out)


def crc32(data: bytes | bytearray, crc: int = 0) -> int:
    """Compute CRC-32."""
    return native.crc32(bytes(data), crc)


def crc_hqx(data: bytes | bytearray, crc: int) -> int:
    """Compute CRC-CCITT."""
    crc &= 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021) & 0xFFFF if crc & 0x8000 else crc << 1
    return crc


def _ascii(data: str | bytes | bytearray) -> bytes:
    if isinstance(data, str):
        if not data.isascii():
            raise ValueError("string argument should contain only ASCII characters")
        return data.encode("ascii")
    return bytes(data)
