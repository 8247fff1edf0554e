"""Thread-local variables of an Envoy thread -> the callback that it is in."""

import re
import struct
from collections.abc import Collection, Iterator, Sequence

from pygress.gateway.envoy.inspection.memory import Mapping, Memory, ProcessMemory, image_of
from pygress.gateway.envoy.inspection.thread_variables import (
    head_of_program,
    robust_list_of,
    thread_variables,
)

# What is read of an object: the fields that matter are among its first.
_CONTEXT_BYTES = 256
_PLUGIN_BYTES = 128
_INTERFACES = 6
# Longest names of Kubernetes: a namespace of 63, an object of 253 characters.
_TEXT_BYTES = 512


def running_vms(pid: int, threads: Collection[int], names: Collection[str]) -> dict[int, str]:
    """Give the id of the VM that each thread runs a callback of; threads that are in none are left out.

    Only VMs named `NAME.` and twelve digits are looked for. Raises OSError where the system does not let us look.
    Blocks for some milliseconds.
    """
    wanted = vm_ids_of(names)
    found = {}
    with ProcessMemory(pid) as memory:
        image, program = image_of(pid), head_of_program(pid)
        for thread in threads:
            variables = thread_variables(memory, program, robust_list_of(thread))
            vm_id = find_vm(memory, image, variables, wanted)
            if vm_id is not None:
                found[thread] = vm_id
    return found


def vm_ids_of(names: Collection[str]) -> re.Pattern[bytes]:
    """Match the VM ids of plugins of these names, as C++ keeps them: with a NUL behind."""
    listed = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?<![0-9A-Za-z.~-])((?:{listed})\.[0-9a-f]{{12}})\0".encode())


def find_vm(
    memory: Memory, image: Sequence[Mapping], variables: bytes, wanted: re.Pattern[bytes]
) -> str | None:
    """Look for the variable that points to the context of a callback; None when there is none, or VMs differ.

    `image` is where the program itself is mapped. The tables of virtual functions are in there, one for each interface
    of an object; the host's context has a dozen, all else that threads keep has few.
    """
    found: set[str] = set()
    for address in set(_words(variables)):
        context = memory.read(address, _CONTEXT_BYTES)
        tables = list(_words(context))[:_INTERFACES]
        if all(any(table in one for one in image) for table in tables) and len(tables) == _INTERFACES:
            for field in set(_words(context)):
                found.update(_vm_ids(memory, field, wanted))
    return found.pop() if len(found) == 1 else None


def _vm_ids(memory: Memory, address: int, wanted: re.Pattern[bytes]) -> Iterator[str]:
    """Give the VM ids in the strings of an object: short ones lie in the object itself, long ones behind a pointer."""
    content = memory.read(address, _PLUGIN_BYTES)
    for match in wanted.finditer(content):
        yield match[1].decode()
    for word in set(_words(content)):
        if whole := wanted.match(memory.read(word, _TEXT_BYTES)):
            yield whole[1].decode()


def _words(content: bytes) -> Iterator[int]:
    return (word for (word,) in struct.iter_unpack("<Q", content[: len(content) & -8]))
