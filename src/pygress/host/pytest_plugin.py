"""The `gateway` fixture: each test that uses it runs twice, on CPython and as compiled wasm (or on a real Envoy).

This module is loaded in every pytest run on a machine with pygress, so it imports nothing heavy at its top.
"""

import enum
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pygress.host.gateway import Gateway


class Backend(enum.Enum):
    """Where a test runs the plugin; a type of its own, so that nobody else's parameters are taken for it."""

    CPYTHON = "cpython"
    WASM = "wasm"
    ENVOY = "envoy"


CHOICES = {
    "both": {Backend.CPYTHON, Backend.WASM},
    "cpython": {Backend.CPYTHON},
    "wasm": {Backend.WASM},
    "envoy": {Backend.ENVOY},
    "all": set(Backend),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--gateway`."""
    parser.getgroup("pygress").addoption(
        "--gateway",
        choices=list(CHOICES),
        default="both",
        help="where tests with the `gateway` fixture run the plugin (default: both, CPython and wasm)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of the backend that was not asked for."""
    wanted = CHOICES[config.getoption("--gateway")]
    kept: list[pytest.Item] = []
    dropped: list[pytest.Item] = []
    for item in items:
        parameter = getattr(getattr(item, "callspec", None), "params", {}).get("gateway")
        (dropped if isinstance(parameter, Backend) and parameter not in wanted else kept).append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


@pytest.fixture(params=list(Backend), ids=[one.value for one in Backend])
def gateway(request: pytest.FixtureRequest) -> "Gateway":
    """Start gateways around the `plugin.py` beside the test: `site = gateway(config={...})`."""
    from pygress.host.gateway import Gateway

    return Gateway(request.path.parent / "plugin.py", request.param.value)
