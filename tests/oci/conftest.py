from collections.abc import Iterator
from pathlib import Path

import pytest

from pygress.oci.registry import create_app

from .served import serve


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[str]:
    """The embedded registry; gives `host:port`."""
    with serve(create_app(tmp_path / "registry")) as port:
        yield f"127.0.0.1:{port}"
