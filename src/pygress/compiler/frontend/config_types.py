"""Configuration dataclasses: mypy's types beside the annotations as written (for `Annotated` limits) and docstrings."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mypy import nodes, types


@dataclass(frozen=True)
class Trees:
    """The classes of the program with their modules, and the texts of the files that are shown under another path."""

    by_class: dict[nodes.TypeInfo, nodes.MypyFile]
    sources: dict[str, str]


@dataclass(frozen=True)
class Limit:
    """One `Range(...)` or `Length(...)`."""

    kind: str
    minimum: int | float | None
    maximum: int | float | None


@dataclass(frozen=True)
class ConfigField:
    """One field of a configuration dataclass."""

    name: str
    type: types.Type
    annotation: ast.expr | None
    description: str
    default: nodes.Expression | None
    factory: nodes.Expression | None


@cache
def _classes_of(text: str) -> dict[str, ast.ClassDef]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return {}
    return {one.name: one for one in ast.walk(tree) if isinstance(one, ast.ClassDef)}


def class_node(info: nodes.TypeInfo, trees: Trees) -> ast.ClassDef | None:
    """Find a class in the text of its module."""
    path = trees.by_class[info].path
    text = trees.sources.get(path)
    if text is None:
        try:
            text = Path(path).read_text(encoding="utf-8")
        except OSError:
            return None
    return _classes_of(text).get(info.name)


def config_fields(info: nodes.TypeInfo, trees: Trees) -> list[ConfigField]:
    """List the fields that the constructor of a dataclass takes."""
    from pygress.compiler.frontend.lower.construct import field_default

    out: list[ConfigField] = []
    for attribute in info.metadata["dataclass"]["attributes"]:
        if not attribute["is_in_init"]:
            continue
        name = attribute["name"]
        base = next(
            one for one in info.mro if name in one.names and one in trees.by_class and not one.names[name].plugin_generated
        )
        var = base.names[name].node
        assert isinstance(var, nodes.Var) and var.type is not None
        annotation, description = _written(base, trees, name)
        default, factory = field_default(base, name)
        out.append(ConfigField(name, var.type, annotation, description, default, factory))
    return out


def _written(info: nodes.TypeInfo, trees: Trees, name: str) -> tuple[ast.expr | None, str]:
    node = class_node(info, trees)
    if node is None:
        return None, ""
    for index, one in enumerate(node.body):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.target.id == name:
            after = node.body[index + 1] if index + 1 < len(node.body) else None
            text = ""
            if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str):
                text = " ".join(after.value.value.split())
            return one.annotation, text
    return None, ""


def split_limits(annotation: ast.expr | None) -> tuple[ast.expr | None, list[Limit]]:
    """Take the limits off an annotation."""
    if not isinstance(annotation, ast.Subscript) or ast.unparse(annotation.value).rpartition(".")[2] != "Annotated":
        return annotation, []
    if not isinstance(annotation.slice, ast.Tuple):
        return annotation, []
    inner, *rest = annotation.slice.elts
    limits = []
    for one in rest:
        if isinstance(one, ast.Call):
            kind = ast.unparse(one.func).rpartition(".")[2]
            if kind in ("Range", "Length"):
                values: list[int | float | None] = [None, None]
                for index, value in enumerate(one.args[:2]):
                    values[index] = ast.literal_eval(value)
                for key in one.keywords:
                    values[0 if key.arg == "minimum" else 1] = ast.literal_eval(key.value)
                limits.append(Limit(kind, values[0], values[1]))
    deeper, more = split_limits(inner)
    return deeper, [*more, *limits]


def arguments(annotation: ast.expr | None) -> list[ast.expr | None]:
    """List the arguments of a subscripted annotation, or the sides of a union."""
    match annotation:
        case ast.Subscript(slice=ast.Tuple(elts=elts)):
            return list(elts)
        case ast.Subscript(slice=one):
            return [one]
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return [*(arguments(left) if isinstance(left, ast.BinOp) else [left]), right]
        case _:
            return []


def argument(annotation: ast.expr | None, index: int) -> ast.expr | None:
    """Give one argument of an annotation, if it is written out."""
    found = arguments(annotation)
    return found[index] if index < len(found) else None
