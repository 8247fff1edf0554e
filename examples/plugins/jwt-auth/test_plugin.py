import base64
import hashlib
import hmac
import json

import pytest

from pygress.host.gateway import Gateway
from pygress.host.model import Result
from pygress.host.site import Site

SECRET = "a secret of enough length"
NOW = 1_704_067_200
CONFIG = {
    "consumers": [{"name": "ann", "issuer": "https://issuer", "secret": SECRET}],
    "claims_to_headers": {"sub": "x-user", "roles": "x-roles"},
}
CLAIMS = {"iss": "https://issuer", "sub": "u1", "exp": NOW + 100, "roles": ["a", "b"]}


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(claims: object, secret: str = SECRET, alg: str = "HS256") -> str:
    head = base64url(json.dumps({"alg": alg, "typ": "JWT"}).encode())
    text = f"{head}.{base64url(json.dumps(claims).encode())}"
    return f"{text}.{base64url(hmac.digest(secret.encode(), text.encode(), hashlib.sha256))}"


def send(site: Site, value: str) -> Result:
    assert site.clock.now_ns // 10**9 >= NOW, "tokens are made for the test's own time"
    return site.get("/", headers={"authorization": f"Bearer {value}".strip(), "x-user": "root"})


def test_a_good_token(gateway: Gateway) -> None:
    seen = send(gateway(CONFIG), token(CLAIMS)).upstream
    assert seen is not None
    assert seen.headers["x-mse-consumer"] == "ann"
    assert seen.headers.get_all("x-user") == ["u1"]
    assert seen.headers["x-roles"] == '["a", "b"]'


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("", "no token"),
        ("abc", "not a token"),
        ("a.b.c", "not a token"),
        (token("text"), "not a token"),
        (token(CLAIMS, secret="another secret, as long"), "the signature is wrong"),
        (token(CLAIMS)[:-4] + "AAAA", "the signature is wrong"),
        (token(CLAIMS, alg="none"), "the algorithm is not accepted"),
        (token({**CLAIMS, "iss": "evil"}), "the issuer is unknown"),
        (token({**CLAIMS, "exp": NOW - 61}), "the token has expired"),
        (token({**CLAIMS, "exp": None}), "the token has expired"),
        (token({**CLAIMS, "nbf": NOW + 61}), "the token is not valid yet"),
    ],
)
def test_refused_tokens(gateway: Gateway, value: str, why: str) -> None:
    result = send(gateway(CONFIG), value)
    assert (result.status, result.text) == (401, why + "\n")
    assert result.headers["www-authenticate"] == f'Bearer error="invalid_token", error_description="{why}"'
    assert not result.forwarded


def test_time_passes(gateway: Gateway) -> None:
    site = gateway({**CONFIG, "leeway": 0})
    assert send(site, token(CLAIMS)).forwarded
    site.advance(101)
    assert send(site, token(CLAIMS)).status == 401


@pytest.mark.parametrize(
    ("audience", "allowed"), [("me", True), (["you", "me"], True), ("you", False), (None, False)]
)
def test_audience(gateway: Gateway, audience: object, allowed: bool) -> None:
    site = gateway({**CONFIG, "audience": "me"})
    assert send(site, token({**CLAIMS, "aud": audience})).forwarded == allowed
