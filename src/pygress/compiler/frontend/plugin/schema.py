"""The OpenAPI v3 schema of a configuration, for the image and for the console's form."""

import ast
from contextlib import suppress
from typing import Any

from pygress.compiler.frontend.plugin.config_types import Types
from pygress.compiler.frontend.plugin.kinds import (
    Anything,
    Choice,
    ClassOf,
    DictOf,
    EnumOf,
    Kind,
    Limited,
    ListOf,
    Plain,
    Union,
)
from pygress.compiler.frontend.plugin.limits import literal
from pygress.compiler.frontend.plugin.modules import ClassRef

_PLAIN: dict[str, dict[str, Any]] = {
    "str": {"type": "string"},
    "int": {"type": "integer", "format": "int64"},
    "float": {"type": "number", "format": "double"},
    "bool": {"type": "boolean"},
    "None": {"nullable": True},
}


def config_schema(types: Types, kind: Kind | None) -> dict[str, Any]:
    """Give the schema; a plugin without configuration takes an empty object."""
    if kind is None:
        return {"type": "object", "properties": {}, "additionalProperties": False}
    return _schema(types, kind, ())


def _schema(types: Types, kind: Kind, inside: tuple[int, ...]) -> dict[str, Any]:
    match kind:
        case Plain():
            return dict(_PLAIN[kind.name])
        case Anything():
            return {"x-kubernetes-preserve-unknown-fields": True}
        case ListOf():
            return {"type": "array", "items": _schema(types, kind.item, inside)}
        case DictOf():
            return {"type": "object", "additionalProperties": _schema(types, kind.item, inside)}
        case Choice() | EnumOf():
            kinds = {type(one).__name__ for one in kind.values}
            base = dict(_PLAIN[kinds.pop()]) if len(kinds) == 1 else {}
            return {**base, "enum": list(kind.values)}
        case Union():
            return _union(types, kind, inside)
        case Limited():
            schema = _schema(types, kind.inner, inside)
            for limit, minimum, maximum in kind.limits:
                low, high = _keywords(limit, schema.get("type", ""))
                if minimum is not None:
                    schema[low] = minimum
                if maximum is not None:
                    schema[high] = maximum
            return schema
        case ClassOf():
            return _class(types, kind.ref, inside)


def _union(types: Types, kind: Union, inside: tuple[int, ...]) -> dict[str, Any]:
    members = [one for one in kind.members if one != Plain("None")]
    if len(members) == 1:
        schema = _schema(types, members[0], inside)
    else:
        schema = {"anyOf": [_schema(types, one, inside) for one in members]}
    return {**schema, "nullable": True} if len(members) < len(kind.members) else schema


def _class(types: Types, ref: ClassRef, inside: tuple[int, ...]) -> dict[str, Any]:
    if id(ref.node) in inside:
        # OpenAPI schemas in resources have no references: what contains itself is left open.
        return {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    schema: dict[str, Any] = {"type": "object"}
    description = ast.get_docstring(ref.node)
    if description:
        schema["description"] = " ".join(description.split())
    properties: dict[str, Any] = {}
    required = []
    for field in types.fields(ref):
        one = _schema(types, field.kind, (*inside, id(ref.node)))
        if field.description:
            one["description"] = field.description
        if field.default is None:
            required.append(field.name)
        else:
            with suppress(ValueError):
                one["default"] = _default(field.default, field.calls_default)
        properties[field.name] = one
    schema["properties"] = properties
    if required:
        schema["required"] = required
    schema["additionalProperties"] = False
    return schema


def _default(node: ast.expr, called: bool) -> Any:
    if called and isinstance(node, ast.Name) and node.id in ("list", "dict", "set", "frozenset", "tuple"):
        return {} if node.id == "dict" else []
    if called and isinstance(node, ast.Lambda):
        node = node.body
    elif called:
        raise ValueError
    value = literal(node)
    if isinstance(value, set | tuple):
        value = sorted(value) if isinstance(value, set) else list(value)
    if value is not None and not isinstance(value, str | int | float | bool | list | dict):
        raise ValueError
    return value


def _keywords(limit: str, kind: str) -> tuple[str, str]:
    if limit == "Range":
        return "minimum", "maximum"
    suffix = {"array": "Items", "object": "Properties"}.get(kind, "Length")
    return f"min{suffix}", f"max{suffix}"
