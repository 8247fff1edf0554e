"""Field ownership: who set which field, as `managedFields` records it for server-side apply.

A field is a path of steps (`f:spec`, `f:url`); a set of fields is written as the tree `FieldsV1`:

    {("f:spec", "f:url"), ("f:spec", "f:phase")}  <->  {"f:spec": {"f:url": {}, "f:phase": {}}}

Objects are owned field by field, lists whole, except lists whose entries have a key or are a set.
"""

import copy
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from pygress.apiserver import status
from pygress.apiserver.status import Object
from pygress.resources.kinds import Kind

Path = tuple[str, ...]
Fields = frozenset[Path]

_LIST_KEYS = {
    "metadata.ownerReferences": ("uid",),
    "metadata.finalizers": (),
    "spec.ports": ("port", "protocol"),
    "status.conditions": ("type",),
}
_UNOWNED_META = {
    "name",
    "namespace",
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "managedFields",
    "selfLink",
    "generateName",
}


@dataclass
class Owner:
    """One entry of `managedFields`."""

    manager: str
    operation: Literal["Apply", "Update"]
    subresource: str
    time: str
    fields: Fields

    def is_(self, manager: str, operation: str, subresource: str) -> bool:
        """Tell whether this is that entry."""
        return (self.manager, self.operation, self.subresource) == (manager, operation, subresource)


def record_update(kind: Kind, old: Object, new: Object, manager: str, subresource: str, time: str) -> None:
    """Make `manager` the only owner of the fields that a write changed, in `new`."""
    owners = read_owners(new)
    before, after = _values(kind, old), _values(kind, new)
    changed = frozenset(path for path, value in after.items() if path not in before or before[path] != value)
    removed = frozenset(path for path in before if path not in after)
    for owner in owners:
        owner.fields -= changed | removed
    if changed:
        mine = next((one for one in owners if one.is_(manager, "Update", subresource)), None)
        if mine is None:
            owners.append(Owner(manager, "Update", subresource, time, changed))
        else:
            mine.fields |= changed
            mine.time = time
    _write_owners(kind, new, owners)


def apply(
    kind: Kind, live: Object, wanted: Object, manager: str, force: bool, subresource: str, time: str
) -> Object:
    """Merge an applied configuration into the live object and give the new state with its owners.

    Fields that this manager applied before and has dropped are removed unless another one owns them. Raises
    a Conflict that names the owners of fields which would change, unless `force` takes them over.
    """
    owners = read_owners(live)
    applied, current = _values(kind, wanted), _values(kind, live)
    changing = frozenset(
        path for path, value in applied.items() if path in current and current[path] != value
    )
    others = [one for one in owners if not one.is_(manager, "Apply", subresource)]
    contested = [(one, path) for one in others for path in sorted(changing & one.fields)]
    if contested and not force:
        causes = [(one.manager, _shown(path)) for one, path in contested]
        raise status.apply_conflict(kind, live["metadata"]["name"], causes)
    for owner in others:
        owner.fields -= changing
    mine = next((one for one in owners if one.is_(manager, "Apply", subresource)), None)
    dropped = (mine.fields if mine else frozenset()) - applied.keys()
    for owner in others:
        dropped -= owner.fields
    merged = copy.deepcopy(live)
    for path in dropped:
        _remove(merged, path)
    _overlay(kind, merged, wanted, "")
    fields = frozenset(applied)
    if mine is None:
        others.append(Owner(manager, "Apply", subresource, time, fields))
    else:
        if mine.fields != fields:
            mine.time = time
        mine.fields = fields
        others.append(mine)
    _write_owners(kind, merged, others)
    return merged


def read_owners(obj: Object) -> list[Owner]:
    """Read `managedFields`; entries that make no sense are left out."""
    owners = []
    for entry in obj["metadata"].get("managedFields") or []:
        if isinstance(entry, dict) and isinstance(entry.get("fieldsV1"), dict):
            operation: Literal["Apply", "Update"] = "Apply" if entry.get("operation") == "Apply" else "Update"
            owners.append(
                Owner(
                    str(entry.get("manager", "")),
                    operation,
                    str(entry.get("subresource", "")),
                    str(entry.get("time", "")),
                    frozenset(_from_tree(entry["fieldsV1"], ())),
                )
            )
    return owners


def _write_owners(kind: Kind, obj: Object, owners: Iterable[Owner]) -> None:
    entries = [
        {
            "manager": owner.manager,
            "operation": owner.operation,
            "apiVersion": kind.api_version,
            "time": owner.time,
            "fieldsType": "FieldsV1",
            "fieldsV1": _to_tree(owner.fields),
            **({"subresource": owner.subresource} if owner.subresource else {}),
        }
        for owner in owners
        if owner.fields
    ]
    if entries:
        obj["metadata"]["managedFields"] = entries
    else:
        obj["metadata"].pop("managedFields", None)


