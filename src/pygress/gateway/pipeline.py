"""The controller: watched objects and modules in, a served configuration and true statuses out.

    informer + modules + preflights -> build -> xDS -> snapshot -> Envoys
                                         ^                           |
                                         +-- accepted, held ---------+-> statuses

Everything is rebuilt whole after each change and published if it differs. What this file owns is time: when
to build, what was accepted, what is on disk.
"""

import asyncio
import contextlib
import logging
import random
import shutil
from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pygress.client import Client, Informer
from pygress.gateway import xds
from pygress.gateway.build import Built, Facts, Inputs, Plan, Reader, Settings, build, canary_key
from pygress.gateway.build.plugins import held_name
from pygress.gateway.culprits import Culprits
from pygress.gateway.envoy.admin import Admin
from pygress.gateway.envoy.ports import HeldPort
from pygress.gateway.envoy.preflight import clean
from pygress.gateway.envoy.run_dir import make_run_dir
from pygress.gateway.envoy.supervisor import Supervisor
from pygress.gateway.health import Health
from pygress.gateway.last_good import LastGood
from pygress.gateway.logs import LogRouter
from pygress.gateway.options import GatewayOptions
from pygress.gateway.pins import is_intact
from pygress.gateway.preflights import Preflights
from pygress.gateway.quarantine import Quarantine
from pygress.gateway.redis import RedisBridge
from pygress.gateway.report import Rollout
from pygress.gateway.serve import AdsServer, Progress, Rejection, Snapshot
from pygress.gateway.serve.consistency import check
from pygress.gateway.status_writer import COUNTS_SECONDS, StatusWriter
from pygress.gateway.traffic import Traffic
from pygress.gateway.unix_server import UnixServer
from pygress.gateway.waiting_room import WaitingRoom
from pygress.modules.model import ModuleRequest, ModuleState
from pygress.resources import kinds
from pygress.resources.ingress import Ingress
from pygress.resources.kinds import Kind

log = logging.getLogger(__name__)

WATCHED = (
    kinds.WASM_PLUGIN,
    kinds.ISTIO_WASM_PLUGIN,
    kinds.INGRESS,
    kinds.SERVICE,
    kinds.ENDPOINTS,
    kinds.ENDPOINT_SLICE,
    kinds.SECRET,
    kinds.MCP_BRIDGE,
)

_FRESH_SECONDS = 10.0
_SAVE_SECONDS = 0.5
_SAVE_AGAIN_SECONDS = 5.0
_SYNC_SECONDS = 2.0
_READY_SECONDS = 10.0
_FORGIVE_SECONDS = 60.0
_LINES_SECONDS = 0.05
_LINES_PATIENCE = 1.0
_KEPT_PUBLICATIONS = 32


class Modules(Protocol):
    """What the controller needs of a module manager."""

    changed: asyncio.Event

    def want(self, requests: set[ModuleRequest], /) -> None:
        """Say which modules are wanted from now on."""

    def replace_damaged(self, sha256: str, /) -> None:
        """Fetch again what gave a module whose file is not what it was."""

    def states(self) -> Mapping[ModuleRequest, ModuleState]:
        """Give the state of each wanted module."""


class Source(Protocol):
    """Where objects come from: an `Informer`, or anything that looks like one."""

    changed: asyncio.Event
    synced: asyncio.Event

    def objects(self) -> Mapping[Kind, list[dict[str, Any]]]:
        """Give all objects of the watched kinds."""


@dataclass(frozen=True)
class _Publication:
    """One route configuration that went out, and what was in it."""

    built: Built
    inputs: Inputs
    plans: Mapping[str, Plan]


