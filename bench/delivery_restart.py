"""How long a gateway takes from a crash to its first answer, with the registry of its plugin gone.

Method: a plugin from a registry of its own is served; the registry is stopped and the gateway killed with SIGKILL, its
Envoy with it. The clock runs from the start of `pygress up` to the first answer by the plugin. Before that nothing but
refused connections and refusals (503) may be seen: an answer that went past the plugin ends the benchmark.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn

from bench.figures import show
from bench.live import NAMESPACE, Live, plugin
from pygress.cli.plugin_outcome import wait_outcome
from pygress.oci.registry import create_app
from pygress.resources import kinds

REFUSED = frozenset({503})


async def measure(work: Path, wasm: bytes, *, rounds: int) -> None:
    """Kill and start it some times and print the figures."""
    work.mkdir()
    print(f"restart after SIGKILL, the registry is down; {rounds} rounds each")
    async with Live(work) as live:
        for policy in ("IfNotPresent", "Always"):
            async with registry(work / "registry") as port:
                url = await live.push(wasm, "restart:1", port)
                await live.put(plugin("restart", url, 451, imagePullPolicy=policy))
                found = await live.client.get(kinds.WASM_PLUGIN, "restart", NAMESPACE)
                outcome = await wait_outcome(
                    live.client, "restart", NAMESPACE, found["metadata"]["generation"], 60
                )
                if not outcome.ready:
                    raise RuntimeError(outcome.message)
            samples = []
            for _ in range(rounds):
                # What is accepted is on disk within half a second.
                await asyncio.sleep(1)
                live.kill()
                began = time.monotonic()
                live.spawn()
                samples.append(await live.until("/blocked", 451, began, before=REFUSED))
                await live.ready()
            show(f"first answer by the plugin, {policy}", samples)


@contextlib.asynccontextmanager
async def registry(folder: Path) -> AsyncIterator[int]:
    """Serve a registry on a free port."""
    config = uvicorn.Config(create_app(folder), host="127.0.0.1", port=0, log_level="error", ws="none")
    config.timeout_graceful_shutdown = 1
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await serving
