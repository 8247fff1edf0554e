"""The parts of `pygress up` in one event loop: API server, registry, modules, gateway, metrics.

Apart from the command, because importing all of this takes longer than `pygress up --detach` needs to start another.
"""

import asyncio
import contextlib
import logging
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from pygress.apiserver.serve import ApiServer
from pygress.cli import datadir, listen
from pygress.client import Client
from pygress.gateway import metrics
from pygress.gateway.envoy import ports as envoy_ports
from pygress.gateway.options import GatewayOptions
from pygress.gateway.pipeline import Gateway
from pygress.modules.manager import ModuleManager, ModuleOptions
from pygress.oci.registry.app import create_app
from pygress.oci.transport import Options
from pygress.store import StoreError

log = logging.getLogger("pygress.up")

_RETRY_SECONDS = 1.0


class ServingError(Exception):
    """The gateway cannot run; the message says why."""


@dataclass(frozen=True)
class Settings:
    """What the command line says; `sockets` are bound to the ports of API server, registry and metrics."""

    data_dir: Path
    address: str
    concurrency: int
    access_log: str
    server_header: str
    insecure_registries: frozenset[str]
    registry_cas: tuple[Path, ...]
    manifests: list[str]
    watch: bool


def serve(
    settings: Settings,
    sockets: dict[str, socket.socket],
    edge: dict[str, socket.socket],
    announce: Callable[[dict[str, int], Path, float], None],
) -> None:
    """Run until SIGTERM or SIGINT; `announce` is called once everything serves. Raises `ServingError`."""
    try:
        asyncio.run(_serve(settings, sockets, edge, announce))
    except (envoy_ports.PortError, StoreError) as error:
        raise ServingError(str(error)) from error


async def _serve(
    settings: Settings,
    sockets: dict[str, socket.socket],
    edge: dict[str, socket.socket],
    announce: Callable[[dict[str, int], Path, float], None],
) -> None:
    began = time.monotonic()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    options = GatewayOptions(
        data_dir=settings.data_dir,
        address=settings.address,
        concurrency=settings.concurrency,
        access_log=settings.access_log,
        server_header=settings.server_header,
    )
    fetching = ModuleOptions(Options(insecure=settings.insecure_registries, ca_files=settings.registry_cas))
    async with contextlib.AsyncExitStack() as stack:
        api = await stack.enter_async_context(_api_server(options.data_dir, sockets["api"]))
        modules = await stack.enter_async_context(_modules(options.data_dir, fetching))
        registry_port = await stack.enter_async_context(
            _web(create_app(options.data_dir / "registry", on_push=modules.notice_push), sockets["registry"])
        )
        # Not from the file: on a full disk that is the one of an earlier run.
        client = await stack.enter_async_context(Client.from_config(api.config, str(api.kubeconfig)))
        gateway = await stack.enter_async_context(_gateway(options, edge, client, modules))
        metrics_port = await stack.enter_async_context(_web(metrics.create_app(gateway), sockets["metrics"]))
        ports = {
            "http": gateway.http_port,
            "https": gateway.https_port,
            "api": api.port,
            "registry": registry_port,
            "metrics": metrics_port,
        }
        stack.callback((options.data_dir / datadir.PORTS).unlink, missing_ok=True)
        try:
            datadir.write_ports(options.data_dir, ports)
        except OSError as error:
            log.warning("cannot write the ports to `%s` yet: %s", options.data_dir, error.strerror or error)
            later = asyncio.create_task(_write_ports_later(options.data_dir, ports))
            stack.push_async_callback(_cancel, later)
        announce(ports, options.data_dir, time.monotonic() - began)
        if settings.manifests:
            from pygress.cli.manifests import keep_applied

            follower = asyncio.create_task(keep_applied(client, settings.manifests, watch=settings.watch))
            stack.push_async_callback(_cancel, follower)
        await stop.wait()
        log.info("stopping: draining connections")


@contextlib.asynccontextmanager
async def _api_server(data_dir: Path, claimed: socket.socket) -> AsyncIterator[ApiServer]:
    server = ApiServer(data_dir, socket=claimed)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@contextlib.asynccontextmanager
async def _web(app: Starlette, claimed: socket.socket) -> AsyncIterator[int]:
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=2
    )
    server = _QuietServer(config)
    task = asyncio.create_task(server.serve(sockets=[claimed]))
    try:
        yield int(claimed.getsockname()[1])
    finally:
        server.should_exit = True
        await task


@contextlib.asynccontextmanager
async def _modules(data_dir: Path, fetching: ModuleOptions) -> AsyncIterator[ModuleManager]:
    manager = ModuleManager(data_dir / "modules", fetching)
    await manager.start()
    try:
        yield manager
    finally:
        await manager.stop()


@contextlib.asynccontextmanager
async def _gateway(
    options: GatewayOptions, edge: dict[str, socket.socket], client: Client, modules: ModuleManager
) -> AsyncIterator[Gateway]:
    # Envoy binds its own sockets: hand it the numbers that were just seen to be free.
    numbers = {name: int(one.getsockname()[1]) for name, one in edge.items()}
    listen.release(edge)
    gateway = Gateway(
        replace(options, http_port=numbers["http"], https_port=numbers["https"]), client, modules
    )
    await gateway.start()
    try:
        yield gateway
    finally:
        await gateway.stop()


async def _write_ports_later(data_dir: Path, ports: dict[str, int]) -> None:
    """Write the ports as soon as the disk has room."""
    while True:
        await asyncio.sleep(_RETRY_SECONDS)
        with contextlib.suppress(OSError):
            datadir.write_ports(data_dir, ports)
            return


class _QuietServer(uvicorn.Server):
    """A server inside a larger process: signals belong to `pygress up`."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
