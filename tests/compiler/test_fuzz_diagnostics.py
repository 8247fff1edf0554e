"""Programs that nobody would write: the compiler accepts them or says what is wrong; it never fails itself.

Up to C text, so that a program costs a fifth of a second. `PYGRESS_FUZZ=N` tries N more seeds of each kind; a seed that
fails leaves its program in `$PYGRESS_FUZZ_KEEP` if that names a folder.
"""

import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from tests.compiler.mutate import damage, rewrite

from pygress.base.diagnostics import DiagnosticError
from pygress.compiler.frontend.program import build_program
from pygress.compiler.pipeline import back_end

HERE = Path(__file__).parent
SOURCES = sorted([*HERE.glob("lang/*.py"), *HERE.glob("programs/*.py")])
FUZZ = int(os.environ.get("PYGRESS_FUZZ", "0"))
LIMIT_SECONDS = 60


@contextmanager
def limited() -> Iterator[None]:
    """A program that takes longer than any real one hangs the compiler."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"not compiled within {LIMIT_SECONDS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LIMIT_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def check(path: Path) -> bool:
    """Compile to C; tells whether the program was accepted."""
    with limited():
        try:
            back_end(*build_program(path, path.name), dump=False)
        except DiagnosticError as error:
            assert error.diagnostics
            for one in error.diagnostics:
                assert one.message
                assert one.code != "internal-error", one
                assert one.span is not None, one
            return False
        except BaseException:
            keep = os.environ.get("PYGRESS_FUZZ_KEEP")
            if keep:
                (Path(keep) / path.name).write_text(path.read_text())
            raise
        return True


@pytest.mark.parametrize("seed", range(3 + FUZZ))
def test_damaged_programs(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    path = tmp_path / f"damaged_{seed}.py"
    path.write_text(damage(rng.choice(SOURCES).read_text(), rng))
    check(path)


@pytest.mark.parametrize("seed", range(12 + FUZZ))
def test_rewritten_programs(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    path = tmp_path / f"rewritten_{seed}.py"
    path.write_text(rewrite(rng.choice(SOURCES).read_text(), rng, rng.choice(SOURCES).read_text()))
    check(path)
