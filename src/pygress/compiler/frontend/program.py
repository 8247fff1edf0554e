"""From typed trees to the compiler IR of a whole program."""

from __future__ import annotations

from pathlib import Path

from pygress.compiler.frontend.check import Checked, check
from pygress.compiler.frontend.imports import reach
from pygress.compiler.frontend.lower.modules import finish_libraries, module_init
from pygress.compiler.frontend.source_file import Source, module_name, parse_source, read_source
from pygress.compiler.frontend.typemap import STDLIB
from pygress.compiler.frontend.world import World
from pygress.compiler.ir.program import Program


def build_program(path: Path, shown: str) -> tuple[Program, World]:
    """Check and lower a program whose top-level code is `path`; `shown` is the file name in messages.

    Raises `DiagnosticError` with all mistakes.
    """
    text = read_source(path, shown)
    parse_source(text, shown)
    source = Source(module_name(path), shown, text)
    folder = path.resolve().parent
    reached = reach([source], folder)
    checked = check(reached.sources, reached.library, reached.mistakes)
    world = make_world(checked, reached.implemented)
    world.main_module = source.module
    tree = checked.files[source.module]
    function = module_init(world, tree)
    world.program.init = world.program.main = function
    world.run()
    finish_libraries(world)
    return world.program, world


def make_world(checked: Checked, implemented: dict[str, str]) -> World:
    """Start a compilation: modules outside our package are the user's."""
    user = {
        name
        for name, tree in checked.files.items()
        if not tree.is_stub and not name.startswith((STDLIB, "pygress."))
    }
    return World(checked, implemented, user)
