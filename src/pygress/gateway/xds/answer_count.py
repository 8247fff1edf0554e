"""Counts the answers that go through one plugin, for Envoy has no statistics per plugin.

Each worker writes `answers PLUGIN TOTAL BAD` to the log, at most twice a second and only when there was an
answer of 500 or above; `health` adds these up. `BAD` are those answers, both since the line before.
"""

from envoy.config.core.v3 import base_pb2, extension_pb2
from envoy.extensions.filters.http.lua.v3 import lua_pb2

from pygress.gateway.xds.typed import pack

MARK = "answers"

_CODE = """local total, bad, last = 0, 0, 0
function envoy_on_response(handle)
  total = total + 1
  if tonumber(handle:headers():get(":status")) >= 500 then bad = bad + 1 end
  local now = handle:timestamp()
  if bad > 0 and now - last >= 500 then
    handle:logWarn("%s %s " .. total .. " " .. bad)
    total, bad, last = 0, 0, now
  end
end
"""


def to_xds_answer_count(plugin: str, name: str) -> extension_pb2.TypedExtensionConfig:
    """Build the filter under the given filter name."""
    code = _CODE % (MARK, plugin)
    script = lua_pb2.Lua(default_source_code=base_pb2.DataSource(inline_string=code))
    return extension_pb2.TypedExtensionConfig(name=name, typed_config=pack(script))
