"""Which functions are called only where the program shows it."""

from __future__ import annotations

import re

from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Function, Program


def closed_functions(program: Program) -> set[Function]:
    """Find the functions that only calls in the program reach: no hooks, function objects, exports, generators."""
    named = {program.init, program.main, *program.exports.values()}
    words: set[str] = set()
    for cls in program.classes:
        for text in [*cls.hooks.values(), *cls.methods.values()]:
            words.update(re.findall(r"\w+", text))
    for dispatch in program.dispatches:
        if dispatch.c in words:
            words.update(arm.function.c for arm in dispatch.arms.values())
    values = {
        op.function
        for one in program.functions
        for block in one.blocks
        for op in block.ops
        if isinstance(op, ops.MakeFunction)
    }
    return {
        one
        for one in program.functions
        if not (one.is_closure or one.is_generator or one.is_star)
        and one not in values
        and one not in named
        and one.c not in words
    }
