"""A disk that fills up under a running gateway: traffic goes on, everything says so, and it heals by itself."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import Stack

pytestmark = pytest.mark.e2e

PLUGIN = """\
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: request-block, namespace: higress-system}
spec:
  defaultConfig: {block_urls: [swagger.html], blocked_code: CODE}
  url: oci://IMAGE
"""
MEGABYTES = 48


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of its own, of a few megabytes; for root only."""
    with tempfile.TemporaryDirectory(prefix="pygress-disk-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "pygress-test", folder]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("mounting a small file system takes root")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def fill(disk: Path) -> Path:
    """Take every byte that is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    assert os.statvfs(disk).f_bavail == 0
    return ballast


def test_a_full_disk_stops_changes_and_nothing_else(
    small_disk: Path,
    tmp_path: Path,
    backend: int,
    plugin_dir: Path,
    manifests: Callable[[int], str],
) -> None:
    stack = Stack(tmp_path)
    stack.data = small_disk / "data"
    try:
        stack.start()
        stack.pygress("apply", "-f", "-", stdin=manifests(backend))
        image = f"localhost:{stack.ports['registry']}/plugins/request-block"
        stack.pygress("plugin", "push", str(plugin_dir), f"{image}:1")
        good = PLUGIN.replace("IMAGE", f"{image}:1").replace("CODE", "451")
        stack.pygress("apply", "-f", "-", stdin=good)
        stack.wait("the plugin to be ready", lambda: stack.ready("request-block")[0] == "True")
        assert stack.status("/swagger.html") == 451
        # The last good configuration is on disk by now, and the log of changes has stopped growing.
        kept = stack.data / "gateway" / "snapshot.json"
        stack.wait("it to be kept", lambda: kept.exists() and b"request-block" in snapshot(kept))

        ballast = fill(small_disk)
        told = stack.pygress("apply", "-f", "-", stdin=good.replace("451", "418"), code=1)
        assert "full" in told.lower() or "no space" in told.lower(), told
        other = stack.work / "other.wasm"
        other.write_bytes((plugin_dir / "plugin.wasm").read_bytes() + b"\0\x09\x04more1234")
        told = stack.pygress("plugin", "push", str(other), f"{image}:2", code=1)
        assert "full" in told.lower() or "no space" in told.lower(), told
        # What was there before goes on: traffic, and reading.
        assert (stack.status("/swagger.html"), stack.status("/api/users")) == (451, 200)
        assert stack.ready("request-block")[0] == "True"

        ballast.unlink()
        stack.pygress("plugin", "push", str(other), f"{image}:2")
        mended = good.replace("451", "418").replace(f"{image}:1", f"{image}:2")
        stack.pygress("apply", "-f", "-", stdin=mended)
        stack.wait("the change", lambda: stack.status("/swagger.html") == 418)
        stack.wait("the plugin to be ready", lambda: stack.ready("request-block")[0] == "True")

        # A crash on a full disk: what was kept is still whole.
        stack.wait("it to be kept", lambda: b"418" in snapshot(kept))
        ballast = fill(small_disk)
        stack.kill()
        ballast.unlink()
        stack.start(ports=stack.ports)
        stack.wait("the plugin after the crash", lambda: stack.status("/swagger.html") == 418)
        assert "Traceback" not in stack.log(), stack.log()[-3000:]
        assert stack.stop() == 0
    finally:
        stack.kill()


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_start_on_a_full_disk_serves_what_is_there(
    end: str,
    small_disk: Path,
    tmp_path: Path,
    backend: int,
    plugin_dir: Path,
    manifests: Callable[[int], str],
) -> None:
    stack = Stack(tmp_path)
    stack.data = small_disk / "data"
    try:
        stack.start()
        stack.pygress("apply", "-f", "-", stdin=manifests(backend))
        image = f"localhost:{stack.ports['registry']}/plugins/request-block"
        stack.pygress("plugin", "push", str(plugin_dir), f"{image}:1")
        good = PLUGIN.replace("IMAGE", f"{image}:1").replace("CODE", "451")
        stack.pygress("apply", "-f", "-", stdin=good)
        stack.wait("the plugin to be ready", lambda: stack.ready("request-block")[0] == "True")
        ports = stack.ports
        stack.stop() if end == "stop" else stack.kill()

        ballast = fill(small_disk)
        # Other ports than before: the kubeconfig on disk cannot be brought up to date, and is not needed.
        moved = {**ports, "api": 0} if end == "kill" else ports
        stack.start_unannounced(moved)
        stack.wait("the plugin", lambda: stack.status("/swagger.html") == 451, seconds=30)
        assert stack.status("/api/users") == 200
        if end == "stop":
            assert stack.ready("request-block")[0] == "True"
            told = stack.pygress("apply", "-f", "-", stdin=good.replace("451", "418"), code=1)
            assert "no space left on the disk of" in told, told
            assert stack.ready("request-block")[0] == "True"

        ballast.unlink()
        stack.wait("the ports to be written", stack._ready)
        changed = good.replace("451", "418")
        stack.wait("changes to be taken", lambda: stack.applies(changed))
        stack.wait("the change", lambda: stack.status("/swagger.html") == 418)
        stack.wait("the plugin to be ready", lambda: stack.ready("request-block")[0] == "True")
        assert "Traceback" not in stack.log(), stack.log()[-3000:]
        assert stack.stop() == 0
    finally:
        stack.kill()


def snapshot(path: Path) -> bytes:
    """Give what a kept configuration holds; its parts are in hexadecimal."""
    return b"".join(
        bytes.fromhex(body) for held in json.loads(path.read_text()).values() for body in held.values()
    )
