"""HTTP calls to services that the gateway knows: `reply = await http.get("http://auth.default:8080/check")`.

A call starts when it is made, `await` waits for its answer; a call that nobody awaits is still sent. The host
of a URL is a Service (`NAME.NAMESPACE`, with or without `.svc` or `.svc.cluster.local`) or a source of an
McpBridge (`NAME.static`, `NAME.dns`).
"""

from pygress.sdk import abi
from pygress.sdk.headers import Headers, check_header
from pygress.sdk.tasks import Future

DEFAULT_TIMEOUT = 5.0
"""Seconds."""


class HttpError(Exception):
    """A call did not give an answer; every error of this module derives from it."""


class UnknownServiceError(HttpError):
    """The gateway knows no such service, or the URL is none."""


class CallTimeoutError(HttpError):
    """The service did not answer within the time limit."""


class CallFailedError(HttpError):
    """The connection broke before there was an answer."""


class HttpReply:
    """What a service answered; any status is an answer."""

    def __init__(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = status
        self.headers = Headers(abi.CALL_HEADERS)
        self.headers.keep(headers)
        self.body = body

    @property
    def ok(self) -> bool:
        """Whether the status is 200 to 299."""
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The body as UTF-8; bytes that are no UTF-8 become U+FFFD."""
        return self.body.decode("utf-8", "replace")


class _Call:
    def __init__(self, url: str, timeout: float) -> None:
        self.url = url
        self.timeout = timeout
        self.start = abi.monotonic_ns()
        self.future: Future[HttpReply] = Future()


_calls: dict[int, _Call] = {}


def get(
    url: str, headers: dict[str, str] | None = None, timeout: float = DEFAULT_TIMEOUT
) -> Future[HttpReply]:
    """Send a GET; `timeout` is in seconds."""
    return request("GET", url, headers=headers, timeout=timeout)


def post(
    url: str,
    body: str | bytes = b"",
    headers: dict[str, str] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
) -> Future[HttpReply]:
    """Send a POST; `timeout` is in seconds."""
    return request("POST", url, body, headers, timeout)


def request(
    method: str,
    url: str,
    body: str | bytes = b"",
    headers: dict[str, str] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
) -> Future[HttpReply]:
    """Send a request; `timeout` is in seconds and at least a millisecond.

    `await` raises `UnknownServiceError`, `CallTimeoutError` or `CallFailedError`, all of them `HttpError`.
    """
    if timeout < 0.001:
        raise ValueError(f"`timeout` must be at least 0.001 seconds, got {timeout}")
    call = _Call(url, timeout)
    scheme, host, port, path = split_url(url)
    if not host:
        call.future.reject(UnknownServiceError(f"`{url}` is no URL: expected `http://HOST:PORT/PATH`"))
        return call.future
    authority = host if port in (80, 443) else f"{host}:{port}"
    pairs = [(":method", method), (":path", path), (":authority", authority), (":scheme", scheme)]
    if headers is not None:
        for name, value in headers.items():
            check_header(name, value)
            pairs.append((name.lower(), value))
    data = body.encode() if isinstance(body, str) else body
    status = abi.BAD_ARGUMENT
    for cluster in clusters_of(host, port):
        token = abi.http_call(cluster, pairs, data, [], int(timeout * 1000))
        if token >= 0:
            _calls[token] = call
            return call.future
        status = -token
        if status != abi.BAD_ARGUMENT:
            break
    if status == abi.BAD_ARGUMENT:
        call.future.reject(
            UnknownServiceError(f"`{url}`: the gateway knows no service `{host}` with port {port}")
        )
    else:
        call.future.reject(CallFailedError(f"`{url}`: the gateway could not send the request"))
    return call.future


def split_url(url: str) -> tuple[str, str, int, str]:
    """Split into scheme, host, port and path with query; the host is empty if it is no URL."""
    scheme, found, rest = url.partition("://")
    if not found or scheme not in ("http", "https"):
        return "", "", 0, ""
    authority, slash, path = rest.partition("/")
    if not slash and "?" in authority:
        authority, _, query = authority.partition("?")
        path = "?" + query
    host, colon, digits = authority.partition(":")
    if not colon:
        return scheme, host, 443 if scheme == "https" else 80, "/" + path
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 5 or int(digits) > 65535:
        return "", "", 0, ""
    return scheme, host, int(digits), "/" + path


def clusters_of(host: str, port: int) -> list[str]:
    """Give the names by which the gateway may know a service, the likeliest first."""
    names = [f"outbound|{port}||{host}"]
    if host.endswith(".svc"):
        names.append(f"outbound|{port}||{host}.cluster.local")
    elif host.count(".") == 1:
        names.append(f"outbound|{port}||{host}.svc.cluster.local")
    return names


def complete(token: int, count: int, size: int) -> None:
    """Take the host's answer to a call, inside its callback; an unknown token is ignored."""
    call = _calls.pop(token, None)
    if call is None:
        return
    if count == 0:
        call.future.reject(CallFailedError(f"`{call.url}`: the connection broke"))
        return
    headers = abi.get_headers(abi.CALL_HEADERS)
    status = 0
    for name, value in headers:
        if name == ":status":
            status = int(value)
    body = abi.get_buffer(abi.CALL_BODY, 0, size) if size else b""
    # The host itself answers 504 with this text when the time is up; its clock may run a little ahead of ours.
    waited = (abi.monotonic_ns() - call.start) / 1e9
    if status == 504 and body == b"upstream request timeout" and waited >= 0.8 * call.timeout:
        call.future.reject(CallTimeoutError(f"`{call.url}`: no answer within {call.timeout} seconds"))
        return
    call.future.resolve(HttpReply(status, headers, body))
