"""The compiler: a file of typed Python -> one wasm module.

    source -> check (mypy) -> lower (IR) -> passes -> emit (C) -> zig -> wasm

Each stage is a function of its input alone; the same input gives the same bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pygress.base.diagnostics import Diagnostic
from pygress.compiler import passes
from pygress.compiler.emit.program import emit_program
from pygress.compiler.frontend.lower.elements import find_elements
from pygress.compiler.frontend.plugin.program import load_plugin
from pygress.compiler.frontend.program import build_program
from pygress.compiler.frontend.world import World
from pygress.compiler.ir.printer import print_program
from pygress.compiler.ir.program import OURS, Program
from pygress.compiler.runtime.build import BALANCED, compile_and_link
from pygress.compiler.runtime.objects import write_number

PLUGIN_EXPORTS = ("proxy_abi_version_0_2_1", "proxy_on_memory_allocate", "_initialize")


@dataclass(frozen=True)
class Build:
    """What the compiler made: the module, and every stage before it for `--dump`."""

    wasm: bytes
    metadata: Mapping[str, Any]
    ir: str
    c: str
    diagnostics: tuple[Diagnostic, ...] = field(default=())


def compile_program(path: Path, *, dump: bool = False) -> Build:
    """Compile any typed program; its top-level code runs at `_start`.

    Raises `DiagnosticError` with every mistake of the user, `InternalError` for one of ours.
    """
    shown = str(path)
    program, world = build_program(path, shown)
    c, ir = back_end(program, world, dump=dump)
    wasm = compile_and_link(c, ["_start"])
    return Build(wasm, {}, ir, "\n".join(c))


def compile_plugin(path: Path, *, dump: bool = False) -> Build:
    """Compile a plugin file (or the `plugin.py` of a folder) into a module for Proxy-Wasm 0.2.1.

    Raises `DiagnosticError` with every mistake of the user, `InternalError` for one of ours.
    """
    if (path / "plugin.py").exists():
        path = path / "plugin.py"
    plugin, program, world = load_plugin(path)
    c, ir = back_end(program, world, dump=dump)
    exports = [*program.exports, *PLUGIN_EXPORTS]
    sections = {
        "pygress.plugin": json.dumps(plugin.metadata, sort_keys=True, ensure_ascii=False).encode(),
        "pygress.readme": plugin.readme.encode(),
    }
    hidden = {one.c for one in program.functions if one.path.startswith(OURS)}
    wasm = compile_and_link(c, exports, opt=BALANCED, far_calls=True, hidden=hidden)
    wasm += custom_sections(sections)
    return Build(wasm, plugin.metadata, ir, "\n".join(c), plugin.warnings)


def custom_sections(sections: Mapping[str, bytes]) -> bytes:
    """Encode custom sections, to append to a module; empty ones are left out."""
    out = b""
    for name, content in sections.items():
        if content:
            payload = write_number(len(name.encode())) + name.encode() + content
            out += b"\0" + write_number(len(payload)) + payload
    return out


def back_end(program: Program, world: World, *, dump: bool) -> tuple[tuple[str, ...], str]:
    """Run the passes and write C; the IR as text only if it is wanted."""
    find_elements(world)
    passes.run(program)
    ir = print_program(program) if dump or os.environ.get("PYGRESS_DUMP") else ""
    return emit_program(program, boxed_entries=world.needs_boxed_entries), ir
