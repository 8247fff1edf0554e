"""Let requests in by JSON Web Token (HS256), and tell the backend who calls."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Annotated, Any

from pygress.sdk import HttpFilter, Length, Range, Reply, Request, plugin


class TokenError(Exception):
    """The token is not accepted; the message says why."""


@dataclass
class Consumer:
    """An issuer of tokens, and the key it signs with."""

    name: Annotated[str, Length(minimum=1)]
    issuer: Annotated[str, Length(minimum=1)]
    secret: Annotated[str, Length(minimum=16)]


@dataclass
class Config:
    """Whose tokens are accepted."""

    consumers: Annotated[list[Consumer], Length(minimum=1)]
    header: str = "authorization"
    audience: str | None = None
    """What the `aud` claim must hold, if set."""
    leeway: Annotated[int, Range(minimum=0)] = 60
    """Seconds that clocks may differ."""
    claims_to_headers: dict[str, str] = field(default_factory=dict)
    """Claim to header, for the backend."""


@plugin(name="jwt-auth", version="1.0.0", phase="AUTHN", priority=340)
class JwtAuth(HttpFilter[Config]):
    def on_request_headers(self, request: Request) -> Reply | None:
        value = request.headers.get(self.config.header) or ""
        try:
            name, claims = self.check(value.removeprefix("Bearer").strip())
        except TokenError as error:
            challenge = {"www-authenticate": f'Bearer error="invalid_token", error_description="{error}"'}
            return Reply(401, f"{error}\n", challenge, details="jwt-auth.refused")
        request.headers["x-mse-consumer"] = name
        for claim, header in self.config.claims_to_headers.items():
            if claim in claims:
                content = claims[claim]
                request.headers[header] = content if isinstance(content, str) else json.dumps(content)
            else:
                request.headers.remove(header)
        return None

    def check(self, token: str) -> tuple[str, dict[str, Any]]:
        parts = token.split(".")
        if len(parts) != 3:
            raise TokenError("no token" if not token else "not a token")
        header = decoded(parts[0])
        claims = decoded(parts[1])
        if header.get("alg") != "HS256":
            raise TokenError("the algorithm is not accepted")
        for consumer in self.config.consumers:
            if claims.get("iss") == consumer.issuer:
                expected = hmac.new(
                    consumer.secret.encode(), f"{parts[0]}.{parts[1]}".encode(), hashlib.sha256
                )
                if not hmac.compare_digest(expected.digest(), base64url(parts[2])):
                    raise TokenError("the signature is wrong")
                self.check_claims(claims)
                return consumer.name, claims
        raise TokenError("the issuer is unknown")

    def check_claims(self, claims: dict[str, Any]) -> None:
        now = time.time()
        expires = claims.get("exp")
        if not isinstance(expires, int | float) or expires + self.config.leeway < now:
            raise TokenError("the token has expired")
        begins = claims.get("nbf")
        if isinstance(begins, int | float) and begins - self.config.leeway > now:
            raise TokenError("the token is not valid yet")
        audience = self.config.audience
        if audience is not None:
            held = claims.get("aud")
            if held != audience and not (isinstance(held, list) and audience in held):
                raise TokenError("the token is for another audience")


def decoded(part: str) -> dict[str, Any]:
    """Decode one JSON part of a token."""
    try:
        value = json.loads(base64url(part))
    except ValueError:
        raise TokenError("not a token") from None
    if not isinstance(value, dict):
        raise TokenError("not a token")
    return value


def base64url(part: str) -> bytes:
    """Decode base64url without padding."""
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        raise TokenError("not a token") from None
