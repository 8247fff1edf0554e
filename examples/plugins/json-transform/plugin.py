"""Rewrite JSON bodies by rules: rename, remove, mask, add and template fields."""

from __future__ import annotations

import json
import logging
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pygress.sdk import Counter, HttpFilter, Length, Range, Reply, Request, Response, plugin

log = logging.getLogger(__name__)
CHANGES = Counter("json_transform_changes", "op")
PATH = re.compile(r"(?P<key>[^.\[\]]+)|\[(?P<index>\d+|\*)\]")


class RuleError(ValueError):
    """A rule that cannot be applied."""

    def __init__(self, op: str, path: str, reason: str) -> None:
        super().__init__(f"{op} {path!r}: {reason}")
        self.op = op
        self.path = path


@dataclass(frozen=True)
class Rule:
    """One change of a body."""

    op: Literal["remove", "rename", "mask", "add"]
    path: Annotated[str, Length(minimum=1)]
    """Where: `users[*].password`, `items[0].id`."""
    to: str | None = None
    """The new name, of `rename`."""
    value: Any = None
    """The new value, of `add`."""
    keep: Annotated[int, Range(0, 64)] = 0
    """Characters that `mask` leaves."""


@dataclass
class Config:
    """The changes of requests and of responses, in order."""

    request: list[Rule] = field(default_factory=list)
    response: list[Rule] = field(default_factory=list)
    on_error: Literal["ignore", "reject"] = "ignore"

    def __post_init__(self) -> None:
        for where, rules in (("request", self.request), ("response", self.response)):
            for i, rule in enumerate(rules):
                if rule.op == "rename" and not rule.to:
                    raise ValueError(f"{where}[{i}]: rename needs `to`")


def steps(path: str) -> list[str | int | None]:
    """Split a path; None stands for every element."""
    found: list[str | int | None] = []
    at = 0
    while at < len(path):
        if path[at] == ".":
            at += 1
            continue
        if not (match := PATH.match(path, at)):
            raise ValueError(f"bad path {path!r} at {at}")
        if (index := match["index"]) is not None:
            found.append(None if index == "*" else int(index))
        else:
            found.append(match.group("key"))
        at = match.end()
    return found


def targets(node: Any, way: list[str | int | None]) -> list[tuple[Any, str | int]]:
    """Every (container, key) that the path leads to."""
    *head, last = way
    level: list[Any] = [node]
    for step in head:
        following: list[Any] = []
        for item in level:
            match item:
                case dict() if isinstance(step, str) and step in item:
                    following.append(item[step])
                case list() if step is None:
                    following.extend(item)
                case list() if isinstance(step, int) and step < len(item):
                    following.append(item[step])
                case _:
                    pass
        level = following
    result: list[tuple[Any, str | int]] = []
    for item in level:
        if isinstance(item, dict) and isinstance(last, str):
            result.append((item, last))
        elif isinstance(item, list):
            if last is None:
                result += [(item, i) for i in range(len(item))]
            elif isinstance(last, int) and last < len(item):
                result.append((item, last))
    return result


def mask(value: Any, keep: int) -> Any:
    """Hide what a value says, not what it is."""
    if isinstance(value, str):
        return value[:keep] + "*" * max(0, len(value) - keep)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return 0
    if isinstance(value, list):
        return [mask(v, keep) for v in value]
    return {k: mask(v, keep) for k, v in value.items()}


def apply(rules: list[Rule], data: Any) -> dict[str, int]:
    """Change the data in place; give how often each operation did something."""
    counts: defaultdict[str, int] = defaultdict(int)
    for rule in rules:
        for container, key in targets(data, steps(rule.path)):
            present = key in container if isinstance(container, dict) else True
            if rule.op == "add":
                container[key] = rule.value
            elif not present:
                continue
            elif rule.op == "remove":
                del container[key]
            elif rule.op == "rename":
                if not isinstance(container, dict):
                    raise RuleError(rule.op, rule.path, "only keys of objects have a name")
                assert rule.to is not None
                container[rule.to] = container.pop(key)
            else:
                container[key] = mask(container[key], rule.keep)
            counts[rule.op] += 1
    return dict(counts)


def shown(counts: dict[str, int]) -> str:
    """Write counts, the greatest first."""
    return (
        ", ".join(f"{op}={n:,}" for op, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
        or "-"
    )


@plugin(name="json-transform", version="1.0.0", phase="STATS", priority=10)
class JsonTransform(HttpFilter[Config]):
    """Applies the rules to whole JSON bodies."""

    def on_request_headers(self, request: Request) -> None:
        if not self.config.request or "json" not in (request.headers.get("content-type") or ""):
            request.skip_body()

    def on_request_body(self, request: Request) -> Reply | None:
        try:
            data = json.loads(request.body)
            counts = apply(self.config.request, data)
        except (ValueError, RuleError) as error:
            log.warning("cannot transform: %s", error)
            if self.config.on_error == "reject":
                return Reply(
                    422,
                    json.dumps({"error": type(error).__name__, "detail": str(error)}),
                    headers={"content-type": "application/json"},
                )
            return None
        for op, n in counts.items():
            CHANGES.add(n, op)
        request.body = json.dumps(data, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()
        request.headers["x-transformed"] = shown(counts)
        return None

    def on_response_body(self, response: Response) -> None:
        if not self.config.response:
            return
        data = json.loads(response.text)
        response.headers["x-transformed"] = shown(apply(self.config.response, data))
        response.body = json.dumps(data, indent=2).encode()
