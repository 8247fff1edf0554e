"""`base64`: the encodings of RFC 4648."""

from __future__ import annotations

import binascii

_BASE32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_BASE32_HEX = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"


def b64encode(s: bytes | bytearray, altchars: bytes | None = None) -> bytes:
    """Write base64; `altchars` stand for `+` and `/`."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.replace(b"+", altchars[:1]).replace(b"/", altchars[1:])
    return encoded


def b64decode(
    s: str | bytes | bytearray, altchars: str | bytes | None = None, validate: bool = False
) -> bytes:
    """Read base64; unless `validate`, other characters are skipped."""
    data = _bytes(s)
    if altchars is not None:
        other = _bytes(altchars)
        assert len(other) == 2, repr(other)
        data = data.replace(other[:1], b"+").replace(other[1:], b"/")
    return binascii.a2b_base64(data, strict_mode=validate)


def standard_b64encode(s: bytes | bytearray) -> bytes:
    """Write base64."""
    return b64encode(s)


def standard_b64decode(s: str | bytes | bytearray) -> bytes:
    """Read base64."""
    return b64decode(s)


def urlsafe_b64encode(s: bytes | bytearray) -> bytes:
    """Write base64 with `-` and `_`."""
    return binascii.b2a_base64(s, newline=False).replace(b"+", b"-").replace(b"/", b"_")


def urlsafe_b64decode(s: str | bytes | bytearray) -> bytes:
    """Read base64 with `-` and `_`."""
    return binascii.a2b_base64(_bytes(s).replace(b"-", b"+").replace(b"_", b"/"))


def encodebytes(s: bytes | bytearray) -> bytes:
    """Write base64 in lines of 76."""
    out: list[bytes] = []
    data = bytes(s)
    for i in range(0, len(data), 57):
        out.append(binascii.b2a_base64(data[i : i + 57]))
    return b"".join(out)


def decodebytes(s: bytes | bytearray) -> bytes:
    """Read base64."""
    return binascii.a2b_base64(s)


def b32encode(s: bytes | bytearray) -> bytes:
    """Write base32."""
    return _encode32(_BASE32, bytes(s))


def b32decode(s: str | bytes | bytearray, casefold: bool = False, map01: str | bytes | None = None) -> bytes:
    """Read base32; `map01` is what 1 stands for (0 is then O)."""
    data = _bytes(s)
    if map01 is not None:
        data = data.replace(b"0", b"O").replace(b"1", _bytes(map01))
    return _decode32(_BASE32, data, casefold)


def b32hexencode(s: bytes | bytearray) -> bytes:
    """Write base32 with the extended hexadecimal alphabet."""
    return _encode32(_BASE32_HEX, bytes(s))


def b32hexdecode(s: str | bytes | bytearray, casefold: bool = False) -> bytes:
    """Read base32 with the extended hexadecimal alphabet."""
    return _decode32(_BASE32_HEX, _bytes(s), casefold)


def b16encode(s: bytes | bytearray) -> bytes:
    """Write hexadecimal digits in upper case."""
    return bytes(s).hex().upper().encode("ascii")


def b16decode(s: str | bytes | bytearray, casefold: bool = False) -> bytes:
    """Read hexadecimal digits in upper case, or in any case with `casefold`."""
    data = _bytes(s)
    if casefold:
        data = data.upper()
    for code in data:
        if not (48 <= code <= 57 or 65 <= code <= 70):
            raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(data)


def _encode32(alphabet: bytes, data: bytes) -> bytes:
    out = bytearray()
    size = len(data)
    for i in range(0, size, 5):
        count = min(5, size - i)
        bits = 0
        for j in range(5):
            bits = bits << 8 | (data[i + j] if j < count else 0)
        digits = (count * 8 + 4) // 5
        for j in range(8):
            out.append(alphabet[bits >> (35 - 5 * j) & 31] if j < digits else 61)
    return bytes(out)


def _decode32(alphabet: bytes, data: bytes, casefold: bool) -> bytes:
    if len(data) % 8:
        raise binascii.Error("Incorrect padding")
    if casefold:
        data = data.upper()
    body = data.rstrip(b"=")
    pads = len(data) - len(body)
    out = bytearray()
    bits = 0
    count = 0
    for code in body:
        value = alphabet.find(code)
        if value < 0:
            raise binascii.Error("Non-base32 digit found")
        bits = (bits << 5 | value) & 0xFFFFFFFFFF
        count += 5
        if count >= 8:
            count -= 8
            out.append(bits >> count & 255)
    if pads not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    return bytes(out)


def _bytes(s: str | bytes | bytearray) -> bytes:
    if isinstance(s, str):
        if not s.isascii():
            raise ValueError("string argument should contain only ASCII characters")
        return s.encode("ascii")
    return bytes(s)
