"""Make small modules for tests, byte by byte."""

from collections.abc import Sequence

from pygress.modules.adapt import encode
from pygress.modules.wasm import CODE, EXPORT, FUNCTION, IMPORT, MEMORY, TYPE

ABI = "proxy_abi_version_0_2_1"
Import = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def custom(name: str, content: bytes) -> bytes:
    return encode.section(0, encode.name(name) + content)


def plugin(
    imports: Sequence[Import] = (),
    abi: str | None = ABI,
    *,
    memory: int | None = 1,
    allocate: bool = True,
    more: Sequence[str] = (),
    body: bytes = b"",
    tail: bytes = b"",
) -> bytes:
    """A module that Envoy loads. `body` is the code of `proxy_on_vm_start`'s sibling `_initialize`."""
    types = [
        encode.function_type((), ()),
        encode.function_type(("i32",), ("i32",)),
        *(encode.function_type(parameters, results) for _, _, parameters, results in imports),
    ]
    first = len(imports)
    exports = [encode.export("_initialize", "function", first)]
    if memory is not None:
        exports.append(encode.export("memory", "memory", 0))
    if abi is not None:
        exports.append(encode.export(abi, "function", first))
    if allocate:
        exports.append(encode.export("proxy_on_memory_allocate", "function", first + 1))
    exports += [encode.export(name, "function", first + 1) for name in more]
    out = b"\0asm\x01\0\0\0" + encode.section(TYPE, encode.listed(types))
    if imports:
        entries = [
            encode.name(module) + encode.name(name) + b"\0" + encode.unsigned(number + 2)
            for number, (module, name, _, _) in enumerate(imports)
        ]
        out += encode.section(IMPORT, encode.listed(entries))
    out += encode.section(FUNCTION, encode.listed([b"\0", b"\x01"]))
    if memory is not None:
        out += encode.section(MEMORY, encode.listed([b"\0" + encode.unsigned(memory)]))
    out += encode.section(EXPORT, encode.listed(exports))
    bodies = [b"\0" + body + b"\x0b", b"\0\x41\0\x0b"]
    out += encode.section(CODE, encode.listed(encode.unsigned(len(one)) + one for one in bodies))
    return out + tail
