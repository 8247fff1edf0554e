"""HTTP and gRPC calls of the plugin, served by the test."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pygress.host.model import Answer, HeaderMap, Seen

Service = Callable[[Seen], Answer | None]
"""Answers a call; None never answers, so the plugin runs into its time limit."""


@dataclass(frozen=True)
class GrpcSeen:
    """A gRPC call as the called service saw it."""

    upstream: bytes
    service: str
    method: str
    metadata: HeaderMap
    message: bytes


@dataclass(frozen=True)
class GrpcAnswer:
    """What a gRPC service answers: a message, or a status other than 0 with a reason."""

    message: bytes = b""
    status: int = 0
    reason: str = ""
    metadata: HeaderMap = field(default_factory=HeaderMap)
    trailers: HeaderMap = field(default_factory=HeaderMap)


GrpcService = Callable[[GrpcSeen], GrpcAnswer | None]


@dataclass
class HttpCall:
    """One HTTP call under way; `deadline` is on the monotonic clock, in nanoseconds."""

    token: int
    root: int
    seen: Seen
    deadline: int | None


@dataclass
class GrpcCall:
    """One unary gRPC call under way."""

    token: int
    root: int
    seen: GrpcSeen
    deadline: int | None
