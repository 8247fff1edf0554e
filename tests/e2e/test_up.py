"""`pygress up` as an operator lives with it: start, second start, taken ports, SIGTERM, kill -9."""

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

Stack = Any
CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: kept, namespace: default}
data: {answer: "42"}
"""
PLUGIN = """\
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: request-block, namespace: higress-system}
spec:
  defaultConfig: {block_urls: [swagger.html]}
  url: oci://IMAGE
"""


def test_second_start_in_the_same_directory_is_refused(stack: Stack) -> None:
    output = stack.pygress("up", "--data-dir", str(stack.data), code=1)
    assert f"is in use by process {stack.process.pid}" in output
    assert stack.status("/") == 200


def test_taken_ports_are_named_before_anything_starts(new_stack: Stack) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        others = [
            word for name in ("https", "api", "registry", "metrics") for word in (f"--{name}-port", "0")
        ]
        flags = [*others, "--http-port", str(port)]
        output = new_stack.pygress("up", "--data-dir", str(new_stack.data), *flags, code=1)
    assert f"cannot listen on 0.0.0.0:{port} (`--http-port`): another process listens there" in output
    assert not new_stack.kubeconfig.exists()


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--bogus"], "No such option: --bogus"),
        (["--http-port", "70000"], "`70000` is not a port: 0 (any free one) to 65535"),
        (["--http-port", "http"], "`http` is not a port"),
        (["--log-level", "loud"], "`loud` is none of debug, info, warning, error"),
        (["--watch"], "needs `-f`"),
        (["-f", "missing.yaml"], "`missing.yaml` does not exist"),
    ],
)
def test_a_wrong_flag_is_named(new_stack: Stack, flags: list[str], message: str) -> None:
    assert message in new_stack.pygress("up", "--data-dir", str(new_stack.data), *flags, code=1)
    assert not new_stack.data.exists()


def test_a_directory_that_cannot_be_made_is_named(new_stack: Stack) -> None:
    (new_stack.work / "file").write_text("")
    output = new_stack.pygress("up", "--data-dir", str(new_stack.work / "file" / "data"), code=1)
    assert "cannot use the data directory" in output and "Not a directory" in output


def test_state_and_service_survive_kill_9(
    new_stack: Stack, backend: int, plugin_dir: Path, manifests: Callable[[int], str]
) -> None:
    new_stack.start()
    new_stack.pygress("apply", "-f", "-", stdin=CONFIG_MAP)
    new_stack.pygress("apply", "-f", "-", stdin=manifests(backend))
    new_stack.wait("the backend to answer", lambda: new_stack.status("/") == 200)
    image = f"localhost:{new_stack.ports['registry']}/plugins/request-block:1.0.0"
    new_stack.pygress("plugin", "push", str(plugin_dir), image)
    new_stack.pygress("apply", "-f", "-", stdin=PLUGIN.replace("IMAGE", image))
    new_stack.wait("the plugin to refuse", lambda: new_stack.status("/swagger.html") == 403)
    new_stack.kill()
    new_stack.start(ports=new_stack.ports)
    assert '"42"' in new_stack.pygress("get", "configmap", "kept", "-n", "default", "-o", "json")
    new_stack.wait("the gateway to answer", lambda: new_stack.status("/") != 0)
    assert (new_stack.status("/"), new_stack.status("/swagger.html")) == (200, 403)


def test_envoy_ends_with_its_parent(new_stack: Stack) -> None:
    new_stack.start()
    new_stack.wait("the gateway to listen", lambda: listens(new_stack.ports["http"]))
    new_stack.kill()
    new_stack.wait("Envoy to end", lambda: not listens(new_stack.ports["http"]), seconds=5)


def test_sigterm_finishes_open_requests(stack: Stack, new_stack: Stack, backend_slow: "Slow") -> None:
    new_stack.start()
    new_stack.pygress("apply", "-f", "-", stdin=backend_slow.routes)
    new_stack.wait("the backend to answer", lambda: new_stack.status("/fast") == 200)
    answers: list[int] = []
    request = threading.Thread(target=lambda: answers.append(new_stack.status("/slow")))
    request.start()
    new_stack.wait("the slow request to reach the backend", backend_slow.reached.is_set)
    threading.Timer(0.5, backend_slow.go.set).start()
    assert new_stack.stop() == 0
    request.join(10)
    assert answers == [200]


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Slow:
    """A backend whose `/slow` waits until it is told to go on."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.go = threading.Event()
        self.routes = ""


@pytest.fixture
def backend_slow(manifests: Callable[[int], str]) -> Any:
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    slow = Slow()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/slow":
                slow.reached.set()
                slow.go.wait(10)
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    slow.routes = manifests(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield slow
    slow.go.set()
    server.shutdown()
    server.server_close()


def test_start_to_first_served_request_is_quick(new_stack: Stack) -> None:
    # Not a timed test: the figure is printed for the log, the bound only catches a hang.
    began = time.monotonic()
    new_stack.start()
    new_stack.wait("an answer", lambda: new_stack.status("/") == 404)
    print(f"first answer after {time.monotonic() - began:.2f} s")
