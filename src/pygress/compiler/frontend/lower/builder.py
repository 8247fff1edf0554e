"""Builds the IR of one function: registers, blocks, handlers, variables.

The lowering of each construct lives in its own file and works on a `Builder`. Invariant: `block` is the open block,
or `None` where control cannot come; operations that are emitted there vanish.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.typemap import Env
from pygress.compiler.frontend.walk import nested_functions, walk
from pygress.compiler.frontend.world import FunctionInst, World
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    NEVER,
    NONE,
    STR,
    Inst,
    Rep,
    Tuple,
    Ty,
    make_union,
    rep_of,
)
from pygress.compiler.primitives.model import Primitive
from pygress.compiler.primitives.tables import INTERNAL


@dataclass(frozen=True)
class Value:
    """An operand and what is statically known of it."""

    op: ops.Operand
    ty: Ty
    is_any: bool = field(default=False, kw_only=True, compare=False)
    """Any to the type checker, which lets it be used as whatever is declared; `ty` is what the callee promises."""


@dataclass(frozen=True)
class LazyTuple(Value):
    """A tuple that is built only if something uses it as a value: the item of `d.items()`, `zip`, `enumerate`."""

    parts: list[Value] = field(default_factory=list)


@dataclass(frozen=True)
class LazyFunction(Value):
    """An overloaded function of the library as a value: which overload is known where it is used."""

    make: Callable[[Builder, Ty], Value] | None = None


NONE_VALUE = Value(ops.Const(None, Rep.REF), NONE)


@dataclass(eq=False)
class Variable:
    """Where a local variable lives: in a register, or in a cell that closures share."""

    ty: Ty
    reg: ops.Reg
    is_cell: bool = False
    name: str = ""
    always_bound: bool = False
    is_free: bool = False
    """Belongs to an enclosing function."""


@dataclass(eq=False)
class Loop:
    """The targets of `break` and `continue`."""

    on_break: ops.Block
    on_continue: ops.Block


@dataclass(eq=False)
class Cleanup:
    """Code that runs on every way out of a block (`finally`, end of an `except` clause, `with`)."""

    run: Callable[[], None]
    err: ops.Block | None


@dataclass(eq=False)
class Builder:
    """The state of lowering one function."""

    world: World
    fn: ir.Function
    tree: nodes.MypyFile
    env: Env
    inst: FunctionInst | None = None
    parent: Builder | None = None
    block: ops.Block | None = None
    err: ops.Block | None = None
    line: int = 0
    ret: Ty = NONE
    variables: dict[nodes.SymbolNode, Variable] = field(default_factory=dict)
    own: set[nodes.SymbolNode] = field(default_factory=set)
    cells: set[nodes.SymbolNode] = field(default_factory=set)
    exits: list[Loop | Cleanup] = field(default_factory=list)
    handled: Value | None = None
    class_body: nodes.TypeInfo | None = None
    ready: dict[nodes.TempNode, Value] = field(default_factory=dict)
    """Expressions that stand for values which were evaluated already."""
    caught: set[nodes.SymbolNode] = field(default_factory=set)
    """Variables of `except` clauses that hold what the clause has tested."""
    attribute: str = ""
    """The attribute that is wanted of the name that is being lowered, if any."""
    known: dict[nodes.Expression, Ty] = field(default_factory=dict)
    """Types of expressions that mypy has not seen: calls made up around values."""
    outer_errs: list[ops.Block | None] = field(default_factory=list)
    """For each handler that is open: where its own exceptions go."""

    # -- blocks and operations

    def start(self, block: ops.Block) -> None:
        """Open `block`; falls through from the block before."""
        if self.block is not None:
            self.goto(block)
        self.fn.blocks.append(block)
        self.block = block

    def new_block(self) -> ops.Block:
        """Make a block for later."""
        return self.fn.new_block()

    def emit(self, op: ops.Op) -> None:
        """Append an operation with the current line and handler."""
        if self.block is None:
            return
        op.line = self.line
        op.err = self.err
        self.block.ops.append(op)

    def end(self, terminator: ops.Terminator) -> None:
        """Close the open block."""
        if self.block is None:
            return
        terminator.line = self.line
        self.block.end = terminator
        self.block = None

    def goto(self, target: ops.Block) -> None:
        """Close the open block with a jump."""
        self.end(ops.Goto(target))

    def branch(self, cond: Value, yes: ops.Block, no: ops.Block) -> None:
        """Close the open block with a choice."""
        if isinstance(cond.op, ops.Const):
            self.goto(yes if cond.op.value else no)
        else:
            self.end(ops.Branch(cond.op, yes, no))

    def raised(self) -> None:
        """Close the open block: an exception has been set."""
        self.end(ops.Raise(self.err))

    def err_outside(self) -> ops.Block | None:
        """Tell where an exception goes that leaves the innermost open handler."""
        return self.outer_errs[-1]

    def temp(self, ty: Ty, name: str = "") -> Value:
        """Make a register."""
        return Value(self.fn.new_reg(rep_of(ty), name), ty)

    def assign(self, target: Value, value: Value) -> None:
        """Copy into a register; the representations are equal."""
        assert isinstance(target.op, ops.Reg)
        self.emit(ops.Assign(target.op, value.op))

    def keep(self, value: Value) -> Value:
        """Copy a variable's value so that a later assignment does not change it."""
        if not isinstance(value.op, ops.Reg) or not value.op.name:
            return value
        copy = self.temp(value.ty)
        self.assign(copy, value)
        return copy

    def call(self, prim: Primitive | str, args: list[Value], ret: Ty | None = None, **kinds: Ty) -> Value:
        """Call a primitive; arguments already have its types. `ret` is its result with variables replaced."""
        if isinstance(prim, str):
            if prim in ("obj_call", "call_star") and self.tree.fullname in self.world.user_modules:
                self.world.calls_objects = True
            prim = INTERNAL[prim][0]
        ty = prim.ret if ret is None else ret
        operands = tuple(one.op for one in args)
        if prim.ret in (NONE, NEVER):
            self.emit(ops.Call(None, prim, operands, kinds))
            if prim.ret == NEVER:
                self.end(ops.Unreachable())
            return NONE_VALUE
        dst = self.temp(ty)
        assert isinstance(dst.op, ops.Reg)
        self.emit(ops.Call(dst.op, prim, operands, kinds))
        return dst

    def call_function(self, function: ir.Function, args: list[Value], ret: Ty) -> Value:
        """Call a compiled function; arguments already have its representations."""
        dst = None if function.ret == Rep.VOID else self.fn.new_reg(function.ret)
        self.emit(ops.CallFunction(dst, function, tuple(one.op for one in args)))
        return NONE_VALUE if dst is None else Value(dst, ret)

    # -- constants

    def const_int(self, value: int) -> Value:
        """Make an integer constant."""
        return Value(ops.Const(value, Rep.I64), INT)

    def const_str(self, value: str) -> Value:
        """Make a string constant."""
        return Value(ops.Const(value, Rep.REF), STR)

    def const_bool(self, value: bool) -> Value:
        """Make a boolean constant."""
        return Value(ops.Const(value, Rep.BOOL), BOOL)

    def const_float(self, value: float) -> Value:
        """Make a float constant."""
        return Value(ops.Const(value, Rep.F64), FLOAT)

    def const_bytes(self, value: bytes) -> Value:
        """Make a bytes constant."""
        return Value(ops.Const(value, Rep.REF), BYTES)

    # -- types

    def type_of(self, node: nodes.Expression) -> Ty:
        """Tell the type that mypy found, for the type arguments in force."""
        if node in self.known:
            return self.known[node]
        found = self.world.checked.types.get(node)
        if found is None:
            guessed = self.guess(node)
            if guessed is None:
                raise Unreachable(node)
            return guessed
        ty = self.world.map.convert(found, self.env)
        if isinstance(ty, Inst) and ty.name.startswith("typing.Supports"):
            # mypy answers what `abs` and its like ask for; the branches tell the number.
            if (
                ty.name == "typing.SupportsAbs"
                and ty.args[0] in (INT, FLOAT)
                and isinstance(node, nodes.CallExpr)
            ):
                return ty.args[0]
            match node:
                case nodes.ConditionalExpr(if_expr=left, else_expr=right):
                    return make_union([self.type_of(left), self.type_of(right)])
                case nodes.OpExpr(op="and" | "or", left=left, right=right):
                    return make_union([self.type_of(left), self.type_of(right)])
        return ty

    def guess(self, node: nodes.Expression) -> Ty | None:
        """Tell the type of a display that mypy looked into without storing its type (nested unpacking)."""
        match node:
            case nodes.IntExpr():
                return INT
            case nodes.StrExpr():
                return STR
            case nodes.FloatExpr():
                return FLOAT
            case nodes.BytesExpr():
                return BYTES
            case nodes.ListExpr(items=items) | nodes.SetExpr(items=items) if items:
                name = "builtins.list" if isinstance(node, nodes.ListExpr) else "builtins.set"
                return Inst(name, (make_union([self.type_of(one) for one in items]),))
            case nodes.StarExpr(expr=inner):
                found = self.world.as_super(self.type_of(inner), "typing.Iterable")
                return found.args[0] if found is not None and found.args else None
            case nodes.TupleExpr(items=items):
                return Tuple(tuple(self.type_of(one) for one in items))
            case _:
                return None

    def convert(self, ty: types.Type | None) -> Ty:
        """Convert a type of mypy."""
        return self.world.map.convert(ty, self.env)

    # -- variables

    def find_owner(self, node: nodes.SymbolNode) -> Builder | None:
        """Find the builder whose variable `node` is."""
        builder: Builder | None = self
        while builder is not None:
            if node in builder.own or node in builder.variables:
                return builder
            builder = builder.parent
        return None

    def declare(self, node: nodes.SymbolNode, ty: Ty) -> Variable:
        """Make the variable of `node`; a cell if closures use it."""
        name = node.name
        if node in self.cells:
            variable = Variable(ty, self.fn.new_reg(Rep.REF, name + "_cell"), True, name)
            fresh = self.call(_CELL_NEW[rep_of(ty)], [])
            self.emit(ops.Assign(variable.reg, fresh.op))
        else:
            variable = Variable(ty, self.fn.new_reg(rep_of(ty), name), False, name)
        self.variables[node] = variable
        return variable

    def variable(self, node: nodes.SymbolNode, at: nodes.Context) -> Variable:
        """Find or make the local variable of `node`."""
        found = self.variables.get(node)
        if found is not None:
            return found
        if isinstance(node, nodes.Var):
            ty = self.convert(node.type) if node.type is not None else None
            if ty is None:
                raise Unsupported(at, "unsupported-type", f"the type of `{node.name}` is not known")
            return self.declare(node, ty)
        raise Unsupported(at, "unsupported-syntax", f"`{node.name}` cannot be used as a variable here")

    def read(self, variable: Variable) -> Value:
        """Read a variable; raises where it may be unbound."""
        if variable.is_cell:
            out = self.temp(variable.ty)
            assert isinstance(out.op, ops.Reg)
            self.emit(
                ops.GetCell(out.op, variable.reg, variable.name, not variable.always_bound, variable.is_free)
            )
            return out
        if not variable.always_bound:
            self.emit(ops.CheckBound(variable.reg))
        return Value(variable.reg, variable.ty)

    def write(self, variable: Variable, value: Value) -> None:
        """Assign to a variable; the value has its type."""
        if variable.is_cell:
            self.emit(ops.SetCell(variable.reg, value.op))
        else:
            self.emit(ops.Assign(variable.reg, value.op))


