import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.sdk import cookies, media, multipart, sse

STREAM = (
    b"\xef\xbb\xbf: note\nretry: 500\nevent: add\ndata: 1\ndata:2\nid: a\n\ndata\r\n\r\nid\rdata:  x\r\revent: lost\n\n"
    b"data: \xc3\xa9\n\ndata: cut"
)
EVENTS = [
    sse.Event("add", "1\n2", "a"),
    sse.Event("message", "", "a"),
    sse.Event("message", " x", ""),
    sse.Event("message", "é", ""),
]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8))
def test_events_in_pieces(sizes: list[int]) -> None:
    stream = sse.EventStream()
    out: list[sse.Event] = []
    at = turn = 0
    while at < len(STREAM):
        size = sizes[turn % len(sizes)]
        out += stream.feed(STREAM[at : at + size])
        at, turn = at + size, turn + 1
    assert out == EVENTS
    assert stream.retry == 500


def test_events_written() -> None:
    raw = sse.encode("a\nb", "tick", "7")
    assert sse.EventStream().feed(raw) == [sse.Event("tick", "a\nb", "7")]


def test_cookies() -> None:
    assert cookies.parse('a=1; b="two"; a=3; =x; flag; c=x=y;d=') == {
        "a": "1",
        "b": "two",
        "c": "x=y",
        "d": "",
    }
    assert cookies.set_cookie("s", "v") == "s=v; Path=/; Secure; HttpOnly; SameSite=Lax"
    full = cookies.set_cookie(
        "s", "", domain="x.y", max_age=0, secure=False, http_only=False, same_site="Strict", path="/a"
    )
    assert full == "s=; Path=/a; Domain=x.y; Max-Age=0; SameSite=Strict"
    for wrong in (
        {"name": "a b", "value": ""},
        {"name": "", "value": ""},
        {"name": "a", "value": "x;y"},
        {"name": "a", "value": "\n"},
    ):
        with pytest.raises(ValueError, match="cookie"):
            cookies.set_cookie(**wrong)
    with pytest.raises(ValueError, match="`same_site` must be"):
        cookies.set_cookie("a", "b", same_site="lax")


def test_media_types() -> None:
    found = media.parse('Text/HTML; Charset="UTF-8"; x="a;\\"b"')
    assert found == media.MediaType("text", "html", {"charset": "UTF-8", "x": 'a;"b'})
    assert (found.essence, found.charset, found.is_json) == ("text/html", "utf-8", False)
    problem = media.parse("application/problem+json")
    assert problem is not None
    assert problem.is_json
    for wrong in ("", "text", "/x", "text/", "a/b/c", "a b/c"):
        assert media.parse(wrong) is None


@pytest.mark.parametrize(
    ("accept", "offers", "chosen"),
    [
        ("", ["a/b"], "a/b"),
        ("text/*;q=0.5, text/html", ["text/plain", "text/html"], "text/html"),
        ("*/*;q=0.1, text/plain;q=0", ["text/plain", "a/b"], "a/b"),
        ("a/b;q=0", ["a/b"], None),
        ("text/html;level=1, text/html;q=0.4", ["text/html", "text/html;level=1"], "text/html;level=1"),
        ("*/*", ["x/y", "z/w"], "x/y"),
        ("a/b;q=nonsense, c/d;q=2", ["a/b", "c/d"], None),
        ("", [], None),
    ],
)
def test_best(accept: str, offers: list[str], chosen: str | None) -> None:
    assert media.best(accept, offers) == chosen


FORM = (
    b'preamble\r\n--B \r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n--B\r\n'
    b'content-disposition: form-data; name="f"; filename="x\\"y;%22.txt"\r\n'
    b"Content-Type: image/png\r\n\r\n\x00\r\n--Bogus\r\n"
    b"\r\n--B--\r\nepilogue"
)


def test_forms() -> None:
    parts = multipart.parse('multipart/form-data; boundary="B"', FORM)
    assert parts == [
        multipart.Part("a", None, "text/plain", b"one"),
        multipart.Part("f", 'x"y;".txt', "image/png", b"\x00\r\n--Bogus\r\n"),
    ]
    assert parts[0].text() == "one"


@given(st.integers(0, len(FORM) - 12))
def test_cut_forms_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match=r".+"):
        multipart.parse("multipart/form-data; boundary=B", FORM[:size])


def test_wrong_forms() -> None:
    for kind, body in (
        ("text/plain", b""),
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=B", b"--Bx\r\n"),
        ("multipart/form-data; boundary=B", b"--B\r\nx: y\r\n\r\n\r\n--B--"),
        ("multipart/form-data; boundary=B", b"--B\r\nContent-Disposition: attachment\r\n\r\n\r\n--B--"),
    ):
        with pytest.raises(ValueError, match=r".+"):
            multipart.parse(kind, body)
    with pytest.raises(ValueError, match="more than 1 fields"):
        multipart.parse("multipart/form-data; boundary=B", FORM, limit=1)
    assert multipart.parse("multipart/form-data; boundary=B", b"--B--") == []


@given(st.binary(max_size=60))
def test_any_form_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        multipart.parse("multipart/form-data; boundary=B", b"--B\r\n" + data)
