"""Remove checks of variables that always have a value where they are read.

Before: `check x; y = x` after `x = 1` on every path. After: `y = x`. The checks that stay need a flag for variables
that are not references: `function.flags` lists them.
"""

from pygress.compiler.ir.ops import Block, CheckBound, Reg, Unbind, Yield, successors, written
from pygress.compiler.ir.program import Function


def remove_checks(function: Function) -> None:
    """Remove the checks that the data flow proves; forward analysis of definitely assigned registers."""
    checked = {op.reg for block in function.blocks for op in block.ops if isinstance(op, CheckBound)}
    if not checked:
        return
    everything = frozenset(checked)
    entry: dict[Block, frozenset[Reg]] = dict.fromkeys(function.blocks, everything)
    entry[function.blocks[0]] = frozenset(one for one in function.params if one in checked)
    work = list(function.blocks)
    while work:
        block = work.pop(0)
        state = set(entry[block])
        for op in block.ops:
            # An exception may leave before the operation has written its result.
            if op.err is not None:
                _meet(op.err, frozenset(state), entry, work)
            _step(op, state)
        if isinstance(block.end, Yield) and block.end.sent is not None and block.end.sent in checked:
            state.add(block.end.sent)
        out = frozenset(state)
        for after in successors(block):
            if not any(op.err is after for op in block.ops) or after in _ends(block):
                _meet(after, out, entry, work)
    kept: set[Reg] = set()
    for block in function.blocks:
        state = set(entry[block])
        ops = []
        for op in block.ops:
            if isinstance(op, CheckBound):
                if op.reg in state:
                    continue
                kept.add(op.reg)
            _step(op, state)
            ops.append(op)
        block.ops = ops
    function.flagged = kept


def _ends(block: Block) -> list[Block]:
    plain = Block(-1, [], block.end)
    return successors(plain)


def _step(op: object, state: set[Reg]) -> None:
    if isinstance(op, Unbind):
        state.discard(op.reg)
        return
    if isinstance(op, CheckBound):
        state.add(op.reg)
        return
    dst = written(op)  # type: ignore[arg-type]
    if dst is not None:
        state.add(dst)


def _meet(block: Block, state: frozenset[Reg], entry: dict[Block, frozenset[Reg]], work: list[Block]) -> None:
    joined = entry[block] & state
    if joined != entry[block]:
        entry[block] = joined
        if block not in work:
            work.append(block)
