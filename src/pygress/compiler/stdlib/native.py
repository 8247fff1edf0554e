"""The C parts of the standard library, as typed functions.

In a compiled program the function `name` is the C function `pg_native_<name>` of the same signature; here, on
CPython, it asks the real standard library, so that the modules around it can be tested against the originals.
Errors are `ValueError` unless a function says otherwise; sizes and positions are not negative.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
import os
import re
import struct
import sys
import time
import traceback
import zlib
from typing import Any

# --- re ---------------------------------------------------------------------------------------------------------
# A program is opaque bytes: what `re_compile` made, never changed, freely shared and stored as a constant.

# A string is text or bytes; an offset is a place in it as the engine counts (bytes of UTF-8; here characters).

SEARCH = 0
MATCH = 1
FULLMATCH = 2


def re_compile(pattern: Any, flags: int) -> bytes | str:
    """Compile a pattern; `flags` are the values of Python's `re` (A=256 I=2 L=4 M=8 S=16 U=32 X=64).

    A wrong pattern gives the position of the mistake (-1: none), a space, and the message of Python's `re.error`.
    Raises `ValueError` for flags that do not fit the pattern.
    """
    try:
        _compiled(pattern, flags)
    except re.error as error:
        return f"{-1 if error.pos is None else error.pos} {error.msg}"
    kind = b"b" if isinstance(pattern, bytes) else b"s"
    return struct.pack("<q", flags) + kind + re_text(pattern).encode("utf-8", "surrogatepass")


def re_find(program: bytes, string: Any, pos: int, endpos: int, mode: int) -> list[int] | None:
    """Match between two positions (clamped to the string), as `Pattern.search`, `match` or `fullmatch`.

    Gives the offsets of start and end of the whole and of each group, -1 for a group that took no part, and at the end
    the index of the last closed group (`Match.lastindex`), or 0.
    """
    compiled = _of(program)
    function = (compiled.search, compiled.match, compiled.fullmatch)[mode]
    found = None if min(pos, len(string)) > max(endpos, 0) else function(string, pos, endpos)
    return None if found is None else _spans(found)


def re_scan(program: bytes, string: Any, cursor: int, stop: int, limit: int) -> list[int]:
    """Find up to `limit` matches, one after the other, as `finditer`; each in the form of `re_find`.

    The cursor is twice the offset to begin at, and one more if a match there may not be empty (`finditer` goes on
    so after an empty match). The last number of the answer is the cursor to go on with, -1 if there are no more
    matches. There may be fewer matches than `limit` before the end.
    """
    scanner: Any = _of(program).scanner(string, cursor // 2, stop)  # type: ignore[attr-defined]
    out: list[int] = []
    for _ in range(limit):
        found = scanner.search()
        if found is not None and cursor & 1 and found.end() == found.start() == cursor // 2:
            found = scanner.search()
        if found is None:
            return [*out, -1]
        out += _spans(found)
        cursor = 2 * found.end() + (found.start() == found.end())
    return [*out, cursor]


def re_findall(program: bytes, string: Any, pos: int, endpos: int) -> list[Any]:
    """List the texts of all matches as `Pattern.findall`."""
    return _of(program).findall(string, pos, endpos)


def re_split(program: bytes, string: Any, maxsplit: int) -> list[Any]:
    """Split as `Pattern.split`."""
    return _of(program).split(string, maxsplit)


def re_fill(program: bytes, string: Any, texts: list[Any], groups: list[int], count: int) -> list[Any]:
    """Replace matches by the texts, or by the group where its number is not -1; gives the string and the number."""

    def fill(found: re.Match[Any]) -> Any:
        parts = [
            text if group < 0 else found[group] or string[:0]
            for text, group in zip(texts, groups, strict=True)
        ]
        return re_join(string, parts)

    return list(_of(program).subn(fill, string, count))


def re_offset(string: Any, position: int) -> int:
    """Give the offset of a position; a position outside counts as the nearest end."""
    return min(max(position, 0), len(string))


def re_position(string: Any, offset: int) -> int:
    """Give the position of an offset; -1 stays -1."""
    return offset


def re_slice(string: Any, start: int, end: int) -> Any:
    """Give the part between two offsets; of what is not text as `bytes`. Two times -1: nothing."""
    part = string[start:end] if start >= 0 else string[:0]
    return part if isinstance(part, str) else bytes(part)


def re_join(string: Any, parts: list[Any]) -> Any:
    """Join parts of the kind of `string`."""
    return ("" if isinstance(string, str) else b"").join(parts)


def re_text(string: Any) -> str:
    """Give a pattern or template as text: bytes as Latin-1."""
    return string if isinstance(string, str) else string.decode("latin-1")


def re_like(string: Any, text: str) -> Any:
    """Undo `re_text`: give text as it is, or as bytes if `string` is not text."""
    return text if isinstance(string, str) else text.encode("latin-1")


def re_flags(program: bytes) -> int:
    """Give the effective flags as `Pattern.flags` shows them: inline flags, and U (32) of text unless A."""
    return _of(program).flags


def re_groups(program: bytes) -> int:
    """Give the number of groups."""
    return _of(program).groups


def re_group_index(program: bytes, name: str) -> int:
    """Give the number of a named group, -1 if there is none."""
    return _of(program).groupindex.get(name, -1)


def re_group_names(program: bytes) -> list[str]:
    """List the names of the groups from 1 on; an unnamed group is an empty string."""
    compiled = _of(program)
    names = [""] * compiled.groups
    for name, index in compiled.groupindex.items():
        names[index - 1] = name
    return names


def re_show_pattern(program: bytes, shown: str) -> str:
    """Give `repr` of a pattern; `shown` is that of its text."""
    flags = re.RegexFlag(_of(program).flags & ~re.UNICODE)
    names = "|".join(f"re.{one.name}" for one in re.RegexFlag if one & flags and one.value in _SHOWN)
    return f"re.compile({shown[:200]}{names and ', ' + names})"


_SHOWN = (2, 4, 8, 16, 64, 256)


def re_show_match(string: Any, start: int, end: int) -> str:
    """Give `repr` of a match."""
    return f"<re.Match object; span=({start}, {end}), match={string[start:end]!r}>"


@functools.lru_cache(1000)
def _compiled(pattern: Any, flags: int) -> re.Pattern[Any]:
    return re.compile(pattern, flags)


@functools.lru_cache(1000)
def _of(program: bytes) -> re.Pattern[Any]:
    text = program[9:].decode("utf-8", "surrogatepass")
    pattern = text if program[8:9] == b"s" else text.encode("latin-1")
    return _compiled(pattern, struct.unpack("<q", program[:8])[0])


def _spans(found: re.Match[Any]) -> list[int]:
    out: list[int] = []
    for group in range(found.re.groups + 1):
        out += found.span(group)
    return [*out, found.lastindex or 0]


# --- json -------------------------------------------------------------------------------------------------------


def json_loads(text: str) -> Any:
    """Parse JSON as `json.loads`; NaN, Infinity and -Infinity are accepted.

    Raises `ValueError` with the text of `JSONDecodeError` (`Expecting value: line 1 column 1 (char 0)`),
    `OverflowError` for an integer beyond 64 bits and `RecursionError` beyond 500 levels.
    """
    return json.loads(text)


def json_dumps(
    value: Any,
    sort_keys: bool,
    ensure_ascii: bool,
    indent: str | None,
    item_separator: str,
    key_separator: str,
) -> str:
    """Write JSON as `json.dumps` does; `indent` is one level's text.

    Raises `TypeError` (`Object of type X is not JSON serializable`) and `RecursionError` beyond 500 levels.
    """
    return json.dumps(
        value,
        sort_keys=sort_keys,
        ensure_ascii=ensure_ascii,
        indent=indent,
        separators=(item_separator, key_separator),
    )


def json_quote(text: str, ensure_ascii: bool) -> str:
    """Write one JSON string with its quotes."""
    return json.dumps(text, ensure_ascii=ensure_ascii)


# --- digests ----------------------------------------------------------------------------------------------------
# A state is a bytearray of opaque content that `update` changes in place; a copy of the bytearray is a copy of the
# state, and `digest` leaves it as it is.


def md5_init() -> bytearray:
    """Begin an MD5."""
    return bytearray()


def md5_update(state: bytearray, data: bytes) -> None:
    """Hash more data."""
    state += data


def md5_digest(state: bytearray) -> bytes:
    """Give the 16 bytes so far."""
    return hashlib.md5(state, usedforsecurity=False).digest()


def sha1_init() -> bytearray:
    """Begin a SHA-1."""
    return bytearray()


def sha1_update(state: bytearray, data: bytes) -> None:
    """Hash more data."""
    state += data


def sha1_digest(state: bytearray) -> bytes:
    """Give the 20 bytes so far."""
    return hashlib.sha1(state, usedforsecurity=False).digest()


def sha256_init(size: int) -> bytearray:
    """Begin a SHA-256 (`size` 32) or SHA-224 (28)."""
    return bytearray([size])


def sha256_update(state: bytearray, data: bytes) -> None:
    """Hash more data."""
    state += data


def sha256_digest(state: bytearray) -> bytes:
    """Give the 32 or 28 bytes so far."""
    return (hashlib.sha256 if state[0] == 32 else hashlib.sha224)(state[1:]).digest()


def sha512_init(size: int) -> bytearray:
    """Begin a SHA-512 (`size` 64) or SHA-384 (48)."""
    return bytearray([size])


def sha512_update(state: bytearray, data: bytes) -> None:
    """Hash more data."""
    state += data


def sha512_digest(state: bytearray) -> bytes:
    """Give the 64 or 48 bytes so far."""
    return (hashlib.sha512 if state[0] == 64 else hashlib.sha384)(state[1:]).digest()


def crc32(data: bytes, value: int) -> int:
    """Continue a CRC-32 (0 at first)."""
    return zlib.crc32(data, value)


def adler32(data: bytes, value: int) -> int:
    """Continue an Adler-32 (1 at first)."""
    return zlib.adler32(data, value)


# --- time and entropy -------------------------------------------------------------------------------------------


def time_ns() -> int:
    """Nanoseconds since 1970."""
    return time.time_ns()


def monotonic_ns() -> int:
    """Nanoseconds since some moment, never going back."""
    return time.monotonic_ns()


def random_bytes(size: int) -> bytes:
    """Take bytes that nobody can guess from the host."""
    return os.urandom(size)


def log_write(level: int, name: str, message: str) -> None:
    """Log a line (`level` as in `logging`): to the host in a plugin, else `LEVEL:name:message` to stderr."""
    names = {10: "DEBUG", 20: "INFO", 30: "WARNING", 40: "ERROR", 50: "CRITICAL"}
    sys.stderr.write(f"{names.get(level, f'Level {level}')}:{name}:{message}\n")


def handled_traceback() -> str:
    """Give the traceback of the exception that is being handled, without final newline; empty if there is none."""
    return "" if sys.exc_info()[1] is None else traceback.format_exc().rstrip("\n")


# --- floats -----------------------------------------------------------------------------------------------------


def float_bits(value: float) -> int:
    """Reinterpret a double as a signed 64-bit integer."""
    bits: int = struct.unpack("<q", struct.pack("<d", value))[0]
    return bits


def float_from_bits(bits: int) -> float:
    """Reinterpret a signed 64-bit integer as a double."""
    value: float = struct.unpack("<d", struct.pack("<q", bits))[0]
    return value


def float32_bits(value: float) -> int:
    """Round to single precision and give its 32 bits; a finite value that becomes infinite raises `OverflowError`."""
    bits: int = struct.unpack("<I", struct.pack("<f", value))[0]
    return bits


def float32_from_bits(bits: int) -> float:
    """Reinterpret 32 bits as a single precision value."""
    value: float = struct.unpack("<f", struct.pack("<I", bits))[0]
    return value


# --- math -------------------------------------------------------------------------------------------------------
# These follow C99: no exceptions, NaN and infinities are results. `math.py` decides what is a domain or range error.


def _c99(function: Any, *args: float) -> float:
    """Call a function of `math` the way C would answer."""
    try:
        result: float = function(*args)
    except OverflowError:
        return math.inf if args[0] > 0 else -math.inf
    except ValueError:
        return math.nan
    return result


def math_sqrt(x: float) -> float:
    """`sqrt` of C."""
    return _c99(math.sqrt, x)


def math_exp(x: float) -> float:
    """`exp` of C."""
    return math.inf if x > 709.782712893384 else _c99(math.exp, x)


def math_expm1(x: float) -> float:
    """`expm1` of C."""
    return _c99(math.expm1, x)


def math_exp2(x: float) -> float:
    """`exp2` of C."""
    return math.inf if x >= 1024.0 else _c99(pow, 2.0, x)


def math_log(x: float) -> float:
    """`log` of C."""
    return -math.inf if x == 0.0 else _c99(math.log, x)


def math_log2(x: float) -> float:
    """`log2` of C."""
    return -math.inf if x == 0.0 else _c99(math.log2, x)


def math_log10(x: float) -> float:
    """`log10` of C."""
    return -math.inf if x == 0.0 else _c99(math.log10, x)


def math_log1p(x: float) -> float:
    """`log1p` of C."""
    return -math.inf if x == -1.0 else _c99(math.log1p, x)


def math_sin(x: float) -> float:
    """`sin` of C."""
    return _c99(math.sin, x)


def math_cos(x: float) -> float:
    """`cos` of C."""
    return _c99(math.cos, x)


def math_tan(x: float) -> float:
    """`tan` of C."""
    return _c99(math.tan, x)


def math_asin(x: float) -> float:
    """`asin` of C."""
    return _c99(math.asin, x)


def math_acos(x: float) -> float:
    """`acos` of C."""
    return _c99(math.acos, x)


def math_atan(x: float) -> float:
    """`atan` of C."""
    return _c99(math.atan, x)


def math_atan2(y: float, x: float) -> float:
    """`atan2` of C."""
    return _c99(math.atan2, y, x)


def math_sinh(x: float) -> float:
    """`sinh` of C."""
    return _c99(math.sinh, x)


def math_cosh(x: float) -> float:
    """`cosh` of C."""
    return math.inf if abs(x) > 710.5 else _c99(math.cosh, x)


def math_tanh(x: float) -> float:
    """`tanh` of C."""
    return _c99(math.tanh, x)


def math_asinh(x: float) -> float:
    """`asinh` of C."""
    return _c99(math.asinh, x)


def math_acosh(x: float) -> float:
    """`acosh` of C."""
    return _c99(math.acosh, x)


def math_atanh(x: float) -> float:
    """`atanh` of C."""
    return math.copysign(math.inf, x) if abs(x) == 1.0 else _c99(math.atanh, x)


def math_pow(x: float, y: float) -> float:
    """`pow` of C."""
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0.0 and y % 2.0 == 1.0 else math.inf
    except ValueError:
        if x == 0.0 and y < 0.0:
            return math.copysign(math.inf, x) if y % 2.0 == 1.0 else math.inf
        return math.nan


def math_fmod(x: float, y: float) -> float:
    """`fmod` of C."""
    return _c99(math.fmod, x, y)


def math_remainder(x: float, y: float) -> float:
    """`remainder` of C."""
    return _c99(math.remainder, x, y)


def math_floor(x: float) -> float:
    """`floor` of C."""
    return float(math.floor(x)) if math.isfinite(x) else x


def math_ceil(x: float) -> float:
    """`ceil` of C."""
    return math.copysign(float(math.ceil(x)), x) if math.isfinite(x) else x


def math_trunc(x: float) -> float:
    """`trunc` of C."""
    return math.copysign(float(math.trunc(x)), x) if math.isfinite(x) else x


def math_cbrt(x: float) -> float:
    """`cbrt` of C."""
    return _c99(math.cbrt, x)


def math_hypot(x: float, y: float) -> float:
    """`hypot` of C."""
    return _c99(math.hypot, x, y)


def math_erf(x: float) -> float:
    """`erf` of C."""
    return math.erf(x)


def math_erfc(x: float) -> float:
    """`erfc` of C."""
    return math.erfc(x)


def math_ldexp(x: float, i: int) -> float:
    """`ldexp` of C; `i` is clamped to the range of a C int."""
    try:
        return math.ldexp(x, i)
    except OverflowError:
        return math.copysign(math.inf, x)


def math_nextafter(x: float, y: float) -> float:
    """`nextafter` of C."""
    return math.nextafter(x, y)


# --- operator ---------------------------------------------------------------------------------------------------


def call_method(o: Any, name: str, args: Any, named: Any) -> Any:
    """Call a method by name; `args` is a tuple, `named` a dict. Raises what the method raises."""
    return getattr(o, name)(*args, **named)
