"""The kubeconfig: how kubectl and our own client find the server and are let in."""

import base64
import contextlib
from pathlib import Path
from typing import Any

import yaml

from pygress.apiserver.tls import write_private

NAMESPACE = "higress-system"
"""Where kubectl works without `-n`: the gateway's own namespace, as in the examples of Higress."""


def kubeconfig(server: str, ca: bytes, token: str) -> dict[str, Any]:
    """Give the content of a kubeconfig; `server` is a URL."""
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {
                "name": "pygress",
                "cluster": {"server": server, "certificate-authority-data": base64.b64encode(ca).decode()},
            }
        ],
        "users": [{"name": "pygress", "user": {"token": token}}],
        "contexts": [
            {"name": "pygress", "context": {"cluster": "pygress", "user": "pygress", "namespace": NAMESPACE}}
        ],
        "current-context": "pygress",
    }


def write_kubeconfig(path: Path, config: dict[str, Any]) -> None:
    """Write a kubeconfig that only its owner may read; what says the same already stays as it is."""
    text = yaml.safe_dump(config, sort_keys=False).encode()
    with contextlib.suppress(OSError):
        if path.read_bytes() == text and path.stat().st_mode & 0o077 == 0:
            return
    write_private(path, text)
