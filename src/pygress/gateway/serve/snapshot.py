"""An immutable set of resources, each with a version by content."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from google.protobuf.message import Message


@dataclass(frozen=True)
class Entry:
    """One resource in wire form; equal content gives an equal version."""

    version: str
    body: bytes

    @classmethod
    def of(cls, body: bytes) -> Self:
        """Name the content."""
        return cls(hashlib.sha256(body).hexdigest()[:16], body)


@dataclass(frozen=True)
class Snapshot:
    """What every Envoy should have: type url -> name -> entry. `version` covers all of it."""

    entries: Mapping[str, Mapping[str, Entry]]
    version: str

    @classmethod
    def of(cls, resources: Mapping[str, Mapping[str, Message]]) -> Self:
        """Serialize resources."""
        return cls._of_entries(
            {
                url: {
                    name: Entry.of(one.SerializeToString(deterministic=True))
                    for name, one in messages.items()
                }
                for url, messages in resources.items()
            }
        )

    def dump(self) -> bytes:
        """Give the snapshot in a form that `load` reads. It holds private keys."""
        plain = {
            url: {name: one.body.hex() for name, one in held.items()} for url, held in self.entries.items()
        }
        return json.dumps(plain).encode()

    @classmethod
    def load(cls, data: bytes) -> Self:
        """Read what `dump` wrote; raises ValueError when it is damaged."""
        plain = json.loads(data)
        if not isinstance(plain, dict) or not all(isinstance(held, dict) for held in plain.values()):
            raise ValueError("not a snapshot")
        return cls._of_entries(
            {
                url: {name: Entry.of(bytes.fromhex(body)) for name, body in held.items()}
                for url, held in plain.items()
            }
        )

    @classmethod
    def _of_entries(cls, entries: Mapping[str, Mapping[str, Entry]]) -> Self:
        digest = hashlib.sha256()
        for url in sorted(entries):
            for name in sorted(entries[url]):
                digest.update(f"{url}\0{name}\0{entries[url][name].version}\n".encode())
        return cls(entries, digest.hexdigest()[:16])
