"""Find where the collector may run in the middle of a call: at the ends of loops that allocate.

Input: functions after `recursion`. Output: a `Collect` at the end of each such loop, and `kept` of the calls that may
reach one: what has to be found by the collector and read back afterwards. Both name slots of one table of roots.

    loop: ...; collect keeping text, rows          call parse(line) keeping rows

Only functions whose callers are all known take part, from the exports down: such a function is active at most once, so
its slots need no stack, and nothing between it and the export can hold an object that the collector does not see. What
the runtime calls (hooks, function objects, generators) and what calls itself stays out, with all that it calls.
"""

from __future__ import annotations

from pygress.compiler.emit.inline import TRIES
from pygress.compiler.ir import ops
from pygress.compiler.ir.ops import Block, Op, Reg, read, successors, written
from pygress.compiler.ir.program import Function, Program
from pygress.compiler.ir.types import NONE, Rep, Var, rep_of
from pygress.compiler.passes.calls import closed_functions
from pygress.compiler.passes.loops import find_loops, predecessors
from pygress.compiler.passes.recursion import callees
from pygress.compiler.primitives.tables import INTERNAL

_RAW = frozenset(INTERNAL[name][0] for name in ("dict_next", "set_next", "list_word", "dict_word"))
"""Primitives whose result is no object, or one that hides in an integer."""
_QUIET = TRIES - {"pg_list_append"} | {"pg_cast", "pg_set_discard", "pg_list_reverse"}
"""Primitives that give an object or none, and allocate nothing."""


def place_safepoints(program: Program, skip: str) -> None:
    """Place the collections; functions of files below the folder `skip` get none of their own."""
    known = _known_functions(program)
    allocating = _allocating(program)
    loops = {
        one: _ends_of_loops(one, allocating)
        for one in program.functions
        if one in known and not one.path.startswith(skip)
    }
    while True:
        may_collect = _may_collect(known, loops)
        plans = {
            one: _Plan(one, loops.get(one, []), may_collect)
            for one in program.functions
            if one in may_collect
        }
        bad = {function for plan in plans.values() for function in plan.unsafe}
        if not bad:
            break
        known = _close(program, known - bad)
        loops = {one: ends for one, ends in loops.items() if one in known}
    # The library first: its numbers stay when the author's part changes, and with them its object.
    for plan in sorted(plans.values(), key=lambda one: not one.function.is_library):
        program.kept_slots = plan.apply(program.kept_slots)


def _close(program: Program, known: set[Function]) -> set[Function]:
    """Take out what others than known functions call."""
    work = [one for one in program.functions if one not in known]
    while work:
        for after in callees(work.pop(), []):
            if after in known:
                known.discard(after)
                work.append(after)
    return known


def _known_functions(program: Program) -> set[Function]:
    closed = closed_functions(program)
    closed.update(program.exports.values())
    closed.update(one for one in (program.init, program.main) if one is not None)
    return _close(program, {one for one in closed if not one.recursive})


def _allocates(op: Op, allocating: set[Function]) -> bool:
    match op:
        case ops.New() | ops.MakeFunction() | ops.CallValue():
            return True
        case ops.Call(prim=prim):
            if prim.c in _QUIET or isinstance(prim.ret, Var):
                return False
            if prim.is_expression and not prim.raises:
                return False
            return prim.ret == NONE or rep_of(prim.ret) == Rep.REF
        case ops.CallFunction(function=function):
            return function in allocating
        case ops.CallDispatch(dispatch=dispatch):
            return any(arm.function in allocating for arm in dispatch.arms.values())
        case _:
            return False


def _allocating(program: Program) -> set[Function]:
    """Find the functions that allocate where they do not raise."""
    found: set[Function] = set()
    normal = {one: _returning(one) for one in program.functions}
    while True:
        more = {
            one
            for one in program.functions
            if one not in found
            and (one.is_generator or any(_allocates(op, found) for block in normal[one] for op in block.ops))
        }
        if not more:
            return found
        found |= more


def _returning(function: Function) -> set[Block]:
    """Find the blocks from which the function can return."""
    before = predecessors(function)
    work = [one for one in function.blocks if isinstance(one.end, ops.Return)]
    found = set(work)
    while work:
        for one in before[work.pop()]:
            if one not in found:
                found.add(one)
                work.append(one)
    return found


