"""Whose traps were seen: Envoy logs each trap, names the function, and no plugin.

Input: the lines, the counters of reloads, who got requests. Output: the plugins that are held for them. A trap waits
for its plugin: a counter moves with the next request to the VM, if at all.
"""

import logging
from collections.abc import Mapping, Sequence

from pygress.gateway.build import Plan
from pygress.gateway.traffic import Traffic
from pygress.gateway.xds.wasm import plugin_name

log = logging.getLogger(__name__)

_LATELY = 1.0
_DOUBT_SECONDS = 0.6
_HOPE_SECONDS = 60.0
_STARTING = ("proxy_on_configure", "proxy_on_vm_start", "_initialize", "_start", "main")


def is_trap(text: str) -> bool:
    """Tell whether a line of the component `wasm` is about a trap in a callback.

    What happens while a configuration is tried comes back as a refusal of that configuration.
    """
    function, failed, _ = text.removeprefix("Function: ").partition(" failed: ")
    return bool(failed) and function not in _STARTING


class Traps:
    """The traps that nobody was held for yet."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._since = 0.0
        self._counted: dict[str, int] = {}

    def take(self, line: str, now: float) -> None:
        """Remember a trap."""
        if not self._lines:
            self._since = now
        self._lines.append(line)

    def restart(self) -> None:
        """Expect the counters of another Envoy."""
        self._counted = {}

    def attribute(
        self, plans: Sequence[Plan], stats: Mapping[str, int], traffic: Traffic, now: float
    ) -> tuple[list[Plan], list[str]]:
        """Give the plans that are held for traps, and the lines of these.

        Those whose reload counters moved. They move with the next request to that VM, which may never come, and never
        for FAIL_OPEN: else the only plugin that got requests lately, else a canary that did (to doubt it costs little),
        else the FAIL_OPEN plugins that did.
        """
        moved = self._reloading(plans, stats)
        if not self._lines:
            return [], []
        running = [plan for plan in plans if plan.modules]
        busy = [plan for plan in running if traffic.moved_at(plan.plugin) > self._since - _LATELY]
        guilty = [plan for plan in running if plan.plugin in moved] or (busy if len(busy) == 1 else [])
        if not guilty and now - self._since > _DOUBT_SECONDS:
            # A timer of a plugin can trap without any request.
            possible = busy or running
            guilty = [plan for plan in possible if plan.canary is not None]
            guilty = guilty or [plan for plan in possible if plan.fail_open or len(possible) == 1]
        if not guilty:
            if now - self._since > _HOPE_SECONDS:
                log.warning("nobody can be held for this trap: %s", self._lines[-1])
                self._lines = []
            return [], []
        lines, self._lines = self._lines, []
        return guilty, lines

    def _reloading(self, plans: Sequence[Plan], stats: Mapping[str, int]) -> set[str]:
        """Give the FAIL_CLOSE plugins whose VM Envoy has started anew, or tried to, since the last call."""
        moved = set()
        for plan in plans:
            prefix = reload_counter(plan.plugin)
            count = sum(value for name, value in stats.items() if name.startswith(prefix))
            if count > self._counted.get(plan.plugin, 0) and not plan.fail_open:
                moved.add(plan.plugin)
            self._counted[plan.plugin] = count
        return moved


def reload_counter(plugin: str) -> str:
    """Give what the names of the counters of a plugin's reloads start with."""
    return f"wasm.{plugin_name(plugin)}.vm_reload"
