"""Keep the wanted modules on disk: one task for each request, none of which waits for another.

Input: the set of requests the gateway wants, again after every change. Output: the state of each; `changed` is set
whenever one of them differs. What was fetched once serves at once after a restart, and a failed fetch never takes
away what an earlier one gave.
"""

import asyncio
import contextlib
import itertools
import logging
import random
import time
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from pygress.modules.cache import Cache, Entry
from pygress.modules.errors import ModuleError, unfetched
from pygress.modules.fetch import fetch
from pygress.modules.fetch.file import file_path, file_state
from pygress.modules.fetch.tools import Tools
from pygress.modules.model import Module, ModuleFailed, ModulePending, ModuleRequest, ModuleState
from pygress.oci.errors import OciError
from pygress.oci.reference import Reference
from pygress.oci.transport import Options, Transport

log = logging.getLogger("pygress.modules")


@dataclass(frozen=True)
class ModuleOptions:
    """How modules are fetched; all times are in seconds.

    `recheck` is how often `Always` asks again, `fetch_timeout` bounds one whole fetch, `first_retry` doubles after each
    failure up to `last_retry`. `cache_size` is in bytes. `file_poll` is how often `file://` modules are looked at.
    """

    transport: Options = field(default_factory=Options)
    recheck: float = 60.0
    fetch_timeout: float = 300.0
    first_retry: float = 1.0
    last_retry: float = 60.0
    cache_size: int = 2 << 30
    file_poll: float = 0.5


