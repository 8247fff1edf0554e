"""`pygress plugin init`, `build` and `test` as an author uses them."""

import json
from pathlib import Path

import pytest

from pygress.cli.main import run

Output = pytest.CaptureFixture[str]

WRONG = """from pygress.sdk import HttpFilter, Reply, Request, plugin


@plugin(name="wrong")
class Wrong(HttpFilter[None]):
    def on_request_headers(self, request: Request) -> Reply | None:
        size: int = request.path
        return Reply(200, missing)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Output) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run(["plugin", "init", "my-first"]) == 0
    assert capfd.readouterr().out.split() == [
        "my-first/plugin.py",
        "my-first/test_plugin.py",
        "my-first/README.md",
    ]
    return tmp_path / "my-first"


def test_init_refuses_to_overwrite(folder: Path, capfd: Output) -> None:
    (folder / "README.md").unlink()
    (folder / "plugin.py").write_text("mine")
    assert run(["plugin", "init", "my-first"]) == 1
    assert "error: `my-first/plugin.py` exists" in capfd.readouterr().err
    assert (folder / "plugin.py").read_text() == "mine"
    assert not (folder / "README.md").exists()


@pytest.mark.parametrize("name", ["My", "my_first", "1st", "-a", "a-", "a" * 64])
def test_init_refuses_bad_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Output, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["plugin", "init", "--", name]) == 1
    assert f"error: `{name}` cannot be a plugin's name" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("backend", ["cpython", "wasm"])
def test_new_plugin_passes_its_own_tests(folder: Path, capfd: Output, backend: str) -> None:
    assert run(["plugin", "test", str(folder), "--on", backend]) == 0
    assert "3 passed" in capfd.readouterr().out


def test_options_go_on_to_pytest(folder: Path, capfd: Output) -> None:
    assert run(["plugin", "test", str(folder), "--on", "cpython", "-k", "greets", "-q"]) == 0
    assert "1 passed" in capfd.readouterr().out


def test_a_failing_test_is_exit_code_1(folder: Path, capfd: Output) -> None:
    (folder / "plugin.py").write_text((folder / "plugin.py").read_text().replace("seen", "lost"))
    assert run(["plugin", "test", str(folder), "--on", "cpython"]) == 1
    assert "1 failed, 2 passed" in capfd.readouterr().out


def test_a_folder_without_tests(tmp_path: Path, capfd: Output) -> None:
    assert run(["plugin", "test", str(tmp_path)]) == 1
    assert "error: no tests in" in capfd.readouterr().err


def test_build_writes_the_module(folder: Path, capfd: Output) -> None:
    assert run(["plugin", "build", str(folder)]) == 0
    output = capfd.readouterr()
    assert output.out.strip() == str(folder / "plugin.wasm")
    assert output.err.startswith("my-first 0.1.0: ")
    assert (folder / "plugin.wasm").read_bytes().startswith(b"\0asm")


def test_build_elsewhere_as_json(folder: Path, tmp_path: Path, capfd: Output) -> None:
    target = tmp_path / "out.wasm"
    assert run(["plugin", "build", str(folder), "-o", str(target), "--json"]) == 0
    result = json.loads(capfd.readouterr().out)
    assert result == {
        "path": str(target),
        "size": target.stat().st_size,
        "name": "my-first",
        "version": "0.1.0",
        "diagnostics": [],
    }


def test_build_shows_every_mistake(folder: Path, capfd: Output) -> None:
    (folder / "plugin.py").write_text(WRONG)
    assert run(["plugin", "build", str(folder)]) == 1
    shown = capfd.readouterr().err
    assert "my-first/plugin.py:7:" in shown
    assert "size: int = request.path" in shown
    assert "my-first/plugin.py:8:" in shown
    assert "2 errors" in shown
    assert not (folder / "plugin.wasm").exists()


def test_build_without_plugin(tmp_path: Path, capfd: Output) -> None:
    assert run(["plugin", "build", str(tmp_path)]) == 1
    assert "plugin.py` does not exist" in capfd.readouterr().err
