"""The memory of another process, read while it runs: allowed where tracing is (`ptrace(2)`, access mode ATTACH)."""

import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

_LOWEST = 0x10000
_HIGHEST = 1 << 56


class Memory(Protocol):
    """Bytes by address."""

    def read(self, address: int, size: int) -> bytes:
        """Give the bytes from `address` on: fewer than `size` where the mapping ends, none where there is none."""
        ...


class ProcessMemory:
    """The memory of a process; opening it raises OSError where the kernel refuses."""

    def __init__(self, pid: int) -> None:
        self._file = os.open(f"/proc/{pid}/mem", os.O_RDONLY | os.O_CLOEXEC)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def read(self, address: int, size: int) -> bytes:
        """Give the bytes from `address` on."""
        # Most words are no address at all; these two bounds save the kernel the asking.
        if not _LOWEST <= address < _HIGHEST:
            return b""
        try:
            return os.pread(self._file, size, address)
        except OSError:
            return b""


@dataclass(frozen=True)
class Mapping:
    """A line of `/proc/PID/maps`; `path` is empty for memory without a file."""

    start: int
    end: int
    permissions: str
    path: str

    def __contains__(self, address: int) -> bool:
        return self.start <= address < self.end


def parse_maps(text: str) -> list[Mapping]:
    """Read `/proc/PID/maps`."""
    found = []
    for line in text.splitlines():
        # The path comes last and may have spaces.
        fields = line.split(maxsplit=5)
        start, end = (int(one, 16) for one in fields[0].split("-"))
        found.append(Mapping(start, end, fields[1], fields[5] if len(fields) > 5 else ""))
    return found


def image_of(pid: int) -> list[Mapping]:
    """Give the mappings of the program that a process runs; raises OSError when it is gone."""
    path = str(Path(f"/proc/{pid}/exe").readlink())
    return [one for one in parse_maps(Path(f"/proc/{pid}/maps").read_text()) if one.path == path]
