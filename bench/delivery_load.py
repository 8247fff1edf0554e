"""What adding and upgrading a plugin under load costs the requests beside it.

Method: an open loop of 500 requests a second on 16 keep-alive connections of HTTP/1.1 (`peers/pace.c`) to a backend
behind the gateway, each timed from when it was due. Windows of two seconds alternate: nothing happens, a plugin
(FAIL_OPEN) is added to the route, nothing happens, it is upgraded to a module and configuration that were never there;
then it is deleted, a second passes that is not counted, and one with FAIL_CLOSE is added: requests wait for that one,
so this window tells how long. All kinds of window see the same machine and the same load; what counts is the
difference of their 99th percentiles. The client and the backend stand for other machines: where it is allowed they have
real-time priority, so that what is timed is the gateway, not how long they wait for the cores that it shares with them.
"""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from bench.envoy import Variant
from bench.figures import percentile
from bench.live import NAMESPACE, Live, plugin, variant
from bench.pace import Sample, build, pace, place_elsewhere
from pygress.resources import kinds

WINDOW = 2.0
CONNECTIONS = 16
RATE = 500
NAMES = ("nothing, no plugin", "adding", "nothing, with plugin", "upgrading", "adding, requests wait")

Window = tuple[str, float, float]


async def measure(work: Path, wasm: bytes, *, seconds: int) -> None:
    """Run the load and print what it saw; any answer but 200 is an error."""
    work.mkdir()
    backend = Variant("backend", [])
    try:
        backend.start(work)
        assert backend.process is not None
        place_elsewhere(backend.process.pid)
        async with Live(work) as live:
            await route(live, backend.port)
            await live.until("/", 200, time.monotonic())
            # Versions are pushed ahead: the push is not what is measured.
            urls = [await live.push(variant(wasm, one), f"load:{one}") for one in range(seconds // 3 + 3)]
            program = await asyncio.to_thread(build, work)
            load = asyncio.create_task(
                pace(program, live.ports["http"], rate=RATE, connections=CONNECTIONS, seconds=seconds)
            )
            await asyncio.sleep(1)
            windows = await cycles(live, urls, time.monotonic() + seconds - 2 - 7 * WINDOW)
            samples = await load
    finally:
        backend.stop()
    wrong = Counter(one.status for one in samples if one.status != 200)
    if wrong:
        raise RuntimeError(f"the load saw {dict(wrong)}")
    report(samples, windows)


async def cycles(live: Live, urls: list[str], until: float) -> list[Window]:
    """Play the windows in turn until the time is over; gives their names, beginnings and ends."""
    windows: list[Window] = []
    left = iter(urls)
    while time.monotonic() < until:
        for name in NAMES:
            began = time.time()
            if name.startswith("adding"):
                strategy = "FAIL_OPEN" if name == "adding" else "FAIL_CLOSE"
                await live.put(plugin("load", next(left), 451, failStrategy=strategy))
                await live.until("/blocked", 451, time.monotonic())
            elif name == "upgrading":
                spec = plugin("load", next(left), 452, failStrategy="FAIL_OPEN")["spec"]
                await live.client.patch(kinds.WASM_PLUGIN, "load", {"spec": spec}, NAMESPACE)
                await live.until("/blocked", 452, time.monotonic())
            await asyncio.sleep(began + WINDOW - time.time())
            windows.append((name, began, began + WINDOW))
            if name in ("upgrading", "adding, requests wait"):
                await live.client.delete(kinds.WASM_PLUGIN, "load", NAMESPACE)
                await live.until("/blocked", 200, time.monotonic())
                await asyncio.sleep(1)
    return windows


def report(samples: Sequence[Sample], windows: list[Window]) -> None:
    """Print the percentiles of each kind of window, and the differences cycle by cycle."""
    by_name: dict[str, list[list[float]]] = {name: [] for name in NAMES}
    for name, begin, end in windows:
        by_name[name].append(sorted(one.took for one in samples if begin <= one.due < end))
    print(
        f"load: {len(samples)} answers, all 200; {len(by_name[NAMES[0]])} cycles of five windows of {WINDOW:g} s"
    )
    for name, found in by_name.items():
        every = sorted(took for one in found for took in one)
        values = "  ".join(f"{percentile(every, share):7.2f}" for share in (0.5, 0.99, 0.999, 1))
        print(f"  {name:45} {values} ms (median, p99, p99.9, most)")
    for change, quiet in (("adding", NAMES[0]), ("upgrading", NAMES[2]), (NAMES[4], NAMES[0])):
        pairs = list(zip(by_name[change], by_name[quiet], strict=True))
        added = statistics.median(percentile(one, 0.99) - percentile(other, 0.99) for one, other in pairs)
        pooled = [percentile(sorted(chain.from_iterable(by_name[one])), 0.99) for one in (change, quiet)]
        print(
            f"  {change + ' raises p99 by':45} {added:7.2f} ms (cycle by cycle), {pooled[0] - pooled[1]:.2f} ms (all)"
        )


async def route(live: Live, port: int) -> None:
    """Send everything to the backend."""
    registry = {"name": "backend", "type": "static", "domain": f"127.0.0.1:{port}", "port": 80}
    bridge: dict[str, Any] = {
        "apiVersion": kinds.MCP_BRIDGE.api_version,
        "kind": "McpBridge",
        "metadata": {"name": "default", "namespace": NAMESPACE},
        "spec": {"registries": [registry]},
    }
    resource = {"apiGroup": "networking.higress.io", "kind": "McpBridge", "name": "default"}
    ingress: dict[str, Any] = {
        "apiVersion": kinds.INGRESS.api_version,
        "kind": "Ingress",
        "metadata": {
            "name": "all",
            "namespace": NAMESPACE,
            "annotations": {"higress.io/destination": "backend.static:80"},
        },
        "spec": {"defaultBackend": {"resource": resource}},
    }
    await live.put(bridge, kinds.MCP_BRIDGE)
    await live.put(ingress, kinds.INGRESS)
