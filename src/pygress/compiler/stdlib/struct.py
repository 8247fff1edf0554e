"""`struct`: numbers as bytes. Native sizes are those of Linux on 64 bits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pygress.compiler.stdlib import native


class error(Exception):
    """A wrong format, or values that do not fit."""


_STANDARD = {
    "b": 1,
    "B": 1,
    "?": 1,
    "h": 2,
    "H": 2,
    "e": 2,
    "i": 4,
    "I": 4,
    "l": 4,
    "L": 4,
    "f": 4,
    "q": 8,
    "Q": 8,
    "d": 8,
}
_NATIVE = {"l": 8, "L": 8, "n": 8, "N": 8, "P": 8}


class _Field:
    """One part of a format; `count` values, or one of `count` bytes for `s` and `p`."""

    def __init__(self, code: str, count: int, size: int, offset: int) -> None:
        self.code = code
        self.count = count
        self.size = size
        self.offset = offset


class Struct:
    """A format, read once."""

    def __init__(self, format: str | bytes) -> None:
        self.format = format if isinstance(format, str) else format.decode("latin-1")
        self._little = True
        self._fields: list[_Field] = []
        self._values = 0
        self.size = 0
        self._read()

    def _read(self) -> None:
        text = self.format
        i = 0
        aligned = True
        native_sizes = True
        if text and text[0] in "@=<>!":
            mark = text[0]
            i = 1
            aligned = mark == "@"
            native_sizes = mark == "@"
            self._little = mark not in ">!"
        offset = 0
        while i < len(text):
            char = text[i]
            if char in " \t\n\r\v\f":
                i += 1
                continue
            count = 1
            if "0" <= char <= "9":
                start = i
                while i < len(text) and "0" <= text[i] <= "9":
                    i += 1
                if i == len(text):
                    raise error("repeat count given without format specifier")
                if i - start > 12:
                    raise error("overflow in item count")
                count = int(text[start:i])
                char = text[i]
            i += 1
            if char in "sp":
                self._fields.append(_Field(char, count, 1, offset))
                self._values += 1
                offset += count
                continue
            if char in "xc":
                size = 1
            elif native_sizes and char in _NATIVE:
                size = _NATIVE[char]
            elif char in _STANDARD:
                size = _STANDARD[char]
            else:
                raise error("bad char in struct format")
            if aligned:
                offset += -offset % size
            self._fields.append(_Field(char, count, size, offset))
            if char != "x":
                self._values += count
            offset += size * count
        self.size = offset

    def pack(self, *v: Any) -> bytes:
        """Write values."""
        if len(v) != self._values:
            raise error(f"pack expected {self._values} items for packing (got {len(v)})")
        out = bytearray(self.size)
        self._pack(out, 0, v)
        return bytes(out)

    def pack_into(self, buffer: bytearray, offset: int, *v: Any) -> None:
        """Write values into a buffer."""
        if len(v) != self._values:
            raise error(f"pack_into expected {self._values} items for packing (got {len(v)})")
        if offset < 0:
            if offset + len(buffer) < 0:
                raise error(f"offset {offset} out of range for {len(buffer)}-byte buffer")
            offset += len(buffer)
        if len(buffer) - offset < self.size:
            raise error(
                f"pack_into requires a buffer of at least {self.size + offset} bytes for packing {self.size} "
                f"bytes at offset {offset} (actual buffer size is {len(buffer)})"
            )
        for i in range(self.size):
            buffer[offset + i] = 0
        self._pack(buffer, offset, v)

    def _pack(self, out: bytearray, base: int, values: tuple[Any, ...]) -> None:
        at = 0
        for field in self._fields:
            code = field.code
            if code == "x":
                continue
            place = base + field.offset
            if code == "s" or code == "p":
                data = _data(values[at], code)
                at += 1
                if code == "p":
                    if field.count == 0:
                        continue
                    room = min(len(data), field.count - 1)
                    out[place] = min(room, 255)
                    place += 1
                else:
                    room = min(len(data), field.count)
                for i in range(room):
                    out[place + i] = data[i]
                continue
            for _ in range(field.count):
                value = values[at]
                at += 1
                if code == "c":
                    if not isinstance(value, bytes) or len(value) != 1:
                        raise error("char format requires a bytes object of length 1")
                    out[place] = value[0]
                elif code == "?":
                    out[place] = 1 if value else 0
                elif code in "fde":
                    self._put(out, place, field.size, _float_bits(value, code))
                else:
                    self._put(out, place, field.size, _checked(value, code, field.size))
                place += field.size

    def _put(self, out: bytearray, place: int, size: int, bits: int) -> None:
        for i in range(size):
            byte = bits >> (8 * i) & 255
            out[place + i if self._little else place + size - 1 - i] = byte

    def _get(self, data: bytes, place: int, size: int, signed: bool) -> int:
        """Read an integer; one of 64 bits beyond the signed range raises `OverflowError`."""
        value = 0
        top = data[place + size - 1 if self._little else place]
        for i in range(size - 1):
            byte = data[place + size - 2 - i if self._little else place + 1 + i]
            value = value << 8 | byte
        if signed and top >= 128:
            return value + ((top - 256) << (8 * (size - 1)))
        if top >= 128 and size == 8:
            raise OverflowError("integer overflow")
        return value | top << (8 * (size - 1))

    def unpack(self, buffer: bytes | bytearray, /) -> tuple[Any, ...]:
        """Read values from exactly the right number of bytes."""
        if len(buffer) != self.size:
            raise error(f"unpack requires a buffer of {self.size} bytes")
        return self._unpack(bytes(buffer), 0)

    def unpack_from(self, buffer: bytes | bytearray, offset: int = 0) -> tuple[Any, ...]:
        """Read values from `offset` on."""
        size = len(buffer)
        if offset < 0:
            if offset + size < 0:
                raise error(f"offset {offset} out of range for {size}-byte buffer")
            offset += size
        if size - offset < self.size:
            raise error(
                f"unpack_from requires a buffer of at least {self.size + offset} bytes for unpacking {self.size} "
                f"bytes at offset {offset} (actual buffer size is {size})"
            )
        return self._unpack(bytes(buffer), offset)

    def iter_unpack(self, buffer: bytes | bytearray, /) -> Iterator[tuple[Any, ...]]:
        """Read values again and again."""
        if self.size == 0:
            raise error("cannot iteratively unpack with a struct of length 0")
        if len(buffer) % self.size:
            raise error(f"iterative unpacking requires a buffer of a multiple of {self.size} bytes")
        return self._each(bytes(buffer))

    def _each(self, data: bytes) -> Iterator[tuple[Any, ...]]:
        for offset in range(0, len(data), self.size):
            yield self._unpack(data, offset)

    def _unpack(self, data: bytes, base: int) -> tuple[Any, ...]:
        out: list[Any] = []
        for field in self._fields:
            code = field.code
            place = base + field.offset
            if code == "x":
                continue
            if code == "s":
                out.append(data[place : place + field.count])
                continue
            if code == "p":
                size = min(data[place], field.count - 1) if field.count else 0
                out.append(data[place + 1 : place + 1 + size])
                continue
            for _ in range(field.count):
                if code == "c":
                    out.append(data[place : place + 1])
                elif code == "?":
                    out.append(data[place] != 0)
                elif code == "d":
                    out.append(native.float_from_bits(self._get(data, place, 8, True)))
                elif code == "f":
                    out.append(native.float32_from_bits(self._get(data, place, 4, False)))
                elif code == "e":
                    out.append(_half(self._get(data, place, 2, False)))
                else:
                    out.append(self._get(data, place, field.size, code in "bhilqn"))
                place += field.size
        return tuple(out)


def _data(value: Any, code: str) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, bytearray):
        return bytes(value)
    raise error(f"argument for '{code}' must be a bytes object")


def _checked(value: Any, code: str, size: int) -> int:
    if not isinstance(value, int):
        raise error("required argument is not an integer")
    if code in "bhilqn":
        if size == 8:
            return value
        high = (1 << (8 * size - 1)) - 1
        low = -high - 1
    else:
        low = 0
        if size == 8:
            if value < 0:
                raise error("argument out of range" if code in "QNP" else "int too large to convert")
            return value
        high = (1 << (8 * size)) - 1
    if value < low or value > high:
        names = {"b": "byte", "B": "ubyte", "h": "short", "H": "ushort"}
        if code in names and size <= 2:
            if size == 1:
                raise error(f"{names[code]} format requires {low} <= number <= {high}")
            raise error(f"{names[code]} format requires {low} <= number <= {high}")
        raise error(f"'{code}' format requires {low} <= number <= {high}")
    return value


def _float_bits(value: Any, code: str) -> int:
    if not isinstance(value, (int, float)):
        raise error("required argument is not a float")
    number = float(value)
    if code == "d":
        return native.float_bits(number)
    if code == "f":
        return native.float32_bits(number)
    return _half_bits(number)


def _half_bits(value: float) -> int:
    """Round to half precision, ties to even."""
    bits = native.float_bits(value)
    sign = 0x8000 if bits < 0 else 0
    exponent = (bits >> 52 & 0x7FF) - 1023
    fraction = bits & 0xFFFFFFFFFFFFF
    if exponent == 1024:
        return sign | 0x7C00 | (0x200 if fraction else 0)
    if exponent < -25:
        return sign
    fraction |= 1 << 52
    # Bits to drop: 42 for a normal number, more for a small one.
    drop = 42 if exponent >= -14 else 42 - 14 - exponent
    kept = fraction >> drop
    rest = fraction & ((1 << drop) - 1)
    half = 1 << (drop - 1)
    if rest > half or (rest == half and kept & 1):
        kept += 1
    out = kept if exponent < -14 else kept + ((exponent + 14) << 10)
    if out >= 0x7C00:
        raise OverflowError("float too large to pack with e format")
    return sign | out


def _half(bits: int) -> float:
    exponent = bits >> 10 & 31
    fraction = bits & 0x3FF
    if exponent == 31:
        value = native.float_from_bits((0x7FF << 52) | (fraction << 42))
    elif exponent == 0:
        value = fraction / 16777216.0
    else:
        value = native.float_from_bits((exponent + 1008) << 52 | fraction << 42)
    return -value if bits & 0x8000 else value


_cache: dict[str, Struct] = {}


def _of(format: str | bytes) -> Struct:
    text = format if isinstance(format, str) else format.decode("latin-1")
    found = _cache.get(text)
    if found is None:
        found = Struct(text)
        if len(_cache) >= 100:
            _cache.clear()
        _cache[text] = found
    return found


def calcsize(format: str | bytes, /) -> int:
    """Give the number of bytes of a format."""
    return _of(format).size


def pack(fmt: str | bytes, /, *v: Any) -> bytes:
    """Write values."""
    return _of(fmt).pack(*v)


def pack_into(fmt: str | bytes, buffer: bytearray, offset: int, /, *v: Any) -> None:
    """Write values into a buffer."""
    _of(fmt).pack_into(buffer, offset, *v)


def unpack(format: str | bytes, buffer: bytes | bytearray, /) -> tuple[Any, ...]:
    """Read values from exactly the right number of bytes."""
    return _of(format).unpack(buffer)


def unpack_from(format: str | bytes, /, buffer: bytes | bytearray, offset: int = 0) -> tuple[Any, ...]:
    """Read values from `offset` on."""
    return _of(format).unpack_from(buffer, offset)


def iter_unpack(format: str | bytes, buffer: bytes | bytearray, /) -> Iterator[tuple[Any, ...]]:
    """Read values again and again."""
    return _of(format).iter_unpack(buffer)
