"""The same input gives the same bytes: wherever it lies, however often and beside what else it is built."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pygress.compiler.runtime.cache import cache_dir

PLUGIN = Path(__file__).parents[2] / "examples" / "plugins" / "request-block" / "plugin.py"
HELPER = (
    "RATE = 3\n\n\ndef rate(values: list[int]) -> int:\n    return sum(value // RATE for value in values)\n"
)


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """Give a plugin of two files, with closures, generators, sets and a lambda for their names to be ordered."""
    return make(tmp_path / "first")


def make(folder: Path) -> Path:
    (folder / "parts").mkdir(parents=True)
    text = PLUGIN.read_text().replace("import re\n", "import re\n\nfrom parts.rates import rate\n", 1)
    text = text.replace(
        "        path = config.folded(request.path)\n",
        "        path = config.folded(request.path)\n"
        "        names = {'a': 1, 'b': rate([1, 2])}\n"
        "        print(sorted({*names, 'c'}, key=lambda one: one), [*(x for x in names)])\n",
    )
    (folder / "plugin.py").write_text(text)
    (folder / "parts" / "__init__.py").write_text("")
    (folder / "parts" / "rates.py").write_text(HELPER)
    return folder / "plugin.py"


def fresh_cache(folder: Path) -> Path:
    """Give a cache with the runtime alone: to build it takes half a minute and is not the point."""
    folder.mkdir()
    for file in cache_dir().iterdir():
        if file.is_file() and (file.suffix == ".o" or file.name.startswith("references")):
            os.link(file, folder / file.name)
    return folder


def start(path: Path, out: Path, cwd: Path | None = None, **environment: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "pygress.cli.main", "compile", str(path), "-o", str(out)]
    return subprocess.Popen(
        command,
        cwd=cwd,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def build(path: Path, out: Path, cwd: Path | None = None, **environment: str) -> bytes:
    process = start(path, out, cwd, **environment)
    _, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    return out.read_bytes()


def test_same_bytes(plugin: Path, tmp_path: Path) -> None:
    first = build(plugin, tmp_path / "a.wasm")
    other = make(tmp_path / "an other place")
    assert build(Path("plugin.py"), tmp_path / "b.wasm", other.parent, PYTHONHASHSEED="1") == first
    assert build(Path("../first/plugin.py"), tmp_path / "c.wasm", other.parent, PYTHONHASHSEED="2") == first
    cold = str(fresh_cache(tmp_path / "cold"))
    assert build(plugin, tmp_path / "d.wasm", PYGRESS_CACHE=cold) == first
    assert build(plugin, tmp_path / "e.wasm", PYGRESS_CACHE=cold) == first
    assert str(tmp_path).encode() not in first


def test_builds_side_by_side_and_killed_ones(plugin: Path, tmp_path: Path) -> None:
    first = build(plugin, tmp_path / "a.wasm")
    cold = str(fresh_cache(tmp_path / "cold"))
    killed = [start(plugin, tmp_path / f"killed{number}.wasm", PYGRESS_CACHE=cold) for number in range(2)]
    deadline = time.monotonic() + 60
    stubs = list(Path(cold).glob("stubs-*/*/*"))
    while not stubs and time.monotonic() < deadline and any(one.poll() is None for one in killed):
        stubs = list(Path(cold).glob("stubs-*/*/*"))
        time.sleep(0.01)
    for one in killed:
        one.kill()
        one.communicate()
    running = [start(plugin, tmp_path / f"{number}.wasm", PYGRESS_CACHE=cold) for number in range(2)]
    for number, process in enumerate(running):
        _, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        assert (tmp_path / f"{number}.wasm").read_bytes() == first


def test_no_home(plugin: Path, tmp_path: Path) -> None:
    first = build(plugin, tmp_path / "a.wasm")
    nowhere, known = str(tmp_path / "none" / "such"), str(cache_dir())
    assert build(plugin, tmp_path / "b.wasm", HOME=nowhere, PYGRESS_CACHE=known) == first


def test_a_full_disk_is_named(plugin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pygress.compiler.runtime import build as runtime

    fake = tmp_path / "zig"
    fake.write_text("#!/bin/sh\necho 'error: unable to write file: NoSpaceLeft' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(runtime, "_zig", lambda: str(fake))
    with pytest.raises(OSError, match="No space left on device"):
        runtime.run_zig(["cc"])
