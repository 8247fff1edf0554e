"""kill -9 of the controller, of Envoy, of both, in each phase of a plugin's life, under load with a marker header.

Whatever is killed: every answer comes from a version that was asked for or follows the fail strategy, and once
everything is back, the newest version serves and its status is true, without any help.
"""

import asyncio
import http.client
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pygress.oci.image import build_image
from pygress.oci.publish import publish
from pygress.oci.reference import Reference
from pygress.oci.registry import create_app
from pygress.oci.transport import Options, Transport

from ..gateway.conftest import compiled as compiled
from ..modules.wat import custom
from ..oci.served import serve
from .conftest import Stack

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes in /proc"),
]
NAMESPACE = "higress-system"

Answer = tuple[int, str]
BARE: Answer = (404, "")
REFUSED: Answer = (503, "")
NONE: Answer = (0, "")
OLD: Answer = (404, "v1:old")
NEW: Answer = (404, "v2:new")


class Registry:
    """A registry that can be held: what asks for a layer waits until it is let go."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.held = False
        self.asked = threading.Event()
        self.port = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while self.held and "/blobs/" in scope.get("path", "") and scope["method"] == "GET":
            self.asked.set()
            await asyncio.sleep(0.01)
        await self._app(scope, receive, send)

    def push(self, module: Path, name: str) -> str:
        """Push a module as one that was never there, whose content no cache can have."""
        data = module.read_bytes() + custom("name-of-the-case", name.encode())

        async def push() -> None:
            async with Transport(Options()) as transport:
                target = Reference.parse(f"127.0.0.1:{self.port}/{name}")
                async for _ in publish(build_image(data), target, transport):
                    pass

        asyncio.run(push())
        return f"oci://127.0.0.1:{self.port}/{name}"


class Load:
    """Keep-alive clients; an answer is wrong if it was allowed neither when it was asked for nor when it came."""

    def __init__(self, stack: Stack) -> None:
        self.allowed = frozenset({BARE})
        self.wrong: list[tuple[Answer, frozenset[Answer]]] = []
        self.seen: set[Answer] = set()
        self._stack = stack
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(3)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._stack.ports["http"], timeout=10)
        while not self._stop.wait(0.003):
            before = self.allowed
            try:
                connection.request("GET", "/")
                response = connection.getresponse()
                response.read()
                answer = response.status, response.headers.get("x-mark", "")
            except (OSError, http.client.HTTPException):
                connection.close()
                answer = NONE
            self.seen.add(answer)
            if answer not in before | self.allowed:
                self.wrong.append((answer, before | self.allowed))
        connection.close()

    def wait(self, answer: Answer, seconds: float = 30.0) -> None:
        self.seen.discard(answer)
        deadline = time.monotonic() + seconds
        while answer not in self.seen:
            assert time.monotonic() < deadline, f"waited for {answer}, saw {self.seen}"
            time.sleep(0.01)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    found = Registry(create_app(tmp_path_factory.mktemp("registry")))
    with serve(found) as port:
        found.port = port
        yield found
        found.held = False


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A gateway without any route."""
    stack = Stack(tmp_path_factory.mktemp("stack"))
    stack.start()
    yield stack
    stack.kill()


def children(pid: int) -> list[tuple[int, str]]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            words = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, ValueError):
            continue
        if parent == pid:
            found.append((int(place.name), words))
    return found


def child(stack: Stack, *, validator: bool) -> int:
    """Give the Envoy that serves, or the one that waits for the next preflight."""
    assert stack.process is not None
    found: list[int] = []

    def there() -> bool:
        assert stack.process is not None
        envoys = [
            one for one in children(stack.process.pid) if "/envoy " in one[1] and "shim.py" not in one[1]
        ]
        found[:] = [pid for pid, words in envoys if ("--mode validate" in words) == validator]
        return bool(found)

    stack.wait("an Envoy process", there)
    return found[0]


def manifest(name: str, url: str, mark: str) -> str:
    return f"""\
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {{name: {name}, namespace: {NAMESPACE}}}
spec: {{url: "{url}", defaultConfig: {{mark: {mark}}}}}
"""


@contextmanager
def phase(
    name: str, stack: Stack, registry: Registry, load: Load, apply: Callable[[], None]
) -> Iterator[None]:
    """Apply a change and hold it in a phase: its fetch, its preflight, or just when its first answer was seen."""
    if name == "fetching":
        registry.asked.clear()
        registry.held = True
        apply()
        assert registry.asked.wait(30), "nobody asks for the layer"
        yield
        registry.held = False
    elif name == "preflight":
        stopped = child(stack, validator=True)
        os.kill(stopped, signal.SIGSTOP)
        apply()
        assert stack.process is not None
        yield
        for pid, words in children(stack.process.pid):
            if pid == stopped and "--mode validate" in words:
                os.kill(pid, signal.SIGCONT)
    else:
        apply()
        load.wait(NEW)
        yield


def kill(who: str, stack: Stack) -> None:
    if who in ("envoy", "both"):
        os.kill(child(stack, validator=False), signal.SIGKILL)
    if who in ("controller", "both"):
        stack.kill()


@pytest.mark.parametrize("who", ["envoy", "controller", "both"])
@pytest.mark.parametrize("when", ["fetching", "preflight", "serving"])
@pytest.mark.parametrize("life", ["created", "upgraded"])
def test_nothing_passes_unprocessed_and_everything_comes_back(
    life: str, when: str, who: str, bare: Stack, registry: Registry, compiled: Callable[..., Path]
) -> None:
    stack, name = bare, f"{life}-{when}-{who}"
    old = registry.push(compiled("probe"), f"{name}:1")
    new = registry.push(compiled("probe", 'VERSION="v2"'), f"{name}:2")
    with Load(stack) as load:
        if life == "upgraded":
            load.allowed = frozenset({BARE, OLD})
            stack.pygress("apply", "-f", "-", stdin=manifest(name, old, "old"))
            stack.wait("the old version to be ready", lambda: stack.ready(name)[0] == "True", seconds=30)
            load.wait(OLD)
            before = frozenset({OLD, NEW})
        else:
            # What is created while the gateway runs takes effect once it can.
            before = frozenset({BARE, NEW, REFUSED})
        load.allowed = before
        apply = lambda: stack.pygress("apply", "-f", "-", stdin=manifest(name, new, "new"))  # noqa: E731
        with phase(when, stack, registry, load, apply):
            if life == "created" and when != "serving":
                # It is FAIL_CLOSE: as soon as Envoy knows of it, requests wait or are refused.
                held = lambda: stack.conditions(name).get("Programmed", ("", "", ""))[1] == "Holding"  # noqa: E731
                stack.wait("requests to be held", held)
                before -= {BARE}
            load.allowed = before | {NONE}
            kill(who, stack)
            if who == "envoy":
                load.wait(NONE)
            else:
                # From here on the plugin is no news: FAIL_CLOSE holds, also before it was ever fetched.
                load.allowed = (before - {BARE}) | {NONE, REFUSED}
                stack.start(ports=stack.ports)
        load.wait(NEW)
        load.allowed = load.allowed - {BARE}
        stack.wait("the new version to be ready", lambda: stack.ready(name)[0] == "True", seconds=30)
        load.allowed = frozenset({NEW})
        load.wait(NEW)
        load.allowed = frozenset({NEW, BARE})
        stack.pygress("delete", "wasmplugin", name, "-n", NAMESPACE)
        load.wait(BARE)
    assert not load.wrong, load.wrong[:5]
    assert "Traceback" not in stack.log(), stack.log()[-3000:]
