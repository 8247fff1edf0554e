"""Whose endless loop it was: known, whatever else is busy on the same routes."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pygress.compiler.pipeline import compile_plugin
from pygress.gateway.envoy.inspection import memory
from pygress.gateway.options import GatewayOptions

from .site import Site, plugin, running
from .world import Shelf, World

NAMES = ("one", "two", "three")
KINDS = ("compute", "call", "pattern", "tick", "wait")
ALL = "three,two,one"
"""The response runs through the plugins from the last to the first."""


@pytest.fixture(scope="module")
def looper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    module = tmp_path_factory.mktemp("looper") / "plugin.wasm"
    module.write_bytes(compile_plugin(Path(__file__).parent / "plugins" / "looper.py").wasm)
    return module


def manifest(name: str, url: str, config: str) -> str:
    """A plugin at its place in `NAMES`."""
    return plugin(name=name, url=url, config=config) + f"  priority: {-NAMES.index(name)}\n"


async def quarantined(site: Site, name: str) -> str:
    """Wait until a plugin is stopped, and give the reason."""
    return str((await site.says("Validated", "False", "Quarantined", name=name, seconds=30))["message"])


async def all_but(site: Site, names: tuple[str, ...]) -> None:
    for other in NAMES:
        if other not in names:
            await site.says("Ready", "True", "Ready", name=other)


def test_the_plugin_that_loops_is_stopped_and_no_other(options: GatewayOptions, looper: Path) -> None:
    """All three run the same module and see every request; the last changed would be the guess."""

    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/looper:1", looper)
        async with running(options, world, shelf) as site:
            for name in NAMES:
                world.put(manifest(name, "oci://x/looper:1", f"{{mark: {name}}}"))
                await site.says("Ready", "True", "Ready", name=name)
            await site.sees(404, ALL)
            for number, kind in enumerate(KINDS, 1):
                guilty = NAMES[number % 2]
                hanging = asyncio.create_task(site.get(x_loop=f"{guilty} {kind}"))
                message = await quarantined(site, guilty)
                assert message.startswith("an endless loop: a callback of a plugin never came back"), kind
                await hanging
                # FAIL_CLOSE: refused in place of the one, marked by those that come before it.
                await site.sees(503, ",".join(reversed(NAMES[: NAMES.index(guilty)])))
                await all_but(site, (guilty,))
                assert site.gateway.supervisor.restarts == number
                # Another version of it is another chance.
                world.put(manifest(guilty, "oci://x/looper:1", f"{{mark: {guilty}, turn: {number}}}"))
                await site.sees(404, ALL)
                # The guess shall be wrong the next time as well.
                world.put(manifest("three", "oci://x/looper:1", f"{{mark: three, turn: {number}}}"))
                await site.says("Ready", "True", "Ready", name="three")
                await site.sees(404, ALL)

    asyncio.run(story())


def test_modules_of_others_with_the_same_configuration(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            for name in NAMES:
                world.put(manifest(name, "oci://x/probe:1", "{mark: same}"))
                await site.says("Ready", "True", "Ready", name=name)
            await site.sees(404, "v1:same,v1:same,v1:same")
            # The first in the chain, and the first that was created.
            hanging = asyncio.create_task(site.get(x_spin="1"))
            assert (await quarantined(site, "one")).startswith("an endless loop: ")
            await hanging
            await site.sees(503, "")
            await all_but(site, ("one",))

    asyncio.run(story())


def test_without_a_look_it_is_a_guess_and_says_so(
    options: GatewayOptions,
    looper: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    real = os.open

    def refuse(path: Any, *args: Any, **kwargs: Any) -> int:
        if str(path).endswith("/mem"):
            raise PermissionError(1, "Operation not permitted", str(path))
        return real(path, *args, **kwargs)

    monkeypatch.setattr(memory.os, "open", refuse)

    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/looper:1", looper)
        async with running(options, world, shelf) as site:
            for name in NAMES:
                world.put(manifest(name, "oci://x/looper:1", f"{{mark: {name}}}"))
                await site.says("Ready", "True", "Ready", name=name)
            await site.sees(404, ALL)
            hanging = asyncio.create_task(site.get(x_loop="two compute"))
            message = await quarantined(site, "three")
            assert message.startswith("suspected of an endless loop, of 3 it was changed last: ")
            await hanging
            await site.sees(503, "two,one")
            # It was another one: the next loop finds it with one suspect fewer.
            hanging = asyncio.create_task(site.get(x_loop="two compute"))
            message = await quarantined(site, "two")
            assert message.startswith("suspected of an endless loop, of 2 it was changed last: ")
            await hanging
            await all_but(site, ("two", "three"))

    asyncio.run(story())
    told = [one.getMessage() for one in caplog.records if "has to be guessed" in one.getMessage()]
    assert len(told) == 1 and "Operation not permitted" in told[0]
