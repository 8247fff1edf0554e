"""Compare a program's two ways for a generated input."""

from collections.abc import Callable
from pathlib import Path

import pytest

SHOWN = 12


@pytest.fixture(scope="session")
def agree(on_cpython: Callable, compiled: Callable) -> Callable[[Path, bytes], None]:
    """Check that both ways print the same, line by line; a failure shows one difference of each operation.

    `same(line, theirs, ours)` may allow more."""

    def check(path: Path, stdin: bytes, same: Callable[[str, str, str], bool] | None = None) -> None:
        expected = on_cpython(path, [], stdin)
        assert expected.code == 0, expected.error
        actual = compiled(path, [], stdin)
        wanted, got = expected.stdout.splitlines(), actual.stdout.splitlines()
        asked = stdin.decode().splitlines()
        if len(asked) != len(wanted):
            asked = [str(number) for number in range(1, len(wanted) + 1)]
        seen: dict[str, str] = {}
        for question, theirs, ours in zip(asked, wanted, got, strict=False):
            if theirs != ours and not (same and same(question, theirs, ours)):
                operation = " ".join(question.replace(",", " ").split()[:2])
                seen.setdefault(operation, f"{question}\n  CPython: {theirs}\n  Pygress: {ours}")
        assert not seen, "\n".join(list(seen.values())[:SHOWN])
        assert actual.code == 0, actual.error
        assert len(got) == len(wanted)

    return check
