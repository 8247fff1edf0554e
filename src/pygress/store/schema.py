"""The table, and the statements over it; every function takes an open connection and runs on its thread."""

import os
import sqlite3
from pathlib import Path

from pygress.store.errors import CompactedError, ConflictError, NoRoomError, StoreError
from pygress.store.model import Change, Entry, Page

_SCHEMA = """
CREATE TABLE IF NOT EXISTS log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    previous INTEGER NOT NULL,
    created INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    value BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS log_key_previous ON log (key, previous);
CREATE INDEX IF NOT EXISTS log_key_id ON log (key, id, deleted);
CREATE TABLE IF NOT EXISTS compaction (one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL);
INSERT OR IGNORE INTO compaction (one, revision) VALUES (1, 0);
"""

_APPLICATION_ID = 0x70796772  # "pygr"
_ROOM = 64 * 1024
"""Bytes without which a disk counts as full: SQLite's log and its index begin with about that."""


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the file and make the table; raises `StoreError` when it is no such database."""
    connection = None
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA journal_mode = WAL")
        # FULL makes a write that was answered survive a power cut too; writes share one sync when they queue.
        connection.execute("PRAGMA synchronous = FULL")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
            return connection
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        if found not in (0, _APPLICATION_ID):
            raise StoreError(f"`{path}` is the database of another program")
        connection.executescript(_SCHEMA)
        if found != _APPLICATION_ID:
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    except BaseException as error:
        if connection is not None:
            connection.close()
        if not isinstance(error, sqlite3.Error):
            raise
        raise failure(path, f"`{path}` cannot be used as a database: {error}", error) from error
    return connection


def connect_on_full_disk(path: Path) -> sqlite3.Connection:
    """Open a file that is there already, to read it and to write nothing; raises `StoreError`.

    In WAL mode even a reader needs a shared file of 32 KiB, the index of the log. A connection that nobody shares
    keeps it in memory.
    """
    connection = None
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA query_only = ON")
        compacted(connection)
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise StoreError(f"`{path}` cannot be read: {error}") from error
    return connection


def failure(path: Path, message: str, error: sqlite3.Error) -> StoreError:
    """Say what an error means: a full disk comes as several, depending on what had no room."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL or is_full(path):
        return NoRoomError(f"no space left on the disk of `{path}`: nothing was changed")
    return StoreError(message)


def is_full(path: Path) -> bool:
    """Tell whether the disk of a file has no room for another page."""
    disk = os.statvfs(path.parent)
    return disk.f_bavail * disk.f_frsize < _ROOM


def last_revision(connection: sqlite3.Connection) -> int:
    """Give the newest revision ever given out, also when its row was compacted away."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'log'").fetchone()
    return int(row[0]) if row else 0


def compacted(connection: sqlite3.Connection) -> int:
    """Give the revision up to which superseded rows are gone."""
    return int(connection.execute("SELECT revision FROM compaction").fetchone()[0])


def get(connection: sqlite3.Connection, key: str) -> Entry | None:
    """Read a key's newest state; None when it is absent or deleted."""
    row = connection.execute(
        "SELECT id, created, deleted, value FROM log WHERE key = ? ORDER BY id DESC LIMIT 1", (key,)
    ).fetchone()
    return None if row is None or row[2] else Entry(key, row[3], row[0], row[1])


def select(connection: sqlite3.Connection, prefix: str, after: str, limit: int, revision: int) -> Page:
    """Read the keys that start with `prefix` and follow `after`, as they were at `revision` (0: now)."""
    # One read transaction: the rows, their number and the revision belong together.
    connection.execute("BEGIN")
    try:
        newest = last_revision(connection)
        if revision and revision < compacted(connection):
            raise CompactedError(revision, compacted(connection))
        at = revision or newest
        where = (
            "FROM log JOIN (SELECT key AS k, MAX(id) AS newest FROM log"
            " WHERE key > ? AND key < ? AND id <= ? GROUP BY key) ON id = newest WHERE NOT deleted"
        )
        bounds = (max(prefix, after), _end(prefix), at)
        rows = connection.execute(
            f"SELECT key, value, id, created {where} ORDER BY key LIMIT ?", (*bounds, limit or -1)
        ).fetchall()
        remaining = 0
        if limit and len(rows) == limit:
            total = connection.execute(f"SELECT COUNT(*) {where}", bounds).fetchone()[0]
            remaining = int(total) - len(rows)
        return Page([Entry(*row) for row in rows], at, remaining)
    finally:
        connection.execute("COMMIT")


