"""Answer preflight requests and mark responses, so that browsers may call from other origins."""

from dataclasses import dataclass, field
from typing import Annotated

from pygress.sdk import HttpFilter, Range, Reply, Request, Response, plugin


@dataclass
class Config:
    """Which origins may do what."""

    allow_origins: list[str] = field(default_factory=lambda: ["*"])
    """Origins (`https://example.com`), with `*` for any part of the host, or just `*`."""
    allow_methods: list[str] = field(
        default_factory=lambda: ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD"]
    )
    allow_headers: list[str] = field(default_factory=list)
    """Headers that may be sent; empty allows what the browser asks for."""
    expose_headers: list[str] = field(default_factory=list)
    allow_credentials: bool = False
    max_age: Annotated[int, Range(minimum=0)] = 86400
    """Seconds that a browser may remember the answer to a preflight."""

    def __post_init__(self) -> None:
        if self.allow_credentials and "*" in self.allow_origins:
            raise ValueError("`allow_credentials` needs `allow_origins` to name the origins")

    def allows(self, origin: str) -> bool:
        return any(matches(pattern, origin) for pattern in self.allow_origins)


def matches(pattern: str, origin: str) -> bool:
    """Match an origin; `*` stands for one or more characters without a slash."""
    if pattern == "*":
        return True
    start, star, end = pattern.partition("*")
    if not star:
        return origin == pattern
    middle = origin[len(start) : len(origin) - len(end)]
    return origin.startswith(start) and origin.endswith(end) and middle != "" and "/" not in middle


@plugin(name="cors", version="1.0.0", phase="AUTHN", priority=340)
class Cors(HttpFilter[Config]):
    allowed: str = ""

    def on_request_headers(self, request: Request) -> Reply | None:
        origin = request.headers.get("origin")
        if origin is None:
            return None
        asked = request.headers.get("access-control-request-method")
        preflight = request.method == "OPTIONS" and asked is not None
        if not self.config.allows(origin):
            return Reply(403, "the origin is not allowed", details="cors.origin") if preflight else None
        self.allowed = origin
        if not preflight:
            return None
        if asked not in self.config.allow_methods:
            return Reply(403, "the method is not allowed", details="cors.method")
        reply = Reply(204)
        reply.add_header("access-control-allow-methods", ", ".join(self.config.allow_methods))
        headers = ", ".join(self.config.allow_headers)
        headers = headers or request.headers.get("access-control-request-headers") or ""
        if headers:
            reply.add_header("access-control-allow-headers", headers)
        reply.add_header("access-control-max-age", str(self.config.max_age))
        return reply

    def on_response_headers(self, response: Response) -> None:
        if not self.allowed:
            return
        response.headers["access-control-allow-origin"] = self.allowed
        response.headers.add("vary", "origin")
        if self.config.allow_credentials:
            response.headers["access-control-allow-credentials"] = "true"
        if self.config.expose_headers:
            response.headers["access-control-expose-headers"] = ", ".join(self.config.expose_headers)
