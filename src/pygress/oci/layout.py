"""OCI image layouts: an image as a folder or a tar file, for machines without a network.

`write_layout` makes what `skopeo copy oci:DIR:TAG` and `oci-archive:FILE:TAG` read; `read_layout` reads what they
write. See https://github.com/opencontainers/image-spec/blob/main/image-layout.md.
"""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pygress.oci import media
from pygress.oci.digest import algorithm_of, check_digest, digest_of
from pygress.oci.errors import OciError
from pygress.oci.image import Image
from pygress.oci.manifest import LARGEST_MANIFEST, Descriptor, Index, parse_json, parse_manifest

_NAME = "org.opencontainers.image.ref.name"
_LARGEST_BLOB = 512 << 20
Read = Callable[[str, int], bytes]


def write_layout(image: Image, target: Path, tag: str = "latest") -> None:
    """Write the image as a folder, or as one tar file if the name ends in `.tar`; the folder may hold others."""
    blobs = {blob.digest: data for blob, data in image.blobs.items()} | {image.digest: image.data}
    files = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}'}
    files |= {_blob_name(digest): data for digest, data in blobs.items()}
    entry = {**image.manifest.to_json(), "annotations": {_NAME: tag}}
    if target.suffix == ".tar":
        files["index.json"] = _index([entry])
        with tarfile.open(target, "w", format=tarfile.USTAR_FORMAT) as tar:
            for name, data in sorted(files.items()):
                info = tarfile.TarInfo(name)
                info.size, info.mode = len(data), 0o644
                tar.addfile(info, io.BytesIO(data))
        return
    others = [one for one in _entries(target) if one.get("annotations", {}).get(_NAME) != tag]
    files["index.json"] = _index([*others, entry])
    for name, data in files.items():
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def is_layout(source: Path) -> bool:
    """Tell whether a folder or tar file is an image layout."""
    if source.is_dir():
        return (source / "oci-layout").is_file()
    return source.suffix == ".tar" and source.is_file()


def read_layout(source: Path, tag: str = "") -> Image:
    """Read the image with a tag, or the only one; of an index the first image. All digests are checked."""
    if source.is_dir():
        return _read(_folder_reader(source), tag, str(source))
    try:
        with tarfile.open(source, "r:") as tar:
            return _read(_tar_reader(tar), tag, str(source))
    except tarfile.TarError as error:
        raise OciError("InvalidLayout", f"`{source}` is not an image layout: {error}") from error


def _read(read: Read, tag: str, where: str) -> Image:
    index = parse_manifest(read("index.json", LARGEST_MANIFEST), media.OCI_INDEX)
    entries = index.manifests if isinstance(index, Index) else ()
    named = [one for one in entries if not tag or one.annotations.get(_NAME) == tag]
    if len(named) != 1:
        found = ", ".join(f"`{one.annotations.get(_NAME, '')}`" for one in entries) or "none"
        raise OciError(
            "InvalidLayout", f"`{where}` has {len(named)} images for the tag `{tag}`; its tags are {found}"
        )
    descriptor, data = named[0], _blob(read, named[0], LARGEST_MANIFEST)
    found_manifest = parse_manifest(data, descriptor.media_type)
    if isinstance(found_manifest, Index):
        if not found_manifest.manifests:
            raise OciError("InvalidLayout", f"the index in `{where}` names no image")
        descriptor = found_manifest.manifests[0]
        data = _blob(read, descriptor, LARGEST_MANIFEST)
        found_manifest = parse_manifest(data, descriptor.media_type)
        if isinstance(found_manifest, Index):
            raise OciError("InvalidLayout", f"`{where}` holds an index of an index")
    parts = (found_manifest.config, *found_manifest.layers)
    blobs = {one: _blob(read, one, _LARGEST_BLOB) for one in parts}
    manifest = Descriptor(found_manifest.media_type, digest_of(data), len(data))
    return Image(manifest, data, blobs, found_manifest.annotations)


def _blob(read: Read, descriptor: Descriptor, most: int) -> bytes:
    if algorithm_of(descriptor.digest) != "sha256":
        raise OciError("InvalidLayout", f"`{descriptor.digest}` is not a sha256 digest")
    data = read(_blob_name(descriptor.digest), most)
    if digest_of(data) != descriptor.digest:
        raise OciError("DigestMismatch", f"the blob {descriptor.digest} has the digest {digest_of(data)}")
    return data


def _folder_reader(folder: Path) -> Read:
    def read(name: str, most: int) -> bytes:
        file = folder / name
        try:
            if file.stat().st_size > most:
                raise OciError("TooLarge", f"`{file}` has more than {most} bytes")
            return file.read_bytes()
        except OSError as error:
            raise OciError("InvalidLayout", f"`{file}`: {error.strerror}") from error

    return read


def _tar_reader(tar: tarfile.TarFile) -> Read:
    members = {one.name.removeprefix("./"): one for one in tar if one.isreg()}

    def read(name: str, most: int) -> bytes:
        member = members.get(name)
        content = tar.extractfile(member) if member is not None else None
        if member is None or content is None:
            raise OciError("InvalidLayout", f"the layout holds no `{name}`")
        if member.size > most:
            raise OciError("TooLarge", f"`{name}` has more than {most} bytes")
        return content.read()

    return read


def _entries(folder: Path) -> list[dict[str, Any]]:
    try:
        found = parse_json((folder / "index.json").read_bytes())
    except FileNotFoundError:
        return []
    entries = found.get("manifests") if isinstance(found, dict) else None
    return [one for one in entries or [] if isinstance(one, dict)]


def _index(entries: list[dict[str, Any]]) -> bytes:
    return json.dumps({"schemaVersion": 2, "mediaType": media.OCI_INDEX, "manifests": entries}).encode()


def _blob_name(digest: str) -> str:
    algorithm, _, value = check_digest(digest, "digest").partition(":")
    return f"blobs/{algorithm}/{value}"
