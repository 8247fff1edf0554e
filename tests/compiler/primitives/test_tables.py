"""The tables of primitives: each stub can be read. They are read one by one, when a program first needs them."""

import pytest

from pygress.compiler.primitives import tables
from pygress.compiler.primitives.model import Table, parse_functions, parse_table

ALL = {
    "internal": tables.INTERNAL,
    "functions": tables.FUNCTIONS,
    **tables.METHODS,
    **{f"{name} attributes": table for name, table in tables.ATTRIBUTES.items()},
    **tables.STREAMS,
}


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_stub_can_be_read(name: str) -> None:
    table = ALL[name]
    assert len(table) > 0
    for operation, primitives in table.items():
        assert primitives, operation
        assert all(one.c for one in primitives)


def test_overloads_keep_their_order() -> None:
    table = parse_table(
        "def f(x: int) -> int: pg_a\ndef g() -> None: pg_g\ndef f(x: str) -> str: raises(pg_b)\n"
    )
    assert [(one.c, one.raises) for one in table["f"]] == [("pg_a", False), ("pg_b", True)]
    assert "h" not in table
    assert table.get("h") is None


def test_functions_of_a_module() -> None:
    text = "import os\n\n\ndef one(x: int = 3) -> str:\n    return ''\n\n\n@cache\ndef other() -> None:\n    pass\n"
    table: Table = parse_functions(text, "pg_native_", "quiet_")
    assert list(table) == ["one"]
    assert table["one"][0].c == "pg_native_one"
    assert table["one"][0].raises
