"""urllib.parse."""

from urllib.parse import (
    parse_qs,
    parse_qsl,
    quote,
    quote_plus,
    unquote,
    unquote_plus,
    urldefrag,
    urlencode,
    urljoin,
    urlparse,
    urlsplit,
    urlunsplit,
)

for url in (
    "http://user:pw@Example.COM:8080/a/b;p?q=1&r=2#frag",
    "//host/path",
    "mailto:x@y",
    "/only/path?x",
    "http://[::1]:80/",
    "https://h",
    "",
):
    parts = urlsplit(url)
    print(parts, parts.hostname, parts.port, parts.username, parts.password)
    print(urlparse(url), urlunsplit(parts), parts.geturl())
    scheme, netloc, path, query, fragment = parts
    print(scheme, netloc, path, query, fragment)
print(quote("a b/ü&~"), quote("a/b", safe=""), quote_plus("a b+c"), quote(b"\xff x"))
print(unquote("a%20b%C3%BC%zz%4"), unquote_plus("a+b%2B"), unquote("%ff"))
print(
    parse_qs("a=1&a=2&b=&c=%20x+y"),
    parse_qsl("a=1&b", keep_blank_values=True),
    parse_qs("x=1;y=2", separator=";"),
)
print(
    urlencode({"a": 1, "b c": "ü&"}),
    urlencode([("x", "1"), ("y", "2")]),
    urlencode({"l": [1, 2]}, doseq=True),
)
for reference in ("g", "./g", "../g", "/g", "//g", "?y", "#s", "", "../../../g", "g;x=1/../y", "http:g"):
    print(urljoin("http://a/b/c/d;p?q", reference))
print(urldefrag("http://a/b#c"))
for bad in ("http://h:99999/", "http://h:x/", "http://[::1/"):
    try:
        print(urlsplit(bad).port)
    except ValueError as error:
        print("ValueError:", error)
print(urlsplit("http://h/p?q")._replace(path="/new").geturl())
for bracketed in ("//[::1]:80/x", "//[[::1]/", "//[1.2.3.4]/", "//[fe80::1%eth0]/", "//[v1.x]/", "//[::g]/", "//[::1", "//[v]/"):
    try:
        print(urlsplit(bracketed))
    except ValueError as wrong:
        print(wrong)
