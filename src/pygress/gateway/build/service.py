"""Service, Endpoints and EndpointSlice -> clusters.

Every port of every Service becomes a cluster, not only those that a route names: plugins may call any of them
by the name `outbound|PORT||NAME.NAMESPACE.svc.cluster.local`, which Higress and Istio use as well.
"""

from collections.abc import Mapping
from dataclasses import replace

from pygress.gateway import ir
from pygress.gateway.build.inputs import Inputs
from pygress.resources.endpoints import SERVICE_LABEL, Endpoints, EndpointSlice
from pygress.resources.ingress import ServiceBackendPort
from pygress.resources.service import Service, ServicePort

_HTTP2 = ("http2", "grpc", "h2c", "kubernetes.io/h2c", "grpcs")
_TLS = ("https", "grpcs")


class Backends:
    """All clusters of the gateway, and the way from a reference to one of them."""

    def __init__(self, clusters: Mapping[str, ir.Cluster], services: Mapping[str, Service]) -> None:
        self._clusters = dict(clusters)
        self._services = services

    def clusters(self) -> tuple[ir.Cluster, ...]:
        """Give all clusters, ordered by name."""
        return tuple(self._clusters[name] for name in sorted(self._clusters))

    def has(self, name: str) -> bool:
        """Tell whether there is a cluster of this name."""
        return name in self._clusters

    def find(self, fqdn: str, port: int = 0) -> str | None:
        """Find the cluster of a host, at a port or at its only or first one."""
        name = cluster_name(fqdn, port)
        if port and name in self._clusters:
            return name
        if port and not fqdn.endswith(".static"):
            return None
        ending = f"||{fqdn}"
        found = [one for one in self._clusters if one.endswith(ending)]
        return min(found, key=lambda one: int(one.split("|")[1]), default=None)

    def service(self, namespace: str, name: str, port: ServiceBackendPort) -> tuple[str, str]:
        """Find the cluster of a Service's port; gives it, or an empty text and what is wrong."""
        service = self._services.get(f"{namespace}/{name}")
        if service is None:
            return "", f"service `{namespace}/{name}` does not exist"
        for one in service.spec.ports:
            if one.port == port.number or (port.name and one.name == port.name):
                return cluster_name(fqdn_of(service), one.port), ""
        if service.spec.type == "ExternalName" and port.number:
            found = cluster_name(fqdn_of(service), port.number)
            self._clusters.setdefault(found, _external(service, port.number, "http1", tls=False))
            return found, ""
        wanted = port.name or str(port.number)
        known = ", ".join(str(one.port) for one in service.spec.ports) or "none"
        return "", f"service `{namespace}/{name}` has no port `{wanted}`; it has {known}"

    def variant(self, cluster: str, suffix: str, **changes: object) -> str:
        """Make a cluster that differs in some settings (protocol, TLS, balancing); gives its name."""
        name = f"{cluster}#{suffix}"
        self._clusters.setdefault(name, replace(self._clusters[cluster], name=name, **changes))  # type: ignore[arg-type]
        return name


def build_services(inputs: Inputs) -> dict[str, ir.Cluster]:
    """Build the cluster of each port of each Service."""
    slices: dict[str, list[EndpointSlice]] = {}
    for one in inputs.slices.values():
        owner = one.metadata.labels.get(SERVICE_LABEL)
        if owner:
            slices.setdefault(f"{one.metadata.namespace}/{owner}", []).append(one)
    clusters: dict[str, ir.Cluster] = {}
    for key, service in inputs.services.items():
        for port in service.spec.ports:
            cluster = _cluster(service, port, slices.get(key, []), inputs.endpoints.get(key))
            clusters[cluster.name] = cluster
    return clusters


def cluster_name(fqdn: str, port: int) -> str:
    """Name a cluster as Istio and Higress do, for plugins know these names."""
    return f"outbound|{port}||{fqdn}"


def split_name(cluster: str) -> tuple[str, int]:
    """Give host and port of a cluster name."""
    _, port, _, rest = cluster.split("|", 3)
    return rest.partition("#")[0], int(port)


def fqdn_of(service: Service) -> str:
    """Give the full name of a Service."""
    return f"{service.metadata.name}.{service.metadata.namespace}.svc.cluster.local"


def _cluster(
    service: Service, port: ServicePort, slices: list[EndpointSlice], endpoints: Endpoints | None
) -> ir.Cluster:
    hint = (port.app_protocol or port.name.partition("-")[0]).lower()
    protocol = "http2" if hint in _HTTP2 else "http1"
    if service.spec.type == "ExternalName":
        return _external(service, port.port, protocol, tls=hint in _TLS)
    found = _from_slices(port, slices) if slices else _from_endpoints(port, endpoints)
    return ir.Cluster(
        cluster_name(fqdn_of(service), port.port),
        "dns" if any(not _is_ip(one.host) for one in found) else "endpoints",
        tuple(sorted(set(found), key=lambda one: (one.host, one.port))),
        "http2" if protocol == "http2" else "http1",
        ir.UpstreamTls(fqdn_of(service)) if hint in _TLS else None,
    )


def _external(service: Service, port: int, protocol: str, *, tls: bool) -> ir.Cluster:
    host = service.spec.external_name
    return ir.Cluster(
        cluster_name(fqdn_of(service), port),
        "dns",
        (ir.Endpoint(host, port),),
        "http2" if protocol == "http2" else "http1",
        ir.UpstreamTls(host) if tls else None,
    )


def _from_slices(port: ServicePort, slices: list[EndpointSlice]) -> list[ir.Endpoint]:
    found = []
    for one in slices:
        number = _port_number(port, {listed.name: listed.port for listed in one.ports})
        for endpoint in one.endpoints:
            if endpoint.conditions.ready is False or number is None:
                continue
            # All addresses of one endpoint reach the same thing: one is enough.
            found += [ir.Endpoint(address, number) for address in endpoint.addresses[:1]]
    return found


def _from_endpoints(port: ServicePort, endpoints: Endpoints | None) -> list[ir.Endpoint]:
    found = []
    for subset in endpoints.subsets if endpoints else []:
        number = _port_number(port, {listed.name: listed.port for listed in subset.ports})
        if number is not None:
            found += [ir.Endpoint(address.ip, number) for address in subset.addresses]
    return found


def _port_number(port: ServicePort, listed: dict[str, int]) -> int | None:
    if port.name in listed:
        return listed[port.name]
    # Hand-written Endpoints often leave the name out.
    if len(listed) == 1 and ("" in listed or not port.name):
        return next(iter(listed.values()))
    return None


def _is_ip(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()
