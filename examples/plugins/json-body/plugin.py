"""Change JSON bodies: set, remove and mask fields of requests and responses."""

import json
from dataclasses import dataclass, field
from typing import Any

from pygress.sdk import HttpFilter, Reply, Request, Response, plugin


@dataclass
class Changes:
    """What happens to one side; a path is `user.name`, or `items.*.price` for every element of a list."""

    remove: list[str] = field(default_factory=list)
    mask: list[str] = field(default_factory=list)
    """Strings of which only the last four characters stay."""
    set: dict[str, Any] = field(default_factory=dict)

    def is_empty(self) -> bool:
        return not (self.remove or self.mask or self.set)

    def apply(self, document: Any) -> None:
        for path in self.remove:
            for parent, name in places(document, path):
                parent.pop(name, None)
        for path in self.mask:
            for parent, name in places(document, path):
                value = parent.get(name)
                if isinstance(value, str):
                    parent[name] = "*" * (len(value) - 4) + value[-4:]
        for path, value in self.set.items():
            for parent, name in places(document, path):
                parent[name] = value


@dataclass
class Config:
    """Changes for each side, and what happens to requests that are no JSON."""

    request: Changes = field(default_factory=Changes)
    response: Changes = field(default_factory=Changes)
    strict: bool = False
    """Whether a request that says it is JSON and is not is refused with 400."""


def places(document: Any, path: str) -> list[tuple[dict[str, Any], str]]:
    """Give the objects that hold the last part of a path."""
    *parents, last = path.split(".")
    found: list[Any] = [document]
    for part in parents:
        inner: list[Any] = []
        for one in found:
            if part == "*" and isinstance(one, list):
                inner.extend(one)
            elif isinstance(one, dict) and part in one:
                inner.append(one[part])
        found = inner
    return [(one, last) for one in found if isinstance(one, dict)]


def is_json(content_type: str | None) -> bool:
    """Say whether a content type is JSON (`application/json`, `application/problem+json`)."""
    media = (content_type or "").partition(";")[0].strip().lower()
    return media == "application/json" or media.endswith("+json")


@plugin(name="json-body", version="1.0.0", priority=90)
class JsonBody(HttpFilter[Config]):
    def on_request_headers(self, request: Request) -> None:
        if not is_json(request.headers.get("content-type")) or (
            self.config.request.is_empty() and not self.config.strict
        ):
            request.skip_body()

    def on_request_body(self, request: Request) -> Reply | None:
        try:
            document = json.loads(request.body)
        except ValueError as error:
            return Reply(400, f"not JSON: {error}\n") if self.config.strict else None
        self.config.request.apply(document)
        request.body = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
        return None

    def on_response_headers(self, response: Response) -> None:
        if not is_json(response.headers.get("content-type")) or self.config.response.is_empty():
            response.skip_body()

    def on_response_body(self, response: Response) -> None:
        try:
            document = json.loads(response.body)
        except ValueError:
            return
        self.config.response.apply(document)
        response.body = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
