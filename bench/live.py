"""A whole gateway under test: `pygress up` in a process of its own, an API client, and a clock on its answers."""

import asyncio
import contextlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any, Self

from pygress.client import Client
from pygress.oci.image import build_image
from pygress.oci.publish import publish
from pygress.oci.reference import Reference
from pygress.oci.transport import Options, Transport
from pygress.resources import Kind, kinds

PORTS = ("http", "https", "api", "registry", "metrics")
NAMESPACE = "higress-system"
PAUSE = 0.001
"""Seconds between two requests of the clock: its resolution."""


class Live:
    """One data directory and the gateway that runs on it."""

    def __init__(self, work: Path) -> None:
        self.data = work / "data"
        self.log = work / "up.log"
        self.ports: dict[str, int] = {}
        self.client: Client
        self._process: subprocess.Popen[bytes] | None = None
        self._transport = Transport(Options())

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.close()
        await self._transport.close()
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(self._process.wait, 30)

    async def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        self.spawn()
        await self.ready()

    async def ready(self) -> None:
        """Wait until the process says that it is ready, and connect to its API."""
        deadline = time.monotonic() + 60
        while not (self.data / "ports.json").exists():
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"pygress up did not start:\n{self.log.read_text()[-3000:]}")
            await asyncio.sleep(0.02)
        if self.ports:
            await self.client.close()
        self.ports = json.loads((self.data / "ports.json").read_text())
        self.client = Client.from_kubeconfig(self.data / "kubeconfig")

    def spawn(self) -> None:
        """Start the process, on the ports of the last time, without waiting for anything."""
        (self.data / "ports.json").unlink(missing_ok=True)
        ports = [word for name in PORTS for word in (f"--{name}-port", str(self.ports.get(name, 0)))]
        up = [sys.executable, "-m", "pygress.cli.main", "up", "--data-dir", str(self.data)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*up, "--address", "127.0.0.1", "--log-level", "warning", *ports], stdout=log, stderr=log
            )

    def kill(self) -> None:
        """Kill it as a crash would; its Envoy dies with it."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)

    async def put(self, obj: dict[str, Any], kind: Kind = kinds.WASM_PLUGIN) -> None:
        """Create an object, or merge into its `spec`."""
        meta = obj["metadata"]
        try:
            await self.client.create(kind, obj)
        except Exception as error:
            if getattr(error, "code", 0) != 409:
                raise
            await self.client.patch(kind, meta["name"], {"spec": obj["spec"]}, meta["namespace"])

    async def push(self, wasm: bytes, tag: str, registry: int = 0) -> str:
        """Push an image to a local registry, by default the embedded one; gives its url."""
        name = f"localhost:{registry or self.ports['registry']}/bench/{tag}"
        async for _ in publish(build_image(wasm), Reference.parse(name), self._transport):
            pass
        return f"oci://{name}"

    async def until(
        self,
        path: str,
        status: int,
        began: float,
        *,
        before: Collection[int] = range(600),
        seconds: float = 60.0,
    ) -> float:
        """Ask on one connection until the answer has this status; gives the seconds since `began`.

        Until then every answer has to be one of `before`.
        """
        deadline = began + seconds
        seen = 0
        while time.monotonic() < deadline:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.ports["http"])
            except OSError:
                await asyncio.sleep(PAUSE)
                continue
            try:
                while time.monotonic() < deadline:
                    seen = await _exchange(reader, writer, path)
                    if seen == status:
                        return time.monotonic() - began
                    if seen not in before:
                        raise RuntimeError(f"{path}: {seen} before {status}")
                    await asyncio.sleep(PAUSE)
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(PAUSE)
            finally:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
        raise RuntimeError(f"{path}: wanted {status}, saw {seen}\n{self.log.read_text()[-3000:]}")


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> int:
    writer.write(f"GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length:")), 0)
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


def plugin(name: str, url: str, code: int, **more: Any) -> dict[str, Any]:
    """Give a WasmPlugin of a request-block module that refuses `/blocked` with a code."""
    kind = kinds.WASM_PLUGIN
    config = {"block_urls": ["/blocked"], "blocked_code": code}
    return {
        "apiVersion": kind.api_version,
        "kind": kind.kind,
        "metadata": {"name": name, "namespace": NAMESPACE},
        "spec": {"url": url, "defaultConfig": config, **more},
    }


def variant(wasm: bytes, number: int) -> bytes:
    """Give the same module with another digest: a custom section more, which runs nothing."""
    name, payload = b"bench", f"{time.time_ns()}-{number}".encode()
    body = bytes([len(name)]) + name + payload
    return wasm + b"\0" + bytes([len(body)]) + body
