"""One IR function -> one C function.

Registers become C variables, blocks labels, jumps gotos; the C compiler does the rest. After an operation that can
raise comes one test; the cold path pushes the line on the traceback and goes to the handler.
"""

from __future__ import annotations

from pygress.compiler.emit.encodings import utf8_function
from pygress.compiler.emit.inline import TRIES, twin
from pygress.compiler.emit.literals import (
    C_TYPES,
    FROM_WORD,
    MEMBER,
    TO_WORD,
    Constants,
    c_text,
    number,
)
from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Function
from pygress.compiler.ir.types import NONE, OBJECT, Rep, Var, rep_of
from pygress.compiler.passes.raises import can_raise
from pygress.compiler.primitives.model import Primitive

SDK = "pygress/sdk/"
"""Where the SDK's own functions are: the tracebacks of plugins leave them out, as the host for CPython does."""
SMALL = 60
"""Operations of a function that may be compiled into its callers."""
TINY = 16
"""Operations of a function without calls that is compiled into its callers always."""


def is_tiny(function: Function) -> bool:
    """Tell whether a function is little more than an expression."""
    found = [op for block in function.blocks for op in block.ops]
    if (
        len(found) > TINY
        or len(function.blocks) > 6
        or function.recursive
        or function.is_closure
        or function.is_generator
    ):
        return False
    return all(isinstance(op, ops.Call | ops.Assign | ops.GetField | ops.GetGlobal) for op in found)


