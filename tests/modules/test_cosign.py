"""Signatures as `cosign` stores them."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pygress.modules.errors import ModuleError
from pygress.modules.model import ModuleRequest
from pygress.oci import media

from .images import Pusher
from .test_corpus import get
from .wat import plugin

Sign = Callable[[bytes], bytes]
_SIMPLE = "application/vnd.dev.cosign.simplesigning.v1+json"


def ecdsa_key(curve: ec.EllipticCurve | None = None) -> tuple[str, Sign]:
    key = ec.generate_private_key(curve or ec.SECP256R1())
    return pem(key.public_key()), lambda data: key.sign(data, ec.ECDSA(hashes.SHA256()))


def ed25519_key() -> tuple[str, Sign]:
    key = ed25519.Ed25519PrivateKey.generate()
    return pem(key.public_key()), key.sign


def rsa_key() -> tuple[str, Sign]:
    key = rsa.generate_private_key(65537, 2048)
    return pem(key.public_key()), lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def pem(key: ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def sign(pusher: Pusher, digest: str, signer: Sign, signed_digest: str = "") -> None:
    """What `cosign sign --key` pushes."""
    identity = {"docker-reference": f"{pusher.host}/{pusher.name}"}
    image = {"docker-manifest-digest": signed_digest or digest}
    critical = {"identity": identity, "image": image, "type": "cosign container image signature"}
    payload = json.dumps({"critical": critical, "optional": None}).encode()
    annotation = {"dev.cosignproject.cosign/signature": base64.b64encode(signer(payload)).decode()}
    layer = pusher.descriptor(_SIMPLE, payload, annotations=annotation)
    body = {
        "schemaVersion": 2,
        "mediaType": media.OCI_MANIFEST,
        "config": pusher.descriptor(media.OCI_CONFIG, b"{}"),
        "layers": [layer],
    }
    pusher.manifest(digest.replace(":", "-") + ".sig", json.dumps(body).encode())


def attest(pusher: Pusher, digest: str, signer: Sign) -> None:
    """What `cosign sign --new-bundle-format` pushes."""
    statement = {"subject": [{"digest": {"sha256": digest.partition(":")[2]}}], "predicateType": "x"}
    payload = json.dumps(statement).encode()
    kind = "application/vnd.in-toto+json"
    signed = f"DSSEv1 {len(kind)} {kind} {len(payload)} ".encode() + payload
    envelope = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": kind,
        "signatures": [{"sig": base64.b64encode(signer(signed)).decode()}],
    }
    bundle = json.dumps({"dsseEnvelope": envelope}).encode()
    size = len(pusher.http.get(f"manifests/{digest}").content)
    subject = {"mediaType": media.OCI_MANIFEST, "digest": digest, "size": size}
    kind = "application/vnd.dev.sigstore.bundle.v0.3+json"
    pusher.image("bundle", [(kind, bundle)], subject=subject, artifactType=kind)


def fetch(pusher: Pusher, key: str, root: Path) -> str:
    return get(ModuleRequest(pusher.url("1"), verification_key=key), root / "modules").digest


@pytest.mark.parametrize(
    "make",
    [ecdsa_key, lambda: ecdsa_key(ec.SECP384R1()), ed25519_key, rsa_key],
    ids=["p256", "p384", "ed25519", "rsa"],
)
def test_signed(make: Callable[[], tuple[str, Sign]], pusher: Pusher, tmp_path: Path) -> None:
    key, signer = make()
    digest = pusher.plain("1", plugin())
    sign(pusher, digest, signer)
    assert fetch(pusher, key, tmp_path) == digest


def test_signed_as_a_bundle(pusher: Pusher, tmp_path: Path) -> None:
    key, signer = ecdsa_key()
    digest = pusher.plain("1", plugin())
    attest(pusher, digest, signer)
    assert fetch(pusher, key, tmp_path) == digest


def refused(pusher: Pusher, key: str, root: Path) -> ModuleError:
    with pytest.raises(ModuleError) as caught:
        fetch(pusher, key, root)
    assert caught.value.stage == "Fetched"
    return caught.value


def test_unsigned(pusher: Pusher, tmp_path: Path) -> None:
    pusher.plain("1", plugin())
    error = refused(pusher, ecdsa_key()[0], tmp_path)
    assert error.reason == "SignatureInvalid"
    assert "has no signature" in error.message


def test_signed_by_another_key(pusher: Pusher, tmp_path: Path) -> None:
    digest = pusher.plain("1", plugin())
    sign(pusher, digest, ecdsa_key()[1])
    error = refused(pusher, ecdsa_key()[0], tmp_path)
    assert (error.reason, "none of the 1 signatures" in error.message) == ("SignatureInvalid", True)


def test_a_signature_of_another_image_is_none(pusher: Pusher, tmp_path: Path) -> None:
    key, signer = ecdsa_key()
    digest = pusher.plain("1", plugin())
    sign(pusher, digest, signer, signed_digest="sha256:" + "0" * 64)
    assert refused(pusher, key, tmp_path).reason == "SignatureInvalid"


def test_a_cached_image_is_still_checked(pusher: Pusher, tmp_path: Path) -> None:
    pusher.plain("1", plugin())
    get(ModuleRequest(pusher.url("1")), tmp_path / "modules")
    assert refused(pusher, ecdsa_key()[0], tmp_path).reason == "SignatureInvalid"


def test_a_key_that_is_none(pusher: Pusher, tmp_path: Path) -> None:
    pusher.plain("1", plugin())
    assert refused(pusher, "-----BEGIN nonsense", tmp_path).reason == "InvalidVerificationKey"


def test_only_images_can_be_verified(tmp_path: Path) -> None:
    (tmp_path / "x.wasm").write_bytes(plugin())
    with pytest.raises(ModuleError) as caught:
        get(ModuleRequest(f"file://{tmp_path}/x.wasm", verification_key=ecdsa_key()[0]), tmp_path / "modules")
    assert caught.value.reason == "VerificationUnsupported"
