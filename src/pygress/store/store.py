"""The store: reads, compare-and-swap writes, and watches from any revision that is not compacted."""

import asyncio
import fcntl
import logging
import os
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self, TypeVar

from pygress.store import schema
from pygress.store.errors import NoRoomError, SlowWatcherError, StoreError
from pygress.store.model import Change, Entry, Page
from pygress.store.writer import Writer

T = TypeVar("T")

log = logging.getLogger(__name__)

_QUEUE_LIMIT = 10_000
_HISTORY_PAGE = 1_000


class Store:
    """An open database; one process at a time. Must be opened and used inside one event loop.

    A database that is there already opens on a full disk, too: then it can be read, and each write raises
    `NoRoomError` until there is room again.
    """

    def __init__(self, path: Path) -> None:
        self._loop = asyncio.get_running_loop()
        self._path = path
        self._lock = _lock(path)
        self._watches: set[Watch] = set()
        write: sqlite3.Connection | None = None
        try:
            try:
                write = self._connect()
            except NoRoomError as error:
                try:
                    self._read_connection = schema.connect_on_full_disk(path)
                except StoreError:
                    raise error from None
                log.warning("%s; the objects can be read, changes are refused until there is room", error)
            self.revision = schema.last_revision(self._read_connection)
        except BaseException:
            os.close(self._lock)
            raise
        self._reader = ThreadPoolExecutor(1, "store-reader")
        self._writer = Writer(write, self._published, self._reconnect, self._explain)

    def _connect(self) -> sqlite3.Connection:
        """Open both connections; gives the one that writes."""
        write = schema.connect(self._path)
        try:
            self._read_connection = schema.connect(self._path, read_only=True)
        except BaseException:
            write.close()
            raise
        return write

    def _reconnect(self) -> sqlite3.Connection:
        """Try to open a database for writing that could only be read so far; the writer asks before each write."""
        return self._reader.submit(self._recover).result()

    def _recover(self) -> sqlite3.Connection:
        # In the thread of the reads: while the connection changes there are none.
        if schema.is_full(self._path):
            raise NoRoomError(f"no space left on the disk of `{self._path}`: nothing was changed")
        self._read_connection.close()
        try:
            write = self._connect()
        except StoreError:
            self._read_connection = schema.connect_on_full_disk(self._path)
            raise
        log.warning("there is room for `%s` again: changes are accepted", self._path)
        return write

    def _explain(self, error: sqlite3.Error) -> StoreError:
        return schema.failure(self._path, f"the database cannot be written: {error}", error)

    async def close(self) -> None:
        """Finish queued writes, end all watches, close the file."""
        for watch in list(self._watches):
            watch.close()
        await asyncio.to_thread(self._writer.close)
        self._reader.shutdown()
        self._read_connection.close()
        os.close(self._lock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def get(self, key: str) -> Entry | None:
        """Read one key; None when it is absent."""
        return await self._read(schema.get, key)

    async def select(self, prefix: str, *, after: str = "", limit: int = 0, revision: int = 0) -> Page:
        """Read the keys under a prefix in order, at most `limit`, as of `revision` (0: now).

        Raises `CompactedError` when that revision is too old.
        """
        return await self._read(schema.select, prefix, after, limit, revision)

    async def put(self, key: str, value: bytes, expected: int) -> Entry:
        """Write a key that is at revision `expected` (0: absent); raises `ConflictError` otherwise."""
        change: Change = await self._write(lambda connection: schema.put(connection, key, value, expected))
        return change.entry

    async def delete(self, key: str, value: bytes, expected: int) -> Entry:
        """End a key that is at revision `expected`, keeping `value` as its last state; raises `ConflictError`."""
        change: Change = await self._write(lambda connection: schema.delete(connection, key, value, expected))
        return change.entry

    async def compact(self, revision: int) -> int:
        """Forget superseded rows up to `revision`; gives how many rows went."""
        rows: int = await self._write(lambda connection: schema.compact(connection, revision))
        return rows

    def watch(self, prefix: str, revision: int) -> "Watch":
        """Follow the changes under a prefix after `revision`; read it with `changes`, and close it."""
        return Watch(self, prefix, revision)

    async def _read(self, function: Callable[..., T], *arguments: Any) -> T:
        try:
            return await self._loop.run_in_executor(
                self._reader, lambda: function(self._read_connection, *arguments)
            )
        except sqlite3.Error as error:
            raise StoreError(f"the database cannot be read: {error}") from error

    async def _write(self, operation: Callable[[sqlite3.Connection], Any]) -> Any:
        # A cancelled request must not cancel a write that is already queued: it happens or not, as a whole.
        return await asyncio.shield(asyncio.wrap_future(self._writer.submit(operation)))

    def _published(self, changes: list[Change]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._fan_out, changes)

    def _fan_out(self, changes: list[Change]) -> None:
        self.revision = changes[-1].revision
        for watch in list(self._watches):
            watch.offer(changes)


class Watch:
    """One follower: history first, then live changes, each exactly once and in order."""

    def __init__(self, store: Store, prefix: str, revision: int) -> None:
        self.revision = revision
        self._store = store
        self._prefix = prefix
        self._pending: deque[Change] = deque()
        self._wake = asyncio.Event()
        self._slow = False
        self._closed = False
        # Live changes queue up from now on, so nothing is lost between the history and them.
        store._watches.add(self)

    def offer(self, changes: list[Change]) -> None:
        """Take new changes; a follower that has too many waiting is dropped."""
        wanted = [change for change in changes if change.entry.key.startswith(self._prefix)]
        if len(self._pending) + len(wanted) > _QUEUE_LIMIT:
            self._slow = True
            self._pending.clear()
            self._store._watches.discard(self)
        elif not self._slow:
            self._pending.extend(wanted)
        if wanted:
            self._wake.set()

    async def changes(self, idle_seconds: float) -> AsyncIterator[list[Change]]:
        """Yield changes in order, and an empty list after `idle_seconds` without any.

        `revision` is then the revision up to which everything was given. Raises `CompactedError` when the
        start is too old and `SlowWatcherError` when the follower was dropped.
        """
        while True:
            history = await self._store._read(schema.since, self._prefix, self.revision, _HISTORY_PAGE)
            if history:
                self.revision = history[-1].revision
                yield history
            if len(history) < _HISTORY_PAGE:
                break
        while not self._closed:
            if self._slow:
                raise SlowWatcherError("the watcher did not keep up")
            batch = [change for change in self._pending if change.revision > self.revision]
            self._pending.clear()
            self._wake.clear()
            if batch:
                self.revision = batch[-1].revision
                yield batch
                continue
            idle_revision = self._store.revision
            try:
                # Not `wait_for`, which before Python 3.12 can swallow a cancellation.
                async with asyncio.timeout(idle_seconds):
                    await self._wake.wait()
            except TimeoutError:
                self.revision = max(self.revision, idle_revision)
                yield []

    def close(self) -> None:
        """Stop following."""
        self._closed = True
        self._store._watches.discard(self)
        self._wake.set()


def _lock(path: Path) -> int:
    """Take the lock beside the database; the system gives it back when the process ends, however it ends."""
    lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise StoreError(f"`{path}` is in use by another process") from None
    return lock
