"""Kernel: `PARSER HEX` a line: what the library makes of any bytes or text."""

import base64
import binascii
import gzip
import html
import ipaddress
import struct
import sys
import urllib.parse
import uuid
import zlib
from datetime import date, datetime, time


def of_bytes(name: str, data: bytes) -> object:
    if name == "b64":
        return (base64.b64decode(data), base64.urlsafe_b64decode(data))
    if name == "b64strict":
        return base64.b64decode(data, validate=True)
    if name == "b32":
        return base64.b32decode(data, casefold=True)
    if name == "b16":
        return base64.b16decode(data)
    if name == "hex":
        return binascii.unhexlify(data)
    if name == "inflate":
        return zlib.decompress(data, -15)
    if name == "zlib":
        return zlib.decompress(data)
    if name == "gzip":
        return gzip.decompress(data)
    if name == "struct":
        return (struct.unpack(">BhI", data), struct.calcsize("<3sxq?"))
    if name == "floats":
        return struct.unpack("<fde", data[:14].ljust(14, b"\x00"))
    return (
        zlib.crc32(data),
        zlib.adler32(data),
        base64.b64encode(data),
        base64.b32encode(data),
        binascii.hexlify(data),
    )


def of_text(name: str, text: str) -> object:
    if name == "unquote":
        return (
            urllib.parse.unquote(text),
            urllib.parse.unquote_plus(text),
            urllib.parse.unquote_to_bytes(text),
        )
    if name == "quote":
        return (
            urllib.parse.quote(text),
            urllib.parse.quote_plus(text, safe="/é"),
            urllib.parse.urlencode({text: text}),
        )
    if name == "split":
        parts = urllib.parse.urlsplit(text)
        return (
            parts.scheme,
            parts.netloc,
            parts.path,
            parts.query,
            parts.fragment,
            parts.hostname,
            parts.username,
            parts.geturl(),
            parts.port,
        )
    if name == "parse":
        return tuple(urllib.parse.urlparse(text))
    if name == "join":
        return (urllib.parse.urljoin("http://a/b/c/d;p?q", text), urllib.parse.urldefrag(text).url)
    if name == "query":
        return (urllib.parse.parse_qsl(text), urllib.parse.parse_qs(text, keep_blank_values=True))
    if name == "unescape":
        return (html.unescape(text), html.escape(text))
    if name == "datetime":
        return repr(datetime.fromisoformat(text))
    if name == "date":
        return repr(date.fromisoformat(text))
    if name == "time":
        return repr(time.fromisoformat(text))
    if name == "address":
        return str(ipaddress.ip_address(text))
    if name == "network":
        return str(ipaddress.ip_network(text, strict=False))
    if name == "uuid":
        return str(uuid.UUID(text))
    raise SystemExit(f"unknown {name}")


BYTES = ("b64", "b64strict", "b32", "b16", "hex", "inflate", "zlib", "gzip", "struct", "floats", "sums")


def main() -> None:
    for line in sys.stdin:
        name, coded = line.rstrip("\n").split(",")
        data = bytes.fromhex(coded)
        try:
            print(ascii(of_bytes(name, data) if name in BYTES else of_text(name, data.decode())))
        except (ValueError, LookupError, EOFError, OSError, zlib.error, struct.error, OverflowError) as error:
            print(type(error).__name__, ascii(str(error)))


main()
