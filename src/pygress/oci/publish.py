"""Push a whole image: every blob, then the manifest, with lines that tell a person how it goes."""

import io
from collections.abc import AsyncIterator

from pygress.oci.credentials import Credentials
from pygress.oci.image import Image
from pygress.oci.manifest import Descriptor
from pygress.oci.reference import Reference
from pygress.oci.remote import Remote
from pygress.oci.transport import Transport
from pygress.oci.upload import push_blob, push_manifest


async def publish(
    image: Image, target: Reference, transport: Transport, credentials: Credentials | None = None
) -> AsyncIterator[str]:
    """Push `image` to `target`; gives one line for each thing done. The tag moves last."""
    remote = Remote(target, transport, credentials, "pull,push")
    for blob, data in image.blobs.items():
        sent = await push_blob(remote, blob, io.BytesIO(data))
        yield f"{_short(blob)} {'pushed' if sent else 'already there'} ({blob.size} bytes)"
    await push_manifest(remote, image.manifest, image.data, target.tag)
    yield f"{target} -> {image.digest}"


def _short(blob: Descriptor) -> str:
    return blob.digest.partition(":")[2][:12]
