"""Add to a module: types, functions, globals, a memory, data; and put other functions in the place of its own.

Nothing that is there changes its index: added things stand behind it, and an import that is replaced leaves another
import in its place.
"""

from collections.abc import Iterable

from pygress.modules.adapt import encode
from pygress.modules.adapt.retarget import retargeted
from pygress.modules.wasm import (
    CODE,
    DATA,
    DATA_COUNT,
    EXPORT,
    FUNCTION,
    GLOBAL,
    IMPORT,
    KINDS,
    MEMORY,
    TYPE,
    FunctionType,
    Reader,
    Wasm,
)


class Patch:
    """Collects the changes to one module; `apply` gives its new bytes."""

    def __init__(self, wasm: Wasm) -> None:
        self.wasm = wasm
        self._types: list[bytes] = []
        self._functions: list[tuple[int, bytes]] = []
        self._globals: list[bytes] = []
        self._memories: list[bytes] = []
        self._data: list[bytes] = []
        self._imports: dict[int, tuple[str, str, int]] = {}
        self._targets: dict[int, int] = {}
        self._exports: dict[str, int] = {}
        self._imported = {kind: sum(one.kind == kind for one in wasm.imports) for kind in KINDS}

    def imported(self, module: str, name: str) -> int | None:
        """Give the index of an imported function."""
        functions = [one for one in self.wasm.imports if one.kind == "function"]
        return next(
            (at for at, one in enumerate(functions) if (one.module, one.name) == (module, name)), None
        )

    def add_type(self, kind: FunctionType) -> int:
        """Add a function type."""
        self._types.append(encode.function_type(kind.parameters, kind.results))
        return len(self.wasm.types) + len(self._types) - 1

    def add_function(self, type_index: int, body: bytes, local_count: int = 0) -> int:
        """Add a function with i32 locals; `body` ends with its `end`. Gives its index."""
        locals_ = encode.listed([encode.unsigned(local_count) + b"\x7f"] if local_count else [])
        self._functions.append((type_index, locals_ + body))
        return self._imported["function"] + len(self.wasm.functions) + len(self._functions) - 1

    def add_global(self) -> int:
        """Add a mutable i32 that starts at 0."""
        self._globals.append(b"\x7f\x01\x41\x00\x0b")
        return self._imported["global"] + self._count(GLOBAL) + len(self._globals) - 1

    def add_memory(self, pages: int) -> int:
        """Add a memory of a fixed size in pages of 64 KiB."""
        self._memories.append(b"\x01" + encode.unsigned(pages) + encode.unsigned(pages))
        return self._imported["memory"] + len(self.wasm.memories) + len(self._memories) - 1

    def add_data(self, memory: int, offset: int, data: bytes) -> None:
        """Fill a place of a memory when the module starts."""
        place = b"\x41" + encode.signed(offset) + b"\x0b"
        self._data.append(b"\x02" + encode.unsigned(memory) + place + encode.unsigned(len(data)) + data)

    def replace_import(self, index: int, module: str, name: str, type_index: int) -> None:
        """Put another function into the place of an imported one; its callers must be retargeted."""
        self._imports[index] = (module, name, type_index)

    def retarget(self, old: int, new: int) -> None:
        """Make everything that names function `old` in the module as it is name `new`."""
        self._targets[old] = new

    def set_export(self, name: str, index: int) -> None:
        """Export a function, in place of another one of that name if there is one."""
        self._exports[name] = index

    def apply(self) -> bytes:
        """Give the bytes of the changed module."""
        payloads = retargeted(self.wasm, self._targets) if self._targets else {}
        self._more(payloads, TYPE, self._types)
        if self._imports:
            payloads[IMPORT] = self._import_section()
        self._more(payloads, FUNCTION, [encode.unsigned(kind) for kind, _ in self._functions])
        self._more(payloads, CODE, [encode.unsigned(len(body)) + body for _, body in self._functions])
        self._more(payloads, GLOBAL, self._globals)
        self._more(payloads, MEMORY, self._memories)
        self._more(payloads, DATA, self._data)
        if self._data and self.wasm.section(DATA_COUNT) is not None:
            payloads[DATA_COUNT] = encode.unsigned(self._count(DATA) + len(self._data))
        if self._exports:
            payloads[EXPORT] = self._export_section()
        return encode.rebuilt(self.wasm, payloads)

    def _count(self, kind: int) -> int:
        section = self.wasm.section(kind)
        return Reader(self.wasm.data, section.body, section.end).number() if section is not None else 0

    def _more(self, payloads: dict[int, bytes], kind: int, items: list[bytes]) -> None:
        """Add items to the list of a section, which may be changed already or missing."""
        if not items:
            return
        section = self.wasm.section(kind)
        old = self.wasm.data[section.body : section.end] if section is not None else b"\0"
        old = payloads.get(kind, old)
        reader = Reader(old, 0, len(old))
        count = reader.number()
        payloads[kind] = encode.unsigned(count + len(items)) + old[reader.at :] + b"".join(items)

    def _import_section(self) -> bytes:
        section = self.wasm.section(IMPORT)
        assert section is not None
        reader = Reader(self.wasm.data, section.body, section.end)
        reader.number()
        parts = []
        function = 0
        for one in self.wasm.imports:
            start = reader.at
            skip_import(reader)
            replacement = self._imports.get(function) if one.kind == "function" else None
            function += one.kind == "function"
            if replacement is None:
                parts.append(self.wasm.data[start : reader.at])
            else:
                module, name, type_index = replacement
                parts.append(encode.name(module) + encode.name(name) + b"\0" + encode.unsigned(type_index))
        return encode.listed(parts)

    def _export_section(self) -> bytes:
        exports = [
            (
                one.name,
                one.kind,
                self._targets.get(one.index, one.index) if one.kind == "function" else one.index,
            )
            for one in self.wasm.exports
            if one.name not in self._exports
        ]
        return _exports([*exports, *((name, "function", index) for name, index in self._exports.items())])


def skip_import(reader: Reader) -> None:
    """Read over one import."""
    reader.name()
    reader.name()
    kind = KINDS[reader.byte()]
    if kind == "function":
        reader.number()
    elif kind == "table":
        reader.value_type()
        reader.limits()
    elif kind == "memory":
        reader.limits()
    elif kind == "global":
        reader.value_type()
        reader.byte()
    else:
        reader.byte()
        reader.number()


def _exports(items: Iterable[tuple[str, str, int]]) -> bytes:
    return encode.listed(encode.export(name, kind, index) for name, kind, index in items)
