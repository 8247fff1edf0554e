"""The annotations of one Ingress, under both of the prefixes that mean the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygress.gateway.build.draft import Draft
    from pygress.gateway.build.service import Backends
    from pygress.gateway.build.settings import Settings
    from pygress.resources.ingress import Ingress
    from pygress.resources.secret import Secret

PREFIXES = ("higress.io/", "nginx.ingress.kubernetes.io/")

# Bookkeeping of the console; nothing about traffic.
_IGNORED = ("resource-definer", "comment", "resource-description", "domain")


class AnnotationError(Exception):
    """The value of an annotation cannot be used."""

    def __init__(self, name: str, value: str, detail: str) -> None:
        self.name = name
        super().__init__(f"`{name}`: `{value}`: {detail}")


class Notes:
    """Reads annotations by their name without prefix, and remembers which ones were asked for."""

    def __init__(self, annotations: Mapping[str, str]) -> None:
        self._values: dict[str, str] = {}
        for prefix in reversed(PREFIXES):
            for name, value in annotations.items():
                if name.startswith(prefix):
                    self._values[name.removeprefix(prefix)] = value
        self._asked: set[str] = set(_IGNORED)

    def text(self, name: str) -> str:
        """Read a text; empty when it is not there."""
        self._asked.add(name)
        return self._values.get(name, "").strip()

    def flag(self, name: str) -> bool:
        """Read a boolean; False when it is not there."""
        text = self.text(name)
        if text.lower() not in ("", "true", "false"):
            raise AnnotationError(name, text, "must be `true` or `false`")
        return text.lower() == "true"

    def number(self, name: str, default: int, least: int = 0, most: int = 2**31 - 1) -> int:
        """Read an integer within limits."""
        text = self.text(name)
        if not text:
            return default
        if not text.isdigit() or not least <= int(text) <= most:
            raise AnnotationError(name, text, f"must be a number between {least} and {most}")
        return int(text)

    def listed(self, name: str) -> tuple[str, ...]:
        """Read a list of texts separated by commas."""
        return tuple(one.strip() for one in self.text(name).split(",") if one.strip())

    def starting(self, prefix: str) -> dict[str, str]:
        """Read all annotations whose name starts with a prefix, by the rest of the name."""
        found = {name: value for name, value in self._values.items() if name.startswith(prefix)}
        self._asked.update(found)
        return {name.removeprefix(prefix): value for name, value in sorted(found.items())}

    def unknown(self) -> list[str]:
        """List what nobody has asked for."""
        return sorted(set(self._values) - self._asked)


@dataclass(frozen=True)
class Context:
    """What a step may look at besides the annotations."""

    ingress: "Ingress"
    backends: "Backends"
    settings: "Settings"
    secrets: "Mapping[str, Secret]"


Step = Callable[["list[Draft]", Notes, Context], "list[Draft]"]
