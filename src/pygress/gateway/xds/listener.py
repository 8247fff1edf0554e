"""Listeners: the connection manager, and a TLS filter chain per certificate.

Everything that changes often lives elsewhere (routes by RDS, certificates by SDS): when a listener or one of
its filter chains changes, Envoy drains the connections on it.
"""

from envoy.config.core.v3 import base_pb2
from envoy.config.listener.v3 import listener_components_pb2, listener_pb2
from envoy.extensions.filters.listener.tls_inspector.v3 import tls_inspector_pb2
from envoy.extensions.filters.network.http_connection_manager.v3 import http_connection_manager_pb2 as hcm_pb2
from envoy.extensions.transport_sockets.tls.v3 import common_pb2, tls_pb2

from pygress.gateway import ir
from pygress.gateway.xds import route
from pygress.gateway.xds.access_log import to_xds_access_logs
from pygress.gateway.xds.cluster import ADS
from pygress.gateway.xds.http_filters import to_xds_http_filters
from pygress.gateway.xds.typed import pack, seconds


def to_xds_listener(listener: ir.Listener) -> listener_pb2.Listener:
    """Build one listener."""
    message = listener_pb2.Listener(name=listener.name)
    message.address.socket_address.address = listener.address
    message.address.socket_address.port_value = listener.port
    # Several workers, and for a moment two Envoys, share the port.
    message.enable_reuse_port.value = True
    message.per_connection_buffer_limit_bytes.value = listener.body_limit
    manager = listener_components_pb2.Filter(
        name="envoy.filters.network.http_connection_manager", typed_config=pack(_manager(listener))
    )
    if listener.tls is None:
        message.filter_chains.add(name="http").filters.append(manager)
        return message
    inspector = message.listener_filters.add(name="envoy.filters.listener.tls_inspector")
    inspector.typed_config.CopyFrom(pack(tls_inspector_pb2.TlsInspector()))
    for host in listener.tls:
        if host.hosts:
            chain = message.filter_chains.add(name=f"tls:{','.join(host.hosts)}")
            chain.filter_chain_match.server_names.extend(host.hosts)
        else:
            chain = message.default_filter_chain
            chain.name = "tls"
        chain.filters.append(manager)
        chain.transport_socket.CopyFrom(_tls(host))
    return message


def _manager(listener: ir.Listener) -> hcm_pb2.HttpConnectionManager:
    manager = hcm_pb2.HttpConnectionManager(
        stat_prefix=listener.name,
        codec_type=hcm_pb2.HttpConnectionManager.AUTO,
        server_name=listener.server_header,
        http_filters=to_xds_http_filters(listener.slots),
        access_log=to_xds_access_logs(listener.access_log),
    )
    manager.rds.route_config_name = route.NAME
    manager.rds.config_source.CopyFrom(ADS)
    manager.use_remote_address.value = True
    manager.generate_request_id.value = True
    manager.normalize_path.value = True
    manager.merge_slashes = False
    manager.path_with_escaped_slashes_action = hcm_pb2.HttpConnectionManager.KEEP_UNCHANGED
    # Slow headers and dead streams are dropped; long uploads and event streams are not.
    manager.request_headers_timeout.CopyFrom(seconds(30))
    manager.stream_idle_timeout.CopyFrom(seconds(300))
    manager.common_http_protocol_options.idle_timeout.CopyFrom(seconds(3600))
    manager.http2_protocol_options.max_concurrent_streams.value = 1024
    manager.http2_protocol_options.initial_stream_window_size.value = 1024 * 1024
    manager.http2_protocol_options.initial_connection_window_size.value = 8 * 1024 * 1024
    manager.http_protocol_options.accept_http_10 = True
    manager.upgrade_configs.add(upgrade_type="websocket")
    return manager


def _tls(host: ir.TlsHost) -> base_pb2.TransportSocket:
    context = tls_pb2.DownstreamTlsContext()
    common = context.common_tls_context
    common.alpn_protocols.extend(["h2", "http/1.1"])
    common.tls_params.tls_minimum_protocol_version = common_pb2.TlsParameters.TLSv1_2
    common.tls_certificate_sds_secret_configs.add(name=host.certificate, sds_config=ADS)
    if host.client_ca:
        common.validation_context.trusted_ca.inline_string = host.client_ca
        context.require_client_certificate.value = True
    return base_pb2.TransportSocket(name="envoy.transport_sockets.tls", typed_config=pack(context))
