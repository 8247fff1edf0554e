"""Run a compiled program in wasmtime: arguments and standard input in; output, errors and the exit code back."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import wasmtime

STACK_BYTES = 1536 * 1024
TRAP = 134
"""Exit code of a program that trapped: an abort, as of a native process."""


@dataclass(frozen=True)
class Done:
    """How a program ended; text is UTF-8, bytes outside it become U+FFFD."""

    stdout_bytes: bytes
    stderr_bytes: bytes
    exit_code: int

    @property
    def stdout(self) -> str:
        """Standard output as text."""
        return self.stdout_bytes.decode("utf-8", "replace")

    @property
    def stderr(self) -> str:
        """Standard error as text."""
        return self.stderr_bytes.decode("utf-8", "replace")


class _Exit(Exception):
    """The program has ended itself; `code` is what a process gives: the lowest byte."""

    def __init__(self, code: int) -> None:
        self.code = code & 0xFF


def _exit(code: int) -> None:
    raise _Exit(code)


class Program:
    """A WASI command: any module that exports `_start`. Compiled once, run many times, each run from a fresh memory."""

    def __init__(self, wasm: bytes) -> None:
        config = wasmtime.Config()
        config.max_wasm_stack = STACK_BYTES
        self._engine = wasmtime.Engine(config)
        self._module = wasmtime.Module(self._engine, wasm)
        self._linker = wasmtime.Linker(self._engine)
        self._linker.define_wasi()
        # The runtime's own function refuses codes from 126 on.
        self._linker.allow_shadowing = True
        kind = wasmtime.FuncType([wasmtime.ValType.i32()], [])
        self._linker.define_func("wasi_snapshot_preview1", "proc_exit", kind, _exit)

    def run(self, argv: Sequence[str], stdin: str | bytes = b"") -> Done:
        """Run with captured output. `argv[0]` is the name of the program."""
        data = stdin.encode("utf-8", "surrogateescape") if isinstance(stdin, str) else stdin
        with tempfile.TemporaryDirectory(prefix="pygress-run-") as name:
            folder = Path(name)
            paths = [folder / one for one in ("stdin", "stdout", "stderr")]
            paths[0].write_bytes(data)
            wasi = wasmtime.WasiConfig()
            wasi.argv = list(argv)
            wasi.stdin_file, wasi.stdout_file, wasi.stderr_file = map(str, paths)
            code, trap = self._start(wasi)
            stderr = paths[2].read_bytes()
            return Done(paths[1].read_bytes(), stderr + trap.encode(), code)

    def run_attached(self, argv: Sequence[str]) -> int:
        """Run on this process's own standard streams and environment; gives the exit code."""
        wasi = wasmtime.WasiConfig()
        wasi.argv = list(argv)
        wasi.inherit_stdin()
        wasi.inherit_stdout()
        wasi.inherit_stderr()
        wasi.inherit_env()
        sys.stdout.flush()
        code, trap = self._start(wasi)
        sys.stderr.write(trap)
        return code

    def _start(self, wasi: wasmtime.WasiConfig) -> tuple[int, str]:
        store = wasmtime.Store(self._engine)
        store.set_wasi(wasi)
        start = self._linker.instantiate(store, self._module).exports(store)["_start"]
        if not isinstance(start, wasmtime.Func):
            raise TypeError("`_start` is not a function")
        try:
            start(store)
        except _Exit as end:
            return end.code, ""
        except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
            return TRAP, f"\n{error}\n"
        return 0, ""
