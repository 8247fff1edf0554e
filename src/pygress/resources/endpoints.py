"""Endpoints and EndpointSlice: the addresses behind a Service."""

import ipaddress
from typing import Any

from pydantic import Field

from pygress.resources import errors
from pygress.resources.errors import FieldError
from pygress.resources.meta import Model, Resource

SERVICE_LABEL = "kubernetes.io/service-name"
"""The label that ties an EndpointSlice to its Service."""


class EndpointAddress(Model):
    """One address."""

    ip: str = ""
    hostname: str = ""
    node_name: str | None = None


class EndpointPort(Model):
    """One port; `name` is that of the Service port."""

    name: str = ""
    port: int = 0
    protocol: str = "TCP"
    app_protocol: str | None = None


class EndpointSubset(Model):
    """Addresses that share ports."""

    addresses: list[EndpointAddress] = []
    not_ready_addresses: list[EndpointAddress] = []
    ports: list[EndpointPort] = []


class Endpoints(Resource):
    """The addresses of the Service of the same name."""

    subsets: list[EndpointSubset] = []

    def check(self) -> list[FieldError]:
        """Apply the rules of Kubernetes for addresses and ports."""
        found: list[FieldError] = []
        for index, subset in enumerate(self.subsets):
            path = f"subsets[{index}]"
            if not subset.addresses and not subset.not_ready_addresses:
                found.append(errors.required(path, "must specify `addresses` or `notReadyAddresses`"))
            for field, addresses in (
                ("addresses", subset.addresses),
                ("notReadyAddresses", subset.not_ready_addresses),
            ):
                for number, address in enumerate(addresses):
                    found += _check_ip(f"{path}.{field}[{number}].ip", address.ip)
            for number, port in enumerate(subset.ports):
                found += _check_port(f"{path}.ports[{number}].port", port.port)
        return found


class EndpointConditions(Model):
    """What is known of an endpoint; None means unknown, which counts as ready."""

    ready: bool | None = None
    serving: bool | None = None
    terminating: bool | None = None


class Endpoint(Model):
    """One endpoint; all its addresses reach the same thing."""

    addresses: list[str] = []
    conditions: EndpointConditions = Field(default_factory=EndpointConditions)
    hostname: str | None = None
    node_name: str | None = None
    zone: str | None = None
    target_ref: dict[str, Any] | None = None


class EndpointSlice(Resource):
    """Some of the addresses of a Service."""

    address_type: str = ""
    endpoints: list[Endpoint] = []
    ports: list[EndpointPort] = []

    def check(self) -> list[FieldError]:
        """Apply the rules of Kubernetes for addresses and ports."""
        found: list[FieldError] = []
        if not self.address_type:
            found.append(errors.required("addressType"))
        elif self.address_type not in ("FQDN", "IPv4", "IPv6"):
            found.append(errors.not_supported("addressType", self.address_type, ("FQDN", "IPv4", "IPv6")))
        for index, endpoint in enumerate(self.endpoints):
            if not endpoint.addresses:
                found.append(errors.required(f"endpoints[{index}].addresses"))
            elif self.address_type != "FQDN":
                for number, address in enumerate(endpoint.addresses):
                    found += _check_ip(f"endpoints[{index}].addresses[{number}]", address)
        return found


def _check_ip(path: str, text: str) -> list[FieldError]:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return [errors.invalid(path, text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    return []


def _check_port(path: str, port: int) -> list[FieldError]:
    if 0 < port < 65536:
        return []
    return [errors.invalid(path, port, "must be between 1 and 65535, inclusive")]
