"""`dataclasses`: what `fields` gives. The decorator and the functions over fields are code of the compiler."""

from __future__ import annotations

from typing import Any


class _MISSING_TYPE:
    def __repr__(self) -> str:
        return "<dataclasses._MISSING_TYPE object>"


MISSING = _MISSING_TYPE()


class Field:
    """One field of a dataclass."""

    def __init__(
        self,
        name: str,
        default: Any,
        has_factory: bool,
        init: bool,
        repr: bool,
        compare: bool,
        metadata: dict[str, Any],
        kw_only: bool,
    ) -> None:
        self.name = name
        self.default = default
        self.has_factory = has_factory
        self.init = init
        self.repr = repr
        self.compare = compare
        self.metadata = metadata
        self.kw_only = kw_only


def fields(class_or_instance: Any = MISSING) -> tuple[Field, ...]:
    """List the fields of a dataclass; the compiler replaces the call where the class is known."""
    raise TypeError("must be called with a dataclass type or instance")
