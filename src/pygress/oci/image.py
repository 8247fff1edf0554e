"""Build a plugin image: `plugin.wasm` in, an OCI manifest with its blobs out.

The same input gives the same digests: no clock, no user, no host in it.

The layout is the one that a two-line Dockerfile makes: one tar+gzip layer that holds `plugin.wasm`, and a
configuration whose `diff_ids` match, so Docker (classic and containerd stores), podman, skopeo, Istio and Higress
all take it. With `companions`, the layers that Higress' own images carry for its console (specification, README)
stand *before* it: Istio and Higress read the last layer, and a classic Docker store would refuse such an image,
because it unpacks every layer. Pygress itself needs no companions: the same data is in the module.
"""

import gzip
import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from pygress.oci import media
from pygress.oci.digest import digest_of
from pygress.oci.manifest import Descriptor

PLUGIN_FILE = "plugin.wasm"
_EPOCH = "1970-01-01T00:00:00Z"
_PREFIX = "org.opencontainers.image."


@dataclass(frozen=True)
class Image:
    """A manifest and the content it refers to, by digest."""

    manifest: Descriptor
    data: bytes
    blobs: Mapping[Descriptor, bytes]
    annotations: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The digest of the manifest."""
        return self.manifest.digest


def build_image(
    wasm: bytes, metadata: Mapping[str, Any] | None = None, readme: str = "", *, companions: bool = False
) -> Image:
    """Build the image of one module.

    `metadata` is the JSON of the module's `pygress.plugin` section, `readme` its `pygress.readme`; both may be
    empty. `companions` adds Higress' companion layers in front.
    """
    details = dict(metadata or {})
    layers: list[tuple[Descriptor, bytes]] = []
    diff_ids: list[str] = []
    if companions:
        spec = companion_spec(details)
        layers.append(_blob(media.WASM_SPEC, spec, {_PREFIX + "title": "spec.yaml"}))
        if readme:
            layers.append(_blob(media.WASM_DOC, readme.encode(), {_PREFIX + "title": "README.md"}))
        diff_ids = [descriptor.digest for descriptor, _ in layers]
    tar = build_tar(wasm)
    layers.append(_blob(media.OCI_LAYER_GZIP, gzip.compress(tar, compresslevel=9, mtime=0)))
    diff_ids.append(digest_of(tar))
    annotations = image_annotations(details)
    config = {
        # What `FROM scratch` / `COPY` writes: a platform that every puller accepts without being told.
        "architecture": "amd64",
        "os": "linux",
        "created": _EPOCH,
        "rootfs": {"type": "layers", "diff_ids": diff_ids},
        "config": {"Labels": annotations} if annotations else {},
        "history": [{"created": _EPOCH, "created_by": "pygress plugin push"} for _ in diff_ids],
    }
    config_blob = _blob(media.OCI_CONFIG, _json(config))
    body: dict[str, Any] = {
        "schemaVersion": 2,
        "mediaType": media.OCI_MANIFEST,
        "config": config_blob[0].to_json(),
        "layers": [descriptor.to_json() for descriptor, _ in layers],
    }
    if annotations:
        body["annotations"] = annotations
    data = _json(body)
    manifest = Descriptor(media.OCI_MANIFEST, digest_of(data), len(data))
    return Image(manifest, data, dict([config_blob, *layers]), annotations)


def build_tar(wasm: bytes, name: str = PLUGIN_FILE) -> bytes:
    """Build the layer's tar: one regular file without owner, time or other traces of this machine."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(wasm), 0o644
        tar.addfile(info, io.BytesIO(wasm))
    return buffer.getvalue()


def image_annotations(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Give the manifest's annotations, sorted by key; empty values are left out."""
    found = {
        _PREFIX + "title": metadata.get("title") or metadata.get("name"),
        _PREFIX + "version": metadata.get("version"),
        _PREFIX + "description": metadata.get("description"),
        "io.pygress.plugin.name": metadata.get("name"),
        "io.pygress.plugin.phase": metadata.get("phase"),
        "io.pygress.plugin.priority": metadata.get("priority"),
        "io.pygress.plugin.sdk": metadata.get("sdk"),
    }
    return {key: str(found[key]) for key in sorted(found) if found[key] not in (None, "", {}, [])}


def companion_spec(metadata: Mapping[str, Any]) -> bytes:
    """Give Higress' `spec.yaml` of a plugin: name, phase, priority and the schema of its configuration."""
    info = {key: metadata[key] for key in ("name", "version", "title", "description") if metadata.get(key)}
    spec: dict[str, Any] = {}
    if metadata.get("phase"):
        spec["phase"] = metadata["phase"]
    if metadata.get("priority") is not None:
        spec["priority"] = metadata["priority"]
    if metadata.get("config_schema"):
        spec["configSchema"] = {"openAPIV3Schema": metadata["config_schema"]}
    body = {
        "apiVersion": "1.0.0",
        "info": {"gatewayMinVersion": "2.0.0", "category": "custom", **info},
        "spec": spec,
    }
    return yaml.safe_dump(body, sort_keys=False, allow_unicode=True).encode()


def _blob(
    media_type: str, data: bytes, annotations: dict[str, str] | None = None
) -> tuple[Descriptor, bytes]:
    return Descriptor(media_type, digest_of(data), len(data), annotations or {}), data


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
