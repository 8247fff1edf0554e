"""What the build needs to know of the gateway itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Settings of one gateway, with the real ports. `redirect_port` goes into redirects to HTTPS."""

    address: str = "0.0.0.0"
    http_port: int = 8080
    https_port: int = 8443
    redirect_port: int = 443
    namespace: str = "higress-system"
    ingress_class: str = ""
    server_header: str = "istio-envoy"
    access_log: str = ""
    slots: int = 32
    body_limit: int = 10 * 1024 * 1024
