"""The kubeconfig: how kubectl and our own client find the server and are let in."""

import base64
from pathlib import Path

import yaml

from pygress.apiserver.tls import write_private

NAMESPACE = "higress-system"
"""Where kubectl works without `-n`: the gateway's own namespace, as in the examples of Higress."""


def write_kubeconfig(path: Path, server: str, ca: bytes, token: str) -> None:
    """Write a kubeconfig that only its owner may read; `server` is a URL."""
    config = {
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
    write_private(path, yaml.safe_dump(config, sort_keys=False).encode())
