"""One direction of a stream with one filter on it, as Envoy's filter manager drives it.

Input: headers, body pieces and trailers as they arrive, and the actions that the filter returns. Output: what
goes on to the next hop. Facts (`proxy-wasm.md` and Envoy's `filter_manager.cc`):

- headers action 1 holds the headers but still delivers the body; 3 and 4 hold everything, and what arrived
  meanwhile is delivered after `continue`;
- after data action 1 the next callback sees the whole buffer, after 2 only the new piece; 3 drops it;
- the header map can be reached only while the headers have not gone on.
"""

from collections.abc import Callable
from typing import Protocol

from pygress.host.model import HeaderMap

CONTINUE = 0
STOP_ITERATION = 1
STOP_ALL_BUFFER = 3
STOP_ALL_WATERMARK = 4


class NextHop(Protocol):
    """Where a direction leads: the backend, or the client."""

    def headers(self, headers: HeaderMap, end: bool) -> None:
        """Take the headers."""

    def data(self, data: bytes, end: bool) -> None:
        """Take a piece of the body."""

    def trailers(self, trailers: HeaderMap) -> None:
        """Take the trailers."""


class Direction:
    """State of one direction; `call(event, size, end)` runs `proxy_on_SIDE_EVENT` and gives its action."""

    def __init__(
        self,
        call: Callable[[str, int, bool], int],
        next_hop: NextHop,
        overflow: Callable[[], None],
        limit: int,
        allow_stop_iteration: bool,
    ) -> None:
        self._call = call
        self._next = next_hop
        self._overflow = overflow
        self._limit = limit
        self._allow_stop_iteration = allow_stop_iteration
        self.headers: HeaderMap | None = None
        self.headers_visible = False
        self.trailers: HeaderMap | None = None
        self.trailers_visible = False
        self.piece: bytearray | None = None
        self.buffer = bytearray()
        self.buffering = False
        self.stopped = False
        self.stop_all = False
        self.gone = False
        """True once the headers went on."""
        self.ended = False
        self.closed = False
        """True once nothing may pass any more: answered locally, or cut."""
        self._trailers_wait = False

    def is_closed(self) -> bool:
        """Say whether nothing may pass any more; a callback may have made it so."""
        return self.closed

    def body_view(self) -> bytearray | None:
        """Give the buffer that the filter sees, to read and to change."""
        return self.buffer if self.buffering else self.piece

    def feed_headers(self, headers: HeaderMap, end: bool) -> None:
        """Take the headers."""
        self.headers = headers
        self.headers_visible = True
        self.ended = end
        action = self._call("headers", len(headers), end)
        if self.is_closed():
            return
        held = action == STOP_ITERATION and not self._allow_stop_iteration
        if held or action > STOP_ALL_WATERMARK:
            action = STOP_ALL_WATERMARK
        if action in (STOP_ITERATION, STOP_ALL_BUFFER, STOP_ALL_WATERMARK):
            self.stopped = True
            self.stop_all = action != STOP_ITERATION
        else:
            self.headers_visible = False
            self._go_headers(end)

    def feed_data(self, data: bytes, end: bool) -> None:
        """Take a piece of the body."""
        self.ended = self.ended or end
        if self.is_closed():
            return
        if self.stop_all:
            self.buffer += data
            self._check_limit(True)
            return
        before = self.buffering
        if before:
            self.buffer += data
            self._check_limit(True)
            if self.is_closed():
                return
            view = self.buffer
        else:
            view = self.piece = bytearray(data)
        action = self._call("body", len(view), end)
        if self.is_closed():
            return
        self.buffering = False
        if action == 0:
            self.piece = None
            whole = bytes(view if before else self.buffer + view)
            self.buffer = bytearray()
            self.stopped = False
            self._go_headers(False)
            self._next.data(whole, end)
            return
        self.stopped = True
        if action in (1, 2):
            if not before:
                self.buffer += view
            self.buffering = action == 1
            self._check_limit(self.buffering)

    def feed_trailers(self, trailers: HeaderMap) -> None:
        """Take the trailers, which end the message."""
        self.ended = True
        self.trailers = trailers
        if self.is_closed():
            return
        if self.stop_all:
            self._trailers_wait = True
            return
        self.trailers_visible = True
        action = self._call("trailers", len(trailers), False)
        if self.is_closed():
            return
        if action == 0:
            self._go_rest()
        else:
            self.stopped = True

    def resume(self) -> None:
        """Go on after a stop (`continue_stream`)."""
        if self.is_closed() or not self.stopped:
            return
        self.stopped = False
        if not self.stop_all:
            self._go_rest()
            return
        self.stop_all = False
        self._go_headers(self.ended and not self.buffer and self.trailers is None)
        if self.buffer:
            data, self.buffer = bytes(self.buffer), bytearray()
            self.feed_data(data, self.ended and self.trailers is None)
        if self._trailers_wait and self.trailers is not None and not self.is_closed():
            self._trailers_wait = False
            self.feed_trailers(self.trailers)

    def _go_rest(self) -> None:
        end = self.ended and self.trailers is None
        empty = end and not self.buffer and self.piece is not None
        self._go_headers(end and not self.buffer and not empty)
        self.buffering = False
        if self.buffer or empty:
            data, self.buffer = bytes(self.buffer), bytearray()
            self._next.data(data, end)
        if self.trailers is not None:
            self.trailers_visible = False
            self._next.trailers(self.trailers)

    def _go_headers(self, end: bool) -> None:
        if not self.gone and self.headers is not None:
            self.gone = True
            self.headers_visible = False
            self._next.headers(self.headers, end)

    def _check_limit(self, whole: bool) -> None:
        if whole and len(self.buffer) > self._limit:
            self._overflow()
