"""Find the module inside what was downloaded: plain, gzip or zstd, tar or not.

Input: a file from a stranger. Output: the module's bytes in another file. Nothing is ever written under a name from
an archive, and everything is bounded: what a layer unpacks to, what one header claims, how many entries there are.
Its own tar reader, because the library's reads extended headers of any size into memory.
"""

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import zstandard

from pygress.modules.check import LARGEST_MODULE
from pygress.modules.errors import ModuleError, unfetched
from pygress.oci.image import PLUGIN_FILE

LARGEST_UNPACKED = 512 << 20
_MOST_ENTRIES = 100_000
_LARGEST_HEADER = 1 << 20
_BLOCK = 1 << 18
_LARGEST_WINDOW = 128 << 20  # what `zstd --long` writes
_RECORD = 512
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"


def extract_module(source: Path, target: IO[bytes], *, tar_only: bool = False) -> None:
    """Write the module found in `source` to `target`; `tar_only` for image layers, which must be archives."""
    with source.open("rb") as file:
        head = file.read(4)
        file.seek(0)
        blocks = _blocks(file)
        if head.startswith(_GZIP):
            blocks = _inflate(blocks)
        elif head.startswith(_ZSTD):
            blocks = _unpack_zstd(file)
        stream = _Stream(blocks)
        start = stream.peek(_RECORD)
        if _is_tar(start):
            _from_tar(stream, target)
            return
        if tar_only:
            raise unfetched("InvalidArchive", "the image layer is not a tar archive")
        if head.startswith((_GZIP, _ZSTD)) and start.startswith((_GZIP, _ZSTD)):
            raise unfetched("InvalidArchive", "the download is packed twice")
        # Anything else is taken as the module itself; the wasm check says what it is if it isn't one.
        _copy(stream, target, None)


def _from_tar(stream: "_Stream", target: IO[bytes]) -> None:
    found = ""
    seen: list[str] = []
    for name, kind, size, copy in _entries(stream):
        base = name.rstrip("/").rpartition("/")[2]
        if base != PLUGIN_FILE:
            seen.append(name)
            continue
        if kind not in (b"0", b"\0", b"7"):
            raise unfetched("InvalidArchive", f"`{_shown(name)}` is not a regular file in the archive")
        if ".." in name.split("/"):
            raise unfetched(
                "InvalidArchive", f"the archive holds the path `{_shown(name)}`, which leads outside of it"
            )
        if found:
            raise unfetched(
                "InvalidArchive",
                f"the archive holds `{PLUGIN_FILE}` twice: `{_shown(found)}` and `{_shown(name)}`",
            )
        if size > LARGEST_MODULE:
            raise unfetched("TooLarge", f"`{_shown(name)}` has {size} bytes, at most {LARGEST_MODULE}")
        found = name
        copy(target)
    if not found:
        held = ", ".join(f"`{_shown(name)}`" for name in seen[:5]) or "nothing"
        more = " ..." if len(seen) > 5 else ""
        raise unfetched("NoPluginWasm", f"there is no `{PLUGIN_FILE}` in the archive, it holds {held}{more}")


def _entries(stream: "_Stream") -> Iterator[tuple[str, bytes, int, Callable[[IO[bytes]], None]]]:
    """Walk over a tar: ustar, GNU long names, pax paths and sizes. What is not copied is skipped."""
    long_name = ""
    pax: dict[str, str] = {}
    for _ in range(_MOST_ENTRIES):
        record = stream.read(_RECORD)
        if not record or record.count(0) == len(record):
            return
        if len(record) < _RECORD or not _checksum_fits(record):
            raise _broken("a header is damaged or cut off")
        kind = record[156:157]
        size = _number(record[124:136])
        if kind in (b"L", b"K", b"x", b"g"):
            if size > _LARGEST_HEADER:
                raise _broken(f"an extended header claims {size} bytes, at most {_LARGEST_HEADER}")
            content = stream.exactly(size)
            stream.exactly(-size % _RECORD)
            if kind == b"L":
                long_name = content.rstrip(b"\0").decode("utf-8", "replace")
            elif kind == b"x":
                pax = _pax(content)
            continue
        if kind == b"S" or any(key.startswith("GNU.sparse") for key in pax):
            raise _broken("it holds a sparse file")
        name = _name(record)
        name = pax.get("path") or long_name or name
        if (text := pax.get("size")) is not None:
            if not (text.isascii() and text.isdigit() and len(text) < 19):
                raise _broken("an extended header has a false size")
            size = int(text)
        if kind in (b"1", b"2", b"3", b"4", b"5", b"6"):
            size = 0  # links, devices and directories have no content, whatever their header claims
        long_name, pax = "", {}
        left = size

        def copy(target: IO[bytes], size: int = size) -> None:
            nonlocal left
            _copy(stream, target, size)
            left = 0

        yield name, kind, size, copy
        stream.skip(left)
        stream.skip(-size % _RECORD)
    raise _broken(f"it has more than {_MOST_ENTRIES} entries")


def _name(record: bytes) -> str:
    plain = record[:100].partition(b"\0")[0]
    # GNU's old format uses the bytes of the prefix for something else and says so in its magic.
    prefix = record[345:500].partition(b"\0")[0] if record[257:263] == b"ustar\0" else b""
    return (prefix + b"/" + plain if prefix else plain).decode("utf-8", "replace")


