"""DELETE one object or a collection, with preconditions and finalizers."""

from dataclasses import dataclass

from starlette.responses import Response

from pygress.apiserver import namespaces, status
from pygress.apiserver.admission import now
from pygress.apiserver.answer import json_response
from pygress.apiserver.call import Call, as_object, decode
from pygress.apiserver.garbage import Garbage
from pygress.apiserver.objects import Objects, retried
from pygress.apiserver.status import Object
from pygress.apiserver.verbs.list import page, selector
from pygress.resources import kinds

_POLICIES = ("Background", "Foreground", "Orphan")


@dataclass(frozen=True)
class Options:
    """What a client asks of a deletion."""

    uid: str
    resource_version: str
    policy: str
    dry_run: bool


async def delete(call: Call, objects: Objects, garbage: Garbage) -> Response:
    """Answer Success, or the object while finalizers hold it."""
    options = await _options(call)
    obj, gone = await _delete(call, objects, garbage, call.name, call.namespace, options)
    if gone:
        return json_response(status.success(call.kind, call.name, obj["metadata"]["uid"]))
    return json_response(obj)


async def delete_collection(call: Call, objects: Objects, garbage: Garbage) -> Response:
    """Delete everything that the selectors match; answers with the list of what was deleted."""
    options = await _options(call)
    found, meta = await page(call, objects, selector(call))
    items = []
    for one in found:
        try:
            name, namespace = one["metadata"]["name"], one["metadata"].get("namespace", "")
            items.append((await _delete(call, objects, garbage, name, namespace, options))[0])
        except status.StatusError as error:
            # Somebody else deleted it in the meantime: that is what was asked for.
            if error.code != 404:
                raise
    kind = call.kind
    return json_response(
        {"kind": kind.list_kind, "apiVersion": kind.api_version, "metadata": meta, "items": items}
    )


async def _delete(
    call: Call, objects: Objects, garbage: Garbage, name: str, namespace: str, options: Options
) -> tuple[Object, bool]:
    """Delete one object; gives its last state and whether it is gone."""
    kind = call.kind
    gone = True

    async def attempt() -> Object:
        nonlocal gone
        gone = True
        obj = await objects.get(kind, name, namespace)
        meta = obj["metadata"]
        if options.uid and options.uid != meta["uid"]:
            why = (
                f"Precondition failed: UID in precondition: {options.uid}, UID in object meta: {meta['uid']}"
            )
            raise status.conflict(kind, name, why)
        if options.resource_version and options.resource_version != meta["resourceVersion"]:
            raise status.conflict(
                kind,
                name,
                "Precondition failed: ResourceVersion in precondition: "
                f"{options.resource_version}, ResourceVersion in object meta: {meta['resourceVersion']}",
            )
        if kind is kinds.NAMESPACE:
            namespaces.check_deletable(name)
        held = bool(meta.get("finalizers")) or kind is kinds.NAMESPACE
        gone = not held
        if options.dry_run:
            return obj
        if not held:
            return await objects.remove(kind, obj)
        if meta.get("deletionTimestamp"):
            return obj
        meta["deletionTimestamp"] = now()
        meta["deletionGracePeriodSeconds"] = 0
        if kind is kinds.NAMESPACE:
            obj.setdefault("status", {})["phase"] = "Terminating"
        return await objects.write(kind, obj)

    obj = await retried(attempt)
    if not options.dry_run:
        if kind is kinds.NAMESPACE:
            garbage.end_namespace(name)
        elif gone and options.policy != "Orphan":
            garbage.end_dependents(obj["metadata"]["uid"])
    return obj, gone


async def _options(call: Call) -> Options:
    raw = await call.raw_body()
    body = as_object(decode(raw, call.content_type)) if raw.strip() else {}
    preconditions = body.get("preconditions") or {}
    policy = body.get("propagationPolicy") or call.query.get("propagationPolicy") or "Background"
    if body.get("orphanDependents") or call.flag("orphanDependents"):
        policy = "Orphan"
    if policy not in _POLICIES:
        listed = ", ".join(f'"{one}"' for one in _POLICIES)
        raise status.bad_request(
            f'propagationPolicy: Unsupported value: "{policy}": supported values: {listed}'
        )
    if any(value != "All" for value in body.get("dryRun") or []):
        raise status.bad_request('dryRun: Unsupported value: supported values: "All"')
    return Options(
        str(preconditions.get("uid") or ""),
        str(preconditions.get("resourceVersion") or ""),
        policy,
        bool(body.get("dryRun")) or call.dry_run,
    )
