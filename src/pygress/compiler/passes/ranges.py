"""Drop the checks of arithmetic that cannot fail: intervals of the integers, over the whole program.

Input: functions after `concat`. Output: the same with plain additions, products, divisions where the operands'
intervals leave no overflow and no zero divisor; list reads and writes whose index is not negative.

    for i in range(len(v)): total += cell(i, i + 1)        i in 0..2**29: no check, and in `cell` its sums have none

Bounds come from constants, lengths, comparisons and loops over `range`; parameters from all calls of a function, if
all are known. A loop that changes a bound again and again sends it to the end of 64 bits; its test brings it back.
"""

from __future__ import annotations

from pygress.compiler.ir import ops
from pygress.compiler.ir.ops import Block, Op, Operand, Reg, written
from pygress.compiler.ir.program import Function, Program
from pygress.compiler.ir.types import Rep
from pygress.compiler.passes.calls import closed_functions
from pygress.compiler.passes.intervals import (
    COMPARED,
    EXACT,
    FULL,
    HIGH,
    KNOWN,
    LOW,
    ONE,
    OPPOSITE,
    Interval,
    clip,
    fits,
    join,
    refine,
)
from pygress.compiler.passes.loops import find_loops
from pygress.compiler.primitives.tables import INTERNAL

_SHIFT, _MASK = INTERNAL["int_rshift_plain"][0], INTERNAL["int_and_plain"][0]
State = dict[Reg, Interval]
_MANY = 3
"""Changes of a block's entry, after which its bounds are widened."""
_ALL = 20
"""As `_MANY`, for jumps into the middle of a loop."""
_ROUNDS = 4
_PLAIN = {
    f"pg_{name}": INTERNAL[f"{name}_plain"][0]
    for name in (
        "int_add",
        "int_sub",
        "int_mul",
        "int_neg",
        "int_floordiv",
        "int_mod",
        "int_lshift",
        "float_div",
    )
} | {f"pg_{name}": INTERNAL[f"{name}_forward"][0] for name in ("list_getitem", "list_setitem")}
"""C of a checked primitive -> what takes its place."""


def drop_checks(program: Program) -> None:
    """Analyse the functions that compute, callers first, until nothing changes; then replace."""
    relevant = _relevant(program)
    if not relevant:
        return
    closed = closed_functions(program)
    # What is known of the parameters: nothing yet, not even that the function is called.
    params: dict[Function, list[Interval] | None] = {
        one: None if one in closed and _wants(one) else [FULL] * len(one.params) for one in relevant
    }
    changes: dict[Function, int] = dict.fromkeys(relevant, 0)
    done: dict[Function, _Flow] = {}
    work = list(relevant)
    while work:
        function = work.pop(0)
        bounds = params[function]
        if bounds is None:
            continue
        flow = done[function] = _Flow(function, bounds)
        for target, arguments in flow.calls:
            if target not in params or target not in closed or not _wants(target):
                continue
            old = params[target]
            new = arguments if old is None else [join(a, b) for a, b in zip(old, arguments, strict=True)]
            if new != old:
                changes[target] += 1
                if changes[target] > _MANY:
                    new = [FULL] * len(new)
                params[target] = new
                if target not in work:
                    work.append(target)
    for flow in done.values():
        flow.rewrite()


def _wants(function: Function) -> bool:
    return any(reg.rep == Rep.I64 for reg in function.params)


def _relevant(program: Program) -> list[Function]:
    """List the functions with checks that may go, and those that call them with integers."""
    found = {
        one for one in program.functions if any(_is_checked(op) for block in one.blocks for op in block.ops)
    }
    while True:
        more = {
            one
            for one in program.functions
            if one not in found
            and any(
                _wants(target) and target in found
                for block in one.blocks
                for op in block.ops
                for target in _targets(op)
            )
        }
        if not more:
            return [one for one in program.functions if one in found]
        found |= more


def _is_checked(op: Op) -> bool:
    return isinstance(op, ops.Call) and op.prim.c in _PLAIN


def _targets(op: Op) -> list[Function]:
    match op:
        case ops.CallFunction(function=function):
            return [function]
        case ops.CallDispatch(dispatch=dispatch):
            return [arm.function for arm in dispatch.arms.values()]
        case _:
            return []


