"""The compiler IR as text, for people and golden tests."""

from __future__ import annotations

from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Function, Program
from pygress.compiler.ir.types import Rep, rep_of


def print_program(program: Program) -> str:
    """Print all functions and dispatch tables."""
    parts = [print_function(one) for one in program.functions]
    for dispatch in program.dispatches:
        arms = [f"    {name} -> {arm.function.c}" for name, arm in dispatch.arms.items()]
        parts.append("\n".join([f"dispatch {dispatch.c}:", *arms]) + "\n")
    return "\n".join(parts)


def print_function(function: Function) -> str:
    """Print one function."""
    params = ", ".join(f"{reg}: {reg.rep.value}" for reg in function.params)
    lines = [f"def {function.c}({params}) -> {function.ret.value}:"]
    for block in function.blocks:
        lines.append(f"{block}:")
        lines += [f"    {print_op(op)}" for op in block.ops]
        lines.append(f"    {print_end(block.end)}")
    return "\n".join(lines) + "\n"


def print_op(op: ops.Op) -> str:
    """Print one operation; `!L3` names the handler of its exceptions."""
    text = _text(op)
    dst = ops.written(op)
    head = f"{dst} = " if dst is not None else ""
    tail = f" !{op.err}" if op.err is not None else ""
    return f"{head}{text}{tail}"


def _args(args: tuple[ops.Operand, ...]) -> str:
    return ", ".join(map(str, args))


def _kept(kept: tuple[ops.Reg, ...]) -> str:
    return f" keeping {_args(kept)}" if kept else ""


def _text(op: ops.Op) -> str:
    match op:
        case ops.Assign(src=src):
            return str(src)
        case ops.Call(prim=prim, args=args, kinds=kinds):
            kind = f"[{', '.join(rep_of(ty).value for ty in kinds.values())}]" if kinds else ""
            return f"{prim.name}{kind}({_args(args)})"
        case ops.CallFunction(function=function, args=args, kept=kept):
            return f"call {function.c}({_args(args)}){_kept(kept)}"
        case ops.CallDispatch(dispatch=dispatch, args=args, kept=kept):
            return f"dispatch {dispatch.c}({_args(args)}){_kept(kept)}"
        case ops.CallValue(callee=callee, args=args):
            return f"call_value {callee}({_args(args)})"
        case ops.MakeFunction(function=function, captured=captured):
            return f"function {function.c} [{_args(captured)}]"
        case ops.New(cls=cls):
            return f"new {cls.c}"
        case ops.GetField(obj=obj, name=name):
            return f"{obj}.{name}"
        case ops.SetField(obj=obj, name=name, src=src):
            return f"{obj}.{name} = {src}"
        case ops.GetGlobal(var=var):
            return f"global {var.c}"
        case ops.SetGlobal(var=var, src=src):
            return f"global {var.c} = {src}"
        case ops.GetCell(cell=cell):
            return f"cell {cell}"
        case ops.SetCell(cell=cell, src=src):
            return f"cell {cell} = {src}"
        case ops.GetCaptured(index=index):
            return f"captured {index}"
        case ops.CheckBound(reg=reg):
            return f"check {reg}"
        case ops.Unbind(reg=reg):
            return f"unbind {reg}"
        case ops.Catch():
            return "catch"
        case ops.Collect(kept=kept):
            return f"collect{_kept(kept)}"
        case ops.Reraise(src=src):
            return f"reraise {src}"
        case _:
            return type(op).__name__


def print_end(end: ops.Terminator | None) -> str:
    """Print a terminator."""
    match end:
        case ops.Goto(target=target):
            return f"goto {target}"
        case ops.Branch(cond=cond, yes=yes, no=no):
            return f"if {cond} goto {yes} else {no}"
        case ops.Return(value=value):
            return "return" if value is None else f"return {value}"
        case ops.Raise(err=err):
            return f"raise -> {err}" if err is not None else "raise"
        case ops.Yield(value=value, resume=resume):
            return f"yield {value} then {resume}"
        case _:
            return "unreachable"


__all__ = ["Rep", "print_function", "print_program"]
