"""Read the outline of a WebAssembly module: sections, types, imports, exports, memories, custom sections.

Input: bytes from a stranger. Output: a `Wasm`, or a `WasmError` whose reason tells a file that is something else
from one that was cut off. Function bodies are not looked into: that is the engine's work, in the preflight.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

MAGIC = b"\0asm"
_VERSION = b"\x01\0\0\0"
_COMPONENT = b"\x0d\0\x01\0"

CUSTOM, TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT, START, ELEMENT, CODE, DATA, DATA_COUNT, TAG = (
    range(14)
)
SECTION_NAMES: tuple[str, ...] = ("custom", "type", "import", "function", "table", "memory", "global")
SECTION_NAMES += ("export", "start", "element", "code", "data", "data-count", "tag")
ORDER = {
    section: place
    for place, section in enumerate(
        (TYPE, IMPORT, FUNCTION, TABLE, MEMORY, TAG, GLOBAL, EXPORT, START, ELEMENT, DATA_COUNT, CODE, DATA)
    )
}
KINDS = ("function", "table", "memory", "global", "tag")
_VALUES = {
    0x7F: "i32",
    0x7E: "i64",
    0x7D: "f32",
    0x7C: "f64",
    0x7B: "v128",
    0x70: "funcref",
    0x6F: "externref",
}
_PAGE = 65536


class WasmError(Exception):
    """The bytes are no module; `reason` is `NotWasm`, `TruncatedModule` or `InvalidModule`."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


@dataclass(frozen=True)
class FunctionType:
    """Parameters and results as `i32`, `i64` ..."""

    parameters: tuple[str, ...]
    results: tuple[str, ...]

    def __str__(self) -> str:
        return f"({', '.join(self.parameters)}) -> ({', '.join(self.results)})"


@dataclass(frozen=True)
class Section:
    """One section: the header starts at `start`, its payload is `data[body:end]`; `name` is for custom ones."""

    kind: int
    start: int
    body: int
    end: int
    name: str = ""


@dataclass(frozen=True)
class Import:
    """What the module wants from its host; `type` is the function's type if it is a function."""

    module: str
    name: str
    kind: str
    type: FunctionType | None = None
    type_index: int = 0

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(frozen=True)
class Export:
    """What the module gives its host; `index` counts within its kind, imports first."""

    name: str
    kind: str
    index: int


@dataclass(frozen=True)
class Limits:
    """The size of a memory in pages of 64 KiB; `most` is None without a maximum."""

    least: int
    most: int | None
    shared: bool = False
    is_64: bool = False

    def __str__(self) -> str:
        most = f" to {size_text(self.most * _PAGE)}" if self.most is not None else ", no maximum"
        return f"{size_text(self.least * _PAGE)}{most}"


@dataclass(frozen=True)
class Wasm:
    """The outline of a module; `functions` holds the type index of each function defined in it."""

    data: bytes = field(repr=False)
    sections: tuple[Section, ...]
    types: tuple[FunctionType, ...]
    imports: tuple[Import, ...]
    functions: tuple[int, ...]
    memories: tuple[Limits, ...]
    exports: tuple[Export, ...]

    def section(self, kind: int) -> Section | None:
        """Give the section of a kind, which is there at most once."""
        return next((one for one in self.sections if one.kind == kind), None)

    def custom(self, name: str) -> bytes | None:
        """Give the content of the first custom section of that name."""
        for one in self.sections:
            if one.kind == CUSTOM and one.name == name:
                return self.data[self.content_start(one) : one.end]
        return None

    def custom_names(self) -> dict[str, int]:
        """Give names and sizes in bytes of the custom sections, in order of the file."""
        return {one.name: one.end - self.content_start(one) for one in self.sections if one.kind == CUSTOM}

    def content_start(self, section: Section) -> int:
        """Give where the content of a custom section starts, behind its name."""
        reader = Reader(self.data, section.body, section.end)
        reader.name()
        return reader.at

    def export(self, name: str) -> Export | None:
        """Give an export by name."""
        return next((one for one in self.exports if one.name == name), None)

    def function_type(self, index: int) -> FunctionType:
        """Give the type of a function by its index, imports first."""
        imported = [one for one in self.imports if one.kind == "function"]
        if index < len(imported):
            found = imported[index].type
            assert found is not None
            return found
        return self.types[self.functions[index - len(imported)]]


