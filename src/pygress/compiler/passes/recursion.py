"""Mark the functions that can call themselves, directly or around corners: they count their depth.

Calls of function objects may reach every function that is used as a value; that is assumed.
"""

from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Function, Program


def mark_recursive(program: Program) -> None:
    """Find the strongly connected components of the call graph (Tarjan, without recursion of our own)."""
    values = [
        op.function
        for one in program.functions
        for block in one.blocks
        for op in block.ops
        if isinstance(op, ops.MakeFunction)
    ]
    graph = {one: callees(one, values) for one in program.functions}
    index: dict[Function, int] = {}
    low: dict[Function, int] = {}
    on_stack: set[Function] = set()
    stack: list[Function] = []
    for root in program.functions:
        if root in index:
            continue
        work: list[tuple[Function, int]] = [(root, 0)]
        while work:
            node, position = work.pop()
            if position == 0:
                index[node] = low[node] = len(index)
                stack.append(node)
                on_stack.add(node)
            descended = False
            for at in range(position, len(graph[node])):
                after = graph[node][at]
                if after not in index:
                    work += [(node, at + 1), (after, 0)]
                    descended = True
                    break
                if after in on_stack:
                    low[node] = min(low[node], index[after])
            if descended:
                continue
            for after in graph[node]:
                if after in on_stack:
                    low[node] = min(low[node], low[after])
            if low[node] == index[node]:
                component: list[Function] = []
                while True:
                    member = stack.pop()
                    on_stack.discard(member)
                    component.append(member)
                    if member is node:
                        break
                if len(component) > 1 or node in graph[node]:
                    for member in component:
                        member.recursive = True


def callees(function: Function, values: list[Function]) -> list[Function]:
    """List what a function may call; `values` are the functions behind all function objects."""
    out: dict[Function, None] = {}
    for block in function.blocks:
        for op in block.ops:
            match op:
                case ops.CallFunction(function=target):
                    out[target] = None
                case ops.CallDispatch(dispatch=dispatch):
                    out.update(dict.fromkeys(arm.function for arm in dispatch.arms.values()))
                case ops.CallValue():
                    out.update(dict.fromkeys(values))
                case _:
                    pass
    return list(out)