class _Flow:
    """The intervals of one function: forward data flow over its blocks."""

    def __init__(self, function: Function, params: list[Interval]) -> None:
        self.function = function
        self.calls: list[tuple[Function, list[Interval]]] = []
        self.entry: dict[Block, State] = {
            function.blocks[0]: {
                reg: bound for reg, bound in zip(function.params, params, strict=True) if bound != FULL
            }
        }
        self.visits: dict[Block, int] = {}
        self.moving: dict[Block, set[Reg]] = {}
        for loop in find_loops(function):
            moving = self.moving.setdefault(loop.start, set())
            for block in loop.body:
                for op in block.ops:
                    moving.update(one for one in _written(op) if one.rep == Rep.I64)
        self.widens = True
        self.changed: list[Block] = [function.blocks[0]]
        while self.changed:
            block = self.changed.pop(0)
            self._run(block, dict(self.entry[block]))
        self._narrow_again()
        for block in function.blocks:
            if block in self.entry:
                self._note_calls(block)

    def _narrow_again(self) -> None:
        """Take back what was widened too far: what flows into each block, given what is known of all."""
        self.widens = False
        for _ in range(_ROUNDS):
            before = self.entry
            first = self.function.blocks[0]
            self.entry = {first: before[first]}
            for block in self.function.blocks:
                if block in before:
                    self._run(block, dict(before[block]))
            self.changed = []
            if self.entry == before:
                break

    def _flow(self, after: Block, state: State) -> None:
        """Bring a state to the start of a block."""
        old = self.entry.get(after)
        if old is None:
            self.entry[after] = dict(state)
            self.changed.append(after)
            return
        new: State = {}
        for reg, bound in old.items():
            if reg in state:
                both = join(bound, state[reg])
                if both != bound and self.widens and self._is_endless(after, reg):
                    both = (
                        bound[0] if both[0] == bound[0] else LOW,
                        bound[1] if both[1] == bound[1] else HIGH,
                    )
                if both != FULL:
                    new[reg] = both
        if new != old:
            self.visits[after] = self.visits.get(after, 0) + 1
            self.entry[after] = new
            if after not in self.changed:
                self.changed.append(after)

    def _is_endless(self, block: Block, reg: Reg) -> bool:
        """Tell whether a bound seems to change with each turn of a loop; what the loop does not write will settle."""
        visits = self.visits.get(block, 0)
        return visits >= _MANY and (reg in self.moving.get(block, ()) or visits >= _ALL)

    def _run(self, block: Block, state: State) -> None:
        tests: dict[Reg, tuple[Operand, str, Operand]] = {}
        copies: dict[Reg, Reg] = {}
        for op in block.ops:
            if op.err is not None:
                self._flow(op.err, state)
            self._step(op, state)
            self._remember(op, tests, copies)
        match block.end:
            case ops.Goto(target=target):
                self._flow(target, state)
            case ops.Branch(cond=cond, yes=yes, no=no):
                test = tests.get(cond) if isinstance(cond, Reg) else None
                for after, holds in ((yes, True), (no, False)):
                    if test is None:
                        self._flow(after, state)
                        continue
                    left, relation, right = test
                    narrowed = self._narrow(
                        state, left, relation if holds else OPPOSITE[relation], right, copies
                    )
                    if narrowed is not None:
                        self._flow(after, narrowed)
            case ops.Raise(err=Block() as handler):
                self._flow(handler, state)
            case ops.Yield(resume=resume, err=err, sent=sent):
                if sent is not None:
                    state.pop(sent, None)
                self._flow(resume, state)
                if err is not None:
                    self._flow(err, state)
            case _:
                pass

    @staticmethod
    def _remember(op: Op, tests: dict[Reg, tuple[Operand, str, Operand]], copies: dict[Reg, Reg]) -> None:
        """Keep what was compared and copied, as long as it is true."""
        dst = written(op)
        if dst is None:
            return
        tests.pop(dst, None)
        for cond in [cond for cond, (left, _, right) in tests.items() if dst in (left, right)]:
            del tests[cond]
        copies.pop(dst, None)
        for copy in [copy for copy, source in copies.items() if source is dst]:
            del copies[copy]
        match op:
            case ops.Call(prim=prim, args=(left, right)) if (
                prim.c in COMPARED and left.rep == right.rep == Rep.I64
            ):
                tests[dst] = (left, COMPARED[prim.c], right)
            case ops.Call(prim=prim, args=(left,)) if prim.c == "{0} != 0" and left.rep == Rep.I64:
                tests[dst] = (left, "!=", ops.Const(0, Rep.I64))
            case ops.Call(prim=prim, args=(Reg() as other,)) if prim.c == "!{0}" and other in tests:
                left, relation, right = tests[other]
                tests[dst] = (left, OPPOSITE[relation], right)
            case ops.Assign(src=Reg() as src) if src is not dst:
                copies[dst] = src
                if src in tests:
                    tests[dst] = tests[src]
            case _:
                pass

    @staticmethod
    def _narrow(
        state: State, left: Operand, relation: str, right: Operand, copies: dict[Reg, Reg]
    ) -> State | None:
        narrowed = refine(_bound(state, left), relation, _bound(state, right))
        if narrowed is None:
            return None
        out = dict(state)
        for one, bound in zip((left, right), narrowed, strict=True):
            regs = [one] if isinstance(one, Reg) else []
            for reg in regs:
                if bound != FULL:
                    out[reg] = bound
                if reg in copies and copies[reg] not in regs:
                    regs.append(copies[reg])
                regs += [copy for copy, source in copies.items() if source is reg and copy not in regs]
        return out

    def _step(self, op: Op, state: State) -> None:
        regs = _written(op)
        if not regs:
            return
        bound = _result(op, state)
        for reg in regs:
            state.pop(reg, None)
        if bound is not None and bound != FULL:
            state[regs[0]] = bound

    def _note_calls(self, block: Block) -> None:
        state = dict(self.entry[block])
        for op in block.ops:
            if isinstance(op, ops.CallFunction | ops.CallDispatch):
                for target in _targets(op):
                    self.calls.append((target, [_bound(state, one) for one in op.args[: len(target.params)]]))
            self._step(op, state)

    def rewrite(self) -> None:
        """Replace the checked operations that cannot fail."""
        for block, entry in self.entry.items():
            state = dict(entry)
            for op in block.ops:
                plain = isinstance(op, ops.Call) and op.prim.c in _PLAIN and _is_safe(op, state)
                self._step(op, state)
                if plain:
                    assert isinstance(op, ops.Call)
                    _replace(op)


