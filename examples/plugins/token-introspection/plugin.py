"""Ask an authorisation server about bearer tokens (RFC 7662), with a cache and a circuit breaker."""

import base64
import hashlib
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from urllib.parse import quote, urlencode

from pygress.sdk import Counter, Histogram, HttpFilter, Plugin, Reply, Request, Response, every, http, plugin

K = TypeVar("K")
V = TypeVar("V")
LATENCY = Histogram("introspection_ms")
RESULTS = Counter("introspection", "result")


class Clock(Protocol):
    """Gives seconds that never go back."""

    def __call__(self) -> float: ...


class TTLCache(Generic[K, V]):
    """A cache whose entries die after a time, the least recently used first when it is full."""

    def __init__(self, size: int, ttl: float, clock: Clock = time.monotonic) -> None:
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()
        self._size, self._ttl, self._clock = size, ttl, clock
        self.hits = self.misses = 0

    def get(self, key: K) -> V | None:
        """Give what is still alive."""
        try:
            ends, value = self._entries[key]
        except KeyError:
            self.misses += 1
            return None
        if ends <= self._clock():
            del self._entries[key]
            self.misses += 1
            return None
        self._entries.move_to_end(key)
        self.hits += 1
        return value

    def put(self, key: K, value: V, ttl: float | None = None) -> None:
        """Keep a value, for `ttl` seconds if that is given."""
        self._entries[key] = (self._clock() + (ttl if ttl is not None else self._ttl), value)
        self._entries.move_to_end(key)
        while len(self._entries) > self._size:
            self._entries.popitem(last=False)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[K]:
        yield from self._entries

    def prune(self) -> int:
        """Drop the dead; give their number."""
        now = self._clock()
        dead = [key for key, (ends, _) in self._entries.items() if ends <= now]
        for key in dead:
            del self._entries[key]
        return len(dead)


class State(Enum):
    """Whether the server is asked."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"

    @property
    def lets_pass(self) -> bool:
        """Tell whether a call may be tried."""
        return self is not State.OPEN


@dataclass
class Breaker:
    """Stops asking a server that fails `threshold` times, for `pause` seconds."""

    threshold: int
    pause: float
    failures: int = 0
    opened_at: float = field(default=0.0, compare=False)

    @property
    def state(self) -> State:
        """Tell what is done now."""
        if self.failures < self.threshold:
            return State.CLOSED
        if time.monotonic() - self.opened_at >= self.pause:
            return State.HALF_OPEN
        return State.OPEN

    def __enter__(self) -> "Breaker":
        if not self.state.lets_pass:
            raise http.HttpError("circuit open")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None:
            self.failures = 0
        else:
            self.failures += 1
            if self.failures >= self.threshold:
                self.opened_at = time.monotonic()


class Token(NamedTuple):
    """What the server says of an active token."""

    subject: str
    scopes: frozenset[str]
    expires: float

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Token | None":
        """Read an answer; None for a token that is not active."""
        if not data.get("active"):
            return None
        return cls(str(data["sub"]), frozenset(data.get("scope", "").split()), float(data.get("exp", 0)))


@dataclass
class Config:
    """Where to ask, and what a path needs."""

    server: str = "http://auth.default:8080"
    """The authorisation server; `/introspect` is asked."""
    client: str = "gateway"
    secret: str = "s3cret"
    scopes: dict[str, list[str]] = field(default_factory=dict)
    """Prefix of a path -> scopes that a token needs there."""
    ttl: float = 30.0
    """Seconds that an answer is kept."""
    size: int = 1000
    """Answers that are kept."""


@contextmanager
def timed() -> Iterator[None]:
    """Count how long a block took."""
    start = time.perf_counter()
    try:
        yield
    finally:
        LATENCY.record(int((time.perf_counter() - start) * 1000))


class Tokens(Plugin[Config]):
    """The answers that are known."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.cache: TTLCache[str, Token] = TTLCache(config.size, config.ttl)
        self.breaker = Breaker(3, 10.0)
        self.credentials = "Basic " + base64.b64encode(
            f"{quote(config.client)}:{quote(config.secret)}".encode()
        ).decode("ascii")

    @every(seconds=5)
    def prune(self) -> None:
        """Drop old answers."""
        if n := self.cache.prune():
            logging.info("pruned %d of %d", n, n + len(self.cache))

    async def introspect(self, raw: str) -> Token | None:
        """Say whom a token stands for; `HttpError` if nobody can say."""
        key = hashlib.sha256(raw.encode()).hexdigest()[:16]
        if (known := self.cache.get(key)) is not None:
            RESULTS.add(1, "cached")
            return known
        with self.breaker, timed():
            answer = await http.post(
                f"{self.config.server}/introspect",
                body=urlencode({"token": raw, "token_type_hint": "access_token"}).encode(),
                headers={
                    "authorization": self.credentials,
                    "content-type": "application/x-www-form-urlencoded",
                },
                timeout=0.25,
            )
            if answer.status >= 500:
                raise http.HttpError(f"{answer.status} from {self.config.server}")
        if not answer.ok:
            raise PermissionError(f"introspection refused: {answer.status}")
        token = Token.read(json.loads(answer.text))
        if token is None:
            RESULTS.add(1, "inactive")
            return None
        self.cache.put(key, token, ttl=min(self.config.ttl, token.expires - time.time()))
        RESULTS.add(1, "active")
        return token


def challenge(status: int, error: str, description: str = "", **extra: str) -> Reply:
    """Answer as RFC 6750 says."""
    parts = {"error": error, **({"error_description": description} if description else {}), **extra}
    value = "Bearer " + ", ".join(f'{k}="{v}"' for k, v in parts.items())
    return Reply(status, headers={"www-authenticate": value})


@plugin(name="token-introspection", version="1.0.0", phase="AUTHN", priority=500)
class TokenIntrospection(HttpFilter[Config]):
    """Lets requests with an active token pass, and tells the backend whose it is."""

    tokens: Tokens

    async def on_request_headers(self, request: Request) -> Reply | None:
        header = request.headers.get("authorization", "")
        match header.split(maxsplit=1) if header else []:
            case []:
                return challenge(401, "missing")
            case [scheme, raw] if scheme.lower() == "bearer":
                pass
            case [scheme, *_]:
                return challenge(401, "invalid_request", f"{scheme!r} is not Bearer")
            case _:
                return challenge(400, "odd")
        try:
            token = await self.tokens.introspect(raw.strip())
        except http.CallTimeoutError:
            return Reply(504, "auth timed out\n")
        except http.HttpError as error:
            logging.error("auth: %s", error)
            return Reply(503, f"auth: {error}\n", headers={"retry-after": "10"})
        except PermissionError as error:
            return Reply(502, str(error))
        if token is None:
            return challenge(401, "invalid_token")
        needed: set[str] = set()
        for prefix, scopes in self.config.scopes.items():
            if request.path.startswith(prefix):
                needed |= {*scopes}
        if missing := needed - token.scopes:
            return challenge(403, "insufficient_scope", scope=" ".join(sorted(missing)))
        request.headers["x-subject"] = token.subject
        self.subject = token.subject
        return None

    def on_response_headers(self, response: Response) -> None:
        subject: str | None = getattr(self, "subject", None)
        response.headers["x-cache"] = f"{self.tokens.cache.hits}/{self.tokens.cache.misses}"
        if subject:
            response.headers["x-subject"] = subject
