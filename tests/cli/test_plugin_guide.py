"""The guide's own plugin and test, taken from its text, work as it says."""

import re
from pathlib import Path

import pytest

from pygress.cli.main import run

GUIDE = Path(__file__).parents[2] / "docs/guide/first-plugin.md"


def blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)


@pytest.mark.parametrize("backend", ["cpython", "wasm"])
def test_plugin_and_test_of_the_guide(
    tmp_path: Path, backend: str, capfd: pytest.CaptureFixture[str]
) -> None:
    plugin, test = blocks()
    (tmp_path / "plugin.py").write_text(plugin)
    (tmp_path / "test_plugin.py").write_text(test)
    assert run(["plugin", "test", str(tmp_path), "--on", backend]) == 0
    assert "3 passed" in capfd.readouterr().out
