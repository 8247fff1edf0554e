"""The delta ADS server: brings every connected Envoy to the newest snapshot and records what each one says."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import grpc
from envoy.service.discovery.v3 import ads_pb2_grpc, discovery_pb2

from pygress.gateway.serve.snapshot import Snapshot
from pygress.gateway.serve.stream import Refusal, Stream

log = logging.getLogger(__name__)

_PATIENCE = 2.0
"""Seconds that routes wait for an Envoy to ask for the endpoints of new clusters."""


@dataclass(frozen=True)
class Rejection:
    """One Envoy refused resources of one type; `versions` names everything that was in the response."""

    node: str
    url: str
    versions: dict[str, str]
    message: str


@dataclass(frozen=True)
class Progress:
    """How far one Envoy is.

    `version` is the last snapshot that it acknowledged as a whole, `routes` the version of the route
    configuration that it serves, `current` tells whether the newest snapshot is meant by `version`.
    """

    node: str
    version: str
    routes: str
    current: bool
    last_error: str


class _Connection:
    def __init__(self) -> None:
        self.stream = Stream()
        self.woken = asyncio.Event()
        self.version = ""
        self.last_error = ""
        self.patient_until = 0.0


class AdsServer(ads_pb2_grpc.AggregatedDiscoveryServiceServicer):  # type: ignore[misc]
    """Serves one snapshot at a time. `on_change` is called after each acknowledgement, connect and loss."""

    def __init__(
        self,
        on_change: Callable[[], None] = lambda: None,
        on_reject: Callable[[Rejection], None] = lambda rejection: None,
    ) -> None:
        self._on_change = on_change
        self._on_reject = on_reject
        self._snapshot: Snapshot | None = None
        self._connections: list[_Connection] = []
        self._server: Any = None
        self.address = ""

    async def start(self, address: str) -> None:
        """Listen on `unix:PATH` or `HOST:PORT`; raises RuntimeError when that is not possible."""
        self._server = grpc.aio.server(
            options=[
                ("grpc.max_send_message_length", -1),
                ("grpc.max_receive_message_length", 64 * 1024 * 1024),
                ("grpc.so_reuseport", 0),
            ]
        )
        ads_pb2_grpc.add_AggregatedDiscoveryServiceServicer_to_server(self, self._server)
        port = self._server.add_insecure_port(address)
        self.address = address if address.startswith("unix:") else f"{address.rpartition(':')[0]}:{port}"
        await self._server.start()

    async def stop(self) -> None:
        """Close every stream."""
        if self._server is not None:
            await self._server.stop(grace=0)
            self._server = None

    @property
    def snapshot(self) -> Snapshot | None:
        """What is being served."""
        return self._snapshot

    def publish(self, snapshot: Snapshot) -> bool:
        """Make a snapshot the newest; gives False when it is the same as before."""
        if self._snapshot is not None and self._snapshot.version == snapshot.version:
            return False
        self._snapshot = snapshot
        for connection in self._connections:
            connection.woken.set()
        return True

    def progress(self) -> list[Progress]:
        """Tell how far each connected Envoy is."""
        newest = self._snapshot.version if self._snapshot else None
        return [
            Progress(
                one.stream.node, one.version, one.stream.acked_routes, one.version == newest, one.last_error
            )
            for one in self._connections
            if one.stream.node
        ]

    async def DeltaAggregatedResources(
        self, requests: AsyncIterator[discovery_pb2.DeltaDiscoveryRequest], context: Any
    ) -> AsyncIterator[discovery_pb2.DeltaDiscoveryResponse]:
        """Serve one Envoy until it goes away."""
        connection = _Connection()
        self._connections.append(connection)
        reader = asyncio.create_task(self._read(connection, requests))
        reader.add_done_callback(lambda _: connection.woken.set())
        try:
            while not reader.done():
                response = self._next(connection)
                if response is not None:
                    yield response
                    continue
                await self._wait(connection)
        finally:
            reader.cancel()
            self._connections.remove(connection)
            self._on_change()

    def _next(self, connection: _Connection) -> discovery_pb2.DeltaDiscoveryResponse | None:
        snapshot = self._snapshot
        if snapshot is None:
            return None
        now = asyncio.get_running_loop().time()
        if not connection.stream.waits_for_endpoints(snapshot):
            connection.patient_until = now + _PATIENCE
        response = connection.stream.next_response(snapshot, patient=now < connection.patient_until)
        if response is None and connection.stream.synced(snapshot) and connection.version != snapshot.version:
            connection.version = snapshot.version
            connection.last_error = ""
            self._on_change()
        return response

    async def _wait(self, connection: _Connection) -> None:
        snapshot = self._snapshot
        timeout = None
        if snapshot is not None and connection.stream.waits_for_endpoints(snapshot):
            left = connection.patient_until - asyncio.get_running_loop().time()
            timeout = left if left > 0 else None
        try:
            async with asyncio.timeout(timeout):
                await connection.woken.wait()
        except TimeoutError:
            log.warning(
                "%s has not asked for the endpoints of all clusters; routes go out", connection.stream.node
            )
        connection.woken.clear()

    async def _read(
        self, connection: _Connection, requests: AsyncIterator[discovery_pb2.DeltaDiscoveryRequest]
    ) -> None:
        async for request in requests:
            before = connection.stream.acked_routes
            refusal = connection.stream.take(request)
            if refusal is not None:
                self._refused(connection, refusal)
            if refusal is not None or connection.stream.acked_routes != before:
                self._on_change()
            connection.woken.set()

    def _refused(self, connection: _Connection, refusal: Refusal) -> None:
        node = connection.stream.node
        log.warning("%s refused %s: %s", node, ", ".join(refusal.versions), refusal.message)
        connection.last_error = refusal.message
        self._on_reject(Rejection(node, refusal.url, refusal.versions, refusal.message))
