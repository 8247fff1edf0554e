"""POST: make an object."""

from starlette.responses import Response

from pygress.apiserver import ownership, status
from pygress.apiserver.admission import admit_create, now
from pygress.apiserver.answer import object_response
from pygress.apiserver.call import Call
from pygress.apiserver.objects import Objects
from pygress.apiserver.status import Object


async def create(call: Call, objects: Objects) -> Response:
    """Answer 201 with the new object, or AlreadyExists."""
    return object_response(call, await make(call, objects, await call.object_body()), 201)


async def make(call: Call, objects: Objects, sent: Object) -> Object:
    """Admit and store an object of which `manager` becomes the owner."""
    obj = await admit_create(call, objects, sent)
    ownership.record_update(call.kind, {"metadata": {}}, obj, call.manager, "", now())
    return await store_new(call, objects, obj)


async def store_new(call: Call, objects: Objects, obj: Object) -> Object:
    """Store an admitted object, unless it is a dry run."""
    if not call.dry_run:
        return await objects.create(call.kind, obj)
    meta = obj["metadata"]
    if await objects.find(call.kind, meta["name"], meta.get("namespace", "")):
        raise status.already_exists(call.kind, meta["name"])
    obj["metadata"].setdefault("resourceVersion", "0")
    return obj
