"""Rename the ABI marker of the Higress dialect: all it adds is optional, the rest is 0.2.1."""

from pygress.modules.adapt import encode
from pygress.modules.facts import ABI_PREFIX, abi_markers
from pygress.modules.host import HIGRESS_ABI
from pygress.modules.wasm import EXPORT, Wasm

_HIGRESS = ABI_PREFIX + HIGRESS_ABI.replace(".", "_")
_PLAIN = ABI_PREFIX + "0_2_1"


def adapt_marker(wasm: Wasm) -> tuple[bytes, list[str]]:
    """Give the module with the marker that Envoy knows."""
    if abi_markers(wasm) != [_HIGRESS]:
        return wasm.data, []
    exports = encode.listed(
        encode.export(_PLAIN if one.name == _HIGRESS else one.name, one.kind, one.index)
        for one in wasm.exports
    )
    return encode.rebuilt(wasm, {EXPORT: exports}), [f"ABI {HIGRESS_ABI} renamed to 0.2.1"]
