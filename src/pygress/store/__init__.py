"""Keys and bytes with revisions, in one append-only SQLite table; knows nothing of kinds.

Invariant: the revision is the number of the row, it only grows, and every change of a key names the revision
that it replaces. A unique index over both makes compare-and-swap hold even against ourselves.

    id  key     previous  value       a row replaces the row `previous` of the same key;
    7   /a      0         {...}       a tombstone ends the key
    8   /a      7         {...}
    9   /a      8         tombstone
"""

from pygress.store.errors import CompactedError, ConflictError, NoRoomError, SlowWatcherError, StoreError
from pygress.store.model import Change, Entry, Page
from pygress.store.store import Store, Watch

__all__ = [
    "Change",
    "CompactedError",
    "ConflictError",
    "Entry",
    "NoRoomError",
    "Page",
    "SlowWatcherError",
    "Store",
    "StoreError",
    "Watch",
]
