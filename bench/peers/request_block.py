"""Refuse requests by URL: the URL rules of the example alone, as the peer in C has them."""

from dataclasses import dataclass, field

from pygress.sdk import HttpFilter, Reply, Request, plugin


@dataclass
class Config:
    """What to refuse."""

    block_urls: list[str] = field(default_factory=list)
    """A request whose path contains one of these is refused."""
    blocked_code: int = 403


@plugin(name="request-block", version="1.0.0", phase="AUTHZ", priority=320)
class RequestBlock(HttpFilter[Config]):
    """One stream."""

    def on_request_headers(self, request: Request) -> Reply | None:
        """Look at the path."""
        for url in self.config.block_urls:
            if url in request.path:
                return Reply(self.config.blocked_code)
        return None
