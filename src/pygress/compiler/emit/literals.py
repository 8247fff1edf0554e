"""Constants of the program as static C objects, each once."""

from __future__ import annotations

from pygress.compiler.ir.program import Element, Function
from pygress.compiler.ir.types import OBJECT, Rep, Ty, rep_of

C_TYPES = {Rep.I64: "int64_t", Rep.F64: "double", Rep.BOOL: "bool", Rep.REF: "void *", Rep.VOID: "void"}
KINDS = {Rep.I64: "PG_I64", Rep.F64: "PG_F64", Rep.BOOL: "PG_BOOL", Rep.REF: "PG_REF"}
MEMBER = {Rep.I64: "i", Rep.F64: "f", Rep.BOOL: "b", Rep.REF: "p"}
TO_WORD = {Rep.I64: "PG_W_I", Rep.F64: "PG_W_F", Rep.BOOL: "PG_W_B", Rep.REF: "PG_W_P"}
FROM_WORD = {Rep.I64: "PG_I_W", Rep.F64: "PG_F_W", Rep.BOOL: "PG_B_W", Rep.REF: "PG_P_W"}


def quote(data: bytes) -> str:
    """Write bytes as a C string literal."""
    out = []
    for byte in data:
        if byte in (0x22, 0x5C):
            out.append("\\" + chr(byte))
        elif 0x20 <= byte < 0x7F and byte != 0x3F:
            out.append(chr(byte))
        else:
            out.append(f"\\{byte:03o}")
    return '"' + "".join(out) + '"'


def c_text(text: str) -> str:
    """Write text as a C string literal."""
    return quote(text.encode("utf-8", "surrogatepass"))


def number(value: int | float | bool) -> str:
    """Write a number as C."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return "INT64_MIN" if value == -(1 << 63) else f"INT64_C({value})"
    if value != value:
        return '__builtin_nan("")'
    if value in (float("inf"), float("-inf")):
        return "__builtin_inf()" if value > 0 else "(-__builtin_inf())"
    return f"({value.hex()})"


class Constants:
    """The string and bytes constants of one unit of C, whose names begin with `stem`, and the kinds of elements."""

    def __init__(self, stem: str = "s", elements: dict[Ty, Element] | None = None) -> None:
        self.stem = stem
        self.elements = elements or {}
        self.names: dict[str | bytes, str] = {}
        self.lines: list[str] = []

    def kind(self, ty: Ty) -> str:
        """Write the kind of a container whose elements have a static type."""
        rep = rep_of(ty)
        found = self.elements.get(ty) if rep == Rep.REF and ty != OBJECT else None
        return KINDS[rep] if found is None else f"(pg_kind){found.number << 2}"

    def signature(self, function: Function) -> str:
        """Write the kind of a function object, 0 if no container holds such functions."""
        return "0" if function.signature is None else self.kind(function.signature)

    def name(self, value: str | bytes) -> str:
        """Give the C expression of a constant object."""
        found = self.names.get(value)
        if found is None:
            if value == "":
                found = "&pg_str_empty"
            elif value == b"":
                found = "&pg_bytes_empty"
            elif isinstance(value, str):
                data = value.encode("utf-8", "surrogatepass")
                stem = f"{self.stem}{len(self.lines)}"
                self.lines.append(
                    f"static pg_str {stem} = PG_STR_INIT({len(data)}, {len(value)}, {quote(data)});"
                )
                found = f"&{stem}"
            else:
                stem = f"{self.stem}{len(self.lines)}"
                self.lines.append(f"static pg_bytes {stem} = PG_BYTES_INIT({len(value)}, {quote(value)});")
                found = f"&{stem}"
            self.names[value] = found
        return found
