"""Reading another process: its mappings, its bytes, and what is not there."""

import ctypes
import os
from pathlib import Path

import pytest

from pygress.gateway.envoy.inspection.memory import ProcessMemory, image_of, parse_maps

pytestmark = pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="reads /proc")

MAPS = """\
55d0c0000000-55d0c0001000 r--p 00000000 fe:01 131 /opt/my envoy
7f1200000000-7f1200021000 rw-p 00000000 00:00 0
7f1200021000-7f1204000000 ---p 00000000 00:00 0
7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]
"""


def test_lines_of_maps() -> None:
    first, heap, guard, stack = parse_maps(MAPS)
    assert (first.path, first.permissions) == ("/opt/my envoy", "r--p")
    assert (heap.path, guard.permissions, stack.path) == ("", "---p", "[stack]")
    assert 0x7F1200000000 in heap and 0x7F1200021000 not in heap and 0x7F1200021000 in guard


def test_bytes_by_address() -> None:
    text = ctypes.create_string_buffer(b"here it stands")
    with ProcessMemory(os.getpid()) as memory:
        assert memory.read(ctypes.addressof(text), 14) == b"here it stands"
        for nowhere in (0, 8, 0xFFFF_FFFF_FFFF_FFF8, 1 << 47, 0x10000):
            assert memory.read(nowhere, 64) == b""


def test_a_read_ends_with_its_mapping() -> None:
    last = next(one for one in parse_maps(Path("/proc/self/maps").read_text()) if one.path == "[stack]")
    with ProcessMemory(os.getpid()) as memory:
        assert len(memory.read(last.end - 24, 4096)) == 24


def test_the_program_itself() -> None:
    image = image_of(os.getpid())
    assert image and {one.path for one in image} == {str(Path("/proc/self/exe").readlink())}


def test_a_process_that_is_gone() -> None:
    with pytest.raises(OSError):
        ProcessMemory(2**22 + 1)
    with pytest.raises(OSError):
        image_of(2**22 + 1)
