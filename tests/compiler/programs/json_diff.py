"""JSON tools: pretty printer with sorted keys and width, structural diff with paths, patching, pointers, flattening."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def pretty(value: Json, width: int = 40, indent: int = 0) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= width or not isinstance(value, (dict, list)) or not value:
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        lines = [f"{pad}{json.dumps(key)}: {pretty(value[key], width, indent + 2)}" for key in sorted(value)]
        return "{\n" + ",\n".join(lines) + "\n" + " " * indent + "}"
    lines = [pad + pretty(item, width, indent + 2) for item in value]
    return "[\n" + ",\n".join(lines) + "\n" + " " * indent + "]"


@dataclass(frozen=True)
class Change:
    op: str
    path: tuple[str | int, ...]
    old: Json = None
    new: Json = None

    @property
    def pointer(self) -> str:
        return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in self.path)

    def __str__(self) -> str:
        match self.op:
            case "add":
                return f"+ {self.pointer or '/'} {json.dumps(self.new)}"
            case "remove":
                return f"- {self.pointer or '/'} {json.dumps(self.old)}"
        return f"~ {self.pointer or '/'} {json.dumps(self.old)} -> {json.dumps(self.new)}"


def kind(value: Json) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    return type(value).__name__


def diff(old: Json, new: Json, path: tuple[str | int, ...] = ()) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            if key not in new:
                yield Change("remove", (*path, key), old=old[key])
            elif key not in old:
                yield Change("add", (*path, key), new=new[key])
            else:
                yield from diff(old[key], new[key], (*path, key))
    elif isinstance(old, list) and isinstance(new, list):
        for index, (left, right) in enumerate(zip(old, new, strict=False)):
            yield from diff(left, right, (*path, index))
        for index in range(len(old) - 1, len(new) - 1, -1):
            yield Change("remove", (*path, index), old=old[index])
        for index in range(len(old), len(new)):
            yield Change("add", (*path, index), new=new[index])
    elif kind(old) != kind(new) or old != new:
        yield Change("replace", path, old, new)


def apply(document: Json, changes: list[Change]) -> Json:
    result: Any = json.loads(json.dumps(document))
    for change in changes:
        if not change.path:
            result = change.new
            continue
        *parents, last = change.path
        target = result
        for part in parents:
            target = target[part]
        match change.op:
            case "remove":
                del target[last]
            case "add" if isinstance(target, list):
                target.append(change.new)
            case _:
                target[last] = change.new
    out: Json = result
    return out


def lookup(document: Json, pointer: str) -> Json:
    value = document
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value[key]
        elif isinstance(value, list):
            value = value[int(key)]
        else:
            raise LookupError(f"{kind(value)} has no {key!r}")
    return value


def flatten(value: Json, prefix: str = "") -> dict[str, Json]:
    if isinstance(value, dict) and value:
        out: dict[str, Json] = {}
        for key, inner in value.items():
            out |= flatten(inner, f"{prefix}.{key}" if prefix else key)
        return out
    if isinstance(value, list) and value:
        return {k: v for i, inner in enumerate(value) for k, v in flatten(inner, f"{prefix}[{i}]").items()}
    return {prefix: value}


OLD = """{"name": "pygress", "version": 1, "tags": ["a", "b", "c"], "nested": {"x": [1, {"y": null}], "gone": true},
 "a/b~c": "é\\ud83d\\ude00", "same": [], "ratio": 1.0, "flag": true}"""
NEW = """{"name": "Pygress", "version": 1.0, "tags": ["a", "z"], "nested": {"x": [1, {"y": {"deep": [1.5e10, -0.0]}}, "new"]},
 "a/b~c": "\\u00e9", "same": {}, "ratio": 1, "flag": 1, "extra": "\\"quoted\\"\\n"}"""


def main() -> None:
    old: Json = json.loads(OLD)
    new: Json = json.loads(NEW)
    print(pretty(old))
    print(pretty(new, width=60))
    changes = list(diff(old, new))
    for change in changes:
        print(change)
    patched = apply(old, changes)
    print(patched == new, list(diff(patched, new)), apply([1], list(diff([1], "text"))))
    for key, value in flatten(new).items():
        print(f"{key} = {value!r}")
    for pointer in ("/nested/x/1/y/deep/0", "/a~1b~0c", "", "/nope", "/tags/9", "/name/x"):
        try:
            print(repr(pointer), json.dumps(lookup(new, pointer))[:30])
        except (LookupError, ValueError) as error:
            print(repr(pointer), type(error).__name__, error)
    for text in (
        '{"a": }',
        "[1, 2",
        '{"a": 1,}',
        "",
        "nul",
        '"\\x"',
        "[1] 2",
        "{'a': 1}",
        '"tab\there"',
        "01",
        "-",
    ):
        try:
            print(json.loads(text))
        except json.JSONDecodeError as error:
            print(error, "|", error.lineno, error.colno, error.pos)


if __name__ == "__main__":
    main()
