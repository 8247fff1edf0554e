"""PUT: replace an object; and the way that every changing verb stores its result."""

from starlette.responses import Response

from pygress.apiserver import ownership
from pygress.apiserver.admission import admit_update, now, same
from pygress.apiserver.answer import object_response
from pygress.apiserver.call import Call
from pygress.apiserver.objects import Objects, retried
from pygress.apiserver.status import Object
from pygress.resources import kinds


async def update(call: Call, objects: Objects) -> Response:
    """Answer with the new state; Conflict when the `resourceVersion` is stale."""
    sent = await call.object_body()
    if call.subresource == "finalize":
        return object_response(call, await objects.get(kinds.NAMESPACE, call.name))

    async def attempt() -> Object:
        old = await objects.get(call.kind, call.name, call.namespace)
        return await change(call, objects, old, sent)

    return object_response(call, await retried(attempt))


async def change(call: Call, objects: Objects, old: Object, sent: Object) -> Object:
    """Admit `sent` as the next state of `old` and store it; the owner of what differs is `manager`."""
    obj = admit_update(call, old, sent)
    if not same(old, obj):
        ownership.record_update(call.kind, old, obj, call.manager, call.subresource, now())
    return await store_changed(call, objects, old, obj)


async def store_changed(call: Call, objects: Objects, old: Object, obj: Object) -> Object:
    """Store a new state unless nothing changed; the last finalizer of a deleted object ends it."""
    ended = old["metadata"].get("deletionTimestamp") and not obj["metadata"].get("finalizers")
    if call.kind is kinds.NAMESPACE:
        ended = False
    if (
        same(old, obj)
        and old["metadata"].get("managedFields") == obj["metadata"].get("managedFields")
        and not ended
    ):
        return old
    if call.dry_run:
        return obj
    if ended:
        return await objects.remove(call.kind, obj)
    return await objects.write(call.kind, obj)
