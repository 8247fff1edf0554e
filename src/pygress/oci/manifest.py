"""Manifests and indexes: bytes from a stranger in, checked values out.

Everything a registry says is checked here: types, digests, sizes, counts. Unknown fields are kept out, so what
leaves this file is safe to follow.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from pygress.oci import media
from pygress.oci.digest import valid_digest
from pygress.oci.errors import OciError

LARGEST_MANIFEST = 4 << 20
MOST_DESCRIPTORS = 256
_LARGEST_SIZE = 1 << 50


@dataclass(frozen=True)
class Descriptor:
    """A piece of content by digest; `size` is in bytes."""

    media_type: str
    digest: str
    size: int
    annotations: dict[str, str] = field(default_factory=dict, compare=False)
    platform: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give the descriptor as the specification writes it."""
        data: dict[str, Any] = {"mediaType": self.media_type, "digest": self.digest, "size": self.size}
        if self.annotations:
            data["annotations"] = dict(sorted(self.annotations.items()))
        return data


@dataclass(frozen=True)
class Manifest:
    """An image or artifact: a configuration and layers in order."""

    media_type: str
    config: Descriptor
    layers: tuple[Descriptor, ...]
    annotations: dict[str, str] = field(default_factory=dict, compare=False)
    subject: Descriptor | None = None
    artifact_type: str = ""


@dataclass(frozen=True)
class Index:
    """A list of manifests, usually one for each platform."""

    media_type: str
    manifests: tuple[Descriptor, ...]
    annotations: dict[str, str] = field(default_factory=dict, compare=False)
    subject: Descriptor | None = None
    artifact_type: str = ""


def parse_manifest(data: bytes, media_type: str = "") -> Manifest | Index:
    """Read a manifest or an index.

    `media_type` is what the registry's `Content-Type` said; the body's own `mediaType` must agree with it when
    both name a known kind (a mismatch is how one body is passed off as two different things).
    """
    if len(data) > LARGEST_MANIFEST:
        raise _invalid(f"it has {len(data)} bytes, at most {LARGEST_MANIFEST}")
    body = parse_json(data)
    if not isinstance(body, dict):
        raise _invalid("it is not a JSON object")
    if body.get("schemaVersion") == 1:
        raise OciError(
            "UnsupportedManifest", "the image has Docker manifest schema 1, which no longer is supported"
        )
    if body.get("schemaVersion") != 2:
        raise _invalid("`schemaVersion` is not 2")
    own = body.get("mediaType", "")
    if not isinstance(own, str):
        raise _invalid("`mediaType` is not a string")
    said = media_type.partition(";")[0].strip().lower()
    known = media.MANIFESTS + media.INDEXES
    if own and said in known and own != said:
        raise _invalid(f"its `mediaType` is `{own}` but the registry says `{said}`")
    kind = own or (said if said in known else "")
    if kind and kind not in known:
        raise OciError(
            "UnsupportedManifest", f"the manifest's media type `{kind[:100]}` is not an image or an index"
        )
    if "manifests" in body and "layers" in body:
        raise _invalid("it has both `manifests` and `layers`")
    annotations = _annotations(body.get("annotations"), "annotations")
    subject = _descriptor(body["subject"], "subject") if body.get("subject") is not None else None
    artifact_type = body.get("artifactType", "")
    if not isinstance(artifact_type, str):
        raise _invalid("`artifactType` is not a string")
    if kind in media.INDEXES or (not kind and "manifests" in body):
        manifests = _descriptors(body.get("manifests"), "manifests")
        return Index(kind or media.OCI_INDEX, manifests, annotations, subject, artifact_type)
    config = _descriptor(body.get("config"), "config")
    layers = _descriptors(body.get("layers"), "layers")
    return Manifest(kind or media.OCI_MANIFEST, config, layers, annotations, subject, artifact_type)


def parse_json(data: bytes) -> Any:
    """Read JSON from a stranger; nesting that exhausts the stack and huge numbers are errors like any other."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _invalid(f"it is not JSON ({error})") from error


def _descriptors(value: Any, where: str) -> tuple[Descriptor, ...]:
    if not isinstance(value, list):
        raise _invalid(f"`{where}` is not a list")
    if len(value) > MOST_DESCRIPTORS:
        raise _invalid(f"`{where}` has {len(value)} entries, at most {MOST_DESCRIPTORS}")
    return tuple(_descriptor(one, f"{where}[{number}]") for number, one in enumerate(value))


def _descriptor(value: Any, where: str) -> Descriptor:
    if not isinstance(value, dict):
        raise _invalid(f"`{where}` is not an object")
    media_type, digest, size = value.get("mediaType", ""), value.get("digest"), value.get("size")
    if not isinstance(media_type, str):
        raise _invalid(f"`{where}.mediaType` is not a string")
    if not isinstance(digest, str) or not valid_digest(digest):
        raise _invalid(f"`{where}.digest` is not a sha256 or sha512 digest")
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= _LARGEST_SIZE:
        raise _invalid(f"`{where}.size` is not a size in bytes")
    platform = value.get("platform")
    name = ""
    if isinstance(platform, dict):
        name = "/".join(str(platform.get(key, "")) for key in ("os", "architecture"))[:100]
    return Descriptor(media_type, digest, size, _annotations(value.get("annotations"), where), name)


def _annotations(value: Any, where: str) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise _invalid(f"`{where}` does not map strings to strings")
    return dict(value)


def _invalid(why: str) -> OciError:
    return OciError("InvalidManifest", f"the manifest is invalid: {why}")
