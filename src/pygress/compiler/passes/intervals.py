"""What operations make of intervals of integers; `None` is "any of 64 bits"."""

from __future__ import annotations

from collections.abc import Callable

Interval = tuple[int, int]
"""Least and greatest value, both included."""

LOW, HIGH = -(1 << 63), (1 << 63) - 1
FULL: Interval = (LOW, HIGH)
SIZE: Interval = (0, 1 << 29)
"""Lengths of what has 8 bytes an item: memory ends at 4 GiB."""
BYTES: Interval = (0, (1 << 31) - 1)
"""Lengths of texts."""


def fits(one: Interval) -> bool:
    """Tell whether all values of an exact result have 64 bits."""
    return one[0] >= LOW and one[1] <= HIGH


def clip(one: Interval) -> Interval:
    """Cut off what an overflow check refuses."""
    return max(one[0], LOW), min(one[1], HIGH)


def join(a: Interval, b: Interval) -> Interval:
    """Give the least interval that holds both."""
    return min(a[0], b[0]), max(a[1], b[1])


def _add(a: Interval, b: Interval) -> Interval:
    return a[0] + b[0], a[1] + b[1]


def _sub(a: Interval, b: Interval) -> Interval:
    return a[0] - b[1], a[1] - b[0]


def _mul(a: Interval, b: Interval) -> Interval:
    corners = [x * y for x in a for y in b]
    return min(corners), max(corners)


def _floordiv(a: Interval, b: Interval) -> Interval:
    if b[0] <= 0:
        return FULL
    corners = [x // y for x in a for y in b]
    return min(corners), max(corners)


def _mod(a: Interval, b: Interval) -> Interval:
    if b[0] <= 0:
        return FULL
    return a if a[0] >= 0 and a[1] < b[0] else (0, b[1] - 1)


def _lshift(a: Interval, b: Interval) -> Interval:
    if b[0] < 0 or b[1] > 63:
        return LOW - 1, HIGH + 1
    return _mul(a, (1 << b[0], 1 << b[1]))


def _rshift(a: Interval, b: Interval) -> Interval:
    if b[0] < 0:
        return FULL
    corners = [x >> min(y, 64) for x in a for y in b]
    return min(corners), max(corners)


def _and(a: Interval, b: Interval) -> Interval:
    if a[0] < 0 and b[0] < 0:
        return FULL
    return 0, min(one[1] for one in (a, b) if one[0] >= 0)


def _or(a: Interval, b: Interval) -> Interval:
    if a[0] < 0 or b[0] < 0:
        return FULL
    return 0, (1 << max(a[1], b[1]).bit_length()) - 1


EXACT: dict[str, Callable[[Interval, Interval], Interval]] = {
    "pg_int_add": _add,
    "pg_int_sub": _sub,
    "pg_int_mul": _mul,
    "pg_int_floordiv": _floordiv,
    "pg_int_mod": _mod,
    "pg_int_lshift": _lshift,
    "pg_int_rshift": _rshift,
    "{0} + {1}": _add,
    "{0} - {1}": _sub,
    "(int64_t)((uint64_t){0} + (uint64_t){1})": _add,
    "{0} >> {1}": _rshift,
    "{0} & {1}": _and,
    "{0} | {1}": _or,
    "{0} ^ {1}": _or,
}
"""C of a primitive -> the interval of its result if nothing overflows."""
ONE = {"{0} + 1": (1, 1), "{0} - 1": (-1, -1)}
"""C of a primitive -> what it adds."""
KNOWN: dict[str, Interval] = {
    "pg_list_len": SIZE,
    "pg_dict_len": SIZE,
    "pg_set_len": SIZE,
    "(int64_t)((pg_dict *){0})->len": SIZE,
    "(int64_t)((pg_set *){0})->len": SIZE,
    "(int64_t)((pg_tuple *){0})->len": SIZE,
    "pg_str_len": BYTES,
    "pg_bytes_len": BYTES,
    "(int64_t)((pg_bytearray *){0})->len": BYTES,
    "pg_bytes_getitem": (0, 255),
    "pg_bytearray_getitem": (0, 255),
    "(int64_t)((pg_bytes *){0})->data[{1}]": (0, 255),
    "pg_str_ord": (0, 0x10FFFF),
    "pg_bytes_ord": (0, 255),
    "(int64_t){0}": (0, 1),
    "pg_range_count": (0, HIGH),
    "pg_range_len": (0, HIGH),
    "pg_int_abs": (0, HIGH),
    "pg_int_bit_length": (0, 64),
    "pg_int_bit_count": (0, 64),
}
"""C of a primitive -> what its result always is."""

COMPARED: dict[str, str] = {
    "{0} < {1}": "<",
    "{0} <= {1}": "<=",
    "{0} > {1}": ">",
    "{0} >= {1}": ">=",
    "{0} == {1}": "==",
    "{0} != {1}": "!=",
}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def refine(a: Interval, relation: str, b: Interval) -> tuple[Interval, Interval] | None:
    """Narrow two intervals by a relation that holds between them; `None` if it cannot hold."""
    match relation:
        case "<":
            a, b = (a[0], min(a[1], b[1] - 1)), (max(b[0], a[0] + 1), b[1])
        case "<=":
            a, b = (a[0], min(a[1], b[1])), (max(b[0], a[0]), b[1])
        case ">" | ">=":
            turned = refine(b, relation.replace(">", "<"), a)
            return None if turned is None else (turned[1], turned[0])
        case "==":
            a = b = (max(a[0], b[0]), min(a[1], b[1]))
        case _:
            a, b = _without(a, b), _without(b, a)
    return None if a[0] > a[1] or b[0] > b[1] else (a, b)


def _without(a: Interval, b: Interval) -> Interval:
    if b[0] != b[1]:
        return a
    return a[0] + (a[0] == b[0]), a[1] - (a[1] == b[0])
