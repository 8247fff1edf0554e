"""The passes over the compiler IR, in order.

1. `reachable` drops blocks that nothing jumps to: later passes see only code that can run.
2. `bound` removes checks of variables that always have a value; what is left gets a flag.
3. `concat` makes one operation of `a + b + c` over strings.
4. `ranges` drops the checks of arithmetic that cannot fail.
5. `frames` moves what generators need after a `yield` into their heap frames.
6. `raises` finds functions that cannot raise, so that their callers need no check.
7. `recursion` marks functions on call cycles, which count their depth.
8. `rare` finds what runs only when a plugin starts, to be compiled for size.
9. `safepoints` finds where the collector may run in the middle of a call; last, as it needs what is live.
"""

from pygress.compiler.ir.program import Program
from pygress.compiler.passes import (
    bound,
    concat,
    frames,
    raises,
    ranges,
    rare,
    reachable,
    recursion,
    safepoints,
)

_SDK = "pygress/sdk/"
"""What the SDK allocates in a loop is little (headers, parameters): it collects between callbacks only."""


def run(program: Program) -> None:
    """Run all passes."""
    for function in program.functions:
        reachable.remove_unreachable(function)
        bound.remove_checks(function)
        concat.join_chains(function)
    ranges.drop_checks(program)
    for function in program.functions:
        if function.is_generator:
            frames.place_registers(function)
    raises.find_raising(program)
    recursion.mark_recursive(program)
    rare.find_rare(program)
    safepoints.place_safepoints(program, _SDK)
