"""A real server on a free port, over TLS, as the client meets it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from pygress.apiserver import ApiServer
from pygress.client import Client


class Server:
    """Runs a test's coroutine beside a server; the server can be stopped and started again at the same port."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.api = ApiServer(path, port=0)

    @property
    def kubeconfig(self) -> Path:
        return self.api.kubeconfig

    def client(self) -> Client:
        return Client.from_kubeconfig(self.kubeconfig)

    async def restart(
        self, *, forget: bool = False, quietly: Callable[[ApiServer], Awaitable[None]] | None = None
    ) -> None:
        """Stop and start at the same port; `forget` drops the database, `quietly` acts while nobody is served."""
        port = self.api.port
        await self.api.stop()
        for path in (self.path / "apiserver").glob("store.db*") if forget else ():
            path.unlink()
        if quietly is not None:
            alone = ApiServer(self.path, port=0)
            await alone.start()
            await quietly(alone)
            await alone.stop()
        self.api = ApiServer(self.path, port=port)
        await self.api.start()

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        async def play() -> None:
            await self.api.start()
            try:
                await asyncio.wait_for(work, 30)
            finally:
                await self.api.stop()

        asyncio.run(play())


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path / "data")


def config_map(name: str = "c", **data: str) -> dict[str, Any]:
    meta = {"name": name, "namespace": "default"}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": data}
