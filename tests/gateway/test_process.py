"""The Envoy process and its ports."""

import asyncio
import ctypes
import os
import platform
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pygress.gateway.envoy import shim
from pygress.gateway.envoy.ports import HeldPort, PortError
from pygress.gateway.envoy.validator import Validator
from pygress.gateway.options import GatewayOptions
from pygress.gateway.pipeline import Gateway

from ..patience import patience
from .site import running
from .world import Shelf, World


def test_a_taken_port_is_an_error_before_anything_starts(options: GatewayOptions, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        with pytest.raises(
            PortError, match=f"cannot listen on 127.0.0.1:{port}: another process listens there"
        ):
            HeldPort("127.0.0.1", port)

        async def story() -> None:
            world = World()
            taken = GatewayOptions(data_dir=tmp_path, address="127.0.0.1", http_port=port, https_port=0)
            gateway = Gateway(taken, world, Shelf(), source=world)  # type: ignore[arg-type]
            with pytest.raises(PortError):
                await gateway.start()

        asyncio.run(story())


def test_a_held_port_is_taken_for_others() -> None:
    held = HeldPort("127.0.0.1", 0)
    with pytest.raises(PortError):
        HeldPort("127.0.0.1", held.port)
    held.release()
    HeldPort("127.0.0.1", held.port).release()


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at processes by /proc")
def test_the_child_dies_with_a_killed_parent() -> None:
    script = (
        "import os, subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, {shim.__file__!r}, str(os.getpid()), '/bin/sleep', '60'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        deadline = time.monotonic() + patience(5)
        while b"sleep" not in Path(f"/proc/{child}/cmdline").read_bytes():
            assert time.monotonic() < deadline
        parent.send_signal(signal.SIGKILL)
    while True:
        try:
            if Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                break
            os.kill(child, 0)
        except (ProcessLookupError, FileNotFoundError):
            break
        assert time.monotonic() < deadline, "the child outlived its parent"


def test_stop_lets_a_running_request_finish(options: GatewayOptions) -> None:
    async def story() -> None:
        started, release = asyncio.Event(), asyncio.Event()

        async def backend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            started.set()
            await release.wait()
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(backend, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        world = World()
        world.put(
            f"""
apiVersion: networking.higress.io/v1
kind: McpBridge
metadata: {{name: default}}
spec: {{registries: [{{type: static, name: slow, domain: "127.0.0.1:{port}", port: 80}}]}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: slow, annotations: {{higress.io/destination: slow.static}}}}
spec: {{defaultBackend: {{resource: {{kind: McpBridge, name: default}}}}}}
"""
        )
        patient = GatewayOptions(
            data_dir=options.data_dir,
            address="127.0.0.1",
            http_port=0,
            https_port=0,
            concurrency=1,
            drain_time=5,
        )
        async with running(patient, world, Shelf()) as site:
            request = asyncio.create_task(site.get())
            await started.wait()
            stopping = asyncio.create_task(site.gateway.stop())
            done, _ = await asyncio.wait({stopping}, timeout=0.5)
            assert not done, "it did not wait for the request"
            release.set()
            assert (await request)[0] == 200
            await stopping
        server.close()

    asyncio.run(story())


def slice_of(thread: int) -> int:
    """Give the slice of a thread in nanoseconds; what Linux before 6.12 does not tell passes as short."""
    numbers = {"x86_64": 315, "aarch64": 275, "riscv64": 275}
    attributes = ctypes.create_string_buffer(48)
    if platform.machine() not in numbers or ctypes.CDLL(None).syscall(
        numbers[platform.machine()], thread, attributes, 48, 0
    ):
        return 0 if thread else 1
    return int.from_bytes(attributes.raw[24:32], sys.byteorder) or (0 if thread else 1)


@pytest.mark.skipif(sys.platform != "linux", reason="nice values of threads are a matter of Linux")
def test_workers_go_before_what_starts_plugins(options: GatewayOptions) -> None:
    async def story() -> None:
        own = os.getpriority(os.PRIO_PROCESS, 0)
        ahead = await Validator.start()
        assert os.getpriority(os.PRIO_PROCESS, ahead.process.pid) > own
        await ahead.close()
        async with running(options, World(), Shelf()) as site:
            process = site.gateway.supervisor.current
            assert process is not None
            deadline = time.monotonic() + 10
            while os.getpriority(os.PRIO_PROCESS, process.pid) == own:
                assert time.monotonic() < deadline
                await asyncio.sleep(0.01)
            workers = [
                int(task.name)
                for task in Path(f"/proc/{process.pid}/task").iterdir()
                if (task / "comm").read_text().startswith("wrk:")
            ]
            assert [os.getpriority(os.PRIO_PROCESS, one) for one in workers] == [own]
            while any(slice_of(one) >= slice_of(0) for one in workers):
                assert time.monotonic() < deadline
                await asyncio.sleep(0.01)

    asyncio.run(story())
