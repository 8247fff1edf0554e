"""Gateway IR -> Envoy messages: a pure function, one resource type or HTTP filter per file."""

from pygress.gateway.xds.resources import Resources, to_plain, to_xds
from pygress.gateway.xds.wasm import wasm_filter_json

__all__ = ["Resources", "to_plain", "to_xds", "wasm_filter_json"]
