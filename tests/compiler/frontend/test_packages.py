"""Installed packages: typed ones become part of the program, others are named with the reason."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pygress.base.diagnostics import DiagnosticError
from pygress.compiler.frontend import imports
from pygress.compiler.frontend.program import build_program

CORE = """\
from __future__ import annotations
from dataclasses import dataclass


@dataclass(frozen=True)
class Money:
    cents: int

    def __add__(self, other: Money) -> Money:
        if other.cents < 0:
            raise ValueError("negative")
        return Money(self.cents + other.cents)
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "lib" / "site-packages"
    for name in ("money", "untyped"):
        (folder / name).mkdir(parents=True)
    (folder / "money" / "py.typed").write_text("")
    (folder / "money" / "__init__.py").write_text("from .core import Money as Money\n")
    (folder / "money" / "core.py").write_text(CORE)
    (folder / "untyped" / "__init__.py").write_text("def f(): pass\n")
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    imports._site_folders.cache_clear()
    yield folder
    imports._site_folders.cache_clear()


def test_a_typed_package_is_compiled(site: Path, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text("from money import Money\n\nprint(Money(1) + Money(2))\n")
    program, _ = build_program(path, "program.py")
    added = {one.path for one in program.functions if one.name == "__add__"}
    assert added == {"money/core.py"}, "the same wherever it is installed"


def test_why_an_import_does_not_work(site: Path, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    text = "import untyped\nimport money.coins\n\n\ndef later() -> None:\n    import pandas\n"
    path.write_text(text)
    with pytest.raises(DiagnosticError) as caught:
        build_program(path, str(path))
    found = caught.value.diagnostics
    assert [one.message for one in found] == [
        "`untyped` is installed without types: it has no `py.typed`",
        "no module `money.coins` was found in the installed package `money`",
        "no module `pandas` was found",
    ]
    lines = text.split("\n")
    marks = [
        lines[one.span.line - 1][one.span.column - 1 : one.span.end_column - 1] for one in found if one.span
    ]
    assert marks == ["untyped", "money.coins", "pandas"]
