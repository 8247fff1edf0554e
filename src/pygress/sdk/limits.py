"""Limits on configuration values, written as `Annotated[int, Range(1, 65535)]`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Range:
    """A number lies between these two, both allowed; None leaves a side open."""

    minimum: int | float | None = None
    maximum: int | float | None = None


@dataclass(frozen=True)
class Length:
    """A string has this many code points, a list or dict this many entries; None leaves a side open."""

    minimum: int | None = None
    maximum: int | None = None
