"""What the generated configuration decoders share; `config` holds the table of messages.

The compiler writes one decoder per dataclass as typed Python (see `compiler/frontend/plugin/decoders.py`). A decoder is
given the document, the place of a value in it, and the value's path for messages.
"""

from pygress.sdk import document
from pygress.sdk.document import (
    FALSE,
    INTEGER,
    LIST,
    NULL,
    NUMBER,
    OBJECT,
    TEXT,
    TRUE,
    first,
    kind,
    shown,
    string,
)


def parse(text: str) -> str:
    """Check JSON; text that is empty counts as `{}`."""
    try:
        return document.load(text)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
    except OverflowError:
        raise ValueError("an integer needs more than 64 bits") from None


def wrong(doc: str, at: int, path: str, expected: str) -> ValueError:
    """Say that a value has the wrong type."""
    return error_at(path, f"expected {expected}, got {shown(doc, at)}")


def error_at(path: str, message: str) -> ValueError:
    """Put the place before a message."""
    if path:
        message = f"{path}: {message}"
    return ValueError(message)


def dot(path: str, name: str) -> str:
    """Give the path of a field."""
    return f"{path}.{name}" if path else name


def item(path: str, index: int) -> str:
    """Give the path of an item of a list."""
    return f"{path}[{index}]"


def as_str(doc: str, at: int, path: str) -> str:
    """Read a string."""
    if kind(doc, at) != TEXT:
        raise wrong(doc, at, path, "a string")
    return string(doc, at)


def as_int(doc: str, at: int, path: str) -> int:
    """Read an integer."""
    if kind(doc, at) != INTEGER:
        raise wrong(doc, at, path, "an integer")
    return document.integer(doc, at)


def as_float(doc: str, at: int, path: str) -> float:
    """Read a number."""
    if not is_number(doc, at):
        raise wrong(doc, at, path, "a number")
    return document.number(doc, at)


def as_bool(doc: str, at: int, path: str) -> bool:
    """Read a boolean."""
    if not is_bool(doc, at):
        raise wrong(doc, at, path, "a boolean")
    return kind(doc, at) == TRUE


def as_null(doc: str, at: int, path: str) -> None:
    """Read a null."""
    if kind(doc, at) != NULL:
        raise wrong(doc, at, path, "null")


def is_number(doc: str, at: int) -> bool:
    """Say whether a value is a number of either kind."""
    found = kind(doc, at)
    return found in (NUMBER, INTEGER)


def is_bool(doc: str, at: int) -> bool:
    """Say whether a value is a boolean."""
    found = kind(doc, at)
    return found in (TRUE, FALSE)


def items(doc: str, at: int, path: str) -> int:
    """Give the first item of a list; -1 if it is empty."""
    if kind(doc, at) != LIST:
        raise wrong(doc, at, path, "a list")
    return first(doc, at)


def names(doc: str, at: int, path: str) -> int:
    """Give the first name in an object; -1 if it is empty."""
    if kind(doc, at) != OBJECT:
        raise wrong(doc, at, path, "an object")
    return first(doc, at)


def field(doc: str, name: int, path: str, allowed: str) -> int:
    """Say which of the fields a name is."""
    found = document.member(doc, name, allowed)
    if found < 0:
        known = f"allowed are {allowed}" if allowed else "none is allowed"
        raise error_at(dot(path, string(doc, name)), f"unknown field, {known}")
    return found


def missing(path: str, name: str) -> ValueError:
    """Say that a field is not there."""
    return error_at(dot(path, name), "missing")


def check_length(size: int, path: str, bad: bool, bounds: str) -> None:
    """Refuse a length out of bounds."""
    if bad:
        raise error_at(path, f"must be {bounds} long, is {size} long")


def check_range(doc: str, at: int, path: str, bad: bool, bounds: str) -> None:
    """Refuse a number out of bounds."""
    if bad:
        raise error_at(path, f"must be {bounds}, got {shown(doc, at)}")
