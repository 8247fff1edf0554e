"""All primitive tables, by what a program says: methods by class, functions by full name, attributes by class."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from pygress.compiler.ir.types import BOOL, BYTES, FLOAT, INT, OBJECT, STR, Inst, Ty
from pygress.compiler.primitives import containers, functions, internal, numbers, text
from pygress.compiler.primitives.model import Primitive, Table, parse_functions, parse_table

INTERNAL: Table = parse_table(internal.TABLE)

METHODS: dict[str, Mapping[str, list[Primitive]]] = {
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
    "builtins.BaseExceptionGroup": parse_table(functions.GROUP_METHODS, OBJECT),
}

ATTRIBUTES: dict[str, Mapping[str, list[Primitive]]] = {
    "builtins.BaseException": parse_table(functions.EXCEPTION_ATTRIBUTES),
    "builtins.StopIteration": parse_table(functions.VALUE_ATTRIBUTE),
    "builtins.SystemExit": parse_table(functions.CODE_ATTRIBUTE),
    "builtins.BaseExceptionGroup": parse_table(functions.GROUP_ATTRIBUTES),
    "builtins.OSError": parse_table(functions.OS_ERROR_ATTRIBUTES),
    "builtins.UnicodeDecodeError": parse_table(functions.UNICODE_ERROR_ATTRIBUTES + functions.DECODED_OBJECT),
    "builtins.UnicodeEncodeError": parse_table(functions.UNICODE_ERROR_ATTRIBUTES + functions.ENCODED_OBJECT),
    "builtins.UnicodeTranslateError": parse_table(
        functions.UNICODE_ERROR_ATTRIBUTES + functions.ENCODED_OBJECT
    ),
    "builtins.ImportError": parse_table(functions.IMPORT_ERROR_ATTRIBUTES),
    "builtins.SyntaxError": parse_table(functions.SYNTAX_ERROR_ATTRIBUTES),
    "builtins.NameError": parse_table(functions.NAME_ATTRIBUTE),
    "builtins.AttributeError": parse_table(functions.ATTRIBUTE_ERROR_ATTRIBUTES),
    "builtins.int": parse_table(numbers.INT_ATTRIBUTES),
    "builtins.float": parse_table(numbers.FLOAT_ATTRIBUTES),
    "builtins.range": parse_table(functions.RANGE_ATTRIBUTES),
    "builtins.slice": parse_table(functions.SLICE_ATTRIBUTES),
}

_PACKAGE = Path(__file__).parents[2]


def _prefixed(prefix: str, table: Table) -> Table:
    return table.renamed(lambda name: f"{prefix}.{name}")


def _class_method(name: str) -> str:
    cls, _, method = name.partition("_")
    return f"builtins.{cls}.{method}"


def _module(path: Path, module: str, prefix: str, quiet: str = "-") -> Table:
    return _prefixed(module, parse_functions(path.read_text(encoding="utf-8"), prefix, quiet))


FUNCTIONS: Table = Table.joined(
    _prefixed("builtins", parse_table(functions.BUILTINS)),
    _prefixed("sys", parse_table(functions.SYS)),
    parse_table(functions.CLASS_METHODS).renamed(_class_method),
    _module(_PACKAGE / "sdk" / "abi.py", "pygress.sdk.abi", "pg_abi_"),
    _module(_PACKAGE / "sdk" / "document.py", "pygress.sdk.document", "pg_document_"),
    _module(
        _PACKAGE / "compiler" / "stdlib" / "native.py",
        "pygress.compiler.stdlib.native",
        "pg_native_",
        quiet="math_",
    ),
)

STREAMS: dict[str, Table] = {
    "sys.stdout": parse_table(functions.STDOUT),
    "sys.stderr": Table.joined(parse_table(functions.STDOUT), parse_table(functions.STDERR_WRITE)),
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
