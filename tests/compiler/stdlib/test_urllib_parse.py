import urllib.parse
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pygress.compiler.stdlib import urllib_parse as ours

URL = st.lists(
    st.sampled_from(
        [
            "http",
            "https",
            "HTTP",
            "ws",
            "x",
            ":",
            "/",
            "//",
            "?",
            "#",
            "@",
            "[",
            "]",
            "[::1]",
            "a",
            "b.c",
            ".",
            "..",
            "é",
            "%20",
            ";",
            "=",
            "&",
            " ",
            "\n",
            "80",
            "99999",
            "user",
            "v1.x",
            "℀",
            "：",
            "+",
        ]
    ),
    max_size=9,
).map("".join)


def outcome(call: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return call(*args, **kwargs)
    except ValueError as error:
        text = str(error)
        return "ValueError", text.split(" under NFKC")[0].replace("IPv4 or IPv6", "IP")


def parts(split: Any) -> Any:
    if isinstance(split, tuple) and len(split) == 2:
        return split
    return (
        tuple(split),
        split.username,
        split.password,
        split.hostname,
        outcome(lambda: split.port),
        split.geturl(),
        split._fields,
    )


@given(URL)
@example("http://user:pa:ss@[FE80::1%Eth0]:8080/a;p?q#f")
@example("http://h:99999/")
@example("http://h:8x/")
@example("//h/p;a/b;c")
def test_split(url: str) -> None:
    if "[v" in url:
        return
    for name in ("urlsplit", "urlparse"):
        mine, theirs = outcome(getattr(ours, name), url), outcome(getattr(urllib.parse, name), url)
        if isinstance(theirs, tuple) and theirs and theirs[0] == "ValueError" and "IP" in theirs[1]:
            continue  # CPython says what exactly is wrong in brackets
        assert parts(mine) == parts(theirs)
    assert outcome(ours.urldefrag, url) == outcome(urllib.parse.urldefrag, url)


@given(URL, URL)
@example("http://a/b/c/d;p?q", "../../../g")
@example("http://a/b/c/d;p?q", "./g/.")
@example("http://a/b/c/d;p?q", ";x")
@example("http://a", "b")
def test_join(base: str, url: str) -> None:
    theirs = outcome(urllib.parse.urljoin, base, url)
    if not isinstance(theirs, tuple) and "[" not in base + url:
        assert ours.urljoin(base, url) == theirs


@pytest.mark.parametrize(
    "reference",
    [
        "g:h",
        "g",
        "./g",
        "g/",
        "/g",
        "//g",
        "?y",
        "g?y",
        "#s",
        "g#s",
        "g?y#s",
        ";x",
        "g;x",
        "g;x?y#s",
        ".",
        "./",
        "..",
        "../",
        "../g",
        "../..",
        "../../",
        "../../g",
        "../../../g",
        "../../../../g",
        "/./g",
        "/../g",
        "g.",
        ".g",
        "g..",
        "..g",
        "./../g",
        "./g/.",
        "g/./h",
        "g/../h",
        "g;x=1/./y",
        "g;x=1/../y",
        "g?y/./x",
        "g?y/../x",
        "g#s/./x",
        "g#s/../x",
        "http:g",
    ],
)
def test_the_examples_of_the_rfc(reference: str) -> None:
    base = "http://a/b/c/d;p?q"
    assert ours.urljoin(base, reference) == urllib.parse.urljoin(base, reference)


@given(st.text(max_size=12), st.sampled_from(["/", "", " ", "&=é"]))
def test_quote(text: str, safe: str) -> None:
    if any(0xD800 <= ord(c) < 0xE000 for c in text):
        return
    for name in ("quote", "quote_plus"):
        assert getattr(ours, name)(text, safe) == getattr(urllib.parse, name)(text, safe)
        data = text.encode()
        assert getattr(ours, name)(data, safe) == getattr(urllib.parse, name)(data, safe)


@given(st.text(alphabet="%aF0g+é é%C3%A9", max_size=14))
def test_unquote(text: str) -> None:
    assert ours.unquote(text) == urllib.parse.unquote(text)
    assert ours.unquote_plus(text) == urllib.parse.unquote_plus(text)
    assert (
        ours.unquote(text, errors="strict") == urllib.parse.unquote(text, errors="strict")
        if text.isascii() and not any(c in "89aAbBcCdDeEfF" for c in text)
        else True
    )
    assert ours.unquote_to_bytes(text) == urllib.parse.unquote_to_bytes(text)


@given(st.text(alphabet="ab=&+%20;", max_size=14), st.booleans(), st.booleans())
def test_query(text: str, blank: bool, strict: bool) -> None:
    for name in ("parse_qs", "parse_qsl"):
        mine, theirs = getattr(ours, name), getattr(urllib.parse, name)
        assert outcome(mine, text, blank, strict) == outcome(theirs, text, blank, strict)
        assert outcome(mine, text, separator=";") == outcome(theirs, text, separator=";")
        assert outcome(mine, text, max_num_fields=2) == outcome(theirs, text, max_num_fields=2)


@pytest.mark.parametrize(
    "query",
    [{"a": 1, "b c": "é&"}, [("a", [1, 2]), ("b", b"x y")], {"a": (1, "z"), "n": None}, {}, [("x", "/")]],
)
@pytest.mark.parametrize("each", [False, True])
def test_urlencode(query: Any, each: bool) -> None:
    assert ours.urlencode(query, each) == urllib.parse.urlencode(query, each)
    assert ours.urlencode(query, each, safe="/") == urllib.parse.urlencode(query, each, safe="/")


def test_unsplit() -> None:
    assert ours.urlunsplit(("http", "h", "p", "q", "f")) == "http://h/p?q#f"
    assert ours.urlunparse(("http", "h", "/p", "x", "", "")) == "http://h/p;x"
    assert ours.urlsplit("http://h/p")._replace(path="/q").geturl() == "http://h/q"
