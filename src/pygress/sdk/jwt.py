"""JSON Web Tokens (RFC 7519) and their keys (RFC 7517): checked, never made.

    claims = jwt.decode(token, [jwt.Key.secret(b"..." )], ["HS256"], issuer="me", audience="you")

HS256, HS384 and HS512 with a shared secret; RS256, RS384, RS512 and ES256 with public keys. The caller names the
algorithms, and a key is used for its own kind of algorithm only, so that a token cannot choose how it is checked.
"""

import base64
import hmac
import json
import math
import time
from dataclasses import dataclass
from typing import Any

from pygress.sdk import signatures


class TokenError(ValueError):
    """A token that is not accepted; the message says why."""


@dataclass
class Key:
    """A key: `kind` is `oct` (shared secret), `RSA` (modulus and exponent) or `EC` (a point of P-256)."""

    kind: str
    id: str
    first: bytes
    second: bytes

    @staticmethod
    def secret(value: bytes, id: str = "") -> "Key":
        """Make a key of a shared secret."""
        return Key("oct", id, value, b"")

    @staticmethod
    def from_jwk(text: str) -> "Key":
        """Read one JSON Web Key; raises `ValueError`."""
        value = _loads(text)
        if not isinstance(value, dict):
            raise ValueError("a key must be a JSON object")
        return _read_key(value)


def keys_from_jwks(text: str) -> list[Key]:
    """Read a key set; keys of kinds that are not supported are left out. Raises `ValueError`."""
    value = _loads(text)
    if not isinstance(value, dict) or not isinstance(value.get("keys"), list):
        raise ValueError("a key set must be a JSON object with a list `keys`")
    out: list[Key] = []
    for one in value["keys"]:
        if isinstance(one, dict) and _is_supported(one):
            out.append(_read_key(one))
    return out


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except (OverflowError, RecursionError):
        raise ValueError("the keys are nested too deeply, or hold a number that is too large") from None


def _is_supported(value: dict[str, Any]) -> bool:
    kind = value.get("kty")
    return kind in ("oct", "RSA") or (kind == "EC" and value.get("crv") == "P-256")


def _read_key(value: dict[str, Any]) -> Key:
    id = value.get("kid")
    name = id if isinstance(id, str) else ""
    kind = value.get("kty")
    if kind == "oct":
        return Key("oct", name, _member(value, "k"), b"")
    if kind == "RSA":
        return Key("RSA", name, _member(value, "n"), _member(value, "e"))
    if kind == "EC" and value.get("crv") == "P-256":
        return Key("EC", name, _member(value, "x"), _member(value, "y"))
    raise ValueError(f"a key of kind {kind!r} is not supported")


def _member(value: dict[str, Any], name: str) -> bytes:
    text = value.get(name)
    if not isinstance(text, str):
        raise ValueError(f"the key has no `{name}`")
    return _base64url(text)


def _base64url(text: str) -> bytes:
    if "=" in text or "+" in text or "/" in text:
        raise ValueError("not base64url")
    data = text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4)
    return base64.b64decode(data, validate=True)


def decode(
    token: str,
    keys: list[Key],
    algorithms: list[str],
    *,
    issuer: str | None = None,
    audience: str | None = None,
    leeway: float = 0.0,
    now: float | None = None,
) -> dict[str, Any]:
    """Check signature, times, issuer and audience, and give the claims; raises `TokenError`.

    `leeway` is how many seconds clocks may differ; `now` is in seconds since 1970.
    """
    parts = token.split(".")
    if len(parts) != 3:
        raise TokenError("not a token")
    header = _object(parts[0])
    claims = _object(parts[1])
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in algorithms:
        raise TokenError("the algorithm is not accepted")
    if "crit" in header:
        raise TokenError("the token demands an extension that is not known")
    try:
        signature = _base64url(parts[2])
    except ValueError:
        raise TokenError("not a token") from None
    message = f"{parts[0]}.{parts[1]}".encode()
    id = header.get("kid")
    tried = False
    valid = False
    for key in keys:
        if isinstance(id, str) and key.id and key.id != id:
            continue
        if key.kind == _kind_of(algorithm):
            tried = True
            valid = valid or _verify(key, algorithm, message, signature)
    if not tried:
        raise TokenError("no key fits the token")
    if not valid:
        raise TokenError("the signature is wrong")
    _check_claims(claims, issuer, audience, leeway, time.time() if now is None else now)
    return claims


def _object(part: str) -> dict[str, Any]:
    try:
        value = json.loads(_base64url(part))
    except (ValueError, OverflowError, RecursionError):
        raise TokenError("not a token") from None
    if not isinstance(value, dict):
        raise TokenError("not a token")
    return value


def _kind_of(algorithm: str) -> str:
    if algorithm in ("HS256", "HS384", "HS512"):
        return "oct"
    if algorithm in ("RS256", "RS384", "RS512"):
        return "RSA"
    return "EC" if algorithm == "ES256" else ""


def _verify(key: Key, algorithm: str, message: bytes, signature: bytes) -> bool:
    digest = "sha" + algorithm[2:]
    if key.kind == "oct":
        return hmac.compare_digest(hmac.new(key.first, message, digest).digest(), signature)
    if key.kind == "RSA":
        return signatures.verify_rsa(key.first, key.second, digest, message, signature)
    return signatures.verify_p256(key.first, key.second, message, signature)


def _check_claims(
    claims: dict[str, Any], issuer: str | None, audience: str | None, leeway: float, now: float
) -> None:
    expires = _time(claims, "exp")
    if expires is not None and expires + leeway <= now:
        raise TokenError("the token has expired")
    begins = _time(claims, "nbf")
    if begins is not None and begins - leeway > now:
        raise TokenError("the token is not valid yet")
    if issuer is not None and claims.get("iss") != issuer:
        raise TokenError("the token is of another issuer")
    if audience is not None:
        held = claims.get("aud")
        if held != audience and not (isinstance(held, list) and audience in held):
            raise TokenError("the token is for another audience")


def _time(claims: dict[str, Any], name: str) -> float | None:
    if name not in claims:
        return None
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TokenError(f"`{name}` of the token is no time")
    try:
        seconds = float(value)
    except OverflowError:
        seconds = math.inf
    if not math.isfinite(seconds):
        raise TokenError(f"`{name}` of the token is no time")
    return seconds
