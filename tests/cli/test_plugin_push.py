"""`pygress plugin push` and `inspect` as a user runs them."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pygress.cli.main import run
from pygress.oci.registry import create_app

from ..modules.wat import custom, plugin
from ..oci.served import serve


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("DOCKER_CONFIG", raising=False)
    with serve(create_app(tmp_path / "registry")) as port:
        yield f"localhost:{port}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    metadata = {"name": "x", "version": "1.2.0", "phase": "AUTHN", "sdk": "pygress/0.1"}
    metadata["config_schema"] = {"type": "object"}  # type: ignore[assignment]
    sections = custom("pygress.plugin", json.dumps(metadata).encode()) + custom("pygress.readme", b"# X")
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "plugin.py").write_text("")
    (tmp_path / "x" / "plugin.wasm").write_bytes(plugin(tail=sections))
    return tmp_path / "x"


def command(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert run(["plugin", *words]) == code
    return capsys.readouterr()


def test_push_and_inspect(registry: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = command(capsys, "push", str(folder), f"{registry}/x:1")
    assert out.startswith(f"{registry}/x@sha256:")
    assert "pushed" in err
    again, err = command(capsys, "push", str(folder / "plugin.wasm"), f"{registry}/x:2")
    assert again == out, "the same module is the same image"
    assert "already there" in err
    shown, _ = command(capsys, "inspect", out.strip())
    assert "annotation   org.opencontainers.image.version=1.2.0" in shown
    assert "phase        AUTHN" in shown
    assert "type: object" in shown
    found = json.loads(command(capsys, "inspect", f"oci://{registry}/x:1", "-o", "json")[0])
    assert found["module"]["readme"] == "# X"
    assert found["module"]["problem"] is None


def test_json(registry: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(command(capsys, "push", str(folder), f"{registry}/x:1", "-o", "json")[0])
    assert found["pinned"] == f"{registry}/x@{found['digest']}"


def test_companions(registry: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command(capsys, "push", str(folder), f"{registry}/x:1", "--companions")
    found = json.loads(command(capsys, "inspect", f"{registry}/x:1", "-o", "json")[0])
    kinds = [layer["mediaType"].rpartition(".")[2] for layer in found["image"]["layers"]]
    assert kinds == ["v1+yaml", "v1+markdown", "tar+gzip"]


def test_layouts(registry: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    digest, _ = command(capsys, "push", str(folder), f"oci:{tmp_path}/layout.tar:1")
    out, _ = command(capsys, "push", f"{tmp_path}/layout.tar", f"{registry}/x:1")
    assert out.strip().endswith(digest.strip())


def test_a_forgotten_build(registry: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = time.time() + 10
    os.utime(folder / "plugin.py", (later, later))
    _, err = command(capsys, "push", str(folder), f"{registry}/x:1")
    assert "note: `plugin.py` is newer than `plugin.wasm`" in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["push", "{folder}/none", "{registry}/x:1"], "does not exist"),
        (["push", "{folder}/..", "{registry}/x:1"], "run `pygress plugin build"),
        (["push", "{folder}/plugin.py", "{registry}/x:1"], "the file is empty"),
        (["push", "{folder}", "{registry}/X:1"], "is not a repository name"),
        (["push", "{folder}", "{registry}/x@sha256:" + "0" * 64], "names a digest"),
        (["push", "{folder}", "localhost:1/x:1"], "connection refused"),
        (["push", "{folder}", "{registry}/x:1", "--password-stdin"], "needs `--username`"),
        (["push", "{folder}", "oci::x"], "is not `oci:FOLDER:TAG`"),
        (["inspect", "{registry}/none:1"], "does not exist"),
        (["inspect", "./none.wasm"], "does not exist"),
    ],
)
def test_mistakes(
    words: list[str], message: str, registry: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = [word.format(folder=folder, registry=registry) for word in words]
    out, err = command(capsys, *filled, code=1)
    assert message in err
    assert out == ""


def test_inspect_fails_for_what_cannot_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "plugin.wasm").write_bytes(plugin([("env", "proxy_fly", (), ())]))
    out, _ = command(capsys, "inspect", str(folder), code=1)
    assert "runs here    no: the module imports what the host lacks: `env.proxy_fly` (MissingImport)" in out
