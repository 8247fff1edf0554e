"""The ports of `pygress up`: all are claimed before anything starts, so a taken one is one clear error."""

import errno
import socket
from collections.abc import Mapping


class PortError(Exception):
    """A port cannot be used; the message names it, its flag and the cause."""


def claim(host: str, ports: Mapping[str, int]) -> dict[str, socket.socket]:
    """Bind every port (0 picks a free one) and give the sockets by name; nothing stays bound on an error."""
    claimed: dict[str, socket.socket] = {}
    problems: list[str] = []
    for name, port in ports.items():
        # With the protocol spelled out asyncio turns Nagle's algorithm off; without, each answer waits 40 ms.
        one = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
            # Only a listening socket shows that nobody else listens: SO_REUSEADDR lets two sockets bind.
            one.listen(2048)
        except OSError as error:
            one.close()
            problems.append(f"cannot listen on {host}:{port} (`--{name}-port`): {cause(error)}")
        else:
            claimed[name] = one
    if problems:
        release(claimed)
        raise PortError("\n".join(problems))
    return claimed


def release(sockets: Mapping[str, socket.socket]) -> None:
    """Close the sockets."""
    for one in sockets.values():
        one.close()


def cause(error: OSError) -> str:
    """Say in words why a port cannot be had."""
    if error.errno == errno.EADDRINUSE:
        return "another process listens there; choose another port, or 0 for any free one"
    if error.errno == errno.EACCES:
        return "ports below 1024 need more permissions; choose one above"
    return error.strerror or str(error)
