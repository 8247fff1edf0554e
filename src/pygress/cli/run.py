"""`pygress run`: compile any typed program and run it in wasm."""

from pathlib import Path
from typing import Annotated

import typer

from pygress.cli.compiling import compiled, keep_garbage


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE.py", help="the program")],
    arguments: Annotated[list[str] | None, typer.Argument(metavar="[ARGS]...", help="its arguments")] = None,
) -> None:
    """Compile a typed Python program and run it in wasm, with this terminal's input and output.

    The exit code is the program's; 1 with diagnostics if it cannot be compiled.
    """
    keep_garbage()
    from pygress.compiler.pipeline import compile_program
    from pygress.host.program import Program

    with compiled():
        build = compile_program(file)
    raise typer.Exit(Program(build.wasm).run_attached([str(file), *(arguments or [])]))
