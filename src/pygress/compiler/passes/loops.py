"""The loops of a function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pygress.compiler.ir.ops import Block, successors
from pygress.compiler.ir.program import Function


@dataclass(frozen=True)
class Loop:
    """A jump back from `end` to `start`, and the blocks that such a turn may go through."""

    start: Block
    end: Block
    body: frozenset[Block]


def predecessors(function: Function) -> dict[Block, list[Block]]:
    """List for each block those that may come before it."""
    before: dict[Block, list[Block]] = {one: [] for one in function.blocks}
    for block in function.blocks:
        for after in successors(block):
            before[after].append(block)
    return before


def find_loops(function: Function) -> list[Loop]:
    """List the loops, one for each jump back."""
    edges = _back_edges(function)
    if not edges:
        return []
    before = predecessors(function)
    loops = []
    for end, start in edges:
        body = {start}
        work = [end]
        while work:
            one = work.pop()
            if one not in body:
                body.add(one)
                work += before[one]
        loops.append(Loop(start, end, frozenset(body)))
    return loops


def _back_edges(function: Function) -> list[tuple[Block, Block]]:
    edges: list[tuple[Block, Block]] = []
    seen: set[Block] = set()
    path: dict[Block, Iterator[Block]] = {}
    start = function.blocks[0]
    seen.add(start)
    path[start] = iter(successors(start))
    while path:
        block = next(reversed(path))
        for after in path[block]:
            if after in path:
                edges.append((block, after))
            elif after not in seen:
                seen.add(after)
                path[after] = iter(successors(after))
                break
        else:
            del path[block]
    return edges
