"""Tables: what `kubectl get` prints, with ages as people read them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pygress.resources.columns import Column
from pygress.resources.kinds import Kind

Object = dict[str, Any]

_META_TYPE = {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1"}


def table(
    kind: Kind, objects: Sequence[Object], list_meta: Object, include: str = "Metadata", headers: bool = True
) -> Object:
    """Print objects as a Table; `include` says what travels with each row: None, Metadata or Object."""
    return {
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": list_meta,
        "columnDefinitions": _definitions(kind) if headers else [],
        "rows": [_row(kind, one, include) for one in objects],
    }


def only_metadata(obj: Object) -> Object:
    """Leave of an object its metadata."""
    return {**_META_TYPE, "metadata": obj["metadata"]}


def _definitions(kind: Kind) -> list[Object]:
    name = Column("Name", ".metadata.name", description="Name of the object, unique in its namespace.")
    return [
        {
            "name": column.name,
            # A date is printed as an age, which is text.
            "type": "string" if column.type == "date" else column.type,
            "format": "name" if column is name else "",
            "description": column.description or f"{column.name} of the object.",
            "priority": column.priority,
        }
        for column in (name, *kind.columns)
    ]


def _row(kind: Kind, obj: Object, include: str) -> Object:
    row: Object = {"cells": [obj["metadata"]["name"], *(_cell(column, obj) for column in kind.columns)]}
    if include != "None":
        row["object"] = obj if include == "Object" else only_metadata(obj)
    return row


def _cell(column: Column, obj: Object) -> Any:
    value = column.cell(obj)
    if column.type == "date":
        return age(value) if value else "<unknown>"
    if value is None or isinstance(value, int):
        return value
    return value if isinstance(value, str) else str(value)


def age(time: str, until: datetime | None = None) -> str:
    """Say how long ago a time was, as Kubernetes does: 90s, 5m30s, 3h12m, 4d2h, 2y10d."""
    try:
        start = datetime.fromisoformat(time.replace("Z", "+00:00"))
    except ValueError:
        return "<invalid>"
    if start.tzinfo is None:
        start = start.replace(tzinfo=UTC)
    seconds = int(((until or datetime.now(UTC)) - start).total_seconds())
    if seconds < -1:
        return "<invalid>"
    seconds = max(seconds, 0)
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if seconds < 120:
        return f"{seconds}s"
    if minutes < 10:
        return _two(minutes, "m", seconds % 60, "s")
    if minutes < 180:
        return f"{minutes}m"
    if hours < 8:
        return _two(hours, "h", minutes % 60, "m")
    if hours < 48:
        return f"{hours}h"
    if days < 8:
        return _two(days, "d", hours % 24, "h")
    if days < 730:
        return f"{days}d"
    if days < 365 * 8:
        return _two(days // 365, "y", days % 365, "d")
    return f"{days // 365}y"


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large}{large_unit}{small}{small_unit}" if small else f"{large}{large_unit}"
