"""What the generated configuration decoders share; `config` holds the table of messages.

The compiler writes one decoder per dataclass as typed Python (see `compiler/frontend/plugin/decoders.py`),
which checks a parsed JSON value with these functions.
"""

import json

INT_MIN = -0x8000000000000000
INT_MAX = 0x7FFFFFFFFFFFFFFF
TOO_LARGE = "an integer needs more than 64 bits"


def parse(text: str) -> object:
    """Parse JSON; text that is empty counts as `{}`."""
    if not text.strip():
        text = "{}"
    try:
        value: object = json.loads(text)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
    except OverflowError:
        raise ValueError(TOO_LARGE) from None
    return value


def wrong(path: str, expected: str, value: object) -> ValueError:
    """Say that a value has the wrong type."""
    return error_at(path, f"expected {expected}, got {shown(value)}")


def error_at(path: str, message: str) -> ValueError:
    """Put the place before a message."""
    if path:
        return ValueError(f"{path}: {message}")
    return ValueError(message)


def dot(path: str, name: str) -> str:
    """Give the path of a field."""
    return f"{path}.{name}" if path else name


def shown(value: object) -> str:
    """Show a value as JSON, cut to 40 characters.

    Written out instead of `json.dumps`, whose writer would be a tenth of a small plugin.
    """
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = quoted(value) if isinstance(value, str) else number(value)
    if len(text) <= 40:
        return text
    return text[:40] + "..."


def quoted(value: str) -> str:
    """Write a string as JSON."""
    parts = ['"']
    for char in value:
        code = ord(char)
        if char == '"' or char == "\\":
            parts.append("\\" + char)
        elif code >= 32:
            parts.append(char)
        elif char in "\b\t\n\f\r":
            parts.append("\\" + "btnfr"["\b\t\n\f\r".index(char)])
        else:
            parts.append("\\u00" + "0123456789abcdef"[code >> 4] + "0123456789abcdef"[code & 15])
    parts.append('"')
    return "".join(parts)


def number(value: object) -> str:
    """Write a number as JSON."""
    if isinstance(value, float):
        if value != value:
            return "NaN"
        if value in (float("inf"), float("-inf")):
            return "Infinity" if value > 0 else "-Infinity"
    return str(value)


def is_integer(value: object) -> bool:
    """Say whether a value is a JSON integer."""
    return not isinstance(value, bool) and isinstance(value, int)


def as_str(value: object, path: str) -> str:
    """Check a string."""
    if isinstance(value, str):
        return value
    raise wrong(path, "a string", value)


def as_int(value: object, path: str) -> int:
    """Check an integer."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong(path, "an integer", value)
    if value < INT_MIN or value > INT_MAX:
        raise ValueError(TOO_LARGE)
    return value


def as_float(value: object, path: str) -> float:
    """Check a number."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong(path, "a number", value)
    return float(value)


def as_bool(value: object, path: str) -> bool:
    """Check a boolean."""
    if isinstance(value, bool):
        return value
    raise wrong(path, "a boolean", value)


def as_null(value: object, path: str) -> None:
    """Check a null."""
    if value is not None:
        raise wrong(path, "null", value)


def as_list(value: object, path: str) -> list[object]:
    """Check a list; what is inside is checked by the caller."""
    if isinstance(value, list):
        return value
    raise wrong(path, "a list", value)


def as_object(value: object, path: str) -> dict[str, object]:
    """Check an object; what is inside is checked by the caller."""
    if isinstance(value, dict):
        return value
    raise wrong(path, "an object", value)


def check_length(size: int, path: str, bad: bool, bounds: str) -> None:
    """Refuse a length out of bounds."""
    if bad:
        raise error_at(path, f"must be {bounds} long, is {size} long")


def check_range(value: object, path: str, bad: bool, bounds: str) -> None:
    """Refuse a number out of bounds."""
    if bad:
        raise error_at(path, f"must be {bounds}, got {shown(value)}")
