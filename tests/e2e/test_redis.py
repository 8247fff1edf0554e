"""A Higress plugin that calls Redis, with a real Redis behind the bridge."""

import socket
import subprocess
import time
from collections.abc import Iterator

import pytest

from .conftest import Stack, routes
from .test_foreign import go_caches, needs_go, plugin, project

__all__ = ["go_caches"]

PASSWORD = "a-redis-word"


class Redis:
    """A redis-server of our own, with a password, on a free port."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        flags = ["--port", str(self.port), "--bind", "127.0.0.1", "--requirepass", PASSWORD, "--save", ""]
        self.process = subprocess.Popen(["redis-server", *flags], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while self.ask("PING") != "PONG":
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def ask(self, *words: str) -> str:
        command = ["redis-cli", "-p", str(self.port), "-n", "3", "-a", PASSWORD, "--no-auth-warning", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def redis() -> Iterator[Redis]:
    server = Redis()
    yield server
    server.stop()


@pytest.mark.e2e
@needs_go
@pytest.mark.usefixtures("go_caches")
def test_go_plugin_counts_in_redis(stack: Stack, redis: Redis, backend: int) -> None:
    folder = project(stack, "go-redis")
    stack.pygress("plugin", "build", str(folder))
    registry = f"localhost:{stack.ports['registry']}"
    stack.pygress("plugin", "push", str(folder), f"{registry}/go-redis:1")
    entry = f'  - {{name: redis, type: static, domain: "127.0.0.1:{redis.port}", port: 6379}}\n'
    stack.pygress("apply", "-f", "-", stdin=routes(backend).replace("---\n", entry + "---\n", 1))
    config = f"{{service: redis.static, port: 80, password: {PASSWORD}}}"
    stack.pygress("apply", "-f", "-", stdin=plugin("go-redis", f"oci://{registry}/go-redis:1", config))
    stack.wait("the plugin to be ready", lambda: stack.ready("go-redis")[0] == "True", seconds=180)
    stack.wait("the plugin to count", lambda: stack.status("/warm") == 429, seconds=20)
    answers = [stack.request("/counted") for _ in range(5)]
    assert [status for status, _, _ in answers] == [200, 200, 200, 429, 429]
    assert answers[-1][2] == b"request 5"
    assert redis.ask("GET", "/counted") == "5", "in database 3, with the password"
    # Redis goes and comes back: the plugin is told, and works again without being loaded again.
    redis.stop()
    status, _, body = stack.request("/counted")
    assert (status, body) == (503, b"cannot connect to redis cluster")
    redis.start()
    stack.wait("the plugin to count again", lambda: stack.status("/again") == 200)
    assert PASSWORD not in stack.log()
    stack.pygress("delete", "wasmplugin", "go-redis", "-n", "higress-system")
    stack.wait("the plugin to be gone", lambda: stack.status("/warm") == 200)