def parse_wasm(data: bytes) -> Wasm:
    """Read a module's outline; linear in the count of its imports, exports and functions."""
    _check_header(data)
    sections = tuple(_sections(data))
    found = {one.kind: Reader(data, one.body, one.end) for one in sections if one.kind != CUSTOM}
    types = _types(found.get(TYPE))
    imports = _imports(found.get(IMPORT), types)
    functions = tuple(found[FUNCTION].numbers()) if FUNCTION in found else ()
    for number in functions:
        if number >= len(types):
            raise _invalid(f"a function has the type {number}, there are {len(types)}")
    bodies = found[CODE].number() if CODE in found else 0
    if bodies != len(functions):
        raise _invalid(f"{len(functions)} functions are declared and {bodies} have a body")
    memories = _memories(found.get(MEMORY))
    exports = _exports(found.get(EXPORT))
    wasm = Wasm(data, sections, types, imports, functions, memories, exports)
    total = sum(one.kind == "function" for one in imports) + len(functions)
    for export in exports:
        if export.kind == "function" and export.index >= total:
            raise _invalid(f"the export `{export.name}` is function {export.index}, there are {total}")
    return wasm


class Reader:
    """Reads numbers and names between two offsets and never beyond."""

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self.data = data
        self.at = start
        self.end = end

    def byte(self) -> int:
        """Read one byte."""
        if self.at >= self.end:
            raise _invalid(f"a section ends too early, at offset {self.end}")
        value = self.data[self.at]
        self.at += 1
        return value

    def number(self, bits: int = 32) -> int:
        """Read an unsigned LEB128 number."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
            if shift >= bits:
                raise _invalid(f"a number at offset {self.at} is longer than {bits} bits")
        if value >> bits:
            raise _invalid(f"a number at offset {self.at} is longer than {bits} bits")
        return value

    def signed(self, bits: int = 33) -> int:
        """Read a signed LEB128 number."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value - (1 << shift) if byte & 0x40 else value
            if shift >= bits + 7:
                raise _invalid(f"a number at offset {self.at} is longer than {bits} bits")

    def count(self) -> int:
        """Read the length of a list; each entry takes a byte at least."""
        number = self.number()
        if number > self.end - self.at:
            raise _invalid(
                f"a list at offset {self.at} claims {number} entries and has {self.end - self.at} bytes"
            )
        return number

    def numbers(self) -> Iterator[int]:
        """Read a list of numbers."""
        for _ in range(self.count()):
            yield self.number()

    def take(self, size: int) -> bytes:
        """Read `size` bytes."""
        if size > self.end - self.at:
            raise _invalid(f"a section ends too early, at offset {self.end}")
        self.at += size
        return self.data[self.at - size : self.at]

    def name(self) -> str:
        """Read a name in UTF-8."""
        raw = self.take(self.number())
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _invalid(f"a name at offset {self.at - len(raw)} is not UTF-8") from error

    def value_type(self) -> str:
        """Read the type of a value."""
        byte = self.byte()
        if byte in (0x63, 0x64):
            self.signed()
            return "ref"
        if byte not in _VALUES and not 0x69 <= byte <= 0x74:
            raise _invalid(f"unknown value type 0x{byte:02x} at offset {self.at - 1}")
        return _VALUES.get(byte, "ref")

    def limits(self) -> Limits:
        """Read the limits of a memory or table."""
        flags = self.byte()
        if flags > 15:
            raise _invalid(f"unknown limits 0x{flags:02x} at offset {self.at - 1}")
        bits = 64 if flags & 4 else 32
        least = self.number(bits)
        most = self.number(bits) if flags & 1 else None
        if flags & 8:
            self.number()
        return Limits(least, most, bool(flags & 2), bool(flags & 4))


def size_text(size: int) -> str:
    """Give a size for people: `812 B`, `64 KiB`, `5.9 MiB`."""
    if size < 1024:
        return f"{size} B"
    for unit in ("KiB", "MiB", "GiB"):
        size_of_unit = 1024 ** (("KiB", "MiB", "GiB").index(unit) + 1)
        if size < size_of_unit * 1024 or unit == "GiB":
            break
    return f"{size / size_of_unit:.1f}".removesuffix(".0") + f" {unit}"


