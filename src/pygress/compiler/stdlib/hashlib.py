"""`hashlib`: MD5, SHA-1 and SHA-2 over the C digests; one class per family, so that only those used are linked."""

from __future__ import annotations

from pygress.compiler.stdlib import native

algorithms_available = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}
algorithms_guaranteed = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}


class HASH:
    """A digest in the making."""

    name: str
    digest_size: int
    block_size: int

    def __init__(self, name: str, digest_size: int, block_size: int, state: bytearray) -> None:
        self.name = name
        self.digest_size = digest_size
        self.block_size = block_size
        self._state = state

    def update(self, obj: bytes | bytearray, /) -> None:
        """Hash more data."""
        raise NotImplementedError

    def digest(self) -> bytes:
        """Give the digest of the data so far."""
        raise NotImplementedError

    def copy(self) -> HASH:
        """Give an independent copy."""
        raise NotImplementedError

    def hexdigest(self) -> str:
        """Give the digest as hexadecimal digits."""
        return self.digest().hex()


class _Md5(HASH):
    def update(self, obj: bytes | bytearray, /) -> None:
        native.md5_update(self._state, bytes(obj))

    def digest(self) -> bytes:
        return native.md5_digest(self._state)

    def copy(self) -> HASH:
        return _Md5(self.name, self.digest_size, self.block_size, bytearray(self._state))


class _Sha1(HASH):
    def update(self, obj: bytes | bytearray, /) -> None:
        native.sha1_update(self._state, bytes(obj))

    def digest(self) -> bytes:
        return native.sha1_digest(self._state)

    def copy(self) -> HASH:
        return _Sha1(self.name, self.digest_size, self.block_size, bytearray(self._state))


class _Sha256(HASH):
    def update(self, obj: bytes | bytearray, /) -> None:
        native.sha256_update(self._state, bytes(obj))

    def digest(self) -> bytes:
        return native.sha256_digest(self._state)

    def copy(self) -> HASH:
        return _Sha256(self.name, self.digest_size, self.block_size, bytearray(self._state))


class _Sha512(HASH):
    def update(self, obj: bytes | bytearray, /) -> None:
        native.sha512_update(self._state, bytes(obj))

    def digest(self) -> bytes:
        return native.sha512_digest(self._state)

    def copy(self) -> HASH:
        return _Sha512(self.name, self.digest_size, self.block_size, bytearray(self._state))


def md5(string: bytes | bytearray = b"", *, usedforsecurity: bool = True) -> HASH:
    """Begin an MD5."""
    out = _Md5("md5", 16, 64, native.md5_init())
    out.update(string)
    return out


def sha1(string: bytes | bytearray = b"", *, usedforsecurity: bool = True) -> HASH:
    """Begin a SHA-1."""
    out = _Sha1("sha1", 20, 64, native.sha1_init())
    out.update(string)
    return out


def sha224(string: bytes | bytearray = b"", *, usedforsecurity: bool = True) -> HASH:
    """Begin a SHA-224."""
    out = _Sha256("sha224", 28, 64, native.sha256_init(28))
    out.update(string)
    return out


def sha256(string: bytes | bytearray = b"", *, usedforsecurity: bool = True) -> HASH:
    """Begin a SHA-256."""
    out = _Sha256("sha256", 32, 64, native.sha256_init(32))
    out.update(string)
    return out


def sha384(string: bytes | bytearray = b"", *, usedforsecurity: bool = True) -> HASH:
    """Begin a SHA-384."""
    out = _Sha512("sha384", 48, 128, native.sha512_init(48))
    out.update(string)
    return out


def sha512(string: bytes | bytearray = b"", *, usedforsecurity: bool = True) -> HASH:
    """Begin a SHA-512."""
    out = _Sha512("sha512", 64, 128, native.sha512_init(64))
    out.update(string)
    return out


def new(name: str, data: bytes | bytearray = b"", *, usedforsecurity: bool = True) -> HASH:
    """Begin the digest of that name."""
    kind = name.lower()
    if kind == "sha256":
        return sha256(data)
    if kind == "sha1":
        return sha1(data)
    if kind == "md5":
        return md5(data)
    if kind == "sha512":
        return sha512(data)
    if kind == "sha384":
        return sha384(data)
    if kind == "sha224":
        return sha224(data)
    raise ValueError(f"unsupported hash type {name}")


def pbkdf2_hmac(
    hash_name: str,
    password: bytes | bytearray,
    salt: bytes | bytearray,
    iterations: int,
    dklen: int | None = None,
) -> bytes:
    """Derive a key (RFC 8018)."""
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    inner = new(hash_name)
    outer = new(hash_name)
    key = bytes(password)
    if len(key) > inner.block_size:
        key = new(hash_name, key).digest()
    key = key + b"\x00" * (inner.block_size - len(key))
    inner.update(bytes([byte ^ 0x36 for byte in key]))
    outer.update(bytes([byte ^ 0x5C for byte in key]))
    length = inner.digest_size if dklen is None else dklen
    if length < 1:
        raise ValueError("key length must be greater than 0.")
    out = bytearray()
    block = 1
    while len(out) < length:
        step = _keyed(inner, outer, bytes(salt) + block.to_bytes(4, "big"))
        total = bytearray(step)
        for _ in range(iterations - 1):
            step = _keyed(inner, outer, step)
            for i in range(len(total)):
                total[i] ^= step[i]
        out += total
        block += 1
    return bytes(out[:length])


def _keyed(inner: HASH, outer: HASH, data: bytes) -> bytes:
    first = inner.copy()
    first.update(data)
    second = outer.copy()
    second.update(first.digest())
    return second.digest()
