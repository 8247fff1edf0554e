"""The verbs of the API over plain objects."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import urlsplit

import httpx2 as httpx
import msgspec
from lightkube.config import client_adapter
from lightkube.config.kubeconfig import SingleConfig
from lightkube.config.models import User

from pygress import __version__
from pygress.client import config as configs
from pygress.client.errors import ApiError, UnreachableError
from pygress.resources.kinds import Kind

Object = dict[str, Any]

JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
STRATEGIC_PATCH = "application/strategic-merge-patch+json"
APPLY_PATCH = "application/apply-patch+yaml"

_PAGE = 500
_WATCH_SECONDS = 240
_TIMEOUT = httpx.Timeout(30, connect=10)
_WATCH_TIMEOUT = httpx.Timeout(30, connect=10, read=_WATCH_SECONDS + 30)


@dataclass(frozen=True)
class WatchEvent:
    """One change; a BOOKMARK only carries a newer `metadata.resourceVersion`."""

    type: Literal["ADDED", "MODIFIED", "DELETED", "BOOKMARK"]
    object: Object


class Client:
    """A connection to one API server; use it as an async context manager, or `close` it.

    Every verb raises `ApiError` when the server refuses and `UnreachableError` when it does not answer.
    An empty `namespace` means all namespaces for `list` and `watch`, the context's own for the others.
    """

    def __init__(self, config: SingleConfig) -> None:
        self.server = config.cluster.server
        self.namespace = config.namespace
        # A loopback address never goes through a proxy, as in Go's clients.
        loopback = urlsplit(self.server).hostname in ("localhost", "127.0.0.1", "::1")
        parameters = client_adapter.ConnectionParams(timeout=_TIMEOUT, trust_env=not loopback)
        self._http = client_adapter.AsyncClient(config._replace(user=config.user or User()), parameters)
        # The server takes the first part of it as the manager of the fields that are written.
        self._http.headers["User-Agent"] = f"pygress/{__version__}"

    @classmethod
    def from_kubeconfig(cls, path: Path) -> Self:
        """Connect with the current context of a kubeconfig; raises `ConfigError`."""
        return cls(configs.read_config(path))

    @classmethod
    def from_config(cls, content: dict[str, Any], source: str) -> Self:
        """Connect with what a kubeconfig holds, without the file; raises `ConfigError`."""
        return cls(configs.config_of(content, source))

    @classmethod
    def in_cluster(cls) -> Self:
        """Connect with the pod's service account; raises `ConfigError`."""
        return cls(configs.in_cluster())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def get(self, kind: Kind, name: str, namespace: str = "") -> Object:
        """Read one object."""
        return await self._request("GET", self._path(kind, name, namespace))

    async def list(
        self, kind: Kind, namespace: str = "", *, label_selector: str = "", field_selector: str = ""
    ) -> tuple[list[Object], str]:
        """Read a collection, page by page; gives the objects and the version to watch from."""
        params = {"limit": str(_PAGE)} | _selectors(label_selector, field_selector)
        items: list[Object] = []
        while True:
            page = await self._request("GET", kind.path(namespace), params=params)
            # The entries of a list carry no type of their own.
            items += [
                {"apiVersion": kind.api_version, "kind": kind.kind, **item}
                for item in page.get("items") or []
            ]
            meta = page.get("metadata", {})
            if not meta.get("continue"):
                return items, str(meta.get("resourceVersion", ""))
            params["continue"] = meta["continue"]

    async def watch(
        self,
        kind: Kind,
        namespace: str = "",
        *,
        resource_version: str = "",
        label_selector: str = "",
        field_selector: str = "",
    ) -> AsyncIterator[WatchEvent]:
        """Follow a collection from a version on; ends when the server ends it, which is normal.

        The first event is a BOOKMARK at `resource_version`: the watch is open. Raises `ApiError` with code 410
        when the version is too old: list again.
        """
        params = {
            "watch": "true",
            "allowWatchBookmarks": "true",
            "timeoutSeconds": str(_WATCH_SECONDS),
            "resourceVersion": resource_version,
        } | _selectors(label_selector, field_selector)
        try:
            async with self._http.stream(
                "GET", kind.path(namespace), params=params, timeout=_WATCH_TIMEOUT
            ) as response:
                if response.status_code != 200:
                    await response.aread()
                    raise _refusal(response)
                yield WatchEvent("BOOKMARK", {"metadata": {"resourceVersion": resource_version}})
                async for line in response.aiter_lines():
                    event = msgspec.json.decode(line)
                    if event["type"] == "ERROR":
                        raise ApiError.from_status(event["object"])
                    yield WatchEvent(event["type"], event["object"])
        except (httpx.HTTPError, OSError, msgspec.DecodeError) as error:
            raise self._unreachable(error) from error

    async def create(self, kind: Kind, obj: Object, namespace: str = "", *, dry_run: bool = False) -> Object:
        """Create an object; code 409 with reason AlreadyExists when the name is taken."""
        namespace = namespace or obj.get("metadata", {}).get("namespace", "")
        path = kind.path(self._in(kind, namespace))
        return await self._request("POST", path, body=obj, params=_options(dry_run=dry_run))

    async def replace(self, kind: Kind, obj: Object, *, dry_run: bool = False) -> Object:
        """Write an object; code 409 with reason Conflict when its `resourceVersion` is stale."""
        meta = obj["metadata"]
        path = self._path(kind, meta["name"], meta.get("namespace", ""))
        return await self._request("PUT", path, body=obj, params=_options(dry_run=dry_run))

    async def patch(
        self,
        kind: Kind,
        name: str,
        patch: Any,
        namespace: str = "",
        *,
        content_type: str = MERGE_PATCH,
        subresource: str = "",
        dry_run: bool = False,
    ) -> Object:
        """Change parts of an object; a `metadata.resourceVersion` in a merge patch must be current."""
        path = self._path(kind, name, namespace, subresource)
        return await self._request(
            "PATCH", path, body=patch, content_type=content_type, params=_options(dry_run=dry_run)
        )

    async def patch_status(self, kind: Kind, name: str, status: Object, namespace: str = "") -> Object:
        """Write the given fields of the status with a merge patch; lists are replaced whole."""
        return await self.patch(kind, name, {"status": status}, namespace, subresource="status")

    async def apply(
        self, kind: Kind, obj: Object, *, field_manager: str, force: bool = False, dry_run: bool = False
    ) -> Object:
        """Apply on the server: own exactly the given fields; code 409 names the other owner of a field."""
        meta = obj["metadata"]
        params = _options(dry_run=dry_run) | {"fieldManager": field_manager, "force": str(force).lower()}
        path = self._path(kind, meta["name"], meta.get("namespace", ""))
        return await self._request("PATCH", path, body=obj, content_type=APPLY_PATCH, params=params)

    async def delete(
        self, kind: Kind, name: str, namespace: str = "", *, resource_version: str = "", dry_run: bool = False
    ) -> Object:
        """Delete an object, only at `resource_version` if that is given."""
        body: Object = {"apiVersion": "v1", "kind": "DeleteOptions"}
        if resource_version:
            body["preconditions"] = {"resourceVersion": resource_version}
        path = self._path(kind, name, namespace)
        return await self._request("DELETE", path, body=body, params=_options(dry_run=dry_run))

    def _in(self, kind: Kind, namespace: str) -> str:
        return (namespace or self.namespace) if kind.namespaced else ""

    def _path(self, kind: Kind, name: str, namespace: str, subresource: str = "") -> str:
        return kind.path(self._in(kind, namespace), name, subresource)

    async def _request(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        content_type: str = "application/json",
        params: dict[str, str] | None = None,
    ) -> Object:
        headers = {"Accept": "application/json"}
        content = None
        if body is not None:
            headers["Content-Type"] = content_type
            content = msgspec.json.encode(body)
        try:
            response = await self._http.request(method, path, params=params, content=content, headers=headers)
        except (httpx.HTTPError, OSError) as error:
            raise self._unreachable(error) from error
        if response.status_code >= 300:
            raise _refusal(response)
        try:
            result: Object = msgspec.json.decode(response.content)
        except msgspec.DecodeError as error:
            raise self._unreachable(error) from error
        return result

    def _unreachable(self, error: Exception) -> UnreachableError:
        cause = str(error) or type(error).__name__
        return UnreachableError(f"the API server at {self.server} does not answer: {cause}")


def _selectors(label_selector: str, field_selector: str) -> dict[str, str]:
    pairs = {"labelSelector": label_selector, "fieldSelector": field_selector}
    return {name: value for name, value in pairs.items() if value}


def _options(*, dry_run: bool) -> dict[str, str]:
    return {"dryRun": "All"} if dry_run else {}


def _refusal(response: httpx.Response) -> ApiError:
    try:
        status = response.json()
    except ValueError:
        status = {}
    if not isinstance(status, dict) or status.get("kind") != "Status":
        status = {"message": response.text.strip()[:500]}
    return ApiError.from_status(status, response.status_code)
