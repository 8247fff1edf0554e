"""GET with `watch`: changes as they happen, one JSON event a line."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from starlette.responses import Response, StreamingResponse

from pygress.apiserver import status
from pygress.apiserver.answer import included
from pygress.apiserver.call import Call
from pygress.apiserver.negotiate import Form, wanted_form
from pygress.apiserver.objects import Objects, decode, prefix
from pygress.apiserver.selectors import Matcher
from pygress.apiserver.status import Object
from pygress.apiserver.verbs.list import selector
from pygress.resources import table
from pygress.store import Change, CompactedError, Entry, SlowWatcherError, StoreError, Watch

log = logging.getLogger(__name__)

_LONGEST_SECONDS = 30 * 60
_BOOKMARK_SECONDS = 10.0


async def watch(call: Call, objects: Objects, stopping: asyncio.Event) -> Response:
    """Stream the changes after `resourceVersion`; without one, or at 0, the present objects come first."""
    form = wanted_form(call.request)
    matches = selector(call)
    seconds = call.number("timeoutSeconds") or _LONGEST_SECONDS
    since = call.number("resourceVersion")
    initial = since == 0 or call.flag("sendInitialEvents")
    store = objects.store
    start = prefix(call.kind, call.namespace)
    present: list[Entry] = []
    if initial:
        listed = await store.select(start)
        present, since = listed.entries, listed.revision
    elif since > (await store.select("/never/", limit=1)).revision:
        # A version of another database: only a new list can help the client.
        raise status.expired(f"too large resource version: {since}")
    following = store.watch(start, since)
    stream = _Stream(call, form, matches)
    lines = _lines(stream, following, present, since, seconds, stopping)
    return StreamingResponse(lines, media_type="application/json")


async def _lines(
    stream: "_Stream",
    following: Watch,
    present: list[Entry],
    since: int,
    seconds: int,
    stopping: asyncio.Event,
) -> AsyncIterator[bytes]:
    deadline = asyncio.get_running_loop().time() + seconds
    try:
        for entry in present:
            obj = decode(entry)
            if stream.wants(obj):
                yield stream.event("ADDED", obj)
        if stream.call.flag("sendInitialEvents") and stream.bookmarks:
            yield stream.bookmark(since, {"k8s.io/initial-events-end": "true"})
        idle = min(_BOOKMARK_SECONDS, seconds)
        changes = following.changes(idle)
        try:
            while (left := deadline - asyncio.get_running_loop().time()) > 0:
                batch = await _next(changes, left, stopping)
                if batch is None:
                    break
                for change in batch:
                    if line := stream.change(change):
                        yield line
                if not batch and stream.bookmarks:
                    yield stream.bookmark(following.revision, {})
        finally:
            await changes.aclose()  # type: ignore[attr-defined]
    except CompactedError as error:
        yield stream.line("ERROR", status.expired(str(error)).status)
    except SlowWatcherError as error:
        yield stream.line("ERROR", status.expired(str(error)).status)
    except StoreError as error:
        log.exception("a watch ended")
        yield stream.line("ERROR", status.internal(error).status)
    finally:
        following.close()


async def _next(
    changes: AsyncIterator[list[Change]], seconds: float, stopping: asyncio.Event
) -> list[Change] | None:
    """Wait for the next batch; None when the time is over or the server stops."""
    step: asyncio.Future[Any] = asyncio.ensure_future(anext(changes, None))
    stop: asyncio.Future[Any] = asyncio.ensure_future(stopping.wait())
    try:
        done, _ = await asyncio.wait({step, stop}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if step not in done:
            return None
        batch: list[Change] | None = step.result()
        return batch
    finally:
        stop.cancel()
        if not step.done():
            step.cancel()
            await asyncio.gather(step, return_exceptions=True)


class _Stream:
    """Turns changes into the lines of one client."""

    def __init__(self, call: Call, form: Form, matches: Matcher | None) -> None:
        self.call = call
        self.bookmarks = call.flag("allowWatchBookmarks")
        self._form = form
        self._matches = matches
        self._headers = True

    def wants(self, obj: Object) -> bool:
        return self._matches is None or self._matches(obj)

    def change(self, change: Change) -> bytes:
        """Say what a change is for this client: an object that leaves its selection is deleted."""
        obj = decode(change.entry)
        now = not change.deleted and self.wants(obj)
        before = change.previous is not None and self.wants(decode(change.previous))
        if now:
            return self.event("MODIFIED" if before else "ADDED", obj)
        return self.event("DELETED", obj) if before else b""

    def event(self, kind: str, obj: Object) -> bytes:
        if self._form == "table":
            meta = {"resourceVersion": obj["metadata"]["resourceVersion"]}
            shown = table.table(self.call.kind, [obj], meta, included(self.call), self._headers)
            self._headers = False
            return self.line(kind, shown)
        return self.line(kind, table.only_metadata(obj) if self._form == "metadata" else obj)

    def bookmark(self, revision: int, annotations: dict[str, str]) -> bytes:
        kind = self.call.kind
        meta: Object = {"resourceVersion": str(revision), "creationTimestamp": None}
        if annotations:
            meta["annotations"] = annotations
        return self.line("BOOKMARK", {"kind": kind.kind, "apiVersion": kind.api_version, "metadata": meta})

    def line(self, kind: str, obj: Object) -> bytes:
        return msgspec.json.encode({"type": kind, "object": obj}) + b"\n"
