"""Regular expressions of several kinds: prints name, result and best microseconds of each. argv[1]: rounds."""

import re
import sys
import time
from collections.abc import Callable

LINES = [
    f"10.0.{i % 256}.{i * 7 % 256} - alice [22/Nov/2026:10:00:{i % 60:02d} +0000] "
    f'"GET /api/items/{i}?q=a%20b{"../etc" if i % 10 == 0 else ""} HTTP/1.1" 200 {i * 13}'
    for i in range(300)
]
TEXT = "\n".join(LINES)
WORDS = "The quick brown fox jumps over the lazy dog, and naive readers read on; 42 of them. " * 200
HTML = '<div class="a"><p>Hello <b>world</b></p><a href="https://example.org/x?y=1">link</a></div>\n' * 150
UNI = "Füße größer Übermut naïve café déjà vu 42 — “quoted” text\n" * 150

LINE = re.compile(
    r'^(\d+\.\d+\.\d+\.\d+) - (\w+|-) \[([^\]]+)\] "(GET|POST) ([^ ]+) HTTP/1\.[01]" (\d{3}) (\d+)$'
)
BAD = re.compile(r"(?i)union\s+select|<script|\.\./")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
TOKEN = re.compile(r"\s*(?:(\d+)|([A-Za-z_]\w*)|(.))")
TAG = re.compile(r"<(\w+)([^>]*)>")
LAZY = re.compile(r"<p>.*?</p>")
ROUTE = re.compile(r"^/(?:api|v[12])/(?P<kind>users|items|orders)/(?P<id>[0-9]+)(?:/(?P<rest>.*))?$")
ALT = re.compile(r"alice|bob|carol|dave")
LIT = re.compile(r"naive readers")
WORD = re.compile(r"\w+")
SPACE = re.compile(r"\s+")
LOOK = re.compile(r"(?<=\d)(?=(?:\d{3})+\b)")
DATE = re.compile(r"(?P<d>\d{2})/(?P<m>\w{3})/(?P<y>\d{4})")
UA = re.compile(r"(?:bot|crawler|spider|curl|wget|python-requests)", re.I)


def line_match() -> int:
    n = 0
    for line in LINES:
        m = LINE.match(line)
        if m is not None:
            n += int(m.group(7))
    return n


def bad_search() -> int:
    n = 0
    for line in LINES:
        if BAD.search(line):
            n += 1
    return n


def email_search() -> int:
    n = 0
    for line in LINES:
        if EMAIL.search(line):
            n += 1
    return n


def ua_search() -> int:
    n = 0
    for line in LINES:
        if UA.search(line):
            n += 1
    return n


def tokens() -> int:
    n = 0
    for m in TOKEN.finditer("x1 = foo(42, bar) + 7 * (y - z)\n" * 100):
        if m.group(1):
            n += 1
        elif m.group(2):
            n += 2
    return n


def tags() -> int:
    return len(TAG.findall(HTML))


def lazy() -> int:
    return len(LAZY.findall(HTML))


def route() -> int:
    n = 0
    for _ in range(500):
        m = ROUTE.match("/api/items/123/a/b")
        if m is not None:
            n += len(m["id"])
    return n


def alternatives() -> int:
    return len(ALT.findall(TEXT))


def literal() -> int:
    return len(LIT.findall(WORDS))


def words() -> int:
    return len(WORD.findall(WORDS))


def words_unicode() -> int:
    return len(WORD.findall(UNI))


def split_space() -> int:
    return len(SPACE.split(WORDS))


def sub_space() -> int:
    return len(SPACE.sub(" ", WORDS))


def sub_function() -> int:
    return len(WORD.sub(lambda m: m.group().upper(), WORDS))


def sub_template() -> int:
    return len(DATE.sub(r"\g<y>-\2-\1", TEXT))


def thousands() -> int:
    n = 0
    for _ in range(300):
        n += len(LOOK.sub(",", "1234567890"))
    return n


KERNELS: list[tuple[str, Callable[[], int]]] = [
    ("line_match", line_match),
    ("bad_search", bad_search),
    ("email_search", email_search),
    ("ua_search", ua_search),
    ("tokens", tokens),
    ("tags", tags),
    ("lazy", lazy),
    ("route", route),
    ("alternatives", alternatives),
    ("literal", literal),
    ("words", words),
    ("words_unicode", words_unicode),
    ("split_space", split_space),
    ("sub_space", sub_space),
    ("sub_function", sub_function),
    ("sub_template", sub_template),
    ("thousands", thousands),
]


def main() -> None:
    rounds = int(sys.argv[1])
    for name, run in KERNELS:
        best = 1e9
        n = 0
        for _ in range(rounds):
            began = time.perf_counter()
            n = run()
            best = min(best, time.perf_counter() - began)
        print(name, n, f"{best * 1e6:.1f}")


main()
