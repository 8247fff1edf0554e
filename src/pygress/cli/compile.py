"""`pygress compile`: every stage of the compiler, to look at or to keep."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pygress.cli.compiling import compiled, keep_garbage, show


class Stage(StrEnum):
    """A stage that can be printed."""

    IR = "ir"
    C = "c"


def compile_(
    file: Annotated[Path, typer.Argument(metavar="FILE.py", help="a program or a plugin")],
    dump: Annotated[Stage | None, typer.Option(help="print this stage instead of writing the module")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="where to write the module (FILE.wasm)")
    ] = None,
) -> None:
    """Compile a typed Python program, or a plugin if the file has an `@plugin` class, to one wasm module."""
    keep_garbage()
    from pygress.compiler.frontend.source_file import read_source
    from pygress.compiler.pipeline import compile_plugin, compile_program

    with compiled():
        if (file / "plugin.py").is_file():
            file = file / "plugin.py"
        text = read_source(file)
        is_plugin = "pygress.sdk" in text and "@plugin(" in text
        build = (compile_plugin if is_plugin else compile_program)(file, dump=dump is not None)
        show(build.diagnostics)
        target = output or file.with_suffix(".wasm")
        if dump is None:
            target.write_bytes(build.wasm)
    if dump is not None:
        print(build.ir if dump == Stage.IR else build.c, end="")
        return
    print(f"{len(build.wasm) / 1024:.1f} KB", file=sys.stderr)
    print(target)
