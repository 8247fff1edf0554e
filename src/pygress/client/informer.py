"""An informer: whole kinds in memory, kept up to date by list and watch.

It lists, then watches from the version of the list; it resumes a broken watch where it stopped, lists again when
the server has forgotten that version (410), and backs off while the server is away. What it holds stays usable
all the time: the last known objects serve while the server is unreachable.
"""

import asyncio
import logging
import random
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from pygress.client.api import Client, Object
from pygress.client.errors import ApiError, UnreachableError
from pygress.resources.kinds import Kind

log = logging.getLogger(__name__)

_FIRST_BACKOFF = 0.1
_LAST_BACKOFF = 10.0
_ABSENT_SECONDS = 30.0


class Informer:
    """Follow every object of some kinds, in all namespaces; use it as an async context manager.

    `synced` is set once every kind was listed. `changed` is set at every change: clear it, then read `objects`.
    `errors` names the kinds that cannot be read right now, with the cause. A kind that the server does not know
    counts as empty and is asked for again every 30 seconds.
    """

    def __init__(self, client: Client, kinds: Iterable[Kind]) -> None:
        self.kinds = tuple(kinds)
        self.changed = asyncio.Event()
        self.synced = asyncio.Event()
        self.errors: dict[Kind, str] = {}
        self._client = client
        self._objects: dict[Kind, dict[tuple[str, str], Object]] = {kind: {} for kind in self.kinds}
        self._listed: set[Kind] = set()
        self._tasks: list[asyncio.Task[None]] = []

    def objects(self) -> dict[Kind, list[Object]]:
        """Give the objects of every kind, ordered by namespace and name. Do not change them."""
        return {kind: [held[key] for key in sorted(held)] for kind, held in self._objects.items()}

    def get(self, kind: Kind, name: str, namespace: str = "") -> Object | None:
        """Find one object."""
        return self._objects[kind].get((namespace, name))

    async def run(self) -> None:
        """Follow the kinds until cancelled."""
        async with self:
            await asyncio.gather(*self._tasks)

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._follow(kind)) for kind in self.kinds]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def _follow(self, kind: Kind) -> None:
        backoff = _FIRST_BACKOFF
        version = ""
        while True:
            try:
                if not version:
                    version = await self._relist(kind)
                opened = asyncio.get_running_loop().time()
                async for event in self._client.watch(kind, resource_version=version):
                    version = event.object["metadata"]["resourceVersion"]
                    self._healthy(kind)
                    self._take(kind, event.type, event.object)
                if asyncio.get_running_loop().time() - opened > _LAST_BACKOFF:
                    backoff = _FIRST_BACKOFF
                    continue
            except ApiError as error:
                version = ""
                if error.code == 410:
                    continue
                if error.code == 404:
                    self._replace(kind, {})
                    self._healthy(kind)
                    await asyncio.sleep(_ABSENT_SECONDS)
                    continue
                self._failed(kind, error)
            except UnreachableError as error:
                self._failed(kind, error)
            await asyncio.sleep(backoff * random.uniform(0.5, 1.5))
            backoff = min(backoff * 2, _LAST_BACKOFF)

    async def _relist(self, kind: Kind) -> str:
        items, version = await self._client.list(kind)
        self._replace(kind, {_key(item): item for item in items})
        return version

    def _replace(self, kind: Kind, objects: dict[tuple[str, str], Object]) -> None:
        if kind not in self._listed or objects != self._objects[kind]:
            self._objects[kind] = objects
            self.changed.set()
        self._listed.add(kind)
        if len(self._listed) == len(self.kinds):
            self.synced.set()

    def _take(self, kind: Kind, change: str, obj: Object) -> None:
        if change == "BOOKMARK":
            return
        if change == "DELETED":
            self._objects[kind].pop(_key(obj), None)
        else:
            self._objects[kind][_key(obj)] = obj
        self.changed.set()

    def _healthy(self, kind: Kind) -> None:
        if self.errors.pop(kind, None) is not None:
            log.info("`%s` can be read again", kind.resource)

    def _failed(self, kind: Kind, error: Exception) -> None:
        if str(error) != self.errors.get(kind):
            log.warning("cannot read `%s`: %s", kind.resource, error)
        self.errors[kind] = str(error)


def _key(obj: Object) -> tuple[str, str]:
    meta = obj["metadata"]
    return meta.get("namespace", ""), meta["name"]
