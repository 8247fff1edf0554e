"""The operations of the compiler IR: three addresses, explicit order, explicit error edges.

A function is a list of basic blocks over mutable typed registers. An operation that can raise names in `err`
the block that handles the exception (`None` leaves the function); while an exception travels it is in the
runtime's `pg_exc`, and `Catch` takes it from there. Each block ends in exactly one terminator.

    L0:  r2 = call list.len(r1)
         branch bool(r2) L1 L2
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pygress.compiler.ir.types import Rep, Ty

if TYPE_CHECKING:
    from pygress.compiler.ir.program import Class, Dispatch, Function, Global
    from pygress.compiler.primitives.model import Primitive


@dataclass(eq=False, slots=True)
class Reg:
    """A typed variable of one function; `name` is the Python name if it has one."""

    id: int
    rep: Rep
    name: str = ""
    in_frame: bool = False
    """Lives in the heap frame of a generator (set by `passes.frames`)."""

    def __str__(self) -> str:
        return f"{self.name}.{self.id}" if self.name else f"r{self.id}"


@dataclass(frozen=True, slots=True)
class Const:
    """A constant operand: int, float, bool, str, bytes or `None`."""

    value: int | float | bool | str | bytes | None
    rep: Rep

    def __str__(self) -> str:
        return repr(self.value)


@dataclass(frozen=True, slots=True)
class Null:
    """The absence of an object: an unset field or variable."""

    rep: Rep = Rep.REF

    def __str__(self) -> str:
        return "unset"


@dataclass(frozen=True, slots=True)
class Symbol:
    """The address of a C object, such as a type descriptor or an enum member."""

    c: str
    rep: Rep = Rep.REF

    def __str__(self) -> str:
        return f"&{self.c}"


Operand = Reg | Const | Null | Symbol


@dataclass(eq=False, slots=True)
class Block:
    """A basic block; `id` is its label."""

    id: int
    ops: list[Op] = field(default_factory=list)
    end: Terminator | None = None

    def __str__(self) -> str:
        return f"L{self.id}"


@dataclass(eq=False, slots=True, kw_only=True)
class Op:
    """What all operations share: the source line, and where an exception goes."""

    line: int = 0
    err: Block | None = None


@dataclass(eq=False, slots=True)
class Assign(Op):
    """Copy a value."""

    dst: Reg
    src: Operand


@dataclass(eq=False, slots=True)
class Call(Op):
    """Call a primitive of the runtime; `kinds` binds its type variables to element types."""

    dst: Reg | None
    prim: Primitive
    args: tuple[Operand, ...]
    kinds: dict[str, Ty] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class CallFunction(Op):
    """Call a compiled function directly."""

    dst: Reg | None
    function: Function
    args: tuple[Operand, ...]
    kept: tuple[Reg, ...] = ()
    """What the collector may move meanwhile (set by `passes.safepoints`)."""


@dataclass(eq=False, slots=True)
class CallDispatch(Op):
    """Call by the run-time class of the first argument."""

    dst: Reg | None
    dispatch: Dispatch
    args: tuple[Operand, ...]
    kept: tuple[Reg, ...] = ()
    """As in `CallFunction`."""


@dataclass(eq=False, slots=True)
class CallValue(Op):
    """Call a function object whose static signature is known."""

    dst: Reg | None
    callee: Operand
    args: tuple[Operand, ...]
    ret: Rep


@dataclass(eq=False, slots=True)
class MakeFunction(Op):
    """Build a function object; `captured` are the values it carries."""

    dst: Reg
    function: Function
    captured: tuple[Operand, ...]


@dataclass(eq=False, slots=True)
class New(Op):
    """Allocate an instance with unset fields."""

    dst: Reg
    cls: Class


@dataclass(eq=False, slots=True)
class GetField(Op):
    """Read a field of an instance whose layout is known."""

    dst: Reg
    obj: Operand
    cls: Class
    name: str
    check: bool = False
    """The field may be unset: raise `AttributeError`."""


@dataclass(eq=False, slots=True)
class SetField(Op):
    """Write a field of an instance whose layout is known."""

    obj: Operand
    cls: Class
    name: str
    src: Operand


@dataclass(eq=False, slots=True)
class GetGlobal(Op):
    """Read a module variable."""

    dst: Reg
    var: Global


@dataclass(eq=False, slots=True)
class SetGlobal(Op):
    """Write a module variable."""

    var: Global
    src: Operand


@dataclass(eq=False, slots=True)
class GetCell(Op):
    """Read a variable that closures share."""

    dst: Reg
    cell: Operand
    name: str
    check: bool = True
    free: bool = False
    """The variable belongs to an enclosing function."""


@dataclass(eq=False, slots=True)
class SetCell(Op):
    """Write a variable that closures share."""

    cell: Operand
    src: Operand


@dataclass(eq=False, slots=True)
class GetCaptured(Op):
    """Read the value number `index` that the running function object carries."""

    dst: Reg
    index: int


@dataclass(eq=False, slots=True)
class CheckBound(Op):
    """Raise `UnboundLocalError` if the variable has no value; removed where it always has."""

    reg: Reg


@dataclass(eq=False, slots=True)
class Unbind(Op):
    """Forget the value of a variable (`del`, end of an `except` clause)."""

    reg: Reg


@dataclass(eq=False, slots=True)
class Catch(Op):
    """Take the exception that is travelling; only at the start of a handler."""

    dst: Reg


@dataclass(eq=False, slots=True)
class Reraise(Op):
    """Send a caught exception on its way again, traceback kept; the block ends with `Raise`."""

    src: Operand


@dataclass(eq=False, slots=True)
class Collect(Op):
    """Let the collector run if enough was allocated; `kept` are the objects needed afterwards."""

    kept: tuple[Reg, ...]


@dataclass(eq=False, slots=True)
class Terminator:
    """The last operation of a block."""

    line: int = field(default=0, kw_only=True)


@dataclass(eq=False, slots=True)
class Goto(Terminator):
    """Go on at another block."""

    target: Block


@dataclass(eq=False, slots=True)
class Branch(Terminator):
    """Choose by a boolean."""

    cond: Operand
    yes: Block
    no: Block


@dataclass(eq=False, slots=True)
class Return(Terminator):
    """Leave the function; `value` is `None` for a function without result."""

    value: Operand | None


@dataclass(eq=False, slots=True)
class Raise(Terminator):
    """An exception has been set: go to its handler, or leave the function."""

    err: Block | None
    traceback: bool = True
    """Add this line to the traceback (not when it was added before)."""


@dataclass(eq=False, slots=True)
class Yield(Terminator):
    """Suspend a generator with a value; it goes on at `resume`, where `sent` holds what was sent."""

    value: Operand
    resume: Block
    sent: Reg | None
    err: Block | None = None
    item: bool = False
    """The value is an item of an asynchronous generator, not the wish of an `await` in it."""


@dataclass(eq=False, slots=True)
class Unreachable(Terminator):
    """Control never gets here: the type checker has proved it."""


def successors(block: Block) -> list[Block]:
    """List the blocks that may follow, the handlers of the operations included."""
    out: list[Block] = [op.err for op in block.ops if op.err is not None]
    match block.end:
        case Goto(target=target):
            out.append(target)
        case Branch(yes=yes, no=no):
            out += [yes, no]
        case Raise(err=Block() as handler):
            out.append(handler)
        case Yield(resume=resume, err=err):
            out.append(resume)
            if err is not None:
                out.append(err)
        case _:
            pass
    return out


def written(op: Op) -> Reg | None:
    """Tell which register an operation writes."""
    dst = getattr(op, "dst", None)
    return dst if isinstance(dst, Reg) else None


def read(op: Op | Terminator) -> list[Reg]:
    """List the registers that an operation or a terminator reads."""
    operands: tuple[object, ...]
    match op:
        case Assign(src=src) | Reraise(src=src) | SetGlobal(src=src):
            operands = (src,)
        case Call(args=args) | CallFunction(args=args) | CallDispatch(args=args):
            operands = args
        case CallValue(callee=callee, args=args):
            operands = (callee, *args)
        case MakeFunction(captured=captured):
            operands = captured
        case GetField(obj=obj):
            operands = (obj,)
        case SetField(obj=obj, src=src):
            operands = (obj, src)
        case GetCell(cell=cell):
            operands = (cell,)
        case SetCell(cell=cell, src=src):
            operands = (cell, src)
        case CheckBound(reg=reg):
            operands = (reg,)
        case Collect(kept=kept):
            operands = kept
        case Branch(cond=cond):
            operands = (cond,)
        case Return(value=value) | Yield(value=value):
            operands = (value,)
        case _:
            operands = ()
    return [one for one in operands if isinstance(one, Reg)]
