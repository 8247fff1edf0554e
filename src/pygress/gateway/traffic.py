"""How many requests went through each plugin, added up over all Envoy processes of this gateway.

Input: Envoy's counters, as often as they are read. Envoy forgets a counter with the process, and may forget it with
the configuration that it belonged to: what was seen last is then kept and counting goes on from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pygress.gateway.xds.request_count import counter_name


@dataclass(frozen=True)
class Counts:
    """`requests` ran through the module, `refused` met the stand-in that refuses."""

    requests: int = 0
    refused: int = 0


@dataclass
class _Counter:
    before: int = 0
    """What counters that are gone had reached."""
    last: int = 0
    moved_at: float = float("-inf")


@dataclass
class Traffic:
    """The counters by their name in Envoy."""

    _counters: dict[str, _Counter] = field(default_factory=dict)
    _pid: int = 0

    def take(self, pid: int, stats: Mapping[str, int], now: float) -> None:
        """Digest all counters of the process `pid`, read at the time `now`."""
        if pid != self._pid:
            self._pid = pid
            for counter in self._counters.values():
                counter.before += counter.last
                counter.last = 0
        for name, value in stats.items():
            counter = self._counters.setdefault(name, _Counter())
            if value < counter.last:
                counter.before += counter.last
                counter.last = 0
            if value > counter.last:
                counter.last, counter.moved_at = value, now

    def of(self, plugin: str) -> Counts:
        """Give what was counted for a plugin; a canary is `NAMESPACE/NAME~canary`."""
        return Counts(self._total(plugin, refused=False), self._total(plugin, refused=True))

    def moved_at(self, plugin: str) -> float:
        """Give the time at which its module was last seen to have got a request."""
        counter = self._counters.get(counter_name(plugin, refused=False))
        return counter.moved_at if counter is not None else float("-inf")

    def _total(self, plugin: str, refused: bool) -> int:
        counter = self._counters.get(counter_name(plugin, refused=refused))
        return counter.before + counter.last if counter is not None else 0
