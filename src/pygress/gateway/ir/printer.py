"""Prints the IR as plain data for `pygress translate` and golden files; secrets are left out."""

import dataclasses
from typing import Any


def to_plain(value: Any) -> Any:
    """Turn dataclasses into mappings, tuples into lists, and leave out whatever equals its default.

    Fields that are kept out of `repr` (private keys) are shown as `<hidden>`.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        plain: dict[str, Any] = {"is": type(value).__name__} if _is_variant(value) else {}
        for field in dataclasses.fields(value):
            content = getattr(value, field.name)
            if field.default is not dataclasses.MISSING and content == field.default:
                continue
            plain[field.name] = to_plain(content) if field.repr else "<hidden>"
        return plain
    if isinstance(value, tuple | list):
        return [to_plain(one) for one in value]
    return value


def _is_variant(value: Any) -> bool:
    # The members of a union cannot be told apart by their fields alone.
    return type(value).__name__ in {"Wasm", "Deny", "Forward", "Redirect", "Respond", "Wait"}
