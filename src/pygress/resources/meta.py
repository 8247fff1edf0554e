"""What all objects share: snake_case inside, Kubernetes' camelCase on the wire, converted only here."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from pygress.resources.errors import FieldError


class Model(BaseModel):
    """A part of an object of Kubernetes; fields that we do not model are kept."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_unset(cls, data: Any) -> Any:
        # Kubernetes decodes an explicit null as the zero value of the field.
        if isinstance(data, dict) and None in data.values():
            return {key: value for key, value in data.items() if value is not None}
        return data

    def to_wire(self) -> dict[str, Any]:
        """Give the JSON form: camelCase, only what was set."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class Strict(Model):
    """A part of a kind that we own: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class OwnerReference(Model):
    """The object that this one belongs to."""

    api_version: str = ""
    kind: str = ""
    name: str = ""
    uid: str = ""
    controller: bool = False
    block_owner_deletion: bool = False


class ObjectMeta(Model):
    """Name, labels and the server's bookkeeping; times are RFC 3339 texts in UTC."""

    name: str = ""
    generate_name: str = ""
    namespace: str = ""
    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}
    uid: str = ""
    resource_version: str = ""
    generation: int = 0
    creation_timestamp: str = ""
    deletion_timestamp: str | None = None
    finalizers: list[str] = []
    owner_references: list[OwnerReference] = []


class Condition(Model):
    """One statement about an object: `status` is `True`, `False` or `Unknown`."""

    type: str
    status: str
    reason: str = ""
    message: str = ""
    last_transition_time: str = ""
    observed_generation: int = 0


class Resource(Model):
    """An object of any kind: its type, its metadata and whatever the kind adds."""

    api_version: str
    kind: str
    metadata: ObjectMeta = Field(default_factory=ObjectMeta)

    @property
    def key(self) -> str:
        """`namespace/name`, or the name alone without a namespace."""
        meta = self.metadata
        return f"{meta.namespace}/{meta.name}" if meta.namespace else meta.name

    def check(self) -> list[FieldError]:
        """Report what the types cannot say; overridden by the kinds that have rules."""
        return []

    @classmethod
    def read(cls, obj: dict[str, Any]) -> Self:
        """Read an object that a server has accepted before, without the rules of `check`."""
        return cls.model_validate(obj)


def _int_or_string(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise PydanticCustomError("int_or_string_type", "Input should be an integer or a string")
    return value


IntOrString = Annotated[
    Any,
    BeforeValidator(_int_or_string),
    WithJsonSchema({"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {"type": "string"}]}),
]
"""A port by number or by name."""

Int32 = Annotated[int, Field(ge=-(2**31), le=2**31 - 1, json_schema_extra={"format": "int32"})]
