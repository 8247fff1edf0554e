"""Random sequences of changes and faults under load: each answer is one that somebody asked for.

The model knows what must be seen before and after each step. While a step is under way both are allowed, and
nothing else: no answer without the plugin while a FAIL_CLOSE plugin is on, no answer of a refused version.
"""

import asyncio
import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import h2.connection
import h2.events
import pytest

from pygress.gateway.options import GatewayOptions
from pygress.modules.model import ModuleFailed
from pygress.resources import kinds

from ..gateway.conftest import compiled as compiled
from ..gateway.conftest import options as options
from ..gateway.site import Site, plugin, running
from ..gateway.world import Shelf, World

pytestmark = pytest.mark.e2e

_FRESH = random.SystemRandom()
SEEDS = [1, 2, *(_FRESH.randrange(10**6) for _ in range(int(os.environ.get("PYGRESS_SEQUENCES", "0"))))]
"""Always the same two; `PYGRESS_SEQUENCES=3` adds three that nobody has seen."""
_STEPS = 200
_CLIENTS = 4
_HARMLESS_TRAPS = 3
"""More traps of one version would put it on its fail strategy."""

Answer = tuple[int, str]
BARE: Answer = (404, "")
REFUSED: Answer = (503, "")


@dataclass
class Model:
    """What is allowed now. `exists`: the plugin object is there; `good` is its last good answer."""

    exists: bool = False
    fail: str = "FAIL_CLOSE"
    good: Answer | None = None
    allowed: set[Answer] = field(default_factory=lambda: {BARE})
    faulty: bool = False


class Load:
    """Keep-alive clients that note every answer outside of what is allowed."""

    def __init__(self, port: int, model: Model) -> None:
        self._port = port
        self._model = model
        self.answers = 0
        self.closed = 0
        self.wrong: list[tuple[Answer, set[Answer]]] = []
        self.stop = False

    async def client(self, exchange: "type[Http1 | Http2] | None" = None) -> None:
        while not self.stop:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError:
                assert self._model.faulty, "the port is closed"
                await asyncio.sleep(0.01)
                continue
            protocol = (exchange or Http1)(reader, writer)
            try:
                while not self.stop:
                    await self._one(protocol)
            except (asyncio.IncompleteReadError, ConnectionError):
                if not self._model.faulty:
                    self.closed += 1
            finally:
                writer.close()

    async def _one(self, protocol: "Http1 | Http2") -> None:
        before = set(self._model.allowed)
        answer = await protocol.get()
        self.answers += 1
        if answer not in before | self._model.allowed and not self._model.faulty:
            self.wrong.append((answer, before | self._model.allowed))
        # A breath for the gateway's own tasks: they share the loop.
        await asyncio.sleep(0.002)


class Http1:
    """One keep-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def get(self) -> Answer:
        self._writer.write(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        await self._reader.readexactly(int(headers.get("content-length", "0")))
        return int(head.split(" ")[1]), headers.get("x-mark", "")


class Http2:
    """One connection with one stream at a time; a stream that is reset, or GOAWAY, counts as a lost connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._state = h2.connection.H2Connection()
        self._state.initiate_connection()

    async def get(self) -> Answer:
        stream = self._state.get_next_available_stream_id()
        named = {":method": "GET", ":scheme": "http", ":authority": "x", ":path": "/"}
        self._state.send_headers(stream, list(named.items()), end_stream=True)
        answer: Answer = (0, "")
        while True:
            self._writer.write(self._state.data_to_send())
            data = await self._reader.read(65536)
            if not data:
                raise ConnectionResetError("closed")
            for event in self._state.receive_data(data):
                if isinstance(event, h2.events.ResponseReceived):
                    headers = {name.decode(): value.decode() for name, value in event.headers}
                    answer = int(headers[":status"]), headers.get("x-mark", "")
                elif isinstance(event, h2.events.StreamReset | h2.events.ConnectionTerminated):
                    raise ConnectionResetError(str(event))
                elif isinstance(event, h2.events.StreamEnded) and event.stream_id == stream:
                    self._writer.write(self._state.data_to_send())
                    return answer


class Cellar(Shelf):
    """A shelf that knows the first version of the module."""

    first: Path