_CELL_NEW = {
    Rep.REF: "cell_new_ref",
    Rep.I64: "cell_new_int",
    Rep.F64: "cell_new_float",
    Rep.BOOL: "cell_new_bool",
}


class Unreachable(Exception):
    """The type checker has proved that control never reaches this expression."""

    def __init__(self, node: nodes.Context) -> None:
        super().__init__(f"no type at line {node.line}")
        self.node = node


def own_variables(defn: nodes.Node, args: list[nodes.Var]) -> set[nodes.SymbolNode]:
    """List what a function binds itself: arguments, assigned names, nested functions."""
    own: set[nodes.SymbolNode] = set(args)
    for node in walk(defn, into_functions=False):
        match node:
            case nodes.NameExpr(kind=nodes.LDEF, node=nodes.Var() as var):
                own.add(var)
            case nodes.FuncDef() if node is not defn:
                own.add(node)
            case nodes.OverloadedFuncDef():
                own.add(node)
            case nodes.Decorator(var=var):
                own.add(var)
            case _:
                pass
    return own


def shared_variables(defn: nodes.Node, own: set[nodes.SymbolNode]) -> set[nodes.SymbolNode]:
    """List the variables of a function that the functions inside it use."""
    shared: set[nodes.SymbolNode] = set()
    for inner in inner_scopes(defn):
        for node in walk(inner):
            if not isinstance(node, nodes.NameExpr) or node.node is None:
                continue
            target = node.node.var if isinstance(node.node, nodes.Decorator) else node.node
            if target in own:
                shared.add(target)
    return shared


def inner_scopes(defn: nodes.Node) -> list[nodes.Node]:
    """List nested functions, lambdas and the methods of nested classes; generator expressions too."""
    out: list[nodes.Node] = list(nested_functions(defn))
    for node in walk(defn, into_functions=False):
        if isinstance(node, (nodes.ClassDef, nodes.GeneratorExpr)):
            out.append(node)
    return out
