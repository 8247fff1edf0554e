"""The OpenAPI v3 schema of a configuration dataclass: types, defaults, limits, docstrings.

Input: the class. Output: plain data. The same facts drive the generated decoder (`lower.decode`).
"""

from __future__ import annotations

import ast
from typing import Any

from mypy import nodes, types

from pygress.compiler.frontend.config_types import Trees, argument, class_node, config_fields, split_limits

Json = dict[str, Any]


def config_schema(info: nodes.TypeInfo, trees: Trees) -> Json:
    """Describe a dataclass."""
    properties: Json = {}
    required = []
    for one in config_fields(info, trees):
        schema = type_schema(one.type, one.annotation, trees)
        if one.description:
            schema["description"] = one.description
        if one.default is None and one.factory is None:
            required.append(one.name)
        else:
            value = constant(one.default) if one.default is not None else factory_value(one.factory)
            if value is not _UNKNOWN:
                schema["default"] = value
        properties[one.name] = schema
    out: Json = {"type": "object", "properties": properties}
    if required:
        out["required"] = required
    node = class_node(info, trees)
    text = ast.get_docstring(node) if node is not None else None
    if text:
        out["description"] = " ".join(text.split())
    return out


def type_schema(ty: types.Type, annotation: ast.expr | None, trees: Trees) -> Json:
    """Describe one type."""
    annotation, limits = split_limits(annotation)
    out = _plain(types.get_proper_type(ty), annotation, trees)
    for limit in limits:
        names = {
            "Range": ("minimum", "maximum"),
            "Length": {"array": ("minItems", "maxItems"), "object": ("minProperties", "maxProperties")}.get(
                str(out.get("type")), ("minLength", "maxLength")
            ),
        }[limit.kind]
        if limit.minimum is not None:
            out[names[0]] = limit.minimum
        if limit.maximum is not None:
            out[names[1]] = limit.maximum
    return out


def _plain(ty: types.ProperType, annotation: ast.expr | None, trees: Trees) -> Json:
    match ty:
        case types.Instance(type=info):
            name = info.fullname
            simple = {
                "builtins.str": {"type": "string"},
                "builtins.int": {"type": "integer", "format": "int64"},
                "builtins.float": {"type": "number"},
                "builtins.bool": {"type": "boolean"},
            }.get(name)
            if simple is not None:
                return dict(simple)
            if name == "builtins.list":
                return {"type": "array", "items": type_schema(ty.args[0], argument(annotation, 0), trees)}
            if name == "builtins.dict":
                return {"type": "object", "additionalProperties": type_schema(ty.args[1], argument(annotation, 1), trees)}
            if "dataclass" in info.metadata and info in trees.by_class:
                return config_schema(info, trees)
            if info.is_enum:
                return _choices([value for value in enum_values(info) if value is not _UNKNOWN])
            return {}
        case types.LiteralType(value=value):
            return _choices([value])
        case types.UnionType(items=items):
            return _union([types.get_proper_type(one) for one in items], annotation, trees)
        case types.NoneType():
            return {"nullable": True}
        case _:
            return {"x-kubernetes-preserve-unknown-fields": True}


def _union(items: list[types.ProperType], annotation: ast.expr | None, trees: Trees) -> Json:
    rest = [one for one in items if not isinstance(one, types.NoneType)]
    literals = [one.value for one in rest if isinstance(one, types.LiteralType)]
    if literals and len(literals) == len(rest):
        out = _choices(literals)
    elif len(rest) == 1:
        inner = next((one for one in _sides(annotation) if not _is_none(one)), None)
        out = type_schema(rest[0], inner, trees)
    else:
        out = {"anyOf": [type_schema(one, None, trees) for one in rest]}
    if len(rest) != len(items):
        out["nullable"] = True
    return out


def _sides(annotation: ast.expr | None) -> list[ast.expr]:
    from pygress.compiler.frontend.config_types import arguments

    return [one for one in arguments(annotation) if one is not None]


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _choices(values: list[Any]) -> Json:
    kinds = {bool: "boolean", int: "integer", str: "string", float: "number"}
    out: Json = {"enum": values}
    found = {kinds.get(type(one)) for one in values}
    if len(found) == 1 and None not in found:
        out["type"] = found.pop()
    return out


class _Unknown:
    pass


_UNKNOWN = _Unknown()


def enum_values(info: nodes.TypeInfo) -> list[Any]:
    """List the values of an enum's members."""
    out = []
    for statement in info.defn.defs.body:
        if isinstance(statement, nodes.AssignmentStmt) and isinstance(statement.lvalues[0], nodes.NameExpr):
            out.append(constant(statement.rvalue))
    return out


def constant(node: nodes.Expression | None) -> Any:
    """Evaluate a constant expression; `_UNKNOWN` if it is none."""
    match node:
        case nodes.IntExpr(value=value) | nodes.FloatExpr(value=value) | nodes.StrExpr(value=value):
            return value
        case nodes.NameExpr(fullname="builtins.True" | "builtins.False" | "builtins.None"):
            return {"True": True, "False": False, "None": None}[node.name]
        case nodes.UnaryExpr(op="-", expr=inner):
            value = constant(inner)
            return -value if isinstance(value, int | float) else _UNKNOWN
        case nodes.ListExpr(items=items):
            values = [constant(one) for one in items]
            return _UNKNOWN if _UNKNOWN in values else values
        case nodes.DictExpr(items=pairs):
            out = {}
            for key, item in pairs:
                left, right = constant(key), constant(item)
                if _UNKNOWN in (left, right) or not isinstance(left, str):
                    return _UNKNOWN
                out[left] = right
            return out
        case nodes.MemberExpr(expr=nodes.RefExpr(node=nodes.TypeInfo() as info), name=name) if info.is_enum:
            for statement in info.defn.defs.body:
                if isinstance(statement, nodes.AssignmentStmt) and isinstance(statement.lvalues[0], nodes.NameExpr) and (
                    statement.lvalues[0].name == name
                ):
                    return constant(statement.rvalue)
            return _UNKNOWN
        case _:
            return _UNKNOWN


def factory_value(node: nodes.Expression | None) -> Any:
    """Tell what a `default_factory` gives, where that is plain."""
    if not isinstance(node, nodes.CallExpr):
        return _UNKNOWN
    for key, value in zip(node.arg_names, node.args, strict=True):
        if key != "default_factory":
            continue
        if isinstance(value, nodes.RefExpr):
            return {"builtins.list": [], "builtins.dict": {}, "builtins.str": "", "builtins.int": 0}.get(value.fullname, _UNKNOWN)
        if isinstance(value, nodes.LambdaExpr):
            return constant(value.expr())
    return _UNKNOWN
