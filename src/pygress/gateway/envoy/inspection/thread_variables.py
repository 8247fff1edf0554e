"""The thread-local variables of a program, in one of its threads.

They lie beside the thread's descriptor, of which the kernel knows one address: the list of robust mutexes, which glibc
registers for each thread. On x86-64 the block ends where the descriptor starts (variant II of "ELF Handling For
Thread-Local Storage", Ulrich Drepper); elsewhere it follows the descriptor (variant I).
"""

import ctypes
import errno
import os
import platform
import struct
from pathlib import Path

from pygress.gateway.envoy.inspection.memory import Memory

_GET_ROBUST_LIST = {"x86_64": 274, "aarch64": 100, "riscv64": 100}
_PT_TLS = 7
_DESCRIPTOR_BYTES = 4096
"""More than glibc's `struct pthread` takes (2,304 bytes in 2.36)."""
_WORD = 8


def thread_variables(memory: Memory, program: bytes, robust_list: int) -> bytes:
    """Give the block of variables, with what lies between it and the descriptor; empty if the program has none.

    `program` is the start of its ELF file, `robust_list` comes from `robust_list_of`.
    """
    size = block_size(program)
    if not size:
        return b""
    below = memory.read(robust_list - _DESCRIPTOR_BYTES, _DESCRIPTOR_BYTES)
    for offset in range(len(below) - _WORD * 3 & -_WORD, -1, -_WORD):
        # Variant II: the descriptor holds its own address, in its first and in its third word.
        start = robust_list - _DESCRIPTOR_BYTES + offset
        first, _, third = struct.unpack_from("<3Q", below, offset)
        if first == third == start:
            return memory.read(start - size, size)
    return memory.read(robust_list, _DESCRIPTOR_BYTES + size)


def block_size(program: bytes) -> int:
    """Give how many bytes the thread-local variables of a 64-bit ELF program take; 0 for none."""
    if program[:6] != b"\x7fELF\x02\x01" or len(program) < 64:
        return 0
    table, entry, count = (
        *struct.unpack_from("<Q", program, 32),
        *struct.unpack_from("<HH", program, 54),
    )
    for offset in range(table, table + entry * count, entry):
        if offset + 56 > len(program):
            break
        if struct.unpack_from("<I", program, offset)[0] == _PT_TLS:
            size, align = struct.unpack_from("<QQ", program, offset + 40)
            return int(-(-size // max(align, 1)) * max(align, 1))
    return 0


def head_of_program(pid: int) -> bytes:
    """Read the start of the file that a process runs: its headers are there."""
    with Path(f"/proc/{pid}/exe").open("rb") as file:
        return file.read(4096)


def robust_list_of(thread: int) -> int:
    """Ask the kernel for the list of robust mutexes of a thread; raises OSError when it does not tell."""
    number = _GET_ROBUST_LIST.get(platform.machine())
    if number is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    head, size = ctypes.c_uint64(), ctypes.c_size_t()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, ctypes.c_int(thread), ctypes.byref(head), ctypes.byref(size)):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return head.value
