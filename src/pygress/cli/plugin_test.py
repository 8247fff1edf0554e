"""`pygress plugin test`: the plugin's pytest files, on CPython and as compiled wasm."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from pygress.cli.reported import fail, reported

NO_TESTS = 5
"""The exit code of pytest when it found nothing to run."""


def test(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="the plugin's folder")] = Path(),
    on: Annotated[
        str, typer.Option("--on", help="where to run the plugin: `both`, `cpython`, `wasm`, `envoy` or `all`")
    ] = "both",
    envoy: Annotated[bool, typer.Option("--envoy", help="run the compiled plugin in a real Envoy")] = False,
) -> None:
    """Run a plugin's tests; each runs twice, on CPython and as compiled wasm, and both must agree.

    Options that are not known here go to pytest (`-k NAME`, `-x`, `--pdb`, ...).
    """
    with reported():
        if on not in ("both", "cpython", "wasm", "envoy", "all"):
            raise fail(f"`--on {on}`: expected `both`, `cpython`, `wasm`, `envoy` or `all`")
        if not folder.exists():
            raise fail(f"`{folder}` does not exist", "`pygress plugin init NAME` begins a plugin")
    # A process of its own: the terminal, the debugger and the exit code are pytest's.
    command = [
        sys.executable,
        "-m",
        "pytest",
        f"--gateway={'envoy' if envoy else on}",
        "--import-mode=importlib",
    ]
    command += ["-p", "no:cacheprovider", *context.args, os.fspath(folder)]
    # The tests may import what the plugin imports: its own modules lie beside it.
    place = folder.resolve() if folder.is_dir() else folder.resolve().parent
    paths = [os.fspath(place), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    status = subprocess.run(command, check=False, env=environment).returncode
    if status == NO_TESTS:
        print(f"error: no tests in `{folder}`", file=sys.stderr)
    raise typer.Exit(0 if status == 0 else 1)
