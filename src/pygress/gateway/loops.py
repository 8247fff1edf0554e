"""Whose callback took a thread of Envoy: read from its memory, or else guessed.

Where the system lets us look, the callback that each stuck thread is in names its VM, and so its plugin. Where it does
not, the plugins that got a request in the seconds before are suspects, and of these the one that was changed last.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pygress.gateway.build import Plan
from pygress.gateway.build.wasmplugin import reloaded
from pygress.gateway.envoy.inspection import running_vms
from pygress.gateway.traffic import Traffic
from pygress.gateway.xds.wasm import plugin_name

log = logging.getLogger(__name__)

_LOOKS = 5
_LOOK_SECONDS = 0.02
# A loop is noticed 2 to 3 s after its request, more on a busy machine: the watchdog's patience and a poll.
_SUSPECT_SECONDS = 5.0


@dataclass(frozen=True)
class Blame:
    """Plugins to stop, and why: `cause` tells a fact from a guess."""

    plans: tuple[Plan, ...]
    cause: str


@dataclass
class Loops:
    """Finds the plugin of an endless loop. `told` is set once it was said that nobody may look into Envoy."""

    told: bool = False

    async def stuck_vms(self, pid: int, threads: Collection[int], plugins: Collection[str]) -> set[str]:
        """Give the ids of the VMs of these plugins (`NAMESPACE/NAME`) in whose callbacks the threads are stuck."""
        names = {plugin_name(plugin) for plugin in plugins}
        if not threads or not names:
            return set()
        try:
            found = await asyncio.to_thread(running_vms, pid, threads, names)
            for _ in range(_LOOKS - 1):
                # A thread that has come to another callback in the meantime, or to none, is busy and not stuck.
                await asyncio.sleep(_LOOK_SECONDS)
                again = await asyncio.to_thread(running_vms, pid, found, names)
                found = {thread: vm_id for thread, vm_id in found.items() if again.get(thread) == vm_id}
        except OSError as error:
            if not self.told:
                log.warning("which plugin loops has to be guessed, envoy cannot be looked into: %s", error)
                self.told = True
            return set()
        return set(found.values())


def known(vm_ids: AbstractSet[str], plans: Sequence[Plan], reloads: Mapping[str, int]) -> Blame | None:
    """Blame those whose VMs these are; nobody for a version that is not served any more, None without evidence."""
    if not vm_ids:
        return None
    guilty = tuple(plan for plan in plans if not vm_ids.isdisjoint(_vm_ids(plan, reloads)))
    if guilty:
        return Blame(guilty, "an endless loop")
    gone = ", ".join(f"`{one}`" for one in sorted(vm_ids))
    return Blame((), f"an endless loop in a version that is gone (VM {gone})")


def _vm_ids(plan: Plan, reloads: Mapping[str, int]) -> set[str]:
    """Give the VMs that a plan runs in, before and after its newest reload."""
    now = reloaded(plan, reloads.get(plan.plugin, 0))
    return {fill.vm_id for fill in (*plan.modules, *now.modules)}


def guessed(plans: Sequence[Plan], traffic: Traffic, noticed_at: float) -> Blame:
    """Blame the first of the plans, which is the one that was changed last, that got a request lately."""
    since = noticed_at - _SUSPECT_SECONDS
    # None of them is possible: a timer of a plugin can loop as well.
    busy = [plan for plan in plans if traffic.moved_at(plan.plugin) >= since] or plans
    why = "" if len(busy) < 2 else f", of {len(busy)} it was changed last"
    return Blame(tuple(busy[:1]), f"suspected of an endless loop{why}")
