"""The controller with a real Envoy: what a client sees, and what the resources say."""

import asyncio
import http.client
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pygress.gateway.options import GatewayOptions
from pygress.gateway.pipeline import Gateway
from pygress.modules.model import ModuleFailed
from pygress.resources import kinds

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
    """A running gateway and one keep-alive connection to it."""

    def __init__(self, gateway: Gateway, world: World, shelf: Shelf) -> None:
        self.gateway = gateway
        self.world = world
        self.shelf = shelf
        self._connection: http.client.HTTPConnection | None = None
        self.connects = 0

    def _get(self, path: str, headers: dict[str, str]) -> tuple[int, str]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.gateway.http_port, timeout=5)
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
        return response.status, response.headers.get("x-mark", "")

    async def get(self, path: str = "/", **headers: str) -> tuple[int, str]:
        return await asyncio.to_thread(
            self._get, path, {key.replace("_", "-"): value for key, value in headers.items()}
        )

    async def sees(
        self, status: int, mark: str, path: str = "/", seconds: float = 8.0, **headers: str
    ) -> None:
        deadline = asyncio.get_running_loop().time() + seconds
        while (seen := await self.get(path, **headers)) != (status, mark):
            assert asyncio.get_running_loop().time() < deadline, f"saw {seen}, wanted {(status, mark)}"
            await asyncio.sleep(0.01)

    async def says(
        self, condition: str, status: str, reason: str, name: str = "probe", seconds: float = 8.0
    ) -> dict[str, Any]:
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            found = self.world.condition(kinds.WASM_PLUGIN, name, condition)
            if (found.get("status"), found.get("reason")) == (status, reason):
                return found
            now = self.world.status(kinds.WASM_PLUGIN, name)
            assert asyncio.get_running_loop().time() < deadline, f"{condition} is {found}, all: {now}"
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(options: GatewayOptions, world: World, shelf: Shelf) -> AsyncIterator[Site]:
    gateway = Gateway(options, world, shelf, source=world)  # type: ignore[arg-type]
    await gateway.start()
    try:
        assert await gateway.wait_ready()
        yield Site(gateway, world, shelf)
    finally:
        await gateway.stop()


def play(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_create_reconfigure_upgrade_delete(options: GatewayOptions, compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        shelf.put("oci://x/probe:2", compiled("probe", 'VERSION="v2"'))
        async with running(options, world, shelf) as site:
            await site.sees(404, "")
            world.put(plugin())
            await site.sees(404, "v1:one")
            await site.says("Ready", "True", "Ready")
            world.put(plugin(config="{mark: two}"))
            await site.sees(404, "v1:two")
            world.put(plugin(url="x/probe:2", config="{mark: two}"))
            await site.sees(404, "v2:two")
            assert (await site.says("Ready", "True", "Ready"))["observedGeneration"] == 3
            world.put(plugin(url="x/probe:2", config="{deny: true}"))
            await site.sees(403, "v2:")
            world.drop(kinds.WASM_PLUGIN, "probe")
            await site.sees(404, "")
            assert site.connects == 1, "a connection was closed"

    play(story())


def test_bad_configuration_keeps_the_last_good_one(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        shelf.put("oci://x/probe:2", ModuleFailed("Fetched", "NotFound", "no such image"))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.says("Ready", "True", "Ready")
            world.put(plugin(config='{x: "false"}'))
            found = await site.says("Validated", "False", "ConfigRefused")
            assert "probe: told to refuse this configuration" in found["message"]
            await site.says("Programmed", "False", "LastGood")
            assert await site.get() == (404, "v1:one")
            world.put(plugin(url="oci://x/probe:2"))
            assert (await site.says("Ready", "False", "NotFound"))["message"].startswith("no such image")
            assert await site.get() == (404, "v1:one")
            world.put(plugin(config="{mark: three}"))
            await site.sees(404, "v1:three")

    play(story())


def test_fail_strategy_holds_for_a_plugin_that_never_ran(options: GatewayOptions) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", ModuleFailed("Fetched", "Unreachable", "the registry is down"))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(503, "")
            await site.says("Programmed", "False", "Refusing")
            world.put(plugin(fail="FAIL_OPEN"))
            await site.sees(404, "")
            await site.says("Programmed", "False", "Passing")

    play(story())


def test_restart_serves_before_anything_is_reachable(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        saved = options.data_dir / "gateway" / "plans.json"
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(404, "v1:one")
            deadline = asyncio.get_running_loop().time() + 5
            while not (saved.exists() and "probe" in saved.read_text()):
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.02)
        dark = World()
        dark.synced.clear()
        async with running(options, dark, Shelf()) as site:
            await site.sees(404, "v1:one")

    play(story())


def test_envoy_is_started_again_after_a_crash(options: GatewayOptions, compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(404, "v1:one")
            process = site.gateway.supervisor.current
            assert process is not None
            import os

            os.kill(process.pid, signal.SIGKILL)
            await process.exited.wait()
            await site.sees(404, "v1:one")
            await site.says("Ready", "True", "Ready")

    play(story())
