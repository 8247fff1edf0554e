"""Blobs and their uploads over HTTP."""

import asyncio
import re
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from pygress.oci.digest import valid_digest
from pygress.oci.reference import valid_repository
from pygress.oci.registry.fault import Fault, blob_unknown

if TYPE_CHECKING:
    from pygress.oci.registry.app import Registry

_WANTED_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")
_RANGE = re.compile(r"(?:bytes[= ])?(\d{1,18})-(\d{1,18})(?:/\d+|/\*)?")


async def get(registry: "Registry", request: Request, name: str, digest: str) -> Response:
    """Serve a blob, or a range of it."""
    _check(digest)
    if not await asyncio.to_thread(registry.storage.has_blob, name, digest):
        raise blob_unknown(digest)
    headers = {"docker-content-digest": digest, "etag": f'"{digest}"', "cache-control": "max-age=31536000"}
    path = registry.storage.content_path(digest)
    _check_range(request, (await asyncio.to_thread(path.stat)).st_size)
    return FileResponse(path, headers=headers, media_type="application/octet-stream")


async def delete(registry: "Registry", request: Request, name: str, digest: str) -> Response:
    """Take a blob out of the repository."""
    _check(digest)
    if not await asyncio.to_thread(registry.storage.delete_blob, name, digest):
        raise blob_unknown(digest)
    return Response(status_code=202)


async def start_upload(registry: "Registry", request: Request, name: str, _: str) -> Response:
    """Mount a blob from another repository, take it in one piece, or begin an upload."""
    query = request.query_params
    mount, source = query.get("mount", ""), query.get("from", "")
    if mount:
        _check(mount)
        storage = registry.storage
        if source:
            there = valid_repository(source) and await asyncio.to_thread(storage.has_blob, source, mount)
        else:
            there = await asyncio.to_thread(storage.content_path(mount).is_file)
        if there:
            await asyncio.to_thread(storage.link_blob, name, mount)
            return _created(name, mount)
    digest = query.get("digest", "")
    if digest:
        _check(digest)
    upload = await registry.uploads.start(name)
    if not digest:
        return _accepted(name, upload, 0)
    try:
        await registry.uploads.append(name, upload, request.stream(), 0, _length(request))
        await registry.uploads.finish(name, upload, digest)
    except BaseException:
        # Nobody knows the id of this upload, so nobody can go on with it.
        await asyncio.to_thread(registry.storage.end_upload, upload)
        raise
    return _created(name, digest)


async def upload_status(registry: "Registry", request: Request, name: str, upload: str) -> Response:
    """Tell how far an upload came."""
    size = await registry.uploads.size(name, upload)
    return _accepted(name, upload, size, status=204)


async def append_upload(registry: "Registry", request: Request, name: str, upload: str) -> Response:
    """Take a chunk."""
    first, length = _content_range(request), _length(request)
    size = await registry.uploads.append(name, upload, request.stream(), first, length)
    return _accepted(name, upload, size)


async def finish_upload(registry: "Registry", request: Request, name: str, upload: str) -> Response:
    """Take the last chunk if there is one, and close the upload."""
    digest = request.query_params.get("digest", "")
    _check(digest)
    first, length = _content_range(request), _length(request)
    await registry.uploads.append(name, upload, request.stream(), first, length)
    await registry.uploads.finish(name, upload, digest)
    return _created(name, digest)


async def cancel_upload(registry: "Registry", request: Request, name: str, upload: str) -> Response:
    """Forget an upload."""
    await registry.uploads.cancel(name, upload)
    return Response(status_code=204)


def _created(name: str, digest: str) -> Response:
    headers = {"location": f"/v2/{name}/blobs/{digest}", "docker-content-digest": digest}
    return Response(status_code=201, headers=headers)


def _accepted(name: str, upload: str, size: int, status: int = 202) -> Response:
    headers = {
        "location": f"/v2/{name}/blobs/uploads/{upload}",
        "range": f"0-{max(size - 1, 0)}",
        "docker-upload-uuid": upload,
    }
    return Response(status_code=status, headers=headers)


def _check(digest: str) -> None:
    if not valid_digest(digest):
        raise Fault(400, "DIGEST_INVALID", f"`{digest[:200]}` is not a sha256 or sha512 digest")


def _check_range(request: Request, size: int) -> None:
    """Refuse a range that holds nothing; Starlette calls some of those a bad request."""
    match = _WANTED_RANGE.fullmatch(request.headers.get("range", ""))
    if match is None:
        return
    first = int(match[1])
    if first >= size or (match[2] and int(match[2]) < first):
        headers = {"content-range": f"bytes */{size}"}
        raise Fault(416, "SIZE_INVALID", f"the range `{match[0]}` holds nothing of {size} bytes", headers)


def _length(request: Request) -> int | None:
    text = request.headers.get("content-length", "")
    return int(text) if text.isdigit() and len(text) < 19 else None


def _content_range(request: Request) -> int | None:
    text = request.headers.get("content-range", "")
    if not text:
        return None
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise Fault(416, "BLOB_UPLOAD_INVALID", f"`Content-Range: {text[:100]}` is not `first-last`")
    first, last, length = int(match[1]), int(match[2]), _length(request)
    if length and last - first + 1 != length:
        raise Fault(416, "SIZE_INVALID", f"`Content-Range: {text[:100]}` does not fit the length {length}")
    return first
