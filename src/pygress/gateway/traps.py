"""Whose traps were seen: Envoy logs each trap, names functions, and no plugin.

Input: the lines, the modules, the counters of reloads, who got requests. Output: the plugins that are held for them.
A trap in a module that several plugins run waits for its plugin: a counter moves with the next request, if at all.
"""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from pygress.gateway.build import Plan
from pygress.gateway.traffic import Traffic
from pygress.gateway.xds.wasm import plugin_name
from pygress.modules.backtrace import frames_of, may_have_trapped

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
    ) -> list[tuple[Plan, list[str]]]:
        """Give the plans that are held for traps, each with the lines of its traps.

        The one whose module has the functions of the backtrace. Of several with the same module, those whose reload
        counters moved. They move with the next request to that VM, which may never come, and never for FAIL_OPEN: else
        the only plugin that got requests lately, else a canary that did (to doubt it costs little), else the FAIL_OPEN
        plugins that did.
        """
        moved = self._reloading(plans, stats)
        running = [plan for plan in plans if plan.modules]
        possible = {line: _possible(line, running) for line in self._lines}
        held = [
            (plan, lines)
            for plan in running
            if (lines := [line for line in self._lines if possible[line] == [plan]])
        ]
        self._lines = [line for line in self._lines if len(possible[line]) != 1]
        if not self._lines:
            return held
        suspects = [plan for plan in running if any(plan in possible[line] for line in self._lines)]
        busy = [plan for plan in suspects if traffic.moved_at(plan.plugin) > self._since - _LATELY]
        guilty = [plan for plan in suspects if plan.plugin in moved] or (busy if len(busy) == 1 else [])
        if not guilty and now - self._since > _DOUBT_SECONDS:
            # A timer of a plugin can trap without any request.
            suspects = busy or suspects
            guilty = [plan for plan in suspects if plan.canary is not None]
            guilty = guilty or [plan for plan in suspects if plan.fail_open or len(suspects) == 1]
        if guilty:
            held += [(plan, self._lines) for plan in guilty]
            self._lines = []
        elif now - self._since > _HOPE_SECONDS:
            log.warning("nobody can be held for this trap: %s", self._lines[-1])
            self._lines = []
        return held

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


def _possible(line: str, plans: list[Plan]) -> list[Plan]:
    """Give the plans whose modules fit a backtrace; all of them without one, or if it is of a version that is gone."""
    frames = frames_of(line)
    fitting = [
        plan for plan in plans if any(may_have_trapped(Path(fill.module), frames) for fill in plan.modules)
    ]
    return fitting or plans


def reload_counter(plugin: str) -> str:
    """Give what the names of the counters of a plugin's reloads start with."""
    return f"wasm.{plugin_name(plugin)}.vm_reload"
