"""Finds out which object made Envoy refuse a configuration, and holds it back.

Everything that was already inside an accepted configuration is innocent. Of the rest, an object that the
message names is guilty. If it names none, all of the rest is held, and one after the other is let in again:
whoever is refused alone is guilty.
"""

import logging
import re
from collections.abc import Collection

log = logging.getLogger(__name__)


class Culprits:
    """`held` maps a unit (`Kind namespace/name@content`) to the reason why it stays out."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self._good: frozenset[str] = frozenset()
        self._on_trial: list[str] = []

    def accepted(self, units: frozenset[str]) -> bool:
        """An Envoy took a configuration with these units; True when another suspect should be let in."""
        self._good = units
        if not self._on_trial:
            return False
        self.held.pop(self._on_trial.pop(0), None)
        return True

    def refused(self, units: Collection[str], message: str) -> bool:
        """An Envoy refused a configuration with these units; False when nobody can be held for it."""
        suspects = sorted(one for one in units if one not in self._good and one not in self.held)
        named = [one for one in suspects if _is_named(one, message)]
        guilty = named or suspects
        if not guilty:
            log.error("envoy refused a configuration and nothing new is in it: %s", message)
            return False
        for unit in guilty:
            self.held[unit] = message
        if not named and len(guilty) > 1:
            self._on_trial += [one for one in guilty if one not in self._on_trial]
        return True

    def forgive(self, units: Collection[str]) -> None:
        """Let some units in again: the cause may have gone by itself."""
        for unit in units:
            self.held.pop(unit, None)

    def keep(self, units: Collection[str]) -> None:
        """Forget what is held of objects that do not exist in this form any more."""
        present = set(units)
        self.held = {unit: reason for unit, reason in self.held.items() if unit in present}
        self._on_trial = [unit for unit in self._on_trial if unit in present]


def _is_named(unit: str, message: str) -> bool:
    kind, _, rest = unit.partition(" ")
    key = rest.rpartition("@")[0]
    # Envoy speaks of a plugin by the name that it got from us.
    name = f"Wasm plugin {key.replace('/', '.')}" if kind == "WasmPlugin" else key
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", message) is not None
