"""The controller with a real Envoy: what a client sees, and what the resources say."""

import asyncio
import errno
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from pygress.gateway import last_good, pipeline
from pygress.gateway.options import GatewayOptions
from pygress.modules.model import ModuleFailed
from pygress.resources import kinds

from .site import plugin, running
from .world import Shelf, World


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
            deadline = asyncio.get_running_loop().time() + 15
            while not (saved.exists() and "probe" in saved.read_text()):
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.02)
        dark = World()
        dark.synced.clear()
        async with running(options, dark, Shelf()) as site:
            await site.sees(404, "v1:one")

    play(story())


def test_a_restart_passes_nobody_by_a_plugin_that_was_never_saved(options: GatewayOptions) -> None:
    async def story() -> None:
        async with running(options, World(), Shelf()) as site:
            await site.sees(404, "")
            deadline = asyncio.get_running_loop().time() + 15
            while not (options.data_dir / "gateway" / "snapshot.json").exists():
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.02)
        # It was applied, and everything was killed before it came to disk.
        world = World()
        world.put(plugin())
        world.synced.clear()
        asyncio.get_running_loop().call_later(0.7, world.synced.set)
        async with running(options, world, Shelf()) as site:
            deadline = asyncio.get_running_loop().time() + 15
            while (answer := await site.get()) != (503, ""):
                assert answer == (0, ""), "a request passed without the plugin"
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.01)

    play(story())


def test_an_object_made_anew_inherits_nothing(options: GatewayOptions, compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        shelf.put("oci://x/down:1", ModuleFailed("Fetched", "Unreachable", "the registry is down"))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(404, "v1:one")
            # Between two builds: nobody sees it gone.
            world.drop(kinds.WASM_PLUGIN, "probe")
            world.put(plugin(url="oci://x/down:1"))
            await site.sees(503, "")
            await site.says("Programmed", "False", "Refusing")

    play(story())


def test_what_could_not_be_kept_is_kept_later(
    options: GatewayOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "_SAVE_AGAIN_SECONDS", 0.05)
    write, tries = last_good._write, []

    def full_at_first(path: Path, data: bytes) -> None:
        tries.append(path)
        if len(tries) < 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, data)

    monkeypatch.setattr(last_good, "_write", full_at_first)

    async def story() -> None:
        async with running(options, World(), Shelf()) as site:
            await site.sees(404, "")
            deadline = asyncio.get_running_loop().time() + 15
            while not (options.data_dir / "gateway" / "snapshot.json").exists():
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.02)

    play(story())
    assert len(tries) >= 4


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
