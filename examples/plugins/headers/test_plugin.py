import pytest

from pygress.host import Answer, Refused
from pygress.host.gateway import Gateway

CHANGES = {
    "remove": ["x-gone"],
    "rename": {"x-old": "x-new"},
    "replace": {"x-there": "1", "x-absent": "1"},
    "set": {"x-set": "2"},
    "add": {"x-list": "3"},
}
BEFORE = [("x-gone", "a"), ("x-old", "b"), ("x-old", "c"), ("x-there", "d"), ("x-set", "e"), ("x-list", "f")]
AFTER = {
    "x-gone": [],
    "x-old": [],
    "x-new": ["b", "c"],
    "x-there": ["1"],
    "x-absent": [],
    "x-set": ["2"],
    "x-list": ["f", "3"],
}


def test_requests(gateway: Gateway) -> None:
    seen = gateway({"request": CHANGES}).get("/", headers=BEFORE).upstream
    assert seen is not None
    assert {name: seen.headers.get_all(name) for name in AFTER} == AFTER


def test_responses(gateway: Gateway) -> None:
    site = gateway({"response": CHANGES})
    site.backend(Answer(200, headers=BEFORE))
    result = site.get("/")
    assert {name: result.headers.get_all(name) for name in AFTER} == AFTER


def test_without_changes(gateway: Gateway) -> None:
    seen = gateway().get("/", headers=BEFORE).upstream
    assert seen is not None
    names = {name for name, _ in BEFORE}
    assert [pair for pair in seen.headers.items() if pair[0] in names] == BEFORE


def test_a_line_break_in_a_value_is_no_way_to_more_headers(gateway: Gateway) -> None:
    site = gateway({"request": {"set": {"x-a": "1\r\nx-admin: yes"}}})
    result = site.get("/")
    assert (result.status, result.forwarded) == (500, False)
    assert "ValueError: header `x-a`: a value cannot hold a line break or NUL" in site.logs.text


def test_wrong_configuration(gateway: Gateway) -> None:
    with pytest.raises(Refused, match=r"request\.set.x-a: expected a string, got 1"):
        gateway({"request": {"set": {"x-a": 1}}})
