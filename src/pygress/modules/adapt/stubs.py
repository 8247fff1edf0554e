"""Functions that stand in for imports Envoy lacks."""

from pygress.modules.adapt.patch import Patch
from pygress.modules.facts import abi_of
from pygress.modules.host import host_functions, signature_type
from pygress.modules.wasm import CODE, Import, Wasm

_UNIMPLEMENTED = b"\x41\x0c\x0b"  # i32.const 12, end: the ABI's own status for it
_UNREACHABLE = b"\x00\x0b"

NOT_IMPLEMENTED = "answers as not implemented"
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


def adapt_imports(wasm: Wasm) -> tuple[bytes, list[str]]:
    """Give the module with stand-ins for the imports that have one and that the host lacks."""
    known = host_functions(abi_of(wasm))
    functions = [one for one in wasm.imports if one.kind == "function"]
    replaced = [
        (index, one, body)
        for index, one in enumerate(functions)
        if (one.module, one.name) not in known and (body := _stand_in(one)) is not None
    ]
    if not replaced or wasm.section(CODE) is None:
        return wasm.data, []
    patch = Patch(wasm)
    filler = patch.add_type(signature_type(">i"))
    words = []
    for index, one, body in replaced:
        patch.replace_import(index, "env", "proxy_done", filler)
        patch.retarget(index, patch.add_function(one.type_index, body))
        does = "ends the module" if body == _UNREACHABLE else NOT_IMPLEMENTED
        words.append(f"`{one}` {does}")
    return patch.apply(), words


def _stand_in(one: Import) -> bytes | None:
    body = _STAND_INS.get((one.module, one.name))
    if body is None or one.type is None:
        return None
    fits = one.type.results == (("i32",) if body == _UNIMPLEMENTED else ())
    return body if fits else None
