"""Proxy for chat completions: rewrites models, enforces a budget, counts tokens in streams of events."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, NotRequired, TypedDict, cast

from pygress.sdk import (
    Counter,
    Histogram,
    HttpFilter,
    Plugin,
    Range,
    Reply,
    Request,
    Response,
    plugin,
    shared,
)

TOKENS = Counter("llm_tokens", "model", "kind")
FIRST = Histogram("llm_first_token_ms")
WORD = re.compile(r"\w+|[^\w\s]")


class Message(TypedDict):
    """One message of a conversation."""

    role: str
    content: str


class Usage(TypedDict, total=False):
    """What the backend says it has counted."""

    prompt_tokens: int
    completion_tokens: int


class Delta(TypedDict):
    """What an event adds."""

    content: NotRequired[str]


@dataclass
class Model:
    """A model as clients know it."""

    to: str
    """The name that the backend knows."""
    max_tokens: Annotated[int, Range(1, 1_000_000)] = 4096
    price: float = 0.0
    """For a thousand tokens."""
    system: str | None = None
    """A message that is put in front."""


@dataclass
class Config:
    """Which models there are, and what they may cost."""

    models: dict[str, Model]
    budget: float = 0.0
    """Per tenant and day; 0 is none."""
    tenant_header: str = "x-tenant"
    forbidden: list[str] = field(default_factory=list)
    """Patterns that no message may have."""


def estimate(text: str) -> int:
    """Guess the number of tokens: one for each four letters of a word."""
    return sum(max(1, -(-len(word) // 4)) for word in WORD.findall(text))


class Events:
    """Reads `data:` lines out of pieces that end anywhere; keeps what is not whole."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[tuple[bytes, str | None]]:
        """Give each whole line with its data, if it has any."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            name, colon, value = line.partition(b":")
            yield line + b"\n", value.strip().decode() if name == b"data" and colon else None

    def flush(self) -> bytes:
        """Give what is left at the end."""
        rest, self._rest = self._rest, b""
        return rest


class Ledger(Plugin[Config]):
    """What each tenant has spent today, on all workers."""

    def spent(self, tenant: str, add: float = 0.0) -> float:
        """Give the sum, after adding to it."""
        day = time.strftime("%Y-%m-%d", time.gmtime())
        key = f"llm.{tenant}.{day}"
        if add:
            return float(shared.update(key, lambda old: f"{float(old or 0) + add:.6f}".encode()))
        return float(shared.get(key) or b"0")


def problem(status: int, kind: str, message: str, **extra: object) -> Reply:
    """Answer with an error as the clients of such services know it."""
    body = json.dumps({"error": {"type": kind, "message": message, **extra}})
    return Reply(status, body, {"content-type": "application/json"})


@plugin(name="llm-proxy", version="1.0.0", priority=5)
class LlmProxy(HttpFilter[Config]):
    """One request for a completion, whole or as a stream of events."""

    ledger: Ledger
    model: Model
    asked: str

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.events = Events()
        self.prompt = self.completion = 0
        self.started: float | None = None
        self.first: float | None = None
        self.streaming = False
        self.tenant = "anonymous"

    def on_request_body(self, request: Request) -> Reply | None:
        self.tenant = request.headers.get(self.config.tenant_header) or self.tenant
        try:
            data = cast("dict[str, Any]", json.loads(request.body))
            messages: list[Message] = data["messages"]
            self.asked = data["model"]
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            return problem(400, "invalid_request", repr(error))
        if self.asked not in self.config.models:
            return problem(
                404, "unknown_model", f"no model {self.asked!r}", allowed=sorted(self.config.models)
            )
        self.model = self.config.models[self.asked]
        text = "\n".join(message["content"] for message in messages)
        for pattern in self.config.forbidden:
            if match := re.search(pattern, text, re.IGNORECASE):
                return problem(400, "content_filter", "forbidden content", at=list(match.span()))
        if self.config.budget and self.ledger.spent(self.tenant) >= self.config.budget:
            return problem(429, "budget", f"{self.tenant} has spent {self.config.budget:.2f} today")
        self.prompt = estimate(text)
        data |= {
            "model": self.model.to,
            "max_tokens": min(data.get("max_tokens", self.model.max_tokens), self.model.max_tokens),
        }
        if self.model.system:
            data["messages"] = [{"role": "system", "content": self.model.system}, *messages]
        self.streaming = data.get("stream", False) is True
        request.body = json.dumps(data).encode()
        request.headers.remove("accept-encoding")
        self.started = time.perf_counter()
        return None

    def on_response_chunk(self, response: Response, chunk: bytes, last: bool) -> bytes | None:
        if not hasattr(self, "model"):
            return None
        if self.first is None and chunk:
            self.first = time.perf_counter()
        if "text/event-stream" not in response.headers.get("content-type", ""):
            return chunk.replace(self.model.to.encode(), self.asked.encode()) if chunk else None
        return b"".join(self.rewritten(chunk)) + (self.events.flush() if last else b"")

    def rewritten(self, chunk: bytes) -> Iterator[bytes]:
        """Put the name that the client used into each event, and count."""
        for line, data in self.events.feed(chunk):
            if data is None or data == "[DONE]":
                yield line
                continue
            try:
                event: dict[str, Any] = json.loads(data)
            except ValueError:
                logging.warning("not JSON: %.20s", data)
                yield line
                continue
            event["model"] = self.asked
            if (usage := cast("Usage | None", event.get("usage"))) is not None:
                self.prompt = usage.get("prompt_tokens", self.prompt)
                self.completion = usage.get("completion_tokens", self.completion)
            else:
                for choice in event.get("choices", ()):
                    delta = cast("Delta", choice.get("delta") or {})
                    self.completion += estimate(delta.get("content", ""))
            yield b"data: " + json.dumps(event, separators=(",", ":")).encode() + b"\n"

    def on_log(self) -> None:
        if self.started is None:
            return
        for kind, number in zip(("prompt", "completion"), (self.prompt, self.completion), strict=True):
            TOKENS.add(number, self.asked, kind)
        if self.first is not None:
            FIRST.record(round((self.first - self.started) * 1e3))
        cost = (self.prompt + self.completion) * self.model.price / 1000
        total = self.ledger.spent(self.tenant, cost) if cost else 0.0
        logging.info(
            "%s %s->%s %d+%d %.4f of %g",
            self.tenant,
            self.asked,
            self.model.to,
            self.prompt,
            self.completion,
            cost,
            total,
        )
