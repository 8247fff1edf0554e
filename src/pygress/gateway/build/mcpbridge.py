"""McpBridge -> clusters of its static and dns sources.

A source `NAME` of type `TYPE` is the host `NAME.TYPE`; static ones answer at port 80 as in Higress.
"""

from collections.abc import Mapping

from pygress.gateway import ir
from pygress.gateway.build.service import cluster_name
from pygress.gateway.build.status import Problem
from pygress.resources.mcp_bridge import McpBridge, RegistryConfig

STATIC_PORT = 80


def build_bridges(bridges: Mapping[str, McpBridge]) -> tuple[dict[str, ir.Cluster], list[Problem]]:
    """Build the cluster of each source."""
    clusters: dict[str, ir.Cluster] = {}
    problems: list[Problem] = []
    for key in sorted(bridges):
        for index, source in enumerate(bridges[key].spec.registries):
            try:
                cluster = _cluster(source)
            except ValueError as error:
                problems.append(
                    Problem("McpBridge", key, "BadSource", f"`spec.registries[{index}]`: {error}")
                )
                continue
            if cluster.name in clusters:
                name = f"{source.name}.{source.type}"
                message = f"`spec.registries[{index}]`: `{name}` is defined twice; the first one counts"
                problems.append(Problem("McpBridge", key, "Duplicate", message))
            clusters.setdefault(cluster.name, cluster)
    return clusters, problems


def _cluster(source: RegistryConfig) -> ir.Cluster:
    protocol = source.protocol.lower()
    http2 = protocol in ("grpc", "grpcs")
    if source.type == "static":
        endpoints = tuple(_address(one) for one in source.domain.split(",") if one.strip())
        port = STATIC_PORT
        sni = source.sni
    elif source.type == "dns":
        endpoints = tuple(
            ir.Endpoint(one.strip(), source.port) for one in source.domain.split(",") if one.strip()
        )
        port = source.port
        sni = source.sni or (endpoints[0].host if endpoints else "")
    else:
        raise ValueError(f"sources of type `{source.type}` are not supported; supported: static, dns")
    if not endpoints:
        raise ValueError("`domain` names no address")
    return ir.Cluster(
        cluster_name(f"{source.name}.{source.type}", port),
        "dns" if source.type == "dns" else "endpoints",
        endpoints,
        "http2" if http2 else "http1",
        ir.UpstreamTls(sni) if protocol in ("https", "grpcs") else None,
    )


def _address(text: str) -> ir.Endpoint:
    host, _, port = text.strip().rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(f"`{text.strip()}` is not `ip:port`")
    return ir.Endpoint(host.strip("[]"), int(port))