class FunctionEmitter:
    """Writes one function."""

    def __init__(self, function: Function, constants: Constants, *, in_plugin: bool = False) -> None:
        self.function = function
        self.constants = constants
        self.has_frames = not (in_plugin and function.path.startswith(SDK))
        self.lines: list[str] = []
        self.errors: dict[tuple[int, ops.Block | None], str] = {}
        self.counter = 0
        self.parts = 0
        self.collections: list[tuple[ops.Reg, ...]] = []
        # Told to the C compiler: where such a function is compiled into its caller, the test after the call goes.
        ops_of = [op for block in function.blocks for op in block.ops]
        self.is_small = (
            function.raises and len(ops_of) <= SMALL and not any(isinstance(op, ops.New) for op in ops_of)
        )

    # -- signature

    @staticmethod
    def signature(function: Function, name: str | None = None) -> str:
        """Write the C signature."""
        params = ["pg_func *self_"] if function.is_closure else []
        params += [f"{C_TYPES[reg.rep]} p{reg.id}" for reg in function.params]
        kind = "PG_INLINE" if is_tiny(function) else "static PG_RARE" if function.rare else "static"
        return f"{kind} {C_TYPES[function.ret]} {name or function.c}({', '.join(params) or 'void'})"

    def emit(self) -> list[str]:
        """Write the function; a recursive one gets a wrapper that counts the depth."""
        function = self.function
        out: list[str] = []
        name = f"{function.c}_body" if function.recursive else function.c
        body = self._body()
        out.append(self.signature(function, name) + " {")
        out += body
        out.append("}")
        if function.recursive:
            args = ", ".join(
                (["self_"] if function.is_closure else []) + [f"p{reg.id}" for reg in function.params]
            )
            out.append(self.signature(function) + " {")
            zero = "" if function.ret == Rep.VOID else " 0"
            out.append(f"    if (pg_enter()) return{zero};")
            if function.ret == Rep.VOID:
                out.append(f"    {name}({args});\n    pg_leave();")
            else:
                out.append(f"    {C_TYPES[function.ret]} r = {name}({args});\n    pg_leave();\n    return r;")
            out.append("}")
        return out

    def _body(self) -> list[str]:
        return [*self._declarations(), *self._code()]

    def _declarations(self) -> list[str]:
        function = self.function
        used = self._used_registers()
        lines: list[str] = []
        for reg in function.regs:
            if reg in used and not reg.in_frame:
                start = (
                    f" = p{reg.id}"
                    if reg in function.params
                    else " = 0"
                    if reg in function.flagged or reg.name or reg in function.slots
                    else ""
                )
                lines.append(f"    {C_TYPES[reg.rep]} r{reg.id}{start};")
        for reg in sorted(function.flagged, key=lambda one: one.id):
            if reg.rep != Rep.REF and not reg.in_frame:
                value = "true" if reg in function.params else "false"
                lines.append(f"    bool set{reg.id} = {value};")
        return lines

    def _code(self) -> list[str]:
        function = self.function
        lines: list[str] = []
        for block in function.blocks:
            self.lines.append(f"L{block.id}:;")
            for op in block.ops:
                self.op(op)
            self.end(block)
        lines += [f"    pg_part part{index};" for index in range(1, self.parts + 1)]
        for index, kept in enumerate(self.collections, 1):
            self.lines.append(f"C{index}:;")
            self.save(kept)
            self.put("pg_gc_poll();")
            self.load(kept)
            self.put(f"goto D{index};")
        lines += self.lines
        # Cold paths, one for each pair of line and handler.
        for (line, handler), label in self.errors.items():
            lines.append(f"{label}:;")
            if line:
                lines.append(f"    pg_exc_push({c_text(function.path)}, {line}, {c_text(function.name)});")
            lines.append(f"    {self.leave(handler)}")
        return lines

    def _used_registers(self) -> set[ops.Reg]:
        used: set[ops.Reg] = set(self.function.flagged)
        for block in self.function.blocks:
            for op in block.ops:
                used.update(ops.read(op))
                dst = ops.written(op)
                if dst is not None:
                    used.add(dst)
                if isinstance(op, ops.Unbind):
                    used.add(op.reg)
            if block.end is not None:
                used.update(ops.read(block.end))
                if isinstance(block.end, ops.Yield) and block.end.sent is not None:
                    used.add(block.end.sent)
        return used

    # -- operands

    def reg(self, reg: ops.Reg) -> str:
        """Write a register."""
        return f"f->r{reg.id}" if reg.in_frame else f"r{reg.id}"

    def operand(self, one: ops.Operand) -> str:
        """Write an operand."""
        match one:
            case ops.Reg():
                return self.reg(one)
            case ops.Const(value=None):
                return "(void *)pg_none"
            case ops.Const(value=str() | bytes() as value):
                return f"(void *){self.constants.name(value)}"
            case ops.Const(value=value):
                assert isinstance(value, int | float)
                return number(value)
            case ops.Null():
                return "(void *)0"
            case ops.Symbol(c=c):
                return c[1:] if c.startswith("=") else f"(void *)&{c}"

    def word(self, one: ops.Operand) -> str:
        """Write an operand as a `pg_word`."""
        return f"{TO_WORD[one.rep]}({self.operand(one)})"

    # -- operations

    def leave(self, handler: ops.Block | None) -> str:
        """Write the way of an exception: to its handler or out of the function."""
        if handler is not None:
            return f"goto L{handler.id};"
        return self.leave_function()

    def leave_function(self) -> str:
        """Write the return of a function that raised."""
        return "return;" if self.function.ret == Rep.VOID else "return 0;"

    def error(self, line: int, handler: ops.Block | None) -> str:
        """Give the label of the cold path for a line and a handler."""
        key = (line if self.has_frames else 0, handler)
        if key not in self.errors:
            self.errors[key] = f"E{len(self.errors)}"
        return self.errors[key]

    def put(self, text: str) -> None:
        """Write one line."""
        self.lines.append("    " + text)

    def assign(self, dst: ops.Reg | None, text: str) -> None:
        """Write an assignment of an expression, or the expression alone."""
        if dst is None:
            self.put(f"{text};")
            return
        self.put(f"{self.reg(dst)} = {text};")
        self.mark_set(dst)

    def mark_set(self, dst: ops.Reg) -> None:
        """Set the flag of a variable that may be unbound elsewhere."""
        if dst in self.function.flagged and dst.rep != Rep.REF:
            self.put(f"{'f->' if dst.in_frame else ''}set{dst.id} = true;")

    def check(self, op: ops.Op) -> None:
        """Write the test after an operation that can raise."""
        if can_raise(op):
            self.put(f"if (PG_FAILED) goto {self.error(op.line, op.err)};")

    def op(self, op: ops.Op) -> None:
        """Write one operation."""
        match op:
            case ops.Assign(dst=dst, src=src):
                self.assign(dst, self.operand(src))
            case ops.Call(prim=prim) if prim.c in TRIES and not prim.is_expression:
                self.try_call(op)
            case ops.Call():
                self.call(op)
                self.check(op)
            case ops.CallFunction(dst=dst, function=function, args=args, kept=kept):
                self.save(kept)
                self.assign(dst, f"{function.c}({', '.join(map(self.operand, args))})")
                self.load(kept)
                self.check(op)
            case ops.CallDispatch(dst=dst, dispatch=dispatch, args=args, kept=kept):
                self.save(kept)
                self.assign(dst, f"{dispatch.c}({', '.join(map(self.operand, args))})")
                self.load(kept)
                self.check(op)
            case ops.Collect(kept=kept):
                self.collections.append(kept)
                index = len(self.collections)
                self.put(f"if (PG_UNLIKELY(pg_gc_due)) goto C{index};")
                self.lines.append(f"D{index}:;")
            case ops.CallValue(dst=dst, callee=callee, args=args, ret=ret):
                types = ", ".join(["pg_func *", *[C_TYPES[one.rep] for one in args]])
                target = f"(({C_TYPES[ret]} (*)({types}))((pg_func *){self.operand(callee)})->entry)"
                values = ", ".join([f"(pg_func *){self.operand(callee)}", *map(self.operand, args)])
                self.assign(dst, f"{target}({values})")
                self.check(op)
            case ops.MakeFunction():
                self.make_function(op)
            case ops.New(dst=dst, cls=cls):
                self.assign(dst, f"pg_new(&{cls.c}_type, sizeof({cls.c}))")
            case ops.GetField(dst=dst, obj=obj, cls=cls, name=name):
                self.assign(dst, f"(({cls.c} *){self.operand(obj)})->{field_name(name)}")
                if op.check:
                    label = self.error(op.line, op.err)
                    self.put(
                        f"if (PG_UNLIKELY(!{self.reg(dst)})) "
                        f"{{ pg_raise_attribute({self.operand(obj)}, {c_text(name)}); goto {label}; }}"
                    )
            case ops.SetField(obj=obj, cls=cls, name=name, src=src):
                self.put(f"(({cls.c} *){self.operand(obj)})->{field_name(name)} = {self.operand(src)};")
            case ops.GetGlobal(dst=dst, var=var):
                self.assign(dst, var.c)
                if var.check:
                    label = self.error(op.line, op.err)
                    value = self.reg(dst) if var.rep == Rep.REF else f"{var.c}_set"
                    self.put(
                        f"if (PG_UNLIKELY(!{value})) "
                        f"{{ pg_raise_unbound_global({c_text(var.name)}); goto {label}; }}"
                    )
            case ops.SetGlobal(var=var, src=src):
                if var.check and var.rep != Rep.REF:
                    self.put(f"{var.c}_set = {'false' if isinstance(src, ops.Null) else 'true'};")
                    if isinstance(src, ops.Null):
                        return
                self.put(f"{var.c} = {self.operand(src)};")
            case ops.GetCell(dst=dst, cell=cell, name=name):
                self.assign(dst, f"PG_CELL({self.operand(cell)}).{MEMBER[dst.rep]}")
                if op.check:
                    unset = (
                        f"!{self.reg(dst)}" if dst.rep == Rep.REF else f"!PG_CELL_SET({self.operand(cell)})"
                    )
                    label = self.error(op.line, op.err)
                    kind = "free" if op.free else "local"
                    self.put(
                        f"if (PG_UNLIKELY({unset})) {{ pg_raise_unbound_{kind}({c_text(name)}); goto {label}; }}"
                    )
            case ops.SetCell(cell=cell, src=src):
                self.put(f"PG_CELL({self.operand(cell)}).{MEMBER[src.rep]} = {self.operand(src)};")
                if src.rep != Rep.REF:
                    self.put(f"PG_CELL_SET({self.operand(cell)}) = true;")
            case ops.GetCaptured(dst=dst, index=index):
                self.assign(dst, f"((pg_tuple *)self_->env)->items[{index}].p")
            case ops.CheckBound(reg=reg):
                prefix = "f->" if reg.in_frame else ""
                unset = f"!{self.reg(reg)}" if reg.rep == Rep.REF else f"!{prefix}set{reg.id}"
                label = self.error(op.line, op.err)
                self.put(
                    f"if (PG_UNLIKELY({unset})) {{ pg_raise_unbound_local({c_text(reg.name)}); goto {label}; }}"
                )
            case ops.Unbind(reg=reg):
                if reg.rep == Rep.REF:
                    self.put(f"{self.reg(reg)} = 0;")
                elif reg in self.function.flagged:
                    self.put(f"{'f->' if reg.in_frame else ''}set{reg.id} = false;")
            case ops.Catch(dst=dst):
                self.assign(dst, "pg_exc_catch()")
            case ops.Reraise(src=src):
                self.put(f"pg_exc = (pg_exception *){self.operand(src)};")
            case _:
                raise AssertionError(type(op).__name__)

    def save(self, kept: tuple[ops.Reg, ...]) -> None:
        """Write references to where the collector finds them."""
        for reg in kept:
            self.put(f"pg_kept[{self.function.slots[reg]}] = {self.reg(reg)};")

    def load(self, kept: tuple[ops.Reg, ...]) -> None:
        """Read them back: objects may have moved."""
        for reg in kept:
            self.put(f"{self.reg(reg)} = pg_kept[{self.function.slots[reg]}];")

    def call(self, op: ops.Call) -> None:
        """Write the call of a primitive."""
        prim = op.prim
        text = expand(self, prim, op) if prim.is_expression else self.plain_call(prim, op)
        if op.dst is not None and isinstance(prim.ret, Var):
            text = f"{FROM_WORD[op.dst.rep]}({text})"
        self.assign(op.dst, text)

    def try_call(self, op: ops.Call) -> None:
        """Write a primitive with a fast path in line: it tells itself whether it raised."""
        call = self.plain_call(op.prim, op)[: -len(")")].replace(op.prim.c, twin(op.prim.c), 1)
        label = self.error(op.line, op.err)
        if op.prim.ret == NONE:
            self.put(f"if (PG_UNLIKELY(!{call}))) goto {label};")
            return
        is_word = isinstance(op.prim.ret, Var)
        ty = "pg_word" if is_word else C_TYPES[rep_of(op.prim.ret)]
        self.put(f"{{ {ty} v; if (PG_UNLIKELY(!{call}, &v))) goto {label};")
        if op.dst is not None:
            self.assign(op.dst, f"{FROM_WORD[op.dst.rep]}(v)" if is_word else "v")
        self.put("}")

    def plain_call(self, prim: Primitive, op: ops.Call) -> str:
        """Write the call of a C function; type variables travel as words."""
        utf8 = utf8_function(prim.c, op.args)
        if utf8 is not None:
            return f"{utf8}({self.operand(op.args[0])})"
        args = []
        for index, one in enumerate(op.args):
            param = prim.params[min(index, len(prim.params) - 1)] if prim.params else None
            args.append(
                self.word(one) if param is not None and isinstance(param.ty, Var) else self.operand(one)
            )
        args += [self.constants.kind(op.kinds.get(name, OBJECT)) for name in prim.kinds]
        return f"{prim.c}({', '.join(args)})"

    def make_function(self, op: ops.MakeFunction) -> None:
        """Write the making of a function object."""
        function = op.function
        if not op.captured:
            self.assign(op.dst, f"(void *)&{function.c}_object")
            return
        self.counter += 1
        env = f"env{self.counter}"
        self.put(f"pg_tuple *{env} = pg_tuple_new({len(op.captured)}, 0);")
        for index, one in enumerate(op.captured):
            self.put(f"{env}->items[{index}].i = {self.word(one)};")
        self.assign(
            op.dst,
            f"pg_func_new((void *){function.c}, {boxed_name(function)}, {c_text(function.name)}, (pg_obj *){env}, "
            f"{self.constants.signature(function)})",
        )

    # -- ends of blocks

    def end(self, block: ops.Block) -> None:
        """Write the terminator of a block."""
        match block.end:
            case ops.Goto(target=target):
                self.put(f"goto L{target.id};")
            case ops.Branch(cond=cond, yes=yes, no=no):
                self.put(f"if ({self.operand(cond)}) goto L{yes.id}; else goto L{no.id};")
            case ops.Return(value=value):
                if self.is_small:
                    self.put("__builtin_assume(!pg_exc);")
                self.put(
                    "return;"
                    if value is None or self.function.ret == Rep.VOID
                    else f"return {self.operand(value)};"
                )
            case ops.Raise(err=err, traceback=traceback, line=line):
                self.put(f"goto {self.error(line if traceback else 0, err)};")
            case ops.Unreachable():
                self.put("__builtin_unreachable();")
            case _:
                raise AssertionError(type(block.end).__name__)


