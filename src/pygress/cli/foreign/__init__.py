"""`pygress plugin build` for plugins in Go, Rust and AssemblyScript.

Each language has a file with `finds(folder)`, which tells a project by its own build file, and
`make(folder, output)`, which runs the language's toolchain or raises a `CommandError` that names what to install.
"""

import json
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from pygress.cli.foreign import assemblyscript, go, rust
from pygress.cli.plugin_push import read_module
from pygress.cli.reported import fail
from pygress.modules.wasm import size_text
from pygress.oci.image import PLUGIN_FILE

LANGUAGES: tuple[ModuleType, ...] = (go, rust, assemblyscript)


def find_language(source: Path) -> ModuleType | None:
    """Give the language of a project folder; None for a Python plugin and for anything else."""
    if not source.is_dir() or (source / "plugin.py").is_file():
        return None
    return next((one for one in LANGUAGES if one.finds(source)), None)


def build_foreign(language: ModuleType, folder: Path, output: Path | None, as_json: bool) -> None:
    """Build the project, check that the result is a plugin, and print its path."""
    target = output or folder / PLUGIN_FILE
    with tempfile.TemporaryDirectory(dir=target.resolve().parent, prefix=".pygress-build-") as work:
        made = Path(work) / PLUGIN_FILE
        language.make(folder.resolve(), made)
        if not made.is_file():
            raise fail(f"the {language.NAME} toolchain wrote no module")
        wasm, facts = read_module(made)
        made.chmod(0o644)
        made.replace(target)
    if as_json:
        found = {"path": str(target), "size": len(wasm), "abi": facts.abi, "sdk": facts.sdk}
        print(json.dumps({**found, "language": facts.language or language.NAME, "diagnostics": []}))
    else:
        print(f"{facts.language or language.NAME}: {size_text(len(wasm))}, ABI {facts.abi}", file=sys.stderr)
        print(target)
