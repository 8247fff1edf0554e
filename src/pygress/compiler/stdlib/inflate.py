"""Deflate streams (RFC 1951) with the wrappers of zlib (RFC 1950) and gzip (RFC 1952), in pieces of any size."""

from __future__ import annotations

from pygress.compiler.stdlib import native

RAW = 0
ZLIB = 1
GZIP = 2
EITHER = 3

_WINDOW = 32768
_FAST = 10

_LENGTH_BASE = [
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    13,
    15,
    17,
    19,
    23,
    27,
    31,
    35,
    43,
    51,
    59,
    67,
    83,
    99,
    115,
    131,
    163,
    195,
    227,
    258,
]
_LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
_DISTANCE_BASE = [
    1,
    2,
    3,
    4,
    5,
    7,
    9,
    13,
    17,
    25,
    33,
    49,
    65,
    97,
    129,
    193,
    257,
    385,
    513,
    769,
    1025,
    1537,
    2049,
    3073,
    4097,
    6145,
    8193,
    12289,
    16385,
    24577,
]
_DISTANCE_BITS = [
    0,
    0,
    0,
    0,
    1,
    1,
    2,
    2,
    3,
    3,
    4,
    4,
    5,
    5,
    6,
    6,
    7,
    7,
    8,
    8,
    9,
    9,
    10,
    10,
    11,
    11,
    12,
    12,
    13,
    13,
]
_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

# What comes next.
_START = 0
_BLOCK = 1
_STORED = 2
_CODES = 3
_TRAILER = 4
_DONE = 5


class Wrong(Exception):
    """A stream that is none; the text is zlib's."""


class Huffman:
    """A canonical code: `fast` maps the next bits to `symbol << 4 | length`, 0 where the code is longer."""

    def __init__(self, lengths: list[int], what: str) -> None:
        counts = [0] * 16
        for one in lengths:
            counts[one] += 1
        counts[0] = 0
        left = 1
        for size in range(1, 16):
            left = left * 2 - counts[size]
            if left < 0:
                raise Wrong(f"invalid {what} set" if what == "code lengths" else f"invalid {what}s set")
        used = sum(counts)
        # Incomplete codes are wrong, but for a single distance or symbol of one bit, or no distance at all.
        alone = used == 1 and counts[1] == 1
        if left > 0 and (what == "code lengths" or not (alone or (what == "distance" and used == 0))):
            raise Wrong(f"invalid {what} set" if what == "code lengths" else f"invalid {what}s set")
        self.counts = counts
        offsets = [0] * 17
        for size in range(1, 16):
            offsets[size + 1] = offsets[size] + counts[size]
        self.symbols = [0] * len(lengths)
        for symbol in range(len(lengths)):
            size = lengths[symbol]
            if size:
                self.symbols[offsets[size]] = symbol
                offsets[size] += 1
        self.fast = [0] * (1 << _FAST)
        code = 0
        index = 0
        for size in range(1, _FAST + 1):
            for _ in range(counts[size]):
                entry = self.symbols[index] << 4 | size
                at = _reversed(code, size)
                while at < 1 << _FAST:
                    self.fast[at] = entry
                    at += 1 << size
                code += 1
                index += 1
            code <<= 1


def _reversed(code: int, size: int) -> int:
    out = 0
    for _ in range(size):
        out = out << 1 | code & 1
        code >>= 1
    return out


def _fixed_lengths() -> list[int]:
    return [8] * 144 + [9] * 112 + [7] * 24 + [8] * 8


