"""Virtual hosts and routes: which request goes where, and through which plugins."""

from dataclasses import dataclass
from typing import Literal

from pygress.gateway.ir.action import NO_EDIT, Action, Cors, HeaderEdit
from pygress.gateway.ir.plugin import Placement


@dataclass(frozen=True)
class PathMatch:
    """`segments` is the Prefix of Kubernetes: `/a` matches `/a` and `/a/b`, not `/ab`."""

    kind: Literal["exact", "prefix", "segments", "regex"]
    value: str
    ignore_case: bool = False


@dataclass(frozen=True)
class TextMatch:
    """A condition on a header or a query parameter."""

    name: str
    kind: Literal["exact", "prefix", "regex", "present"]
    value: str = ""


@dataclass(frozen=True)
class Match:
    """All conditions hold; `methods` empty means any, `percent` takes a share of what the rest would match."""

    path: PathMatch
    methods: tuple[str, ...] = ()
    headers: tuple[TextMatch, ...] = ()
    queries: tuple[TextMatch, ...] = ()
    percent: int = 100


@dataclass(frozen=True)
class Route:
    """One route; `name` is `namespace/name` of the resource that it comes from.

    `allow` and `deny` are CIDR ranges of clients; `limit` is (tokens, seconds, burst) of a local rate limit.
    """

    name: str
    match: Match
    action: Action
    placement: Placement = ()
    request_headers: HeaderEdit = NO_EDIT
    response_headers: HeaderEdit = NO_EDIT
    cors: Cors | None = None
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    limit: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class VirtualHost:
    """One host pattern (exact, `*.suffix`, `prefix.*` or `*`) with its routes, first match wins."""

    domain: str
    routes: tuple[Route, ...]
