"""The primitives whose fast path is compiled into the caller: `pg_list_getitem` becomes `pg_try_list_getitem`.

A `pg_try_*` function (runtime/pg_try.h) gives false when it has raised, and its result through a pointer.
"""

from __future__ import annotations

TRIES = frozenset(
    "pg_" + name
    for name in [
        "int_add",
        "int_sub",
        "int_neg",
        "int_mul",
        "int_floordiv",
        "int_mod",
        "int_lshift",
        "int_rshift",
        "float_div",
        "list_getitem",
        "list_setitem",
        "list_getitem_forward",
        "list_setitem_forward",
        "list_append",
        "bytes_getitem",
    ]
)
"""C names of primitives that have such a twin."""


def twin(c: str) -> str:
    """Give the name of the fast path of a primitive."""
    return c.replace("pg_", "pg_try_", 1)
