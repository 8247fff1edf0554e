"""The HTTP filters of a listener, their order, and why.

1. `cors` first: a browser sends preflights without credentials, an authentication plugin would refuse them.
2. `rbac` and `local_ratelimit` next: an address list or a limit must save the work of the plugins.
3. the slots: plugins, in the order of phase and priority that the build has chosen.
4. `router` last, as Envoy demands.

All but the router are disabled here and enabled by the route that wants them: an idle filter costs some
30 ns a request, and the listener never has to change, which would close connections.
"""

from envoy.extensions.filters.http.router.v3 import router_pb2
from envoy.extensions.filters.network.http_connection_manager.v3 import http_connection_manager_pb2 as hcm_pb2

from pygress.gateway.xds import cors, rate_limit, rbac
from pygress.gateway.xds.filter_chain import FilterChainConfig
from pygress.gateway.xds.slots import slot_name
from pygress.gateway.xds.typed import pack


def to_xds_http_filters(slots: int) -> list[hcm_pb2.HttpFilter]:
    """Build the row of filters with `slots` slots."""
    filters = [
        hcm_pb2.HttpFilter(name=one.NAME, typed_config=pack(one.LISTENER_CONFIG), disabled=True)
        for one in (cors, rbac, rate_limit)
    ]
    empty = pack(FilterChainConfig())
    filters += [
        hcm_pb2.HttpFilter(name=slot_name(n), typed_config=empty, disabled=True) for n in range(slots)
    ]
    filters.append(
        hcm_pb2.HttpFilter(name="envoy.filters.http.router", typed_config=pack(router_pb2.Router()))
    )
    return filters
