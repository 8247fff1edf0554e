"""Refuse requests by URL, header or body."""

import re
from dataclasses import dataclass, field
from typing import Annotated

from pygress.sdk import HttpFilter, Range, Reply, Request, plugin


@dataclass
class Config:
    """What to refuse."""

    block_urls: list[str] = field(default_factory=list)
    """A request whose path (with its query) contains one of these is refused."""
    block_exact_urls: list[str] = field(default_factory=list)
    """A request whose path (with its query) is one of these is refused."""
    block_regexp_urls: list[str] = field(default_factory=list)
    """A request whose path (with its query) has a match of one of these (Python's syntax) is refused."""
    block_headers: list[str] = field(default_factory=list)
    """A request with one of these in a header's name or value is refused."""
    block_bodies: list[str] = field(default_factory=list)
    """A request whose body contains one of these is refused."""
    case_sensitive: bool = True
    """Whether capitals matter."""
    blocked_code: Annotated[int, Range(200, 599)] = 403
    """The status of a refused request."""
    blocked_message: str = ""
    """The body of a refused request."""

    def __post_init__(self) -> None:
        self.block_urls = self.rules(self.block_urls)
        self.block_exact_urls = self.rules(self.block_exact_urls)
        self.patterns = [self.pattern(text) for text in self.block_regexp_urls if text]
        self.block_headers = self.rules(self.block_headers)
        self.block_bodies = self.rules(self.block_bodies)
        urls = self.block_urls or self.block_exact_urls or self.patterns
        if not (urls or self.block_headers or self.block_bodies):
            raise ValueError("no rule: set `block_urls` or another of the `block_` lists")

    def rules(self, texts: list[str]) -> list[str]:
        return [self.folded(text) for text in texts if text]

    def pattern(self, text: str) -> re.Pattern[str]:
        try:
            return re.compile(text, 0 if self.case_sensitive else re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"`block_regexp_urls`: `{text}`: {error}") from None

    def folded(self, text: str) -> str:
        return text if self.case_sensitive else text.lower()


@plugin(name="request-block", version="1.0.0", phase="AUTHZ", priority=320)
class RequestBlock(HttpFilter[Config]):
    def on_request_headers(self, request: Request) -> Reply | None:
        config = self.config
        path = config.folded(request.path)
        if path in config.block_exact_urls or any(url in path for url in config.block_urls):
            return self.refusal("url")
        if config.patterns and any(pattern.search(request.path) for pattern in config.patterns):
            return self.refusal("url")
        if config.block_headers:
            for name, value in request.headers.items():
                line = config.folded(f"{name}\n{value}")
                if any(text in line for text in config.block_headers):
                    return self.refusal("header")
        if not config.block_bodies:
            request.skip_body()
        return None

    def on_request_body(self, request: Request) -> Reply | None:
        body = self.config.folded(request.text)
        if any(text in body for text in self.config.block_bodies):
            return self.refusal("body")
        return None

    def refusal(self, part: str) -> Reply:
        details = f"request-block.{part}_blocked"
        return Reply(self.config.blocked_code, self.config.blocked_message, details=details)
