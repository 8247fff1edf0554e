"""Keep responses in shared data: ETag, Vary, Cache-Control, Age, conditional requests, PURGE."""

import base64
import hashlib
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Final, TypedDict

from pygress.sdk import Counter, HttpFilter, Length, Range, Reply, Request, Response, plugin, shared

HITS = Counter("cache", "result")
HOP_BY_HOP: Final = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "te", "upgrade", "trailer", "set-cookie"}
)


class Stored(TypedDict):
    """A response as it is kept."""

    status: int
    headers: list[list[str]]
    body: str
    etag: str
    at: float
    ttl: float


class Directives(dict[str, str | None]):
    """The directives of a `cache-control` header."""

    @classmethod
    def parse(cls, text: str | None) -> "Directives":
        made = cls()
        for part in (text or "").split(","):
            name, equals, value = part.strip().partition("=")
            if name:
                made[name.lower()] = value.strip('"') if equals else None
        return made

    def seconds(self, *names: str) -> int | None:
        """Give the first of these that is a number of seconds."""
        for name in names:
            value = self.get(name)
            if value is not None and value.isdigit():
                return int(value)
        return None


@dataclass
class Config:
    """What is kept, and how long."""

    default_ttl: Annotated[int, Range(0)] = 0
    """Seconds for a response that says nothing; 0 does not keep it."""
    max_ttl: Annotated[int, Range(minimum=1)] = 24 * 3600
    max_body: int = 64 * 1024
    """A larger body is not kept."""
    vary: Annotated[list[str], Length(maximum=5)] = field(
        default_factory=lambda: ["accept", "accept-encoding"]
    )
    """Headers of the request that lead to responses of their own."""
    statuses: set[int] = field(default_factory=lambda: {200, 203, 301, 404, 410})
    prefix: str = "cache"
    """Of the keys in shared data."""


def key_of(prefix: str, request: Request, vary: list[str]) -> str:
    """Give the key of a request: `HEAD` and `PURGE` mean what `GET` gave."""
    parts = ["GET", request.host, request.path]
    parts += [f"{name}={request.headers.get(name, '')}" for name in vary]
    return f"{prefix}:{hashlib.sha1(chr(0).join(parts).encode()).hexdigest()}"


def not_modified(request: Request, stored: Stored) -> bool:
    """Say whether the client has this response already."""
    tags = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    return "*" in tags or stored["etag"].removeprefix("W/") in tags


@plugin(name="response-cache", version="1.0.0", phase="STATS", priority=100)
class ResponseCache(HttpFilter[Config]):
    """Answers from the cache, or fills it."""

    key: str | None = None
    revalidate: bool = False

    def on_request_headers(self, request: Request) -> Reply | None:
        if request.method == "PURGE":
            shared.set(key_of(self.config.prefix, request, self.config.vary), b"")
            return Reply(204)
        if request.method not in ("GET", "HEAD") or "authorization" in request.headers:
            HITS.add(1, "bypass")
            return None
        asked = Directives.parse(request.headers.get("cache-control"))
        self.key = key_of(self.config.prefix, request, self.config.vary)
        if "no-store" in asked:
            self.key = None
            return None
        data = shared.get(self.key)
        if not data:
            HITS.add(1, "miss")
            return None
        stored: Stored = json.loads(data)
        age = time.time() - stored["at"]
        if (
            age >= stored["ttl"]
            or "no-cache" in asked
            or ((limit := asked.seconds("max-age")) is not None and age > limit)
        ):
            HITS.add(1, "stale")
            self.revalidate = True
            return None
        HITS.add(1, "hit")
        self.key = None
        if not_modified(request, stored):
            return Reply(304, headers={"etag": stored["etag"], "age": str(int(age))})
        reply = Reply(stored["status"], b"" if request.method == "HEAD" else base64.b64decode(stored["body"]))
        for name, value in stored["headers"]:
            reply.add_header(name, value)
        reply.add_header("age", f"{int(age)}")
        reply.add_header("x-cache", "HIT")
        return reply

    def ttl(self, response: Response) -> float:
        """Say for how many seconds a response may be kept."""
        said = Directives.parse(response.headers.get("cache-control"))
        if {"no-store", "private", "no-cache"} & said.keys():
            return 0
        seconds = said.seconds("s-maxage", "max-age")
        if seconds is None and (expires := response.headers.get("expires")):
            try:
                seconds = int(
                    datetime.strptime(expires, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC).timestamp()
                    - time.time()
                )
            except ValueError:
                seconds = 0
        return min(self.config.default_ttl if seconds is None else seconds, self.config.max_ttl)

    def on_response_headers(self, response: Response) -> None:
        varies = {
            name.strip().lower() for name in response.headers.get("vary", "").split(",") if name.strip()
        }
        if (
            self.key is None
            or response.status not in self.config.statuses
            or self.ttl(response) <= 0
            or not varies.issubset(self.config.vary)
        ):
            self.key = None
            response.skip_body()

    def on_response_body(self, response: Response) -> None:
        if self.key is None or len(response.body) > self.config.max_body:
            return
        etag = response.headers.setdefault("etag", f'"{hashlib.md5(response.body).hexdigest()[:16]}"')
        stored: Stored = {
            "status": response.status,
            "headers": [
                [n, v] for n, v in response.headers.items() if not n.startswith(":") and n not in HOP_BY_HOP
            ],
            "body": base64.b64encode(response.body).decode(),
            "etag": etag,
            "at": time.time(),
            "ttl": self.ttl(response),
        }
        shared.set(self.key, json.dumps(stored).encode())
        response.headers["x-cache"] = "REVALIDATED" if self.revalidate else "MISS"
