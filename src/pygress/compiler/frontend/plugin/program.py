"""From a plugin file to the compiler IR: the plugin and its entry module are checked and lowered together."""

from __future__ import annotations

from pathlib import Path

from mypy import nodes

from pygress.compiler.frontend.check import Source, check
from pygress.compiler.frontend.imports import reach
from pygress.compiler.frontend.lower.modules import finish_libraries, module_init
from pygress.compiler.frontend.plugin.read import ENTRY, PluginFile
from pygress.compiler.frontend.program import make_world
from pygress.compiler.frontend.source_file import read_source
from pygress.compiler.frontend.world import World
from pygress.compiler.ir.program import Program


def build_plugin(path: Path, plugin: PluginFile) -> tuple[Program, World]:
    """Check and lower a plugin; `exports` of the program are the callbacks that its entry module defines.

    Raises `DiagnosticError` with all mistakes.
    """
    text = read_source(path)
    sources = [Source(plugin.module, str(path), text), Source(ENTRY, ENTRY, plugin.entry)]
    folder = path.resolve().parent
    reached = reach(sources, folder)
    checked = check(reached.sources, reached.library, folder)
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
