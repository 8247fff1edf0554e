"""What plugin authors import: everything public is here, flat, and the modules of the host's services."""

from pygress.sdk import foreign, grpc, http, properties, shared
from pygress.sdk.filter import HttpFilter
from pygress.sdk.headers import Headers
from pygress.sdk.limits import Length, Range
from pygress.sdk.message import Request, Response
from pygress.sdk.metadata import plugin
from pygress.sdk.metrics import Counter, Gauge, Histogram
from pygress.sdk.queues import Queue, RemoteQueue
from pygress.sdk.reply import Reply
from pygress.sdk.state import Plugin, every
from pygress.sdk.tasks import Future, gather, spawn
from pygress.sdk.tcp import Connection, TcpFilter
from pygress.sdk.timers import sleep

__all__ = [
    "Connection",
    "Counter",
    "Future",
    "Gauge",
    "Headers",
    "Histogram",
    "HttpFilter",
    "Length",
    "Plugin",
    "Queue",
    "Range",
    "RemoteQueue",
    "Reply",
    "Request",
    "Response",
    "TcpFilter",
    "every",
    "foreign",
    "gather",
    "grpc",
    "http",
    "plugin",
    "properties",
    "shared",
    "sleep",
    "spawn",
]
