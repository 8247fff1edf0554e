"""Admission: a plain object in, a typed one out, or every mistake in it.

{"kind": "WasmPlugin", "spec": {"phase": "LATE"}}
-> spec.phase: Unsupported value: "LATE": supported values: "UNSPECIFIED_PHASE", "AUTHN", "AUTHZ", "STATS"
"""

import difflib
from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pygress.resources import errors, kinds, names
from pygress.resources.errors import FieldError, FieldErrors
from pygress.resources.kinds import Kind
from pygress.resources.meta import Resource

_TYPES = {
    "string_type": "string",
    "int_type": "integer",
    "int_from_float": "integer",
    "float_type": "number",
    "bool_type": "boolean",
    "list_type": "array",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
    "dataclass_type": "object",
    "int_or_string_type": "integer or string",
}

_MAPS = {"labels", "annotations", "data", "stringData", "binaryData", "selector"}


def parse(obj: Any) -> Resource:
    """Turn an object into its typed model.

    Raises `FieldErrors` with everything that is wrong: an unknown kind, wrong types, unknown fields of our
    own kinds, broken rules.
    """
    if not isinstance(obj, dict):
        raise FieldErrors([errors.type_invalid("<root>", obj, "object")])
    missing = [
        errors.required(name) if not obj.get(name) else errors.type_invalid(name, obj[name], "string")
        for name in ("apiVersion", "kind")
        if not isinstance(obj.get(name), str) or not obj[name]
    ]
    if missing:
        raise FieldErrors(missing)
    kind = kinds.by_type(obj["apiVersion"], obj["kind"])
    if kind is None:
        raise FieldErrors([_unknown_kind(obj["apiVersion"], obj["kind"])])
    return parse_as(kind, obj)


def parse_as(kind: Kind, obj: dict[str, Any]) -> Resource:
    """Turn an object of a known kind into its typed model; raises `FieldErrors` as `parse` does."""
    unknown = [_unknown_field(kind.model, (name,), obj[name]) for name in _unknown_top(kind, obj)]
    try:
        model = kind.model.model_validate(obj)
    except ValidationError as error:
        raise FieldErrors([*unknown, *(_from_pydantic(kind.model, one) for one in error.errors())]) from None
    found = [
        *unknown,
        *names.check_metadata(model.metadata, kind.namespaced, kind.label_name),
        *model.check(),
    ]
    if found:
        raise FieldErrors(found)
    return model


def _unknown_kind(api_version: str, kind: str) -> FieldError:
    versions = [one.api_version for one in kinds.KINDS if one.kind == kind]
    if versions:
        return errors.not_supported("apiVersion", api_version, versions)
    return errors.not_supported("kind", kind, sorted({one.kind for one in kinds.KINDS}))


def _unknown_top(kind: Kind, obj: dict[str, Any]) -> list[str]:
    # The root models allow extra fields so that one base serves all kinds; ours have none beside these.
    known = {"apiVersion", "kind", "metadata", "spec", "status"}
    return [name for name in obj if name not in known] if kind.custom else []


def _from_pydantic(model: type[Resource], error: ErrorDetails) -> FieldError:
    loc = error["loc"]
    path = field_path(loc)
    value = error["input"]
    match error["type"]:
        case "missing":
            return errors.required(path)
        case "extra_forbidden":
            return _unknown_field(model, loc, value)
        case "literal_error":
            return errors.not_supported(path, value, _literals(model, loc))
        case "greater_than_equal" | "less_than_equal":
            return errors.invalid(path, value, error["msg"].replace("Input should", "must"))
        case name if name in _TYPES:
            return errors.type_invalid(path, value, _TYPES[name])
    return errors.invalid(path, value, error["msg"])


def _unknown_field(model: type[BaseModel], loc: Sequence[str | int], value: Any) -> FieldError:
    parent = _model_at(model, loc[:-1])
    known = [field.alias or name for name, field in parent.model_fields.items()] if parent else []
    if parent is model:
        known = ["metadata", "spec", "status"]
    near = difflib.get_close_matches(str(loc[-1]), known, 1)
    hint = f"did you mean `{near[0]}`?" if near else f"known fields: {', '.join(f'`{one}`' for one in known)}"
    return errors.invalid(field_path(loc), value, f"unknown field; {hint}")


def _literals(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    parent = _model_at(model, loc[:-1])
    for name, field in parent.model_fields.items() if parent else ():
        if loc[-1] in (field.alias, name):
            return [str(one) for one in get_args(field.annotation)]
    return []


def _model_at(model: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel] | None:
    """Walk the models along a location: field names step into fields, indexes into entries."""
    at: Any = model
    for step in loc:
        if isinstance(step, int) or not (isinstance(at, type) and issubclass(at, BaseModel)):
            continue
        field = next((one for name, one in at.model_fields.items() if step in (one.alias, name)), None)
        if field is None:
            return None
        at = _inner_model(field.annotation)
    return at if isinstance(at, type) and issubclass(at, BaseModel) else None


def _inner_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        if (inner := _inner_model(argument)) is not None:
            return inner
    return None


def field_path(loc: Sequence[str | int]) -> str:
    """Write a location as Kubernetes does: `spec.matchRules[1].routeType`, `metadata.labels[app]`."""
    path = ""
    for index, step in enumerate(loc):
        if isinstance(step, int) or (index and loc[index - 1] in _MAPS):
            path += f"[{step}]"
        else:
            path += f".{step}" if path else str(step)
    return path or "<root>"
