"""`apply` on the client: a three-way merge that kubectl understands, because it keeps the same annotation.

last applied {a: 1, b: 2} + manifest {a: 3} + live {a: 1, b: 2, c: 4}  ->  patch {a: 3, b: null}
"""

import json
from dataclasses import dataclass
from typing import Any, Literal

from pygress.client.api import Client, Object
from pygress.client.errors import ApiError
from pygress.resources.kinds import Kind

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_LARGEST = 256 * 1024
"""Bytes of all annotations of an object, as Kubernetes limits them."""
_LARGEST_BODY = 3 * 1024 * 1024
"""Bytes of a request, as Kubernetes limits them."""
_SERVER_FIELDS = (
    "creationTimestamp",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
)


@dataclass(frozen=True)
class Outcome:
    """What an apply did, and the object as it is now."""

    change: Literal["created", "configured", "unchanged"]
    object: Object


async def apply(client: Client, kind: Kind, manifest: Object, *, dry_run: bool = False) -> Outcome:
    """Make the live object say what the manifest says; fields that others set stay as they are.

    Fields that an earlier apply set and that the manifest has dropped are removed. Raises `ApiError`, also for a
    manifest that is too large to be remembered.
    """
    wanted = _with_annotation(manifest)
    meta = wanted["metadata"]
    namespace = meta.get("namespace", "")
    if not meta.get("name"):
        return Outcome("created", await client.create(kind, wanted, dry_run=dry_run))
    try:
        live = await client.get(kind, meta["name"], namespace)
    except ApiError as error:
        if error.code != 404:
            raise
        return Outcome("created", await client.create(kind, wanted, dry_run=dry_run))
    patch = three_way(_last_applied(live), wanted, live)
    if not patch:
        return Outcome("unchanged", live)
    after = await client.patch(kind, meta["name"], patch, namespace, dry_run=dry_run)
    same = after["metadata"]["resourceVersion"] == live["metadata"]["resourceVersion"] and not dry_run
    return Outcome("unchanged" if same else "configured", after)


def three_way(last: Object, wanted: Object, live: Object) -> Object:
    """Build the JSON merge patch: what differs from the live object, and null for what was dropped."""
    patch: Object = {}
    for key, value in wanted.items():
        if isinstance(value, dict) and isinstance(live.get(key), dict):
            earlier = last.get(key)
            inner = three_way(earlier if isinstance(earlier, dict) else {}, value, live[key])
            if inner:
                patch[key] = inner
        elif (key not in live or live[key] != value) and (value is not None or key in live):
            patch[key] = value
    for key in last:
        if key not in wanted and key in live:
            patch[key] = None
    return patch


def _with_annotation(manifest: Object) -> Object:
    bare: Object = json.loads(json.dumps(manifest))
    _drop_server_fields(bare)
    annotations = bare.setdefault("metadata", {}).get("annotations") or {}
    annotations.pop(LAST_APPLIED, None)
    bare["metadata"]["annotations"] = annotations
    # The form of kubectl: sorted, without spaces, with a final newline.
    text = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
    if _LARGEST < len(text.encode()) <= _LARGEST_BODY:
        # The server would speak of an annotation that nobody has written; beyond its own limit it knows best.
        message = (
            f"the manifest has {len(text.encode())} bytes; `apply` keeps it in an annotation of at most {_LARGEST}: "
            "use `kubectl create`, `kubectl replace` or `kubectl apply --server-side`"
        )
        raise ApiError(413, "RequestEntityTooLarge", message)
    return {**bare, "metadata": {**bare["metadata"], "annotations": {**annotations, LAST_APPLIED: text}}}


def _last_applied(live: Object) -> dict[str, Any]:
    text = live["metadata"].get("annotations", {}).get(LAST_APPLIED, "{}")
    try:
        last = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(last, dict):
        return {}
    _drop_server_fields(last)
    return last


def _drop_server_fields(manifest: Object) -> None:
    # What another server wrote travels along in `get -o yaml`; it means nothing here.
    manifest.pop("status", None)
    meta = manifest.get("metadata")
    if isinstance(meta, dict):
        for name in _SERVER_FIELDS:
            meta.pop(name, None)
