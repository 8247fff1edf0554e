"""The distribution specification's own conformance suite against the embedded registry."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import Stack

_SUITE = "github.com/opencontainers/distribution-spec/conformance"
_MODULE = Path(__file__).parent / "conformance"


@pytest.mark.e2e
@pytest.mark.skipif(
    shutil.which("go") is None, reason="the suite is built with Go 1.24 or later: https://go.dev/dl"
)
def test_the_specification(stack: Stack, tmp_path: Path) -> None:
    folder = tmp_path / "suite"
    shutil.copytree(_MODULE, folder)
    subprocess.run(["go", "build", "-o", "suite", _SUITE], cwd=folder, check=True, capture_output=True)
    settings = {
        "OCI_REGISTRY": f"localhost:{stack.ports['registry']}",
        "OCI_TLS": "disabled",
        "OCI_API_BLOBS_DIGEST_HEADER": "true",
        "OCI_API_MANIFESTS_DIGEST_HEADER": "true",
        "OCI_API_BLOBS_UPLOAD_CANCEL": "true",
    }
    done = subprocess.run(
        ["./suite"],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    report = done.stdout + done.stderr
    assert done.returncode == 0, report[-6000:]
    results = (folder / "results" / "results.yaml").read_text()
    assert "FAIL" not in results
    assert "Pass" in results
