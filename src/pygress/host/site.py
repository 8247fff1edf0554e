"""The gateway of a test: send requests through one plugin, look at what came out.

site = gateway(config={"block_urls": ["swagger.html"]})
assert site.get("/api/swagger.html").status == 403
assert site.get("/api/users").forwarded
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from pygress.host.calls import GrpcService, Service
from pygress.host.connection import TcpBackend, TcpConnection
from pygress.host.model import Answer, HeaderMap, HeadersLike, HostError, Logs, Result
from pygress.host.proxy import Proxy
from pygress.host.shared import Clock, Metrics, SharedData
from pygress.host.stream import Backend, Stream
from pygress.sdk.http import clusters_of, split_url

Body = bytes | str | Iterable[bytes] | None
DAY_NS = 24 * 3600 * 10**9


class Exchange:
    """A request under way, sent piece by piece; `result` shows what has come back so far."""

    def __init__(self, site: "Site", stream: Stream) -> None:
        self._site = site
        self._stream = stream

    @property
    def result(self) -> Result:
        """What the client has seen so far."""
        return self._stream.result

    @property
    def finished(self) -> bool:
        """Whether the response is complete, or the stream was cut."""
        return self._stream.finished

    def send(self, data: bytes, end: bool = False) -> None:
        """Send one piece of the body."""
        self._stream.request.feed_data(data, end)
        self._site.settle()

    def send_trailers(self, trailers: HeadersLike) -> None:
        """Send trailers, which end the request."""
        self._stream.request.feed_trailers(HeaderMap(trailers))
        self._site.settle()

    def cut(self) -> Result:
        """Let the client go away."""
        self._stream.cut()
        return self.result

    def finish(self) -> Result:
        """Wait for the response; raises `HostError` if the stream can never go on."""
        self._site.wait(self._stream)
        return self.result


class Site:
    """One plugin with one configuration between a client and a backend."""

    def __init__(self, proxy: Proxy, root: int) -> None:
        self._proxy = proxy
        self._root = root
        self._backend: Backend = lambda seen: Answer(200, b"")
        self._tcp_backend: TcpBackend = lambda data: data
        self.host = "example.com"
        self.scheme = "http"

    # What surrounds the plugin.

    @property
    def logs(self) -> Logs:
        """Everything the plugin has logged since its start."""
        return self._proxy.logs

    @property
    def shared(self) -> SharedData:
        """The shared data."""
        return self._proxy.shared.data

    @property
    def metrics(self) -> Metrics:
        """The metrics."""
        return self._proxy.shared.metrics

    @property
    def clock(self) -> Clock:
        """The time that the plugin sees; use `advance` to let timers run."""
        return self._proxy.shared.clock

    @property
    def properties(self) -> dict[str, object]:
        """Properties by dotted name (`source.address`), in place of the usual ones."""
        return self._proxy.properties

    def backend(self, answer: Backend | Answer) -> None:
        """Let the backend answer this; a function gets the request as the backend saw it."""
        self._backend = answer if callable(answer) else lambda seen: answer

    def tcp_backend(self, answer: TcpBackend) -> None:
        """Let the backend of TCP connections answer each piece with what a function gives; without it, it echoes."""
        self._tcp_backend = answer

    def service(self, name: str, answer: Service | Answer | None) -> None:
        """Serve the plugin's HTTP calls to `http://HOST:PORT`, or to a cluster by its own name.

        None never answers, so the call runs into its time limit.
        """
        add_service(self._proxy, name, answer)

    def grpc_service(self, name: str, answer: GrpcService) -> None:
        """Serve the plugin's gRPC calls to a service, named in full (`package.Service`)."""
        self._proxy.grpc_services[name] = answer

    def foreign(self, name: str, function: Callable[[bytes], bytes]) -> None:
        """Offer a foreign function."""
        self._proxy.foreign[name] = function

    def advance(self, seconds: float) -> None:
        """Let time pass: timers and time limits run at their moments."""
        clock = self.clock
        end = clock.monotonic_ns + round(seconds * 1e9)
        self.settle()
        while (due := self._proxy.next_due()) is not None and due <= end:
            self._run_until(due)
        clock.advance((end - clock.monotonic_ns) / 1e9)

    def tick(self) -> None:
        """Run the timers and time limits that are due now (after another gateway has moved a shared clock)."""
        self._proxy.run_due()
        self.settle()

    def reconfigure(self, config: object) -> None:
        """Hand a new configuration to the same VM."""
        self._proxy.configure(self._root, encode_config(config))

    # Requests.

    def get(self, path: str, headers: HeadersLike = None) -> Result:
        """Send a GET and wait for the response."""
        return self.request("GET", path, headers=headers)

    def post(
        self, path: str, body: Body = b"", headers: HeadersLike = None, trailers: HeadersLike = None
    ) -> Result:
        """Send a POST; a list of bytes travels in these pieces."""
        return self.request("POST", path, body=body, headers=headers, trailers=trailers)

    def request(
        self,
        method: str,
        path: str,
        body: Body = None,
        headers: HeadersLike = None,
        trailers: HeadersLike = None,
    ) -> Result:
        """Send a request and wait for the response; raises `HostError` if none can ever come."""
        pieces = _pieces(body)
        whole = body is None or isinstance(body, bytes | str)
        fields = HeaderMap(headers)
        if pieces and whole and "content-length" not in fields and trailers is None:
            fields.set("content-length", str(len(pieces[0])))
        exchange = self.open(method, path, headers=fields.items(), end=not pieces and trailers is None)
        for index, piece in enumerate(pieces):
            exchange.send(piece, end=index == len(pieces) - 1 and trailers is None)
        if trailers is not None:
            exchange.send_trailers(trailers)
        return exchange.finish()

    def open(self, method: str, path: str, headers: HeadersLike = None, end: bool = False) -> Exchange:
        """Send the head of a request; the rest is up to the test."""
        fields = HeaderMap(
            [(":authority", self.host), (":path", path), (":method", method), (":scheme", self.scheme)]
        )
        for name, value in HeaderMap(headers).items():
            if name in ("host", ":authority"):
                fields.set(":authority", value)
            else:
                fields.add(name, value)
        stream = self._proxy.open_stream(self._root, lambda seen: self._backend(seen))
        stream.request.feed_headers(fields, end)
        self.settle()
        return Exchange(self, stream)

    def connect(self) -> TcpConnection:
        """Open a TCP connection through a `TcpFilter`: `send`, `receive`, `close`, `closed`, `upstream`."""
        connection = self._proxy.open_connection(self._root, lambda data: self._tcp_backend(data))
        self.settle()
        return connection

    def settle(self) -> None:
        """Answer the plugin's calls until none is open that anyone answers."""
        for _ in range(10_000):
            if not self._proxy.pump():
                return
        raise HostError("the plugin makes calls without end")

    def wait(self, stream: Stream) -> None:
        """Let time pass until a stream is finished."""
        end = self.clock.monotonic_ns + DAY_NS
        self.settle()
        while not stream.finished:
            due = self._proxy.next_due()
            if due is None or due > end:
                where = "response" if stream.request.gone else "request"
                raise HostError(
                    f"the stream hangs: the plugin stopped the {where}, and nothing is left that could resume it"
                )
            self._run_until(due)

    def _run_until(self, due: int) -> None:
        self.clock.advance(max(0, due - self.clock.monotonic_ns) / 1e9)
        self._proxy.run_due()
        self.settle()


def add_service(proxy: Proxy, name: str, answer: Service | Answer | None) -> None:
    """Serve calls to `http://HOST:PORT`, or to a cluster by its own name."""
    _, host, port, _ = split_url(name)
    cluster = clusters_of(host, port)[0] if host else name
    proxy.http_services[cluster] = answer if callable(answer) else lambda seen: answer


def _pieces(body: Body) -> list[bytes]:
    if body is None:
        return []
    if isinstance(body, str):
        body = body.encode()
    if isinstance(body, bytes):
        return [body] if body else []
    return list(body)


def encode_config(config: object) -> bytes:
    """Give the configuration as the gateway sends it: JSON, or the text as it is."""
    if config is None:
        return b""
    if isinstance(config, bytes):
        return config
    if isinstance(config, str):
        return config.encode()
    return json.dumps(config, ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> object:
    raise HostError(f"a configuration is JSON, `{type(value).__name__}` is not")