def boxed_name(function: Function) -> str:
    """Give the C function that calls a function object with boxed arguments."""
    return "pg_star_boxed" if function.is_star else f"{function.c}_boxed"


def expand(emitter: FunctionEmitter, prim: Primitive, op: ops.Call) -> str:
    """Fill in the expression of a primitive."""
    values: dict[str, str] = {}
    positional = []
    for index, one in enumerate(op.args):
        param = prim.params[min(index, len(prim.params) - 1)]
        text = emitter.word(one) if isinstance(param.ty, Var) else emitter.operand(one)
        positional.append(text)
        values[f"w{index}"] = emitter.word(one)
        if not param.star:
            values[param.name] = text
    first_star = next((i for i, one in enumerate(prim.params) if one.star), len(positional))
    values["args"] = ", ".join(positional[first_star:]) or "0"
    for index, ty in enumerate(op.kinds.values()):
        values[f"k{index}"] = emitter.constants.kind(ty)
    if "{part}" in prim.c:
        emitter.parts += 1
        values["part"] = f"part{emitter.parts}"
    return "(" + prim.c.format(*positional, **values) + ")"


def field_name(name: str) -> str:
    """Give the C name of a field."""
    return "f_" + "".join(
        one if one.isascii() and (one.isalnum() or one == "_") else f"_{ord(one):x}_" for one in name
    )
