"""mypy's cache of the standard library's stubs, kept between runs: reading them anew takes longer than a warm build.

Only stubs are in it (`check` sees to that). mypy writes each file whole and checks what it reads against the
sources, so builds may run side by side. Where the folder cannot be written, nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from pygress.compiler.runtime.build import cache_dir


@contextmanager
def stub_cache() -> Iterator[Path]:
    """Give the folder of the stubs that are known."""
    path = cache_dir() / f"stubs-{version('mypy')}"
    path.mkdir(exist_ok=True)
    yield path
