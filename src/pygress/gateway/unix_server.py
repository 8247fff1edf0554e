"""An HTTP server on a unix socket that only this user can open: Envoy's way into this process."""

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

_START_SECONDS = 5.0


class UnixServer:
    """Serves one application."""

    def __init__(self, socket: Path, app: ASGIApp) -> None:
        self._socket = socket
        self._app = app
        self._server: uvicorn.Server | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen; raises OSError if the socket can't be made."""
        config = uvicorn.Config(
            self._app,
            uds=str(self._socket),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
            timeout_keep_alive=3600,
        )
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve())
        async with asyncio.timeout(_START_SECONDS):
            while not self._server.started:
                if self._task.done():
                    raise OSError(f"cannot listen on `{self._socket}`")
                await asyncio.sleep(0.005)
        self._socket.chmod(0o600)

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None and self._task is not None:
            self._server.should_exit = True
            await asyncio.gather(self._task, return_exceptions=True)


class _Server(uvicorn.Server):
    """Leaves the signals to the process that this server is a part of."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing."""
        yield
