"""Short, private folders for sockets and bootstraps; what killed processes have left behind is removed.

Where temporary files have no room they are made in memory, so that a full disk does not stop a start.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_PREFIX = "pygress-run-"
_MEMORY = Path("/dev/shm")
_ROOM = 1024 * 1024


def make_run_dir() -> Path:
    """Make a folder that only this user can enter; its name starts with the number of this process."""
    for old in (one for parent in _parents() for one in parent.glob(f"{_PREFIX}*")):
        pid = old.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdigit() and _is_gone(int(pid)) and old.stat().st_uid == os.getuid():
            shutil.rmtree(old, ignore_errors=True)
    return make_temporary(f"{_PREFIX}{os.getpid()}-")


def make_temporary(prefix: str) -> Path:
    """Make a private folder where there is room; raises OSError if there is none anywhere."""
    chosen = next((one for one in _parents() if shutil.disk_usage(one).free >= _ROOM), None)
    return Path(tempfile.mkdtemp(prefix=prefix, dir=chosen))


def _parents() -> Iterator[Path]:
    # Python tries to write to each of the usual places, and raises this when none has room.
    with contextlib.suppress(FileNotFoundError):
        yield Path(tempfile.gettempdir())
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK):
        yield _MEMORY


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
