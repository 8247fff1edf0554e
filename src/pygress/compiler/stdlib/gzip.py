"""`gzip`: decompression."""

from __future__ import annotations

from pygress.compiler.stdlib import inflate, native, zlib


class BadGzipFile(OSError):
    """Data that is no gzip file."""


def decompress(data: bytes | bytearray) -> bytes:
    """Decompress all members of a gzip file."""
    rest = bytes(data)
    out: list[bytes] = []
    while True:
        if not rest:
            return b"".join(out)
        if rest[:2] != b"\x1f\x8b":
            raise BadGzipFile(f"Not a gzipped file ({rest[:2]!r})")
        try:
            start = inflate.gzip_header(rest, checked=False)
        except inflate.Wrong:
            raise BadGzipFile("Unknown compression method") from None
        if start < 0:
            raise EOFError("Compressed file ended before the end-of-stream marker was reached")
        stream = inflate.Inflate(inflate.RAW)
        try:
            part = stream.feed(rest[start:], -1)
        except inflate.Wrong as wrong:
            raise zlib.error(f"Error -3 while decompressing data: {wrong}") from None
        tail = stream.rest()
        if not stream.done or len(tail) < 8:
            raise EOFError("Compressed file ended before the end-of-stream marker was reached")
        check = native.crc32(part, 0)
        if int.from_bytes(tail[:4], "little") != check:
            raise BadGzipFile("CRC check failed")
        if int.from_bytes(tail[4:8], "little") != len(part) & 0xFFFFFFFF:
            raise BadGzipFile("Incorrect length of data produced")
        out.append(part)
        rest = tail[8:].lstrip(b"\x00")
