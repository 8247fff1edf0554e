"""URL normalisation: case, default ports, dot segments, percent-encoding, sorted queries, tracking parameters, IDN-free."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
TRACKING = frozenset({"utm_source", "utm_medium", "utm_campaign", "gclid", "fbclid"})
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True)
class Url:
    scheme: str
    host: str
    port: int | None
    path: str
    query: tuple[tuple[str, str], ...]
    user: str | None = None

    @classmethod
    def parse(cls, text: str) -> Url:
        parts = urlsplit(text.strip())
        if not parts.scheme or not parts.hostname:
            raise ValueError(f"not an absolute URL: {text!r}")
        return cls(
            scheme=parts.scheme.lower(),
            host=parts.hostname,
            port=parts.port,
            path=parts.path,
            query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
            user=parts.username,
        )

    def normalised(self) -> Url:
        port = None if self.port == DEFAULT_PORTS.get(self.scheme) else self.port
        query = tuple(sorted((k, v) for k, v in self.query if k not in TRACKING))
        return replace(self, host=self.host.rstrip("."), port=port, path=clean_path(self.path), query=query)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        netloc = (
            (f"{self.user}@" if self.user else "") + host + (f":{self.port}" if self.port is not None else "")
        )
        return urlunsplit((self.scheme, netloc, self.path, urlencode(self.query), ""))


def recode(text: str) -> str:
    """Decode what needs no encoding, upper-case the other escapes."""
    out: list[str] = []
    index = 0
    while index < len(text):
        char = text[index]
        digits = text[index + 1 : index + 3]
        if char == "%" and len(digits) == 2 and all(d in "0123456789abcdefABCDEF" for d in digits):
            code = int(digits, 16)
            out.append(chr(code) if chr(code) in UNRESERVED else f"%{code:02X}")
            index += 3
            continue
        out.append(char if char in UNRESERVED or char in "/:@!$&'()*+,;=" else quote(char))
        index += 1
    return "".join(out)


def clean_path(path: str) -> str:
    segments: list[str] = []
    parts = recode(path).split("/")
    for part in parts[1:]:
        if part == "..":
            if segments:
                segments.pop()
        elif part not in (".", ""):
            segments.append(part)
    cleaned = "/" + "/".join(segments)
    ends_open = bool(parts) and parts[-1] in ("", ".", "..") and cleaned != "/"
    return cleaned + "/" if ends_open else cleaned


def same(left: str, right: str) -> bool:
    return str(Url.parse(left).normalised()) == str(Url.parse(right).normalised())


def main() -> None:
    for line in sys.stdin:
        text = line.rstrip("\n")
        if not text:
            continue
        try:
            url = Url.parse(text).normalised()
        except ValueError as error:
            print(f"{text} -> error: {error}")
        else:
            print(f"{text} -> {url} | {unquote(url.path)}")
    print(same("HTTP://EXAMPLE.com:80/a/../b", "http://example.com/b"), same("http://a/", "http://a/x"))


if __name__ == "__main__":
    main()
