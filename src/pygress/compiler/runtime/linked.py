"""Read a linked module: its imports and names; and drop what only tools read."""

from __future__ import annotations

from collections.abc import Collection

from pygress.compiler.runtime.objects import read_number, read_sections, write_number

OWN_NAMES = ("py_", "pc_", "init_", "proxy_", "_start")
"""Beginnings of the names of functions that come from the program."""


def trim_sections(module: bytes, hidden: Collection[str] = ()) -> bytes:
    """Drop what only tools read; keep the names of functions that the program's author knows, for the host's traces.

    `hidden` are names that begin like the author's and are not.
    """
    out = module[:8]
    at = 8
    for number, name, begin, end in read_sections(module):
        if number != 0:
            out += module[at:end]
        elif name == "name":
            own = {
                index: one
                for index, one in _names(module, begin, end).items()
                if one.startswith(OWN_NAMES) and one not in hidden
            }
            names = write_number(len(own)) + b"".join(
                write_number(index) + write_number(len(one.encode())) + one.encode()
                for index, one in own.items()
            )
            payload = b"\4name\1" + write_number(len(names)) + names
            out += b"\0" + write_number(len(payload)) + payload
        at = end
    return out


def function_names(module: bytes) -> dict[int, str]:
    """Give the names of functions by their indexes."""
    for _, name, begin, end in read_sections(module):
        if name == "name":
            return _names(module, begin, end)
    return {}


def _names(module: bytes, at: int, end: int) -> dict[int, str]:
    names: dict[int, str] = {}
    while at < end:
        size, begin = read_number(module, at + 1)
        if module[at] == 1:  # names of functions
            count, here = read_number(module, begin)
            for _ in range(count):
                index, here = read_number(module, here)
                length, here = read_number(module, here)
                names[index] = module[here : here + length].decode()
                here += length
        at = begin + size
    return names


def function_imports(module: bytes) -> list[tuple[str, str]]:
    """List module and name of the imported functions; our modules import nothing else."""
    out = []
    for number, _, at, _ in read_sections(module):
        if number != 2:
            continue
        count, here = read_number(module, at)
        for _ in range(count):
            names = []
            for _ in range(2):
                length, here = read_number(module, here)
                names.append(module[here : here + length].decode())
                here += length
            _, here = read_number(module, here + 1)
            out.append((names[0], names[1]))
    return out
