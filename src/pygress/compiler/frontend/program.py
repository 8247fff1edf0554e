"""From typed trees to the compiler IR of a whole program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mypy import nodes

import pygress
from pygress.compiler.frontend.check import Checked, Source, check
from pygress.compiler.frontend.config_types import Trees
from pygress.compiler.frontend.imports import reach
from pygress.compiler.frontend.lower.modules import finish_libraries, module_init
from pygress.compiler.frontend.plugin_source import read_plugin
from pygress.compiler.frontend.schema import config_schema
from pygress.compiler.frontend.typemap import STDLIB
from pygress.compiler.frontend.world import World
from pygress.compiler.ir.program import Program
from pygress.sdk.entry import entry_source

ENTRY = "__plugin__"


def build_program(path: Path, shown: str) -> tuple[Program, World]:
    """Check and lower a program whose top-level code is `path`; `shown` is the file name in messages.

    Raises `DiagnosticError` with all mistakes.
    """
    text = path.read_text(encoding="utf-8")
    folder = path.resolve().parent
    implemented, keep = reach([text], [folder])
    source = Source(module_name(path), shown, text)
    checked = check([source], [folder], keep)
    world = make_world(checked, implemented)
    world.main_module = source.module
    tree = checked.files[source.module]
    function = module_init(world, tree)
    world.program.init = world.program.main = function
    world.run()
    finish_libraries(world)
    return world.program, world


def build_plugin(path: Path, shown: str) -> tuple[Program, World, dict[str, Any]]:
    """Check and lower a plugin together with its entry module; gives its metadata too."""
    text = path.read_text(encoding="utf-8")
    folder = path.resolve().parent
    module = module_name(path)
    plugin = read_plugin(path, shown, module)
    entry = entry_source(plugin.shape)
    implemented, keep = reach([text, entry], [folder])
    sources = [Source(module, shown, text), Source(ENTRY, "<entry>", entry)]
    checked = check(sources, [folder], [*keep, "pygress.sdk.config"])
    world = make_world(checked, implemented)
    tree = checked.files[ENTRY]
    world.user_modules.add(ENTRY)
    world.program.init = module_init(world, tree)
    for statement in tree.defs:
        if isinstance(statement, nodes.FuncDef) and statement.name.startswith("proxy_on_"):
            world.program.exports[statement.name] = world.function(statement, None, {}, tree).ir
    world.run()
    finish_libraries(world)
    metadata = dict(plugin.metadata)
    metadata |= {"sdk": f"pygress/{pygress.__version__}", "language": "python"}
    shape = plugin.shape
    if shape.config_class != "None":
        info = checked.info(f"{shape.config_module}.{shape.config_class}")
        if info is not None and "dataclass" in info.metadata:
            metadata["config_schema"] = config_schema(info, Trees(world.trees, checked.sources))
    return world.program, world, metadata


def make_world(checked: Checked, implemented: dict[str, str]) -> World:
    """Start a compilation: modules outside our package are the user's."""
    user = {
        name
        for name, tree in checked.files.items()
        if not tree.is_stub and not name.startswith((STDLIB, "pygress."))
    }
    return World(checked, implemented, user)


def module_name(path: Path) -> str:
    """Give a module name for a file; dashes and the like become underscores."""
    stem = "".join(one if one.isalnum() or one == "_" else "_" for one in path.stem)
    return stem if stem.isidentifier() else f"_{stem}"
