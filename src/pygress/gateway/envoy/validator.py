"""An Envoy in validate mode that is started ahead: it waits for its configuration on a FIFO.

More than half of what a preflight of a small module takes is the start of the Envoy binary itself, which does not
depend on the module. So one validator is kept ready: 11 MB of memory of its own, no CPU while it waits. Each judges
one configuration and ends.

Its standard output is a full pipe: all that Envoy writes there is its last word, "OK", so a process that found
nothing wrong stands still with everything in place, and can be looked at.
"""

import asyncio
import contextlib
import errno
import os
import shutil
import sys
from pathlib import Path
from typing import Any, Self

from pygress.gateway.envoy import shim
from pygress.gateway.envoy.binary import envoy_binary
from pygress.gateway.envoy.priority import step_back
from pygress.gateway.envoy.process import LOG_FORMAT
from pygress.gateway.envoy.run_dir import make_temporary

_NAME = "envoy.json"
_OPEN_SECONDS = 0.001


class Validator:
    """One started process; `feed` it once, read its standard error, `close` it in every case."""

    def __init__(self, folder: Path, process: asyncio.subprocess.Process, output: int) -> None:
        self.process = process
        self._output = output
        self._folder = folder
        self._path = folder / _NAME

    @classmethod
    async def start(cls) -> Self:
        """Start one; it is of use at once, and quicker once it has come to wait for its configuration."""
        # Private, like the configurations that go through it.
        folder = make_temporary("pygress-preflight-")
        output, full = _full_pipe()
        try:
            path = folder / _NAME
            os.mkfifo(path, 0o600)
            command = [str(envoy_binary()), "-c", str(path), "--mode", "validate", "--concurrency", "1"]
            command += ["--disable-hot-restart", "--log-level", "info"]
            command += ["--log-format", LOG_FORMAT, "--log-format-escaped"]
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-S", "-E", shim.__file__, str(os.getpid()), *command),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=full,
                stderr=asyncio.subprocess.PIPE,
                process_group=0,
            )
        except BaseException:
            os.close(output)
            shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            os.close(full)
        step_back(process.pid)
        return cls(folder, process, output)

    @property
    def usable(self) -> bool:
        """Whether it still waits: it can be killed, and a clean-up of old temporary files takes its FIFO."""
        return self.process.returncode is None and self._path.exists()

    async def feed(self, config: bytes) -> None:
        """Hand over the configuration; returns once it was read, or the process is gone."""
        while self.process.returncode is None:
            try:
                handle = os.open(self._path, os.O_WRONLY | os.O_NONBLOCK)
            except OSError as error:
                if error.errno != errno.ENXIO:
                    raise
                # Nobody reads yet: it is still starting.
                await asyncio.sleep(_OPEN_SECONDS)
                continue
            os.set_blocking(handle, True)
            # A large one does not fit into the pipe; when the reader dies, the write ends with an error.
            await asyncio.to_thread(_write, handle, config)
            return

    def release(self) -> None:
        """Let a process that found nothing wrong come to its end."""
        # Closing the pipe would end it with SIGPIPE.
        with contextlib.suppress(BlockingIOError):
            while os.read(self._output, 1 << 16):
                pass

    async def close(self) -> None:
        """End it, if it still runs, and remove its files."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()
        if self._output >= 0:
            os.close(self._output)
            self._output = -1
        shutil.rmtree(self._folder, ignore_errors=True)


class Validators:
    """Gives validators, and keeps one ready between the preflights."""

    def __init__(self) -> None:
        self._ready: asyncio.Task[Validator] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    def warm(self) -> None:
        """Start the next one ahead, unless there is one."""
        if self._ready is None:
            self._ready = asyncio.create_task(Validator.start())

    async def take(self) -> Validator:
        """Give one that belongs to the caller from now on."""
        task, self._ready = self._ready, None
        if task is not None:
            try:
                found = await task
            except asyncio.CancelledError:
                task.add_done_callback(_discard)
                raise
            except OSError:
                # No memory or processes a while ago; perhaps now.
                return await Validator.start()
            if found.usable:
                return found
            await found.close()
        return await Validator.start()

    def end(self, validator: Validator, *work: "asyncio.Task[Any]") -> None:
        """End one that was taken, and then what was done with it, in the background."""

        async def close() -> None:
            await validator.close()
            await asyncio.gather(*work, return_exceptions=True)

        task = asyncio.create_task(close())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def stop(self) -> None:
        """End the one that is ready, and wait for those that are ending."""
        task, self._ready = self._ready, None
        if task is not None:
            with contextlib.suppress(OSError):
                await (await task).close()
        await asyncio.gather(*self._ending, return_exceptions=True)


def _full_pipe() -> tuple[int, int]:
    """Give a pipe without room: its reading end, which does not block, and its writing end, which does."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    with contextlib.suppress(BlockingIOError):
        while os.write(writing, b"\0" * 4096):
            pass
    with contextlib.suppress(BlockingIOError):
        while os.write(writing, b"\0"):
            pass
    os.set_blocking(writing, True)
    return reading, writing


_closing: set["asyncio.Task[None]"] = set()
"""What nobody waits for; a task without a reference could vanish."""


def _write(handle: int, data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), open(handle, "wb") as pipe:
        pipe.write(data)


def _discard(task: "asyncio.Task[Validator]") -> None:
    if not task.cancelled() and task.exception() is None:
        closing = asyncio.get_running_loop().create_task(task.result().close())
        _closing.add(closing)
        closing.add_done_callback(_closing.discard)
