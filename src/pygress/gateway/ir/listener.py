"""Listeners: ports, and the certificates behind the TLS one."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Certificate:
    """A key pair in PEM; the name is `namespace/name` of its Secret."""

    name: str
    certificate: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class TlsHost:
    """Clients that ask for one of `hosts` by SNI get this certificate; no hosts means everyone else."""

    certificate: str
    hosts: tuple[str, ...] = ()
    client_ca: str = ""


@dataclass(frozen=True)
class Listener:
    """One port; plain HTTP without `tls`. Sizes in bytes."""

    name: str
    address: str
    port: int
    server_header: str
    body_limit: int
    slots: int
    access_log: str = ""
    tls: tuple[TlsHost, ...] | None = None
