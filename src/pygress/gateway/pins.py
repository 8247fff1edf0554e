"""Keeps the files of accepted modules, whatever happens to the cache they came from.

A pin is a hard link (a copy across file systems) in the gateway's own folder, named by the hash of the module.
"""

import contextlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pygress.gateway import ir
from pygress.gateway.build import Plan
from pygress.oci.digest import digest_of_file


def is_intact(path: Path, sha256: str) -> bool:
    """Tell whether a module's file is what it was: a disk can lose bytes under a running gateway."""
    try:
        return digest_of_file(path) == f"sha256:{sha256}"
    except OSError:
        return False


class Pins:
    """The pinned modules of one gateway."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, plans: Iterable[Plan]) -> None:
        """Pin the modules of these plans and let go of all others; raises OSError when the disk is full."""
        wanted = {fill.sha256: Path(fill.module) for plan in plans for fill in plan.modules}
        self._folder.mkdir(parents=True, exist_ok=True)
        for sha256, source in wanted.items():
            pin = self._path(sha256)
            if not pin.exists() and source.exists():
                partial = pin.with_suffix(".partial")
                partial.unlink(missing_ok=True)
                try:
                    os.link(source, partial)
                except OSError:
                    shutil.copyfile(source, partial)
                partial.replace(pin)
        for pin in self._folder.glob("*.wasm"):
            if pin.stem not in wanted:
                with contextlib.suppress(OSError):
                    pin.unlink()

    def drop_damaged(self) -> None:
        """Let go of pins that are not what they were: a link shares the fate of the file that it came from."""
        for pin in self._folder.glob("*.wasm"):
            if not is_intact(pin, pin.stem):
                with contextlib.suppress(OSError):
                    pin.unlink()

    def restored(self, plan: Plan) -> Plan:
        """Give a plan that reads its pins where the original files are gone."""

        def change(fill: ir.Fill) -> ir.Fill:
            if (
                isinstance(fill, ir.Wasm)
                and not Path(fill.module).exists()
                and self._path(fill.sha256).exists()
            ):
                return replace(fill, module=str(self._path(fill.sha256)))
            return fill

        if all(Path(fill.module).exists() for fill in plan.modules):
            return plan
        return plan.mapped(change)

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.wasm"
