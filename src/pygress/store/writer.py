"""The writer: one thread that owns the only connection that writes.

Writes that wait together share one transaction and so one disk sync. A refused write rolls back alone, to its
savepoint. Nobody hears of a write before it is on disk.
"""

import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from pygress.store.errors import StoreError
from pygress.store.model import Change

Operation = Callable[[sqlite3.Connection], Any]

_BATCH = 256


@dataclass
class _Job:
    operation: Operation
    done: "Future[Any]" = field(default_factory=Future)


class Writer:
    """Run operations in order; `published` gets the changes of every transaction after its commit.

    Without a connection `reconnect` is asked for one before each batch; what it raises is the outcome of the batch.
    `explain` says what an error of the database means.
    """

    def __init__(
        self,
        connection: sqlite3.Connection | None,
        published: Callable[[list[Change]], None],
        reconnect: Callable[[], sqlite3.Connection],
        explain: Callable[[sqlite3.Error], StoreError],
    ) -> None:
        self._connection = connection
        self._published = published
        self._reconnect = reconnect
        self._explain = explain
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, operation: Operation) -> "Future[Any]":
        """Queue one operation; its result or its exception arrives after the commit."""
        job = _Job(operation)
        self._jobs.put(job)
        return job.done

    def close(self) -> None:
        """Finish what is queued, then close the connection."""
        self._jobs.put(None)
        self._thread.join()
        if self._connection is not None:
            self._connection.close()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch = [job]
            stop = False
            while len(batch) < _BATCH and not self._jobs.empty():
                following = self._jobs.get()
                if following is None:
                    stop = True
                    break
                batch.append(following)
            self._commit(batch)
            if stop:
                return

    def _commit(self, batch: list[_Job]) -> None:
        outcomes: list[tuple[_Job, Any, Exception | None]] = []
        try:
            if self._connection is None:
                self._connection = self._reconnect()
        except StoreError as refused:
            for job in batch:
                job.done.set_exception(refused)
            return
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            for job in batch:
                connection.execute("SAVEPOINT job")
                try:
                    outcomes.append((job, job.operation(connection), None))
                except sqlite3.Error:
                    raise
                except Exception as refused:
                    connection.execute("ROLLBACK TO job")
                    outcomes.append((job, None, refused))
                connection.execute("RELEASE job")
            connection.execute("COMMIT")
        except sqlite3.Error as failed:
            # The disk is full or broken: nothing of this batch happened. The next batch tries anew.
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            error = self._explain(failed)
            outcomes = [(job, None, error) for job in batch]
        changes = [
            result for _, result, problem in outcomes if problem is None and isinstance(result, Change)
        ]
        # Watchers hear before the writer of a change does, so that they are never behind what it reads next.
        if changes:
            self._published(changes)
        for job, result, problem in outcomes:
            if problem is None:
                job.done.set_result(result)
            else:
                job.done.set_exception(problem)
