"""Service: a name and ports for a set of endpoints."""

from typing import Any

from pydantic import Field

from pygress.resources import errors
from pygress.resources.errors import FieldError
from pygress.resources.meta import IntOrString, Model, Resource

TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")


class ServicePort(Model):
    """One port; `target_port` is a number or the name of a container port."""

    name: str = ""
    port: int
    target_port: IntOrString = None
    protocol: str = "TCP"
    app_protocol: str | None = None
    node_port: int = 0


class ServiceSpec(Model):
    """What is wanted."""

    type: str = "ClusterIP"
    cluster_ip: str = Field(default="", alias="clusterIP")
    external_name: str = ""
    external_ips: list[str] = Field(default=[], alias="externalIPs")
    selector: dict[str, str] = {}
    ports: list[ServicePort] = []


class Service(Resource):
    """A backend by name."""

    spec: ServiceSpec = Field(default_factory=ServiceSpec)
    status: dict[str, Any] = {}

    def check(self) -> list[FieldError]:
        """Apply the rules of Kubernetes for types and ports."""
        spec = self.spec
        found: list[FieldError] = []
        if spec.type not in TYPES:
            found.append(errors.not_supported("spec.type", spec.type, TYPES))
        if spec.type == "ExternalName" and not spec.external_name:
            found.append(errors.required("spec.externalName"))
        if spec.type != "ExternalName" and spec.cluster_ip != "None" and not spec.ports:
            found.append(errors.required("spec.ports"))
        seen: set[str] = set()
        for index, port in enumerate(spec.ports):
            path = f"spec.ports[{index}]"
            if not 0 < port.port < 65536:
                found.append(
                    errors.invalid(f"{path}.port", port.port, "must be between 1 and 65535, inclusive")
                )
            if port.protocol not in ("TCP", "UDP", "SCTP"):
                found.append(errors.not_supported(f"{path}.protocol", port.protocol, ("SCTP", "TCP", "UDP")))
            if len(spec.ports) > 1 and not port.name:
                found.append(errors.required(f"{path}.name"))
            elif port.name and port.name in seen:
                found.append(errors.duplicate(f"{path}.name", port.name))
            seen.add(port.name)
        return found
