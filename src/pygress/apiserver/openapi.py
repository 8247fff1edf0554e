"""OpenAPI documents: v2 for old clients, v3 by group and version for new ones.

kubectl reads from them what `explain` prints, which fields exist, and which query options the server takes.
"""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pygress.apiserver import gnostic, status
from pygress.resources import schemas
from pygress.resources.kinds import KINDS, Kind

Document = dict[str, Any]

_PROTOBUF_TYPES = (
    "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
    "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
)
_PATCH_TYPES = [
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
    "application/apply-patch+yaml",
]
_WRITE_OPTIONS = ("dryRun", "fieldManager", "fieldValidation")


async def serve_v2(request: Request) -> Response:
    """Answer `/openapi/v2` in protobuf where the client asks for it, else in JSON."""
    accepted = request.headers.get("accept", "")
    if any(media_type in accepted for media_type in _PROTOBUF_TYPES):
        # Go cannot read a Content-Type with the `@` that old clients ask for.
        return Response(_protobuf_v2(), media_type=_PROTOBUF_TYPES[-1])
    return JSONResponse(document_v2())


async def serve_v3_index(request: Request) -> Response:
    """Answer `/openapi/v3`: where the document of each group and version is."""
    return JSONResponse(_index_v3())


async def serve_v3(request: Request) -> Response:
    """Answer `/openapi/v3/GROUP_VERSION`."""
    name = request.path_params["name"]
    if name not in {_group_version(kind) for kind in KINDS}:
        raise status.no_such_path()
    return JSONResponse(document_v3(name))


@cache
def _index_v3() -> Document:
    paths = {}
    for name in dict.fromkeys(_group_version(kind) for kind in KINDS):
        digest = hashlib.sha256(json.dumps(document_v3(name)).encode()).hexdigest()[:32].upper()
        paths[name] = {"serverRelativeURL": f"/openapi/v3/{name}?hash={digest}"}
    return {"paths": paths}


@cache
def document_v2() -> Document:
    """Build the whole API as one Swagger 2.0 document."""
    paths: Document = {}
    for kind in KINDS:
        paths |= _paths(kind, _operation_v2)
    return {
        "swagger": "2.0",
        "info": {"title": "Pygress", "version": "v1"},
        "paths": paths,
        "definitions": {name: _swagger(one) for name, one in schemas.definitions().items()},
    }


@cache
def _protobuf_v2() -> bytes:
    return gnostic.encode(document_v2())


@cache
def document_v3(group_version: str) -> Document:
    """Build one group and version, such as `apis/networking.k8s.io/v1`, as an OpenAPI 3.0 document."""
    paths: Document = {}
    wanted: set[str] = set()
    for kind in KINDS:
        if _group_version(kind) == group_version:
            paths |= _paths(kind, _operation_v3)
            _reachable(schemas.definition_name(kind), wanted)
    return {
        "openapi": "3.0.0",
        "info": {"title": "Pygress", "version": "v1"},
        "paths": paths,
        "components": {
            "schemas": {
                name: _with_refs(schemas.definitions()[name], "#/components/schemas/")
                for name in sorted(wanted)
            }
        },
    }


def _reachable(name: str, found: set[str]) -> None:
    if name in found:
        return
    found.add(name)
    for reference in _references(schemas.definitions()[name]):
        _reachable(reference, found)


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        here = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return here + [name for one in value.values() for name in _references(one)]
    if isinstance(value, list):
        return [name for one in value for name in _references(one)]
    return []


def _paths(kind: Kind, operation: Callable[[Kind, str], Document]) -> Document:
    namespace = "{namespace}" if kind.namespaced else ""
    paths = {
        kind.path(namespace): {verb: operation(kind, verb) for verb in ("get", "post", "delete")},
        kind.path(namespace, "{name}"): {
            verb: operation(kind, verb) for verb in ("get", "put", "patch", "delete")
        },
    }
    if kind.namespaced:
        paths[kind.path()] = {"get": operation(kind, "get")}
    if kind.status:
        paths[kind.path(namespace, "{name}", "status")] = {
            verb: operation(kind, verb) for verb in ("get", "put", "patch")
        }
    return paths


def _operation_v2(kind: Kind, verb: str) -> Document:
    parameters = [{"name": name, "in": "query", "type": "string"} for name in _options(verb)]
    return _operation(kind, verb) | {
        "parameters": parameters,
        **({"consumes": _patch_types(kind)} if verb == "patch" else {}),
    }


def _operation_v3(kind: Kind, verb: str) -> Document:
    parameters = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in _options(verb)]
    operation = _operation(kind, verb) | {"parameters": parameters}
    content = {"schema": {"$ref": f"#/components/schemas/{schemas.definition_name(kind)}"}}
    if verb in ("post", "put"):
        operation["requestBody"] = {"content": {"application/json": content}}
    if verb == "patch":
        operation["requestBody"] = {"content": {name: {} for name in _patch_types(kind)}}
    if verb in ("post", "put", "patch"):
        operation["responses"] = {"200": {"description": "OK", "content": {"application/json": content}}}
    return operation


def _operation(kind: Kind, verb: str) -> Document:
    names = {"get": "read", "post": "create", "put": "replace", "patch": "patch", "delete": "delete"}
    return {
        "operationId": f"{names[verb]}{kind.kind}",
        "responses": {"200": {"description": "OK"}},
        "x-kubernetes-action": verb,
        "x-kubernetes-group-version-kind": {"group": kind.group, "kind": kind.kind, "version": kind.version},
    }


def _patch_types(kind: Kind) -> list[str]:
    # kubectl chooses the strategic form for every kind whose document lists it.
    return [name for name in _PATCH_TYPES if not (kind.custom and "strategic" in name)]


def _options(verb: str) -> tuple[str, ...]:
    match verb:
        case "get":
            return ()
        case "delete":
            return ("dryRun", "propagationPolicy")
        case "patch":
            return (*_WRITE_OPTIONS, "force")
    return _WRITE_OPTIONS


def _swagger(schema: Any) -> Any:
    """Say a schema in Swagger 2.0: no `nullable`, and open objects without the fields they are known to have."""
    if isinstance(schema, list):
        return [_swagger(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        # Beside a reference, Swagger reads nothing but the description.
        return {**schema, "$ref": f"#/definitions/{schema['$ref']}"}
    dropped = {"nullable", "minimum", "maximum"}
    if schema.get("x-kubernetes-preserve-unknown-fields"):
        dropped |= {"properties", "required"}
    plain = {}
    for name, value in schema.items():
        if name == "properties" and name not in dropped:
            plain[name] = {field: _swagger(one) for field, one in value.items()}
        elif name not in dropped:
            plain[name] = value if name.startswith("x-") else _swagger(value)
    return plain


def _with_refs(schema: Any, prefix: str) -> Any:
    if isinstance(schema, list):
        return [_with_refs(one, prefix) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str):
        reference = {"$ref": prefix + schema["$ref"]}
        others = {name: value for name, value in schema.items() if name != "$ref"}
        return {**others, "allOf": [reference]} if others else reference
    return {name: _with_refs(value, prefix) for name, value in schema.items()}


def _group_version(kind: Kind) -> str:
    return f"apis/{kind.api_version}" if kind.group else f"api/{kind.version}"
