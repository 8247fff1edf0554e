"""OpenAPI schemas of all kinds: of our own from their models, of Kubernetes' kinds from its published models.

A schema is a plain dict; a reference to another one is `{"$ref": NAME}` and is spelled out by who prints it.
"""

import re
import typing
from datetime import datetime
from functools import cache
from typing import Any

import msgspec

from pygress.resources import errors, kinds
from pygress.resources.errors import FieldError
from pygress.resources.kinds import Kind

Schema = dict[str, Any]

_META_PREFIX = "io.k8s.apimachinery.pkg.apis.meta.v1"

# Lists that kubectl merges, by struct and field: the key of the entries, empty for a set.
_MERGED_LISTS = {
    ("ObjectMeta", "finalizers"): "",
    ("ObjectMeta", "ownerReferences"): "uid",
    ("ServiceSpec", "ports"): "port",
    ("ServiceStatus", "conditions"): "type",
    ("NamespaceStatus", "conditions"): "type",
}


@cache
def definitions() -> dict[str, Schema]:
    """Give every schema by its name, such as `io.k8s.api.core.v1.Service`."""
    found: dict[str, Schema] = {}
    _from_struct(_object_meta(), found)
    for kind in kinds.KINDS:
        if kind.custom:
            found[definition_name(kind)] = _root(kind)
        else:
            _from_struct(_struct_of(kind), found)
        schema = found[definition_name(kind)]
        found[definition_name(kind)] = schema | {
            "x-kubernetes-group-version-kind": [
                {"group": kind.group, "kind": kind.kind, "version": kind.version}
            ]
        }
    return found


def definition_name(kind: Kind) -> str:
    """Give the name of a kind's schema."""
    if not kind.custom:
        return _name(_struct_of(kind))
    domain = ".".join(reversed(kind.group.split(".")))
    return f"{domain}.{kind.version}.{kind.kind}"


@cache
def structural(kind: Kind) -> Schema:
    """Give the schema of one of our kinds without references, as a CRD needs it."""
    schema: Schema = kind.model.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    properties = {
        name: _plain(schema["properties"][name], definitions)
        for name in ("spec", "status")
        if name in schema["properties"]
    }
    return {"type": "object", "description": _summary(kind.model.__doc__), "properties": properties}


def _root(kind: Kind) -> Schema:
    schema = structural(kind)
    text = {"type": "string"}
    properties = {
        "apiVersion": text,
        "kind": text,
        "metadata": {"$ref": f"{_META_PREFIX}.ObjectMeta"},
        **schema["properties"],
    }
    return schema | {"properties": properties}


def _plain(schema: Schema, definitions: dict[str, Schema]) -> Schema:
    """Resolve references and say what JSON Schema says in the words of a structural schema."""
    if "$ref" in schema:
        target = definitions[schema["$ref"].rpartition("/")[2]]
        schema = target | {name: value for name, value in schema.items() if name != "$ref"}
    plain: Schema = {}
    options = schema.get("anyOf", [])
    if {"type": "null"} in options:
        plain = _plain(next(one for one in options if one != {"type": "null"}), definitions)
        plain["nullable"] = True
    for name in ("type", "enum", "format", "minimum", "maximum", "required"):
        if name in schema:
            plain[name] = schema[name]
    for name, value in schema.items():
        if name.startswith("x-kubernetes-"):
            plain[name] = value
    if "description" in schema:
        plain["description"] = _summary(schema["description"])
    if "items" in schema:
        plain["items"] = _plain(schema["items"], definitions)
    if "properties" in schema:
        plain["properties"] = {
            name: _plain(value, definitions) for name, value in schema["properties"].items()
        }
    match schema.get("additionalProperties"):
        case True:
            plain["x-kubernetes-preserve-unknown-fields"] = True
        case dict() as value:
            plain["additionalProperties"] = _plain(value, definitions)
    return plain


def _summary(text: str | None) -> str:
    return " ".join((text or "").split())


