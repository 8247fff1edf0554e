"""AssemblyScript: the project's own `asc` from `node_modules`."""

import json
from pathlib import Path
from typing import Any

from pygress.cli.foreign.toolchain import find_program, run, version_of
from pygress.cli.reported import fail

NAME = "AssemblyScript"
_ENTRY = "assembly/index.ts"
_RUNTIMES = ("@solo-io/proxy-runtime", "@higress/proxy-wasm-assemblyscript-sdk")
_FIRST_WITH_OUT_FILE = (0, 20)


def finds(folder: Path) -> bool:
    """Tell whether the folder is an npm package that depends on AssemblyScript."""
    return (folder / "asconfig.json").is_file() or "assemblyscript" in _dependencies(folder)


def make(folder: Path, output: Path) -> None:
    """Compile the entry file with the release options."""
    node = find_program("node", "/usr/local/bin")
    if not node:
        raise fail(
            "there is no `node` on this machine", "install Node.js 20 or later from https://nodejs.org"
        )
    package = folder / "node_modules" / "assemblyscript"
    compiler = package / "bin" / "asc.js"
    if not compiler.is_file():
        compiler = package / "bin" / "asc"
    if not compiler.is_file():
        raise fail(f"AssemblyScript is not installed in `{folder}`", f"run `npm install` in `{folder}` first")
    config = _read(folder / "asconfig.json")
    entries = config.get("entries")
    entry = str(entries[0]) if isinstance(entries, list) and entries else _ENTRY
    if not (folder / entry).is_file():
        raise fail(
            f"there is no `{entry}` in `{folder}`", "name the entry file in `entries` of asconfig.json"
        )
    command = [node, str(compiler), entry]
    if "release" in (config.get("targets") or {}):
        command += ["--target", "release"]
    else:
        command += ["-O3"]
    version = version_of(str(_read(package / "package.json").get("version", "")))
    command += ["--outFile" if version >= _FIRST_WITH_OUT_FILE else "--binaryFile", str(output)]
    if any(name in _dependencies(folder) for name in _RUNTIMES) and "use" not in str(config):
        # The host has no `abort`; the SDKs bring one that ends the module as WASI does.
        command += ["--use", "abort=abort_proc_exit"]
    run(command, folder)


def _dependencies(folder: Path) -> dict[str, Any]:
    package = _read(folder / "package.json")
    found: dict[str, Any] = {}
    for kind in ("dependencies", "devDependencies"):
        part = package.get(kind)
        found |= part if isinstance(part, dict) else {}
    return found


def _read(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise fail(f"`{file}` cannot be read: {error}") from error
    return data if isinstance(data, dict) else {}
