import pytest

from pygress.host import Refused
from pygress.host.gateway import Gateway
from pygress.host.site import Site

CONFIG = {"consumers": [{"name": "ann", "credential": "k-ann"}, {"name": "bob", "credential": "k-bob"}]}


@pytest.fixture
def site(gateway: Gateway) -> Site:
    return gateway({**CONFIG, "allow": ["ann"]})


def test_a_known_key_passes_and_is_named(site: Site) -> None:
    seen = site.get("/", headers={"X-API-Key": "k-ann"}).upstream
    assert seen is not None
    assert seen.headers["x-mse-consumer"] == "ann"
    assert "x-api-key" not in seen.headers


def test_a_key_in_the_query(site: Site) -> None:
    seen = site.get("/?a=b&x-api-key=k%2Dann").upstream
    assert seen is not None
    assert seen.headers["x-mse-consumer"] == "ann"


def test_without_or_with_a_wrong_key(site: Site) -> None:
    for headers, why in (({}, "no API key"), ({"x-api-key": "nobody"}, "unknown API key")):
        result = site.get("/", headers=headers)
        assert (result.status, result.text) == (401, why)
        assert result.headers["www-authenticate"] == 'Key realm="pygress"'


def test_a_consumer_who_is_not_allowed(site: Site) -> None:
    result = site.get("/", headers={"x-api-key": "k-bob"})
    assert (result.status, result.text) == (403, "bob may not call here")


def test_only_where_the_configuration_looks(gateway: Gateway) -> None:
    site = gateway({**CONFIG, "places": ["query"], "keys": ["key"], "hide_credentials": False})
    assert site.get("/", headers={"key": "k-ann"}).status == 401
    assert site.get("/?key=k-ann").forwarded


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({}, "consumers: missing"),
        ({"consumers": []}, "consumers: must be at least 1 long, is 0 long"),
        ({"consumers": [{"name": "a"}]}, "consumers[0].credential: missing"),
        ({"consumers": [CONFIG["consumers"][0]] * 2}, "`ann` has the same credential as `ann`"),
        ({**CONFIG, "allow": ["eve"]}, "`allow` names `eve`, who is no consumer"),
        ({**CONFIG, "places": ["cookie"]}, 'places[0]: expected one of "header", "query", got "cookie"'),
    ],
)
def test_wrong_configurations(gateway: Gateway, config: object, message: str) -> None:
    with pytest.raises(Refused) as caught:
        gateway(config)
    assert message in str(caught.value)