def _written(op: Op) -> list[Reg]:
    """List what an operation writes: its result first, then the cursors that it moves."""
    dst = op.reg if isinstance(op, ops.Unbind) else written(op)
    out = [] if dst is None else [dst]
    if isinstance(op, ops.Call) and "&{" in op.prim.c:
        out += [one for one in op.args if isinstance(one, Reg)]
    return out


def _power(one: Operand) -> int | None:
    """Tell which power of two a constant is."""
    if (
        isinstance(one, ops.Const)
        and isinstance(one.value, int)
        and one.value > 0
        and one.value & one.value - 1 == 0
    ):
        return one.value.bit_length() - 1
    return None


def _replace(op: ops.Call) -> None:
    power = _power(op.args[1]) if op.prim.c in ("pg_int_floordiv", "pg_int_mod") else None
    if power is None:
        op.prim = _PLAIN[op.prim.c]
    elif op.prim.c == "pg_int_floordiv":
        op.prim = _SHIFT
        op.args = (op.args[0], ops.Const(power, Rep.I64))
    else:
        op.prim = _MASK
        op.args = (op.args[0], ops.Const((1 << power) - 1, Rep.I64))


def _bound(state: State, one: Operand) -> Interval:
    match one:
        case ops.Const(value=bool() as value):
            return int(value), int(value)
        case ops.Const(value=int() as value):
            return value, value
        case Reg():
            return state.get(one, FULL)
        case _:
            return FULL


def _result(op: Op, state: State) -> Interval | None:
    """Give the interval of what an operation writes: an integer, or a float that was one."""
    match op:
        case ops.Assign(src=src):
            return _bound(state, src)
        case ops.Call(prim=prim, args=args):
            if prim.c in KNOWN:
                return KNOWN[prim.c] if prim.c != "(int64_t){0}" or args[0].rep == Rep.BOOL else None
            if prim.c == "pg_float_of({0})":
                return _bound(state, args[0])
            if prim.c == "{0}":
                return _bound(state, args[0])
            if not args or any(one.rep != Rep.I64 for one in args):
                return None
            if prim.c in ONE:
                exact = EXACT["pg_int_add"](_bound(state, args[0]), ONE[prim.c])
                return exact if fits(exact) else None
            if prim.c == "pg_int_neg":
                return clip(EXACT["pg_int_sub"]((0, 0), _bound(state, args[0])))
            if prim.c in EXACT:
                exact = EXACT[prim.c](_bound(state, args[0]), _bound(state, args[1]))
                return clip(exact) if prim.raises else exact if fits(exact) else None
            return None
        case _:
            return None


def _is_safe(op: ops.Call, state: State) -> bool:
    """Tell whether a checked operation cannot fail."""
    bounds = [_bound(state, one) for one in op.args]
    match op.prim.c:
        case "pg_list_getitem" | "pg_list_setitem":
            return bounds[1][0] >= 0
        case "pg_float_div":
            return bounds[1][0] > 0 or bounds[1][1] < 0
        case "pg_int_neg":
            return bounds[0][0] > LOW
        case "pg_int_floordiv" | "pg_int_mod":
            return bounds[1][0] > 0 and (bounds[0][0] >= 0 or _power(op.args[1]) is not None)
        case c:
            return fits(EXACT[c](bounds[0], bounds[1]))
