"""What tests hand in and get back: header maps, answers, what the backend saw, results, log lines."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Pairs = list[tuple[str, str]]
HeadersLike = Mapping[str, str] | Iterable[tuple[str, str]] | None


class HostError(Exception):
    """The plugin or the test broke a rule of the host: a trap, a stream that hangs, a refused configuration."""


class Refused(HostError):
    """The plugin refused its configuration; the message holds what it logged."""


class HeaderMap:
    """A case-insensitive multi map; names are kept in lower case, as Envoy keeps them."""

    def __init__(self, headers: HeadersLike = None) -> None:
        pairs = headers.items() if isinstance(headers, Mapping) else headers or ()
        self.pairs: Pairs = [(name.lower(), value) for name, value in pairs]

    def get(self, name: str, default: str | None = None) -> str | None:
        """Give the first value of a header."""
        wanted = name.lower()
        return next((value for key, value in self.pairs if key == wanted), default)

    def get_all(self, name: str) -> list[str]:
        """Give every value of a header."""
        wanted = name.lower()
        return [value for key, value in self.pairs if key == wanted]

    def __getitem__(self, name: str) -> str:
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self.pairs))

    def __len__(self) -> int:
        return len(self.pairs)

    def items(self) -> Pairs:
        """Give every pair in order."""
        return list(self.pairs)

    def set(self, name: str, value: str) -> None:
        """Put one value in place of all values, where the first one stood."""
        wanted = name.lower()
        for index, (key, _) in enumerate(self.pairs):
            if key == wanted:
                rest = [pair for pair in self.pairs[index + 1 :] if pair[0] != wanted]
                self.pairs[index:] = [(wanted, value), *rest]
                return
        self.pairs.append((wanted, value))

    def add(self, name: str, value: str) -> None:
        """Append a value."""
        self.pairs.append((name.lower(), value))

    def remove(self, name: str) -> None:
        """Remove all values of a header."""
        wanted = name.lower()
        self.pairs = [pair for pair in self.pairs if pair[0] != wanted]

    def copy(self) -> "HeaderMap":
        """Give a copy that later changes do not touch."""
        return HeaderMap(self.pairs)

    def __repr__(self) -> str:
        return f"HeaderMap({self.pairs!r})"


@dataclass
class Answer:
    """What a backend or a called service answers; a list of bytes as body, or `chunks`, travels in these pieces."""

    status: int = 200
    body: bytes | str | list[bytes] = b""
    headers: HeadersLike = None
    trailers: HeadersLike = None
    chunks: list[bytes] | None = None

    def __post_init__(self) -> None:
        if isinstance(self.body, list):
            self.chunks, self.body = self.body, b""

    def pieces(self) -> list[bytes]:
        """Give the body as it travels, without empty pieces."""
        if self.chunks is not None:
            return [chunk for chunk in self.chunks if chunk]
        body = self.body.encode() if isinstance(self.body, str) else self.body
        assert isinstance(body, bytes)
        return [body] if body else []


@dataclass
class Seen:
    """A request as a backend or a called service saw it."""

    headers: HeaderMap
    body: bytes = b""
    trailers: HeaderMap | None = None
    cluster: str = ""
    timeout: float | None = None

    @property
    def method(self) -> str:
        """The method."""
        return self.headers.get(":method") or ""

    @property
    def path(self) -> str:
        """The path with its query."""
        return self.headers.get(":path") or ""

    @property
    def host(self) -> str:
        """The authority."""
        return self.headers.get(":authority") or ""

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()

    def json(self) -> Any:
        """Give the body as JSON."""
        return json.loads(self.body)


LEVELS = ("trace", "debug", "info", "warn", "error", "critical")


@dataclass(frozen=True)
class LogLine:
    """One line that the plugin logged; `level` is one of `LEVELS`, `request_id` that of the request it belongs to."""

    level: str
    message: str
    request_id: str = field(default="", compare=False)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and text in self.message


class Logs(list[LogLine]):
    """Log lines in order."""

    @property
    def text(self) -> str:
        """All lines, each as `level: message`."""
        return "\n".join(f"{line.level}: {line.message}" for line in self)

    def at(self, level: str) -> list[str]:
        """Give the messages of one level."""
        return [line.message for line in self if line.level == level]

    def __contains__(self, item: object) -> bool:
        if isinstance(item, str):
            return any(item in line.message for line in self)
        return super().__contains__(item)


@dataclass
class Result:
    """What the client got, and what became of the request.

    `status` is 0 as long as there is no response. `forwarded` is true if the request reached the backend;
    `upstream` is then what the backend saw. `reset` is true if the stream was cut instead of answered.
    """

    status: int = 0
    headers: HeaderMap = field(default_factory=HeaderMap)
    body: bytes = b""
    trailers: HeaderMap | None = None
    upstream: Seen | None = None
    reset: bool = False
    details: str = ""
    logs: Logs = field(default_factory=Logs)

    @property
    def forwarded(self) -> bool:
        """Whether the backend saw the request."""
        return self.upstream is not None

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()

    def json(self) -> Any:
        """Give the body as JSON."""
        return json.loads(self.body)
