"""Addresses, URLs, dates and logs as gateway plugins use them."""

import ipaddress
import html
import logging
import time
import urllib.parse
import uuid
import zlib
from datetime import date, datetime
from typing import Any, Iterable

ALLOWED = [ipaddress.ip_network(n) for n in ("10.0.0.0/8", "192.168.0.0/16", "2001:db8::/32")]


def allowed(text: str) -> bool:
    try:
        addr = ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(addr in net for net in ALLOWED)


print([allowed(x) for x in ("10.1.2.3", "8.8.8.8", "2001:db8::1", "x")])


def normalise(url: str) -> str:
    p = urllib.parse.urlsplit(url)
    q = sorted(urllib.parse.parse_qsl(p.query))
    return urllib.parse.urlunsplit(
        (p.scheme.lower(), p.netloc.lower(), p.path or "/", urllib.parse.urlencode(q), "")
    )


print(
    normalise("HTTP://Ex.COM?b=2&a=1#x"), urllib.parse.quote("a b/c?d"), urllib.parse.unquote_plus("a+b%20c")
)
print(
    urllib.parse.urljoin("http://a/b/c", "../d"),
    html.unescape("&lt;b&gt;"),
    uuid.uuid5(uuid.NAMESPACE_URL, "x"),
)
rows: list[dict[str, Any]] = [{"d": date(2024, 1, 2), "n": 1}, {"d": datetime(2024, 1, 2, 3), "n": None}]
for row in rows:
    print(row["d"].isoformat(), row["n"], f"{row['d']:%Y}")
print(
    max(date(2024, 1, 1), date(2023, 1, 1)),
    date.fromisoformat("2024-02-29").replace(year=2023, day=28),
    (date(2024, 3, 1) - date(2024, 2, 1)).days,
)
try:
    raise ConnectionError("no")
except OSError as e:
    print(repr(e))
print(zlib.crc32(b"hello"), urllib.parse.parse_qs("a=1&a=2"))
log = logging.getLogger("x.y")
log.setLevel(logging.DEBUG)
print(log.isEnabledFor(logging.DEBUG), log.getEffectiveLevel(), log.parent is logging.getLogger())
