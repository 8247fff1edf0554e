"""Field errors in Kubernetes' wording: a type, a path, the value and a detail, made by fixed constructors."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

ErrorType = Literal[
    "FieldValueRequired",
    "FieldValueInvalid",
    "FieldValueTypeInvalid",
    "FieldValueNotSupported",
    "FieldValueForbidden",
    "FieldValueDuplicate",
    "FieldValueTooLong",
]

_TITLES: dict[ErrorType, str] = {
    "FieldValueRequired": "Required value",
    "FieldValueInvalid": "Invalid value",
    "FieldValueTypeInvalid": "Invalid value",
    "FieldValueNotSupported": "Unsupported value",
    "FieldValueForbidden": "Forbidden",
    "FieldValueDuplicate": "Duplicate value",
    "FieldValueTooLong": "Too long",
}

_SHOWN_CHARACTERS = 200


@dataclass(frozen=True)
class FieldError:
    """One mistake in one field; `path` is written as in `spec.matchRules[1].routeType`."""

    type: ErrorType
    path: str
    value: Any
    detail: str
    allowed: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """What is wrong, without the path: the `message` of a cause in a Status."""
        text = _TITLES[self.type]
        if self.type not in ("FieldValueRequired", "FieldValueForbidden", "FieldValueTooLong"):
            text += f": {show(self.value)}"
        return f"{text}: {self.detail}" if self.detail else text

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class FieldErrors(Exception):
    """An object was refused; `errors` holds every mistake that was found, in document order."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        self.errors = list(errors)
        super().__init__("; ".join(str(one) for one in self.errors))


def required(path: str, detail: str = "") -> FieldError:
    """Report a field that is absent or empty."""
    return FieldError("FieldValueRequired", path, None, detail)


def invalid(path: str, value: Any, detail: str) -> FieldError:
    """Report a value of the right type that breaks a rule."""
    return FieldError("FieldValueInvalid", path, value, detail)


def type_invalid(path: str, value: Any, expected: str) -> FieldError:
    """Report a value of the wrong JSON type; `expected` is a JSON type name."""
    return FieldError(
        "FieldValueTypeInvalid", path, value, f"must be of type {expected}, got {json_type(value)}"
    )


def not_supported(path: str, value: Any, allowed: Sequence[str]) -> FieldError:
    """Report a value outside a closed list."""
    listed = ", ".join(json.dumps(one) for one in allowed)
    return FieldError("FieldValueNotSupported", path, value, f"supported values: {listed}", tuple(allowed))


def forbidden(path: str, detail: str) -> FieldError:
    """Report a field that may not be set here."""
    return FieldError("FieldValueForbidden", path, None, detail)


def duplicate(path: str, value: Any) -> FieldError:
    """Report a value that must be unique in its list and is not."""
    return FieldError("FieldValueDuplicate", path, value, "")


def too_long(path: str, limit: int) -> FieldError:
    """Report a text of more than `limit` bytes."""
    return FieldError("FieldValueTooLong", path, None, f"may not be more than {limit} bytes")


def show(value: Any) -> str:
    """Write a value as Kubernetes does: JSON, cut when it is long."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    if len(text) > _SHOWN_CHARACTERS:
        text = text[:_SHOWN_CHARACTERS] + "..."
    return text


def json_type(value: Any) -> str:
    """Name the JSON type of a Python value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
    return type(value).__name__
