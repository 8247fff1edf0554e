"""A world of plain objects and a shelf of modules, in place of an API server and registries."""

import asyncio
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from pygress.gateway.pipeline import WATCHED
from pygress.modules.facts import capabilities_of, read_facts
from pygress.modules.model import Module, ModuleFailed, ModulePending, ModuleRequest, ModuleState
from pygress.modules.wasm import parse_wasm
from pygress.resources.kinds import Kind, by_type


def module_of(path: Path) -> Module:
    """Describe a module file as the module manager would."""
    data = path.read_bytes()
    digest, wasm = hashlib.sha256(data).hexdigest(), parse_wasm(data)
    facts = read_facts(wasm)
    return Module(
        path,
        digest,
        f"sha256:{digest}",
        len(data),
        "0.2.1",
        facts.sdk,
        facts.language,
        facts.metadata,
        capabilities=capabilities_of(wasm),
    )


class World:
    """Objects as a source of the gateway; `put` and `drop` change them."""

    def __init__(self) -> None:
        self.changed = asyncio.Event()
        self.synced = asyncio.Event()
        self.synced.set()
        self.writes = 0
        self._views: list[World] = []
        self._held: dict[Kind, dict[tuple[str, str], dict[str, Any]]] = {kind: {} for kind in WATCHED}

    def view(self) -> "World":
        """Give the same objects with events of their own, for another gateway."""
        other = World()
        other._held = self._held
        other._views, self._views = [self], [*self._views, other]
        return other

    def _tell(self) -> None:
        for one in (self, *self._views):
            one.changed.set()

    def objects(self) -> Mapping[Kind, list[dict[str, Any]]]:
        return {kind: [held[key] for key in sorted(held)] for kind, held in self._held.items()}

    def put(self, text: str) -> None:
        for obj in yaml.safe_load_all(text):
            kind = by_type(obj["apiVersion"], obj["kind"])
            assert kind is not None, obj["kind"]
            meta = obj["metadata"]
            meta.setdefault("namespace", "default")
            held = self._held[kind]
            old = held.get((meta["namespace"], meta["name"]))
            meta["generation"] = (old["metadata"]["generation"] if old else 0) + 1
            meta["uid"] = old["metadata"]["uid"] if old else uuid4().hex
            meta.setdefault("creationTimestamp", f"2026-01-01T00:00:{len(held):02d}Z")
            held[meta["namespace"], meta["name"]] = obj
        self._tell()

    def drop(self, kind: Kind, name: str, namespace: str = "default") -> None:
        del self._held[kind][namespace, name]
        self._tell()

    async def patch_status(
        self, kind: Kind, name: str, status: dict[str, Any], namespace: str = ""
    ) -> dict[str, Any]:
        """The part of a client that writes a status."""
        obj = {**self._held[kind][namespace, name]}
        obj["status"] = {**(obj.get("status") or {}), **status}
        self._held[kind][namespace, name] = obj
        for one in (self, *self._views):
            one.writes += 1
        self._tell()
        return obj

    async def create(self, kind: Kind, obj: dict[str, Any]) -> dict[str, Any]:
        """The part of a client that writes events."""
        self.events.append(obj)
        return obj

    @property
    def events(self) -> list[dict[str, Any]]:
        return self.__dict__.setdefault("_events", [])

    def generation(self, kind: Kind, name: str, namespace: str = "default") -> int:
        return int(self._held[kind][namespace, name]["metadata"]["generation"])

    def status(self, kind: Kind, name: str, namespace: str = "default") -> dict[str, Any]:
        return self._held[kind][namespace, name].get("status") or {}

    def condition(self, kind: Kind, name: str, condition: str, namespace: str = "default") -> dict[str, Any]:
        listed = self.status(kind, name, namespace).get("conditions") or []
        return next((one for one in listed if one["type"] == condition), {})


class Shelf:
    """Modules by url, as a module manager; what was not put there is pending."""

    def __init__(self) -> None:
        self.changed = asyncio.Event()
        self.wanted: set[ModuleRequest] = set()
        self._by_url: dict[str, ModuleState] = {}
        self.spare: dict[str, bytes] = {}

    def put(self, url: str, what: Path | ModuleFailed) -> None:
        self._by_url[url] = module_of(what) if isinstance(what, Path) else what
        self.changed.set()

    def want(self, requests: set[ModuleRequest]) -> None:
        self.wanted = set(requests)

    def replace_damaged(self, sha256: str) -> None:
        """Put the right bytes back, as a fetch from the registry would; `spare` holds them."""
        for state in self._by_url.values():
            if isinstance(state, Module) and state.sha256 == sha256:
                state.path.unlink(missing_ok=True)
                state.path.write_bytes(self.spare[sha256])
        self.changed.set()

    def states(self) -> Mapping[ModuleRequest, ModuleState]:
        return {request: self._by_url.get(request.url, ModulePending()) for request in self.wanted}
