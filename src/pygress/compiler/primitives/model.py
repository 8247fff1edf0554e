"""A primitive: one Python operation on runtime types, and the C that does it.

The tables are Python stubs whose body names the C function:

    def find(self, sub: str, start: int = 0, end: int = MAX) -> int: pg_str_find
    def __getitem__(self, index: int) -> T: raises(pg_list_get)
    def copy(self) -> list[T]: pg_list_copy[T]
    def __len__(self) -> int: "((pg_str *){0})->nchars"

`raises(...)` tells that it may set an exception. A string is a C expression over its arguments. Parameters and
results that are a bare type variable travel as `pg_word`; `f[T]` passes the element kind of `T` as last argument.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from pygress.compiler.ir.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    NEVER,
    NONE,
    OBJECT,
    STR,
    Func,
    Inst,
    Tuple,
    Ty,
    Var,
)
from pygress.compiler.ir.types import Union as UnionTy

MAX = (1 << 63) - 1

_SIMPLE: dict[str, Ty] = {
    "int": INT,
    "float": FLOAT,
    "bool": BOOL,
    "str": STR,
    "bytes": BYTES,
    "None": NONE,
    "object": OBJECT,
    "Any": OBJECT,
    "Never": NEVER,
}
_BUILTIN = {"list", "dict", "set", "frozenset", "range", "bytearray", "type", "slice", "memoryview"}
_EXCEPTION_SUFFIX = ("Error", "Exception", "Exit", "Iteration", "Interrupt")


@dataclass(frozen=True)
class Param:
    """One parameter; `default` is a constant, or `None` if `required` (or the default is `None`)."""

    name: str
    ty: Ty
    required: bool = True
    default: int | float | bool | str | bytes | None = None
    star: bool = False


@dataclass(frozen=True, eq=False)
class Primitive:
    """One overload of one operation; `c` is a function name or, with `{0}` in it, an expression."""

    name: str
    c: str
    params: tuple[Param, ...] = ()
    ret: Ty = NONE
    raises: bool = False
    kinds: tuple[str, ...] = ()
    keyword_only: frozenset[str] = frozenset()
    is_expression: bool = False
    """`c` is a C expression: `{0}` an argument by position, `{name}` by name, `{k0}` a kind, `{args}` the star."""


def parse_type(node: ast.expr) -> Ty:
    """Read a type of the stub notation."""
    match node:
        case ast.Constant(value=None):
            return NONE
        case ast.Name(id=name):
            if name in _SIMPLE:
                return _SIMPLE[name]
            if len(name) == 1:
                return Var(name)
            if name in _BUILTIN or name.endswith(_EXCEPTION_SUFFIX):
                return Inst(f"builtins.{name}")
            return Inst(f"typing.{name}")
        case ast.Attribute():
            return Inst(ast.unparse(node))
        case ast.BinOp(left=left, right=right):
            parts = [parse_type(left), parse_type(right)]
            flat = [one for part in parts for one in (part.items if isinstance(part, UnionTy) else (part,))]
            return UnionTy(tuple(sorted(flat, key=str)))
        case ast.Subscript(value=value, slice=index):
            args = index.elts if isinstance(index, ast.Tuple) else [index]
            name = ast.unparse(value)
            if name == "Callable":
                assert isinstance(args[0], ast.List)
                return Func(tuple(parse_type(one) for one in args[0].elts), parse_type(args[1]))
            if name == "tuple":
                if isinstance(args[-1], ast.Constant) and args[-1].value is ...:
                    return Inst("builtins.tuple", (parse_type(args[0]),))
                return Tuple(tuple(parse_type(one) for one in args))
            full = name if "." in name else f"builtins.{name}" if name in _BUILTIN else f"typing.{name}"
            return Inst(full, tuple(parse_type(one) for one in args))
        case _:
            raise ValueError(f"cannot read the type {ast.unparse(node)!r}")


def parse_table(text: str, self_type: Ty | None = None) -> dict[str, list[Primitive]]:
    """Read a table of stubs; several of one name are overloads, tried in order."""
    table: dict[str, list[Primitive]] = {}
    for node in ast.parse(text).body:
        assert isinstance(node, ast.FunctionDef), ast.unparse(node)
        table.setdefault(node.name, []).append(_parse_stub(node, self_type))
    return table


def _parse_stub(node: ast.FunctionDef, self_type: Ty | None) -> Primitive:
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    defaults: list[ast.expr | None] = [*[None] * (len(positional) - len(args.defaults)), *args.defaults]
    params = [_parse_param(arg, value, self_type) for arg, value in zip(positional, defaults, strict=True)]
    if args.vararg is not None:
        star = _parse_param(args.vararg, None, self_type)
        params.append(Param(star.name, Inst("builtins.tuple", (star.ty,)), False, None, True))
    params += [_parse_param(a, v, self_type) for a, v in zip(args.kwonlyargs, args.kw_defaults, strict=True)]
    body = node.body[0]
    assert isinstance(body, ast.Expr), ast.unparse(node)
    target, raises = body.value, False
    if isinstance(target, ast.Call):
        target, raises = target.args[0], True
    kinds: tuple[str, ...] = ()
    if isinstance(target, ast.Subscript):
        names = target.slice.elts if isinstance(target.slice, ast.Tuple) else [target.slice]
        kinds = tuple(ast.unparse(one) for one in names)
        target = target.value
    c = str(target.value) if isinstance(target, ast.Constant) else ast.unparse(target)
    return Primitive(
        node.name,
        c,
        tuple(params),
        parse_type(node.returns) if node.returns is not None else NONE,
        raises,
        kinds,
        frozenset(arg.arg for arg in args.kwonlyargs),
        isinstance(target, ast.Constant),
    )


def _parse_param(arg: ast.arg, default: ast.expr | None, self_type: Ty | None) -> Param:
    if arg.annotation is None:
        assert self_type is not None, arg.arg
        return Param(arg.arg, self_type)
    ty = parse_type(arg.annotation)
    if default is None:
        return Param(arg.arg, ty)
    if isinstance(default, ast.Name) and default.id == "MAX":
        return Param(arg.arg, ty, False, MAX)
    return Param(arg.arg, ty, False, ast.literal_eval(default))
