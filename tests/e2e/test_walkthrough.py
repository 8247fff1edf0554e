"""The story that users were promised, on real parts and free ports: the same file that `make demo` plays."""

import subprocess
import sys
from pathlib import Path

import pytest

PLAY = Path(__file__).resolve().parents[2] / "examples/walkthrough/play.py"


@pytest.mark.e2e
def test_the_whole_story(tmp_path: Path) -> None:
    command = [sys.executable, str(PLAY), "--work", str(tmp_path / "demo"), "--any-port", "--stop-after"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-4000:]
    assert "HTTP/1.1 403 Forbidden" in done.stdout
    assert "server: istio-envoy" in done.stdout
    assert "0 other answers, 0 closed connections" in done.stdout
