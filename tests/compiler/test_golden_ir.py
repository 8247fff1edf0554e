"""The compiler IR of small functions: `golden/*.test` hold Python above the IR that it is lowered to, before passes.

Every function of a case is lowered as if something called it. `pytest --update` rewrites the IR: read the diff.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from mypy import nodes

from pygress.base.diagnostics import DiagnosticError
from pygress.compiler.frontend.check import check
from pygress.compiler.frontend.imports import reach
from pygress.compiler.frontend.lower.modules import finish_libraries, module_init
from pygress.compiler.frontend.program import make_world
from pygress.compiler.frontend.source_file import Source
from pygress.compiler.ir.printer import print_function, print_program

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("*.test"))
_CASE = re.compile(r"^\[case (\w+)\]\n(.*?)^\[out\]\n(.*?)(?=^\[case |\Z)", re.MULTILINE | re.DOTALL)


@dataclass
class Case:
    """One case of a file: Python, and its IR."""

    name: str
    source: str
    out: str


def cases_of(file: Path) -> Iterator[Case]:
    for name, source, out in _CASE.findall(file.read_text()):
        yield Case(name, source.strip("\n") + "\n", out.strip("\n") + "\n")


CASES = [(file, case) for file in FILES for case in cases_of(file)]


def lower(source: str, folder: Path) -> str:
    main = Source("case", "case.py", source)
    reached = reach([main], folder)
    try:
        checked = check(reached.sources, reached.library, reached.mistakes)
        world = make_world(checked, reached.implemented)
        world.main_module = "case"
        tree = checked.files["case"]
        world.program.init = world.program.main = module_init(world, tree)
        for node in tree.defs:
            if isinstance(node, nodes.FuncDef):
                world.function(node, None, {}, tree)
        world.run()
    except DiagnosticError as error:
        return "".join(f"{one.code}: {one.message}\n" for one in error.diagnostics)
    finish_libraries(world)
    program = world.program
    own = [one for one in program.functions if one.path == "case.py" and one is not program.init]
    program.functions = own
    return print_program(program) if program.dispatches else "\n".join(map(print_function, own))


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file.stem}/{case.name}" for file, case in CASES])
def test_ir(file: Path, case: Case, tmp_path: Path, update: bool) -> None:
    found = lower(case.source, tmp_path).strip("\n") + "\n"
    if update:
        cases = {one.name: one for one in cases_of(file)}
        cases[case.name].out = found
        file.write_text(
            "\n".join(f"[case {one.name}]\n{one.source}[out]\n{one.out}" for one in cases.values())
        )
    assert found == case.out or update, "run `pytest --update` and read the diff"
