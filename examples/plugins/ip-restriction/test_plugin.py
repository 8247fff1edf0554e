import pytest

from pygress.host import Refused
from pygress.host.gateway import Gateway


@pytest.mark.parametrize(
    ("address", "listed"),
    [
        ("10.1.2.3:4000", True),
        ("11.1.2.3:4000", False),
        ("192.168.0.7:1", True),
        ("192.168.0.8:1", False),
        ("[2001:db8::5]:1", True),
        ("[2001:db9::5]:1", False),
    ],
)
def test_lists(gateway: Gateway, address: str, listed: bool) -> None:
    addresses = ["10.0.0.0/8", "192.168.0.7", "2001:db8::/32"]
    for config, passes in (({"allow": addresses}, listed), ({"deny": addresses}, not listed)):
        site = gateway(config)
        site.properties["source.address"] = address
        assert site.get("/").forwarded == passes


def test_by_header(gateway: Gateway) -> None:
    site = gateway({"allow": ["10.0.0.0/8"], "source": "header", "status": 404, "message": ""})
    assert site.get("/", headers={"x-forwarded-for": "10.0.0.1, 1.2.3.4"}).forwarded
    assert site.get("/", headers={"x-forwarded-for": "1.2.3.4, 10.0.0.1"}).status == 404
    for value in ("", "nonsense", "10.0.0.1.5"):
        assert site.get("/", headers={"x-forwarded-for": value}).status == 404


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({}, "set either `allow` or `deny`"),
        ({"allow": ["10.0.0.1"], "deny": ["10.0.0.2"]}, "set either `allow` or `deny`"),
        ({"allow": ["10.0.0.0/33"]}, "'10.0.0.0/33' does not appear to be an IPv4 or IPv6 network"),
    ],
)
def test_wrong_configurations(gateway: Gateway, config: object, message: str) -> None:
    with pytest.raises(Refused) as caught:
        gateway(config)
    assert message in str(caught.value)
