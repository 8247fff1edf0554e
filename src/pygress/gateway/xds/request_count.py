"""Counts the requests that reach a plugin, for the Wasm filter has no such statistic.

An RBAC filter that denies by an empty list of policies lets everything pass and counts it. It is part of what fills
the slot, so that routes without the plugin do not pay for it. Of the stock filters with a counter and a name of our
choice it is the one that looks at nothing.
"""

from envoy.config.core.v3 import extension_pb2
from envoy.config.rbac.v3 import rbac_pb2
from envoy.extensions.filters.http.rbac.v3 import rbac_pb2 as filter_pb2

from pygress.gateway.xds.typed import pack
from pygress.gateway.xds.wasm import plugin_name

_SCOPE = "filter_chain.rbac"

SUFFIX = ".allowed"
PATTERN = rf"^{_SCOPE}\.pygress-(run|refuse)\..*\{SUFFIX}$"
"""Matches the counters of all plugins."""


def to_xds_request_count(plugin: str, name: str, *, refused: bool) -> extension_pb2.TypedExtensionConfig:
    """Build the filter under the given filter name; `refused` requests meet the stand-in of the plugin."""
    counter = filter_pb2.RBAC(
        rules=rbac_pb2.RBAC(action=rbac_pb2.RBAC.DENY), rules_stat_prefix=_prefix(plugin, refused)
    )
    return extension_pb2.TypedExtensionConfig(name=name, typed_config=pack(counter))


def counter_name(plugin: str, *, refused: bool) -> str:
    """Give the name of the counter among Envoy's statistics."""
    return f"{_SCOPE}.{_prefix(plugin, refused)}allowed"


def _prefix(plugin: str, refused: bool) -> str:
    return f"pygress-{'refuse' if refused else 'run'}.{plugin_name(plugin)}."
