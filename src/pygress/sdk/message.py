"""The two messages of a stream as a plugin sees them: views on the host, nothing is copied until it is read."""

from pygress.sdk import abi
from pygress.sdk.headers import Headers

WHOLE = 0x7FFFFFFF
"""As many bytes as a host buffer can hold."""


class Message:
    """What request and response share: headers, trailers and body."""

    def __init__(self, headers: int, trailers: int, body: int) -> None:
        self.headers = Headers(headers)
        """The headers; they can be changed until the message goes on."""
        self.ended = False
        """True once the whole message has arrived."""
        self.has_body = False
        """True once a piece of the body has come, even an empty one."""
        self.wants_body = True
        self._trailers: Headers | None = None
        self._trailers_kind = trailers
        self._buffer = body
        self._body: bytes | None = None

    @property
    def trailers(self) -> Headers:
        """The trailers; there are some only in the trailers phase."""
        made = self._trailers
        if made is None:
            made = Headers(self._trailers_kind)
            self._trailers = made
        return made

    def skip_body(self) -> None:
        """Let the body of this message pass unseen, called in the headers phase: nothing is buffered."""
        self.wants_body = False

    @property
    def body(self) -> bytes:
        """The whole body, in the body phase; a new value corrects `content-length`, too."""
        body = self._body
        if body is None:
            body = abi.get_buffer(self._buffer, 0, WHOLE)
            self._body = body
        return body

    @body.setter
    def body(self, data: bytes) -> None:
        if abi.set_buffer(self._buffer, 0, WHOLE, data) != abi.OK:
            raise RuntimeError("the body cannot be changed in this phase")
        self._body = data
        if "content-length" in self.headers:
            self.headers.set("content-length", str(len(data)))

    @property
    def text(self) -> str:
        """The body as UTF-8; bytes that are no UTF-8 become U+FFFD."""
        return self.body.decode("utf-8", "replace")


class Request(Message):
    """The request on its way to the backend."""

    def __init__(self) -> None:
        super().__init__(abi.REQUEST_HEADERS, abi.REQUEST_TRAILERS, abi.REQUEST_BODY)

    @property
    def method(self) -> str:
        """The method in capitals."""
        return self.headers.get(":method") or ""

    @method.setter
    def method(self, value: str) -> None:
        self.headers.set(":method", value)

    @property
    def path(self) -> str:
        """The path with the query, as the client sent it."""
        return self.headers.get(":path") or ""

    @path.setter
    def path(self, value: str) -> None:
        self.headers.set(":path", value)

    @property
    def host(self) -> str:
        """The host that the client named, with the port if it gave one."""
        return self.headers.get(":authority") or ""

    @host.setter
    def host(self, value: str) -> None:
        self.headers.set(":authority", value)

    @property
    def scheme(self) -> str:
        """`http` or `https`."""
        return self.headers.get(":scheme") or ""

    @property
    def id(self) -> str:
        """The request id that the gateway gave (`x-request-id`); empty if there is none."""
        return self.headers.get("x-request-id") or ""


class Response(Message):
    """The response on its way to the client."""

    def __init__(self) -> None:
        super().__init__(abi.RESPONSE_HEADERS, abi.RESPONSE_TRAILERS, abi.RESPONSE_BODY)

    @property
    def status(self) -> int:
        """The status code; 0 before there is a response."""
        return int(self.headers.get(":status") or "0")

    @status.setter
    def status(self, value: int) -> None:
        self.headers.set(":status", str(value))
