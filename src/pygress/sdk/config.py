r"""From the JSON configuration to the plugin's dataclass, with errors that name the place.

`decode(Config, text)` works by reflection here; the compiler generates the same decoder for each dataclass.
Both give the same value or raise `ValueError` with the same message, at the first mistake in document order
(fields in the order of the document, then missing ones in the order of the class, then `__post_init__`):

| mistake | message |
|---|---|
| text is no JSON | `not JSON: ` + the message of `json.JSONDecodeError` |
| wrong type | `PATH: expected TYPE, got VALUE` |
| unknown field | `PATH: unknown field, allowed are A, B` (or `, none is allowed`) |
| missing field | `PATH: missing` |
| integer outside 64 bits, anywhere | `an integer needs more than 64 bits` |
| not a choice of a Literal or Enum | `PATH: expected one of "a", "b", got VALUE` |
| limit | `PATH: must be MIN to MAX, got VALUE`; `at least MIN`, `at most MAX` if one side is open |
| length | `PATH: must be MIN to MAX long, is N long`; `at least MIN`, `at most MAX` if one side is open |
| `ValueError` in `__post_init__` | `PATH: ` + its message |

PATH is `block_urls[2]`, `rules[0].host`, `labels.color`; at the top it is empty and the colon goes with it.
TYPE is `a string`, `an integer`, `a number`, `a boolean`, `a list`, `an object`, `null`; a union joins its
members: `a string, an integer or null`. VALUE is the JSON of the value with `, ` and `: ` between its parts,
cut to 40 characters and `...`; objects are `an object`, lists `a list`. Numbers with a fraction or exponent are
no integers; an integer is a number; a boolean is neither. Text that is empty counts as `{}`.
"""

import enum
import json
import types
import typing
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, TypeVar, cast, get_args, get_origin

from pygress.sdk.limits import Length, Range

T = TypeVar("T")

INT_MIN = -(2**63)
INT_MAX = 2**63 - 1


def decode(kind: type[T], text: str) -> T:
    """Decode a configuration; raises `ValueError` that says where and what (see the module's table)."""
    if not text.strip():
        text = "{}"
    try:
        value = json.loads(text, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error}") from None
    return cast(T, _decode(kind, value, ""))


def _integer(digits: str) -> int:
    number = int(digits)
    if not INT_MIN <= number <= INT_MAX:
        raise ValueError("an integer needs more than 64 bits")
    return number


def _decode(kind: Any, value: object, path: str) -> object:
    origin = get_origin(kind)
    if origin is typing.Annotated:
        inner, *limits = get_args(kind)
        decoded = _decode(inner, value, path)
        for limit in limits:
            _check_limit(limit, decoded, value, path)
        return decoded
    if kind is Any or kind is object:
        return value
    if origin in (typing.Union, types.UnionType):
        return _decode_union(get_args(kind), value, path)
    if origin is typing.Literal:
        return _choose(list(get_args(kind)), value, path)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(_choose([member.value for member in kind], value, path))
    if not _matches(kind, value):
        raise _error(path, f"expected {_named(kind)}, got {_shown(value)}")
    if is_dataclass(kind):
        return _decode_dataclass(cast(type, kind), cast(dict[str, object], value), path)
    if origin is list:
        (item,) = get_args(kind)
        return [_decode(item, one, f"{path}[{index}]") for index, one in enumerate(cast(list[object], value))]
    if origin is dict:
        _, item = get_args(kind)
        entries = cast(dict[str, object], value)
        return {key: _decode(item, one, _join(path, key)) for key, one in entries.items()}
    if kind is float:
        return float(cast(float, value))
    return value


