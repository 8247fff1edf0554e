"""What a store gives back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One key at one revision; `created` is the revision that made the key."""

    key: str
    value: bytes
    revision: int
    created: int


@dataclass(frozen=True)
class Change:
    """One revision: `entry` is the new state, or the last one if `deleted`; `previous` is what it replaced."""

    entry: Entry
    previous: Entry | None
    deleted: bool = False

    @property
    def revision(self) -> int:
        """The number of the change."""
        return self.entry.revision


@dataclass(frozen=True)
class Page:
    """Entries in key order as they were at `revision`; `remaining` more follow after the last one."""

    entries: list[Entry]
    revision: int
    remaining: int
