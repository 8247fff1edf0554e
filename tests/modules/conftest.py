from collections.abc import Iterator
from pathlib import Path

import pytest

from pygress.oci.registry import create_app

from ..oci.served import serve
from .images import Pusher


@pytest.fixture
def pusher(tmp_path: Path) -> Iterator[Pusher]:
    with serve(create_app(tmp_path / "registry")) as port:
        one = Pusher(f"127.0.0.1:{port}")
        yield one
        one.http.close()
