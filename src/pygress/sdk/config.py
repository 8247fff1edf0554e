r"""From the JSON configuration to the plugin's dataclass, with errors that name the place.

`decode(Config, text)` works by reflection here; the compiler generates the same decoder for each dataclass.
Both give the same value or raise `ValueError` with the same message, at the first mistake in document order
(fields in the order of the document, then missing ones in the order of the class, then `__post_init__`):

| mistake | message |
|---|---|
| text is no JSON | `not JSON: ` + the message of `json.JSONDecodeError` |
| more than 100 lists and objects inside of each other | `not JSON: nested too deeply` |
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
members: `a string, an integer or null`. VALUE is the value as the text has it, cut to 40 characters and `...`; objects
are `an object`, lists `a list`. Numbers with a fraction or exponent are no integers; an integer is a number; a boolean
is neither. Text that is empty counts as `{}`.
"""

import enum
import json
import types
import typing
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, TypeVar, cast, get_args, get_origin

from pygress.sdk import document
from pygress.sdk.decoding import (
    check_length,
    check_range,
    dot,
    error_at,
    field,
    is_bool,
    is_number,
    missing,
    parse,
    wrong,
)
from pygress.sdk.limits import Length, Range

T = TypeVar("T")
_LISTS = (list, set, frozenset, tuple)


def decode(kind: type[T], text: str) -> T:
    """Decode a configuration; raises `ValueError` that says where and what (see the module's table)."""
    return cast(T, _decode(kind, parse(text), 0, ""))


def _decode(kind: Any, doc: str, at: int, path: str) -> object:
    origin = get_origin(kind)
    if origin is typing.Annotated:
        inner, *limits = get_args(kind)
        decoded = _decode(inner, doc, at, path)
        for limit in limits:
            _check_limit(limit, decoded, doc, at, path)
        return decoded
    if kind is Any or kind is object:
        return document.dynamic(doc, at)
    if origin in (typing.Union, types.UnionType):
        return _decode_union(get_args(kind), doc, at, path)
    if origin is typing.Literal:
        return _choose(list(get_args(kind)), doc, at, path)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(_choose([member.value for member in kind], doc, at, path))
    if not _matches(kind, doc, at):
        raise wrong(doc, at, path, _named(kind))
    if is_dataclass(kind):
        return _decode_dataclass(cast(type, kind), doc, at, path)
    if origin in _LISTS:
        item = get_args(kind)[0]
        made = [_decode(item, doc, one, f"{path}[{index}]") for index, one in enumerate(_inside(doc, at))]
        return origin(made)
    if kind in (set, frozenset, tuple):
        return kind(cast("list[object]", document.dynamic(doc, at)))
    if origin is dict:
        _, item = get_args(kind)
        places = {document.string(doc, name): document.value(doc, name) for name in _inside(doc, at)}
        return {name: _decode(item, doc, one, dot(path, name)) for name, one in places.items()}
    if kind is float:
        return document.number(doc, at)
    return document.dynamic(doc, at)


def _inside(doc: str, at: int) -> Iterator[int]:
    one = document.first(doc, at)
    while one >= 0:
        yield one
        one = document.following(doc, one)


def _decode_dataclass(kind: type, doc: str, at: int, path: str) -> object:
    hints = typing.get_type_hints(kind, include_extras=True)
    known: dict[str, Field[Any]] = {one.name: one for one in fields(kind) if one.init}
    allowed = ", ".join(f"`{name}`" for name in known)
    values: dict[str, object] = {}
    for place in _inside(doc, at):
        one = document.latest(doc, at, place)
        if one < 0:
            continue
        field(doc, place, path, allowed)
        name = document.string(doc, place)
        values[name] = _decode(hints[name], doc, one, dot(path, name))
    for name, one_field in known.items():
        if name not in values and one_field.default is MISSING and one_field.default_factory is MISSING:
            raise missing(path, name)
    try:
        return kind(**values)
    except ValueError as error:
        raise error_at(path, str(error)) from None


def _decode_union(kinds: tuple[Any, ...], doc: str, at: int, path: str) -> object:
    for kind in kinds:
        if _matches(kind, doc, at):
            return _decode(kind, doc, at, path)
    raise wrong(doc, at, path, _joined([_named(kind) for kind in kinds]))


def _matches(kind: Any, doc: str, at: int) -> bool:
    """Say whether the JSON type fits; what is inside is checked later."""
    origin = get_origin(kind)
    if origin is typing.Annotated:
        return _matches(get_args(kind)[0], doc, at)
    if origin in (typing.Union, types.UnionType):
        return any(_matches(one, doc, at) for one in get_args(kind))
    if origin is typing.Literal:
        return any(_matches(type(one), doc, at) for one in get_args(kind))
    if kind is Any or kind is object:
        return True
    found = document.kind(doc, at)
    if kind is None or kind is type(None):
        return found == document.NULL
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return any(_matches(type(one.value), doc, at) for one in kind)
    if kind is bool:
        return is_bool(doc, at)
    if kind is str:
        return found == document.TEXT
    if kind is int:
        return found == document.INTEGER
    if kind is float:
        return is_number(doc, at)
    if kind in _LISTS or origin in _LISTS:
        return found == document.LIST
    if kind is dict or origin is dict or is_dataclass(kind):
        return found == document.OBJECT
    raise TypeError(f"`{kind}` cannot be decoded from JSON")


def _choose(choices: list[Any], doc: str, at: int, path: str) -> object:
    for choice in choices:
        if _matches(type(choice), doc, at) and choice == document.dynamic(doc, at):
            return choice
    allowed = ", ".join(json.dumps(choice, ensure_ascii=False) for choice in choices)
    raise wrong(doc, at, path, f"one of {allowed}")


def _check_limit(limit: object, decoded: object, doc: str, at: int, path: str) -> None:
    if isinstance(limit, Range) and isinstance(decoded, int | float):
        bad = not _within(decoded, limit.minimum, limit.maximum)
        check_range(doc, at, path, bad, _bounds(limit.minimum, limit.maximum))
    elif isinstance(limit, Length) and isinstance(decoded, str | list | dict | set | frozenset | tuple):
        bad = not _within(len(decoded), limit.minimum, limit.maximum)
        check_length(len(decoded), path, bad, _bounds(limit.minimum, limit.maximum))


def _within(number: float, minimum: float | None, maximum: float | None) -> bool:
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
    return "a list" if kind in _LISTS or origin in _LISTS else "an object"


def _joined(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return ", ".join(names[:-1]) + " or " + names[-1]
