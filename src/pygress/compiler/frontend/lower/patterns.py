"""Regular expressions that are constants: compiled now, so that the module needs no parser.

    re.search("a+", text, re.I)   ->   Pattern("a+", <program>).search(text)

The program is a constant of the module. A mistake in the pattern is a mistake of the build.
"""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.arguments import Arg, lower_arguments
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.construct import new_instance
from pygress.compiler.frontend.lower.literals import bytes_value
from pygress.compiler.frontend.typemap import STDLIB
from pygress.compiler.ir.types import BYTES, STR, Inst
from pygress.compiler.runtime.patterns import Mistake, compile_pattern
from pygress.compiler.stdlib import re as ours

_MODULE = f"{STDLIB}.re"
_FLAGS_AT = {
    "compile": 1,
    "search": 2,
    "match": 2,
    "fullmatch": 2,
    "findall": 2,
    "finditer": 2,
    "split": 3,
    "sub": 4,
    "subn": 4,
}
"""Functions of `re` that take a pattern first, and where their flags are."""
_NOT_LINEAR = ("backreferences are not supported", "conditional groups are not supported")
_DEBUG = 128


def literal_pattern(b: Builder, node: nodes.CallExpr, function: nodes.FuncDef) -> Value | None:
    """Lower a call of a function of `re` whose pattern and flags are constants; `None`: it is none."""
    module, _, name = function.fullname.rpartition(".")
    if module != _MODULE or name not in _FLAGS_AT:
        return None
    pattern_at = flags_at = None
    for index, (kind, given) in enumerate(zip(node.arg_kinds, node.arg_names, strict=True)):
        if kind not in (nodes.ARG_POS, nodes.ARG_NAMED):
            return None
        if given == "pattern" or (kind == nodes.ARG_POS and index == 0):
            pattern_at = index
        if given == "flags" or (kind == nodes.ARG_POS and index == _FLAGS_AT[name]):
            flags_at = index
    if pattern_at is None:
        return None
    pattern = constant(b, node.args[pattern_at])
    flags = 0 if flags_at is None else constant(b, node.args[flags_at])
    if not isinstance(pattern, str | bytes) or not isinstance(flags, int):
        return None
    made = _make(b, node.args[pattern_at], pattern, flags)
    if name == "compile":
        return made
    kept = [index for index in range(len(node.args)) if index not in (pattern_at, flags_at)]
    call = nodes.CallExpr(
        node.callee,
        [node.args[index] for index in kept],
        [node.arg_kinds[index] for index in kept],
        [node.arg_names[index] for index in kept],
    )
    call.set_line(node)
    wanted = b.world.checked.types.get(node)
    if wanted is not None:
        b.world.checked.types[call] = wanted
    from pygress.compiler.frontend.lower.call import call_on

    return call_on(b, call, b.keep(made), name, lambda: lower_arguments(b, call))


def _make(b: Builder, node: nodes.Expression, pattern: str | bytes, flags: int) -> Value:
    """Lower the pattern itself."""
    if flags & _DEBUG:
        raise Unsupported(
            node, "unsupported-function", "`re.DEBUG` cannot be compiled", help="print the pattern on CPython"
        )
    try:
        program = compile_pattern(pattern, flags)
    except Mistake as mistake:
        raise _diagnostic(b, node, pattern, mistake) from None
    text, kind = (b.const_str(pattern), STR) if isinstance(pattern, str) else (b.const_bytes(pattern), BYTES)
    args = [Arg(nodes.ARG_POS, None, one) for one in (text, b.const_bytes(program))]
    return new_instance(b, node, Inst(f"{_MODULE}.Pattern", (kind,)), args)


def _diagnostic(b: Builder, node: nodes.Expression, pattern: str | bytes, mistake: Mistake) -> Unsupported:
    message = mistake.message
    if mistake.position >= 0:
        message = str(ours.error(message, pattern, mistake.position))
    place = _inside(b, node, pattern, mistake.position)
    if message.startswith(_NOT_LINEAR):
        return Unsupported(
            place,
            "pattern-not-linear",
            message,
            "needs more than linear time",
            "match without it, and compare the groups in Python",
        )
    return Unsupported(place, "bad-pattern", message, "re.error")


def _inside(b: Builder, node: nodes.Expression, pattern: str | bytes, position: int) -> nodes.Context:
    """Give the place of a character of the pattern, if the source shows the pattern as it is."""
    source = b.world.checked.sources.get(b.tree.path, "").splitlines()
    if position < 0 or node.end_line != node.line or not 0 < node.line <= len(source):
        return node
    shown = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    literal = source[node.line - 1][node.column : node.end_column]
    begin = literal.find(shown) if shown and literal.isascii() else -1
    quotes = begin >= 1 and literal[begin - 1] in "\"'" and len(literal) - begin - len(shown) in (1, 3)
    if not quotes:
        return node
    column = node.column + begin + min(position, len(shown))
    place = nodes.Context(node.line, column)
    place.end_line, place.end_column = node.line, column + 1
    return place


def constant(b: Builder, node: nodes.Expression, depth: int = 0) -> str | bytes | int | None:
    """Tell the value of a constant: literals, sums and joins of them, flags, and names that hold such."""
    match node:
        case nodes.StrExpr(value=value) | nodes.IntExpr(value=value):
            return value
        case nodes.BytesExpr(value=value):
            return bytes_value(value)
        case nodes.OpExpr(op="+" | "|" as op, left=left, right=right):
            return _combine(op, constant(b, left, depth), constant(b, right, depth))
        case nodes.CallExpr(callee=nodes.MemberExpr(expr=nodes.StrExpr(value=text), name=name), args=args):
            return _text_method(b, text, name, args, depth)
        case nodes.MemberExpr(expr=nodes.RefExpr(fullname="re.RegexFlag"), name=name):
            return _flag(name)
        case nodes.NameExpr(node=nodes.Var() as var) | nodes.MemberExpr(node=nodes.Var() as var):
            return _named(b, var, depth)
    return None


def _text_method(b: Builder, text: str, name: str, args: list[nodes.Expression], depth: int) -> str | None:
    """Join constants; mypy gives an f-string as `"".join(["text", "{:{}}".format(value, "")])`."""
    if name == "join" and len(args) == 1 and isinstance(args[0], nodes.ListExpr | nodes.TupleExpr):
        parts = [constant(b, one, depth) for one in args[0].items]
        texts = [one for one in parts if isinstance(one, str)]
        return text.join(texts) if len(texts) == len(parts) else None
    if name == "format" and text == "{:{}}" and len(args) == 2:
        value, spec = constant(b, args[0], depth), constant(b, args[1], depth)
        if isinstance(value, str | int) and spec == "":
            return str(value)
    return None


def _combine(
    op: str, left: str | bytes | int | None, right: str | bytes | int | None
) -> str | bytes | int | None:
    if isinstance(left, int) and isinstance(right, int):
        return left | right if op == "|" else left + right
    if op == "+" and isinstance(left, str) and isinstance(right, str):
        return left + right
    if op == "+" and isinstance(left, bytes) and isinstance(right, bytes):
        return left + right
    return None


def _named(b: Builder, var: nodes.Var, depth: int) -> str | bytes | int | None:
    module, _, name = var.fullname.rpartition(".")
    if module == _MODULE:
        return _flag(name)
    world = b.world
    value = world.values.get(var)
    once = world.assignments.get(var) == 1 and var.name not in world.assigned_attributes
    return constant(b, value, depth + 1) if value is not None and once and depth < 20 else None


def _flag(name: str) -> int | None:
    value = getattr(ours, name, None)
    return value if isinstance(value, int) else None
