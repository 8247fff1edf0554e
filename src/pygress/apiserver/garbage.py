"""Garbage: the contents of deleted namespaces, objects whose owner is gone, old events, old revisions.

All of it runs in the background; what a stop leaves undone is found again at the next start.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from pygress.apiserver.admission import now
from pygress.apiserver.objects import Objects, decode, kind_of, prefix
from pygress.apiserver.status import Object, StatusError
from pygress.resources import kinds
from pygress.resources.kinds import KINDS, Kind
from pygress.store import StoreError

log = logging.getLogger(__name__)

_EVENT_AGE = timedelta(hours=1)
_KEPT_REVISIONS = 10_000
_ROUND_SECONDS = 300.0
_RETRY_SECONDS = 1.0


class Garbage:
    """Collects in the background; must be started and stopped with the server."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Take up what an earlier run left, and begin the rounds."""
        for entry in (await self._objects.store.select("/registry/")).entries:
            if b'"ownerReferences"' in entry.value:
                self._objects.note_owners(entry.key, decode(entry))
        listed = await self._objects.store.select(prefix(kinds.NAMESPACE))
        for entry in listed.entries:
            meta = decode(entry)["metadata"]
            if meta.get("deletionTimestamp"):
                self.end_namespace(meta["name"])
        self._run(self._rounds())

    async def stop(self) -> None:
        """Stop; nothing is lost."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def end_namespace(self, name: str) -> None:
        """Delete everything in a namespace, then the namespace."""
        self._run(self._until_written(lambda: self._end_namespace(name)))

    def end_dependents(self, uid: str) -> None:
        """Delete the objects whose only owner was the one with `uid`."""
        self._run(self._until_written(lambda: self._end_dependents(uid)))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("collecting garbage failed", exc_info=error)

    async def _until_written(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Take up again what a database that cannot be written has stopped: the disk will have room some day."""
        while True:
            try:
                return await work()
            except StoreError:
                await asyncio.sleep(_RETRY_SECONDS)

    async def _end_namespace(self, name: str) -> None:
        while True:
            left = 0
            for kind in KINDS:
                if not kind.namespaced:
                    continue
                for entry in (await self._objects.store.select(prefix(kind, name))).entries:
                    left += not await self._end(kind, decode(entry))
            namespace = await self._objects.find(kinds.NAMESPACE, name)
            if namespace is None or not namespace["metadata"].get("deletionTimestamp"):
                return
            if not left and not namespace["metadata"].get("finalizers"):
                try:
                    await self._objects.remove(kinds.NAMESPACE, namespace)
                    return
                except StatusError:
                    continue
            # Finalizers hold something: their controllers need time.
            await asyncio.sleep(_RETRY_SECONDS)

    async def _end_dependents(self, uid: str) -> None:
        for key in sorted(self._objects.dependents.get(uid, ())):
            entry = await self._objects.store.get(key)
            if entry is None:
                continue
            kind, obj = kind_of(entry), decode(entry)
            owners = obj["metadata"].get("ownerReferences") or []
            left = [owner for owner in owners if owner.get("uid") != uid]
            if kind is None or len(left) == len(owners):
                continue
            if left:
                obj["metadata"]["ownerReferences"] = left
                await self._quietly(self._objects.write(kind, obj))
            elif await self._end(kind, obj):
                await self._end_dependents(obj["metadata"]["uid"])
        self._objects.dependents.pop(uid, None)

    async def _end(self, kind: Kind, obj: Object) -> bool:
        """Delete an object, or mark it while finalizers hold it; tells whether it is gone."""
        if not obj["metadata"].get("finalizers"):
            return await self._quietly(self._objects.remove(kind, obj))
        if not obj["metadata"].get("deletionTimestamp"):
            obj["metadata"]["deletionTimestamp"] = now()
            await self._quietly(self._objects.write(kind, obj))
        return False

    async def _quietly(self, write: Coroutine[Any, Any, Object]) -> bool:
        """Write once; somebody else's write in between is no error, the next round sees it."""
        try:
            await write
        except StatusError as error:
            return error.code == 404
        return True

    async def _rounds(self) -> None:
        while True:
            await asyncio.sleep(_ROUND_SECONDS)
            try:
                await self.collect_old(datetime.now(UTC))
            except StoreError as error:
                log.warning("cannot collect garbage: %s", error)

    async def collect_old(self, at: datetime) -> None:
        """Delete events older than an hour and forget all but the last 10,000 revisions."""
        for entry in (await self._objects.store.select(prefix(kinds.EVENT))).entries:
            event = decode(entry)
            time = event.get("lastTimestamp") or event["metadata"]["creationTimestamp"]
            try:
                old = at - datetime.fromisoformat(str(time).replace("Z", "+00:00")) > _EVENT_AGE
            except (ValueError, TypeError):
                old = True
            if old:
                await self._end(kinds.EVENT, event)
        await self._objects.store.compact(self._objects.store.revision - _KEPT_REVISIONS)
