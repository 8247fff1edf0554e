"""What the passes find out about small programs."""

from collections.abc import Callable

import pytest

from pygress.compiler import passes
from pygress.compiler.frontend.program import build_program
from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Function, Program

Compile = Callable[[str], dict[str, Function]]

TEXT = """
import sys


def clean(a: int, b: int) -> bool:
    return a < b


def adds(a: int, b: int) -> int:
    return a + b


def calls(a: int) -> int:
    return adds(a, 1)


def safe(a: int) -> int:
    try:
        return adds(a, 1)
    except OverflowError:
        return 0


def even(n: int) -> bool:
    return n == 0 or odd(n - 1)


def odd(n: int) -> bool:
    return n != 0 and even(n - 1)


def always(flag: bool) -> int:
    if flag:
        x = 1
    else:
        x = 2
    return x


def maybe(flag: bool) -> int:
    if flag:
        x = 1
    return x


print(clean(1, 2), calls(int("1")), safe(int("2")), even(4), always(True), maybe(len(sys.argv) > 0))
"""


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Function]:
    path = tmp_path_factory.mktemp("program") / "program.py"
    path.write_text(TEXT)
    program: Program = build_program(path, "program.py")[0]
    passes.run(program)
    return {one.name: one for one in program.functions}


def test_a_comparison_cannot_raise(functions: dict[str, Function]) -> None:
    assert not functions["clean"].raises


def test_an_addition_can_raise_and_so_can_its_callers(functions: dict[str, Function]) -> None:
    assert functions["adds"].raises
    assert functions["calls"].raises


def test_mutual_recursion_counts_its_depth(functions: dict[str, Function]) -> None:
    assert functions["even"].recursive
    assert functions["odd"].recursive
    assert not functions["calls"].recursive


def test_checks_stay_only_where_a_variable_may_be_unbound(functions: dict[str, Function]) -> None:
    def checks(name: str) -> int:
        return sum(isinstance(op, ops.CheckBound) for block in functions[name].blocks for op in block.ops)

    assert checks("always") == 0
    assert checks("maybe") == 1
    assert [reg.name for reg in functions["maybe"].flagged] == ["x"]


def test_every_block_ends_and_is_reachable(functions: dict[str, Function]) -> None:
    for function in functions.values():
        seen = {function.blocks[0]}
        for block in function.blocks:
            assert block.end is not None
            seen.update(ops.successors(block))
        assert seen == set(function.blocks)
