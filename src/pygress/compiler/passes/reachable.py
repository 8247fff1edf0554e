"""Drop blocks that nothing jumps to.

Before: L0 -> L2, L1 dead. After: L0 -> L2. Invariant: every block of a function has a terminator and a predecessor.
"""

from pygress.compiler.ir.ops import Block, Unreachable, successors
from pygress.compiler.ir.program import Function


def remove_unreachable(function: Function) -> None:
    """Keep the blocks that can be reached from the first one, in their order."""
    if not function.blocks:
        function.blocks.append(Block(0, [], Unreachable()))
    seen: set[Block] = set()
    stack = [function.blocks[0]]
    while stack:
        block = stack.pop()
        if block in seen:
            continue
        seen.add(block)
        if block.end is None:
            block.end = Unreachable()
        stack.extend(successors(block))
    function.blocks = [one for one in function.blocks if one in seen]
