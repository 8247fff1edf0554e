"""Watches the running Envoy for what its configuration interface does not tell: traps and stuck workers.

A trapped VM of a FAIL_CLOSE plugin is reloaded by Envoy itself (`vm_reload_*` counts it). One of a FAIL_OPEN
plugin stays off until its configuration changes, and no counter moves: there only the log line tells, and a
reload is asked for. A plugin that keeps trapping is put on its fail strategy for a while.

An endless loop in a callback takes a thread, and nothing but a new process helps. Envoy's watchdog notices, `loops`
finds out whose callback it is.
"""

import asyncio
import contextlib
import logging
import math
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pygress.gateway.build import Plan
from pygress.gateway.envoy.admin import AdminError
from pygress.gateway.envoy.preflight import clean
from pygress.gateway.envoy.supervisor import Supervisor
from pygress.gateway.envoy.threads import main_cpu_seconds, spinning_workers
from pygress.gateway.loops import Loops, guessed, known
from pygress.gateway.quarantine import Quarantine
from pygress.gateway.traffic import Traffic
from pygress.gateway.traps import Traps, is_trap, reload_counter
from pygress.gateway.xds import request_count
from pygress.gateway.xds.answer_count import MARK

log = logging.getLogger(__name__)

_POLL_SECONDS = 0.5
_SETTLE_SECONDS = 0.3
_LOOP_TRAPS = 5
_LOOP_SECONDS = 10.0
_FIRST_PAUSE = 10.0
_LAST_PAUSE = 600.0
_SILENT_POLLS = 3
_BAD_ANSWERS = 5
_SUSPICION_SECONDS = 10.0
_START_CPU_SECONDS = 20.0
_CPU_SECONDS_PER_BYTE = 2e-6
"""V8 takes 0.8 ms to compile a KB; Envoy does it for the plugin itself and once more to try it."""
_STANDSTILL_POLLS = 10
_STANDSTILL_CPU_SECONDS = 1.0
_WATCHED = rf"^wasm\..*\.vm_reload|watchdog_mega_miss$|{request_count.PATTERN}"


@dataclass
class PluginHealth:
    """What is known of one plugin at run time."""

    traps: int = 0
    reloads: int = 0
    last_error: str = ""
    recent: list[float] = field(default_factory=list)
    plan: Plan | None = None
    answers: int = 0
    bad: int = 0


