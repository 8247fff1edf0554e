"""`json`: dynamic values from and to text, over the C reader and writer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from pygress.compiler.stdlib import native


class _Readable(Protocol):
    def read(self) -> str: ...


class _Writable(Protocol):
    def write(self, text: str, /) -> object: ...


class JSONDecodeError(ValueError):
    """What `loads` raises for text that is not JSON; `pos` counts code points."""

    msg: str
    doc: str
    pos: int
    lineno: int
    colno: int

    def __init__(self, msg: str, doc: str, pos: int) -> None:
        self.lineno = doc.count("\n", 0, pos) + 1
        self.colno = pos - doc.rfind("\n", 0, pos)
        super().__init__(f"{msg}: line {self.lineno} column {self.colno} (char {pos})")
        self.msg = msg
        self.doc = doc
        self.pos = pos


def loads(s: str | bytes | bytearray, *, object_hook: Callable[[dict[Any, Any]], Any] | None = None) -> Any:
    """Parse JSON; `object_hook` replaces every object, inner ones first."""
    if isinstance(s, str):
        text = s
        if text.startswith("\ufeff"):
            raise JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", text, 0)
    elif isinstance(s, bytearray):
        text = _decode(bytes(s))
    else:
        text = _decode(s)
    try:
        value = native.json_loads(text)
    except ValueError as error:
        raise _located(str(error), text) from None
    if object_hook is not None:
        return _hooked(value, object_hook)
    return value


def load(fp: _Readable, *, object_hook: Callable[[dict[Any, Any]], Any] | None = None) -> Any:
    """Parse the JSON that a file holds."""
    return loads(fp.read(), object_hook=object_hook)


def dumps(
    obj: Any,
    *,
    skipkeys: bool = False,
    ensure_ascii: bool = True,
    allow_nan: bool = True,
    indent: int | str | None = None,
    separators: tuple[str, str] | None = None,
    default: Callable[[Any], Any] | None = None,
    sort_keys: bool = False,
) -> str:
    """Write a value as JSON; `default` gives a JSON value for any other object."""
    step: str | None = None
    if isinstance(indent, str):
        step = indent
    elif indent is not None:
        step = " " * indent
    item_separator = ", " if step is None else ","
    key_separator = ": "
    if separators is not None:
        item_separator, key_separator = separators
    value = obj
    if default is not None or skipkeys or not allow_nan:
        value = _resolved(obj, default, skipkeys, allow_nan, 0)
    return native.json_dumps(value, sort_keys, ensure_ascii, step, item_separator, key_separator)


def dump(
    obj: Any,
    fp: _Writable,
    *,
    skipkeys: bool = False,
    ensure_ascii: bool = True,
    allow_nan: bool = True,
    indent: int | str | None = None,
    separators: tuple[str, str] | None = None,
    default: Callable[[Any], Any] | None = None,
    sort_keys: bool = False,
) -> None:
    """Write a value as JSON to a file."""
    fp.write(
        dumps(
            obj,
            skipkeys=skipkeys,
            ensure_ascii=ensure_ascii,
            allow_nan=allow_nan,
            indent=indent,
            separators=separators,
            default=default,
            sort_keys=sort_keys,
        )
    )


class JSONEncoder:
    """Writes values; override `default` for other objects."""

    def __init__(
        self,
        *,
        skipkeys: bool = False,
        ensure_ascii: bool = True,
        allow_nan: bool = True,
        sort_keys: bool = False,
        indent: int | str | None = None,
        separators: tuple[str, str] | None = None,
    ) -> None:
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        self._separators = separators

    def default(self, o: Any) -> Any:
        """Give a JSON value for `o`; here it raises `TypeError`."""
        raise TypeError(f"Object of type {type(o).__name__} is not JSON serializable")

    def encode(self, o: Any) -> str:
        """Write a value as JSON."""
        return dumps(
            o,
            skipkeys=self.skipkeys,
            ensure_ascii=self.ensure_ascii,
            allow_nan=self.allow_nan,
            indent=self.indent,
            separators=self._separators,
            default=lambda other: self.default(other),
            sort_keys=self.sort_keys,
        )


class JSONDecoder:
    """Parses text."""

    def decode(self, s: str) -> Any:
        """Parse the whole of `s`."""
        return loads(s)


def _decode(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    return data.decode("utf-8", "surrogatepass")


def _located(message: str, text: str) -> JSONDecodeError:
    """Read the native message `msg: line 1 column 2 (char 1)` back into its parts."""
    end = message.rfind(": line ")
    start = message.rfind("(char ")
    if end < 0 or start < 0:
        return JSONDecodeError(message, text, 0)
    return JSONDecodeError(message[:end], text, int(message[start + 6 : -1]))


def _hooked(value: Any, hook: Callable[[dict[Any, Any]], Any]) -> Any:
    if isinstance(value, dict):
        replaced: dict[Any, Any] = {}
        for key, item in value.items():
            replaced[key] = _hooked(item, hook)
        return hook(replaced)
    if isinstance(value, list):
        items: list[Any] = []
        for item in value:
            items.append(_hooked(item, hook))
        return items
    return value


def _resolved(
    value: Any, default: Callable[[Any], Any] | None, skipkeys: bool, allow_nan: bool, depth: int
) -> Any:
    """Replace what JSON does not know, so that the native writer meets only values it can write."""
    if depth > 500:
        raise ValueError("Circular reference detected")
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, float):
        if not allow_nan and (value != value or value - value != 0.0):
            raise ValueError(f"Out of range float values are not JSON compliant: {value!r}")
        return value
    if isinstance(value, dict):
        entries: dict[Any, Any] = {}
        for key, item in value.items():
            if skipkeys and not (key is None or isinstance(key, (str, int, float))):
                continue
            entries[key] = _resolved(item, default, skipkeys, allow_nan, depth + 1)
        return entries
    if isinstance(value, (list, tuple)):
        items: list[Any] = []
        for item in value:
            items.append(_resolved(item, default, skipkeys, allow_nan, depth + 1))
        return items
    if default is None:
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
    return _resolved(default(value), default, skipkeys, allow_nan, depth + 1)
