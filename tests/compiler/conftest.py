"""What the differential tests share: run a program with CPython, and compiled in wasm."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
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
    def of(cls, stdout: bytes, code: int, stderr: bytes) -> "Outcome":
        lines = stderr.decode("utf-8", "backslashreplace").rstrip().splitlines()
        return cls(stdout.decode("utf-8", "backslashreplace"), code, lines[-1] if lines else "")


Run = Callable[[Path, list[str], bytes], Outcome]


def run_on_cpython(path: Path, arguments: list[str], stdin: bytes) -> Outcome:
    command = [sys.executable, "-B", "-X", "utf8", str(path), *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=LIMIT_SECONDS, check=False)
    return Outcome.of(done.stdout, done.returncode, done.stderr)


def run_compiled(path: Path, arguments: list[str], stdin: bytes) -> Outcome:
    from pygress.compiler.pipeline import compile_program
    from pygress.host.program import run_program

    build = compile_program(path)
    done = run_program(build.wasm, [str(path), *arguments], stdin)
    return Outcome.of(done.stdout, done.code, done.stderr)


@pytest.fixture(scope="session")
def on_cpython() -> Run:
    return run_on_cpython


@pytest.fixture(scope="session")
def compiled() -> Run:
    return run_compiled
