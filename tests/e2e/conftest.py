"""A whole gateway as users run it: `pygress up` in a process of its own, on free ports."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ..patience import patience

ROOT = Path(__file__).resolve().parents[2]
PYGRESS = [sys.executable, "-m", "pygress.cli.main"]


class Stack:
    """One running `pygress up`, and what a user does with it."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.data = work / "data"
        self.process: subprocess.Popen[bytes] | None = None
        self.ports: dict[str, int] = {}

    @property
    def kubeconfig(self) -> Path:
        return self.data / "kubeconfig"

    def start(self, *args: str, ports: Mapping[str, int] | None = None) -> float:
        """Start it and give the seconds until it was ready; `ports` keeps those of an earlier start."""
        began = time.monotonic()
        self.start_unannounced(
            ports or dict.fromkeys(("http", "https", "api", "registry", "metrics"), 0), *args
        )
        self.wait("pygress up to be ready", lambda: self._ready(), seconds=30)
        return time.monotonic() - began

    def start_unannounced(self, ports: Mapping[str, int], *args: str) -> None:
        """Start it on these ports, and do not wait until it says where it serves."""
        flags = [word for name, port in ports.items() for word in (f"--{name}-port", str(port))]
        (self.data / "ports.json").unlink(missing_ok=True)
        with (self.work / "up.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*PYGRESS, "up", "--data-dir", str(self.data), "--address", "127.0.0.1", *flags, *args],
                stdout=log,
                stderr=log,
                cwd=self.work,
            )

    def _ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"pygress up ended:\n{self.log()[-3000:]}"
        try:
            self.ports = json.loads((self.data / "ports.json").read_text())
        except (OSError, ValueError):
            return False
        return True

    def stop(self) -> int:
        """Stop it as an operator does, and give its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def kill(self) -> None:
        """Kill it as a crash would."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def log(self) -> str:
        return (self.work / "up.log").read_text(errors="replace")

    def pygress(self, *args: str, stdin: str | bytes | None = None, code: int | None = 0) -> str:
        """Run one pygress command; give its output."""
        return self._run([*PYGRESS, *args], stdin, code)

    def applies(self, manifest: str) -> bool:
        """Apply a manifest; tells whether it was taken."""
        return self._done([*PYGRESS, "apply", "-f", "-"], manifest).returncode == 0

    def output(self, *args: str) -> str:
        """Run one pygress command; give what it wrote to stdout alone."""
        done = self._done([*PYGRESS, *args], None)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout.decode()

    def kubectl(self, *args: str, stdin: str | bytes | None = None, code: int | None = 0) -> str:
        """Run the real kubectl; give its output."""
        return self._run([os.environ.get("PYGRESS_KUBECTL", "kubectl"), *args], stdin, code)

    def _run(self, command: list[str], stdin: str | bytes | None, code: int | None) -> str:
        done = self._done(command, stdin)
        output = (done.stdout + done.stderr).decode(errors="replace")
        assert code is None or done.returncode == code, f"{command} gave {done.returncode}:\n{output}"
        return output

    def _done(self, command: list[str], stdin: str | bytes | None) -> subprocess.CompletedProcess[bytes]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        environment = {**os.environ, "KUBECONFIG": str(self.kubeconfig), "HOME": str(self.work)}
        return subprocess.run(
            command, input=data, capture_output=True, cwd=self.work, env=environment, timeout=240, check=False
        )

    def request(
        self, path: str, *, host: str = "localhost", method: str = "GET", body: bytes | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request to the gateway; status 0 when there is no connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ports["http"], timeout=10)
        try:
            connection.request(method, path, body=body, headers={"host": host})
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, headers, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, {}, b""
        finally:
            connection.close()

    def status(self, path: str, *, host: str = "localhost") -> int:
        return self.request(path, host=host)[0]

    def conditions(self, name: str, namespace: str = "higress-system") -> dict[str, tuple[str, str, str]]:
        """Give status, reason and message of each condition; empty until the status is of this generation."""
        text = self.pygress("get", "wasmplugin", name, "-n", namespace, "-o", "json")
        plugin: dict[str, Any] = json.loads(text)
        status = plugin.get("status", {})
        if status.get("observedGeneration") != plugin["metadata"]["generation"]:
            return {}
        return {
            one["type"]: (one["status"], one["reason"], one.get("message", ""))
            for one in status["conditions"]
        }

    def ready(self, name: str) -> tuple[str, str, str]:
        """Give the condition Ready of a plugin."""
        return self.conditions(name).get("Ready", ("Unknown", "", ""))

    def wait(self, what: str, test: Callable[[], bool], seconds: float = 15.0) -> float:
        """Wait until `test` holds and give the seconds it took."""
        began = time.monotonic()
        seconds = patience(seconds)
        while not test():
            assert time.monotonic() - began < seconds, (
                f"waited {seconds:g} s for {what}\n{self.log()[-3000:]}"
            )
            time.sleep(0.05)
        return time.monotonic() - began


@pytest.fixture
def new_stack(tmp_path: Path) -> Iterator[Stack]:
    """A gateway that the test starts itself."""
    stack = Stack(tmp_path)
    yield stack
    stack.kill()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, backend: int) -> Iterator[Stack]:
    """A gateway with a backend behind `/`, shared by the tests of a module."""
    stack = Stack(tmp_path_factory.mktemp("stack"))
    stack.start()
    stack.pygress("apply", "-f", "-", stdin=routes(backend))
    stack.wait("the backend to answer", lambda: stack.status("/") == 200)
    yield stack
    assert stack.stop() == 0, stack.log()[-3000:]


@pytest.fixture(scope="session")
def backend() -> Iterator[int]:
    """The port of a backend that answers 200 with what it received."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "examples/walkthrough/backend.py"), "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture(scope="session")
def plugin_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built copy of examples/plugins/request-block."""
    folder = tmp_path_factory.mktemp("plugin") / "request-block"
    ignored = shutil.ignore_patterns("*.wasm", "__pycache__")
    shutil.copytree(ROOT / "examples/plugins/request-block", folder, ignore=ignored)
    subprocess.run([*PYGRESS, "plugin", "build", str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def manifests() -> Callable[[int], str]:
    """Give the function that writes the manifests for a backend's port."""
    return routes


def routes(backend: int) -> str:
    """Give the manifests that send everything to the backend."""
    return f"""\
apiVersion: networking.higress.io/v1
kind: McpBridge
metadata: {{name: default, namespace: higress-system}}
spec:
  registries:
  - {{name: backend, type: static, domain: "127.0.0.1:{backend}", port: 80}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: everything
  namespace: higress-system
  annotations: {{higress.io/destination: backend.static:80}}
spec:
  rules:
  - http:
      paths:
      - path: /
        pathType: Prefix
        backend: {{resource: {{apiGroup: networking.higress.io, kind: McpBridge, name: default}}}}
"""
