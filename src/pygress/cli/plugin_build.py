"""`pygress plugin build`: from a folder with `plugin.py` to `plugin.wasm`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pygress.base.diagnostics import Diagnostic, DiagnosticError, render_all
from pygress.cli.compiling import keep_garbage, ours
from pygress.cli.reported import fail, reported

if TYPE_CHECKING:
    from pygress.compiler.pipeline import Build

SOURCE = "plugin.py"
MODULE = "plugin.wasm"


def build(
    source: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="the plugin's folder, or its file")
    ] = Path(),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="where to write the module (DIR/plugin.wasm)")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print result and mistakes as JSON")] = False,
) -> None:
    """Compile a plugin into one small WebAssembly module; prints the module's path.

    Every mistake is shown with its place and a way out, and nothing is written then (exit code 1).
    """
    keep_garbage()
    with reported():
        if source.is_dir() and not (source / SOURCE).is_file():
            from pygress.cli.foreign import build_foreign, find_language

            if (language := find_language(source)) is not None:
                build_foreign(language, source, output, as_json)
                return
        file = find_source(source)
        target = output or file.parent / MODULE
        try:
            built = compile_file(file)
        except DiagnosticError as error:
            report(error.diagnostics, as_json)
            raise typer.Exit(1) from None
        if not as_json:
            report(built.diagnostics, as_json)
        write_whole(target, bytes(built.wasm))
    name, version = str(built.metadata.get("name", "")), str(built.metadata.get("version", ""))
    if as_json:
        warnings = [one.to_json() for one in built.diagnostics]
        result = {"path": str(target), "size": len(built.wasm), "name": name, "version": version}
        print(json.dumps({**result, "diagnostics": warnings}))
    else:
        print(f"{name} {version}: {len(built.wasm) / 1024:.1f} KB", file=sys.stderr)
        print(target)


def find_source(source: Path) -> Path:
    """Give the plugin's main file."""
    file = source / SOURCE if source.is_dir() and source.name != SOURCE else source
    if not file.exists():
        raise fail(f"`{file}` does not exist", "`pygress plugin init NAME` begins a plugin")
    return file


def compile_file(file: Path) -> "Build":
    """Compile; raises `DiagnosticError` with every mistake, ends with exit code 2 after a bug of ours."""
    from pygress.compiler.frontend.errors import InternalError
    from pygress.compiler.pipeline import compile_plugin

    try:
        return compile_plugin(file)
    except InternalError as error:
        raise ours(error) from None


def report(diagnostics: "tuple[Diagnostic, ...] | list[Diagnostic]", as_json: bool) -> None:
    """Print diagnostics: JSON to stdout, or text with the sources to stderr."""
    if as_json:
        print(json.dumps({"diagnostics": [one.to_json() for one in diagnostics]}))
        return
    if diagnostics:
        paths = {one.span.path for one in diagnostics if one.span is not None}
        sources = {path: Path(path).read_text(errors="replace") for path in paths if Path(path).is_file()}
        print(render_all(list(diagnostics), sources), file=sys.stderr)


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that no reader ever sees half of it."""
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        raise fail(f"`{target}` cannot be written: {error.strerror}") from None
