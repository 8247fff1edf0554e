"""JWT signing and verifying (HS256, HS384, HS512) with claims checks, as a gateway would do it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

DIGESTS = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}


class TokenError(Exception):
    """The token cannot be trusted; `reason` is a stable key."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


def b64encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def b64decode(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise TokenError("malformed", "not base64") from error


def sign(claims: dict[str, Any], key: bytes, algorithm: str = "HS256", **headers: Any) -> str:
    header = {"alg": algorithm, "typ": "JWT", **headers}
    parts = [b64encode(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims)]
    signed = ".".join(parts)
    mac = hmac.new(key, signed.encode(), DIGESTS[algorithm]).digest()
    return f"{signed}.{b64encode(mac)}"


@dataclass
class Verifier:
    keys: dict[str, bytes]
    issuer: str | None = None
    audience: str | None = None
    leeway: int = 30
    algorithms: list[str] = field(default_factory=lambda: ["HS256"])

    def verify(self, token: str, now: int) -> dict[str, Any]:
        parts = token.split(".")
        if len(parts) != 3:
            raise TokenError("malformed", f"{len(parts)} parts")
        header = self._object(parts[0])
        algorithm = header.get("alg")
        if algorithm not in self.algorithms:
            raise TokenError("algorithm", repr(algorithm))
        key = self.keys.get(str(header.get("kid", "default")))
        if key is None:
            raise TokenError("unknown-key", str(header.get("kid")))
        expected = hmac.new(key, f"{parts[0]}.{parts[1]}".encode(), DIGESTS[str(algorithm)]).digest()
        if not hmac.compare_digest(expected, b64decode(parts[2])):
            raise TokenError("signature")
        claims = self._object(parts[1])
        self._check_times(claims, now)
        if self.issuer is not None and claims.get("iss") != self.issuer:
            raise TokenError("issuer", repr(claims.get("iss")))
        if self.audience is not None:
            audience = claims.get("aud")
            audiences = audience if isinstance(audience, list) else [audience]
            if self.audience not in audiences:
                raise TokenError("audience", repr(audience))
        return claims

    def _object(self, part: str) -> dict[str, Any]:
        try:
            data = json.loads(b64decode(part))
        except ValueError as error:
            raise TokenError("malformed", "not JSON") from error
        if not isinstance(data, dict):
            raise TokenError("malformed", "not an object")
        return data

    def _check_times(self, claims: dict[str, Any], now: int) -> None:
        for name, sense in (("exp", 1), ("nbf", -1), ("iat", -1)):
            value = claims.get(name)
            if value is None:
                continue
            if not isinstance(value, (int, float)) or isinstance(value, bool):
                raise TokenError("malformed", f"{name} is not a number")
            if sense * (value - now) < -self.leeway:
                raise TokenError("expired" if name == "exp" else "not-yet-valid", name)


def try_all(verifier: Verifier, tokens: Iterable[tuple[str, str]], now: int) -> None:
    for label, token in tokens:
        try:
            claims = verifier.verify(token, now)
        except TokenError as error:
            print(f"{label:<14} refused {error.reason:<14} {error}")
        else:
            print(f"{label:<14} {claims.get('sub')} {sorted(claims)}")


def main() -> None:
    key, now = b"secret key \xff", 1_700_000_000
    claims: dict[str, Any] = {"sub": "ann", "iss": "https://id", "aud": ["api", "web"], "exp": now + 60}
    good = sign(claims, key)
    print(good)
    head, body, mac = good.split(".")
    forged = b64encode(json.dumps({**claims, "sub": "root"}).encode())
    none = b64encode(b'{"alg":"none"}')
    verifier = Verifier({"default": key, "old": b"old"}, "https://id", "api", algorithms=["HS256", "HS512"])
    try_all(
        verifier,
        [
            ("good", good),
            ("hs512", sign(claims, key, "HS512")),
            ("old key", sign(claims, b"old", kid="old")),
            ("hs384", sign(claims, key, "HS384")),
            ("forged", f"{head}.{forged}.{mac}"),
            ("none", f"{none}.{body}."),
            ("wrong key", sign(claims, b"other")),
            ("unknown kid", sign(claims, key, kid="nope")),
            ("expired", sign({**claims, "exp": now - 31}, key)),
            ("in leeway", sign({**claims, "exp": now - 29}, key)),
            ("future", sign({**claims, "nbf": now + 100}, key)),
            ("bad exp", sign({**claims, "exp": "soon"}, key)),
            ("audience", sign({**claims, "aud": "other"}, key)),
            ("one audience", sign({**claims, "aud": "api"}, key)),
            ("issuer", sign({k: v for k, v in claims.items() if k != "iss"}, key)),
            ("two parts", "a.b"),
            ("not json", f"{b64encode(b'x')}.{body}.{mac}"),
            ("array", f"{b64encode(b'[]')}.{body}.{mac}"),
            ("not base64", f"é.{body}.{mac}"),
            ("empty", ""),
        ],
        now,
    )


if __name__ == "__main__":
    main()
