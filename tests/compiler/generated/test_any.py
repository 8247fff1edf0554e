"""JSON of any shape through every kind of place with a declared type: as CPython, or a `TypeError`; never another value, a
trap, or memory read as what it is not. `PYGRESS_FUZZ=N` tries N random seeds."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pygress.base.diagnostics import DiagnosticError

from .any_programs import write_program
from .batches import FUZZ

SEEDS = 2
"""Fixed seeds of every run."""


def compare(seed: int, tmp_path: Path, on_cpython: Callable, compiled: Callable) -> list[str]:
    """Tell the lines that may not differ."""
    path = tmp_path / "program.py"
    refused: set[str] = set()
    for _ in range(6):
        text = write_program(random.Random(seed), skip=refused)
        path.write_text(text)
        try:
            actual = compiled(path, [], b"")
            break
        except DiagnosticError as error:
            found = {door_at(text, one.span.line) for one in error.diagnostics if one.span}
            assert found - refused, str(error)
            refused |= found
    expected = on_cpython(path, [], b"")
    assert expected.code == 0, expected.error
    wanted, got = expected.stdout.splitlines(), actual.stdout.splitlines()
    wrong = [
        f"{ours}\n  CPython: {theirs}"
        for theirs, ours in zip(wanted, got, strict=False)
        if plain(theirs) != plain(ours) and not ours.endswith("raised TypeError")
    ]
    if actual.code != 0 or len(got) != len(wanted):
        wrong.append(
            f"exit code {actual.code} after {len(got)} of {len(wanted)} lines: {actual.error[-300:]}"
        )
    return wrong


def door_at(text: str, line: int) -> str:
    """Tell the door whose code stands at a line."""
    return next(one[2:] for one in text.splitlines()[line - 1 :] if one.startswith("# "))


def plain(line: str) -> str:
    """Write a line without what numbers lose where they are declared: `1.0` for 1, 1 for True."""
    return re.sub(r"\b(\d+)\.0\b", r"\1", line.replace("True", "1").replace("False", "0"))


@pytest.mark.parametrize("seed", range(FUZZ or SEEDS))
def test_any_through_every_door(seed: int, tmp_path: Path, on_cpython: Callable, compiled: Callable) -> None:
    wrong = compare(random.randrange(1 << 32) if FUZZ else seed, tmp_path, on_cpython, compiled)
    assert not wrong, "\n".join(wrong[:12])
