"""Header pairs as they cross the ABI.

u32 count, then all (key length, value length) as u32 little endian, then key NUL value NUL for each pair. The
C++ host takes more than 1 MiB or 1024 pairs for empty, silently.
"""

import struct

from pygress.host.model import Pairs

MAX_BYTES = 1 << 20
MAX_PAIRS = 1024


def encode_pairs(pairs: Pairs) -> bytes:
    """Serialize pairs; none at all are the empty string."""
    if not pairs:
        return b""
    raw = [(to_bytes(name), to_bytes(value)) for name, value in pairs]
    sizes = [size for name, value in raw for size in (len(name), len(value))]
    head = struct.pack(f"<{1 + len(sizes)}I", len(raw), *sizes)
    return head + b"".join(name + b"\0" + value + b"\0" for name, value in raw)


def decode_pairs(data: bytes) -> Pairs:
    """Read pairs; what is malformed or too much is read as empty, as the C++ host does."""
    if len(data) < 4 or len(data) > MAX_BYTES:
        return []
    (count,) = struct.unpack_from("<I", data)
    if count > MAX_PAIRS or len(data) < 4 + 8 * count:
        return []
    sizes = struct.unpack_from(f"<{2 * count}I", data, 4)
    position = 4 + 8 * count
    texts = []
    for size in sizes:
        if position + size + 1 > len(data):
            return []
        texts.append(to_text(data[position : position + size]))
        position += size + 1
    return list(zip(texts[::2], texts[1::2], strict=True))


def to_text(data: bytes) -> str:
    """Read text without loss."""
    return data.decode("utf-8", "surrogateescape")


def to_bytes(text: str) -> bytes:
    """Write text without loss."""
    return text.encode("utf-8", "surrogateescape")
