"""Clusters: groups of upstream endpoints."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Endpoint:
    """One address; `host` is an IP for `endpoints` clusters and a name for `dns` ones."""

    host: str
    port: int
    weight: int = 1


@dataclass(frozen=True)
class UpstreamTls:
    """TLS to the endpoints; `sni` empty sends none; `ca` and the key pair are PEM texts or empty."""

    sni: str = ""
    verify: bool = False
    ca: str = ""
    certificate: str = ""
    key: str = ""


@dataclass(frozen=True)
class Cluster:
    """`discovery` says who resolves: `endpoints` are sent apart from the cluster, `dns` is Envoy's work.

    `connect_timeout` is in seconds. `session` keeps Envoy's default pooling.
    """

    name: str
    discovery: Literal["endpoints", "dns"]
    endpoints: tuple[Endpoint, ...]
    protocol: Literal["http1", "http2"] = "http1"
    tls: UpstreamTls | None = None
    balance: Literal["round_robin", "least_request", "random", "ring_hash"] = "round_robin"
    connect_timeout: float = 5.0
