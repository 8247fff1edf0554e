"""Envoy's admin interface over its unix socket."""

import json
from pathlib import Path
from typing import Any

import httpx


class AdminError(Exception):
    """Envoy does not answer, or refused a command."""


class Admin:
    """A client of one Envoy's admin socket; every call raises AdminError when Envoy does not answer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._http = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(uds=str(path)), base_url="http://admin", timeout=3
        )

    async def close(self) -> None:
        """Close the connection."""
        await self._http.aclose()

    async def get(self, path: str, **params: str) -> str:
        """Read a page."""
        return await self._call("GET", path, params)

    async def post(self, path: str, **params: str) -> str:
        """Give a command."""
        return await self._call("POST", path, params)

    async def _call(self, method: str, path: str, params: dict[str, str]) -> str:
        try:
            response = await self._http.request(method, path, params=params)
        except httpx.HTTPError as error:
            raise AdminError(f"envoy does not answer: {error or type(error).__name__}") from error
        if response.status_code >= 400:
            raise AdminError(
                f"envoy answered {response.status_code} on `{path}`: {response.text.strip()[:200]}"
            )
        return response.text

    async def ready(self) -> bool:
        """Tell whether Envoy serves."""
        try:
            return (await self.get("/ready")).strip() == "LIVE"
        except AdminError:
            return False

    async def stats(self, pattern: str = "") -> dict[str, int]:
        """Read counters and gauges whose name matches a regular expression."""
        text = await self.get("/stats", **({"filter": pattern} if pattern else {}))
        pairs = (line.partition(": ") for line in text.splitlines())
        return {name: int(value) for name, _, value in pairs if value.isdigit()}

    async def config_dump(self) -> dict[str, Any]:
        """Read the whole configuration."""
        dump: dict[str, Any] = json.loads(await self.get("/config_dump", include_eds=""))
        return dump
