"""A small HTTP/1.1 server and client for tests against a real Envoy: bodies in pieces, trailers, cut streams."""

import socket
import threading
from collections.abc import Callable, Iterable

import h11

from pygress.host.model import Answer, HeaderMap, Pairs, Result, Seen

CHUNK = 65536
TIMEOUT = 15.0


class Server:
    """Answers on a free port of 127.0.0.1 until `close`; None as answer leaves the request unanswered."""

    def __init__(self, answer: Callable[[Seen], Answer | None]) -> None:
        self.answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop, and cut what is open."""
        self._listener.close()
        for one in list(self._open):
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        state = h11.Connection(h11.SERVER)
        try:
            while self._exchange(connection, state):
                state.start_next_cycle()
        except (OSError, h11.ProtocolError):
            pass
        finally:
            self._open.discard(connection)
            connection.close()

    def _exchange(self, connection: socket.socket, state: h11.Connection) -> bool:
        seen = _read_request(connection, state)
        if seen is None:
            return False
        answer = self.answer(seen)
        if answer is None:
            # Never answered: the other side gives up, and then there is nothing more to read.
            connection.recv(1)
            return False
        _write_answer(connection, state, answer, head=seen.method == "HEAD")
        return state.our_state is h11.DONE and state.their_state is h11.DONE


def _next_event(connection: socket.socket, state: h11.Connection) -> object:
    while True:
        event = state.next_event()
        if event is not h11.NEED_DATA:
            return event
        state.receive_data(connection.recv(CHUNK))


def _read_request(connection: socket.socket, state: h11.Connection) -> Seen | None:
    seen: Seen | None = None
    while True:
        event = _next_event(connection, state)
        if isinstance(event, h11.Request):
            pairs = [
                (":method", event.method.decode()),
                (":path", event.target.decode("utf-8", "surrogateescape")),
            ]
            for name, value in _pairs(event.headers):
                pairs.append((":authority" if name == "host" else name, value))
            seen = Seen(HeaderMap(pairs))
        elif isinstance(event, h11.Data):
            assert seen is not None
            seen.body += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage):
            assert seen is not None
            seen.trailers = HeaderMap(_pairs(event.headers)) if event.headers else None
            return seen
        else:
            return None


def _write_answer(connection: socket.socket, state: h11.Connection, answer: Answer, head: bool) -> None:
    pieces = answer.pieces()
    headers = HeaderMap(answer.headers)
    chunked = answer.chunks is not None or answer.trailers is not None
    if "content-length" not in headers and chunked:
        headers.set("transfer-encoding", "chunked")
    elif "content-length" not in headers:
        headers.set("content-length", str(sum(map(len, pieces))))
    connection.sendall(
        state.send(h11.Response(status_code=answer.status, headers=_raw(headers.items()))) or b""
    )
    for piece in [] if head else pieces:
        connection.sendall(state.send(h11.Data(data=piece)) or b"")
    trailers = _raw(HeaderMap(answer.trailers).items())
    connection.sendall(state.send(h11.EndOfMessage(headers=trailers)) or b"")


def send_request(
    port: int, pairs: Pairs, pieces: Iterable[bytes], trailers: Pairs | None, whole: bool
) -> Result:
    """Send one request on a connection of its own and read the response."""
    fields = dict(pairs[:4])
    headers = [("host", fields[":authority"]), *pairs[4:]]
    names = {name.lower() for name, _ in headers}
    body = list(pieces)
    if "content-length" not in names and (body or trailers is not None) and not (whole and trailers is None):
        headers.append(("transfer-encoding", "chunked"))
    result = Result()
    state = h11.Connection(h11.CLIENT)
    with socket.create_connection(("127.0.0.1", port), TIMEOUT) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            head = h11.Request(
                method=fields[":method"],
                target=fields[":path"].encode("utf-8", "surrogateescape"),
                headers=_raw(headers),
            )
            connection.sendall(state.send(head) or b"")
            for piece in body:
                connection.sendall(state.send(h11.Data(data=piece)) or b"")
            connection.sendall(state.send(h11.EndOfMessage(headers=_raw(trailers or []))) or b"")
        except OSError:
            # Answered before it was read to the end: the answer is there all the same.
            pass
        _read_response(connection, state, result)
    return result


def _read_response(connection: socket.socket, state: h11.Connection, result: Result) -> None:
    try:
        while True:
            event = _next_event(connection, state)
            if isinstance(event, h11.Response):
                result.status = event.status_code
                result.headers = HeaderMap([(":status", str(event.status_code)), *_pairs(event.headers)])
            elif isinstance(event, h11.Data):
                result.body += bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                result.trailers = HeaderMap(_pairs(event.headers)) if event.headers else None
                return
            elif isinstance(event, h11.ConnectionClosed) or event is h11.PAUSED:
                result.reset = result.status == 0
                return
    except (OSError, h11.RemoteProtocolError):
        result.reset = True


def _pairs(headers: Iterable[tuple[bytes, bytes]]) -> Pairs:
    return [(name.decode("latin-1"), value.decode("utf-8", "surrogateescape")) for name, value in headers]


def _raw(pairs: Pairs) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("utf-8", "surrogateescape")) for name, value in pairs]
