"""`pygress plugin test --envoy`: a compiled plugin that awaits, in a real Envoy."""

from pathlib import Path

import pytest

from pygress.cli.main import run

EXAMPLES = Path(__file__).parents[2] / "examples/plugins"


@pytest.mark.parametrize("name", ["ext-auth", "line-guard", "request-block"])
def test_examples_in_envoy(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["plugin", "test", str(EXAMPLES / name), "--envoy"]) == 0
    assert " passed" in capfd.readouterr().out
