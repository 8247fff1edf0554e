"""Where the collector may run in the middle of a call, and what is kept for it."""

import pytest

from pygress.compiler import passes
from pygress.compiler.frontend.program import build_program
from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Function

TEXT = """
import sys


def sums(numbers: list[int]) -> int:
    total = 0
    for number in numbers:
        total += number
    return total


def texts(count: int, prefix: str) -> list[str]:
    made: list[str] = []
    for number in range(count):
        made.append(prefix + str(number))
    return made


def outer(count: int, name: str, unused: str) -> str:
    table = {"a": name}
    made = texts(count, unused)
    return table["a"] + made[0]


def inner_only(rows: list[list[str]]) -> None:
    for row in rows:
        for one in row:
            print(one)


def walks(depth: int) -> list[str]:
    found: list[str] = []
    for number in range(depth):
        found += walks(number)
    return found


def helper(text: str) -> str:
    out = ""
    for one in text:
        out = one + out
    return out


def key(text: str) -> str:
    return helper(text)


def entries(table: dict[str, str]) -> str:
    out = ""
    for name, value in table.items():
        out = outer(2, name, value)
    return out


count = len(sys.argv)
print(sums([1, 2]), outer(count, "n", "u"), walks(2), sorted(["b"], key=key), helper("x"), entries({"a": "b"}))
inner_only([["x"]])
"""


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Function]:
    path = tmp_path_factory.mktemp("safepoints") / "points.py"
    path.write_text(TEXT)
    program, _ = build_program(path, "points.py")
    passes.run(program)
    return {one.name: one for one in program.functions}


def kept(function: Function) -> list[list[str]]:
    """Name what each collection of a function keeps, loops first found first."""
    return [
        [one.name for one in op.kept if one.name]
        for block in function.blocks
        for op in block.ops
        if isinstance(op, ops.Collect)
    ]


def kept_by_calls(function: Function) -> dict[str, list[str]]:
    return {
        op.function.name: [one.name for one in op.kept if one.name]
        for block in function.blocks
        for op in block.ops
        if isinstance(op, ops.CallFunction) and op.kept
    }


def test_a_loop_that_allocates_collects_and_keeps_what_lives(functions: dict[str, Function]) -> None:
    assert kept(functions["texts"]) == [["prefix", "made"]]


def test_a_loop_that_allocates_nothing_does_not_collect(functions: dict[str, Function]) -> None:
    assert kept(functions["sums"]) == []


def test_a_call_keeps_what_its_function_needs_afterwards(functions: dict[str, Function]) -> None:
    assert kept_by_calls(functions["outer"]) == {"texts": ["table"]}


def test_only_the_loop_that_allocates_collects(functions: dict[str, Function]) -> None:
    assert len(kept(functions["inner_only"])) == 1


@pytest.mark.parametrize("name", ["walks", "helper", "key"])
def test_what_may_be_active_twice_or_is_called_by_the_runtime_stays_out(
    functions: dict[str, Function], name: str
) -> None:
    assert kept(functions[name]) == []
    assert kept_by_calls(functions[name]) == {}


def test_a_loop_over_a_dict_keeps_no_pointer_into_it(functions: dict[str, Function]) -> None:
    reps = {reg for op in _all(functions["entries"]) for reg in getattr(op, "kept", ())}
    entries = {
        op.dst
        for op in _all(functions["entries"])
        if isinstance(op, ops.Call) and op.prim.name == "dict_next"
    }
    assert reps
    assert not reps & entries


def _all(function: Function) -> list[ops.Op]:
    return [op for block in function.blocks for op in block.ops]


def test_two_functions_share_no_slot(functions: dict[str, Function]) -> None:
    slots = [slot for one in functions.values() for slot in one.slots.values()]
    assert len(slots) == len(set(slots))
