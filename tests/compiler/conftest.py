"""What the differential tests share: run a program with CPython, and compiled in wasm."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

LIMIT_SECONDS = 60


@dataclass(frozen=True)
class Outcome:
    """What a program did: `error` is the last line that it wrote on stderr."""

    stdout: str
    code: int
    error: str

    @classmethod
    def of(cls, stdout: bytes | str, code: int, stderr: bytes | str) -> "Outcome":
        lines = _text(stderr).rstrip().splitlines()
        return cls(_text(stdout), code, lines[-1] if lines else "")


Run = Callable[[Path, list[str], bytes], Outcome]


def _text(data: bytes | str) -> str:
    return data if isinstance(data, str) else data.decode("utf-8", "backslashreplace")


def run_on_cpython(path: Path, arguments: list[str], stdin: bytes) -> Outcome:
    command = [sys.executable, "-B", "-W", "ignore", "-X", "utf8", str(path), *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=LIMIT_SECONDS, check=False)
    return Outcome.of(done.stdout, done.returncode, done.stderr)


@cache
def compile_once(path: Path) -> object:
    from pygress.compiler.pipeline import compile_program
    from pygress.host.program import Program

    return Program(compile_program(path).wasm)


def run_compiled(path: Path, arguments: list[str], stdin: bytes) -> Outcome:
    done = compile_once(path).run([str(path), *arguments], stdin)
    return Outcome.of(done.stdout, done.exit_code, done.stderr)


@pytest.fixture(scope="session")
def on_cpython() -> Run:
    return run_on_cpython


@pytest.fixture(scope="session")
def compiled() -> Run:
    return run_compiled


def pytest_sessionfinish() -> None:
    """Let the modules go while wasmtime can still free them."""
    compile_once.cache_clear()
