"""What all fetches share, and what they do alike at their ends."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pygress.modules.archive import extract_module
from pygress.modules.cache import Cache
from pygress.modules.errors import ModuleError, unfetched
from pygress.modules.model import Module
from pygress.modules.prepare import Companions, prepare_module
from pygress.oci.transport import Transport

_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Tools:
    """Connections, the cache, and what is known to be bad: manifest digests whose content was refused."""

    transport: Transport
    cache: Cache
    refused: dict[str, ModuleError] = field(default_factory=dict)


def wanted_digest(sha256: str) -> str:
    """Give the `sha256` field as a digest; it is written with and without its prefix. Empty stays empty."""
    text = sha256.strip().lower()
    if not text:
        return ""
    value = text.removeprefix("sha256:")
    if not _HEX.fullmatch(value):
        raise unfetched("InvalidDigest", f"`sha256` is `{sha256[:100]}`, not 64 hexadecimal digits")
    return f"sha256:{value}"


def unpack(source: IO[bytes], tools: Tools, digest: str, companions: Companions, *, layer: bool) -> Module:
    """Take the module out of a download and prepare it; blocks."""
    source.flush()
    with tools.cache.temporary() as target:
        extract_module(Path(source.name), target, tar_only=layer)
        target.seek(0)
        data = target.read()
    return prepare_module(data, digest, tools.cache, companions)


def check_wanted(wanted: str, actual: str, what: str) -> None:
    """Compare the digest that the resource asks for with what there is."""
    if wanted and wanted != actual:
        message = f"{what} has the digest {actual}, the resource asks for {wanted}"
        raise unfetched("DigestMismatch", message, transient=True)
