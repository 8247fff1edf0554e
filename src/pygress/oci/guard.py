"""Which addresses a fetch may reach.

A url in a resource, a redirect and a token realm all make this process connect somewhere, so each could be
used to reach what only this machine can reach (the cloud's metadata service above all). The check happens where
the connection is made, on the address that is really used, so a name that resolves differently the second time
gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from functools import partial
from typing import Any

import anyio
import httpcore

from pygress.oci.errors import OciError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

loopback_allowed: ContextVar[bool] = ContextVar("loopback_allowed", default=True)
"""Whether the request under way may connect to this machine itself: not after another host sent us here."""

_METADATA = {
    ipaddress.ip_address(text)
    for text in ("169.254.169.254", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254")
}
_METADATA_NAMES = {"metadata", "metadata.google.internal", "metadata.goog", "instance-data"}
# Apart from all other threads: a name server that hangs must only hold up those who ask it.
_lookups = ThreadPoolExecutor(max_workers=128, thread_name_prefix="lookup")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_loopback_host(host: str) -> bool:
    """Tell whether a host name or literal address is this machine by its spelling."""
    bare = host.strip("[]").rstrip(".").lower()
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    address = _literal(bare)
    return address is not None and _inner(address).is_loopback


def forbidden_address(address: Address) -> str:
    """Say why an address must never be reached; empty if it may."""
    inner = _inner(address)
    if inner in _METADATA:
        return "a cloud metadata address"
    if inner.is_link_local:
        return "a link-local address"
    if inner.is_multicast:
        return "a multicast address"
    if inner.is_unspecified or inner == ipaddress.ip_address("255.255.255.255"):
        return "not the address of a host"
    return ""


def check_host(host: str, *, allow_loopback: bool = True) -> None:
    """Refuse a host by its spelling alone; needed where a proxy makes the connection for us."""
    bare = host.strip("[]").rstrip(".").lower()
    if bare in _METADATA_NAMES:
        raise _forbidden(host, "a cloud metadata address")
    address = _literal(bare)
    if address is not None and (why := forbidden_address(address)):
        raise _forbidden(host, why)
    if not allow_loopback and is_loopback_host(bare):
        raise _forbidden(host, "this machine itself, and another host sent us there")


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections after checking every address that a name resolves to."""

    def __init__(self) -> None:
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve `host`, refuse forbidden addresses, connect to the first that answers; `timeout` in seconds."""
        allow_loopback = loopback_allowed.get()
        check_host(host, allow_loopback=allow_loopback)
        addresses = await _resolve(host, port, timeout)
        for address in addresses:
            if why := forbidden_address(address):
                raise _forbidden(f"{host} ({address})", why)
            if not allow_loopback and _inner(address).is_loopback:
                raise _forbidden(f"{host} ({address})", "this machine itself, and another host sent us there")
        failure: Exception = httpcore.ConnectError(f"`{host}` has no address")
        for address in addresses:
            try:
                return await self._inner.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: nothing here is fetched over a Unix socket."""
        raise httpcore.ConnectError("unix sockets are not used for fetching")

    async def sleep(self, seconds: float) -> None:
        """Sleep."""
        await anyio.sleep(seconds)


async def _resolve(host: str, port: int, timeout: float | None) -> list[Address]:
    literal = _literal(host.strip("[]"))
    if literal is not None:
        return [literal]
    try:
        with anyio.fail_after(timeout):
            lookup = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
            found = await asyncio.get_running_loop().run_in_executor(_lookups, lookup)
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(f"looking up `{host}` took too long") from error
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"no such host `{host}`") from error
    return list(dict.fromkeys(ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found))


def _literal(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        pass
    try:
        # `127.1`, `0x7f000001` and `2130706433` are addresses to the C library, so they are addresses here.
        return ipaddress.IPv4Address(socket.inet_aton(text)) if text and text[0].isdigit() else None
    except (OSError, UnicodeError):
        return None


def _inner(address: Address) -> Address:
    """Give the IPv4 address that is wrapped in an IPv6 one, else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address.sixtofour is not None:
            return address.sixtofour
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _forbidden(host: str, why: str) -> OciError:
    return OciError("AddressForbidden", f"`{host}` is {why}: it must not be fetched from")
