"""Limit the requests of each caller, across all workers of the gateway."""

import time
from dataclasses import dataclass
from typing import Annotated, Literal

from pygress.sdk import (
    Counter,
    HttpFilter,
    Length,
    Range,
    Reply,
    Request,
    Response,
    plugin,
    properties,
    shared,
)

LIMITED = Counter("rate_limit.limited")


@dataclass
class Config:
    """How much is allowed to whom."""

    requests: Annotated[int, Range(minimum=1)]
    """Requests that one caller may send in one window."""
    seconds: Annotated[int, Range(1, 86400)] = 60
    """The length of a window."""
    by: Literal["address", "header"] = "address"
    """What tells callers apart."""
    header: Annotated[str, Length(minimum=1)] = "x-mse-consumer"
    """The header, for `by: header`; requests without it count as one caller."""
    rejected_code: Annotated[int, Range(400, 599)] = 429
    rejected_message: str = "too many requests\n"


@plugin(name="rate-limit", version="1.0.0", phase="UNSPECIFIED_PHASE", priority=20)
class RateLimit(HttpFilter[Config]):
    remaining: int = -1

    def on_request_headers(self, request: Request) -> Reply | None:
        config = self.config
        now = int(time.time())
        start = now - now % config.seconds
        count = self.count(start)
        if count > config.requests:
            LIMITED.add()
            headers = {"retry-after": str(start + config.seconds - now), "x-ratelimit-remaining": "0"}
            return Reply(config.rejected_code, config.rejected_message, headers, details="rate-limit.limited")
        self.remaining = config.requests - count
        return None

    def on_response_headers(self, response: Response) -> None:
        if self.remaining >= 0:
            response.headers["x-ratelimit-limit"] = str(self.config.requests)
            response.headers["x-ratelimit-remaining"] = str(self.remaining)

    def count(self, start: int) -> int:
        """Count this request in the caller's window; one shared key per caller holds `START COUNT`."""
        total = 0

        def counted(value: bytes | None) -> bytes:
            nonlocal total
            since, _, count = (value or b"0 0").decode().partition(" ")
            total = int(count) + 1 if int(since) == start else 1
            return f"{start} {total}".encode()

        shared.update(f"rate-limit.{self.caller()}", counted)
        return total

    def caller(self) -> str:
        if self.config.by == "header":
            return "header." + (self.request.headers.get(self.config.header) or "")
        return "address." + properties.client_address()
