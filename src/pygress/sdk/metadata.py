"""What a plugin says about itself: the `@plugin(...)` decorator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

Phase = Literal["AUTHN", "AUTHZ", "STATS", "UNSPECIFIED_PHASE"]
"""Where in the chain a plugin runs: authentication, then authorization, then statistics, then the rest."""

FilterT = TypeVar("FilterT")


@dataclass(frozen=True)
class Metadata:
    """Name, version and place of a plugin; it travels in the module and in the image."""

    name: str
    version: str
    phase: str
    priority: int
    title: str
    description: str


def plugin(
    *,
    name: str,
    version: str = "0.1.0",
    phase: Phase = "UNSPECIFIED_PHASE",
    priority: int = 0,
    title: str = "",
    description: str = "",
) -> Callable[[type[FilterT]], type[FilterT]]:
    """Mark the one class of a file that is the plugin.

    `name` is lower case with dashes; plugins of one phase run from the highest `priority` (-1000 to 1000) to
    the lowest. `title` defaults to the name, `description` to the first line of the module's docstring.
    """

    def mark(cls: type[FilterT]) -> type[FilterT]:
        metadata = Metadata(name, version, phase, priority, title or name, description)
        cls.__plugin__ = metadata  # type: ignore[attr-defined]
        return cls

    return mark
