"""Where the thread-local variables of a program are, in both variants of the ABI."""

import errno
import os
import struct
import threading
from pathlib import Path

import pytest

from pygress.gateway.envoy.inspection.memory import ProcessMemory
from pygress.gateway.envoy.inspection.thread_variables import (
    block_size,
    robust_list_of,
    thread_variables,
)

from .fakes import Pieces, words

TLS, LOAD = 7, 1


def elf(*segments: tuple[int, int, int]) -> bytes:
    """The headers of a program with segments of (type, size in memory, alignment)."""
    header = (
        b"\x7fELF\x02\x01".ljust(32, b"\0") + words(64) + bytes(14) + struct.pack("<HH", 56, len(segments))
    )
    table = b"".join(
        struct.pack("<II4QQQ", kind, 4, 0, 0, 0, 0, size, align) for kind, size, align in segments
    )
    return header.ljust(64, b"\0") + table


def test_the_size_of_the_block() -> None:
    assert block_size(elf((LOAD, 4096, 4096), (TLS, 100, 64))) == 128
    assert block_size(elf((TLS, 96, 0))) == 96
    assert block_size(elf((LOAD, 4096, 4096))) == 0
    # Programs of 32 bits, scripts, and files that are cut off.
    assert block_size(b"\x7fELF\x01\x01".ljust(128, b"\0")) == 0
    assert block_size(b"#!/bin/sh") == 0
    assert block_size(elf((LOAD, 4096, 4096), (TLS, 100, 64))[:130]) == 0


def test_the_block_ends_at_the_descriptor() -> None:
    """Variant II: the descriptor holds its own address, in two words."""
    block, start = bytes(range(128)), 0x7F0000002000
    descriptor = words(start, 1, start, 2) + bytes(0x2C0) + words(0x1234)
    robust_list = start + 0x2E0
    stack = bytes(0x1F80)
    memory = Pieces({start - 128 - len(stack): stack + block + descriptor})
    assert thread_variables(memory, elf((TLS, 100, 64)), robust_list) == block


def test_the_block_follows_the_descriptor() -> None:
    """Variant I: no word tells where; all that follows is given, to the end of the mapping at most."""
    block, start = bytes(range(128)), 0x7F0000002000
    memory = Pieces({start: bytes(0x800) + block})
    found = thread_variables(memory, elf((TLS, 100, 64)), start + 0x2E0)
    assert found == bytes(0x520) + block


def test_a_program_without_variables() -> None:
    assert thread_variables(Pieces({}), elf((LOAD, 4096, 4096)), 0x7F0000002000) == b""


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="asks a Linux kernel")
def test_the_kernel_knows_the_descriptor_of_each_thread() -> None:
    lists: dict[int, int] = {}
    done = threading.Event()

    def ask() -> None:
        lists[threading.get_native_id()] = 0
        done.wait()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for one in threads:
        one.start()
    try:
        for one in threads:
            assert one.native_id is not None
            lists[one.native_id] = robust_list_of(one.native_id)
        # `robust_list` points to itself while no mutex is in it.
        with ProcessMemory(os.getpid()) as memory:
            assert all(memory.read(one, 8) == words(one) for one in lists.values())
        assert len(set(lists.values())) == len(threads)
    finally:
        done.set()
        for one in threads:
            one.join()
    with pytest.raises(OSError):
        robust_list_of(2**22 + 1)


def test_an_architecture_whose_call_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "pdp11")
    with pytest.raises(OSError, match=os.strerror(errno.ENOSYS)):
        robust_list_of(os.getpid())
