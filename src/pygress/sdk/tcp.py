"""The class that a plugin for TCP connections derives from: one instance lives as long as one connection.

@plugin(name="no-telnet")
class NoTelnet(TcpFilter[None]):
    def on_downstream_data(self, connection: Connection, data: bytes, end: bool) -> None:
        if data.startswith(b"\\xff"):
            connection.close()
"""

from typing import Generic

from pygress.sdk.filter import ConfigT


class Connection:
    """One connection of a client, and the one to the backend behind it. `properties` tells the addresses and TLS."""

    def __init__(self) -> None:
        self.closing = False
        """True once the plugin closes it: nothing more passes."""

    def close(self) -> None:
        """Close it, after this phase; what the phase was given does not pass on."""
        self.closing = True


class TcpFilter(Generic[ConfigT]):
    """One TCP connection; its attributes are the connection's state.

    A phase cannot wait: the host has no place for data that comes meanwhile. Data comes in pieces as the network
    delivers it, cut anywhere. What a data phase gives goes on in its place: `None` leaves the piece as it is,
    `b""` holds it back. An uncaught exception closes the connection, or lets it go on without the plugin (`FAIL_OPEN`).
    """

    config: ConfigT
    connection: Connection

    def __init__(self, config: ConfigT) -> None:
        self.config = config

    def on_connect(self, connection: Connection) -> None:
        """Look at a new connection, before the one to the backend is made."""

    def on_downstream_data(self, connection: Connection, data: bytes, end: bool) -> bytes | None:
        """Look at what the client sends; `end` if it sends no more."""
        return None

    def on_upstream_data(self, connection: Connection, data: bytes, end: bool) -> bytes | None:
        """Look at what the backend sends; `end` if it sends no more."""
        return None

    def on_downstream_close(self, connection: Connection, by_peer: bool) -> None:
        """Look back at a connection that is closed; `by_peer` if the client closed it."""

    def on_upstream_close(self, connection: Connection) -> None:
        """Learn that the backend sends no more."""
