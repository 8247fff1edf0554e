"""Functions that stand in for imports Envoy lacks."""

from pygress.modules.adapt import encode
from pygress.modules.adapt.retarget import retargeted
from pygress.modules.facts import abi_of
from pygress.modules.host import host_functions
from pygress.modules.wasm import CODE, FUNCTION, IMPORT, KINDS, TYPE, Import, Reader, Wasm

_UNIMPLEMENTED = b"\x41\x0c\x0b"  # i32.const 12, end: the ABI's own status for it
_UNREACHABLE = b"\x00\x0b"
_STAND_INS = {
    ("env", "proxy_redis_init"): _UNIMPLEMENTED,
    ("env", "proxy_redis_call"): _UNIMPLEMENTED,
    ("env", "proxy_inject_encoded_data_to_filter_chain"): _UNIMPLEMENTED,
    ("env", "proxy_get_upstream_hosts"): _UNIMPLEMENTED,
    ("env", "proxy_set_upstream_override_host"): _UNIMPLEMENTED,
    ("env", "proxy_get_log_level"): _UNIMPLEMENTED,
    # AssemblyScript calls it for a failed assertion; what follows it must not run.
    ("env", "abort"): _UNREACHABLE,
}
_FILLER = ("env", "proxy_done")


def adapt_imports(wasm: Wasm) -> tuple[bytes, list[str]]:
    """Give the module with stand-ins for the imports that have one and that the host lacks."""
    known = host_functions(abi_of(wasm))
    functions = [one for one in wasm.imports if one.kind == "function"]
    replaced = [
        (index, one)
        for index, one in enumerate(functions)
        if (one.module, one.name) not in known and _stand_in(one) is not None
    ]
    if not replaced or wasm.section(CODE) is None:
        return wasm.data, []
    count = len(functions) + len(wasm.functions)
    targets = {old: count + number for number, (old, _) in enumerate(replaced)}
    payloads = retargeted(wasm, targets)
    payloads[TYPE] = _with_more(wasm, TYPE, [encode.function_type((), ("i32",))])
    payloads[IMPORT] = _imports(wasm, {one for _, one in replaced}, len(wasm.types))
    payloads[FUNCTION] = _with_more(wasm, FUNCTION, [encode.unsigned(one.type_index) for _, one in replaced])
    bodies = []
    for _, one in replaced:
        content = encode.unsigned(0) + (_stand_in(one) or b"")
        bodies.append(encode.unsigned(len(content)) + content)
    payloads[CODE] = _with_more(wasm, CODE, bodies, payloads.get(CODE))
    return encode.rebuilt(wasm, payloads), [f"`{one}` answers as not implemented" for _, one in replaced]


def _stand_in(one: Import) -> bytes | None:
    body = _STAND_INS.get((one.module, one.name))
    if body is None or one.type is None:
        return None
    fits = one.type.results == (("i32",) if body == _UNIMPLEMENTED else ())
    return body if fits else None


def _imports(wasm: Wasm, replaced: set[Import], filler_type: int) -> bytes:
    """Write the imports with each replaced one turned into a filler that keeps its index."""
    section = wasm.section(IMPORT)
    assert section is not None
    reader = Reader(wasm.data, section.body, section.end)
    parts = []
    for one in wasm.imports if reader.count() else ():
        start = reader.at
        _skip_import(reader)
        if one in replaced:
            filler = encode.name(_FILLER[0]) + encode.name(_FILLER[1])
            parts.append(filler + bytes([KINDS.index("function")]) + encode.unsigned(filler_type))
        else:
            parts.append(wasm.data[start : reader.at])
    return encode.listed(parts)


def _skip_import(reader: Reader) -> None:
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


def _with_more(wasm: Wasm, kind: int, items: list[bytes], payload: bytes | None = None) -> bytes:
    """Give a section's list with items added at its end; `payload` is used instead of the section if given."""
    if payload is None:
        section = wasm.section(kind)
        assert section is not None
        payload = wasm.data[section.body : section.end]
    reader = Reader(payload, 0, len(payload))
    count = reader.number()
    return encode.unsigned(count + len(items)) + payload[reader.at :] + b"".join(items)
