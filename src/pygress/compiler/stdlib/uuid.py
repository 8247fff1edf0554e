"""`uuid`: identifiers of 128 bits. The integer of most does not fit 64 bits: `int` then raises `OverflowError`."""

from __future__ import annotations

from pygress.compiler.stdlib import hashlib, native, random

RESERVED_NCS = "reserved for NCS compatibility"
RFC_4122 = "specified in RFC 4122"
RESERVED_MICROSOFT = "reserved for Microsoft compatibility"
RESERVED_FUTURE = "reserved for future definition"

_int = int
_bytes = bytes


class UUID:
    """An identifier."""

    def __init__(
        self,
        hex: str | None = None,
        bytes: _bytes | None = None,
        bytes_le: _bytes | None = None,
        fields: tuple[_int, _int, _int, _int, _int, _int] | None = None,
        int: _int | None = None,
        version: _int | None = None,
    ) -> None:
        given = (
            (hex is not None)
            + (bytes is not None)
            + (bytes_le is not None)
            + (fields is not None)
            + (int is not None)
        )
        if given != 1:
            raise TypeError("one of the hex, bytes, bytes_le, fields, or int arguments must be given")
        data = b""
        if hex is not None:
            digits = hex.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")
            if len(digits) != 32:
                raise ValueError("badly formed hexadecimal UUID string")
            data = _unhex(digits)
        elif bytes is not None:
            if len(bytes) != 16:
                raise ValueError("bytes is not a 16-char string")
            data = bytes
        elif bytes_le is not None:
            if len(bytes_le) != 16:
                raise ValueError("bytes_le is not a 16-char string")
            data = _swapped(bytes_le)
        elif fields is not None:
            low, middle, high, clock_high, clock_low, node = fields
            if not 0 <= low < 1 << 32:
                raise ValueError("field 1 out of range (need a 32-bit value)")
            if not 0 <= middle < 1 << 16:
                raise ValueError("field 2 out of range (need a 16-bit value)")
            if not 0 <= high < 1 << 16:
                raise ValueError("field 3 out of range (need a 16-bit value)")
            if not 0 <= clock_high < 256:
                raise ValueError("field 4 out of range (need an 8-bit value)")
            if not 0 <= clock_low < 256:
                raise ValueError("field 5 out of range (need an 8-bit value)")
            if not 0 <= node < 1 << 48:
                raise ValueError("field 6 out of range (need a 48-bit value)")
            data = low.to_bytes(4, "big") + middle.to_bytes(2, "big") + high.to_bytes(2, "big")
            data = data + _small([clock_high, clock_low]) + node.to_bytes(6, "big")
        elif int is not None:
            if int < 0:
                raise ValueError("int is out of range (need a 128-bit value)")
            data = int.to_bytes(16, "big")
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError("illegal version number")
            data = _marked(data, version)
        self._data = data

    @property
    def bytes(self) -> _bytes:
        """The 16 bytes, most significant first."""
        return self._data

    @property
    def bytes_le(self) -> _bytes:
        """The 16 bytes with the first three fields in little-endian order."""
        return _swapped(self._data)

    @property
    def hex(self) -> str:
        """The 32 hexadecimal digits."""
        return self._data.hex()

    @property
    def urn(self) -> str:
        """The identifier as a URN."""
        return "urn:uuid:" + str(self)

    @property
    def int(self) -> _int:
        """The integer; `OverflowError` unless it fits 64 bits."""
        return _number(self._data, 0, 16)

    @property
    def time_low(self) -> _int:
        """The first 32 bits."""
        return _number(self._data, 0, 4)

    @property
    def time_mid(self) -> _int:
        """The next 16 bits."""
        return _number(self._data, 4, 6)

    @property
    def time_hi_version(self) -> _int:
        """The next 16 bits."""
        return _number(self._data, 6, 8)

    @property
    def clock_seq_hi_variant(self) -> _int:
        """The next 8 bits."""
        return self._data[8]

    @property
    def clock_seq_low(self) -> _int:
        """The next 8 bits."""
        return self._data[9]

    @property
    def clock_seq(self) -> _int:
        """The 14 bits of the clock sequence."""
        return (self._data[8] & 0x3F) << 8 | self._data[9]

    @property
    def time(self) -> _int:
        """The 60 bits of the time."""
        return (self.time_hi_version & 0x0FFF) << 48 | self.time_mid << 32 | self.time_low

    @property
    def node(self) -> _int:
        """The last 48 bits."""
        return _number(self._data, 10, 16)

    @property
    def fields(self) -> tuple[_int, _int, _int, _int, _int, _int]:
        """The six fields."""
        return (
            self.time_low,
            self.time_mid,
            self.time_hi_version,
            self.clock_seq_hi_variant,
            self.clock_seq_low,
            self.node,
        )

    @property
    def variant(self) -> str:
        """Who defined the layout."""
        byte = self._data[8]
        if byte < 0x80:
            return RESERVED_NCS
        if byte < 0xC0:
            return RFC_4122
        if byte < 0xE0:
            return RESERVED_MICROSOFT
        return RESERVED_FUTURE

    @property
    def version(self) -> _int | None:
        """The version of an identifier of RFC 4122."""
        if 0x80 <= self._data[8] < 0xC0:
            return self._data[6] >> 4
        return None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UUID) and self._data == other._data

    def __lt__(self, other: UUID) -> bool:
        return self._data < other._data

    def __le__(self, other: UUID) -> bool:
        return self._data <= other._data

    def __gt__(self, other: UUID) -> bool:
        return self._data > other._data

    def __ge__(self, other: UUID) -> bool:
        return self._data >= other._data

    def __hash__(self) -> _int:
        return hash(self._data)

    def __int__(self) -> _int:
        return _number(self._data, 0, 16)

    def __str__(self) -> str:
        text = self._data.hex()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def __repr__(self) -> str:
        return f"UUID({str(self)!r})"


