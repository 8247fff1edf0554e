"""`secrets`: values that nobody can guess, from the host's entropy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pygress.compiler.stdlib import base64, hmac, native

T = TypeVar("T")

DEFAULT_ENTROPY = 32


def token_bytes(nbytes: int | None = None) -> bytes:
    """Give random bytes."""
    return native.random_bytes(DEFAULT_ENTROPY if nbytes is None else nbytes)


def token_hex(nbytes: int | None = None) -> str:
    """Give random bytes as hexadecimal digits."""
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes: int | None = None) -> str:
    """Give random bytes as base64 for URLs, without padding."""
    return base64.urlsafe_b64encode(token_bytes(nbytes)).rstrip(b"=").decode("ascii")


def randbits(k: int) -> int:
    """Give an integer of `k` random bits; at most 63."""
    if k < 0:
        raise ValueError("number of bits must be non-negative")
    if k > 63:
        raise OverflowError("integer overflow")
    return _bits(k)


def _bits(k: int) -> int:
    value = 0
    for byte in native.random_bytes((k + 7) // 8):
        value = (value & 0x7FFFFFFFFFFFFF) << 8 | byte
    return value & ((1 << k) - 1 if k < 63 else 0x7FFFFFFFFFFFFFFF)


def randbelow(exclusive_upper_bound: int) -> int:
    """Give an integer from 0 up to but not including the bound."""
    if exclusive_upper_bound <= 0:
        raise ValueError("Upper bound must be positive.")
    k = exclusive_upper_bound.bit_length()
    value = _bits(k)
    while value >= exclusive_upper_bound:
        value = _bits(k)
    return value


def choice(seq: Sequence[T]) -> T:
    """Choose one item."""
    if len(seq) == 0:
        raise IndexError("Cannot choose from an empty sequence")
    return seq[randbelow(len(seq))]


def compare_digest(a: str | bytes | bytearray, b: str | bytes | bytearray) -> bool:
    """Compare in a time that does not depend on where the values differ."""
    return hmac.compare_digest(a, b)
