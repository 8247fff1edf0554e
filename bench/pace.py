"""The open-loop load of `peers/pace.c`: compiled with the zig that compiles our plugins, here for this machine."""

import asyncio
import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.envoy import ROOT


@dataclass(frozen=True)
class Sample:
    """One request: when it was due (seconds since the epoch), its status, and milliseconds until its answer."""

    due: float
    status: int
    took: float


def build(work: Path) -> Path:
    """Compile it."""
    program = work / "pace"
    source = str(ROOT / "bench/peers/pace.c")
    command = [sys.executable, "-m", "ziglang", "cc", "-O2", source, "-o", str(program)]
    subprocess.run(command, check=True)
    return program


def place_elsewhere(pid: int) -> None:
    """Let a process that stands for another machine run whenever it wants to, where that is allowed (root)."""
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setscheduler(int(thread.name), os.SCHED_RR, os.sched_param(1))


async def pace(program: Path, port: int, *, rate: int, connections: int, seconds: int) -> list[Sample]:
    """Send an even load and give what became of each request, in the order of their time."""
    log = program.with_suffix(".log")
    words = [str(port), "/", str(connections), str(rate), str(seconds), str(log)]
    process = await asyncio.create_subprocess_exec(str(program), *words)
    place_elsewhere(process.pid)
    if await process.wait():
        raise RuntimeError("the load was cut off")
    rows = (line.split("\t") for line in log.read_text().splitlines())
    return sorted(
        (Sample(int(due) / 1e6, int(status), int(took) / 1000) for due, status, took in rows),
        key=lambda one: one.due,
    )
