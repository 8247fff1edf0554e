"""Language tests and real programs: CPython and the compiled module must do the same.

A program's arguments stand in a comment `# run: ...`, its input in a file `NAME.stdin` beside it.
`unsupported.txt` names what does not compile yet, with the reason; each must fail with a diagnostic.
"""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from pygress.base.diagnostics import DiagnosticError

HERE = Path(__file__).parent
RUN = re.compile(r"^# run:(.*)$", re.MULTILINE)


def programs() -> list[Path]:
    return sorted([*HERE.glob("lang/*.py"), *HERE.glob("programs/*.py")])


def name(path: Path) -> str:
    return path.relative_to(HERE).as_posix()


def unsupported() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in (HERE / "unsupported.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            program, _, reason = line.partition(" ")
            table[program] = reason.strip()
    return table


UNSUPPORTED = unsupported()
SUPPORTED = [path for path in programs() if name(path) not in UNSUPPORTED]


@pytest.mark.parametrize("path", SUPPORTED, ids=name)
def test_same_as_cpython(path: Path, on_cpython: Callable, compiled: Callable) -> None:
    found = RUN.search(path.read_text())
    arguments = shlex.split(found[1]) if found else []
    feed = path.with_suffix(".stdin")
    stdin = feed.read_bytes() if feed.exists() else b""
    expected = on_cpython(path, arguments, stdin)
    actual = compiled(path, arguments, stdin)
    assert actual.stdout.splitlines() == expected.stdout.splitlines()
    assert actual == expected


@pytest.mark.parametrize("program", UNSUPPORTED, ids=str)
def test_unsupported_is_refused(program: str, compiled: Callable) -> None:
    path = HERE / program
    assert UNSUPPORTED[program], "give the reason"
    assert path.exists(), "take the name out of unsupported.txt"
    with pytest.raises(DiagnosticError) as caught:
        compiled(path, [], b"")
    codes = {one.code for one in caught.value.diagnostics}
    assert "internal" not in " ".join(codes)
