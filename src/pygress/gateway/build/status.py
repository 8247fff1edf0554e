"""What the build tells about each object."""

from dataclasses import dataclass
from typing import Literal

State = Literal["True", "False", "Unknown"]


@dataclass(frozen=True)
class Check:
    """One condition: its state, a CamelCase reason and a message."""

    state: State
    reason: str
    message: str = ""


@dataclass(frozen=True)
class PluginReport:
    """What is known of one WasmPlugin before any Envoy was asked.

    `serving` says what is in the IR for it: its `current` generation, its `last-good` one, a stand-in that
    refuses (`deny`), routes on which requests wait for it (`hold`), or nothing (`off`).
    """

    key: str
    api_version: str
    generation: int
    fetched: Check
    validated: Check
    serving: Literal["current", "last-good", "deny", "hold", "off"]
    digest: str = ""
    size: int = 0
    abi: str = ""
    sdk: str = ""
    warnings: tuple[str, ...] = ()
    canary: Check | None = None


@dataclass(frozen=True, order=True)
class Problem:
    """Something is wrong with an object; the rest of it is served."""

    kind: str
    key: str
    reason: str
    message: str