def since(connection: sqlite3.Connection, prefix: str, revision: int, limit: int) -> list[Change]:
    """Read the changes after `revision`, oldest first; raises `CompactedError` when some are gone."""
    connection.execute("BEGIN")
    try:
        gone = compacted(connection)
        if revision < gone:
            raise CompactedError(revision, gone)
        rows = connection.execute(
            "SELECT new.key, new.value, new.id, new.created, new.deleted, old.value, old.id, old.created"
            " FROM log AS new LEFT JOIN log AS old ON old.id = new.previous AND NOT old.deleted"
            " WHERE new.id > ? AND new.key > ? AND new.key < ? ORDER BY new.id LIMIT ?",
            (revision, prefix, _end(prefix), limit),
        ).fetchall()
    finally:
        connection.execute("COMMIT")
    return [
        Change(
            Entry(key, value, number, created),
            Entry(key, old_value, old_number, old_created) if old_number is not None else None,
            bool(deleted),
        )
        for key, value, number, created, deleted, old_value, old_number, old_created in rows
    ]


def put(connection: sqlite3.Connection, key: str, value: bytes, expected: int) -> Change:
    """Write a key that must be at revision `expected` (0: absent); raises `ConflictError`."""
    current = get(connection, key)
    if (current.revision if current else 0) != expected:
        raise ConflictError(key, current)
    # A key that comes back follows its tombstone, so that the unique index sees one chain for each key.
    row = connection.execute("SELECT MAX(id) FROM log WHERE key = ?", (key,)).fetchone()
    try:
        cursor = connection.execute(
            "INSERT INTO log (key, previous, created, deleted, value) VALUES (?, ?, ?, 0, ?)",
            (key, row[0] or 0, current.created if current else 0, value),
        )
    except sqlite3.IntegrityError:
        raise ConflictError(key, get(connection, key)) from None
    revision = int(cursor.lastrowid or 0)
    created = current.created if current else revision
    if current is None:
        connection.execute("UPDATE log SET created = id WHERE id = ?", (revision,))
    return Change(Entry(key, value, revision, created), current)


def delete(connection: sqlite3.Connection, key: str, value: bytes, expected: int) -> Change:
    """End a key that must be at revision `expected`; the tombstone keeps `value`. Raises `ConflictError`."""
    current = get(connection, key)
    if current is None or current.revision != expected:
        raise ConflictError(key, current)
    cursor = connection.execute(
        "INSERT INTO log (key, previous, created, deleted, value) VALUES (?, ?, ?, 1, ?)",
        (key, expected, current.created, value),
    )
    return Change(Entry(key, value, int(cursor.lastrowid or 0), current.created), current, deleted=True)


def compact(connection: sqlite3.Connection, revision: int) -> int:
    """Forget what was superseded at or before `revision`; gives the number of rows that went."""
    if revision <= compacted(connection):
        return 0
    cursor = connection.execute(
        "DELETE FROM log WHERE id IN (SELECT previous FROM log WHERE id <= ? AND previous > 0)"
        " OR (deleted AND id <= ?)",
        (revision, revision),
    )
    connection.execute("UPDATE compaction SET revision = ?", (revision,))
    return cursor.rowcount


def _end(prefix: str) -> str:
    """Give the first text after everything that starts with `prefix`."""
    return prefix + "\U0010ffff"
