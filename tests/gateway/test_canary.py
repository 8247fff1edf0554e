"""Another version of a plugin on a share of the traffic."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from pygress.gateway.options import GatewayOptions
from pygress.modules.model import ModuleFailed
from pygress.resources import kinds

from .site import plugin, running
from .world import Shelf, World


def play(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def with_canary(canary: str) -> str:
    return f"{plugin()}  canary: {canary}\n"


def test_a_header_and_a_share(options: GatewayOptions, compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        shelf.put("oci://x/probe:2", compiled("probe", 'VERSION="v2"'))
        async with running(options, world, shelf) as site:
            world.put(with_canary("{url: 'oci://x/probe:2', match: {x-try: 'yes'}}"))
            await site.says("Canary", "True", "Serving")
            await site.sees(404, "v2:one", x_try="yes")
            assert await site.get() == (404, "v1:one")
            world.put(with_canary("{config: {mark: new}, percent: 50}"))
            await site.sees(404, "v1:new")
            await site.sees(404, "v1:one")
            seen = [(await site.get())[1] for _ in range(60)]
            assert set(seen) == {"v1:one", "v1:new"} and 10 < seen.count("v1:new") < 50
            world.put(plugin())
            await site.says("Ready", "True", "Ready")
            deadline = asyncio.get_running_loop().time() + 15
            while "v1:new" in [(await site.get())[1] for _ in range(10)]:
                assert asyncio.get_running_loop().time() < deadline, "the canary is still there"
            assert site.connects == 1

    play(story())


def test_a_tenth_and_everything_that_matches(options: GatewayOptions, compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            match = "{x-try: 'yes', x-team: blue}"
            world.put(with_canary(f"{{config: {{mark: new}}, percent: 10, match: {match}}}"))
            await site.sees(404, "v1:new", x_try="yes", x_team="blue")
            matched = [(await site.get(x_try="yes", x_team="blue"))[1] for _ in range(40)]
            assert set(matched) == {"v1:new"}
            # One header of two is no match: a share of the rest, like all others.
            rest = [(await site.get(x_try="yes"))[1] for _ in range(150)]
            rest += [(await site.get(x_try="no", x_team="blue"))[1] for _ in range(150)]
            # 30 of 300 are expected; beyond these bounds lies less than one run in a million.
            assert set(rest) == {"v1:one", "v1:new"} and 6 < rest.count("v1:new") < 60
            await site.gateway.refresh_traffic()
            rollout = site.gateway.rollout("default/probe")
            assert rollout.canary_counts.requests >= 40 + rest.count("v1:new")
            assert rollout.counts.requests >= rest.count("v1:one")

    play(story())


def test_a_canary_that_cannot_run_changes_nothing(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        shelf.put("oci://x/probe:2", ModuleFailed("Fetched", "NotFound", "no such image"))
        async with running(options, world, shelf) as site:
            world.put(with_canary("{url: 'oci://x/probe:2', percent: 100}"))
            assert "no such image" in (await site.says("Canary", "False", "NotFound"))["message"]
            await site.says("Ready", "True", "Ready")
            assert await site.get() == (404, "v1:one")
            world.put(with_canary("{config: {x: 'false'}, percent: 100}"))
            await site.says("Canary", "False", "ConfigRefused")
            assert await site.get() == (404, "v1:one")

    play(story())


def test_a_canary_that_traps_or_fails_is_taken_back(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            world.put(with_canary("{config: {mark: bad}, match: {x-try: 'yes'}}"))
            await site.sees(404, "v1:bad", x_try="yes")
            await site.get(x_try="yes", x_trap="1")
            await site.sees(404, "v1:one", x_try="yes")
            assert "Uncaught" in (await site.says("Canary", "False", "TakenBack"))["message"]
            await site.says("Ready", "True", "Ready")
            # Another version gets another chance.
            world.put(with_canary("{config: {broken: true}, match: {x-try: 'yes'}}"))
            await site.sees(500, "v1:", x_try="yes")
            await site.sees(404, "v1:one", x_try="yes")
            assert "500 or above" in (await site.says("Canary", "False", "TakenBack"))["message"]
            assert site.world.condition(kinds.WASM_PLUGIN, "probe", "Ready")["status"] == "True"

    play(story())
