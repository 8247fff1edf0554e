"""A small TCP server and client for tests against a real Envoy."""

import socket
import threading

from pygress.host.connection import TcpBackend
from pygress.host.model import HostError

CHUNK = 65536
TIMEOUT = 10.0


class TcpServer:
    """Answers each piece with what a function gives, on a free port of 127.0.0.1 until `close`."""

    def __init__(self, answer: TcpBackend) -> None:
        self.answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._changed = threading.Condition()
        self._accepted: list[socket.socket] = []
        self._seen: list[bytes] = []
        self._ended: set[int] = set()
        self.clients: list[socket.socket] = []
        """The other ends, closed with this one."""
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop, and cut what is open."""
        self._listener.close()
        for one in (*self._accepted, *self.clients):
            one.close()

    @property
    def count(self) -> int:
        """How many connections have come."""
        return len(self._accepted)

    def seen(self, number: int) -> bytes:
        """Give what has come on a connection."""
        return self._seen[number] if number < len(self._seen) else b""

    def wait_ended(self, number: int) -> None:
        """Wait until a connection that has come has ended."""
        with self._changed:
            self._changed.wait_for(lambda: number >= self.count or number in self._ended, TIMEOUT)

    def write(self, number: int, data: bytes, end: bool) -> None:
        """Send on a connection by itself."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.count > number, TIMEOUT):
                raise HostError("the connection has not reached the backend")
        self._accepted[number].sendall(data)
        if end:
            self._accepted[number].shutdown(socket.SHUT_WR)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._changed:
                number = len(self._accepted)
                self._seen.append(b"")
                self._accepted.append(connection)
                self._changed.notify_all()
            threading.Thread(target=self._serve, args=(connection, number), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            while data := connection.recv(CHUNK):
                self._seen[number] += data
                answer = self.answer(data)
                if answer:
                    connection.sendall(answer)
        except OSError:
            pass
        with self._changed:
            self._ended.add(number)
            self._changed.notify_all()


class TcpClient:
    """A connection through a real Envoy; same methods as `TcpConnection` of the fake proxy."""

    def __init__(self, port: int, server: TcpServer, site: object) -> None:
        self._server = server
        self._site = site  # an Envoy runs as long as somebody holds its site
        self._number = server.count
        self._socket = socket.create_connection(("127.0.0.1", port), TIMEOUT)
        self._over = False
        server.clients.append(self._socket)

    @property
    def upstream(self) -> bytes:
        """What the backend has seen."""
        return self._server.seen(self._number)

    @property
    def closed(self) -> bool:
        """Whether the connection is closed; waits a moment for what is on its way."""
        if not self._over:
            self._socket.settimeout(0.5)
            try:
                self._over = self._socket.recv(1, socket.MSG_PEEK) == b""
            except TimeoutError:
                pass
            except OSError:
                self._over = True
            self._socket.settimeout(TIMEOUT)
        return self._over

    def send(self, data: bytes, end: bool = False) -> None:
        """Send a piece; `end` if no more follows."""
        if self._over:
            raise HostError("the connection is closed")
        self._socket.sendall(data)
        if end:
            self._socket.shutdown(socket.SHUT_WR)

    def answer(self, data: bytes, end: bool = False) -> None:
        """Let the backend send a piece."""
        self._server.write(self._number, data, end)

    def receive(self) -> bytes:
        """Wait for what comes next; empty once the connection is closed."""
        try:
            data = self._socket.recv(CHUNK)
        except TimeoutError:
            raise HostError(
                "nothing has come: the backend has sent nothing, or the plugin holds it"
            ) from None
        except ConnectionError:
            data = b""
        self._over = self._over or not data
        return data

    def close(self) -> None:
        """Go away; the plugin has heard of it when this returns, if the backend had the connection."""
        self._over = True
        self._socket.close()
        self._server.wait_ended(self._number)
