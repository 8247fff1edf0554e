import pytest

from pygress.host import Refused
from pygress.host.gateway import Gateway
from pygress.host.model import Result
from pygress.host.site import Site

ORIGIN = "https://app.example.com"


def preflight(site: Site, origin: str = ORIGIN, method: str = "PUT", headers: str = "x-one") -> Result:
    asked = {"origin": origin, "access-control-request-method": method}
    return site.request("OPTIONS", "/", headers={**asked, "access-control-request-headers": headers})


def test_preflight(gateway: Gateway) -> None:
    result = preflight(gateway({"allow_origins": ["https://*.example.com"], "max_age": 60}))
    assert (result.status, result.forwarded) == (204, False)
    assert result.headers["access-control-allow-origin"] == ORIGIN
    assert result.headers["access-control-allow-methods"] == "GET, PUT, POST, DELETE, PATCH, HEAD"
    assert result.headers["access-control-allow-headers"] == "x-one"
    assert result.headers["access-control-max-age"] == "60"
    assert result.headers.get_all("vary") == ["origin"]


@pytest.mark.parametrize(
    ("pattern", "origin", "allowed"),
    [
        ("*", "http://any", True),
        (ORIGIN, ORIGIN, True),
        (ORIGIN, ORIGIN + ".evil.com", False),
        ("https://*.example.com", "https://a.b.example.com", True),
        ("https://*.example.com", "https://.example.com", False),
        ("https://*.example.com", "https://evil.com/.example.com", False),
        ("https://*.example.com", "http://a.example.com", False),
    ],
)
def test_origins(gateway: Gateway, pattern: str, origin: str, allowed: bool) -> None:
    site = gateway({"allow_origins": [pattern]})
    assert preflight(site, origin).status == (204 if allowed else 403)
    result = site.get("/", headers={"origin": origin})
    assert result.forwarded
    assert result.headers.get("access-control-allow-origin") == (origin if allowed else None)


def test_a_method_that_is_not_allowed(gateway: Gateway) -> None:
    assert preflight(gateway({"allow_methods": ["GET"]})).text == "the method is not allowed"


def test_responses(gateway: Gateway) -> None:
    site = gateway({"allow_origins": [ORIGIN], "allow_credentials": True, "expose_headers": ["x-a", "x-b"]})
    result = site.get("/", headers={"origin": ORIGIN})
    assert result.headers["access-control-allow-credentials"] == "true"
    assert result.headers["access-control-expose-headers"] == "x-a, x-b"
    assert "access-control-allow-origin" not in site.get("/").headers


def test_options_without_preflight_goes_on(gateway: Gateway) -> None:
    assert gateway().request("OPTIONS", "/", headers={"origin": ORIGIN}).forwarded


def test_credentials_need_origins(gateway: Gateway) -> None:
    with pytest.raises(Refused, match="`allow_credentials` needs `allow_origins` to name the origins"):
        gateway({"allow_credentials": True})