class Player:
    """Plays one step at a time and waits until its outcome is seen."""

    def __init__(self, site: Site, shelf: Cellar, model: Model, chance: random.Random) -> None:
        self.site = site
        self.shelf = shelf
        self.model = model
        self.chance = chance
        self.count = 0
        self.traps = 0

    async def _reaches(self, answer: Answer) -> None:
        self.model.allowed.add(answer)
        await self.site.sees(*answer, seconds=10)
        # What is on its way may still have met the state before.
        self.model.allowed = {answer}

    def _expected(self) -> Answer:
        if not self.model.exists:
            return BARE
        if self.model.good is not None:
            return self.model.good
        return REFUSED if self.model.fail == "FAIL_CLOSE" else BARE

    async def good(self) -> None:
        self.count += 1
        self.traps = 0
        version = self.chance.choice(["1", "2"])
        self.model.fail = self.chance.choice(["FAIL_CLOSE", "FAIL_OPEN"])
        self.site.world.put(
            plugin(url=f"oci://x/probe:{version}", fail=self.model.fail, config=f"{{mark: m{self.count}}}")
        )
        if self.model.exists:
            # Until it can run, what never ran follows the strategy that was just asked for.
            self.model.allowed.add(self._expected())
        self.model.exists = True
        self.model.good = (404, f"v{version}:m{self.count}")
        await self._reaches(self.model.good)

    async def bad_config(self) -> None:
        self.count += 1
        self._break()
        config = self.chance.choice(['"false"', '"trap"'])
        self.site.world.put(plugin(fail=self.model.fail, config=f"{{x: {config}, n: {self.count}}}"))
        await self._settles("Validated")

    async def bad_fetch(self) -> None:
        self._break()
        self.site.world.put(plugin(url="oci://x/down:1", fail=self.model.fail))
        await self._settles("Fetched")

    def _break(self) -> None:
        if not self.model.exists:
            self.model.fail = self.chance.choice(["FAIL_CLOSE", "FAIL_OPEN"])
        self.model.exists = True
        self.model.allowed.add(self._expected())

    async def _settles(self, condition: str) -> None:
        generation = self.site.world.generation(kinds.WASM_PLUGIN, "probe")
        deadline = asyncio.get_running_loop().time() + 10
        while True:
            found = self.site.world.condition(kinds.WASM_PLUGIN, "probe", condition)
            if found.get("status") == "False" and found.get("observedGeneration") == generation:
                break
            assert asyncio.get_running_loop().time() < deadline, f"{condition} is {found}"
            await asyncio.sleep(0.01)
        await self._reaches(self._expected())

    async def delete(self) -> None:
        if self.model.exists:
            self.site.world.drop(kinds.WASM_PLUGIN, "probe")
            self.model.exists, self.model.good = False, None
            await self._reaches(BARE)

    async def trap(self) -> None:
        if self.model.good is None or self.traps == _HARMLESS_TRAPS:
            return
        self.traps += 1
        # While the VM is started again, the fail strategy holds.
        self.model.allowed.add(REFUSED if self.model.fail == "FAIL_CLOSE" else BARE)
        await self.site.get(x_trap="1")
        await self._reaches(self.model.good)

    async def late(self) -> None:
        """An upgrade whose module arrives later, or is overtaken by another change before that."""
        self.count += 1
        url, mark = f"oci://x/late{self.count}:1", f"m{self.count}"
        if not self.model.exists:
            self.model.fail = self.chance.choice(["FAIL_CLOSE", "FAIL_OPEN"])
        self.model.exists = True
        self.model.allowed.add(self._expected())
        self.site.world.put(plugin(url=url, fail=self.model.fail, config=f"{{mark: {mark}}}"))
        await self._waits_for_its_module()
        if self.chance.random() < 0.5:
            await self.good()
            self.shelf.put(url, self.shelf.first)
            await self._reaches(self._expected())
            return
        if self.chance.random() < 0.5:
            self.shelf.put(url, ModuleFailed("Fetched", "Unreachable", "the registry is down"))
            await self._settles("Fetched")
        self.traps = 0
        self.model.good = (404, f"v1:{mark}")
        self.model.allowed.add(self.model.good)
        self.shelf.put(url, self.shelf.first)
        await self._reaches(self.model.good)

    async def _waits_for_its_module(self) -> None:
        generation = self.site.world.generation(kinds.WASM_PLUGIN, "probe")
        deadline = asyncio.get_running_loop().time() + 10
        while True:
            found = self.site.world.condition(kinds.WASM_PLUGIN, "probe", "Fetched")
            if found.get("status") == "Unknown" and found.get("observedGeneration") == generation:
                return
            assert asyncio.get_running_loop().time() < deadline, f"Fetched is {found}"
            await asyncio.sleep(0.01)

    async def kill_in_an_upgrade(self) -> None:
        """Envoy dies while a change is on its way to it."""
        process = self.site.gateway.supervisor.current
        assert process is not None
        self.model.faulty = True
        upgrade = asyncio.create_task(self.good())
        await asyncio.sleep(self.chance.random() * 0.1)
        os.kill(process.pid, signal.SIGKILL)
        await process.exited.wait()
        await upgrade
        await self._reaches(self._expected())
        self.model.faulty = False

    async def kill(self) -> None:
        process = self.site.gateway.supervisor.current
        assert process is not None
        self.model.faulty = True
        os.kill(process.pid, signal.SIGKILL)
        await process.exited.wait()
        await self._reaches(self._expected())
        self.model.faulty = False


@pytest.mark.parametrize("seed", SEEDS)
def test_random_changes_and_faults(seed: int, options: GatewayOptions, compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        world, shelf, model = World(), Cellar(), Model()
        shelf.first = compiled("probe")
        shelf.put("oci://x/probe:1", shelf.first)
        shelf.put("oci://x/probe:2", compiled("probe", 'VERSION="v2"'))
        shelf.put("oci://x/down:1", ModuleFailed("Fetched", "Unreachable", "the registry is down"))
        chance = random.Random(seed)
        async with running(options, world, shelf) as site:
            await site.sees(*BARE)
            load = Load(site.gateway.http_port, model)
            clients = [
                asyncio.create_task(load.client(protocol))
                for protocol in (Http1, Http2)
                for _ in range(_CLIENTS // 2)
            ]
            player = Player(site, shelf, model, chance)
            steps = (
                [player.good] * 5
                + [player.bad_config, player.bad_fetch, player.delete] * 2
                + [player.trap, player.late]
            )
            try:
                for number in range(_STEPS):
                    step = chance.choice(steps)
                    if number % 25 == 24:
                        step = player.kill if number % 50 == 49 else player.kill_in_an_upgrade
                    place = f"step {number} {step.__name__} {model}"
                    try:
                        await step()
                    except AssertionError as error:
                        raise AssertionError(f"{place}: {error}") from error
                    assert not load.wrong, f"{place}: {load.wrong[:3]}"
            finally:
                load.stop = True
                await asyncio.gather(*clients)
            assert load.closed == 0
            assert load.answers > 10 * _STEPS

    asyncio.run(story())
