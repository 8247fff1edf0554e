import json

import pytest

from pygress.host import Answer, Refused

JSON = {"content-type": "application/json"}


def test_the_request_is_changed(gateway):
    rules = [
        {"op": "mask", "path": "users[*].password", "keep": 1},
        {"op": "remove", "path": "meta.debug"},
        {"op": "rename", "path": "users[0].name", "to": "n"},
        {"op": "add", "path": "meta.v", "value": {"a": [1, 2.5, None, "é"]}},
    ]
    users = [{"name": "bo", "password": "secret"}, {"name": "al", "password": "x"}]
    site = gateway(config={"request": rules})
    result = site.post("/x", json.dumps({"users": users, "meta": {"debug": 1}}), headers=JSON)
    assert result.status == 200
    assert json.loads(result.upstream.body) == {
        "users": [{"n": "bo", "password": "s*****"}, {"name": "al", "password": "x"}],
        "meta": {"v": {"a": [1, 2.5, None, "é"]}},
    }
    assert result.upstream.headers["x-transformed"] == "mask=2, add=1, remove=1, rename=1"


def test_the_response_is_changed(gateway):
    site = gateway(config={"response": [{"op": "mask", "path": "card"}]})
    site.backend(Answer(200, '{"card": "4111", "n": 1e3, "u": "\\ud83d\\ude00"}'))
    result = site.get("/")
    assert result.json() == {"card": "****", "n": 1000.0, "u": "😀"}
    assert "1000.0" in result.text


def test_other_bodies_pass_as_they_are(gateway):
    site = gateway(config={"request": [{"op": "remove", "path": "a"}]})
    result = site.post("/", "a=1", headers={"content-type": "application/x-www-form-urlencoded"})
    assert result.upstream.body == b"a=1"


def test_what_cannot_be_changed(gateway):
    rule = {"op": "rename", "path": "[0]", "to": "x"}
    site = gateway(config={"request": [rule], "on_error": "reject"})
    refused = site.post("/", "[1]", headers=JSON)
    assert refused.status == 422
    assert refused.json()["detail"] == "rename '[0]': only keys of objects have a name"
    refused = site.post("/", "{bad", headers=JSON)
    assert refused.json() == {
        "error": "JSONDecodeError",
        "detail": "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
    }
    site = gateway(config={"request": [rule]})
    assert site.post("/", "{bad", headers=JSON).upstream.body == b"{bad"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"op": "x", "path": "a"}, r"request\[0\].op"),
        ({"op": "rename", "path": "a"}, r"request\[0\]: rename needs `to`"),
        ({"op": "mask", "path": ""}, r"request\[0\].path"),
        ({"op": "mask", "path": "a", "keep": 65}, r"request\[0\].keep"),
    ],
)
def test_wrong_rules(gateway, rule, message):
    with pytest.raises(Refused, match=message):
        gateway(config={"request": [rule]})