def type_error(kind: Kind, obj: dict[str, Any]) -> FieldError | None:
    """Find the first value of a core kind whose type is not that of Kubernetes, also in fields we do not read."""
    if kind.custom:
        return None
    try:
        msgspec.convert(obj, _struct_of(kind))
    except msgspec.ValidationError as error:
        message, _, path = str(error).rpartition(" - at `$")
        # Types inside of a map or list are shown as `[...]`: its name is as near as can be said.
        at = path.rstrip("`").removeprefix(".").replace("[...]", "")
        text = message or str(error)
        return errors.invalid(at or "<root>", None, f"{text[:1].lower()}{text[1:]}")
    return None


def unknown_fields(kind: Kind, obj: dict[str, Any]) -> list[str]:
    """Name the fields of an object that Kubernetes' own schema does not have, as paths."""
    if kind.custom:
        return []
    found: list[str] = []
    _walk(definition_name(kind), obj, "", found)
    return found


def _walk(name: str, value: Any, path: str, found: list[str]) -> None:
    schema = definitions()[name]
    if not isinstance(value, dict) or "properties" not in schema or name.endswith(".ObjectMeta"):
        return
    for key, inner in value.items():
        at = f"{path}.{key}" if path else key
        field = schema["properties"].get(key)
        if field is None:
            found.append(at)
        elif "$ref" in field:
            _walk(field["$ref"], inner, at, found)
        elif "$ref" in field.get("items", {}) and isinstance(inner, list):
            for index, one in enumerate(inner):
                _walk(field["items"]["$ref"], one, f"{at}[{index}]", found)


def _object_meta() -> type:
    from lightkube.models import meta_v1

    return meta_v1.ObjectMeta


def _struct_of(kind: Kind) -> type:
    # Imported late: these modules are large, and only the schema endpoints and strict checks need them.
    from lightkube.models import coordination_v1, core_v1, discovery_v1, networking_v1

    modules = {
        "": core_v1,
        "coordination.k8s.io": coordination_v1,
        "discovery.k8s.io": discovery_v1,
        "networking.k8s.io": networking_v1,
    }
    found: type = getattr(modules[kind.group], kind.kind)
    return found


def _name(cls: type) -> str:
    group, _, version = cls.__module__.rpartition(".")[2].partition("_")
    if group == "meta":
        return f"{_META_PREFIX}.{cls.__name__}"
    return f"io.k8s.api.{group}.{version}.{cls.__name__}"


def _from_struct(cls: type, found: dict[str, Schema]) -> str:
    name = _name(cls)
    if name in found:
        return name
    found[name] = {}
    summary, described = _documented(cls.__doc__ or "")
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for field in msgspec.structs.fields(cls):
        schema = _of_type(field.type, found)
        if text := described.get(field.name):
            schema = schema | {"description": text}
        if (key := _MERGED_LISTS.get((cls.__name__, field.encode_name))) is not None:
            schema = schema | {"x-kubernetes-patch-strategy": "merge"}
            if key:
                schema["x-kubernetes-patch-merge-key"] = key
        properties[field.encode_name] = schema
        if field.required:
            required.append(field.encode_name)
    found[name] = {
        "type": "object",
        "description": summary,
        "properties": properties,
        **({"required": required} if required else {}),
    }
    return name


def _of_type(hint: Any, found: dict[str, Schema]) -> Schema:
    arguments = [one for one in typing.get_args(hint) if one is not type(None)]
    origin = typing.get_origin(hint)
    if origin is list:
        return {"type": "array", "items": _of_type(arguments[0], found)}
    if origin is typing.Union:
        if len(arguments) == 1:
            return _of_type(arguments[0], found)
        return {"type": "string", "format": "int-or-string"}
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return {"$ref": _from_struct(hint, found)}
    primitive = {
        str: {"type": "string"},
        int: {"type": "integer"},
        float: {"type": "number"},
        bool: {"type": "boolean"},
        datetime: {"type": "string", "format": "date-time"},
    }
    if hint in primitive:
        return primitive[hint]
    if hint is dict:
        return {"type": "object", "additionalProperties": {"type": "string"}}
    return {"type": "object"}


def _documented(text: str) -> tuple[str, dict[str, str]]:
    summary, _, rest = text.partition("**parameters**")
    described = {
        found[1]: _summary(found[2])
        for found in re.finditer(r"\* \*\*(\w+)\*\* ``.*?`` - (.*?)(?=\n\s*\* \*\*|\Z)", rest, re.DOTALL)
    }
    return _summary(summary), described
