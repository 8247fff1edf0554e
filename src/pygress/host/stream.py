"""One HTTP stream on the fake proxy: client, plugin, backend."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pygress.host.direction import Direction
from pygress.host.model import Answer, HeaderMap, HostError, Result, Seen

if TYPE_CHECKING:
    from pygress.host.proxy import Proxy

Backend = Callable[[Seen], Answer]


def check_length(what: str, headers: HeaderMap, body: bytes) -> None:
    """Refuse a body that is not as long as its header says: on the wire the rest would pass for the next message."""
    length = headers.get("content-length")
    if length is not None and body and int(length) != len(body):
        raise HostError(f"the {what} says `content-length: {length}`, its body has {len(body)} bytes")


class _ToBackend:
    """Collects the request, and lets the backend answer once it is whole."""

    def __init__(self, stream: "Stream") -> None:
        self._stream = stream

    def headers(self, headers: HeaderMap, end: bool) -> None:
        self._stream.result.upstream = Seen(headers.copy())
        self._done(end)

    def data(self, data: bytes, end: bool) -> None:
        seen = self._stream.result.upstream
        assert seen is not None
        seen.body += data
        self._done(end)

    def trailers(self, trailers: HeaderMap) -> None:
        seen = self._stream.result.upstream
        assert seen is not None
        seen.trailers = trailers.copy()
        self._done(True)

    def _done(self, end: bool) -> None:
        if end:
            seen = self._stream.result.upstream
            assert seen is not None
            check_length("request", seen.headers, seen.body)
            self._stream.ask_backend()


class _ToClient:
    """Collects the response."""

    def __init__(self, stream: "Stream") -> None:
        self._stream = stream

    def headers(self, headers: HeaderMap, end: bool) -> None:
        result = self._stream.result
        result.status = int(headers.get(":status") or "0")
        result.headers = headers.copy()
        self._done(end)

    def data(self, data: bytes, end: bool) -> None:
        self._stream.result.body += data
        self._done(end)

    def trailers(self, trailers: HeaderMap) -> None:
        self._stream.result.trailers = trailers.copy()
        self._done(True)

    def _done(self, end: bool) -> None:
        if end:
            result = self._stream.result
            check_length("response", result.headers, result.body)
            self._stream.finish()


class Stream:
    """A request under way; `finished` once the client has its response or the stream was cut."""

    def __init__(self, proxy: "Proxy", context: int, backend: Backend) -> None:
        self.proxy = proxy
        self.context = context
        self.result = Result()
        self.finished = False
        self.logging = False
        self.properties: dict[str, bytes] = {}
        self._backend = backend
        self._first_log = len(proxy.logs)
        allow = proxy.allow_stop_iteration
        limit = proxy.body_limit
        self.request = Direction(
            self._request_call,
            _ToBackend(self),
            lambda: self.local_reply(413, b"Payload Too Large"),
            limit,
            allow,
        )
        self.response = Direction(
            self._response_call,
            _ToClient(self),
            lambda: self.local_reply(500, b"Internal Server Error"),
            limit,
            allow,
        )

    def _request_call(self, event: str, size: int, end: bool) -> int:
        return self._call("request", event, size, end)

    def _response_call(self, event: str, size: int, end: bool) -> int:
        return self._call("response", event, size, end)

    def _call(self, side: str, event: str, size: int, end: bool) -> int:
        export = f"proxy_on_{side}_{event}"
        arguments = (size,) if event == "trailers" else (size, int(end))
        return self.proxy.call(self.context, export, *arguments)

    def ask_backend(self) -> None:
        """Let the backend answer the request that it now has whole."""
        seen = self.result.upstream
        assert seen is not None
        self.respond(self._backend(seen), details="via_upstream")

    def respond(self, answer: Answer, details: str) -> None:
        """Send an answer through the response phases."""
        self.result.details = self.result.details or details
        pieces = answer.pieces()
        trailers = None if answer.trailers is None else HeaderMap(answer.trailers)
        headers = HeaderMap([(":status", str(answer.status)), *HeaderMap(answer.headers).items()])
        if pieces and trailers is None and "content-length" not in headers and answer.chunks is None:
            headers.set("content-length", str(sum(map(len, pieces))))
        self.response.feed_headers(headers, end=not pieces and trailers is None)
        for index, piece in enumerate(pieces):
            if not self.response.closed:
                self.response.feed_data(piece, end=index == len(pieces) - 1 and trailers is None)
        if trailers is not None and not self.response.closed:
            self.response.feed_trailers(trailers)

    def local_reply(
        self, status: int, body: bytes, headers: list[tuple[str, str]] | None = None, details: str = ""
    ) -> None:
        """Answer in place of the backend, as Envoy's `sendLocalReply` does."""
        if self.finished:
            return
        self.request.closed = True
        self.result.details = "_".join(details.split())
        answer = HeaderMap([(":status", str(status)), *(headers or [])])
        if body:
            answer.set("content-length", str(len(body)))
            if "content-type" not in answer:
                answer.set("content-type", "text/plain")
        if self.response.headers is None:
            self.response.feed_headers(answer, end=not body)
            if body and not self.response.closed:
                self.response.feed_data(body, end=True)
        elif not self.response.gone:
            self.response.closed = True
            self.result.status = status
            self.result.headers = answer
            self.result.body = body
            self.finish()
        else:
            self.cut()

    def resume(self, side: int) -> None:
        """Go on after a stop."""
        if not self.finished:
            (self.request if side == 0 else self.response).resume()

    def cut(self) -> None:
        """End the stream without (the rest of) a response: the client went away, or a filter closed it."""
        if not self.finished:
            self.result.reset = True
            self.finish()

    def finish(self) -> None:
        """End the stream: `on_log`, then `on_done`, then `on_delete`."""
        if self.finished:
            return
        self.finished = True
        self.request.closed = True
        self.response.closed = True
        self.proxy.later(self._end)

    def _end(self) -> None:
        self.logging = True
        self.proxy.call(self.context, "proxy_on_log")
        self.logging = False
        self.proxy.call(self.context, "proxy_on_done", default=1)
        self.proxy.call(self.context, "proxy_on_delete")
        self.proxy.forget(self.context)

    def headers(self, kind: int, write: bool) -> HeaderMap | None:
        """Give a header map as far as the host lets the plugin reach it now."""
        side = self.request if kind < 2 else self.response
        if self.logging and not write:
            return side.headers if kind in (0, 2) else side.trailers
        if kind in (0, 2):
            return side.headers if side.headers_visible else None
        return side.trailers if side.trailers_visible else None
