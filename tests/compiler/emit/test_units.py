"""The C of a plugin in units: an edit changes the one that it is about, and nothing is compiled twice."""

from pathlib import Path

import pytest

from pygress.compiler.frontend.plugin.program import load_plugin
from pygress.compiler.pipeline import back_end, compile_plugin, compile_program
from pygress.compiler.runtime import build
from pygress.host.gateway import open_site

EXAMPLE = Path(__file__).parents[3] / "examples" / "plugins" / "request-block" / "plugin.py"
TEXT = EXAMPLE.read_text(encoding="utf-8")


def units(folder: Path, text: str) -> tuple[str, ...]:
    file = folder / "plugin.py"
    file.write_text(text, encoding="utf-8")
    _, program, world = load_plugin(file)
    return back_end(program, world, dump=False)[0]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("config.patterns and any(", "config.patterns and not all(not ", [True, False, False]),
        ('"url"', '"address"', [True, False, False]),
        ("= 403", "= 451", [False, True, False]),
        ("# no comment", "# no comment", [False, False, False]),
    ],
)
def test_an_edit_changes_the_unit_that_it_is_about(
    old: str, new: str, changed: list[bool], tmp_path: Path
) -> None:
    before = units(tmp_path, TEXT)
    after = units(tmp_path, TEXT.replace(old, new))
    assert [one != other for one, other in zip(before, after, strict=True)] == changed


def test_a_field_more_leaves_the_library_alone(tmp_path: Path) -> None:
    field = '    limit: int = 5\n    """One more."""\n    case_sensitive'
    assert units(tmp_path, TEXT)[2] == units(tmp_path, TEXT.replace("    case_sensitive", field, 1))[2]


def test_what_is_known_is_not_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def run(arguments: list[str | Path], cwd: Path | None = None) -> None:
        compiled.append(str(arguments[0]))
        run_zig(arguments, cwd)

    run_zig = build.run_zig
    monkeypatch.setattr(build, "run_zig", run)
    (tmp_path / "plugin.py").write_text(TEXT.replace("_blocked", f"_{tmp_path.name}_{id(compiled)}"))
    first = compile_plugin(tmp_path).wasm
    assert compiled.count("clang") >= 1
    compiled.clear()
    assert compile_plugin(tmp_path).wasm == first
    assert compiled == ["wasm-ld"]


CLOSURES = """\
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pygress.sdk import HttpFilter, Reply, Request, plugin


def counter(start: int) -> Callable[[int], int]:
    return lambda step: start + step


def words(text: str) -> Iterator[str]:
    yield from text.split()


@dataclass
class Config:
    names: str = "a b"

    def __post_init__(self) -> None:
        size = len(self.names)
        self.add: Callable[[int], int] = lambda step: size + step
        self.list = sorted(words(self.names), key=lambda one: (len(one), self.add(len(one))))


@plugin(name="closures", version="1.0.0")
class Closures(HttpFilter[Config]):
    def on_request_headers(self, request: Request) -> Reply | None:
        twice = counter(self.config.add(1))
        return Reply(200, " ".join(reversed(self.config.list)) + str(twice(1)) + "".join(words(request.path)))
"""


def test_closures_and_generators_are_made_in_each_unit(tmp_path: Path) -> None:
    (tmp_path / "plugin.py").write_text(CLOSURES)
    answers = [
        open_site(tmp_path / "plugin.py", kind, {"names": "ccc a bb"}).request("GET", "/x").text
        for kind in ("cpython", "wasm")
    ]
    assert answers == ["ccc bb a10/x"] * 2


def test_names_of_constants_are_not_those_of_registers(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("print('a' + str(1))\n")
    assert len(compile_program(tmp_path / "program.py").c.split('#include "pg.h"')) == 2
    for text in units(tmp_path, TEXT):
        assert "pg_str r1 " not in text
