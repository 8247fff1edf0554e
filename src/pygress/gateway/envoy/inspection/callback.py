"""Thread-local variables of an Envoy thread -> the callback that it is in."""

import re
import struct
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet

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
# Of a plugin, as C++ keeps it: with a NUL behind. Names are what Kubernetes allows, and a canary's suffix.
_VM_ID = re.compile(rb"(?<![0-9A-Za-z.~-])(?P<id>(?P<name>[0-9a-z][0-9a-z.~-]*)\.[0-9a-f]{12})\0")
# Longest names of Kubernetes: a namespace of 63, an object of 253 characters.
_TEXT_BYTES = 512


def running_vms(pid: int, threads: Collection[int], names: Collection[str]) -> dict[int, str]:
    """Give the id of the VM that each thread runs a callback of; threads that are in none are left out.

    Only VMs named `NAME.` and twelve digits are looked for. Raises OSError where the system does not let us look.
    Blocks for some milliseconds.
    """
    found = {}
    with ProcessMemory(pid) as memory:
        image, program = image_of(pid), head_of_program(pid)
        for thread in threads:
            variables = thread_variables(memory, program, robust_list_of(thread))
            vm_id = find_vm(memory, image, variables, set(names))
            if vm_id is not None:
                found[thread] = vm_id
    return found


def find_vm(
    memory: Memory, image: Sequence[Mapping], variables: bytes, names: AbstractSet[str]
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
                found.update(_vm_ids(memory, field, names))
    return found.pop() if len(found) == 1 else None


def _vm_ids(memory: Memory, address: int, names: AbstractSet[str]) -> Iterator[str]:
    """Give the VM ids in the strings of an object: short ones lie in the object itself, long ones behind a pointer."""
    content = memory.read(address, _PLUGIN_BYTES)
    behind = (_VM_ID.match(memory.read(word, _TEXT_BYTES)) for word in set(_words(content)))
    for found in (*_VM_ID.finditer(content), *behind):
        if found is not None and found["name"].decode() in names:
            yield found["id"].decode()


def _words(content: bytes) -> Iterator[int]:
    return (word for (word,) in struct.iter_unpack("<Q", content[: len(content) & -8]))
