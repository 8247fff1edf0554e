"""The wall clock of the controller jumps by decades, back and forth: nothing breaks, waits, or lets a request pass."""

import struct
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import Stack

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(sys.platform != "linux", reason="the clock is moved by LD_PRELOAD"),
]
YEAR = 365 * 86400
PLUGIN = """\
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: request-block, namespace: higress-system}
spec:
  defaultConfig: {block_urls: [swagger.html], blocked_code: CODE}
  url: oci://IMAGE
"""


class Clock:
    """The clock of every Python process that is started with it."""

    def __init__(self, folder: Path) -> None:
        library, self._file = folder / "clock.so", folder / "offset"
        source = str(Path(__file__).parent / "clock.c")
        command = [
            sys.executable,
            "-m",
            "ziglang",
            "cc",
            "-shared",
            "-fPIC",
            "-O1",
            source,
            "-o",
            str(library),
        ]
        subprocess.run(command, check=True)
        self.environment = {"LD_PRELOAD": str(library), "CLOCK_OFFSET": str(self._file)}
        self._file.write_bytes(struct.pack("=q", 0))

    def move(self, seconds: int) -> None:
        """Set how far it is from the true time."""
        with self._file.open("r+b") as file:
            file.write(struct.pack("=q", seconds))


class Load:
    """Asks for what the plugin blocks, on and on; counts what it sees."""

    def __init__(self, stack: Stack) -> None:
        self.seen: Counter[int] = Counter()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=[stack])
        self._thread.start()

    def _run(self, stack: Stack) -> None:
        while not self._stop.wait(0.01):
            self.seen[stack.status("/swagger.html")] += 1

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    clock = Clock(tmp_path)
    for name, value in clock.environment.items():
        monkeypatch.setenv(name, value)
    yield clock


def test_jumps_of_decades(
    clock: Clock, new_stack: Stack, backend: int, plugin_dir: Path, manifests: Callable[[int], str]
) -> None:
    # As on a machine without a battery: it starts in 1970, until somebody tells it the time.
    clock.move(-int(time.time()) + 86400)
    new_stack.start()
    new_stack.pygress("apply", "-f", "-", stdin=manifests(backend))
    image = f"localhost:{new_stack.ports['registry']}/plugins/request-block"
    code = 400

    def change(tag: str) -> None:
        """Push a version, switch to it with another configuration, and see both its answers and its status."""
        nonlocal code
        code += 1
        new_stack.pygress("plugin", "push", str(plugin_dir), f"{image}:{tag}")
        manifest = PLUGIN.replace("IMAGE", f"{image}:{tag}").replace("CODE", str(code))
        new_stack.pygress("apply", "-f", "-", stdin=manifest)
        new_stack.wait(f"the answers of {tag}", lambda: new_stack.status("/swagger.html") == code, seconds=30)
        new_stack.wait(
            f"{tag} to be ready", lambda: new_stack.ready("request-block")[0] == "True", seconds=30
        )

    change("in-1970")
    made = new_stack.pygress("get", "wasmplugin", "request-block", "-n", "higress-system", "-o", "yaml")
    assert "creationTimestamp: '1970-01-0" in made
    load = Load(new_stack)
    try:
        for tag, offset in (("now", 0), ("later", 30 * YEAR), ("earlier", -3 * YEAR), ("again", 0)):
            clock.move(offset)
            # The certificate that was valid a moment ago may not be so any more, for some seconds.
            new_stack.wait(
                f"the API to answer ({tag})",
                lambda: new_stack.pygress("get", "wasmplugin", "-A", code=None).startswith("NAMESPACE"),
                seconds=30,
            )
            change(tag)
            assert new_stack.status("/api/users") == 200
    finally:
        load.stop()
    # Nothing but versions that were asked for, and one closed connection at most where the client was cut.
    assert set(load.seen) <= set(range(401, code + 1)), load.seen
    clock.move(-5 * YEAR)
    new_stack.kill()
    new_stack.start(ports=new_stack.ports)
    new_stack.wait("the plugin after a restart", lambda: new_stack.status("/swagger.html") == code)
    change("restarted")
    assert "Traceback" not in new_stack.log(), new_stack.log()[-3000:]
