"""The server: store, application, TLS and kubeconfig of one data directory, inside a running event loop."""

import asyncio
import contextlib
import logging
import secrets
import socket
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn

from pygress.apiserver import namespaces
from pygress.apiserver.app import App
from pygress.apiserver.garbage import Garbage
from pygress.apiserver.kubeconfig import kubeconfig, write_kubeconfig
from pygress.apiserver.objects import Objects
from pygress.apiserver.tls import ensure_certificates, kept_certificates, needs_renewal, write_private
from pygress.store import Store

_STOP_SECONDS = 3.0
_FLUSH_SECONDS = 0.05
_RENEW_SECONDS = 5.0

log = logging.getLogger(__name__)


class PortError(Exception):
    """The server cannot listen where it should; the message names address and cause."""


class ApiServer:
    """A Kubernetes-style API server that keeps everything below `data_dir`.

    `port` 0 picks a free one; a listening `socket` is taken instead of host and port. Without a `token` the one
    of the last run is kept, or a new one made. `kubeconfig` is written by `start`, or on a full disk as soon as there
    is room; `config` is what it says. Raises `PortError` and `StoreError` before anything is served.
    """

    def __init__(
        self,
        data_dir: Path,
        host: str = "127.0.0.1",
        port: int = 8002,
        token: str = "",
        socket: socket.socket | None = None,
    ) -> None:
        self.data_dir = data_dir
        self._listener = socket
        if socket is not None:
            host, port = socket.getsockname()[:2]
        self.host = host
        self.port = port
        self.kubeconfig = data_dir / "kubeconfig"
        self.config: dict[str, Any] = {}
        self._token = token
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """Start to serve; gives the port. The server answers when this returns."""
        directory = self.data_dir / "apiserver"
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        listener = self._listener or listen(self.host, self.port)
        # Accepted sockets inherit it. Without it every answer waits 40 ms for the client's delayed ACK, because
        # asyncio turns Nagle's algorithm off only for sockets whose protocol is spelled out.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._store = Store(directory / "store.db")
        except BaseException:
            listener.close()
            raise
        self.port = listener.getsockname()[1]
        objects = Objects(self._store)
        await namespaces.create_initial(objects)
        self._garbage = Garbage(objects)
        await self._garbage.start()
        token = self._token or _kept_token(directory / "token")
        self._app = App(objects, self._garbage, token)
        try:
            ca, certificate, key = ensure_certificates(directory, self.host)
        except OSError:
            kept = kept_certificates(directory)
            if kept is None:
                raise
            ca, certificate, key = kept
        config = uvicorn.Config(
            self._app,
            ssl_certfile=certificate,
            ssl_keyfile=key,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=int(_STOP_SECONDS),
            timeout_keep_alive=120,
        )
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve([listener]))
        while not self._server.started:
            if self._serving.done():
                await self._serving
                raise PortError("the server stopped while it started")
            await asyncio.sleep(0.005)
        self.config = kubeconfig(self.url, ca.read_bytes(), token)
        self._config_is_written = False
        try:
            self._write_config()
        except OSError as error:
            log.warning("cannot write `%s`, which is out of date: %s", self.kubeconfig, error)
        self._renewing = asyncio.create_task(self._renew_forever(config, directory, token))
        return self.port

    async def _renew_forever(self, config: uvicorn.Config, directory: Path, token: str) -> None:
        """Keep certificate and kubeconfig valid, however long the process runs and wherever its clock jumps."""
        while True:
            await asyncio.sleep(_RENEW_SECONDS)
            try:
                if await asyncio.to_thread(needs_renewal, directory):
                    ca, certificate, key = await asyncio.to_thread(ensure_certificates, directory, self.host)
                    assert config.ssl is not None
                    # The next handshake uses it; connections that are open stay.
                    config.ssl.load_cert_chain(certificate, key)
                    self.config = kubeconfig(self.url, ca.read_bytes(), token)
                    self._config_is_written = False
                    log.info("renewed the certificate of the API server")
                # Once: what a user changes in it afterwards stays.
                if not self._config_is_written:
                    await asyncio.to_thread(self._write_config)
            except OSError as error:
                log.warning("cannot renew certificate and kubeconfig of the API server: %s", error)

    def _write_config(self) -> None:
        write_kubeconfig(self.kubeconfig, self.config)
        self._config_is_written = True

    @property
    def url(self) -> str:
        """Where clients on this machine reach the server."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(self.host, self.host)
        return f"https://{host}:{self.port}"

    async def stop(self) -> None:
        """End the watches, answer what is under way, close the store."""
        if self._serving is None:
            return
        self._renewing.cancel()
        self._app.stopping.set()
        self._server.should_exit = True
        await self._server.drained()
        await self._serving
        self._serving = None
        await self._garbage.stop()
        await self._store.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


class _Server(uvicorn.Server):
    """Signals belong to the process, which stops all its servers in order."""

    async def drained(self) -> None:
        """Wait until all requests are answered, then cut the idle connections.

        A client that keeps a connection for later does not answer TLS' goodbye, and would hold up the stop.
        """
        deadline = time.monotonic() + _STOP_SECONDS
        while self.server_state.tasks and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        await asyncio.sleep(_FLUSH_SECONDS)
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield


def listen(host: str, port: int) -> socket.socket:
    """Take a port; raises `PortError` with the reason when that fails."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise PortError(f"API server: cannot listen on {host}:{port}: {error.strerror or error}") from error
    return listener


def _kept_token(path: Path) -> str:
    """Keep the token over restarts, so that kubeconfigs that were copied elsewhere keep working."""
    with contextlib.suppress(OSError):
        if token := path.read_text().strip():
            return token
    token = secrets.token_urlsafe(32)
    write_private(path, token.encode())
    return token
