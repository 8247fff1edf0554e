"""Ports for Envoy: checked before anything starts, and held so that nobody else takes them in between."""

import errno
import socket


class PortError(Exception):
    """A port cannot be used; the message names it and the cause."""


class HeldPort:
    """A bound but silent socket: it keeps the port while Envoy starts and restarts.

    Envoy binds the same port with SO_REUSEPORT. A socket that does not listen gets no connections.
    """

    def __init__(self, address: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        if port:
            _probe(family, address, port)
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            try:
                # Without SO_REUSEADDR, which would let others bind as long as nobody listens.
                self._socket.bind((address, port))
            except OSError:
                # Old connections of another program may linger on the port; the probe has said that it is free.
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                self._socket.bind((address, port))
        except OSError as error:
            self._socket.close()
            raise PortError(f"cannot listen on {address}:{port}: {_cause(error)}") from error
        self.port: int = self._socket.getsockname()[1]

    def release(self) -> None:
        """Give the port back."""
        self._socket.close()


def _probe(family: int, address: str, port: int) -> None:
    # Without SO_REUSEPORT, so that a foreign Envoy on the port is noticed as well.
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
            probe.listen(1)
        except OSError as error:
            raise PortError(f"cannot listen on {address}:{port}: {_cause(error)}") from error


def _cause(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "another process listens there; choose another port, or 0 for any free one"
    if error.errno == errno.EACCES:
        return "ports below 1024 need more permissions; choose one above"
    return error.strerror or str(error)
