"""The backtrace that Envoy logs of a trap -> whether a module can be the one that trapped.

    Proxy-Wasm plugin in-VM backtrace:;   0:  0xbe6 - proxy_on_request_headers

A frame is an offset into the module's file and the name of the function there, or its index if it has none: two modules
hardly ever agree in both.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pygress.modules.wasm import CODE, Reader, Wasm, WasmError, parse_wasm

_FRAME = re.compile(r"\s\d+:\s+0x([0-9a-f]+)\s-\s([^;\n]*[^;\s])")
_FUNCTION_NAMES = 1
_NAMELESS = "unknown(function index:{})"


@dataclass(frozen=True)
class Frame:
    """One function of a backtrace."""

    offset: int
    name: str


def frames_of(text: str) -> tuple[Frame, ...]:
    """Read the frames out of a line of Envoy's log, innermost first; none if it has no backtrace."""
    _, found, listed = text.partition("in-VM backtrace:")
    return tuple(Frame(int(one[1], 16), one[2]) for one in _FRAME.finditer(listed)) if found else ()


def may_have_trapped(module: Path, frames: Sequence[Frame]) -> bool:
    """Tell whether all frames are functions of a module; it cannot be excluded when its file is not readable."""
    bodies = _bodies(module)
    return bodies is None or all(bodies.name_at(frame.offset) == frame.name for frame in frames)


@dataclass(frozen=True)
class _Bodies:
    """Where the bodies of functions start in the file, where the last one ends, and their names."""

    starts: tuple[int, ...]
    end: int
    names: tuple[str, ...]

    def name_at(self, offset: int) -> str | None:
        """Give the name of the function at an offset; None where there is no code."""
        if not self.starts or not self.starts[0] <= offset < self.end:
            return None
        return self.names[bisect_right(self.starts, offset) - 1]


@lru_cache(maxsize=32)
def _bodies(module: Path) -> _Bodies | None:
    # Files of modules are named by their content, so what was read once holds.
    try:
        wasm = parse_wasm(module.read_bytes())
        names = _function_names(wasm)
        code = wasm.section(CODE)
        if code is None:
            return _Bodies((), 0, ())
        starts = []
        reader = Reader(wasm.data, code.body, code.end)
        for _ in range(reader.count()):
            size = reader.number()
            starts.append(reader.at)
            reader.take(size)
    except (OSError, WasmError):
        return None
    first = sum(one.kind == "function" for one in wasm.imports)
    listed = tuple(names.get(index) or _NAMELESS.format(index) for index in range(first, first + len(starts)))
    return _Bodies(tuple(starts), code.end, listed)


def _function_names(wasm: Wasm) -> dict[int, str]:
    """Read the names of functions from the section `name`."""
    section = next((one for one in wasm.sections if one.name == "name"), None)
    if section is None:
        return {}
    reader = Reader(wasm.data, wasm.content_start(section), section.end)
    while reader.at < reader.end:
        kind, size = reader.byte(), reader.number()
        if kind == _FUNCTION_NAMES:
            return {reader.number(): reader.name() for _ in range(reader.count())}
        reader.take(size)
    return {}
