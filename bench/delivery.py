"""Delivery of plugins: from a change to the first answer by it.

Method: a real `pygress up` on a data directory of its own, changed through its API by the client library (so no
command has to start). One keep-alive connection asks every millisecond; the clock stops at the first answer that only
the new version gives. Each round brings a module or a configuration that was never there before, so that no verdict
of a preflight is known, unless the line says otherwise. Rounds pause for half a second: people change one thing at a
time. Medians and 99th percentiles (of fewer than 100 rounds: the worst one).

Download is left out by changing to a module that the cache has already; with it, it comes from the embedded registry.
"""

import asyncio
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import delivery_load, delivery_restart
from bench.envoy import ROOT, compile_c, compile_python
from bench.figures import show
from bench.live import NAMESPACE, Live, plugin, variant
from pygress.gateway import ir
from pygress.gateway.envoy.preflight import preflight
from pygress.gateway.envoy.validator import Validators
from pygress.gateway.options import GatewayOptions
from pygress.gateway.xds import wasm_filter_json
from pygress.modules.adapt import adapt_module
from pygress.modules.wasm import parse_wasm
from pygress.resources import kinds

PAUSE = 0.5
GO_PROJECT = ROOT / "tests/e2e/foreign/go-block"
CODES = (403, 451)

Change = Callable[[int, int], Coroutine[Any, Any, float]]


def main(*, quick: bool = False) -> None:
    """Run the benchmark and print it."""
    with tempfile.TemporaryDirectory(prefix="pygress-bench-") as scratch:
        asyncio.run(measure(Path(scratch), 5 if quick else 100, quick=quick))


async def measure(work: Path, rounds: int, *, quick: bool) -> None:
    """Take all figures."""
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the start")
    c, python, go = compile_c(work), compile_python(work), build_go(work)
    other_c = compile_c(work, "BLOCKED_CODE=451")
    small = compile_python(work, "bench/peers/request_block.py")
    async with Live(work) as live:
        for name, module in (("c", c), ("small-python", small), ("python", python)):
            subject = Subject(live, name, module.read_bytes())
            print(f"{name}: request-block, {len(subject.wasm):,} bytes; {rounds} rounds")
            show("preflight alone", await subject.preflights(rounds))
            await subject.install()
            show("a version that is here already", await subject.timed(subject.cached, rounds))
            show("a version just pushed, with its download", await subject.timed(subject.pushed, rounds))
            show("back to a version that ran before", await subject.timed(subject.known, rounds))
            await subject.remove()
        moving = Subject(live, "moving", c.read_bytes())
        show("c: a push to a tag that is followed", await moving.followed(rounds, other_c.read_bytes()))
        await moving.remove()
        if go is None:
            print("go: not measured, there is no `go`")
        else:
            few = 2 if quick else 9
            subject = Subject(live, "go", go.read_bytes())
            print(f"go: request-block on the Higress SDK, {len(subject.wasm):,} bytes; {few} rounds")
            checks = await subject.preflights(few)
            show("preflight alone", checks)
            await subject.install()
            times = await subject.timed(subject.cached, few)
            show("a version that is here already", times)
            beyond = statistics.median(times) - statistics.median(checks)
            print(f"  {'beyond its validation, median':45} {beyond * 1000:8.0f} ms")
            await subject.remove()
    await delivery_load.measure(work / "load", python.read_bytes(), seconds=30 if quick else 120)
    await delivery_restart.measure(work / "restart", python.read_bytes(), rounds=2 if quick else 10)
    print(f"load average {os.getloadavg()[0]:.1f} at the end")


