"""Cookies, Accept headers, multipart bodies and query strings, parsed and written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, unquote_plus


class MessageError(ValueError):
    pass


def parse_parameters(text: str) -> tuple[str, dict[str, str]]:
    """Split `value; a=b; c="d;e"` with quoted strings and escapes."""
    parts: list[str] = []
    current = ""
    quoted = escaped = False
    for char in text:
        if escaped:
            current += char
            escaped = False
        elif quoted and char == "\\":
            escaped = True
        elif char == '"':
            quoted = not quoted
            current += "\0"
        elif char == ";" and not quoted:
            parts.append(current)
            current = ""
        else:
            current += char
    if quoted:
        raise MessageError(f"unclosed quote in {text!r}")
    parts.append(current)
    head, *rest = (part.strip() for part in parts)
    parameters: dict[str, str] = {}
    for part in rest:
        name, equals, value = part.partition("=")
        if equals:
            parameters[name.strip().lower()] = value.strip().strip("\0").replace("\0", "")
    return head.strip("\0"), parameters


@dataclass
class Cookie:
    name: str
    value: str
    path: str = "/"
    max_age: int | None = None
    secure: bool = False
    http_only: bool = True
    same_site: str | None = "Lax"

    def header(self) -> str:
        parts = [f"{self.name}={quote(self.value, safe='')}"]
        attributes: list[tuple[str, str | int | bool | None]] = [
            ("Path", self.path),
            ("Max-Age", self.max_age),
            ("Secure", self.secure),
            ("HttpOnly", self.http_only),
            ("SameSite", self.same_site),
        ]
        for name, value in attributes:
            if value is True:
                parts.append(name)
            elif value is not None and value is not False:
                parts.append(f"{name}={value}")
        return "; ".join(parts)


def parse_cookies(header: str) -> dict[str, str]:
    cookies: dict[str, str] = {}
    for part in header.split(";"):
        name, equals, value = part.strip().partition("=")
        if equals and name and name not in cookies:
            cookies[name] = unquote(value.strip('"'))
    return cookies


@dataclass(frozen=True)
class MediaRange:
    kind: str
    subtype: str
    quality: float = 1.0

    def matches(self, media: str) -> bool:
        kind, _, subtype = media.partition("/")
        return self.kind in ("*", kind) and self.subtype in ("*", subtype)

    @property
    def specificity(self) -> int:
        return (self.kind != "*") + (self.subtype != "*")


def parse_accept(header: str) -> list[MediaRange]:
    ranges: list[MediaRange] = []
    for item in header.split(","):
        media, parameters = parse_parameters(item)
        kind, slash, subtype = media.partition("/")
        if not slash:
            continue
        try:
            quality = min(max(float(parameters.get("q", "1")), 0.0), 1.0)
        except ValueError:
            quality = 0.0
        ranges.append(MediaRange(kind.strip().lower(), subtype.strip().lower(), quality))
    return sorted(ranges, key=lambda r: (-r.quality, -r.specificity))


def negotiate(header: str, offered: Sequence[str]) -> str | None:
    ranges = parse_accept(header) or [MediaRange("*", "*")]
    best: tuple[float, int, str] | None = None
    for position, media in enumerate(offered):
        matching = [r for r in ranges if r.matches(media)]
        if not matching:
            continue
        quality = max(matching, key=lambda r: r.specificity).quality
        if quality > 0 and (best is None or (quality, -position) > best[:2]):
            best = (quality, -position, media)
    return best[2] if best else None


@dataclass
class Part:
    headers: dict[str, str]
    body: bytes
    name: str = ""
    filename: str | None = None
    kind: str = "text/plain"
    extra: dict[str, str] = field(default_factory=dict)


def parse_multipart(content_type: str, body: bytes, limit: int = 10) -> Iterator[Part]:
    media, parameters = parse_parameters(content_type)
    if media != "multipart/form-data" or not parameters.get("boundary"):
        raise MessageError(f"not multipart: {content_type!r}")
    delimiter = b"--" + parameters["boundary"].encode()
    pieces = body.split(delimiter)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise MessageError("body is not terminated")
    for number, piece in enumerate(pieces[1:-1]):
        if number >= limit:
            raise MessageError(f"more than {limit} parts")
        head, separator, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if not separator:
            raise MessageError(f"part {number} has no body")
        headers: dict[str, str] = {}
        for line in head.decode("utf-8", "replace").split("\r\n"):
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        _, disposition = parse_parameters(headers.get("content-disposition", ""))
        yield Part(
            headers,
            content.removesuffix(b"\r\n"),
            disposition.pop("name", ""),
            disposition.pop("filename", None),
            headers.get("content-type", "text/plain"),
            disposition,
        )


def parse_query(text: str) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for pair in filter(None, text.split("&")):
        key, _, value = pair.partition("=")
        out.setdefault(unquote_plus(key), []).append(unquote_plus(value))
    return out


BODY = (
    b'--xYz\r\nContent-Disposition: form-data; name="title"\r\n\r\nCaf\xc3\xa9 & co\r\n'
    b'--xYz\r\nContent-Disposition: form-data; name="file"; filename="a;\\"b\\".bin"; size=3\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n\x00\xff\r\n\r\n--xYz--\r\n"
)


def main() -> None:
    print(Cookie("sid", "a b;é", max_age=60, secure=True).header())
    print(Cookie("x", "", same_site=None, http_only=False, path="/api").header())
    print(parse_cookies('sid=a%20b; theme="dark"; bad; =x; sid=second; empty='))
    for header in (
        "text/html, application/json;q=0.9, */*;q=0.1",
        "application/*",
        "text/plain;q=0, */*",
        "",
        "q",
        "image/png",
    ):
        print(repr(header), negotiate(header, ["text/plain", "application/json", "text/html"]))
    print(parse_accept("a/b;q=0.5, c/*;q=x, */*;q=7, A/D"))
    for part in parse_multipart('multipart/form-data; charset=utf-8; boundary="xYz"', BODY):
        print(part.name, part.filename, part.kind, part.body, part.extra, sorted(part.headers))
    for kind, body in (
        ("text/plain", b""),
        ("multipart/form-data; boundary=q", b"zzz"),
        ("multipart/form-data; boundary=q", b"--q\r\nx--q--"),
    ):
        try:
            print(list(parse_multipart(kind, body)))
        except MessageError as error:
            print("error:", error)
    try:
        parse_parameters('a; b="c')
    except MessageError as error:
        print("error:", error)
    print(parse_query("a=1&b=%C3%A9+x&a=2&c&=d&&e=f=g"), parse_query(""))


if __name__ == "__main__":
    main()
