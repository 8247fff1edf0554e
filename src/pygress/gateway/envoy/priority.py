"""Lets the threads that answer requests go first: what starts plugins steps back.

Compiling a module takes a tenth of a second of two threads for a small one, three seconds for one in Go. Where cores
are few, requests would wait for their turn behind it (`bench/delivery_load.py`). Two things help, both matters of
Linux; elsewhere, or where they are not allowed, nothing happens:

- a lower priority (nice) of what compiles, so that it gets a smaller share while all cores are busy;
- a shorter slice of the workers. A thread that wakes up waits until the running one has used up its slice, unless its
  own is shorter (Linux 6.12; before, the value is ignored). The share of the CPU stays the same.
"""

import asyncio
import contextlib
import ctypes
import os
import platform
import struct
from pathlib import Path

_NICE = 5
"""A third of the weight of a worker: enough to get on when all cores are busy with requests."""
_SLICE = 100_000
"""Nanoseconds, the shortest that Linux takes; the default is 0.7 to 2.8 ms. Many requests need less."""
_SCHED_SETATTR = {"x86_64": 314, "aarch64": 274, "riscv64": 274}
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")
"""`struct sched_attr`: size, policy, flags, nice, priority, runtime (the slice), deadline, period."""
_LOOKS = 200
_LOOK_SECONDS = 0.05


def step_back(pid: int) -> None:
    """Lower the priority of a process that has one thread yet; those that it starts inherit it."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, _NICE)


def shorten_slice(thread: int) -> None:
    """Let a thread run as soon as it wakes up, unless others with a slice as short do; its share stays."""
    number = _SCHED_SETATTR.get(platform.machine())
    with contextlib.suppress(OSError):
        if number is None or os.sched_getscheduler(thread) != os.SCHED_OTHER:
            return
        nice = os.getpriority(os.PRIO_PROCESS, thread)
        attributes = _ATTRIBUTES.pack(_ATTRIBUTES.size, os.SCHED_OTHER, 0, nice, 0, _SLICE, 0, 0)
        ctypes.CDLL(None).syscall(number, thread, attributes, 0)


async def put_workers_first(pid: int) -> None:
    """Do both to an Envoy once its workers exist: V8 starts its compiling threads from the main thread."""
    known: set[int] = set()
    for _ in range(_LOOKS):
        workers = _workers(pid)
        if workers and workers == known:
            return
        for worker in workers - known:
            # On Linux this speaks of the one thread that has the process id.
            step_back(pid)
            shorten_slice(worker)
        known = workers
        await asyncio.sleep(_LOOK_SECONDS)


def _workers(pid: int) -> set[int]:
    with contextlib.suppress(OSError):
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return {int(one.name) for one in tasks if (one / "comm").read_text().startswith("wrk:")}
    return set()
