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
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

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
# A stub, or a function of a module, ends where the next line begins in the first column.
_STUB = re.compile(r"^(?=def (\w+))(.*(?:\n(?:[ \t)].*)?)*)", re.MULTILINE)
_FUNCTION = re.compile(r"^(@.*\n)?(?=def (\w+))(.*(?:\n(?:[ \t)].*)?)*)", re.MULTILINE)

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


class Table(Mapping[str, list[Primitive]]):
    """Operations by name, several of one name are overloads in order; each is read when it is first asked for.

    A program uses a few dozen of the thousand stubs, and reading all takes as long as checking a small plugin.
    """

    def __init__(self, stubs: Mapping[str, list[Callable[[], Primitive]]]) -> None:
        self._stubs = stubs
        self._read: dict[str, list[Primitive]] = {}

    def __getitem__(self, name: str) -> list[Primitive]:
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = [read() for read in self._stubs[name]]
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._stubs

    def __iter__(self) -> Iterator[str]:
        return iter(self._stubs)

    def __len__(self) -> int:
        return len(self._stubs)

    def renamed(self, rename: Callable[[str], str]) -> Table:
        """Give the same operations under other names."""
        return Table({rename(name): stubs for name, stubs in self._stubs.items()})

    @staticmethod
    def joined(*tables: Table) -> Table:
        """Give the operations of all tables; the last one of a name counts."""
        return Table({name: stubs for table in tables for name, stubs in table._stubs.items()})


def parse_table(text: str, self_type: Ty | None = None) -> Table:
    """Read a table of stubs; several of one name are overloads, tried in order."""
    stubs: dict[str, list[Callable[[], Primitive]]] = {}
    for name, stub in _STUB.findall(text):
        stubs.setdefault(name, []).append(partial(_read_stub, stub, self_type))
    return Table(stubs)


def parse_functions(text: str, prefix: str, quiet: str) -> Table:
    """Read the functions of a Python module as primitives: `name` is the C function `prefix_name`.

    Those whose name begins with `quiet` never raise; those with a decorator do not count.
    """
    stubs: dict[str, list[Callable[[], Primitive]]] = {}
    for mark, name, function in _FUNCTION.findall(text):
        if not mark:
            stubs[name] = [partial(_read_function, function, prefix, quiet)]
    return Table(stubs)


def _read_stub(text: str, self_type: Ty | None) -> Primitive:
    (node,) = ast.parse(text).body
    assert isinstance(node, ast.FunctionDef), text
    return _parse_stub(node, self_type)


def _read_function(text: str, prefix: str, quiet: str) -> Primitive:
    (node,) = ast.parse(text).body
    assert isinstance(node, ast.FunctionDef), text
    target: ast.expr = ast.Name(f"{prefix}{node.name}")
    if not node.name.startswith(quiet):
        target = ast.Call(ast.Name("raises"), [target], [])
    stub = ast.FunctionDef(node.name, node.args, [ast.Expr(target)], [], node.returns)
    stub.args.defaults = [
        one if isinstance(one, ast.Constant) else ast.Constant(None) for one in stub.args.defaults
    ]
    ast.fix_missing_locations(stub)
    return _read_stub(ast.unparse(stub).replace("NoReturn", "Never"), None)


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
