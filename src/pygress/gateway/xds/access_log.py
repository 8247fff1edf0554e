"""The access log: one JSON object a request, to a file or to stdout."""

from envoy.config.accesslog.v3 import accesslog_pb2
from envoy.extensions.access_loggers.file.v3 import file_pb2
from envoy.extensions.access_loggers.stream.v3 import stream_pb2

from pygress.gateway.xds.typed import pack

_FIELDS = {
    "start_time": "%START_TIME%",
    "method": "%REQ(:METHOD)%",
    "authority": "%REQ(:AUTHORITY)%",
    "path": "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
    "protocol": "%PROTOCOL%",
    "status": "%RESPONSE_CODE%",
    "details": "%RESPONSE_CODE_DETAILS%",
    "flags": "%RESPONSE_FLAGS%",
    "request_id": "%REQ(X-REQUEST-ID)%",
    "route": "%ROUTE_NAME%",
    "cluster": "%UPSTREAM_CLUSTER%",
    "upstream": "%UPSTREAM_HOST%",
    "client": "%DOWNSTREAM_REMOTE_ADDRESS%",
    "received": "%BYTES_RECEIVED%",
    "sent": "%BYTES_SENT%",
    "duration_ms": "%DURATION%",
}


def to_xds_access_logs(path: str) -> list[accesslog_pb2.AccessLog]:
    """Build the log for `path`; `-` is stdout, empty is none."""
    if not path:
        return []
    log = stream_pb2.StdoutAccessLog() if path == "-" else file_pb2.FileAccessLog(path=path)
    log.log_format.json_format.update(_FIELDS)
    return [accesslog_pb2.AccessLog(name="envoy.access_loggers.json", typed_config=pack(log))]
