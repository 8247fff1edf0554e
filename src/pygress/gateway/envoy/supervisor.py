"""Keeps one Envoy running: restarts it with backoff when it dies, replaces it when it is stuck."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from pathlib import Path

from pygress.gateway.envoy.process import EnvoyProcess

log = logging.getLogger(__name__)

_FIRST_BACKOFF = 0.1
_LAST_BACKOFF = 2.0
_HEALTHY_SECONDS = 10.0


class Supervisor:
    """Owns the Envoy of this gateway. `on_line` gets each log line, `on_exit` the exit code of each death."""

    def __init__(
        self,
        name: str,
        run_dir: Path,
        ads: str,
        on_line: Callable[[str], None],
        on_exit: Callable[[int], None] = lambda code: None,
        *,
        concurrency: int = 0,
        log_level: str = "info",
        drain_time: float = 5.0,
    ) -> None:
        self._name = name
        self._run_dir = run_dir
        self._ads = ads
        self._on_line = on_line
        self._on_exit = on_exit
        self._concurrency = concurrency
        self._log_level = log_level
        self._drain_time = drain_time
        self._count = 0
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self.current: EnvoyProcess | None = None
        self.restarts = 0

    async def start(self) -> None:
        """Start the first process and the supervision."""
        self.current = await self._spawn()
        self._task = asyncio.create_task(self._supervise())

    async def stop(self) -> None:
        """Drain the process, within the drain time."""
        self._stopping = True
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self.current is not None:
            await self.current.drain(self._drain_time)

    async def replace(self, *, ready_timeout: float = 10.0) -> None:
        """Start a sibling on the same ports, then kill the present process: for one that is stuck."""
        old = self.current
        fresh = await self._spawn()
        await fresh.wait_ready(ready_timeout)
        self.current = fresh
        self.restarts += 1
        if old is not None:
            await old.kill()

    async def _spawn(self) -> EnvoyProcess:
        self._count += 1
        process = EnvoyProcess(f"{self._name}-{self._count}", self._run_dir, self._ads, self._on_line)
        await process.start(self._concurrency, self._log_level, self._drain_time)
        return process

    async def _supervise(self) -> None:
        backoff = _FIRST_BACKOFF
        clock = asyncio.get_running_loop().time
        while True:
            process = self.current
            assert process is not None
            started = clock()
            await process.exited.wait()
            if process is not self.current:
                continue
            code = process.returncode if process.returncode is not None else 0
            await process.kill()
            self._on_exit(code)
            if clock() - started > _HEALTHY_SECONDS:
                backoff = _FIRST_BACKOFF
            log.error("envoy ended with code %d; restarting in %.1f s", code, backoff)
            await asyncio.sleep(backoff)
            backoff = min(backoff * 2, _LAST_BACKOFF)
            self.restarts += 1
            self.current = await self._spawn()
