"""A JSON text that is read in place: a value is the place where it begins, and nothing is built but what is asked for.

The decoders of configurations need no more, and so a plugin brings no parser of dynamic values, no dictionaries and no
text of floats along. In a compiled plugin each of these functions is the C function `pg_document_<name>`
(`runtime/document.c`); all but `load` want the text that `load` gave.
"""

import json
import re
from typing import Any

OBJECT = 123
LIST = 91
TEXT = 34
TRUE = 116
FALSE = 102
NULL = 110
INTEGER = 105
NUMBER = 46
"""A number with a fraction or an exponent, or one that JSON does not know (`NaN`)."""

DEEPEST = 100
"""How many lists and objects may be inside of each other."""

_SPACE = " \n\r\t"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s"{}\[\],:]+')


def load(text: str) -> str:
    """Check a whole text, give it without the space around it; only space counts as `{}`.

    Raises `ValueError` with the words of `json`, `OverflowError` where an integer needs more than 64 bits.
    """
    if not text.strip(_SPACE):
        return "{}"
    try:
        json.loads(text, parse_int=_integer)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    depth = 0
    for found in _TOKEN.finditer(text):
        depth += (found[0] in "{[") - (found[0] in "}]")
        if depth > DEEPEST:
            raise ValueError("nested too deeply")
    return text.strip(_SPACE)


def _integer(digits: str) -> int:
    number = int(digits)
    if not -(2**63) <= number < 2**63:
        raise OverflowError
    return number


def kind(text: str, at: int) -> int:
    """Say what a value is: one of the constants above."""
    if text[at] not in "-0123456789NI":
        return ord(text[at])
    return INTEGER if text[at : _after(text, at)].lstrip("-").isdecimal() else NUMBER


def first(text: str, at: int) -> int:
    """Give the first item of a list or the first name in an object; -1 if it is empty."""
    at = _space(text, at + 1)
    return -1 if text[at] in "]}" else at


def following(text: str, at: int) -> int:
    """Give the item or name after one; -1 after the last."""
    at = _space(text, _after(text, at))
    if text[at] == ":":
        at = _space(text, _after(text, _space(text, at + 1)))
    return _space(text, at + 1) if text[at] == "," else -1


def value(text: str, at: int) -> int:
    """Give the value that belongs to a name."""
    return _space(text, _space(text, _after(text, at)) + 1)


def latest(text: str, at: int, name: int) -> int:
    """Give the value that counts for a name of the object `at`: the last; -1 if the name was there before."""
    wanted = string(text, name)
    found, one = -1, first(text, at)
    while one >= 0:
        if string(text, one) == wanted:
            if one < name:
                return -1
            found = one
        one = following(text, one)
    return value(text, found)


def member(text: str, name: int, names: str) -> int:
    """Say which of the names in a text "`a`, `b`" a name is; -1 if none."""
    wanted = f"`{string(text, name)}`"
    every = names.split(", ")
    return every.index(wanted) if wanted in every else -1


def string(text: str, at: int) -> str:
    """Read a string."""
    out: str = json.loads(text[at : _after(text, at)])
    return out


def integer(text: str, at: int) -> int:
    """Read an integer."""
    return int(text[at : _after(text, at)])


def number(text: str, at: int) -> float:
    """Read a number of either kind."""
    return float(json.loads(text[at : _after(text, at)]))


def dynamic(text: str, at: int) -> Any:
    """Read any value."""
    return json.loads(text[at : _after(text, at)])


def shown(text: str, at: int) -> str:
    """Give a value as messages show it: as it is written, cut to 40 characters; no lists and objects."""
    if text[at] in "{[":
        return "an object" if text[at] == "{" else "a list"
    end = _after(text, at)
    return text[at:end] if end - at <= 40 else text[at : at + 40] + "..."


def _space(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _after(text: str, at: int) -> int:
    depth = 0
    for found in _TOKEN.finditer(text, at):
        depth += (found[0] in "{[") - (found[0] in "}]")
        if depth == 0:
            return found.end()
    return len(text)
