"""Whose endless loop it was: known, whatever else is busy on the same routes."""

import asyncio
import contextlib
import http.client
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pygress.compiler.pipeline import compile_plugin
from pygress.gateway import health, preflights
from pygress.gateway.envoy.inspection import memory
from pygress.gateway.envoy.preflight import Outcome
from pygress.gateway.options import GatewayOptions
from pygress.resources import kinds

from .site import Site, plugin, running
from .world import Shelf, World

NAMES = ("one", "two", "three")
KINDS = ("compute", "call", "pattern", "tick")
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


def ask(port: int, host: str) -> None:
    """Send a request that the probe loops for, and wait a while for an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/", headers={"host": host, "x-spin": "1"})
        connection.getresponse().read()


async def quarantined(site: Site, name: str) -> str:
    """Wait until a plugin is stopped, and give the reason."""
    return str((await site.says("Validated", "False", "Quarantined", name=name, seconds=30))["message"])


async def restarted(site: Site, times: int) -> None:
    deadline = asyncio.get_running_loop().time() + 15
    while site.gateway.supervisor.restarts < times:
        assert asyncio.get_running_loop().time() < deadline, "envoy was not replaced"
        await asyncio.sleep(0.02)


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
            await all_but(site, ("three",))

    asyncio.run(story())
    told = [one.getMessage() for one in caplog.records if "has to be guessed" in one.getMessage()]
    assert len(told) == 1 and "Operation not permitted" in told[0]


def test_a_plugin_that_hangs_while_it_starts_is_refused_and_the_last_good_serves(
    options: GatewayOptions, compiled: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def blind(*_: Any) -> Outcome:
        return Outcome(True)

    monkeypatch.setattr(preflights, "preflight", blind)
    # What a large module may take to start is more than a test should wait for.
    monkeypatch.setattr(health, "_START_CPU_SECONDS", 4.0)

    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        shelf.put("oci://x/other:1", compiled("probe", 'HEADER="x-other"'))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            world.put(plugin(name="witness", url="oci://x/other:1"))
            await site.sees(404, "v1:one")
            await site.says("Ready", "True", "Ready", name="witness")
            world.put(plugin(config='{x: "spin"}'))
            found = await site.says("Validated", "False", "RefusedByEnvoy", seconds=40)
            assert found["message"].startswith("an endless loop while it started: ")
            await restarted(site, 1)
            await site.sees(404, "v1:one")
            await site.says("Ready", "True", "Ready", name="witness")
            world.put(plugin(config="{mark: mended}"))
            await site.sees(404, "v1:mended")

    asyncio.run(story())


def test_two_workers_in_the_loops_of_two_plugins(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(replace(options, concurrency=2), world, shelf) as site:
            for name, host in (("one", "one.example"), ("two", "two.example"), ("three", "*")):
                rules = f"  defaultConfigDisable: true\n  matchRules: [{{domain: ['{host}']}}]\n"
                world.put(manifest(name, "oci://x/probe:1", "{}") + rules)
                await site.says("Ready", "True", "Ready", name=name)

            async def spin(name: str) -> None:
                found: dict[str, Any] = {"reason": ""}
                while found["reason"] != "Quarantined":
                    # Each on a connection of its own; which worker takes it is the kernel's choice.
                    await asyncio.to_thread(ask, site.gateway.http_port, f"{name}.example")
                    found = world.condition(kinds.WASM_PLUGIN, name, "Validated")
                assert found["message"].startswith("an endless loop: ")

            await asyncio.gather(spin("one"), spin("two"))
            await site.says("Ready", "True", "Ready", name="three")

    asyncio.run(story())
