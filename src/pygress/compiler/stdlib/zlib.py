"""`zlib`: checksums and decompression."""

from __future__ import annotations

from pygress.compiler.stdlib import inflate, native

MAX_WBITS = 15
DEF_BUF_SIZE = 16384
DEFLATED = 8


class error(Exception):
    """A stream that is none, or is cut."""


def crc32(data: bytes | bytearray, value: int = 0, /) -> int:
    """Continue a CRC-32."""
    return native.crc32(bytes(data), value)


def adler32(data: bytes | bytearray, value: int = 1, /) -> int:
    """Continue an Adler-32."""
    return native.adler32(bytes(data), value)


def _stream(wbits: int) -> inflate.Inflate:
    if wbits == 0 or 8 <= wbits <= 15:
        out = inflate.Inflate(inflate.ZLIB)
        out.window_bits = 15 if wbits == 0 else wbits
        return out
    if -15 <= wbits <= -8:
        return inflate.Inflate(inflate.RAW)
    if 24 <= wbits <= 31:
        return inflate.Inflate(inflate.GZIP)
    if 40 <= wbits <= 47:
        return inflate.Inflate(inflate.EITHER)
    raise ValueError("Invalid initialization option")


def _failed(message: str) -> error:
    if message == "need dictionary":
        return error("Error 2 while decompressing data")
    return error(f"Error -3 while decompressing data: {message}")


def decompress(data: bytes | bytearray, /, wbits: int = MAX_WBITS, bufsize: int = DEF_BUF_SIZE) -> bytes:
    """Decompress a whole stream; `wbits` as in zlib (negative: raw, 31: gzip, 47: either)."""
    stream = _stream(wbits)
    try:
        out = stream.feed(bytes(data), -1)
    except inflate.Wrong as wrong:
        raise _failed(str(wrong)) from None
    if not stream.done:
        raise error("Error -5 while decompressing data: incomplete or truncated stream")
    return out


class _Decompress:
    """A stream in pieces."""

    def __init__(self, wbits: int) -> None:
        self._stream = _stream(wbits)
        self.unused_data = b""
        self.unconsumed_tail = b""

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""
        return self._stream.done

    def decompress(self, data: bytes | bytearray, /, max_length: int = 0) -> bytes:
        """Take input and give output, at most `max_length` bytes unless 0; then `unconsumed_tail` is the rest."""
        if max_length < 0:
            raise ValueError("max_length must be non-negative")
        if self._stream.done and not self._stream.pending():
            self.unused_data += bytes(data)
            return b""
        # The tail is given again by the caller, but is still held here.
        fresh = bytes(data)[len(self.unconsumed_tail) :]
        try:
            out = self._stream.feed(fresh, -1 if max_length == 0 else max_length)
        except inflate.Wrong as wrong:
            raise _failed(str(wrong)) from None
        self.unconsumed_tail = b""
        if self._stream.done:
            self.unused_data += self._stream.rest()
            self._stream.forget_rest()
        elif max_length:
            self.unconsumed_tail = self._stream.rest()
        return out

    def flush(self, length: int = DEF_BUF_SIZE, /) -> bytes:
        """Give the rest of the output."""
        return self.decompress(self.unconsumed_tail)


def decompressobj(wbits: int = MAX_WBITS) -> _Decompress:
    """Begin a stream in pieces."""
    return _Decompress(wbits)
