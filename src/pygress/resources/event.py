"""Event: something that happened to an object, kept for an hour."""

from typing import Any

from pydantic import Field

from pygress.resources.meta import Model, Resource


class ObjectReference(Model):
    """The object that an event is about."""

    api_version: str = ""
    kind: str = ""
    name: str = ""
    namespace: str = ""
    uid: str = ""
    resource_version: str = ""
    field_path: str = ""


class Event(Resource):
    """A message about an object; `type` is Normal or Warning."""

    involved_object: ObjectReference = Field(default_factory=ObjectReference)
    reason: str = ""
    message: str = ""
    type: str = "Normal"
    count: int = 1
    first_timestamp: str | None = None
    last_timestamp: str | None = None
    source: dict[str, Any] = {}
    reporting_component: str = ""
    reporting_instance: str = ""