class ModuleManager:
    """Fetches what is wanted, keeps it current, and tells how far each request is.

    All methods belong to the event loop that `start` ran in.
    """

    def __init__(self, data_dir: Path, options: ModuleOptions | None = None) -> None:
        self.options = options or ModuleOptions()
        self.changed = asyncio.Event()
        self._cache = Cache(data_dir, self.options.cache_size)
        self._transport = Transport(self.options.transport)
        self._tools = Tools(self._transport, self._cache)
        self._states: dict[ModuleRequest, ModuleState] = {}
        self._tasks: dict[ModuleRequest, asyncio.Task[None]] = {}
        self._nudges: dict[ModuleRequest, asyncio.Event] = {}
        self._orders = itertools.count(1)
        self._running = False
        self._evicting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to fetch what is wanted."""
        self._running = True
        for request in list(self._states):
            self._begin(request)

    async def stop(self) -> None:
        """Stop all fetches and close all connections; the states stay readable."""
        self._running = False
        tasks = [*self._tasks.values(), *([self._evicting] if self._evicting else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()
        await self._transport.close()

    def want(self, requests: Set[ModuleRequest]) -> None:
        """Say which modules are wanted from now on; what isn't named any more is dropped."""
        for request in [one for one in self._states if one not in requests]:
            # A newer request for the same thing takes over what the older one had.
            heir = next((one for one in requests if one not in self._states and _same(one, request)), None)
            if heir is not None and (module := good_module(self._states[request])) is not None:
                self._states[heir] = module
                self.changed.set()
            if (task := self._tasks.pop(request, None)) is not None:
                task.cancel()
            self._states.pop(request)
            self._nudges.pop(request, None)
        for request in requests:
            if request not in self._tasks:
                if request not in self._states:
                    entry = self._cache.find(request)
                    self._states[request] = entry.module if entry is not None else ModulePending()
                    self.changed.set()
                if self._running:
                    self._begin(request)

    def states(self) -> Mapping[ModuleRequest, ModuleState]:
        """Give the state of every wanted request; a snapshot."""
        return dict(self._states)

    def replace_damaged(self, sha256: str) -> None:
        """Fetch a module again whose file on this disk is not what it was; `sha256` is that of the right one."""
        self._cache.drop(sha256)
        for request, state in list(self._states.items()):
            module = good_module(state)
            if module is not None and module.sha256 == sha256 and self._running:
                if (task := self._tasks.pop(request, None)) is not None:
                    task.cancel()
                self._states[request] = ModulePending()
                self._begin(request)
        self.changed.set()

    def notice_push(self, repository: str, tag: str) -> None:
        """Try again at once what waits for an image of the embedded registry; the host isn't compared."""
        for request, nudge in self._nudges.items():
            try:
                reference = Reference.parse(request.url.removeprefix("oci://"))
            except OciError:
                continue
            if reference.repository == repository and (
                request.sha256 or reference.digest or reference.tag == tag
            ):
                nudge.set()

    def _begin(self, request: ModuleRequest) -> None:
        self._nudges[request] = asyncio.Event()
        name = f"module {request.url[:80]}"
        self._tasks[request] = asyncio.create_task(self._keep(request, self._nudges[request]), name=name)

    async def _keep(self, request: ModuleRequest, nudge: asyncio.Event) -> None:
        """Fetch one request until it is there, and again as often as its policy says."""
        once = request.pull_policy == "IfNotPresent" and not _is_file(request)
        known = await asyncio.to_thread(self._cache.find, request)
        failures = 0
        while not (once and known is not None):
            nudge.clear()
            known, error = await self._attempt(request, known)
            failures = failures + 1 if error is not None else 0
            self._set(request, known, error)
            self._schedule_eviction()
            pause = self._pause(failures)
            if _is_file(request):
                await self._file_changes(request, known, pause if failures else None)
            elif failures or not once:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await nudge.wait()

    async def _attempt(
        self, request: ModuleRequest, known: Entry | None
    ) -> tuple[Entry | None, ModuleError | None]:
        order = next(self._orders)
        try:
            async with asyncio.timeout(self.options.fetch_timeout):
                entry = await fetch(request, self._tools, known)
            if known is None or entry is not known:
                await asyncio.to_thread(self._cache.remember, request, entry, order)
            return entry, None
        except ModuleError as error:
            return known, error
        except TimeoutError:
            seconds = f"{self.options.fetch_timeout:g}"
            return known, unfetched(
                "RegistryTimeout", f"the fetch took longer than {seconds} seconds", transient=True
            )
        except OSError as error:
            return known, unfetched(
                "CacheFailed", f"cannot store the module: {error.strerror or error}", transient=True
            )
        except Exception as error:
            # One request must not end the others' day, and its condition has to say something.
            log.exception("fetching %s", request.url.partition("?")[0])
            return known, unfetched(
                "InternalError", f"an error in pygress: {type(error).__name__}", transient=True
            )

    def _set(self, request: ModuleRequest, known: Entry | None, error: ModuleError | None) -> None:
        if self._tasks.get(request) is not asyncio.current_task():
            return
        old = self._states.get(request)
        last_good = known.module if known is not None else good_module(old)
        new: ModuleState
        if error is not None:
            new = ModuleFailed(error.stage, error.reason, error.message, last_good)
        elif known is not None:
            new = known.module
        else:
            new = ModulePending()
        if new != old:
            self._states[request] = new
            self.changed.set()

    def _pause(self, failures: int) -> float:
        """Give the seconds until the next try."""
        if not failures:
            return self.options.recheck * random.uniform(0.8, 1.0)
        longest = min(self.options.first_retry * 2.0 ** min(failures - 1, 20), self.options.last_retry)
        return longest * random.uniform(0.5, 1.0)

    async def _file_changes(self, request: ModuleRequest, known: Entry | None, retry: float | None) -> None:
        """Wait until a `file://` module stands otherwise than it was read, or the retry is due."""
        before = known.tag if known is not None and retry is None else await self._file_state(request)
        deadline = time.monotonic() + retry if retry is not None else None
        while deadline is None or time.monotonic() < deadline:
            await asyncio.sleep(self.options.file_poll)
            if await self._file_state(request) != before:
                return

    async def _file_state(self, request: ModuleRequest) -> str:
        try:
            return await asyncio.to_thread(file_state, file_path(request.url))
        except ModuleError as error:
            return error.reason

    def _schedule_eviction(self) -> None:
        if self._evicting is None or self._evicting.done():
            self._evicting = asyncio.create_task(self._evict())

    async def _evict(self) -> None:
        keep = {module.path for state in self._states.values() if (module := good_module(state)) is not None}
        with contextlib.suppress(OSError):
            removed = await asyncio.to_thread(self._cache.evict, keep)
            for path in removed:
                log.info("removed %s from the module cache", path.name)


def good_module(state: ModuleState | None) -> Module | None:
    """Give the module that can serve in this state, if there is one."""
    if isinstance(state, Module):
        return state
    return state.last_good if isinstance(state, ModuleFailed) else None


def _same(one: ModuleRequest, other: ModuleRequest) -> bool:
    return replace(one, generation=0) == replace(other, generation=0)


def _is_file(request: ModuleRequest) -> bool:
    return request.url.startswith("file://")
