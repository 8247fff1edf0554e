"""Each diagnostic: its code, the text that the marker points at, and an example page that tells the truth."""

from pathlib import Path

import pytest

from pygress.base.diagnostics import DiagnosticError
from pygress.compiler.frontend.codes import PAGES
from pygress.compiler.frontend.plugin import read_plugin
from pygress.compiler.frontend.program import build_program

PLUGIN_CODES = {"no-plugin", "bad-plugin", "bad-config", "no-phase"}
HEAD = """\
from collections.abc import Callable
from dataclasses import dataclass, field

from pygress.sdk import HttpFilter, Reply, Request, plugin

"""
CONFIG = "@dataclass\nclass Config:\n    name: str = ''\n\n\n"
FILTER = '\n\n@plugin(name="demo")\nclass Filter(HttpFilter[Config]):\n    def on_log(self) -> None: ...\n'


def mistakes(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    """Give (code, marked text) of every mistake of a program."""
    path = tmp_path / "program.py"
    path.write_text(text)
    try:
        build_program(path, "program.py")
    except DiagnosticError as error:
        lines = text.splitlines()
        found = []
        for one in error.diagnostics:
            span = one.span
            assert span is not None
            line = lines[span.line - 1]
            end = span.end_column - 1 if span.end_line == span.line else len(line)
            found.append((one.code, line[span.column - 1 : end]))
        return found
    return []


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("total: complex = 1j\n", "unsupported-type", "complex"),
        ("mask = 0xFFFF_FFFF_FFFF_FFFF\n", "integer-too-large", "0xFFFF_FFFF_FFFF_FFFF"),
        ("def double(x: int) -> int:\n    return str(x)\n", "type-error", "str(x)"),
        ("from math import *\n", "unsupported-syntax", "from math import *"),
        ("import os\nprint(os.listdir('.'))\n", "unsupported-function", "os.listdir"),
        (
            "def f() -> list[str]:\n    log: list[str] = []\n\n    class Step:\n        def enter(self) -> None:\n"
            "            log.append('e')\n\n    Step().enter()\n    return log\n\n\nf()\n",
            "unsupported-syntax",
            "log",
        ),
        (
            "from functools import singledispatchmethod\n\n\nclass A:\n    @singledispatchmethod\n"
            "    def f(self, x: object) -> str:\n        return 'x'\n\n\nA()\n",
            "unsupported-function",
            "singledispatchmethod",
        ),
        (
            "class Code(int):\n    def __str__(self) -> str:\n        return 'c'\n\n\ncodes: list[int] = [Code(1)]\n",
            "unsupported-type",
            "Code(1)",
        ),
        (
            "from enum import IntEnum\n\n\nclass Level(IntEnum):\n    LOW = 1\n\n\n"
            "def f(x: int) -> bool:\n    return isinstance(x, Level)\n\n\nf(1)\n",
            "unsupported-type",
            "isinstance(x, Level)",
        ),
        (
            "class D:\n    def __get__(self, obj: object, owner: type) -> int:\n        return 1\n\n\n"
            "class A:\n    x = D()\n\n\nA()\n",
            "unsupported-syntax",
            "x = D()",
        ),
        (
            "class A:\n    def __del__(self) -> None: ...\n\n\nA()\n",
            "unsupported-syntax",
            "def __del__(self) -> None: ...",
        ),
        (
            "from enum import Enum\n\nColor = Enum('Color', 'RED BLUE')\n",
            "unsupported-syntax",
            "Enum('Color', 'RED BLUE')",
        ),
    ],
)
def test_code_and_place(tmp_path: Path, text: str, code: str, marked: str) -> None:
    found = mistakes(tmp_path, text)
    assert [one for one, _ in found] == [code]
    assert marked in found[0][1] or found[0][1] in marked


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    text = "def main() -> None:\n    a = 1j\n    print(0xFFFF_FFFF_FFFF_FFFF)\n    b = 2j\n\n\nmain()\n"
    assert [code for code, _ in mistakes(tmp_path, text)] == [
        "unsupported-type",
        "integer-too-large",
        "unsupported-type",
    ]


@pytest.mark.parametrize("code", sorted(set(PAGES) - PLUGIN_CODES))
def test_page_tells_the_truth(tmp_path: Path, code: str) -> None:
    page = PAGES[code]
    assert page.summary
    if not page.wrong:
        return
    assert code in [one for one, _ in mistakes(tmp_path, page.wrong)], "the wrong example compiles"
    assert mistakes(tmp_path, page.right) == []


@pytest.mark.parametrize("code", sorted(PLUGIN_CODES))
def test_page_of_a_plugin_tells_the_truth(tmp_path: Path, code: str) -> None:
    page = PAGES[code]
    assert code in plugin_mistakes(tmp_path, page.wrong)
    assert code not in plugin_mistakes(tmp_path, page.right)


def plugin_mistakes(tmp_path: Path, example: str) -> list[str]:
    """Give the codes of all mistakes and warnings of a plugin; the example may leave out what is not its point."""
    text = HEAD + (CONFIG if "class Config" not in example and "[Config]" in example else "") + example
    path = tmp_path / "plugin.py"
    path.write_text(text + (FILTER if "class Filter" not in example else ""))
    try:
        return [one.code for one in read_plugin(path).warnings]
    except DiagnosticError as error:
        return [one.code for one in error.diagnostics]
