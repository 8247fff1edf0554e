"""What the type of a configuration field means for JSON."""

from dataclasses import dataclass

from pygress.compiler.frontend.plugin.modules import ClassRef


@dataclass(frozen=True)
class Plain:
    """`str`, `int`, `float`, `bool` or `None`."""

    name: str


@dataclass(frozen=True)
class Anything:
    """Any JSON value."""


@dataclass(frozen=True)
class ListOf:
    """A list; `form` is the type that it becomes: `list`, `set`, `frozenset` or `tuple` (of any length)."""

    item: "Kind"
    form: str = "list"


@dataclass(frozen=True)
class DictOf:
    """An object with any keys."""

    item: "Kind"


@dataclass(frozen=True)
class Choice:
    """One of these values (`Literal`)."""

    values: tuple[str | int | bool, ...]


@dataclass(frozen=True)
class EnumOf:
    """A member of an enumeration, by its value."""

    ref: ClassRef
    values: tuple[str | int, ...]


@dataclass(frozen=True)
class Union:
    """One of several kinds; the first that fits counts."""

    members: tuple["Kind", ...]


@dataclass(frozen=True)
class Limited:
    """A kind with limits, each a (`Range` or `Length`, minimum, maximum)."""

    inner: "Kind"
    limits: tuple[tuple[str, float | None, float | None], ...]


@dataclass(frozen=True)
class ClassOf:
    """A dataclass."""

    ref: ClassRef


Kind = Plain | Anything | ListOf | DictOf | Choice | EnumOf | Union | Limited | ClassOf
