"""The metrics of each plugin, as Prometheus reads them."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx
import pytest

from pygress.gateway import metrics
from pygress.gateway.options import GatewayOptions
from pygress.modules.model import ModuleFailed
from pygress.resources import kinds

from ..patience import patience
from .site import Site, plugin, running
from .world import Shelf, World, module_of

SAMPLE = re.compile(r'([a-zA-Z_:][\w:]*)(?:\{((?:\w+="(?:[^"\\]|\\.)*",?)*)\})? (\S+)')


def play(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def client_of(site: Site) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=metrics.create_app(site.gateway))
    return httpx.AsyncClient(transport=transport, base_url="http://metrics")


async def scrape(site: Site, path: str = "/metrics") -> dict[str, dict[str, float]]:
    """Read all samples: metric -> labels as written, without those that name the plugin -> value."""
    async with client_of(site) as client:
        answer = await client.get(path)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found: dict[str, dict[str, float]] = {}
    for line in answer.text.splitlines():
        if line and not line.startswith("#"):
            read = SAMPLE.fullmatch(line)
            assert read is not None, f"no sample: {line}"
            labels = (read[2] or "").removeprefix('namespace="default",name="probe"').lstrip(",")
            assert labels not in found.setdefault(read[1], {}), f"twice: {line}"
            found[read[1]][labels] = float(read[3])
    return found


async def until(site: Site, metric: str, value: float, labels: str = "", seconds: float = 20.0) -> None:
    deadline = asyncio.get_running_loop().time() + patience(seconds)
    while (seen := (await scrape(site)).get(metric, {})).get(labels) != value:
        assert asyncio.get_running_loop().time() < deadline, f"{metric} is {seen}"
        await asyncio.sleep(0.02)


def test_what_serves_and_what_is_wanted(options: GatewayOptions, compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        digest = module_of(compiled("probe")).digest
        async with running(options, world, shelf) as site:
            assert "pygress_plugin_info" not in await scrape(site)
            world.put(plugin())
            await site.sees(404, "v1:one")
            await until(site, "pygress_plugin_condition", 1, 'type="Ready"')
            found = await scrape(site)
            assert found["pygress_plugin_condition"] == {
                f'type="{one}"': 1.0 for one in ("Fetched", "Validated", "Programmed", "Ready")
            }
            assert found["pygress_plugin_module_bytes"] == {"": compiled("probe").stat().st_size}
            (info,) = found["pygress_plugin_info"]
            assert f'digest="{digest}",serving="current",serving_module="{digest}"' in info
            assert found["pygress_envoy_up"] == {"": 1}
            assert found["envoy_server_live"] == {"": 1}
            first = world.generation(kinds.WASM_PLUGIN, "probe")
            assert found["pygress_plugin_serving_generation"] == {"": first}

            world.put(plugin(config="{x: 'false'}"))
            # Whatever was already looked at: from now on nothing may say that this generation is ready.
            assert (await scrape(site))["pygress_plugin_condition"]['type="Ready"'] == 0
            await until(site, "pygress_plugin_preflight_failures_total", 1)
            found = await scrape(site)
            assert found["pygress_plugin_desired_generation"] == {"": first + 1}
            assert found["pygress_plugin_observed_generation"] == {"": first + 1}
            assert found["pygress_plugin_serving_generation"] == {"": first}
            assert found["pygress_plugin_condition"]['type="Fetched"'] == 1
            assert found["pygress_plugin_condition"]['type="Validated"'] == 0
            (info,) = found["pygress_plugin_info"]
            assert 'serving="last-good"' in info
            await site.says("Validated", "False", "ConfigRefused")
            (status,) = world.status(kinds.WASM_PLUGIN, "probe")["gateways"]
            assert (status["servingGeneration"], status["servingModule"]) == (first, digest)

            world.drop(kinds.WASM_PLUGIN, "probe")
            assert "pygress_plugin_info" not in await scrape(site)

    play(story())


def test_traps_and_reloads_are_counted_within_two_seconds(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(404, "v1:one")
            assert await site.get(x_trap="1") == (503, "")
            await until(site, "pygress_plugin_traps_total", 1, seconds=2)
            await site.sees(404, "v1:one")
            await until(site, "pygress_plugin_reloads_total", 1, seconds=2)

    play(story())


def test_without_envoy_the_rest_is_told(options: GatewayOptions, compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await until(site, "pygress_plugin_condition", 1, 'type="Ready"')
            process = site.gateway.supervisor.current
            assert process is not None
            await process.kill()
            await until(site, "pygress_plugin_condition", 0, 'type="Ready"', seconds=2)
            await until(site, "pygress_envoy_restarts_total", 1, seconds=5)
            await until(site, "pygress_plugin_condition", 1, 'type="Ready"')
            await until(site, "pygress_envoy_up", 1)

    play(story())


def test_a_plugin_cannot_take_a_name_of_ours() -> None:
    theirs = "# TYPE my_count counter\nmy_count{} 1\n"
    ours = '# TYPE pygress_plugin_info gauge\npygress_plugin_info{name="x"} 1\n'
    assert metrics._without_ours(ours + theirs) == theirs


def test_labels_are_escaped() -> None:
    family = metrics.Family("m", "gauge", "Help.")
    family.add(1, text='a "b"\n\\')
    assert family.text() == '# HELP m Help.\n# TYPE m gauge\nm{text="a \\"b\\"\\n\\\\"} 1\n'


def test_requests_are_counted_where_a_plugin_runs(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            narrow = f"{plugin()}  defaultConfigDisable: true\n  matchRules: [{{domain: [a.example]}}]\n"
            world.put(narrow)
            await site.says("Ready", "True", "Ready")
            await site.sees(404, "v1:", host="a.example")
            before = (await scrape(site))["pygress_plugin_requests_total"]['version="stable"']
            for _ in range(7):
                await site.get(host="a.example")
                await site.get(host="b.example")
            found = await scrape(site)
            assert found["pygress_plugin_requests_total"] == {'version="stable"': before + 7}
            assert found["pygress_plugin_refused_total"] == {"": 0}
            assert not any(name.startswith("envoy_filter_chain_rbac") for name in found)

            # Another version, another process: counting goes on.
            world.put(f"{narrow}  priority: 7\n")
            world.put(narrow.replace("domain: [a.example]", "domain: [a.example], config: {mark: two}"))
            await site.sees(404, "v1:two", host="a.example")
            process = site.gateway.supervisor.current
            assert process is not None
            seen = (await scrape(site))["pygress_plugin_requests_total"]['version="stable"']
            assert seen >= before + 8
            await process.kill()
            await site.sees(404, "v1:two", host="a.example")
            await until(site, "pygress_plugin_requests_total", seen + 1, 'version="stable"', seconds=2)

            canary = "  canary: {config: {mark: trial}, percent: 100}\n"
            world.put(narrow + canary)
            await site.sees(404, "v1:trial", host="a.example")
            for _ in range(4):
                await site.get(host="a.example")
            await until(site, "pygress_plugin_requests_total", 5, 'version="canary"', seconds=2)

    play(story())


def test_refused_requests_are_counted(options: GatewayOptions, compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", ModuleFailed("Fetched", "Unreachable", "the registry is down"))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(503, "")
            await site.get()
            await until(site, "pygress_plugin_refused_total", 2, seconds=2)
            assert (await scrape(site))["pygress_plugin_requests_total"] == {'version="stable"': 0}

    play(story())


def test_the_status_tells_requests_without_being_written_at_each(
    options: GatewayOptions, compiled: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(404, "v1:one")
            await site.says("Ready", "True", "Ready")
            written: list[int] = []
            patch = world.patch_status

            async def count(*arguments: Any, **named: Any) -> dict[str, Any]:
                written.append(1)
                return await patch(*arguments, **named)

            monkeypatch.setattr(world, "patch_status", count)
            for _ in range(30):
                await site.get()
                site.gateway._progressed.set()
            assert (await scrape(site))["pygress_plugin_requests_total"]['version="stable"'] >= 30
            assert len(written) <= 3, "the status is written with every request"
            world.put(plugin(config="{mark: two}"))
            await site.sees(404, "v1:two")
            found = await site.says("Ready", "True", "Ready")
            assert found["observedGeneration"] == 2
            (gateway,) = world.status(kinds.WASM_PLUGIN, "probe")["gateways"]
            assert gateway["requests"] >= 1 and gateway["refused"] == 0

    play(story())
