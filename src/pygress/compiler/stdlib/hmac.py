"""`hmac`: message authentication (RFC 2104)."""

from __future__ import annotations

from collections.abc import Callable

from pygress.compiler.stdlib import hashlib


class HMAC:
    """An authentication code in the making."""

    name: str
    digest_size: int
    block_size: int

    def __init__(self, inner: hashlib.HASH, outer: hashlib.HASH) -> None:
        self.name = "hmac-" + inner.name
        self.digest_size = inner.digest_size
        self.block_size = inner.block_size
        self._inner = inner
        self._outer = outer

    def update(self, msg: bytes | bytearray) -> None:
        """Authenticate more data."""
        self._inner.update(msg)

    def digest(self) -> bytes:
        """Give the code of the data so far."""
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer.digest()

    def hexdigest(self) -> str:
        """Give the code as hexadecimal digits."""
        return self.digest().hex()

    def copy(self) -> HMAC:
        """Give an independent copy."""
        return HMAC(self._inner.copy(), self._outer.copy())


def new(
    key: bytes | bytearray,
    msg: bytes | bytearray | None = None,
    digestmod: str | Callable[[], hashlib.HASH] | None = None,
) -> HMAC:
    """Begin an authentication code with the digest `digestmod`: its name, or a function such as `hashlib.sha256`."""
    if digestmod is None:
        raise TypeError("Missing required argument 'digestmod'.")
    if isinstance(digestmod, str):
        inner = hashlib.new(digestmod)
    else:
        inner = digestmod()
    outer = inner.copy()
    secret = bytes(key)
    if len(secret) > inner.block_size:
        short = inner.copy()
        short.update(secret)
        secret = short.digest()
    secret = secret + b"\x00" * (inner.block_size - len(secret))
    inner.update(bytes([byte ^ 0x36 for byte in secret]))
    outer.update(bytes([byte ^ 0x5C for byte in secret]))
    out = HMAC(inner, outer)
    if msg is not None:
        out.update(msg)
    return out


def digest(key: bytes | bytearray, msg: bytes | bytearray, digest: str | Callable[[], hashlib.HASH]) -> bytes:
    """Give the authentication code of `msg`."""
    return new(key, msg, digest).digest()


def compare_digest(a: str | bytes | bytearray, b: str | bytes | bytearray) -> bool:
    """Compare in a time that does not depend on where the values differ."""
    if isinstance(a, str) != isinstance(b, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    left = _bytes(a)
    right = _bytes(b)
    size = len(right)
    wrong = 0 if len(left) == size else 1
    other = left if wrong == 0 else right
    for i in range(size):
        wrong |= other[i] ^ right[i]
    return wrong == 0


def _bytes(value: str | bytes | bytearray) -> bytes:
    if isinstance(value, str):
        if not value.isascii():
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        return value.encode("ascii")
    return bytes(value)
