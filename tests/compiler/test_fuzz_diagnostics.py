"""Damaged programs: the compiler accepts them or says what is wrong; it never fails itself.

`PYGRESS_FUZZ=N` tries N more seeds.
"""

import os
import random
from pathlib import Path

import pytest

from pygress.base.diagnostics import DiagnosticError

HERE = Path(__file__).parent
FUZZ = int(os.environ.get("PYGRESS_FUZZ", "0"))
pytestmark = pytest.mark.skipif(not FUZZ, reason="set PYGRESS_FUZZ=N to try N more seeds")
WORDS = [
    "None",
    "0",
    "''",
    "[]",
    "self",
    "int",
    "str",
    "print",
    "yield",
    "await x",
    "lambda: 0",
    "*",
    "...",
    "object",
    "{}",
    "-1",
]


def damage(text: str, rng: random.Random) -> str:
    lines = text.splitlines()
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(lines))
        kind = rng.randrange(6)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(at, lines[rng.randrange(len(lines))])
        elif kind == 2 and lines[at].strip():
            lines[at] = lines[at][: len(lines[at]) - len(lines[at].lstrip())] + "pass"
        elif kind == 3:
            words = lines[at].split(" ")
            words[rng.randrange(len(words))] = rng.choice(WORDS)
            lines[at] = " ".join(words)
        elif kind == 4:
            lines[at] = lines[at].replace(
                *rng.choice(
                    [("int", "str"), ("str", "int"), ("return", "yield"), ("def ", "async def "), ("(", "(*")]
                )
            )
        else:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(6 + FUZZ))
def test_no_internal_error(seed: int, tmp_path: Path) -> None:
    from pygress.compiler.pipeline import compile_program

    rng = random.Random(seed)
    sources = sorted([*HERE.glob("lang/*.py"), *HERE.glob("programs/*.py")])
    path = tmp_path / "damaged.py"
    path.write_text(damage(rng.choice(sources).read_text(), rng))
    try:
        compile_program(path)
    except DiagnosticError as error:
        assert error.diagnostics
        for one in error.diagnostics:
            assert "internal" not in one.code, one
            assert one.message
            assert one.span is not None