class Health:
    """Fills the quarantine and keeps `reloads` (plugin -> count), inputs of the build.

    `serving` gives the plans that are served, the one that was changed last first; `offered` those that Envoy was given
    and has not accepted yet; `version_of` the version of a plugin's resource. `refuse` holds back a plan that was
    offered, with the reason. `on_change` asks for a build.
    """

    def __init__(
        self,
        supervisor: Supervisor,
        serving: Callable[[], Sequence[Plan]],
        offered: Callable[[], Sequence[Plan]],
        version_of: Callable[[str], str],
        quarantine: Quarantine,
        refuse: Callable[[Plan, str], None],
        on_change: Callable[[], None],
    ) -> None:
        self.reloads: dict[str, int] = {}
        self.plugins: dict[str, PluginHealth] = {}
        self.traffic = Traffic()
        self._supervisor = supervisor
        self._serving = serving
        self._offered = offered
        self._version_of = version_of
        self._quarantine = quarantine
        self._refuse = refuse
        self._releases: dict[str, asyncio.TimerHandle] = {}
        self._on_change = on_change
        self._traps = Traps()
        self._missed: dict[str, int] = {}
        self._pid = 0
        self._silent = 0
        self._answered_at = 0.0
        self._loops = Loops()
        self._suspected: set[str] = set()
        self._suspected_until = 0.0
        self._noticed_at = 0.0
        self._alarm = asyncio.Event()

    def take(self, level: str, component: str, text: str) -> None:
        """Look at one line of Envoy's log."""
        if component == "lua" and MARK in text:
            self._answers(text)
            return
        if component == "wasm" and is_trap(text):
            self._traps.take(clean(text), asyncio.get_running_loop().time())
            self._alarm.set()

    async def run(self) -> None:
        """Watch until cancelled."""
        for plugin, seconds in self._quarantine.waiting().items():
            self._release_after(plugin, seconds)
        while True:
            with contextlib.suppress(TimeoutError):
                # Not `wait_for`, which before Python 3.12 can swallow a cancellation.
                async with asyncio.timeout(_POLL_SECONDS):
                    await self._alarm.wait()
            if self._alarm.is_set():
                self._alarm.clear()
                # The counters of a reload move with the requests that follow.
                await asyncio.sleep(_SETTLE_SECONDS)
            try:
                await self._poll()
            except AdminError:
                await self._silence()

    async def _poll(self) -> None:
        process = self._supervisor.current
        if process is None or process.exited.is_set():
            return
        if process.pid != self._pid:
            self._pid, self._missed, self._silent = process.pid, {}, 0
            self._traps.restart()
            self._suspected = set()
        stats = await process.admin.stats(_WATCHED)
        self._silent = 0
        self._answered_at = main_cpu_seconds(process.pid)
        self._count(process.pid, stats)
        self._attribute(stats)
        stuck = {
            name.split(".")[1]
            for name, value in stats.items()
            if name.startswith("server.worker_") and value > self._missed.get(name, 0)
        }
        self._missed = {name: value for name, value in stats.items() if name.endswith("mega_miss")}
        now = asyncio.get_running_loop().time()
        if now >= self._suspected_until:
            self._suspected = set()
        if stuck:
            # The watchdog counts a worker once, so the suspicion is kept for a while.
            self._suspected |= stuck
            self._suspected_until = now + _SUSPICION_SECONDS
            self._noticed_at = now
        if self._suspected:
            threads = await spinning_workers(process.pid, self._suspected)
            if threads is not None:
                vm_ids = await self._stuck_vms(process.pid, threads)
                await self._replace("a callback of a plugin never came back", vm_ids, self._noticed_at)

    async def refresh(self) -> None:
        """Read the counters of requests now; they stay as they are when Envoy does not answer."""
        process = self._supervisor.current
        if process is not None and not process.exited.is_set():
            with contextlib.suppress(AdminError):
                self._count(process.pid, await process.admin.stats(request_count.PATTERN))

    def _count(self, pid: int, stats: dict[str, int]) -> None:
        counters = {name: value for name, value in stats.items() if name.endswith(request_count.SUFFIX)}
        self.traffic.take(pid, counters, asyncio.get_running_loop().time())

    async def _silence(self) -> None:
        process = self._supervisor.current
        if process is None or process.exited.is_set():
            self._silent = 0
            return
        self._silent += 1
        # While it starts, Envoy answers nothing, nor while it compiles a module: seconds for a large one, many more on
        # a busy machine. A module that passed its preflight has started in less CPU time than this, so more is a loop,
        # unless there are hundreds of them.
        spent = main_cpu_seconds(process.pid) - self._answered_at
        hangs = spent > _START_CPU_SECONDS + self._compile_seconds() or (
            self._silent >= _STANDSTILL_POLLS and spent < _STANDSTILL_CPU_SECONDS
        )
        if self._silent >= _SILENT_POLLS and self._pid == process.pid and hangs:
            self._silent = 0
            cause = "envoy does not answer on its admin socket"
            # The main thread starts plugins and serves no requests: those acquit nobody.
            vm_ids = await self._stuck_vms(process.pid, (process.pid,))
            blame = known(vm_ids, self._offered(), self.reloads)
            if blame is None or not blame.plans:
                await self._replace(cause, vm_ids, math.inf)
                return
            for plan in blame.plans:
                self._refuse(plan, f"{blame.cause} while it started: {cause}")
            await self._renew(f"{cause}; {blame.cause}")

    def _compile_seconds(self) -> float:
        """Give the CPU time that Envoy needs to compile all plugins in one update."""
        plans = (*self._serving(), *self._offered())
        modules = {(plan.plugin, fill.id): fill.module for plan in plans for fill in plan.modules}
        sizes = Counter(modules.values())
        total = 0
        for module, count in sizes.items():
            with contextlib.suppress(OSError):
                total += Path(module).stat().st_size * count
        return total * _CPU_SECONDS_PER_BYTE

    def _attribute(self, stats: dict[str, int]) -> None:
        """Draw the consequences of traps, once it is clear whose they were."""
        plans = self._serving()
        for plan in plans:
            reloads = stats.get(f"{reload_counter(plan.plugin)}_success")
            if reloads and not plan.fail_open:
                self.plugins.setdefault(plan.plugin, PluginHealth()).reloads = reloads
        now = asyncio.get_running_loop().time()
        held = self._traps.attribute(plans, stats, self.traffic, now)
        for plan, lines in held:
            if plan.fail_open:
                self.reloads[plan.plugin] = self.reloads.get(plan.plugin, 0) + 1
                self.plugins.setdefault(plan.plugin, PluginHealth()).reloads += 1
            self._note(plan, lines, now)
        if held:
            self._on_change()

    def _answers(self, text: str) -> None:
        """Add up the answers of a canary, and take it back when too many are bad."""
        words = text[text.index(MARK) :].split()
        plan = (
            next((one for one in self._serving() if one.plugin == words[1]), None)
            if len(words) == 4
            else None
        )
        if plan is None or plan.canary is None:
            return
        health = self.plugins.setdefault(plan.plugin, PluginHealth())
        if health.plan != plan:
            health.plan, health.answers, health.bad = plan, 0, 0
        health.answers += int(words[2])
        health.bad += int(words[3])
        if health.bad >= _BAD_ANSWERS and health.bad * 100 > health.answers * plan.canary.error_percent:
            cause = f"{health.bad} of {health.answers} answers were 500 or above"
            health.answers = health.bad = 0
            self._take_back(plan, cause)

    def _take_back(self, plan: Plan, cause: str) -> None:
        """End a canary for good: only another version gets another chance."""
        log.error("the canary `%s` is taken back: %s", plan.plugin, cause)
        self._quarantine.stop(
            plan.plugin, [fill.id for fill in plan.modules], cause, self._version_of(plan.plugin)
        )
        self._on_change()

    def _note(self, plan: Plan, trapped: list[str], now: float) -> None:
        health = self.plugins.setdefault(plan.plugin, PluginHealth())
        if health.plan != plan:
            # Another version: what the one before it did is no evidence.
            health.plan, health.recent = plan, []
        health.traps += len(trapped)
        health.last_error = trapped[-1]
        health.recent = [*(one for one in health.recent if now - one < _LOOP_SECONDS), *[now] * len(trapped)]
        log.error("plugin `%s` trapped: %s", plan.plugin, trapped[-1])
        if plan.canary is not None:
            self._take_back(plan, f"trapped: {trapped[-1]}")
            return
        if len(health.recent) >= _LOOP_TRAPS:
            health.recent = []
            self._suspend(plan, f"trapped {_LOOP_TRAPS} times within {_LOOP_SECONDS:g} s: {trapped[-1]}")

    def _suspend(self, plan: Plan, cause: str) -> None:
        """Put a plugin on its fail strategy for a while, each time for longer."""
        version = self._version_of(plan.plugin)
        before = self._quarantine.last_pause(plan.plugin, version)
        pause = min(before * 2, _LAST_PAUSE) if before else _FIRST_PAUSE
        self.plugins.setdefault(plan.plugin, PluginHealth()).last_error = cause
        message = f"{cause}; it is tried again after {pause:g} s"
        log.error("plugin `%s` is put on its fail strategy: %s", plan.plugin, message)
        self._quarantine.stop(plan.plugin, [fill.id for fill in plan.modules], message, version, pause)
        self._release_after(plan.plugin, pause)
        self._on_change()

    def _release_after(self, plugin: str, seconds: float) -> None:
        if plugin in self._releases:
            self._releases[plugin].cancel()
        self._releases[plugin] = asyncio.get_running_loop().call_later(seconds, self._release, plugin)

    def _release(self, plugin: str) -> None:
        self._quarantine.release(plugin)
        self._on_change()

    async def _stuck_vms(self, pid: int, threads: Collection[int]) -> set[str]:
        plugins = {plan.plugin for plan in (*self._serving(), *self._offered())}
        return await self._loops.stuck_vms(pid, threads, plugins)

    async def _replace(self, cause: str, vm_ids: set[str], noticed_at: float) -> None:
        """Stop whoever loops, by the VMs that are stuck or else by a guess, and start another Envoy."""
        plans = [
            plan
            for plan in self._serving()
            if any(fill.id not in self._quarantine.causes for fill in plan.modules)
        ]
        blame = known(vm_ids, plans, self.reloads) or guessed(plans, self.traffic, noticed_at)
        for plan in blame.plans:
            stop = self._take_back if plan.canary is not None else self._suspend
            stop(plan, f"{blame.cause}: {cause}")
        await self._renew(f"{cause}; {blame.cause}")

    async def _renew(self, cause: str) -> None:
        log.error("envoy is replaced: %s", cause)
        # The new process must start without what was stopped.
        await asyncio.sleep(_SETTLE_SECONDS)
        await self._supervisor.replace()
