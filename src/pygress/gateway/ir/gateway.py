"""The root of the gateway IR."""

from dataclasses import dataclass

from pygress.gateway.ir.cluster import Cluster
from pygress.gateway.ir.listener import Certificate, Listener
from pygress.gateway.ir.plugin import Plugin
from pygress.gateway.ir.route import VirtualHost


@dataclass(frozen=True)
class Gateway:
    """Everything that one gateway serves; `plugins` are in the order in which they run."""

    listeners: tuple[Listener, ...]
    hosts: tuple[VirtualHost, ...]
    clusters: tuple[Cluster, ...]
    certificates: tuple[Certificate, ...] = ()
    plugins: tuple[Plugin, ...] = ()