def _pax(content: bytes) -> dict[str, str]:
    found = {}
    at = 0
    while at < len(content):
        space = content.find(b" ", at, at + 20)
        text = content[at:space] if space > at else b""
        if not text.isdigit():
            raise _broken("an extended header is damaged")
        end = at + int(text)
        if not space < end <= len(content):
            raise _broken("an extended header is damaged")
        key, equals, value = content[space + 1 : end].rstrip(b"\n").partition(b"=")
        if equals:
            found[key.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
        at = end
    return found


def _is_tar(record: bytes) -> bool:
    return len(record) == _RECORD and (_checksum_fits(record) or record.count(0) == _RECORD)


def _checksum_fits(record: bytes) -> bool:
    try:
        wanted = _number(record[148:156])
    except ModuleError:
        return False
    return wanted == sum(record) - sum(record[148:156]) + 8 * 0x20


def _number(field: bytes) -> int:
    """Read an octal field, or GNU's base-256 one."""
    if field[:1] in (b"\x80", b"\xff"):
        value = int.from_bytes(field[1:], "big") if field[0] == 0x80 else -1
    else:
        text = field.partition(b"\0")[0].strip(b" ")
        if not all(0x30 <= byte < 0x38 for byte in text):
            raise _broken("a number in a header is damaged")
        value = int(text, 8) if text else 0
    if not 0 <= value < 1 << 60:
        raise _broken("a header has a false size")
    return value


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


def _inflate(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack gzip, several members too; zeros behind the last one are padding."""
    unpacker = zlib.decompressobj(wbits=31)
    started = True
    try:
        for block in blocks:
            rest = block
            while rest:
                if not started:
                    rest = rest.lstrip(b"\0")
                    if not rest:
                        break
                    unpacker, started = zlib.decompressobj(wbits=31), True
                if data := unpacker.decompress(rest, _BLOCK):
                    yield data
                rest = unpacker.unconsumed_tail
                if unpacker.eof:
                    rest, started = unpacker.unused_data, False
            while started and not unpacker.eof and (data := unpacker.decompress(b"", _BLOCK)):
                yield data
    except zlib.error as error:
        raise unfetched("InvalidArchive", f"the archive is damaged: {error}") from error
    if started and not unpacker.eof:
        raise unfetched(
            "InvalidArchive", "the archive is cut off: its gzip stream has no end", transient=True
        )


def _unpack_zstd(file: IO[bytes]) -> Iterator[bytes]:
    """Unpack zstd, several frames too. What is cut off ends early: the tar or the module in it then says so."""
    unpacker = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    try:
        with unpacker.stream_reader(file, read_size=_BLOCK, read_across_frames=True, closefd=False) as reader:
            # Bounded pieces, whatever a few bytes claim to unpack to.
            found = False
            while block := reader.read(_BLOCK):
                found = True
                yield block
            if not found:
                raise unfetched(
                    "InvalidArchive",
                    "the archive is damaged or cut off: its zstd stream gives nothing",
                    transient=True,
                )
    except zstandard.ZstdError as error:
        raise unfetched("InvalidArchive", f"the archive is damaged: {error}") from error


class _Stream:
    """Reads exact amounts from blocks and counts what was unpacked."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._buffer = b""
        self._total = 0

    def peek(self, size: int) -> bytes:
        while len(self._buffer) < size and (block := self._next()):
            self._buffer += block
        return self._buffer[:size]

    def read(self, size: int) -> bytes:
        """Read `size` bytes (of a header), less at the end."""
        data = self.peek(size)
        self._buffer = self._buffer[len(data) :]
        return data

    def exactly(self, size: int) -> bytes:
        data = self.read(size)
        if len(data) < size:
            raise _broken("it is cut off")
        return data

    def pieces(self, size: int | None) -> Iterator[bytes]:
        """Read `size` bytes in pieces; None reads to the end."""
        left = size
        while left is None or left > 0:
            block = self._buffer or self._next()
            self._buffer = b""
            if not block:
                if left:
                    raise _broken("it is cut off, or an entry claims more than there is")
                return
            if left is not None and len(block) > left:
                self._buffer = block[left:]
                block = block[:left]
            if left is not None:
                left -= len(block)
            yield block

    def skip(self, size: int) -> None:
        for _ in self.pieces(size):
            pass

    def _next(self) -> bytes:
        block = next(self._blocks, b"")
        self._total += len(block)
        if self._total > LARGEST_UNPACKED:
            raise unfetched("TooLarge", f"the archive unpacks to more than {LARGEST_UNPACKED} bytes")
        return block


def _copy(stream: _Stream, target: IO[bytes], size: int | None) -> None:
    written = 0
    for piece in stream.pieces(size):
        written += len(piece)
        if written > LARGEST_MODULE:
            raise unfetched("TooLarge", f"the module has more than {LARGEST_MODULE} bytes")
        target.write(piece)


def _broken(why: str) -> ModuleError:
    return unfetched("InvalidArchive", f"the archive is damaged: {why}")


def _shown(name: str) -> str:
    clean = "".join(char if char.isprintable() else "?" for char in name)
    return clean if len(clean) <= 80 else clean[:80] + "..."
