"""Check that a module can run on the host, before any host sees it.

Input: the outline of an adapted module. Output: nothing, or a `ModuleError` that names what is missing.
"""

from pygress.modules.errors import invalid
from pygress.modules.facts import abi_markers, abi_of
from pygress.modules.host import HIGRESS_ABI, SUPPORTED_ABIS, host_functions
from pygress.modules.wasm import Import, Wasm

LARGEST_MODULE = 256 << 20
_LARGEST_MEMORY = 16384  # pages: Envoy gives a VM 1 GiB
_MOST_NAMED = 8
_HTTP_PHASES = ("proxy_on_request_", "proxy_on_response_")
_TCP_PHASES = {"proxy_on_new_connection", "proxy_on_downstream_data", "proxy_on_upstream_data"}


def check_module(wasm: Wasm) -> None:
    """Check ABI, exports, memory and imports; all missing imports are named at once."""
    markers = abi_markers(wasm)
    abi = abi_of(wasm)
    if not markers:
        raise invalid(
            "UnknownABI",
            "the module is no Proxy-Wasm plugin: it exports no `proxy_abi_version_...`"
            f" (known are {', '.join(SUPPORTED_ABIS)} and {HIGRESS_ABI})",
        )
    if len(markers) > 1:
        raise invalid(
            "UnknownABI", f"the module names several ABI versions: {', '.join(markers[:_MOST_NAMED])}"
        )
    if abi not in SUPPORTED_ABIS:
        known = ", ".join((*SUPPORTED_ABIS, HIGRESS_ABI))
        raise invalid("UnknownABI", f"the module has the ABI version {abi[:40]}, known are {known}")
    _check_memory(wasm)
    _check_imports(wasm, abi)
    names = {one.name for one in wasm.exports if one.kind == "function"}
    if not names & {"malloc", "proxy_on_memory_allocate"}:
        raise invalid("MissingExport", "the module exports neither `malloc` nor `proxy_on_memory_allocate`")
    of_tcp = sorted(names & _TCP_PHASES)
    if of_tcp and not any(name.startswith(_HTTP_PHASES) for name in names):
        raise invalid(
            "NotHttp",
            f"the module is a filter of TCP connections (it exports `{of_tcp[0]}`), the gateway runs filters of HTTP",
        )


def _check_memory(wasm: Wasm) -> None:
    export = wasm.export("memory")
    if export is None or export.kind != "memory":
        raise invalid("MissingExport", "the module exports no `memory`")
    imported = sum(one.kind == "memory" for one in wasm.imports)
    if not imported <= export.index < imported + len(wasm.memories):
        raise invalid("MissingExport", "the module exports a `memory` that it does not define")
    limits = wasm.memories[export.index - imported]
    if limits.is_64 or limits.shared:
        kind = "64-bit" if limits.is_64 else "shared"
        raise invalid(
            "UnsupportedMemory", f"the module has a {kind} memory, the host takes plain 32-bit ones"
        )
    if limits.least > _LARGEST_MEMORY:
        raise invalid("UnsupportedMemory", f"the module starts with {limits}, the host gives at most 1 GiB")


def _check_imports(wasm: Wasm, abi: str) -> None:
    known = host_functions(abi)
    missing = [one for one in wasm.imports if one.kind != "function" or (one.module, one.name) not in known]
    if missing:
        raise invalid("MissingImport", f"the module imports what the host lacks: {_listed(missing)}")
    for one in wasm.imports:
        wanted = known[one.module, one.name]
        if one.type != wanted:
            raise invalid(
                "ImportType", f"the module imports `{one}` as {one.type}, the host has it as {wanted}"
            )


def _listed(imports: list[Import]) -> str:
    names = [
        f"`{str(one)[:120]}`" + ("" if one.kind == "function" else f" (a {one.kind})")
        for one in imports[:_MOST_NAMED]
    ]
    more = len(imports) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")
