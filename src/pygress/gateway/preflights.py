"""The preflights of all plugins: a few at a time, each (module, configuration) once, verdicts kept on disk."""

import asyncio
import contextlib
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from pygress.gateway import ir
from pygress.gateway.build import Verdict
from pygress.gateway.envoy.binary import envoy_binary
from pygress.gateway.envoy.preflight import Outcome, preflight
from pygress.gateway.envoy.validator import Validators
from pygress.gateway.pins import is_intact
from pygress.gateway.xds import wasm_filter_json

log = logging.getLogger(__name__)

_AT_ONCE = 2
_RETRY_SECONDS = 30.0
_DAMAGE_SECONDS = 1.0
_WARM_SECONDS = 0.25
"""How long after a verdict the next validator is started: until then the gateway compiles what was found good."""
_SAVE_SECONDS = 0.5
_KEPT = 10_000


class Preflights:
    """Gives a verdict for every wanted fill in the background; `changed` is set at each new one.

    A verdict that may pass with time (a timeout on a busy machine) is tried again after half a minute.
    """

    def __init__(
        self, path: Path, seconds: float, memory: int, on_damage: Callable[[str], None] = lambda sha256: None
    ) -> None:
        self.changed = asyncio.Event()
        self.verdicts: dict[str, Verdict] = {}
        self.failures: Counter[str] = Counter()
        """Failed preflights by plugin, since the start."""
        self._path = path
        self._on_damage = on_damage
        self._seconds = seconds
        self._memory = memory
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._validators = Validators()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._passing: set[str] = set()
        self._later: dict[str, asyncio.TimerHandle] = {}
        # Another Envoy may judge otherwise.
        binary = envoy_binary()
        self._envoy = f"{binary}:{binary.stat().st_size}"
        self._load()

    def want(self, fills: Iterable[ir.Wasm]) -> None:
        """Start what is not running yet, and drop what nobody wants any more."""
        wanted = {fill.check_id: fill for fill in fills}
        for name in [name for name in self._running if name not in wanted]:
            self._running.pop(name).cancel()
        for name, fill in wanted.items():
            if name not in self._running and name not in self.verdicts:
                self._running[name] = asyncio.create_task(self._run(name, fill))

    def warm(self) -> None:
        """Make ready for the next preflight."""
        self._validators.warm()

    async def stop(self) -> None:
        """Stop everything that runs."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for timer in self._later.values():
            timer.cancel()
        if "save" in self._later:
            self._save()
        await self._validators.stop()

    async def _run(self, name: str, fill: ir.Wasm) -> None:
        async with self._gate:
            try:
                outcome = await preflight(
                    wasm_filter_json(fill), self._seconds, self._memory, self._validators
                )
            except OSError as error:
                cause = f"no envoy can be started to check it: {error.strerror or error}"
                outcome = Outcome(False, "CannotCheck", cause, final=False)
        if not outcome.ok and not await asyncio.to_thread(is_intact, Path(fill.module), fill.sha256):
            # What was found out is about other bytes than those that the verdict would be kept for.
            cause = "its file on the disk of the gateway is damaged; it is fetched again"
            outcome = Outcome(False, "DamagedFile", cause, final=False)
            self._on_damage(fill.sha256)
        if not outcome.ok:
            self.failures[fill.plugin.partition("~")[0]] += 1
            log.warning("preflight of `%s`: %s: %s", fill.plugin, outcome.reason, outcome.message)
        self.verdicts[name] = Verdict(outcome.ok, outcome.reason, outcome.message)
        self._running.pop(name, None)
        if outcome.final:
            self._soon("save", _SAVE_SECONDS, self._save)
        else:
            self._passing.add(name)
            pause = _DAMAGE_SECONDS if outcome.reason == "DamagedFile" else _RETRY_SECONDS
            asyncio.get_running_loop().call_later(pause, self._forget, name)
        self.changed.set()
        self._soon("warm", _WARM_SECONDS, self.warm)

    def _soon(self, name: str, seconds: float, work: Callable[[], None]) -> None:
        """Do something once, after what a verdict is waited for."""

        def run() -> None:
            del self._later[name]
            work()

        if name not in self._later:
            self._later[name] = asyncio.get_running_loop().call_later(seconds, run)

    def _forget(self, name: str) -> None:
        self._passing.discard(name)
        self.verdicts.pop(name, None)
        self.changed.set()

    def _load(self) -> None:
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            kept = json.loads(self._path.read_text())
            if kept["envoy"] == self._envoy:
                self.verdicts.update({name: Verdict(*fields) for name, fields in kept["verdicts"].items()})

    def _save(self) -> None:
        kept = {
            name: [one.ok, one.reason, one.message]
            for name, one in list(self.verdicts.items())[-_KEPT:]
            if name not in self._passing
        }
        temporary = self._path.with_suffix(".tmp")
        try:
            temporary.write_text(json.dumps({"envoy": self._envoy, "verdicts": kept}))
            temporary.replace(self._path)
        except OSError as error:
            log.warning("cannot keep the verdicts of preflights: %s", error)
