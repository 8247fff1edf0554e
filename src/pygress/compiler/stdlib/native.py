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

SEARCH = 0
MATCH = 1
FULLMATCH = 2
NOT_EMPTY = 4
"""Added to a mode: a match that begins at `pos` must not be empty (`finditer` goes on after an empty match)."""


def re_compile(pattern: str, flags: int) -> bytes:
    """Compile a pattern; `flags` are the values of Python's `re` (A=256 I=2 L=4 M=8 S=16 U=32 X=64).

    Raises `ValueError` whose text is that of Python's `re.error`: `unterminated subpattern at position 3`, with
    ` (line 2, column 1)` behind it if the pattern has several lines.
    """
    _compiled(pattern, flags)
    return struct.pack("<q", flags) + pattern.encode("utf-8", "surrogatepass")


def re_flags(program: bytes) -> int:
    """Give the effective flags as `Pattern.flags` shows them: inline flags, and U (32) unless A."""
    return _of(program).flags


def re_group_names(program: bytes) -> list[str]:
    """List the names of the groups from 1 on; an unnamed group is an empty string."""
    compiled = _of(program)
    names = [""] * compiled.groups
    for name, index in compiled.groupindex.items():
        names[index - 1] = name
    return names


def re_exec(program: bytes, text: str, pos: int, endpos: int, mode: int) -> list[int]:
    """Match; gives start and end of the whole and of each group, in code points, -1 for a group that took no part.

    One more number at the end is the index of the last closed group (`Match.lastindex`), or 0. No match: an empty list.
    `text` is searched between `pos` and `endpos` (clamped to the text) with the meaning of `Pattern.search(text, pos,
    endpos)`: `^` matches at the real beginning, `$` at `endpos`.
    """
    return _exec(_of(program), text, pos, endpos, mode)


def re_exec_bytes(program: bytes, data: bytes, pos: int, endpos: int, mode: int) -> list[int]:
    """Match like `re_exec` over bytes; the program is that of the pattern decoded as Latin-1, with flag A."""
    return _exec(_of(program), data.decode("latin-1"), pos, endpos, mode)


@functools.lru_cache(1000)
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        raise ValueError(str(error)) from None


@functools.lru_cache(1000)
def _of(program: bytes) -> re.Pattern[str]:
    return _compiled(program[8:].decode("utf-8", "surrogatepass"), struct.unpack("<q", program[:8])[0])


def _exec(compiled: re.Pattern[str], text: str, pos: int, endpos: int, mode: int) -> list[int]:
    scanner: Any = compiled.scanner(text, pos, endpos)  # type: ignore[attr-defined]
    kind = mode & 3
    if kind == FULLMATCH:
        found = compiled.fullmatch(text, pos, endpos)
    else:
        step = scanner.match if kind == MATCH else scanner.search
        found = step()
        if found is not None and mode & NOT_EMPTY and found.end() == found.start() == min(pos, len(text)):
            found = step()
    if found is None:
        return []
    out: list[int] = []
    for group in range(compiled.groups + 1):
        out += found.span(group)
    out.append(found.lastindex or 0)
    return out


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


def math_gamma(x: float) -> float:
    """`tgamma` of C."""
    if x == 0.0:
        return math.copysign(math.inf, x)
    return _c99(math.gamma, x)


def math_lgamma(x: float) -> float:
    """`lgamma` of C."""
    return math.inf if x <= 0.0 and x == math_floor(x) else _c99(math.lgamma, x)


def math_ldexp(x: float, i: int) -> float:
    """`ldexp` of C; `i` is clamped to the range of a C int."""
    try:
        return math.ldexp(x, i)
    except OverflowError:
        return math.copysign(math.inf, x)


def math_nextafter(x: float, y: float) -> float:
    """`nextafter` of C."""
    return math.nextafter(x, y)
