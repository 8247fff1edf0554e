"""`urllib.parse`: URLs and query strings (text only)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pygress.compiler.stdlib import ipaddress

_ALWAYS_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~"
_HEX = "0123456789ABCDEF"
_SCHEME_CHARS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."

# What NFKC turns into a delimiter of URLs.
_LOOK_ALIKES = (
    "\u2047\u2048\u2049\u2100\u2101\u2105\u2106\u2a74\ufe13\ufe16\ufe55\ufe56"
    "\ufe5f\ufe6b\uff03\uff0f\uff1a\uff1f\uff20"
)

uses_relative = [
    "",
    "ftp",
    "http",
    "gopher",
    "nntp",
    "imap",
    "wais",
    "file",
    "https",
    "shttp",
    "mms",
    "prospero",
    "rtsp",
    "rtspu",
    "sftp",
    "svn",
    "svn+ssh",
    "ws",
    "wss",
]
uses_netloc = [
    "",
    "ftp",
    "http",
    "gopher",
    "nntp",
    "telnet",
    "imap",
    "wais",
    "file",
    "mms",
    "https",
    "shttp",
    "snews",
    "prospero",
    "rtsp",
    "rtspu",
    "rsync",
    "svn",
    "svn+ssh",
    "sftp",
    "nfs",
    "git",
    "git+ssh",
    "ws",
    "wss",
]
uses_params = [
    "",
    "ftp",
    "hdl",
    "prospero",
    "http",
    "imap",
    "https",
    "shttp",
    "rtsp",
    "rtspu",
    "sip",
    "sips",
    "mms",
    "sftp",
    "tel",
]


def quote(
    string: str | bytes | bytearray, safe: str = "/", encoding: str | None = None, errors: str | None = None
) -> str:
    """Write all but letters, digits, `_.-~` and `safe` as `%XX`."""
    if isinstance(string, str):
        data = string.encode(
            "utf-8" if encoding is None else encoding, "strict" if errors is None else errors
        )
    else:
        if encoding is not None:
            raise TypeError("quote() doesn't support 'encoding' for bytes")
        if errors is not None:
            raise TypeError("quote() doesn't support 'errors' for bytes")
        data = bytes(string)
    return quote_from_bytes(data, safe)


def quote_plus(
    string: str | bytes | bytearray, safe: str = "", encoding: str | None = None, errors: str | None = None
) -> str:
    """Quote for a query string: a space becomes `+`."""
    if isinstance(string, str):
        if " " not in string:
            return quote(string, safe, encoding, errors)
    elif b" " not in string:
        return quote(string, safe, encoding, errors)
    return quote(string, safe + " ", encoding, errors).replace(" ", "+")


def quote_from_bytes(bs: bytes | bytearray, safe: str = "/") -> str:
    """Quote bytes."""
    out: list[str] = []
    for byte in bs:
        char = chr(byte)
        if byte < 128 and (char in _ALWAYS_SAFE or char in safe):
            out.append(char)
        else:
            out.append("%")
            out.append(_HEX[byte >> 4])
            out.append(_HEX[byte & 15])
    return "".join(out)


def _digit(code: int) -> int:
    if 48 <= code <= 57:
        return code - 48
    code |= 32
    if 97 <= code <= 102:
        return code - 87
    return -1


def unquote_to_bytes(string: str | bytes | bytearray) -> bytes:
    """Read `%XX`; what is no such group stays."""
    data = string.encode("utf-8") if isinstance(string, str) else bytes(string)
    at = data.find(b"%")
    if at < 0:
        return data
    out = bytearray(data[:at])
    size = len(data)
    while at < size:
        byte = data[at]
        if byte == 37 and at + 2 < size:
            high = _digit(data[at + 1])
            low = _digit(data[at + 2])
            if high >= 0 and low >= 0:
                out.append(high << 4 | low)
                at += 3
                continue
        out.append(byte)
        at += 1
    return bytes(out)


def unquote(string: str | bytes | bytearray, encoding: str = "utf-8", errors: str = "replace") -> str:
    """Read `%XX` and decode."""
    if not isinstance(string, str):
        return unquote_to_bytes(string).decode(encoding, errors)
    if "%" not in string:
        return string
    if string.isascii():
        return unquote_to_bytes(string).decode(encoding, errors)
    # Only runs of ASCII are decoded: other characters stay as they are.
    out: list[str] = []
    start = 0
    size = len(string)
    while start < size:
        end = start
        ascii_run = string[start] < "\x80"
        while end < size and (string[end] < "\x80") == ascii_run:
            end += 1
        part = string[start:end]
        out.append(unquote_to_bytes(part).decode(encoding, errors) if ascii_run else part)
        start = end
    return "".join(out)


def unquote_plus(string: str, encoding: str = "utf-8", errors: str = "replace") -> str:
    """Read `+` as a space, then `%XX`."""
    return unquote(string.replace("+", " "), encoding, errors)


def _userinfo(netloc: str) -> tuple[str | None, str | None]:
    at = netloc.rfind("@")
    if at < 0:
        return (None, None)
    info = netloc[:at]
    colon = info.find(":")
    if colon < 0:
        return (info, None)
    return (info[:colon], info[colon + 1 :])


def _hostinfo(netloc: str) -> tuple[str | None, str | None]:
    host = netloc[netloc.rfind("@") + 1 :]
    bracket = host.find("[")
    if bracket >= 0:
        close = host.find("]", bracket)
        name = host[bracket + 1 : close] if close >= 0 else host[bracket + 1 :]
        rest = host[close + 1 :] if close >= 0 else ""
        colon = rest.find(":")
        port = rest[colon + 1 :] if colon >= 0 else ""
    else:
        colon = host.find(":")
        name = host[:colon] if colon >= 0 else host
        port = host[colon + 1 :] if colon >= 0 else ""
    return (name if name else None, port if port else None)


def _hostname(netloc: str) -> str | None:
    name, _ = _hostinfo(netloc)
    if name is None:
        return None
    percent = name.find("%")
    if percent >= 0:
        return name[:percent].lower() + name[percent:]
    return name.lower()


def _port(netloc: str) -> int | None:
    _, text = _hostinfo(netloc)
    if text is None:
        return None
    if not (text.isdigit() and text.isascii()):
        raise ValueError(f"Port could not be cast to integer value as {text!r}")
    if len(text) > 18 or not 0 <= int(text) <= 65535:
        raise ValueError("Port out of range 0-65535")
    return int(text)


class SplitResult(NamedTuple):
    """What `urlsplit` gives."""

    scheme: str
    netloc: str
    path: str
    query: str
    fragment: str

    @property
    def username(self) -> str | None:
        """The user name before `@`."""
        return _userinfo(self.netloc)[0]

    @property
    def password(self) -> str | None:
        """The password before `@`."""
        return _userinfo(self.netloc)[1]

    @property
    def hostname(self) -> str | None:
        """The host in lower case."""
        return _hostname(self.netloc)

    @property
    def port(self) -> int | None:
        """The port; `ValueError` if it is none."""
        return _port(self.netloc)

    def geturl(self) -> str:
        """Write the URL."""
        return _unsplit(self.scheme, self.netloc, self.path, self.query, self.fragment)


class ParseResult(NamedTuple):
    """What `urlparse` gives."""

    scheme: str
    netloc: str
    path: str
    params: str
    query: str
    fragment: str

    @property
    def username(self) -> str | None:
        """The user name before `@`."""
        return _userinfo(self.netloc)[0]

    @property
    def password(self) -> str | None:
        """The password before `@`."""
        return _userinfo(self.netloc)[1]

    @property
    def hostname(self) -> str | None:
        """The host in lower case."""
        return _hostname(self.netloc)

    @property
    def port(self) -> int | None:
        """The port; `ValueError` if it is none."""
        return _port(self.netloc)

    def geturl(self) -> str:
        """Write the URL."""
        path = f"{self.path};{self.params}" if self.params else self.path
        return _unsplit(self.scheme, self.netloc, path, self.query, self.fragment)


class DefragResult(NamedTuple):
    """What `urldefrag` gives."""

    url: str
    fragment: str

    def geturl(self) -> str:
        """Write the URL."""
        return f"{self.url}#{self.fragment}" if self.fragment else self.url


def urlsplit(url: str, scheme: str = "", allow_fragments: bool = True) -> SplitResult:
    """Split into scheme, netloc, path, query and fragment."""
    text = _stripped_left(url)
    default = _without_breaks(_stripped(scheme))
    text = _without_breaks(text)
    netloc = ""
    query = ""
    fragment = ""
    colon = text.find(":")
    if colon > 0 and text[0].isascii() and text[0].isalpha():
        valid = True
        for char in text[:colon]:
            if char not in _SCHEME_CHARS:
                valid = False
                break
        if valid:
            default = text[:colon].lower()
            text = text[colon + 1 :]
    if text[:2] == "//":
        end = len(text)
        for mark in "/?#":
            found = text.find(mark, 2)
            if 0 <= found < end:
                end = found
        netloc = text[2:end]
        text = text[end:]
        if ("[" in netloc) != ("]" in netloc):
            raise ValueError("Invalid IPv6 URL")
        if "[" in netloc:
            _check_bracketed(netloc)
        if not netloc.isascii():
            for char in netloc:
                if char in _LOOK_ALIKES:
                    raise ValueError(
                        f"netloc {netloc!r} contains invalid characters under NFKC normalization"
                    )
    if allow_fragments:
        at = text.find("#")
        if at >= 0:
            fragment = text[at + 1 :]
            text = text[:at]
    at = text.find("?")
    if at >= 0:
        query = text[at + 1 :]
        text = text[:at]
    return SplitResult(default, netloc, text, query, fragment)


def _check_bracketed(netloc: str) -> None:
    open_ = netloc.find("[")
    close = netloc.find("]", open_)
    host = netloc[open_ + 1 : close] if close >= 0 else netloc[open_ + 1 :]
    if host.startswith("v"):
        dot = host.find(".")
        valid = dot > 1 and dot + 1 < len(host)
        for i in range(1, len(host)):
            if i < dot:
                valid = valid and host[i] in "0123456789abcdefABCDEF"
        if not valid:
            raise ValueError("IPvFuture address is invalid")
    elif not _is_v6(host):
        if _is_v4(host):
            raise ValueError("An IPv4 address cannot be in brackets")
        raise ValueError(f"{host!r} does not appear to be an IPv4 or IPv6 address")


def _is_v6(host: str) -> bool:
    address, mark, scope = host.partition("%")
    if mark and (not scope or "%" in scope):
        return False
    try:
        ipaddress._parse_v6(address)
    except ValueError:
        return False
    return True


def _is_v4(host: str) -> bool:
    try:
        ipaddress._parse_v4(host)
    except ValueError:
        return False
    return True


def _stripped_left(text: str) -> str:
    at = 0
    while at < len(text) and text[at] <= " ":
        at += 1
    return text[at:]


def _stripped(text: str) -> str:
    text = _stripped_left(text)
    end = len(text)
    while end > 0 and text[end - 1] <= " ":
        end -= 1
    return text[:end]


def _without_breaks(text: str) -> str:
    if "\t" in text or "\r" in text or "\n" in text:
        return text.replace("\t", "").replace("\r", "").replace("\n", "")
    return text


def urlparse(url: str, scheme: str = "", allow_fragments: bool = True) -> ParseResult:
    """Split like `urlsplit`, and the parameters from the path."""
    parts = urlsplit(url, scheme, allow_fragments)
    path = parts.path
    params = ""
    if parts.scheme in uses_params and ";" in path:
        slash = path.rfind("/")
        at = path.find(";", slash) if slash >= 0 else path.find(";")
        if at >= 0:
            params = path[at + 1 :]
            path = path[:at]
    return ParseResult(parts.scheme, parts.netloc, path, params, parts.query, parts.fragment)


def _unsplit(scheme: str, netloc: str, path: str, query: str, fragment: str) -> str:
    url = path
    if netloc or (scheme and scheme in uses_netloc and url[:2] != "//"):
        if url and url[:1] != "/":
            url = "/" + url
        url = "//" + netloc + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url = url + "?" + query
    if fragment:
        url = url + "#" + fragment
    return url


def urlunsplit(components: Iterable[str]) -> str:
    """Join what `urlsplit` split."""
    scheme, netloc, path, query, fragment = components
    return _unsplit(scheme, netloc, path, query, fragment)


def urlunparse(components: Iterable[str]) -> str:
    """Join what `urlparse` split."""
    scheme, netloc, path, params, query, fragment = components
    return _unsplit(scheme, netloc, f"{path};{params}" if params else path, query, fragment)


def urldefrag(url: str) -> DefragResult:
    """Split the fragment off."""
    if "#" not in url:
        return DefragResult(url, "")
    parts = urlparse(url)
    path = f"{parts.path};{parts.params}" if parts.params else parts.path
    return DefragResult(_unsplit(parts.scheme, parts.netloc, path, parts.query, ""), parts.fragment)


def urljoin(base: str, url: str, allow_fragments: bool = True) -> str:
    """Resolve a reference against a base (RFC 3986)."""
    if not base:
        return url
    if not url:
        return base
    origin = urlparse(base, "", allow_fragments)
    target = urlparse(url, origin.scheme, allow_fragments)
    scheme = target.scheme
    if scheme != origin.scheme or scheme not in uses_relative:
        return url
    netloc = target.netloc
    if scheme in uses_netloc:
        if netloc:
            return urlunparse((scheme, netloc, target.path, target.params, target.query, target.fragment))
        netloc = origin.netloc
    if not target.path and not target.params:
        query = target.query if target.query else origin.query
        return urlunparse((scheme, netloc, origin.path, origin.params, query, target.fragment))
    base_parts = origin.path.split("/")
    if base_parts[-1] != "":
        base_parts.pop()
    if target.path[:1] == "/":
        segments = target.path.split("/")
    else:
        joined = base_parts + target.path.split("/")
        segments = [joined[0]]
        for i in range(1, len(joined) - 1):
            if joined[i]:
                segments.append(joined[i])
        if len(joined) > 1:
            segments.append(joined[-1])
    resolved: list[str] = []
    for segment in segments:
        if segment == "..":
            if resolved:
                resolved.pop()
        elif segment != ".":
            resolved.append(segment)
    if segments[-1] in (".", ".."):
        resolved.append("")
    path = "/".join(resolved)
    return urlunparse((scheme, netloc, path if path else "/", target.params, target.query, target.fragment))


def parse_qsl(
    qs: str,
    keep_blank_values: bool = False,
    strict_parsing: bool = False,
    encoding: str = "utf-8",
    errors: str = "replace",
    max_num_fields: int | None = None,
    separator: str = "&",
) -> list[tuple[str, str]]:
    """List the pairs of a query string."""
    if not separator:
        raise ValueError("Separator must be of type string or bytes.")
    out: list[tuple[str, str]] = []
    if not qs:
        return out
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError("Max number of fields exceeded")
    for field in qs.split(separator):
        if not field and not strict_parsing:
            continue
        at = field.find("=")
        if at < 0:
            if strict_parsing:
                raise ValueError(f"bad query field: {field!r}")
            if not keep_blank_values:
                continue
            at = len(field)
        value = field[at + 1 :]
        if value or keep_blank_values:
            out.append((unquote_plus(field[:at], encoding, errors), unquote_plus(value, encoding, errors)))
    return out


def parse_qs(
    qs: str,
    keep_blank_values: bool = False,
    strict_parsing: bool = False,
    encoding: str = "utf-8",
    errors: str = "replace",
    max_num_fields: int | None = None,
    separator: str = "&",
) -> dict[str, list[str]]:
    """Give the values of each name of a query string."""
    out: dict[str, list[str]] = {}
    for name, value in parse_qsl(
        qs, keep_blank_values, strict_parsing, encoding, errors, max_num_fields, separator
    ):
        known = out.get(name)
        if known is None:
            out[name] = [value]
        else:
            known.append(value)
    return out


def urlencode(
    query: Mapping[Any, Any] | Sequence[tuple[Any, Any]], doseq: bool = False, safe: str = ""
) -> str:
    """Write pairs as a query string; with `doseq` a list gives one pair for each item."""
    out: list[str] = []
    if isinstance(query, Mapping):
        for key, value in query.items():
            _encode_pair(out, key, value, doseq, safe)
    else:
        for key, value in query:
            _encode_pair(out, key, value, doseq, safe)
    return "&".join(out)


def _encode_pair(out: list[str], key: Any, value: Any, doseq: bool, safe: str) -> None:
    name = _quoted(key, safe)
    if doseq and isinstance(value, (list, tuple)):
        for one in value:
            out.append(name + "=" + _quoted(one, safe))
    else:
        out.append(name + "=" + _quoted(value, safe))


def _quoted(value: Any, safe: str) -> str:
    if isinstance(value, bytes):
        return quote_plus(value, safe)
    return quote_plus(str(value), safe)
