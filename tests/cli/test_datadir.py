"""One data directory, one process."""

import subprocess
import sys
from pathlib import Path

import pytest

from pygress.cli import datadir

HOLDER = """
import sys
from pathlib import Path
from pygress.cli import datadir
lock = datadir.lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_second_process_is_refused_by_name(holder: "subprocess.Popen[str]", tmp_path: Path) -> None:
    with pytest.raises(
        datadir.DataDirError, match=f"in use by process {holder.pid}; stop it with `pygress down`"
    ):
        datadir.lock(tmp_path)
    assert datadir.running_pid(tmp_path) == holder.pid


def test_lock_ends_with_kill_9(holder: "subprocess.Popen[str]", tmp_path: Path) -> None:
    holder.kill()
    holder.wait()
    assert datadir.running_pid(tmp_path) is None
    with datadir.lock(tmp_path):
        pass


def test_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(
        datadir.DataDirError, match=r"cannot use the data directory `.*file/data`: Not a directory"
    ):
        datadir.lock(tmp_path / "file" / "data")


def test_ports_are_read_as_written_and_absent_before(tmp_path: Path) -> None:
    assert datadir.read_ports(tmp_path) is None
    datadir.write_ports(tmp_path, {"http": 8080, "api": 8002})
    assert datadir.read_ports(tmp_path) == {"http": 8080, "api": 8002}


def test_half_written_ports_count_as_absent(tmp_path: Path) -> None:
    (tmp_path / datadir.PORTS).write_text('{"http": 80')
    assert datadir.read_ports(tmp_path) is None
