"""Manifests over HTTP: stored as the bytes that came, only when everything they refer to is there."""

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from pygress.oci import media
from pygress.oci.digest import Digester, algorithm_of, digest_of, valid_digest
from pygress.oci.errors import OciError
from pygress.oci.manifest import LARGEST_MANIFEST, Index, Manifest, parse_manifest
from pygress.oci.reference import valid_tag
from pygress.oci.registry.fault import Fault, manifest_unknown

if TYPE_CHECKING:
    from pygress.oci.registry.app import Registry
    from pygress.oci.registry.storage import Storage


async def get(registry: "Registry", request: Request, name: str, reference: str) -> Response:
    """Serve a manifest by tag or digest."""
    storage = registry.storage
    digest = reference
    if not valid_digest(reference):
        digest = await asyncio.to_thread(storage.tag, name, reference) if valid_tag(reference) else ""
    media_type = await asyncio.to_thread(storage.manifest_type, name, digest) if digest else ""
    if not media_type:
        raise manifest_unknown(reference[:200])
    data = await asyncio.to_thread(storage.content_path(digest).read_bytes)
    headers = {"docker-content-digest": digest, "etag": f'"{digest}"', "content-length": str(len(data))}
    return Response(b"" if request.method == "HEAD" else data, headers=headers, media_type=media_type)


async def put(registry: "Registry", request: Request, name: str, reference: str) -> Response:
    """Take a manifest under a tag or its digest."""
    by_digest = valid_digest(reference)
    if not by_digest and not valid_tag(reference):
        raise Fault(400, "MANIFEST_INVALID", f"`{reference[:200]}` is neither a tag nor a digest")
    data = await _read(request)
    digest = _digest(data, algorithm_of(reference)) if by_digest else digest_of(data)
    if by_digest and digest != reference:
        raise Fault(400, "DIGEST_INVALID", f"the manifest has the digest {digest}, not {reference}")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip()
    try:
        manifest = parse_manifest(data, media_type)
    except OciError as error:
        raise Fault(400, "MANIFEST_INVALID", error.message) from error
    if missing := await asyncio.to_thread(_missing, registry.storage, name, manifest):
        raise Fault(
            400, "MANIFEST_BLOB_UNKNOWN", f"the manifest refers to {missing}, which is not in the repository"
        )
    kind = media_type if media_type in media.MANIFESTS + media.INDEXES else manifest.media_type
    subject = manifest.subject.digest if manifest.subject is not None else ""
    descriptor = _descriptor(manifest, kind, digest, len(data))
    tag = "" if by_digest else reference
    await asyncio.to_thread(registry.storage.put_manifest, name, digest, kind, data, tag, subject, descriptor)
    if registry.on_push is not None:
        registry.on_push(name, reference)
    headers = {"location": f"/v2/{name}/manifests/{digest}", "docker-content-digest": digest}
    if subject:
        headers["oci-subject"] = subject
    return Response(status_code=201, headers=headers)


async def delete(registry: "Registry", request: Request, name: str, reference: str) -> Response:
    """Remove a tag, or a manifest with all its tags."""
    if valid_digest(reference):
        gone = await asyncio.to_thread(registry.storage.delete_manifest, name, reference)
    else:
        gone = valid_tag(reference) and await asyncio.to_thread(registry.storage.delete_tag, name, reference)
    if not gone:
        raise manifest_unknown(reference[:200])
    return Response(status_code=202)


async def _read(request: Request) -> bytes:
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > LARGEST_MANIFEST:
            raise Fault(413, "MANIFEST_INVALID", f"a manifest has at most {LARGEST_MANIFEST} bytes")
    return bytes(data)


def _digest(data: bytes, algorithm: str) -> str:
    digester = Digester(algorithm)
    digester.update(data)
    return digester.digest


def _missing(storage: "Storage", name: str, manifest: Manifest | Index) -> str:
    if isinstance(manifest, Index):
        # An index may be pushed in part (one platform mirrored), but then it must hold something.
        present = [one.digest for one in manifest.manifests if storage.manifest_type(name, one.digest)]
        return "" if present or not manifest.manifests else manifest.manifests[0].digest
    for blob in (manifest.config, *manifest.layers):
        # Layers that must not be distributed live where their `urls` say; nobody pushes them.
        if "nondistributable" in blob.media_type or ".foreign." in blob.media_type:
            continue
        if not storage.has_blob(name, blob.digest):
            return blob.digest
        size = storage.content_path(blob.digest).stat().st_size
        if size != blob.size:
            raise Fault(
                400, "MANIFEST_INVALID", f"{blob.digest} has {size} bytes, the manifest says {blob.size}"
            )
    return ""


def _descriptor(manifest: Manifest | Index, kind: str, digest: str, size: int) -> dict[str, object]:
    artifact_type = manifest.artifact_type
    if not artifact_type and isinstance(manifest, Manifest):
        artifact_type = manifest.config.media_type
    return {
        "mediaType": kind,
        "digest": digest,
        "size": size,
        "artifactType": artifact_type,
        "annotations": manifest.annotations,
    }
