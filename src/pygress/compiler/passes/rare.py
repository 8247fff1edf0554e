"""Find functions that run only when a plugin starts or takes a configuration: these are compiled for size.

Input: the functions of a plugin. Output: `rare` of those that no callback of a request leads to. Whatever can be called
in ways that are not seen here (hooks, function objects) is not rare.
"""

import re

from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Function, Program
from pygress.compiler.passes.recursion import callees

STARTING = ("proxy_on_vm_start", "proxy_on_configure")


def find_rare(program: Program) -> None:
    """Mark the rare functions; a program with a `main` has none."""
    if program.main is not None:
        return
    values = [
        op.function
        for one in program.functions
        for block in one.blocks
        for op in block.ops
        if isinstance(op, ops.MakeFunction)
    ]
    named = {
        name
        for cls in program.classes
        for text in [*cls.hooks.values(), *cls.methods.values()]
        for name in re.findall(r"\w+", text)
    }
    work = [function for name, function in program.exports.items() if name not in STARTING]
    work += values
    work += [one for one in program.functions if one.c in named or one.is_generator]
    often: set[Function] = set()
    while work:
        function = work.pop()
        if function not in often:
            often.add(function)
            work += callees(function, [])
    for one in program.functions:
        one.rare = one not in often
