"""Find the functions that can leave with an exception.

Input: all functions and dispatch tables. Output: `Function.raises` and `Dispatch.raises`, the least fixed point.
Invariant: a call of a function that does not raise needs no check.
"""

from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Program


def can_raise(op: ops.Op) -> bool:
    """Tell whether an operation can set an exception, given what is known of its callees."""
    match op:
        case ops.Call(prim=prim):
            return prim.raises
        case ops.CallFunction(function=function):
            return function.raises
        case ops.CallDispatch() | ops.CallValue() | ops.CheckBound() | ops.Reraise():
            return not isinstance(op, ops.Reraise)
        case ops.GetField(check=check) | ops.GetCell(check=check):
            return check
        case ops.GetGlobal(var=var):
            return var.check
        case _:
            return False


def find_raising(program: Program) -> None:
    """Compute the fixed point, starting from nothing raises."""
    for function in program.functions:
        function.raises = False
    changed = True
    while changed:
        changed = False
        for function in program.functions:
            if (
                not function.raises
                and not function.is_generator
                and any(_leaves(block) for block in function.blocks)
            ):
                function.raises = changed = True


def _leaves(block: ops.Block) -> bool:
    if any(op.err is None and can_raise(op) for op in block.ops):
        return True
    return isinstance(block.end, ops.Raise) and block.end.err is None
