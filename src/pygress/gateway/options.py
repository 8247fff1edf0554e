"""What an operator can set on a gateway; everything has a default that serves."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class GatewayOptions:
    """Settings of one gateway.

    Ports: 0 picks a free one. `concurrency` is the number of Envoy workers, 0 means one per core. Times are in
    seconds, sizes in bytes. `slots` is the number of plugins that run without sharing a slot; more than that
    still run, see `xds.slots`. `ingress_class` empty takes every Ingress.
    """

    data_dir: Path = field(default_factory=lambda: Path(".pygress"))
    address: str = "0.0.0.0"
    http_port: int = 8080
    https_port: int = 8443
    concurrency: int = 0
    namespace: str = "higress-system"
    name: str = "pygress"
    ingress_class: str = ""
    server_header: str = "istio-envoy"
    access_log: str = ""
    """Path of the access log, `-` for stdout, empty for none."""
    slots: int = 32
    body_limit: int = 10 * 1024 * 1024
    drain_time: float = 5.0
    debounce: float = 0.01
    preflight_timeout: float = 15.0
    preflight_memory: int = 768 * 1024 * 1024
    envoy_log_level: str = "warning"
    status_addresses: tuple[str, ...] = ("127.0.0.1",)
    """Addresses written into `status.loadBalancer` of each Ingress."""
