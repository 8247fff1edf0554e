"""Unary gRPC calls: `reply = await grpc.call("http://users.default:9000", "users.v1.Users", "Get", message)`.

Messages are serialized protobuf; what is in them is up to the plugin. Hosts are named as in `http`; the service
must speak HTTP/2.
"""

from pygress.sdk import abi
from pygress.sdk.http import clusters_of, split_url
from pygress.sdk.tasks import Future

DEFAULT_TIMEOUT = 5.0
"""Seconds."""

UNAVAILABLE = 14


class GrpcError(Exception):
    """A call ended with a status other than 0; `code` is gRPC's, for example 4 (deadline exceeded)."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"gRPC status {code}: {message}")
        self.code = code
        self.message = message


_calls: dict[int, Future[bytes]] = {}


def call(
    url: str,
    service: str,
    method: str,
    message: bytes,
    metadata: dict[str, str] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
) -> Future[bytes]:
    """Send a call; `await` gives the answering message or raises `GrpcError`. `timeout` is in seconds."""
    future: Future[bytes] = Future()
    pairs: list[tuple[str, str]] = []
    if metadata is not None:
        for name, value in metadata.items():
            pairs.append((name.lower(), value))
    _, host, port, _ = split_url(url)
    for cluster in clusters_of(host, port) if host else []:
        token = abi.grpc_call(upstream(cluster), service, method, pairs, message, int(timeout * 1000))
        if token >= 0:
            _calls[token] = future
            return future
    future.reject(GrpcError(UNAVAILABLE, f"`{url}`: the gateway knows no such service"))
    return future


def upstream(cluster: str) -> bytes:
    """Encode `GrpcService{envoy_grpc{cluster_name}}`, which the host takes for the receiver of a call."""
    inner = _field(cluster.encode())
    return _field(inner)


def _field(content: bytes) -> bytes:
    size = len(content)
    digits: list[int] = []
    while size > 127:
        digits.append(size & 127 | 128)
        size >>= 7
    digits.append(size)
    return b"\n" + bytes(digits) + content


def received(token: int, size: int) -> None:
    """Take the host's answer to a call, inside its callback."""
    future = _calls.pop(token, None)
    if future is not None:
        future.resolve(abi.get_buffer(abi.GRPC_MESSAGE, 0, size) if size else b"")


def closed(token: int, code: int) -> None:
    """Take the end of a call that has not been answered."""
    future = _calls.pop(token, None)
    if future is not None:
        status = abi.get_status()
        future.reject(GrpcError(code, status[1]))
