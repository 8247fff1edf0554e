"""One delta ADS stream as a state machine without I/O: requests in, the next response out.

Send order, and why: clusters, their endpoints, certificates, listeners, routes; clusters are removed last.
A route must never name a cluster that Envoy does not have or that has no endpoints yet (503), and a cluster
must outlive the last route that names it. So a type waits until Envoy has acknowledged the types before it,
and routes wait until Envoy has asked for the endpoints of every new cluster and got them.

One response per type is under way at a time, so that a refusal (NACK) speaks of known resources. A refused
version is never sent again on the stream; Envoy keeps what it had.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from envoy.service.discovery.v3 import discovery_pb2
from google.protobuf.any_pb2 import Any

from pygress.gateway.serve.snapshot import Entry, Snapshot
from pygress.gateway.xds import typed
from pygress.gateway.xds.route import NAME as ROUTES

ORDER = (typed.CLUSTER, typed.ENDPOINT, typed.SECRET, typed.LISTENER, typed.ROUTE)

_ABSENT = ""
"""The version of a resource that Envoy asked for and that does not exist."""


@dataclass(frozen=True)
class Refusal:
    """Envoy refused some resources; `versions` gives name -> version of all that were in the response."""

    url: str
    versions: dict[str, str]
    message: str


@dataclass
class _Type:
    """What one Envoy has of one type."""

    wildcard: bool = False
    asked: bool = False
    answered: bool = False
    names: set[str] = field(default_factory=set)
    sent: dict[str, str] = field(default_factory=dict)
    acked: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    nonce: str = ""
    pending: dict[str, str] = field(default_factory=dict)


class Stream:
    """The state of one Envoy; `node` is known after the first request."""

    def __init__(self) -> None:
        self.node = ""
        self._types = {url: _Type() for url in ORDER}
        self._count = 0

    def take(self, request: discovery_pb2.DeltaDiscoveryRequest) -> Refusal | None:
        """Digest one request: a subscription, an acknowledgement or a refusal."""
        if request.node.id:
            self.node = request.node.id
        state = self._types.get(request.type_url)
        if state is None:
            return None
        first = not state.asked
        state.asked = True
        if first:
            # After a reconnect Envoy tells what it has; versions are by content, so this can be believed.
            state.sent.update(request.initial_resource_versions)
            state.acked.update(request.initial_resource_versions)
            state.wildcard = not request.resource_names_subscribe
        for name in request.resource_names_subscribe:
            if name == "*":
                state.wildcard = True
            else:
                state.names.add(name)
                if not first and name in state.sent and name not in state.pending:
                    # Asking again means that Envoy has forgotten it (a cluster that was warmed anew).
                    del state.sent[name]
        for name in request.resource_names_unsubscribe:
            state.names.discard(name)
            state.sent.pop(name, None)
            state.acked.pop(name, None)
        if request.response_nonce and request.response_nonce == state.nonce:
            return self._answered(request, state)
        return None

    def _answered(self, request: discovery_pb2.DeltaDiscoveryRequest, state: _Type) -> Refusal | None:
        pending, state.pending, state.nonce = state.pending, {}, ""
        if request.HasField("error_detail"):
            state.refused.update(pending)
            return Refusal(request.type_url, pending, request.error_detail.message)
        for name, version in pending.items():
            state.refused.pop(name, None)
            if version:
                state.acked[name] = version
            else:
                state.acked.pop(name, None)
        return None

    def next_response(self, snapshot: Snapshot, patient: bool) -> discovery_pb2.DeltaDiscoveryResponse | None:
        """Give what may be sent now, or None. Not `patient`: do not wait for endpoint subscriptions."""
        for url in ORDER:
            state = self._types[url]
            if state.nonce:
                return self._meanwhile(snapshot, url)
            if not state.asked:
                continue
            changed = self._changed(snapshot, url)
            # Envoy waits for a first answer to a wildcard before it serves, even when there is nothing to tell.
            if changed or (state.wildcard and not state.answered):
                return self._respond(url, changed, ())
            if url == typed.ENDPOINT and patient and self._missing_endpoints(snapshot):
                return None
        return self._removal(snapshot)

    def _meanwhile(self, snapshot: Snapshot, waiting: str) -> discovery_pb2.DeltaDiscoveryResponse | None:
        """Give what may be sent while the answer to `waiting` is outstanding.

        Envoy acknowledges clusters only once they are warm, and that takes their endpoints and certificates: these
        must not wait. Certificates, listeners and routes do not depend on each other's acknowledgement.
        """
        if waiting == typed.CLUSTER:
            free: tuple[str, ...] = (typed.ENDPOINT, typed.SECRET)
        elif waiting == typed.ENDPOINT:
            free = (typed.SECRET,)
        else:
            free = ORDER[ORDER.index(waiting) + 1 :]
        for url in free:
            state = self._types[url]
            if state.asked and not state.nonce and (changed := self._changed(snapshot, url)):
                return self._respond(url, changed, ())
        return None

    @property
    def acked_routes(self) -> str:
        """The version of the route configuration that this Envoy has acknowledged; empty before the first."""
        return self._types[typed.ROUTE].acked.get(ROUTES, "")

    def waits_for_endpoints(self, snapshot: Snapshot) -> bool:
        """Tell whether routes are held back until Envoy has asked for some endpoints."""
        clusters = self._types[typed.CLUSTER]
        return clusters.asked and not clusters.nonce and bool(self._missing_endpoints(snapshot))

    def synced(self, snapshot: Snapshot) -> bool:
        """Tell whether this Envoy has acknowledged all of a snapshot."""
        needed = (typed.CLUSTER, typed.LISTENER, typed.ROUTE)
        if not all(self._types[url].asked for url in needed):
            return False
        for url in ORDER:
            state = self._types[url]
            if state.nonce or (
                state.asked and (self._changed(snapshot, url) or self._removed(snapshot, url))
            ):
                return False
            held = snapshot.entries.get(url, {})
            if any(name in held and held[name].version == version for name, version in state.refused.items()):
                return False
        return True

    def _in_scope(self, held: Iterable[str], state: _Type) -> Iterable[str]:
        return held if state.wildcard else state.names

    def _changed(self, snapshot: Snapshot, url: str) -> dict[str, Entry | None]:
        state = self._types[url]
        held = snapshot.entries.get(url, {})
        changed: dict[str, Entry | None] = {}
        for name in self._in_scope(held, state):
            entry = held.get(name)
            if entry is None:
                # Without an answer Envoy would wait for it before it serves.
                if name not in state.sent:
                    changed[name] = None
            elif state.sent.get(name) != entry.version and state.refused.get(name) != entry.version:
                changed[name] = entry
        return changed

    def _removed(self, snapshot: Snapshot, url: str) -> list[str]:
        held = snapshot.entries.get(url, {})
        return [name for name, version in self._types[url].sent.items() if version and name not in held]

    def _missing_endpoints(self, snapshot: Snapshot) -> set[str]:
        clusters = self._types[typed.CLUSTER]
        wanted = {
            name for name in snapshot.entries.get(typed.ENDPOINT, {}) if clusters.acked.get(name) is not None
        }
        return wanted - self._types[typed.ENDPOINT].names

    def _removal(self, snapshot: Snapshot) -> discovery_pb2.DeltaDiscoveryResponse | None:
        routes = self._types[typed.ROUTE]
        held = snapshot.entries.get(typed.ROUTE, {})
        if any(name in held and held[name].version == version for name, version in routes.refused.items()):
            # The routes that Envoy kept may still name the clusters that are to go.
            return None
        for url in reversed(ORDER):
            state = self._types[url]
            if state.asked and not state.nonce and (gone := self._removed(snapshot, url)):
                return self._respond(url, {}, gone)
        return None

    def _respond(
        self, url: str, changed: dict[str, Entry | None], gone: Iterable[str]
    ) -> discovery_pb2.DeltaDiscoveryResponse:
        state = self._types[url]
        self._count += 1
        state.nonce = str(self._count)
        state.answered = True
        response = discovery_pb2.DeltaDiscoveryResponse(type_url=url, nonce=state.nonce)
        for name, entry in changed.items():
            state.sent[name] = entry.version if entry else _ABSENT
            state.pending[name] = state.sent[name]
            if entry is None:
                response.removed_resources.append(name)
            else:
                added = response.resources.add(name=name, version=entry.version)
                added.resource.CopyFrom(Any(type_url=url, value=entry.body))
        for name in gone:
            state.sent.pop(name, None)
            state.pending[name] = _ABSENT
            response.removed_resources.append(name)
        return response
