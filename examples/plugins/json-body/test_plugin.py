import json

from pygress.host import Answer
from pygress.host.gateway import Gateway

JSON = {"content-type": "application/json; charset=utf-8"}
DOCUMENT = {
    "user": {"name": "Änn", "card": "1234567890123456"},
    "items": [{"price": 1, "id": 7}, {"price": 2.5}],
    "x": None,
}


def test_a_response(gateway: Gateway) -> None:
    site = gateway(
        {"response": {"remove": ["items.*.price"], "mask": ["user.card"], "set": {"user.ok": [True]}}}
    )
    site.backend(Answer(200, json.dumps(DOCUMENT), JSON))
    result = site.get("/")
    text = '{"user":{"name":"Änn","card":"************3456","ok":[true]},"items":[{"id":7},{}],"x":null}'
    assert result.text == text
    assert result.headers["content-length"] == str(len(text.encode()))


def test_a_request_in_pieces(gateway: Gateway) -> None:
    site = gateway({"request": {"set": {"a.b": {"c": 1.0}, "top": "t"}, "remove": ["no.such.path", "x"]}})
    seen = site.post("/", [b'{"a": {}, ', b'"x": 1}'], headers=JSON).upstream
    assert seen is not None
    assert seen.text == '{"a":{"b":{"c":1.0}},"top":"t"}'


def test_what_is_no_json_stays_as_it_is(gateway: Gateway) -> None:
    site = gateway({"request": {"remove": ["a"]}, "response": {"remove": ["a"]}})
    for body, headers in ((b"{", JSON), (b'{"a": 1}', {"content-type": "text/plain"})):
        site.backend(Answer(200, body, headers))
        result = site.post("/", body, headers=headers)
        assert result.upstream is not None
        assert (result.upstream.body, result.body) == (body, body)


def test_strict(gateway: Gateway) -> None:
    site = gateway({"strict": True})
    result = site.post("/", b'{"a": }', headers=JSON)
    assert (result.status, result.text) == (400, "not JSON: Expecting value: line 1 column 7 (char 6)\n")
    assert site.post("/", b"[]", headers=JSON).forwarded


def test_large_numbers_and_escapes_survive(gateway: Gateway) -> None:
    body = '{"n":12345678901234567,"f":0.1,"e":"\\u0000\\n\\"","s":"😀"}'
    seen = gateway({"request": {"remove": ["z"]}}).post("/", body, headers=JSON).upstream
    assert seen is not None
    assert seen.text == body
