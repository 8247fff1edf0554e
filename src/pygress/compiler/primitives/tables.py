"""All primitive tables, by what a program says: methods by class, functions by full name, attributes by class."""

from __future__ import annotations

import ast
import math
from pathlib import Path

from pygress.compiler.ir.types import BOOL, BYTES, FLOAT, INT, OBJECT, STR, Inst, Ty
from pygress.compiler.primitives import containers, functions, internal, numbers, text
from pygress.compiler.primitives.model import Primitive, parse_table

Table = dict[str, list[Primitive]]

INTERNAL: Table = parse_table(internal.TABLE)

METHODS: dict[str, Table] = {
    "builtins.str": parse_table(text.STR, STR),
    "builtins.bytes": parse_table(text.BYTES, BYTES),
    "builtins.bytearray": parse_table(text.BYTEARRAY, Inst("builtins.bytearray")),
    "builtins.list": parse_table(containers.LIST, OBJECT),
    "builtins.dict": parse_table(containers.DICT, OBJECT),
    "builtins.set": parse_table(containers.SET, OBJECT),
    "builtins.frozenset": parse_table(containers.FROZENSET, OBJECT),
    "builtins.tuple": parse_table(containers.TUPLE, OBJECT),
    "builtins.range": parse_table(containers.RANGE, Inst("builtins.range")),
    "builtins.int": parse_table(numbers.INT, INT),
    "builtins.bool": parse_table(numbers.BOOL, BOOL),
    "builtins.float": parse_table(numbers.FLOAT, FLOAT),
    "builtins.BaseException": parse_table(functions.EXCEPTION_METHODS, OBJECT),
}

ATTRIBUTES: dict[str, Table] = {
    "builtins.BaseException": parse_table(functions.EXCEPTION_ATTRIBUTES),
    "builtins.StopIteration": parse_table(functions.VALUE_ATTRIBUTE),
    "builtins.SystemExit": parse_table(functions.CODE_ATTRIBUTE),
    "builtins.range": parse_table(functions.RANGE_ATTRIBUTES),
    "builtins.slice": parse_table(functions.SLICE_ATTRIBUTES),
}

_PACKAGE = Path(__file__).parents[2]


def _prefixed(prefix: str, table: Table) -> Table:
    return {f"{prefix}.{name}": prims for name, prims in table.items()}


def _class_methods() -> Table:
    out: Table = {}
    for name, prims in parse_table(functions.CLASS_METHODS).items():
        cls, _, method = name.partition("_")
        out[f"builtins.{cls}.{method}"] = prims
    return out


def _module(path: Path, module: str, prefix: str, quiet: str = "-") -> Table:
    """Read the functions of a Python module as primitives: `name` is the C function `prefix_name`.

    Those whose name begins with `quiet` never raise.
    """
    out: Table = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef) or node.decorator_list:
            continue
        target: ast.expr = ast.Name(f"{prefix}{node.name}")
        if not node.name.startswith(quiet):
            target = ast.Call(ast.Name("raises"), [target], [])
        stub = ast.FunctionDef(node.name, node.args, [ast.Expr(target)], [], node.returns)
        stub.args.defaults = [
            one if isinstance(one, ast.Constant) else ast.Constant(None) for one in stub.args.defaults
        ]
        ast.fix_missing_locations(stub)
        out.update(_prefixed(module, parse_table(ast.unparse(stub).replace("NoReturn", "Never"))))
    return out


FUNCTIONS: Table = {
    **_prefixed("builtins", parse_table(functions.BUILTINS)),
    **_prefixed("sys", parse_table(functions.SYS)),
    **_class_methods(),
    **_module(_PACKAGE / "sdk" / "abi.py", "pygress.sdk.abi", "pg_abi_"),
    **_module(
        _PACKAGE / "compiler" / "stdlib" / "native.py",
        "pygress.compiler.stdlib.native",
        "pg_native_",
        quiet="math_",
    ),
}

STREAMS: dict[str, Table] = {
    "sys.stdout": parse_table(functions.STDOUT),
    "sys.stderr": {**parse_table(functions.STDOUT), **parse_table(functions.STDERR_WRITE)},
    "sys.stdin": parse_table(functions.STDIN),
}

CONSTANTS: dict[str, int | float | str] = {
    "math.pi": math.pi,
    "math.e": math.e,
    "math.tau": math.tau,
    "math.inf": math.inf,
    "math.nan": math.nan,
}


def ty_name(ty: Ty) -> str:
    """Tell the full name of a type as the tables spell it."""
    return ty.name if isinstance(ty, Inst) else f"builtins.{ty}"