def _check_header(data: bytes) -> None:
    if not data:
        raise WasmError("NotWasm", "the file is empty")
    if not data.startswith(MAGIC):
        shown = data[:4].hex(" ")
        if len(data) < 4 and MAGIC.startswith(data):
            raise WasmError("TruncatedModule", f"the module is cut off after {len(data)} bytes")
        raise WasmError(
            "NotWasm", f"the file is not WebAssembly: it starts with `{shown}`, not with `00 61 73 6d`"
        )
    if len(data) < 8:
        raise WasmError("TruncatedModule", f"the module is cut off after {len(data)} bytes")
    if data[4:8] == _COMPONENT:
        raise WasmError("NotWasm", "the file is a WebAssembly component; Proxy-Wasm takes core modules")
    if data[4:8] != _VERSION:
        raise WasmError("NotWasm", f"the file has the WebAssembly version `{data[4:8].hex(' ')}`, known is 1")


def _sections(data: bytes) -> Iterator[Section]:
    at = 8
    last = -1
    while at < len(data):
        start = at
        kind = data[at]
        reader = Reader(data, at + 1, len(data))
        try:
            size = reader.number()
        except WasmError as error:
            if reader.at >= len(data):
                raise WasmError(
                    "TruncatedModule", f"the module is cut off after {len(data)} bytes"
                ) from error
            raise
        body, end = reader.at, reader.at + size
        if kind >= len(SECTION_NAMES):
            raise _invalid(f"unknown section {kind} at offset {start}")
        if end > len(data):
            section = f"its {SECTION_NAMES[kind]} section needs {end - len(data)} more"
            raise WasmError("TruncatedModule", f"the module is cut off after {len(data)} bytes: {section}")
        name = ""
        if kind == CUSTOM:
            name = Reader(data, body, end).name()
        else:
            if ORDER[kind] <= last:
                raise _invalid(f"the {SECTION_NAMES[kind]} section is there twice or in the wrong place")
            last = ORDER[kind]
        yield Section(kind, start, body, end, name)
        at = end


def _types(reader: Reader | None) -> tuple[FunctionType, ...]:
    if reader is None:
        return ()
    types: list[FunctionType] = []
    for _ in range(reader.count()):
        form = reader.byte()
        if form != 0x60:
            raise _invalid(
                f"type {len(types)} is not a function type (0x{form:02x}): garbage-collected types are unknown"
            )
        parameters = tuple([reader.value_type() for _ in range(reader.count())])
        results = tuple([reader.value_type() for _ in range(reader.count())])
        types.append(FunctionType(parameters, results))
    return tuple(types)


def _imports(reader: Reader | None, types: tuple[FunctionType, ...]) -> tuple[Import, ...]:
    if reader is None:
        return ()
    imports = []
    for _ in range(reader.count()):
        module, name, kind = reader.name(), reader.name(), _kind(reader)
        found, index = None, 0
        if kind == "function":
            index = reader.number()
            if index >= len(types):
                raise _invalid(f"the import `{module}.{name}` has the type {index}, there are {len(types)}")
            found = types[index]
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
        imports.append(Import(module, name, kind, found, index))
    return tuple(imports)


def _memories(reader: Reader | None) -> tuple[Limits, ...]:
    if reader is None:
        return ()
    return tuple([reader.limits() for _ in range(reader.count())])


def _exports(reader: Reader | None) -> tuple[Export, ...]:
    if reader is None:
        return ()
    exports: dict[str, Export] = {}
    for _ in range(reader.count()):
        name, kind, index = reader.name(), _kind(reader), reader.number()
        if name in exports:
            raise _invalid(f"`{name}` is exported twice")
        exports[name] = Export(name, kind, index)
    return tuple(exports.values())


def _kind(reader: Reader) -> str:
    byte = reader.byte()
    if byte >= len(KINDS):
        raise _invalid(f"unknown kind {byte} at offset {reader.at - 1}")
    return KINDS[byte]


def _invalid(why: str) -> WasmError:
    return WasmError("InvalidModule", f"the module is invalid: {why}")
