"""What a store can refuse."""

from pygress.store.model import Entry


class StoreError(Exception):
    """The database file cannot be used; the message names it."""


class NoRoomError(StoreError):
    """The disk is full: what is there can be read, and nothing can be written until there is room."""


class ConflictError(Exception):
    """The key is not at the revision that the writer expected; `current` is what it holds now."""

    def __init__(self, key: str, current: Entry | None) -> None:
        self.key = key
        self.current = current
        super().__init__(f"`{key}` is at revision {current.revision if current else 0}")


class CompactedError(Exception):
    """The history before `compacted` is gone."""

    def __init__(self, wanted: int, compacted: int) -> None:
        self.wanted = wanted
        self.compacted = compacted
        super().__init__(f"too old resource version: {wanted} ({compacted})")


class SlowWatcherError(Exception):
    """A watcher did not take its events in time and was dropped; it must list again."""
