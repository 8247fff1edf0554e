"""Two gateways that serve the same objects: each tells of itself, and neither writes against the other."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

from pygress.gateway.build import Check, PluginReport
from pygress.gateway.options import GatewayOptions
from pygress.gateway.report import Rollout, plugin_status
from pygress.modules.model import ModuleFailed
from pygress.resources import kinds

from .site import plugin, running
from .world import Shelf, World

GOOD = PluginReport("a/b", "v1", 3, Check("True", "Fetched"), Check("True", "Valid"), "current", "sha256:1")
BAD = replace(
    GOOD, validated=Check("False", "Trapped", "unreachable"), serving="last-good", digest="sha256:2"
)


def play(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def states(status: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    return {one["type"]: (one["status"], one["reason"], one["message"]) for one in status["conditions"]}


def test_the_conditions_are_those_of_the_worst() -> None:
    one = plugin_status(GOOD, Rollout(1, 1), "one", {})
    assert states(one)["Ready"] == ("True", "Ready", "")
    both = plugin_status(BAD, Rollout(0, 1), "two", one)
    found = states(both)
    assert found["Fetched"] == ("True", "Fetched", "")
    message = "gateway `two`: unreachable; the last good generation is serving"
    assert found["Validated"] == found["Ready"] == ("False", "Trapped", message)
    assert [entry["name"] for entry in both["gateways"]] == ["one", "two"]
    # The first of them speaks for the module, and comes to the same result.
    assert both["digest"] == "sha256:1"
    assert plugin_status(GOOD, Rollout(1, 1), "one", both) == both
    assert plugin_status(BAD, Rollout(0, 1), "two", both) == both


def test_nothing_is_ready_before_all_have_looked_at_it() -> None:
    one = plugin_status(GOOD, Rollout(1, 1), "one", {})
    both = plugin_status(GOOD, Rollout(1, 1), "two", one)
    assert states(both)["Ready"][0] == "True"
    newer = plugin_status(replace(GOOD, generation=4), Rollout(1, 1), "two", both)
    assert states(newer)["Ready"] == (
        "Unknown",
        "Updating",
        "gateway `one` has not looked at this generation yet",
    )


def test_two_gateways_come_to_rest(options: GatewayOptions, compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        world, shelf, empty = World(), Shelf(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        empty.put("oci://x/probe:1", ModuleFailed("Fetched", "Unreachable", "the registry is down"))
        first = replace(options, name="one", data_dir=options.data_dir / "one")
        second = replace(options, name="two", data_dir=options.data_dir / "two")
        # Both follow the same objects; an event wakes only one, so each has its own view of the world.
        other = world.view()
        async with running(first, world, shelf) as site, running(second, other, empty) as late:
            world.put(plugin())
            # Until both have told of themselves the message names no gateway.
            await site.says("Ready", "False", "Unreachable", "gateway `two`: the registry is down")
            await site.sees(404, "v1:one")
            await late.sees(503, "")
            written = []
            for _ in range(20):
                for gateway in (site.gateway, late.gateway):
                    gateway._progressed.set()
                    while gateway._progressed.is_set():
                        await asyncio.sleep(0.001)
                written.append(world.writes)
            assert written[-1] - written[5] <= 1, "they write against each other"
            empty.put("oci://x/probe:1", compiled("probe"))
            await site.says("Ready", "True", "Ready")
            entries = world.status(kinds.WASM_PLUGIN, "probe")["gateways"]
            assert [(one["name"], one["programmed"]) for one in entries] == [("one", 1), ("two", 1)]

    play(story())
