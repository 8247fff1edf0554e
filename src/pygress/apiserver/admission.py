"""Admission: what a written object becomes before it is stored.

Input: the object as sent, and the stored one if there is one. Output: the object to store. Invariant: what is
stored has passed the rules of its kind; `uid`, times, `generation` and `status` say what the server knows.
"""

import copy
import secrets
import uuid
from datetime import UTC, datetime

from pygress.apiserver import status
from pygress.apiserver.call import Call
from pygress.apiserver.defaults import set_defaults
from pygress.apiserver.objects import Objects
from pygress.apiserver.status import Object
from pygress.resources import FieldError, FieldErrors, kinds, parse_as
from pygress.resources import errors as field_errors
from pygress.resources.kinds import Kind
from pygress.resources.schemas import type_error, unknown_fields

_SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789"
_META_FIELDS = {
    "name",
    "generateName",
    "namespace",
    "labels",
    "annotations",
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "finalizers",
    "ownerReferences",
    "managedFields",
    "selfLink",
}
_SERVER_OWNED = ("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation")


def now() -> str:
    """Give the time as Kubernetes writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


async def admit_create(call: Call, objects: Objects, sent: Object) -> Object:
    """Complete and check an object that is to be created."""
    kind = call.kind
    obj = _envelope(call, sent)
    meta = obj["metadata"]
    if meta.get("resourceVersion"):
        raise status.bad_request("resourceVersion should not be set on objects to be created")
    if not meta.get("name") and isinstance(meta.get("generateName"), str) and meta["generateName"]:
        suffix = "".join(secrets.choice(_SUFFIX_LETTERS) for _ in range(5))
        meta["name"] = meta["generateName"][:58] + suffix
    for name in (*_SERVER_OWNED, "selfLink", "managedFields"):
        meta.pop(name, None)
    if kind.status and kind is not kinds.NAMESPACE:
        obj.pop("status", None)
    set_defaults(kind, obj)
    _check(call, obj)
    if kind.namespaced:
        await _check_namespace(objects, kind, meta["namespace"], obj)
    meta = obj["metadata"]
    meta["uid"] = str(uuid.uuid4())
    meta["creationTimestamp"] = now()
    if "spec" in kind.model.model_fields:
        meta["generation"] = 1
    return obj


def admit_update(call: Call, old: Object, sent: Object) -> Object:
    """Complete and check a new state of an object; gives it with the `resourceVersion` of the old one."""
    kind = call.kind
    obj = _envelope(call, sent)
    meta, before = obj["metadata"], old["metadata"]
    if meta.get("name", before["name"]) != before["name"]:
        raise status.bad_request(
            f"the name of the object ({meta['name']}) does not match the name on the URL ({before['name']})"
        )
    if meta.get("uid") and meta["uid"] != before["uid"]:
        why = f"Precondition failed: UID in precondition: {meta['uid']}, UID in object meta: {before['uid']}"
        raise status.conflict(kind, before["name"], why)
    if meta.get("resourceVersion") and str(meta["resourceVersion"]) != before["resourceVersion"]:
        raise status.stale(kind, before["name"])
    if call.subresource == "status":
        managed = meta.get("managedFields")
        obj = copy.deepcopy(old) | {"status": obj.get("status") or {}}
        if managed is not None:
            obj["metadata"]["managedFields"] = managed
    elif kind.status and kind is not kinds.NAMESPACE:
        obj.pop("status", None)
        if "status" in old:
            obj["status"] = copy.deepcopy(old["status"])
    meta = obj["metadata"]
    meta["name"] = before["name"]
    for name in (*_SERVER_OWNED, "resourceVersion"):
        meta.pop(name, None)
        if name in before:
            meta[name] = before[name]
    if "managedFields" not in meta and "managedFields" in before:
        meta["managedFields"] = before["managedFields"]
    set_defaults(kind, obj)
    _check(call, obj)
    if frozen := _immutable(kind, old, obj):
        raise status.invalid(kind, before["name"], frozen)
    if "generation" in before and _wanted(obj) != _wanted(old):
        obj["metadata"]["generation"] = before["generation"] + 1
    return obj


def same(one: Object, other: Object) -> bool:
    """Tell whether two states differ in nothing but the bookkeeping of field owners."""
    return _comparable(one) == _comparable(other)


def _comparable(obj: Object) -> Object:
    meta = {
        name: value
        for name, value in obj["metadata"].items()
        if name not in ("managedFields", "resourceVersion")
    }
    return {**obj, "metadata": meta}


def _wanted(obj: Object) -> Object:
    return {
        name: value for name, value in obj.items() if name not in ("metadata", "status", "apiVersion", "kind")
    }


def _envelope(call: Call, sent: Object) -> Object:
    """Check type and scope against the URL; gives a copy that may be changed."""
    kind = call.kind
    if (version := sent.get("apiVersion") or kind.api_version) != kind.api_version:
        raise status.bad_request(
            f"the API version in the data ({version}) does not match the expected API version ({kind.api_version})"
        )
    if (given := sent.get("kind") or kind.kind) != kind.kind:
        raise status.bad_request(
            f"the kind in the data ({given}) does not match the expected kind ({kind.kind})"
        )
    meta = sent.get("metadata")
    if not isinstance(meta, dict):
        meta = {} if meta is None else meta
    obj = copy.deepcopy({**sent, "apiVersion": kind.api_version, "kind": kind.kind, "metadata": meta})
    if not isinstance(obj["metadata"], dict):
        raise status.invalid(kind, call.name, [field_errors.type_invalid("metadata", meta, "object")])
    unknown = [name for name in obj["metadata"] if name not in _META_FIELDS]
    _unknown(call, [f"metadata.{name}" for name in unknown])
    for name in unknown:
        del obj["metadata"][name]
    if kind.namespaced:
        namespace = obj["metadata"].get("namespace") or call.namespace
        if call.namespace and namespace != call.namespace:
            raise status.bad_request(
                "the namespace of the provided object does not match the namespace sent on the request: "
                f"{namespace!r} and {call.namespace!r}"
            )
        obj["metadata"]["namespace"] = namespace
    return obj


def _check(call: Call, obj: Object) -> None:
    kind = call.kind
    if not kind.custom:
        _unknown(call, unknown_fields(kind, obj))
    try:
        parse_as(kind, obj)
        if wrong := type_error(kind, obj):
            raise FieldErrors([wrong])
    except FieldErrors as error:
        name = str(obj["metadata"].get("name") or obj["metadata"].get("generateName") or "")
        raise status.invalid(kind, name, error.errors) from None


def _unknown(call: Call, paths: list[str]) -> None:
    if not paths or call.field_validation == "Ignore":
        return
    listed = [f'unknown field "{path}"' for path in paths]
    if call.field_validation == "Warn":
        call.warnings += listed
        return
    kind = call.kind
    raise status.bad_request(
        f'{kind.kind} in version "{kind.version}" cannot be handled as a {kind.kind}: '
        f"strict decoding error: {', '.join(listed)}"
    )


async def _check_namespace(objects: Objects, kind: Kind, namespace: str, obj: Object) -> None:
    found = await objects.find(kinds.NAMESPACE, namespace)
    if found is None:
        raise status.not_found(kinds.NAMESPACE, namespace)
    if found["metadata"].get("deletionTimestamp"):
        name = obj["metadata"].get("name", "")
        why = f"unable to create new content in namespace {namespace} because it is being terminated"
        raise status.forbidden(kind, name, why)


def _immutable(kind: Kind, old: Object, new: Object) -> list[FieldError]:
    found = []
    if kind in (kinds.SECRET, kinds.CONFIG_MAP) and old.get("immutable"):
        for name in ("data", "binaryData"):
            if old.get(name) != new.get(name):
                found.append(field_errors.forbidden(name, "field is immutable when `immutable` is set"))
        if not new.get("immutable"):
            found.append(field_errors.forbidden("immutable", "field is immutable when `immutable` is set"))
    if kind is kinds.SECRET and old.get("type") != new.get("type"):
        found.append(field_errors.invalid("type", new.get("type"), "field is immutable"))
    return found
