"""The cache of built files: atomic, shared, and never in the way of a build."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pygress.compiler.runtime import cache


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYGRESS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def write(text: str) -> Callable[[Path], Path]:
    def build(work: Path) -> Path:
        (work / "out").write_text(text)
        return work / "out"

    return build


def test_a_file_is_built_once(folder: Path) -> None:
    assert cache.store("a", write("first")).read_text() == "first"
    assert cache.store("a", write("second")).read_text() == "first"
    assert [one.name for one in folder.iterdir()] == ["a"]


def test_builds_side_by_side_agree(folder: Path) -> None:
    start = threading.Barrier(4)
    found: list[str] = []

    def work() -> None:
        start.wait()
        found.append(cache.store("a", write("same")).read_text())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == ["same"] * 4
    assert [one.name for one in folder.iterdir()] == ["a"]


def test_what_a_failed_build_began_is_deleted(folder: Path) -> None:
    def fail(work: Path) -> Path:
        (work / "half").write_text("half")
        raise ValueError

    with pytest.raises(ValueError):
        cache.store("a", fail)
    assert list(folder.iterdir()) == []


def test_what_a_killed_build_began_is_deleted_later(folder: Path) -> None:
    left = folder / "build-killed"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    busy = folder / "build-busy"
    busy.mkdir()
    cache.store("a", write("text"))
    assert sorted(one.name for one in folder.iterdir()) == ["a", "build-busy"]


def test_a_folder_that_cannot_be_written_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PYGRESS_CACHE", str(tmp_path / "file" / "cache"))
    made = cache.store("test-unwritable", write("text"))
    assert made.read_text() == "text"
    assert cache.store("test-unwritable", write("other")).read_text() == "text"
    said = capsys.readouterr().err
    assert said.count("cannot be written (not a directory)") == 1
    made.unlink()


def test_only_the_newest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYGRESS_CACHE", str(tmp_path))
    for age in range(4):
        os.utime(cache.store(f"unit-{age}", write(str(age))), (1000 - age, 1000 - age))
    cache.store("other-4", write("kept"))
    cache.keep_newest("unit-*", 2)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["other-4", "unit-0", "unit-1"]
    assert cache.store_content("unit-3", write("made again")) == b"made again"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"HOME": "/home/ann"}, "/home/ann/.cache/pygress"),
        ({"HOME": "/home/ann", "XDG_CACHE_HOME": "/var/cache/ann"}, "/var/cache/ann/pygress"),
        ({"HOME": "/home/ann", "XDG_CACHE_HOME": "relative"}, "/home/ann/.cache/pygress"),
        ({"HOME": "/home/ann", "PYGRESS_CACHE": "/elsewhere"}, "/elsewhere"),
    ],
)
def test_place(environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "PYGRESS_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert str(cache._preferred()) == expected


def test_a_process_without_home_and_user_still_has_a_place() -> None:
    code = (
        "import pathlib\n"
        "def no_home() -> None: raise RuntimeError('Could not determine home directory.')\n"
        "pathlib.Path.home = no_home\n"
        "from pygress.compiler.runtime import cache\n"
        "print(cache._preferred())"
    )
    keep = {name: value for name, value in os.environ.items() if name not in ("HOME", "PYGRESS_CACHE")}
    done = subprocess.run([sys.executable, "-c", code], env=keep, capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith(f"pygress-{os.getuid()}")
