"""Modules whose calls go through the table do what the others do."""

# ruff: noqa: E501 (C text)

from collections.abc import Sequence

import pytest
import wasmtime

from pygress.compiler.runtime import far_calls
from pygress.compiler.runtime.build import compile_and_link
from pygress.compiler.runtime.far_calls import write_signed
from pygress.compiler.runtime.linked import function_names
from pygress.compiler.runtime.objects import read_sections

PROGRAM = r"""
#include "pg.h"
static int64_t zeros[4096];
/* Big enough to be far, and called from two places. */
__attribute__((noinline)) static int64_t far(int64_t n, double x) {
    pg_list *list = pg_list_new(PG_I64, 0);
    for (int64_t i = 0; i < n; i++) pg_list_append(list, i * (int64_t)x);
    int64_t sum = 0;
    for (int64_t i = 0; i < n; i++) sum += pg_list_getitem(list, i) + zeros[i & 4095]++;
    return sum;
}
__attribute__((noinline)) static int64_t near(int64_t n) { return n * 3 + zeros[5]; }
static int64_t (*const table[])(int64_t) = { near };
int32_t first(int32_t n) { pg_callback_begin(); int64_t r = far(n, 2.0) + near(n); pg_callback_end(); return (int32_t)r; }
int32_t second(int32_t n) { return (int32_t)(far(n, -3.0) + table[n & 0](n)); }
"""
NO_POINTERS = "int alone(int n) { return n + 1; }"


@pytest.fixture(autouse=True)
def _no_module_is_too_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(far_calls, "SMALL_CODE", 0)


def run(module: bytes, calls: Sequence[tuple[str, int]]) -> list[int]:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    linker = wasmtime.Linker(engine)
    compiled = wasmtime.Module(engine, module)
    linker.define_unknown_imports_as_traps(compiled)
    exports = linker.instantiate(store, compiled).exports(store)
    return [exports[name](store, number) for name, number in calls]  # type: ignore[operator]


def code_of(module: bytes) -> bytes:
    return next(module[begin:end] for number, _, begin, end in read_sections(module) if number == 10)


def test_the_results_are_the_same() -> None:
    near, far = (compile_and_link([PROGRAM], ["first", "second"], far_calls=far) for far in (False, True))
    calls = [("first", 10), ("second", 7), ("first", 5000), ("second", 10)]
    assert run(far, calls) == run(near, calls)
    assert run(far, calls)[0] == 2 * 45 + 3 * 10 + 1


def test_calls_go_through_the_table_and_nothing_else_is_added() -> None:
    near, far = (compile_and_link([PROGRAM], ["first", "second"], far_calls=far) for far in (False, True))
    assert code_of(far).count(b"\x11") > code_of(near).count(b"\x11") + 3
    assert {name for number, name, _, _ in read_sections(far) if number == 0} <= {"name"}
    assert function_names(far) == function_names(near)
    # Linked with relocations, empty memory stands in the file: 32 KB of zeros here.
    assert len(near) < len(far) < len(near) * 1.1


def test_a_small_module_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    near, far = (compile_and_link([PROGRAM], ["first", "second"], far_calls=far) for far in (False, True))
    assert code_of(far) == code_of(near)


def test_a_module_without_pointers_to_functions() -> None:
    module = compile_and_link([NO_POINTERS], ["alone"], far_calls=True)
    assert run(module, [("alone", 4)]) == [5]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "00"), (63, "3f"), (64, "c000"), (-1, "7f"), (-65, "bf7f"), (1 << 30, "8080808004")],
)
def test_signed_numbers(number: int, expected: str) -> None:
    assert write_signed(number).hex() == expected
