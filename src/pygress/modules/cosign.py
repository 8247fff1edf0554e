"""Signatures made by `cosign sign`: the `verificationKey` of a WasmPlugin.

Input: an image's digest, its repository, a public key in PEM. Output: nothing, or an error. Two layouts are read: the
`sha256-HEX.sig` tag with simple-signing payloads, and bundles found as referrers (DSSE envelopes). Keys are ECDSA,
Ed25519 or RSA. Nothing is asked of a transparency log: the key is what the operator trusts.
"""

import base64
import binascii
import json
from collections.abc import AsyncIterator
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from pygress.modules.errors import ModuleError, unfetched
from pygress.oci import media
from pygress.oci.errors import OciError
from pygress.oci.manifest import Descriptor, Index, Manifest, parse_manifest
from pygress.oci.reference import Reference
from pygress.oci.remote import Remote
from pygress.oci.transport import read_bounded

_LARGEST = 1 << 20
_MOST = 32
_SIMPLE = "application/vnd.dev.cosign.simplesigning.v1+json"
_SIGNATURE = "dev.cosignproject.cosign/signature"
_BUNDLE = "application/vnd.dev.sigstore.bundle"

PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey


def load_key(text: str) -> PublicKey:
    """Read a public key in PEM."""
    try:
        key = load_pem_public_key(text.strip().encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise unfetched("InvalidVerificationKey", "`verificationKey` is not a public key in PEM") from error
    if not isinstance(key, ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey):
        raise unfetched("InvalidVerificationKey", "`verificationKey` is not an ECDSA, Ed25519 or RSA key")
    return key


async def check_signature(remote: Remote, digest: str, key_text: str) -> None:
    """Require one signature of `digest` by the key."""
    key = load_key(key_text)
    found = 0
    async for payload, signature, named in _signatures(remote, digest):
        found += 1
        if verifies(key, payload, signature) and digest in named:
            return
    if not found:
        raise _unsigned(f"`{remote.reference.name}@{digest}` has no signature")
    raise _unsigned(
        f"none of the {found} signatures of `{remote.reference.name}@{digest}` is by the given key"
    )


def verifies(key: PublicKey, payload: bytes, signature: bytes) -> bool:
    """Tell whether `signature` is one of `payload` by `key`."""
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            algorithm = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}.get(key.key_size)
            key.verify(signature, payload, ec.ECDSA(algorithm or hashes.SHA256()))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, payload)
        else:
            key.verify(signature, payload, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        # Older versions of `cosign` use SHA-256 whatever the curve.
        if isinstance(key, ec.EllipticCurvePublicKey) and key.key_size != 256:
            return _verifies_256(key, payload, signature)
        return False
    return True


def _verifies_256(key: ec.EllipticCurvePublicKey, payload: bytes, signature: bytes) -> bool:
    try:
        key.verify(signature, payload, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


async def _signatures(remote: Remote, digest: str) -> AsyncIterator[tuple[bytes, bytes, set[str]]]:
    """Give (signed bytes, signature, digests named in them) of everything that may be a signature."""
    reference = remote.reference
    tag = Reference(reference.registry, reference.repository, digest.replace(":", "-", 1) + ".sig")
    for layer in (await _layers(remote, tag.tag))[:_MOST]:
        text = layer.annotations.get(_SIGNATURE, "")
        if layer.media_type == _SIMPLE and text:
            payload = await remote.read(layer, _LARGEST)
            yield payload, _unbase64(text), _simple_digests(payload)
    for referrer in (await _referrers(remote, digest))[:_MOST]:
        for layer in (await _layers(remote, referrer.digest))[:_MOST]:
            if layer.media_type.startswith(_BUNDLE):
                for one in _bundle(await remote.read(layer, _LARGEST)):
                    yield one


async def _layers(remote: Remote, target: str) -> tuple[Descriptor, ...]:
    try:
        manifest = parse_manifest((await remote.manifest(target))[1])
    except OciError as error:
        if error.reason == "ImageNotFound":
            return ()
        raise
    return manifest.layers if isinstance(manifest, Manifest) else ()


async def _referrers(remote: Remote, digest: str) -> tuple[Descriptor, ...]:
    async with remote.request("GET", f"referrers/{digest}", {"accept": media.OCI_INDEX}) as response:
        body = await read_bounded(response, 4 << 20, "the referrers")
        if response.status_code != 200:
            return ()
    index = parse_manifest(body, media.OCI_INDEX)
    return index.manifests if isinstance(index, Index) else ()


def _bundle(data: bytes) -> list[tuple[bytes, bytes, set[str]]]:
    try:
        envelope = json.loads(data)["dsseEnvelope"]
        payload = base64.b64decode(envelope["payload"])
        kind = str(envelope["payloadType"]).encode()
        # What is signed is the pre-authentication encoding of type and payload.
        signed = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
        statement = json.loads(payload)
        named = {
            "sha256:" + one["digest"]["sha256"] for one in statement["subject"] if "sha256" in one["digest"]
        }
        return [(signed, base64.b64decode(one["sig"]), named) for one in envelope["signatures"]]
    except (ValueError, LookupError, TypeError, RecursionError, AttributeError):
        return []


def _simple_digests(payload: bytes) -> set[str]:
    try:
        body: Any = json.loads(payload)
        return {str(body["critical"]["image"]["docker-manifest-digest"])}
    except (ValueError, LookupError, TypeError, RecursionError):
        return set()


def _unbase64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _unsigned(message: str) -> ModuleError:
    return unfetched("SignatureInvalid", message, transient=True)
