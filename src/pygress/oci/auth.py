"""Registry authentication: the challenge of a 401, and the token that answers it.

See https://distribution.github.io/distribution/spec/auth/token/. Tokens are kept until shortly before they expire,
by realm, service and scope, so one login serves many requests.
"""

import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from pygress.oci.credentials import Login
from pygress.oci.errors import OciError
from pygress.oci.manifest import parse_json
from pygress.oci.transport import Transport, parse_url, read_bounded, without_secrets

_LARGEST_ANSWER = 1 << 20
_SHORTEST_LIFE = 60.0
_MARGIN = 10.0
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_SCHEME = re.compile(rf"\s*,?\s*({_TOKEN})(?:\s+|$)")
_PARAMETER = re.compile(rf'\s*,?\s*({_TOKEN})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|({_TOKEN}))')


@dataclass(frozen=True)
class Challenge:
    """One challenge of a `WWW-Authenticate` header; the scheme and the parameter names are lower case."""

    scheme: str
    parameters: dict[str, str]


def parse_challenges(header: str) -> list[Challenge]:
    """Read a `WWW-Authenticate` header; what can't be read is left out. Linear in its length (at most 8 KiB)."""
    header = header[:8192]
    challenges: list[Challenge] = []
    at = 0
    while at < len(header):
        scheme = _SCHEME.match(header, at)
        if scheme is None:
            break
        at = scheme.end()
        parameters: dict[str, str] = {}
        while (found := _PARAMETER.match(header, at)) is not None:
            value = found[3] if found[2] is None else re.sub(r"\\(.)", r"\1", found[2])
            parameters.setdefault(found[1].lower(), value)
            at = found.end()
        challenges.append(Challenge(scheme[1].lower(), parameters))
    return challenges


class Authenticator:
    """Finds the `Authorization` header for one registry; `challenge` is called with each 401."""

    def __init__(self, transport: Transport, host: str, login: Login | None) -> None:
        self._transport = transport
        self._host = host
        self._login = login
        self._tokens: dict[tuple[str, str, str], tuple[str, float]] = {}
        # What we asked for, and the scope that the registry wants for it.
        self._scopes: dict[str, str] = {}
        self._basic = False
        self._bearer: tuple[str, str] | None = None

    async def header(self, scope: str) -> str:
        """Give the header that worked before for this scope; empty to try without."""
        if self._basic and self._login is not None:
            return self._login.basic()
        if self._bearer is not None:
            return "Bearer " + await self._token(*self._bearer, self._scopes.get(scope, scope))
        return ""

    async def answer(self, challenges: list[Challenge], scope: str, *, used: bool) -> str:
        """Give the header that answers a 401; `used` says that the refused request carried one already."""
        for challenge in challenges:
            if challenge.scheme == "bearer" and "realm" in challenge.parameters:
                self._bearer = (challenge.parameters["realm"], challenge.parameters.get("service", ""))
                wanted = self._scopes[scope] = challenge.parameters.get("scope", "") or scope
                if used:
                    self._tokens.pop((*self._bearer, wanted), None)
                return "Bearer " + await self._token(*self._bearer, wanted)
        for challenge in challenges:
            if challenge.scheme == "basic":
                if self._login is None:
                    raise self._unauthorized("it wants a user and a password, and none is configured for it")
                if used:
                    raise self._unauthorized("it refuses the user or the password")
                self._basic = True
                return self._login.basic()
        raise self._unauthorized("it offers no login that is known (Bearer or Basic)")

    async def _token(self, realm: str, service: str, scope: str) -> str:
        key = (realm, service, scope)
        token, until = self._tokens.get(key, ("", 0.0))
        if token and time.monotonic() < until:
            return token
        token, life = await self._fetch(realm, service, scope)
        self._tokens[key] = (token, time.monotonic() + max(life, _SHORTEST_LIFE) - _MARGIN)
        return token

    async def _fetch(self, realm: str, service: str, scope: str) -> tuple[str, float]:
        url = parse_url(realm)
        shown = without_secrets(realm)
        if url.scheme != "https" and not (
            self._transport.options.is_insecure(url.netloc.decode("ascii")) and self._is_insecure()
        ):
            raise OciError(
                "InsecureTokenRealm", f"`{self._host}` sends logins to `{shown}`, which is not https"
            )
        login = self._login
        fields = {"service": service, "scope": scope}
        if login is not None and login.identity_token:
            form = {
                **fields,
                "grant_type": "refresh_token",
                "client_id": "pygress",
                "refresh_token": login.identity_token,
            }
            headers = {"content-type": "application/x-www-form-urlencoded"}
            status, body = await self._send("POST", realm, headers, urlencode(form).encode())
        else:
            merged = url.copy_merge_params({k: v for k, v in fields.items() if v})
            headers = {"authorization": login.basic()} if login is not None else {}
            status, body = await self._send("GET", str(merged), headers, None)
        if status in (401, 403):
            who = "the configured login" if login is not None else "an anonymous login"
            raise self._unauthorized(f"its token server `{shown}` refuses {who} (status {status})")
        if status == 429 or status >= 500:
            raise OciError(
                "RegistryError", f"the token server `{shown}` answers with status {status}", transient=True
            )
        if status != 200:
            raise self._unauthorized(f"its token server `{shown}` answers with status {status}")
        data = _json_object(body, shown)
        token = data.get("token") or data.get("access_token")
        if not isinstance(token, str) or not token or not token.isascii() or not token.isprintable():
            raise self._unauthorized(f"its token server `{shown}` gives no token")
        life = data.get("expires_in", _SHORTEST_LIFE)
        return token, float(life) if isinstance(life, int | float) and 0 < life < 1e9 else _SHORTEST_LIFE

    async def _send(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None
    ) -> tuple[int, bytes]:
        async with self._transport.open(
            method, url, headers=headers, content=body, sent_by=self._host
        ) as response:
            return response.status_code, await read_bounded(response, _LARGEST_ANSWER, "the token answer")

    def _is_insecure(self) -> bool:
        return self._transport.options.is_insecure(self._host)

    def _unauthorized(self, why: str) -> OciError:
        return OciError("RegistryUnauthorized", f"`{self._host}` denies access: {why}", transient=True)


def _json_object(body: bytes, shown: str) -> dict[str, object]:
    try:
        data = parse_json(body)
    except OciError:
        data = None
    if not isinstance(data, dict):
        raise OciError("RegistryError", f"the token server `{shown}` does not answer with a JSON object")
    return data
