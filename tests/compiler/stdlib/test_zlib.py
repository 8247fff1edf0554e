# ruff: noqa: B023
import gzip
import random
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.compiler.stdlib import gzip as our_gzip
from pygress.compiler.stdlib import zlib as ours

DATA = (
    st.binary(max_size=300)
    | st.text(alphabet="ab ", max_size=400).map(str.encode)
    | st.binary(max_size=9).map(lambda b: b * 40)
)


def outcome(call: Any) -> Any:
    try:
        return call()
    except (zlib.error, ours.error) as error:
        return "error", str(error)
    except (OSError, EOFError, ValueError) as error:
        return type(error).__name__, str(error).split(" 0x")[0]


def packed(data: bytes, level: int, wbits: int, strategy: int = 0) -> bytes:
    stream = zlib.compressobj(level, zlib.DEFLATED, wbits, 9, strategy)
    return stream.compress(data) + stream.flush()


@given(
    DATA,
    st.integers(0, 9),
    st.sampled_from([(15, 15), (-15, -15), (31, 31), (31, 47), (15, 47), (9, 15)]),
    st.sampled_from([0, 2, 3, 4]),
)
def test_decompress(data: bytes, level: int, bits: tuple[int, int], strategy: int) -> None:
    stream = packed(data, level, bits[0], strategy)
    assert ours.decompress(stream, bits[1]) == data
    assert outcome(lambda: ours.decompress(stream[:-1], bits[1])) == outcome(
        lambda: zlib.decompress(stream[:-1], bits[1])
    )


def test_long_data() -> None:
    seeded = random.Random(1)
    data = b"".join(bytes(seeded.choices(b"abcdefgh", k=200)) * 3 + seeded.randbytes(50) for _ in range(400))
    for level in (0, 1, 6, 9):
        assert ours.decompress(zlib.compress(data, level)) == data
    stream = ours.decompressobj()
    out = b"".join(stream.decompress(zlib.compress(data)[i : i + 1000]) for i in range(0, len(data), 1000))
    assert out == data
    assert stream.eof


@given(st.binary(max_size=40), st.sampled_from([15, -15, 31, 47]))
def test_garbage(data: bytes, wbits: int) -> None:
    for start in (b"", b"x\x9c", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x00", b"x\x9c\x05"):
        mine, theirs = (
            outcome(lambda: ours.decompress(start + data, wbits)),
            outcome(lambda: zlib.decompress(start + data, wbits)),
        )
        if isinstance(mine, tuple) and isinstance(theirs, tuple):
            assert mine[0] == theirs[0]
            if "distance too far back" not in str(theirs) and "window size" not in str(theirs):
                assert mine == theirs
        else:
            assert mine == theirs


@given(
    DATA,
    st.lists(st.integers(1, 20), min_size=1, max_size=5),
    st.sampled_from([0, 0, 7, 1000]),
    st.binary(max_size=5),
)
def test_pieces(data: bytes, sizes: list[int], limit: int, tail: bytes) -> None:
    stream = zlib.compress(data) + tail

    def run(obj: Any) -> Any:
        out, at, turn = [], 0, 0
        while at < len(stream):
            size = sizes[turn % len(sizes)]
            turn += 1
            piece = stream[at : at + size]
            at += size
            part = obj.decompress(obj.unconsumed_tail + piece, limit)
            assert not limit or len(part) <= limit
            out.append(part)
        while not obj.eof or obj.unconsumed_tail:
            part = obj.decompress(obj.unconsumed_tail, limit)
            out.append(part)
            if not part and not obj.unconsumed_tail:
                break
        out.append(obj.flush())
        return b"".join(out), obj.eof, obj.unused_data

    mine = run(ours.decompressobj())
    assert mine[:2] == (data, True)
    assert mine[2] == tail


@given(DATA, DATA)
def test_gzip(data: bytes, more: bytes) -> None:
    two = gzip.compress(data) + gzip.compress(more) + b"\0\0"
    assert our_gzip.decompress(two) == data + more
    for wrong in (
        two[:-12],
        two[:5],
        b"xx" + two,
        b"",
        gzip.compress(data)[:-8] + b"12345678",
        gzip.compress(data)[:-4] + b"1234",
    ):
        assert outcome(lambda: our_gzip.decompress(wrong)) == outcome(lambda: gzip.decompress(wrong))


def test_gzip_header_with_everything() -> None:
    body = packed(b"hello", 9, -15)
    head = b"\x1f\x8b\x08\x1e\0\0\0\0\0\0" + b"\x03\0abc" + b"name\0" + b"comment\0"
    head += (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little")
    trailer = zlib.crc32(b"hello").to_bytes(4, "little") + (5).to_bytes(4, "little")
    assert ours.decompress(head + body + trailer, 31) == b"hello"
    assert our_gzip.decompress(head + body + trailer) == b"hello"


@given(DATA, st.integers(0, 2**32 - 1))
def test_checksums(data: bytes, start: int) -> None:
    assert ours.crc32(data, start) == zlib.crc32(data, start)
    assert ours.adler32(data) == zlib.adler32(data)


@pytest.mark.parametrize("bits", [1, 7, 16, 48, -7, -16])
def test_wrong_window(bits: int) -> None:
    assert outcome(lambda: ours.decompress(b"", bits)) == ("ValueError", "Invalid initialization option")
