"""One Envoy process: started from a bootstrap, drained or killed; its log lines go to a callback."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from pygress.gateway.envoy import shim
from pygress.gateway.envoy.admin import Admin, AdminError
from pygress.gateway.envoy.binary import envoy_binary
from pygress.gateway.envoy.bootstrap import bootstrap
from pygress.gateway.envoy.priority import put_workers_first

LOG_FORMAT = "%l|%n|%v"
"""level|component|text; newlines inside are escaped, so that one line is one entry."""


class EnvoyProcess:
    """A running Envoy; `exited` is set when it is gone, whatever the reason."""

    def __init__(self, node: str, run_dir: Path, ads: str, on_line: Callable[[str], None]) -> None:
        self.node = node
        self.exited = asyncio.Event()
        self.returncode: int | None = None
        self.pid = 0
        self._run_dir = run_dir
        self._ads = ads
        self._on_line = on_line
        self._process: asyncio.subprocess.Process | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._yielding: asyncio.Task[None] | None = None
        self.admin = Admin(run_dir / f"{node}.admin")

    async def start(self, concurrency: int, log_level: str, drain_time: float) -> None:
        """Start it; it serves once `wait_ready` returns."""
        self.admin.path.unlink(missing_ok=True)
        config = bootstrap(self.node, self._ads, str(self.admin.path))
        # Not on the command line, where every user of the machine could read it.
        path = self._run_dir / f"{self.node}.json"
        path.write_text(json.dumps(config))
        command = [str(envoy_binary()), "-c", str(path), "--disable-hot-restart", "--skip-deprecated-logs"]
        # What plugins log at info is for their authors, whatever the level of the rest.
        command += ["--component-log-level", "wasm:info"]
        command += ["--log-level", log_level, "--log-format", LOG_FORMAT, "--log-format-escaped"]
        command += ["--drain-time-s", str(max(1, round(drain_time))), "--drain-strategy", "immediate"]
        if concurrency:
            command += ["--concurrency", str(concurrency)]
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-S",
            "-E",
            shim.__file__,
            str(os.getpid()),
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=None,
            stderr=asyncio.subprocess.PIPE,
            limit=1024 * 1024,
            # Ctrl-C on the terminal is ours to handle: Envoy is drained, not interrupted.
            process_group=0,
        )
        self.pid = self._process.pid
        self._watcher = asyncio.create_task(self._watch(self._process))
        self._yielding = asyncio.create_task(put_workers_first(self.pid))

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        while True:
            try:
                line = await process.stderr.readline()
            except ValueError:
                # A line beyond the limit; the reader has dropped it.
                continue
            if not line:
                break
            self._on_line(line.decode(errors="replace").rstrip("\n"))
        self.returncode = await process.wait()
        self.exited.set()

    async def wait_ready(self, timeout: float) -> bool:
        """Wait until it serves; False when it has died or `timeout` seconds are over."""
        deadline = asyncio.get_running_loop().time() + timeout
        while asyncio.get_running_loop().time() < deadline and not self.exited.is_set():
            if await self.admin.ready():
                return True
            await asyncio.sleep(0.02)
        return False

    async def drain(self, seconds: float) -> None:
        """Stop accepting, let running requests finish for at most `seconds`, then end the process."""
        deadline = asyncio.get_running_loop().time() + seconds
        try:
            await self.admin.post("/healthcheck/fail")
            await self.admin.post("/drain_listeners", graceful="", skip_exit="")
            while asyncio.get_running_loop().time() < deadline and not self.exited.is_set():
                active = await self.admin.stats(r"^http\.https?\.downstream_rq_active$")
                if not any(active.values()):
                    break
                await asyncio.sleep(0.05)
            await self.admin.post("/quitquitquit")
            await asyncio.wait_for(self.exited.wait(), 2)
        except (AdminError, TimeoutError):
            pass
        await self.kill()

    async def kill(self) -> None:
        """End the process at once; does nothing when it is gone."""
        if self._process is not None and not self.exited.is_set():
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self.exited.wait()
        if self._yielding is not None:
            self._yielding.cancel()
        if self._watcher is not None:
            await self._watcher
        await self.admin.close()
        for suffix in ("admin", "json"):
            (self._run_dir / f"{self.node}.{suffix}").unlink(missing_ok=True)
