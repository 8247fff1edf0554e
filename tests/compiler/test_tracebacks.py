"""What an uncaught exception leaves on stderr: CPython's text, but for the source lines under each place.

Left out of the comparison are these lines with their marks, the folder of a file, the `__init__` of a dataclass (which
has no file), and comprehensions (which have no frame since Python 3.12). `IN_PLACE` are cases where a lambda or a
generator expression is compiled in the place where it is used, so that its frame is missing.
"""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pygress.compiler.pipeline import compile_program
from pygress.host.program import Program

HERE = Path(__file__).parent / "tracebacks"
IN_PLACE = {"sorts": "<lambda>", "other_module": "<genexpr>"}
WAYS = HERE / "ways.py"
MARGIN = re.compile(r"( +[|+] )?(.*)")
"""What stands before a line inside an exception group."""
PLACE = re.compile(r'  File "(.*)", line (\d+), in (.*)')


def names() -> list[str]:
    for node in ast.parse(WAYS.read_text()).body:
        if (
            isinstance(node, ast.AnnAssign)
            and ast.unparse(node.target) == "CASES"
            and isinstance(node.value, ast.Dict)
        ):
            return [str(key.value) for key in node.value.keys if isinstance(key, ast.Constant)]
    raise AssertionError


@pytest.fixture(scope="module")
def program() -> Program:
    return Program(compile_program(WAYS).wasm)


def shown(text: str, left_out: str = "") -> list[str]:
    out = []
    for whole in text.splitlines():
        found = MARGIN.fullmatch(whole)
        assert found is not None
        margin, line = found[1] or "", found[2]
        place = PLACE.fullmatch(line)
        if place is not None:
            if place[1] != "<string>" and place[3] not in ("<listcomp>", left_out):
                out.append(f"{margin}  {Path(place[1]).name}:{place[2]} {place[3]}")
        elif not line.startswith("    ") or "+--" in line:
            out.append(margin + line)
    return out


@pytest.mark.parametrize("name", names())
def test_same_text_as_cpython(name: str, program: Program) -> None:
    done = subprocess.run(
        [sys.executable, "-B", str(WAYS), name], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    ran = program.run([str(WAYS), name], b"")
    assert ran.exit_code == 1
    assert shown(ran.stderr) == shown(done.stderr, IN_PLACE.get(name, ""))
