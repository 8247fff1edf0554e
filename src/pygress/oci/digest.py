"""Content digests: `sha256:<hex>` and `sha512:<hex>`, parsed strictly, because they become file names."""

import hashlib
import re
from pathlib import Path
from typing import Protocol

from pygress.oci.errors import OciError

_LENGTHS = {"sha256": 64, "sha512": 128}
_PATTERN = re.compile(r"(sha256|sha512):([0-9a-f]+)")
_BLOCK = 1 << 20


class Hash(Protocol):
    """The part of `hashlib`'s objects that is used here."""

    def update(self, data: bytes | memoryview, /) -> None:
        """Add data."""

    def hexdigest(self) -> str:
        """Give the digest so far."""
        ...


def valid_digest(text: str) -> bool:
    """Tell whether `text` is a digest of a supported algorithm."""
    match = _PATTERN.fullmatch(text)
    return match is not None and len(match[2]) == _LENGTHS[match[1]]


def check_digest(text: str, where: str) -> str:
    """Give `text` back if it is a digest; `where` names the field in the error."""
    if not valid_digest(text):
        shown = text if len(text) < 160 else text[:160] + "..."
        raise OciError("InvalidDigest", f"{where}: `{shown}` is not a sha256 or sha512 digest")
    return text


def digest_of(data: bytes) -> str:
    """Give the sha256 digest of `data`."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path, algorithm: str = "sha256") -> str:
    """Give the digest of a file's bytes, read in blocks of 1 MiB."""
    digester = Digester(algorithm)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digester.update(block)
    return digester.digest


class Digester:
    """Hashes what passes by and counts its bytes."""

    def __init__(self, algorithm: str = "sha256") -> None:
        self.algorithm = algorithm
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self.size = 0
        self._hash: Hash = hashlib.new(self.algorithm)

    def update(self, data: bytes | memoryview) -> None:
        """Add data."""
        self._hash.update(data)
        self.size += len(data)

    @property
    def digest(self) -> str:
        """The digest of everything added so far."""
        return f"{self.algorithm}:{self._hash.hexdigest()}"


def algorithm_of(digest: str) -> str:
    """Give the algorithm of a valid digest."""
    return digest.partition(":")[0]
