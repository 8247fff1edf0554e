"""Any Proxy-Wasm module in wasmtime, on the same fake proxy as the plugin in CPython.

Input: module bytes (ABI 0.2.1 or older 0.2.x, or Higress' dialect as far as it needs no function of its own).
A trap, a missing import or a missing marker is a `HostError` that says so.
"""

import functools
import inspect
import struct
from collections.abc import Callable
from typing import Any

import wasmtime

from pygress.host.model import HostError
from pygress.host.proxy import Proxy
from pygress.host.wasi import NOT_IMPLEMENTED, wasi_functions
from pygress.host.wasm_abi import proxy_functions

INVALID_MEMORY_ACCESS = 6
MARKERS = ("proxy_abi_version_0_2_1", "proxy_abi_version_0_2_0", "proxy_abi_version_0_2_100")
ALLOCATORS = ("malloc", "proxy_on_memory_allocate")


class BadPointer(Exception):
    """A host function was given memory that the module does not have."""


class ModuleExit(Exception):
    """The module called `proc_exit`."""


@functools.cache
def _engine() -> wasmtime.Engine:
    return wasmtime.Engine(wasmtime.Config())


@functools.lru_cache(maxsize=64)
def _module(code: bytes) -> wasmtime.Module:
    try:
        return wasmtime.Module(_engine(), code)
    except wasmtime.WasmtimeError as error:
        raise HostError(f"not a module that can be loaded: {error}") from None


class WasmVm:
    """One instance of a module."""

    def __init__(self, proxy: Proxy, code: bytes) -> None:
        self.proxy = proxy
        module = _module(code)
        self._store = wasmtime.Store(_engine())
        linker = wasmtime.Linker(_engine())
        self._link(linker, module)
        try:
            self._exports = linker.instantiate(self._store, module).exports(self._store)
        except (wasmtime.WasmtimeError, wasmtime.Trap) as error:
            raise HostError(f"the module does not start: {error}") from None
        if not any(marker in self._exports for marker in MARKERS):
            raise HostError(f"the module exports none of {', '.join(f'`{one}`' for one in MARKERS)}")
        memory = self._exports.get("memory")
        if not isinstance(memory, wasmtime.Memory):
            raise HostError("the module exports no `memory`")
        self._memory = memory
        self._functions: dict[str, wasmtime.Func] = {
            name: one for name, one in self._exports.items() if name and isinstance(one, wasmtime.Func)
        }
        for start in ("_initialize", "_start"):
            if start in self._functions:
                self._run(start)
                break

    def has(self, export: str) -> bool:
        """Say whether the module exports a callback."""
        return export in self._functions

    def call(self, export: str, *arguments: int) -> int:
        """Run a callback."""
        count = len(self._functions[export].type(self._store).params)
        return self._run(export, *arguments[:count]) or 0

    def memory_size(self) -> int:
        """Give the size of the module's memory in bytes."""
        return self._memory.data_len(self._store)

    def _run(self, export: str, *arguments: int) -> Any:
        try:
            return self._functions[export](self._store, *arguments)
        except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
            raise HostError(f"`{export}` trapped: {error}") from None
        except ModuleExit as error:
            raise HostError(f"`{export}`: {error}") from None

    # Memory.

    def read(self, pointer: int, size: int) -> bytes:
        """Read memory; raises `BadPointer` outside of it."""
        pointer, size = pointer & 0xFFFFFFFF, size & 0xFFFFFFFF
        if pointer + size > self._memory.data_len(self._store):
            raise BadPointer
        return bytes(self._memory.read(self._store, pointer, pointer + size)) if size else b""

    def write(self, pointer: int, data: bytes) -> None:
        """Write memory; raises `BadPointer` outside of it."""
        pointer &= 0xFFFFFFFF
        if pointer + len(data) > self._memory.data_len(self._store):
            raise BadPointer
        if data:
            self._memory.write(self._store, data, pointer)

    def write_u32(self, pointer: int, value: int) -> None:
        """Write a number of 4 bytes."""
        self.write(pointer, struct.pack("<I", value & 0xFFFFFFFF))

    def write_u64(self, pointer: int, value: int) -> None:
        """Write a number of 8 bytes."""
        self.write(pointer, struct.pack("<Q", value & 0xFFFFFFFFFFFFFFFF))

    def give(self, data: bytes, pointer: int, length: int) -> int:
        """Let the module allocate room, put the bytes there, and tell where; empty bytes are a null pointer."""
        place = 0
        if data:
            allocate = next((self._functions[name] for name in ALLOCATORS if name in self._functions), None)
            if allocate is None:
                raise HostError("the module exports neither `malloc` nor `proxy_on_memory_allocate`")
            place = allocate(self._store, len(data))
            if not place:
                return INVALID_MEMORY_ACCESS
            self.write(place, data)
        self.write_u32(pointer, place)
        self.write_u32(length, len(data))
        return 0

    # Imports.

    def _link(self, linker: wasmtime.Linker, module: wasmtime.Module) -> None:
        known = {f"proxy_{name}": one for name, one in proxy_functions(self).items()}
        wasi = wasi_functions(self)
        for one in module.imports:
            kind = one.type
            name = one.name or ""
            if not isinstance(kind, wasmtime.FuncType):
                raise HostError(f"the module imports `{one.module}.{name}`, which no host offers")
            function: Callable[..., int | None]
            if one.module == "env" and name in known:
                function = self._proxy_call(known[name])
            elif one.module in ("wasi_snapshot_preview1", "wasi_unstable"):
                function = self._wasi_call(name, wasi.get(name), bool(kind.results))
            else:
                raise HostError(f"the module imports `{one.module}.{name}`, which the host does not offer")
            linker.define_func(one.module, name, kind, function)

    def _proxy_call(self, function: Callable[..., int]) -> Callable[..., int]:
        parameters = inspect.signature(function).parameters.values()
        unsigned = [one.name != "offset" for one in parameters]

        def call(*arguments: int) -> int:
            try:
                if len(arguments) == len(unsigned):
                    arguments = tuple(
                        value if not plain or value >= 0 else value & 0xFFFFFFFF
                        for value, plain in zip(arguments, unsigned, strict=True)
                    )
                return function(*arguments)
            except BadPointer:
                return INVALID_MEMORY_ACCESS

        return call

    def _wasi_call(
        self, name: str, function: Callable[..., int] | None, has_result: bool
    ) -> Callable[..., int | None]:
        def call(*arguments: int) -> int | None:
            if name == "proc_exit":
                raise ModuleExit(f"the module exited with code {arguments[0]}")
            if function is None:
                return NOT_IMPLEMENTED if has_result else None
            try:
                return function(*arguments)
            except BadPointer:
                return 21

        return call
