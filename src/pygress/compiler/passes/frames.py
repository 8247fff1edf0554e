"""Place the registers of generators: what is needed after a `yield` lives in the heap frame.

Before: `r1 = ...; yield r2; use r1`. After: the same, with `r1.in_frame`. Invariant: a register outside the frame is
not live at any `yield`; parameters are all in the frame, because the body starts at the first resumption.
"""

from pygress.compiler.ir.ops import Block, Op, Reg, Unbind, Yield, read, successors, written
from pygress.compiler.ir.program import Function


def place_registers(function: Function) -> None:
    """Mark the registers of a generator that live across a suspension; backward analysis of liveness."""
    live: dict[Block, set[Reg]] = {one: set() for one in function.blocks}
    changed = True
    while changed:
        changed = False
        for block in reversed(function.blocks):
            before = _live_in(block, live)
            if before != live[block]:
                live[block] = before
                changed = True
    for reg in function.params:
        reg.in_frame = True
    for block in function.blocks:
        if isinstance(block.end, Yield):
            for reg in _across(block.end, live):
                reg.in_frame = True


def _across(end: Yield, live: dict[Block, set[Reg]]) -> set[Reg]:
    """Tell what is needed after a suspension."""
    found = set(live[end.resume])
    if end.sent is not None:
        found.discard(end.sent)
    if end.err is not None:
        found |= live[end.err]
    return found


def _live_in(block: Block, live: dict[Block, set[Reg]]) -> set[Reg]:
    current: set[Reg] = set()
    if isinstance(block.end, Yield):
        current |= _across(block.end, live)
    else:
        for after in successors(Block(-1, [], block.end)):
            current |= live[after]
    if block.end is not None:
        current |= set(read(block.end))
    for op in reversed(block.ops):
        _step(op, current, live)
    return current


def _step(op: Op, current: set[Reg], live: dict[Block, set[Reg]]) -> None:
    dst = op.reg if isinstance(op, Unbind) else written(op)
    if dst is not None:
        current.discard(dst)
    if op.err is not None:
        current |= live[op.err]
    current |= set(read(op))
