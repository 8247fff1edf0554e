"""An immutable set of resources, each with a version by content."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from envoy.config.listener.v3 import listener_pb2
from google.protobuf.message import Message

from pygress.gateway.xds import typed
from pygress.gateway.xds.route import NAME as ROUTES


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

    @property
    def routes(self) -> str:
        """The version of the route configuration."""
        entry = self.entries.get(typed.ROUTE, {}).get(ROUTES)
        return entry.version if entry else ""

    def with_ports(self, ports: Mapping[str, int]) -> "Snapshot":
        """Move the listeners to other ports, by listener name: after a restart the ports may be others."""
        listeners = {}
        for name, entry in self.entries.get(typed.LISTENER, {}).items():
            listener = listener_pb2.Listener.FromString(entry.body)
            listener.address.socket_address.port_value = ports.get(
                name, listener.address.socket_address.port_value
            )
            listeners[name] = Entry.of(listener.SerializeToString(deterministic=True))
        return self._of_entries({**self.entries, typed.LISTENER: listeners})

    @classmethod
    def _of_entries(cls, entries: Mapping[str, Mapping[str, Entry]]) -> Self:
        digest = hashlib.sha256()
        for url in sorted(entries):
            for name in sorted(entries[url]):
                digest.update(f"{url}\0{name}\0{entries[url][name].version}\n".encode())
        return cls(entries, digest.hexdigest()[:16])
