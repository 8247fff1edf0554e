"""Kernel: `PARSER HEX HEX` a line: what the parsers of the SDK make of any bytes or text."""

import sys
from typing import Any

from pygress.sdk import cookies, document, http, jwt, media, multipart, sse

KEYS = [jwt.Key.secret(b"a secret of enough bytes for this"), jwt.Key.secret(b"other", "k")]
ALGORITHMS = ["HS256", "HS384", "HS512", "RS256", "ES256"]


def events(data: bytes, cuts: bytes) -> object:
    """Feed a stream in pieces, and once as a whole: the same events."""
    whole, parts = sse.EventStream(), sse.EventStream()
    found: list[sse.Event] = []
    at = 0
    for cut in cuts:
        found += parts.feed(data[at : at + cut % 9])
        at += cut % 9
    found += parts.feed(data[at:])
    assert found == whole.feed(data) and parts.retry == whole.retry
    return [(one.event, one.data, one.id) for one in found], whole.retry


def encoded(data: str, name: str) -> object:
    """Write an event and read it back."""
    stream = sse.EventStream()
    event = name.replace("\r", " ").replace("\n", " ")
    found = stream.feed(sse.encode(data, event, "7"))
    assert len(found) == 1 and found[0].id == "7" and found[0].event == (event or "message")
    assert found[0].data == data.replace("\r\n", "\n").replace("\r", "\n")
    return found[0].data


def form(data: bytes, kind: bytes) -> object:
    """Read a form; parts are slices of the body."""
    parts = multipart.parse(kind.decode("utf-8", "replace"), data, limit=5)
    for one in parts:
        assert one.data in data
    return [(one.name, one.filename, one.content_type, one.data, one.text()) for one in parts]


def cookie(data: str, name: str) -> object:
    """Read cookies, and write one and read it back."""
    found = cookies.parse(data)
    try:
        header = cookies.set_cookie(name, data, path="", secure=False, http_only=False, same_site="")
        if not name.isspace():
            assert cookies.parse(header) == {name: data}, header
    except ValueError as error:
        return list(found.items()), str(error)
    return list(found.items()), header


def media_type(data: str, accept: str) -> object:
    """Read a media type and choose by an `accept` header."""
    found = media.parse(data)
    chosen = media.best(accept, ["text/html", "application/json;v=1", data])
    if found is None:
        return chosen
    return found.essence, list(found.parameters.items()), found.charset, found.is_json, chosen


def walk(text: str, at: int) -> object:
    """Give all of a JSON text through the places in it."""
    kind = document.kind(text, at)
    if kind == document.OBJECT:
        pairs: list[object] = []
        one = document.first(text, at)
        while one >= 0:
            name = document.string(text, one)
            there = document.member(text, one, "`a`, `b`, `é`")
            latest = document.latest(text, at, one)
            pairs.append((name, walk(text, document.value(text, one)), there, latest >= 0))
            one = document.following(text, one)
        return pairs
    if kind == document.LIST:
        items: list[object] = []
        one = document.first(text, at)
        while one >= 0:
            items.append(walk(text, one))
            one = document.following(text, one)
        return items
    if kind == document.TEXT:
        return document.string(text, at)
    if kind == document.INTEGER:
        return document.integer(text, at), document.shown(text, at)
    if kind == document.NUMBER:
        return document.number(text, at), document.shown(text, at)
    return kind


def read_document(text: str) -> object:
    """Read a JSON text in place."""
    loaded = document.load(text)
    return walk(loaded, 0)


def token(text: str, keys: str) -> object:
    """Check a token; every refusal is a `TokenError`."""
    try:
        claims: dict[str, Any] = jwt.decode(
            text, KEYS, ALGORITHMS, now=1700000000.0, audience="x", issuer=None
        )
    except jwt.TokenError as error:
        return str(error)
    return sorted(claims)


def key_set(text: str, token: str) -> object:
    """Read keys and check a token with them; nothing but `ValueError`."""
    found = jwt.keys_from_jwks(text)
    try:
        jwt.decode(token, found, ALGORITHMS, now=1700000000.0)
        return "accepted"
    except jwt.TokenError as error:
        return [one.kind for one in found], str(error)


def parse(name: str, first: bytes, second: bytes) -> object:
    text, other = first.decode("utf-8", "replace"), second.decode("utf-8", "replace")
    if name == "sse":
        return events(first, second)
    if name == "sse_encode":
        return encoded(text, other)
    if name == "multipart":
        return form(first, second)
    if name == "cookies":
        return cookie(text, other)
    if name == "media":
        return media_type(text, other)
    if name == "document":
        return read_document(text)
    if name == "jwt":
        return token(text, other)
    if name == "jwks":
        return key_set(text, other)
    scheme, host, port, path = http.split_url(text)
    return scheme, host, port, path, http.clusters_of(host, port)


for line in sys.stdin.read().splitlines():
    name, first, second = line.split(",")
    try:
        print(name, repr(parse(name, bytes.fromhex(first), bytes.fromhex(second))))
    except ValueError as error:
        print(name, "refused", "" if name in ("document", "jwks") else error)
    except OverflowError:
        print(name, "too large")