def _values(kind: Kind, obj: Object) -> dict[Path, Any]:
    found: dict[Path, Any] = {}
    for name, value in obj.items():
        if name == "metadata" and isinstance(value, dict):
            for field, inner in value.items():
                if field not in _UNOWNED_META:
                    _collect(kind, inner, f"metadata.{field}", ("f:metadata", f"f:{field}"), found)
        elif name not in ("apiVersion", "kind", "metadata"):
            _collect(kind, value, name, (f"f:{name}",), found)
    return found


def _collect(kind: Kind, value: Any, at: str, path: Path, found: dict[Path, Any]) -> None:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            _collect(kind, inner, f"{at}.{name}", (*path, f"f:{name}"), found)
        return
    keys = _list_keys(kind, at)
    if keys is None or not isinstance(value, list) or not value:
        found[path] = value
        return
    for one in value:
        step = _step(keys, one)
        if keys and isinstance(one, dict):
            found[(*path, step, ".")] = None
            for name, inner in one.items():
                _collect(kind, inner, f"{at}[].{name}", (*path, step, f"f:{name}"), found)
        else:
            found[(*path, step)] = None


def _list_keys(kind: Kind, at: str) -> tuple[str, ...] | None:
    """Give the keys of a list's entries, none of them for a set, None for a list that is owned whole."""
    if at == "spec.ports" and kind.kind != "Service":
        return None
    return _LIST_KEYS.get(at)


def _step(keys: tuple[str, ...], one: Any) -> str:
    if not keys or not isinstance(one, dict):
        return "v:" + json.dumps(one)
    defaults = {"protocol": "TCP"}
    return "k:" + json.dumps({key: one.get(key, defaults.get(key)) for key in keys}, separators=(",", ":"))


def _overlay(kind: Kind, target: Object, wanted: Object, at: str) -> None:
    for name, value in wanted.items():
        here = f"{at}.{name}" if at else name
        if at == "metadata" and name in _UNOWNED_META:
            continue
        held = target.get(name)
        keys = _list_keys(kind, here)
        if isinstance(value, dict) and isinstance(held, dict):
            _overlay(kind, held, value, here)
        elif isinstance(value, list) and isinstance(held, list) and keys is not None:
            _overlay_list(kind, held, value, here, keys)
        else:
            target[name] = copy.deepcopy(value)


def _overlay_list(kind: Kind, held: list[Any], wanted: list[Any], at: str, keys: tuple[str, ...]) -> None:
    places = {_step(keys, one): index for index, one in enumerate(held)}
    for one in wanted:
        index = places.get(_step(keys, one))
        if index is None:
            held.append(copy.deepcopy(one))
        elif isinstance(one, dict) and isinstance(held[index], dict):
            _overlay(kind, held[index], one, f"{at}[]")


def _remove(obj: Object, path: Path) -> None:
    """Remove one field, and what it leaves empty."""
    trail: list[tuple[Any, Any]] = []
    at: Any = obj
    for step in path:
        if step == ".":
            break
        place = _place(at, step)
        if place is None:
            return
        trail.append((at, place))
        at = at[place]
    if path[-1] == "." and isinstance(at, dict) and len(at) > 1:
        # The entry itself goes when the last of its fields does.
        known = json.loads(path[-2][2:])
        if any(name not in known for name in at):
            return
    container, place = trail.pop()
    del container[place]
    while trail and not container:
        container, place = trail.pop()
        if place in ("metadata", "spec"):
            return
        del container[place]


def _place(at: Any, step: str) -> Any:
    if step.startswith("f:"):
        return step[2:] if isinstance(at, dict) and step[2:] in at else None
    if not isinstance(at, list):
        return None
    if step.startswith("v:"):
        value = json.loads(step[2:])
        return next((index for index, one in enumerate(at) if one == value), None)
    known = json.loads(step[2:])
    keys = tuple(known)
    return next((index for index, one in enumerate(at) if _step(keys, one) == step), None)


def _to_tree(fields: Fields) -> Object:
    tree: Object = {}
    for path in sorted(fields):
        at = tree
        for step in path:
            at = at.setdefault(step, {})
    return tree


def _from_tree(tree: Object, path: Path) -> Iterable[Path]:
    for step, inner in tree.items():
        if isinstance(inner, dict) and inner:
            yield from _from_tree(inner, (*path, step))
        elif step != "." or (path and path[-1].startswith("k:")):
            # A dot beside fields marks the object itself, which has no value of its own here.
            yield (*path, step)


def _shown(path: Path) -> str:
    shown = ""
    for step in path:
        if step.startswith("f:"):
            shown += f".{step[2:]}"
        elif step.startswith("k:"):
            pairs = json.loads(step[2:])
            shown += "[" + ",".join(f"{key}={json.dumps(value)}" for key, value in pairs.items()) + "]"
        elif step.startswith("v:"):
            shown += f"[={step[2:]}]"
    return shown
