"""The three patch formats: JSON Patch (RFC 6902), JSON Merge Patch (RFC 7386), strategic merge patch."""

import copy
from typing import Any

from pygress.apiserver import status
from pygress.apiserver.status import Object
from pygress.resources.kinds import Kind

# Lists inside the metadata of every kind; an empty key makes the list a set.
_META_KEYS = {"metadata.finalizers": "", "metadata.ownerReferences": "uid"}


def merge_patch(target: Any, patch: Any) -> Any:
    """Merge as RFC 7386 says: null removes, lists are replaced."""
    if not isinstance(patch, dict):
        return copy.deepcopy(patch)
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged


def json_patch(target: Any, operations: Any) -> Any:
    """Apply operations in order, all or none. Raises a BadRequest that names the failing one."""
    if not isinstance(operations, list):
        raise status.bad_request("a JSON patch must be a list of operations")
    document = copy.deepcopy(target)
    for index, operation in enumerate(operations):
        try:
            document = _operate(document, operation)
        except _PatchError as error:
            raise status.StatusError(
                422,
                "Invalid",
                f"the server rejected our request due to an error in our request: operation {index}: {error}",
            ) from None
    return document


class _PatchError(Exception):
    pass


def _operate(document: Any, operation: Any) -> Any:
    if not isinstance(operation, dict):
        raise _PatchError("an operation must be an object")
    kind, path = operation.get("op"), operation.get("path")
    if not isinstance(path, str):
        raise _PatchError("`path` is missing")
    if kind in ("add", "replace", "test") and "value" not in operation:
        raise _PatchError("`value` is missing")
    match kind:
        case "add":
            return _put(document, _pointer(path), copy.deepcopy(operation["value"]), insert=True)
        case "replace":
            _at(document, _pointer(path))
            return _put(document, _pointer(path), copy.deepcopy(operation["value"]), insert=False)
        case "remove":
            return _remove(document, _pointer(path))
        case "test":
            if _at(document, _pointer(path)) != operation["value"]:
                raise _PatchError(f"testing value {path} failed")
            return document
        case "move" | "copy":
            origin = _pointer(str(operation.get("from", "")))
            value = copy.deepcopy(_at(document, origin))
            if kind == "move":
                document = _remove(document, origin)
            return _put(document, _pointer(path), value, insert=True)
    raise _PatchError(f"unknown operation {kind!r}")


def _pointer(path: str) -> list[str]:
    if path and not path.startswith("/"):
        raise _PatchError(f"{path!r} is no JSON pointer: it must start with '/'")
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]


def _index(items: list[Any], part: str, extra: int) -> int:
    if not part.isascii() or not part.isdigit() or int(part) >= len(items) + extra:
        raise _PatchError(f"index {part!r} is outside of the list")
    return int(part)


def _at(document: Any, pointer: list[str]) -> Any:
    for part in pointer:
        if isinstance(document, list):
            document = document[_index(document, part, 0)]
        elif isinstance(document, dict) and part in document:
            document = document[part]
        else:
            raise _PatchError(f"path `/{'/'.join(pointer)}` does not exist")
    return document


def _put(document: Any, pointer: list[str], value: Any, *, insert: bool) -> Any:
    if not pointer:
        return value
    parent = _at(document, pointer[:-1])
    last = pointer[-1]
    if isinstance(parent, dict):
        parent[last] = value
    elif not isinstance(parent, list):
        raise _PatchError(f"path `/{'/'.join(pointer)}` does not exist")
    elif insert:
        parent.insert(len(parent) if last == "-" else _index(parent, last, 1), value)
    else:
        parent[_index(parent, last, 0)] = value
    return document


def _remove(document: Any, pointer: list[str]) -> Any:
    _at(document, pointer)
    if not pointer:
        raise _PatchError("the whole object cannot be removed")
    parent = _at(document, pointer[:-1])
    if isinstance(parent, list):
        del parent[int(pointer[-1])]
    else:
        del parent[pointer[-1]]
    return document


def strategic_patch(kind: Kind, target: Object, patch: Any) -> Object:
    """Merge as kubectl means it for core kinds: lists with a key merge by it, `$patch` directives are obeyed.

    Raises 415 for our own kinds, as a server with CRDs does.
    """
    if kind.custom:
        raise status.unsupported_media_type(
            "application/strategic-merge-patch+json",
            ("application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"),
        )
    if not isinstance(patch, dict):
        raise status.bad_request("a strategic merge patch must be an object")
    merged: Object = _strategic({**_META_KEYS, **kind.merge_keys}, target, patch, "")
    return merged


def _strategic(keys: dict[str, str], target: Any, patch: dict[str, Any], path: str) -> Any:
    directive = patch.get("$patch")
    if directive == "replace":
        return {name: value for name, value in patch.items() if name != "$patch"}
    if directive == "delete":
        return {}
    merged = dict(target) if isinstance(target, dict) else {}
    retained = patch.get("$retainKeys")
    if isinstance(retained, list):
        merged = {name: value for name, value in merged.items() if name in retained}
    for name, value in patch.items():
        at = f"{path}.{name}" if path else name
        if name.startswith("$deleteFromPrimitiveList/"):
            target_name = name.partition("/")[2]
            merged[target_name] = [one for one in merged.get(target_name) or [] if one not in value]
        elif name.startswith("$"):
            continue
        elif value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            merged[name] = _strategic(keys, merged.get(name), value, at)
        elif isinstance(value, list) and at in keys:
            order = patch.get(f"$setElementOrder/{name}")
            merged[name] = _merge_list(keys, merged.get(name) or [], value, at, order)
        else:
            merged[name] = copy.deepcopy(value)
    return merged


def _merge_list(keys: dict[str, str], items: list[Any], patch: list[Any], path: str, order: Any) -> list[Any]:
    key = keys[path]
    if not key:
        merged = items + [one for one in patch if one not in items]
        return (
            sorted(merged, key=order.index)
            if isinstance(order, list) and set(order) == set(merged)
            else merged
        )
    if any(isinstance(one, dict) and one.get("$patch") == "replace" for one in patch):
        return [one for one in patch if "$patch" not in one]
    merged = list(items)
    for one in patch:
        if not isinstance(one, dict) or key not in one:
            raise status.bad_request(f"map: {one!r} does not contain declared merge key: {key}")
        index = next((at for at, held in enumerate(merged) if held.get(key) == one[key]), None)
        if one.get("$patch") == "delete":
            if index is not None:
                del merged[index]
        elif index is None:
            merged.append({name: value for name, value in one.items() if not name.startswith("$")})
        else:
            merged[index] = _strategic(keys, merged[index], one, path)
    if isinstance(order, list):
        position = {one.get(key): at for at, one in enumerate(order) if isinstance(one, dict)}
        merged.sort(key=lambda one: position.get(one.get(key), len(position)))
    return merged
