"""The stand-in of a plugin that cannot run: answers 503 in its place, so that no request passes unprocessed."""

from envoy.config.core.v3 import base_pb2, extension_pb2
from envoy.extensions.filters.http.lua.v3 import lua_pb2

from pygress.gateway import ir
from pygress.gateway.xds.typed import pack


def to_xds_deny(fill: ir.Deny, name: str) -> extension_pb2.TypedExtensionConfig:
    """Build the filter under the given filter name; the body names the plugin, its status tells why."""
    text = "".join(f"\\{byte:03d}" for byte in f"plugin `{fill.plugin}` is not ready\n".encode())
    code = (
        "function envoy_on_request(handle)\n"
        f'  handle:respond({{[":status"] = "503", ["content-type"] = "text/plain"}}, "{text}")\n'
        "end\n"
    )
    script = lua_pb2.Lua(default_source_code=base_pb2.DataSource(inline_string=code))
    return extension_pb2.TypedExtensionConfig(name=name, typed_config=pack(script))
