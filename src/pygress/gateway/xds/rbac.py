"""The RBAC filter: client address lists of a route."""

import ipaddress

from envoy.config.core.v3 import address_pb2
from envoy.config.rbac.v3 import rbac_pb2
from envoy.config.route.v3 import route_components_pb2
from envoy.extensions.filters.http.rbac.v3 import rbac_pb2 as filter_pb2

from pygress.gateway import ir
from pygress.gateway.xds.typed import pack

NAME = "envoy.filters.http.rbac"
LISTENER_CONFIG = filter_pb2.RBAC()


def write(route: ir.Route, message: route_components_pb2.Route) -> None:
    """Refuse clients outside of `allow` or inside of `deny` with 403."""
    if not route.allow and not route.deny:
        return
    ranges, action = (route.allow, rbac_pb2.RBAC.ALLOW) if route.allow else (route.deny, rbac_pb2.RBAC.DENY)
    policy = rbac_pb2.Policy(permissions=[rbac_pb2.Permission(any=True)])
    for text in ranges:
        network = ipaddress.ip_network(text, strict=False)
        cidr = address_pb2.CidrRange(address_prefix=str(network.network_address))
        cidr.prefix_len.value = network.prefixlen
        policy.principals.append(rbac_pb2.Principal(remote_ip=cidr))
    rules = filter_pb2.RBAC(rules=rbac_pb2.RBAC(action=action, policies={"clients": policy}))
    message.typed_per_filter_config[NAME].CopyFrom(pack(filter_pb2.RBACPerRoute(rbac=rules)))
