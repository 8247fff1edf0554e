"""Writes statuses and events, each only when it differs from what the object says already."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pygress.client import ApiError, Client, UnreachableError
from pygress.gateway.build import Built, Check, Problem
from pygress.gateway.options import GatewayOptions
from pygress.gateway.report import Rollout, conditions, is_step, plugin_status, without_counts
from pygress.resources import kinds
from pygress.resources.kinds import Kind
from pygress.resources.wasm_plugin import ISTIO_API_VERSION

log = logging.getLogger(__name__)

Objects = Mapping[Kind, list[dict[str, Any]]]

COUNTS_SECONDS = 60.0
"""How old the counts of requests in a status may be: each writing is a new version of the object."""
_STEP_SECONDS = 0.25
"""How far apart the steps on the way to an outcome are told: a small plugin takes three of them in less."""
_RETRY_SECONDS = 1.0


class StatusWriter:
    """Without a client nothing is written."""

    def __init__(self, client: Client | None, options: GatewayOptions) -> None:
        self._client = client
        self._options = options
        self._told: frozenset[Problem] = frozenset()
        self._written: dict[tuple[Kind, str], float] = {}
        self._complaints: set[str] = set()

    async def write(self, built: Built, objects: Objects, rollout: Callable[[str], Rollout]) -> float | None:
        """Write what has changed; gives the seconds after which there is more to write, None when all is told."""
        if self._client is None:
            return None
        wanted: list[tuple[Kind, dict[str, Any], dict[str, Any]]] = []
        by_key = {kind: {_key(obj): obj for obj in listed} for kind, listed in objects.items()}
        for report in built.plugins:
            kind = kinds.ISTIO_WASM_PLUGIN if report.api_version == ISTIO_API_VERSION else kinds.WASM_PLUGIN
            obj = by_key.get(kind, {}).get(report.key)
            if obj is not None:
                old = obj.get("status") or {}
                now = rollout(report.key)
                wanted.append((kind, obj, plugin_status(report, now, self._options.name, old)))
        wanted += self._ingresses(built, by_key.get(kinds.INGRESS, {}))
        wanted += self._bridges(built, by_key.get(kinds.MCP_BRIDGE, {}))
        present = {(kind, _key(obj)) for kind, obj, _ in wanted}
        self._written = {place: when for place, when in self._written.items() if place in present}
        settled, later = True, False
        for kind, obj, status in wanted:
            if self._is_step_too_soon(kind, obj, status):
                later = True
            else:
                settled &= await self._write_one(self._client, kind, obj, status)
        if settled:
            self._complaints.clear()
            settled = await self._tell(self._client, frozenset(built.problems), by_key)
        if not settled:
            return _RETRY_SECONDS
        return _STEP_SECONDS if later else None

    def _is_step_too_soon(self, kind: Kind, obj: dict[str, Any], status: dict[str, Any]) -> bool:
        """Tell whether this is one more step of a generation of which a step was told a moment ago.

        Each writing costs the API, the store and all who watch as much as building the configuration does.
        """
        old = obj.get("status") or {}
        return (
            status.get("observedGeneration") == old.get("observedGeneration")
            and is_step(old)
            and is_step(status)
            and time.monotonic() - self._written.get((kind, _key(obj)), float("-inf")) < _STEP_SECONDS
        )

    def _ingresses(
        self, built: Built, by_key: Mapping[str, dict[str, Any]]
    ) -> list[tuple[Kind, dict[str, Any], dict[str, Any]]]:
        wrong: dict[str, list[str]] = {}
        for problem in built.problems:
            if problem.kind == "Ingress":
                wrong.setdefault(problem.key, []).append(problem.reason)
        wanted = []
        for key in built.ingresses:
            if key not in by_key:
                continue
            # An Ingress has no conditions; its ports may name an error, the events tell the rest.
            ports = [
                {"port": self._options.http_port or 80, "protocol": "TCP", "error": f"pygress.io/{reason}"}
                for reason in dict.fromkeys(wrong.get(key, ()))
            ]
            places = [
                {"ip": address} | ({"ports": ports} if ports else {})
                for address in self._options.status_addresses
            ]
            wanted.append((kinds.INGRESS, by_key[key], {"loadBalancer": {"ingress": places}}))
        return wanted

    def _bridges(
        self, built: Built, by_key: Mapping[str, dict[str, Any]]
    ) -> list[tuple[Kind, dict[str, Any], dict[str, Any]]]:
        wanted = []
        for key, obj in by_key.items():
            wrong = [one for one in built.problems if one.kind == "McpBridge" and one.key == key]
            ready = Check("True", "Ready")
            if wrong:
                ready = Check("False", wrong[0].reason, "; ".join(one.message for one in wrong))
            generation = int(obj["metadata"].get("generation") or 0)
            old = (obj.get("status") or {}).get("conditions") or ()
            listed = conditions({"Ready": ready}, generation, old)
            wanted.append((kinds.MCP_BRIDGE, obj, {"observedGeneration": generation, "conditions": listed}))
        return wanted

    async def _write_one(
        self, client: Client, kind: Kind, obj: dict[str, Any], status: dict[str, Any]
    ) -> bool:
        old = obj.get("status") or {}
        if all(old.get(field) == value for field, value in status.items()):
            return True
        place = kind, _key(obj)
        if without_counts(status) == without_counts({field: old.get(field) for field in status}):
            fresh = time.monotonic() - self._written.get(place, float("-inf")) < COUNTS_SECONDS
            if fresh:
                return True
        self._written[place] = time.monotonic()
        meta = obj["metadata"]
        try:
            await client.patch_status(kind, meta["name"], status, meta.get("namespace", ""))
        except ApiError as error:
            # Gone in the meantime: there is nothing left to tell.
            if error.code == 404:
                return True
            self._complain(f"cannot write the status of {kind.kind} `{_key(obj)}`: {error}")
            return False
        except UnreachableError as error:
            self._complain(f"cannot write the status of {kind.kind} `{_key(obj)}`: {error}")
            return False
        return True

    def _complain(self, message: str) -> None:
        """Log once what is tried again every second, perhaps for hours, perhaps on the disk that is full."""
        if message not in self._complaints:
            self._complaints.add(message)
            log.warning("%s", message)

    async def _tell(
        self,
        client: Client,
        problems: frozenset[Problem],
        by_key: Mapping[Kind, Mapping[str, dict[str, Any]]],
    ) -> bool:
        """Write an event for each new problem; a problem that went away and comes back is told again."""
        told = set(self._told & problems)
        for problem in sorted(problems - self._told):
            kind = next(
                (one for one in by_key if one.kind == problem.kind and problem.key in by_key[one]), None
            )
            if kind is None:
                continue
            event = _event(kind, by_key[kind][problem.key], problem)
            try:
                await client.create(kinds.EVENT, event)
            except (ApiError, UnreachableError) as error:
                log.warning(
                    "%s `%s`: %s (the event was not written: %s)",
                    problem.kind,
                    problem.key,
                    problem.message,
                    error,
                )
                if isinstance(error, UnreachableError):
                    self._told = frozenset(told)
                    return False
            told.add(problem)
        self._told = frozenset(told)
        return True


def _key(obj: Mapping[str, Any]) -> str:
    meta = obj["metadata"]
    return f"{meta.get('namespace', '')}/{meta['name']}"


def _event(kind: Kind, obj: Mapping[str, Any], problem: Problem) -> dict[str, Any]:
    meta = obj["metadata"]
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {
            "name": f"{meta['name'][:200]}.{uuid4().hex[:16]}",
            "namespace": meta.get("namespace", "default"),
        },
        "involvedObject": {
            "apiVersion": kind.api_version,
            "kind": kind.kind,
            "name": meta["name"],
            "namespace": meta.get("namespace", ""),
            "uid": meta.get("uid", ""),
            "resourceVersion": meta.get("resourceVersion", ""),
        },
        "type": "Warning",
        "reason": problem.reason,
        "message": problem.message[:1000],
        "count": 1,
        "firstTimestamp": now,
        "lastTimestamp": now,
        "source": {"component": "pygress"},
        "reportingComponent": "pygress",
        "reportingInstance": "",
    }
