"""Blob uploads: in one piece, in chunks, resumed; hashed while they arrive.

Each upload has one writer at a time. The running hash is kept in memory; after a restart the bytes on disk are
hashed once more, so an upload survives a kill of the registry.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from starlette.requests import ClientDisconnect

from pygress.oci.digest import Digester, algorithm_of
from pygress.oci.registry.fault import Fault, upload_unknown
from pygress.oci.registry.storage import Storage

_BATCH = 1 << 20
_MOST_KNOWN = 4096


@dataclass
class _Upload:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    digester: Digester | None = None


class Uploads:
    """The uploads under way; `largest` is the biggest blob accepted in bytes."""

    def __init__(self, storage: Storage, largest: int) -> None:
        self._storage = storage
        self._largest = largest
        self._known: dict[str, _Upload] = {}

    async def start(self, repository: str) -> str:
        """Begin an upload."""
        return await asyncio.to_thread(self._storage.new_upload, repository)

    async def size(self, repository: str, upload: str) -> int:
        """Give the count of bytes received."""
        file = await self._file(repository, upload)
        return (await asyncio.to_thread(file.stat)).st_size

    async def append(
        self, repository: str, upload: str, body: AsyncIterator[bytes], first: int | None, length: int | None
    ) -> int:
        """Add a body at the end; gives the new size.

        `first` and `length` are what `Content-Range` and `Content-Length` said, None if they said nothing. A body
        that breaks off keeps what arrived of it: the client asks for the size and goes on from there.
        """
        file = await self._file(repository, upload)
        entry = self._entry(upload)
        if entry.lock.locked():
            raise Fault(409, "BLOB_UPLOAD_INVALID", f"another request writes to upload `{upload}` now")
        async with entry.lock:
            size = (await asyncio.to_thread(file.stat)).st_size
            if first is not None and first != size:
                headers = {"range": _range(size), "docker-upload-uuid": upload}
                raise Fault(
                    416,
                    "BLOB_UPLOAD_INVALID",
                    f"the chunk starts at {first}, the upload has {size} bytes",
                    headers,
                )
            digester = await self._digester(entry, file, "sha256")
            try:
                received = await self._receive(file, size, body, digester, entry)
            except OSError:
                # A full disk: what arrived so far only makes it worse.
                await self._drop(upload)
                raise
            if length is not None and received != length:
                raise Fault(400, "SIZE_INVALID", f"the body has {received} bytes, its header says {length}")
            return size + received

    async def finish(self, repository: str, upload: str, digest: str) -> None:
        """Check the digest of everything received and make it a blob of the repository."""
        file = await self._file(repository, upload)
        entry = self._entry(upload)
        async with entry.lock:
            digester = await self._digester(entry, file, algorithm_of(digest))
            if digester.digest != digest:
                await self._drop(upload)
                raise Fault(
                    400,
                    "DIGEST_INVALID",
                    f"the bytes received have the digest {digester.digest}, not {digest}",
                )
            await asyncio.to_thread(self._storage.adopt_content, file, digest)
            await asyncio.to_thread(self._storage.link_blob, repository, digest)
            await self._drop(upload)

    async def cancel(self, repository: str, upload: str) -> None:
        """Forget an upload."""
        await self._file(repository, upload)
        await self._drop(upload)

    async def _receive(
        self, file: Path, size: int, body: AsyncIterator[bytes], digester: Digester, entry: _Upload
    ) -> int:
        received = 0
        opened = await asyncio.to_thread(file.open, "ab")
        try:
            pending = bytearray()
            async for part in body:
                pending += part
                received += len(part)
                if size + received > self._largest:
                    raise Fault(413, "SIZE_INVALID", f"a blob has at most {self._largest} bytes here")
                if len(pending) >= _BATCH:
                    await _write(opened, bytes(pending), digester.update)
                    pending.clear()
            await _write(opened, bytes(pending), digester.update)
        except ClientDisconnect:
            await _write(opened, bytes(pending), digester.update)
            raise
        except BaseException:
            # The hash may be ahead of the file or behind it; the next request hashes the file again.
            entry.digester = None
            raise
        finally:
            await asyncio.to_thread(_close, opened)
        return received

    async def _digester(self, entry: _Upload, file: Path, algorithm: str) -> Digester:
        if entry.digester is None or entry.digester.algorithm != algorithm:
            entry.digester = await asyncio.to_thread(_hash, file, algorithm)
        return entry.digester

    async def _file(self, repository: str, upload: str) -> Path:
        file = await asyncio.to_thread(self._storage.upload_path, repository, upload)
        if file is None:
            raise upload_unknown(upload)
        return file

    def _entry(self, upload: str) -> _Upload:
        entry = self._known.pop(upload, None) or _Upload()
        self._known[upload] = entry
        while len(self._known) > _MOST_KNOWN:
            oldest = next(iter(self._known))
            if self._known[oldest].lock.locked():
                break
            del self._known[oldest]
        return entry

    async def _drop(self, upload: str) -> None:
        self._known.pop(upload, None)
        await asyncio.to_thread(self._storage.end_upload, upload)


async def _write(file: IO[bytes], data: bytes, update: Callable[[bytes], None]) -> None:
    def both() -> None:
        file.write(data)
        file.flush()
        update(data)

    if data:
        await asyncio.to_thread(both)


def _close(file: IO[bytes]) -> None:
    # A failed write leaves bytes in the buffer, and closing tries them again.
    try:
        file.close()
    except OSError:
        return


def _hash(file: Path, algorithm: str) -> Digester:
    digester = Digester(algorithm)
    with file.open("rb") as opened:
        while block := opened.read(_BATCH):
            digester.update(block)
    return digester


def _range(size: int) -> str:
    return f"0-{max(size - 1, 0)}"
