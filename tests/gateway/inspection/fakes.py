"""Memory made of pieces, laid out like a C++ program's."""

import struct
from collections.abc import Mapping


class Pieces:
    """Bytes at addresses; between them there is nothing."""

    def __init__(self, pieces: Mapping[int, bytes]) -> None:
        self._pieces = dict(pieces)

    def read(self, address: int, size: int) -> bytes:
        for start, content in self._pieces.items():
            if start <= address < start + len(content):
                return content[address - start : address - start + size]
        return b""


def words(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}Q", *values)