@dataclass
class Subject:
    """One plugin of the gateway under test, and the ways to change it."""

    live: Live
    name: str
    wasm: bytes

    async def preflights(self, rounds: int) -> list[float]:
        """Time preflights alone, each of a configuration of its own, in the validator that is kept ready."""
        options, validators = GatewayOptions(), Validators()
        adapted = adapt_module(parse_wasm(self.wasm)).wasm.data
        sha256 = hashlib.sha256(adapted).hexdigest()
        samples = []
        with tempfile.TemporaryDirectory(prefix="pygress-bench-") as folder:
            module = Path(folder) / f"{sha256}.wasm"
            module.write_bytes(adapted)
            for number in range(rounds):
                validators.warm()
                await asyncio.sleep(PAUSE)
                config = json.dumps({"block_urls": [f"/{number}"]})
                fill = ir.Wasm("bench/bench", str(module), sha256, config, "bench", "", (), (), False)
                limits = options.preflight_timeout, options.preflight_memory
                began = time.monotonic()
                outcome = await preflight(wasm_filter_json(fill), *limits, validators)
                samples.append(time.monotonic() - began)
                if not outcome.ok:
                    raise RuntimeError(f"the preflight failed: {outcome}")
            await validators.stop()
        return samples

    async def install(self) -> None:
        """Push two versions and let each answer once, so that both are in the cache."""
        self.urls = [await self.live.push(variant(self.wasm, one), f"{self.name}:{one}") for one in (0, 1)]
        self.code = CODES[0]
        await self.live.put(plugin(self.name, self.urls[0], self.code))
        await self.live.until("/blocked", self.code, time.monotonic())
        self.code = CODES[1]
        began = await self._patch(plugin(self.name, self.urls[1], self.code)["spec"])
        await self.live.until("/blocked", self.code, began)

    async def timed(self, change: Change, rounds: int) -> list[float]:
        """Time a kind of change: from the call of the API to the first answer with the other code."""
        samples = []
        for number in range(rounds):
            self.code = CODES[self.code == CODES[0]]
            await asyncio.sleep(PAUSE)
            began = await change(number, self.code)
            samples.append(await self.live.until("/blocked", self.code, began))
        return samples

    async def cached(self, number: int, code: int) -> float:
        """Change to the other of two versions, with a configuration that was never there."""
        return await self._patch(self._new(self.urls[number % 2], number, code))

    async def pushed(self, number: int, code: int) -> float:
        """Push a version and change to it; the clock starts after the push."""
        url = await self.live.push(variant(self.wasm, number), f"{self.name}:v{number}")
        return await self._patch(self._new(url, number, code))

    async def known(self, number: int, code: int) -> float:
        """Change between the two versions and configurations of `install`."""
        return await self._patch(plugin(self.name, self.urls[CODES.index(code)], code)["spec"])

    async def followed(self, rounds: int, other: bytes) -> list[float]:
        """Push to a tag that is followed: two modules whose answers differ without any configuration of that."""
        modules = dict(zip(CODES, (self.wasm, other), strict=True))
        tag = f"{self.name}:latest"
        spec = plugin(self.name, await self.live.push(self.wasm, tag), 0)
        del spec["spec"]["defaultConfig"]["blocked_code"]
        await self.live.put(spec)
        self.code = CODES[0]
        await self.live.until("/blocked", self.code, time.monotonic())

        async def push(number: int, code: int) -> float:
            await self.live.push(variant(modules[code], number), tag)
            return time.monotonic()

        return await self.timed(push, rounds)

    async def remove(self) -> None:
        """Delete it and wait until it is gone."""
        await self.live.client.delete(kinds.WASM_PLUGIN, self.name, NAMESPACE)
        await self.live.until("/blocked", 404, time.monotonic())

    def _new(self, url: str, number: int, code: int) -> dict[str, Any]:
        spec: dict[str, Any] = plugin(self.name, url, code)["spec"]
        spec["defaultConfig"]["block_urls"].append(f"/never/{time.time_ns()}/{number}")
        return spec

    async def _patch(self, spec: dict[str, Any]) -> float:
        began = time.monotonic()
        await self.live.client.patch(kinds.WASM_PLUGIN, self.name, {"spec": spec}, NAMESPACE)
        return began


def build_go(work: Path) -> Path | None:
    """Build the Go plugin of the e2e tests on the official Higress SDK; None without Go."""
    if shutil.which("go") is None:
        return None
    folder = work / "go-block"
    shutil.copytree(GO_PROJECT, folder, ignore=shutil.ignore_patterns("*.wasm"))
    module = folder / "plugin.wasm"
    command = ["go", "build", "-trimpath", "-ldflags=-s -w", "-buildmode=c-shared", "-o", str(module), "."]
    subprocess.run(command, cwd=folder, env={**os.environ, "GOOS": "wasip1", "GOARCH": "wasm"}, check=True)
    return module
