"""Lists over HTTP: repositories, tags, referrers; the long ones in pages."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pygress.oci import media
from pygress.oci.digest import valid_digest
from pygress.oci.registry.fault import Fault

if TYPE_CHECKING:
    from pygress.oci.registry.app import Registry

_PAGE = 1000


async def catalog(registry: "Registry", request: Request) -> Response:
    """List the repositories."""
    names = await asyncio.to_thread(registry.storage.repositories)
    page, headers = _page(request, names)
    return JSONResponse({"repositories": page}, headers=headers)


async def tags(registry: "Registry", request: Request, name: str, _: str) -> Response:
    """List the tags of a repository."""
    if not await asyncio.to_thread(registry.storage.has_repository, name):
        raise Fault(404, "NAME_UNKNOWN", f"repository `{name}` is not known")
    page, headers = _page(request, await asyncio.to_thread(registry.storage.tags, name))
    return JSONResponse({"name": name, "tags": page}, headers=headers)


async def referrers(registry: "Registry", request: Request, name: str, digest: str) -> Response:
    """List the manifests that name `digest` as their subject; an unknown one has none."""
    if not valid_digest(digest):
        raise Fault(400, "DIGEST_INVALID", f"`{digest[:200]}` is not a sha256 or sha512 digest")
    found = await asyncio.to_thread(registry.storage.referrers, name, digest)
    headers = {}
    wanted = request.query_params.get("artifactType", "")
    if wanted:
        found = [one for one in found if one.get("artifactType") == wanted]
        headers["oci-filters-applied"] = "artifactType"
    body = {"schemaVersion": 2, "mediaType": media.OCI_INDEX, "manifests": found}
    return JSONResponse(body, headers=headers, media_type=media.OCI_INDEX)


def _page(request: Request, items: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    query = request.query_params
    text = query.get("n", "")
    if text and not (text.isdigit() and len(text) < 10):
        raise Fault(400, "PAGINATION_NUMBER_INVALID", f"`n={text[:20]}` is not a count")
    count = int(text) if text else _PAGE
    last = query.get("last", "")
    rest = [item for item in items if item > last] if last else list(items)
    page = rest[:count]
    headers = {}
    if page and len(rest) > len(page):
        following = urlencode({"n": count, "last": page[-1]})
        headers["link"] = f'<{request.url.path}?{following}>; rel="next"'
    return page, headers
