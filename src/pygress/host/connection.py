"""One TCP connection on the fake proxy: client, plugin, backend."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pygress.host.model import HostError

if TYPE_CHECKING:
    from pygress.host.proxy import Proxy

TcpBackend = Callable[[bytes], bytes | None]
"""Gets each piece that arrives and gives what the backend sends then."""

BY_ITSELF, BY_PEER = 1, 2


class TcpConnection:
    """A connection under way; `upstream` is what the backend has seen of it."""

    def __init__(self, proxy: "Proxy", context: int, backend: TcpBackend) -> None:
        self.context = context
        self.upstream = b""
        self.closed = False
        self.properties: dict[str, bytes] = {}
        self.down: bytearray | None = None
        """The piece from the client, while the plugin looks at it; `up` is that from the backend."""
        self.up: bytearray | None = None
        self._proxy = proxy
        self._backend = backend
        self._held = b""
        self._received = b""

    def begin(self) -> None:
        """Let the plugin look at the new connection."""
        self._proxy.call(self.context, "proxy_on_new_connection")

    def send(self, data: bytes, end: bool = False) -> None:
        """Send a piece from the client; `end` if it sends no more."""
        if self.closed:
            raise HostError("the connection is closed")
        self.down = bytearray(self._held + data)
        action = self._proxy.call(
            self.context, "proxy_on_downstream_data", len(self.down), int(end), default=0
        )
        piece, self.down = bytes(self.down), None
        if action or self.closed:
            self._held = piece
            return
        self._held = b""
        self.upstream += piece
        answer = self._backend(piece) if piece else None
        if answer:
            self.answer(answer)

    def answer(self, data: bytes, end: bool = False) -> None:
        """Send a piece from the backend."""
        if self.closed:
            return
        self.up = bytearray(data)
        self._proxy.call(self.context, "proxy_on_upstream_data", len(data), int(end))
        self._received += self.up
        self.up = None
        if end:
            self._proxy.call(self.context, "proxy_on_upstream_connection_close", 0)

    def receive(self) -> bytes:
        """Give what the client has got since the last call; empty once the connection is closed."""
        if not self._received and not self.closed:
            raise HostError(
                "nothing has come, and nothing will: the backend has sent nothing, or the plugin holds it"
            )
        data, self._received = self._received, b""
        return data

    def close(self) -> None:
        """Let the client go away."""
        self.end(BY_PEER)

    def end(self, by: int = BY_ITSELF) -> None:
        """Close the connection; the plugin hears of it."""
        if self.closed:
            return
        self.closed = True
        self._proxy.call(self.context, "proxy_on_downstream_connection_close", by)
        self._proxy.call(self.context, "proxy_on_done", default=1)
        self._proxy.call(self.context, "proxy_on_delete")
        self._proxy.forget(self.context)
