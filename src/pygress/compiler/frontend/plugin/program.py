"""From a plugin file to the compiler IR: the plugin and its entry module are checked and lowered together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mypy import nodes

from pygress.base.diagnostics import Diagnostic, DiagnosticError
from pygress.compiler.frontend.check import check
from pygress.compiler.frontend.imports import reach
from pygress.compiler.frontend.lower.modules import finish_libraries, module_init
from pygress.compiler.frontend.plugin.read import ENTRY, PluginFile, read_plugin
from pygress.compiler.frontend.program import make_world
from pygress.compiler.frontend.source_file import Source, module_name, read_source
from pygress.compiler.frontend.world import World
from pygress.compiler.ir.program import Program

UNREADABLE = ("bad-file", "syntax-error")
"""Mistakes after which nothing more can be said about a file."""


def load_plugin(path: Path) -> tuple[PluginFile, Program, World]:
    """Read, check and lower a plugin file; raises `DiagnosticError` with all mistakes."""
    try:
        plugin = read_plugin(path)
    except DiagnosticError as error:
        if any(one.code in UNREADABLE for one in error.diagnostics):
            raise
        raise DiagnosticError(_add_type_errors(path, error.diagnostics)) from None
    return (plugin, *build_plugin(path, plugin))


def build_plugin(path: Path, plugin: PluginFile) -> tuple[Program, World]:
    """Check and lower a plugin; `exports` of the program are the callbacks that its entry module defines.

    Raises `DiagnosticError` with all mistakes.
    """
    text = read_source(path)
    sources = [Source(plugin.module, str(path), text), Source(ENTRY, ENTRY, plugin.entry)]
    folder = path.resolve().parent
    reached = reach(sources, folder)
    try:
        checked = check(reached.sources, reached.library, reached.mistakes)
    except DiagnosticError as error:
        raise DiagnosticError(_of_author(error.diagnostics, plugin)) from None
    world = make_world(checked, reached.implemented)
    world.main_module = plugin.module
    world.trace_root = folder
    tree = checked.files[ENTRY]
    world.program.init = module_init(world, tree)
    for node in tree.defs:
        if isinstance(node, nodes.FuncDef) and node.name.startswith("proxy_on_"):
            world.program.exports[node.name] = world.function(node, None, {}, tree).ir
    world.run()
    finish_libraries(world)
    return world.program, world


def _add_type_errors(path: Path, mistakes: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Give the mistakes of a plugin that could not be read whole, with what mypy says about the file besides."""
    folder = path.resolve().parent
    reached = reach([Source(module_name(path), str(path), read_source(path))], folder)
    try:
        check(reached.sources, reached.library, [*mistakes, *reached.mistakes])
    except DiagnosticError as error:
        return list(error.diagnostics)
    return list(mistakes)


def _of_author(diagnostics: Sequence[Diagnostic], plugin: PluginFile) -> list[Diagnostic]:
    """Leave out what follows in the entry module from the author's mistakes; alone it is shown at the plugin class."""
    kept = [one for one in diagnostics if one.span is None or one.span.path != ENTRY]
    if kept:
        return kept
    return [
        Diagnostic("bad-plugin", f"the plugin does not fit its host: {one.message}", plugin.place)
        for one in diagnostics
    ]
