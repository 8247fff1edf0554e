import itertools
from collections.abc import Iterator

import pytest

from pygress.oci.registry import create_app

from ..oci.served import serve
from .images import Pusher

_numbers = itertools.count()


@pytest.fixture(scope="session")
def registry_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(create_app(tmp_path_factory.mktemp("registry"))) as port:
        yield f"127.0.0.1:{port}"


@pytest.fixture
def pusher(registry_host: str) -> Iterator[Pusher]:
    """Writes into a repository of its own."""
    one = Pusher(registry_host, f"plugins/test{next(_numbers)}")
    yield one
    one.http.close()
