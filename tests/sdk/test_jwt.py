import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from pygress.sdk import jwt, signatures

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
SECRET = b"a secret of enough bytes for this"
NOW = 1_700_000_000


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def big(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def jwks() -> str:
    public, point = RSA.public_key().public_numbers(), EC.public_key().public_numbers()
    return json.dumps(
        {
            "keys": [
                {"kty": "RSA", "kid": "r", "n": b64(big(public.n)), "e": b64(big(public.e))},
                {
                    "kty": "EC",
                    "crv": "P-256",
                    "kid": "e",
                    "x": b64(point.x.to_bytes(32, "big")),
                    "y": b64(point.y.to_bytes(32, "big")),
                },
                {"kty": "oct", "kid": "s", "k": b64(SECRET)},
                {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
            ]
        }
    )


def sign(algorithm: str, message: bytes) -> bytes:
    digest = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}[algorithm[2:]]
    if algorithm[:2] == "HS":
        return hmac.digest(SECRET, message, "sha" + algorithm[2:])
    if algorithm[:2] == "RS":
        return RSA.sign(message, padding.PKCS1v15(), digest)
    r, s = utils.decode_dss_signature(EC.sign(message, ec.ECDSA(digest)))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def make(claims: dict[str, Any], algorithm: str = "HS256", **header: Any) -> str:
    head = b64(json.dumps({"alg": algorithm, **header}).encode())
    body = b64(json.dumps(claims).encode())
    return f"{head}.{body}.{b64(sign(algorithm, f'{head}.{body}'.encode()))}"


ALL = ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256"]


@pytest.mark.parametrize("algorithm", ALL)
def test_every_algorithm(algorithm: str) -> None:
    keys = jwt.keys_from_jwks(jwks())
    assert [key.kind for key in keys] == ["RSA", "EC", "oct"]
    token = make({"sub": "me", "exp": NOW + 5}, algorithm)
    assert jwt.decode(token, keys, ALL, now=NOW)["sub"] == "me"
    head, body, signature = token.split(".")
    other = "A" if signature[5] != "A" else "B"
    with pytest.raises(jwt.TokenError, match="the signature is wrong"):
        jwt.decode(f"{head}.{body}.{signature[:5]}{other}{signature[6:]}", keys, ALL, now=NOW)
    with pytest.raises(jwt.TokenError, match="the algorithm is not accepted"):
        jwt.decode(token, keys, [one for one in ALL if one != algorithm], now=NOW)


@pytest.mark.parametrize(
    ("claims", "options", "message"),
    [
        ({"exp": NOW - 1}, {}, "the token has expired"),
        ({"nbf": NOW + 60}, {}, "the token is not valid yet"),
        ({"exp": "soon"}, {}, "`exp` of the token is no time"),
        ({"iss": "you"}, {"issuer": "me"}, "the token is of another issuer"),
        ({"aud": ["a"]}, {"audience": "b"}, "the token is for another audience"),
        ({}, {"audience": "b"}, "the token is for another audience"),
    ],
)
def test_claims_that_are_refused(claims: dict[str, Any], options: dict[str, Any], message: str) -> None:
    with pytest.raises(jwt.TokenError, match=message):
        jwt.decode(make(claims), [jwt.Key.secret(SECRET)], ["HS256"], now=NOW, **options)


def test_claims_that_are_accepted() -> None:
    claims = {"exp": NOW - 1, "nbf": NOW + 5, "iss": "me", "aud": ["a", "b"]}
    found = jwt.decode(
        make(claims), [jwt.Key.secret(SECRET)], ["HS256"], now=NOW, leeway=10, issuer="me", audience="b"
    )
    assert found == claims


def test_a_public_key_is_no_secret() -> None:
    keys = jwt.keys_from_jwks(jwks())[:1]
    with pytest.raises(jwt.TokenError, match="no key fits the token"):
        jwt.decode(make({}), keys, ALL, now=NOW)
    with pytest.raises(jwt.TokenError, match="the algorithm is not accepted"):
        jwt.decode(b64(b'{"alg":"none"}') + "." + b64(b"{}") + ".", keys, ALL, now=NOW)


def test_the_key_that_the_token_names() -> None:
    keys = [jwt.Key.secret(b"another", "x"), jwt.Key.secret(SECRET, "s")]
    assert jwt.decode(make({"a": 1}, kid="s"), keys, ["HS256"], now=NOW) == {"a": 1}
    with pytest.raises(jwt.TokenError, match="the signature is wrong"):
        jwt.decode(make({"a": 1}, kid="x"), keys, ["HS256"], now=NOW)
    with pytest.raises(jwt.TokenError, match="demands an extension"):
        jwt.decode(make({}, crit=["b64"]), keys, ["HS256"], now=NOW)


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "....", "e30.e30.!", "W10.e30.AA", "e30.W10.AA"])
def test_no_token(token: str) -> None:
    with pytest.raises(jwt.TokenError):
        jwt.decode(token, [jwt.Key.secret(SECRET)], ["HS256"])


def test_keys() -> None:
    assert jwt.Key.from_jwk('{"kty":"oct","k":"YWJj"}').first == b"abc"
    for wrong in (
        "[]",
        '{"kty":"RSA","n":"AQAB"}',
        '{"kty":"EC","crv":"P-384","x":"","y":""}',
        '{"kty":"oct","k":"a="}',
    ):
        with pytest.raises(ValueError, match=r".+"):
            jwt.Key.from_jwk(wrong)
    with pytest.raises(ValueError, match="a key set must be"):
        jwt.keys_from_jwks("{}")


@pytest.mark.parametrize("bits", [1024, 3072])
def test_rsa_of_other_sizes(bits: int) -> None:
    key = rsa.generate_private_key(public_exponent=3, key_size=bits)
    numbers = key.public_key().public_numbers()
    signature = key.sign(b"message", padding.PKCS1v15(), hashes.SHA512())
    assert signatures.verify_rsa(big(numbers.n), big(numbers.e), "sha512", b"message", signature)
    assert not signatures.verify_rsa(big(numbers.n), big(numbers.e), "sha512", b"messages", signature)
    assert not signatures.verify_rsa(big(numbers.n), big(numbers.e), "sha256", b"message", signature)
    assert not signatures.verify_rsa(
        big(numbers.n), big(numbers.e), "sha512", b"message", b"\xff" * len(signature)
    )


def test_points_outside_the_curve_are_refused() -> None:
    x, y = b"\x01" * 32, b"\x02" * 32
    assert not signatures.verify_p256(x, y, b"m", b"\x01" * 64)
    point = EC.public_key().public_numbers()
    x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
    assert not signatures.verify_p256(x, y, b"m", bytes(64))
    assert not signatures.verify_p256(x, y, b"m", b"\xff" * 64)
    assert hashlib.sha256(b"m").digest()
