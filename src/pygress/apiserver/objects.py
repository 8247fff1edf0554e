"""Objects in the store: keys, encoding, and compare-and-swap with the `resourceVersion`.

An object is stored as JSON without its `resourceVersion`; that is the revision of its row.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec

from pygress.apiserver import status
from pygress.apiserver.status import Object
from pygress.resources.kinds import KINDS, Kind
from pygress.store import ConflictError, Entry, Store

OBJECT_LIMIT = 8 * 1024 * 1024
"""Bytes of a stored object: patches can grow it step by step beyond what one request may carry."""

_ATTEMPTS = 10


@dataclass(frozen=True)
class Objects:
    """Read and write objects of any kind; `dependents` holds, by `uid`, keys whose object named that owner."""

    store: Store
    dependents: dict[str, set[str]] = field(default_factory=dict)

    def note_owners(self, entry_key: str, obj: Object) -> None:
        """Remember who owns an object, so that the end of the owner need not look at every object."""
        for owner in obj["metadata"].get("ownerReferences") or ():
            self.dependents.setdefault(owner.get("uid", ""), set()).add(entry_key)

    async def find(self, kind: Kind, name: str, namespace: str = "") -> Object | None:
        """Read one object; None when it is absent."""
        entry = await self.store.get(key(kind, namespace, name))
        return None if entry is None else decode(entry)

    async def get(self, kind: Kind, name: str, namespace: str = "") -> Object:
        """Read one object; raises NotFound."""
        found = await self.find(kind, name, namespace)
        if found is None:
            raise status.not_found(kind, name)
        return found

    async def create(self, kind: Kind, obj: Object) -> Object:
        """Write a new object; raises AlreadyExists."""
        meta = obj["metadata"]
        self.note_owners(_key_of(kind, obj), obj)
        try:
            return decode(await self.store.put(_key_of(kind, obj), encode(obj), 0))
        except ConflictError:
            raise status.already_exists(kind, meta["name"]) from None

    async def write(self, kind: Kind, obj: Object) -> Object:
        """Replace the object whose `resourceVersion` it carries; raises a Conflict."""
        meta = obj["metadata"]
        self.note_owners(_key_of(kind, obj), obj)
        try:
            entry = await self.store.put(_key_of(kind, obj), encode(obj), int(meta["resourceVersion"]))
        except ConflictError as error:
            raise _refusal(kind, meta["name"], error) from None
        return decode(entry)

    async def remove(self, kind: Kind, obj: Object) -> Object:
        """Delete the object at the `resourceVersion` it carries; gives its last state."""
        meta = obj["metadata"]
        try:
            entry = await self.store.delete(_key_of(kind, obj), encode(obj), int(meta["resourceVersion"]))
        except ConflictError as error:
            raise _refusal(kind, meta["name"], error) from None
        return decode(entry)


async def retried(attempt: Callable[[], Awaitable[Object]]) -> Object:
    """Run a read-change-write again when another writer came between; the last Conflict is raised."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return await attempt()
        except RaceError:
            continue
    return await attempt()


class RaceError(status.StatusError):
    """Somebody else wrote first; trying again from the new state may work."""


def _refusal(kind: Kind, name: str, error: ConflictError) -> status.StatusError:
    if error.current is None:
        return status.not_found(kind, name)
    stale = status.stale(kind, name)
    return RaceError(stale.code, "Conflict", str(stale), stale.status.get("details"))


def prefix(kind: Kind, namespace: str = "") -> str:
    """Give the key prefix of a collection."""
    base = f"/registry/{kind.group or 'core'}/{kind.plural}/"
    return f"{base}{namespace}/" if namespace else base


def key(kind: Kind, namespace: str, name: str) -> str:
    """Give the key of one object."""
    return prefix(kind, namespace if kind.namespaced else "") + name


def kind_of(entry: Entry) -> Kind | None:
    """Find the kind of a stored entry by its key."""
    parts = entry.key.split("/")
    return _BY_PREFIX.get((parts[2], parts[3])) if len(parts) > 4 else None


def decode(entry: Entry) -> Object:
    """Turn a stored entry into the object with its `resourceVersion`."""
    obj: Object = msgspec.json.decode(entry.value)
    obj["metadata"]["resourceVersion"] = str(entry.revision)
    return obj


def encode(obj: Object) -> bytes:
    """Turn an object into its stored form; raises 413 when it is beyond `OBJECT_LIMIT`."""
    meta = {name: value for name, value in obj["metadata"].items() if name != "resourceVersion"}
    encoded = msgspec.json.encode({**obj, "metadata": meta})
    if len(encoded) > OBJECT_LIMIT:
        raise status.too_large(OBJECT_LIMIT)
    return encoded


def _key_of(kind: Kind, obj: Object) -> str:
    meta = obj["metadata"]
    return key(kind, meta.get("namespace", ""), meta["name"])


_BY_PREFIX = {(kind.group or "core", kind.plural): kind for kind in KINDS}
