"""`pygress plugin enable` tells what became of the very generation that it wrote."""

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from pygress.apiserver import ApiServer
from pygress.cli.main import run
from pygress.cli.plugin_outcome import Outcome, judge, seconds
from pygress.client import Client
from pygress.resources import kinds

Output = pytest.CaptureFixture[str]


class Server:
    """An API server, and a stand-in for the gateway: something that writes statuses."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._server = ApiServer(data_dir, port=0)
        self.do(self._server.start())

    def do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def stop(self) -> None:
        self.do(self._server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _with_client(self, work: Any) -> Any:
        async with Client.from_kubeconfig(self._server.kubeconfig) as client:
            return await work(client)

    def say(self, name: str, reason: str, message: str = "", after: int = 0) -> None:
        """Write the status that a gateway would write, once the object has a generation beyond `after`."""

        async def work(client: Client) -> None:
            while True:
                found = await client.get(kinds.WASM_PLUGIN, name, "higress-system")
                if (generation := found["metadata"]["generation"]) > after:
                    break
                await asyncio.sleep(0.01)
            await client.patch_status(
                kinds.WASM_PLUGIN, name, status(generation, reason, message), "higress-system"
            )

        self.do(self._with_client(work))

    def drop(self, name: str, after: int) -> None:
        async def work(client: Client) -> None:
            while True:
                found = await client.get(kinds.WASM_PLUGIN, name, "higress-system")
                if found["metadata"]["generation"] > after:
                    break
                await asyncio.sleep(0.01)
            await client.delete(kinds.WASM_PLUGIN, name, "higress-system")

        self.do(self._with_client(work))


def status(generation: int, reason: str, message: str = "") -> dict[str, Any]:
    wrong = {"Unreachable": "Fetched", "ConfigRefused": "Validated", "Updating": "Programmed"}.get(reason)
    checks = [("Fetched", "True"), ("Validated", "True"), ("Programmed", "True"), ("Ready", "True")]
    conditions = []
    for name, state in checks:
        bad = wrong is not None and name in (wrong, "Ready")
        conditions.append(
            {
                "type": name,
                "status": "False" if bad else state,
                "reason": reason,
                "message": message,
                "lastTransitionTime": "2026-01-01T00:00:00Z",
                "observedGeneration": generation,
            }
        )
    return {"observedGeneration": generation, "conditions": conditions}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(tmp_path_factory.mktemp("server"))
    yield found
    found.stop()


@pytest.fixture
def name(server: Server, request: pytest.FixtureRequest, capsys: Output) -> str:
    chosen = f"p{abs(hash(request.node.name)) % 10**9}"
    words = ["plugin", "install", "localhost:1/x:1", "--name", chosen, "--data-dir", str(server.data_dir)]
    assert run(words) == 0
    assert f"switch it on with `pygress plugin enable {chosen}`" in capsys.readouterr().out
    server.say(chosen, "Ready")
    return chosen


def enable(server: Server, name: str, *words: str) -> int:
    return run(["plugin", "enable", name, "--data-dir", str(server.data_dir), *words])


def test_it_waits_for_the_generation_that_it_wrote(server: Server, name: str, capsys: Output) -> None:
    codes: list[int] = []
    waiting = threading.Thread(target=lambda: codes.append(enable(server, name)))
    waiting.start()
    # The status of the generation before says Ready all the while; it must not be taken for the new one.
    server.say(name, "Updating", "0 of 1 Envoys", after=1)
    assert waiting.is_alive()
    server.say(name, "Ready", after=1)
    waiting.join(20)
    assert codes == [0]
    assert capsys.readouterr().out == f"{name} is on for all traffic\n"


@pytest.mark.parametrize("reason", ["Unreachable", "ConfigRefused"])
def test_a_refusal_is_told_at_once(server: Server, name: str, reason: str, capsys: Output) -> None:
    gateway = threading.Thread(target=lambda: server.say(name, reason, "because of `x`", after=1))
    gateway.start()
    assert enable(server, name, "--timeout", "1h") == 1
    gateway.join(20)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"error: {name} is switched on, but not ready: {reason}: because of `x`" in printed.err
    assert f"`pygress get wasmplugin {name} -n higress-system -o wide`" in printed.err


def test_silence_ends_with_the_timeout(server: Server, name: str, capsys: Output) -> None:
    began = time.monotonic()
    assert enable(server, name, "--timeout=200ms") == 1
    assert time.monotonic() - began < 10
    assert "not ready after 0.2 s: no gateway has looked at generation 2" in capsys.readouterr().err


def test_an_unfinished_update_says_how_far_it_is(server: Server, name: str, capsys: Output) -> None:
    gateway = threading.Thread(target=lambda: server.say(name, "Updating", "0 of 1 Envoys", after=1))
    gateway.start()
    assert enable(server, name, "--timeout=1s") == 1
    gateway.join(20)
    assert "not ready after 1 s: Updating: 0 of 1 Envoys" in capsys.readouterr().err


def test_wait_false_returns_at_once(server: Server, name: str, capsys: Output) -> None:
    assert enable(server, name, "--wait=false", "--domain", "a.example.com") == 0
    assert capsys.readouterr().out == f"{name} is on for domain `a.example.com`\n"


def test_a_deletion_ends_the_wait(server: Server, name: str, capsys: Output) -> None:
    gone = threading.Thread(target=lambda: server.drop(name, after=1))
    gone.start()
    assert enable(server, name) == 1
    gone.join(20)
    assert f"the plugin `higress-system/{name}` was deleted meanwhile" in capsys.readouterr().err


def test_what_is_on_already_is_told_from_its_present_state(server: Server, name: str, capsys: Output) -> None:
    assert enable(server, name, "--wait=false") == 0
    server.say(name, "Ready", after=1)
    capsys.readouterr()
    assert enable(server, name) == 0
    assert capsys.readouterr().out == f"{name} is on for all traffic\n"


def test_a_switch_stands_beside_a_gateway_that_writes_statuses(
    server: Server, name: str, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    get, news = Client.get, iter(["Updating", "Ready", "Updating"])

    async def get_and_write(client: Client, *args: Any) -> Any:
        found = await get(client, *args)
        if (reason := next(news, "")) and found["kind"] == "WasmPlugin":
            now = status(found["metadata"]["generation"], reason, "news")
            await client.patch_status(kinds.WASM_PLUGIN, name, now, "higress-system")
        return found

    monkeypatch.setattr(Client, "get", get_and_write)
    assert enable(server, name, "--wait=false") == 0
    assert next(news, None) is None


def test_install_with_enable_waits_too(server: Server, capsys: Output) -> None:
    words = ["plugin", "install", "localhost:1/now:1", "--enable", "--data-dir", str(server.data_dir)]
    assert run([*words, "--timeout=100ms"]) == 1
    assert "now is switched on, but not ready after 0.1 s" in capsys.readouterr().err


def test_a_warning_of_a_ready_plugin_is_told() -> None:
    found = {"status": status(3, "Ready", "a rule has no effect")}
    assert judge(found, 3) == Outcome(True, True, "a rule has no effect")
    # Somebody changed it again: the newest word counts.
    assert judge(found, 2).ready
    assert not judge(found, 4).settled
    assert not judge({"metadata": {}}, 1).settled


@pytest.mark.parametrize(
    ("text", "value"), [("30s", 30), ("1m30s", 90), ("500ms", 0.5), ("7", 7), (2.5, 2.5)]
)
def test_durations(text: str | float, value: float) -> None:
    assert seconds(text) == value


@pytest.mark.parametrize("text", ["", "s", "1x", "-1s", "1 s", "1e3"])
def test_no_durations(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is not a duration"):
        seconds(text)
