"""The few WASI functions that Envoy gives a plugin; the rest are stubs, as there.

Standard output becomes log lines of level info, standard error of level error.
"""

import os
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygress.host.wasm import WasmVm

OK, BAD_DESCRIPTOR, FAULT, INVALID, NOT_IMPLEMENTED = 0, 8, 21, 28, 52
RANDOM_MAX = 64 * 1024

Function = Callable[..., int]


def wasi_functions(vm: "WasmVm") -> dict[str, Function]:
    """Give the functions of `wasi_snapshot_preview1` that do something."""
    proxy = vm.proxy

    def fd_write(descriptor: int, vectors: int, count: int, written: int) -> int:
        if descriptor not in (1, 2):
            return BAD_DESCRIPTOR
        text = b""
        for index in range(count):
            pointer, size = struct.unpack("<II", vm.read(vectors + 8 * index, 8))
            text += vm.read(pointer, size)
        proxy.log(2 if descriptor == 1 else 4, text.decode("utf-8", "surrogateescape").rstrip("\n"))
        vm.write_u32(written, len(text))
        return OK

    def clock_time_get(kind: int, precision: int, pointer: int) -> int:
        clock = proxy.shared.clock
        if kind not in (0, 1):
            return NOT_IMPLEMENTED
        vm.write_u64(pointer, clock.now_ns if kind == 0 else clock.monotonic_ns)
        return OK

    def random_get(pointer: int, size: int) -> int:
        if size > RANDOM_MAX:
            return INVALID
        vm.write(pointer, os.urandom(size))
        return OK

    def environ() -> list[bytes]:
        return [f"{name}={value}".encode() + b"\0" for name, value in proxy.environment.items()]

    def environ_sizes_get(count: int, size: int) -> int:
        entries = environ()
        vm.write_u32(count, len(entries))
        vm.write_u32(size, sum(map(len, entries)))
        return OK

    def environ_get(pointers: int, texts: int) -> int:
        for index, entry in enumerate(environ()):
            vm.write_u32(pointers + 4 * index, texts)
            vm.write(texts, entry)
            texts += len(entry)
        return OK

    def args_sizes_get(count: int, size: int) -> int:
        vm.write_u32(count, 0)
        vm.write_u32(size, 0)
        return OK

    def args_get(pointers: int, texts: int) -> int:
        return OK

    def fd_fdstat_get(descriptor: int, pointer: int) -> int:
        if descriptor > 2:
            return BAD_DESCRIPTOR
        vm.write(pointer, struct.pack("<BxHxxxxQQ", 2, 0, 0x40, 0))
        return OK

    def fd_close(descriptor: int) -> int:
        return OK

    def fd_prestat_get(descriptor: int, pointer: int) -> int:
        return BAD_DESCRIPTOR

    def sched_yield() -> int:
        return OK

    return {
        "fd_write": fd_write,
        "clock_time_get": clock_time_get,
        "random_get": random_get,
        "environ_sizes_get": environ_sizes_get,
        "environ_get": environ_get,
        "args_sizes_get": args_sizes_get,
        "args_get": args_get,
        "fd_fdstat_get": fd_fdstat_get,
        "fd_close": fd_close,
        "fd_prestat_get": fd_prestat_get,
        "sched_yield": sched_yield,
    }
