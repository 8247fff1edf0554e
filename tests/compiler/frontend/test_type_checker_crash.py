"""A crash of the type checker is an error with a place, not the end of the process."""

import sys
from pathlib import Path

import pytest
from mypy import build

from pygress.compiler.frontend.errors import InternalError
from pygress.compiler.pipeline import compile_program


@pytest.mark.parametrize("place", ["{path}:7: error: INTERNAL ERROR -- ...", "nothing of use"])
def test_it_names_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    path = tmp_path / "program.py"
    path.write_text("print(1)\n")

    def crash(*arguments: object, **named: object) -> None:
        print(place.format(path=path), file=sys.stderr)
        raise SystemExit(2)

    monkeypatch.setattr(build, "build", crash)
    with pytest.raises(InternalError) as caught:
        compile_program(path)
    assert caught.value.path == str(path)
    assert caught.value.line == (7 if "7" in place else 1)
