"""mypy's cache of the standard library's stubs, kept between runs: reading them anew takes longer than a warm build.

Only stubs are in it (`check` sees to that). mypy writes each file whole and checks what it reads against the
sources, so builds may run side by side. Where the folder cannot be written, nothing is kept.
"""

from __future__ import annotations

from pathlib import Path

from mypy.version import __version__

from pygress.compiler.runtime.cache import cache_dir


def stub_folder() -> Path:
    """Give the folder of the stubs that are known."""
    path = cache_dir() / f"stubs-{__version__}"
    path.mkdir(exist_ok=True)
    return path
