"""Lets the threads that answer requests go first: what starts plugins steps back.

Compiling a module takes a tenth of a second of two threads for a small one, three seconds for one in Go. Where cores
are few, requests would wait for their turn behind it (`bench/delivery_load.py`: 3 to 4 ms more at the 99th percentile,
about 1 ms like this). Nice values of threads are a matter of Linux; elsewhere, or where it is not allowed,
nothing happens.
"""

import asyncio
import contextlib
import os
from pathlib import Path

_NICE = 5
"""A third of the weight of a worker: enough to get on when all cores are busy with requests."""
_LOOKS = 200
_LOOK_SECONDS = 0.05


def step_back(pid: int) -> None:
    """Lower the priority of a process that has one thread yet; those that it starts inherit it."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, _NICE)


async def step_back_beside_workers(pid: int) -> None:
    """Lower that of Envoy's main thread once its workers exist: V8 starts its compiling threads from there."""
    tasks = Path(f"/proc/{pid}/task")
    for _ in range(_LOOKS):
        with contextlib.suppress(OSError):
            names = [(one / "comm").read_text() for one in tasks.iterdir()]
            if any(name.startswith("wrk:") for name in names):
                # On Linux this speaks of the one thread that has the process id.
                step_back(pid)
                return
        await asyncio.sleep(_LOOK_SECONDS)
