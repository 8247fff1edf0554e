"""Where what was built once is kept: `$PYGRESS_CACHE`, else `$XDG_CACHE_HOME/pygress`, else `~/.cache/pygress`.

Files are named by a digest of everything they depend on and appear by one atomic rename, so builds may run side by
side and may be killed at any point. A folder that can be read only is read; new files then go to a folder of this
process, which is deleted at its end.
"""

import atexit
import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

ABANDONED = 3600.0
"""Seconds after which the work folder of a build counts as left behind by one that was killed."""


def cache_dir() -> Path:
    """Give a folder that can be written."""
    preferred = _preferred()
    return preferred if _writable(preferred) else _own()


def cached(name: str) -> Path | None:
    """Find a file of the cache."""
    for folder in dict.fromkeys((_preferred(), cache_dir())):
        if (folder / name).is_file():
            return folder / name
    return None


def store(name: str, build: Callable[[Path], Path]) -> Path:
    """Give the file `name` of the cache; `build(folder)` makes it if it is not there."""
    found = cached(name)
    if found is not None:
        return found
    folder = cache_dir()
    work = Path(tempfile.mkdtemp(prefix="build-", dir=folder))
    try:
        build(work).replace(folder / name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        _sweep(folder)
    return folder / name


def store_content(name: str, build: Callable[[Path], Path]) -> bytes:
    """Give the contents of the file `name` of the cache, which may be one of those that `keep_newest` deletes."""
    while True:
        with contextlib.suppress(FileNotFoundError):
            return store(name, build).read_bytes()


def keep_newest(pattern: str, count: int) -> None:
    """Delete the oldest files of a kind beyond `count`: those that change with what a user writes."""
    ages = []
    for file in cache_dir().glob(pattern):
        with contextlib.suppress(FileNotFoundError):
            ages.append((file.stat().st_mtime, file))
    for _, file in sorted(ages, reverse=True)[count:]:
        file.unlink(missing_ok=True)


def _preferred() -> Path:
    named = os.environ.get("PYGRESS_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    if base and Path(base).is_absolute():
        return Path(base) / "pygress"
    try:
        return Path.home() / ".cache" / "pygress"
    except RuntimeError:  # no HOME, and no entry for the user
        return Path(tempfile.gettempdir()) / f"pygress-{os.getuid()}"


@cache
def _writable(path: Path) -> bool:
    """Tell whether files can be made in a folder, which is created if it is missing; says so once if not."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="try-", dir=path)
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        print(
            f"note: the cache folder `{path}` cannot be written ({reason}): builds take longer",
            file=sys.stderr,
        )
        return False
    return True


@cache
def _own() -> Path:
    path = Path(tempfile.mkdtemp(prefix="pygress-cache-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


@cache
def _sweep(folder: Path) -> None:
    """Delete what builds that were killed have left."""
    for work in folder.glob("build-*"):
        try:
            if time.time() - work.stat().st_mtime > ABANDONED:
                shutil.rmtree(work, ignore_errors=True)
        except OSError:
            continue
