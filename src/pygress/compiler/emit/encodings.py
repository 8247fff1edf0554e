"""Encoding and decoding whose names are known: the function for UTF-8 in place of the one for every encoding.

Before: pg_bytes_decode(b, "utf-8", "replace")    After: pg_bytes_decode_replace(b)
"""

from __future__ import annotations

import codecs

from pygress.compiler.ir import ops

_FUNCTIONS = {
    ("pg_bytes_decode", "strict"): "pg_bytes_decode_utf8",
    ("pg_bytes_decode", "replace"): "pg_bytes_decode_replace",
    ("pg_str_encode", "strict"): "pg_str_encode_utf8",
}


def utf8_function(c: str, args: tuple[ops.Operand, ...]) -> str | None:
    """Give the C function for UTF-8, which takes the first argument alone; `None` if another one may be meant."""
    if len(args) != 3:
        return None
    encoding, errors = _text(args[1], "utf-8"), _text(args[2], "strict")
    if encoding is None or errors is None:
        return None
    try:
        known = codecs.lookup(encoding).name
    except LookupError:
        return None
    return _FUNCTIONS.get((c, errors)) if known == "utf-8" else None


def _text(operand: ops.Operand, default: str) -> str | None:
    match operand:
        case ops.Null():
            return default
        case ops.Const(value=str() as value):
            return value
        case _:
            return None
