"""Push to a registry by the OCI distribution specification: blobs first, the manifest last.

A blob that is there already is not sent. Large blobs go in chunks; after a broken connection the registry is asked
how far it came, and the upload goes on from there.
"""

from collections.abc import Callable
from typing import IO
from urllib.parse import urlencode

import httpx

from pygress.oci.errors import OciError
from pygress.oci.manifest import Descriptor
from pygress.oci.remote import Remote
from pygress.oci.transport import read_bounded

CHUNK = 8 << 20
Progress = Callable[[Descriptor, int], None]


async def push_blob(
    remote: Remote, blob: Descriptor, file: IO[bytes], progress: Progress | None = None
) -> bool:
    """Upload `file` as `blob`; gives False if the registry had it already."""
    async with remote.request("HEAD", f"blobs/{blob.digest}") as response:
        if response.status_code == 200:
            return False
        # Some registries answer a HEAD to a repository that doesn't exist yet with 401 or 403 even to a pusher,
        # so only the upload itself decides.
    location = await _start(remote)
    location, done = await _send_chunks(remote, blob, file, location, progress)
    await _finish(remote, blob, file, location, done)
    if progress is not None:
        progress(blob, blob.size)
    return True


async def push_manifest(remote: Remote, manifest: Descriptor, data: bytes, tag: str = "") -> None:
    """Upload a manifest under `tag`, or under its digest only if `tag` is empty."""
    headers = {"content-type": manifest.media_type}
    async with remote.request("PUT", f"manifests/{tag or manifest.digest}", headers, data) as response:
        body = await read_bounded(response, 1 << 20, "the answer")
        if response.status_code not in (200, 201, 202):
            raise remote.failure(response, body)
        said = response.headers.get("docker-content-digest", manifest.digest)
        if said != manifest.digest:
            raise OciError(
                "DigestMismatch",
                f"`{remote.reference.host}` stored the manifest as {said}, sent was {manifest.digest}",
            )


async def _start(remote: Remote) -> str:
    async with remote.request("POST", "blobs/uploads/", {"content-length": "0"}, b"") as response:
        body = await read_bounded(response, 1 << 20, "the answer")
        if response.status_code != 202:
            raise remote.failure(response, body)
        return _location(remote, response)


async def _send_chunks(
    remote: Remote, blob: Descriptor, file: IO[bytes], location: str, progress: Progress | None
) -> tuple[str, int]:
    """Send all but the last chunk; gives the next location and the count of bytes that are there."""
    done = 0
    failures = 0
    while blob.size - done > CHUNK:
        file.seek(done)
        chunk = file.read(CHUNK)
        headers = {
            "content-type": "application/octet-stream",
            "content-range": f"{done}-{done + len(chunk) - 1}",
        }
        try:
            async with remote.request("PATCH", location, headers, chunk, retry=False) as response:
                body = await read_bounded(response, 1 << 20, "the answer")
                if response.status_code not in (202, 204):
                    raise remote.failure(response, body)
                location = _location(remote, response)
                done += len(chunk)
        except OciError as error:
            failures += 1
            if failures >= remote.options.attempts or not (error.transient or "416" in error.message):
                raise
            await remote.wait(failures, error.retry_after)
            location, done = await _resume(remote, location)
        if progress is not None:
            progress(blob, done)
    return location, done


async def _finish(remote: Remote, blob: Descriptor, file: IO[bytes], location: str, done: int) -> None:
    for attempt in range(remote.options.attempts):
        file.seek(done)
        rest = file.read()
        joint = "&" if "?" in location else "?"
        url = f"{location}{joint}{urlencode({'digest': blob.digest})}"
        headers = {"content-type": "application/octet-stream"}
        try:
            async with remote.request("PUT", url, headers, rest, retry=False) as response:
                body = await read_bounded(response, 1 << 20, "the answer")
                if response.status_code in (201, 204):
                    return
                raise remote.failure(response, body)
        except OciError as error:
            if attempt + 1 == remote.options.attempts or not error.transient:
                raise
            await remote.wait(attempt, error.retry_after)
            async with remote.request("HEAD", f"blobs/{blob.digest}") as there:
                if there.status_code == 200:
                    return
            try:
                location, done = await _resume(remote, location)
            except OciError:
                location, done = await _start(remote), 0


async def _resume(remote: Remote, location: str) -> tuple[str, int]:
    async with remote.request("GET", location) as response:
        body = await read_bounded(response, 1 << 20, "the answer")
        if response.status_code != 204:
            raise remote.failure(response, body)
        end = response.headers.get("range", "").rpartition("-")[2]
        length = int(end) + 1 if end.isdigit() else 0
        # `0-0` means nothing and also one byte; sending the first byte again is refused, so trust neither.
        return _location(remote, response, location), length if length > 1 else 0


def _location(remote: Remote, response: httpx.Response, fallback: str = "") -> str:
    location = response.headers.get("location", "")
    if not location:
        if fallback:
            return fallback
        raise OciError("RegistryError", f"`{remote.reference.host}` gives no `Location` for the upload")
    return str(response.url.join(location))