class Inflate:
    """A stream in the making: `feed` takes input, `output` holds what came out and was not taken yet."""

    def __init__(self, wrap: int) -> None:
        self.wrap = wrap
        self.window_bits = 15
        self._input = bytearray()
        self._at = 0
        self._bits = 0
        self._count = 0
        self._state = _BLOCK if wrap == RAW else _START
        self._last = False
        self._stored = 0
        self._literals = Huffman([1, 1], "literal/length")
        self._distances = self._literals
        # The window and, from `_taken` on, the output.
        self._out = bytearray()
        self._taken = 0
        self._check = 1
        self._size = 0
        self._gzip = wrap == GZIP

    @property
    def done(self) -> bool:
        """Whether the stream has ended."""
        return self._state == _DONE

    def rest(self) -> bytes:
        """Give the input that was not used yet."""
        return bytes(self._input[self._at - self._count // 8 :])

    def forget_rest(self) -> None:
        """Drop the input that was not used yet; only behind the end or where nothing is half read."""
        self._input = bytearray()
        self._at = 0

    def feed(self, data: bytes, limit: int) -> bytes:
        """Take input and give output: at most `limit` bytes and one match more, or all with -1."""
        if self._at:
            del self._input[: self._at]
            self._at = 0
        self._input += data
        while self._state != _DONE and (limit < 0 or len(self._out) - self._taken < limit):
            at, bits, count = self._at, self._bits, self._count
            if not self._step(limit):
                self._at, self._bits, self._count = at, bits, count
                break
        return self._take(limit)

    def _take(self, limit: int) -> bytes:
        end = len(self._out)
        if limit >= 0:
            end = min(end, self._taken + limit)
        result = bytes(self._out[self._taken : end])
        self._taken = end
        if self._taken > 4 * _WINDOW:
            cut = self._taken - _WINDOW
            del self._out[:cut]
            self._taken = _WINDOW
        return result

    def pending(self) -> bool:
        """Tell whether output waits to be taken."""
        return self._taken < len(self._out)

    def _produced(self, start: int) -> None:
        part = bytes(self._out[start:])
        self._size += len(part)
        if self._gzip:
            self._check = native.crc32(part, self._check)
        elif self.wrap != RAW:
            self._check = native.adler32(part, self._check)

    def _step(self, limit: int) -> bool:
        """Do the next thing; `False` if it needs more input."""
        if self._state == _START:
            return self._header()
        if self._state == _BLOCK:
            return self._block()
        if self._state == _STORED:
            return self._copy()
        if self._state == _CODES:
            return self._decode(limit)
        return self._trailer()

    def _need(self, count: int) -> bool:
        while self._count < count:
            if self._at >= len(self._input):
                return False
            self._bits |= self._input[self._at] << self._count
            self._at += 1
            self._count += 8
        return True

    def _bits_of(self, count: int) -> int:
        """Take bits that `_need` has made sure of."""
        value = self._bits & ((1 << count) - 1)
        self._bits >>= count
        self._count -= count
        return value

    def _align(self) -> None:
        self._bits_of(self._count % 8)

    def _header(self) -> bool:
        data = self._input
        at = self._at
        if len(data) - at < 2:
            return False
        if self.wrap == EITHER:
            self._gzip = data[at] == 0x1F and data[at + 1] == 0x8B
        if not self._gzip:
            if (data[at] << 8 | data[at + 1]) % 31 or (self.wrap == GZIP):
                raise Wrong("incorrect header check")
            if data[at] & 15 != 8:
                raise Wrong("unknown compression method")
            if data[at] >> 4 > 7 or (data[at] >> 4) + 8 > self.window_bits:
                raise Wrong("invalid window size")
            if data[at + 1] & 32:
                raise Wrong("need dictionary")
            self._at += 2
            self._check = 1
            self._state = _BLOCK
            return True
        if data[at] != 0x1F or data[at + 1] != 0x8B:
            raise Wrong("incorrect header check")
        end = gzip_header(bytes(data[at:]))
        if end < 0:
            return False
        self._at += end
        self._check = 0
        self._state = _BLOCK
        return True

    def _block(self) -> bool:
        if self._last:
            self._align()
            self._state = _DONE if self.wrap == RAW else _TRAILER
            return True
        if not self._need(3):
            return False
        last = self._bits_of(1) == 1
        kind = self._bits_of(2)
        if kind == 0:
            self._align()
            if not self._need(32):
                return False
            size = self._bits_of(16)
            if size != 0xFFFF ^ self._bits_of(16):
                raise Wrong("invalid stored block lengths")
            self._stored = size
            self._state = _STORED
        elif kind == 1:
            self._literals = Huffman(_fixed_lengths(), "literal/length")
            self._distances = Huffman([5] * 32, "distance")
            self._state = _CODES
        elif kind == 2:
            if not self._tables():
                return False
            self._state = _CODES
        else:
            raise Wrong("invalid block type")
        self._last = last
        return True

    def _copy(self) -> bool:
        start = len(self._out)
        while self._stored > 0 and self._count >= 8:
            self._out.append(self._bits_of(8))
            self._stored -= 1
        size = min(self._stored, len(self._input) - self._at)
        self._out += self._input[self._at : self._at + size]
        self._at += size
        self._stored -= size
        self._produced(start)
        if self._stored == 0:
            self._state = _BLOCK
            return True
        # What was copied stays copied.
        return size > 0

    def _tables(self) -> bool:
        if not self._need(14):
            return False
        literals = self._bits_of(5) + 257
        distances = self._bits_of(5) + 1
        codes = self._bits_of(4) + 4
        if literals > 286 or distances > 30:
            raise Wrong("too many length or distance symbols")
        lengths = [0] * 19
        for i in range(codes):
            if not self._need(3):
                return False
            lengths[_ORDER[i]] = self._bits_of(3)
        # zlib reads a set without any code as one whose every bit says 0, and refuses what that makes.
        empty = not any(lengths)
        code = Huffman([1, 1] if empty else lengths, "code lengths")
        lengths = []
        while len(lengths) < literals + distances:
            if empty:
                if not self._need(1):
                    return False
                self._bits_of(1)
                lengths.append(0)
                continue
            symbol = self._symbol(code)
            if symbol == -1:
                return False
            if symbol < 0:
                raise Wrong("invalid code lengths set")
            if symbol < 16:
                lengths.append(symbol)
                continue
            size = 2 if symbol == 16 else (3 if symbol == 17 else 7)
            if not self._need(size):
                return False
            repeat = self._bits_of(size) + (11 if symbol == 18 else 3)
            if symbol == 16 and not lengths:
                raise Wrong("invalid bit length repeat")
            value = lengths[-1] if symbol == 16 else 0
            for _ in range(repeat):
                lengths.append(value)
        if len(lengths) > literals + distances:
            raise Wrong("invalid bit length repeat")
        if lengths[256] == 0:
            raise Wrong("invalid code -- missing end-of-block")
        self._literals = Huffman(lengths[:literals], "literal/length")
        self._distances = Huffman(lengths[literals:], "distance")
        return True

    def _symbol(self, code: Huffman) -> int:
        """Take a symbol; -1 if it needs more input, -2 if there is none."""
        self._need(15)
        entry = code.fast[self._bits & ((1 << _FAST) - 1)]
        if entry:
            size = entry & 15
            if size > self._count:
                return -1
            self._bits >>= size
            self._count -= size
            return entry >> 4
        value = 0
        first = 0
        index = 0
        for size in range(1, 16):
            if size > self._count:
                return -1
            value |= self._bits >> (size - 1) & 1
            count = code.counts[size]
            if value - count < first:
                self._bits >>= size
                self._count -= size
                return code.symbols[index + value - first]
            index += count
            first = (first + count) << 1
            value <<= 1
        return -2

    def _decode(self, limit: int) -> bool:
        """Take symbols until the block ends, the input ends, or there is enough output."""
        out = self._out
        start = len(out)
        more = True
        while limit < 0 or len(out) - self._taken < limit:
            at, bits, count = self._at, self._bits, self._count
            symbol = self._symbol(self._literals)
            if 0 <= symbol < 256:
                out.append(symbol)
                continue
            if symbol == 256:
                self._state = _BLOCK
                break
            size = self._match(symbol)
            if size > 0:
                continue
            if size == 0:
                self._at, self._bits, self._count = at, bits, count
                more = len(out) > start
                break
        self._produced(start)
        return more

    def _match(self, symbol: int) -> int:
        """Copy a match; gives its length, 0 if it needs more input."""
        if symbol == -1:
            return 0
        if symbol < 0 or symbol > 285:
            raise Wrong("invalid literal/length code")
        extra = _LENGTH_BITS[symbol - 257]
        if not self._need(extra):
            return 0
        length = _LENGTH_BASE[symbol - 257] + self._bits_of(extra)
        place = self._symbol(self._distances)
        if place == -1:
            return 0
        if place < 0 or place > 29:
            raise Wrong("invalid distance code")
        extra = _DISTANCE_BITS[place]
        if not self._need(extra):
            return 0
        distance = _DISTANCE_BASE[place] + self._bits_of(extra)
        out = self._out
        begin = len(out) - distance
        if begin < 0:
            raise Wrong("invalid distance too far back")
        for i in range(begin, begin + length):
            out.append(out[i])
        return length

    def _trailer(self) -> bool:
        size = 8 if self._gzip else 4
        if not self._need(8 * min(size, 4)):
            return False
        first = [self._bits_of(8) for _ in range(4)]
        if self._gzip:
            check = first[0] | first[1] << 8 | first[2] << 16 | first[3] << 24
        else:
            check = first[3] | first[2] << 8 | first[1] << 16 | first[0] << 24
        if check != self._check:
            raise Wrong("incorrect data check")
        if self._gzip:
            if not self._need(32):
                return False
            if self._bits_of(32) != self._size & 0xFFFFFFFF:
                raise Wrong("incorrect length check")
        self._state = _DONE
        return True


def gzip_header(data: bytes, *, checked: bool = True) -> int:
    """Give the length of a gzip header, -1 if it is not complete.

    Python's `gzip` reads over reserved flags and a wrong checksum of the header: not `checked`.
    """
    if len(data) < 10:
        return -1
    if data[2] != 8:
        raise Wrong("unknown compression method")
    flags = data[3]
    if checked and flags & 0xE0:
        raise Wrong("unknown header flags set")
    at = 10
    if flags & 4:
        if len(data) < at + 2:
            return -1
        at += 2 + (data[at] | data[at + 1] << 8)
    for flag in (8, 16):
        if flags & flag:
            end = data.find(0, at)
            if end < 0:
                return -1
            at = end + 1
    if flags & 2:
        if len(data) < at + 2:
            return -1
        if checked and data[at] | data[at + 1] << 8 != native.crc32(data[:at], 0) & 0xFFFF:
            raise Wrong("header crc mismatch")
        at += 2
    return at if len(data) >= at else -1
