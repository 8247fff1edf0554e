"""`pygress plugin enable` on a running gateway: when it returns, the plugin runs, or the reason was printed."""

import time
from pathlib import Path

import pytest

from .conftest import Stack

pytestmark = pytest.mark.e2e


def test_enable_returns_with_the_truth(stack: Stack, plugin_dir: Path) -> None:
    image = f"localhost:{stack.ports['registry']}/plugins/request-block:1"
    stack.pygress("plugin", "push", str(plugin_dir), image)
    stack.pygress("plugin", "install", image)
    assert stack.status("/swagger.html") == 200
    for code in (451, 452, 453):
        config = f'{{"block_urls": ["swagger.html"], "blocked_code": {code}}}'
        stack.pygress("plugin", "enable", "request-block", "--config", config)
        # No waiting here: that is what the command did.
        assert stack.status("/swagger.html") == code
    began = time.monotonic()
    told = stack.pygress(
        "plugin", "enable", "request-block", "--config", '{"block_urls": "swagger.html"}', code=1
    )
    assert "request-block is switched on, but not ready: ConfigRefused" in told
    assert "expected a list" in told and "the last good generation is serving" in told
    assert stack.status("/swagger.html") == 453
    told = stack.pygress("plugin", "install", f"{image}-missing", "--name", "missing", "--enable", code=1)
    assert "missing is switched on, but not ready: ImageNotFound" in told
    assert time.monotonic() - began < 55, "a verdict is told at once, not at the timeout"
    for name in ("missing", "request-block"):
        stack.pygress("delete", "wasmplugin", name, "-n", "higress-system")
    stack.wait("both to be gone", lambda: stack.status("/swagger.html") == 200)