class Gateway:
    """One gateway with its Envoy. `start` returns once Envoy serves, at the latest after ten seconds."""

    def __init__(
        self,
        options: GatewayOptions,
        client: Client | None,
        modules: Modules,
        *,
        source: Source | None = None,
    ) -> None:
        self.options = options
        self.http_port = 0
        self.https_port = 0
        self._client = client
        self._modules = modules
        self._source = source
        self._folder = options.data_dir.absolute() / "gateway"
        self._reader = Reader()
        self._ads = AdsServer(self._on_progress, self._on_reject)
        self._culprits = Culprits()
        self._accepted: dict[str, Plan] = {}
        self._published: dict[str, Plan] = {}
        self._good_generations: dict[str, int] = {}
        self._good_ingresses: Mapping[str, Ingress] = {}
        self._publications: dict[str, _Publication] = {}
        self._acked = ""
        self._good: Snapshot | None = None
        self._seen: dict[str, float] = {}
        self._health: Health | None = None
        self._versions: dict[str, str] = {}
        self._errors: deque[str] = deque(maxlen=6)
        self._room = WaitingRoom(_FRESH_SECONDS + 2, options.body_limit)
        self._wake = asyncio.Event()
        self._progressed = asyncio.Event()
        self._published_once = asyncio.Event()
        self._unsaved = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._looking: set[asyncio.Task[None]] = set()
        self._stack = contextlib.AsyncExitStack()
        self._held_ports: list[HeldPort] = []
        self._supervisor: Supervisor | None = None
        self.built: Built | None = None

    @property
    def admin(self) -> Admin:
        """The admin interface of the running Envoy."""
        if self._supervisor is None or self._supervisor.current is None:
            raise RuntimeError("the gateway was not started")
        return self._supervisor.current.admin

    @property
    def supervisor(self) -> Supervisor:
        """The supervision of the Envoy process."""
        if self._supervisor is None:
            raise RuntimeError("the gateway was not started")
        return self._supervisor

    async def start(self) -> None:
        """Hold the ports, serve the last good configuration, start Envoy, follow the objects.

        Raises PortError when a port is taken and FileNotFoundError without an Envoy.
        """
        options = self.options
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self._hold_ports()
            self._preflights = Preflights(
                self._folder / "verdicts.json",
                options.preflight_timeout,
                options.preflight_memory,
                self._replace_damaged,
            )
            self._last_good = LastGood(self._folder)
            self._quarantine = Quarantine(self._folder / "quarantine.json")
            self._logs = LogRouter(self._folder / "logs", self._on_line)
            await self._start_serving()
            if self._source is None:
                assert self._client is not None, "without a client there must be a source"
                self._source = await self._stack.enter_async_context(Informer(self._client, WATCHED))
        except BaseException:
            await self.stop()
            raise
        self._status = StatusWriter(self._client, options)
        for work in (self._build_forever(), self._wake_on_source(), self._wake_on_modules()):
            self._tasks.append(asyncio.create_task(work))
        for work in (self._wake_on_preflights(), self._write_status_forever(), self._save_forever()):
            self._tasks.append(asyncio.create_task(work))
        if not await self.wait_ready(_READY_SECONDS):
            log.warning("envoy does not serve yet; is the API reachable?")
        self._preflights.warm()

    async def stop(self) -> None:
        """Drain Envoy and give everything back."""
        tasks = [*self._tasks, *self._looking]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks = []
        await self._stack.aclose()
        for port in self._held_ports:
            port.release()
        self._held_ports = []

    async def wait_ready(self, timeout: float = 10.0) -> bool:
        """Wait until Envoy serves; False after `timeout` seconds."""
        process = self.supervisor.current
        return process is not None and await process.wait_ready(timeout)

    def _hold_ports(self) -> None:
        for name, port in (("http_port", self.options.http_port), ("https_port", self.options.https_port)):
            held = HeldPort(self.options.address, port)
            self._held_ports.append(held)
            setattr(self, name, held.port)
        self._settings = Settings(
            address=self.options.address,
            http_port=self.http_port,
            https_port=self.https_port,
            redirect_port=self.https_port,
            namespace=self.options.namespace,
            ingress_class=self.options.ingress_class,
            server_header=self.options.server_header,
            access_log=self.options.access_log,
            slots=self.options.slots,
            body_limit=self.options.body_limit,
        )

    async def _start_serving(self) -> None:
        # Paths of sockets are limited to about 100 bytes, so they do not live in the data directory.
        run_dir = make_run_dir()
        self._stack.callback(shutil.rmtree, run_dir, ignore_errors=True)
        self._accepted = self._last_good.load_plans()
        snapshot = self._last_good.load_snapshot()
        if snapshot is not None:
            ours = snapshot.with_ports({"http": self.http_port, "https": self.https_port})
            self._tasks.append(asyncio.create_task(self._serve_last_good(ours)))
        socket = run_dir / "ads"
        await self._ads.start(f"unix:{socket}")
        self._stack.push_async_callback(self._ads.stop)
        bridge = RedisBridge(run_dir / "redis", self._resolve)
        await bridge.start()
        self._stack.push_async_callback(bridge.stop)
        room = UnixServer(run_dir / "room", self._room)
        await room.start()
        self._stack.push_async_callback(room.stop)
        self._stack.push_async_callback(self._preflights.stop)
        supervisor = Supervisor(
            self.options.name,
            run_dir,
            str(socket),
            self._logs.take,
            concurrency=self.options.concurrency,
            log_level=self.options.envoy_log_level,
            drain_time=self.options.drain_time,
        )
        self._supervisor = supervisor
        self._health = Health(
            supervisor,
            self._serving_plans,
            self._offered_plans,
            self._version_of,
            self._quarantine,
            self._refuse,
            self._wake.set,
        )
        await supervisor.start()
        self._tasks.append(asyncio.create_task(self._health.run()))
        self._stack.push_async_callback(supervisor.stop)

    async def _serve_last_good(self, snapshot: Snapshot) -> None:
        """Serve what is on disk, once it is clear that the objects cannot be read soon.

        It may be older than they are by what was accepted just before a crash: a plugin that refused a moment ago
        must not be passed by.
        """
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._published_once.wait(), _SYNC_SECONDS)
        if not self._published_once.is_set():
            log.warning("the objects cannot be read yet; the last good configuration serves")
            self._ads.publish(snapshot)

    def _resolve(self, cluster: str) -> tuple[str, int] | None:
        """Give an endpoint of a cluster; the Redis bridge asks."""
        clusters = self.built.gateway.clusters if self.built is not None else ()
        endpoints = next((one.endpoints for one in clusters if one.name == cluster), ())
        one = random.choice(endpoints) if endpoints else None
        return (one.host, one.port) if one is not None else None

    def _on_line(self, level: str, component: str, text: str) -> None:
        if component == "wasm" and level in ("error", "critical"):
            self._errors.append(clean(text))
        if self._health is not None:
            self._health.take(level, component, text)

    def _serving_plans(self) -> list[Plan]:
        """The accepted plans, the one that was accepted last first."""
        return list(reversed(self._accepted.values()))

    def _offered_plans(self) -> list[Plan]:
        """The plans that Envoy was given and has not accepted."""
        return [plan for key, plan in self._published.items() if self._accepted.get(key) != plan]

    def _version_of(self, plugin: str) -> str:
        """Name the version of the resource of a plugin or a canary; empty while the objects are not known."""
        return self._versions.get(plugin.partition("~")[0], "")

    async def _wake_on_source(self) -> None:
        source = self._source
        assert source is not None
        # A half-read world would take routes away: the last good one serves until everything was listed.
        await source.synced.wait()
        self._wake.set()
        while True:
            await source.changed.wait()
            source.changed.clear()
            self._wake.set()

    async def _wake_on_modules(self) -> None:
        while True:
            await self._modules.changed.wait()
            self._modules.changed.clear()
            self._wake.set()

    async def _wake_on_preflights(self) -> None:
        while True:
            await self._preflights.changed.wait()
            self._preflights.changed.clear()
            self._wake.set()

    async def _build_forever(self) -> None:
        assert self._source is not None
        await self._source.synced.wait()
        clock = asyncio.get_running_loop().time
        ended = float("-inf")
        while True:
            await self._wake.wait()
            # Changes come in bursts: the first goes out at once, the others together.
            await asyncio.sleep(max(0.0, ended + self.options.debounce - clock()))
            self._wake.clear()
            try:
                self._build_once()
            except Exception:
                log.exception("the configuration could not be built; the last one keeps serving")
            ended = clock()

    def _build_once(self) -> None:
        assert self._source is not None
        listed = self._source.objects()
        inputs = self._reader.read(obj for objects in listed.values() for obj in objects)
        # A build can ask for modules and preflights that are known at once; two rounds settle that.
        for _ in range(3):
            modules = self._modules.states()
            built = build(inputs, modules, self._facts(inputs), self._settings)
            self._modules.want(set(built.requests))
            self._preflights.want(built.preflights)
            if self._modules.states() == modules:
                break
        for report in built.plugins:
            if "False" in (report.fetched.state, report.validated.state):
                # Requests wait for its first outcome, not for its correction.
                self._seen[f"{report.key} {inputs.plugins[report.key].metadata.uid}"] = float("-inf")
        self._culprits.keep(built.candidates)
        self.built = built
        self._publish(built, inputs)
        self._progressed.set()

    def _facts(self, inputs: Inputs) -> Facts:
        now = asyncio.get_running_loop().time()
        # An object that was deleted and made again is a new one, whatever its name.
        places = {f"{plugin.key} {plugin.metadata.uid}": plugin.key for plugin in inputs.plugins.values()}
        self._seen = {place: since for place, since in self._seen.items() if place in places}
        for place in places:
            self._seen.setdefault(place, now)
        before = self._versions
        self._versions = {
            plugin.key: f"{plugin.metadata.uid}/{plugin.metadata.generation}"
            for plugin in inputs.plugins.values()
        }
        self._quarantine.keep(self._versions)
        for key in {**self._accepted, **self._published}:
            name = key.partition("~")[0]
            was, now_is = (_uid(versions.get(name, "")) for versions in (before, self._versions))
            if not now_is or (was and was != now_is):
                self._accepted.pop(key, None)
                self._published.pop(key, None)
        young = {place: since for place, since in self._seen.items() if now - since < _FRESH_SECONDS}
        fresh = frozenset(places[place] for place in young)
        if young:
            oldest = min(young.values())
            asyncio.get_running_loop().call_later(oldest + _FRESH_SECONDS - now + 0.01, self._wake.set)
        return Facts(
            verdicts=self._preflights.verdicts,
            # What is on its way to Envoy counts as good until it is refused: going back would be a step too far.
            accepted={
                key: self._last_good.restored(plan)
                for key, plan in {**self._accepted, **self._published}.items()
            },
            held=self._culprits.held,
            ingresses=self._good_ingresses,
            reloads=self._health.reloads if self._health else {},
            quarantined=self._quarantine.causes,
            fresh=fresh,
        )

    def _publish(self, built: Built, inputs: Inputs) -> None:
        dangling = check(built.gateway)
        if dangling:
            log.error(
                "an inconsistent configuration is not published (a fault of pygress): %s", "; ".join(dangling)
            )
            return
        snapshot = Snapshot.of(xds.to_xds(built.gateway))
        self._publications.pop(snapshot.routes, None)
        self._publications[snapshot.routes] = _Publication(
            built, inputs, {plan.plugin: plan for plan in built.plans}
        )
        while len(self._publications) > _KEPT_PUBLICATIONS:
            self._publications.pop(next(iter(self._publications)))
        self._published.update({plan.plugin: plan for plan in built.plans})
        if self._ads.publish(snapshot):
            log.debug("published %s", snapshot.version)
        self._published_once.set()
        if snapshot.routes == self._acked:
            self._accept(snapshot.routes)

    def _on_progress(self) -> None:
        acked = {one.routes for one in self._ads.progress() if one.routes}
        # Not only the newest one: what was overtaken on its way to us is good as well, and the newest may be refused.
        known = list(self._publications)
        newer = known[known.index(self._acked) + 1 :] if self._acked in known else known
        newest = next((routes for routes in reversed(newer) if routes in acked), "")
        if newest:
            self._acked = newest
            self._accept(newest)
        self._progressed.set()

    def _accept(self, routes: str) -> None:
        """All of this configuration is good now: it is what later mistakes fall back to."""
        publication = self._publications.get(routes)
        if publication is None:
            return
        if self._ads.snapshot is not None and self._ads.snapshot.routes == routes:
            # Not the newest one at the time of saving: that may still be refused.
            self._good = self._ads.snapshot
        built = publication.built
        changed = {
            plan.plugin: plan
            for plan in built.plans
            if self._accepted.get(plan.plugin) != plan and self._is_present(plan, publication.inputs)
        }
        for plugin, plan in changed.items():
            # Last accepted, last in the mapping: the first suspect when something breaks.
            self._accepted.pop(plugin, None)
            self._accepted[plugin] = plan
        self._good_generations = {
            report.key: report.generation
            if report.serving == "current"
            else self._good_generations.get(report.key, 0)
            for report in built.plugins
        }
        present = {plan.plugin for plan in built.plans}
        for trial in [
            plan.plugin for plan in self._accepted.values() if plan.canary and plan.plugin not in present
        ]:
            # Unlike a plugin, a canary has no last good version: it is there or it is not.
            del self._accepted[trial]
        self._good_ingresses = publication.inputs.ingresses
        self._room.update(built.holding)
        if self._culprits.accepted(built.units):
            self._wake.set()
        self._unsaved.set()

    def _is_present(self, plan: Plan, inputs: Inputs) -> bool:
        """Tell whether the object of a plan is still there, and not another one that was given its name."""
        name = plan.plugin.partition("~")[0]
        plugin = inputs.plugins.get(name)
        return plugin is not None and plugin.metadata.uid == _uid(self._versions.get(name, ""))

    def _on_reject(self, rejection: Rejection) -> None:
        # Envoy's refusal names the plugin and no cause; that stands in its log, which comes another way.
        patient_until = asyncio.get_running_loop().time() + _LINES_PATIENCE
        self._trace_soon(rejection, patient_until)

    def _trace_soon(self, rejection: Rejection, patient_until: float) -> None:
        asyncio.get_running_loop().call_later(_LINES_SECONDS, self._trace, rejection, patient_until)

    def _trace(self, rejection: Rejection, patient_until: float) -> None:
        causes = dict.fromkeys(line for line in self._errors if "failed to load" not in line)
        if not causes and "Wasm" in rejection.message and asyncio.get_running_loop().time() < patient_until:
            # On a busy machine the log comes later than the refusal.
            self._trace_soon(rejection, patient_until)
            return
        message = "; ".join([rejection.message, *causes])
        self._errors.clear()
        for routes in rejection.versions.values():
            publication = self._publications.get(routes)
            if publication is not None:
                looking = asyncio.create_task(self._look_for_damage(publication))
                self._looking.add(looking)
                looking.add_done_callback(self._looking.discard)
                self._hold_back(publication.built.units, message)
        self._progressed.set()

    def _refuse(self, plan: Plan, message: str) -> None:
        """Hold back a plan as if Envoy had refused it: one that hangs its main thread gets no answer at all."""
        self._hold_back({held_name("WasmPlugin", plan.plugin, fill.id) for fill in plan.modules}, message)

    def _hold_back(self, units: Collection[str], message: str) -> None:
        before = set(self._culprits.held)
        if self._culprits.refused(units, message):
            guilty = set(self._culprits.held) - before
            self._published.clear()
            asyncio.get_running_loop().call_later(_FORGIVE_SECONDS, self._forgive, guilty)
            self._wake.set()

    def _replace_damaged(self, sha256: str) -> None:
        log.error("the file of module sha256:%s is damaged; it is fetched again", sha256)
        self._last_good.drop_damaged()
        self._modules.replace_damaged(sha256)

    async def _look_for_damage(self, publication: _Publication) -> None:
        """Find out whether Envoy refused a configuration for a file that a disk has lost under it.

        It has been started anew and reads what the one before it had in memory. Nothing in the configuration is new,
        so nobody would be held for it, and nothing at all would serve.
        """
        fills = {fill.sha256: fill for plan in publication.plans.values() for fill in plan.modules}
        damaged = {
            sha256
            for sha256, fill in fills.items()
            if not await asyncio.to_thread(is_intact, Path(fill.module), sha256)
        }
        for sha256 in damaged:
            self._replace_damaged(sha256)
        for plan in publication.plans.values():
            if damaged.intersection(fill.sha256 for fill in plan.modules):
                self._accepted.pop(plan.plugin, None)
                self._published.pop(plan.plugin, None)
                if self._health is not None:
                    # Another VM: a configuration that was refused is never sent again.
                    self._health.reloads[plan.plugin] = self._health.reloads.get(plan.plugin, 0) + 1
        if damaged:
            self._culprits.forgive(publication.built.units)
            self._wake.set()

    def _forgive(self, units: set[str]) -> None:
        self._culprits.forgive(units)
        self._wake.set()

    async def _save_forever(self) -> None:
        while True:
            await self._unsaved.wait()
            await asyncio.sleep(_SAVE_SECONDS)
            self._unsaved.clear()
            if self._good is not None:
                kept = await asyncio.to_thread(self._last_good.save, self._good, dict(self._accepted))
                if not kept:
                    asyncio.get_running_loop().call_later(_SAVE_AGAIN_SECONDS, self._unsaved.set)

    def envoys(self) -> list[Progress]:
        """Tell how far each connected Envoy is."""
        return self._ads.progress()

    def rollout(self, key: str) -> Rollout:
        """Tell how many Envoys run what a plugin is now: this module with this configuration."""
        progress = self._ads.progress()
        plans = self.built.plans if self.built else ()
        wanted = next((plan for plan in plans if plan.plugin == key), None)
        programmed = 0
        generation, module = 0, ""
        for one in progress:
            publication = self._publications.get(one.routes)
            if publication is None:
                continue
            generation, module = self._serving(publication, key)
            if wanted is not None:
                programmed += publication.plans.get(key) == wanted
        errors = [one.last_error for one in progress if one.last_error]
        health = self._health.plugins.get(key) if self._health else None
        if health is not None and health.last_error:
            errors.append(health.last_error)
        traps, reloads = (health.traps, health.reloads) if health is not None else (0, 0)
        error = errors[0] if errors else ""
        traffic = self._health.traffic if self._health else Traffic()
        counts, trial = traffic.of(key), traffic.of(canary_key(key))
        return Rollout(programmed, len(progress), error, traps, reloads, generation, module, counts, trial)

    async def refresh_traffic(self) -> None:
        """Read the counters of requests anew, so that what `rollout` tells is of this moment."""
        if self._health is not None:
            await self._health.refresh()

    def _serving(self, publication: _Publication, key: str) -> tuple[int, str]:
        """Give the generation and the code that run where this publication does."""
        report = next((one for one in publication.built.plugins if one.key == key), None)
        if report is None or report.serving not in ("current", "last-good"):
            return 0, ""
        if report.serving == "current":
            plan, generation = publication.plans.get(key), report.generation
        else:
            plan, generation = self._accepted.get(key), self._good_generations.get(key, 0)
        modules = plan.modules if plan is not None else ()
        return generation, ", ".join(dict.fromkeys(f"sha256:{fill.sha256}" for fill in modules))

    def listed(self) -> Mapping[Kind, list[dict[str, Any]]]:
        """Give the watched objects as they are now; empty before the start."""
        return self._source.objects() if self._source is not None else {}

    @property
    def waiting(self) -> int:
        """How many requests wait for a plugin that was just created."""
        return self._room.waiting

    @property
    def preflight_failures(self) -> Mapping[str, int]:
        """How often a preflight of each plugin failed since the start."""
        return self._preflights.failures

    async def _write_status_forever(self) -> None:
        assert self._source is not None
        while True:
            with contextlib.suppress(TimeoutError):
                # Without any news there are still requests to tell of.
                # Not `wait_for`, which before Python 3.12 can swallow a cancellation.
                async with asyncio.timeout(COUNTS_SECONDS):
                    await self._progressed.wait()
            await asyncio.sleep(self.options.debounce)
            self._progressed.clear()
            if self.built is not None:
                again = await self._status.write(self.built, self._source.objects(), self.rollout)
                if again is not None:
                    asyncio.get_running_loop().call_later(again, self._progressed.set)


def _uid(version: str) -> str:
    return version.partition("/")[0]
