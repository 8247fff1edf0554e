"""Gateway IR: what the data plane shall do, in frozen dataclasses and without a word of Envoy or Kubernetes.

Invariants: every cluster that a route names is in `Gateway.clusters`; every fill that a route names is in
`Gateway.plugins`; virtual host domains are unique; equal input gives equal IR, byte for byte when printed.
"""

from pygress.gateway.ir.action import (
    NO_EDIT,
    Action,
    Cors,
    Forward,
    HeaderEdit,
    Mirror,
    Redirect,
    Respond,
    Target,
    Wait,
)
from pygress.gateway.ir.cluster import Cluster, Endpoint, UpstreamTls
from pygress.gateway.ir.gateway import Gateway
from pygress.gateway.ir.listener import Certificate, Listener, TlsHost
from pygress.gateway.ir.plugin import HOLD, OFF, Deny, Fill, Hold, Off, Placement, Plugin, Wasm
from pygress.gateway.ir.printer import to_plain
from pygress.gateway.ir.route import Match, PathMatch, Route, TextMatch, VirtualHost

__all__ = [
    "HOLD",
    "NO_EDIT",
    "OFF",
    "Action",
    "Certificate",
    "Cluster",
    "Cors",
    "Deny",
    "Endpoint",
    "Fill",
    "Forward",
    "Gateway",
    "HeaderEdit",
    "Hold",
    "Listener",
    "Match",
    "Mirror",
    "Off",
    "PathMatch",
    "Placement",
    "Plugin",
    "Redirect",
    "Respond",
    "Route",
    "Target",
    "TextMatch",
    "TlsHost",
    "UpstreamTls",
    "VirtualHost",
    "Wait",
    "Wasm",
    "to_plain",
]
