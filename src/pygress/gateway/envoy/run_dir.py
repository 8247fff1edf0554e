"""A short, private folder for sockets; what killed processes have left behind is removed."""

import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "pygress-run-"


def make_run_dir() -> Path:
    """Make a folder that only this user can enter; its name starts with the number of this process."""
    parent = Path(tempfile.gettempdir())
    for old in parent.glob(f"{_PREFIX}*"):
        pid = old.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdigit() and _is_gone(int(pid)) and old.stat().st_uid == os.getuid():
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
