"""Which checks of arithmetic are proved away, and which stay."""

import pytest

from pygress.compiler import passes
from pygress.compiler.frontend.program import build_program
from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Function

TEXT = """
import sys


def cell(i: int, j: int) -> float:
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def sums(numbers: list[float]) -> float:
    total = 0.0
    for i in range(len(numbers)):
        for j in range(len(numbers)):
            total += cell(i, j) * numbers[j]
    return total


def counts(limit: int) -> int:
    found = 0
    n = 0
    while n < limit:
        n += 1
        found += n
    return found


def reverses(items: list[int]) -> None:
    low = 0
    high = len(items) - 1
    while low < high:
        items[low], items[high] = items[high], items[low]
        low += 1
        high -= 1


def last(items: list[int]) -> int:
    return items[-1]


def hashes(data: bytes) -> int:
    state = 5381
    for byte in data:
        state = (state * 33 + byte) % 4294967296
    return state


def halves(a: int) -> int:
    return a // 2 + a % 8


def quotient(a: int, b: int) -> int:
    return a // b


def guarded(a: int) -> int:
    if a > 0:
        return -a
    return -a


def grows(n: int) -> int:
    total = 1
    for _ in range(n):
        total *= 3
    return total


def value(a: int) -> int:
    return a + 1


n = len(sys.argv)
print(sums([1.0]), counts(n * 5), last([1]), hashes(b"ab"), halves(n - 3), quotient(7, n), guarded(n), grows(n))
reverses([1, 2])
print(list(map(value, [1])), value(2))
"""


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Function]:
    path = tmp_path_factory.mktemp("ranges") / "program.py"
    path.write_text(TEXT)
    program, _ = build_program(path, "program.py")
    passes.run(program)
    return {one.c.removeprefix("py_"): one for one in program.functions}


def checked(function: Function) -> list[str]:
    """Name the operations that can still raise, in order."""
    return [
        op.prim.name
        for block in function.blocks
        for op in block.ops
        if isinstance(op, ops.Call) and op.prim.raises
    ]


def test_bounds_of_parameters_come_from_all_calls(functions: dict[str, Function]) -> None:
    assert checked(functions["cell"]) == []
    assert not functions["cell"].raises


def test_an_index_from_a_loop_is_not_negative(functions: dict[str, Function]) -> None:
    assert checked(functions["sums"]) == ["list_getitem_forward"]


def test_a_counter_below_a_limit_cannot_overflow_but_a_sum_can(functions: dict[str, Function]) -> None:
    assert checked(functions["counts"]) == ["__add__"]


def test_two_indices_that_meet_need_no_overflow_checks(functions: dict[str, Function]) -> None:
    names = set(checked(functions["reverses"]))
    assert names == {"list_getitem_forward", "list_setitem_forward"}


def test_a_negative_index_keeps_its_path(functions: dict[str, Function]) -> None:
    assert checked(functions["last"]) == ["__getitem__"]


def test_a_remainder_bounds_the_next_product(functions: dict[str, Function]) -> None:
    assert checked(functions["hashes"]) == []


def test_powers_of_two_need_no_division_even_of_negative_numbers(functions: dict[str, Function]) -> None:
    assert checked(functions["halves"]) == []
    names = [
        op.prim.name for block in functions["halves"].blocks for op in block.ops if isinstance(op, ops.Call)
    ]
    assert names[:2] == ["int_rshift_plain", "int_and_plain"]


def test_a_divisor_that_may_be_zero_is_checked(functions: dict[str, Function]) -> None:
    assert checked(functions["quotient"]) == ["__floordiv__"]


def test_a_comparison_bounds_one_branch(functions: dict[str, Function]) -> None:
    assert checked(functions["guarded"]) == ["__neg__"]


def test_what_a_loop_makes_bigger_is_checked(functions: dict[str, Function]) -> None:
    assert checked(functions["grows"]) == ["__mul__"]


def test_the_parameter_of_a_function_value_may_be_anything(functions: dict[str, Function]) -> None:
    assert checked(functions["value"]) == ["__add__"]
