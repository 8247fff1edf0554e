"""Manifests: YAML or JSON text in, plain objects out, read as kubectl reads it."""

import math
import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from pygress.base.diagnostics import Diagnostic, DiagnosticError, Span

_MAX_NODES = 1_000_000
_MAX_DEPTH = 200


@dataclass(frozen=True)
class Manifest:
    """One object and where it stands; `line` counts from 1."""

    object: dict[str, Any]
    path: str
    line: int


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as Kubernetes reads it: times stay text, keys are text, a key twice is a mistake."""


def _construct_mapping(loader: Any, node: yaml.MappingNode) -> Iterator[dict[str, Any]]:
    mapping: dict[str, Any] = {}
    yield mapping
    loader.flatten_mapping(node)
    for key_node, value_node in node.value:
        key: Hashable = loader.construct_object(key_node, deep=True)
        if isinstance(key, bool):
            key = "true" if key else "false"
        elif isinstance(key, int | float):
            key = str(key)
        elif not isinstance(key, str):
            raise yaml.constructor.ConstructorError(None, None, "a key must be text", key_node.start_mark)
        if key in mapping:
            raise yaml.constructor.ConstructorError(
                None, None, f"key `{key}` is there twice", key_node.start_mark
            )
        mapping[key] = loader.construct_object(value_node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def load_manifests(text: str | bytes, filename: str = "<input>") -> list[dict[str, Any]]:
    """Read every object of a file: several documents, JSON, and lists of kind `List` taken apart.

    Raises `DiagnosticError` with file and line when the text is not YAML or a document is no object.
    """
    return [one.object for one in read_manifests(text, filename)]


def read_manifests(text: str | bytes, filename: str = "<input>") -> list[Manifest]:
    """Read as `load_manifests`, and say where each object stands."""
    found: list[Manifest] = []
    for document, line in _documents(text, filename):
        found += _objects(document, filename, line)
    return found


def load_document(text: str | bytes, filename: str) -> Any:
    """Read the one document of a text, of any type; raises `DiagnosticError`."""
    found = [document for document, _ in _documents(text, filename)]
    if len(found) > 1:
        raise _mistake("more than one document", filename, 1, 1)
    return found[0] if found else None


def _documents(text: str | bytes, filename: str) -> Iterator[tuple[Any, int]]:
    """Yield every document with the line it begins in."""
    if isinstance(text, bytes):
        text = _decode(text, filename)
    loader: Any = None
    try:
        _check_depth(text, filename)
        loader = _Loader(text)
        while loader.check_node():
            node = loader.get_node()
            line = node.start_mark.line + 1
            _limit(node, filename, line)
            yield loader.construct_document(node), line
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = (error.problem or "cannot be read").rstrip(".")
        # At the end of the text, the mark stands in a line that is not there.
        line = min(mark.line + 1, len(text.splitlines()) or 1) if mark else 1
        column = mark.column + 1 if mark else 1
        raise _mistake(f"not YAML: {problem}", filename, line, column) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, error.position - before.rfind("\n")
        raise _mistake(f"not YAML: {error.reason}", filename, line, column) from None
    except (ValueError, yaml.YAMLError) as error:
        raise _mistake(f"not YAML: {error}", filename, 1, 1) from None
    finally:
        if loader is not None:
            loader.dispose()


def _check_depth(text: str, filename: str) -> None:
    """Refuse deep nesting before the loader sees it: its recursion in C ends the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise _mistake(f"nested deeper than {_MAX_DEPTH} levels", filename, line, 1)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _decode(content: bytes, filename: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _mistake("not UTF-8", filename, line, 1) from None


def _objects(document: Any, filename: str, line: int) -> list[Manifest]:
    if document is None:
        return []
    if not isinstance(document, dict):
        kind = "a list" if isinstance(document, list) else f"`{str(document)[:40]}`"
        raise _mistake(
            f"a manifest must be an object with `apiVersion` and `kind`, got {kind}", filename, line, 1
        )
    _check_numbers(document, filename, line)
    if str(document.get("kind", "")).endswith("List") and isinstance(document.get("items"), list):
        return [one for item in document["items"] for one in _objects(item, filename, line)]
    for name in ("apiVersion", "kind"):
        if not isinstance(document.get(name), str) or not document[name]:
            raise _mistake(f"a manifest must have `{name}`", filename, line, 1)
    return [Manifest(document, filename, line)]


def _check_numbers(value: Any, filename: str, line: int) -> None:
    if isinstance(value, dict):
        for one in value.values():
            _check_numbers(one, filename, line)
    elif isinstance(value, list):
        for one in value:
            _check_numbers(one, filename, line)
    elif isinstance(value, float) and not math.isfinite(value):
        raise _mistake(f"`{value}` is not a number that JSON knows", filename, line, 1)


def _limit(root: yaml.Node, filename: str, line: int) -> None:
    """Refuse a document whose aliases expand to more than a million values."""
    sizes: dict[int, int] = {}

    def size(node: yaml.Node) -> int:
        known = sizes.get(id(node))
        if known is not None:
            if known == 0:
                raise _mistake(
                    "an alias refers to the value that it is in", filename, node.start_mark.line + 1, 1
                )
            return known
        sizes[id(node)] = 0
        total = 1
        if isinstance(node, yaml.MappingNode):
            total += sum(size(key) + size(value) for key, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            total += sum(size(one) for one in node.value)
        if total > _MAX_NODES:
            raise _mistake("the document expands to more than 1000000 values", filename, line, 1)
        sizes[id(node)] = total
        return total

    size(root)


def _mistake(message: str, path: str, line: int, column: int) -> DiagnosticError:
    message = re.sub(r"\s+", " ", message)
    return DiagnosticError([Diagnostic("bad-manifest", message, Span(path, line, column, line, column + 1))])
