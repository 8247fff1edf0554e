"""`oci://`: a module in an image or artifact of a registry.

tag -> manifest digest -> (index -> manifest) -> layer -> module. The digest of each is checked against what named it.
"""

import asyncio
import json
from typing import Any

import yaml

from pygress.modules.archive import LARGEST_UNPACKED
from pygress.modules.cache import Entry
from pygress.modules.check import LARGEST_MODULE
from pygress.modules.cosign import check_signature
from pygress.modules.errors import ModuleError, unfetched
from pygress.modules.fetch.tools import Tools, unpack, wanted_digest
from pygress.modules.model import Module, ModuleRequest
from pygress.modules.prepare import Companions
from pygress.oci import media
from pygress.oci.credentials import Anonymous, Credentials, DockerConfig
from pygress.oci.errors import OciError
from pygress.oci.manifest import Descriptor, Index, Manifest, parse_manifest
from pygress.oci.reference import Reference
from pygress.oci.remote import Remote

_DEEPEST = 2
_MOST_REFUSED = 1000
_LARGEST_COMPANION = 1 << 20
_WASM_LAYERS = (media.WASM_LAYER, "application/wasm")


async def fetch_image(request: ModuleRequest, tools: Tools) -> Entry:
    """Resolve the reference, then take the module from the cache or from the registry."""
    reference = pinned_reference(request)
    credentials: Credentials = (
        DockerConfig.secret(request.pull_secret) if request.pull_secret else Anonymous()
    )
    remote = Remote(reference, tools.transport, credentials)
    # Also when the digest is known: the answer proves that this request may read the image.
    resolved = await remote.resolve()
    if request.verification_key:
        await check_signature(remote, resolved.digest, request.verification_key)
    cached = await asyncio.to_thread(tools.cache.find_content, resolved.digest)
    if cached is not None:
        return Entry(cached)
    if resolved.digest in tools.refused:
        # Trying again costs the registry a HEAD, not the download of what stays wrong.
        raise tools.refused[resolved.digest]
    manifest = await find_manifest(remote, resolved.digest)
    try:
        return Entry(await _fetch_module(remote, resolved.digest, manifest, tools))
    except ModuleError as error:
        if not error.transient:
            tools.refused[resolved.digest] = error
            while len(tools.refused) > _MOST_REFUSED:
                del tools.refused[next(iter(tools.refused))]
        raise


def pinned_reference(request: ModuleRequest) -> Reference:
    """Give the reference with the digest of `sha256`; a digest in the url must agree with it."""
    reference = Reference.parse(request.url.removeprefix("oci://"))
    wanted = wanted_digest(request.sha256)
    if not wanted:
        return reference
    if reference.digest and reference.digest != wanted:
        raise unfetched(
            "DigestMismatch", f"the url names the digest {reference.digest}, `sha256` is {wanted}"
        )
    return Reference(reference.registry, reference.repository, reference.tag, wanted)


async def find_manifest(remote: Remote, digest: str) -> Manifest:
    """Read the manifest with a digest; of an index any entry will do, wasm and then linux/amd64 first."""
    for _ in range(_DEEPEST + 1):
        descriptor, data = await remote.manifest(digest)
        found = parse_manifest(data, descriptor.media_type)
        if isinstance(found, Manifest):
            return found
        digest = choose(found, remote.reference).digest
    raise OciError("InvalidManifest", f"`{remote.reference}` is an index of an index of an index")


def choose(index: Index, reference: Reference) -> Descriptor:
    """Choose an image of an index; build attestations (platform unknown) are none."""

    def rank(one: Descriptor) -> int:
        return (
            0
            if "wasm" in one.platform or "wasi" in one.platform
            else 1
            if one.platform == "linux/amd64"
            else 2
        )

    images = [one for one in index.manifests if not one.platform.startswith("unknown/")]
    if not images:
        raise OciError("NoPluginWasm", f"the index `{reference}` names no image")
    return min(images, key=rank)


def module_layer(manifest: Manifest, reference: Reference) -> tuple[Descriptor, bool]:
    """Give the layer with the module and whether it is a tar archive."""
    for layer in manifest.layers:
        if layer.media_type in _WASM_LAYERS:
            return layer, False
    if manifest.layers and manifest.layers[-1].media_type in media.TAR_LAYERS:
        return manifest.layers[-1], True
    if not manifest.layers:
        raise OciError("NoPluginWasm", f"the image `{reference}` has no layer")
    last = manifest.layers[-1].media_type
    raise OciError(
        "NoPluginWasm",
        f"the last layer of `{reference}` is `{last[:100]}`, neither a tar layer nor `{media.WASM_LAYER}`",
    )


async def read_companions(remote: Remote, manifest: Manifest) -> Companions:
    """Read Higress' companion layers; what can't be read of them is left out: they only describe."""
    metadata: dict[str, Any] = {}
    readme = ""
    for layer in manifest.layers:
        if layer.media_type not in media.COMPANIONS or layer.size > _LARGEST_COMPANION:
            continue
        if layer.media_type == media.WASM_SPEC:
            metadata = spec_metadata(await remote.read(layer, _LARGEST_COMPANION))
        elif layer.media_type == media.WASM_DOC_EN or (layer.media_type == media.WASM_DOC and not readme):
            readme = (await remote.read(layer, _LARGEST_COMPANION)).decode("utf-8", "replace")
    return Companions(metadata, readme)


def spec_metadata(data: bytes) -> dict[str, Any]:
    """Read a `spec.yaml` into the shape of our own metadata; empty if it is something else."""
    try:
        if any(isinstance(one, yaml.AliasEvent) for one in yaml.parse(data, Loader=yaml.CSafeLoader)):
            # A few aliases of aliases are a small file and a huge value.
            return {}
        body = yaml.load(data, Loader=yaml.CSafeLoader)
        info, spec = body.get("info") or {}, body.get("spec") or {}
        found = {key: info[key] for key in ("name", "version", "title", "description") if key in info}
        found |= {key: spec[key] for key in ("phase", "priority") if key in spec}
        schema = (spec.get("configSchema") or {}).get("openAPIV3Schema")
        if isinstance(schema, dict):
            found["config_schema"] = schema
        # YAML knows dates and keys of any type; the metadata is JSON.
        found = json.loads(json.dumps(found, default=str))
    except (yaml.YAMLError, AttributeError, TypeError, ValueError, RecursionError):
        return {}
    return dict(found)


async def _fetch_module(remote: Remote, digest: str, manifest: Manifest, tools: Tools) -> Module:
    layer, packed = module_layer(manifest, remote.reference)
    companions = await read_companions(remote, manifest)
    with tools.cache.temporary() as file:
        await remote.download(layer, file, LARGEST_UNPACKED if packed else LARGEST_MODULE)
        try:
            return await asyncio.to_thread(unpack, file, tools, digest, companions, layer=packed)
        except ModuleError as error:
            if error.reason != "NoPluginWasm":
                raise
            raise unfetched(
                error.reason,
                error.message.replace("the archive", f"the last layer of `{remote.reference}`", 1),
            ) from error
