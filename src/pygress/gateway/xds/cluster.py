"""Clusters and their endpoints."""

from envoy.config.cluster.v3 import cluster_pb2
from envoy.config.core.v3 import base_pb2, config_source_pb2
from envoy.config.endpoint.v3 import endpoint_pb2
from envoy.extensions.transport_sockets.tls.v3 import tls_pb2
from envoy.extensions.upstreams.http.v3 import http_protocol_options_pb2

from pygress.gateway import ir
from pygress.gateway.xds.typed import pack, seconds

ADS = config_source_pb2.ConfigSource(
    ads=config_source_pb2.AggregatedConfigSource(), resource_api_version=config_source_pb2.V3
)

_BALANCE = {
    "round_robin": cluster_pb2.Cluster.ROUND_ROBIN,
    "least_request": cluster_pb2.Cluster.LEAST_REQUEST,
    "random": cluster_pb2.Cluster.RANDOM,
    "ring_hash": cluster_pb2.Cluster.RING_HASH,
}
_PROTOCOL_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"


def to_xds_cluster(cluster: ir.Cluster) -> cluster_pb2.Cluster:
    """Build a cluster; endpoints of the `endpoints` kind travel apart, by EDS."""
    message = cluster_pb2.Cluster(name=cluster.name, lb_policy=_BALANCE[cluster.balance])
    message.connect_timeout.CopyFrom(seconds(cluster.connect_timeout))
    if cluster.discovery == "endpoints":
        message.type = cluster_pb2.Cluster.EDS
        message.eds_cluster_config.eds_config.CopyFrom(ADS)
    else:
        message.type = cluster_pb2.Cluster.STRICT_DNS
        message.respect_dns_ttl = True
        message.dns_lookup_family = cluster_pb2.Cluster.V4_PREFERRED
        message.load_assignment.CopyFrom(to_xds_endpoints(cluster))
    for threshold in (message.circuit_breakers.thresholds.add(),):
        # Envoy's defaults (1024) refuse the load that a gateway is meant for.
        for limit in (threshold.max_connections, threshold.max_pending_requests, threshold.max_requests):
            limit.value = 4294967295
        threshold.max_retries.value = 1024
    options = http_protocol_options_pb2.HttpProtocolOptions()
    # Shorter than the idle timeout of common servers, so that we close first.
    options.common_http_protocol_options.idle_timeout.CopyFrom(seconds(55))
    if cluster.protocol == "http2":
        options.explicit_http_config.http2_protocol_options.SetInParent()
    else:
        options.explicit_http_config.http_protocol_options.SetInParent()
    message.typed_extension_protocol_options[_PROTOCOL_OPTIONS].CopyFrom(pack(options))
    if cluster.tls is not None:
        message.transport_socket.CopyFrom(_tls(cluster.tls, cluster.protocol))
    return message


def to_xds_endpoints(cluster: ir.Cluster) -> endpoint_pb2.ClusterLoadAssignment:
    """Build the endpoints of a cluster."""
    message = endpoint_pb2.ClusterLoadAssignment(cluster_name=cluster.name)
    group = message.endpoints.add()
    for one in cluster.endpoints:
        added = group.lb_endpoints.add()
        added.endpoint.address.socket_address.address = one.host
        added.endpoint.address.socket_address.port_value = one.port
        added.load_balancing_weight.value = one.weight
    return message


def _tls(tls: ir.UpstreamTls, protocol: str) -> base_pb2.TransportSocket:
    context = tls_pb2.UpstreamTlsContext(sni=tls.sni)
    common = context.common_tls_context
    common.alpn_protocols.append("h2" if protocol == "http2" else "http/1.1")
    if tls.verify and tls.ca:
        common.validation_context.trusted_ca.inline_string = tls.ca
    if tls.certificate:
        added = common.tls_certificates.add()
        added.certificate_chain.inline_string = tls.certificate
        added.private_key.inline_string = tls.key
    return base_pb2.TransportSocket(name="envoy.transport_sockets.tls", typed_config=pack(context))