def _ends_of_loops(function: Function, allocating: set[Function]) -> list[Block]:
    """List the blocks that jump back to the start of a loop, where the loop allocates outside of inner ones."""
    bodies = [
        (one.end, one.body)
        for one in find_loops(function)
        if one.start in successors(Block(-1, [], one.end.end))
    ]
    bodies.sort(key=lambda one: len(one[1]))
    covered: set[Block] = set()
    ends: list[Block] = []
    for end, body in bodies:
        if end in ends:
            continue
        if any(_allocates(op, allocating) for block in body - covered for op in block.ops):
            ends.append(end)
            covered |= body
    return ends


def _may_collect(known: set[Function], loops: dict[Function, list[Block]]) -> set[Function]:
    found = {one for one, ends in loops.items() if ends}
    while True:
        more = {one for one in known - found if any(after in found for after in callees(one, []))}
        if not more:
            return found
        found |= more


class _Plan:
    """What one function keeps where."""

    def __init__(self, function: Function, ends: list[Block], may_collect: set[Function]) -> None:
        self.function = function
        self.may_collect = may_collect
        self.calls: dict[Op, set[Reg]] = {}
        self.ends: dict[Block, set[Reg]] = {}
        self.unsafe: list[Function] = []
        raw = self._raw()
        live = self._live()
        for block in function.blocks:
            after = self._live_out(block, live)
            if block in ends and not after & raw:
                self.ends[block] = {one for one in after if one.rep == Rep.REF}
            for op in reversed(block.ops):
                dst = written(op)
                if dst is not None:
                    after.discard(dst)
                if op.err is not None:
                    after |= live[op.err]
                targets = self._targets(op)
                if targets:
                    if after & raw:
                        self.unsafe += targets
                    self.calls[op] = {one for one in after if one.rep == Rep.REF}
                after.update(read(op))

    def _targets(self, op: Op) -> list[Function]:
        match op:
            case ops.CallFunction(function=function):
                found = [function]
            case ops.CallDispatch(dispatch=dispatch):
                found = [arm.function for arm in dispatch.arms.values()]
            case _:
                return []
        return [one for one in found if one in self.may_collect]

    def _raw(self) -> set[Reg]:
        found: set[Reg] = set()
        while True:
            size = len(found)
            for block in self.function.blocks:
                for op in block.ops:
                    match op:
                        case ops.Call(prim=prim, dst=Reg() as dst) if prim in _RAW:
                            found.add(dst)
                        case ops.Assign(dst=dst, src=Reg() as src) if src in found:
                            found.add(dst)
                        case _:
                            pass
            if len(found) == size:
                return found

    @staticmethod
    def _live_out(block: Block, live: dict[Block, set[Reg]]) -> set[Reg]:
        out: set[Reg] = set() if block.end is None else set(read(block.end))
        for after in successors(Block(-1, [], block.end)):
            out |= live[after]
        return out

    def _live(self) -> dict[Block, set[Reg]]:
        """Compute which registers are needed at the start of each block."""
        live: dict[Block, set[Reg]] = {one: set() for one in self.function.blocks}
        changed = True
        while changed:
            changed = False
            for block in reversed(self.function.blocks):
                now = self._live_out(block, live)
                for op in reversed(block.ops):
                    dst = op.reg if isinstance(op, ops.Unbind) else written(op)
                    if dst is not None:
                        now.discard(dst)
                    if op.err is not None:
                        now |= live[op.err]
                    now.update(read(op))
                if len(now) != len(live[block]):
                    live[block] = now
                    changed = True
        return live

    def apply(self, slot: int) -> int:
        """Write the plan into the function; give the next free slot."""
        slots: dict[Reg, int] = {}
        for one in [*self.ends.values(), *self.calls.values()]:
            for reg in sorted(one, key=lambda one: one.id):
                if reg not in slots:
                    slots[reg] = slot
                    slot += 1
        self.function.slots = slots
        for block, kept in self.ends.items():
            block.ops.append(ops.Collect(tuple(sorted(kept, key=lambda one: one.id))))
        for op, kept in self.calls.items():
            assert isinstance(op, ops.CallFunction | ops.CallDispatch)
            op.kept = tuple(sorted(kept, key=lambda one: one.id))
        return slot
