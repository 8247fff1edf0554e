"""A running gateway as a client sees it."""

import asyncio
import http.client
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pygress.gateway.options import GatewayOptions
from pygress.gateway.pipeline import Gateway
from pygress.resources import kinds

from ..patience import patience
from .world import Shelf, World

PLUGIN = """
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {{name: {name}}}
spec:
  url: {url}
  failStrategy: {fail}
  defaultConfig: {config}
"""


def plugin(
    name: str = "probe", url: str = "oci://x/probe:1", fail: str = "FAIL_CLOSE", config: str = "{mark: one}"
) -> str:
    return PLUGIN.format(name=name, url=url, fail=fail, config=config)


class Site:
    """A gateway and one keep-alive connection to it."""

    def __init__(self, gateway: Gateway, world: World, shelf: Shelf) -> None:
        self.gateway = gateway
        self.world = world
        self.shelf = shelf
        self._connection: http.client.HTTPConnection | None = None
        self.connects = 0

    def _get(self, path: str, headers: dict[str, str]) -> tuple[int, str]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.gateway.http_port, timeout=20)
            self.connects += 1
        try:
            self._connection.request("GET", path, headers=headers)
            response = self._connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            return 0, ""
        if response.will_close:
            self._connection.close()
            self._connection = None
        return response.status, ",".join(response.headers.get_all("x-mark", []))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    async def get(self, path: str = "/", **headers: str) -> tuple[int, str]:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return await asyncio.to_thread(self._get, path, named)

    async def sees(
        self, status: int, mark: str, path: str = "/", seconds: float = 20.0, **headers: str
    ) -> None:
        deadline = asyncio.get_running_loop().time() + patience(seconds)
        while (seen := await self.get(path, **headers)) != (status, mark):
            assert asyncio.get_running_loop().time() < deadline, f"saw {seen}, wanted {(status, mark)}"
            await asyncio.sleep(0.01)

    async def says(
        self,
        condition: str,
        status: str,
        reason: str,
        message: str | None = None,
        name: str = "probe",
        seconds: float = 20.0,
    ) -> dict[str, Any]:
        deadline = asyncio.get_running_loop().time() + patience(seconds)
        while True:
            found = self.world.condition(kinds.WASM_PLUGIN, name, condition)
            told = message is None or found.get("message") == message
            if told and (found.get("status"), found.get("reason")) == (status, reason):
                return found
            now = self.world.status(kinds.WASM_PLUGIN, name)
            assert asyncio.get_running_loop().time() < deadline, f"{condition} is {found}, all: {now}"
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(options: GatewayOptions, world: World, shelf: Shelf) -> AsyncIterator[Site]:
    gateway = Gateway(options, world, shelf, source=world)  # type: ignore[arg-type]
    await gateway.start()
    site = Site(gateway, world, shelf)
    try:
        yield site
    finally:
        await gateway.stop()
        site.close()