def _decode_dataclass(kind: type, value: dict[str, object], path: str) -> object:
    hints = typing.get_type_hints(kind, include_extras=True)
    known: dict[str, Field[Any]] = {one.name: one for one in fields(kind) if one.init}
    values: dict[str, object] = {}
    for name, one in value.items():
        if name not in known:
            allowed = ", ".join(f"`{other}`" for other in known)
            raise _error(
                _join(path, name),
                f"unknown field, allowed are {allowed}" if known else "unknown field, none is allowed",
            )
        values[name] = _decode(hints[name], one, _join(path, name))
    for name, field in known.items():
        if name not in values and field.default is MISSING and field.default_factory is MISSING:
            raise _error(_join(path, name), "missing")
    try:
        return kind(**values)
    except ValueError as error:
        raise _error(path, str(error)) from None


def _decode_union(kinds: tuple[Any, ...], value: object, path: str) -> object:
    for kind in kinds:
        if _matches(kind, value):
            return _decode(kind, value, path)
    raise _error(path, f"expected {_joined([_named(kind) for kind in kinds])}, got {_shown(value)}")


def _matches(kind: Any, value: object) -> bool:
    """Say whether the JSON type fits; what is inside is checked later."""
    origin = get_origin(kind)
    if origin is typing.Annotated:
        return _matches(get_args(kind)[0], value)
    if origin in (typing.Union, types.UnionType):
        return any(_matches(one, value) for one in get_args(kind))
    if origin is typing.Literal:
        return any(type(one) is type(value) for one in get_args(kind))
    if kind is Any or kind is object:
        return True
    if kind is None or kind is type(None):
        return value is None
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return any(type(one.value) is type(value) for one in kind)
    if kind is bool or kind is str:
        return type(value) is kind
    if kind is int:
        return type(value) is int
    if kind is float:
        return type(value) is float or type(value) is int
    if kind is list or origin is list:
        return type(value) is list
    if kind is dict or origin is dict or is_dataclass(kind):
        return type(value) is dict
    raise TypeError(f"`{kind}` cannot be decoded from JSON")


def _choose(choices: list[Any], value: object, path: str) -> object:
    for choice in choices:
        if type(choice) is type(value) and choice == value:
            return value
    allowed = ", ".join(json.dumps(choice, ensure_ascii=False) for choice in choices)
    raise _error(path, f"expected one of {allowed}, got {_shown(value)}")


def _check_limit(limit: object, decoded: object, value: object, path: str) -> None:
    if isinstance(limit, Range) and isinstance(decoded, int | float):
        if not _inside(decoded, limit.minimum, limit.maximum):
            raise _error(path, f"must be {_bounds(limit.minimum, limit.maximum)}, got {_shown(value)}")
    elif isinstance(limit, Length) and isinstance(decoded, str | list | dict):
        size = len(decoded)
        if not _inside(size, limit.minimum, limit.maximum):
            raise _error(path, f"must be {_bounds(limit.minimum, limit.maximum)} long, is {size} long")


def _inside(number: float, minimum: float | None, maximum: float | None) -> bool:
    return (minimum is None or number >= minimum) and (maximum is None or number <= maximum)


def _bounds(minimum: float | None, maximum: float | None) -> str:
    if maximum is None:
        return f"at least {minimum}"
    if minimum is None:
        return f"at most {maximum}"
    return f"{minimum} to {maximum}"


def _named(kind: Any) -> str:
    origin = get_origin(kind)
    if origin is typing.Annotated:
        return _named(get_args(kind)[0])
    if origin is typing.Literal:
        return _joined([json.dumps(one, ensure_ascii=False) for one in get_args(kind)])
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _joined([json.dumps(one.value, ensure_ascii=False) for one in kind])
    if kind is None or kind is type(None):
        return "null"
    names = {str: "a string", int: "an integer", float: "a number", bool: "a boolean"}
    if kind in names:
        return names[kind]
    return "a list" if kind is list or origin is list else "an object"


def _joined(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return ", ".join(names[:-1]) + " or " + names[-1]


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:40] + "..."


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _error(path: str, message: str) -> ValueError:
    return ValueError(f"{path}: {message}" if path else message)
