"""What counts as stuck: measured in CPU time, so that a busy machine or a large module is not taken for a loop."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pygress.gateway import health
from pygress.gateway.envoy import threads
from pygress.gateway.envoy.admin import AdminError
from pygress.gateway.health import Health
from pygress.gateway.quarantine import Quarantine

needs_proc = pytest.mark.skipif(not Path("/proc").exists(), reason="looks at threads by /proc")

WORKER = """
import pathlib, threading, time
def work():
    pathlib.Path(f"/proc/self/task/{threading.get_native_id()}/comm").write_text("wrk:worker_0")
    print("ready", flush=True)
    BODY
threading.Thread(target=work, daemon=True).start()
threading.Event().wait()
"""
LOOP = "while True: pass"
SLOW = """end = time.thread_time() + 0.4
    while time.thread_time() < end: pass
    time.sleep(60)"""
BUSY = """while True:
        end = time.thread_time() + 0.02
        while time.thread_time() < end: pass
        time.sleep(0.001)"""
IDLE = "time.sleep(60)"


@contextmanager
def worker(body: str) -> Iterator[int]:
    """Run a process with a thread that is named like a worker of Envoy."""
    script = WORKER.replace("BODY", body)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process.pid
        finally:
            process.kill()


@needs_proc
@pytest.mark.parametrize(
    ("body", "stuck"),
    [(LOOP, True), (SLOW, False), (BUSY, False), (IDLE, False)],
    ids=["loop", "slow", "busy", "idle"],
)
def test_a_worker_is_stuck_when_it_runs_and_runs_without_ever_waiting(body: str, stuck: bool) -> None:
    with worker(body) as pid:
        if body == LOOP:
            # Well inside of the loop: what comes before it waits for the pipe.
            while not any(one.spent > 0.05 for one in threads.running_workers(pid, {"worker_0"}).values()):
                time.sleep(0.01)
        found = asyncio.run(threads.spinning_workers(pid, {"worker_0"}))
        assert (found is not None) == stuck
        # The thread, not the process.
        assert not found or (len(found) == 1 and found[0] != pid)
        assert asyncio.run(threads.spinning_workers(pid, {"worker_1"})) is None


class Silent:
    """A supervisor whose Envoy answered once, and then never again."""

    def __init__(self) -> None:
        self.replaced = 0
        self.answers = [{"server.live": 1}]
        self.current = SimpleNamespace(pid=1, exited=asyncio.Event(), admin=self)

    async def stats(self, pattern: str) -> dict[str, int]:
        if self.answers:
            return self.answers.pop()
        raise AdminError("no answer")

    async def replace(self) -> None:
        self.replaced += 1


@pytest.mark.parametrize(
    ("spent_each_poll", "polls", "plugins"),
    [(0.0, 10, 0), (1.0, 21, 0), (3.5, 6, 0), (30.0, 3, 0), (3.5, 18, 20)],
    ids=[
        "it waits for something",
        "it is slow",
        "it loops",
        "it loops on a machine that stood still",
        "it compiles many modules",
    ],
)
def test_silence_is_a_hang_by_its_cpu_time(
    spent_each_poll: float, polls: int, plugins: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def story() -> None:
        supervisor = Silent()
        module = tmp_path / "large.wasm"
        with module.open("wb") as file:
            file.truncate(1_000_000)
        fills = [SimpleNamespace(id=f"{n}", module=str(module)) for n in range(plugins)]
        plans: Any = [
            SimpleNamespace(plugin=f"a/{fill.id}", modules=[fill], fail_open=False) for fill in fills
        ]
        quarantine = Quarantine(tmp_path / "quarantine.json")
        # Nobody is left to be blamed for it.
        quarantine.causes.update({fill.id: "stopped" for fill in fills})
        watch = Health(
            supervisor,  # type: ignore[arg-type]
            lambda: plans,
            list,
            str,
            quarantine,
            lambda plan, cause: None,
            lambda: None,
        )
        spent = 0.0
        monkeypatch.setattr(health, "main_cpu_seconds", lambda pid: spent)
        await watch._poll()
        for number in range(1, polls + 1):
            assert supervisor.replaced == 0, f"after {number - 1} polls"
            spent += spent_each_poll
            with pytest.raises(AdminError):
                await watch._poll()
            await watch._silence()
        assert supervisor.replaced == 1

    asyncio.run(story())
