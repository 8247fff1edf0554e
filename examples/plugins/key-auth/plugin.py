"""Let requests in by API key, and tell the backend who calls."""

from dataclasses import dataclass, field
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from pygress.sdk import HttpFilter, Length, Reply, Request, plugin


@dataclass
class Consumer:
    """Someone who may call."""

    name: Annotated[str, Length(minimum=1)]
    credential: Annotated[str, Length(minimum=1)]
    """The secret key."""


@dataclass
class Config:
    """Who may call, and where the key is looked for."""

    consumers: Annotated[list[Consumer], Length(minimum=1)]
    keys: Annotated[list[str], Length(minimum=1)] = field(default_factory=lambda: ["x-api-key"])
    """Names of headers or query parameters; the first that is there counts."""
    places: list[Literal["header", "query"]] = field(default_factory=lambda: ["header", "query"])
    allow: list[str] = field(default_factory=list)
    """Names of the consumers who may call here; empty lets in all of them."""
    hide_credentials: bool = True
    """Whether the backend must not see the key header."""

    def __post_init__(self) -> None:
        self.by_credential: dict[str, str] = {}
        for consumer in self.consumers:
            if consumer.credential in self.by_credential:
                raise ValueError(
                    f"`{consumer.name}` has the same credential as `{self.by_credential[consumer.credential]}`"
                )
            self.by_credential[consumer.credential] = consumer.name
        names = [consumer.name for consumer in self.consumers]
        for name in self.allow:
            if name not in names:
                raise ValueError(f"`allow` names `{name}`, who is no consumer")


@plugin(name="key-auth", version="1.0.0", phase="AUTHN", priority=310)
class KeyAuth(HttpFilter[Config]):
    def on_request_headers(self, request: Request) -> Reply | None:
        key = self.key(request)
        if key is None:
            return self.refusal(401, "no API key")
        name = self.config.by_credential.get(key)
        if name is None:
            return self.refusal(401, "unknown API key")
        if self.config.allow and name not in self.config.allow:
            return self.refusal(403, f"{name} may not call here")
        request.headers["x-mse-consumer"] = name
        if self.config.hide_credentials:
            for header in self.config.keys:
                request.headers.remove(header)
        return None

    def key(self, request: Request) -> str | None:
        if "header" in self.config.places:
            for name in self.config.keys:
                value = request.headers.get(name)
                if value:
                    return value.removeprefix("Bearer ")
        if "query" in self.config.places:
            query = dict(parse_qsl(request.path.partition("?")[2]))
            for name in self.config.keys:
                if name in query:
                    return query[name]
        return None

    def refusal(self, status: int, why: str) -> Reply:
        headers = {"www-authenticate": 'Key realm="pygress"'} if status == 401 else {}
        return Reply(status, why, headers, details=f"key-auth.{status}")
