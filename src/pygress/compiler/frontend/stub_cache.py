"""Keep mypy's trees of the standard library's stubs between runs: they are most of the time of a warm build.

mypy's own cache would also hold the program's modules, whose trees come back without function bodies. So each run
works on a copy (hard links) that has the stubs alone, and adds new stubs to the shared folder when it has finished.
Files appear in the shared folder by one link each, so that builds may run side by side.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from pygress.compiler.runtime.build import cache_dir


@contextmanager
def stub_cache() -> Iterator[Path]:
    """Give a private cache folder with the stubs that are known; it is deleted afterwards."""
    shared = _shared()
    work = Path(tempfile.mkdtemp(prefix="check-", dir=cache_dir()))
    try:
        for file in shared.rglob("*"):
            if file.is_file():
                target = work / file.relative_to(shared)
                target.parent.mkdir(parents=True, exist_ok=True)
                with contextlib.suppress(OSError):
                    os.link(file, target)
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def keep_stubs(work: Path, modules: list[str]) -> None:
    """Add the stubs `modules` of a finished run to the shared folder."""
    shared = _shared()
    for folder in work.iterdir():
        if not folder.is_dir():
            continue
        for module in modules:
            stem = folder.joinpath(*module.split("."))
            for file in [*stem.parent.glob(f"{stem.name}.*.*"), *stem.glob("__init__.*.*")]:
                target = shared / file.relative_to(work)
                if not target.exists():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with contextlib.suppress(OSError):
                        os.link(file, target)


def _shared() -> Path:
    path = cache_dir() / f"stubs-{version('mypy')}"
    path.mkdir(exist_ok=True)
    return path
