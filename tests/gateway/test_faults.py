"""What plugins can do to a running gateway, and what it does about it."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from pygress.gateway import preflights
from pygress.gateway.envoy.preflight import Outcome
from pygress.gateway.options import GatewayOptions
from pygress.modules.model import Module
from pygress.resources import kinds

from ..patience import patience
from .site import plugin, running
from .world import Shelf, World


def play(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_a_trap_heals_and_never_opens_the_gate(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(404, "v1:one")
            assert await site.get(x_trap="1") == (503, "")
            seen = set()
            deadline = asyncio.get_running_loop().time() + patience(15)
            while (answer := await site.get()) != (404, "v1:one"):
                seen.add(answer)
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.02)
            assert seen <= {(503, "")}, "a request passed without the plugin"
            assert site.connects == 1

    play(story())


def test_a_trap_is_told_of_its_plugin_without_another_request(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        shelf.put("oci://x/other:1", compiled("probe", 'HEADER="x-other"'))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(404, "v1:one")
            # Changed last, but on other traffic: it is none of its business.
            narrow = "  defaultConfigDisable: true\n  matchRules: [{domain: [a.example]}]\n"
            world.put(plugin(name="innocent", url="oci://x/other:1", fail="FAIL_OPEN") + narrow)
            await site.says("Ready", "True", "Ready", name="innocent")
            await site.get(x_trap="1")
            deadline = asyncio.get_running_loop().time() + patience(2)
            while site.gateway.rollout("default/probe").traps != 1:
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.02)
            assert site.gateway.rollout("default/innocent").traps == 0
            await site.sees(404, "v1:one")

    play(story())


def test_a_trap_of_an_open_plugin_refuses_nobody_and_heals(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            world.put(plugin(fail="FAIL_OPEN"))
            await site.sees(404, "v1:one")
            assert (await site.get(x_trap="1"))[0] == 404
            deadline = asyncio.get_running_loop().time() + patience(2)
            while (answer := await site.get()) != (404, "v1:one"):
                assert answer == (404, ""), "FAIL_OPEN refused a request"
                assert asyncio.get_running_loop().time() < deadline, "it was not reloaded"
                await asyncio.sleep(0.02)

    play(story())


def test_a_trap_of_an_open_plugin_is_told_of_it_among_others_that_are_busy(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        shelf.put("oci://x/other:1", compiled("probe", 'HEADER="x-other"', "NO_TRAP"))
        async with running(options, world, shelf) as site:
            world.put(plugin(fail="FAIL_OPEN"))
            for name in ("first", "second"):
                world.put(plugin(name=name, url="oci://x/other:1", fail="FAIL_OPEN"))
                await site.says("Ready", "True", "Ready", name=name)
            await site.sees(404, "v1:one")
            await site.get(x_trap="1")
            deadline = asyncio.get_running_loop().time() + 5
            while site.gateway.rollout("default/probe").reloads != 1:
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.02)
            await site.sees(404, "v1:one")
            assert site.gateway.rollout("default/probe").traps == 1
            for name in ("first", "second"):
                told = site.gateway.rollout(f"default/{name}")
                assert (told.traps, told.reloads) == (0, 0)

    play(story())


def test_a_plugin_that_keeps_trapping_is_put_on_its_fail_strategy(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(404, "v1:one")
            deadline = asyncio.get_running_loop().time() + patience(20)
            while (
                site.world.condition(kinds.WASM_PLUGIN, "probe", "Validated").get("reason") != "Quarantined"
            ):
                await site.get(x_trap="1")
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.05)
            await site.says("Programmed", "False", "Refusing")
            # It is told as soon as it is decided, which is before Envoy knows.
            await site.sees(503, "")
            world.put(plugin(config="{mark: mended}"))
            await site.sees(404, "v1:mended")
            await site.says("Ready", "True", "Ready")

    play(story())


def test_a_stuck_worker_is_replaced(options: GatewayOptions, compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        shelf.put("oci://x/other:1", compiled("probe", 'HEADER="x-other"'))
        async with running(options, world, shelf) as site:
            # It would loop for this request as well, but comes later in the chain.
            world.put(plugin(name="witness", url="oci://x/other:1"))
            await site.says("Ready", "True", "Ready", name="witness")
            world.put(plugin())
            await site.sees(404, "v1:one")
            # Changed last, but no request went through it.
            narrow = "  defaultConfigDisable: true\n  matchRules: [{domain: [a.example]}]\n"
            world.put(plugin(name="bystander", url="oci://x/other:1") + narrow)
            await site.says("Ready", "True", "Ready", name="bystander")
            hanging = asyncio.create_task(site.get(x_spin="1"))
            await site.says("Validated", "False", "Quarantined")
            await hanging
            # FAIL_CLOSE: refused, but by a worker that is alive.
            await site.sees(503, "")
            assert site.gateway.supervisor.restarts == 1
            for name in ("witness", "bystander"):
                await site.says("Ready", "True", "Ready", name=name)

    play(story())


def test_a_refusal_by_envoy_is_traced_to_its_plugin(
    options: GatewayOptions, compiled: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def blind(*_: Any) -> Outcome:
        return Outcome(True)

    monkeypatch.setattr(preflights, "preflight", blind)

    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        shelf.put("oci://x/other:1", compiled("probe", 'HEADER="x-other"'))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(404, "v1:one")
            world.put(plugin(config='{x: "false"}'))
            found = await site.says("Validated", "False", "RefusedByEnvoy")
            assert "probe: told to refuse this configuration" in found["message"]
            assert await site.get() == (404, "v1:one")
            # Everything else goes on changing.
            world.put(plugin(name="other", url="oci://x/other:1"))
            await site.says("Ready", "True", "Ready", name="other")
            assert await site.get() == (404, "v1:one")
            world.put(plugin(name="worse", url="oci://x/other:1", config='{x: "trap"}'))
            await site.says("Validated", "False", "RefusedByEnvoy", name="worse")
            # Refused by the stand-in of `worse`; the answer still goes through `probe`.
            await site.sees(503, "v1:one")
            world.put(plugin(name="worse", url="oci://x/other:1"))
            world.put(plugin(config="{mark: mended}"))
            await site.sees(404, "v1:mended")
            assert site.connects == 1

    play(story())


def test_a_module_that_the_disk_has_lost_is_fetched_again(
    options: GatewayOptions, compiled: Callable[..., Path], tmp_path: Path
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        module = tmp_path / "probe.wasm"
        module.write_bytes(compiled("probe").read_bytes())
        shelf.put("oci://x/probe:1", module)
        shelf.put("oci://x/other:1", compiled("probe", 'HEADER="x-other"'))
        (state,) = [one for url, one in shelf._by_url.items() if url == "oci://x/probe:1"]
        assert isinstance(state, Module)
        shelf.spare[state.sha256] = module.read_bytes()
        async with running(options, world, shelf) as site:
            world.put(plugin())
            world.put(plugin(name="other", url="oci://x/other:1"))
            await site.says("Ready", "True", "Ready")
            await site.says("Ready", "True", "Ready", name="other")
            # In place, so that every link to it is damaged as well.
            module.write_bytes(b"garbage")
            assert await site.get() == (404, "v1:one"), "Envoy has it in memory"
            world.put(plugin(config="{mark: two}"))
            await site.sees(404, "v1:two")
            await site.says("Ready", "True", "Ready")

            module.write_bytes(b"garbage")
            process = site.gateway.supervisor.current
            assert process is not None
            await process.kill()
            await site.sees(404, "v1:two")
            await site.says("Ready", "True", "Ready")
            await site.says("Ready", "True", "Ready", name="other")

    play(story())
