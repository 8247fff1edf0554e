"""What the threads of an Envoy do, by the CPU time that the kernel counts for each: a matter of Linux.

Measured in CPU time: on a busy machine, or while it starts a large module, a good thread is slow as well. One that
spins uses its time and never waits of its own accord.
"""

import asyncio
import contextlib
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

_SPIN_CPU_SECONDS = 1.5
_SPIN_POLL_SECONDS = 0.1
_SPIN_PATIENCE = 20.0


@dataclass(frozen=True)
class Running:
    """A thread that runs: its CPU time in seconds, and how often it has waited of its own accord."""

    spent: float
    waits: str


def main_cpu_seconds(pid: int) -> float:
    """Give the CPU time of the main thread; 0 where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        fields = Path(f"/proc/{pid}/task/{pid}/stat").read_text().rpartition(")")[2].split()
        return _seconds(fields)
    return 0.0


def running_workers(pid: int, workers: Collection[str]) -> dict[int, Running]:
    """Give the threads of some workers (`worker_0`) that run, by thread id."""
    found = {}
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            name, _, rest = (task / "stat").read_text().partition("(")[2].rpartition(")")
            fields = rest.split()
            if name.removeprefix("wrk:") in workers and fields[0] == "R":
                status = (task / "status").read_text()
                waits = status.rpartition("\nvoluntary_ctxt_switches:")[2].split()[0]
                found[int(task.name)] = Running(_seconds(fields), waits)
    return found


def _seconds(fields: list[str]) -> float:
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def spinning_workers(pid: int, workers: Collection[str]) -> tuple[int, ...] | None:
    """Give the threads of those of some workers that run without ever waiting; None if there is none.

    Empty where the system does not tell: it is not Linux, and whoever suspects them has to be trusted.
    """
    if not Path(f"/proc/{pid}/task").exists():
        return ()
    suspects = running_workers(pid, workers)
    deadline = asyncio.get_running_loop().time() + _SPIN_PATIENCE
    while suspects and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(_SPIN_POLL_SECONDS)
        now = running_workers(pid, workers)
        suspects = {
            thread: old
            for thread, old in suspects.items()
            if thread in now and now[thread].waits == old.waits
        }
        spent = {thread: now[thread].spent - old.spent for thread, old in suspects.items()}
        if any(seconds >= _SPIN_CPU_SECONDS for seconds in spent.values()):
            return tuple(suspects)
    return None
