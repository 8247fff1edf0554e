"""PATCH: change parts of an object, or apply a configuration."""

from typing import Any

from starlette.responses import Response

from pygress.apiserver import ownership, patches, status
from pygress.apiserver.admission import admit_create, admit_update, now, same
from pygress.apiserver.answer import object_response
from pygress.apiserver.call import Call, as_object, decode
from pygress.apiserver.objects import Objects, retried
from pygress.apiserver.status import Object
from pygress.apiserver.verbs.create import store_new
from pygress.apiserver.verbs.update import change, store_changed

JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
STRATEGIC_PATCH = "application/strategic-merge-patch+json"
APPLY_PATCH = "application/apply-patch+yaml"
_TYPES = (JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH)


async def patch(call: Call, objects: Objects) -> Response:
    """Answer with the new state; an apply may create the object."""
    if call.content_type not in _TYPES:
        raise status.unsupported_media_type(call.content_type, _TYPES)
    body = decode(await call.raw_body(), call.content_type)
    if call.content_type == APPLY_PATCH:
        return await _apply(call, objects, as_object(body))
    if call.query.get("force"):
        raise status.bad_request("`force`: Forbidden: may not be specified for non-apply patch")

    async def attempt() -> Object:
        old = await objects.get(call.kind, call.name, call.namespace)
        return await change(call, objects, old, _patched(call, old, body))

    return object_response(call, await retried(attempt))


def _patched(call: Call, old: Object, body: Any) -> Object:
    match call.content_type:
        case "application/json-patch+json":
            return as_object(patches.json_patch(old, body))
        case "application/strategic-merge-patch+json":
            return patches.strategic_patch(call.kind, old, body)
    merged: Object = patches.merge_patch(old, as_object(body))
    return merged


async def _apply(call: Call, objects: Objects, wanted: Object) -> Response:
    if not call.query.get("fieldManager"):
        raise status.bad_request("`fieldManager`: Required value: is required for apply patch")
    meta = wanted.get("metadata")
    if not isinstance(meta, dict):
        meta = wanted["metadata"] = {}
    if meta.get("managedFields"):
        raise status.bad_request("metadata.managedFields must be nil")
    meta.setdefault("name", call.name)
    if meta["name"] != call.name:
        raise status.bad_request(
            f"name of the object ({meta['name']}) does not match name on the URL ({call.name})"
        )
    force = call.flag("force")
    created = False

    async def attempt() -> Object:
        nonlocal created
        created = False
        old = await objects.find(call.kind, call.name, call.namespace)
        if old is None:
            created = True
            return await _create(call, objects, wanted)
        merged = ownership.apply(call.kind, old, wanted, call.manager, force, call.subresource, now())
        if "resourceVersion" in meta:
            merged["metadata"]["resourceVersion"] = meta["resourceVersion"]
        obj = admit_update(call, old, merged)
        owners, before = (one["metadata"].get("managedFields") for one in (obj, old))
        if same(old, obj) and _without_times(owners) == _without_times(before):
            return old
        return await store_changed(call, objects, old, obj)

    return object_response(call, await retried(attempt), 201 if created else 200)


async def _create(call: Call, objects: Objects, wanted: Object) -> Object:
    if call.subresource:
        raise status.not_found(call.kind, call.name)
    obj = await admit_create(call, objects, wanted)
    owned = ownership.apply(call.kind, {"metadata": obj["metadata"]}, wanted, call.manager, False, "", now())
    obj["metadata"]["managedFields"] = owned["metadata"].get("managedFields", [])
    return await store_new(call, objects, obj)


def _without_times(entries: Any) -> Any:
    return [{name: value for name, value in one.items() if name != "time"} for one in entries or []]
