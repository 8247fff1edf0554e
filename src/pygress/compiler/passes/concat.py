"""Join chains of string concatenations: one result instead of one for each `+`.

Before: `r1 = a + b; r2 = r1 + c`. After: `r2 = str_concat_n(3, a, b, c)`. A part may only move down to the end of its
chain if nothing writes its register in between; a result that is needed elsewhere ends a chain.

An integer's text that is only a part needs no object of its own: `str_of_int` becomes `int_part`, on the C stack.
"""

from __future__ import annotations

from collections import Counter

from pygress.compiler.ir.ops import Block, Call, Const, Op, Operand, Reg, Unbind, read, written
from pygress.compiler.ir.program import Function
from pygress.compiler.ir.types import Rep
from pygress.compiler.primitives.tables import INTERNAL

_MANY = INTERNAL["str_concat_n"][0]
_OF_INT, _PART = INTERNAL["str_of_int"][0], INTERNAL["int_part"][0]
_MOST = 64
"""Parts of one chain: they pass through the stack."""


def join_chains(function: Function) -> None:
    """Join the chains within each block."""
    if not any(_is_concat(op) or _is_many(op) for block in function.blocks for op in block.ops):
        return
    uses: Counter[Reg] = Counter()
    writes: Counter[Reg] = Counter(function.params)
    for block in function.blocks:
        for op in block.ops:
            uses.update(read(op))
            dst = op.reg if isinstance(op, Unbind) else written(op)
            if dst is not None:
                writes[dst] += 1
        if block.end is not None:
            uses.update(read(block.end))
    for block in function.blocks:
        _join(block, uses, writes)
        _place_integers(block, uses, writes)


def _is_concat(op: Op) -> bool:
    return isinstance(op, Call) and op.prim.c == "pg_str_concat" and op.dst is not None


def _is_many(op: Op) -> bool:
    return isinstance(op, Call) and op.prim is _MANY


def _place_integers(block: Block, uses: Counter[Reg], writes: Counter[Reg]) -> None:
    """Write the texts of integers where they are joined."""
    made: dict[Operand, Call] = {}
    for op in block.ops:
        if not isinstance(op, Call) or op.dst is None:
            continue
        if op.prim is _OF_INT and not op.dst.name and uses[op.dst] == 1 and writes[op.dst] == 1:
            made[op.dst] = op
        elif _is_concat(op) or _is_many(op):
            parts = [made[arg] for arg in op.args if arg in made]
            for part in parts:
                part.prim = _PART
            if parts and op.prim is not _MANY:
                op.prim = _MANY
                op.args = (Const(len(op.args), Rep.I64), *op.args)


def _join(block: Block, uses: Counter[Reg], writes: Counter[Reg]) -> None:
    chains: dict[Reg, tuple[Op, list[Operand]]] = {}
    gone: set[Op] = set()
    for op in block.ops:
        dst = op.reg if isinstance(op, Unbind) else written(op)
        if isinstance(op, Call) and _is_concat(op):
            parts: list[Operand] = []
            for arg in op.args:
                chain = chains.get(arg) if isinstance(arg, Reg) else None
                if chain is None or chain[0].err is not op.err:
                    parts.append(arg)
                else:
                    gone.add(chain[0])
                    parts += chain[1]
            if len(parts) > 2:
                op.prim = _MANY
                op.args = (Const(len(parts), Rep.I64), *parts)
            dst = op.dst
            assert dst is not None
            if not dst.name and uses[dst] == 1 and writes[dst] == 1 and len(parts) < _MOST:
                chains[dst] = (op, parts)
                continue
        if dst is not None:
            for key in [key for key, (_, parts) in chains.items() if dst in parts]:
                del chains[key]
    block.ops = [op for op in block.ops if op not in gone]
