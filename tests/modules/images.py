"""Push all kinds of images into a registry, right and wrong ones."""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Sequence
from typing import Any

import httpx

from pygress.oci import media


def sha(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def tar(entries: Sequence[tuple[str, bytes | tarfile.TarInfo]], format: int = tarfile.USTAR_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=format) as archive:
        for name, content in entries:
            if isinstance(content, tarfile.TarInfo):
                archive.addfile(content)
            else:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def tar_gz(wasm: bytes, name: str = "plugin.wasm") -> bytes:
    return gzip.compress(tar([(name, wasm)]), mtime=0)


class Pusher:
    """Writes into a registry at `host`, below /v2/NAME."""

    def __init__(self, host: str, name: str = "plugins/test") -> None:
        self.host = host
        self.name = name
        self.http = httpx.Client(base_url=f"http://{host}/v2/{name}/", trust_env=False)

    def blob(self, data: bytes) -> str:
        location = self.http.post("blobs/uploads/").headers["location"]
        answer = self.http.put(f"http://{self.host}{location}", params={"digest": sha(data)}, content=data)
        assert answer.status_code == 201, answer.text
        return sha(data)

    def descriptor(self, media_type: str, data: bytes, **extra: Any) -> dict[str, Any]:
        return {"mediaType": media_type, "digest": self.blob(data), "size": len(data), **extra}

    def image(
        self,
        tag: str,
        layers: Sequence[tuple[str, bytes]],
        media_type: str = media.OCI_MANIFEST,
        config: tuple[str, bytes] = (media.OCI_CONFIG, b"{}"),
        **extra: Any,
    ) -> str:
        body = {
            "schemaVersion": 2,
            "mediaType": media_type,
            "config": self.descriptor(*config),
            "layers": [self.descriptor(*layer) for layer in layers],
            **extra,
        }
        return self.manifest(tag, json.dumps(body).encode(), media_type)

    def index(self, tag: str, digests: Sequence[tuple[str, str]], media_type: str = media.OCI_INDEX) -> str:
        manifests = []
        for digest, platform in digests:
            os, _, architecture = platform.partition("/")
            size = len(self.http.get(f"manifests/{digest}").content)
            manifests.append(
                {
                    "mediaType": media.OCI_MANIFEST,
                    "digest": digest,
                    "size": size,
                    "platform": {"os": os, "architecture": architecture},
                }
            )
        body = {"schemaVersion": 2, "mediaType": media_type, "manifests": manifests}
        return self.manifest(tag, json.dumps(body).encode(), media_type)

    def manifest(self, tag: str, data: bytes, media_type: str = media.OCI_MANIFEST) -> str:
        answer = self.http.put(f"manifests/{tag}", content=data, headers={"content-type": media_type})
        assert answer.status_code == 201, answer.text
        return sha(data)

    def plain(self, tag: str, wasm: bytes) -> str:
        return self.image(tag, [(media.OCI_LAYER_GZIP, tar_gz(wasm))])

    def url(self, tag: str) -> str:
        return f"oci://{self.host}/{self.name}:{tag}"
