"""Let requests in, or keep them out, by the address they come from."""

import ipaddress
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pygress.sdk import HttpFilter, Range, Reply, Request, plugin, properties

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass
class Config:
    """Addresses (`10.0.0.1`) and networks (`10.0.0.0/8`, `2001:db8::/32`)."""

    allow: list[str] = field(default_factory=list)
    """Only these may call, if set."""
    deny: list[str] = field(default_factory=list)
    """These may not call."""
    source: Literal["connection", "header"] = "connection"
    header: str = "x-forwarded-for"
    """For `source: header`; its first address counts."""
    status: Annotated[int, Range(400, 599)] = 403
    message: str = "your address is not allowed\n"

    def __post_init__(self) -> None:
        if bool(self.allow) == bool(self.deny):
            raise ValueError("set either `allow` or `deny`")
        self.networks: list[Network] = [
            ipaddress.ip_network(text, strict=False) for text in self.allow + self.deny
        ]


@plugin(name="ip-restriction", version="1.0.0", phase="AUTHN", priority=210)
class IpRestriction(HttpFilter[Config]):
    def on_request_headers(self, request: Request) -> Reply | None:
        if self.config.source == "header":
            text = (request.headers.get(self.config.header) or "").partition(",")[0].strip()
        else:
            text = properties.client_address()
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            # An address that cannot be read is in no list: an allow list keeps it out.
            listed = False
        else:
            listed = any(
                address.version == network.version and address in network for network in self.config.networks
            )
        if listed == bool(self.config.allow):
            return None
        return Reply(self.config.status, self.config.message, details="ip-restriction.refused")