def _small(values: list[int]) -> bytes:
    return bytes(values)


def _number(data: bytes, start: int, end: int) -> int:
    value = 0
    for byte in data[start:end]:
        if value > 0x7FFFFFFFFFFFFF:
            raise OverflowError("integer overflow")
        value = value << 8 | byte
    return value


def _unhex(digits: str) -> bytes:
    """Read what `int(digits, 16)` takes, with its signs of life: spaces around, `0x`, underscores."""
    text = digits.strip().removeprefix("+")
    if text[:2] in ("0x", "0X"):
        text = text[2:].removeprefix("_")
    value = bytearray(16)
    place = 31
    after_digit = False
    for char in reversed(text):
        if char == "_" and after_digit:
            after_digit = False
            continue
        if not (char in "0123456789abcdefABCDEF" or char.isdecimal()):
            after_digit = False
            break
        value[place // 2] |= int(char, 16) << (0 if place % 2 else 4)
        place -= 1
        after_digit = True
    if not after_digit:
        raise ValueError(f"invalid literal for int() with base 16: {digits!r}")
    return bytes(value)


def _swapped(data: bytes) -> bytes:
    order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
    return bytes([data[i] for i in order])


def _marked(data: bytes, version: int) -> bytes:
    out = bytearray(data)
    out[6] = out[6] & 0x0F | version << 4
    out[8] = out[8] & 0x3F | 0x80
    return bytes(out)


def uuid1(node: int | None = None, clock_seq: int | None = None) -> UUID:
    """Make an identifier of the time; without `node` a random one stands for the host."""
    ticks = native.time_ns() // 100 + 0x01B21DD213814000
    if clock_seq is None:
        clock_seq = random.SystemRandom().getrandbits(14)
    if node is None:
        node = random.SystemRandom().getrandbits(48) | 1 << 40
    return UUID(
        fields=(
            ticks & 0xFFFFFFFF,
            ticks >> 32 & 0xFFFF,
            ticks >> 48 & 0x0FFF,
            clock_seq >> 8 & 0x3F,
            clock_seq & 0xFF,
            node,
        ),
        version=1,
    )


def uuid3(namespace: UUID, name: str | bytes) -> UUID:
    """Make an identifier of a name, with MD5."""
    data = name.encode() if isinstance(name, str) else name
    return UUID(bytes=hashlib.md5(namespace.bytes + data).digest(), version=3)


def uuid4() -> UUID:
    """Make a random identifier."""
    return UUID(bytes=native.random_bytes(16), version=4)


def uuid5(namespace: UUID, name: str | bytes) -> UUID:
    """Make an identifier of a name, with SHA-1."""
    data = name.encode() if isinstance(name, str) else name
    return UUID(bytes=hashlib.sha1(namespace.bytes + data).digest()[:16], version=5)


NAMESPACE_DNS = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_URL = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_OID = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_X500 = UUID("6ba7b814-9dad-11d1-80b4-00c04fd430c8")
