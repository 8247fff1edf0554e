"""What happens to a request that a route has matched."""

from dataclasses import dataclass

from pygress.gateway.ir.plugin import Placement


@dataclass(frozen=True)
class HeaderEdit:
    """Changes to a set of headers: remove first, then set (overwrite), then add (append)."""

    add: tuple[tuple[str, str], ...] = ()
    set: tuple[tuple[str, str], ...] = ()
    remove: tuple[str, ...] = ()


NO_EDIT = HeaderEdit()


@dataclass(frozen=True)
class Target:
    """One cluster with its share of the requests; `placement` is set where it differs from the route's."""

    cluster: str
    weight: int = 1
    placement: Placement | None = None


@dataclass(frozen=True)
class Mirror:
    """Send a copy of `percent` of the requests to a cluster and drop the answers."""

    cluster: str
    percent: int = 100


@dataclass(frozen=True)
class Cors:
    """Cross-origin rules. `origins` are patterns with `*`; `max_age` is in seconds."""

    origins: tuple[str, ...] = ("*",)
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    expose: tuple[str, ...] = ()
    credentials: bool = False
    max_age: int = 86400


@dataclass(frozen=True)
class Forward:
    """Send the request to one of `targets`.

    `timeout` in seconds, 0 means none. At most one of `prefix_rewrite` and `regex_rewrite` is set; the latter
    is a pair of RE2 pattern and substitution. `hash_on` is `cookie:NAME:TTL`, `header:NAME` or `source-ip`.
    """

    targets: tuple[Target, ...]
    timeout: float = 0.0
    retries: int = 2
    retry_on: str = "connect-failure,refused-stream,reset-before-request"
    per_try_timeout: float = 0.0
    path_rewrite: str = ""
    prefix_rewrite: str = ""
    regex_rewrite: tuple[str, str] | None = None
    host_rewrite: str = ""
    hash_on: str = ""
    mirror: Mirror | None = None


@dataclass(frozen=True)
class Redirect:
    """Send the client elsewhere; empty parts stay as they are in the request."""

    code: int = 302
    scheme: str = ""
    host: str = ""
    port: int = 0
    path: str = ""


@dataclass(frozen=True)
class Respond:
    """Answer right here."""

    code: int
    body: str = ""


@dataclass(frozen=True)
class Wait:
    """Keep the request until the routes have changed, then route it anew."""


Action = Forward | Redirect | Respond | Wait
